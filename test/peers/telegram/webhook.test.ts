/** Delivery to the bot's own address. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { testPeer } from './support.ts'

interface Delivery {
  readonly headers: IncomingMessage['headers']
  readonly chunks: readonly Buffer[]
  readonly update: { readonly update_id: number; readonly message: { readonly text: string } }
}

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections()
})

/** A bot's server: `reply` answers each delivery. */
async function receiver(reply: (response: ServerResponse, delivery: Delivery) => void) {
  const deliveries: Delivery[] = []
  const sockets = new Set<Socket>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const update = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const delivery: Delivery = { headers: request.headers, chunks, update }
    deliveries.push(delivery)
    sockets.add(request.socket)
    reply(response, delivery)
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries, sockets }
}

test('what waits and what comes is delivered in order, with the secret, on one connection', async () => {
  const { peer, call } = await testPeer()
  const bot = await receiver((response) => response.end())
  const from = peer.user()
  const chat = peer.privateChat(from)
  peer.say(chat, from, 'أ')
  await call('setWebhook', { url: bot.url, secret_token: 'a-b_1' })
  peer.say(chat, from, 'ب')
  peer.say(chat, from, 'ج')
  await peer.until(() => peer.pending === 0)
  expect(bot.deliveries.map(({ update }) => update.message.text)).toEqual(['أ', 'ب', 'ج'])
  expect(new Set(bot.deliveries.map(({ headers }) => headers['x-telegram-bot-api-secret-token']))).toEqual(
    new Set(['a-b_1']),
  )
  expect(bot.sockets.size).toBe(1)
})

test('a failed delivery is tried again, later each time, and holds up its chat only', async () => {
  const { peer, call } = await testPeer({ webhook: { retry: 20 } })
  const times: number[] = []
  let failures = 3
  const bot = await receiver((response, { update }) => {
    if (update.message.text === 'أ') times.push(Date.now())
    response.statusCode = update.message.text === 'أ' && failures-- > 0 ? 500 : 204
    response.end()
  })
  await call('setWebhook', { url: bot.url })
  const [one, two] = [peer.user(), peer.user()]
  peer.say(peer.privateChat(one), one, 'أ')
  peer.say(peer.privateChat(one), one, 'ب')
  peer.say(peer.privateChat(two), two, 'ج')
  await peer.until(() => peer.pending === 0)
  expect(times).toHaveLength(4)
  expect((times[3] ?? 0) - (times[2] ?? 0)).toBeGreaterThanOrEqual(75)
  const texts = bot.deliveries.map(({ update }) => update.message.text)
  expect(texts.at(-1)).toBe('ب')
  expect(texts.indexOf('ج')).toBeLessThan(4)
  expect((await call('getWebhookInfo')).result).toMatchObject({
    url: bot.url,
    last_error_message: 'Wrong response from the webhook: 500',
    pending_update_count: 0,
  })
})

test('Retry-After is waited for', async () => {
  const { peer, call } = await testPeer({ webhook: { retry: 1, second: 50 } })
  const times: number[] = []
  const bot = await receiver((response) => {
    times.push(Date.now())
    response.writeHead(times.length === 1 ? 503 : 200, { 'retry-after': '4' }).end()
  })
  await call('setWebhook', { url: bot.url })
  peer.push({ message: {} })
  await peer.until(() => peer.pending === 0)
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(190)
})

test('an answer with a method is a call', async () => {
  const { peer, call } = await testPeer()
  const from = peer.user()
  const chat = peer.privateChat(from)
  const answers = [
    { method: 'sendMessage', chat_id: chat.id, text: 'جواب' },
    { method: 'getMe' },
    { method: 'sendMessage', chat_id: chat.id },
  ]
  const bot = await receiver((response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers.shift()))
  })
  await call('setWebhook', { url: bot.url })
  for (const text of ['أ', 'ب', 'ج']) peer.say(chat, from, text)
  await peer.until(() => peer.record.length === 4)
  await peer.until(() => peer.violations.length > 0)
  expect(peer.sent(chat)).toMatchObject([{ text: 'جواب' }])
  expect(peer.record.map(({ method, webhook, applied }) => [method, webhook, applied])).toEqual([
    ['setWebhook', undefined, true],
    ['sendMessage', true, true],
    ['getMe', true, false],
    ['sendMessage', true, false],
  ])
})

test('a body can be cut within a letter', async () => {
  const { peer, call } = await testPeer()
  const bot = await receiver((response) => response.end())
  peer.splitWebhookBody(true)
  await call('setWebhook', { url: bot.url })
  const from = peer.user()
  peer.say(peer.privateChat(from), from, 'سلام')
  await peer.until(() => peer.pending === 0)
  const [delivery] = bot.deliveries
  expect(delivery?.update.message.text).toBe('سلام')
  expect(delivery?.chunks.length).toBeGreaterThan(1)
  expect(delivery?.chunks[0]?.toString('utf8')).toContain('\ufffd')
})

test('without a webhook, what was not delivered is left to getUpdates', async () => {
  const { peer, call } = await testPeer({ webhook: { retry: 5 } })
  await call('setWebhook', { url: 'http://127.0.0.1:9/' })
  const id = peer.push({ message: {} })
  await expect.poll(async () => (await call('getWebhookInfo')).result.last_error_message).toBeDefined()
  await call('deleteWebhook')
  expect((await call('getUpdates')).result).toMatchObject([{ update_id: id }])
  await call('setWebhook', { url: 'http://127.0.0.1:9/', drop_pending_updates: true })
  expect(peer.pending).toBe(0)
})
