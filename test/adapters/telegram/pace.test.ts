import { setMaxListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createPace, type Limits, type Pace, TELEGRAM_LIMITS } from '../../../adapters/telegram/pace.ts'

// The clock of the tests does not reach the timers that are promises.
vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, value: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      if (milliseconds > 2 ** 31 - 1) throw new RangeError('longer than a timer can run')
      const stop = (): void => {
        clearTimeout(timer)
        reject(new DOMException('aborted', 'AbortError'))
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop)
        resolve(value)
      }, milliseconds)
      signal.addEventListener('abort', stop)
    }),
}))

const LIMITS: Limits = { chat: { count: 3, span: 1000 }, group: { count: 5, span: 10_000 }, apart: 10 }
const never = new AbortController().signal
setMaxListeners(0, never)

let pace: Pace
/** When each turn came, by chat. */
let went: { chat: number; at: number }[]
beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  pace = createPace(LIMITS)
  went = []
})
afterEach(() => {
  vi.useRealTimers()
})
const go = (chat: number, times: number = 1): void => {
  for (let time = 0; time < times; time++) void pace.turn(chat, never).then(() => went.push({ chat, at: Date.now() }))
}
const times = (chat?: number): number[] =>
  went.filter((turn) => chat === undefined || turn.chat === chat).map(({ at }) => at)
/** The most turns in any window of `span` milliseconds. */
const most = (at: readonly number[], span: number): number =>
  Math.max(...at.map((first) => at.filter((other) => other >= first && other < first + span).length))

describe('in a chat', () => {
  test('a first message goes at once', async () => {
    go(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(times()).toEqual([0])
  })
  test('never more than so many go in a span, and none waits longer than it must', async () => {
    go(1, 9)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(most(times(), LIMITS.chat.span)).toBe(3)
    expect(times().at(-1)).toBe(2020)
  })
  test('nor when they come in drops', async () => {
    for (let drop = 0; drop < 40; drop++) {
      go(1, drop % 3)
      await vi.advanceTimersByTimeAsync(130)
    }
    await vi.advanceTimersByTimeAsync(20_000)
    expect(times()).toHaveLength(39)
    expect(most(times(), LIMITS.chat.span)).toBe(3)
  })
  test('turns come in the order they were asked for', async () => {
    const order: number[] = []
    for (let turn = 0; turn < 8; turn++) void pace.turn(1, never).then(() => order.push(turn))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('in a group', () => {
  test('never more than so many go in the longer span either', async () => {
    go(-1, 12)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(times()).toHaveLength(12)
    expect(most(times(), LIMITS.group.span)).toBe(5)
    expect(most(times(), LIMITS.chat.span)).toBe(3)
  })
  test('in private that span is no limit', async () => {
    go(1, 12)
    await vi.advanceTimersByTimeAsync(LIMITS.group.span - 1)
    expect(times()).toHaveLength(12)
  })
})

describe('over all chats', () => {
  test('messages are so far apart', async () => {
    for (let chat = 1; chat <= 30; chat++) go(chat)
    await vi.advanceTimersByTimeAsync(1000)
    expect(times()).toEqual(Array.from({ length: 30 }, (_, index) => index * LIMITS.apart))
  })
  test('a full chat delays no other', async () => {
    go(1, 30)
    await vi.advanceTimersByTimeAsync(100)
    go(2)
    await vi.advanceTimersByTimeAsync(20)
    expect(times(2)).toHaveLength(1)
  })
  test('where all are busy, each chat still keeps its limit', async () => {
    for (let chat = 1; chat <= 300; chat++) go(chat)
    go(999, 12)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(times(999)).toHaveLength(12)
    expect(most(times(999), LIMITS.chat.span)).toBeLessThanOrEqual(3)
  })
})

describe('a chat that asks for silence', () => {
  test('has it, and others go on', async () => {
    pace.hold(1, 5000)
    go(1)
    go(2)
    await vi.advanceTimersByTimeAsync(4999)
    expect([times(1), times(2)]).toEqual([[], [0]])
    await vi.advanceTimersByTimeAsync(1)
    expect(times(1)).toEqual([5000])
  })
  test('has it from those who wait already, and no flood behind it', async () => {
    go(1, 12)
    await vi.advanceTimersByTimeAsync(500)
    pace.hold(1, 8000)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(times(1).filter((at) => at > 500)[0]).toBe(8500)
    expect(times(1)).toHaveLength(12)
    expect(most(times(1), LIMITS.chat.span)).toBe(3)
  })
  test('may ask again for more', async () => {
    pace.hold(1, 1000)
    go(1)
    await vi.advanceTimersByTimeAsync(900)
    pace.hold(1, 1000)
    await vi.advanceTimersByTimeAsync(5000)
    expect(times(1)).toEqual([1900])
  })
  test('may ask for longer than a timer can run', async () => {
    pace.hold(1, 2 ** 32 * 1000)
    go(1)
    await vi.advanceTimersByTimeAsync(7_200_000)
    expect(times(1)).toEqual([])
  })
})

describe('told to stop', () => {
  test('a turn that waits rejects, and those behind it', async () => {
    const stop = new AbortController()
    const settled: string[] = []
    for (let turn = 0; turn < 6; turn++)
      pace.turn(1, stop.signal).then(
        () => settled.push('went'),
        (error: Error) => settled.push(error.name),
      )
    await vi.advanceTimersByTimeAsync(100)
    stop.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect(settled).toEqual(['went', 'went', 'went', 'AbortError', 'AbortError', 'AbortError'])
    await expect(pace.turn(2, stop.signal)).rejects.toThrow()
  })
  test('what was given up takes no turn from others', async () => {
    const stop = new AbortController()
    pace.hold(1, 500)
    const given = Array.from({ length: 5 }, () => pace.turn(1, stop.signal).catch(() => {}))
    stop.abort()
    await Promise.all(given)
    go(1, 3)
    await vi.advanceTimersByTimeAsync(600)
    expect(times(1)).toEqual([500, 510, 520])
  })
})

test('Telegram’s limits are kept: three in three seconds, twenty a minute in a group, thirty a second in all', async () => {
  pace = createPace(TELEGRAM_LIMITS)
  go(-1, 50)
  for (let chat = 1; chat <= 100; chat++) go(chat, 5)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(times()).toHaveLength(550)
  expect(most(times(-1), 60_000)).toBeLessThanOrEqual(20)
  expect(most(times(), 1000)).toBeLessThanOrEqual(30)
  for (let chat = 1; chat <= 100; chat++) expect(most(times(chat), 3000)).toBeLessThanOrEqual(3)
})

test('quiet chats are forgotten', async () => {
  const kept = vi.spyOn(Map.prototype, 'set')
  const fresh = createPace({ ...LIMITS, apart: 0 })
  for (let chat = 1; chat <= 5000; chat++) {
    await fresh.turn(chat, never)
    await vi.advanceTimersByTimeAsync(20)
  }
  const sizes = new Set(kept.mock.contexts.map((map) => (map as Map<unknown, unknown>).size))
  kept.mockRestore()
  expect(Math.max(...sizes)).toBeLessThan(1600)
})
