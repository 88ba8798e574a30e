/** Chats and their members, reactions, pins and forum topics. */
import type { TelegramChatMember } from '@gramio/types'
import type { ChatState } from '../chats.ts'
import { broken, refused } from '../errors.ts'
import type { MemberStatus, User } from '../types.ts'
import type { World } from '../world.ts'
import type { Handlers } from './handlers.ts'

export function chatMethods({ chats, me, updates }: World): Handlers {
  const visible = (chat_id: number | string): ChatState => {
    const state = chats.target(chat_id)
    if (state.chat.type !== 'private') chats.writable(chat_id)
    return state
  }
  const message = (chat_id: number | string, message_id: number | undefined) => {
    const state = chats.writable(chat_id)
    const found = message_id === undefined ? undefined : state.messages.get(message_id)
    return { state, found: found?.deleted ? undefined : found }
  }
  const needsPinRight = (state: ChatState): void => {
    if (state.chat.type !== 'private' && chats.status(state, me) !== 'administrator') {
      throw refused('not enough rights to manage pinned messages in the chat')
    }
  }
  const forum = (chat_id: number | string): ChatState => {
    const state = chats.writable(chat_id)
    if (!state.chat.is_forum) throw refused('the chat is not a forum')
    if (chats.status(state, me) !== 'administrator') throw refused('not enough rights to create a topic')
    return state
  }

  return {
    getChat({ chat_id }) {
      const { chat } = visible(chat_id)
      return { ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: NO_GIFTS }
    },
    getChatMember({ chat_id, user_id }) {
      const state = visible(chat_id)
      const user = chats.person(user_id)
      if (!user) throw refused('PARTICIPANT_ID_INVALID')
      // The documentation promises others' status to administrators only.
      if (user_id !== me.id && state.chat.type === 'channel' && chats.status(state, me) !== 'administrator') {
        throw refused('member list is inaccessible')
      }
      return memberOf(user, chats.status(state, user))
    },
    getChatAdministrators({ chat_id }) {
      const state = visible(chat_id)
      if (state.chat.type === 'private') throw refused('there are no administrators in the private chat')
      return [...state.members.values()]
        .filter(({ status, user }) => status === 'creator' || (status === 'administrator' && !user.is_bot))
        .map(({ user, status }) => memberOf(user, status))
    },
    getChatMemberCount({ chat_id }) {
      const { members, chat } = visible(chat_id)
      if (chat.type === 'private') return 2
      return [...members.values()].filter(({ status }) => status !== 'left' && status !== 'kicked').length
    },
    leaveChat({ chat_id }) {
      const state = chats.writable(chat_id)
      if (state.chat.type === 'private') throw broken("chat member status can't be changed in private chats")
      const old = chats.status(state, me)
      state.members.set(me.id, { user: me, status: 'left' })
      updates.add('my_chat_member', {
        chat: state.chat,
        from: me,
        date: Math.floor(Date.now() / 1000),
        old_chat_member: memberOf(me, old),
        new_chat_member: memberOf(me, 'left'),
      })
      return true
    },
    setMessageReaction({ chat_id, message_id, reaction = [] }) {
      if (!message(chat_id, message_id).found) throw refused('message to react not found')
      // A bot may give one reaction only.
      if (reaction.length > 1) throw broken('REACTIONS_TOO_MANY')
      return true
    },
    pinChatMessage({ chat_id, message_id }) {
      const { state, found } = message(chat_id, message_id)
      needsPinRight(state)
      if (!found) throw refused('message to pin not found')
      state.pinned.add(message_id)
      return true
    },
    unpinChatMessage({ chat_id, message_id }) {
      const { state } = message(chat_id, message_id)
      needsPinRight(state)
      const id = message_id ?? [...state.pinned].at(-1)
      if (id === undefined || !state.pinned.delete(id)) throw refused('message to unpin not found')
      return true
    },
    unpinAllChatMessages({ chat_id }) {
      const state = chats.writable(chat_id)
      needsPinRight(state)
      state.pinned.clear()
      return true
    },
    createForumTopic({ chat_id, name }) {
      const state = forum(chat_id)
      const from = me
      const date = Math.floor(Date.now() / 1000)
      const icon_color = 7322096
      const { message: created } = chats.add(state, { date, from, forum_topic_created: { name, icon_color } }, true)
      state.topics.set(created.message_id, { name, closed: false })
      return { message_thread_id: created.message_id, name, icon_color }
    },
    closeForumTopic({ chat_id, message_thread_id }) {
      const topic = forum(chat_id).topics.get(message_thread_id)
      if (!topic) throw refused('message thread not found')
      if (topic.closed) throw refused('TOPIC_NOT_MODIFIED')
      topic.closed = true
      return true
    },
    reopenForumTopic({ chat_id, message_thread_id }) {
      const topic = forum(chat_id).topics.get(message_thread_id)
      if (!topic) throw refused('message thread not found')
      if (!topic.closed) throw refused('TOPIC_NOT_MODIFIED')
      topic.closed = false
      return true
    },
  }
}

const NO_GIFTS = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
}

export function memberOf(user: User, status: MemberStatus): TelegramChatMember {
  const more: Record<MemberStatus, object> = {
    creator: { is_anonymous: false },
    administrator: { ...ADMIN_RIGHTS, can_be_edited: false },
    member: {},
    restricted: { ...RESTRICTED, is_member: true, until_date: 0 },
    left: {},
    kicked: { until_date: 0 },
  }
  return { status, user, ...more[status] } as TelegramChatMember
}

const yes = (...names: string[]): object => Object.fromEntries(names.map((name) => [name, true]))
const no = (...names: string[]): object => Object.fromEntries(names.map((name) => [name, false]))

const ADMIN_RIGHTS = {
  ...yes('can_manage_chat', 'can_delete_messages', 'can_restrict_members', 'can_change_info', 'can_invite_users'),
  ...yes('can_pin_messages', 'can_manage_video_chats', 'can_manage_topics'),
  ...no('is_anonymous', 'can_promote_members', 'can_post_stories', 'can_edit_stories', 'can_delete_stories'),
}

const RESTRICTED = no(
  ...['can_send_messages', 'can_send_audios', 'can_send_documents', 'can_send_photos', 'can_send_videos'],
  ...['can_send_video_notes', 'can_send_voice_notes', 'can_send_polls', 'can_send_other_messages'],
  ...['can_add_web_page_previews', 'can_change_info', 'can_invite_users', 'can_pin_messages', 'can_manage_topics'],
)
