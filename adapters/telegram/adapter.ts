/**
 * Telegram as a chat network: telegraf's Context and Composer, with an intake and a delivery of our own around them, since
 * telegraf's polling and webhook lose updates when the process ends (ARCHITECTURE.md).
 */
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Telegraf } from 'telegraf'
import type { UserFromGetMe } from 'telegraf/types'
import {
  type Address,
  ANNOUNCEMENT,
  type Chart,
  type ChatAdapter,
  createSequence,
  DeliveryError,
  type Language,
  type Log,
  type Sanad,
  type Store,
} from '../../src/index.ts'
import { backoff, wait } from '../chat/pause.ts'
import { createPseudonyms } from '../chat/pseudonym.ts'
import { createResponder } from '../chat/responder.ts'
import { createCall } from './client.ts'
import { PLATFORM } from './decode.ts'
import { createDelivery } from './delivery.ts'
import { createExchange } from './exchange.ts'
import { failureOf } from './failure.ts'
import { createDownload } from './file.ts'
import { createIntake, type Handlers, type Intake } from './intake.ts'
import { registerMenus } from './menu.ts'
import { createOutgoing, type Outgoing } from './outgoing.ts'
import { createPace, type Limits, TELEGRAM_LIMITS } from './pace.ts'
import { poll, UPDATES } from './poll.ts'
import { createWebhook, type RequestHandler } from './webhook.ts'

export interface TelegramOptions {
  readonly token: string
  /** A Bot API server. */
  readonly apiRoot: string
  readonly store: Store
  readonly log: Log
  /** The interface's language where nothing else decides. */
  readonly language: Language
  /** Passages for inline mode. */
  readonly quotes: Sanad['quotes']
  /** The address, without a slash at its end, under which the world can read the documents that citations then lead to. */
  readonly reader?: string
  /** A chart as PNG. */
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  /** Receive by webhook instead of polling: Telegram posts to `url`, and `mount` is given what answers there. */
  readonly webhook?: {
    readonly url: string
    readonly secret: string
    readonly mount: (handler: RequestHandler) => void
  }
  /** Told once when Sanad can no longer work here: the sentence says why and what to do. */
  readonly onFatal: (reason: string) => void
  readonly limits?: Limits
  /** How long Telegram may be silent: milliseconds for a call, seconds for a poll with nothing new. */
  readonly patience?: { readonly call: number; readonly poll: number }
}

/** Milliseconds between looks whether another program has ended. */
const BETWEEN_LOOKS = 500
/** Milliseconds that replies in flight are given when Sanad stops, and then to give up what they wait for. */
const DRAIN = 8000
const GIVE_UP = 1500

export function createTelegramAdapter(options: TelegramOptions): ChatAdapter {
  const { token, apiRoot, store, log, language, webhook, limits = TELEGRAM_LIMITS, patience } = options
  const bot = new Telegraf(token, {
    handlerTimeout: Number.POSITIVE_INFINITY,
    telegram: { apiRoot, webhookReply: false },
  })
  const names = createPseudonyms(token)
  /** No new work · nothing is waited for any more. */
  const closing = new AbortController()
  const stopping = new AbortController()
  const call = createCall(bot.telegram, patience?.call, stopping.signal)
  // As many wait for them as there are chats.
  setMaxListeners(0, closing.signal, stopping.signal)
  let told = false
  const onUnauthorized = (): void => {
    if (!told && !closing.signal.aborted)
      options.onFatal(
        'Telegram does not accept TELEGRAM_BOT_TOKEN: copy it from @BotFather (/mybots, API Token) and start again.',
      )
    told = true
  }
  const pace = createPace(limits)
  const delivery = createDelivery({ call, store, pace, names, log, draw: options.draw, onUnauthorized })
  /** Announcements under way, those of one subject one after the other: the later one changes what the earlier one sent. */
  const announcements = createSequence()
  let intake: Intake | undefined
  /** There once what an earlier run announced has been looked at. */
  let ready: Outgoing | undefined
  let polling: Promise<void> = Promise.resolve()
  let menus: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined
  let isListening = false
  /** By the last poll. Whether a webhook's calls could come, nobody knows before they do. */
  let isReached = true
  let release: (() => void) | undefined

  return {
    platform: PLATFORM,

    async start(handle) {
      const self = (await persist('getMe', {})) as UserFromGetMe | undefined
      if (self === undefined) return
      bot.botInfo = self
      if (!self.can_read_all_group_messages)
        log.warn({}, 'telegram: privacy mode is on: in groups, only commands and replies surely arrive (sanad doctor)')
      release = await only()
      if (release === undefined) return
      const responder = createResponder({ handle, store, log, language })
      const { signal } = stopping
      const outgoing = createOutgoing(store, self.username, options.reader)
      const download = createDownload({ call, token, apiRoot, patience: patience?.call, stop: signal })
      const own = { call, delivery, outgoing, download, names, self, responder, signal }
      const exchange = createExchange({ ...options, ...own })
      intake = createIntake({
        self,
        names,
        store,
        log,
        handlers: throughTelegraf(bot, exchange),
        signal: closing.signal,
      })
      const { receive } = intake
      menus = registerMenus(persist, store, self.id, language, closing.signal).catch((error: unknown) => {
        if (!closing.signal.aborted)
          log.warn({ reason: failureOf(error).code, error }, 'telegram: the command menus were not set')
      })
      await intake.resume()
      ready = outgoing
      if (webhook === undefined) {
        // Where that fails, the poll meets the webhook as a conflict and tries again.
        await call('deleteWebhook', { drop_pending_updates: false }, { signal: closing.signal }).catch(() => {})
        const onCall = (reached: boolean): void => {
          isReached = reached
        }
        polling = poll({ call, receive, log, signal: closing.signal, onUnauthorized, onCall, patience })
      } else {
        webhook.mount(createWebhook(webhook.secret, receive, log))
        await persist('setWebhook', { url: webhook.url, secret_token: webhook.secret, allowed_updates: UPDATES })
      }
      isListening = !closing.signal.aborted
      log.info({ bot: self.username, by: webhook === undefined ? 'polling' : 'webhook' }, 'telegram: listening')
    },

    isConnected: () => isListening && isReached && !closing.signal.aborted,

    async deliver(address, reply, { subject = randomUUID(), replyTo } = {}) {
      return announcements.run(subject, async () => {
        if (ready === undefined || closing.signal.aborted)
          throw new DeliveryError('unavailable', 'Telegram is not connected; try again when it is')
        const to = { address, subject: ANNOUNCEMENT + subject, replyTo: messageIn(address, replyTo), again: true }
        // What stands in another conversation cannot be changed into what is to stand in this one.
        for (const { id, conversation } of await store.outbox.of(PLATFORM, to.subject))
          if (conversation !== address.conversation) await store.outbox.lost(id)
        const rows = await ready.put(reply, to)
        return { messages: await delivery.announce(rows, stopping.signal) }
      })
    },

    stop() {
      stopped ??= drain()
      return stopped
    },
  }

  /** A call that has to work once: tried until it does, the token is refused, or Sanad stops. */
  async function persist(method: string, payload: object): Promise<unknown> {
    for (let tries = 0; !closing.signal.aborted; tries++) {
      let pause = backoff(tries)
      try {
        const result = await call(method, payload, { signal: closing.signal })
        if (result !== null) return result
      } catch (error) {
        if (closing.signal.aborted) return undefined
        const failure = failureOf(error)
        // A token of the wrong form is not found.
        if (failure.code === 'unauthorized' || (failure.code === 'unknown method' && method === 'getMe')) {
          onUnauthorized()
          return undefined
        }
        log.warn({ method, reason: 'reason' in failure ? failure.reason : failure.code }, 'telegram: trying again')
        if (failure.code === 'limited') pause = Math.max(pause, failure.retryAfter)
      }
      await wait(pause, closing.signal)
    }
    return undefined
  }

  /** Waits until no other program on this store serves Telegram: two would send what is pending twice. */
  async function only(): Promise<(() => void) | undefined> {
    for (let tries = 0; !closing.signal.aborted; tries++) {
      const held = await store.hold(PLATFORM)
      if (held !== undefined) return held
      if (tries === 0) log.warn({}, 'telegram: another Sanad serves from this store; waiting until it ends')
      await wait(BETWEEN_LOOKS, closing.signal)
    }
    return undefined
  }

  /** What is being answered is finished; what waits stays in the store for the next start. */
  async function drain(): Promise<void> {
    closing.abort()
    const idle = Promise.all([polling, menus, intake?.idle(), announcements.idle()])
    const timer = setTimeout(() => stopping.abort(), DRAIN)
    const late = new AbortController()
    await Promise.race([idle, sleep(DRAIN + GIVE_UP, undefined, { signal: late.signal }).catch(() => {})])
    clearTimeout(timer)
    late.abort()
    stopping.abort()
    release?.()
  }
}

/** The message that an `Incoming` of the conversation was. */
function messageIn({ conversation }: Address, incoming: string | undefined): number | undefined {
  const message = incoming?.startsWith(`${conversation}/`) ? incoming.slice(conversation.length + 1) : ''
  return /^\d{1,15}$/.test(message) ? Number(message) : undefined
}

/** The handlers, reached through telegraf's Composer: the update and its errand travel through `handleUpdate` together. */
function throughTelegraf(bot: Telegraf, exchange: Handlers): Handlers {
  const errands = new WeakMap<object, () => Promise<void>>()
  bot.on(['message', 'edited_message', 'callback_query', 'inline_query', 'my_chat_member'], async (context) => {
    await errands.get(context.update)?.()
  })
  // Telegraf's own handler prints the whole update; the intake logs what may be logged.
  bot.catch((error) => {
    throw error
  })
  return {
    ...exchange,
    async message(event, settles, skipped, update) {
      errands.set(update, () => exchange.message(event, settles, skipped, update))
      await bot.handleUpdate(update)
    },
    async other(event, id, update) {
      let later: (() => Promise<void>) | undefined
      errands.set(update, async () => {
        later = await exchange.other(event, id, update)
      })
      await bot.handleUpdate(update)
      return later
    },
  }
}
