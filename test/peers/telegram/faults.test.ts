/** Every fault as it is seen from the other end of a plain socket. */
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { Fault, FaultAction, TelegramPeer } from './index.ts'
import { post, testPeer } from './support.ts'

interface Seen {
  readonly text: string
  readonly end: 'whole' | 'closed' | 'reset' | 'silence'
}

/** Sends one request and reads until the answer is whole, the connection ends, or nothing comes for `patience` ms. */
function watch(peer: TelegramPeer, payload: object, patience: number): Promise<Seen> {
  const body = JSON.stringify(payload)
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
      `POST /bot${peer.token}/sendMessage HTTP/1.1\r\nHost: peer\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
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
  [{ type: 'body', text: '{"ok":true,"result":null}' }, 'before', 'whole', 'other'],
  [{ type: 'body', text: '<html>', contentType: 'text/html' }, 'after', 'whole', 'other'],
  [{ type: 'delay', ms: 20 }, 'before', 'whole', 'true'],
  [{ type: 'delay', ms: 20 }, 'during', 'whole', 'true'],
  [{ type: 'delay', ms: 20 }, 'after', 'whole', 'true'],
]

test.each(SEEN)('%o %s: the connection ends %s, the answer is %s', async (action, when, end, what) => {
  const { peer } = await testPeer()
  const chat = peer.privateChat(peer.user())
  peer.faults.push({ method: 'sendMessage', when, action })
  // Long where something is to come, so that a slow machine changes nothing.
  const seen = await watch(peer, { chat_id: chat.id, text: 'نص الجواب' }, end === 'silence' ? 300 : 10_000)
  expect(seen.end).toBe(end)
  const full = seen.text.includes('"ok":true') && seen.text.trimEnd().endsWith('نص الجواب"}}')
  const half = seen.text.includes('"ok":true,"result":{"message_id":101') && !full
  expect(full ? 'true' : half ? 'half' : seen.text === '' ? 'none' : 'other').toBe(what)
  const applied = when !== 'before' || action.type === 'slow' || action.type === 'delay'
  expect(peer.sent(chat)).toHaveLength(applied ? 1 : 0)
  expect(peer.record[0]).toMatchObject({ applied, fault: expect.stringContaining(`${action.type}`) })
  expect(peer.faults.hits).toBe(1)
  // The fault is used up.
  expect((await post(peer, 'sendMessage', { chat_id: chat.id, text: 'آخر' })).status).toBe(200)
})

const STATUS: readonly (readonly [string, FaultAction, object])[] = [
  [
    '429 as Telegram says it',
    { type: 'status', code: 429, retry_after: 7 },
    {
      header: '7',
      body: '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}',
    },
  ],
  [
    '429 without the header',
    { type: 'status', code: 429, retry_after: 7, header: false },
    { header: null, body: expect.stringContaining('"retry_after":7') },
  ],
  [
    '429 from a proxy',
    { type: 'status', code: 429, html: true },
    { header: null, body: expect.stringContaining('<html>') },
  ],
  ['401', { type: 'status', code: 401 }, { body: '{"ok":false,"error_code":401,"description":"Unauthorized"}' }],
  [
    '403 with a text',
    { type: 'status', code: 403, description: 'Forbidden: user is deactivated' },
    { body: '{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}' },
  ],
]

test.each(STATUS)('%s', async (_name, action, expected) => {
  const { peer } = await testPeer()
  peer.faults.push({ method: /^get/, action })
  const reply = await post(peer, 'getMe')
  const seen = { header: reply.headers.get('retry-after'), body: await reply.text() }
  expect(seen).toMatchObject(expected)
})

test('a fault is chosen by name, pattern or test, as often as asked', async () => {
  const { peer, call } = await testPeer()
  const chat = peer.privateChat(peer.user())
  const send = async (text: string): Promise<number> =>
    (await post(peer, 'sendMessage', { chat_id: chat.id, text })).status
  const bad: Fault = {
    method: (_, payload) => payload['text'] === 'ب',
    times: Number.POSITIVE_INFINITY,
    action: status,
  }
  peer.faults.push(bad)
  expect([await send('أ'), await send('ب'), await send('ب')]).toEqual([200, 502, 502])
  peer.faults.clear()
  expect(await send('ب')).toBe(200)
  expect(peer.faults.hits).toBe(2)
  expect(await call('getMe')).toMatchObject({ ok: true })
})

test('an update lost on the way comes again', async () => {
  const { peer, call } = await testPeer()
  const id = peer.push({ message: {} })
  peer.faults.push({ method: 'getUpdates', when: 'after', action: { type: 'reset' } })
  await expect(call('getUpdates')).rejects.toThrow()
  expect((await call('getUpdates')).result).toMatchObject([{ update_id: id }])
})

test('who was not told that a query is answered may answer again', async () => {
  const { peer, call } = await testPeer()
  const user = peer.user()
  const asked = peer.inline(user, 'سؤال')
  const { result } = await call('getUpdates')
  const answer = { inline_query_id: result[0].inline_query.id, results: [] }
  peer.faults.push({ method: 'answerInlineQuery', when: 'after', action: status })
  expect(await call('answerInlineQuery', answer)).toMatchObject({ error_code: 502 })
  expect(await asked).toMatchObject({ results: [] })
  expect(await call('answerInlineQuery', answer)).toMatchObject({ error_code: 400 })
  expect(peer.violations).toEqual([])
})

test('without a network connections are refused, until it is back', async () => {
  const { peer, call } = await testPeer()
  await call('getMe')
  await peer.disconnect()
  await expect(call('getMe')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await peer.connect()
  expect(await call('getMe')).toMatchObject({ ok: true })
  expect(peer.record).toHaveLength(2)
})
