/**
 * What became of every question, by the record of the server: the oracle of the endurance tests.
 *
 * - answered: a reply to the question's message was carried out, whatever Sanad was told.
 * - skipped: a later answer to the same person says so.
 * - twice: some part of the reply was carried out more than once; allowed only where the store calls it uncertain.
 */
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { phrases } from '../../../src/index.ts'
import type { Chat, Message, TelegramPeer, User } from '../../peers/telegram/index.ts'
import type { Row } from './running.ts'

export interface Asked {
  readonly chat: Chat
  readonly from: User
  readonly message: Message
}

export interface Account {
  readonly asked: number
  readonly answered: number
  readonly skipped: number
  /** Replies of which a part arrived twice. */
  readonly twice: number
  /** Questions without a word. */
  readonly lost: readonly string[]
  /** Twice, and the store does not say that it may be so. */
  readonly unmarked: readonly string[]
  /** Answered before an older one of its chat. */
  readonly misordered: readonly string[]
}

/** Pieces of text that begin an answer after a pause, by how many questions they pass over. */
const SKIPPED = [...Array(20).keys()].map((count) => phrases('ar').skipped(count + 1))

const nameOf = ({ chat, message }: Asked): string => `${chat.id}/${message.message_id}`

/** The texts sent in reply to each question, in the order of the wire. */
function repliesOf(peer: TelegramPeer): Map<string, { readonly at: number; readonly text: string }[]> {
  const replies = new Map<string, { at: number; text: string }[]>()
  for (const [at, { applied, method, payload }] of peer.record.entries()) {
    if (!applied || method !== 'sendMessage') continue
    const name = `${payload['chat_id']}/${payload['reply_parameters']?.message_id}`
    replies.set(name, [...(replies.get(name) ?? []), { at, text: String(payload['text']) }])
  }
  return replies
}

/** Questions that have no reply and are not said to be skipped. */
export function unanswered(peer: TelegramPeer, asked: readonly Asked[]): Asked[] {
  const replies = repliesOf(peer)
  const open: Asked[] = []
  const own = new Map<string, Asked[]>()
  for (const question of asked) {
    const whose = `${question.chat.id} ${question.from.id}`
    const before = own.get(whose) ?? []
    const [first] = replies.get(nameOf(question)) ?? []
    if (first === undefined) {
      own.set(whose, [...before, question])
      open.push(question)
      continue
    }
    const count = SKIPPED.findIndex((sentence) => first.text.startsWith(sentence)) + 1
    const passed = count === 0 ? [] : before.slice(-count)
    for (const one of passed) open.splice(open.indexOf(one), 1)
    own.set(whose, before.slice(0, before.length - passed.length))
  }
  return open
}

/** Holds the record of the wire against the questions and the store's own marks. */
export function account(peer: TelegramPeer, asked: readonly Asked[], rows: readonly Row[]): Account {
  const replies = repliesOf(peer)
  const names = createPseudonyms(peer.token)
  const parts = new Map<string, { count: number; uncertain: boolean }>()
  for (const { subject, uncertain } of rows) {
    const { count, uncertain: before } = parts.get(subject) ?? { count: 0, uncertain: false }
    parts.set(subject, { count: count + 1, uncertain: before || uncertain === 1 })
  }
  const unmarked: string[] = []
  const misordered: string[] = []
  let answered = 0
  let twice = 0
  const latest = new Map<number, number>()
  for (const question of asked) {
    const sent = replies.get(nameOf(question)) ?? []
    const [first] = sent
    if (first === undefined) continue
    answered++
    const own = `${names.conversation(question.chat)}/${question.message.message_id}`
    const kept = [own, `busy/${own}`, `limit/${own}`].flatMap((subject) => parts.get(subject) ?? [])
    if (sent.length > kept.reduce((sum, { count }) => sum + count, 0)) {
      twice++
      if (!kept.some(({ uncertain }) => uncertain)) unmarked.push(nameOf(question))
    }
    if (first.at < (latest.get(question.chat.id) ?? 0)) misordered.push(nameOf(question))
    latest.set(question.chat.id, first.at)
  }
  const lost = unanswered(peer, asked)
  const skipped = asked.length - answered - lost.length
  return { asked: asked.length, answered, skipped, twice, lost: lost.map(nameOf), unmarked, misordered }
}

/** The counts as a line for people. */
export function counts({ asked, answered, skipped, twice, lost, unmarked, misordered }: Account): string {
  return [
    `${asked} questions: ${answered} answered`,
    ...(skipped > 0 ? [`${skipped} said to be skipped`] : []),
    `${twice} twice (${twice - unmarked.length} uncertain)`,
    `${lost.length} lost`,
    `${misordered.length} out of order`,
  ].join(', ')
}
