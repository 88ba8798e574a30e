/** What a command is carried out with: who asks where, in which language, over which documents. */
import type { Document } from '../corpus/document.ts'
import type { Desk } from '../digest/desk.ts'
import type { Phrases } from '../interface/index.ts'
import type { Address, Incoming, ReadFile } from '../ports.ts'
import type { Reply } from '../reply.ts'
import type { Index } from '../retrieval/index.ts'
import type { Allowed } from '../retrieval/rank.ts'
import type { ChatSettings, Store } from '../store.ts'

export interface Scope {
  readonly incoming: Incoming
  readonly say: Phrases
  readonly index: Index
  /** Those of this conversation. */
  readonly documents: readonly Document[]
  readonly settings: ChatSettings
  /** Absent where nothing is remembered: a terminal. */
  readonly store: Store | undefined
  /** Absent where nothing is remembered. */
  readonly desk: Desk | undefined
  /** Absent where nobody can send files. */
  readonly readFile: ReadFile | undefined
  /** Days for which questions are kept. */
  readonly retention: number
  /** Takes in what moderators have just changed in the corpus. */
  readonly refresh: () => Promise<void>
  /** The documents of any conversation, as they are now. */
  readonly lookUp: (address: Address) => readonly Document[]
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** When the message was handed over, by the clock. */
  readonly began: number
}

/** Which documents may be quoted in this reply: those of this conversation, by the moderators' choice and the writer's. */
export function allowedHere({ settings, documents, incoming: { source } }: Scope): Allowed {
  const allowed = allowedIn(documents, settings)
  return source === undefined ? allowed : (document) => document.id === source && allowed(document)
}

/** Lists of documents as sets, made once. */
const HERE = new WeakMap<readonly Document[], ReadonlySet<Document>>()

/** Which documents may be quoted in a conversation. What its own moderators added always may. */
export function allowedIn(documents: readonly Document[], { sources }: ChatSettings): Allowed {
  const here = HERE.get(documents) ?? new Set(documents)
  HERE.set(documents, here)
  const ids = new Set(sources)
  return (document) =>
    here.has(document) && (sources === undefined || document.owner !== undefined || ids.has(document.id))
}

export const text = (words: string): Reply => [{ type: 'text', text: words }]
export const notice = (words: string): Reply => [{ type: 'notice', text: words }]

/** For what only moderators may do: the reply that refuses it, or nothing. Asked each time, also where a button was pressed. */
export async function refusal({ incoming, say, store, desk }: Scope): Promise<Reply | undefined> {
  if (store === undefined || desk === undefined) return text(say.notHere)
  return (await incoming.isModerator?.()) === true ? undefined : notice(say.moderatorsOnly)
}
