/** Every fault as it is seen from the other end of a plain socket. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { DiscordPeer, Fault, FaultAction } from './index.ts'
import { login, testPeer } from './support.ts'

interface Seen {
  readonly text: string
  readonly end: 'whole' | 'closed' | 'reset' | 'silence'
}

/** Sends one request and reads until the answer is whole, the connection ends, or nothing comes for `patience` ms. */
function watch(peer: DiscordPeer, channel: string, patience: number): Promise<Seen> {
  const body = JSON.stringify({ content: 'نص الجواب' })
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(peer.root).port), '127.0.0.1')
    let bytes = Buffer.alloc(0)
    const finish = (end: Seen['end']): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ text: bytes.toString('utf8'), end })
    }
    let timer: NodeJS.Timeout | undefined
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece])
      const [head = '', ...rest] = bytes.toString('latin1').split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
      if (rest.join('\r\n\r\n').length >= length) finish('whole')
    })
    socket.on('end', () => finish('closed'))
    socket.on('error', () => finish('reset'))
    socket.write(
      `POST /api/v10/channels/${channel}/messages HTTP/1.1\r\nHost: peer\r\nAuthorization: Bot ${peer.token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    // Silence counts from when the fault struck.
    void peer
      .until(() => peer.faults.hits > 0)
      .then(() => {
        timer = setTimeout(() => finish('silence'), patience)
      })
  })
}

const status: FaultAction = { type: 'status', code: 502 }
const WHEN = ['before', 'during', 'after'] as const

/** How each ends, and what comes of the answer: the true one (or its half), none, or another. */
const SEEN: readonly (readonly [
  FaultAction,
  (typeof WHEN)[number],
  Seen['end'],
  'true' | 'half' | 'none' | 'other',
])[] = [
  [status, 'before', 'whole', 'other'],
  [status, 'during', 'closed', 'other'],
  [status, 'after', 'whole', 'other'],
  [{ type: 'reset' }, 'before', 'reset', 'none'],
  [{ type: 'reset' }, 'during', 'reset', 'half'],
  [{ type: 'reset' }, 'after', 'reset', 'none'],
  [{ type: 'close' }, 'before', 'closed', 'none'],
  [{ type: 'close' }, 'during', 'closed', 'half'],
  [{ type: 'close' }, 'after', 'closed', 'none'],
  [{ type: 'hang' }, 'before', 'silence', 'none'],
  [{ type: 'hang' }, 'during', 'silence', 'half'],
  [{ type: 'hang' }, 'after', 'silence', 'none'],
  [{ type: 'slow', bytesPerSecond: 20_000 }, 'before', 'whole', 'true'],
  [{ type: 'slow', bytesPerSecond: 20_000 }, 'during', 'whole', 'true'],
  [{ type: 'truncate' }, 'before', 'whole', 'other'],
  [{ type: 'truncate' }, 'after', 'whole', 'half'],
  [{ type: 'body', text: 'null' }, 'before', 'whole', 'other'],
  [{ type: 'body', text: '<html>', contentType: 'text/html' }, 'after', 'whole', 'other'],
  [{ type: 'delay', ms: 20 }, 'before', 'whole', 'true'],
  [{ type: 'delay', ms: 20 }, 'during', 'whole', 'true'],
  [{ type: 'delay', ms: 20 }, 'after', 'whole', 'true'],
]

const SEND = 'POST /channels/{id}/messages'

test.each(SEEN)('%o %s: the connection ends %s, the answer is %s', async (action, when, end, what) => {
  const { peer, channel, call } = await testPeer()
  peer.faults.push({ method: SEND, when, action })
  // Long where something is to come, so that a slow machine changes nothing.
  const seen = await watch(peer, channel.id, end === 'silence' ? 300 : 10_000)
  expect(seen.end).toBe(end)
  const whole = seen.text.includes('"channel_id"') && seen.text.trimEnd().endsWith('}')
  const half = seen.text.includes('"channel_id"') && !whole
  expect(whole ? 'true' : half ? 'half' : seen.text === '' ? 'none' : 'other').toBe(what)
  const applied = when !== 'before' || action.type === 'slow' || action.type === 'delay'
  expect(peer.sent(channel)).toHaveLength(applied ? 1 : 0)
  expect(peer.record[0]).toMatchObject({ method: SEND, applied, fault: expect.stringContaining(action.type) })
  expect(peer.faults.hits).toBe(1)
  // The fault is used up.
  expect((await call(`POST /channels/${channel.id}/messages`, { content: 'آخر' })).status).toBe(200)
})

const STATUS: readonly (readonly [string, FaultAction, object])[] = [
  [
    '429 of a bucket',
    { type: 'status', code: 429, retry_after: 7 },
    {
      retry: '7',
      scope: 'user',
      global: null,
      body: { message: 'You are being rate limited.', retry_after: 7, global: false },
    },
  ],
  [
    '429 for all calls',
    { type: 'status', code: 429, retry_after: 1.5, scope: 'global' },
    { retry: '1.5', scope: 'global', global: 'true', body: { global: true } },
  ],
  [
    '429 of a shared one',
    { type: 'status', code: 429, retry_after: 1, scope: 'shared' },
    { scope: 'shared', global: null },
  ],
  [
    '429 without the header',
    { type: 'status', code: 429, retry_after: 7, header: false },
    { retry: null, body: { retry_after: 7 } },
  ],
  [
    '429 from Cloudflare',
    { type: 'status', code: 429, html: true },
    { retry: null, scope: null, body: expect.stringContaining('<html>') },
  ],
  ['502 from a proxy', { type: 'status', code: 502, html: true }, { body: expect.stringContaining('502 Bad Gateway') }],
  ['500', { type: 'status', code: 500 }, { body: { message: '500: Internal Server Error', code: 0 } }],
  [
    '403 with a text and a code',
    { type: 'status', code: 403, description: 'Missing Access', errorCode: 50001 },
    { body: { message: 'Missing Access', code: 50001 } },
  ],
]

test.each(STATUS)('%s', async (_name, action, expected) => {
  const { peer, call } = await testPeer()
  peer.faults.push({ method: /^GET /, action })
  const { body, headers } = await call('GET /users/@me')
  const header = (name: string): string | null => headers.get(name)
  const seen = {
    retry: header('retry-after'),
    scope: header('x-ratelimit-scope'),
    global: header('x-ratelimit-global'),
    body,
  }
  expect(seen).toMatchObject(expected)
})

test('a fault is chosen by name, pattern or test, as often as asked', async () => {
  const { peer, call, channel } = await testPeer()
  const send = async (content: string): Promise<number> =>
    (await call(`POST /channels/${channel.id}/messages`, { content })).status
  const bad: Fault = {
    method: (_, payload) => payload['content'] === 'ب',
    times: Number.POSITIVE_INFINITY,
    action: status,
  }
  peer.faults.push(bad)
  expect([await send('أ'), await send('ب'), await send('ب')]).toEqual([200, 502, 502])
  peer.faults.clear()
  expect(await send('ب')).toBe(200)
  expect(peer.faults.hits).toBe(2)
})

/** What discord.js does by itself: how often it calls, and what people see in the end. */
const CLIENT: readonly (readonly [string, Omit<Fault, 'method'>, calls: number, sent: number])[] = [
  ['waits for a bucket', { action: { type: 'status', code: 429, retry_after: 0.05 } }, 2, 1],
  ['does not wait for a page of Cloudflare', { action: { type: 'status', code: 429, html: true } }, 2, 1],
  ['asks again after a 502', { action: { type: 'status', code: 502, html: true } }, 2, 1],
  [
    'with an enforced nonce it sends once, also when the answer was lost',
    { when: 'after', action: { type: 'status', code: 500 } },
    2,
    1,
  ],
  ['gives up after four', { times: 9, action: { type: 'status', code: 503 } }, 4, 0],
]

test.each(CLIENT)('discord.js: %s', async (_name, fault, calls, sent) => {
  const { peer, channel } = await testPeer()
  const { client } = await login(peer)
  peer.faults.push({ method: SEND, ...fault })
  const text = await client.channels.fetch(channel.id)
  if (!text?.isSendable()) throw new Error('not a text channel')
  await text.send('نص').catch(() => undefined)
  expect(peer.record.filter(({ method }) => method === SEND)).toHaveLength(calls)
  expect(peer.sent(channel)).toHaveLength(sent)
  expect(peer.violations).toEqual([])
})

test('an acknowledgement whose answer was lost counts: the next one is refused', async () => {
  const { peer, call, channel, user } = await testPeer()
  await call(`PUT /applications/${peer.application.id}/commands`, [{ name: 'ask', description: 'x' }])
  const asked = peer.slash(channel, user, 'ask')
  peer.faults.push({ method: /callback$/, when: 'after', action: { type: 'status', code: 500 } })
  const path = `POST /interactions/${asked.id}/${asked.token}/callback`
  expect((await call(path, { type: 5 })).status).toBe(500)
  expect((await call(path, { type: 5 })).body.code).toBe(40060)
  expect(asked.acknowledgedAfter).toBeDefined()
})

test('without a network connections are refused, until it is back', async () => {
  const { peer, call } = await testPeer()
  await call('GET /users/@me')
  await peer.disconnect()
  await expect(call('GET /users/@me')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await peer.connect()
  expect((await call('GET /users/@me')).status).toBe(200)
  expect(peer.record).toHaveLength(2)
})

test('what did not come about is said with what did', async () => {
  const { peer, call, channel } = await testPeer()
  await call(`POST /channels/${channel.id}/messages`, { content: '' })
  await expect(peer.until(() => false, 20, 'a miracle')).rejects.toThrow(
    /Discord peer: a miracle did not come about within 20 ms\nThe last of 1 calls:\n {2}POST \/channels\/\{id\}\/messages 400 .*Cannot send an empty message/,
  )
})
