/** Questions that lean on the one before, on Discord: by channel, and by who sees the answer. */
import { afterEach, expect, test } from 'vitest'
import { phrases, withoutControls } from '../../../src/index.ts'
import type { SentMessage } from '../../peers/discord/index.ts'
import { leave, room } from './room.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const FOLLOW_UP = 'وأين مقره؟'

afterEach(leave)
/** Whether an answer says that something was assumed. */
const isAssumed = ({ text }: SentMessage): boolean =>
  withoutControls(text.replaceAll('\\', '')).includes(withoutControls(say.assumed('اتحاد المغرب العربي')))

test('a question in the same channel is read in the light of the one before; a press takes that back', async () => {
  const { slash, press } = await room()
  await slash('ask', { question: QUESTION })
  const answer = await slash('ask', { question: FOLLOW_UP })
  expect(isAssumed(answer)).toBe(true)
  expect(isAssumed(await press(answer, say.byItself))).toBe(false)
})

test('one in another channel of the server is not, nor somebody else’s', async () => {
  const { slash, peer, guild, person, other } = await room()
  await slash('ask', { question: QUESTION })
  expect(isAssumed(await slash('ask', { question: FOLLOW_UP }, person, peer.channel(guild)))).toBe(false)
  expect(isAssumed(await slash('ask', { question: FOLLOW_UP }, other()))).toBe(false)
})

test('what only the asker saw is gone on with in private, and never before others', async () => {
  const { slash } = await room()
  await slash('ask', { question: QUESTION, private: true })
  expect(isAssumed(await slash('ask', { question: FOLLOW_UP, private: true }))).toBe(true)
  expect(isAssumed(await slash('ask', { question: FOLLOW_UP }))).toBe(false)
})
