/**
 * Whether a text stands in the documents, and where. The outcomes, and what each takes:
 *
 * | outcome | the text |
 * |---|---|
 * | `exact` | stands letter by letter, but for quotation marks, white space and ellipses at its ends |
 * | `normalized` | has the same letters in the same order once folded as for the search: other harakat, spelling, marks, spaces |
 * | `misattributed` | is one of the two above, but its citation line names another document, which does not hold it |
 * | `stitched` | is made wholly of pieces (`PIECE_WORDS` words or more) that stand, but not next to each other |
 * | `altered` | has at least `CLOSE` of its words, in order, in one span that is not much longer than it |
 * | `short` | has fewer than `LEAST` letters and digits: too many places would hold it by chance |
 * | `not_found` | none of these |
 *
 * 1. A citation line (`[1] title — section — author, date`, `— title`, `المصدر: title`) ends a quote and is no part of it, unless
 *    the whole text stands exactly as it is. So the answer of a bot is as many quotes as it has citations.
 * 2. A quote may run over several paragraphs. Where it is not found, or only for a block (parted by blank lines) that was added, and
 *    another block stands, each block is a quote: people write a line above what they paste.
 * 3. Words left out of one span are `altered` rather than `stitched` while the span stays close.
 */
import { citedDocument } from '../answer/citation.ts'
import type { Document } from '../corpus/document.ts'
import { closest } from './altered.ts'
import { type Quote, quotesOf, trimmed } from './quotes.ts'
import { letterCount, read } from './reading.ts'
import { exact, normalized, type Standing } from './standing.ts'
import { stitch } from './stitched.ts'
import { betweenWords } from './variations.ts'
import { type Difference, LEAST, type Verification } from './verification.ts'

/** A quote of more blocks is taken as a whole. */
const MOST_BLOCKS = 6

/** From the gravest to the lightest. */
export const GRAVITY: readonly Verification['outcome'][] = [
  'not_found',
  'altered',
  'stitched',
  'misattributed',
  'short',
  'normalized',
  'exact',
]

/** Verifies a text as one: the gravest of its quotes' outcomes, the first of these where several are equally grave. */
export function verifyQuote(documents: readonly Document[], text: string): Verification {
  return verifyQuotes(documents, text).reduce((gravest, next) =>
    GRAVITY.indexOf(next.outcome) < GRAVITY.indexOf(gravest.outcome) ? next : gravest,
  )
}

/** Verifies each quote of a text, in order; at least one result. */
export function verifyQuotes(documents: readonly Document[], text: string): [Verification, ...Verification[]] {
  const whole = trimmed(text.replace(/\r\n?/g, '\n'))
  const asItIs = letterCount(whole) < LEAST ? undefined : exact(documents, whole)
  if (asItIs !== undefined) return [asItIs]
  const [first, ...rest] = quotesOf(documents, whole).flatMap((quote) => verifyBlocks(documents, quote))
  return first === undefined ? [{ outcome: 'short', said: whole.toWellFormed() }] : [first, ...rest]
}

/** Rule 2. */
function verifyBlocks(documents: readonly Document[], { text, named }: Quote): Verification[] {
  const whole = verify(documents, text, named)
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== '')
  const isBlock = ({ kind, said }: Difference): boolean =>
    kind === 'added' && blocks.some((block) => betweenWords(block) === said)
  const may = whole.outcome === 'not_found' || (whole.outcome === 'altered' && whole.differences.every(isBlock))
  if (!may || blocks.length < 2 || blocks.length > MOST_BLOCKS) return [whole]
  const each = blocks.map((block) => verify(documents, trimmed(block), named))
  return each.some(({ outcome }) => ['exact', 'normalized', 'misattributed'].includes(outcome)) ? each : [whole]
}

function verify(documents: readonly Document[], text: string, named: readonly Document[]): Verification {
  const said = text.toWellFormed()
  if (letterCount(text) < LEAST && read(said).letters.length < LEAST) return { outcome: 'short', said }
  const there = stand(named, text)
  if (there !== undefined) return there
  const anywhere = stand(documents, text)
  if (anywhere !== undefined) return named[0] === undefined ? anywhere : misattributed(anywhere, named[0])
  const pieces = stitch(documents, said)
  const altered = closest(documents, said)
  // Rule 3.
  if (altered !== undefined && (pieces === undefined || altered.differences.every(({ kind }) => kind === 'missing')))
    return altered
  return pieces === undefined ? { outcome: 'not_found', said } : { outcome: 'stitched', said, pieces }
}

const stand = (documents: readonly Document[], text: string): Standing | undefined =>
  exact(documents, text) ?? normalized(documents, text.toWellFormed())

function misattributed(standing: Standing, named: Document): Verification {
  const variations = standing.outcome === 'exact' ? [] : standing.variations
  return { ...standing, outcome: 'misattributed', variations, named: citedDocument(named) }
}
