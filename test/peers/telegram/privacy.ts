/**
 * Which messages a bot gets. In privacy mode, in a group where it is no administrator: service messages, commands that are
 * for it or for any bot, replies to it, and (unless switched off) mentions of it.
 */
import type { ChatState } from './chats.ts'
import type { Message } from './types.ts'
import type { World } from './world.ts'

export function reaches({ chats, me, options }: World, state: ChatState, message: Message): boolean {
  const own = chats.status(state, me)
  if (own === 'left' || own === 'kicked') return false
  if (state.chat.type === 'private' || state.chat.type === 'channel') return true
  if (me.can_read_all_group_messages || own === 'administrator') return true
  const { text = message.caption, entities = message.caption_entities ?? [] } = message
  // What is neither text nor file is a service message.
  if (text === undefined && message.document === undefined) return true
  if (message.reply_to_message?.from?.id === me.id) return true
  const called = `@${me.username}`.toLowerCase()
  return entities.some(({ type, offset, length }) => {
    const marked = text?.slice(offset, offset + length).toLowerCase() ?? ''
    if (type === 'bot_command') return offset === 0 && (!marked.includes('@') || marked.endsWith(called))
    return type === 'mention' && marked === called && options.mentionsReachBot !== false
  })
}
