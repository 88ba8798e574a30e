/** People with names and questions that nothing else contains, so that any trace of them can be found. */
import type { Chat, Message, TelegramPeer, User } from '../../peers/telegram/index.ts'
import type { Asked } from './accounts.ts'

export const FIRST_NAME = 'زمردة'
export const LAST_NAME = 'القطيفاوية'
export const USERNAME = 'zumurruda_qatifa'
/** Stands in every question, after it. */
export const MARK = 'غضنفر'

/** What the documents answer, and what they do not. */
export const ANSWERED = 'متى تأسس اتحاد المغرب العربي؟'
export const NOT_FOUND = 'كم سعر تذكرة القطار إلى مدينة طوكيو؟'

export interface Crowd {
  person(): User
  home(person: User): Chat
  /** With so many people in it. */
  group(): Chat
  /** Asks so that Sanad is addressed, in any kind of chat. */
  ask(chat: Chat, from: User, extra?: Partial<Message> & { readonly text?: string }): Asked
  readonly asked: readonly Asked[]
}

export function createCrowd(peer: TelegramPeer): Crowd {
  const asked: Asked[] = []
  let people = 0
  return {
    person: () => {
      people++
      return peer.user({
        first_name: `${FIRST_NAME} ${people}`,
        last_name: LAST_NAME,
        username: `${USERNAME}_${people}`,
      })
    },
    home: (person) => peer.privateChat(person),
    group: () => peer.group({ title: `${LAST_NAME} ${people}` }),
    ask(chat, from, { text = asked.length % 3 === 2 ? NOT_FOUND : ANSWERED, ...extra } = {}) {
      const call = chat.type === 'private' ? '' : 'سند، '
      const { message } = peer.say(chat, from, `${call}${text}\n${MARK}`, extra)
      const question = { chat, from, message }
      asked.push(question)
      return question
    },
    asked,
  }
}

/** Lines that hold a token, a word of anybody's, or a name. Sanad's log has no Arabic of its own. */
export function leaks(written: readonly string[], token: string): string[] {
  const secret = token.split(':')[1] ?? token
  return written
    .join('')
    .split('\n')
    .filter((line) => line.includes(secret) || line.includes(USERNAME) || /[\u0600-\u06FF]/.test(line))
}
