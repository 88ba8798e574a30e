/**
 * The blocks of a Markdown text: CommonMark with GitHub's tables and footnotes.
 *
 * 1. Containers (quotes, list items, footnotes) nest. A line first continues those that are open, then opens its own; the
 *    first that it does not continue is closed, with all inside it.
 * 2. What is left of the line begins a heading, a fence, a comment, a table, a rule or a paragraph, or goes on with one. A
 *    paragraph goes on even where its container's mark is missing.
 * 3. A line of nothing but HTML tags parts paragraphs. Text between tags is text, unlike in CommonMark: a page's
 *    `<div dir="rtl">` must not hide what it holds.
 *
 * Each line is read once, whatever it holds. That is why no general parser is used here: those at hand take quadratic time
 * on some files, and for a list of 1.6 MB more memory than the process has. A test compares the two on small ones.
 */
import type { Span } from '../../src/index.ts'

/** What a block stands in. */
export interface Container {
  readonly kind: 'document' | 'quote' | 'item' | 'footnote'
  /** Columns that a line of it is indented by. Quotes have a mark instead. */
  readonly width: number
  /** How many list items it is inside, itself included. */
  readonly depth: number
  /** Whether a footnote is around it. */
  readonly aside: boolean
}

/** A block of text, as the stretches of its lines that lie behind the marks of its containers. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'table' | 'code' | 'html'
  /** Of a heading. */
  readonly level?: number
  readonly lines: Span[]
  readonly home: Container
}

/** A block that only a line of its own can end. */
interface Leaf extends Block {
  readonly isLast?: (line: string) => boolean
}

const DOCUMENT: Container = { kind: 'document', width: 0, depth: 0, aside: false }
/** Nobody nests as deep; a hostile file would make every line cost as much. */
const DEEPEST = 100

const ITEM = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/
const FOOTNOTE = /^\[\^[^\]\s]{1,100}\]:/
const HEADING = /^(#{1,6})(?=[ \t]|$)[ \t]*/
const FENCE = /^(?:(`{3,})[^`]*$|(~{3,}))/
const TAG = /<\/?[A-Za-z][\w-]*(?:\s[^<>]*)?\/?>/g
/** What opens a block of HTML without text for readers, and what closes it. */
const HTML: readonly (readonly [opening: RegExp, closing: RegExp])[] = [
  [/^<!--/, /-->/],
  [/^<(?:script|style|pre|textarea)(?:[\s>]|$)/i, /<\/(?:script|style|pre|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z[]/, />/],
]

/** The blocks of `text` in order, those of footnotes and HTML left out. */
export function readBlocks(text: string): Block[] {
  const reader = new BlockReader(text)
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    reader.line(start, end)
    start = end + 1
  }
  return reader.finish()
}

class BlockReader {
  readonly #text: string
  readonly #blocks: Block[] = []
  readonly #open: Container[] = []
  #leaf: Leaf | undefined
  /** Where the line is read on, its column, the first character there that is not white space, and the columns up to it. */
  #at = 0
  #column = 0
  #ink = 0
  #indent = 0
  #end = 0

  constructor(text: string) {
    this.#text = text
  }

  finish(): Block[] {
    this.#close(0)
    return this.#blocks
  }

  line(start: number, end: number): void {
    this.#end = start + this.#text.slice(start, end).trimEnd().length
    this.#move(start, 0)
    let kept = this.#continued()
    const inside = kept === this.#open.length
    const leaf = this.#leaf
    if (leaf?.isLast !== undefined && inside) return this.#verbatim(leaf, leaf.isLast)
    if (this.#ink === this.#end) {
      // Indented code goes on behind a blank line; everything else ends there.
      if (leaf?.kind !== 'code' || !inside) this.#close(kept)
      return
    }
    const opened = this.#openContainers(kept, inside && leaf?.kind === 'paragraph')
    kept = 
  }
