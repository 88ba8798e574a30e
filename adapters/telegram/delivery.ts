/**
 * Makes the posts of the outbox be on show. Telegram has no key by which a repeated call is known, so a send without an answer may
 * have arrived: an answer to a question is then sent again and its post marked uncertain (better twice than never); a message that
 * nobody asked for is not (better never than twice), and who ordered it is told.
 */
import type { ForceReply } from 'telegraf/types'
import { type Chart, DeliveryError, type Log, type Store, type StoredPost } from '../../src/index.ts'
import { createDeadline } from '../chat/deadline.ts'
import { pause } from '../chat/pause.ts'
import { buttonName } from '../chat/posts.ts'
import type { Pseudonyms } from '../chat/pseudonym.ts'
import type { Call } from './client.ts'
import { PLATFORM } from './decode.ts'
import { type Failure, failureOf } from './failure.ts'
import type { Pace } from './pace.ts'
import type { Rendered } from './render.ts'
import { createWire } from './wire.ts'

/** What the outbox keeps of a message. */
export interface Payload extends Rendered {
  /** The message it replies to. */
  readonly replyTo?: number
  /** It is a picture, drawn when it is sent. */
  readonly chart?: Chart
  /** A command: what is written in reply to this message is to be its end. */
  readonly awaits?: string
  /** Has the client open a reply to it. */
  readonly asks?: ForceReply
}

export interface Delivery {
  /**
   * Delivers answers, in order; resolves when each is on show, given up, or left for the next start because of `signal`. With
   * `patience`, what could not go within so many milliseconds is given up.
   */
  answer(posts: readonly StoredPost[], signal: AbortSignal, patience?: number): Promise<void>
  /**
   * Delivers what nobody asked for; resolves with the ids of all messages on show, or rejects with a `DeliveryError`: what is on show
   * by then stays, and what is not is given up. A picture that cannot be shown is left out.
   */
  announce(posts: readonly StoredPost[], signal: AbortSignal): Promise<readonly string[]>
}

export interface DeliveryParts {
  readonly call: Call
  readonly store: Store
  readonly pace: Pace
  readonly names: Pseudonyms
  readonly log: Log
  /** A chart as PNG. */
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  /** The token is no longer valid. */
  readonly onUnauthorized: () => void
}

/** An answer that could not be delivered for so long is of no use any more. */
const TOO_LATE = 6 * 3_600_000
/** Longer waits for a rate limit are reported to whoever ordered an announcement. */
const SHORT_WAIT = 30_000
const ANNOUNCEMENT_TRIES = 4
/** After this long without a message, the chat is shown that one is coming. */
const TYPING_AFTER = 700

export function createDelivery({ call, store, pace, names, log, draw, onUnauthorized }: DeliveryParts): Delivery {
  const wire = createWire()
  return {
    async answer(posts, signal, patience) {
      const end = patience === undefined ? undefined : createDeadline(patience, [signal])
      const over = (): boolean => !signal.aborted && end?.signal.aborted === true
      const dead = new Set<string>()
      try {
        for (const post of posts) {
          // Without its beginning, the rest of a reply says nothing.
          if (!dead.has(post.subject)) {
            const outcome = await answerOne(post, end?.signal ?? signal)
            if (outcome === 'delivered') continue
            if (outcome === 'left' && !over()) return
            dead.add(post.subject)
          }
          await store.outbox.died(post.id)
        }
      } finally {
        end?.clear()
      }
    },
    async announce(posts, signal) {
      const messages: string[] = []
      for (const [index, post] of posts.entries()) {
        try {
          const message = await announceOne(post, signal)
          if (message !== undefined && post.payload !== undefined) messages.push(message)
        } catch (error) {
          const optional = chartOf(post) !== undefined && !signal.aborted
          for (const left of optional ? [post] : posts.slice(index)) await store.outbox.died(left.id)
          if (!optional) throw error
          log.warn({ reason: (error as Partial<DeliveryError>).code }, 'telegram: a picture could not be posted')
        }
      }
      return messages
    },
  }

  async function answerOne(post: StoredPost, signal: AbortSignal): Promise<'delivered' | 'given up' | 'left'> {
    let current = post
    let plain = false
    for (let tries = 0; ; tries++) {
      if (Date.now() - post.createdAt > TOO_LATE) return 'given up'
      const result = await attempt(current, plain, signal)
      if (result === undefined) return 'left'
      if ('message' in result) return 'delivered'
      const { failure } = result
      const reason = 'reason' in failure ? failure.reason : failure.code
      switch (failure.code) {
        case 'moved':
          current = { ...current, conversation: String(failure.to) }
          break
        case 'lost':
          current = withoutMessage(current)
          break
        case 'limited':
          break
        case 'gone':
          log.warn({ reason }, 'telegram: an answer could not be delivered')
          return 'given up'
        case 'unauthorized':
          onUnauthorized()
          return 'left'
        case 'refused':
        case 'unknown method':
          log.error({ reason }, 'telegram: a message was refused')
          if (plain || chartOf(post) !== undefined) return 'given up'
          // Whatever was wrong with its form, the words still arrive.
          plain = true
          break
        default:
          if (!(await pause(tries, signal))) return 'left'
      }
    }
  }

  async function announceOne(post: StoredPost, signal: AbortSignal): Promise<string | undefined> {
    let current = post
    for (let tries = 0; ; tries++) {
      const result = await attempt(current, false, signal)
      if (result === undefined)
        throw new DeliveryError('unavailable', 'Sanad is stopping; deliver again after it has started')
      if ('message' in result) return result.message
      const { failure } = result
      switch (failure.code) {
        case 'moved':
          current = { ...current, conversation: String(failure.to) }
          break
        case 'lost':
          current = withoutMessage(current)
          break
        case 'limited':
          if (failure.retryAfter > SHORT_WAIT)
            throw new DeliveryError('limited', 'Telegram asks to wait; try again later', {
              retryAfter: failure.retryAfter,
            })
          break
        case 'gone':
          throw new DeliveryError(
            'gone',
            `Telegram says: ${failure.reason}; add the bot again, or choose another place`,
          )
        case 'unsent':
        case 'uncertain':
          // Changing a message twice shows it once.
          if (failure.code === 'uncertain' && current.message === undefined)
            throw new DeliveryError(
              'uncertain',
              'Telegram did not answer: the message may be there; look, and post again if not',
            )
          if (tries + 1 >= ANNOUNCEMENT_TRIES || !(await pause(tries, signal)))
            throw new DeliveryError('unavailable', 'Telegram cannot be reached; check the network and try again')
          break
        default:
          throw new DeliveryError(
            'unavailable',
            `Telegram refused the message (${failure.code}); sanad doctor says more`,
          )
      }
    }
  }

  /** A chart as it is sent; `undefined` where that failed. */
  async function drawn(chart: Chart): Promise<Buffer | undefined> {
    try {
      return Buffer.from(await draw(chart))
    } catch (error) {
      log.error({ error }, 'telegram: a chart could not be drawn')
      return undefined
    }
  }

  /** One try at its turn; `undefined` when told to stop before it. */
  async function attempt(
    post: StoredPost,
    plain: boolean,
    signal: AbortSignal,
  ): Promise<{ message: string | undefined } | { failure: Failure } | undefined> {
    const chat = Number(names.chat(post.conversation))
    if (Number.isNaN(chat)) return { failure: { code: 'gone', reason: 'a conversation of another bot' } }
    const chart = chartOf(post)
    if (chart !== undefined && post.message !== undefined) {
      // What it shows the text beside it says too: it stays as it is.
      await note(() => store.outbox.sent(post.id, post.message), signal)
      return { message: post.message }
    }
    const picture = chart && (await drawn(chart))
    if (chart !== undefined && picture === undefined) return { failure: { code: 'refused', reason: 'no picture' } }
    const thread = post.thread === undefined ? {} : { message_thread_id: Number(post.thread) }
    const typing = setTimeout(() => {
      if (post.payload !== undefined)
        call('sendChatAction', { chat_id: chat, action: 'typing', ...thread }).catch(() => {})
    }, TYPING_AFTER)
    try {
      await pace.turn(chat, signal)
    } catch {
      return undefined
    } finally {
      clearTimeout(typing)
    }
    const leave = await wire.enter()
    try {
      if (signal.aborted) return undefined
      await store.outbox.sending(post.id)
      let sent: unknown
      try {
        sent = await call(...request(post, { chat_id: chat, ...thread }, plain, picture))
      } catch (error) {
        return await settle(post, chat, failureOf(error), signal)
      }
      const message = post.message ?? messageId(sent)
      // "Done" without saying what is no word on it.
      if (sent === null || message === undefined) return await settle(post, chat, { code: 'uncertain' }, signal)
      await note(() => store.outbox.sent(post.id, message), signal)
      return { message }
    } finally {
      leave()
    }
  }

  async function settle(
    post: StoredPost,
    chat: number,
    failure: Failure,
    signal: AbortSignal,
  ): Promise<{ message: string | undefined } | { failure: Failure }> {
    const changes = post.message !== undefined
    if (failure.code === 'unchanged' || (failure.code === 'lost' && post.payload === undefined)) {
      await note(() => store.outbox.sent(post.id, post.message), signal)
      return { message: post.message }
    }
    if (failure.code === 'limited') pace.hold(chat, failure.retryAfter)
    await note(async () => {
      if (failure.code === 'moved') await store.chats.move(PLATFORM, post.conversation, String(failure.to))
      if (failure.code === 'lost') await store.outbox.lost(post.id)
      // Changing a message twice shows it once.
      else await store.outbox.postponed(post.id, failure.code === 'uncertain' && !changes)
    }, signal)
    return { failure }
  }

  /** Writes down what happened on the network. A store that fails is waited for: without the note, the message would go again. */
  async function note(write: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await write()
      } catch (error) {
        const failed = error instanceof Error && error.name === 'StoreError'
        if (!failed || !(await pause(tries, signal))) throw error
        log.error({ error }, 'telegram: a delivery could not be written down yet')
      }
    }
  }
}

function request(
  post: StoredPost,
  place: { readonly chat_id: number; readonly message_thread_id?: number },
  plain: boolean,
  picture: Buffer | undefined,
): [string, object] {
  const known = { chat_id: place.chat_id, message_id: Number(post.message) }
  if (post.payload === undefined) return ['deleteMessage', known]
  const payload = JSON.parse(post.payload) as Payload
  const { text, replyTo, asks } = payload
  const reply =
    replyTo === undefined ? undefined : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }
  if (picture !== undefined) {
    // In a multipart body telegraf turns into JSON what it knows, and leaves out the rest.
    const quoted = reply === undefined ? {} : { reply_parameters: JSON.stringify(reply.reply_parameters) }
    return ['sendPhoto', { ...place, photo: { source: picture, filename: 'chart.png' }, ...quoted }]
  }
  const keyboard = keyboardOf(payload, post.key)
  const body = {
    text,
    link_preview_options: { is_disabled: true },
    ...(plain ? {} : { entities: payload.entities }),
    ...(plain || keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } }),
  }
  if (post.message !== undefined) return ['editMessageText', { ...known, ...body }]
  return [
    'sendMessage',
    { ...place, ...body, ...(asks === undefined || plain ? {} : { reply_markup: asks }), ...reply },
  ]
}

/** Buttons are counted through all rows, also those that only lead somewhere. */
function keyboardOf({ rows }: Payload, key: string): object[][] {
  let index = 0
  return rows.map((row) =>
    row.map(({ label, url }) => {
      const name = buttonName(key, index++)
      return { text: label, ...(url === undefined ? { callback_data: name } : { url }) }
    }),
  )
}

/** What a post that is a picture shows. */
function chartOf({ payload }: StoredPost): Chart | undefined {
  return payload === undefined ? undefined : (JSON.parse(payload) as Payload).chart
}

/** Absent where the platform says "done" without saying what, as it should not. */
function messageId(sent: unknown): string | undefined {
  const id = (sent as { message_id?: unknown } | null)?.message_id
  return typeof id === 'number' ? String(id) : undefined
}

function withoutMessage({ message: _, ...post }: StoredPost): StoredPost {
  return post
}
