/** What Sanad does with an event: asks the core, renders its reply, puts it in the outbox and has it delivered. */
import { randomBytes } from 'node:crypto'
import {
  type Incoming,
  type Language,
  type Log,
  languageOf,
  type Phrases,
  type Post,
  phrases,
  type Reply,
  type Sanad,
  type Store,
} from '../../src/index.ts'
import type { Call } from './client.ts'
import { type Event, PLATFORM, type Rank } from './decode.ts'
import type { Delivery, Payload } from './delivery.ts'
import { failureOf } from './failure.ts'
import { inlinePage } from './inline.ts'
import type { Handlers, MessageEvent } from './intake.ts'
import { noticeOf, passageLink, type Rendered, render } from './render.ts'

export interface ExchangeParts {
  readonly call: Call
  readonly store: Store
  readonly log: Log
  readonly delivery: Delivery
  readonly language: Language
  readonly quotes: Sanad['quotes']
  readonly handle: (incoming: Incoming) => Promise<Reply>
  /** The bot's name, and whether group messages other than commands and replies reach it. */
  readonly self: { readonly username: string; readonly can_read_all_group_messages: boolean }
  readonly signal: AbortSignal
}

/** A passage as `/start` can open it in private. */
const PASSAGE = /^\/passage ([a-z0-9]{1,32})(?: (\d{1,9})-(\d{1,9}))?$/
/** What buttons show stands in one message under the answer, which they change, so that reading on floods no group. */
const VIEW = '/view'
/** Milliseconds after which a word about too many questions is itself one message too many. */
const SOON = 20_000
/** Sent unasked; never taken up after a restart, since it may be there. */
export const ANNOUNCEMENT = 'announcement/'

export function createExchange(parts: ExchangeParts): Handlers {
  const { call, store, log, delivery, language, quotes, handle, self, signal } = parts

  return {
    async message(event, settles, skipped) {
      const { incoming } = event
      const reply = await replyTo(event, incoming.text)
      const say = await speech(incoming)
      const before: Reply = skipped > 0 ? [{ type: 'text', text: say.skipped(skipped) }] : []
      const deaf =
        /^\/settings\b/.test(incoming.text) && incoming.place === 'group' && !self.can_read_all_group_messages
      const after: Reply = deaf ? [{ type: 'text', text: say.deaf(self.username) }] : []
      await send(incoming, incoming.id, [...before, ...reply, ...after], event.message, settles)
    },

    async other(event, id) {
      switch (event.type) {
        case 'press':
          return press(event, id)
        case 'inline':
          await quietly('answerInlineQuery', inlinePage(event.query, event.text, event.offset, quotes, self.username))
          return undefined
        case 'joined': {
          const say = phrases((await store.chats.settings(event.address)).language ?? language)
          const hears = self.can_read_all_group_messages || event.administrator
          const text = [say.welcome(self.username), ...(hears ? [] : [say.deaf(self.username)])].join('\n\n')
          const posts = postsOf(render([{ type: 'text', text }], self.username))
          const subject = `welcome/${event.address.conversation}/${id}`
          const rows = await store.outbox.put({ address: event.address, subject, posts }, [id])
          return () => delivery.answer(rows, signal)
        }
        case 'moved':
          await store.chats.move(PLATFORM, event.from, event.to)
          return undefined
        default:
          return undefined
      }
    },

    async resume(posts) {
      const [announced, answers] = split(posts, ({ subject }) => subject.startsWith(ANNOUNCEMENT))
      for (const { id } of announced) await store.outbox.died(id)
      await delivery.answer(answers, signal)
    },

    async busy(event) {
      await tell(event, (say) => say.busy, 'busy')
    },

    async slowDown(event, seconds) {
      await tell(event, (say) => say.slowDown(seconds), 'limit')
    },
  }

  /** Answers the press at once, then shows what it asks for in its chat's turn. */
  async function press(
    event: Extract<Event, { type: 'press' }>,
    id: string,
  ): Promise<(() => Promise<void>) | undefined> {
    const { incoming } = event
    const post = await store.outbox.find(PLATFORM, event.key)
    const action =
      post?.payload === undefined ? undefined : (JSON.parse(post.payload) as Payload).rows.flat()[event.index]
    const answer = (shown: object): Promise<void> =>
      quietly('answerCallbackQuery', { callback_query_id: event.query, ...shown })
    if (post === undefined || action === undefined || post.conversation !== incoming.address.conversation) {
      await answer({ text: (await speech(incoming)).tooOld })
      return undefined
    }
    if (action.open !== true && post.person !== incoming.from) {
      // A reader who doubts an answer may look, without a message in the group.
      const [, passage, start, end] = PASSAGE.exec(action.command) ?? []
      const quote = start === undefined ? undefined : { start: Number(start), end: Number(end) }
      if (passage === undefined) await answer({ text: (await speech(incoming)).notYours })
      else await answer({ url: passageLink(self.username, passage, quote) })
      return undefined
    }
    const address = { ...incoming.address, ...(post.thread === undefined ? {} : { thread: post.thread }) }
    const reply = await replyTo({ ...event, incoming: { ...incoming, address } }, action.command)
    const notice = noticeOf(reply)
    await answer(notice === undefined ? {} : { text: notice })
    if (notice !== undefined) return undefined
    const subject = post.subject.endsWith(VIEW) ? post.subject : post.subject + VIEW
    const posts = postsOf(render(reply, self.username), Number(post.message))
    const rows = await store.outbox.put(
      { address, subject, posts, ...(post.person === undefined ? {} : { person: post.person }) },
      [id],
    )
    return () => delivery.answer(rows, signal)
  }

  /** The core's reply to a command of this event; a bug gives one apology. */
  async function replyTo(
    { incoming, rank, chat }: Pick<MessageEvent, 'incoming' | 'rank' | 'chat'>,
    text: string,
  ): Promise<Reply> {
    try {
      return await handle({ ...incoming, text, isModerator: () => isModerator(rank, chat) })
    } catch (error) {
      log.error({ error, question: incoming.id }, 'telegram: a message could not be handled')
      return [{ type: 'notice', text: (await speech(incoming)).apology }]
    }
  }

  async function send(
    incoming: MessageEvent['incoming'],
    subject: string,
    reply: Reply,
    replyTo: number,
    settles: readonly string[],
    patience?: number,
  ): Promise<void> {
    const posts = postsOf(render(reply, self.username), replyTo)
    const rows = await store.outbox.put({ address: incoming.address, subject, person: incoming.from, posts }, settles)
    await delivery.answer(rows, signal, patience)
  }

  async function tell(event: MessageEvent, sentence: (say: Phrases) => string, kind: string): Promise<void> {
    const text = sentence(await speech(event.incoming))
    await send(event.incoming, `${kind}/${event.incoming.id}`, [{ type: 'text', text }], event.message, [], SOON)
  }

  /** The language in which the adapter itself speaks. */
  async function speech({ address, text, language: own, place }: MessageEvent['incoming']): Promise<Phrases> {
    const { language: chosen } = await store.chats.settings(address)
    const asked = /\p{L}/u.test(text) ? languageOf(text) : undefined
    return phrases(chosen ?? asked ?? (place === 'private' ? own : undefined) ?? language)
  }

  /** Asked when it matters, and refused when Telegram does not say. */
  async function isModerator(rank: Rank, chat: number): Promise<boolean> {
    if (rank === 'moderator' || rank === 'nobody') return rank === 'moderator'
    try {
      const member = (await call('getChatMember', { chat_id: chat, user_id: rank.user })) as { status?: unknown } | null
      return member?.status === 'creator' || member?.status === 'administrator'
    } catch (error) {
      log.warn({ reason: failureOf(error).code }, 'telegram: a moderator could not be checked')
      return false
    }
  }

  /** A call whose failure changes nothing: the person can press or type again. */
  async function quietly(method: string, payload: object): Promise<void> {
    try {
      await call(method, payload)
    } catch (error) {
      log.debug({ method, reason: failureOf(error).code }, 'telegram: a query was not answered')
    }
  }
}

/** Messages as they go into the outbox, each with a name of its own for its buttons. */
export function postsOf(messages: readonly Rendered[], replyTo?: number): Post[] {
  return messages.map(({ text, entities, rows }) => {
    const reply = replyTo === undefined || Number.isNaN(replyTo) ? {} : { replyTo }
    const payload: Payload = { text, entities, rows, ...reply }
    return { payload: JSON.stringify(payload), key: randomBytes(9).toString('base64url') }
  })
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
