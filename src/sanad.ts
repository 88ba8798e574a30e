/** The whole of Sanad without the world: documents in, answers and replies out. */
import { type Answer, answer, type Heading } from './answer/answer.ts'
import { type Citation, citedDocument } from './answer/citation.ts'
import { type Command, parseCommand } from './command.ts'
import type { Document, Passage } from './corpus/document.ts'
import { type Phrases, phrases } from './interface/index.ts'
import type { Incoming } from './ports.ts'
import type { Action, Block, Reply } from './reply.ts'
import { createIndex, type Index } from './retrieval/index.ts'
import { type Hit, rank } from './retrieval/rank.ts'
import { createSequence } from './sequence.ts'
import { type Language, languageOf } from './text/language.ts'

export interface Sanad {
  /** Replaces the corpus. Questions already being answered finish on the one they began with. */
  load(documents: readonly Document[], onProgress?: (done: number, total: number) => void): void
  readonly documents: readonly Document[]
  /** One question's answer. Never throws. */
  ask(question: string): Answer
  /** Passages by score, without abstention. */
  search(query: string, limit: number): readonly Hit[]
  /** The reply to a message; messages of one conversation are answered in order. Rejects only on a bug. */
  handle(incoming: Incoming): Promise<Reply>
}

/** Citations on show at once; the rest are behind "more". */
const SHOWN = 3

/** A Sanad over documents, empty until `load`. `language` is the interface language where nothing else decides. */
export function createSanad({ language = 'ar' }: { language?: Language } = {}): Sanad {
  let documents: readonly Document[] = []
  let index: Index = createIndex([])
  const sequence = createSequence()

  return {
    load(loaded, onProgress) {
      const next = createIndex(loaded, onProgress)
      documents = loaded
      index = next
    },
    get documents() {
      return documents
    },
    ask: (question) => answer(index, question, SHOWN),
    search: (query, limit) => rank(index, query.toWellFormed(), limit).hits,
    handle: ({ address, text, language: chosen }) =>
      sequence.run([address.platform, address.conversation, address.thread ?? ''].join(' '), async () => {
        const command = parseCommand(text)
        return respond(command, phrases(chosen ?? (asks(command) ? languageOf(command.question) : language)))
      }),
  }

  function respond(command: Command, say: Phrases): Reply {
    switch (command.name) {
      case 'ask':
        return answered(answer(index, command.question, SHOWN), say)
      case 'more':
        return more(command.question, command.from, say)
      case 'passage':
        return passage(command.id, command.quote, say)
      case 'sources':
        return command.document === undefined ? sources(say) : source(command.document, say)
      case 'help':
        return [{ type: 'text', text: say.help }]
      case 'greeting':
        return [{ type: 'text', text: say.greeting }]
      case 'unknown':
        return [{ type: 'text', text: say.unknown(command.text) }]
    }
  }

  function answered({ question, status, citations, nearest }: Answer, say: Phrases): Reply {
    if (status === 'not_found') return notFound(nearest, say)
    const more: Action = { label: say.more, command: `/more ${citations.length} ${question}` }
    return [
      ...citations.flatMap((citation) => quoted(citation, say)),
      { type: 'actions', actions: [...citations.map((citation) => context(citation, citations.length, say)), more] },
    ]
  }

  function notFound(nearest: readonly Heading[], say: Phrases): Reply {
    const text = [say.notFound]
    if (nearest.length > 0)
      text.push(
        '',
        say.nearest,
        ...nearest.map(({ title, section }) => `• ${[title, ...section.slice(-1)].join(' — ')}`),
      )
    return [{ type: 'text', text: text.join('\n') }]
  }

  function more(question: string, from: number, say: Phrases): Reply {
    const { citations } = answer(index, question, from + SHOWN)
    const rest = citations.slice(from)
    if (rest.length === 0) return [{ type: 'text', text: say.noMore }]
    const actions = [
      ...rest.map((citation) => context(citation, rest.length, say)),
      { label: say.more, command: `/more ${from + rest.length} ${question}` },
    ]
    return [
      { type: 'text', text: say.moreFrom(from + 1) },
      ...rest.flatMap((citation) => quoted(citation, say)),
      { type: 'actions', actions },
    ]
  }

  function passage(id: string, quote: { start: number; end: number } | undefined, say: Phrases): Reply {
    const found = find(id)
    if (found === undefined) return [{ type: 'text', text: say.gone }]
    const { document, at } = found
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
      { type: 'text', text: [document.title, ...here.section].join(' — ') },
      { type: 'actions', actions },
    ]
  }

  function sources(say: Phrases): Reply {
    if (documents.length === 0) return [{ type: 'text', text: say.noSources }]
    const lines = documents.map(
      (document, number) =>
        `${number + 1}. ${[document.title, document.author ?? document.publisher, document.date].filter(Boolean).join(' — ')}`,
    )
    return [{ type: 'text', text: [say.sources(documents.length), ...lines].join('\n') }]
  }

  /** A document by its number in the list, its id, or words of its title. */
  function source(name: string, say: Phrases): Reply {
    const document =
      documents[Number(name) - 1] ??
      documents.find(({ id }) => id === name) ??
      documents.find(({ title }) => title.includes(name))
    if (document === undefined) return [{ type: 'text', text: say.noSuchSource(name.slice(0, 60)) }]
    const { title, author, publisher, date, url } = citedDocument(document)
    const facts = [
      author && `${say.author}: ${author}`,
      publisher && `${say.publisher}: ${publisher}`,
      `${say.date}: ${date ?? say.undated}`,
      url && `${say.link}: ${url}`,
      say.passages(document.passages.length),
    ]
    const first = document.passages[0]
    const actions: Block[] =
      first === undefined
        ? []
        : [{ type: 'actions', actions: [{ label: say.context, command: `/passage ${first.id}` }] }]
    return [{ type: 'text', text: [title, ...facts.filter(Boolean)].join('\n') }, ...actions]
  }

  function find(id: string): { document: Document; at: number } | undefined {
    for (const document of documents) {
      const at = document.passages.findIndex((passage) => passage.id === id)
      if (at >= 0) return { document, at }
    }
    return undefined
  }
}

const asks = (command: Command): command is Extract<Command, { question: string }> => 'question' in command

function quoted(citation: Citation, { language }: Phrases): Block[] {
  return [
    { type: 'quote', text: citation.quote },
    { type: 'citations', citations: [citation], language },
  ]
}

function context(citation: Citation, of: number, say: Phrases): Action {
  const label = of > 1 ? `${say.context} ${citation.number}` : say.context
  return { label, command: `/passage ${citation.passage.id} ${citation.start}-${citation.end}` }
}
