/** The whole of Sanad without the world: documents in, answers and replies out. */
import { type Answer, answer, quotes } from './answer/answer.ts'
import type { Citation } from './answer/citation.ts'
import { examples } from './answer/examples.ts'
import { type Explanation, explain } from './answer/explain.ts'
import { MOST_SENTENCES, type Summary, summarize } from './answer/summary.ts'
import { type Command, parseCommand } from './command.ts'
import { alone, ask, more, SHOWN } from './commands/ask.ts'
import { type Completed, type Completion, complete } from './commands/complete.ts'
import { corpus } from './commands/corpus.ts'
import { digest } from './commands/digest.ts'
import { draft } from './commands/draft.ts'
import { gaps } from './commands/gaps.ts'
import { tellAskers } from './commands/notes.ts'
import { passage } from './commands/passage.ts'
import { forgetme, mydata, raise, vote } from './commands/people.ts'
import { allowedIn, type Scope, text } from './commands/scope.ts'
import { settings } from './commands/settings.ts'
import { findSource, noSuchSource, source, sources } from './commands/sources.ts'
import { stats } from './commands/stats.ts'
import { summary } from './commands/summary.ts'
import { verify } from './commands/verify.ts'
import { why } from './commands/why.ts'
import type { Document } from './corpus/document.ts'
import { createDesk, type DeskParts } from './digest/desk.ts'
import { runDigests } from './digest/run.ts'
import { phrases } from './interface/index.ts'
import { createLibrary } from './library.ts'
import { type Address, conversationKey, DeliveryError, type Incoming, type Log, type ReadFile } from './ports.ts'
import type { Reply } from './reply.ts'
import { type Allowed, type Hit, rank } from './retrieval/rank.ts'
import { createSequence } from './sequence.ts'
import type { ChatSettings, Store } from './store.ts'
import { type Language, languageOf } from './text/language.ts'
import type { GlossaryEntry } from './text/lexicon/index.ts'

export interface Sanad {
  /**
   * Replaces the corpus at one go, and the words that the operator says may stand for others. Questions already being answered finish
   * on the one they began with.
   */
  load(documents: readonly Document[], glossary?: readonly GlossaryEntry[]): void
  /**
   * Replaces the corpus little by little: after every step of some milliseconds `pause` is called with the number of passages done,
   * and waited for. Questions are answered from the corpus before until the new one is complete.
   */
  reload(
    documents: readonly Document[],
    pause: (done: number) => Promise<void>,
    glossary?: readonly GlossaryEntry[],
  ): Promise<void>
  readonly documents: readonly Document[]
  /** One question's answer. Never throws. */
  ask(question: string): Answer
  /** Why that is its answer. Never throws. */
  explain(question: string): Explanation
  /** Passages by score, without abstention. */
  search(query: string, limit: number): readonly Hit[]
  /** What the documents say about a topic: at most five cited sentences, in reading order. Never throws. */
  summarize(topic: string): Summary
  /** The passages nearest to a query as citations, without abstention, for somebody who picks one. */
  quotes(query: string, limit: number): readonly Citation[]
  /** Things that whoever opens a conversation could ask about: headings that lead to their own passages. */
  examples(here: Address, limit: number): readonly string[]
  /** What a person may be about to type; `here` is their conversation, whose moderators may have added documents. */
  complete(what: Completed, typed: string, limit: number, here?: Address): Promise<readonly Completion[]>
  /**
   * Looks at what is due: digests, askers to be told, changes of another program. To be woken every some seconds; being woken too often, too
   * late or twice changes nothing. Rejects when the store fails.
   */
  look(): Promise<void>
  /** The reply to a message; messages of one conversation are answered in order. Rejects only on a bug. */
  handle(incoming: Incoming): Promise<Reply>
}

/** What Sanad is given of the world. */
export interface SanadOptions {
  /** The interface's language where nothing else decides. */
  readonly language?: Language
  /** Absent: nothing is remembered, and moderators have nothing to do. */
  readonly store?: Store
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** The IANA zone of conversations that chose none. */
  readonly zone?: string
  /** Sends unasked, through the adapter of the address's platform; rejects with a `DeliveryError`. Absent: nobody can be reached. */
  readonly deliver?: DeskParts['deliver']
  readonly readFile?: ReadFile
  /** Days for which questions are kept. */
  readonly retention?: number
  readonly log?: Log
  /** Waited for after every step of long work, so that others get their turn. */
  readonly pause?: () => Promise<void>
  /** Milliseconds after which a program that has not finished a posting is taken to have ended. */
  readonly lease?: number
}

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} }
const nobody: DeskParts['deliver'] = async () => {
  throw new DeliveryError('unavailable', 'No chat network is connected')
}

/** A Sanad over documents, empty until `load`. */
export function createSanad({
  language = 'ar',
  store,
  clock = () => 0,
  zone = 'UTC',
  deliver = nobody,
  readFile,
  retention = 30,
  log = QUIET,
  pause = async () => {},
  lease,
}: SanadOptions = {}): Sanad {
  const library = createLibrary({ store, clock })
  const sequence = createSequence()
  const everywhere: Allowed = (document) => document.owner === undefined
  const refresh = (): Promise<void> => library.refresh(pause)
  const desk =
    store === undefined
      ? undefined
      : createDesk({
          store,
          clock,
          deliver,
          log,
          pause,
          zone,
          language,
          sources(address, settings) {
            const documents = library.in(address)
            return { index: library.index, documents, allowed: allowedIn(documents, settings), seen: library.seen }
          },
        })

  return {
    load: library.load,
    reload: library.reload,
    get documents() {
      return library.shared
    },
    ask: (question) => answer(library.index, question, SHOWN, everywhere),
    explain: (question) => explain(library.index, question, undefined, everywhere),
    search: (query, limit) => rank(library.index, query.toWellFormed(), limit, everywhere).hits,
    summarize: (topic) => summarize(library.index, topic, MOST_SENTENCES, everywhere),
    quotes: (query, limit) => quotes(library.index, query, limit, everywhere),
    examples(here, limit) {
      const documents = library.in(here)
      return examples(library.index, documents, limit, allowedIn(documents, {}))
    },
    async complete(what, typed, limit, here) {
      if (here === undefined) return complete(library.shared, what, typed, limit)
      const settings = (await store?.chats.settings(here)) ?? {}
      const documents = library.in(here)
      // Most conversations allow all, and the list that is known is completed at once.
      const allowed = settings.sources === undefined ? documents : documents.filter(allowedIn(documents, settings))
      return complete(allowed, what, typed, limit)
    },
    handle(incoming) {
      const began = clock()
      return sequence.run(conversationKey(incoming.address), async () => {
        const command = parseCommand(incoming.text, incoming.replyTo)
        const settings = (await store?.chats.settings(incoming.address)) ?? {}
        const { index } = library
        return respond(command, {
          incoming,
          say: phrases(speech(command, incoming, settings)),
          index,
          documents: library.in(incoming.address),
          settings,
          store,
          desk,
          readFile,
          retention,
          refresh,
          lookUp: library.in,
          clock,
          began,
        })
      })
    },
    async look() {
      if (desk === undefined) return
      await refresh()
      await runDigests(desk, lease)
      await tellAskers(desk, library.in)
    },
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
      return within(scope.incoming.source, scope, (one) => ask(command.question, one))
    case 'more':
      return within(command.source ?? scope.incoming.source, scope, (one) => more(command.question, command.from, one))
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
    case 'digest':
      return digest(command.does, scope)
    case 'draft':
      return draft(command.does, command.slot, command.argument, scope)
    case 'gaps':
      return gaps(command.does, scope)
    case 'corpus':
      return corpus(command.does, scope)
    case 'stats':
      return stats(scope)
    case 'why':
      return why(command.question, scope)
    case 'alone':
      return within(command.source ?? scope.incoming.source, scope, (one) => alone(command.question, one))
    case 'mydata':
      return mydata(scope)
    case 'forgetme':
      return forgetme(scope)
    case 'help':
      return help(scope)
    case 'greeting':
      return text(say.greeting)
    case 'unknown':
      return text(say.unknown(command.text))
  }
}

/** In the one document that was named, or in all. */
function within(
  name: string | undefined,
  scope: Scope,
  reply: (scope: Scope) => Reply | Promise<Reply>,
): Reply | Promise<Reply> {
  if (name === undefined) return reply(scope)
  const document = findSource(name, scope)
  if (document === undefined) return noSuchSource(name, scope)
  return reply({ ...scope, incoming: { ...scope.incoming, source: document.id } })
}

function help({ say, incoming, store, retention }: Scope): Reply {
  const parts = [
    say.help,
    // Discord brings commands alone.
    ...(incoming.address.platform === 'discord' ? [] : [say.helpTyping]),
    ...(store === undefined ? [] : [say.helpKept(retention)]),
  ]
  return text(parts.join('\n\n'))
}
