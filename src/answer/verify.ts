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
import type { Document } from '../corpus/document.ts'
import { normalize } from '../text/normalize.ts'
import { isStopword } from '../text/stopwords.ts'
import { tokenize } from '../text/tokenize.ts'
import { type CitedDocument, citedDocument, linkTo } from './citation.ts'
import { isVerbatim } from './verbatim.ts'

/** Where something stands; offsets of `document.text`. */
export interface Place {
  readonly document: CitedDocument
  readonly start: number
  readonly end: number
  /** `document.text.slice(start, end)`. */
  readonly stands: string
  /** The passage it lies in, where it lies in one. */
  readonly passage?: string
  /** Headings above its beginning; empty outside the passages. */
  readonly section: readonly string[]
  /** False where it begins or ends inside a word, which can turn the meaning round: "possible" of "impossible". */
  readonly wholeWords: boolean
  readonly link?: string
}

/** In what a text is written otherwise than the document. */
export type Variation =
  | 'harakat'
  | 'letters'
  | 'digits'
  | 'punctuation'
  | 'footnotes'
  | 'spaces'
  | 'invisible'
  | 'markup'

/** Words that differ, as written; the empty string where there are none. */
export interface Difference {
  /** `added`: only said. `missing`: only in the document. */
  readonly kind: 'changed' | 'added' | 'missing'
  readonly said: string
  readonly stands: string
}

/** A part of a stitched text with the place it was taken from. */
export interface Piece {
  readonly said: string
  readonly place: Place
}

/** `said` is the text without what was trimmed. `places` are never empty, at most `MOST_PLACES`, in corpus order. */
export type Verification =
  | { readonly outcome: 'exact'; readonly said: string; readonly places: readonly Place[] }
  | {
      readonly outcome: 'normalized'
      readonly said: string
      readonly places: readonly Place[]
      /** Against the first place; never empty. */
      readonly variations: readonly Variation[]
    }
  | {
      readonly outcome: 'misattributed'
      readonly said: string
      /** Where it stands. */
      readonly places: readonly Place[]
      /** Empty where it stands exactly. */
      readonly variations: readonly Variation[]
      /** The document the text names as its source. */
      readonly named: CitedDocument
    }
  | { readonly outcome: 'stitched'; readonly said: string; readonly pieces: readonly Piece[] }
  | {
      readonly outcome: 'altered'
      readonly said: string
      readonly place: Place
      /** Share of the words that agree, `CLOSE` to 1. */
      readonly closeness: number
      /** In reading order; never empty. */
      readonly differences: readonly Difference[]
    }
  | { readonly outcome: 'short'; readonly said: string }
  | { readonly outcome: 'not_found'; readonly said: string }

const LEAST = 12
const MOST_PLACES = 10
/** Occurrences that are looked at before the best places are taken. */
const MOST_LOOKED_AT = 200
/**
 * The share of agreeing words from which a text is a changed quote: of its own words or of the span's, whichever are more. Of the
 * 612 sentences of the shipped documents none agrees in more than half of its words with a span of the other four; a quote with
 * every fourth word changed agrees in three quarters.
 */
const CLOSE = 0.7
/** A shorter piece would stand somewhere by chance. */
const PIECE_WORDS = 4
const MOST_PIECES = 12
/** Of a text with more citation lines, the first quotes are verified. */
const MOST_QUOTES = 12
/** A quote of more blocks is taken as a whole. */
const MOST_BLOCKS = 6

/** From the gravest to the lightest. */
const GRAVITY: readonly Verification['outcome'][] = [
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

type Standing = Extract<Verification, { outcome: 'exact' | 'normalized' }>

const stand = (documents: readonly Document[], text: string): Standing | undefined =>
  exact(documents, text) ?? normalized(documents, text.toWellFormed())

function misattributed(standing: Standing, named: Document): Verification {
  const variations = standing.outcome === 'exact' ? [] : standing.variations
  return { ...standing, outcome: 'misattributed', variations, named: citedDocument(named) }
}

// Quotes and their citation lines

interface Quote {
  readonly text: string
  /** The documents its citation lines name; one, unless titles are shared. */
  readonly named: readonly Document[]
}

/** Quotation marks, white space, ellipses (a dot beside a dot), invisible characters and halves of surrogate pairs. */
const EDGE = String.raw`[\s«»‹›“”„"'‘’…\p{Cf}\p{Cs}]|\.(?=\.)|(?<=\.)\.(?!\.)`
const AT_START: RegExp = new RegExp(`^(?:${EDGE})+`, 'u')
const AT_END: RegExp = new RegExp(`(?:${EDGE})+$`, 'u')
/** The end is looked at in this many units, so that a text of dots costs no more than any other. */
const LONGEST_EDGE = 500

/** A text without what may stand around a quote. */
function trimmed(text: string): string {
  const visible = text.trim()
  const edge = AT_END.exec(visible.slice(-LONGEST_EDGE))?.[0].length ?? 0
  return visible.slice(0, visible.length - edge).replace(AT_START, '')
}

/** Rule 1. A text of citation lines only is a quote itself. */
function quotesOf(documents: readonly Document[], text: string): Quote[] {
  const titles = documents.map((document) => ({ document, words: tokenize(document.title).map((token) => token.text) }))
  const quotes: { lines: string[]; named: readonly Document[] }[] = []
  let open = false
  for (const line of text.split('\n')) {
    const cited = citation(line, titles)
    const last = quotes.at(-1)
    if (cited === undefined) {
      const own = line.replace(/^[ \t]*[>│][ \t]?/u, '')
      if (open) last?.lines.push(own)
      else if (own.trim() !== '') {
        quotes.push({ lines: [own], named: [] })
        open = true
      }
    } else {
      if (last !== undefined && last.named.length === 0) last.named = cited
      open = false
    }
  }
  const found = quotes.map(({ lines, named }) => ({ text: trimmed(lines.join('\n')), named }))
  return found.length === 0 ? [{ text, named: [] }] : found.slice(0, MOST_QUOTES)
}

/** The documents a citation line names, none where it names one we do not have; `undefined` for any other line. */
function citation(
  line: string,
  titles: readonly { readonly document: Document; readonly words: readonly string[] }[],
): readonly Document[] | undefined {
  const plain = line.replace(/\p{Cf}/gu, '').trim()
  if (/^https?:\/\/\S+$/.test(plain)) return []
  const mark = /^(?:\[\p{Nd}{1,3}\]|[—–-]|(?:المصدر|مصدر|source)\s*:)\s*/iu.exec(plain)?.[0]
  if (mark === undefined) return undefined
  const name = plain.slice(mark.length)
  const tokens = tokenize(name)
  const named = titles.filter(({ words }) => {
    const next = tokens[words.length]
    return (
      words.length > 0 &&
      words.every((word, at) => tokens[at]?.text === word) &&
      (next === undefined || /[—–()،,|:»"\n-]/.test(name.slice(tokens[words.length - 1]?.end, next.start)))
    )
  })
  const longest = Math.max(0, ...named.map(({ words }) => words.length))
  if (named.length > 0) return named.filter(({ words }) => words.length === longest).map(({ document }) => document)
  return mark.startsWith('[') && name.includes(' — ') ? [] : undefined
}

// Standing

function exact(documents: readonly Document[], said: string): Standing | undefined {
  const found: Place[] = []
  let looked = 0
  for (const document of documents) {
    for (
      let at = document.text.indexOf(said);
      at >= 0 && looked < MOST_LOOKED_AT;
      at = document.text.indexOf(said, at + 1)
    ) {
      found.push(...placeOf(document, at, at + said.length))
      looked++
    }
  }
  const [first, ...rest] = wholeFirst(found)
  return first === undefined ? undefined : { outcome: 'exact', said, places: [first, ...rest] }
}

function normalized(documents: readonly Document[], said: string): Standing | undefined {
  const { letters } = read(said)
  if (letters.length < LEAST) return undefined
  const found = new Map<string, Place>()
  let looked = 0
  for (const reading of documents.flatMap(readings)) {
    for (const at of occurrences(reading, letters)) {
      if (looked++ >= MOST_LOOKED_AT) break
      const [start, end] = [offset(reading, at, 'start'), offset(reading, at + letters.length, 'end')]
      for (const place of placeOf(reading.document, start, end))
        found.set(`${place.document.id} ${start} ${end}`, place)
    }
  }
  const places = wholeFirst([...found.values()])
  const document = documents.find(({ id }) => id === places[0]?.document.id)
  if (places[0] === undefined || document === undefined) return undefined
  return { outcome: 'normalized', said, places, variations: variationsOf(said, document, places[0]) }
}

function wholeFirst(places: readonly Place[]): Place[] {
  const whole = places.filter(({ wholeWords }) => wholeWords)
  return (whole.length > 0 ? whole : places).slice(0, MOST_PLACES)
}

/** One place, none where the gate does not let it pass. */
function placeOf(document: Document, start: number, end: number): Place[] {
  const stands = document.text.slice(start, end)
  if (!isVerbatim(document, stands, start, end)) return []
  const passage = document.passages.findLast((one) => one.start <= start)
  const link = linkTo(document, stands)
  return [
    {
      document: citedDocument(document),
      start,
      end,
      stands,
      ...(passage !== undefined && end <= passage.end ? { passage: passage.id } : {}),
      section: passage !== undefined && start < passage.end ? passage.section : [],
      wholeWords: !insideWord(document.text, start) && !insideWord(document.text, end),
      ...(link === undefined ? {} : { link }),
    },
  ]
}

const insideWord = (text: string, at: number): boolean =>
  /[\p{L}\p{M}\p{Nd}]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
  /^\p{Cf}*[\p{L}\p{M}\p{Nd}]/u.test(text.slice(at, at + 4))

// What is written otherwise

/** Each takes one kind of variation out of a text; together they leave its letters only. */
const ERASERS: readonly (readonly [Variation, (text: string) => string])[] = [
  ['invisible', (text) => text.replace(/\p{Cf}/gu, '')],
  ['footnotes', (text) => text.replace(/\s?\[\^?\p{Nd}{1,3}\]/gu, '')],
  ['punctuation', (text) => text.replace(/[^\p{L}\p{M}\p{Nd}\p{Cf}]+/gu, withoutPunctuation)],
  ['harakat', (text) => text.replace(/[\p{M}\u0640]/gu, '')],
  ['letters', (text) => text.normalize('NFKC').replace(/\p{L}+/gu, normalize)],
  ['digits', (text) => text.replace(/\p{Nd}/gu, normalize)],
  ['spaces', (text) => text.replace(/\s/gu, '')],
]

const withoutPunctuation = (run: string): string => (/^\s+$/u.test(run) ? run : /\s/u.test(run) ? ' ' : '')

/** The kinds of variation that keep the two apart when all the others are erased. */
function variationsOf(said: string, { text, passages }: Document, { start, end }: Place): Variation[] {
  const markup = passages.flatMap(({ skip }) => skip).filter((span) => span.start < end && span.end > start)
  const edges = [start, ...markup.flatMap((span) => [span.start, span.end]), end]
  const shown = edges.flatMap((from, at) => (at % 2 === 0 ? [text.slice(from, edges[at + 1])] : [])).join('')
  const differ = (erasers: typeof ERASERS): boolean => {
    const erased = (written: string): string => erasers.reduce((rest, [, erase]) => erase(rest), betweenWords(written))
    return erased(said) !== erased(shown)
  }
  const found = ERASERS.map(([variation]) => variation).filter((variation) =>
    differ(ERASERS.filter(([other]) => other !== variation)),
  )
  if (found.length > 0) return found
  if (markup.length > 0) return ['markup']
  // What only differs before its first word or after its last, or in two kinds that hide each other.
  if (!differ([])) return ['punctuation']
  return [ERASERS.find((eraser) => !differ([eraser]))?.[0] ?? 'letters']
}

/** A text from its first word to its last. */
function betweenWords(text: string): string {
  const tokens = tokenize(text)
  return text.slice(tokens[0]?.start, tokens.at(-1)?.end)
}

// Pieces

/** Words `from` to `to` of a quote, which stand in a reading from its letter `at` on. */
interface Match {
  readonly reading: DocumentReading
  readonly at: number
  readonly from: number
  readonly to: number
}

/** From the left, always the longest piece that stands: no other cut makes fewer pieces. */
function stitch(documents: readonly Document[], said: string): Piece[] | undefined {
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

// Changed words

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
function closest(
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

/** A word of the quote and the word of the document that agrees with it. */
type Pair = readonly [said: number, stands: number]

const AGREES = 3
/** A table of more cells is parted at words that stand once on both sides. */
const TABLE = 4_000_000
/** Steps of a table, as bits: a word further in the quote, a word further in the document, both agreeing. */
const SAID = 1
const STANDS = 2
const AGREED = 4

/**
 * The words that agree, in order: the whole quote against a part of the window (Needleman and Wunsch 1970, with free ends in the
 * window where it `opens` and `closes`). A word agreed outweighs three left alone, no more, so that a stray particle far off is
 * not drawn in.
 */
function align(said: Int32Array, stands: Int32Array, opens: boolean = true, closes: boolean = true): Pair[] {
  if (said.length * stands.length > TABLE) return alignBetweenAnchors(said, stands, opens, closes)
  const width = stands.length + 1
  const steps = new Uint8Array((said.length + 1) * width)
  let above = Int32Array.from({ length: width }, (_, column) => (opens ? 0 : -column))
  for (let row = 1; row <= said.length; row++) {
    const scores = new Int32Array(width)
    scores[0] = -row
    for (let column = 1; column < width; column++) {
      const agrees = said[row - 1] === stands[column - 1]
      const both = (above[column - 1] ?? 0) + (agrees ? AGREES : -1)
      const onlySaid = (above[column] ?? 0) - 1
      const onlyStands = (scores[column - 1] ?? 0) - 1
      const best = Math.max(both, onlySaid, onlyStands)
      scores[column] = best
      steps[row * width + column] =
        best === both ? SAID | STANDS | (agrees ? AGREED : 0) : best === onlySaid ? SAID : STANDS
    }
    above = scores
  }
  const pairs: Pair[] = []
  let row = said.length
  let column = closes ? above.indexOf(above.reduce((most, score) => Math.max(most, score))) : stands.length
  while (row > 0 && column > 0) {
    const step = steps[row * width + column] ?? SAID
    if (step & AGREED) pairs.push([row - 1, column - 1])
    if (step & SAID) row--
    if (step & STANDS) column--
  }
  return pairs.reverse()
}

/** Patience diff (Cohen): words that stand once on both sides, in one order, are agreed; what lies between is aligned by itself. */
function alignBetweenAnchors(said: Int32Array, stands: Int32Array, opens: boolean, closes: boolean): Pair[] {
  const places = once(stands)
  const anchors = increasing(
    [...once(said)].flatMap(([id, left]): Pair[] => {
      const right = places.get(id)
      return right === undefined || id < 0 ? [] : [[left, right]]
    }),
  )
  if (anchors.length === 0) return []
  const pairs: Pair[] = []
  let [left, right] = [0, 0]
  for (const [nextLeft, nextRight] of [...anchors, [said.length, stands.length] as const]) {
    const between = align(
      said.subarray(left, nextLeft),
      stands.subarray(right, nextRight),
      opens && left === 0,
      closes && nextLeft === said.length,
    )
    for (const [a, b] of between) pairs.push([a + left, b + right])
    if (nextLeft < said.length) pairs.push([nextLeft, nextRight])
    ;[left, right] = [nextLeft + 1, nextRight + 1]
  }
  return pairs
}

/** The words that occur once, with their places, in order. */
function once(ids: Int32Array): Map<number, number> {
  const places = new Map<number, number>()
  const again = new Set<number>()
  ids.forEach((id, place) => {
    if (places.has(id)) again.add(id)
    else places.set(id, place)
  })
  for (const id of again) places.delete(id)
  return places
}

/** The longest run of pairs, which are in order on the left, that is in order on the right too. */
function increasing(pairs: readonly Pair[]): Pair[] {
  interface Link {
    readonly pair: Pair
    readonly before: Link | undefined
  }
  const ends: Link[] = []
  for (const pair of pairs) {
    const at = lowerBound(ends.length, (end) => (ends[end]?.pair[1] ?? 0) < pair[1])
    ends[at] = { pair, before: ends[at - 1] }
  }
  const found: Pair[] = []
  for (let link = ends.at(-1); link !== undefined; link = link.before) found.push(link.pair)
  return found.reverse()
}

// Readings

/** A text as its folded words, written without spaces, so that a text parted otherwise into words is found as well. */
interface Reading {
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

interface DocumentReading extends Reading {
  readonly document: Document
}

const READINGS = new WeakMap<Document, readonly DocumentReading[]>()

/** A document read whole and, where it has markup inside its passages, once more without that. Kept while the document is. */
function readings(document: Document): readonly DocumentReading[] {
  const known = READINGS.get(document)
  if (known !== undefined) return known
  const markup = document.passages.flatMap(({ skip }) => skip)
  const whole = { ...read(document.text), document }
  const all = markup.length === 0 ? [whole] : [whole, { ...read(document.text, markup), document }]
  READINGS.set(document, all)
  return all
}

function read(text: string, skipped: readonly { readonly start: number; readonly end: number }[] = []): Reading {
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
function idsIn({ vocabulary }: Reading, quote: Reading): Int32Array {
  const own = Int32Array.from(quote.vocabulary.keys(), (word) => vocabulary.get(word) ?? -1)
  return quote.ids.map((id) => own[id] ?? -1)
}

function* occurrences({ letters }: Reading, wanted: string): Generator<number> {
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) yield at
}

const letterAt = ({ at }: Reading, word: number): number => at[word] ?? 0
/** The word that a letter belongs to; the number of words for the end of the letters. */
const wordAt = ({ at, size }: Reading, letter: number): number =>
  lowerBound(size, (word) => (at[word + 1] ?? 0) <= letter)
const isBoundary = (reading: Reading, letter: number): boolean => letterAt(reading, wordAt(reading, letter)) === letter

const wordsBetween = ({ text, starts, ends }: Reading, from: number, to: number): string =>
  to > from ? text.slice(starts[from], ends[to - 1]) : ''
const lettersBetween = (reading: Reading, from: number, to: number): string =>
  reading.letters.slice(letterAt(reading, from), letterAt(reading, to))

/** The offset in the text at which a letter starts, or the letter before it ends with its marks. */
function offset(reading: Reading, letter: number, edge: 'start' | 'end'): number {
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
function lowerBound(size: number, below: (at: number) => boolean): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (below(middle)) low = middle + 1
    else high = middle
  }
  return low
}

const letterCount = (text: string): number => text.match(/(?!\u0640)[\p{L}\p{Nd}]/gu)?.length ?? 0
