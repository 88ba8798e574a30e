/**
 * The reader's routes: a document under its own address, with the place that a link names, a search in it, and the list of all. Documents
 * are looked up among those that are loaded, by name; no path is ever one of the file system.
 */
import type { Context } from 'hono'
import {
  citationLabel,
  citedDocument,
  type Document,
  documentAt,
  findIn,
  isOnWeb,
  type Language,
  locate,
  type Phrases,
  phrases,
  READER,
  type ReaderQuery,
  readerPath,
  readQuery,
  type Span,
  view,
  withoutControls,
} from '../../src/index.ts'
import type { Assets } from './assets.ts'
import { renderDocuments } from './documents-page.ts'
import { html } from './html.ts'
import { languageFor } from './language.ts'
import { renderPage } from './page.ts'
import { type ReaderPage, renderReader, type Turn } from './reader-page.ts'
import type { App } from './server.ts'

export interface ReaderOptions {
  readonly app: App
  readonly assets: Assets
  /** Where nothing else decides. */
  readonly language: Language
  readonly documents: () => readonly Document[]
  /** The address under which the world reaches these pages; absent: the one that the reader used. */
  readonly publicUrl: string | undefined
}

const MOST_HITS = 200
const LONGEST_SEARCH = 200
/** Of a query: the quotation and the answer it is of. */
const KEPT: ReadonlySet<string> = new Set(['s', 'w', 'a'])
/** UTF-16 units shown on either side of what was found. */
const AROUND = 40

export function serveReader({ app, assets, language, documents, publicUrl }: ReaderOptions): void {
  const readable = (): readonly Document[] => documents().filter(isOnWeb)

  app.get('/read', (context) => {
    const spoken = languageFor(context, language)
    const { page } = phrases(spoken)
    return shown(context, spoken, page.documents, renderDocuments(readable(), spoken))
  })

  app.get(`${READER}*`, (context) => {
    const spoken = languageFor(context, language)
    const url = new URL(context.req.url)
    const id = documentAt(url.pathname)
    const document = readable().find((one) => one.id === id)
    if (document === undefined) {
      const { reader, page } = phrases(spoken)
      const main = html`<h1>${page.name}</h1><p>${reader.noDocument}</p><p><a href="/read">${reader.all}</a></p>`
      return shown(context, spoken, page.name, main, 404)
    }
    return shown(context, spoken, withoutControls(document.title), renderReader(pageOf(document, url, spoken)))
  })

  function shown(
    context: Context,
    language: Language,
    title: string,
    main: ReturnType<typeof html>,
    status: 200 | 404 = 200,
  ) {
    const { pathname, search } = new URL(context.req.url)
    context.header('cache-control', 'no-cache')
    return context.html(
      renderPage({ title, language, here: pathname + search, script: assets.scripts['reader.js'], main }, assets),
      status,
    )
  }

  function pageOf(document: Document, url: URL, language: Language): ReaderPage {
    const query = readQuery(url.searchParams)
    const quote = query.span === undefined ? undefined : quoteOf(document, query.span, query, url, phrases(language))
    const place = quote?.located.start === undefined ? undefined : quote.located
    const wanted = (url.searchParams.get('q') ?? '').trim().slice(0, LONGEST_SEARCH)
    const hits = wanted === '' ? [] : findIn(document, wanted, MOST_HITS + 1)
    const turns = turnsOf(query, url)
    return {
      document,
      view: view(document, {
        hits: hits.slice(0, MOST_HITS),
        ...(place === undefined ? {} : { quote: place, ...passageAround(document, place) }),
      }),
      language,
      path: url.pathname,
      kept: new URLSearchParams([...url.searchParams].filter(([name]) => KEPT.has(name))),
      turns: turns.map(({ turn }) => turn),
      at: turns.findIndex(({ isHere }) => isHere),
      ...(quote === undefined ? {} : { quote }),
      ...(wanted === '' ? {} : { search: searchOf(document, wanted, hits) }),
    }
  }

  /** The quotations of the answer that a link names, those that are still there. */
  function turnsOf({ tokens, span }: ReaderQuery, url: URL): { readonly turn: Turn; readonly isHere: boolean }[] {
    const all = readable()
    return tokens.flatMap(({ passage, start, end }) => {
      const document = all.find(({ passages }) => passages.some(({ id }) => id === passage))
      const path = document === undefined ? undefined : readerPath(document.id)
      if (document === undefined || path === undefined) return []
      const there = new URLSearchParams(url.search)
      const isHere = path === url.pathname && span?.start === start && span.end === end
      there.set('s', `${start}-${end}`)
      // The sketch is of this quotation alone.
      if (!isHere) there.delete('w')
      for (const name of ['q', 'lang']) there.delete(name)
      const query = there.toString().replaceAll('%2C', ',')
      return [{ isHere, turn: { url: `${path}?${query}#s=${start}-${end}`, title: withoutControls(document.title) } }]
    })
  }

  function quoteOf(
    document: Document,
    asked: Span,
    { sketch }: ReaderQuery,
    url: URL,
    say: Phrases,
  ): ReaderPage['quote'] {
    const located = locate(document, asked, sketch)
    if (located.state !== 'same' && located.state !== 'moved') return { asked, located }
    const { start, end } = located
    const label = citationLabel(
      { document: citedDocument(document), section: sectionAt(document, start) },
      say,
      withoutControls,
    )
    const link = `${publicUrl ?? url.origin}${url.pathname}${url.search}#s=${asked.start}-${asked.end}`
    const copy = `«${withoutControls(document.text.slice(start, end))}»\n${label}\n${link}`
    return { asked, located, copy }
  }
}

function searchOf(document: Document, query: string, hits: readonly Span[]): NonNullable<ReaderPage['search']> {
  const shown = hits.slice(0, MOST_HITS)
  const words = (from: number, to: number): string =>
    withoutControls(document.text.slice(Math.max(0, from), to).replace(/\s+/gu, ' ')).toWellFormed()
  return {
    query,
    found: shown.length,
    isCut: hits.length > MOST_HITS,
    around: shown.map(
      ({ start, end }) =>
        html`…${words(start - AROUND, start)}<mark class="hit">${words(start, end)}</mark>${words(end, end + AROUND)}…`,
    ),
  }
}

function passageAround({ passages }: Document, { start, end }: Span): { readonly passage?: Span } {
  const passage = passages.find((one) => one.start <= start && end <= one.end)
  return passage === undefined ? {} : { passage: { start: passage.start, end: passage.end } }
}

const sectionAt = ({ passages }: Document, at: number): readonly string[] =>
  passages.find(({ start, end }) => start <= at && at < end)?.section ?? []
