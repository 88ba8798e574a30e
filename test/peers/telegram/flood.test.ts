/** Flood limits, by a clock of the test's own and over the wire. */
import { expect, test } from 'vitest'
import { createFlood } from './flood.ts'
import { post, testPeer } from './support.ts'

test('a chat takes one message a second after a burst of three', () => {
  let now = 0
  const flood = createFlood(1, () => now)
  const take = (chat = 'a'): number => flood.take(chat, false)
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1])
  expect(take('b')).toBe(0)
  now += 999
  expect(take()).toBe(1)
  now += 1
  expect([take(), take()]).toEqual([0, 1])
})

test('a group takes twenty a minute', () => {
  let now = 0
  const flood = createFlood(1, () => now)
  let sent = 0
  for (; now < 60_000; now += 1000) if (flood.take('-1', true) === 0) sent += 1
  // Twenty at hand, and what comes back within the minute.
  expect(sent).toBe(39)
  expect(flood.take('-1', true)).toBeGreaterThanOrEqual(0)
})

test('all chats together take thirty a second', () => {
  const flood = createFlood(1, () => 0)
  const waits = Array.from({ length: 31 }, (_, chat) => flood.take(`${chat}`, false))
  expect(waits.filter((wait) => wait > 0)).toEqual([1])
})

test('a scaled clock runs faster', () => {
  let now = 0
  const flood = createFlood(10, () => now)
  const take = (): number => flood.take('a', false)
  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 1])
  now += 100
  expect(take()).toBe(0)
})

test('what is too much gets 429 with the time to wait, and is no violation', async () => {
  const { peer } = await testPeer({ flood: { scale: 0.01 } })
  const chat = peer.privateChat(peer.user())
  const send = () => post(peer, 'sendMessage', { chat_id: chat.id, text: 'x' })
  for (let count = 0; count < 3; count++) expect((await send()).status).toBe(200)
  const reply = await send()
  const seconds = Number(reply.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(50)
  expect(await reply.json()).toEqual({
    ok: false,
    error_code: 429,
    description: `Too Many Requests: retry after ${seconds}`,
    parameters: { retry_after: seconds },
  })
  expect([peer.floods, peer.violations.length, peer.sent(chat).length]).toEqual([1, 0, 3])
})
