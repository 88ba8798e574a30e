/** What Sanad does with an event: asks the core, renders its reply, puts it in the outbox and has it delivered. */
import {
  type Address,
  type IncomingFile,
  isCommand,
  type Language,
  type Log,
  type Phrases,
  phrases,
  type Reply,
  type Sanad,
  type Store,
  type StoredPost,
} from '../../src/index.ts'
import { createAllowance } from '../chat/allowance.ts'
import { actionOf } from '../chat/posts.ts'
import type { Pseudonyms } from '../chat/pseudonym.ts'
import type { Responder } from '../chat/responder.ts'
import type { Call } from './client.ts'
import { type AnnouncedFile, type Event, PLATFORM } from './decode.ts'
import type { Delivery, Payload } from './delivery.ts'
import { failureOf } from './failure.ts'
import type { Download } from './file.ts'
import { inlinePage } from './inline.ts'
import type { Handlers, MessageEvent } from './intake.ts'
import { type Outgoing, questionOf, viewOf } from './outgoing.ts'
import { LONGEST_NOTICE, noticeOf, passageLink } from './render.ts'

/** What anybody says by writing or pressing. */
type Heard = Pick<MessageEvent, 'incoming' | 'rank' | 'chat' | 'file'>

export interface ExchangeParts {
  readonly call: Call
  readonly store: Store
  readonly log: Log
  readonly delivery: Delivery
  readonly outgoing: Outgoing
  readonly download: Download
  readonly names: Pseudonyms
  readonly language: Language
  readonly quotes: Sanad['quotes']
  /** The address under which documents can be read. */
  readonly reader?: string
  readonly responder: Responder
  /** The bot's name, and whether group messages other than commands and replies reach it. */
  readonly self: { readonly username: string; readonly can_read_all_group_messages: boolean }
  readonly signal: AbortSignal
}

/** A passage as `/start` can open it in private. */
const PASSAGE = /^\/passage ([a-z0-9]{1,32})(?: (\d{1,9})-(\d{1,9}))?$/
/** Milliseconds after which a word about too many questions is itself one message too many. */
const SOON = 20_000

export function createExchange(parts: ExchangeParts): Handlers {
  const { call, store, log, delivery, outgoing, download, names, language, quotes, reader, responder, self, signal } =
    parts
  const allowance = createAllowance()
  const { speech } = responder

  return {
    async message(event, settles, skipped) {
      const { incoming } = event
      const replied = await repliedBy(event)
      const awaited = isCommand(incoming.text) ? undefined : awaitedIn(replied)
      if (awaited === undefined && !incoming.addressed) return store.inbox.settle(PLATFORM, settles)
      const answering =
        replied === undefined ? event : { ...event, incoming: { ...incoming, answerOf: questionOf(replied) } }
      const reply = await replyTo(answering, awaited === undefined ? incoming.text : `${awaited} ${incoming.text}`)
      const say = await speech(incoming)
      const before: Reply = skipped > 0 ? [{ type: 'text', text: say.skipped(skipped) }] : []
      const deaf =
        /^\/settings\b/.test(incoming.text) && incoming.place === 'group' && !self.can_read_all_group_messages
      const after: Reply = deaf ? [{ type: 'text', text: say.deaf(self.username) }] : []
      await send(event, incoming.id, [...before, ...reply, ...after], settles)
    },

    async other(event, id) {
      switch (event.type) {
        case 'press':
          return press(event, id)
        case 'inline':
          await quietly(
            'answerInlineQuery',
            inlinePage(event.query, event.text, event.offset, quotes, self.username, reader),
          )
          return undefined
        case 'joined': {
          const say = phrases((await store.chats.settings(event.address)).language ?? language)
          const hears = self.can_read_all_group_messages || event.administrator
          const text = [say.welcome(self.username), ...(hears ? [] : [say.deaf(self.username)])].join('\n\n')
          const subject = `welcome/${event.address.conversation}/${id}`
          const rows = await outgoing.put([{ type: 'text', text }], { address: event.address, subject }, [id])
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
      for (const parts of replies.values()) await delivery.answer(parts, signal)
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
    const answer = (shown: object): Promise<void> =>
      quietly('answerCallbackQuery', { callback_query_id: event.query, ...shown })
    const tooSoon = await allowance.press(incoming)
    if (tooSoon !== undefined) {
      await answer({ text: (await speech(incoming)).slowDown(tooSoon).slice(0, LONGEST_NOTICE) })
      return undefined
    }
    const post = await store.outbox.find(PLATFORM, event.key)
    const action = actionOf(post, event.index)
    const here = post?.conversation === incoming.address.conversation
    if (post === undefined || action === undefined || action.elsewhere === true || !here) {
      await answer({ text: (await speech(incoming)).tooOld })
      return undefined
    }
    // An anonymous administrator writes as the group and presses as themselves.
    const may = action.open === true || post.person === incoming.from || (await moderates(event))
    if (!may) {
      // A reader who doubts an answer may look, without a message in the group.
      const [, passage, start, end] = PASSAGE.exec(action.command) ?? []
      const quote = start === undefined ? undefined : { start: Number(start), end: Number(end) }
      if (passage === undefined) await answer({ text: (await speech(incoming)).notYours })
      else await answer({ url: passageLink(self.username, passage, quote) })
      return undefined
    }
    const address = { ...incoming.address, ...(post.thread === undefined ? {} : { thread: post.thread }) }
    const under = { address, ...(post.message === undefined ? {} : { replyTo: Number(post.message) }) }
    const { form } = action
    if (form !== undefined) {
      await answer({})
      const subject = `prompt/${event.query}`
      const rows = await outgoing.ask({ ...action, form }, { ...under, subject, person: incoming.from }, [id])
      return () => delivery.answer(rows, signal)
    }
    const reply = await replyTo({ ...event, incoming: { ...incoming, address } }, action.command)
    const notice = noticeOf(reply)
    await answer(notice === undefined ? {} : { text: notice })
    if (notice !== undefined) return undefined
    const to = { ...under, subject: viewOf(post.subject), person: post.person, again: true }
    const rows = await outgoing.put(reply, to, [id])
    return () => delivery.answer(rows, signal)
  }

  /** The message of Sanad's that is replied to. */
  async function repliedBy({ incoming, repliesTo }: MessageEvent): Promise<StoredPost | undefined> {
    if (repliesTo === undefined) return undefined
    return store.outbox.shown(PLATFORM, incoming.address.conversation, String(repliesTo))
  }

  function replyTo(event: Heard, text: string): Promise<Reply> {
    const { incoming, file } = event
    return responder.reply({
      ...incoming,
      text,
      isModerator: (of) => moderates(event, of),
      ...(file === undefined ? {} : { file: fileOf(file) }),
    })
  }

  function fileOf(file: AnnouncedFile): IncomingFile {
    return { name: file.name, size: file.size, read: (longest) => download(file, longest) }
  }

  async function send(
    { incoming, message, edited }: MessageEvent,
    subject: string,
    reply: Reply,
    settles: readonly string[],
    patience?: number,
  ): Promise<void> {
    const { address, from: person } = incoming
    const rows = await outgoing.put(reply, { address, subject, person, replyTo: message, again: edited }, settles)
    await delivery.answer(rows, signal, patience)
  }

  async function tell(event: MessageEvent, sentence: (say: Phrases) => string, kind: string): Promise<void> {
    const text = sentence(await speech(event.incoming))
    await send(event, `${kind}/${event.incoming.id}`, [{ type: 'text', text }], [], SOON)
  }

  /** Asked when it matters, and refused when Telegram does not say. */
  async function moderates({ incoming, rank, chat }: Heard, of: Address = incoming.address): Promise<boolean> {
    const here = of.platform === PLATFORM && of.conversation === incoming.address.conversation
    if (here && (rank === 'moderator' || rank === 'nobody')) return rank === 'moderator'
    // Who writes as a chat is nobody in another one.
    const user = typeof rank === 'object' ? rank.user : incoming.place === 'private' ? chat : undefined
    const other = of.platform === PLATFORM ? Number(names.chat(of.conversation)) : Number.NaN
    if (user === undefined || Number.isNaN(other)) return false
    // A private chat has its person's id.
    return other > 0 ? other === user : isAdministrator(other, user)
  }

  async function isAdministrator(chat: number, user: number): Promise<boolean> {
    try {
      const member = (await call('getChatMember', { chat_id: chat, user_id: user })) as { status?: unknown } | null
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

/** The command that a message was to be the end of. */
function awaitedIn(post: StoredPost | undefined): string | undefined {
  return post?.payload === undefined ? undefined : (JSON.parse(post.payload) as Payload).awaits
}
