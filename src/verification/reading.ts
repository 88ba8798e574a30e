/** Texts as their folded words, with the way back to where each stands. */
import type { Document } from '../corpus/document.ts'
import { normalize } from '../text/normalize.ts'
import { tokenize } from '../text/tokenize.ts'

/** A text as its folded words, written without spaces, so that a text parted otherwise into words is found as well. */
export interface Reading {
  readonly text: string
  readonly letters: string
  /** Number of words. */
  readonly size: number
  /** Per word, the place of its first letter in `letters`; then the length of `letters`. */
  readonly at: Int32Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Per word, its number in `vocabulary`. */
  readonly ids: Int32Array
  readonly vocabulary: ReadonlyMap<string, number>
}

export interface DocumentReading extends Reading {
  readonly document: Document
}

const READINGS = new WeakMap<Document, readonly DocumentReading[]>()

/** A document read whole and, where it has markup inside its passages, once more without that. Kept while the document is. */
export function readings(document: Document): readonly DocumentReading[] {
  const known = READINGS.get(document)
  if (known !== undefined) return known
  const markup = document.passages.flatMap(({ skip }) => skip)
  const whole = { ...read(document.text), document }
  const all = markup.length === 0 ? [whole] : [whole, { ...read(document.text, markup), document }]
  READINGS.set(document, all)
  return all
}

export function read(text: string, skipped: readonly { readonly start: number; readonly end: number }[] = []): Reading {
  const skips = [...skipped].sort((a, b) => a.start - b.start)
  let next = 0
  const tokens = tokenize(text).filter((token) => {
    while (next < skips.length && (skips[next]?.end ?? 0) <= token.start) next++
    return (skips[next]?.start ?? token.end) >= token.end
  })
  const size = tokens.length
  const vocabulary = new Map<string, number>()
  const ids = new Int32Array(size)
  const at = new Int32Array(size + 1)
  const starts = new Int32Array(size)
  const ends = new Int32Array(size)
  tokens.forEach((token, word) => {
    const id = vocabulary.get(token.text) ?? vocabulary.size
    if (id === vocabulary.size) vocabulary.set(token.text, id)
    ids[word] = id
    at[word + 1] = (at[word] ?? 0) + token.text.length
    starts[word] = token.start
    ends[word] = token.end
  })
  return { text, letters: tokens.map((token) => token.text).join(''), size, at, starts, ends, ids, vocabulary }
}

/** The words of a quote as numbers of a document's vocabulary; -1 where it does not have one. */
export function idsIn({ vocabulary }: Reading, quote: Reading): Int32Array {
  const own = Int32Array.from(quote.vocabulary.keys(), (word) => vocabulary.get(word) ?? -1)
  return quote.ids.map((id) => own[id] ?? -1)
}

export function* occurrences({ letters }: Reading, wanted: string): Generator<number> {
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) yield at
}

export const letterAt = ({ at }: Reading, word: number): number => at[word] ?? 0
/** The word that a letter belongs to; the number of words for the end of the letters. */
export const wordAt = ({ at, size }: Reading, letter: number): number =>
  lowerBound(size, (word) => (at[word + 1] ?? 0) <= letter)
export const isBoundary = (reading: Reading, letter: number): boolean =>
  letterAt(reading, wordAt(reading, letter)) === letter

export const wordsBetween = ({ text, starts, ends }: Reading, from: number, to: number): string =>
  to > from ? text.slice(starts[from], ends[to - 1]) : ''
export const lettersBetween = (reading: Reading, from: number, to: number): string =>
  reading.letters.slice(letterAt(reading, from), letterAt(reading, to))

/** The offset in the text at which a letter starts, or the letter before it ends with its marks. */
export function offset(reading: Reading, letter: number, edge: 'start' | 'end'): number {
  const word = edge === 'start' ? wordAt(reading, letter) : wordAt(reading, letter - 1)
  const inside = letter - letterAt(reading, word)
  const start = reading.starts[word] ?? 0
  const end = reading.ends[word] ?? reading.text.length
  if (inside === 0) return start
  if (letter === letterAt(reading, word + 1)) return end
  let at = start
  while (at < end && normalize(reading.text.slice(start, at)).length < inside) at += unitsAt(reading.text, at)
  while (at < end && normalize(reading.text.slice(at, at + unitsAt(reading.text, at))) === '')
    at += unitsAt(reading.text, at)
  return at
}

const unitsAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/** The first of `0 … size` that is not `below`; what is below comes first. */
export function lowerBound(size: number, below: (at: number) => boolean): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (below(middle)) low = middle + 1
    else high = middle
  }
  return low
}

export const letterCount = (text: string): number => text.match(/(?!\u0640)[\p{L}\p{Nd}]/gu)?.length ?? 0
