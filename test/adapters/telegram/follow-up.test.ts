/** Questions that lean on the one before, and why something was answered: over the real telegraf and the local server. */
import { afterEach, expect, test } from 'vitest'
import { phrases } from '../../../src/index.ts'
import type { SentMessage, TelegramPeer } from '../../peers/telegram/index.ts'
import { type Connected, connect } from './connected.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const FOLLOW_UP = 'وأين مقره؟'
const ASSUMED = say.assumed('\u2068اتحاد المغرب العربي\u2069')

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
async function start(): Promise<Connected> {
  connected = await connect()
  return connected
}
const sent = async (peer: TelegramPeer, count: number): Promise<SentMessage> => {
  await peer.until(() => peer.allSent().length >= count)
  return peer.allSent()[count - 1] as SentMessage
}

test('a reply to an answer is read in its light, says so, and a press takes that back', async () => {
  const { peer } = await start()
  const group = peer.group()
  const person = peer.user()
  peer.say(group, person, `/ask ${QUESTION}`)
  const first = await sent(peer, 1)
  peer.say(group, person, FOLLOW_UP, { reply_to_message: first as never })
  const answer = await sent(peer, 2)
  expect(answer.text?.startsWith(ASSUMED)).toBe(true)
  expect(answer.text).toContain('يوجد مقر الأمانة العامة للاتحاد في الرباط')

  await peer.press(answer, person, say.byItself)
  const alone = await sent(peer, 3)
  expect(alone.text).not.toContain(ASSUMED)
  expect(alone.reply_to_message?.message_id).toBe(answer.message_id)
})

test('so is a question in private, right after another', async () => {
  const { peer } = await start()
  const person = peer.user()
  const chat = peer.privateChat(person)
  peer.say(chat, person, QUESTION)
  await sent(peer, 1)
  peer.say(chat, person, FOLLOW_UP)
  expect((await sent(peer, 2)).text?.startsWith(ASSUMED)).toBe(true)
})

test('a reply to the answer of somebody else is not', async () => {
  const { peer } = await start()
  const group = peer.group()
  peer.say(group, peer.user(), `/ask ${QUESTION}`)
  const first = await sent(peer, 1)
  peer.say(group, peer.user(), FOLLOW_UP, { reply_to_message: first as never })
  expect((await sent(peer, 2)).text).not.toContain(ASSUMED)
})

test('/why in reply to an answer tells moderators why, also under what its buttons showed; members are refused', async () => {
  const { peer } = await start()
  const group = peer.group()
  const [person, moderator] = [peer.user(), peer.user()]
  peer.setMember(group, moderator, 'administrator')
  peer.say(group, person, `/ask ${QUESTION}`)
  const answer = await sent(peer, 1)
  await peer.press(answer, person, say.more)
  const view = await sent(peer, 2)

  let count = 2
  for (const message of [answer, view]) {
    peer.say(group, moderator, '/why', { reply_to_message: message as never })
    const why = await sent(peer, ++count)
    expect(why.text).toContain(say.why.question(`\u2068${QUESTION}\u2069`))
    expect(why.text).toContain(say.why.passages)
  }
  peer.say(group, person, '/why', { reply_to_message: answer as never })
  expect((await sent(peer, ++count)).text).toContain(say.moderatorsOnly)
})
