/** What operators ask: whether it lives, whether it can answer, its numbers; and who may ask. */
import { afterEach, describe, expect, test } from 'vitest'
import { type Connected, type ConnectOptions, connect } from './connected.ts'
import { ours } from './exposition.ts'
import { createPerson } from './person.ts'
import { type Received, send } from './raw.ts'

const TOKEN = 'a-token-for-the-metrics'
const PUBLIC = 'https://sanad.example.org'
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
async function start(options: ConnectOptions = {}): Promise<Connected> {
  connected = await connect(options)
  return connected
}
const metrics = (port: number, authorization?: string): Promise<Received> =>
  send(port, { path: '/metrics', ...(authorization === undefined ? {} : { headers: { authorization } }) })

test('it lives as soon as it listens', async () => {
  const { port } = await start({ isStarting: true, documents: [] })
  expect(await send(port, { path: '/healthz' })).toMatchObject({ status: 200, body: 'ok\n' })
})

describe('it is ready', () => {
  const ready = async (port: number): Promise<readonly [number, unknown]> => {
    const { status, body } = await send(port, { path: '/readyz' })
    return [status, JSON.parse(body)]
  }
  test('when it is connected, and not while it starts or after it failed', async () => {
    const { port, states } = await start({ isStarting: true })
    const checks = { corpus: 'loaded', store: 'writable' }
    expect(await ready(port)).toEqual([503, { ready: false, checks: { ...checks, web: 'starting' } }])
    states.web = 'connected'
    expect(await ready(port)).toEqual([200, { ready: true, checks: { ...checks, web: 'connected' } }])
    states.web = 'lost'
    expect(await ready(port)).toEqual([503, { ready: false, checks: { ...checks, web: 'lost' } }])
    states.web = 'failed'
    expect(await ready(port)).toEqual([503, { ready: false, checks: { ...checks, web: 'failed' } }])
  })
  test('not while the store cannot be written to, and it does not say why', async () => {
    const { port } = await start({
      around: (store) => ({ ...store, check: () => Promise.reject(new Error('SQLITE_FULL: /data/sanad.db')) }),
    })
    const { status, body } = await send(port, { path: '/readyz' })
    expect(status).toBe(503)
    expect(JSON.parse(body)).toMatchObject({ ready: false, checks: { store: 'failed' } })
    expect(body).not.toMatch(/SQLITE|sanad\.db/)
  })
  test('not without a document', async () => {
    const { port } = await start({ documents: [] })
    expect(await ready(port)).toMatchObject([503, { checks: { corpus: 'empty' } }])
  })
})

describe('the numbers', () => {
  test('are for this machine where it is heard alone', async () => {
    const { port } = await start()
    const { status, headers, body } = await metrics(port)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(body).toContain('# TYPE sanad_questions_total counter')
  })
  test('are for nobody where others reach it and there is no token', async () => {
    const { port } = await start({ publicUrl: PUBLIC })
    for (const authorization of [undefined, 'Bearer ', 'Bearer undefined', `Bearer ${TOKEN}`])
      expect((await metrics(port, authorization)).status).toBe(404)
  })
  for (const publicUrl of [undefined, PUBLIC])
    test(`are for whoever has the token, where there is one (${publicUrl ?? 'this machine alone'})`, async () => {
      const { port, logged } = await start({ metricsToken: TOKEN, ...(publicUrl === undefined ? {} : { publicUrl }) })
      expect((await metrics(port, `Bearer ${TOKEN}`)).status).toBe(200)
      const refused = await metrics(port)
      expect(refused.status).toBe(401)
      expect(refused.headers['www-authenticate']).toMatch(/^Bearer/)
      expect(refused.headers['x-content-type-options']).toBe('nosniff')
      for (const wrong of [
        `Bearer ${TOKEN}x`,
        `Bearer ${TOKEN.slice(1)}`,
        'Bearer x',
        'Bearer',
        `Basic ${TOKEN}`,
        TOKEN,
        'Bearer <>',
      ]) {
        const { status, body } = await metrics(port, wrong)
        expect([400, 401]).toContain(status)
        expect(body).not.toMatch(/sanad_|a-token/)
      }
      for (const path of [`/metrics?token=${TOKEN}`, `/metrics/`, '/metrics//', '/Metrics', '/%6detrics'])
        expect((await send(port, { path })).body).not.toContain('sanad_')
      expect(logged.join('')).not.toContain(TOKEN)
      expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
    })
  test('go up with a question, and hold nothing of it', async () => {
    const { root, port } = await start()
    const read = async (): Promise<Readonly<Record<string, number>>> => ours((await metrics(port)).body)
    const before = await read()
    const person = createPerson(root)
    await person.say(QUESTION)
    await person.say('كيف أطبخ الكسكس بسبع خضار؟')
    await person.say('/help')
    const after = await read()
    const rise = (name: string): number => (after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)
    expect(rise('sanad_questions_total{outcome=answered,platform=web}')).toBe(1)
    expect(rise('sanad_questions_total{outcome=not_found,platform=web}')).toBe(1)
    expect(rise('sanad_message_duration_seconds_count{platform=web}')).toBe(3)
    expect((await metrics(port)).body).not.toMatch(/[\u0600-\u06FF]/)
  })
})
