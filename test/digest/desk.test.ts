import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { phrases, type Reply } from '../../src/index.ts'
import { EVENING, GROUP, MINUTE, openRoom, QUESTIONS, type Room, TODAY, words } from './room.ts'

const [UNION = '', SEAT = '', HASSAN = ''] = QUESTIONS

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.schedule()
})
afterEach(() => room.store.close())
const look = async (moment: string): Promise<void> => {
  room.set(moment)
  await room.sanad.look()
}
const post = (at = 0): Reply => room.posts()[at]?.reply ?? []
const pointers = (reply: Reply) => reply.flatMap((block) => (block.type === 'pointer' ? [block.place] : []))
/** The answer to a question is on show, as an adapter keeps it. */
async function answered(question: string, message: string | undefined, thread?: string): Promise<void> {
  const address = { ...GROUP, ...(thread === undefined ? {} : { thread }) }
  const [row] = await room.store.outbox.put({
    address,
    subject: question,
    posts: [{ payload: '{}', key: `answer-to-${question}` }],
  })
  if (message === undefined) await room.store.outbox.died(row?.id ?? 0)
  else await room.store.outbox.sent(row?.id ?? 0, message)
}

describe('a question in a posted digest', () => {
  test('leads to its answer where that stands', async () => {
    await room.ask(UNION, SEAT, HASSAN)
    await answered('-1001/1', '51')
    await answered('-1001/2', '52', '7')
    await answered('-1001/3', undefined)
    await look(EVENING)
    expect(pointers(post())).toEqual([
      { address: GROUP, message: '51' },
      { address: { ...GROUP, thread: '7' }, message: '52' },
    ])
    expect(words(post())).toContain(HASSAN)
  })
  test('leads into the supergroup that the group has become', async () => {
    await room.ask(UNION)
    await answered('-1001/1', '51')
    await room.store.chats.move('telegram', GROUP.conversation, '-1009')
    await look(EVENING)
    expect(pointers(post())).toEqual([{ address: { ...GROUP, conversation: '-1009' }, message: '51' }])
  })
})

describe('the time that a digest tells about', () => {
  test('is at most one day before its date, though the one before was missed', async () => {
    await room.ask(UNION)
    room.set('2026-11-24T10:00:00Z')
    await room.ask(SEAT)
    room.set('2026-11-25T10:00:00Z')
    await room.ask(HASSAN)
    await look('2026-11-25T21:00:00Z')
    expect(words(post())).not.toContain(UNION)
    expect(words(post())).toContain(SEAT)
    expect(words(post())).toContain(HASSAN)
  })
  test('begins where one ended that moderators left out', async () => {
    await room.ask(UNION)
    room.pass(MINUTE)
    await room.send('/digest', { hidden: true })
    await room.send('/draft skip 1')
    room.pass(MINUTE)
    await room.ask(SEAT)
    await look('2026-11-23T21:00:00Z')
    expect(words(post())).toContain(SEAT)
    expect(words(post())).not.toContain(UNION)
  })
  test('holds no question twice, and leaves none out, from one digest to the next', async () => {
    const told: string[] = []
    for (let at = 0; at < QUESTIONS.length; at++) {
      room.set(Date.parse('2026-11-22T09:00:00Z') + at * 5 * 60 * MINUTE)
      await room.sanad.look()
      await room.ask(QUESTIONS[at] ?? '')
    }
    for (const day of ['24', '25']) await look(`2026-11-${day}T21:00:00Z`)
    for (const { reply } of room.posts()) told.push(...QUESTIONS.filter((text) => words(reply).includes(text)))
    expect(told.toSorted()).toEqual([...QUESTIONS].toSorted())
  })
})

test('a digest is in the conversation’s language, else in the program’s', async () => {
  await room.ask(UNION)
  await look(EVENING)
  expect(words(post())).toContain(phrases('ar').digest.answered)
  await room.store.chats.change(GROUP, { ...(await room.store.chats.settings(GROUP)), language: 'fr' }, 'm')
  room.set('2026-11-23T10:00:00Z')
  await room.ask(UNION)
  await look('2026-11-23T21:00:00Z')
  expect(words(post(1))).toContain(phrases('fr').digest.answered)
})
test('two who ask for today’s draft at once make one slot', async () => {
  const other = await room.start()
  await Promise.all([
    room.send('/digest', { hidden: true }),
    room.send('/digest', { hidden: true }, other),
    room.send('/digest', { hidden: true, address: { ...GROUP, thread: '4' } }, other),
  ])
  expect((await room.store.slots.latest(GROUP, 9)).map(({ date }) => date)).toEqual([TODAY])
})
