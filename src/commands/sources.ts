/** The documents: their list, and one of them as a card. */
import { citedDocument } from '../answer/citation.ts'
import type { Block, Reply } from '../reply.ts'
import { isolate } from '../text/bidi.ts'
import { allowedHere, type Scope, text } from './scope.ts'

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

/** A document by its number in the list, its id, or words of its title. Only those that may be quoted here are in the list. */
export function source(name: string, scope: Scope): Reply {
  const { say, documents } = scope
  const allowed = allowedHere(scope)
  const numbered = documents[Number(name) - 1]
  const document = [
    ...(numbered === undefined ? [] : [numbered]),
    ...documents.filter(({ id }) => id === name),
    ...documents.filter(({ title }) => title.includes(name)),
  ].find(allowed)
  if (document === undefined) return text(say.noSuchSource(isolate(name.slice(0, 60).toWellFormed())))
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
