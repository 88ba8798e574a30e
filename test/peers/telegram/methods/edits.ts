/** Changing and removing messages that are there. */
import type { TelegramMessageEntity } from '@gramio/types'
import type { StoredMessage } from '../chats.ts'
import { broken, refused } from '../errors.ts'
import { checkKeyboard } from '../keyboard.ts'
import { formatText } from '../text.ts'
import type { Keyboard, Message } from '../types.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'
import { CAPTION_LIMIT, TEXT_LIMIT, textFields } from './messages.ts'

interface Target {
  readonly chat_id?: number | string
  readonly message_id?: number
  readonly inline_message_id?: string
}

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
/** How long a bot may remove a message, in seconds. */
const DELETABLE = 48 * 3600

export function editMethods({ chats, me }: World): Handlers {
  const user = (id: number) => chats.person(id)

  const editable = ({ chat_id, message_id, inline_message_id }: Target): StoredMessage => {
    if (inline_message_id !== undefined) {
      const found = chats.findInline(inline_message_id)
      if (!found || found.deleted) throw broken('MESSAGE_ID_INVALID')
      return found
    }
    if (chat_id === undefined) throw broken('chat_id is empty')
    if (message_id === undefined) throw broken('Message identifier is not specified')
    const found = chats.writable(chat_id).messages.get(message_id)
    // A message that was never there cannot have been meant; one that is gone can.
    if (!found) throw broken('message to edit not found')
    if (found.deleted) throw refused('message to edit not found')
    if (!found.own || found.inlineId !== undefined) throw broken("message can't be edited")
    return found
  }
  const change = (stored: StoredMessage, target: Target, content: Partial<Message>, markup: unknown): unknown => {
    const keyboard: Keyboard | undefined = checkKeyboard(markup)
    const { reply_markup: before, ...old } = stored.message
    const same = Object.entries(content).every(
      ([key, value]) => JSON.stringify(old[key as keyof typeof old]) === JSON.stringify(value),
    )
    if (same && JSON.stringify(before) === JSON.stringify(keyboard)) throw refused(NOT_MODIFIED)
    const next = { ...old, ...content, edit_date: Math.floor(Date.now() / 1000) }
    stored.message = (keyboard ? { ...next, reply_markup: keyboard } : next) as Message
    const text = stored.message.text ?? stored.message.caption ?? ''
    if (!same) stored.versions.push(text)
    return target.inline_message_id === undefined ? stored.message : true
  }
  const remove = (chat_id: number | string, message_id: number): void => {
    const state = chats.target(chat_id)
    const found = state.messages.get(message_id)
    if (!found || found.deleted) throw refused('message to delete not found')
    const old = Date.now() / 1000 - found.message.date > DELETABLE
    const admin = chats.status(state, me) === 'administrator'
    const allowed = admin || (!old && (found.own || state.chat.type === 'private'))
    if (!allowed) throw refused("message can't be deleted")
    found.deleted = true
  }

  return {
    editMessageText({ text, parse_mode, entities, reply_markup, ...target }) {
      const stored = editable(target)
      if (stored.message.text === undefined) throw broken('there is no text in the message to edit')
      const formatted = formatText(String(text ?? ''), {
        parse_mode,
        entities,
        limit: TEXT_LIMIT,
        empty: 'message text is empty',
        tooLong: 'MESSAGE_TOO_LONG',
        user,
      })
      return change(stored, target, { entities: undefined, ...textFields(formatted) } as Partial<Message>, reply_markup)
    },
    editMessageCaption({ caption, parse_mode, caption_entities, reply_markup, ...target }) {
      const stored = editable(target)
      const { text, entities } = formatText(String(caption ?? ''), {
        parse_mode,
        entities: caption_entities as TelegramMessageEntity[] | undefined,
        limit: CAPTION_LIMIT,
        tooLong: 'message caption is too long',
        user,
      })
      return change(stored, target, { caption: text, caption_entities: entities }, reply_markup)
    },
    editMessageReplyMarkup({ reply_markup, ...target }) {
      return change(editable(target), target, {}, reply_markup)
    },
    deleteMessage({ chat_id, message_id }) {
      remove(chat_id, message_id)
      return true
    },
    deleteMessages({ chat_id, message_ids }) {
      if (message_ids.length === 0) throw broken('Message identifiers are not specified')
      if (message_ids.length > 100) throw broken('Too many message identifiers specified')
      for (const id of message_ids) {
        // Those that cannot be found are skipped, as documented.
        if (chats.target(chat_id).messages.get(id)?.deleted === false) remove(chat_id, id)
      }
      return true
    },
  }
}
