import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'telegraf/types'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWebhook, WEBHOOK_PATH, webhookSecret } from '../../../adapters/telegram/webhook.ts'
import type { Log } from '../../../src/index.ts'

const SECRET = 'a-secret-of-our-own'
const PATIENCE = 500
const UPDATE = { update_id: 5, message: { text: 'متى تأسس؟' } }
const GOOD = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET }

let server: Server
let port: number
let received: Update[]
/** What the store does with an update. */
let keep: () => Promise<void>
let logged: string
beforeEach(async () => {
  received = []
  logged = ''
  keep = async () => {}
  const write = (facts: object, event: string): void => {
    logged += event + JSON.stringify(facts)
  }
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const handler = createWebhook(
    SECRET,
    async (updates) => {
      await keep()
      received.push(...updates)
    },
    log,
    PATIENCE,
  )
  server = createServer(handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
/** Sends a body in chunks, with a pause between them. */
function send(
  chunks: readonly (string | Buffer)[] = [JSON.stringify(UPDATE)],
  headers: Record<string, string | undefined> = {},
  method: string = 'POST',
): Promise<Answer> {
  const all = Object.entries({ ...GOOD, ...headers }).filter(([, value]) => value !== undefined)
  return new Promise((resolve, reject) => {
    const sent = request({ port, path: WEBHOOK_PATH, method, headers: Object.fromEntries(all) }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    void (async () => {
      for (const [index, chunk] of chunks.entries()) {
        if (index > 0) await sleep(2)
        sent.write(chunk)
      }
      sent.end()
    })()
  })
}
const status = async (...given: Parameters<typeof send>): Promise<number | undefined> => (await send(...given)).status
const check = (rule: string, expected: number, ...given: Parameters<typeof send>): void =>
  test(rule, async () => {
    expect(await status(...given)).toBe(expected)
    expect(received).toEqual(expected === 200 ? [UPDATE] : [])
    // The next one is taken all the same.
    expect(await status([JSON.stringify({ update_id: 6 })])).toBe(200)
  })

describe('an update', () => {
  check('is taken', 200)
  check('is taken with the encoding named', 200, undefined, { 'content-type': 'application/json; charset=utf-8' })
  check('may come in pieces', 200, [...JSON.stringify(UPDATE)])
  check(
    'may come in pieces of letters',
    200,
    [...Buffer.from(JSON.stringify(UPDATE))].map((byte) => Buffer.of(byte)),
  )
  check('may be of a kind that nobody knows', 200, [JSON.stringify(UPDATE)])
  test('gets an answer without words, which Telegram would carry out', async () =>
    expect(await send()).toMatchObject({ status: 200, body: '' }))
  test('several come over one connection', async () => {
    const body = JSON.stringify(UPDATE)
    const one = `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    const socket = connect(port, '127.0.0.1')
    let answers = ''
    socket.on('data', (chunk) => {
      answers += chunk
    })
    socket.write(one)
    await sleep(50)
    socket.write(one)
    await sleep(50)
    socket.destroy()
    expect(answers.match(/200 OK/g)).toHaveLength(2)
  })
})

describe('the sender', () => {
  check('without a secret is refused', 401, undefined, { 'x-telegram-bot-api-secret-token': undefined })
  check('with an empty secret is refused', 401, undefined, { 'x-telegram-bot-api-secret-token': '' })
  check('with a wrong secret is refused', 403, undefined, { 'x-telegram-bot-api-secret-token': 'wrong' })
  check('with the beginning of it is refused', 403, undefined, {
    'x-telegram-bot-api-secret-token': SECRET.slice(0, -1),
  })
  check('with more than it is refused', 403, undefined, { 'x-telegram-bot-api-secret-token': `${SECRET}a` })
  test('is not read without the secret: nothing is logged', async () => {
    await send(['{'], { 'x-telegram-bot-api-secret-token': 'wrong' })
    expect(logged).toBe('')
  })
})

describe('the request', () => {
  test('must be a POST', async () => {
    const answer = await send([], {}, 'GET')
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST'])
    expect(await status([JSON.stringify(UPDATE)], {}, 'PUT')).toBe(405)
  })
  check('must be JSON', 415, undefined, { 'content-type': 'text/plain' })
  check('must say that it is', 415, undefined, { 'content-type': undefined })
  check('must not be packed', 415, undefined, { 'content-encoding': 'gzip' })
  check('must hold an update: null', 400, ['null'])
  check('must hold an update: a list', 400, ['[]'])
  check('must hold an update: an empty object', 400, ['{}'])
  check('must hold an update: a number', 400, ['5'])
  check('must hold an update with a number', 400, ['{"update_id":"5"}'])
  check('must hold an update with a whole number', 400, ['{"update_id":1e30}'])
  check('must hold something', 400, [])
  check('must be whole', 400, ['{"update_id":5'])
  check('must be UTF-8', 400, [Buffer.from('{"update_id":5,"a":"\xFF"}', 'latin1')])
})

describe('a body that is too large', () => {
  const large = Buffer.alloc(1_000_001, ' ')
  test('is refused by its header, before it is sent', async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ncontent-length: 200000000\r\n\r\n{`,
    )
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
  })
  test('is refused while it comes, where no header tells', async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => {})
    socket.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ntransfer-encoding: chunked\r\n\r\n`,
    )
    socket.write(`${large.length.toString(16)}\r\n`)
    socket.write(large)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    expect(received).toEqual([])
  })
  test('at the limit is taken', async () => {
    const body = JSON.stringify(UPDATE)
    expect(await status([body + ' '.repeat(1_000_000 - Buffer.byteLength(body))])).toBe(200)
  })
})

describe('a slow sender', () => {
  test('is sent away', async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    const began = Date.now()
    socket.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ncontent-length: 100\r\n\r\n{`,
    )
    const drop = setInterval(() => socket.write(' '), 50)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(drop)
    expect(answer).toMatch(/^HTTP\/1.1 408 /)
    expect(Date.now() - began).toBeLessThan(PATIENCE + 1000)
  })
  test('that hangs up in the middle harms nobody', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-telegram-bot-api-secret-token: ${SECRET}\r\ncontent-length: 100\r\n\r\n{`,
    )
    await sleep(30)
    socket.resetAndDestroy()
    await sleep(30)
    expect(await status()).toBe(200)
  })
})

describe('the answer', () => {
  test('comes when the update is stored, not before', async () => {
    let stored = (): void => {}
    keep = () =>
      new Promise((resolve) => {
        stored = resolve
      })
    let answered = false
    const answer = status().then((code) => {
      answered = true
      return code
    })
    await sleep(50)
    expect(answered).toBe(false)
    stored()
    expect(await answer).toBe(200)
  })
  test('says when to send again what could not be stored', async () => {
    keep = () => Promise.reject(new Error('متى تأسس؟'))
    const answer = await send()
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
    expect(logged).toContain('could not be stored')
    keep = async () => {}
    expect(await status()).toBe(200)
  })
})

describe('the secret that is made from the token', () => {
  test('is one that Telegram takes', () => expect(webhookSecret('1:a')).toMatch(/^[A-Za-z0-9_-]{1,256}$/))
  test('is the same at every start, another for another token, and not the token', () => {
    expect(webhookSecret('1:a')).toBe(webhookSecret('1:a'))
    expect(webhookSecret('1:a')).not.toBe(webhookSecret('1:b'))
    expect(webhookSecret('123456:secret')).not.toContain('secret')
  })
})
