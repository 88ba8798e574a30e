import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Telegram, TelegramError } from 'telegraf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCall } from '../../../adapters/telegram/client.ts'
import { type Failure, failureOf } from '../../../adapters/telegram/failure.ts'

const TOKEN = '123456:AAHsanadTestPeerTokenNotARealOne0-_'
const refused = (error_code: number, description: string, parameters?: object): TelegramError =>
  new TelegramError({ error_code, description, ...(parameters === undefined ? {} : { parameters }) } as never)
const network = (code: string): Error =>
  Object.assign(new Error(`request to https://api.telegram.org/bot${TOKEN}/sendMessage failed`), {
    name: 'FetchError',
    type: 'system',
    code,
  })
const check = (error: unknown, expected: Failure | Failure['code'], name: string = String(error)): void =>
  test(name.replace(TOKEN, '…'), () =>
    expect(failureOf(error)).toEqual(typeof expected === 'string' ? { code: expected } : expected),
  )
const gone = (code: number, description: string): void =>
  check(refused(code, description), { code: 'gone', reason: description })
const other = (description: string, reason: string): void =>
  check(refused(400, description), { code: 'refused', reason })

describe('it never left', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'CERT_HAS_EXPIRED'])
    check(network(code), 'unsent', code)
})

describe('it left, and no word came back', () => {
  for (const code of ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])
    check(network(code), 'uncertain', code)
  check(Object.assign(new Error('The user aborted a request.'), { name: 'AbortError', type: 'aborted' }), 'uncertain')
  check(
    Object.assign(new Error('invalid json response body'), { name: 'FetchError', type: 'invalid-json' }),
    'uncertain',
  )
  check(refused(500, 'Internal Server Error'), 'uncertain')
  check(refused(502, 'Bad Gateway'), 'uncertain')
  check(new TelegramError({ ok: false } as never), 'uncertain', 'JSON of somebody in between')
  check(new TypeError('Cannot read properties of null'), 'uncertain')
  check('a string', 'uncertain')
  check(undefined, 'uncertain')
  check(null, 'uncertain')
})

describe('it was refused for now', () => {
  check(refused(429, 'Too Many Requests: retry after 5', { retry_after: 5 }), { code: 'limited', retryAfter: 5000 })
  check(refused(429, 'Too Many Requests'), { code: 'limited', retryAfter: 1000 })
  check(refused(429, 'Too Many Requests: retry after 0', { retry_after: 0 }), { code: 'limited', retryAfter: 1000 })
})

describe('nobody is there', () => {
  gone(403, 'Forbidden: bot was blocked by the user')
  gone(403, 'Forbidden: bot was kicked from the supergroup chat')
  gone(403, 'Forbidden: user is deactivated')
  gone(403, 'Forbidden: bot is not a member of the channel chat')
  gone(400, 'Bad Request: chat not found')
  gone(400, 'Bad Request: not enough rights to send text messages to the chat')
  gone(400, 'Bad Request: need administrator rights in the channel chat')
  gone(400, 'Bad Request: CHAT_WRITE_FORBIDDEN')
  gone(400, 'Bad Request: TOPIC_CLOSED')
  gone(400, 'Bad Request: message thread not found')
})

describe('everything else', () => {
  check(refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1005 }), {
    code: 'moved',
    to: -1005,
  })
  check(
    refused(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ),
    'unchanged',
  )
  check(refused(400, 'Bad Request: message to edit not found'), 'lost')
  check(refused(400, 'Bad Request: message to delete not found'), 'lost')
  check(refused(400, "Bad Request: message can't be edited"), 'lost')
  check(refused(400, 'Bad Request: MESSAGE_ID_INVALID'), 'lost')
  check(refused(401, 'Unauthorized'), 'unauthorized')
  check(refused(404, 'Not Found'), 'unknown method')
  check(refused(409, 'Conflict: terminated by other getUpdates request'), 'conflict')
  other('Bad Request: message is too long', 'Bad Request: message is too long')
})

describe('what may be logged of the reason', () => {
  other('Bad Request: can\'t parse "سؤال أمينة" at 5', 'Bad Request: can\'t parse "…" at 5')
  other('Bad Request: tag "a"b" here', 'Bad Request: tag "…" here')
  other('Bad Request: tag "never closed', 'Bad Request: tag "…')
  other('Bad Request: «سؤال» and “سؤال”', 'Bad Request: «…”')
  other("Bad Request: button URL 'tg://user?id=5' is invalid", "Bad Request: button URL '…' is invalid")
  other("Bad Request: can't be done, users' fault", "Bad Request: can't be done, users' fault")
  other(`Bad Request: wrong /bot${TOKEN}/`, 'Bad Request: wrong /bot…/')
  test('is short', () => {
    const failure = failureOf(refused(400, 'x'.repeat(5000)))
    expect('reason' in failure && failure.reason).toHaveLength(160)
  })
})

describe('as telegraf’s client meets it', () => {
  let answer: { status: number; body: string } | 'reset' | 'silent' = 'silent'
  let server: Server
  let root = ''
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (answer === 'reset') request.socket.resetAndDestroy()
      else if (answer !== 'silent') response.writeHead(answer.status).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const met = async (given: typeof answer, apiRoot: string = root): Promise<Failure> => {
    answer = given
    const call = createCall(new Telegram(TOKEN, { apiRoot }))
    return call('sendMessage', {}, { timeout: 200 }).then(() => expect.unreachable(), failureOf)
  }
  test('nobody listens', async () => expect(await met('silent', 'http://127.0.0.1:9')).toEqual({ code: 'unsent' }))
  test('the connection breaks', async () => expect(await met('reset')).toEqual({ code: 'uncertain' }))
  test('no answer', async () => expect(await met('silent')).toEqual({ code: 'uncertain' }))
  for (const [name, status, body] of [
    ['HTML with 200', 200, '<html>'],
    ['HTML with 502', 502, '<html>'],
    ['HTML with 403', 403, '<html>'],
    ['null', 200, 'null'],
    ['half of it', 200, '{"ok":true,"resu'],
    ['JSON of somebody in between', 400, '{"error":"proxy"}'],
  ] as const)
    test(name, async () => expect(await met({ status, body })).toEqual({ code: 'uncertain' }))
  test('a refusal', async () =>
    expect(
      await met({
        status: 403,
        body: '{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}',
      }),
    ).toEqual({ code: 'gone', reason: 'Forbidden: bot was blocked by the user' }))
})
