/**
 * Links into the reader: `/read/ID?s=START-END&w=SKETCH&a=TOKEN,TOKEN#s=START-END`.
 *
 * - `ID`: the document's id, each segment percent-encoded.
 * - `s`: the quote's place. It is in the query, where the server marks it, and in the fragment, which scrolls to the mark without a script.
 * - `w`: the quote's sketch (`sketch.ts`), so that the place is found again in a document that has changed.
 * - `a`: the citations of the same answer in order, as `PASSAGE.START-END`; absent where there is one only.
 *
 * Nothing in it is of the asker or the question, and nothing is secret.
 */
import type { Citation, CitedDocument } from '../answer/citation.ts'
import type { Reply } from '../reply.ts'
import type { Span } from '../text/sentences.ts'
import { MOST_CODES, readSketch, sketchOf } from './sketch.ts'

/** What a link into the reader asks for. */
export interface ReaderQuery {
  readonly span?: Span
  readonly sketch?: string
  /** The citations of the answer that the reader came from, in order; whether they exist is not known. */
  readonly tokens: readonly Token[]
}

/** A citation as links name it. */
export interface Token extends Span {
  readonly passage: string
}

/** Where the reader's pages are. */
export const READER = '/read/'
/** Characters a link may have before it is shortened. */
const LONGEST_LINK = 1500
/** Of a whole address: Telegram and Discord take no longer ones. */
const LONGEST_ADDRESS = 2000
const MOST_TOKENS = 20
const LONGEST_TOKENS = 2000
/** Codes of a sketch that is cut short. */
const FEWEST_CODES = 8
const SPAN = /^(\d{1,9})-(\d{1,9})$/
const TOKEN = /^([a-z0-9]{1,32})\.(\d{1,9}-\d{1,9})$/

/** Whether a document has a page in the reader: not one that is kept from the web, nor what moderators added to their own conversation. */
export function isOnWeb({ visibility, owner }: Pick<CitedDocument, 'visibility' | 'owner'>): boolean {
  return visibility !== 'chat' && owner === undefined
}

/** A document's path in the reader; none where an address cannot hold its id. */
export function readerPath(id: string): string | undefined {
  const segments = id.split('/')
  // Browsers take dots for a way up, however they are encoded, and half a surrogate pair for another character.
  if (!id.isWellFormed() || segments.some((name) => ['', '.', '..'].includes(name))) return undefined
  return READER + segments.map(encodeURIComponent).join('/')
}

/** The id of the document that a path in the reader names, encoded as in an address; none for other paths. */
export function documentAt(path: string): string | undefined {
  if (!path.startsWith(READER)) return undefined
  try {
    const segments = path.slice(READER.length).split('/').map(decodeURIComponent)
    return segments.some((name) => name === '' || name.includes('/')) ? undefined : segments.join('/')
  } catch {
    return undefined
  }
}

/** The path of a citation's place in the reader, with the answer's others; `undefined` where its document is not on the web. */
export function readerLink(citation: Citation, shown: readonly Citation[] = []): string | undefined {
  const path = isOnWeb(citation.document) ? readerPath(citation.document.id) : undefined
  if (path === undefined) return undefined
  const span = `s=${citation.start}-${citation.end}`
  const link = (sketch: string, tokens: string): string =>
    `${path}?${span}${sketch === '' ? '' : `&w=${sketch}`}${tokens === '' ? '' : `&a=${tokens}`}#${span}`
  const sketch = sketchOf(citation.quote, MOST_CODES)
  const lengthening = [
    link(sketchOf(citation.quote, FEWEST_CODES), ''),
    link(sketch, ''),
    link(sketch, tokensOf(citation, shown)),
  ]
  return lengthening.findLast(({ length }) => length <= LONGEST_LINK) ?? lengthening[0]
}

/** At most `MOST_TOKENS`, around the citation's own. */
function tokensOf(citation: Citation, shown: readonly Citation[]): string {
  const token = ({ passage, start, end }: Citation): string => `${passage.id}.${start}-${end}`
  const all = [...new Set(shown.filter(({ document }) => isOnWeb(document)).map(token))]
  const from = Math.max(0, Math.min(all.indexOf(token(citation)) - MOST_TOKENS / 2, all.length - MOST_TOKENS))
  return all.length < 2 ? '' : all.slice(from, from + MOST_TOKENS).join(',')
}

/** The query of a link into the reader. What is not of the right form is left out. */
export function readQuery(query: { get(name: string): string | null }): ReaderQuery {
  const span = readSpan(query.get('s') ?? '')
  const sketch = query.get('w') ?? ''
  const tokens = (query.get('a') ?? '').slice(0, LONGEST_TOKENS).split(',').slice(0, MOST_TOKENS)
  return {
    ...(span === undefined ? {} : { span }),
    ...(readSketch(sketch) === undefined ? {} : { sketch }),
    tokens: tokens.flatMap((token) => {
      const [, passage = '', written = ''] = TOKEN.exec(token) ?? []
      const place = readSpan(written)
      return place === undefined ? [] : [{ passage, ...place }]
    }),
  }
}

/** `START-END`, the stretch not empty. */
function readSpan(written: string): Span | undefined {
  const [, start, end] = SPAN.exec(written) ?? []
  const span = { start: Number(start), end: Number(end) }
  return span.start < span.end ? span : undefined
}

/** A citation whose link leads to the reader at `base`; as it was where it cannot. */
function ledToReader(citation: Citation, shown: readonly Citation[], base: string): Citation {
  const link = readerLink(citation, shown)
  if (link === undefined || base.length + link.length > LONGEST_ADDRESS) return citation
  return { ...citation, link: base + link }
}

/**
 * The citations of one answer, each with a link to the reader at `base` (an address without a slash at its end) where its document has a
 * page there. Without a base they stay as they are.
 */
export function citationsInReader(citations: readonly Citation[], base: string | undefined): readonly Citation[] {
  return base === undefined ? citations : citations.map((citation) => ledToReader(citation, citations, base))
}

/** The same for all citations of a reply. */
export function inReader(reply: Reply, base: string | undefined): Reply {
  if (base === undefined) return reply
  const shown = reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
  return reply.map((block) =>
    block.type === 'citations'
      ? { ...block, citations: block.citations.map((citation) => ledToReader(citation, shown, base)) }
      : block,
  )
}
