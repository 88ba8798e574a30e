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
import { labelOf } from './inline.ts'

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
  readonly kind: 'heading' | 'paragraph' | 'table' | 'code'
  /** Of a heading. */
  readonly level?: number
  readonly lines: Span[]
  readonly home: Container
}

/** A block that the next line may belong to. */
interface Leaf extends Omit<Block, 'kind'> {
  readonly kind: Block['kind'] | 'html'
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
const DEFINITION = /^\[(?!\^)((?:[^[\]\\]|\\.){1,200})\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?$/
const FENCE = /^(?:`{3,}(?=[^`]*$)|~{3,})/
const TAG = /<\/?[A-Za-z][\w-]*(?:\s[^<>]*)?\/?>/g
/** Blocks of HTML whose content is not for readers, by their opening and their end. */
const HTML: readonly (readonly [opening: RegExp, end: RegExp])[] = [
  [/^<!--/, /-->/],
  [/^<(?:script|style|pre|textarea)(?:[\s>]|$)/i, /<\/(?:script|style|pre|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z[]/, />/],
]

/** The blocks of `text` in order, without footnotes and HTML, and the labels of links that it defines. */
export function readBlocks(text: string): { blocks: Block[]; labels: Set<string> } {
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
  readonly #labels = new Set<string>()
  readonly #open: Container[] = []
  #leaf: Leaf | undefined
  /** Where the line is read on and its column; its next visible character and the columns up to it; its end. */
  #at = 0
  #column = 0
  #ink = 0
  #indent = 0
  #end = 0

  constructor(text: string) {
    this.#text = text
  }

  finish(): { blocks: Block[]; labels: Set<string> } {
    this.#close(0)
    return { blocks: this.#blocks, labels: this.#labels }
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
        if (this.#indent >= CODE || !this.#rest().startsWith('>')) return index
        this.#mark(1, 1)
      } else if (this.#ink < this.#end) {
        if (this.#indent < container.width) return index
        this.#step(container.width)
      }
    }
    return this.#open.length
  }

  /** Opens the container whose mark comes next, if one does, inside the first `kept`. */
  #opens(kept: number): boolean {
    const rest = this.#rest()
    if (this.#indent >= CODE || kept >= DEEPEST || isRule(rest)) return false
    const around = this.#open[kept - 1] ?? DOCUMENT
    const from = this.#column
    const footnote = FOOTNOTE.exec(rest)
    const item = ITEM.exec(rest)
    if (rest.startsWith('>')) {
      this.#mark(1, 1)
      this.#push(kept, { ...around, kind: 'quote' })
    } else if (footnote !== null) {
      this.#mark(footnote[0].length, 1)
      this.#push(kept, { ...around, kind: 'footnote', width: CODE, aside: true })
    } else if (item !== null && !this.#isProse(kept, item)) {
      this.#mark(item[0].length, CODE)
      const width = this.#column - from + (this.#ink === this.#end ? 1 : 0)
      this.#push(kept, { ...around, kind: 'item', width, depth: around.depth + 1 })
    } else return false
    return true
  }

  /** Whether what looks like an item goes on with a paragraph: a lone mark does, and every number but 1. */
  #isProse(kept: number, [mark, number]: RegExpExecArray): boolean {
    if (this.#paragraph(kept) === undefined) return false
    return this.#ink + mark.length === this.#end || (number !== undefined && Number(number) !== 1)
  }

  /** Begins the block whose mark comes next, if one does. */
  #begins(kept: number): boolean {
    if (this.#indent >= CODE) return false
    const rest = this.#rest()
    const paragraph = this.#paragraph(kept)
    const heading = HEADING.exec(rest)
    const fence = FENCE.exec(rest)?.[0]
    const html = HTML.find(([opening]) => opening.test(rest))?.[1]
    const header = paragraph?.lines.at(-1)
    if (heading !== null) {
      const words = rest.slice(heading[0].length).replace(/(?<![^ \t])#+$/, '')
      const start = this.#ink + heading[0].length
      const lines = words === '' ? [] : [{ start, end: start + words.length }]
      this.#begin(kept, { kind: 'heading', level: heading[1]?.length ?? 1, lines })
      this.#close(kept)
    } else if (fence !== undefined) {
      this.#begin(kept, { kind: 'code', lines: [], isLast: (line) => line.startsWith(fence) && line.replaceAll(fence.charAt(0), '') === '' })
    } else if (html !== undefined) {
      this.#begin(kept, { kind: 'html', lines: [], isLast: (line) => html.test(line) })
      if (html.test(rest)) this.#close(kept)
    } else if (paragraph !== undefined && UNDERLINE.test(rest)) {
      this.#leaf = { ...paragraph, kind: 'heading', level: rest.startsWith('=') ? 1 : 2 }
      this.#close(kept)
    } else if (paragraph !== undefined && header !== undefined && isDelimiter(rest, this.#text.slice(header.start, header.end))) {
      paragraph.lines.pop()
      this.#begin(kept, { kind: 'table', lines: [header, { start: this.#ink, end: this.#end }] })
    } else if (isRule(rest) || isTags(rest)) {
      this.#close(kept)
    } else return false
    return true
  }

  /** Adds the line's words to the open block, or begins a paragraph or indented code with them. */
  #add(kept: number): void {
    const line = { start: this.#ink, end: this.#end }
    const inside = kept === this.#open.length
    const indented = this.#indent >= CODE
    const leaf = this.#leaf
    const label = indented ? undefined : DEFINITION.exec(this.#rest())?.[1]
    if (leaf?.kind === 'paragraph' || (inside && leaf?.kind === (indented ? 'code' : 'table'))) leaf.lines.push(line)
    else if (label !== undefined) {
      this.#close(kept)
      this.#labels.add(labelOf(label))
    } else this.#begin(kept, { kind: indented ? 'code' : 'paragraph', lines: [line] })
  }

  /** Takes the line as it is, or as the end of its block. */
  #verbatim(leaf: Leaf): void {
    if (leaf.isLast?.(this.#rest())) this.#close(this.#open.length)
    else leaf.lines.push({ start: this.#at, end: this.#end })
  }

  /** The paragraph that the line goes on with unless it begins something, if all containers are kept. */
  #paragraph(kept: number): Leaf | undefined {
    return kept === this.#open.length && this.#leaf?.kind === 'paragraph' ? this.#leaf : undefined
  }

  #begin(kept: number, block: Omit<Leaf, 'home'>): void {
    this.#close(kept)
    this.#leaf = { ...block, home: this.#open.at(-1) ?? DOCUMENT }
  }

  #push(kept: number, container: Container): void {
    this.#close(kept)
    this.#open.push(container)
  }

  /** Closes the open block and all containers but the first `kept`. */
  #close(kept: number): void {
    const leaf = this.#leaf
    this.#leaf = undefined
    this.#open.length = kept
    if (leaf === undefined || leaf.kind === 'html' || leaf.lines.length === 0 || leaf.home.aside) return
    this.#blocks.push({ ...leaf, kind: leaf.kind })
  }

  #rest(): string {
    return this.#text.slice(this.#ink, this.#end)
  }

  /** Steps over a mark and the white space behind it; where that is wider than `most` columns, it belongs to code. */
  #mark(length: number, most: number): void {
    this.#move(this.#ink + length, this.#column + this.#indent + length)
    this.#step(this.#indent > most ? 1 : this.#indent)
  }

  /** Steps over columns of white space. */
  #step(columns: number): void {
    const target = this.#column + columns
    let at = this.#at
    let column = this.#column
    for (; at < this.#ink && column < target; at += 1) column += this.#width(at, column)
    this.#move(at, column)
  }

  #move(at: number, column: number): void {
    let ink = at
    let reached = column
    for (; ink < this.#end && (this.#text[ink] === ' ' || this.#text[ink] === '\t'); ink += 1) reached += this.#width(ink, reached)
    this.#at = at
    this.#column = column
    this.#ink = ink
    this.#indent = reached - column
  }

  /** A tab reaches to the next multiple of four. */
  #width(at: number, column: number): number {
    return this.#text[at] === '\t' ? 4 - (column % 4) : 1
  }
}

/** Three or more of `*`, `-` or `_`. */
function isRule(line: string): boolean {
  const mark = line.charAt(0)
  if (mark !== '*' && mark !== '-' && mark !== '_') return false
  const marks = line.replace(/[ \t]/g, '')
  return marks.length >= 3 && marks.replaceAll(mark, '') === ''
}

function isTags(line: string): boolean {
  return line.startsWith('<') && line.replace(TAG, '').trim() === ''
}

/** Whether `line` is what divides a table's header from its rows: dashes, as many cells as the header has. */
function isDelimiter(line: string, header: string): boolean {
  if (!line.includes('|') || !/^[|:\- \t]+$/.test(line)) return false
  const found = cells(line)
  return found.every((cell) => /^\s*:?-+:?\s*$/.test(cell)) && found.length === cells(header).length
}

function cells(row: string): string[] {
  return row.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '').split(/(?<!\\)\|/)
}
