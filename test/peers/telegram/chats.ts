/** The people, chats and messages of the pretended Telegram, and who may write where. */
import type { TelegramMessage } from '@gramio/types'
import { forbidden, refused } from './errors.ts'
import type { Chat, MemberStatus, Message, SentMessage, User } from './types.ts'

export interface StoredMessage {
  message: Message
  /** Sent by the bot, or through it. */
  readonly own: boolean
  deleted: boolean
  readonly versions: string[]
  readonly inlineId?: string
}

export interface Topic {
  readonly name: string
  closed: boolean
}

export interface ChatState {
  chat: Chat
  readonly members: Map<number, { user: User; status: MemberStatus }>
  readonly topics: Map<number, Topic>
  readonly messages: Map<number, StoredMessage>
  readonly pinned: Set<number>
  migratedTo?: number
}

export interface Chats {
  person(id: number): User | undefined
  user(fields: Partial<User>): User
  open(user: User): ChatState
  group(fields: Partial<Chat>): ChatState
  /** The chat a test means. */
  state(chat: { id: number }): ChatState
  /** The chat a bot means; refuses as the server does. */
  target(id: number | string): ChatState
  /** The same, when the bot wants to write into it. */
  writable(id: number | string): ChatState
  add(
    state: ChatState,
    message: Omit<TelegramMessage, 'message_id' | 'chat'>,
    own: boolean,
    inlineId?: string,
  ): StoredMessage
  findInline(inlineId: string): StoredMessage | undefined
  sent(state?: ChatState): SentMessage[]
  status(state: ChatState, user: User): MemberStatus
}

export function createChats(me: User): Chats {
  const people = new Map<number, User>([[me.id, me]])
  const chats = new Map<number, ChatState>()
  const inline = new Map<string, StoredMessage>()
  const order: StoredMessage[] = []
  const counters = new Map<number, number>()
  let nextUser = 700_000_001
  let nextGroup = 1_500_000_001

  const create = (chat: Chat): ChatState => {
    const state: ChatState = { chat, members: new Map(), topics: new Map(), messages: new Map(), pinned: new Set() }
    chats.set(chat.id, state)
    return state
  }
  /**
   * Supergroups and channels number their messages themselves, from the service message 1 on; all other chats of an account
   * share one sequence.
   */
  const nextMessage = ({ chat }: ChatState): number => {
    const key = chat.type === 'supergroup' || chat.type === 'channel' ? chat.id : 0
    const id = (counters.get(key) ?? (key === 0 ? 100 : 1)) + 1
    counters.set(key, id)
    return id
  }
  const status = (state: ChatState, user: User): MemberStatus =>
    state.members.get(user.id)?.status ?? (state.chat.type === 'private' ? 'member' : 'left')

  const target = (id: number | string): ChatState => {
    const name = String(id)
    const state = name.startsWith('@')
      ? [...chats.values()].find(({ chat }) => chat.username?.toLowerCase() === name.slice(1).toLowerCase())
      : chats.get(Number(name))
    const person = people.get(Number(name))
    if (person?.is_bot) throw forbidden("bot can't send messages to bots")
    if (!state) {
      if (person) throw forbidden("bot can't initiate conversation with a user")
      throw refused('chat not found')
    }
    if (state.migratedTo !== undefined) {
      throw refused('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: state.migratedTo })
    }
    return state
  }

  /** As it is now; made once for each state of a message, since conditions look at all of them again and again. */
  const views = new WeakMap<Message, SentMessage>()
  const shown = ({ message, versions }: StoredMessage): SentMessage => {
    const view = views.get(message) ?? { ...message, versions: [...versions] }
    views.set(message, view)
    return view
  }

  return {
    person: (id) => people.get(id),
    user(fields) {
      const id = fields.id ?? nextUser++
      const user: User = { id, is_bot: false, first_name: `شخص ${id % 1000}`, language_code: 'ar', ...fields }
      people.set(id, user)
      return user
    },
    open(user) {
      const { id, first_name, last_name, username } = user
      const known = chats.get(id)
      if (known) return known
      if (!people.has(id)) people.set(id, user)
      const chat: Chat = { id, type: 'private', first_name }
      if (last_name !== undefined) chat.last_name = last_name
      if (username !== undefined) chat.username = username
      return create(chat)
    },
    group(fields) {
      const type = fields.type ?? 'supergroup'
      const number = nextGroup++
      const id = fields.id ?? (type === 'group' ? -number : -1_000_000_000_000 - number)
      const state = create({ id, type, title: `مجموعة ${number % 1000}`, ...fields })
      state.members.set(me.id, { user: me, status: type === 'channel' ? 'administrator' : 'member' })
      return state
    },
    state({ id }) {
      const state = chats.get(id)
      if (!state) throw new Error(`Telegram peer: there is no chat ${id}`)
      return state
    },
    target,
    writable(id) {
      const state = target(id)
      const own = status(state, me)
      const { type } = state.chat
      if (type === 'private') {
        if (own === 'kicked') throw forbidden('bot was blocked by the user')
        return state
      }
      if (own === 'kicked') throw forbidden(`bot was kicked from the ${type} chat`)
      if (own === 'left') throw forbidden(`bot is not a member of the ${type} chat`)
      if (own === 'restricted') throw refused('not enough rights to send text messages to the chat')
      if (type === 'channel' && own !== 'administrator') throw refused('need administrator rights in the channel chat')
      return state
    },
    add(state, fields, own, inlineId) {
      const message = { message_id: nextMessage(state), chat: state.chat, ...fields } as Message
      const stored: StoredMessage = {
        message,
        own,
        deleted: false,
        versions: [message.text ?? message.caption ?? ''],
        ...(inlineId === undefined ? {} : { inlineId }),
      }
      state.messages.set(message.message_id, stored)
      if (inlineId !== undefined) inline.set(inlineId, stored)
      if (own) order.push(stored)
      return stored
    },
    findInline: (inlineId) => inline.get(inlineId),
    sent: (state) =>
      order.filter(({ message, deleted }) => !deleted && (!state || message.chat.id === state.chat.id)).map(shown),
    status,
  }
}
