/** The core's replies as an adapter uses them: a bug gives one apology, and the adapter's own sentences speak the same language. */
import { setImmediate as breathe } from 'node:timers/promises'
import {
  type Incoming,
  type Language,
  type Log,
  languageOf,
  type Phrases,
  phrases,
  type Reply,
  type Store,
} from '../../src/index.ts'

export interface Responder {
  /** The reply to a message; never rejects. */
  reply(incoming: Incoming): Promise<Reply>
  /** The language in which the adapter itself speaks to somebody. */
  speech(incoming: Omit<Incoming, 'isModerator'>): Promise<Phrases>
}

export interface ResponderParts {
  readonly handle: (incoming: Incoming) => Promise<Reply>
  readonly store: Store
  readonly log: Log
  /** Where nothing else decides. */
  readonly language: Language
}

export function createResponder({ handle, store, log, language }: ResponderParts): Responder {
  const speech: Responder['speech'] = async ({ address, text, language: own, place }) => {
    const { language: chosen } = await store.chats.settings(address)
    // As the core has it: what stands behind any other command is no sentence of anybody's.
    const words = text.startsWith('/') ? (/^\/ask(?:@\w+)?\s([\s\S]+)/iu.exec(text)?.[1] ?? '') : text
    const asked = /\p{L}/u.test(words) ? languageOf(words) : undefined
    return phrases(chosen ?? asked ?? (place === 'private' ? own : undefined) ?? language)
  }
  // One message begins in a turn of the event loop, so that between two answers what has just arrived is heard and acknowledged.
  let turn: Promise<void> = Promise.resolve()
  return {
    speech,
    async reply(incoming) {
      turn = turn.then(() => breathe())
      await turn
      try {
        return await handle(incoming)
      } catch (error) {
        log.error({ error, question: incoming.id }, 'a message could not be handled')
        return [{ type: 'notice', text: (await speech(incoming)).apology }]
      }
    },
  }
}
