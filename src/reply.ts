/**
 * What Sanad says: blocks without markup, which each adapter renders in its platform's own way. Splitting happens here, on
 * the structure, before any markup exists; so no part can hold half a tag, half a quote mark or half a letter.
 */
import type { Citation } from './answer/citation.ts'
import type { Address } from './ports.ts'
import type { Language } from './text/language.ts'
import { sentences } from './text/sentences.ts'

/** Something a reader can do next: a button where there are buttons, a numbered choice elsewhere. */
export interface Action {
  readonly label: string
  /** The command it stands for, as it would be typed. */
  readonly command: string
  /** Anyone may choose it; otherwise only whom the reply answers. */
  readonly open?: true
  /** What is to be written first; the command then ends with it, one line or more for each field, empty ones left out. */
  readonly form?: Form
  /** It is to be carried out in another group of the chooser's, where the platform can lead there (Telegram, `startgroup`). */
  readonly elsewhere?: true
}

/** What a person is asked to write: in a form where there are forms, in a reply elsewhere. */
export interface Form {
  /** At most 45 UTF-16 units, and so is every label: Discord's limit. */
  readonly title: string
  /** What to write, where it is written in a reply to this. */
  readonly prompt: string
  readonly fields: readonly {
    readonly label: string
    readonly required: boolean
    /** UTF-16 units it may have; more than one line from 200 on. */
    readonly longest: number
    readonly value?: string
  }[]
}

/** A message on show in a network, as its adapter can lead to it. */
export interface Place {
  readonly address: Address
  readonly message: string
}

/** Numbers by day as a picture, for those who read no table on a phone. Every word in it is a fixed sentence of Sanad's. */
export interface Chart {
  readonly title: string
  readonly language: Language
  /** What the lower and the upper part of each bar count. */
  readonly parts: readonly [string, string]
  /** In order; the label is short: a day of the month. */
  readonly bars: readonly { readonly label: string; readonly values: readonly [number, number] }[]
}

export type Block =
  /** Sanad's own words, to be shown as they are: pieces of documents in them are already isolated (`text/bidi.ts`). */
  | { readonly type: 'text'; readonly text: string }
  /** Verbatim text of a document. `marked` is the part to stand out, as offsets of `text`. */
  | {
      readonly type: 'quote'
      readonly text: string
      readonly marked?: { readonly start: number; readonly end: number }
      /** One of many, to be read by those who want to: folded where the platform can. */
      readonly folded?: true
    }
  /** `language` is the interface's, for the words around the names. */
  | { readonly type: 'citations'; readonly citations: readonly Citation[]; readonly language: Language }
  /** Choices that belong together: one row where there are rows. */
  | { readonly type: 'actions'; readonly actions: readonly Action[] }
  /** A passing remark for whoever acted, shown to them alone where the platform can. */
  | { readonly type: 'notice'; readonly text: string }
  /** Sanad's own words as one line that leads to a message, where the platform has links to messages. */
  | { readonly type: 'pointer'; readonly text: string; readonly place: Place }
  /** A picture; what it shows also stands in the text beside it. */
  | { readonly type: 'chart'; readonly chart: Chart }

/** Blocks in reading order. */
export type Reply = readonly Block[]

/** Sanad's words as a block. */
export const line = (text: string): Block => ({ type: 'text', text })
/** Choices that belong together. */
export const actions = (...choices: readonly Action[]): Block => ({ type: 'actions', actions: choices })
/** A choice that is anybody's, not only whom the reply answers; whether they may is asked when they do. */
export const open = (label: string, command: string): Action => ({ label, command, open: true })

/** How long a block is once rendered, in the unit of the platform's limit. */
export type Measure = (block: Block) => number

/**
 * Parts of a reply, each at most `limit` long, in order. A quote keeps company with its citations where both fit; a block
 * longer than a whole part is split between sentences, else between words, else between graphemes. Actions come last.
 * `limit` must leave room for at least one grapheme of a quote.
 */
export function paginate(reply: Reply, measure: Measure, limit: number): Reply[] {
  const parts: Block[][] = []
  let part: Block[] = []
  let size = 0
  const close = (): void => {
    if (part.length > 0) parts.push(part)
    part = []
    size = 0
  }
  for (const group of groups(
    reply.flatMap((block) => (measure(block) > limit ? split(block, measure, limit) : [block])),
  )) {
    const whole = group.reduce((sum, block) => sum + measure(block), 0)
    if (size + whole > limit && size > 0 && whole <= limit) close()
    for (const block of group) {
      if (size + measure(block) > limit) close()
      part.push(block)
      size += measure(block)
    }
  }
  close()
  return parts
}

/** A quote with the citations behind it; every other block by itself. */
function groups(blocks: readonly Block[]): Block[][] {
  const found: Block[][] = []
  for (const block of blocks) {
    const last = found.at(-1)
    if (block.type === 'citations' && last?.at(-1)?.type === 'quote') last.push(block)
    else found.push([block])
  }
  return found
}

function split(block: Block, measure: Measure, limit: number): Block[] {
  // One line, or a picture: it fits, and could not be parted.
  if (block.type === 'pointer' || block.type === 'chart') return [block]
  if (block.type === 'citations') return block.citations.map((citation) => ({ ...block, citations: [citation] }))
  if (block.type === 'actions') return block.actions.map((action) => ({ type: 'actions', actions: [action] }))
  const parts: Block[] = []
  let start = 0
  const piece = (from: number, to: number): Block => slice(block, from, to)
  let end = 0
  for (const to of breaks(block.text, (from, until) => measure(piece(from, until)) <= limit)) {
    if (measure(piece(start, to)) > limit && end > start) {
      parts.push(piece(start, end))
      start = end
    }
    end = to
  }
  if (end > start) parts.push(piece(start, end))
  return parts
}

function slice(
  block: Exclude<Extract<Block, { text: string }>, { type: 'pointer' }>,
  start: number,
  end: number,
): Block {
  const text = block.text.slice(start, end)
  if (block.type !== 'quote') return { type: block.type, text }
  const { marked: whole = { start: 0, end: 0 } } = block
  const marked = { start: Math.max(whole.start, start) - start, end: Math.min(whole.end, end) - start }
  const folded = block.folded === undefined ? {} : { folded: block.folded }
  return { type: 'quote', text, ...folded, ...(marked.end > marked.start ? { marked } : {}) }
}

/** Places where a text may be parted: after sentences, inside a sentence that does not fit after words, inside a word after graphemes. */
function* breaks(text: string, fits: (start: number, end: number) => boolean): Generator<number> {
  let from = 0
  for (const { end } of [...sentences(text), { end: text.length }]) {
    if (end <= from) continue
    if (fits(from, end)) yield end
    else yield* within(text, from, end, fits)
    from = end
  }
}

function* within(
  text: string,
  start: number,
  end: number,
  fits: (start: number, end: number) => boolean,
): Generator<number> {
  let from = start
  for (const word of text.slice(start, end).matchAll(/\S+\s*/gu)) {
    const to = start + word.index + word[0].length
    if (fits(from, to)) yield to
    else
      for (const { index, segment } of new Intl.Segmenter('und').segment(text.slice(from, to)))
        yield from + index + segment.length
    from = to
  }
}
