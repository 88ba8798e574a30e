/**
 * Metadata that stands plainly in a text, for documents that declare none. Only whole lines are read, near the top or the
 * bottom, and nothing is inferred: a date inside a sentence is not the document's date.
 *
 * - title: the first heading; else a short first line (a line that ends in a colon goes on in the next); else, marked as
 *   such, the opening words
 * - author: a line "بقلم: …" · date: a line that is a date · url: a line that is a URL
 * - publisher: a line "المصدر: …", or a few words in quotation marks standing alone at the end
 * - language: by script and function words (`text/language.ts`)
 */
import { languageOf } from '../text/language.ts'
import { monthNumber } from '../text/months.ts'
import { normalize } from '../text/normalize.ts'
import { count } from '../text/sentences.ts'
import { tokenize } from '../text/tokenize.ts'
import type { Metadata, Origin, Part } from './document.ts'

type Found = { -readonly [key in keyof Metadata]?: { value: string; origin: Origin } }

const TOP = 8
const BOTTOM = 6
const TITLE_WORDS = 22
const OPENING_WORDS = 10
const AUTHOR = /^(?:بقلم|إعداد|تأليف|الكاتب|الكاتبة|كتبه|كتبته|by|par|author)\s*[:：]\s*(.{2,80})$/iu
const PUBLISHER = /^(?:المصدر|الناشر|نقلا عن|publisher|source)\s*[:：]\s*([^\n]{2,80})$/iu
const CREDIT = /^["“”«]\s*(\P{P}{2,40}?)\s*["“”»]$/u
const DATED = /^(?:تاريخ النشر|نشر في|نُشر في|التاريخ|published|date)\s*[:：]?\s*/iu

/** What the text itself says, with the parts that said it (`bylines`), which are then no longer searched. */
export function findMetadata(text: string, parts: readonly Part[]): { found: Found; bylines: Part[] } {
  const found: Found = {}
  const bylines: Part[] = []
  const line = (part: Part): string => text.slice(part.start, part.end).replace(/\s+/g, ' ').trim()
  const claim = (key: keyof Metadata, value: string, part: Part): void => {
    if (found[key] !== undefined) return
    found[key] = { value, origin: 'text' }
    bylines.push(part)
  }
  const bottom = parts.slice(-BOTTOM)
  for (const part of new Set([...parts.slice(0, TOP), ...bottom])) {
    const written = line(part)
    const author = AUTHOR.exec(written)?.[1]
    const publisher = PUBLISHER.exec(written)?.[1] ?? (bottom.includes(part) ? CREDIT.exec(written)?.[1] : undefined)
    const date = parseDate(written.replace(DATED, ''))
    if (author !== undefined) claim('author', author, part)
    else if (/^https?:\/\/\S+$/u.test(written)) claim('url', written, part)
    else if (publisher !== undefined) claim('publisher', publisher.trim(), part)
    else if (date !== undefined) claim('date', date, part)
  }
  const title = findTitle(
    text,
    parts.filter((part) => !bylines.includes(part)),
    line,
  )
  if (title !== undefined) found.title = title
  found.language = { value: languageOf(text), origin: 'text' }
  return { found, bylines }
}

function findTitle(text: string, parts: readonly Part[], line: (part: Part) => string): Found['title'] {
  const [first, second] = parts
  if (first === undefined) return undefined
  const heading =
    first.kind === 'heading'
      ? first
      : parts.find((part) => part.kind === 'heading' && part.level === 1 && part.start < 400)
  if (heading !== undefined && first.kind !== 'paragraph') return { value: lineWithNext(heading), origin: 'text' }
  const written = line(first)
  const short = count(text, first) <= TITLE_WORDS && !/[.؟!؛،…]$/u.test(written)
  if (short && second !== undefined) return { value: lineWithNext(first), origin: 'text' }
  if (heading !== undefined) return { value: line(heading), origin: 'text' }
  return { value: opening(written), origin: 'opening words' }

  function lineWithNext(part: Part): string {
    const next = parts[parts.indexOf(part) + 1]
    const own = line(part)
    return own.endsWith(':') && next !== undefined && count(text, next) <= TITLE_WORDS
      ? `${own} ${line(next)}`
      : own.replace(/\s*[:：]$/u, '')
  }
}

function opening(written: string): string {
  const words = written.split(' ')
  if (words.length <= OPENING_WORDS) return written.replace(/[.؛،:]+$/u, '')
  return `${words
    .slice(0, OPENING_WORDS)
    .join(' ')
    .replace(/[.؛،:]+$/u, '')}…`
}

/** An ISO date from a text that is nothing but a date: `23 ديسمبر، 2021`, `2021-12-23`, `23/12/2021`, `March 2021`, `2021`. */
export function parseDate(written: string): string | undefined {
  const tokens = tokenize(
    written
      .replace(/كانون الأول|كانون الاول/gu, 'ديسمبر')
      .replace(/كانون الثاني/gu, 'يناير')
      .replace(/تشرين الأول|تشرين الاول/gu, 'أكتوبر')
      .replace(/تشرين الثاني/gu, 'نوفمبر'),
  )
    .map((token) => token.text)
    .filter((word) => !WEEKDAYS.has(word))
  if (tokens.length === 0 || tokens.length > 4) return undefined
  const months = tokens.filter((word) => monthNumber(word) !== undefined)
  const numbers = tokens.filter((word) => /^\d+$/.test(word))
  if (months.length + numbers.length !== tokens.length) return undefined
  const month = months[0] === undefined ? undefined : monthNumber(months[0])
  const values = numbers.map(Number)
  if (month !== undefined) {
    const year = values.find((value) => value >= 1000 && value <= 2200)
    const day = values.find((value) => value >= 1 && value <= 31)
    return year === undefined ? undefined : iso(year, month, values.length > 1 ? day : undefined)
  }
  const [a = 0, b, c] = values
  if (values.length === 3 && b !== undefined && c !== undefined)
    return a > 999 ? iso(a, b, c) : c > 999 ? iso(c, b, a) : undefined
  return values.length === 1 && /^\p{Nd}{4}$/u.test(written.trim()) && a >= 1000 && a <= 2200 ? String(a) : undefined
}

const WEEKDAYS: Set<string> = new Set(
  'يوم الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche le'
    .split(' ')
    .map(normalize),
)

function iso(year: number, month: number, day: number | undefined): string | undefined {
  if (month < 1 || month > 12 || (day !== undefined && (day < 1 || day > 31))) return undefined
  return [
    String(year),
    String(month).padStart(2, '0'),
    ...(day === undefined ? [] : [String(day).padStart(2, '0')]),
  ].join('-')
}
