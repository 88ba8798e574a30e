/** Who a browser is: one cookie with a secret, and nothing of one browser is seen by another. */
import { afterEach, describe, expect, test } from 'vitest'
import { phrases } from '../../../src/index.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'
import { createPerson, named, remark } from './person.ts'

const say = phrases('ar')
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
const cookieOf = (headers: Headers): string => headers.getSetCookie().find((line) => line.startsWith('sanad=')) ?? ''

describe('the cookie', () => {
  test('is for the server alone, and for pages of its own', async () => {
    const { root } = await start()
    const { headers } = await createPerson(root).post('/ask', { text: '/help' })
    const [value, ...attributes] = cookieOf(headers).split('; ')
    expect(value).toMatch(/^sanad=[\w-]{22}$/)
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']))
    expect(attributes.join()).not.toMatch(/Secure|Domain/)
    expect(attributes.find((one) => one.startsWith('Max-Age='))).toMatch(/^Max-Age=\d+$/)
  })
  test('is for encrypted connections where the address is encrypted', async () => {
    const { root } = await start({ publicUrl: 'https://sanad.example.org' })
    expect(cookieOf((await createPerson(root).post('/ask', { text: '/help' })).headers).split('; ')).toContain('Secure')
  })
  test('is not there before somebody says something', async () => {
    const { root } = await start()
    const person = createPerson(root)
    for (const path of ['/', '/read', '/read/union', '/news', '/nowhere', '/healthz', '/?lang=fr'])
      expect(cookieOf((await person.get(path)).headers)).toBe('')
    expect(cookieOf((await person.post('/ask', { text: ' ' })).headers)).toBe('')
    expect([...person.cookies.keys()]).toEqual(['language'])
  })
  test('stays the same while it is used, and differs from browser to browser', async () => {
    const { root } = await start()
    const [one, other] = [createPerson(root), createPerson(root)]
    await one.say('/help')
    const first = one.cookies.get('sanad')
    await one.say('/help')
    await other.say('/help')
    expect(one.cookies.get('sanad')).toBe(first)
    expect(other.cookies.get('sanad')).not.toBe(first)
  })
  test('is in no page and no log, nor is what it stands for', async () => {
    const { root, logged } = await start({ handle: () => Promise.reject(new Error('a bug')) })
    const person = createPerson(root)
    await person.say(QUESTION)
    const secret = person.cookies.get('sanad') ?? '?'
    const seen = (await person.get('/')).body + logged.join('')
    expect(logged).not.toEqual([])
    for (const word of [secret, named(secret), QUESTION]) expect(logged.join('')).not.toContain(word)
    for (const word of [secret, named(secret)]) expect(seen).not.toContain(word)
  })
  test('is not what the store knows somebody by', async () => {
    const from: string[] = []
    const { root } = await start({
      handle: async (incoming) => {
        from.push(incoming.from, incoming.address.conversation)
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const person = createPerson(root)
    await person.say(QUESTION)
    const secret = person.cookies.get('sanad') ?? '?'
    expect(from).toEqual([named(secret), named(secret)])
  })
})

describe('a forged cookie', () => {
  const forged = [
    '',
    'x',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'a'.repeat(21),
    'a'.repeat(23),
    'a'.repeat(4000),
    '%00'.repeat(7),
    "' or 1=1 --",
    '"<script>alert(1)</script>"',
  ]
  for (const cookie of forged)
    test(`«${cookie.slice(0, 24)}» (${cookie.length}) is nobody, and gets one that is somebody`, async () => {
      const { root } = await start()
      const person = createPerson(root)
      person.cookies.set('sanad', cookie)
      expect((await person.get('/')).status).toBe(200)
      expect((await person.get('/news')).status).toBe(200)
      expect(await person.heard()).toEqual([])
      await person.say('/help')
      expect(person.cookies.get('sanad')).toMatch(/^[\w-]{22}$/)
      expect(person.cookies.get('sanad')).not.toBe(cookie)
      expect(await person.heard()).toHaveLength(1)
    })
  test('of the right form is an empty conversation', async () => {
    const { root } = await start()
    await createPerson(root).say(QUESTION)
    const person = createPerson(root)
    person.cookies.set('sanad', 'A'.repeat(22))
    expect(await person.heard()).toEqual([])
    await person.say('/help')
    expect(await person.heard()).toHaveLength(1)
  })
  test('that is what a conversation is called does not open it', async () => {
    const { root } = await start()
    const person = createPerson(root)
    await person.say(QUESTION)
    const other = createPerson(root)
    other.cookies.set('sanad', named(person.cookies.get('sanad') ?? ''))
    expect(await other.heard()).toEqual([])
  })
})

describe('two browsers', () => {
  test('see nothing of each other', async () => {
    const { root } = await start()
    const [one, other] = [createPerson(root), createPerson(root)]
    await one.say(QUESTION)
    await other.say('/help')
    expect((await one.heard()).join()).toContain('1989')
    const seen = (await other.get('/')).body + (await other.get('/news?after=0')).body
    expect(seen).not.toContain(QUESTION)
    expect(seen).not.toContain('1989')
    expect((await createPerson(root).get('/news?after=0')).body).not.toContain('1989')
  })
  test('cannot press each other’s buttons', async () => {
    const { root } = await start()
    const [one, other] = [createPerson(root), createPerson(root)]
    await one.say(QUESTION)
    await other.say('/help')
    const [, choice = ''] = /name="choice" value="([^"]+)"/.exec((await one.get('/')).body) ?? []
    expect(choice).not.toBe('')
    const before = await one.heard()
    const answer = await other.post('/press', { choice })
    expect(answer.status).toBe(200)
    expect(remark(answer.body)).toBe(say.tooOld)
    expect(await one.heard()).toEqual(before)
    expect(await other.heard()).toHaveLength(1)
    // It is no fault of the button.
    await one.post('/press', { choice })
    expect((await one.heard()).length).toBeGreaterThan(before.length)
  })
  for (const choice of ['', 'x', 'a:b', '::', 'abcdefghijkl:999', 'abcdefghijkl:-1', '__proto__:0', 'x'.repeat(5000)])
    test(`a button called «${choice.slice(0, 20)}» is too old`, async () => {
      const { root } = await start()
      const person = createPerson(root)
      await person.say('/help')
      expect(remark((await person.post('/press', { choice })).body)).toBe(say.tooOld)
      expect(remark((await person.post('/press', {})).body)).toBe(say.tooOld)
    })
  test('a button of a message that has changed since is too old', async () => {
    const { root } = await start()
    const person = createPerson(root)
    await person.say(QUESTION)
    const choices = async (): Promise<string[]> =>
      [...(await person.get('/')).body.matchAll(/name="choice" value="([^"]+)"/g)].map(([, name = '']) => name)
    const [first = ''] = await choices()
    await person.post('/press', { choice: first })
    const [inView = ''] = (await choices()).slice(-1)
    expect(inView).not.toBe(first)
    await person.post('/press', { choice: first })
    expect(remark((await person.post('/press', { choice: inView })).body)).toBe(say.tooOld)
  })
})

describe('what somebody takes back', () => {
  test('is gone from their page at once, and from theirs alone', async () => {
    const { root } = await start()
    const [one, other] = [createPerson(root), createPerson(root)]
    await one.say(QUESTION)
    await other.say(QUESTION)
    await one.say('/forgetme')
    expect((await one.get('/')).body).not.toContain('1989')
    expect((await one.get('/')).body).not.toContain(QUESTION)
    expect((await other.heard()).join()).toContain('1989')
  })
})
