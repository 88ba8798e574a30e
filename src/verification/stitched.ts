/** A text made of pieces that stand in different places. */
import type { Document } from '../corpus/document.ts'
import {
  type DocumentReading,
  isBoundary,
  letterAt,
  occurrences,
  offset,
  type Reading,
  read,
  readings,
  wordAt,
  wordsBetween,
} from './reading.ts'
import { MOST_LOOKED_AT, placeOf } from './standing.ts'
import { LEAST, type Piece } from './verification.ts'

/** A shorter piece would stand somewhere by chance. */
const PIECE_WORDS = 4
const MOST_PIECES = 12

/** Words `from` to `to` of a quote, which stand in a reading from its letter `at` on. */
interface Match {
  readonly reading: DocumentReading
  readonly at: number
  readonly from: number
  readonly to: number
}

/** From the left, always the longest piece that stands: no other cut makes fewer pieces. */
export function stitch(documents: readonly Document[], said: string): Piece[] | undefined {
  const quote = read(said)
  const all = documents.flatMap(readings)
  const found: Match[] = []
  for (let from = 0; from < quote.size; from = found.at(-1)?.to ?? quote.size) {
    if (found.length === MOST_PIECES) return undefined
    const match = longest(all, quote, from)
    if (match !== undefined) {
      found.push(match)
      continue
    }
    // Too little may be left because the piece before it took words that stand in both places.
    const last = found.at(-1)
    const rest = lastPiece(quote)
    const fits = last !== undefined && rest < from && rest >= pieceEnd(quote, last.from)
    const tail = fits ? longest(all, quote, rest) : undefined
    if (last === undefined || tail?.to !== quote.size) return undefined
    found.splice(-1, 1, { ...last, to: rest }, tail)
  }
  const pieces = found.flatMap(({ reading, at, from, to }) => {
    const end = at + letterAt(quote, to) - letterAt(quote, from)
    return placeOf(reading.document, offset(reading, at, 'start'), offset(reading, end, 'end')).map((place) => ({
      said: wordsBetween(quote, from, to),
      place,
    }))
  })
  return pieces.length > 1 && pieces.length === found.length ? pieces : undefined
}

function longest(all: readonly DocumentReading[], quote: Reading, from: number): Match | undefined {
  const least = pieceEnd(quote, from)
  if (least > quote.size) return undefined
  const start = letterAt(quote, from)
  const seed = quote.letters.slice(start, letterAt(quote, least))
  let best: Match | undefined
  let looked = 0
  for (const reading of all) {
    for (const at of occurrences(reading, seed)) {
      if (looked++ >= MOST_LOOKED_AT) return best
      if (from > 0 && !isBoundary(reading, at)) continue
      let same = seed.length
      while (start + same < quote.letters.length && quote.letters[start + same] === reading.letters[at + same]) same++
      let to = wordAt(quote, start + same)
      while (to >= least && to < quote.size && !isBoundary(reading, at + letterAt(quote, to) - start)) to--
      if (to >= least && to > (best?.to ?? 0)) best = { reading, at, from, to }
    }
  }
  return best
}

/** The word after the shortest piece from a word on; beyond the last word where too little is left. */
function pieceEnd(quote: Reading, from: number): number {
  let to = from + PIECE_WORDS
  while (to <= quote.size && letterAt(quote, to) - letterAt(quote, from) < LEAST) to++
  return to
}

/** The word that the shortest last piece begins with. */
function lastPiece(quote: Reading): number {
  let from = Math.max(0, quote.size - PIECE_WORDS)
  while (from > 0 && quote.letters.length - letterAt(quote, from) < LEAST) from--
  return from
}
