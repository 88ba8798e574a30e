import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { backoff, pause, wait } from '../../../adapters/chat/pause.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the time before another try', () => {
  const at = (random: number, tries: number): number => {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    return backoff(tries)
  }
  test('is half a second at first, and twice as long each time', () =>
    expect([0, 1, 2, 3, 4, 5].map((tries) => at(1, tries))).toEqual([500, 1000, 2000, 4000, 8000, 16_000]))
  test('is half a minute at most, however often it was tried', () => {
    for (const tries of [6, 7, 100, 1e9, Number.MAX_SAFE_INTEGER]) expect(at(1, tries)).toBe(30_000)
  })
  test('is anywhere in the upper half, so that nobody is in step with others', () => {
    expect([0, 0.5, 1].map((random) => at(random, 2))).toEqual([1000, 1500, 2000])
    vi.restoreAllMocks()
    expect(new Set(Array.from({ length: 20 }, () => backoff(5))).size).toBeGreaterThan(15)
  })
})

describe('a pause', () => {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
  })
  const { signal: never } = new AbortController()
  /** What came of it, and after how many milliseconds. */
  const timed = async (given: Promise<boolean>): Promise<{ outcome: boolean; took: number }> => {
    const began = performance.now()
    const outcome = await given
    return { outcome, took: performance.now() - began }
  }
  test('is true when it is over, and not before', async () => {
    const { outcome, took } = await timed(pause(0, never))
    expect(outcome).toBe(true)
    expect(took).toBeGreaterThan(240)
    expect((await timed(wait(30, never))).took).toBeGreaterThan(25)
  })
  test('grows with the tries', async () => expect((await timed(pause(1, never))).took).toBeGreaterThan(490))
  test('is over at once when told to stop', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 20)
    const { outcome, took } = await timed(pause(9, stop.signal))
    expect(outcome).toBe(false)
    expect(took).toBeLessThan(1000)
  })
  test('does not begin when told to stop before', async () => {
    expect(await wait(60_000, AbortSignal.abort())).toBe(false)
    expect(await wait(0, AbortSignal.abort())).toBe(false)
    expect(await pause(9, AbortSignal.abort())).toBe(false)
  })
  test('of no time is true too', async () => expect(await wait(0, never)).toBe(true))
  test('leaves nobody listening to the signal', async () => {
    const stop = new AbortController()
    const listening = vi.spyOn(stop.signal, 'addEventListener')
    const gone = vi.spyOn(stop.signal, 'removeEventListener')
    await wait(1, stop.signal)
    expect(gone.mock.calls.length).toBe(listening.mock.calls.length)
  })
})
