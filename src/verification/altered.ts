/** The span of the documents that a text is a changed quote of, and what was changed. */
import type { Document } from '../corpus/document.ts'
import { isStopword } from '../text/stopwords.ts'
import { align, type Pair } from './align.ts'
import { type DocumentReading, idsIn, lettersBetween, type Reading, read, readings, wordsBetween } from './reading.ts'
import { placeOf } from './standing.ts'
import type { Difference, Verification } from './verification.ts'

/**
 * The share of agreeing words from which a text is a changed quote: of its own words or of the span's, whichever are more. Of the
 * 612 sentences of the shipped documents none agrees in more than half of its words with a span of the other four; a quote with
 * every fourth word changed agrees in three quarters.
 */
const CLOSE = 0.7

/** Table cells that are filled while looking for the closest span. */
const MOST_CELLS = 8_000_000
const MOST_CANDIDATES = 50
/** Words at an end of the quote that are set against the document's next ones, while its sentence goes on. */
const MOST_EDGE_WORDS = 3

interface Span extends Candidate {
  readonly pairs: readonly Pair[]
  readonly closeness: number
}

/** The span of a document that is closest to what is said, where one is close. */
export function closest(
  documents: readonly Document[],
  said: string,
): Extract<Verification, { outcome: 'altered' }> | undefined {
  const quote = read(said)
  const length = Math.ceil(quote.size / CLOSE)
  const most = Math.max(1, Math.min(MOST_CANDIDATES, Math.floor(MOST_CELLS / Math.max(1, quote.size * length))))
  const [best] = documents
    .flatMap(readings)
    .flatMap((reading) => windows(reading, quote, length))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, most)
    .map((candidate) => alignIn(candidate, quote))
    .sort((a, b) => b.closeness - a.closeness)
  if (best === undefined || best.closeness < CLOSE) return undefined
  const { reading, from, to, closeness } = best
  const [place] = placeOf(reading.document, reading.starts[from] ?? 0, reading.ends[to - 1] ?? 0)
  const differences = differencesOf(quote, best)
  if (place === undefined || differences.length === 0) return undefined
  return { outcome: 'altered', said, place, closeness: Math.round(closeness * 100) / 100, differences }
}

/** Words `from` to `to` of a reading. */
interface Candidate {
  readonly reading: DocumentReading
  readonly from: number
  readonly to: number
  /** Words in common with the quote, wherever they stand: never fewer than agree in order. */
  readonly shared: number
}

/** The windows of a reading that hold enough of a quote's words to be close; of those that overlap, the fullest. */
function windows(reading: DocumentReading, quote: Reading, length: number): Candidate[] {
  const enough = quote.size * CLOSE
  const wanted = new Int32Array(reading.vocabulary.size)
  const known = idsIn(reading, quote).filter((id) => id >= 0)
  if (known.length < enough) return []
  for (const id of known) wanted[id] = (wanted[id] ?? 0) + 1
  const found: Candidate[] = []
  let shared = 0
  for (let to = 1; to <= reading.size; to++) {
    const entering = reading.ids[to - 1] ?? 0
    const open = wanted[entering] ?? 0
    if (open > 0) shared++
    wanted[entering] = open - 1
    if (to > length) {
      const leaving = reading.ids[to - length - 1] ?? 0
      const left = (wanted[leaving] ?? 0) + 1
      if (left > 0) shared--
      wanted[leaving] = left
    }
    if (shared < enough) continue
    const from = Math.max(0, to - length)
    const last = found.at(-1)
    if (last !== undefined && from < last.to && shared <= last.shared) continue
    if (last !== undefined && from < last.to) found.pop()
    found.push({ reading, from, to, shared })
  }
  return found
}

/** The part of a candidate that agrees with the quote. */
function alignIn(candidate: Candidate, quote: Reading): Span {
  const { reading } = candidate
  // The fullest window may have found a word further left than where it agrees, and so end too early.
  const slack = Math.ceil(quote.size / CLOSE) - quote.size
  const from = Math.max(0, candidate.from - slack)
  const pairs = align(idsIn(reading, quote), reading.ids.subarray(from, candidate.to + slack)).map(
    ([said, stands]): Pair => [said, stands + from],
  )
  const [first, last] = [pairs[0], pairs.at(-1)]
  if (first === undefined || last === undefined) return { ...candidate, pairs, closeness: 0 }
  const begin = first[1] - edgeWords(reading, first[1] - 1, first[0], -1)
  const end = last[1] + 1 + edgeWords(reading, last[1] + 1, quote.size - 1 - last[0], 1)
  const words = [...reading.vocabulary.keys()]
  const telling = pairs.filter(([, stands]) => !isStopword(words[reading.ids[stands] ?? 0] ?? '')).length
  const closeness = telling > 1 ? pairs.length / Math.max(quote.size, end - begin) : 0
  return { ...candidate, from: begin, to: end, pairs, closeness }
}

/**
 * `count` where that many words of the document, from `at` in a direction, belong to the sentence they are beside: then what was
 * said there was said instead of them. Else 0: it was added.
 */
function edgeWords(reading: Reading, at: number, count: number, direction: 1 | -1): number {
  if (count > MOST_EDGE_WORDS) return 0
  for (let step = 0; step < count; step++) {
    const word = at + step * direction
    const [left, right] = direction === 1 ? [word - 1, word] : [word, word + 1]
    if (word < 0 || word >= reading.size) return 0
    if (/[.!?؟…\n]/.test(reading.text.slice(reading.ends[left], reading.starts[right]))) return 0
  }
  return count
}

function differencesOf(quote: Reading, { reading, pairs, from, to }: Span): Difference[] {
  const found: Difference[] = []
  let [left, right] = [0, from]
  for (const [nextLeft, nextRight] of [...pairs, [quote.size, to] as const]) {
    const said = wordsBetween(quote, left, nextLeft)
    const stands = wordsBetween(reading, right, nextRight)
    const kind = said === '' ? 'missing' : stands === '' ? 'added' : 'changed'
    // Words that are parted otherwise (عبدالله, عبد الله) are the same.
    if (lettersBetween(quote, left, nextLeft) !== lettersBetween(reading, right, nextRight))
      found.push({ kind, said, stands })
    ;[left, right] = [nextLeft + 1, nextRight + 1]
  }
  return found
}
