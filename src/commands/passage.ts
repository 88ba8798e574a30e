/** A passage as it stands, with the quote marked in it, and the way to its neighbours. */
import type { Document, Passage } from '../corpus/document.ts'
import type { Action, Reply } from '../reply.ts'
import { isolate } from '../text/bidi.ts'
import type { Span } from '../text/sentences.ts'
import { allowedHere, type Scope, text } from './scope.ts'

export function passage(id: string, quote: Span | undefined, scope: Scope): Reply {
  const { say, documents } = scope
  const found = find(documents, id)
  if (found === undefined) return text(say.gone)
  const { document, at } = found
  if (!allowedHere(scope)(document)) return text(say.notAllowedHere)
  const here = document.passages[at] as Passage
  const marked = quote !== undefined && quote.start >= here.start && quote.end <= here.end && quote.start < quote.end
  const actions: Action[] = []
  const before = document.passages[at - 1]
  const after = document.passages[at + 1]
  if (before !== undefined) actions.push({ label: say.previous, command: `/passage ${before.id}` })
  if (after !== undefined) actions.push({ label: say.next, command: `/passage ${after.id}` })
  return [
    {
      type: 'quote',
      text: here.text,
      ...(marked ? { marked: { start: quote.start - here.start, end: quote.end - here.start } } : {}),
    },
    { type: 'text', text: [document.title, ...here.section].map(isolate).join(' — ') },
    { type: 'actions', actions },
  ]
}

function find(documents: readonly Document[], id: string): { document: Document; at: number } | undefined {
  for (const document of documents) {
    const at = document.passages.findIndex((passage) => passage.id === id)
    if (at >= 0) return { document, at }
  }
  return undefined
}
