/**
 * Makes the posts of the outbox be on show in Discord.
 *
 * - The first message of a reply is an edit of what the interaction was acknowledged with: repeating it shows it once.
 * - A message in a channel carries its post's key as nonce, by which Discord knows a repeated one for some minutes.
 * - Further messages of a long reply have neither: one without word may be there twice, and its post is marked uncertain.
 * - When the interaction's token has ended, a public answer goes to the channel; a hidden one is kept for `/last`.
 */
import { type REST, Routes } from 'discord.js'
import { DeliveryError, type Log, type Store, type StoredPost } from '../../src/index.ts'
import { isStoreError } from '../chat/lanes.ts'
import { pause, wait } from '../chat/pause.ts'
import type { WithRows } from '../chat/posts.ts'
import type { Via } from './decode.ts'
import { type Failure, failureOf } from './failure.ts'
import { components, type Rendered } from './render.ts'

/** What the outbox keeps of a message. */
export interface Payload extends Rendered, WithRows {
  readonly channel: string
  /** The interaction it answers; absent for a message that nobody asked for. */
  readonly via?: Via
  /** Only who asked sees it. */
  readonly hidden?: true
  /** What a button showed: the next press turns it over. */
  readonly view?: true
  /** The bot may write in the channel once the interaction's token has ended. */
  readonly fallback?: true
}

export interface Delivery {
  /** Delivers the messages of an answer, in order; resolves when each is on show, given up, or left because of `signal`. */
  answer(posts: readonly StoredPost[], signal: AbortSignal): Promise<void>
  /** Delivers what nobody asked for; resolves with the message ids, or rejects with a `DeliveryError`. */
  announce(posts: readonly StoredPost[], signal: AbortSignal): Promise<readonly string[]>
}

export interface DeliveryParts {
  readonly rest: REST
  readonly store: Store
  readonly log: Log
  readonly onUnauthorized: () => void
  /** Milliseconds for which an interaction's token is good; Discord gives fifteen minutes. */
  readonly tokenLife: number
}

/** Nobody is pinged, whatever a text says. */
const SILENT = { allowed_mentions: { parse: [] } }
const EPHEMERAL = 64
/** After so many milliseconds nobody waits for an answer any more. */
export const TOO_LATE: number = 6 * 3_600_000
/** Discord knows a nonce for "a few minutes"; a message without word is repeated for less. */
const NONCE_LIFE = 120_000
const SHORT_WAIT = 30_000
const UNSENT_TRIES = 4

export function createDelivery({ rest, store, log, onUnauthorized, tokenLife }: DeliveryParts): Delivery {
  const isOpen = ({ via }: Payload): boolean => via !== undefined && Date.now() < via.at + tokenLife
  /** The longest wait for its token's limit: after that the channel is left, which has a limit of its own. */
  const left = (payload: Payload): number =>
    payload.via !== undefined && isOpen(payload) ? payload.via.at + tokenLife - Date.now() : Number.POSITIVE_INFINITY

  return {
    async answer(posts, signal) {
      for (const [index, post] of posts.entries()) {
        const outcome = await answerOne(post, signal)
        if (outcome === 'delivered') continue
        if (outcome === 'given up') for (const { id } of posts.slice(index)) await store.outbox.died(id)
        return
      }
    },
    async announce(posts, signal) {
      const messages: string[] = []
      for (const [index, post] of posts.entries()) {
        try {
          messages.push(await announceOne(post, signal))
        } catch (error) {
          for (const { id } of posts.slice(index)) await store.outbox.died(id)
          throw error
        }
      }
      return messages
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
      const result = await attempt(post, target)
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

  async function announceOne(post: StoredPost, signal: AbortSignal): Promise<string> {
    const payload = JSON.parse(post.payload ?? '{}') as Payload
    const began = Date.now()
    for (let tries = 0; ; tries++) {
      const result = await attempt(post, payload)
      if ('message' in result) return result.message
      const { failure } = result
      switch (failure.code) {
        case 'limited':
          if (failure.retryAfter > SHORT_WAIT)
            throw new DeliveryError('limited', 'Discord asks to wait; try again later', {
              retryAfter: failure.retryAfter,
            })
          await wait(failure.retryAfter, signal)
          break
        case 'uncertain':
          // The nonce makes repeating safe, for a while.
          if (Date.now() - began > NONCE_LIFE || !(await pause(tries, signal)))
            throw new DeliveryError(
              'uncertain',
              'Discord did not answer: the message may be there; look, and post again if not',
            )
          break
        case 'unsent':
          if (tries + 1 >= UNSENT_TRIES || !(await pause(tries, signal)))
            throw new DeliveryError('unavailable', 'Discord cannot be reached; check the network and try again')
          break
        case 'gone':
        case 'lost':
          throw new DeliveryError(
            'gone',
            'Discord does not let the bot write there; check the channel and its permissions',
          )
        case 'unauthorized':
          onUnauthorized()
          throw new DeliveryError('unavailable', 'Discord does not accept the token')
        default:
          throw new DeliveryError('unavailable', `Discord refused the message (${failure.code})`)
      }
    }
  }

  async function attempt(post: StoredPost, payload: Payload): Promise<{ message: string } | { failure: Failure }> {
    await store.outbox.sending(post.id)
    try {
      const message = await send(post, payload)
      await store.outbox.sent(post.id, message)
      return { message }
    } catch (error) {
      if (isStoreError(error)) throw error
      const failure = failureOf(error)
      const repeatable = payload.via === undefined || post.part === 0 || post.message !== undefined
      await store.outbox.postponed(post.id, failure.code === 'uncertain' && !repeatable)
      return { failure }
    }
  }

  async function send(post: StoredPost, { via, embeds, rows, hidden, channel }: Payload): Promise<string> {
    const body = { embeds, components: components(rows, post.key), ...SILENT }
    if (via !== undefined) {
      const { application, token } = via
      if (post.part === 0)
        return idOf(await rest.patch(Routes.webhookMessage(application, token, '@original'), { body, auth: false }))
      if (post.message !== undefined)
        return idOf(await rest.patch(Routes.webhookMessage(application, token, post.message), { body, auth: false }))
      const query = new URLSearchParams({ wait: 'true' })
      const flags = hidden === true ? { flags: EPHEMERAL } : {}
      return idOf(
        await rest.post(Routes.webhook(application, token), { body: { ...body, ...flags }, query, auth: false }),
      )
    }
    if (post.message !== undefined)
      return idOf(await rest.patch(Routes.channelMessage(channel, post.message), { body }))
    const once = { nonce: post.key, enforce_nonce: true }
    return idOf(await rest.post(Routes.channelMessages(channel), { body: { ...body, ...once } }))
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

/** The id of a message. What has none is not Discord's answer but of something in between: whether it was carried out is not known. */
function idOf(message: unknown): string {
  const id = (message as { id?: unknown } | null | undefined)?.id
  if (typeof id !== 'string') throw new Error("not an answer of Discord's")
  return id
}
