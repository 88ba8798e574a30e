/** A document as a person reads it, with what was quoted of it marked. Pure. */
import {
  type Document,
  isRightToLeft,
  kindOf,
  type Language,
  type Located,
  type Phrases,
  type Piece,
  phrases,
  type Span,
  type View,
  type ViewBlock,
  withoutControls,
} from '../../src/index.ts'
import { type Html, html, raw } from './html.ts'

/** Another quotation of the same answer. */
export interface Turn {
  readonly url: string
  readonly title: string
}

export interface ReaderPage {
  readonly document: Document
  readonly view: View
  readonly language: Language
  /** The page's address without a query. */
  readonly path: string
  /** What of the query a search keeps: the quotation, and the answer it is of. */
  readonly kept: URLSearchParams
  /** What a link asked for, and what was found. */
  readonly quote?: {
    readonly asked: Span
    readonly located: Located
    /** The quotation with its source and link, to be copied; absent where the words are not those that were quoted. */
    readonly copy?: string
  }
  /** The quotations of the answer that the reader came from, in order; `at` is the one on show. */
  readonly turns: readonly Turn[]
  readonly at: number
  readonly search?: {
    readonly query: string
    readonly found: number
    readonly isCut: boolean
    readonly around: readonly Html[]
  }
}

const WEB = /^https?:\/\//i
const DEEPEST = 3
/** Blocks whose own signs (`#`, `>`, fences) say nothing that their looks do not. */
const SIGNED: ReadonlySet<string> = new Set(['heading', 'quote', 'code'])

interface Marked {
  readonly asked: Span | undefined
  readonly located: Located | undefined
  /** The highest level of a heading. */
  readonly outermost: number
}

export function renderReader(page: ReaderPage): Html {
  const { document, view, language, path, kept, quote, search } = page
  const say = phrases(language)
  const { reader } = say
  const outermost = view.headings.reduce((least, { level }) => Math.min(least, level), LOWEST)
  const direction = isRightToLeft(document.title) || isRightToLeft(document.text.slice(0, 2000)) ? 'rtl' : 'ltr'
  return html`<article>
<div class="card">
<h1 dir="auto">${withoutControls(document.title)}</h1>
${document.kind === 'brief' ? html`<p class="hint">${reader.brief}</p>` : ''}
<dl class="facts">${facts(document, say)}</dl>
</div>
${quote === undefined ? '' : state(quote.located, say)}
${turns(page, say)}
<div class="tools">
<form role="search" action="${path}">${[...kept].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<label class="skip" for="q">${reader.searchIn}</label><input id="q" name="q" type="search" dir="auto" maxlength="200" placeholder="${reader.searchIn}" value="${search?.query ?? ''}"><button>${reader.search}</button></form>
${quote?.copy === undefined ? '' : copying(quote.copy, say)}
</div>
${search === undefined ? '' : found(search, addressOf(page), say)}
${view.headings.length === 0 ? '' : html`<details class="contents"><summary>${reader.contents}</summary><ol>${view.headings.map(({ level, text, id }) => html`<li class="level${level}"><a href="#${id}" dir="auto">${withoutControls(text)}</a></li>`)}</ol></details>`}
<div class="text" lang="${document.language}" dir="${direction}">
${view.blocks.map((block) => renderBlock(block, { asked: quote?.asked, located: quote?.located, outermost }, say))}</div>
</article>`
}

function facts(document: Document, say: Phrases): Html[] {
  const { author, publisher, date, url, collection } = document
  const fact = (name: string, value: Html | string | undefined): Html[] =>
    value === undefined ? [] : [html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`]
  return [
    ...fact(say.author, author),
    ...fact(say.publisher, publisher),
    ...fact(say.date, date ?? say.undated),
    ...fact(say.reader.collection, collection),
    ...fact(say.reader.kind, kindOf(document, say)),
    ...fact(
      say.link,
      url !== undefined && WEB.test(url)
        ? html`<a href="${url}" rel="noreferrer external">${say.reader.original}</a>`
        : undefined,
    ),
  ]
}

/** Says so where the words are not where, or what, they were when they were quoted. */
function state({ state }: Located, { reader }: Phrases): Html | string {
  return state === 'same' ? '' : html`<p class="state" role="status">${reader[state]}</p>`
}

function turns({ turns: all, at }: ReaderPage, { reader }: Phrases): Html | string {
  if (all.length < 2) return ''
  const turn = (to: Turn | undefined, name: string, rel: string): Html | string =>
    to === undefined ? '' : html`<a href="${to.url}" rel="${rel}" title="${to.title}">${name}</a>`
  return html`<nav class="turns" aria-label="${reader.citations}"><span>${reader.citation(at + 1, all.length)}</span>
${turn(all[at - 1], reader.previous, 'prev')} ${turn(all[at + 1], reader.next, 'next')}</nav>`
}

function copying(copy: string, { reader }: Phrases): Html {
  return html`<button type="button" data-copy="quotation" data-copied="${reader.copied}" hidden>${reader.copy}</button><span id="copied" role="status"></span>
<details><summary>${reader.quotation}</summary><textarea id="quotation" rows="6" readonly dir="auto" aria-label="${reader.quotation}">${copy}</textarea></details>`
}

/** The page without its search. */
function addressOf({ path, kept, quote }: ReaderPage): string {
  if (kept.size === 0) return path
  return `${path}?${kept.toString()}${quote === undefined ? '' : `#s=${quote.asked.start}-${quote.asked.end}`}`
}

function found(
  { found, isCut, around }: NonNullable<ReaderPage['search']>,
  address: string,
  { reader }: Phrases,
): Html {
  const says = found === 0 ? reader.nowhere : isCut ? reader.foundMost(found) : reader.found(found)
  return html`<section class="found" aria-label="${reader.search}"><p role="status">${says} — <a href="${address}">${reader.clear}</a></p>
${around.length === 0 ? '' : html`<details${found <= 10 ? ' open' : ''}><summary>${says}</summary><ol>${around.map((words, at) => html`<li><a href="#hit-${at + 1}" dir="auto">${words}</a></li>`)}</ol></details>`}</section>`
}

/** The document's own title is the page's `h1`. */
const HIGHEST = 2
const LOWEST = 6

function renderBlock(block: ViewBlock, page: Marked, say: Phrases): Html {
  const { kind, level = 1, id, omitted } = block
  const pieces = block.pieces.map((piece) => renderPiece(piece, page, SIGNED.has(kind)))
  const name = id === undefined ? '' : html` id="${id}"`
  const title = omitted === undefined ? '' : html` title="${say.reader.omitted}"`
  const also = omitted === undefined ? '' : ' omitted'
  switch (kind) {
    case 'heading': {
      const tag = raw(`h${Math.min(LOWEST, HIGHEST + Math.max(0, level - page.outermost))}`)
      return html`<${tag}${name} class="heading${also}" dir="auto"${title}>${pieces}</${tag}>
`
    }
    case 'quote':
      return html`<blockquote${name} dir="auto">${pieces}</blockquote>
`
    case 'table':
    case 'code':
      return html`<pre${name} dir="auto" tabindex="0">${pieces}</pre>
`
    case 'note':
      return html`<p${name} class="note${also}" dir="auto">${pieces}${block.back === undefined ? '' : html` <a href="#${block.back}" aria-label="${say.reader.back}">↩</a>`}</p>
`
    default:
      return html`<p${name} class="${kind} level${Math.min(level, DEEPEST)}${also}" dir="auto"${title}>${pieces}</p>
`
  }
}

/** Words with what they are: quoted, around what is quoted, found, or only signs of how the file is written. */
function renderPiece(
  { text, start, quoted, cited, hit, markup, note, id }: Piece,
  { asked, located }: Marked,
  signs: boolean,
): Html {
  const written = withoutControls(text)
  const words = markup === true ? html`<span class="${signs ? 'sign' : 'markup'}">${written}</span>` : html`${written}`
  const linked =
    note === undefined
      ? words
      : html`<a${id === undefined ? '' : html` id="${id}"`} class="mark" href="#${note}">${words}</a>`
  const found = hit === undefined ? linked : html`<mark class="hit" id="hit-${hit + 1}">${linked}</mark>`
  if (quoted === true) {
    // The name that the link goes to, whatever place the words stand at now.
    const name = start === located?.start && asked !== undefined ? html` id="s=${asked.start}-${asked.end}"` : ''
    return html`<mark class="quoted"${name}>${found}</mark>`
  }
  return cited === true ? html`<span class="cited">${found}</span>` : found
}
