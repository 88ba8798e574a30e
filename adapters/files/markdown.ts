/**
 * Markdown by `mdast-util-from-markdown` with GitHub's extensions: which stretch of the body is a heading, a paragraph, an
 * item, and what inside it is markup.
 *
 * The parser is thorough and not quick (quadratic where marks nest or never close), so a body is parsed in pieces that end at
 * blank lines, and marks that nest deeper or stand in longer lines than anyone writes are blinded first. Both keep every offset.
 */
import type { Nodes, Parents, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import type { Part, Span } from '../../src/index.ts'
import { readFrontMatter } from './front-matter.ts'
import type { Reading } from './reading.ts'

const PIECE = 4_000
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/
/** Sixteen quote or list marks in a row. */
const DEEP = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){16,}/gm
const LONG_LINE = /^.{6000,}$/gm
const MARK = /[\][!*_`<>&|~\\()]/g

/** Reads Markdown: front matter, then the body as it stands with the place of every part. */
export function readMarkdown(source: string): Reading {
  const { text, declared, problems } = readFrontMatter(source)
  const parts = pieces(text).flatMap(({ start, end }) => {
    const piece = text
      .slice(start, end)
      .replace(DEEP, (marks) => 'x'.repeat(marks.length))
      .replace(LONG_LINE, (line) => line.replace(MARK, 'x'))
    const tree = fromMarkdown(piece, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
    return tree.children.flatMap((node) => partsOf(node, text, start, 0))
  })
  return { text, parts, declared, problems }
}

/** Pieces of a body, each ending before a heading or an unindented line behind a blank one, outside any fence. */
function pieces(text: string): Span[] {
  const found: Span[] = []
  let start = 0
  let fenced = false
  let blank = false
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    const line = text.slice(at, end)
    if (at - start >= PIECE && !fenced && blank && /^[^\s>*+-]/.test(line)) {
      found.push({ start, end: at })
      start = at
    }
    if (FENCE.test(line)) fenced = !fenced
    blank = line.trim() === ''
    // Without any such place a piece ends where it has to.
    if (end - start >= 2 * PIECE) {
      found.push({ start, end })
      start = end
      fenced = false
    }
    at = end
  }
  if (start < text.length) found.push({ start, end: text.length })
  return found
}

/** The parts a block makes; `offset` is where its piece begins, `depth` the number of lists around it. */
function partsOf(node: RootContent, text: string, offset: number, depth: number): Part[] {
  switch (node.type) {
    case 'heading':
      return part(node, 'heading', text, offset, { level: node.depth })
    case 'paragraph':
      return depth > 0 ? part(node, 'item', text, offset, { level: depth }) : part(node, 'paragraph', text, offset)
    case 'blockquote':
      return node.children.flatMap((child) =>
        child.type === 'paragraph' || child.type === 'heading'
          ? part(child, 'quote', text, offset)
          : partsOf(child, text, offset, depth),
      )
    case 'list':
      return node.children.flatMap((item) => item.children.flatMap((child) => partsOf(child, text, offset, depth + 1)))
    case 'table':
      return part(node, 'table', text, offset)
    case 'code':
      return part(node, 'code', text, offset)
    // HTML, rules, definitions and footnotes are not read.
    default:
      return []
  }
}

function part(
  node: RootContent,
  kind: Part['kind'],
  text: string,
  offset: number,
  more: { level?: number } = {},
): Part[] {
  const span = contentOf(node, text, offset)
  if (span === undefined) return []
  const skip = [...markup(node, text, offset), ...marks(text, span, node.type)].sort((a, b) => a.start - b.start)
  return [{ kind, ...span, ...more, ...(skip.length > 0 && { skip }) }]
}

/** From a block's first content to its last: without `#`, fences and underlines. */
function contentOf(node: RootContent, text: string, offset: number): Span | undefined {
  const position = placeOf(node, offset)
  if (node.type === 'code') {
    const [first = '', ...rest] = text.slice(position.start, position.end).split('\n')
    if (!FENCE.test(first)) return position
    const start = position.start + first.length + 1
    const last = rest.at(-1) ?? ''
    const end = FENCE.test(last) ? position.end - last.length - 1 : position.end
    return end > start ? { start, end } : undefined
  }
  if (node.type === 'table') return position
  const children = 'children' in node ? node.children : []
  const [first, last] = [children[0], children.at(-1)]
  if (first === undefined || last === undefined) return undefined
  return { start: placeOf(first, offset).start, end: placeOf(last, offset).end }
}

/** Link and image targets, addresses, inline HTML and footnote marks. Of a link its words stay. */
function markup(node: Nodes, text: string, offset: number): Span[] {
  const span = placeOf(node, offset)
  if (node.type === 'html' || node.type === 'footnoteReference') return [span]
  if (node.type === 'link' || node.type === 'linkReference') {
    const words = node.children
    const [first, last] = [words[0], words.at(-1)]
    const isBare = !text.startsWith('[', span.start)
    if (first === undefined || last === undefined || isBare) return [span]
    const inner = { start: placeOf(first, offset).start, end: placeOf(last, offset).end }
    return [
      { start: span.start, end: inner.start },
      ...words.flatMap((child) => markup(child, text, offset)),
      { start: inner.end, end: span.end },
    ]
  }
  if (node.type === 'image' || node.type === 'imageReference') {
    const close = text.indexOf(']', span.start)
    return [
      { start: span.start, end: span.start + 2 },
      { start: close < 0 || close > span.end ? span.start : close, end: span.end },
    ]
  }
  return 'children' in node ? (node as Parents).children.flatMap((child) => markup(child, text, offset)) : []
}

/** Quote marks at the beginning of further lines, and the row under a table's header. */
function marks(text: string, { start, end }: Span, type: string): Span[] {
  const pattern = type === 'table' ? /(?<=\n)[ \t>]*[|:][|:\- \t]*-[|:\- \t]*(?=\n|$)/g : /(?<=\n)[ \t]*(?:>[ \t]?)+/g
  return [...text.slice(start, end).matchAll(pattern)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
}

function placeOf(node: Nodes, offset: number): Span {
  return { start: offset + (node.position?.start.offset ?? 0), end: offset + (node.position?.end.offset ?? 0) }
}
