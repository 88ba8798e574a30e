/** What Sanad does with an event: asks the core, renders its reply, puts it in the outbox and has it delivered. */
import {
  type Language,
  type Log,
  type Phrases,
  type Post,
  phrases,
  type Reply,
  type Sanad,
  type Store,
  type StoredPost,
} from '../../src/index.ts'
import { actionOf, postsOf } from '../chat/posts.ts'
import type { Responder } from '../chat/responder.ts'
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
  readonly responder: Responder
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
  const { call, store, log, delivery, language, quotes, responder, self, signal } = parts
  const { speech } = responder

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
          const posts = messagesOf(render([{ type: 'text', text }], self.username))
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
      const replies = new Map<string, StoredPost[]>()
      for (const post of posts) replies.set(post.subject, [...(replies.get(post.subject) ?? []), post])
      for (const [subject, parts] of replies) {
        if (subject.startsWith(ANNOUNCEMENT)) for (const { id } of parts) await store.outbox.died(id)
        else await delivery.answer(parts, signal)
      }
    },

    async busy(event) {
      await tell(event, (say) => say.busy, 'busy')
    },

    async slowDown(event, seconds) {
      await tell(event, (say) => say.slowDown(seconds), 'limit')
    },

    async sorry(event) {
      await tell(event, (say) => say.apology, 'sorry')
    },
  }

  /** Answers the press at once, then shows what it asks for in its chat's turn. */
  async function press(
    event: Extract<Event, { type: 'press' }>,
    id: string,
  ): Promise<(() => Promise<void>) | undefined> {
    const { incoming } = event
    const post = await store.outbox.find(PLATFORM, event.key)
    const action = actionOf(post, event.index)
    const answer = (shown: object): Promise<void> =>
      quietly('answerCallbackQuery', { callback_query_id: event.query, ...shown })
    if (post === undefined || action === undefined || post.conversation !== incoming.address.conversation) {
      await answer({ text: (await speech(incoming)).tooOld })
      return undefined
    }
    // An anonymous administrator writes as the group and presses as themselves.
    const may = action.open === true || post.person === incoming.from || (await isModerator(event.rank, event.chat))
    if (!may) {
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
    const posts = messagesOf(render(reply, self.username), Number(post.message))
    const rows = await store.outbox.put(
      { address, subject, posts, ...(post.person === undefined ? {} : { person: post.person }) },
      [id],
    )
    return () => delivery.answer(rows, signal)
  }

  function replyTo(
    { incoming, rank, chat }: Pick<MessageEvent, 'incoming' | 'rank' | 'chat'>,
    text: string,
  ): Promise<Reply> {
    return responder.reply({ ...incoming, text, isModerator: () => isModerator(rank, chat) })
  }

  async function send(
    incoming: MessageEvent['incoming'],
    subject: string,
    reply: Reply,
    replyTo: number,
    settles: readonly string[],
    patience?: number,
  ): Promise<void> {
    const posts = messagesOf(render(reply, self.username), replyTo)
    const rows = await store.outbox.put({ address: incoming.address, subject, person: incoming.from, posts }, settles)
    await delivery.answer(rows, signal, patience)
  }

  async function tell(event: MessageEvent, sentence: (say: Phrases) => string, kind: string): Promise<void> {
    const text = sentence(await speech(event.incoming))
    await send(event.incoming, `${kind}/${event.incoming.id}`, [{ type: 'text', text }], event.message, [], SOON)
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

/** Messages as they go into the outbox, in reply to a message. */
export function messagesOf(rendered: readonly Rendered[], replyTo?: number): Post[] {
  const reply = replyTo === undefined || Number.isNaN(replyTo) ? {} : { replyTo }
  return postsOf(rendered.map((message): Payload => ({ ...message, ...reply })))
}
