/** The list of the documents that can be read. Pure. */
import { type Document, kindOf, type Language, phrases, readerPath, withoutControls } from '../../src/index.ts'
import { type Html, html } from './html.ts'

export function renderDocuments(documents: readonly Document[], language: Language): Html {
  const say = phrases(language)
  if (documents.length === 0) return html`<h1>${say.page.documents}</h1><p>${say.page.noDocuments}</p>`
  return html`<h1>${say.page.documents}</h1>
<ul class="documents">${documents.map((document) => {
    const { title, author, publisher, date, passages } = document
    const facts = [author ?? publisher, date ?? say.undated, kindOf(document, say), say.passages(passages.length)]
    const path = readerPath(document.id)
    const name = withoutControls(title)
    return html`<li>${path === undefined ? html`<bdi>${name}</bdi>` : html`<a href="${path}" dir="auto">${name}</a>`}<p>${facts.filter((fact) => fact !== undefined).map((fact, at) => html`${at > 0 ? ' · ' : ''}<bdi>${withoutControls(fact)}</bdi>`)}</p></li>
`
  })}</ul>`
}
