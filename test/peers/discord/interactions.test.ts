/** The life of an interaction, call by call. */
import { expect, test } from 'vitest'
import type { Interaction, Payload, SentMessage } from './index.ts'
import { type BotCall, type Reply, type Scene, testPeer } from './support.ts'

const COMMANDS = [
  { name: 'ask', description: 'x', options: [{ type: 3, name: 'q', description: 'x', autocomplete: true }] },
  { name: 'Verify', type: 3 },
]
const BUTTONS = {
  content: 'جواب',
  components: [{ type: 1, components: [{ type: 2, style: 1, label: 'زر', custom_id: 'a' }] }],
}
const MODAL = {
  custom_id: 'm',
  title: 'ع',
  components: [{ type: 18, label: 'لماذا', component: { type: 4, style: 1, custom_id: 'why' } }],
}

interface Bot extends Scene {
  answer(interaction: Interaction, type: number, data?: Payload, query?: string): Promise<Reply>
  /** After the first answer: "PATCH @original". */
  later(interaction: Interaction, request: string, body?: unknown): Promise<Reply>
}

async function bot(options: Parameters<typeof testPeer>[0] = {}): Promise<Bot> {
  const scene = await testPeer(options)
  const { peer, call } = scene
  await call(`PUT /applications/${peer.application.id}/commands`, COMMANDS)
  return { ...scene, ...callsOf(call, peer.application.id) }
}

const callsOf = (call: BotCall, application: string): Pick<Bot, 'answer' | 'later'> => ({
  answer: ({ id, token }, type, data, query = '') =>
    call(`POST /interactions/${id}/${token}/callback${query}`, data === undefined ? { type } : { type, data }),
  later({ token }, request, body) {
    const [method, message] = request.split(' ')
    return call(`${method} /webhooks/${application}/${token}${message ? `/messages/${message}` : ''}`, body)
  },
})

const code = ({ status, body }: Reply): string => `${status} ${body.code}`
const UNKNOWN_WEBHOOK = '404 10015'
const UNKNOWN_MESSAGE = '404 10008'

test('answered at once, and only once', async () => {
  const { peer, channel, user, answer, later } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  expect(code(await later(asked, 'PATCH @original', { content: 'x' }))).toBe(UNKNOWN_WEBHOOK)
  expect(code(await later(asked, 'POST', { content: 'x' }))).toBe(UNKNOWN_WEBHOOK)
  expect(asked).toMatchObject({ acknowledgedAfter: undefined, response: undefined, failed: false })
  const reply = await answer(asked, 4, BUTTONS, '?with_response=true')
  expect(reply.body).toMatchObject({
    interaction: { id: asked.id, type: 2, response_message_loading: false, response_message_ephemeral: false },
    resource: { type: 4, message: { content: 'جواب', type: 20, flags: 0 } },
  })
  expect(code(await answer(asked, 4, { content: 'y' }))).toBe('400 40060')
  expect(asked.response).toEqual({ type: 4, data: BUTTONS })
  expect(peer.sent(channel).map(({ content }) => content)).toEqual(['جواب'])
  expect(peer.refusals).toHaveLength(3)
  expect(peer.violations).toEqual([])
})

test('deferred: thinking, then the answer, then its edits', async () => {
  const { peer, channel, user, answer, later } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  expect((await answer(asked, 5)).status).toBe(204)
  expect((await later(asked, 'GET @original')).body).toMatchObject({ content: '', flags: 128 })
  expect([asked.message(), peer.sent(channel)]).toEqual([undefined, []])
  await expect(asked.settled(20)).rejects.toThrow(
    'Discord peer: an answer to the interaction did not come about within 20 ms',
  )
  expect((await later(asked, 'PATCH @original', { content: 'أول' })).body).toMatchObject({
    flags: 0,
    edited_timestamp: null,
  })
  await asked.settled()
  await later(asked, 'PATCH %40original', { content: 'ثان' })
  expect(asked.message()?.versions).toEqual(['أول', 'ثان'])
  expect(code(await later(asked, 'PATCH @original', { content: '' }))).toBe('400 50006')
  expect((await later(asked, 'DELETE @original')).status).toBe(204)
  expect(code(await later(asked, 'GET @original'))).toBe(UNKNOWN_MESSAGE)
  expect([asked.message(), peer.sent(channel)]).toEqual([undefined, []])
})

test('the flag of the deferral holds, whatever comes later', async () => {
  const { peer, channel, user, answer, later } = await bot()
  const [hidden, open] = [peer.slash(channel, user, 'ask'), peer.slash(channel, user, 'ask')]
  await answer(hidden, 5, { flags: 64 })
  await answer(open, 5)
  await later(hidden, 'PATCH @original', { content: 'سر' })
  // Right after a deferral, a follow-up is the deferred answer.
  const first = await later(open, 'POST', { content: 'علن', flags: 64 })
  expect(first.body).toMatchObject({ id: open.message()?.id, flags: 0 })
  expect(open.followUps()).toEqual([])
  await later(open, 'POST', { content: 'سر ثان', flags: 64 })
  await later(open, 'POST', { content: 'علن ثان' })
  expect(peer.sent(channel).map(({ content }) => content)).toEqual(['علن', 'علن ثان'])
  expect(peer.ephemeral(user).map(({ content }) => content)).toEqual(['سر', 'سر ثان'])
  expect(peer.ephemeral(peer.user())).toEqual([])
  expect(peer.violations).toEqual([])
})

test('what is shown to one person is not there for others', async () => {
  const { peer, channel, user, call, answer } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  await answer(asked, 4, { ...BUTTONS, flags: 64 })
  const { id } = asked.message() as SentMessage
  expect(code(await call(`GET /channels/${channel.id}/messages/${id}`))).toBe(UNKNOWN_MESSAGE)
  expect((await call(`GET /channels/${channel.id}/messages`)).body).toEqual([])
  expect(() => peer.press(asked.message() as SentMessage, peer.user(), 'زر')).toThrow('is not shown to')
})

test('too late: the person saw that, and the answer is refused', async () => {
  const { peer, channel, user, answer, later } = await bot({ ackWithin: 60 })
  const asked = peer.slash(channel, user, 'ask')
  await expect(asked.settled()).rejects.toThrow('did not respond')
  expect(asked.failed).toBe(true)
  expect(code(await answer(asked, 5))).toBe('404 10062')
  expect(code(await later(asked, 'POST', { content: 'x' }))).toBe(UNKNOWN_WEBHOOK)
  expect(await peer.autocomplete(channel, user, 'ask', { name: 'q', value: 'x' })).toBeUndefined()
  expect(peer.violations).toEqual([])
})

test('the token ends', async () => {
  const { peer, channel, user, answer, later } = await bot({ tokenLife: 150 })
  const asked = peer.slash(channel, user, 'ask')
  await answer(asked, 5)
  await new Promise((resolve) => setTimeout(resolve, 200))
  for (const request of ['PATCH @original', 'POST', 'DELETE @original']) {
    expect(code(await later(asked, request, request.startsWith('DELETE') ? undefined : { content: 'x' }))).toBe(
      '401 50027',
    )
  }
  expect(peer.violations).toEqual([])
})

test('unknown tokens and foreign applications', async () => {
  const { peer, channel, user, call, answer, later } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  expect(code(await answer({ ...asked, token: 'x' }, 5))).toBe('404 10062')
  expect(code(await answer({ ...asked, id: '1' }, 5))).toBe('404 10062')
  await answer(asked, 5)
  expect(code(await later({ ...asked, token: 'x' }, 'GET @original'))).toBe(UNKNOWN_WEBHOOK)
  expect(code(await call(`GET /webhooks/1/${asked.token}/messages/@original`))).toBe(UNKNOWN_WEBHOOK)
  expect(code(await later(asked, 'GET 1'))).toBe(UNKNOWN_MESSAGE)
})

/** Which first answers fit which interaction. */
const ANSWERS: Record<number, Payload | undefined> = {
  1: undefined,
  4: { content: 'x' },
  5: {},
  6: undefined,
  7: { content: 'x' },
  8: { choices: [] },
  9: MODAL,
}
const FITTING: Record<string, readonly number[]> = {
  command: [4, 5, 9],
  entry: [4, 5, 9],
  autocomplete: [8],
  button: [4, 5, 6, 7, 9],
  modal: [4, 5],
  'modal of a button': [4, 5, 6, 7],
}

test.each(Object.entries(FITTING))('a %s takes the answers %j and no other', async (kind, fitting) => {
  const { peer, channel, user, answer } = await bot()
  const button = async (): Promise<Interaction> => {
    const asked = peer.slash(channel, user, 'ask')
    await answer(asked, 4, BUTTONS)
    return peer.press(asked.message() as SentMessage, user, 'زر')
  }
  const begin: Record<string, () => Interaction | Promise<Interaction>> = {
    command: () => peer.slash(channel, user, 'ask'),
    entry: () => peer.contextMenu(channel, user, 'Verify', peer.post(channel, user, 'x')),
    autocomplete() {
      void peer.autocomplete(channel, user, 'ask', { name: 'q', value: 'x' }).catch(() => undefined)
      return peer.interactions.at(-1) as Interaction
    },
    button,
    async modal() {
      const asked = peer.slash(channel, user, 'ask')
      await answer(asked, 9, MODAL)
      return peer.submit(asked, { why: 'لأن' })
    },
    async 'modal of a button'() {
      const pressed = await button()
      await answer(pressed, 9, MODAL)
      return peer.submit(pressed, { why: 'لأن' })
    },
  }
  for (const [type, data] of Object.entries(ANSWERS)) {
    const interaction = (await begin[kind]?.()) as Interaction
    const before = peer.violations.length
    const { status } = await answer(interaction, Number(type), data)
    expect([type, status]).toEqual([type, fitting.includes(Number(type)) ? 204 : 400])
    expect(peer.violations.length - before).toBe(status === 204 ? 0 : 1)
  }
})

test('a button changes its message, at once or later', async () => {
  const { peer, channel, user, answer, later } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  await answer(asked, 4, BUTTONS)
  const message = asked.message() as SentMessage
  const one = peer.press(message, user, 'زر')
  await answer(one, 6)
  expect(one.payload).toMatchObject({
    type: 3,
    data: { custom_id: 'a', component_type: 2 },
    message: { id: message.id },
  })
  await later(one, 'PATCH @original', { content: 'ثان' })
  const two = peer.press(message, user, 'a')
  await answer(two, 7, { content: 'ثالث', components: [] })
  expect(asked.message()?.versions).toEqual(['جواب', 'ثان', 'ثالث'])
  expect(() => peer.press(message, user, 'a')).toThrow('no button "a" among none')
  // An old copy of the message, or a forged press.
  const forged = peer.pressData(message, user, 'x')
  await answer(forged, 5, { flags: 64 })
  await later(forged, 'PATCH @original', { content: 'قديم' })
  expect(peer.ephemeral(user)).toMatchObject([{ content: 'قديم' }])
  expect(peer.violations).toEqual([])
})

test('Components V2 stay so, and leave no room for content', async () => {
  const { peer, channel, user, answer, later } = await bot()
  const asked = peer.slash(channel, user, 'ask')
  await answer(asked, 5, { flags: 64 })
  await later(asked, 'PATCH @original', { flags: 32_768, components: [{ type: 10, content: 'نص' }] })
  expect(asked.message()).toMatchObject({ text: 'نص', flags: 32_768 | 64 })
  expect((await later(asked, 'PATCH @original', { content: 'x' })).status).toBe(400)
  expect(peer.violations).toHaveLength(1)
})

test('people see only what is registered and offered, and fill in what fits', async () => {
  const { peer, channel, user, call } = await bot()
  const base = `PUT /applications/${peer.application.id}/commands`
  const options = [
    { type: 3, name: 'q', description: 'x', required: true, max_length: 5 },
    { type: 4, name: 'n', description: 'x', max_value: 3 },
    { type: 6, name: 'who', description: 'x' },
    { type: 3, name: 'kind', description: 'x', choices: [{ name: 'A', value: 'a' }] },
  ]
  await call(base, [
    { name: 'ask', description: 'x', options, contexts: [0] },
    { name: 'set', description: 'x', options: [{ type: 1, name: 'on', description: 'x', options: [options[0]] }] },
  ])
  const ask = (values: Record<string, string | number | boolean>): Interaction =>
    peer.slash(channel, user, 'ask', values)
  expect(() => peer.slash(channel, user, 'help')).toThrow('no command "help" among "ask", "set"')
  expect(() => peer.slash(peer.dm(user), user, 'ask', { q: 'x' })).toThrow('not offered in direct messages')
  expect(() => ask({})).toThrow('option q is required')
  expect(() => ask({ q: 'x', z: 1 })).toThrow('there is no option z')
  expect(() => ask({ q: '123456' })).toThrow('takes 0 to 5 characters')
  expect(() => ask({ q: 'x', n: 4 })).toThrow('not within its limits')
  expect(() => ask({ q: 'x', kind: 'b' })).toThrow('has no choice b')
  expect(() => peer.slash(channel, user, 'set')).toThrow('is called with a subcommand')
  expect(ask({ q: 'x', who: user.id }).payload).toMatchObject({
    context: 0,
    locale: 'en-US',
    guild_locale: 'en-US',
    member: { user: { id: user.id }, permissions: expect.stringMatching(/^\d+$/) },
    app_permissions: expect.stringMatching(/^\d+$/),
    data: {
      options: [
        { name: 'q', value: 'x' },
        { name: 'who', value: user.id },
      ],
      resolved: { users: { [user.id]: { id: user.id } } },
    },
  })
  const set = peer.slash(channel, peer.user({ locale: 'fr' }), 'set', { q: 'x' }, { subcommand: ['on'] })
  expect(set.payload).toMatchObject({
    locale: 'fr',
    data: { options: [{ type: 1, name: 'on', options: [{ name: 'q' }] }] },
  })
  expect(peer.slash(peer.dm(user), user, 'set', { q: 'x' }, { subcommand: ['on'] }).payload).toMatchObject({
    context: 1,
    user: { id: user.id },
  })
})
