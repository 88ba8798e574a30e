import type { Part, Span } from '../../src/index.ts'
import { type Block, readBlocks } from './blocks.ts'
import { readFrontMatter } from './front-matter.ts'
import { findMarkup } from './inline.ts'
import type { Reading } from './reading.ts'

const TASK = /^\[[ xX]\][ \t]+/
const ADDRESS = /^(?:https?:\/\/|www\.)/

/** Reads Markdown: front matter, then the body as it stands, with the place of every heading, paragraph, item, quote and table. */
export function readMarkdown(source: string): Reading {
  const { text, declared, problems } = readFrontMatter(source)
  const { blocks, labels } = readBlocks(text)
  return { text, parts: joined(blocks).flatMap((block) => partOf(text, block, labels) ?? []), declared, problems }
}

/** Makes one block of the paragraphs of one quote, and of one item. */
function joined(blocks: readonly Block[]): Block[] {
  const found: Block[] = []
  for (const block of blocks) {
    const last = found.at(-1)
    const kind = kindOf(block)
    if (last !== undefined && last.home === block.home && kind === kindOf(last) && (kind === 'item' || kind === 'quote')) {
      for (const line of block.lines) last.lines.push(line)
    } else found.push(block)
  }
  return found
}

/** A quote's headings belong to the one who is quoted. */
function kindOf({ kind, home }: Block): Part['kind'] {
  if (home.kind === 'quote' && (kind === 'heading' || kind === 'paragraph')) return 'quote'
  return kind === 'paragraph' && home.kind === 'item' ? 'item' : kind
}

/** The block as a part, or nothing where it has no words. A bare address is kept: it may be the document's own. */
function partOf(text: string, block: Block, labels: ReadonlySet<string>): Part | undefined {
  const kind = kindOf(block)
  const span = trim(text, block.lines[0]?.start ?? 0, block.lines.at(-1)?.end ?? 0)
  if (span === undefined) return undefined
  const words = text.slice(span.start, span.end)
  const start = span.start + (kind === 'item' ? (TASK.exec(words)?.[0].length ?? 0) : 0)
  const skip = skipped(text, { start, end: span.end }, block, labels)
  if (!ADDRESS.test(words) && isCovered(text, { start, end: span.end }, skip)) return undefined
  const level = kind === 'item' ? block.home.depth : kind === 'heading' ? block.level : undefined
  return { kind, start, end: span.end, ...(level !== undefined && { level }), ...(skip.length > 0 && { skip }) }
}

/** What is not words: marks at the beginning of lines, the row under a table's header, and markup inside the lines. */
function skipped(text: string, span: Span, { kind, lines }: Block, labels: ReadonlySet<string>): Span[] {
  const marks = lines.slice(1).flatMap(({ start }, index) => trim(text, lines[index]?.end ?? start, start) ?? [])
  const row = kind === 'table' ? lines.slice(1, 2) : []
  const markup = kind === 'code' ? [] : findMarkup(text, span, labels)
  const found = [...marks, ...row, ...markup].sort((a, b) => a.start - b.start)
  let end = span.start
  return found.filter((mark) => {
    // A comment may run over the marks of its lines.
    if (mark.start < end) return false
    end = mark.end
    return true
  })
}

function isCovered(text: string, span: Span, skip: readonly Span[]): boolean {
  const ends = [span.start, ...skip.map(({ end }) => end)]
  const starts = [...skip.map(({ start }) => start), span.end]
  return ends.every((end, index) => trim(text, end, starts[index] ?? end) === undefined)
}

function trim(text: string, start: number, end: number): Span | undefined {
  const slice = text.slice(start, end)
  const left = slice.length - slice.trimStart().length
  const right = slice.trimEnd().length
  return right > left ? { start: start + left, end: start + right } : undefined
}
