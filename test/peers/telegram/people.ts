/** The people of a test: they write, edit, press buttons, ask inline, join and leave. */
import { randomUUID } from 'node:crypto'
import type { AnswerInlineQueryParams, TelegramInlineKeyboardButton } from '@gramio/types'
import type { ChatState, StoredMessage } from './chats.ts'
import { memberOf } from './methods/chats.ts'
import { bare, textFields } from './methods/messages.ts'
import { reaches } from './privacy.ts'
import { findEntities, formatText } from './text.ts'
import type { CallbackAnswer, Chat, MemberStatus, Message, Said, User } from './types.ts'
import type { UpdateType } from './updates.ts'
import type { World } from './world.ts'

export interface People {
  /** A new person; a language code and a name are made up when not given. */
  user(fields?: Partial<User>): User
  /** The person's chat with the bot, as after pressing Start. */
  privateChat(user: User): Chat
  group(fields?: Partial<Chat>): Chat
  /** A forum topic; returns its message_thread_id. */
  topic(chat: Chat, name: string): number
  closeTopic(chat: Chat, thread: number): void
  /** Removes a topic with its messages. Bots are not told. */
  deleteTopic(chat: Chat, thread: number): void
  /** For the bot itself (`peer.me`) also in a private chat: `kicked` means that the person blocked it. */
  setMember(chat: Chat, user: User, status: MemberStatus): void
  /** Turns a group into a supergroup, and returns the new chat. */
  migrate(chat: Chat): Chat
  say(chat: Chat, from: User, text: string, extra?: Partial<Message>): Said
  /** Sends a file, with a caption or without. */
  sendDocument(chat: Chat, from: User, file: SentFile, extra?: Partial<Message>): Said
  /** A file that somebody sent is no longer to be had. */
  loseFile(message: Message): void
  /** Follows a `startgroup` link into a group: the client adds the bot and sends the command. */
  startGroup(link: string, from: User, chat: Chat): Said
  edit(message: Message, text: string, extra?: Partial<Message>): Said
  /** Removes a message, as its author or an administrator can. Bots are not told. */
  remove(message: Message): void
  press(message: Message, from: User, button: string, timeout?: number): Promise<CallbackAnswer | undefined>
  pressData(message: Message, from: User, data: string, timeout?: number): Promise<CallbackAnswer | undefined>
  inline(from: User, query: string, offset?: string, timeout?: number): Promise<AnswerInlineQueryParams | undefined>
  /** Sends one of the inline results to a chat. Its buttons and edits go by `inline_message_id`. */
  choose(
    answer: AnswerInlineQueryParams,
    from: User,
    result_id: string,
    chat: Chat,
  ): { readonly inline_message_id: string; readonly message: Message }
}

export interface SentFile {
  readonly name: string
  readonly content: string | Uint8Array
  readonly caption?: string
}

const seconds = (): number => Math.floor(Date.now() / 1000)
const ANSWER_TIMEOUT = 5000

export function createPeople(world: World): People {
  const { chats, files, me, updates, queries } = world
  const tell = (state: ChatState, kind: 'message' | 'edited_message', message: Message): Said => {
    const post = kind === 'message' ? 'channel_post' : 'edited_channel_post'
    const type: UpdateType = state.chat.type === 'channel' ? post : kind
    return { update_id: reaches(world, state, message) ? updates.add(type, message) : 0, message }
  }
  const current = ({ chat, message_id }: Message): StoredMessage => {
    const found = chats.state(chat).messages.get(message_id)
    if (!found) throw new Error(`Telegram peer: there is no message ${message_id} in chat ${chat.id}`)
    return found
  }
  /** Who does what somebody must have done: the owner, or any other person. */
  const someone = ({ members }: ChatState): User => {
    const people = [...members.values()].filter(({ user, status }) => !user.is_bot && status !== 'left')
    return (people.find(({ status }) => status === 'creator') ?? people[0])?.user ?? chats.user({ first_name: 'مشرف' })
  }
  const service = (state: ChatState, from: User, content: Partial<Message>): Message => {
    const { message } = chats.add(state, { date: seconds(), from: bare(from), ...content }, false)
    tell(state, 'message', message)
    return message
  }
  const write = (chat: Chat, from: User, content: ReturnType<typeof textFields>, extra: Partial<Message>): Said => {
    const state = chats.state(chat)
    const topic = extra.message_thread_id !== undefined && state.topics.has(extra.message_thread_id)
    // The bot's own replies carry no chain: Telegram shows one level.
    const { reply_to_message: _, ...replied } = extra.reply_to_message ?? ({} as Partial<Message>)
    const { message } = chats.add(
      state,
      {
        date: seconds(),
        ...(state.chat.type === 'channel' ? { sender_chat: state.chat } : { from: bare(from) }),
        ...content,
        ...(topic ? { is_topic_message: true as const } : {}),
        ...extra,
        ...(extra.reply_to_message ? { reply_to_message: replied as Message } : {}),
      },
      false,
    )
    return tell(state, 'message', message)
  }
  const setMember: People['setMember'] = (chat, user, status) => {
    const state = chats.state(chat)
    const old = chats.status(state, user)
    state.members.set(user.id, { user, status })
    const own = user.id === me.id
    // Others' changes are told to administrators only.
    if (old === status || (!own && chats.status(state, me) !== 'administrator')) return
    const other = state.chat.type === 'private' ? chats.person(chat.id) : own ? someone(state) : user
    updates.add(own ? 'my_chat_member' : 'chat_member', {
      chat: state.chat,
      from: bare(other ?? user),
      date: seconds(),
      old_chat_member: memberOf(bare(user), old),
      new_chat_member: memberOf(bare(user), status),
    })
  }
  const say: People['say'] = (chat, from, text, extra = {}) =>
    write(chat, from, textFields({ text, entities: findEntities(text) }), extra)
  const pressData: People['pressData'] = (pressed, from, data, timeout = ANSWER_TIMEOUT) => {
    const { message, deleted, inlineId } = current(pressed)
    const { id, answer } = queries.ask<CallbackAnswer>('callback', timeout)
    const { chat, message_id } = message
    const shown = deleted ? { chat, message_id, date: 0 } : message
    updates.add('callback_query', {
      id,
      from: bare(from),
      chat_instance: String(Math.abs(chat.id) * 7919),
      data,
      ...(inlineId === undefined ? { message: shown } : { inline_message_id: inlineId }),
    })
    return answer
  }

  return {
    user: (fields = {}) => chats.user(fields),
    privateChat: (user) => chats.open(user).chat,
    group: (fields = {}) => chats.group(fields).chat,
    topic(chat, name) {
      const state = chats.state(chat)
      const created = service(state, someone(state), { forum_topic_created: { name, icon_color: 7322096 } })
      state.topics.set(created.message_id, { name, closed: false })
      return created.message_id
    },
    closeTopic(chat, thread) {
      const topic = chats.state(chat).topics.get(thread)
      if (!topic) throw new Error(`Telegram peer: there is no topic ${thread}`)
      topic.closed = true
    },
    deleteTopic(chat, thread) {
      const { topics, messages } = chats.state(chat)
      if (!topics.delete(thread)) throw new Error(`Telegram peer: there is no topic ${thread}`)
      for (const stored of messages.values()) if (stored.message.message_thread_id === thread) stored.deleted = true
    },
    setMember,
    migrate(chat) {
      const state = chats.state(chat)
      const { id: _, ...rest } = state.chat
      const next = chats.group({ ...rest, type: 'supergroup' })
      for (const [id, member] of state.members) next.members.set(id, member)
      const by = someone(state)
      service(state, by, { migrate_to_chat_id: next.chat.id })
      service(next, by, { migrate_from_chat_id: state.chat.id })
      state.migratedTo = next.chat.id
      return next.chat
    },
    say,
    sendDocument(chat, from, { name, content, caption }, extra = {}) {
      const entities = findEntities(caption ?? '')
      const words =
        caption === undefined ? {} : { caption, ...(entities.length > 0 ? { caption_entities: entities } : {}) }
      return write(chat, from, { document: files.add(name, content), ...words }, extra)
    },
    loseFile: ({ document }) => files.lose(document?.file_id ?? ''),
    startGroup(link, from, chat) {
      const [, bot, parameter] = /^https:\/\/t\.me\/(\w+)\?startgroup=([\w-]{1,64})$/.exec(link) ?? []
      if (bot !== me.username) throw new Error(`Telegram peer: ${link} leads into no group with the bot`)
      const state = chats.state(chat)
      if (['left', 'kicked'].includes(chats.status(state, me))) setMember(chat, me, 'member')
      return say(chat, from, `/start@${me.username} ${parameter}`)
    },
    edit(message, text, extra = {}) {
      const stored = current(message)
      const { entities: _, ...rest } = stored.message
      const changed = textFields({ text, entities: findEntities(text) })
      stored.message = { ...rest, ...changed, edit_date: seconds(), ...extra } as Message
      stored.versions.push(text)
      return tell(chats.state(message.chat), 'edited_message', stored.message)
    },
    remove(message) {
      current(message).deleted = true
    },
    async press(message, from, wanted, timeout) {
      const buttons = current(message).message.reply_markup?.inline_keyboard.flat() ?? []
      const button = buttons.find(({ text, callback_data }) => text === wanted || callback_data === wanted)
      if (button?.callback_data === undefined) throw new Error(`Telegram peer: ${missing(wanted, button, buttons)}`)
      return pressData(message, from, button.callback_data, timeout)
    },
    pressData,
    inline(from, query, offset = '', timeout = ANSWER_TIMEOUT) {
      const { id, answer } = queries.ask<AnswerInlineQueryParams>('inline', timeout)
      // Without inline mode Telegram does not ask the bot.
      if (me.supports_inline_queries) updates.add('inline_query', { id, from: bare(from), query, offset })
      return answer
    },
    choose(answer, from, result_id, chat) {
      const result = answer.results.find(({ id }) => id === result_id)
      if (!result) throw new Error(`Telegram peer: there is no inline result ${result_id}`)
      const content = 'input_message_content' in result ? result.input_message_content : undefined
      if (!content || !('message_text' in content))
        throw new Error('Telegram peer: only results with a text can be chosen')
      const { message_text, parse_mode, entities } = content
      const limits = { limit: 4096, tooLong: 'MESSAGE_TOO_LONG', user: (id: number) => chats.person(id) }
      const formatted = formatText(String(message_text), { parse_mode, entities, ...limits })
      const inline_message_id = Buffer.from(randomUUID()).toString('base64url')
      const markup = result.reply_markup
        ? { reply_markup: result.reply_markup as NonNullable<Message['reply_markup']> }
        : {}
      const state = chats.state(chat)
      const { message } = chats.add(
        state,
        { date: seconds(), from: bare(from), via_bot: bare(me), ...textFields(formatted), ...markup },
        true,
        inline_message_id,
      )
      const id = { result_id, from: bare(from), query: '' }
      // Only a message with buttons can be changed later, so only that one has an id.
      updates.add('chosen_inline_result', result.reply_markup ? { ...id, inline_message_id } : id)
      return { inline_message_id, message }
    },
  }
}

function missing(
  wanted: string,
  button: TelegramInlineKeyboardButton | undefined,
  buttons: readonly TelegramInlineKeyboardButton[],
): string {
  if (button) return `button "${wanted}" is not one that calls back`
  return `no button "${wanted}" among ${buttons.map(({ text }) => `"${text}"`).join(', ') || 'none'}`
}
