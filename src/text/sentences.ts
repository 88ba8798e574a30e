/**
 * Sentences with their places. A sentence runs from its first to its last visible character, closing quotation marks and
 * footnote marks included; what lies between two sentences is white space only.
 *
 * 1. A line break ends a sentence.
 * 2. So do `. ! ? ؟ …` with what closes behind them, before white space; and a full stop between two Arabic words that the
 *    writer forgot to part.
 * 3. Not a full stop after an initial, an abbreviation of the table below, or the number that opens a list item; nor two
 *    dots, which Arabic writes for a pause.
 * 4. A sentence of more than `LONG` words is parted at its semicolons: Arabic prose strings independent clauses with ؛.
 */

/** A stretch of text, in UTF-16 code units; `end` is the first unit after it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Words before a full stop that does not end a sentence. Single letters (initials) are understood. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  (
    'هـ ت ط ص ج ع ق تح مج رقم etc cf vs dr mr mrs ms prof st no nr vol pp art ed eds fig al inc ltd co jr sr m mm mme mlle ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil sept déc approx dept est i.e e.g u.s u.n'
  ).split(' '),
)

const END =
  /[.!?؟…]+[»”"'’)\]}›]*(?:\s?\[\^?\p{Nd}{1,3}\])*(?=\s|$)|(?<=[\u0621-\u064A]{3})\.(?=[\u0621-\u064A]{2})|\n/gu
const CLAUSE = /؛(?=\s)/g
const LONG = 40

/** The sentences of `text` between `start` and `end`, in order. */
export function sentences(text: string, start: number = 0, end: number = text.length): Span[] {
  const found: Span[] = []
  let from = start
  const close = (to: number): void => {
    const span = trim(text, from, to)
    if (span !== undefined) found.push(...clauses(text, span))
    from = to
  }
  END.lastIndex = start
  for (let match = END.exec(text); match !== null && match.index < end; match = END.exec(text)) {
    const to = Math.min(match.index + match[0].length, end)
    if (match[0] === '\n' || !continues(text, from, match)) close(to)
  }
  close(end)
  return found
}

/** Rule 3. */
function continues(text: string, from: number, match: RegExpExecArray): boolean {
  if (match[0] === '..') return true
  if (!/^\.[»”"'’)\]}›]*$/.test(match[0])) return false
  const before = text.slice(Math.max(from, match.index - 24), match.index)
  const word = /[\p{L}\p{M}\p{Nd}.]+$/u.exec(before)?.[0] ?? ''
  if (/^\p{Nd}+$/u.test(word)) return text.slice(from, match.index).trim() === word
  return (
    word === '' || /^\p{L}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase())
  )
}

/** Rule 4. */
function clauses(text: string, sentence: Span): Span[] {
  if (count(text, sentence) <= LONG) return [sentence]
  const parts: Span[] = []
  let from = sentence.start
  CLAUSE.lastIndex = from
  for (let match = CLAUSE.exec(text); match !== null && match.index < sentence.end; match = CLAUSE.exec(text)) {
    const part = trim(text, from, match.index + 1)
    if (
      part === undefined ||
      count(text, part) < LONG / 4 ||
      count(text, { start: part.end, end: sentence.end }) < LONG / 4
    )
      continue
    parts.push(part)
    from = part.end
  }
  const rest = trim(text, from, sentence.end)
  if (rest !== undefined) parts.push(rest)
  return parts
}

/** White-space separated words of a span. */
export function count(text: string, span: Span): number {
  return text.slice(span.start, span.end).match(/\S+/g)?.length ?? 0
}

/** The span without white space at its edges, or `undefined` where nothing is left. */
export function trim(text: string, start: number, end: number): Span | undefined {
  const slice = text.slice(start, end)
  const left = slice.length - slice.trimStart().length
  const right = slice.trimEnd().length
  return right > left ? { start: start + left, end: start + right } : undefined
}
