/**
 * A reply as HTML. Pure. A quote is a block quote of its own direction, with its citation under it; a citation leads to its place in the
 * reader, to the source, or opens the passage in the chat. Choices are buttons of forms, and work without any script.
 */
import {
  type Action,
  type Block,
  type Citation,
  citationLabel,
  isolate,
  isRightToLeft,
  type Language,
  phrases,
  readerLink,
  withoutControls,
} from '../../src/index.ts'
import { buttonName } from '../chat/posts.ts'
import { type Html, html } from './html.ts'
import type { Message } from './transcripts.ts'

/** UTF-16 units from which a folded quote is folded. */
const LONG_QUOTE = 300
const LONG_FIELD = 200
const WEB = /^https?:\/\//i

/** A message of the conversation, in the interface's language. */
export function renderMessage({ id, key, from, reply, aside, pictures }: Message, language: Language): Html {
  const say = phrases(language).page
  const cited = reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
  const charts = reply.filter(({ type }) => type === 'chart')
  let index = 0
  const inner = reply.map((block) => {
    if (block.type !== 'actions') return renderBlock(block, cited, pictures[charts.indexOf(block)])
    const buttons = block.actions.map((action) => {
      const at = index++
      return action.elsewhere === true ? '' : renderAction(action, buttonName(key, at), `${id}-${at}`, language)
    })
    return html`<div class="actions">${buttons}</div>`
  })
  const name = from === 'person' ? say.you : say.sanad
  return html`<article id="${id}" class="message ${from}${aside ? ' aside' : ''}" aria-label="${name}" tabindex="-1">
<p class="name">${name}${aside ? html` <span class="badge">${say.onlyYou}</span>` : ''}</p>
${inner}
</article>
`
}

const directionOf = (text: string): 'rtl' | 'ltr' => (isRightToLeft(text) ? 'rtl' : 'ltr')

/** A remark for whoever acted. */
export const renderNotice = (text: string): Html => html`<p class="notice">${text}</p>`

function renderBlock(
  block: Exclude<Block, { type: 'actions' }>,
  cited: readonly Citation[],
  picture: string | undefined,
): Html | string {
  switch (block.type) {
    case 'text':
    case 'notice':
    case 'pointer':
      return html`<div class="words">${lines(block.text)}</div>`
    case 'quote':
      return renderQuote(block)
    case 'citations':
      return html`<ul class="citations">${block.citations.map((citation) => renderCitation(citation, cited, block.language))}</ul>`
    case 'chart':
      return picture === undefined || picture === ''
        ? ''
        : html`<img class="chart" src="${picture}" alt="${block.chart.title}" width="720">`
  }
}

function renderQuote({ text, marked, folded }: Extract<Block, { type: 'quote' }>): Html {
  const shown =
    marked === undefined
      ? withoutControls(text)
      : html`${withoutControls(text.slice(0, marked.start))}<mark>${withoutControls(text.slice(marked.start, marked.end))}</mark>${withoutControls(text.slice(marked.end))}`
  const quote = html`<blockquote dir="${directionOf(text)}">${shown}</blockquote>`
  if (folded !== true || text.length <= LONG_QUOTE) return quote
  return html`<details class="folded"><summary dir="auto">${withoutControls(text.slice(0, LONG_QUOTE / 3)).toWellFormed()}…</summary>${quote}</details>`
}

/** `[1] title — section — author, date`: to the reader, else to the source. */
function renderCitation(citation: Citation, cited: readonly Citation[], language: Language): Html {
  const label = citationLabel(citation, phrases(language), isolate)
  const { link } = citation
  const url = readerLink(citation, cited) ?? (link !== undefined && WEB.test(link) ? link : undefined)
  const name = html`<span class="number">[${citation.number}]</span> <bdi>${label}</bdi>`
  return html`<li dir="${directionOf(citation.document.title)}">${url === undefined ? name : html`<a href="${url}">${name}</a>`}</li>`
}

function renderAction({ label, form }: Action, name: string, id: string, language: Language): Html {
  if (form === undefined) return html`<button form="press" name="choice" value="${name}">${label}</button>`
  const { send } = phrases(language).page
  const fields = form.fields.map(({ label, required, longest, value = '' }, at) => {
    const attributes = html`id="${id}-${at}" name="field${at + 1}" maxlength="${longest}" dir="auto"${required ? ' required' : ''}`
    return html`<label for="${id}-${at}">${label}</label>${
      longest < LONG_FIELD
        ? html`<input ${attributes} value="${value}">`
        : html`<textarea ${attributes} rows="4">${value}</textarea>`
    }`
  })
  return html`<details class="form"><summary>${label}</summary><form method="post" action="/press"><p>${form.title}</p><p class="hint">${form.prompt}</p>${fields}<button name="choice" value="${name}">${send}</button></form></details>`
}

/** Lines as paragraphs, each of its own direction. */
function lines(text: string): Html[] {
  return text.split('\n').map((line) => (line.trim() === '' ? html`` : html`<p dir="auto">${line}</p>`))
}
