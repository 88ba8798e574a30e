/**
 * HTML by parse5, as a reader sees the page: the main content's text, its blocks parted by blank lines, white space collapsed.
 *
 * 1. The main content is `<main>` (or role=main), else the longest `<article>`, else `<body>`.
 * 2. Navigation, asides, forms, scripts and what is hidden are not read.
 * 3. The tree is walked with a list of what is left to do, not by recursion: a page may nest as deep as it likes.
 */
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { Part } from '../../src/index.ts'
import type { Reading } from './reading.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

const words = (list: string): Set<string> => new Set(list.split(' '))
const UNREAD = words(
  'script style template noscript nav aside footer form button select iframe svg canvas head object video audio',
)
const UNREAD_ROLES = words('navigation banner contentinfo complementary search')
const BLOCKS = words(
  'address article aside blockquote body dd details dialog div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table ul',
)

/** Reads an HTML page. The canonical text is what the page shows, not its source. */
export function readHtml(source: string): Reading {
  const page = parse(source)
  const elements = [...elementsOf(page.childNodes)]
  const html = elements.find(({ tagName }) => tagName === 'html')
  const body = elements.find(({ tagName }) => tagName === 'body')
  const main = mainOf(elements) ?? body
  const { text, parts } = main === undefined ? { text: '', parts: [] } : readBlocks(main)
  return { text, parts, declared: declaredBy(elements, html), problems: [] }
}

function mainOf(elements: readonly Element[]): Element | undefined {
  const main = elements.find((element) => element.tagName === 'main' || attribute(element, 'role') === 'main')
  if (main !== undefined) return main
  const articles = elements
    .filter(({ tagName }) => tagName === 'article')
    .map((element) => ({ element, length: textOf(element).length }))
  return articles.sort((a, b) => b.length - a.length)[0]?.element
}

/** A block while it is being read. */
interface Open {
  readonly kind: Part['kind']
  readonly level: number | undefined
  text: string
}

/** What is left to do: a node to read, or the end of a block. */
type Step = { readonly node: Node; readonly home: Home } | { readonly close: true }

/** What a node stands in. */
interface Home {
  readonly kind: Part['kind']
  readonly level: number | undefined
  readonly depth: number
  readonly inArticle: boolean
}

function readBlocks(root: Element): { text: string; parts: Part[] } {
  const parts: Part[] = []
  let text = ''
  let open: Open | undefined
  const close = (): void => {
    const written =
      open === undefined ? '' : open.kind === 'code' ? open.text.replace(/^\n+|\s+$/g, '') : tidy(open.text)
    if (open !== undefined && written !== '') {
      const start = text === '' ? 0 : text.length + 2
      text = text === '' ? written : `${text}\n\n${written}`
      parts.push({ kind: open.kind, start, end: text.length, ...(open.level !== undefined && { level: open.level }) })
    }
    open = undefined
  }
  const todo: Step[] = childrenOf(root, {
    kind: 'paragraph',
    level: undefined,
    depth: 0,
    inArticle: root.tagName !== 'body',
  })
  for (let step = todo.pop(); step !== undefined; step = todo.pop()) {
    if ('close' in step) {
      close()
      continue
    }
    const { node, home } = step
    if (node.nodeName === '#text') {
      open ??= { kind: home.kind, level: home.level, text: '' }
      const written = (node as DefaultTreeAdapterTypes.TextNode).value
      open.text += home.kind === 'code' ? written : written.replace(/\s+/g, ' ')
    } else if ('tagName' in node && !isUnread(node, home)) {
      if (node.tagName === 'br') {
        if (open !== undefined) open.text += '\n'
      } else if (node.tagName === 'table') {
        close()
        open = { kind: 'table', level: undefined, text: tableText(node) }
        close()
      } else if (BLOCKS.has(node.tagName)) {
        close()
        todo.push({ close: true }, ...childrenOf(node, homeIn(node, home)))
      } else todo.push(...childrenOf(node, home))
    }
  }
  close()
  return { text, parts }
}

/** Last first, since the list of what is left is read from its end. */
function childrenOf(element: Element, home: Home): Step[] {
  return element.childNodes.map((node) => ({ node, home })).reverse()
}

function homeIn(element: Element, home: Home): Home {
  const { tagName } = element
  const heading = /^h([1-6])$/.exec(tagName)?.[1]
  const inArticle = home.inArticle || tagName === 'article' || tagName === 'main'
  if (heading !== undefined) return { ...home, kind: 'heading', level: Number(heading), inArticle }
  if (tagName === 'ul' || tagName === 'ol') return { ...home, depth: home.depth + 1, inArticle }
  if (tagName === 'li') return { ...home, kind: 'item', level: Math.max(1, home.depth), inArticle }
  if (tagName === 'blockquote') return { ...home, kind: 'quote', level: undefined, inArticle }
  if (tagName === 'pre') return { ...home, kind: 'code', level: undefined, inArticle }
  return { ...home, inArticle }
}

function isUnread(element: Element, { inArticle }: Home): boolean {
  const { tagName } = element
  if (UNREAD.has(tagName) || (tagName === 'header' && !inArticle)) return true
  const hidden = attribute(element, 'hidden') !== undefined || attribute(element, 'aria-hidden') === 'true'
  return (
    hidden ||
    UNREAD_ROLES.has(attribute(element, 'role') ?? '') ||
    /display\s*:\s*none/i.test(attribute(element, 'style') ?? '')
  )
}

/** Rows on lines of their own, cells parted by bars. */
function tableText(table: Element): string {
  const rows = [...elementsOf(table.childNodes)].filter(({ tagName }) => tagName === 'tr')
  const cells = (row: Element): string[] =>
    [...elementsOf(row.childNodes)]
      .filter(({ tagName }) => tagName === 'td' || tagName === 'th')
      .map((cell) => tidy(textOf(cell)).replace(/\n/g, ' '))
  return rows.map((row) => cells(row).join(' | ')).join('\n')
}

function* elementsOf(nodes: readonly Node[]): Generator<Element> {
  const todo = [...nodes].reverse()
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (!('tagName' in node)) continue
    yield node
    for (let index = node.childNodes.length - 1; index >= 0; index--) todo.push(node.childNodes[index] as Node)
  }
}

function textOf(element: Element): string {
  const found: string[] = []
  const todo: Node[] = [...element.childNodes].reverse()
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.nodeName === '#text') found.push((node as DefaultTreeAdapterTypes.TextNode).value)
    else if ('tagName' in node && !UNREAD.has(node.tagName)) todo.push(...[...node.childNodes].reverse())
  }
  return found.join('')
}

/** White space as a browser shows it; a line break that `<br>` made stays. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t\f\u00A0]+/g, ' ').trim())
    .join('\n')
    .trim()
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value
}

/** Metadata of the page's head. A value that is only white space is none. */
function declaredBy(elements: readonly Element[], html: Element | undefined): Record<string, unknown> {
  const meta = (...names: string[]): string | undefined =>
    names.flatMap((name) =>
      elements
        .filter(
          (element) =>
            element.tagName === 'meta' &&
            (attribute(element, 'property') ?? attribute(element, 'name'))?.toLowerCase() === name,
        )
        .flatMap((element) => present(attribute(element, 'content'))),
    )[0]
  const first = (tag: string): string | undefined =>
    present(elements.filter(({ tagName }) => tagName === tag).map((element) => tidy(textOf(element)))[0])[0]
  const canonical = elements.find((element) => element.tagName === 'link' && attribute(element, 'rel') === 'canonical')
  const url = present(canonical && attribute(canonical, 'href'))[0] ?? meta('og:url')
  const time = elements.find((element) => element.tagName === 'time' && attribute(element, 'datetime') !== undefined)
  const date = meta('article:published_time', 'date', 'dc.date') ?? (time && attribute(time, 'datetime'))
  const author = meta('author', 'article:author')
  const heading = first('h1')
  const found: Record<string, string | undefined> = {
    title: meta('og:title') ?? titleOf(first('title'), heading) ?? heading,
    author: author !== undefined && /^https?:/.test(author) ? undefined : author,
    publisher: meta('og:site_name'),
    date: date === undefined ? undefined : (/^\d{4}-\d{2}-\d{2}/.exec(date.trim())?.[0] ?? date),
    url: url !== undefined && /^https?:\/\//.test(url) ? url : undefined,
    language: present(html && attribute(html, 'lang'))[0],
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** The page's title, without the site's name where the heading shows that it is one. */
function titleOf(title: string | undefined, heading: string | undefined): string | undefined {
  const [own] = title?.split(/\s[-|–—]\s/) ?? []
  return own !== undefined && own === heading ? own : title
}

const present = (value: string | undefined): string[] =>
  value === undefined || value.trim() === '' ? [] : [value.trim()]
