/**
 * Search within a document: a phrase of consecutive words, the last of which may still be being typed. Spelling makes as little
 * difference as it does to the corpus: harakat, hamza, tatweel, ta marbuta, case.
 */
import type { Document } from '../corpus/document.ts'
import { normalize } from '../text/normalize.ts'
import type { Span } from '../text/sentences.ts'
import { type Token, tokenize } from '../text/tokenize.ts'

/** UTF-16 units of a query that are looked at. */
const LONGEST_QUERY = 200
/** UTF-16 units of a document that are looked at: a tenth of a second for a rare word, half a second for a frequent one. */
const LONGEST_TEXT = 2_000_000
/** Read at a time, so that what comes first is found without reading what follows. */
const PIECE = 16_000

/** The first `limit` places of a phrase, in order and apart from each other, as written in the text. Empty for a query without words. */
export function find({ text }: Pick<Document, 'text'>, query: string, limit: number): Span[] {
  const wanted = tokenize(query.slice(0, LONGEST_QUERY)).map((token) => token.text)
  const last = wanted.length - 1
  const found: Span[] = []
  if (last < 0 || limit < 1) return found
  let window: Token[] = []
  for (const words of piecesWith(text, wanted)) {
    for (const token of words) {
      window.push(token)
      if (window.length > wanted.length) window.shift()
      const fits =
        window.length === wanted.length &&
        window.every((word, at) => (at === last ? word.text.startsWith(wanted[at] ?? '') : word.text === wanted[at]))
      if (!fits) continue
      found.push({ start: window[0]?.start ?? 0, end: token.end })
      if (found.length >= limit) return found
      window = []
    }
    if (words.length === 0) window = []
  }
  return found
}

/** The words of a text piece by piece; none of a piece that the longest of the wanted words is neither in nor beside. */
function* piecesWith(text: string, wanted: readonly string[]): Generator<readonly Token[]> {
  // Digits are grouped in many ways.
  const key = wanted
    .filter((word) => /^\p{L}/u.test(word))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), '')
  const pieces = piecesOf(text)
  const holds: boolean[] = []
  const has = (at: number): boolean => {
    const piece = pieces[at]
    if (piece === undefined) return false
    holds[at] ??= normalize(text.slice(piece.start, piece.end)).includes(key)
    return holds[at]
  }
  for (const [at, { start, end }] of pieces.entries()) {
    const tokens = has(at) || has(at - 1) || has(at + 1) ? tokenize(text.slice(start, end)) : []
    yield tokens.map((token) => ({ text: token.text, start: token.start + start, end: token.end + start }))
  }
}

/** A text in pieces that end where a word does. */
function piecesOf(text: string): Span[] {
  const length = Math.min(text.length, LONGEST_TEXT)
  const pieces: Span[] = []
  const gap = /[ \n]/g
  for (let start = 0; start < length; ) {
    gap.lastIndex = start + PIECE
    const end = start + PIECE >= length ? length : Math.min(length, gap.exec(text)?.index ?? length)
    pieces.push({ start, end })
    start = end
  }
  return pieces
}
