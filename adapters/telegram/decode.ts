/**
 * What a Telegram update is to Sanad. Pure: the same update gives the same event.
 *
 * In a group a message is addressed to Sanad when it is one of its commands, mentions it, replies to one of its messages, or
 * begins by calling it ("سند، …"). It is not when it mentions somebody else, comes from a bot, or was carried over from the linked
 * channel. A reply to Sanad that mentions somebody else is an event all the same, not addressed: Sanad may have asked for it.
 */
import type { Message, MessageEntity, Update } from 'telegraf/types'
import { type Address, callsSanad, type Incoming, isCommand, type Language, languageNamed } from '../../src/index.ts'
import { buttonOf } from '../chat/posts.ts'
import type { Pseudonyms } from '../chat/pseudonym.ts'

export const PLATFORM = 'telegram'

/** The bot's own account. */
export interface Self {
  readonly id: number
  readonly username: string
}

/** Who may be asked about as a moderator: a user to look up, or one whose place already says it. */
export type Rank = { readonly user: number } | 'moderator' | 'nobody'

interface Heard {
  readonly chat: number
  readonly incoming: Omit<Incoming, 'isModerator' | 'file'>
  readonly rank: Rank
}

/** A file as a message announces it; the id is the bot's own. */
export interface AnnouncedFile {
  readonly id: string
  readonly name: string
  readonly size: number
}

export type Event =
  | (Heard & {
      readonly type: 'message'
      readonly message: number
      readonly edited: boolean
      /** Milliseconds, by Telegram's clock: when it was written or last edited. */
      readonly at: number
      /** When it was first written. */
      readonly written: number
      /** The message of Sanad's that it replies to. */
      readonly repliesTo?: number
      /** What came with it, else with the message it replies to. */
      readonly file?: AnnouncedFile
    })
  /** A button; `key` and `index` name the action. */
  | (Heard & { readonly type: 'press'; readonly query: string; readonly key: string; readonly index: number })
  | { readonly type: 'inline'; readonly query: string; readonly text: string; readonly offset: string }
  | { readonly type: 'joined'; readonly address: Address; readonly administrator: boolean }
  | { readonly type: 'moved'; readonly from: string; readonly to: string }
  | { readonly type: 'ignored' }

const IGNORED: Event = { type: 'ignored' }
/** Telegram's own accounts that write for others: posts of the linked channel, channels that write in a group, anonymous administrators. */
const CHANNEL_FORWARDER = 777000
const WRITES_FOR_A_CHAT: ReadonlySet<number> = new Set([136817688, 1087968824])
const LONGEST_NAME = 200

export function decode(update: Update, self: Self, names: Pseudonyms): Event {
  if ('message' in update) return decodeMessage(update.message as Message.TextMessage, false, self, names)
  if ('edited_message' in update) return decodeMessage(update.edited_message as Message.TextMessage, true, self, names)
  if ('callback_query' in update) return decodePress(update.callback_query, names)
  if ('inline_query' in update) {
    const { id, query, offset, from } = update.inline_query
    return from.is_bot ? IGNORED : { type: 'inline', query: id, text: query.trim(), offset }
  }
  if ('my_chat_member' in update) {
    const { chat, new_chat_member: now, old_chat_member: before } = update.my_chat_member
    const here = (status: string): boolean => ['member', 'administrator', 'restricted'].includes(status)
    if (chat.type === 'private' || chat.type === 'channel' || !here(now.status) || here(before.status)) return IGNORED
    return { type: 'joined', address: addressOf(chat, undefined, names), administrator: now.status === 'administrator' }
  }
  return IGNORED
}

function decodeMessage(message: Message.TextMessage, edited: boolean, self: Self, names: Pseudonyms): Event {
  const { chat, from } = message
  const moved = message as Partial<Message.MigrateToChatIdMessage>
  if (moved.migrate_to_chat_id !== undefined)
    return { type: 'moved', from: String(chat.id), to: String(moved.migrate_to_chat_id) }
  if (from === undefined || chat.type === ('channel' as string) || message.is_automatic_forward) return IGNORED
  if (from.id === CHANNEL_FORWARDER || (from.is_bot && !WRITES_FOR_A_CHAT.has(from.id))) return IGNORED
  if (message.via_bot !== undefined) return IGNORED
  const { text, entities } = wordsOf(message)
  if (typeof text !== 'string') return IGNORED

  const place = chat.type === 'private' ? 'private' : 'group'
  const repliesTo = ownReplied(message, self)
  const addressed = place === 'private' ? { text, addressed: true } : addressedIn(text, entities, repliesTo, self)
  if (addressed === undefined) return IGNORED
  const writer = message.sender_chat?.id ?? from.id
  const replyTo = repliedText(message)
  const file = fileOf(message) ?? (message.reply_to_message && fileOf(message.reply_to_message))
  const conversation = names.conversation(chat)
  return {
    type: 'message',
    chat: chat.id,
    message: message.message_id,
    edited,
    at: (message.edit_date ?? message.date) * 1000,
    written: message.date * 1000,
    rank: rankOf(place, writer, chat.id),
    ...(repliesTo === undefined ? {} : { repliesTo }),
    ...(file === undefined ? {} : { file }),
    incoming: {
      id: `${conversation}/${message.message_id}`,
      address: addressOf(chat, topicOf(message), names),
      place,
      from: names.person(writer),
      ...addressed,
      ...languageOfWriter(from.language_code),
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(place === 'group' && message.sender_chat === undefined ? asideOf(from, names) : {}),
    },
  }
}

/** The text that is meant for Sanad, without the mention of it; `undefined` when nothing in it is. */
function addressedIn(
  text: string,
  entities: readonly MessageEntity[],
  repliesTo: number | undefined,
  self: Self,
): Pick<Incoming, 'text' | 'addressed'> | undefined {
  const part = ({ offset, length }: MessageEntity): string => text.slice(offset, offset + length)
  const command = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  if (command !== undefined) {
    const [, to] = part(command).split('@')
    const mine = to === undefined ? isCommand(part(command)) : to.toLowerCase() === self.username.toLowerCase()
    return mine ? { text, addressed: true } : undefined
  }
  const isMe = (entity: MessageEntity): boolean =>
    entity.type === 'mention'
      ? part(entity).toLowerCase() === `@${self.username.toLowerCase()}`
      : entity.type === 'text_mention' && entity.user.id === self.id
  const mentions = entities.filter(({ type }) => type === 'mention' || type === 'text_mention')
  if (mentions.some((entity) => !isMe(entity))) return repliesTo === undefined ? undefined : { text, addressed: false }
  const mention = mentions[0]
  if (mention !== undefined) {
    const without = `${text.slice(0, mention.offset)} ${text.slice(mention.offset + mention.length)}`.trim()
    return { text: without.replace(/^[،,:\s]+/u, ''), addressed: true }
  }
  return repliesTo !== undefined || callsSanad(text) ? { text, addressed: true } : undefined
}

/** The message of the bot's own that a message replies to. */
function ownReplied({ reply_to_message: replied }: Message.TextMessage, self: Self): number | undefined {
  // Every message of a topic "replies" to the one that opened it.
  return replied?.from?.id === self.id && !('forum_topic_created' in replied) ? replied.message_id : undefined
}

function decodePress(query: Update.CallbackQueryUpdate['callback_query'], names: Pseudonyms): Event {
  const { id, from, message } = query
  if (message === undefined || from.is_bot) return IGNORED
  const { chat } = message
  const place = chat.type === 'private' ? 'private' : 'group'
  return {
    type: 'press',
    query: id,
    ...buttonOf('data' in query ? query.data : ''),
    chat: chat.id,
    rank: rankOf(place, from.id, chat.id),
    incoming: {
      id: `press/${id}`,
      address: addressOf(chat, 'date' in message && message.date > 0 ? topicOf(message as Message) : undefined, names),
      place,
      from: names.person(from.id),
      text: '',
      addressed: true,
      ...languageOfWriter(from.language_code),
      ...(place === 'group' ? asideOf(from, names) : {}),
    },
  }
}

function wordsOf(message: Message.TextMessage): { text: string | undefined; entities: readonly MessageEntity[] } {
  const { text, entities, caption, caption_entities } = message as Partial<
    Message.TextMessage & Message.CaptionableMessage
  >
  return text === undefined ? { text: caption, entities: caption_entities ?? [] } : { text, entities: entities ?? [] }
}

/** What is replied to: the part that was selected, else the whole of it. */
function repliedText(message: Message.TextMessage): string | undefined {
  if (message.quote !== undefined) return message.quote.text
  const replied = message.reply_to_message
  return replied === undefined ? undefined : wordsOf(replied as unknown as Message.TextMessage).text
}

function fileOf(message: object): AnnouncedFile | undefined {
  const { document } = message as Partial<Message.DocumentMessage>
  if (document === undefined) return undefined
  const { file_id: id, file_name: name = '', file_size: size = 0 } = document
  return { id, name: name.slice(0, LONGEST_NAME).toWellFormed(), size }
}

/** The forum topic; the General topic has none, and `message_thread_id` outside forums only groups replies. */
function topicOf(message: Message): number | undefined {
  const { is_topic_message: inTopic, message_thread_id: thread } = message as Message.TextMessage
  return inTopic ? thread : undefined
}

function addressOf(
  chat: { readonly id: number; readonly type: string },
  topic: number | undefined,
  names: Pseudonyms,
): Address {
  const address = { platform: PLATFORM, conversation: names.conversation(chat) }
  return topic === undefined ? address : { ...address, thread: String(topic) }
}

/** Where a member of a group reads alone. Who writes as a chat has no such place. */
function asideOf(
  { id, is_bot }: { readonly id: number; readonly is_bot: boolean },
  names: Pseudonyms,
): { aside?: Address } {
  return is_bot ? {} : { aside: addressOf({ id, type: 'private' }, undefined, names) }
}

/** In private everybody moderates their own chat; who writes as the group itself is an anonymous administrator. */
function rankOf(place: 'private' | 'group', writer: number, chat: number): Rank {
  if (place === 'private' || writer === chat) return 'moderator'
  return writer > 0 ? { user: writer } : 'nobody'
}

function languageOfWriter(code: string | undefined): { language?: Language } {
  const language = languageNamed(code)
  return language === undefined ? {} : { language }
}
