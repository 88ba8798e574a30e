/** The two small clocks under every call: its end, and its turn on the wire. */
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createDeadline } from '../../../adapters/chat/deadline.ts'
import { createWire } from '../../../adapters/telegram/wire.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test('a deadline comes, also when nothing but its listener is left of it', async () => {
  const other = new AbortController()
  const ended = Array.from(
    { length: 50 },
    () =>
      new Promise<void>((resolve) => {
        createDeadline(100, [other.signal, undefined]).signal.addEventListener('abort', () => resolve())
      }),
  )
  collectGarbage()
  await Promise.all(ended)
})

test('a deadline ends with the other signal, also one that has ended already, and can be cleared', async () => {
  const other = new AbortController()
  const early = createDeadline(60_000, [other.signal])
  const cleared = createDeadline(1, [])
  cleared.clear()
  other.abort()
  expect(early.signal.aborted).toBe(true)
  early.clear()
  const late = createDeadline(60_000, [other.signal])
  expect(late.signal.aborted).toBe(true)
  late.clear()
  await sleep(20)
  expect(cleared.signal.aborted).toBe(false)
})

test('one is on the wire at a time, in order, and a slow one is not waited for longer than a moment', async () => {
  const wire = createWire(100)
  const seen: number[] = []
  const [first, second, third] = [wire.enter(), wire.enter(), wire.enter()]
  void second.then(() => seen.push(2))
  void third.then(() => seen.push(3))
  const leave = await first
  await sleep(10)
  expect(seen).toEqual([])
  leave()
  await second
  expect(seen).toEqual([2])
  // The second never leaves.
  await third
  expect(seen).toEqual([2, 3])
  ;(await third)()
})
