/** Sending: text, drafts, documents and photos, copies, and the passing sign that something is being done. */
import type { SendMessageParams, TelegramMessage, TelegramMessageEntity, TelegramReplyParameters } from '@gramio/types'
import { contentOf } from '../body.ts'
import type { ChatState } from '../chats.ts'
import { broken, refused } from '../errors.ts'
import { checkKeyboard } from '../keyboard.ts'
import { formatText } from '../text.ts'
import type { Message } from '../types.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'

type Draft = Omit<TelegramMessage, 'message_id' | 'chat'>
type Place = Pick<
  SendMessageParams,
  'chat_id' | 'message_thread_id' | 'reply_parameters' | 'reply_markup' | 'protect_content'
>
type Caption = { caption?: unknown; parse_mode?: string; caption_entities?: TelegramMessageEntity[] }

export const TEXT_LIMIT = 4096
export const CAPTION_LIMIT = 1024
const PNG = 0x89504e47
const JPEG = 0xffd8

const seconds = (): number => Math.floor(Date.now() / 1000)

export function messageMethods(world: World): Handlers {
  const { chats, me } = world
  const user = (id: number) => chats.person(id)

  const threadOf = (state: ChatState, thread: number | undefined): Partial<Draft> => {
    // 1 is the general topic of a forum, which messages do not name.
    if (thread === undefined || thread === 0 || (thread === 1 && state.chat.is_forum)) return {}
    const topic = state.topics.get(thread)
    if (topic?.closed && chats.status(state, me) !== 'administrator') throw refused('TOPIC_CLOSED')
    if (topic) return { message_thread_id: thread, is_topic_message: true }
    // Outside forums a thread is the one under a message.
    if (state.chat.type === 'supergroup' && !state.chat.is_forum && state.messages.has(thread)) {
      return { message_thread_id: thread }
    }
    throw refused('message thread not found')
  }
  const replyOf = (state: ChatState, reply: TelegramReplyParameters | undefined): Partial<Draft> => {
    if (!reply || reply.message_id === undefined) return {}
    const from = reply.chat_id === undefined ? state : chats.target(reply.chat_id)
    const target = from.messages.get(reply.message_id)
    if (target && !target.deleted) {
      const { reply_to_message: _, ...message } = target.message
      return { reply_to_message: message as Message }
    }
    if (reply.allow_sending_without_reply) return {}
    throw refused('message to be replied not found')
  }
  const send = (place: Place, content: Partial<Draft>): Message => {
    const state = chats.writable(place.chat_id)
    const keyboard = checkKeyboard(place.reply_markup)
    const reply = replyOf(state, place.reply_parameters)
    const draft = {
      date: seconds(),
      ...(state.chat.type === 'channel' ? { sender_chat: state.chat } : { from: bare(me) }),
      // A reply without a thread goes where the message is that it answers.
      ...threadOf(state, place.message_thread_id ?? threadIn(state, reply)),
      ...reply,
      ...(place.protect_content ? { has_protected_content: true } : {}),
      ...content,
      ...(keyboard ? { reply_markup: keyboard } : {}),
    } as Draft
    return chats.add(state, draft, true).message
  }
  const captionOf = ({ caption, parse_mode, caption_entities }: Caption): Partial<Draft> => {
    const formatted = formatText(String(caption ?? ''), {
      parse_mode,
      entities: caption_entities,
      limit: CAPTION_LIMIT,
      tooLong: 'message caption is too long',
      user,
    })
    if (formatted.text === '') return {}
    const { text, entities } = formatted
    return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
  }
  const file = (name: string) => ({ file_id: `peer-${name}-${Date.now()}`, file_unique_id: `peer-${name}` })

  return {
    sendMessage({ text, parse_mode, entities, ...place }) {
      const formatted = formatText(String(text), {
        parse_mode,
        entities,
        limit: TEXT_LIMIT,
        empty: 'message text is empty',
        tooLong: 'message is too long',
        user,
      })
      return send(place, textFields(formatted))
    },
    sendMessageDraft({ chat_id, text, parse_mode, entities, message_thread_id, draft_id }) {
      const state = chats.writable(chat_id)
      if (state.chat.type !== 'private') throw broken('PEER_ID_INVALID')
      if (draft_id === 0) throw broken('RANDOM_ID_INVALID')
      threadOf(state, message_thread_id)
      formatText(String(text ?? ''), { parse_mode, entities, limit: TEXT_LIMIT, tooLong: 'message is too long', user })
      return true
    },
    sendDocument({ document, ...rest }) {
      const name = typeof document === 'string' ? document : ((document as unknown as { name?: string }).name ?? 'file')
      return send(rest, { ...captionOf(rest), document: { ...file('document'), file_name: name } })
    },
    sendPhoto({ photo, ...rest }) {
      return send(rest, { ...captionOf(rest), photo: [{ ...file('photo'), ...sizeOf(contentOf(photo)) }] })
    },
    forwardMessage({ chat_id, from_chat_id, message_id, message_thread_id }) {
      const source = chats.target(from_chat_id).messages.get(message_id)
      if (!source || source.deleted) throw refused('message to forward not found')
      const { text, entities, from, date } = source.message
      return send(
        { chat_id, ...(message_thread_id === undefined ? {} : { message_thread_id }) },
        {
          ...(text === undefined ? {} : { text }),
          ...(entities ? { entities } : {}),
          ...(from ? { forward_origin: { type: 'user', sender_user: from, date } } : {}),
        },
      )
    },
    copyMessage({ from_chat_id, message_id, ...rest }) {
      const source = chats.target(from_chat_id).messages.get(message_id)
      if (!source || source.deleted) throw refused('message to copy not found')
      const { text, entities } = source.message
      const caption = captionOf(rest)
      const { message_id: copied } = send(rest, {
        ...(text === undefined ? {} : { text }),
        ...(entities ? { entities } : {}),
        ...caption,
      })
      return { message_id: copied }
    },
    sendChatAction({ chat_id, action, message_thread_id }) {
      const { chat } = chats.writable(chat_id)
      world.actions.push({
        at: Date.now(),
        chat_id: chat.id,
        action,
        ...(message_thread_id === undefined ? {} : { message_thread_id }),
      })
      return true
    },
  }
}

/** Of an uploaded PNG, by its header; the server takes other formats too, which are not looked into here. */
function sizeOf(image: Buffer | undefined): { width: number; height: number } {
  if (image === undefined || (image.length > 1 && image.readUInt16BE(0) === JPEG)) return { width: 100, height: 100 }
  if (image.length < 24 || image.readUInt32BE(0) !== PNG) throw broken('IMAGE_PROCESS_FAILED')
  const [width, height] = [image.readUInt32BE(16), image.readUInt32BE(20)]
  if (width + height > 10_000 || width > 20 * height || height > 20 * width) throw broken('PHOTO_INVALID_DIMENSIONS')
  return { width, height }
}

function threadIn({ topics }: ChatState, { reply_to_message }: Partial<Draft>): number | undefined {
  const thread = reply_to_message?.message_thread_id
  return thread !== undefined && topics.has(thread) ? thread : undefined
}

/** A user as it stands in messages: what getMe adds about a bot is left out. */
export function bare({
  id,
  is_bot,
  first_name,
  last_name,
  username,
  language_code,
}: Message['from'] & object): NonNullable<Message['from']> {
  return {
    id,
    is_bot,
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
    ...(language_code === undefined ? {} : { language_code }),
  }
}

export function textFields({ text, entities }: { text: string; entities: TelegramMessageEntity[] }): Partial<Draft> {
  return { text, ...(entities.length > 0 ? { entities } : {}) }
}
