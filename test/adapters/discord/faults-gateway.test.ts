/**
 * Faults of the gateway. What people ask while nobody listens, Discord either tells later (a resumed session) or answers itself with
 * "did not respond": such a question is counted, and allowed only where the session was lost.
 */
import { afterAll, describe, expect, test } from 'vitest'
import type { DiscordPeer, PeerOptions } from '../../peers/discord/index.ts'
import { account, counts, open } from './accounts.ts'
import { type Crowd, createCrowd, leaks } from './crowd.ts'
import { LONG, type Running, startAdapter, startPeer, tidy, written } from './running.ts'

const TOKENS = new Set<string>()
// They mostly wait, so they wait together.
afterAll(async () => {
  await tidy()
  for (const token of TOKENS) expect(leaks(written, token)).toEqual([])
})

interface Stage {
  readonly peer: DiscordPeer
  readonly crowd: Crowd
  readonly running: Running
}

interface Fault {
  readonly peer?: PeerOptions
  /** Does the fault, and ends it. */
  act(stage: Stage): void | Promise<void>
  /** What is asked meanwhile may be lost to Discord's own "did not respond". */
  readonly deaf?: true
  /** Nothing was lost, so nothing has to come back. */
  readonly unmoved?: true
}

/** How often a bot has connected. */
const connections = ({ gateway }: DiscordPeer): number => gateway.identifies.length + gateway.resumes.length

const FAULTS: Readonly<Record<string, Fault>> = {
  'op 7': { act: ({ peer }) => peer.gateway.reconnect() },
  'op 9, to be resumed': { act: ({ peer }) => peer.gateway.invalidSession(true) },
  'op 9, lost': { act: ({ peer }) => peer.gateway.invalidSession(false), deaf: true },
  'close 1000': { act: ({ peer }) => peer.gateway.close(1000), deaf: true },
  'close 1001': { act: ({ peer }) => peer.gateway.close(1001), deaf: true },
  'close 4000': { act: ({ peer }) => peer.gateway.close(4000) },
  'close 4007': { act: ({ peer }) => peer.gateway.close(4007), deaf: true },
  'close 4008': { act: ({ peer }) => peer.gateway.close(4008), deaf: true },
  'close 4009': { act: ({ peer }) => peer.gateway.close(4009), deaf: true },
  'connection reset': { act: ({ peer }) => peer.gateway.reset() },
  'session forgotten': {
    act({ peer }) {
      peer.gateway.expireSessions()
      peer.gateway.reconnect()
    },
    deaf: true,
  },
  'heartbeats not acknowledged': {
    // Slow enough for Discord's limit of 120 frames a minute, however long a busy machine takes.
    peer: { heartbeatInterval: 700 },
    async act({ peer }) {
      peer.gateway.muteAcks(true)
      await peer.until(() => peer.gateway.resumes.length > 0, LONG, 'a new connection')
      peer.gateway.muteAcks(false)
    },
  },
  'HELLO never sent': {
    async act({ peer, running }) {
      peer.gateway.withholdHello(true)
      peer.gateway.close(4000)
      const again = (): number => running.output().split('connecting again').length - 1
      // Once for the close, and once more for the connection that said nothing.
      await peer.until(() => again() >= 2, LONG, 'patience at an end')
      peer.gateway.withholdHello(false)
    },
    deaf: true,
  },
  'connection refused': {
    async act({ peer, running }) {
      await peer.disconnect()
      const again = (): number => running.output().split('connecting again').length - 1
      await peer.until(() => again() >= 2, LONG, 'some vain tries')
      await peer.connect()
    },
    deaf: true,
  },
  'frames that are no JSON': {
    act({ peer }) {
      for (const frame of ['{"op":0,', '', 'ليس', '\u0000', 'null', '[]', '"op"', '{}', '{"op":99}', '{"op":11}'])
        peer.gateway.sendRaw(frame)
    },
    unmoved: true,
  },
  'a heartbeat asked for': { act: ({ peer }) => peer.gateway.requestHeartbeat(), unmoved: true },
  'the server is down for a while': {
    act({ peer, crowd }) {
      peer.outage(crowd.guild)()
    },
    unmoved: true,
  },
  'every event twice': {
    act({ peer, crowd }) {
      for (const { interaction } of [...crowd.asked]) for (let n = 0; n < 3; n++) peer.redeliver(interaction)
    },
    unmoved: true,
  },
  'two sessions of one token': {
    async act({ peer, running }) {
      await startAdapter(peer, { beside: running })
    },
  },
  'a second session with a store of its own': {
    async act({ peer }) {
      await startAdapter(peer)
    },
  },
}

async function play(name: string, { peer: options = {}, act, deaf, unmoved }: Fault): Promise<string> {
  const peer = await startPeer(options)
  TOKENS.add(peer.token)
  const crowd = createCrowd(peer)
  const running = await startAdapter(peer)
  const channel = crowd.channel()
  const settled = (): boolean => open(peer, crowd.asked, running.rows()).length === 0
  crowd.ask(channel, crowd.person())
  await peer.until(settled, LONG, 'an answer before')
  const before = connections(peer)
  crowd.ask(channel, crowd.person())
  const acting = act({ peer, crowd, running })
  const during = crowd.ask(channel, crowd.person())
  await acting
  if (!unmoved) await peer.until(() => connections(peer) > before, LONG, 'a new connection')
  // Ready is known when something can be asked and answered; a resumed session is told what it missed first.
  await peer.until(() => peer.gateway.sessions > 0 && settled(), LONG, 'something for every question')
  crowd.ask(channel, crowd.person())
  await peer.until(settled, LONG, 'an answer after')
  await running.stop()
  const rows = running.rows()
  const result = account(peer, crowd.asked, rows)
  expect(result, name).toMatchObject({ lost: [], kept: 0 })
  // With two stores each knows half of the questions, and no question's parts are to be compared.
  expect(result.unmarked, name).toEqual([])
  if (deaf) expect(result.silent, name).toBeLessThanOrEqual(during.interaction.failed ? 2 : 1)
  else expect(result.silent, name).toBe(0)
  expect(peer.violations, name).toEqual([])
  expect(peer.mentions, name).toEqual([])
  expect(running.fatal, name).toEqual([])
  return `${name} → ${counts(result)}; ${peer.gateway.resumes.length} resumed, ${peer.gateway.identifies.length} identified`
}

describe('a fault of the gateway', () => {
  test.concurrent('is survived', async () => {
    const lines = await Promise.all(
      Object.entries(FAULTS).map(([name, fault]) =>
        play(name, fault).catch((error: Error) => {
          throw new Error(`${name}: ${error.message}`, { cause: error })
        }),
      ),
    )
    console.log([...lines, `${lines.length} faults of the gateway`].join('\n'))
  }, 120_000)

  test.concurrent('that is for good ends with one sentence', async () => {
    for (const code of [4004, 4010, 4011, 4012, 4013, 4014]) {
      const peer = await startPeer()
      TOKENS.add(peer.token)
      const running = await startAdapter(peer)
      peer.gateway.close(code)
      await peer.until(() => running.fatal.length > 0, LONG, `a sentence for ${code}`)
      await running.stop()
      expect(running.fatal).toHaveLength(1)
      const [sentence = ''] = running.fatal
      console.log(`close ${code} → ${sentence}`)
      expect(sentence).toMatch(/[.]$/)
      expect(sentence).not.toContain(peer.token)
      expect(peer.gateway.sessions).toBe(0)
    }
  }, 60_000)

  test.concurrent('of a token that Discord does not know ends with one sentence too', async () => {
    const peer = await startPeer()
    const running = await startAdapter({ ...peer, token: `${peer.token.slice(0, -4)}0000` } as DiscordPeer)
    expect(running.fatal).toHaveLength(1)
    expect(running.fatal[0]).toContain('DISCORD_BOT_TOKEN')
    expect(running.output()).not.toContain(peer.token.slice(0, -4))
  })

  test.concurrent('while stopping leaves no connection behind, whatever state it is in', async () => {
    const states: Readonly<Record<string, (peer: DiscordPeer) => void>> = {
      connected: () => {},
      lost: ({ gateway }) => gateway.reset(),
      'without HELLO': ({ gateway }) => {
        gateway.withholdHello(true)
        gateway.close(4000)
      },
      'without network': (peer) => void peer.disconnect(),
    }
    await Promise.all(
      Object.entries(states).flatMap(([state, bring]) =>
        // Stopped at once, while the library waits to connect again, and while it does.
        [0, 200, 510].map(async (after) => {
          const peer = await startPeer()
          const running = await startAdapter(peer)
          bring(peer)
          await new Promise((resolve) => setTimeout(resolve, after))
          await running.stop()
          peer.gateway.withholdHello(false)
          if (state === 'without network') await peer.connect()
          const before = connections(peer)
          // Longer than the library waits before it connects again.
          await new Promise((resolve) => setTimeout(resolve, 1200))
          expect(connections(peer), `${state}, stopped after ${after} ms`).toBe(before)
          expect(peer.gateway.sessions, `${state}, stopped after ${after} ms`).toBe(0)
        }),
      ),
    )
  })

  test.concurrent('before there is a connection does not keep a stop waiting', async () => {
    const peer = await startPeer()
    peer.gateway.withholdHello(true)
    const running = await startAdapter(peer, { begin: true })
    await peer.until(() => peer.record.some(({ method }) => method === 'GET /gateway/bot'), LONG, 'a start')
    await running.stop()
    await running.started
    expect(peer.gateway.sessions).toBe(0)
  })

  test.concurrent('at the start is waited out: no HELLO, then no network', async () => {
    const peer = await startPeer()
    const crowd = createCrowd(peer)
    peer.gateway.withholdHello(true)
    await peer.disconnect()
    const running = await startAdapter(peer, { begin: true })
    await peer.until(() => running.output().includes('trying again'), LONG, 'a vain try')
    await peer.connect()
    await peer.until(() => running.output().includes('connecting again'), LONG, 'patience at an end')
    peer.gateway.withholdHello(false)
    await peer.until(() => running.output().includes('listening'), LONG, 'a connection')
    crowd.ask(crowd.channel(), crowd.person())
    await peer.until(() => open(peer, crowd.asked, running.rows()).length === 0, LONG, 'an answer')
    await running.stop()
  })
})
