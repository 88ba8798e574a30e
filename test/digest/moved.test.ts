/** A group that became a supergroup, before, while and after its digest was posted. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { phrases } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  AFTER_LEASE,
  EVENING,
  type Fault,
  GROUP,
  MODERATORS,
  openRoom,
  posting,
  QUESTIONS,
  type Room,
  TODAY,
  words,
} from './room.ts'

const say = phrases('ar')
const [UNION = ''] = QUESTIONS
const date = dateText(TODAY, 'ar')

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.schedule({}, { drafts: MODERATORS })
  await room.ask(UNION)
})
afterEach(() => room.store.close())
/** The program ends when its post has come so far. */
async function endAt(fault: Fault): Promise<void> {
  room.set(EVENING)
  room.fail(posting(fault))
  await room.sanad.look()
  room.fail(undefined)
}
async function goOn(): Promise<void> {
  const next = await room.start()
  room.pass(AFTER_LEASE)
  for (let looks = 0; looks < 3; looks++) await next.look()
}
const THERE = { platform: 'telegram', conversation: '-1009' }
const move = (): Promise<void> => room.store.chats.move('telegram', GROUP.conversation, THERE.conversation)
test('the group became a supergroup before its time: the digest is posted there', async () => {
  await move()
  room.set(EVENING)
  await room.sanad.look()
  expect(room.posts().map(({ address }) => address)).toEqual([THERE])
  expect(words(room.posts()[0]?.reply ?? [])).toContain(UNION)
})
test('the group became a supergroup after the post: it is not posted there again', async () => {
  room.set(EVENING)
  await room.sanad.look()
  await move()
  await goOn()
  expect(room.posts()).toHaveLength(1)
  expect(words(await room.send('/draft post 1', { address: THERE }))).toContain(say.digest.state.posted(date))
  expect(room.posts()).toHaveLength(1)
})
test.each([
  ['ready', 'posted', 1],
  ['sending', 'uncertain', 0],
  ['arrives', 'uncertain', 1],
  ['sent', 'posted', 1],
] as const)('the group became a supergroup while its post was %s: it is %s', async (fault, after, posts) => {
  await endAt(fault)
  await move()
  await goOn()
  expect((await room.store.slots.of(THERE, TODAY))?.state).toBe(after)
  expect(room.posts()).toHaveLength(posts)
})
test('the group became a supergroup while its post was under way: the word on it counts', async () => {
  room.set(EVENING)
  room.fail(async (subject) => {
    if (subject === `digest/-1001/${TODAY}`) await move()
    return undefined
  })
  await room.sanad.look()
  room.fail(undefined)
  await goOn()
  expect((await room.store.slots.of(THERE, TODAY))?.state).toBe('posted')
  expect(room.posts()).toHaveLength(1)
})
test('the moderators’ group became a supergroup: the draft is shown there', async () => {
  await room.schedule({ mode: 'review' }, { drafts: MODERATORS })
  await room.store.chats.move('telegram', MODERATORS.conversation, '-2009')
  room.set(EVENING)
  await room.sanad.look()
  expect(room.shown.map(({ address }) => address)).toEqual([{ platform: 'telegram', conversation: '-2009' }])
})
