/** The rules of getUpdates, and the faults of delivery a test can ask for. */
import { expect, test } from 'vitest'
import { type BotCall, post, testPeer } from './support.ts'

const ids = async (call: BotCall, payload: object = {}): Promise<number[]> =>
  (await call('getUpdates', payload)).result.map(({ update_id }: { update_id: number }) => update_id)

test('an update stays until a higher offset confirms it', async () => {
  const { peer, call } = await testPeer()
  const from = peer.user()
  const chat = peer.privateChat(from)
  const [a, b, c] = ['أ', 'ب', 'ج'].map((text) => peer.say(chat, from, text).update_id) as [number, number, number]
  expect(await ids(call)).toEqual([a, b, c])
  expect(await ids(call, { offset: b, limit: 1 })).toEqual([b])
  expect(peer.pending).toBe(2)
  expect(await ids(call, { offset: b + 1 })).toEqual([c])
  expect(await ids(call, { offset: c + 1 })).toEqual([])
  expect(peer.pending).toBe(0)
})

test('a negative offset takes the last ones and forgets the rest', async () => {
  const { peer, call } = await testPeer()
  const [, b, c] = [1, 2, 3].map(() => peer.push({ message: {} })) as [number, number, number]
  expect(await ids(call, { offset: -2 })).toEqual([b, c])
  expect(peer.pending).toBe(2)
})

test('the same offset at once again gets one update only', async () => {
  const { peer, call } = await testPeer()
  const [a, b] = [1, 2].map(() => peer.push({ message: {} })) as [number, number]
  expect(await ids(call, { offset: a })).toEqual([a, b])
  expect(await ids(call, { offset: a })).toEqual([a])
})

test('a long poll ends as soon as there is something', async () => {
  const { peer, call } = await testPeer()
  const polled = ids(call, { timeout: 50 })
  await peer.until(() => peer.record.length === 1)
  const [a, b] = [peer.push({ message: {} }), peer.push({ message: {} })]
  expect(await polled).toEqual([a, b])
})

test('a second poll ends the first; a further conflict is told late', async () => {
  const { peer, call } = await testPeer({ conflictDelay: 600 })
  const polls = []
  for (let count = 1; count <= 3; count++) {
    polls.push(call('getUpdates', { timeout: 50 }))
    await peer.until(() => peer.record.length === count)
  }
  const description =
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'
  expect(await polls[0]).toEqual({ ok: false, error_code: 409, description })
  expect(await polls[1]).toEqual({ ok: false, error_code: 409, description })
  const [first, second, third] = peer.record
  expect((first?.ended ?? 0) - (second?.at ?? 0)).toBeLessThan(590)
  expect((second?.ended ?? 0) - (third?.at ?? 0)).toBeGreaterThanOrEqual(590)
  const id = peer.push({ message: {} })
  expect(await polls[2]).toMatchObject({ ok: true, result: [{ update_id: id }] })
  expect(peer.violations).toEqual([])
})

test('a poller that went away takes nothing with it', async () => {
  const { peer, call } = await testPeer()
  const gone = new AbortController()
  const poll = post(peer, 'getUpdates', { timeout: 50 }, { signal: gone.signal }).catch(() => 'gone')
  await peer.until(() => peer.record.length === 1)
  gone.abort()
  expect(await poll).toBe('gone')
  await peer.until(() => peer.record[0]?.ended !== undefined)
  const id = peer.push({ message: {} })
  expect(await ids(call)).toEqual([id])
})

test('polling and a webhook exclude each other', async () => {
  const { peer, call } = await testPeer()
  const polled = call('getUpdates', { timeout: 50 })
  await peer.until(() => peer.record.length === 1)
  await call('setWebhook', { url: 'http://127.0.0.1:9/' })
  expect(await polled).toMatchObject({ description: 'Conflict: terminated by setWebhook request' })
  expect(await call('getUpdates')).toMatchObject({
    error_code: 409,
    description:
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  })
  await call('deleteWebhook')
  // Another offset: the same one again would wait.
  expect(await call('getUpdates', { offset: 1 })).toMatchObject({ ok: true })
})

test('allowed_updates: from now on, empty is the default, none keeps', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.group()
  const [admin, user] = [peer.user(), peer.user()]
  peer.setMember(chat, peer.me, 'administrator')
  const base = peer.pending
  peer.setMember(chat, admin, 'creator')
  expect(peer.pending).toBe(base)
  await call('getUpdates', { allowed_updates: ['chat_member'], offset: -1 })
  expect(peer.say(chat, user, 'x').update_id).toBe(0)
  peer.setMember(chat, user, 'member')
  const { result } = await call('getUpdates', { offset: 0 })
  expect(result.at(-1)).toMatchObject({ chat_member: { new_chat_member: { status: 'member' } } })
  await call('getUpdates', { allowed_updates: [] })
  expect(peer.say(chat, user, 'x').update_id).toBeGreaterThan(0)
})

test('an update can come twice, out of order, and after a gap', async () => {
  const { peer, call } = await testPeer()
  const a = peer.push({ message: { text: 'أ' } })
  await ids(call)
  await ids(call, { offset: a + 1 })
  peer.redeliver(a)
  peer.skipIds(5)
  const b = peer.push({ message: {} })
  expect(b).toBe(a + 6)
  expect(await ids(call, { offset: a + 1, timeout: 1 })).toEqual([a])
  peer.shuffleNext()
  const c = peer.push({ message: {} })
  expect(await ids(call, { offset: a + 2 })).toEqual([c, b])
})

test('any update can be pushed, whatever its id', async () => {
  const { peer, call } = await testPeer()
  peer.push({ update_id: 3, strange: null })
  peer.push({ update_id: 2 ** 40 })
  const next = peer.push({ message: {} })
  expect(await ids(call)).toEqual([3, 2 ** 40, next])
  expect(await ids(call, { offset: 2 ** 40 + 1 })).toEqual([])
})
