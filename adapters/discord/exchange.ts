/** What Sanad does with an interaction: acknowledges it at once, asks the core, and has the reply delivered. */
import { type REST, Routes } from 'discord.js'
import {
  type Completion,
  type Incoming,
  type Log,
  type Reply,
  type Store,
  type StoredPost,
  withoutControls,
} from '../../src/index.ts'
import { wait } from '../chat/pause.ts'
import { actionOf, postsOf } from '../chat/posts.ts'
import type { Responder } from '../chat/responder.ts'
import { type Event, FIELD, PLATFORM, type Via } from './decode.ts'
import type { Delivery, Payload } from './delivery.ts'
import { failureOf } from './failure.ts'
import { render, shortened } from './render.ts'

export type AskedEvent = Exclude<Event, { type: 'complete' } | { type: 'ignored' }>

export interface Exchange {
  /** Answers what somebody is typing, from memory. */
  complete(event: Extract<Event, { type: 'complete' }>): Promise<void>
  /** Acknowledges; false when the interaction is somebody else's, or over. `within`: milliseconds that are left for it. */
  acknowledge(event: AskedEvent, within: number): Promise<boolean>
  /** Replies, and settles the update `id`. */
  reply(event: AskedEvent, id: string): Promise<void>
  /** Says at once, to this person alone, that they ask too much; false, since nothing follows. */
  refuse(event: AskedEvent, within: number, seconds: number): Promise<false>
}

export interface ExchangeParts {
  readonly rest: REST
  readonly store: Store
  readonly log: Log
  readonly delivery: Delivery
  readonly responder: Responder
  readonly complete: (what: 'source' | 'topic', typed: string, limit: number) => readonly Completion[]
  readonly signal: AbortSignal
}

/** Kinds of callback (Discord API, "Interaction Callback Type"). */
const MESSAGE = 4
const DEFER = 5
const DEFER_UPDATE = 6
const CHOICES = 8
const FORM = 9
const EPHEMERAL = 64
/** Milliseconds for the first try of a first answer, and before the second; both double. */
const FIRST_TRY = 1500
const FIRST_PAUSE = 50
const MOST_CHOICES = 25
const LONGEST_CHOICE = 100
/** What these buttons do is told to whoever pressed; it replaces nothing. */
const ASIDE = /^\/(?:vote|raise|share)\b/
/** What these show is changed where it stands. */
const PANEL = /^\/(?:settings|gaps)\b/
const SHARE = '/share'
export const ANNOUNCEMENT = 'announcement/'

export function createExchange(parts: ExchangeParts): Exchange {
  const { rest, store, log, delivery, responder, complete, signal } = parts

  return {
    async complete({ via, option, typed }) {
      const what = option === 'topic' ? 'topic' : 'source'
      const choices = named(complete(what, typed, MOST_CHOICES))
      try {
        await callback(via, { type: CHOICES, data: { choices } })
      } catch (error) {
        log.debug({ reason: failureOf(error).code }, 'discord: a completion was not answered')
      }
    },

    async acknowledge(event, within) {
      const body = await acknowledgement(event)
      return (await first(event.via, body, within)) && body.type !== FORM
    },

    async reply(event, id) {
      if (event.type === 'press') return press(event, id)
      const { incoming } = event
      if (event.type === 'command' && event.name === 'last') return last(event, id)
      const hidden = event.type === 'form' || event.hidden
      const reply = await responder.reply(asked(event, incoming.text))
      await send(event, id, incoming.id, hidden ? await shareable(reply, event) : reply, hidden)
    },

    async refuse(event, within, seconds) {
      const say = await responder.speech(event.incoming)
      const [{ embeds } = { embeds: [] }] = render([{ type: 'notice', text: say.slowDown(seconds) }])
      await first(
        event.via,
        { type: MESSAGE, data: { embeds, flags: EPHEMERAL, allowed_mentions: { parse: [] } } },
        within,
      )
      return false
    },
  }

  /**
   * The first answer to an interaction, tried for so many milliseconds; false when it is somebody else's, or over. Where it is not known
   * whether it arrived, answering by the token tells.
   */
  async function first(
    via: Via,
    body: { readonly type: number; readonly data?: object },
    within: number,
  ): Promise<boolean> {
    const over = Date.now() + within
    let uncertain = false
    for (let tries = 0; ; tries++) {
      const left = over - Date.now()
      if (left <= 0) return true
      try {
        await callback(via, body, AbortSignal.timeout(Math.min(left, FIRST_TRY * 2 ** tries)))
        return true
      } catch (error) {
        const failure = failureOf(error)
        // A repeated one was refused because an earlier one had arrived.
        if (failure.code === 'taken' && uncertain) return true
        if (
          failure.code === 'taken' ||
          failure.code === 'lost' ||
          failure.code === 'refused' ||
          failure.code === 'gone'
        ) {
          log.warn({ reason: failure.code }, 'discord: an interaction could not be acknowledged')
          return false
        }
        uncertain ||= failure.code === 'uncertain'
        const longer = failure.code === 'limited' ? failure.retryAfter : FIRST_PAUSE * 2 ** tries
        if (failure.code === 'unauthorized' || longer > over - Date.now()) return true
        await wait(longer, signal)
      }
    }
  }

  async function acknowledgement(event: AskedEvent): Promise<{ type: number; data?: object }> {
    if (event.type === 'press') {
      const post = await store.outbox.find(PLATFORM, event.key)
      return event.onHidden && takesItsPlace(post, event.index)
        ? { type: DEFER_UPDATE }
        : { type: DEFER, data: { flags: EPHEMERAL } }
    }
    if (event.type === 'command' && event.asks === 'text') {
      const say = await responder.speech(event.incoming)
      const field = { type: 4, custom_id: FIELD, style: 2, required: true, max_length: 4000 }
      const components = [{ type: 18, label: say.verifyField, component: field }]
      return { type: FORM, data: { custom_id: `form:${event.name}`, title: say.verifyForm, components } }
    }
    const hidden = event.type === 'form' || event.hidden
    return hidden ? { type: DEFER, data: { flags: EPHEMERAL } } : { type: DEFER }
  }

  async function press(event: Extract<AskedEvent, { type: 'press' }>, id: string): Promise<void> {
    const post = await store.outbox.find(PLATFORM, event.key)
    const action = actionOf(post, event.index)
    const say = await responder.speech(event.incoming)
    if (post === undefined || action === undefined || post.conversation !== event.incoming.address.conversation)
      return send(event, id, event.incoming.id, [{ type: 'notice', text: say.tooOld }], true)
    if (action.command === SHARE) return share(event, post.payload ?? '{}', id)
    const reply = await responder.reply(asked(event, action.command))
    // It takes the place of what was pressed, or stands by itself, as it was acknowledged. Replaced buttons go on working for a second
    // press that is already on its way.
    await send(event, id, event.incoming.id, reply, true, true)
  }

  /** Whether a reply replaces the hidden message it was asked under: a view turned over, a panel; never an answer. */
  function takesItsPlace(post: StoredPost | undefined, index: number): boolean {
    const action = actionOf(post, index)
    if (action === undefined || ASIDE.test(action.command)) return false
    return PANEL.test(action.command) || (JSON.parse(post?.payload ?? '{}') as Payload).view === true
  }

  /** Puts a hidden answer before everybody, as a message of the bot's own. */
  async function share(event: Extract<AskedEvent, { type: 'press' }>, shown: string, id: string): Promise<void> {
    const say = await responder.speech(event.incoming)
    const tell = (text: string): Promise<void> => send(event, id, event.incoming.id, [{ type: 'notice', text }], true)
    if (!event.mayWrite || !event.botMayWrite) return tell(say.cannotShare)
    const { embeds, rows } = JSON.parse(shown) as Payload
    const open = rows.map((row) => row.filter(({ command }) => command !== SHARE)).filter((row) => row.length > 0)
    const payload: Payload = { embeds, rows: open, channel: event.channel }
    const { address } = event.incoming
    const rows_ = await store.outbox.put({ address, subject: `${ANNOUNCEMENT}share/${id}`, posts: postsOf([payload]) })
    try {
      await delivery.announce(rows_, signal)
      await tell(say.shared)
    } catch (error) {
      log.warn({ error }, 'discord: an answer could not be shared')
      await tell(say.cannotShare)
    }
  }

  /** The last answer that could not reach this person. */
  async function last(event: AskedEvent, id: string): Promise<void> {
    const { incoming } = event
    const kept = await store.outbox.undelivered(PLATFORM, incoming.from)
    const say = await responder.speech(incoming)
    if (kept.length === 0) return send(event, id, incoming.id, [{ type: 'notice', text: say.nothingLast }], true)
    const payloads = kept.map(({ payload }): Payload => {
      const { embeds, rows } = JSON.parse(payload ?? '{}') as Payload
      return { embeds, rows, channel: event.channel, via: event.via, hidden: true }
    })
    await deliver(event, id, kept[0]?.subject ?? incoming.id, payloads)
  }

  async function send(
    event: AskedEvent,
    id: string,
    subject: string,
    reply: Reply,
    hidden: boolean,
    view: boolean = false,
  ): Promise<void> {
    const { channel, via, botMayWrite } = event
    const payloads = render(reply).map(
      (rendered): Payload => ({
        ...rendered,
        channel,
        via,
        ...(hidden ? { hidden } : {}),
        ...(view ? { view } : {}),
        ...(botMayWrite ? { fallback: true } : {}),
      }),
    )
    await deliver(event, id, subject, payloads)
  }

  async function deliver(
    { incoming }: AskedEvent,
    id: string,
    subject: string,
    payloads: readonly Payload[],
  ): Promise<void> {
    const { address, from } = incoming
    const rows = await store.outbox.put({ address, subject, person: from, posts: postsOf(payloads) }, [id])
    await delivery.answer(rows, signal)
  }

  /** A hidden answer that quotes can be put before everybody. */
  async function shareable(reply: Reply, { incoming, mayWrite, botMayWrite }: AskedEvent): Promise<Reply> {
    const quotes = reply.some(({ type }) => type === 'citations')
    if (!quotes || incoming.place === 'private' || !mayWrite || !botMayWrite) return reply
    // What is shared is the message that the button is under.
    if (render(reply).length > 1) return reply
    const say = await responder.speech(incoming)
    return [...reply, { type: 'actions', actions: [{ label: say.share, command: SHARE }] }]
  }

  function asked({ incoming, moderator }: AskedEvent, text: string): Incoming {
    return { ...incoming, text, isModerator: async () => moderator }
  }

  async function callback(via: Via, body: object, end?: AbortSignal): Promise<void> {
    const said = await rest.post(Routes.interactionCallback(via.interaction, via.token), {
      body,
      auth: false,
      ...(end === undefined ? {} : { signal: end }),
    })
    if (!(said instanceof ArrayBuffer && said.byteLength === 0)) throw new Error("not an answer of Discord's")
  }
}

/** Completions as choices: Discord refuses all of them when one is too long, or two have the same name. */
function named(completions: readonly Completion[]): { name: string; value: string }[] {
  const names = new Set<string>()
  return completions.flatMap(({ label, value }) => {
    const name = [label, `${label} — ${value}`, `${value} — ${label}`]
      .map((words) => shortened(withoutControls(words).toWellFormed(), LONGEST_CHOICE))
      .find((one) => !names.has(one))
    if (name === undefined || value === '' || value.length > LONGEST_CHOICE) return []
    names.add(name)
    return [{ name, value }]
  })
}
