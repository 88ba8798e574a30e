/** The whole of Sanad without the world: documents in, answers and replies out. */
import { type Answer, answer, quotes } from './answer/answer.ts'
import type { Citation } from './answer/citation.ts'
import { type Summary, summarize } from './answer/summary.ts'
import { type Command, parseCommand } from './command.ts'
import { ask, more, SHOWN } from './commands/ask.ts'
import { type Completion, complete } from './commands/complete.ts'
import { gaps } from './commands/gaps.ts'
import { passage } from './commands/passage.ts'
import { forgetme, mydata, raise, vote } from './commands/people.ts'
import { type Scope, text } from './commands/scope.ts'
import { settings } from './commands/settings.ts'
import { source, sources } from './commands/sources.ts'
import { summary } from './commands/summary.ts'
import { verify } from './commands/verify.ts'
import type { Document } from './corpus/document.ts'
import { phrases } from './interface/index.ts'
import type { Incoming } from './ports.ts'
import type { Reply } from './reply.ts'
import { createIndex, type Index, indexing } from './retrieval/index.ts'
import { type Hit, rank } from './retrieval/rank.ts'
import { createSequence } from './sequence.ts'
import type { ChatSettings, Store } from './store.ts'
import { type Language, languageOf } from './text/language.ts'

export interface Sanad {
  /** Replaces the corpus at one go. Questions already being answered finish on the one they began with. */
  load(documents: readonly Document[]): void
  /**
   * Replaces the corpus little by little: after every step of some milliseconds `pause` is called with the number of passages done,
   * and waited for. Questions are answered from the corpus before until the new one is complete.
   */
  reload(documents: readonly Document[], pause: (done: number) => Promise<void>): Promise<void>
  readonly documents: readonly Document[]
  /** One question's answer. Never throws. */
  ask(question: string): Answer
  /** Passages by score, without abstention. */
  search(query: string, limit: number): readonly Hit[]
  /** What the documents say about a topic: at most five cited sentences, in reading order. Never throws. */
  summarize(topic: string): Summary
  /** The passages nearest to a query as citations, without abstention, for somebody who picks one. */
  quotes(query: string, limit: number): readonly Citation[]
  /** What a person may be about to type. */
  complete(what: 'source' | 'topic', typed: string, limit: number): readonly Completion[]
  /** The reply to a message; messages of one conversation are answered in order. Rejects only on a bug. */
  handle(incoming: Incoming): Promise<Reply>
}

/** A Sanad over documents, empty until `load`. `language` is the interface language where nothing else decides. */
export function createSanad({ language = 'ar', store }: { language?: Language; store?: Store } = {}): Sanad {
  let documents: readonly Document[] = []
  let index: Index = createIndex([])
  const sequence = createSequence()

  return {
    load(loaded) {
      index = createIndex(loaded)
      documents = loaded
    },
    async reload(loaded, pause) {
      const steps = indexing(loaded)
      let step = steps.next()
      let done = 0
      for (; !step.done; step = steps.next()) {
        done = step.value ?? done
        await pause(done)
      }
      index = step.value
      documents = loaded
    },
    get documents() {
      return documents
    },
    ask: (question) => answer(index, question, SHOWN),
    search: (query, limit) => rank(index, query.toWellFormed(), limit).hits,
    summarize: (topic) => summarize(index, topic),
    quotes: (query, limit) => quotes(index, query, limit),
    complete: (what, typed, limit) => complete(documents, what, typed, limit),
    handle: (incoming) =>
      sequence.run([incoming.address.platform, incoming.address.conversation].join(' '), async () => {
        const command = parseCommand(incoming.text, incoming.replyTo)
        const chosen = (await store?.chats.settings(incoming.address)) ?? {}
        const say = phrases(speech(command, incoming, chosen))
        return respond(command, { incoming, say, index, documents, settings: chosen, store })
      }),
  }

  /** The conversation's language, else that of what is asked, else the writer's own where nobody else reads. */
  function speech(command: Command, incoming: Incoming, chosen: ChatSettings): Language {
    if (chosen.language !== undefined) return chosen.language
    if (command.name === 'ask' || command.name === 'more') return languageOf(command.question)
    return (incoming.place === 'private' ? incoming.language : undefined) ?? language
  }
}

function respond(command: Command, scope: Scope): Reply | Promise<Reply> {
  const { say } = scope
  switch (command.name) {
    case 'ask':
      return ask(command.question, scope)
    case 'more':
      return more(command.question, command.from, {
        ...scope,
        incoming: { ...scope.incoming, ...(command.source === undefined ? {} : { source: command.source }) },
      })
    case 'passage':
      return passage(command.id, command.quote, scope)
    case 'verify':
      return verify(command.text, scope)
    case 'summary':
      return summary(command.topic, scope)
    case 'sources':
      return command.document === undefined ? sources(scope) : source(command.document, scope)
    case 'settings':
      return settings(command.change, scope)
    case 'vote':
      return vote(command.question, command.vote, scope)
    case 'raise':
      return raise(command.question, scope)
    case 'gaps':
      return gaps(command.close, scope)
    case 'mydata':
      return mydata(scope)
    case 'forgetme':
      return forgetme(scope)
    case 'help':
      // Discord brings commands alone.
      return text(scope.incoming.address.platform === 'discord' ? say.help : `${say.help}\n\n${say.helpTyping}`)
    case 'greeting':
      return text(say.greeting)
    case 'unknown':
      return text(say.unknown(command.text))
  }
}
