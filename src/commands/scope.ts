/** What a command is carried out with: who asks where, in which language, over which documents. */
import type { Document } from '../corpus/document.ts'
import type { Phrases } from '../interface/index.ts'
import type { Incoming } from '../ports.ts'
import type { Reply } from '../reply.ts'
import type { Index } from '../retrieval/index.ts'
import type { Allowed } from '../retrieval/rank.ts'
import type { ChatSettings, Store } from '../store.ts'

export interface Scope {
  readonly incoming: Incoming
  readonly say: Phrases
  readonly index: Index
  readonly documents: readonly Document[]
  readonly settings: ChatSettings
  /** Absent where nothing is remembered: a terminal. */
  readonly store: Store | undefined
}

/** Which documents may be quoted in this reply, by the moderators' choice and the writer's; `undefined`: all. */
export function allowedHere({ settings: { sources }, incoming: { source } }: Scope): Allowed | undefined {
  if (sources === undefined && source === undefined) return undefined
  const ids = new Set(sources)
  return ({ id }) => (sources === undefined || ids.has(id)) && (source === undefined || id === source)
}

export const text = (words: string): Reply => [{ type: 'text', text: words }]
export const notice = (words: string): Reply => [{ type: 'notice', text: words }]
