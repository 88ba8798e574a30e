/** The documents: their list, and one of them as a card. */
import { citedDocument } from '../answer/citation.ts'
import type { Document } from '../corpus/document.ts'
import type { Block, Reply } from '../reply.ts'
import type { Allowed } from '../retrieval/rank.ts'
import { isolate, withoutControls } from '../text/bidi.ts'
import { tokenize } from '../text/tokenize.ts'
import { allowedHere, allowedIn, type Scope, text } from './scope.ts'

/** UTF-16 units of a title that are looked at. */
const LONGEST_TITLE = 500

/** The documents that may be quoted here, numbered. */
export function sources(scope: Scope): Reply {
  const { say, documents } = scope
  if (documents.length === 0) return text(say.noSources)
  const allowed = allowedHere(scope)
  const lines = documents.flatMap((document, at) => {
    const by = document.author ?? document.publisher
    const facts = [document.title, by, document.date].filter((fact) => fact !== undefined).map(isolate)
    return allowed(document) ? [`${at + 1}. ${facts.join(' — ')}`] : []
  })
  return text([say.sources(lines.length), ...lines].join('\n'))
}

/** A document by its id, its number in the list, or words of its title. Only those that may be quoted here are in the list. */
export function findSource(
  name: string,
  { documents, settings }: Scope,
  allowed: Allowed = allowedIn(documents, settings),
): Document | undefined {
  const numbered = documents[Number(name) - 1]
  const wanted = fold(name)
  return [
    ...documents.filter(({ id }) => id === name),
    ...(numbered === undefined ? [] : [numbered]),
    ...documents.filter(({ title }) => wanted !== '' && fold(title).includes(wanted)),
  ].find(allowed)
}

/** Spelling, harakat and case make no difference. */
const fold = (title: string): string =>
  tokenize(title.slice(0, LONGEST_TITLE))
    .map((token) => token.text)
    .join(' ')

export const noSuchSource = (name: string, { say }: Scope): Reply =>
  text(say.noSuchSource(isolate(withoutControls(name).slice(0, 60).toWellFormed())))

export function source(name: string, scope: Scope): Reply {
  const { say } = scope
  const document = findSource(name, scope, allowedHere(scope))
  if (document === undefined) return noSuchSource(name, scope)
  const { title, author, publisher, date, url } = citedDocument(document)
  const facts = [
    author && `${say.author}: ${isolate(author)}`,
    publisher && `${say.publisher}: ${isolate(publisher)}`,
    `${say.date}: ${date === undefined ? say.undated : isolate(date)}`,
    url && `${say.link}: ${isolate(url)}`,
    say.passages(document.passages.length),
  ]
  const first = document.passages[0]
  const actions: Block[] =
    first === undefined ? [] : [{ type: 'actions', actions: [{ label: say.context, command: `/passage ${first.id}` }] }]
  return [...text([isolate(title), ...facts.filter(Boolean)].join('\n')), ...actions]
}
