/** A quote with everything a reader needs to check it. */
import { type Document, isNote, type Passage } from '../corpus/document.ts'
import type { Hit } from '../retrieval/rank.ts'
import type { Span } from '../text/sentences.ts'
import { quoteSpan } from './quote.ts'
import { isVerbatim } from './verbatim.ts'

const CITED = [
  'id',
  'title',
  'author',
  'publisher',
  'date',
  'url',
  'language',
  'file',
  'kind',
  'visibility',
  'owner',
] as const

/** What a citation says of its document. */
export type CitedDocument = Pick<Document, (typeof CITED)[number]>

/** Offsets are UTF-16 code units of the document's canonical text. */
export interface Citation {
  /** 1 for the first; it never changes once shown. */
  readonly number: number
  /** `document.text.slice(start, end)`, checked again by `isVerbatim`. */
  readonly quote: string
  readonly start: number
  readonly end: number
  readonly score: number
  readonly document: CitedDocument
  readonly section: readonly string[]
  readonly passage: { readonly id: string; readonly text: string; readonly start: number; readonly end: number }
  /** Where a tap leads; absent when the document has no address. */
  readonly link?: string
}

/** The citation a hit makes of sentences that are `free`, or `undefined` when its quote fails the verbatim gate. */
export function cite(hit: Hit, number: number, free?: (sentence: number) => boolean): Citation | undefined {
  const { document, passage, score } = hit
  const span = quoteSpan(document.text, passage, hit.window, free)
  return citeAt(document, passage, { ...span, start: Math.max(span.start, answerOf(document).start) }, number, score)
}

/** What of a document may be quoted: of a moderators' note its answer. Its question is how it is found, and stands above it wherever it is quoted. */
export function answerOf(document: Document): Span {
  const { text } = document
  return { start: isNote(document) ? text.indexOf('\n\n') + 2 : 0, end: text.length }
}

/** The citation of a span, or `undefined` when it fails the verbatim gate. `passage` is what a reader is shown around it. */
export function citeAt(
  document: Document,
  passage: Passage,
  { start, end }: Span,
  number: number,
  score: number,
): Citation | undefined {
  const quote = document.text.slice(start, end)
  if (!isVerbatim(document, quote, start, end)) return undefined
  const link = linkTo(document, quote)
  return {
    number,
    quote,
    start,
    end,
    score,
    document: citedDocument(document),
    section: passage.section,
    passage: { id: passage.id, text: passage.text, start: passage.start, end: passage.end },
    ...(link === undefined ? {} : { link }),
  }
}

/** A document without its text; what it does not state is absent. */
export function citedDocument(document: Document): CitedDocument {
  const stated = CITED.flatMap((field) => (document[field] === undefined ? [] : [[field, document[field]]]))
  return Object.fromEntries(stated) as CitedDocument
}

/** Words of the quote's beginning and end that a text fragment names. */
const FRAGMENT_WORDS = 5

/**
 * The document's address with a text fragment for the quote (WICG Scroll to Text Fragment, §3.3: `text=start,end`). A brief
 * and a moderators' note are worded anew: their address is the source's, where the quote does not stand, so it gets no fragment.
 */
export function linkTo(document: Pick<Document, 'url' | 'kind'>, quote: string): string | undefined {
  if (document.url === undefined || document.kind === 'brief' || document.kind === 'note') return document.url
  const words = quote
    .replace(/\[\^?\p{Nd}{1,3}\]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  const encode = (part: readonly string[]): string => encodeURIComponent(part.join(' ')).replace(/-/g, '%2D')
  const whole = words.length <= 2 * FRAGMENT_WORDS && !quote.includes('\n')
  const text = whole
    ? encode(words)
    : `${encode(words.slice(0, FRAGMENT_WORDS))},${encode(words.slice(-FRAGMENT_WORDS))}`
  const base = document.url
  return base.includes('#') ? `${base}:~:text=${text}` : `${base}#:~:text=${text}`
}
