/** What Sanad does with an interaction: acknowledges it at once, asks the core, and has the reply delivered. */
import { type REST, Routes } from 'discord.js'
import { type Completion, type Incoming, type Log, type Reply, type Store, withoutControls } from '../../src/index.ts'
import { actionOf, postsOf } from '../chat/posts.ts'
import type { Responder } from '../chat/responder.ts'
import { type Event, FIELD, PLATFORM, type Via } from './decode.ts'
import type { Delivery, Payload } from './delivery.ts'
import { failureOf } from './failure.ts'
import { render } from './render.ts'

export type AskedEvent = Exclude<Event, { type: 'complete' } | { type: 'ignored' }>

export interface Exchange {
  /** Answers what somebody is typing, from memory. */
  complete(event: Extract<Event, { type: 'complete' }>): Promise<void>
  /** Acknowledges; false when the interaction is somebody else's, or over. `within`: milliseconds that are left for it. */
  acknowledge(event: AskedEvent, within: number): Promise<boolean>
  /** Replies, and settles the update `id`. */
  reply(event: AskedEvent, id: string): Promise<void>
  /** Says that this person asks too much. */
  refuse(event: AskedEvent, id: string, seconds: number): Promise<void>
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
const DEFER = 5
const DEFER_UPDATE = 6
const CHOICES = 8
const FORM = 9
const EPHEMERAL = 64
const MOST_CHOICES = 25
const LONGEST_CHOICE = 100
/** What these buttons do is told to whoever pressed; it replaces nothing. */
const ASIDE = /^\/(?:vote|raise|share)\b/
const SHARE = '/share'
export const ANNOUNCEMENT = 'announcement/'

export function createExchange(parts: ExchangeParts): Exchange {
  const { rest, store, log, delivery, responder, complete, signal } = parts

  return {
    async complete({ via, option, typed }) {
      const what = option === 'topic' ? 'topic' : 'source'
      const choices = complete(what, typed, MOST_CHOICES)
        .filter(({ value }) => value.length <= LONGEST_CHOICE)
        .map(({ label, value }) => ({ name: shortened(label), value }))
      try {
        await callback(via, { type: CHOICES, data: { choices } })
      } catch (error) {
        log.debug({ reason: failureOf(error).code }, 'discord: a completion was not answered')
      }
    },

    async acknowledge(event, within) {
      const body = await acknowledgement(event)
      const end = AbortSignal.timeout(Math.max(1, within))
      for (;;) {
        try {
          await callback(event.via, body, end)
          return body.type !== FORM
        } catch (error) {
          const { code } = failureOf(error)
          if (code === 'taken' || code === 'lost' || code === 'refused' || code === 'gone') {
            log.warn({ reason: code }, 'discord: an interaction could not be acknowledged')
            return false
          }
          // It may have arrived; answering by its token tells.
          if (end.aborted) return true
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    },

    async reply(event, id) {
      if (event.type === 'press') return press(event, id)
      const { incoming } = event
      if (event.type === 'command' && event.name === 'last') return last(event, id)
      const hidden = event.type === 'form' || event.hidden
      const reply = await responder.reply(asked(event, incoming.text))
      await send(event, id, incoming.id, hidden ? await shareable(reply, event) : reply, hidden)
    },

    async refuse(event, id, seconds) {
      const say = await responder.speech(event.incoming)
      await send(event, id, event.incoming.id, [{ type: 'notice', text: say.slowDown(seconds) }], true)
    },
  }

  async function acknowledgement(event: AskedEvent): Promise<{ type: number; data?: object }> {
    if (event.type === 'press') {
      const action = actionOf(await store.outbox.find(PLATFORM, event.key), event.index)
      const aside = action === undefined || ASIDE.test(action.command)
      return event.onHidden && !aside ? { type: DEFER_UPDATE } : { type: DEFER, data: { flags: EPHEMERAL } }
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
    // Under a hidden message the reply takes its place; under one for all, whoever pressed gets their own.
    const subject = event.onHidden && !ASIDE.test(action.command) ? post.subject : event.incoming.id
    await send(event, id, subject, reply, true)
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

  async function send(event: AskedEvent, id: string, subject: string, reply: Reply, hidden: boolean): Promise<void> {
    const { channel, via, botMayWrite } = event
    const payloads = render(reply).map(
      (rendered): Payload => ({
        ...rendered,
        channel,
        via,
        ...(hidden ? { hidden } : {}),
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
    const say = await responder.speech(incoming)
    return [...reply, { type: 'actions', actions: [{ label: say.share, command: SHARE }] }]
  }

  function asked({ incoming, moderator }: AskedEvent, text: string): Incoming {
    return { ...incoming, text, isModerator: async () => moderator }
  }

  async function callback(via: Via, body: object, end?: AbortSignal): Promise<void> {
    await rest.post(Routes.interactionCallback(via.interaction, via.token), {
      body,
      auth: false,
      ...(end === undefined ? {} : { signal: end }),
    })
  }
}

function shortened(label: string): string {
  const clean = withoutControls(label).toWellFormed()
  return clean.length <= LONGEST_CHOICE ? clean : `${clean.slice(0, LONGEST_CHOICE - 1).toWellFormed()}…`
}
