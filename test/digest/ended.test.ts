/** A program that ended in the middle, and what the next one does: never two posts, and never silence. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ANNOUNCEMENT, phrases, type Slot } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  AFTER_LEASE,
  commands,
  Ended,
  EVENING,
  type Fault,
  GROUP,
  HOUR,
  MINUTE,
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
const SUBJECT = `${ANNOUNCEMENT}digest/-1001/${TODAY}`

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.schedule({}, { drafts: MODERATORS })
  await room.ask(UNION)
})
afterEach(() => room.store.close())
const state = async (): Promise<Slot['state'] | undefined> => (await room.slot(TODAY))?.state
const told = (): string[] => room.in(MODERATORS).map(({ reply }) => words(reply))
/** The program ends when its post has come so far. */
async function endAt(fault: Fault): Promise<void> {
  room.set(EVENING)
  room.fail(posting(fault))
  await room.sanad.look()
  room.fail(undefined)
}
/** The next program looks, often. */
async function goOn(after: number = AFTER_LEASE): Promise<void> {
  const next = await room.start()
  room.pass(after)
  for (let looks = 0; looks < 3; looks++) await next.look()
}
/** A slot as a program left it that did nothing more. */
const leave = (left: Slot['state'], more: Partial<Slot> = {}): Promise<Slot | undefined> =>
  room.store.slots.make({
    address: GROUP,
    date: TODAY,
    state: left,
    from: Date.parse('2026-11-22T00:00:00Z'),
    to: Date.parse(EVENING),
    dropped: [],
    topics: [],
    ...more,
  })

describe('ended while posting', () => {
  test('before the message left: it is posted', async () => {
    await endAt('ready')
    expect(await state()).toBe('posting')
    await goOn()
    expect(room.posts()).toHaveLength(1)
    expect(await state()).toBe('posted')
    expect(told()).toEqual([])
  })
  test.each(['sending', 'arrives'] as const)(
    'while the message was on its way (%s): moderators choose',
    async (fault) => {
      await endAt(fault)
      const before = room.posts().length
      await goOn()
      expect(room.posts()).toHaveLength(before)
      expect(await state()).toBe('uncertain')
      expect(told()).toEqual([say.digest.uncertain(date)])
      expect(commands(room.in(MODERATORS)[0]?.reply ?? [])).toEqual(['/draft there 1', '/draft again 1'])
    },
  )
  test('after the message was there: it is known to be posted', async () => {
    await endAt('sent')
    await goOn()
    expect(room.posts()).toHaveLength(1)
    expect(room.attempts).toHaveLength(1)
    expect(await state()).toBe('posted')
  })
  test('before anything was stored of the message: it is posted', async () => {
    room.set(EVENING)
    await leave('posting')
    await goOn()
    expect(room.posts()).toHaveLength(1)
    expect(await state()).toBe('posted')
  })
  test('when its turn came after the time to catch up: it is missed, and said', async () => {
    await endAt('ready')
    await goOn(4 * HOUR)
    expect(room.posts()).toEqual([])
    expect(await state()).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test('by a moderator’s order: it is posted whenever that can be', async () => {
    room.set(EVENING)
    await leave('posting', { by: 'm' })
    await goOn(4 * HOUR)
    expect(room.posts()).toHaveLength(1)
  })
  test('a draft that a moderator changed and the schedule posted is missed like any other', async () => {
    await room.send('/digest', { hidden: true })
    await room.send('/draft note 1 غدا عطلة')
    await endAt('ready')
    await goOn(4 * HOUR)
    expect(await state()).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test('with some of its messages there and others never sent: the others are sent', async () => {
    room.set(EVENING)
    await leave('posting')
    const rows = await room.store.outbox.put({
      address: GROUP,
      subject: SUBJECT,
      posts: [
        { payload: 'one', key: 'the-first-part' },
        { payload: 'two', key: 'the-second-part' },
      ],
    })
    await room.store.outbox.sent(rows[0]?.id ?? 0, '41')
    await goOn()
    expect(await state()).toBe('posted')
    expect(await room.store.outbox.of('telegram', SUBJECT)).toMatchObject([{ message: '41', state: 'sent' }])
  })
  test('with some of its messages there and one on its way: moderators choose', async () => {
    room.set(EVENING)
    await leave('posting')
    const rows = await room.store.outbox.put({
      address: GROUP,
      subject: SUBJECT,
      posts: [
        { payload: 'one', key: 'the-first-part' },
        { payload: 'two', key: 'the-second-part' },
      ],
    })
    await room.store.outbox.sent(rows[0]?.id ?? 0, '41')
    await room.store.outbox.sending(rows[1]?.id ?? 0)
    await goOn()
    expect(await state()).toBe('uncertain')
    expect(told()).toEqual([say.digest.uncertain(date)])
  })
  test('no other program touches it as long as the first may be at work', async () => {
    await endAt('ready')
    await goOn(4 * MINUTE)
    expect(room.posts()).toEqual([])
    expect(await state()).toBe('posting')
  })
  test('twice in a row: the third program posts it', async () => {
    await endAt('ready')
    room.fail(posting('ready'))
    await goOn()
    room.fail(undefined)
    await goOn()
    expect(room.posts()).toHaveLength(1)
    expect(await state()).toBe('posted')
  })
  test('while it posted again by a moderator’s choice: moderators choose again', async () => {
    await endAt('sending')
    await goOn()
    room.fail(posting('sending'))
    await expect(room.send('/draft again 1')).rejects.toThrow(Ended)
    room.fail(undefined)
    await goOn()
    expect(room.posts()).toEqual([])
    expect(await state()).toBe('uncertain')
    expect(words(await room.send('/draft again 1'))).toBe(say.digest.state.posted(date))
    expect(room.posts()).toHaveLength(1)
  })
})

describe('ended with a claim', () => {
  test('and nothing more: the next one posts it', async () => {
    room.set(EVENING)
    await leave('claimed')
    await goOn()
    expect(room.posts()).toHaveLength(1)
    expect(await state()).toBe('posted')
  })
  test('within the lease nobody else does', async () => {
    room.set(EVENING)
    await leave('claimed')
    await goOn(4 * MINUTE)
    expect(room.attempts).toEqual([])
  })
  test('and the next one comes too late: it is missed, and said', async () => {
    room.set(EVENING)
    await leave('claimed')
    await goOn(4 * HOUR)
    expect(await state()).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test('and the next one comes a day later: it is missed, and said', async () => {
    room.set(EVENING)
    await leave('claimed')
    await goOn(26 * HOUR)
    expect(await state()).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test.each(['ready', 'sending', 'arrives', 'sent'] as const)(
    'while a draft was shown (%s): it is shown by the next one, and nothing is posted',
    async (fault) => {
      await room.schedule({ mode: 'review' }, { drafts: MODERATORS })
      room.set(EVENING)
      room.fail(() => fault)
      await room.sanad.look()
      room.fail(undefined)
      expect(await state()).toBe('claimed')
      await goOn()
      expect(room.in(MODERATORS).length).toBeGreaterThanOrEqual(1)
      expect(words(room.in(MODERATORS).at(-1)?.reply ?? [])).toContain(say.digest.draftOf(date))
      expect(room.posts()).toEqual([])
      expect(await state()).toBe('waiting')
    },
  )
})

describe('ended before moderators were told', () => {
  test.each(['ready', 'sending', 'arrives', 'sent'] as const)('(%s) of a miss: they are told', async (fault) => {
    room.set('2026-11-23T01:00:00Z')
    room.fail(() => fault)
    await room.sanad.look().catch(() => {})
    room.fail(undefined)
    await goOn()
    expect(told().at(-1)).toBe(say.digest.missed(date))
  })
  test.each(['ready', 'sending', 'arrives', 'sent'] as const)('(%s) of a doubt: they are told', async (fault) => {
    room.set(EVENING)
    room.fail((subject) => (subject.includes('draft') ? fault : 'unheard'))
    await room.sanad.look().catch(() => {})
    room.fail(undefined)
    await goOn()
    expect(told().at(-1)).toBe(say.digest.uncertain(date))
    expect(room.posts()).toHaveLength(1)
  })
})

describe('in between', () => {
  test('retention ran: a doubt stays one, a post stays posted', async () => {
    await endAt('arrives')
    await room.store.retain(room.now() - 24 * HOUR)
    await goOn()
    expect(await state()).toBe('uncertain')
    await room.store.retain(room.now() - 24 * HOUR)
    await goOn()
    expect(room.posts()).toHaveLength(1)
  })
  test('retention ran every day for a month: every slot is kept, and no date is posted again', async () => {
    for (let day = 0; day < 30; day++) {
      room.set(Date.parse(EVENING) + day * 24 * HOUR)
      if (day > 0) {
        room.pass(-HOUR)
        await room.ask(UNION)
        room.pass(HOUR)
      }
      await room.sanad.look()
      await room.store.retain(room.now() - 2 * 24 * HOUR)
    }
    expect(room.posts()).toHaveLength(30)
    room.set('2026-11-25T21:00:00Z')
    await room.sanad.look()
    expect(room.posts()).toHaveLength(30)
  })
})
