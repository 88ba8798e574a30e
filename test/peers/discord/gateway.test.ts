/** The gateway frame by frame, and what the real discord.js makes of its faults. */
import { Events, Status } from 'discord.js'
import { describe, expect, test } from 'vitest'
import type { DiscordPeer, Payload } from './index.ts'
import { connectTo, identify, login, testPeer, type Wire } from './support.ts'

const named = (event: string) => (frame: Payload) => frame['t'] === event
const op = (wanted: number) => (frame: Payload) => frame['op'] === wanted

const lose = (peer: DiscordPeer): void => {
  peer.gateway.expireSessions()
  peer.gateway.reset()
}

async function ready(peer: DiscordPeer, more: Payload = {}): Promise<{ wire: Wire; session: string }> {
  const wire = await connectTo(peer)
  wire.send(identify(peer, more))
  const { d } = await wire.next(named('READY'))
  return { wire, session: d.session_id }
}

describe('frame by frame', () => {
  test('hello, identify, ready, guilds, heartbeats', async () => {
    const { peer, guild, channel, call } = await testPeer({ heartbeatInterval: 5000 })
    const { body } = await call('GET /gateway/bot')
    expect(body).toMatchObject({ shards: 1, session_start_limit: { total: 1000, remaining: 1000, max_concurrency: 1 } })
    const { wire } = await ready(peer, { shard: [0, 1] })
    const made = await wire.next(named('GUILD_CREATE'))
    expect(wire.frames[0]).toEqual({ op: 10, d: { heartbeat_interval: 5000 }, s: null, t: null })
    expect(wire.frames[1]).toMatchObject({
      s: 1,
      d: {
        user: { id: peer.me.id },
        guilds: [{ id: guild.id, unavailable: true }],
        application: { id: peer.application.id },
        shard: [0, 1],
      },
    })
    expect(wire.frames[1]?.['d'].resume_gateway_url).toBe(`${body.url}/resume`)
    expect(made).toMatchObject({ s: 2, d: { id: guild.id, channels: [{ id: channel.id }], unavailable: false } })
    wire.send({ op: 1, d: 2 })
    await wire.next(op(11))
    expect(peer.gateway).toMatchObject({ sessions: 1, heartbeats: 1 })
    expect(peer.record.map(({ method }) => method)).toEqual([
      'GET /gateway/bot',
      'GATEWAY 2 IDENTIFY',
      'GATEWAY 1 HEARTBEAT',
    ])
    expect(JSON.stringify(peer.record.map(({ payload }) => payload))).not.toContain(peer.token)
    expect(peer.violations).toEqual([])
  })

  /** What is sent first, the code the connection is closed with, and whether a rule was broken. */
  test.each<[string, (peer: DiscordPeer) => unknown, number, boolean]>([
    ['anything before identify', () => ({ op: 3, d: {} }), 4003, true],
    ['a wrong token', (peer) => identify(peer, { token: 'x' }), 4004, false],
    ['a resume with a wrong token', () => ({ op: 6, d: { token: 'x', session_id: 'x', seq: 0 } }), 4004, false],
    ['no intents', (peer) => identify(peer, { intents: undefined }), 4013, true],
    ['unknown intents', (peer) => identify(peer, { intents: 1 << 19 }), 4013, true],
    ['Message Content', (peer) => identify(peer, { intents: 1 << 15 }), 4014, false],
    ['a shard that is none', (peer) => identify(peer, { shard: [1, 1] }), 4010, false],
    ['an unknown op', () => ({ op: 99 }), 4001, true],
    ['no JSON', () => '{"op":', 4002, true],
    [
      'more than 4096 bytes',
      (peer) => identify(peer, { properties: { os: 'x'.repeat(4096), browser: 'x' } }),
      4002,
      true,
    ],
  ])('%s', async (_name, frame, code, violation) => {
    const { peer } = await testPeer()
    const wire = await connectTo(peer)
    wire.send(frame(peer))
    expect(await wire.closed).toBe(code)
    expect(peer.violations).toHaveLength(violation ? 1 : 0)
    expect(peer.gateway.sessions).toBe(0)
  })

  test('another version, a second identify, too many frames', async () => {
    const { peer } = await testPeer()
    expect(await (await connectTo(peer, '?v=9&encoding=json')).closed).toBe(4012)
    const { wire } = await ready(peer)
    wire.send(identify(peer))
    expect(await wire.closed).toBe(4005)
    const other = await ready(peer)
    for (let i = 0; i < 121; i += 1) other.wire.send({ op: 1, d: null })
    expect(await other.wire.closed).toBe(4008)
  })

  test('a privileged intent that is switched on', async () => {
    const { peer, channel, user } = await testPeer({ privilegedIntents: 1 << 15 })
    const { wire } = await ready(peer, { intents: 1 | (1 << 9) | (1 << 15) })
    peer.post(channel, user, 'نص')
    expect((await wire.next(named('MESSAGE_CREATE')))['d']).toMatchObject({ content: 'نص', guild_id: channel.guild_id })
  })

  test('one identify in 5 s, scaled', async () => {
    const { peer } = await testPeer({ rateLimits: { scale: 20 } })
    await ready(peer)
    const wire = await connectTo(peer)
    wire.send(identify(peer))
    expect((await wire.next(op(9)))['d']).toBe(false)
    expect(peer.refusals).toEqual(['GATEWAY 2 IDENTIFY: one in 5 s'])
    await new Promise((resolve) => setTimeout(resolve, 260))
    wire.send(identify(peer))
    await wire.next(named('READY'))
  })

  test('resume replays what was missed, once and in order', async () => {
    const { peer } = await testPeer()
    const { wire, session } = await ready(peer)
    await wire.next(named('GUILD_CREATE'))
    wire.close(4900)
    await peer.until(() => peer.gateway.sessions === 0)
    for (const n of [1, 2]) peer.dispatch('TEST', { n })
    const again = await connectTo(peer, '/resume?v=10&encoding=json')
    again.send({ op: 6, d: { token: peer.token, session_id: session, seq: 2 } })
    await again.next(named('RESUMED'))
    peer.dispatch('TEST', { n: 3 })
    await again.next((frame) => frame['d']?.n === 3)
    expect(again.frames.slice(1).map(({ s, t }) => [s, t])).toEqual([
      [3, 'TEST'],
      [4, 'TEST'],
      [5, 'RESUMED'],
      [6, 'TEST'],
    ])
    expect(peer.gateway.resumes).toEqual([{ session_id: session, seq: 2 }])
  })

  test.each<[string, (wire: Wire, peer: DiscordPeer) => void]>([
    ['was closed by the bot with 1000', (wire) => wire.close(1000)],
    ['timed out (4009)', (_wire, peer) => peer.gateway.close(4009)],
    ['is forgotten', (_wire, peer) => lose(peer)],
  ])('a session that %s cannot be resumed', async (_name, end) => {
    const { peer } = await testPeer()
    const { wire, session } = await ready(peer)
    end(wire, peer)
    await wire.closed
    const again = await connectTo(peer)
    again.send({ op: 6, d: { token: peer.token, session_id: session, seq: 1 } })
    expect((await again.next(op(9)))['d']).toBe(false)
  })

  test('a number ahead of what was sent', async () => {
    const { peer } = await testPeer()
    const { session } = await ready(peer)
    const again = await connectTo(peer)
    again.send({ op: 6, d: { token: peer.token, session_id: session, seq: 99 } })
    expect(await again.closed).toBe(4007)
  })

  test('several sessions get every interaction, and a redelivered one', async () => {
    const { peer, channel, user, call } = await testPeer()
    await call(`PUT /applications/${peer.application.id}/commands`, [{ name: 'ask', description: 'x' }])
    const wires = [(await ready(peer)).wire, (await ready(peer)).wire]
    const asked = peer.slash(channel, user, 'ask')
    peer.redeliver(asked)
    for (const wire of wires) {
      await peer.until(() => wire.frames.filter(named('INTERACTION_CREATE')).length === 2)
      expect(wire.frames.filter(named('INTERACTION_CREATE')).map(({ d }) => d.id)).toEqual([asked.id, asked.id])
    }
  })
})

/** At the same time, for they wait most of the time. */
describe.concurrent('the real discord.js, and a bot that is silent', () => {
  test('no heartbeat in time, and none acknowledged, and no hello', async ({ onTestFinished }) => {
    const { peer } = await testPeer({ heartbeatInterval: 50 }, onTestFinished)
    peer.gateway.withholdHello(true)
    const silent = await connectTo(peer)
    peer.gateway.withholdHello(false)
    const { wire } = await ready(peer)
    peer.gateway.muteAcks(true)
    wire.send({ op: 1, d: 1 })
    expect(await wire.closed).toBe(4009)
    expect(wire.frames.filter(op(11))).toEqual([])
    expect(silent.frames).toEqual([])
    expect(peer.violations).toEqual([])
  })

  /** Without a word of its own at the end: each fault, then an event which must come exactly once. */
  test.for<[string, (peer: DiscordPeer) => void]>([
    ['op 7', (peer) => peer.gateway.reconnect()],
    ['a connection reset', (peer) => peer.gateway.reset()],
    ['close 4000', (peer) => peer.gateway.close(4000)],
    ['op 9, resumable', (peer) => peer.gateway.invalidSession(true)],
  ])('resumes after %s, and misses nothing', async ([, strike], { onTestFinished }) => {
    const { peer, guild } = await testPeer({}, onTestFinished)
    const seen: string[] = []
    await login(peer, (client) => client.on(Events.ChannelCreate, ({ name }) => seen.push(name)))
    strike(peer)
    peer.channel(guild, { name: 'في-الغياب' })
    await peer.until(() => peer.gateway.resumes.length === 1 && peer.gateway.sessions === 1)
    peer.channel(guild, { name: 'بعده' })
    await peer.until(() => seen.length >= 2)
    expect(seen).toEqual(['في-الغياب', 'بعده'])
    expect(peer.gateway.identifies).toHaveLength(1)
    expect(peer.violations).toEqual([])
  })

  test.for<[string, (peer: DiscordPeer) => void]>([
    ['op 9, not resumable', (peer) => peer.gateway.invalidSession(false)],
    ['close 1000', (peer) => peer.gateway.close(1000)],
    ['a session that is forgotten', lose],
  ])('identifies anew after %s, 5 s later', async ([, strike], { onTestFinished }) => {
    const { peer } = await testPeer({}, onTestFinished)
    const { client } = await login(peer)
    strike(peer)
    await peer.until(() => peer.gateway.identifies.length === 2 && client.ws.status === Status.Ready, 20_000)
    expect(peer.gateway.sessions).toBe(1)
    expect(peer.violations).toEqual([])
  })

  test('takes a connection without acknowledgements for dead, and resumes', async ({ onTestFinished }) => {
    const { peer } = await testPeer({ heartbeatInterval: 300 }, onTestFinished)
    await login(peer)
    await peer.until(() => peer.gateway.heartbeats > 0)
    peer.gateway.muteAcks(true)
    await peer.until(() => peer.gateway.resumes.length > 0, 15_000)
    peer.gateway.muteAcks(false)
    await peer.until(() => peer.gateway.sessions === 1)
    expect(peer.gateway.identifies).toHaveLength(1)
  })

  test('sends a heartbeat when asked for one', async ({ onTestFinished }) => {
    const { peer } = await testPeer({}, onTestFinished)
    await login(peer)
    const before = peer.gateway.heartbeats
    peer.gateway.requestHeartbeat()
    await peer.until(() => peer.gateway.heartbeats > before)
    expect(peer.violations).toEqual([])
  })

  test('passes over a frame that is not JSON', async ({ onTestFinished }) => {
    const { peer, guild } = await testPeer({}, onTestFinished)
    const seen: string[] = []
    await login(peer, (client) => client.on(Events.ChannelCreate, ({ name }) => seen.push(name)))
    peer.gateway.sendRaw('{"op":0,')
    peer.channel(guild, { name: 'بعده' })
    await peer.until(() => seen.length === 1)
    expect(peer.gateway).toMatchObject({ sessions: 1, identifies: [{}], resumes: [] })
  })

  test.for([4004, 4014])('ends for good after %i', async (code, { onTestFinished }) => {
    const { peer } = await testPeer({}, onTestFinished)
    const closed: number[] = []
    await login(peer, (client) => client.on(Events.ShardDisconnect, (event) => closed.push(event.code)))
    peer.gateway.close(code)
    await peer.until(() => closed.length > 0)
    expect(closed).toEqual([code])
  })

  test('does not log in with a wrong token, or while the network is away', async ({ onTestFinished }) => {
    const { peer } = await testPeer({}, onTestFinished)
    const wrong = { ...peer, token: `${peer.token}x` }
    await expect(login(wrong)).rejects.toThrow('An invalid token was provided.')
    await peer.disconnect()
    await expect(login(peer)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await peer.connect()
    await login(peer)
    await peer.disconnect()
    await peer.connect()
    await peer.until(() => peer.gateway.resumes.length === 1 && peer.gateway.sessions === 1)
    expect(peer.violations).toEqual([])
  })
})
