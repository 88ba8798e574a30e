/**
 * Makes what nobody asked for be on show in a channel: said once, and changed where it stands.
 *
 * - A message of its subject that is on show is edited; one that was deleted is sent anew; a left-over one is deleted.
 * - A message that may be there already is sent under the same nonce, by which Discord knows it for some minutes.
 * - Nothing is taken up after a restart, since whoever had it delivered looks after it; its row says whether it may be there.
 */
import { type Address, createSequence, DeliveryError, type Log, type Store, type StoredPost } from '../../src/index.ts'
import { pause, wait } from '../chat/pause.ts'
import { postsOf } from '../chat/posts.ts'
import { PLATFORM } from './decode.ts'
import type { Failure } from './failure.ts'
import type { Payload, Sending } from './sending.ts'

export interface Announcement {
  readonly address: Address
  /** Those of one subject are delivered one after another. */
  readonly subject: string
  readonly channel: string
  readonly payloads: readonly Payload[]
}

export interface Announcements {
  /** Resolves with the message ids of what is on show, or rejects with a `DeliveryError`. */
  post(announcement: Announcement, signal: AbortSignal): Promise<readonly string[]>
  /** Leaves what an earlier run had on its way. */
  leave(post: StoredPost): Promise<void>
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>
}

export interface AnnouncementParts {
  readonly sending: Sending
  readonly store: Store
  readonly log: Log
  readonly onUnauthorized: () => void
}

/** Discord knows a nonce for "a few minutes"; a message without word is repeated for less. */
const NONCE_LIFE = 120_000
const SHORT_WAIT = 30_000
const UNSENT_TRIES = 4

export function createAnnouncements({ sending, store, log, onUnauthorized }: AnnouncementParts): Announcements {
  const sequence = createSequence()

  return {
    post: ({ address, subject, channel, payloads }, signal) =>
      sequence.run(subject, async () => {
        const before = await store.outbox.of(PLATFORM, subject)
        const present = payloads.map((_, part) => before.find((post) => post.part === part))
        const posts = postsOf(payloads.map((payload, part) => continued(payload, present[part]))).map((post, part) => ({
          ...post,
          key: keyOf(present[part]) ?? post.key,
        }))
        const rows = await store.outbox.put({ address, subject, posts })
        const messages: string[] = []
        for (const [index, post] of rows.entries()) {
          try {
            const message = await show(post, channel, signal)
            if (post.payload !== undefined) messages.push(message)
          } catch (error) {
            for (const { id } of rows.slice(index)) await store.outbox.died(id)
            throw error
          }
        }
        return messages
      }),

    async leave({ id, state, message }) {
      // An edit may be repeated; a message without word may be there.
      if (state === 'sending' && message === undefined) await store.outbox.postponed(id, true)
      await store.outbox.died(id)
    },

    idle: () => sequence.idle(),
  }

  /** Makes a post be on show, or be gone; resolves with its message. */
  async function show(post: StoredPost, channel: string, signal: AbortSignal): Promise<string> {
    const began = Date.now()
    let payload = JSON.parse(post.payload ?? '{}') as Payload
    let wanted = post
    let uncertain = false
    for (let tries = 0; ; tries++) {
      const result = await (wanted.payload === undefined
        ? sending.remove(wanted, channel)
        : sending.attempt(wanted, payload))
      if ('message' in result) return result.message
      const { failure } = result
      uncertain ||= failure.code === 'uncertain' && wanted.message === undefined
      if (failure.code === 'lost' && wanted.message !== undefined) {
        await store.outbox.lost(post.id)
        if (wanted.payload === undefined) return wanted.message
        const { message: _, ...anew } = wanted
        wanted = anew
        continue
      }
      const isRefused = failure.code === 'gone' || failure.code === 'refused'
      if (isRefused && payload.reply !== undefined && wanted.message === undefined) {
        // It may be said where it may not be a reply.
        const { reply: _, ...alone } = payload
        payload = alone
        continue
      }
      if (await mayTryAgain(failure, { began, tries, signal })) continue
      if (uncertain) await store.outbox.postponed(post.id, true)
      throw errorOf(failure)
    }
  }

  /** Waits, where another try may help. */
  async function mayTryAgain(
    failure: Failure,
    { began, tries, signal }: { readonly began: number; readonly tries: number; readonly signal: AbortSignal },
  ): Promise<boolean> {
    switch (failure.code) {
      case 'limited':
        return failure.retryAfter <= SHORT_WAIT && wait(failure.retryAfter, signal)
      case 'uncertain':
        // The nonce makes repeating safe, for a while.
        return Date.now() - began <= NONCE_LIFE && pause(tries, signal)
      case 'unsent':
        return tries + 1 < UNSENT_TRIES && pause(tries, signal)
      default:
        return false
    }
  }

  function errorOf(failure: Failure): DeliveryError {
    switch (failure.code) {
      case 'limited':
        return new DeliveryError('limited', 'Discord asks to wait; try again later', { retryAfter: failure.retryAfter })
      case 'uncertain':
        return new DeliveryError(
          'uncertain',
          'Discord did not answer: the message may be there; look, and post again if not',
        )
      case 'unsent':
        return new DeliveryError('unavailable', 'Discord cannot be reached; check the network and try again')
      case 'gone':
        return new DeliveryError('gone', failure.reason)
      case 'lost':
        return new DeliveryError('gone', 'the channel is no longer there; choose another one')
      case 'unauthorized':
        onUnauthorized()
        return new DeliveryError('unavailable', 'Discord does not accept the token')
      default:
        log.warn({ reason: 'reason' in failure ? failure.reason : failure.code }, 'discord: a message was refused')
        return new DeliveryError('unavailable', `Discord refused the message (${failure.code})`)
    }
  }
}

/** A message whose id is not known keeps its nonce: it may be there. */
const keyOf = (present: StoredPost | undefined): string | undefined =>
  present !== undefined && present.message === undefined && present.key !== '' ? present.key : undefined

function continued(payload: Payload, present: StoredPost | undefined): Payload {
  const mayBeThere =
    present !== undefined && present.message === undefined && (present.uncertain || present.state === 'sending')
  return mayBeThere && present.payload !== JSON.stringify(payload) ? { ...payload, again: true } : payload
}
