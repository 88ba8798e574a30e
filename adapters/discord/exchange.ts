/** What Sanad does with an interaction: acknowledges it at once, asks the core, and has the reply delivered. */
import {
  type Action,
  ANNOUNCEMENT,
  type Completion,
  type Incoming,
  type Log,
  type Reply,
  type Sanad,
  type Store,
  type StoredPost,
  withoutControls,
} from '../../src/index.ts'
import { written } from '../chat/forms.ts'
import { actionOf, buttonName, postsOf } from '../chat/posts.ts'
import type { Responder } from '../chat/responder.ts'
import type { Announcements } from './announcements.ts'
import { type Callback, type FirstAnswer, KIND } from './callback.ts'
import { type Event, PLATFORM } from './decode.ts'
import type { Delivery } from './delivery.ts'
import { failureOf } from './failure.ts'
import type { Files } from './file.ts'
import { formOf, verifyForm } from './forms.ts'
import { type Rendered, render, shortened } from './render.ts'
import type { Payload } from './sending.ts'

export type AskedEvent = Exclude<Event, { type: 'complete' } | { type: 'ignored' }>
/** A button, or the form that it opened. */
type ButtonEvent = Extract<AskedEvent, { type: 'press' | 'filled' }>

export interface Exchange {
  /** Answers what somebody is typing, from memory. */
  complete(event: Extract<Event, { type: 'complete' }>): Promise<void>
  /** Acknowledges; false when nothing follows: it is somebody else's, or over, or a form was opened. `within`: milliseconds that are left. */
  acknowledge(event: AskedEvent, within: number): Promise<boolean>
  /** Replies, and settles the update `id`. */
  reply(event: AskedEvent, id: string): Promise<void>
  /** Says at once, to this person alone, that they ask too much; false, since nothing follows. */
  refuse(event: AskedEvent, within: number, seconds: number): Promise<false>
}

export interface ExchangeParts {
  readonly callback: Callback
  readonly store: Store
  readonly log: Log
  readonly delivery: Delivery
  readonly announcements: Announcements
  readonly responder: Responder
  readonly files: Files
  readonly complete: Sanad['complete']
  /** The address under which documents can be read. */
  readonly reader: string | undefined
  readonly signal: AbortSignal
}

const EPHEMERAL = 64
const MOST_CHOICES = 25
const LONGEST_CHOICE = 100
/** What these buttons do is told to whoever pressed; it replaces nothing. */
const ASIDE = /^\/(?:vote|raise|share|digest add)\b/
/** What these show is changed where it stands. */
const PANEL = /^\/(?:settings|gaps|digest|draft|corpus)\b/
const SHARE = '/share'

export function createExchange(parts: ExchangeParts): Exchange {
  const { callback, store, log, delivery, announcements, responder, files, complete, reader, signal } = parts

  return {
    async complete({ via, here, option, typed }) {
      const what = option === 'topic' || option === 'zone' ? option : 'source'
      try {
        const choices = named(await complete(what, typed, MOST_CHOICES, here))
        await callback.once(via, { type: KIND.choices, data: { choices } })
      } catch (error) {
        log.debug({ reason: failureOf(error).code }, 'discord: a completion was not answered')
      }
    },

    async acknowledge(event, within) {
      const body = await acknowledgement(event)
      return (await callback.within(event.via, body, within)) && body.type !== KIND.form
    },

    async reply(event, id) {
      if (event.type === 'press' || event.type === 'filled') return act(event, id)
      const { incoming } = event
      if (event.type === 'command' && event.name === 'last') return last(event, id)
      const hidden = event.type === 'form' || event.hidden
      const reply = await responder.reply(asked(event, incoming.text))
      await send(event, id, incoming.id, hidden ? await shareable(reply, event) : reply, hidden)
    },

    async refuse(event, within, seconds) {
      const say = await responder.speech(event.incoming)
      const [{ embeds } = { embeds: [] }] = render([{ type: 'notice', text: say.slowDown(seconds) }])
      const data = { embeds, flags: EPHEMERAL, allowed_mentions: { parse: [] } }
      await callback.within(event.via, { type: KIND.message, data }, within)
      return false
    },
  }

  async function acknowledgement(event: AskedEvent): Promise<FirstAnswer> {
    if (event.type === 'press' || event.type === 'filled') {
      const { post, action } = await find(event)
      if (event.type === 'press' && action?.form !== undefined)
        return { type: KIND.form, data: formOf(action.form, buttonName(event.key, event.index)) }
      return event.onHidden && takesItsPlace(post, action)
        ? { type: KIND.deferUpdate }
        : { type: KIND.defer, data: { flags: EPHEMERAL } }
    }
    if (event.type === 'command' && event.asks === 'text')
      return { type: KIND.form, data: verifyForm(await responder.speech(event.incoming)) }
    const hidden = event.type === 'form' || event.hidden
    return hidden ? { type: KIND.defer, data: { flags: EPHEMERAL } } : { type: KIND.defer }
  }

  /** What a button stands for; nothing where it is forged, another conversation's, or gone. */
  async function find({ key, index, incoming }: ButtonEvent): Promise<{ post?: StoredPost; action?: Action }> {
    const post = await store.outbox.find(PLATFORM, key)
    const action = actionOf(post, index)
    return post === undefined || action === undefined || post.conversation !== incoming.address.conversation
      ? {}
      : { post, action }
  }

  async function act(event: ButtonEvent, id: string): Promise<void> {
    const { post, action } = await find(event)
    const command = action === undefined ? undefined : commandOf(event, action)
    if (post === undefined || command === undefined) {
      const say = await responder.speech(event.incoming)
      return send(event, id, event.incoming.id, [{ type: 'notice', text: say.tooOld }], true)
    }
    // Its form is open, or nobody waits for it any more: an earlier run was to open it.
    if (event.type === 'press' && action?.form !== undefined) return store.inbox.settle(PLATFORM, [id])
    if (command === SHARE) return share(event, post.payload ?? '{}', id)
    const reply = await responder.reply(asked(event, command))
    // It takes the place of what was pressed, or stands by itself, as it was acknowledged. Replaced buttons go on working for a second
    // press that is already on its way.
    await send(event, id, event.incoming.id, reply, true, true)
  }

  /** The command with what was written; nothing where a form is sent that nobody was shown. */
  function commandOf(event: ButtonEvent, { command, form }: Action): string | undefined {
    if (event.type === 'press') return command
    return form === undefined ? undefined : written(command, event.fields)
  }

  /** Whether a reply replaces the hidden message it was asked under: a view turned over, a panel; never an answer. */
  function takesItsPlace(post: StoredPost | undefined, action: Action | undefined): boolean {
    if (action === undefined || ASIDE.test(action.command)) return false
    return PANEL.test(action.command) || (JSON.parse(post?.payload ?? '{}') as Payload).view === true
  }

  /** Puts a hidden answer before everybody, as a message of the bot's own. */
  async function share(event: AskedEvent, shown: string, id: string): Promise<void> {
    const say = await responder.speech(event.incoming)
    const tell = (text: string): Promise<void> => send(event, id, event.incoming.id, [{ type: 'notice', text }], true)
    if (!event.mayWrite || !event.botMayWrite) return tell(say.cannotShare)
    const { rows, ...message } = shownIn(shown)
    const open = rows.map((row) => row.filter(({ command }) => command !== SHARE)).filter((row) => row.length > 0)
    const { channel } = event
    const payloads = [{ ...message, rows: open, channel }]
    const { address } = event.incoming
    try {
      await announcements.post({ address, subject: `${ANNOUNCEMENT}share/${id}`, channel, payloads }, signal)
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
    const payloads = kept.map(
      ({ payload }): Payload => ({ ...shownIn(payload ?? '{}'), channel: event.channel, via: event.via, hidden: true }),
    )
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
    const payloads = render(reply, reader).map(
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
    if (render(reply, reader).length > 1) return reply
    const say = await responder.speech(incoming)
    return [...reply, { type: 'actions', actions: [{ label: say.share, command: SHARE }] }]
  }

  function asked({ incoming, moderator, file }: AskedEvent, text: string): Incoming {
    const { platform, conversation } = incoming.address
    return {
      ...incoming,
      text,
      ...(file === undefined ? {} : { file: files(file) }),
      // Discord tells the rights of this place, at the moment it matters; of another one nothing.
      isModerator: async (of) =>
        moderator && (of === undefined || (of.platform === platform && of.conversation === conversation)),
    }
  }
}

/** What a message shows, without how it was delivered. */
function shownIn(payload: string): Rendered {
  const { embeds, rows, chart } = JSON.parse(payload) as Payload
  return { embeds, rows, ...(chart === undefined ? {} : { chart }) }
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
