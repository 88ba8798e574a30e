/** Which of our languages a text is in, by script and by its function words. */
import { tokenize } from './tokenize.ts'

/** The languages Sanad speaks. Darija and Arabizi are answered in Arabic. */
export type Language = 'ar' | 'fr' | 'en'
export const LANGUAGES: readonly Language[] = ['ar', 'fr', 'en']

/** One of ours by its code, whatever region follows (`fr-CA`); `undefined` for others. */
export function languageNamed(code: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => code?.toLowerCase().split('-')[0] === language)
}

const FRENCH: Set<string> = new Set(
  'le la les des une un et est dans pour que qui du au aux sur par avec ce cette quel quelle quels quelles quand comment pourquoi combien ou sont ont ete il elle quoi'.split(
    ' ',
  ),
)
const ENGLISH: Set<string> = new Set(
  'the of and to in is that for was on with as by from what which who whom when where why how did does do are were has have an this'.split(
    ' ',
  ),
)
const ARABIZI: Set<string> = new Set(
  'wach wash chno chnou chnahowa shno chkoun shkoun fin fine feen 3lach 3lash kifach kifash imta fo9ach chhal ch7al bch7al dyal diyal dial hadi hada had li lli kayn kayna bzaf wla machi daba salam labas'.split(
    ' ',
  ),
)
/** Arabizi writes Arabic letters as digits inside words: 3lach, m7ammed, 9anoun. */
const DIGIT_LETTER = /[a-z][2356789][a-z]|\b[3579](?!rd\b|th\b|am\b|pm\b|km\b|kg\b)[a-z]{2,}/i
const SAMPLE = 20_000

/** The language of a question or a document. Text without letters counts as Arabic. */
export function languageOf(text: string): Language {
  const sample = text.slice(0, SAMPLE)
  const arabic = sample.match(/\p{Script=Arabic}/gu)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (arabic >= latin || isArabizi(sample)) return 'ar'
  const words = tokenize(sample).map((token) => token.text)
  const of = (list: ReadonlySet<string>): number => words.filter((word) => list.has(word)).length
  return of(FRENCH) > of(ENGLISH) || (of(FRENCH) === of(ENGLISH) && /[àâçéèêëîïôùûœ]/i.test(sample)) ? 'fr' : 'en'
}

/** Whether a short Latin text is Arabic written in Latin letters. */
function isArabizi(text: string): boolean {
  if (text.length > 500) return false
  const words = text.toLowerCase().split(/[^a-z0-9]+/)
  return words.some((word) => ARABIZI.has(word)) || DIGIT_LETTER.test(text)
}
