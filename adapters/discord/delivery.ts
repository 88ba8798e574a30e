/**
 * Makes answers be on show in Discord. When the interaction's token has ended, a public answer goes to the channel; a hidden one is kept
 * for `/last`.
 */
import type { Log, Store, StoredPost } from '../../src/index.ts'
import { pause, wait } from '../chat/pause.ts'
import type { Payload, Sending } from './sending.ts'

export interface Delivery {
  /** Delivers the messages of an answer, in order; resolves when each is on show, given up, or left because of `signal`. */
  answer(posts: readonly StoredPost[], signal: AbortSignal): Promise<void>
}

export interface DeliveryParts {
  readonly sending: Sending
  readonly store: Store
  readonly log: Log
  readonly onUnauthorized: () => void
  /** Milliseconds for which an interaction's token is good; Discord gives fifteen minutes. */
  readonly tokenLife: number
}

/** After so many milliseconds nobody waits for an answer any more. */
export const TOO_LATE: number = 6 * 3_600_000

/** Milliseconds by which a timer may end before the clock says so. */
const EARLY = 5

export function createDelivery({ sending, store, log, onUnauthorized, tokenLife }: DeliveryParts): Delivery {
  const isOpen = ({ via }: Payload): boolean => via !== undefined && Date.now() < via.at + tokenLife
  /** The longest wait for its token's limit: after that the channel is left, which has a limit of its own. */
  const left = (payload: Payload): number =>
    payload.via !== undefined && isOpen(payload)
      ? payload.via.at + tokenLife - Date.now() + EARLY
      : Number.POSITIVE_INFINITY

  return {
    async answer(posts, signal) {
      for (const [index, post] of posts.entries()) {
        const outcome = await answerOne(post, signal)
        if (outcome === 'delivered') continue
        if (outcome === 'given up') for (const { id } of posts.slice(index)) await store.outbox.died(id)
        return
      }
    },
  }

  async function answerOne(post: StoredPost, signal: AbortSignal): Promise<'delivered' | 'given up' | 'left'> {
    if (post.payload === undefined) return remove(post)
    let payload = JSON.parse(post.payload) as Payload
    for (let tries = 0; ; tries++) {
      if (signal.aborted) return 'left'
      // Clocks differ: a token that seems to have ended is tried once more where there is no other way.
      const nowhere = payload.hidden === true || payload.fallback !== true
      const target = isOpen(payload) || nowhere ? payload : toChannel(payload)
      if (Date.now() - post.createdAt > TOO_LATE || (nowhere && target.via === undefined)) return 'given up'
      const result = await sending.attempt(post, target)
      if ('message' in result) return 'delivered'
      const { failure } = result
      switch (failure.code) {
        case 'lost':
        case 'taken':
          // The token counts no more, or never did: the channel is left.
          if (target.via === undefined) return 'given up'
          payload = toChannel(payload)
          break
        case 'gone':
        case 'refused':
          log.warn({ reason: failure.reason }, 'discord: an answer could not be delivered')
          return 'given up'
        case 'unauthorized':
          onUnauthorized()
          return 'left'
        case 'limited':
          if (!(await wait(Math.min(failure.retryAfter, left(target)), signal))) return 'left'
          break
        default:
          if (!(await pause(tries, signal))) return 'left'
      }
    }
  }

  /** A left-over part of an answer that became shorter. */
  async function remove(post: StoredPost): Promise<'delivered'> {
    // Its token may have ended, and it is not worth more than one try.
    await store.outbox.died(post.id)
    return 'delivered'
  }
}

function toChannel({ via: _, ...payload }: Payload): Payload {
  return payload
}
