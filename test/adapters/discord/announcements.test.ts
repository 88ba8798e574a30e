/** What nobody asked for: delivered again it is changed where it stands, and never there twice. Over the local server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Address, DeliveryError, phrases, type Reply } from '../../../src/index.ts'
import type { DiscordPeer, SentMessage, WireCall } from '../../peers/discord/index.ts'
import { seen } from './connected.ts'
import { idOf, leave, type Room, room } from './room.ts'
import { startAdapter, startPeer, tidy } from './running.ts'

const POST = 'POST /channels/{id}/messages'
const EDIT = 'PATCH /channels/{id}/messages/{message}'
const SUBJECT = 'digest/1'
/** Long enough for a message of its own. */
const part = (name: string): string => `${name} `.repeat(600)
const saying = (...parts: string[]): Reply => parts.map((text) => ({ type: 'text', text }))

afterEach(async () => {
  await leave()
  await tidy()
})

interface Place extends Room {
  readonly address: Address
  deliver(...parts: string[]): Promise<readonly string[]>
  /** What the channel shows, by the first word of each message. */
  shown(): string[]
  calls(method: string): WireCall[]
}

async function place(options: Parameters<typeof room>[0] = {}): Promise<Place> {
  const here = await room({ handle: async () => saying('جواب'), ...options })
  const { peer, guild, channel, adapter } = here
  const address = { platform: 'discord', conversation: guild.id, thread: channel.id }
  return {
    ...here,
    address,
    deliver: async (...parts) => (await adapter.deliver(address, saying(...parts), { subject: SUBJECT })).messages,
    shown: () => peer.sent(channel).map(({ text }) => seen(text).split(' ')[0] ?? ''),
    calls: (method) => peer.record.filter((call) => call.method === method),
  }
}

const rowsOf = ({ store }: Room) => store.outbox.of('discord', `announcement/${SUBJECT}`)
const refusal = (errorCode: number, code: number = 403) => ({ type: 'status', code, errorCode }) as const

describe('delivered again', () => {
  test('the message is edited, and none is sent', async () => {
    const { deliver, shown, calls } = await place()
    const first = await deliver('أول')
    expect(first).toHaveLength(1)
    expect(await deliver('ثان')).toEqual(first)
    expect(await deliver('ثالث')).toEqual(first)
    expect(shown()).toEqual(['ثالث'])
    expect([calls(POST).length, calls(EDIT).length]).toEqual([1, 2])
  })
  test('it grows by further messages, and shrinks by those that are left over', async () => {
    const here = await place()
    const { deliver, shown, calls } = here
    const [first] = await deliver(part('أول'))
    const grown = await deliver(part('أول2'), part('ثان2'), part('ثالث2'))
    expect(grown[0]).toBe(first)
    expect(shown()).toEqual(['أول2', 'ثان2', 'ثالث2'])
    expect(await deliver(part('أول3'))).toEqual([first])
    expect(shown()).toEqual(['أول3'])
    expect(calls('DELETE /channels/{id}/messages/{message}')).toHaveLength(2)
    expect((await rowsOf(here)).map(({ state, part }) => [part, state])).toEqual([[0, 'sent']])
  })
  test('a message that somebody deleted is sent anew, and a left-over one is no trouble', async () => {
    const { deliver, shown, peer, channel } = await place()
    await deliver(part('أول'), part('ثان'))
    for (const message of peer.sent(channel)) peer.removeMessage(message)
    const again = await deliver(part('أول2'))
    expect(shown()).toEqual(['أول2'])
    expect(await deliver(part('أول3'))).toEqual(again)
    expect(shown()).toEqual(['أول3'])
  })
  test('under another subject, or none, it is another message', async () => {
    const { adapter, address, shown } = await place()
    for (const options of [{ subject: 'a' }, { subject: 'b' }, {}, undefined])
      await adapter.deliver(address, saying('خبر'), options)
    expect(shown()).toHaveLength(4)
  })
  test('at the same moment, the last word stands, once', async () => {
    const { deliver, shown } = await place()
    const all = await Promise.all([deliver('أول'), deliver('ثان'), deliver('ثالث')])
    expect(new Set(all.flat()).size).toBe(1)
    expect(shown()).toEqual(['ثالث'])
  })
  test('its buttons are those of its last version', async () => {
    const { adapter, address, peer, channel, press, answer, person } = await place({
      handle: async ({ text }) => saying(text),
    })
    const deliver = (command: string) =>
      adapter.deliver(
        address,
        [...saying('مسودة'), { type: 'actions', actions: [{ label: 'زر', command, open: true }] }],
        { subject: SUBJECT },
      )
    await deliver('/draft 1')
    const [old] = peer.sent(channel) as [SentMessage]
    await deliver('/draft 2')
    expect(seen((await press(peer.sent(channel)[0] as SentMessage, 'زر')).text)).toBe('/draft 2')
    // An old copy of the message, as it may still be on somebody's screen.
    expect(seen((await answer(peer.pressData(old, person, idOf(old, 'زر')))).text)).toBe(phrases('ar').tooOld)
  })
})

describe('a delivery that fails in its middle', () => {
  test('is completed by the next under its subject', async () => {
    const here = await place()
    const { deliver, shown, peer, calls } = here
    const second = (method: string, payload: object): boolean =>
      method === POST && JSON.stringify(payload).includes('ثان')
    peer.faults.push({ method: second, action: refusal(50_013) })
    await expect(deliver(part('أول'), part('ثان'), part('ثالث'))).rejects.toMatchObject({ code: 'gone' })
    expect(shown()).toEqual(['أول'])
    expect(
      (await rowsOf(here)).map(({ state, message, uncertain }) => [state, message !== undefined, uncertain]),
    ).toEqual([
      ['sent', true, false],
      ['dead', false, false],
      ['dead', false, false],
    ])
    await deliver(part('أول'), part('ثان'), part('ثالث'))
    expect(shown()).toEqual(['أول', 'ثان', 'ثالث'])
    expect(calls(POST).filter(({ applied }) => applied)).toHaveLength(3)
  })
  test('keeps what is on show when an edit fails', async () => {
    const { deliver, shown, peer } = await place()
    const first = await deliver('أول')
    peer.faults.push({ method: EDIT, action: refusal(50_001) })
    await expect(deliver('ثان')).rejects.toMatchObject({ code: 'gone' })
    expect(shown()).toEqual(['أول'])
    expect(await deliver('ثالث')).toEqual(first)
    expect(shown()).toEqual(['ثالث'])
  })
  test('says so when an error of the limits is long, and waits for a short one', async () => {
    const { deliver, shown, peer } = await place()
    peer.faults.push({ method: POST, action: { type: 'status', code: 429, retry_after: 3600 } })
    await expect(deliver('أول')).rejects.toMatchObject({ code: 'limited', retryAfter: expect.any(Number) })
    peer.faults.push({ method: POST, action: { type: 'status', code: 429, retry_after: 0.1 } })
    await deliver('أول')
    expect(shown()).toEqual(['أول'])
  })
})

describe('where nobody knows whether it arrived', () => {
  const lost = { method: POST, when: 'after', action: { type: 'reset' } } as const

  test('it is asked again, and shown once', async () => {
    const { deliver, shown, peer, calls } = await place()
    peer.faults.push(lost)
    await deliver('أول')
    expect(shown()).toEqual(['أول'])
    expect(calls(POST)).toHaveLength(2)
  })
  test('when Sanad stops meanwhile, it is called uncertain; delivered again it is there once, as it is then', async () => {
    const here = await place({ options: { patience: { drain: 50 } } })
    const { deliver, shown, peer, adapter, another, address, sanad } = here
    peer.faults.push({ ...lost, times: 100 })
    const delivery = deliver(part('أول'), part('ثان'))
    const refused = expect(delivery).rejects.toMatchObject({ code: 'uncertain' })
    await peer.until(() => peer.faults.hits > 0)
    await adapter.stop()
    await refused
    peer.faults.clear()
    expect((await rowsOf(here)).map(({ state, uncertain }) => [state, uncertain])).toEqual([
      ['dead', true],
      ['dead', false],
    ])
    const again = another()
    await again.start(sanad.handle)
    const deliverAgain = (...parts: string[]) => again.deliver(address, saying(...parts), { subject: SUBJECT })
    const { messages } = await deliverAgain(part('أول'), part('ثان'))
    expect(shown()).toEqual(['أول', 'ثان'])
    expect((await deliverAgain(part('أول2'), part('ثان2'))).messages).toEqual(messages)
    expect(shown()).toEqual(['أول2', 'ثان2'])
    await again.stop()
  })
  test('what is delivered in its place is what is shown, though Discord gives the first one back', async () => {
    const here = await place({ options: { patience: { drain: 50 } } })
    const { deliver, shown, peer, adapter, another, address, sanad, calls } = here
    peer.faults.push({ ...lost, times: 100 })
    const delivery = deliver('أول').catch((error: unknown) => error)
    await peer.until(() => peer.faults.hits > 0)
    await adapter.stop()
    expect(await delivery).toBeInstanceOf(DeliveryError)
    peer.faults.clear()
    const again = another()
    await again.start(sanad.handle)
    await again.deliver(address, saying('مصحح'), { subject: SUBJECT })
    expect(shown()).toEqual(['مصحح'])
    expect(calls(EDIT)).toHaveLength(1)
    await again.stop()
  })
})

describe('after a restart', () => {
  const begun = async (state: 'ready' | 'sending', shown: boolean = false): Promise<Place> => {
    const here = await place({ options: { patience: { others: 30 } } })
    const { store, address, channel, adapter } = here
    await adapter.stop()
    const payload = JSON.stringify({ embeds: [{ description: 'أول' }], rows: [], channel: channel.id })
    const posts = [{ payload, key: 'kept-key-0001' }]
    const put = () => store.outbox.put({ address, subject: `announcement/${SUBJECT}`, posts })
    const [row] = await put()
    if (row === undefined) throw new Error('no row')
    if (shown) {
      await store.outbox.sending(row.id)
      await store.outbox.sent(row.id, '1')
      await put()
    }
    if (state === 'sending') await store.outbox.sending(row.id)
    return here
  }
  const restarted = async (here: Place): Promise<void> => {
    const again = here.another()
    await again.start(here.sanad.handle)
    for (let tries = 0; tries < 200 && (await here.store.outbox.pending('discord')).length > 0; tries++) await sleep(20)
    await again.stop()
  }
  for (const [name, state, shown, uncertain] of [
    ['what was on the wire may be there', 'sending', false, true],
    ['what was not yet on the wire is not there', 'ready', false, false],
    ['an edit that was on the wire makes nothing twice', 'sending', true, false],
  ] as const)
    test(`${name}, and nothing is sent`, async () => {
      const here = await begun(state, shown)
      await restarted(here)
      expect(await rowsOf(here)).toMatchObject([{ state: 'dead', uncertain }])
      expect([...here.calls(POST), ...here.calls(EDIT)]).toEqual([])
    })
  test('what was on the wire is shown once when it is delivered again, with its nonce', async () => {
    const here = await begun('sending')
    const { peer, channel, another, address, sanad, calls, shown } = here
    // It had arrived before the kill.
    const url = `${peer.root}/v10/channels/${channel.id}/messages`
    const headers = { 'content-type': 'application/json', authorization: `Bot ${peer.token}` }
    const body = { embeds: [{ description: 'أول' }], nonce: 'kept-key-0001', enforce_nonce: true }
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    const again = another()
    await again.start(sanad.handle)
    await again.deliver(address, saying('ثان'), { subject: SUBJECT })
    await again.stop()
    expect(shown()).toEqual(['ثان'])
    expect(calls(POST).map(({ payload }) => payload['nonce'])).toEqual(['kept-key-0001', 'kept-key-0001'])
  })
  test('what is delivered again at once is not given up with what was left', async () => {
    const here = await begun('sending')
    const { another, address, sanad, peer } = here
    const again = another({ patience: { others: 100 } })
    await again.start(sanad.handle)
    peer.faults.push({ method: POST, action: { type: 'delay', ms: 400 } })
    await again.deliver(address, saying('ثان'), { subject: SUBJECT })
    expect(await rowsOf(here)).toMatchObject([{ state: 'sent', uncertain: false }])
    await again.stop()
  })
  test('it is changed where it stands', async () => {
    const { deliver, adapter, another, address, sanad, shown } = await place()
    const messages = await deliver('أول')
    await adapter.stop()
    const again = another()
    await again.start(sanad.handle)
    expect(await again.deliver(address, saying('ثان'), { subject: SUBJECT })).toEqual({ messages })
    expect(shown()).toEqual(['ثان'])
    await again.stop()
  })
})

describe('as a reply', () => {
  const asked = async (
    here: Place,
    options: { private?: boolean } = {},
  ): Promise<{ id: string; answer: SentMessage }> => {
    const interaction = here.peer.slash(here.channel, here.person, 'ask', { question: 'متى؟', ...options })
    const answer = await here.answer(interaction)
    // Sanad hears of it after whoever sees it.
    await vi.waitFor(async () => expect((await here.store.outbox.of('discord', interaction.id))[0]?.state).toBe('sent'))
    return { answer, id: interaction.id }
  }
  const reply = (here: Place, replyTo: string, address: Address = here.address) =>
    here.adapter.deliver(address, saying(part('أول'), part('ثان')), { subject: SUBJECT, replyTo })
  const sent = (here: Place): SentMessage[] => here.peer.sent(here.channel).filter(({ text }) => text.includes('ول'))

  test('it stands under the answer, in its first message, and pings nobody', async () => {
    const here = await place()
    const { id, answer } = await asked(here)
    await reply(here, id)
    const [first, second] = here.peer.sent(here.channel).slice(1)
    expect(first?.message_reference).toMatchObject({ message_id: answer.id })
    expect(second?.message_reference).toBeUndefined()
    expect(here.calls(POST)[0]?.payload).toMatchObject({
      message_reference: { message_id: answer.id, fail_if_not_exists: false },
      allowed_mentions: { parse: [] },
    })
    expect(here.peer.mentions).toEqual([])
  })
  test('it stands under the answer in private too', async () => {
    const here = await place({ handle: async ({ address }) => saying(JSON.stringify(address)) })
    const { peer, person, store, adapter } = here
    const dm = peer.dm(person)
    const interaction = peer.slash(dm, person, 'ask', { question: 'متى؟' })
    const answer = await here.answer(interaction)
    await vi.waitFor(async () => expect((await store.outbox.of('discord', interaction.id))[0]?.state).toBe('sent'))
    await adapter.deliver(JSON.parse(seen(answer.text)), saying('جاء الجواب'), { replyTo: interaction.id })
    expect(peer.sent(dm).at(-1)).toMatchObject({ text: 'جاء الجواب', message_reference: { message_id: answer.id } })
  })
  test('it stands alone where the answer is gone, or only one person sees it', async () => {
    const here = await place()
    const { id, answer } = await asked(here)
    here.peer.removeMessage(answer)
    await reply(here, id)
    expect(sent(here).map(({ message_reference }) => message_reference)).toEqual([undefined])
    const hidden = await place()
    await reply(hidden, (await asked(hidden, { private: true })).id)
    expect(sent(hidden).map(({ message_reference }) => message_reference)).toEqual([undefined])
  })
  test('it stands alone where nothing is known of the question, or it was asked elsewhere', async () => {
    const here = await place()
    await reply(here, '1')
    const { id } = await asked(here)
    const other = here.peer.channel(here.guild)
    await here.adapter.deliver({ ...here.address, thread: other.id }, saying('خبر'), { replyTo: id })
    for (const { payload } of here.calls(POST)) expect(payload).not.toHaveProperty('message_reference')
  })
  test('it stands alone where the bot may not read what it would reply to', async () => {
    const here = await place()
    const { id } = await asked(here)
    here.peer.setBotPermissions(here.channel, ['VIEW_CHANNEL', 'SEND_MESSAGES', 'EMBED_LINKS'])
    await reply(here, id)
    expect(sent(here)).toHaveLength(1)
    expect(here.peer.sent(here.channel)).toHaveLength(3)
  })
})

describe('where it cannot be written', () => {
  const cases: readonly (readonly [string, (here: Place) => void, RegExp])[] = [
    ['the channel was deleted', ({ peer, channel }) => peer.remove(channel), /no longer there/],
    ['the bot was put out of the server', ({ peer, guild }) => peer.leave(guild), /no longer in the server/],
    [
      'the bot no longer sees the channel',
      ({ peer, channel }) => peer.setBotPermissions(channel, ['SEND_MESSAGES']),
      /does not see the channel/,
    ],
    [
      'the bot may no longer write',
      ({ peer, channel }) => peer.setBotPermissions(channel, ['VIEW_CHANNEL']),
      /may not write/,
    ],
  ]
  for (const [name, happen, says] of cases)
    test(`${name}: whoever had it delivered is told`, async () => {
      const here = await place()
      happen(here)
      await expect(here.deliver('أول')).rejects.toMatchObject({
        name: 'DeliveryError',
        code: 'gone',
        message: expect.stringMatching(says),
      })
      expect(await rowsOf(here)).toMatchObject([{ state: 'dead', uncertain: false }])
    })
  test('an archived thread is written in, and nothing is changed there', async () => {
    const { peer, channel, adapter, address } = await place()
    const thread = peer.thread(channel)
    const deliver = (text: string) =>
      adapter.deliver({ ...address, thread: thread.id }, saying(text), { subject: SUBJECT })
    peer.archive(thread)
    await deliver('أول')
    peer.archive(thread)
    await expect(deliver('ثان')).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('archived') })
    expect(peer.sent(thread).map(({ text }) => text)).toEqual(['أول'])
  })
  test('a locked thread is left alone', async () => {
    const { peer, channel, adapter, address } = await place()
    const thread = peer.thread(channel)
    peer.archive(thread, { locked: true })
    await expect(adapter.deliver({ ...address, thread: thread.id }, saying('أول'))).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringContaining('locked'),
    })
  })
  test('a channel of another server is none of this one’s', async () => {
    const { peer, adapter, address, calls } = await place()
    const foreign = peer.channel(peer.guild())
    // Another server is known only once it was told of.
    await peer.until(() => peer.gateway.sessions > 0)
    await sleep(50)
    await expect(adapter.deliver({ ...address, thread: foreign.id }, saying('أول'))).rejects.toMatchObject({
      code: 'gone',
    })
    expect(calls(POST)).toEqual([])
  })
})

test('a delivery under way is let finish when Sanad stops', async () => {
  const { deliver, shown, peer, adapter } = await place()
  peer.faults.push({ method: POST, action: { type: 'delay', ms: 200 } })
  const delivery = deliver(part('أول'), part('ثان'))
  await peer.until(() => peer.faults.hits > 0)
  await adapter.stop()
  expect(shown()).toEqual(['أول', 'ثان'])
  expect(await delivery).toHaveLength(2)
})

test('what is delivered while Discord cannot be reached is refused, and ends nothing', async () => {
  const peer: DiscordPeer = await startPeer()
  const guild = peer.guild()
  const channel = peer.channel(guild)
  await peer.disconnect()
  const sanad = await startAdapter(peer, { begin: true })
  const address = { platform: 'discord', conversation: guild.id, thread: channel.id }
  await sleep(100)
  await expect(sanad.adapter.deliver(address, saying('أول'), { subject: SUBJECT })).rejects.toMatchObject({
    code: 'unavailable',
  })
  expect(sanad.fatal).toEqual([])
  await peer.connect()
  await sanad.started
  await sanad.adapter.deliver(address, saying('أول'), { subject: SUBJECT })
  expect(peer.sent(channel).map(({ text }) => text)).toEqual(['أول'])
})
