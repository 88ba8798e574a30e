import type { Part, Span } from '../../src/index.ts'

/** What words stand in. */
export interface Place {
  readonly kind: Part['kind']
  /** Of a heading: its level. Of an item: its depth. */
  readonly level?: number
  /** The item or quote: all of its paragraphs are one part. */
  readonly home?: object
}

/** A no-break space looks like any other. */
const SPACE = /[ \t\n\f\r\u00A0]+/g
const FOOTNOTE = /^[[(]?\p{Nd}{1,3}[\])]?$/u

/** Writes a page's words as a browser shows them, one block after another, and remembers where each stands. */
export class PageText {
  readonly #parts: (Part & { end: number; readonly skip: Span[] })[] = []
  readonly #blocks: string[] = []
  #end = 0
  /** The block being written: its words, their length, its markup, and what parts it from the words to come. */
  #words: string[] = []
  #length = 0
  #skip: Span[] = []
  #gap: '' | ' ' | ' | ' | '\n' = ''
  #place: Place = { kind: 'paragraph' }
  #home: object | undefined

  get text(): string {
    return this.#blocks.join('\n\n')
  }

  get parts(): Part[] {
    return this.#parts.map(({ skip, ...part }) => (skip.length > 0 ? { ...part, skip } : part))
  }

  /** Writes words. White space between them is one space; at the edges of a block it is nothing. */
  write(value: string, place: Place): void {
    if (place.kind === 'code') {
      this.#put(value, place)
      return
    }
    const words = value.replace(SPACE, ' ')
    const from = words.startsWith(' ') ? 1 : 0
    const to = words.endsWith(' ') ? words.length - 1 : words.length
    if (from > 0) this.space()
    if (to > from) this.#put(words.slice(from, to), place)
    if (to < words.length) this.space()
  }

  space(): void {
    if (this.#gap === '') this.#gap = ' '
  }

  /** A cell of a table begins. */
  cell(): void {
    if (this.#gap !== '\n') this.#gap = ' | '
  }

  /** A row of a table begins. */
  row(): void {
    this.#gap = '\n'
  }

  /** A line break; two of them part paragraphs. */
  break(place: Place): void {
    if (place.kind === 'code') this.#put('\n', place)
    else if (place.kind === 'table') this.space()
    else if (this.#gap === '\n') this.end()
    else this.#gap = '\n'
  }

  /** How much of the block is written: for `note`. */
  get written(): number {
    return this.#words.length
  }

  /** Takes what was raised above the line since `written` for a footnote's mark, if it looks like one. */
  note(written: number): void {
    // More pieces than a mark has are not one, and would be joined again for each tag around them.
    if (this.#words.length - written > 5) return
    const words = this.#words.slice(written).join('').trim()
    if (FOOTNOTE.test(words)) this.#skip.push({ start: this.#length - words.length, end: this.#length })
  }

  /** Ends the block. */
  end(): void {
    const { kind, level, home } = this.#place
    const words = this.#words.join('')
    const block = kind === 'code' ? words.replace(/^\n+/, '').trimEnd() : words.trim()
    if (block !== '') {
      const start = this.#blocks.length === 0 ? 0 : this.#end + 2
      const shift = start - words.indexOf(block)
      const skip = this.#skip.map((span) => ({ start: span.start + shift, end: span.end + shift }))
      this.#blocks.push(block)
      this.#end = start + block.length
      const last = this.#parts.at(-1)
      if (last !== undefined && home !== undefined && home === this.#home) {
        last.end = this.#end
        last.skip.push(...skip)
      } else this.#parts.push({ kind, start, end: this.#end, skip, ...(level !== undefined && { level }) })
      this.#home = home
    }
    this.#words = []
    this.#length = 0
    this.#skip = []
    this.#gap = ''
  }

  #put(words: string, place: Place): void {
    if (this.#words.length === 0) this.#place = place
    else if (this.#gap !== '') {
      this.#words.push(this.#gap)
      this.#length += this.#gap.length
    }
    this.#words.push(words)
    this.#length += words.length
    this.#gap = ''
  }
}
