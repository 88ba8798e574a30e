/**
 * A document's passages: what is found and cited.
 *
 * 1. A paragraph is a passage. Short neighbours (under `SHORT` words) of one section are joined up to `FULL` words.
 * 2. A list stays with its lead-in line, up to `FULL` words; a longer list is parted between items.
 * 3. A paragraph of more than `LONGEST` words is parted between sentences, into pieces of like size.
 * 4. A passage never crosses a heading, and holds at least one word. A heading that was only guessed from a layout opens its
 *    section's first passage, so that it can be found and quoted in case it is none.
 */
import { count, type Span, sentences } from '../text/sentences.ts'
import type { Part, Passage } from './document.ts'
import { hash } from './hash.ts'

const SHORT = 40
const FULL = 180
const LONGEST = 220

interface Piece extends Span {
  readonly words: number
  readonly kind: Part['kind']
  /** Whether it announces what follows: a line that ends in a colon. */
  readonly leads: boolean
  readonly sentences: readonly Span[]
  readonly skip: readonly Span[]
}

/** The passages of a document, in order. `title` is left out of section paths, since every citation shows it. */
export function passages(id: string, text: string, parts: readonly Part[], title: string): Passage[] {
  const seen = new Map<string, number>()
  return sections(text, parts, title).flatMap(({ path, body }) =>
    join(body.flatMap((part) => pieces(text, part))).map((joined) => {
      const first = joined[0] as Piece
      const last = joined.at(-1) as Piece
      const span = { start: first.start, end: last.end }
      const written = text.slice(span.start, span.end)
      const twin = seen.get(written) ?? 0
      seen.set(written, twin + 1)
      return {
        ...span,
        id: hash(twin === 0 ? `${id}\n${written}` : `${id}\n${written}\n${twin}`),
        section: path,
        text: written,
        sentences: joined.flatMap((piece) => piece.sentences),
        skip: joined.flatMap((piece) => piece.skip),
      }
    }),
  )
}

function sections(text: string, parts: readonly Part[], title: string): { path: string[]; body: Part[] }[] {
  const found: { path: string[]; body: Part[] }[] = []
  let above: { level: number; heading: string }[] = []
  let body: Part[] = []
  let opening: Part | undefined
  const close = (): void => {
    const path = above.map(({ heading }) => heading).filter((heading) => heading !== '' && heading !== title)
    if (body.length > 0) found.push({ path, body })
    body = []
  }
  for (const part of parts) {
    if (!/[\p{L}\p{N}]/u.test(text.slice(part.start, part.end))) continue
    if (part.kind !== 'heading') {
      if (opening !== undefined) body.push({ ...opening, kind: 'paragraph' })
      opening = undefined
      body.push(part)
      continue
    }
    close()
    const level = part.level ?? 1
    const heading = text.slice(part.start, part.end).replace(/\s+/g, ' ').replace(/\s*:$/u, '')
    opening = part.guessed && heading !== title ? part : undefined
    above = [...above.filter((outer) => outer.level < level), { level, heading }]
  }
  close()
  return found
}

/** Rule 3. */
function pieces(text: string, part: Part): Piece[] {
  const all = sentences(text, part.start, part.end)
  const words = count(text, part)
  const target = words > LONGEST ? words / Math.ceil(words / FULL) : Number.POSITIVE_INFINITY
  const found: Piece[] = []
  let own: Span[] = []
  const close = (): void => {
    const span = { start: own[0]?.start ?? part.start, end: own.at(-1)?.end ?? part.end }
    found.push({
      ...span,
      words: count(text, span),
      kind: part.kind,
      leads: text.slice(span.start, span.end).endsWith(':'),
      sentences: own,
      skip: (part.skip ?? []).filter((skip) => skip.start >= span.start && skip.end <= span.end),
    })
    own = []
  }
  for (const sentence of all) {
    const size = own.length > 0 ? count(text, { start: own[0]?.start ?? 0, end: sentence.end }) : 0
    if (own.length > 0 && size > target * 1.1) close()
    own.push(sentence)
  }
  if (own.length > 0) close()
  return found
}

/** Rules 1 and 2. */
function join(all: readonly Piece[]): Piece[][] {
  const found: Piece[][] = []
  let current: Piece[] = []
  let words = 0
  for (const piece of all) {
    const list = piece.kind === 'item' && current.some((other) => other.leads || other.kind === 'item')
    const small = words < SHORT || piece.words < SHORT || list || current.at(-1)?.leads === true
    // A lead-in opens a passage of its own, so that its list comes with it.
    const opens = piece.leads && words >= SHORT
    if (current.length > 0 && (words + piece.words > FULL || !small || opens)) {
      found.push(current)
      current = []
      words = 0
    }
    current.push(piece)
    words += piece.words
  }
  if (current.length > 0) found.push(current)
  return found
}
