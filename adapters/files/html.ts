/**
 * HTML as its reader sees it.
 *
 * 1. What is read is `<main>`, else the longest `<article>`, else `<body>`: the first of them that has words.
 * 2. Navigation, asides, forms, scripts, the page's header and what is hidden are not read.
 * 3. Each block of words is a part; all paragraphs of an item or a quote are one. A table is one too, a row a line, unless
 *    it holds headings, lists or other tables: then it lays the page out, and its cells are read as what they hold.
 */
import { PageText, type Place } from './page-text.ts'
import type { Reading } from './reading.ts'
import { attribute, type Element, elementsIn, isElement, isText, parsePage, textOf, walk } from './tree.ts'

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '))
const UNREAD = names('script style template noscript nav aside footer form button select iframe svg canvas head')
const UNREAD_ROLES = names('navigation banner contentinfo complementary search')
const HEADINGS = names('h1 h2 h3 h4 h5 h6')
const BLOCKS = names(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 ' +
    'h6 header hgroup hr html li main ol p pre section summary table ul',
)
const LAYOUT = names('article blockquote h1 h2 h3 h4 h5 h6 ol pre section table ul')
const DATE = /^\d{4}(?:-\d{2}){0,2}(?!\d)/

/** Reads an HTML page. Its canonical text is what the page shows, not its source. */
export function readHtml(source: string): Reading {
  const elements = [...elementsIn(parsePage(source).childNodes)]
  let page = new PageText()
  for (const root of rootsOf(elements)) {
    page = readElement(root)
    if (page.parts.length > 0) break
  }
  const { text, parts } = page
  const heading = parts.find(({ kind, level }) => kind === 'heading' && level === 1)
  const title = heading === undefined ? undefined : text.slice(heading.start, heading.end)
  return { text, parts, declared: declaredBy(elements, title), problems: [] }
}

function rootsOf(elements: readonly Element[]): Element[] {
  const main = elements.find((element) => element.tagName === 'main' || attribute(element, 'role') === 'main')
  const body = elements.find(({ tagName }) => tagName === 'body')
  const article = body && longestArticle(body)
  return [main, article, body].filter((root) => root !== undefined)
}

function longestArticle(body: Element): Element | undefined {
  let read = 0
  let longest: { readonly article: Element; readonly length: number } | undefined
  const starts: number[] = []
  walk(
    body.childNodes,
    (node) => {
      if (isText(node)) read += node.value.trim().length
      if (isElement(node) && node.tagName === 'article') starts.push(read)
      return isElement(node) && !UNREAD.has(node.tagName)
    },
    (element) => {
      if (element.tagName !== 'article') return
      const length = read - (starts.pop() ?? 0)
      if (length >= (longest?.length ?? 0)) longest = { article: element, length }
    },
  )
  return longest?.article
}

/** A place, and what decides about the elements in it. */
interface Surroundings extends Place {
  readonly depth: number
  readonly inContent: boolean
  /** How much had been written where a raised text began. */
  readonly written: number
}

function readElement(root: Element): PageText {
  const page = new PageText()
  const outside: Surroundings = { kind: 'paragraph', depth: 0, inContent: root.tagName !== 'body', written: 0 }
  const open = [outside]
  walk(
    root.childNodes,
    (node) => {
      const around = open.at(-1) ?? outside
      if (isText(node)) page.write(node.value, around)
      if (!isElement(node) || isUnread(node, around)) return false
      if (node.tagName === 'br') page.break(around)
      const inside = { ...surroundingsIn(node, around), written: page.written }
      if (around.kind === 'table') beginInTable(page, node)
      else if (BLOCKS.has(node.tagName)) page.end()
      open.push(inside)
      return true
    },
    (element) => {
      const inside = open.pop() ?? outside
      if (element.tagName === 'sup') page.note(inside.written)
      if (BLOCKS.has(element.tagName) && (open.at(-1) ?? outside).kind !== 'table') page.end()
    },
  )
  page.end()
  return page
}

function beginInTable(page: PageText, { tagName }: Element): void {
  if (tagName === 'tr' || tagName === 'caption') page.row()
  else if (tagName === 'td' || tagName === 'th') page.cell()
  else if (BLOCKS.has(tagName)) page.space()
}

function surroundingsIn(element: Element, around: Surroundings): Surroundings {
  const { tagName } = element
  const { depth, inContent, written } = around
  const base = { depth, inContent: inContent || tagName === 'article' || tagName === 'main', written }
  if (around.kind === 'table') return around
  if (tagName === 'table' && !isLayout(element)) return { ...base, kind: 'table' }
  if (tagName === 'pre') return { ...base, kind: 'code' }
  if (tagName === 'blockquote') return { ...base, kind: 'quote', home: element }
  if (tagName === 'li') return { ...base, kind: 'item', level: depth + 1, depth: depth + 1, home: element }
  // A quote's headings belong to the one who is quoted.
  if (HEADINGS.has(tagName) && around.kind !== 'quote')
    return { ...base, kind: 'heading', level: Number(tagName.charAt(1)) }
  return { ...around, ...base }
}

function isLayout(table: Element): boolean {
  for (const { tagName } of elementsIn(table.childNodes)) if (LAYOUT.has(tagName)) return true
  return false
}

function isUnread(element: Element, { inContent }: Surroundings): boolean {
  return (
    UNREAD.has(element.tagName) ||
    (element.tagName === 'header' && !inContent) ||
    UNREAD_ROLES.has(attribute(element, 'role') ?? '') ||
    attribute(element, 'hidden') !== undefined ||
    attribute(element, 'aria-hidden') === 'true' ||
    /display\s*:\s*none/i.test(attribute(element, 'style') ?? '')
  )
}

/** What the page's head, its first times and its heading say about it. */
function declaredBy(elements: readonly Element[], heading: string | undefined): Record<string, string> {
  const metas = metasOf(elements)
  const first = (tag: string): Element | undefined => elements.find(({ tagName }) => tagName === tag)
  const page = first('html')
  const title = elements.find(({ tagName, parentNode }) => tagName === 'title' && parentNode?.nodeName === 'head')
  const h1 = heading ?? words(first('h1'))
  const canonical = elements.find((element) => element.tagName === 'link' && attribute(element, 'rel') === 'canonical')
  const times = elements.flatMap((element) =>
    element.tagName === 'time' ? (attribute(element, 'datetime') ?? []) : [],
  )
  const dates = [metas.get('article:published_time'), metas.get('date'), ...times]
  const found = {
    title: metas.get('og:title') ?? withoutSite(words(title), h1) ?? h1,
    author: [metas.get('author'), metas.get('article:author')].find((author) => author && !isAddress(author)),
    publisher: metas.get('og:site_name'),
    date: dates.flatMap((date) => DATE.exec(date?.trim() ?? '')?.[0] ?? [])[0],
    url: [canonical && attribute(canonical, 'href'), metas.get('og:url')].find(isAddress),
    language: page && attribute(page, 'lang'),
    visibility: metas.get('visibility'),
  }
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
}

function metasOf(elements: readonly Element[]): Map<string, string> {
  const metas = new Map<string, string>()
  for (const element of elements) {
    const name = (attribute(element, 'property') ?? attribute(element, 'name'))?.toLowerCase()
    const content = attribute(element, 'content')?.trim()
    if (element.tagName === 'meta' && name && content && !metas.has(name)) metas.set(name, content)
  }
  return metas
}

function words(element: Element | undefined): string | undefined {
  return element && (textOf(element) || undefined)
}

/** A title without the site's name behind it, where the heading shows that it is one. */
function withoutSite(title: string | undefined, heading: string | undefined): string | undefined {
  if (title === undefined || heading === undefined || !title.startsWith(heading)) return title
  return /^\s+[-–—|·»:]\s/.test(title.slice(heading.length)) ? heading : title
}

function isAddress(value: string | undefined): boolean {
  return /^https?:\/\//i.test(value?.trim() ?? '')
}
