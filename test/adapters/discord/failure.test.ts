import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DiscordAPIError, HTTPError, RateLimitError, REST, Routes } from 'discord.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Failure, failureOf } from '../../../adapters/discord/failure.ts'

const TOKEN = 'MTEwMDAwMDAwMDAwMDAwMDAwMQ.GSanad.TestTokenThatIsNotARealOne0123456789'
const SECRET = 'aW50ZXJhY3Rpb246dG9rZW4'
const URL_ = `https://discord.com/api/v10/webhooks/1/${SECRET}/messages/@original`
const QUESTION = 'سؤال أمينة'
const refused = (status: number, code: number, message: string = `${QUESTION} ${TOKEN}`): DiscordAPIError =>
  new DiscordAPIError({ code, message }, code, status, 'PATCH', URL_, { body: { content: QUESTION }, files: undefined })
const http = (status: number): HTTPError =>
  new HTTPError(status, QUESTION, 'PATCH', URL_, { body: { content: QUESTION }, files: undefined })
const limit = (retryAfter: number, scope: 'user' | 'global' | 'shared' = 'user'): RateLimitError =>
  new RateLimitError({
    timeToReset: 1,
    limit: 5,
    method: 'PATCH',
    hash: 'h',
    url: URL_,
    route: '/webhooks/:id/:token',
    majorParameter: SECRET,
    global: scope === 'global',
    retryAfter,
    sublimitTimeout: 0,
    scope,
  })
const network = (code: string): Error => Object.assign(new Error(`connect ${code} ${URL_}`), { code })
const fetchFailed = (code: string): Error => new TypeError('fetch failed', { cause: network(code) })
const aborted = (name: string): Error => Object.assign(new Error('This operation was aborted'), { name, code: 20 })

const check = (name: string, error: unknown, expected: Failure | Failure['code']): void =>
  test(name, () => {
    const failure = failureOf(error)
    expect(failure).toEqual(typeof expected === 'string' ? { code: expected } : expected)
    // A reason is logged: it holds no token, and nothing that anybody wrote.
    expect(JSON.stringify(failure)).not.toMatch(new RegExp(`${TOKEN}|${SECRET}|${QUESTION}`))
  })

describe('it never left', () => {
  for (const code of [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
  ]) {
    check(code, network(code), 'unsent')
    check(`${code} behind “fetch failed”`, fetchFailed(code), 'unsent')
  }
})

describe('it left, and no word came back', () => {
  for (const code of [
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ])
    check(code, network(code), 'uncertain')
  check('a socket that closed, behind “fetch failed”', fetchFailed('UND_ERR_SOCKET'), 'uncertain')
  check('the library gave up', aborted('AbortError'), 'uncertain')
  check('time was up', new DOMException('The operation timed out', 'TimeoutError'), 'uncertain')
  for (const status of [500, 502, 503, 504, 520]) check(`HTTP ${status}`, http(status), 'uncertain')
  check('half of an answer', new SyntaxError('Unexpected end of JSON input'), 'uncertain')
  check('a bug', new TypeError("Cannot read properties of null (reading 'id')"), 'uncertain')
  for (const thrown of ['a string', undefined, null, 5, {}])
    check(`${JSON.stringify(thrown)} is thrown`, thrown, 'uncertain')
})

describe('it was refused for now', () => {
  for (const scope of ['user', 'global', 'shared'] as const)
    check(`the limit of a ${scope}`, limit(30_000, scope), { code: 'limited', retryAfter: 30_000 })
  // A page of the proxy before Discord.
  for (const time of [0, Number.NaN])
    check(`without a time (${time}) it is a network that is down`, limit(time), 'unsent')
})

describe('nobody is there, or nobody may', () => {
  for (const [name, status, code] of [
    ['unknown channel', 404, 10_003],
    ['unknown server', 404, 10_004],
    ['missing access', 403, 50_001],
    ['direct messages are closed', 403, 50_007],
    ['missing permissions', 403, 50_013],
    ['an archived thread', 400, 50_083],
    ['a locked thread', 400, 160_005],
    ['a voice', 400, 50_008],
    ['a reply without the right to read', 400, 160_002],
  ] as const)
    test(name, () => {
      const failure = failureOf(refused(status, code))
      // What it is, and what to do about it where anything can be done.
      expect(failure).toEqual({
        code: 'gone',
        reason: expect.stringMatching(new RegExp(`^(?:the|this) .{20,} \\(Discord's error ${code}\\)$`)),
      })
      expect(JSON.stringify(failure)).not.toMatch(new RegExp(`${TOKEN}|${SECRET}|${QUESTION}`))
    })
})

describe('the interaction or its message', () => {
  check('is unknown: acknowledged too late', refused(404, 10_062), 'lost')
  check('has no answer yet, or its token ended', refused(404, 10_015), 'lost')
  check('has a token that does not count, which is no matter of ours', refused(401, 50_027), 'lost')
  check('was deleted', refused(404, 10_008), 'lost')
  check('is not there, without a reason', refused(404, 0), 'lost')
  check('was acknowledged by somebody else', refused(400, 40_060), 'taken')
})

describe('everything else', () => {
  check('our token does not count', refused(401, 0), 'unauthorized')
  check('a form that is wrong', refused(400, 50_035), {
    code: 'refused',
    reason: "Discord's error 50035 (HTTP 400)",
  })
  check('an empty message', refused(400, 50_006), { code: 'refused', reason: "Discord's error 50006 (HTTP 400)" })
  check('a gate in between', http(403), { code: 'refused', reason: 'HTTP 403' })
})

describe('as discord.js meets it', () => {
  let answer: { status: number; body: string; headers?: Record<string, string> } | 'reset' | 'close' | 'silent' =
    'silent'
  let server: Server
  let root = ''
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (answer === 'reset') request.socket.resetAndDestroy()
      else if (answer === 'close') request.socket.end()
      else if (answer !== 'silent')
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  /** A call as the adapter makes it: nothing is repeated, and no limit waited for. */
  const met = async (given: typeof answer, api: string = root): Promise<Failure> => {
    answer = given
    const rest = new REST({ api, timeout: 300, retries: 0, rejectOnRateLimit: () => true }).setToken(TOKEN)
    return rest
      .post(Routes.channelMessages('1'), { body: { content: QUESTION } })
      .then(() => expect.unreachable(), failureOf)
  }
  const json = (status: number, body: object, headers: Record<string, string> = {}) => ({
    status,
    body: JSON.stringify(body),
    headers,
  })
  const html = (status: number) => ({ status, body: '<html>', headers: { 'content-type': 'text/html' } })

  test('nobody listens', async () => expect(await met('silent', 'http://127.0.0.1:9/api')).toEqual({ code: 'unsent' }))
  test('the connection breaks', async () => expect(await met('reset')).toEqual({ code: 'uncertain' }))
  test('the connection ends', async () => expect(await met('close')).toEqual({ code: 'uncertain' }))
  test('no answer', async () => expect(await met('silent')).toEqual({ code: 'uncertain' }))
  test('half of an answer', async () =>
    expect(await met({ status: 200, body: '{"id":' })).toEqual({ code: 'uncertain' }))
  for (const status of [500, 502])
    test(`HTML with ${status}`, async () => expect(await met(html(status))).toEqual({ code: 'uncertain' }))
  test('HTML with 403, of somebody in between', async () =>
    expect(await met(html(403))).toMatchObject({ code: 'refused' }))
  test('a limit', async () =>
    expect(
      await met(
        json(
          429,
          { message: 'You are being rate limited.', retry_after: 3600, global: false },
          { 'retry-after': '3600' },
        ),
      ),
    ).toMatchObject({ code: 'limited', retryAfter: expect.closeTo(3_600_000, -4) }))
  test('a limit for everybody', async () =>
    expect(
      await met(
        json(
          429,
          { message: '', retry_after: 30, global: true },
          { 'retry-after': '30', 'x-ratelimit-global': 'true' },
        ),
      ),
    ).toMatchObject({ code: 'limited', retryAfter: expect.closeTo(30_000, -3) }))
  test('a refusal', async () =>
    expect(await met(json(403, { code: 50_013, message: 'Missing Permissions' }))).toEqual({
      code: 'gone',
      reason: expect.stringContaining("Discord's error 50013"),
    }))
  test('the token', async () =>
    expect(await met(json(401, { code: 0, message: '401: Unauthorized' }))).toEqual({ code: 'unauthorized' }))
})
