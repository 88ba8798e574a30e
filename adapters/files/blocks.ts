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
 * Each line is read once, whatever it holds. That is why no general parser is used: `mdast-util-from-markdown` takes
 * quadratic time for some files, and for a list of 1.6 MB more memory than the process has. A test compares the two.
 */
import type { Span } from '../../src/index.ts'

/** What a block stands in. */
export interface Container {
  readonly kind: 'document' | 'quote' | 'item' | 'footnote'
  /** Columns that its lines are indented by; a quote's have a mark instead. */
  readonly width: number
  /** How many list items are around its text, itself included. */
  readonly depth: number
  /** Whether its text belongs to a footnote. */
  readonly aside: boolean
}

/** A block of text: the stretches of its lines that lie behind the marks of its containers. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'table' | 'code' | 'html'
  /** Of a heading. */
  readonly level?: number
  readonly lines: Span[]
  readonly home: Container
  /** Of a fence or a block of HTML: whether this line ends it. */
  readonly isLast?: (line: string) => boolean
}

const DOCUMENT: Container = { kind: 'document', width: 0, depth: 0, aside: false }
/** Nobody nests as deep, and every line is compared with every open container. */
const DEEPEST = 100
/** An indentation of so many columns is code. */
const CODE = 4

const ITEM = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/
const FOOTNOTE = /^\[\^[^\]\s]{1,100}\]:/
const HEADING = /^(#{1,6})(?:[ \t]+|$)/
const UNDERLINE = /^(?:=+|-+)$/
const FENCE = /^(?:`{3,}(?=[^`]*$)|~{3,})/
const TAG = /<\/?[A-Za-z][\w-]*(?:\s[^<>]*)?\/?>/g
/** Blocks of HTML whose content is not for readers, by their opening and their end. */
const HTML: readonly (readonly [opening: RegExp, end: RegExp])[] = [
  [/^<!--/, /-->/],
  [/^<(?:script|style|pre|textarea)(?:[\s>]|$)/i, /<\/(?:script|style|pre|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z[]/, />/],
]

/** The blocks of `text` in order, without footnotes and HTML. */
export function readBlocks(text: string): Block[] {
  const reader = new BlockReader(text)
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    reader.line(start, end < 0 ? text.length : end)
    start = end < 0 ? text.length : end + 1
  }
  return reader.finish()
}

class BlockReader {
  readonly #text: string
  readonly #blocks: Block[] = []
  readonly #open: Container[] = []
  /** The block that the next line may belong to. */
  #leaf: Block | undefined
  /** Where the line is read on and its column; its next visible character and the columns up to it; its end. */
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
    if (inside && this.#leaf?.isLast !== undefined) return this.#verbatim(this.#leaf)
    // A blank line ends a block, though not code that goes on behind it.
    if (this.#ink === this.#end) return inside && this.#leaf?.kind === 'code' ? undefined : this.#close(kept)
    while (this.#opens(kept)) kept = this.#open.length
    if (this.#ink < this.#end && !this.#begins(kept)) this.#add(kept)
  }

  /** How many of the open containers the line belongs to; their marks are stepped over. */
  #continued(): number {
    for (const [index, container] of this.#open.entries()) {
      if (container.kind === 'quote') {
        if (this.#indent >= CODE || this.#text[this.#ink] !== '>' || this.#ink === this.#end) return index
        this.#mark(1)
      } else if (this.#ink < this.#end) {
        if (this.#indent < container.width) return index
        this.#step(container.width)
      }
    }
    return this.#open.length
  }

  /** Opens the container whose mark is next, if there is one, inside the `kept` ones. */
  #opens(kept: number): boolean {
    const rest = this.#rest()
    if (this.#indent >= CODE || kept >= DEEPEST || isRule(rest)) return false
    const around = this.#open[kept - 1] ?? DOCUMENT
    const item = ITEM.exec(rest)
    const footnote = FOOTNOTE.exec(rest)
    if (rest.startsWith('>')) {
      this.#push(kept, { ...around, kind: 'quote' })
      this.#mark(1)
    } else if (footnote !== null) {
      this.#push(kept, { ...around, kind: 'footnote', width: CODE, aside: true })
      this.#move(this.#ink + footnote[0].length, this.#column + this.#indent + footnote[0].length)
    } else if (item !== null && !this.#goesOn(kept, item)) {
      const from = this.#column
      this.#mark(item[0].length)
      this.#push(kept, { ...around, kind: 'item', width: this.#column - from, depth: around.depth + 1 })
    } else return false
    return true
  }

  /** Whether a number or a dash goes on with a paragraph: an empty item or a number but 1 does not interrupt one. */
  #goesOn(kept: number, [mark, number]: RegExpExecArray): boolean {
    if (this.#leaf?.kind !== 'paragraph' || kept < this.#open.length) return false
    return this.#ink + mark.length === this.#end || (number !== undefined && Number(number) !== 1)
  }

  /** Begins the block whose mark is next, if there is one. */
  #begins(kept: number): boolean {
    if (this.#indent >= CODE) return false
    const rest = this.#rest()
    const heading = HEADING.exec(rest)
    const [fence] = FENCE.exec(rest) ?? []
    const [, end] = HTML.find(([opening]) => opening.test(rest)) ?? []
    if (heading !== null) {
      this.#begin(kept, 'heading', { level: heading[1]?.length })
      // Number signs may close a heading too.
    } else if (fence !== undefined) {
      
    }
  }
