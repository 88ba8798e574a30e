/** Dates, moments and languages in words: Moroccan names of months, Latin digits. */
import type { Language } from '../text/language.ts'

const LOCALES: Readonly<Record<Language, string>> = { ar: 'ar-MA-u-nu-latn', fr: 'fr', en: 'en-GB' }

/** `2026-11-22` as `22 نونبر 2026`. */
export function dateText(date: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' })
  return format.format(Date.parse(`${date}T00:00:00Z`))
}

/** A moment as clocks and calendars of a zone show it, with the day of the week. */
export function momentText(instant: number, zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  })
  // Arabic has no `at` in this format, but a bare "in".
  return language === 'ar' ? format.format(instant).replace(' في ', ' على الساعة ') : format.format(instant)
}

/** A language code as a person says it; the code itself where it is none. */
export function languageName(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames(LOCALES[language], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
