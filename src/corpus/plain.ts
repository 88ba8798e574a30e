/**
 * The structure that the layout of a plain text shows, read as a person reads it.
 *
 * 1. Blank lines part paragraphs. Inside a block, every line is a paragraph of its own, unless the block is hard-wrapped
 *    (lines of like length that stop in mid-sentence), when it is one.
 * 2. A line that opens with a bullet, a number or a letter and a stop is a list item, as deep as its indent.
 * 3. A short line without closing punctuation is a heading when something longer follows it. Its level comes from the names
 *    that Arabic books and studies use (باب، فصل، مبحث، مطلب، فرع); an unnamed heading is below all of them; a preface or
 *    a conclusion stands beside the outermost that the text has.
 */
import { count, type Span, trim } from '../text/sentences.ts'
import type { Part } from './document.ts'

const BULLET = /^\s*(?:[•●▪◦·*‣–—-]|\(?\p{Nd}{1,3}\s*[.)–-]|[\u0621-\u064A]\s*[.)–-])\s*(?=\S)/u
/** What stands before and after the body of a book or a study. */
const MATTER =
  /^(?:ال)?(?:ملخص|مستخلص|مقدمة|تمهيد|تقديم|خاتمة|خلاصة|استنتاجات?|توصيات|نتائج|إحالات|هوامش|مراجع|مصادر|abstract|introduction|conclusion|references|notes|résumé)(?:\s*:)?$/iu
/** Divisions of a body, from the outermost in. */
const DIVISIONS: readonly RegExp[] = [
  /^(?:ال)?(?:باب|قسم|جزء)\s/u,
  /^(?:ال)?فصل\s/u,
  /^(?:ال)?مبحث\s/u,
  /^(?:ال)?مطلب\s/u,
  /^(?:ال)?(?:فرع|محدد|محور|فقرة)\s/u,
]
const HEADING_WORDS = 14
const HEADING_LENGTH = 110
const BODY_WORDS = 12

/** The parts of a plain text in order. */
export function plainParts(text: string): Part[] {
  const parts = [...blocks(text)].flatMap((block) =>
    (isWrapped(text, block) ? unwrapped(text, block) : block).map((line) => lineOf(text, line)),
  )
  const read = parts.map((part, index) => asHeading(text, part, parts[index + 1]) ?? part)
  const outermost = read.reduce(
    (level, part) => (part.kind === 'heading' && part.level ? Math.min(level, part.level) : level),
    UNNAMED,
  )
  return read.map((part) => (part.level === 0 ? { ...part, level: outermost } : part))
}

const UNNAMED: number = DIVISIONS.length + 1

/** The level of a heading by its words: 1 for the outermost division, 0 for a preface or conclusion, else `UNNAMED`. */
function headingLevel(heading: string): number {
  const division = DIVISIONS.findIndex((pattern) => pattern.test(heading))
  return MATTER.test(heading) ? 0 : division < 0 ? UNNAMED : division + 1
}

function* blocks(text: string): Generator<Span[]> {
  let block: Span[] = []
  let from = 0
  while (from <= text.length) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const line = trim(text, from, to)
    if (line !== undefined) block.push({ start: from, end: line.end })
    else if (block.length > 0) {
      yield block
      block = []
    }
    if (newline < 0) break
    from = newline + 1
  }
  if (block.length > 0) yield block
}

/** Rule 1: at least three lines, all but the last of like length, most of them stopping in mid-sentence. */
function isWrapped(text: string, block: readonly Span[]): boolean {
  if (block.length < 3) return false
  const body = block.slice(0, -1)
  const longest = block.reduce((length, line) => Math.max(length, line.end - line.start), 0)
  if (longest > 130) return false
  const full = body.filter((line) => line.end - line.start >= longest * 0.7).length
  const open = body.filter((line) => !/[.!?؟:…»”"]$/u.test(text.slice(line.start, line.end))).length
  return full >= body.length * 0.8 && open >= body.length * 0.6
}

/** A wrapped block's lines joined: one span for its opening words and one for each item in it. */
function unwrapped(text: string, block: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const line of block) {
    const open = BULLET.test(text.slice(line.start, line.end)) ? undefined : joined.pop()
    joined.push({ start: open?.start ?? line.start, end: line.end })
  }
  return joined
}

function lineOf(text: string, line: Span): Part {
  const written = text.slice(line.start, line.end)
  const mark = BULLET.exec(written)?.[0]
  if (mark === undefined) return { kind: 'paragraph', start: line.end - written.trimStart().length, end: line.end }
  const indent = written.length - written.trimStart().length
  return { kind: 'item', level: 1 + Math.floor(indent / 4), start: line.start + mark.length, end: line.end }
}

function asHeading(text: string, part: Part, next: Part | undefined): Part | undefined {
  const written = text.slice(part.start, part.end)
  if (
    part.kind !== 'paragraph' ||
    next === undefined ||
    written.length > HEADING_LENGTH ||
    count(text, part) > HEADING_WORDS
  )
    return undefined
  if (/[.!?؟؛،,…*"”»]$/u.test(written) || /^["“”«]/u.test(written) || !/\p{L}/u.test(written) || /:\/\//.test(written))
    return undefined
  const level = headingLevel(written)
  if (level < UNNAMED) return { ...part, kind: 'heading', level, guessed: true }
  // "… are:" before a list is a lead-in, and a date or a byline is no heading.
  if (next.kind === 'item' && written.endsWith(':')) return undefined
  if (/^(?:بقلم|إعداد|تأليف|المصدر)\s*:/u.test(written) || (/\p{Nd}{4}/u.test(written) && count(text, part) <= 4))
    return undefined
  const opens =
    next.kind === 'item' || count(text, next) >= BODY_WORDS || headingLevel(text.slice(next.start, next.end)) < UNNAMED
  return opens ? { ...part, kind: 'heading', level, guessed: true } : undefined
}
