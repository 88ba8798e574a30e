/** Several programs on one store, clocks that jump, networks that fail: at most one post a date, and no date passed over in silence. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { daysAfter } from '../../src/digest/calendar.ts'
import { phrases, type Sanad } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  AFTER_LEASE,
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
const DAY = 24 * HOUR

let rooms: Room[] = []
afterEach(async () => {
  for (const room of rooms) await room.store.close()
  rooms = []
})
async function open(): Promise<Room> {
  const room = await openRoom()
  rooms.push(room)
  await room.schedule({}, { drafts: MODERATORS })
  await room.ask(UNION)
  return room
}
/** How often each date’s digest was sent as a message of its own. */
const sent = (room: Room): Record<string, number> => {
  const times: Record<string, number> = {}
  for (const { subject } of room.posts()) times[subject.slice(-10)] = (times[subject.slice(-10)] ?? 0) + 1
  return times
}
const told = (room: Room): string =>
  room
    .in(MODERATORS)
    .map(({ reply }) => words(reply))
    .join('\n')

describe('several programs on one store', () => {
  test('looking at once post one digest', async () => {
    for (let run = 0; run < 10; run++) {
      const room = await open()
      const others = [await room.start(), await room.start()]
      room.set(EVENING)
      await Promise.all([room.sanad, ...others, room.sanad].map((sanad) => sanad.look()))
      expect(room.posts()).toHaveLength(1)
      expect(room.attempts).toHaveLength(1)
    }
  })
  test('and a moderator who presses at that moment post one digest', async () => {
    for (let run = 0; run < 10; run++) {
      const room = await open()
      const other = await room.start()
      room.set(EVENING)
      await Promise.all([
        room.sanad.look(),
        room.send('/digest post', {}, other),
        other.look(),
        room.send('/digest post'),
      ])
      expect(room.posts()).toHaveLength(1)
      expect((await room.slot(TODAY))?.state).toBe('posted')
    }
  })
  test('that find a posting of one that ended take it up once', async () => {
    const room = await open()
    room.set(EVENING)
    room.fail(posting('ready'))
    await room.sanad.look()
    room.fail(undefined)
    const others = [await room.start(), await room.start()]
    room.pass(AFTER_LEASE)
    await Promise.all(others.map((sanad) => sanad.look()))
    expect(room.posts()).toHaveLength(1)
    expect(room.attempts).toHaveLength(2)
  })
  test('that find a miss record it once', async () => {
    const room = await open()
    const other = await room.start()
    room.set('2026-11-24T01:00:00Z')
    await Promise.all([room.sanad.look(), other.look()])
    expect((await room.store.slots.latest(GROUP, 9)).map(({ date, state }) => [date, state])).toEqual([
      ['2026-11-23', 'missed'],
      [TODAY, 'missed'],
    ])
    expect(told(room)).toContain(dateText(TODAY, 'ar'))
  })
})

describe('a clock that jumps', () => {
  test('ahead of the time and back posts one digest', async () => {
    const room = await open()
    for (const moment of [EVENING, '2026-11-22T20:00:00Z', '2026-11-22T20:59:00Z', EVENING, '2026-11-22T22:00:00Z']) {
      room.set(moment)
      await room.sanad.look()
    }
    expect(sent(room)).toEqual({ [TODAY]: 1 })
  })
  test('an hour ahead and back over midnight posts one digest a date', async () => {
    const room = await open()
    await room.schedule({ time: '23:50' }, { drafts: MODERATORS })
    for (const moment of [
      '2026-11-22T23:55:00Z',
      '2026-11-23T00:55:00Z',
      '2026-11-22T23:51:00Z',
      '2026-11-23T00:10:00Z',
      '2026-11-22T23:59:59Z',
    ]) {
      room.set(moment)
      await room.sanad.look()
    }
    expect(sent(room)).toEqual({ [TODAY]: 1 })
    expect(told(room)).toBe('')
  })
  test('days ahead and back: what was missed by that only is posted when its time comes', async () => {
    const room = await open()
    room.set('2026-11-25T12:00:00Z')
    await room.sanad.look()
    expect((await room.slot(TODAY))?.state).toBe('missed')
    room.set(EVENING)
    await room.sanad.look()
    await room.sanad.look()
    expect(sent(room)).toEqual({ [TODAY]: 1 })
    room.set('2026-11-23T20:00:00Z')
    await room.ask(UNION)
    room.set('2026-11-23T21:00:00Z')
    await room.sanad.look()
    expect(sent(room)).toEqual({ [TODAY]: 1, '2026-11-23': 1 })
  })
  test('back while a program is at work does not end its lease', async () => {
    const room = await open()
    room.set(EVENING)
    room.fail(posting('ready'))
    await room.sanad.look()
    room.fail(undefined)
    room.pass(-2 * MINUTE)
    await (await room.start()).look()
    expect(room.attempts).toHaveLength(1)
    room.set(EVENING)
    room.pass(AFTER_LEASE)
    await room.sanad.look()
    expect(sent(room)).toEqual({ [TODAY]: 1 })
  })
})

interface Step {
  readonly kind: 'pass' | 'jump' | 'fault' | 'ask' | 'order'
  readonly by: number
  readonly fault: Fault | undefined
  /** Which programs look after it, at once. */
  readonly looks: readonly number[]
}
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('pass', 'pass', 'pass', 'jump', 'fault', 'ask', 'order'),
  by: fc.constantFrom(7 * MINUTE, 40 * MINUTE, HOUR, 3 * HOUR, 11 * HOUR, DAY),
  fault: fc.constantFrom(
    undefined,
    undefined,
    'unavailable',
    'limited',
    'lost',
    'unheard',
    'ready',
    'sending',
    'arrives',
    'sent',
  ),
  looks: fc.constantFrom([0], [0, 1], [1, 0, 1], []),
})

/** A life in steps, its programs started anew whenever one ended; then everything is well again for a while. */
async function live(room: Room, steps: readonly Step[]): Promise<void> {
  const programs: Sanad[] = [room.sanad, await room.start()]
  let forward = true
  for (const { kind, by, fault, looks } of steps) {
    if (kind === 'jump') {
      room.pass(forward ? by : -Math.min(by, room.now() - Date.parse(EVENING) + 11 * HOUR))
      forward = !forward
    } else if (kind === 'pass') room.pass(by)
    else if (kind === 'ask') await room.ask(UNION)
    else if (kind === 'order') await room.send('/digest post').catch(() => {})
    else room.fail(fault === undefined ? undefined : () => fault)
    await Promise.all(looks.map((at) => programs[at]?.look().catch(() => {})))
  }
  room.fail(undefined)
  for (let looks = 0; looks < 4; looks++) {
    room.pass(AFTER_LEASE)
    await programs[looks % 2]?.look()
  }
}

test('whatever happens, a date’s digest is sent once at most, and its end is known or told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const room = await open()
      try {
        await live(room, steps)
        for (const times of Object.values(sent(room))) expect(times).toBe(1)
        const news = told(room)
        const slots = await room.store.slots.latest(GROUP, 100)
        for (const { date, state } of slots) {
          expect(['open', 'waiting', 'posted', 'uncertain', 'empty', 'missed']).toContain(state)
          if (state === 'uncertain') expect(news).toContain(say.digest.uncertain(dateText(date, 'ar')))
          if (state === 'missed') expect(news).toContain(dateText(date, 'ar'))
        }
        // No date is left out between the first and the last.
        if (steps.some(({ kind }) => kind === 'order')) return
        slots.forEach(({ date }, at) => {
          if (at > 0) expect(daysAfter(date, 1)).toBe(slots[at - 1]?.date)
        })
      } finally {
        rooms.pop()
        await room.store.close()
      }
    }),
    { numRuns: 60 },
  )
})
