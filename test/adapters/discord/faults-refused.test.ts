/**
 * What Discord refuses for good, tokens that have ended, and stops and starts in between: nobody is left without a word, or the answer is
 * kept for `/last`, and the operator is told in one sentence where nothing goes on.
 */
import { afterAll, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { StoreError } from '../../../adapters/store/error.ts'
import { type Incoming, phrases, type Reply, type Sanad, type Store } from '../../../src/index.ts'
import type { DiscordPeer, FaultAction, PeerOptions } from '../../peers/discord/index.ts'
import { type Account, type Asked, account, counts, open } from './accounts.ts'
import { type Crowd, createCrowd, leaks } from './crowd.ts'
import { type AdapterOptions, LONG, type Running, startAdapter, startPeer, tidy, written } from './running.ts'

const SECRETS = new Map<string, Asked[]>()
// They mostly wait, so they wait together.
afterAll(async () => {
  await tidy()
  for (const [token, asked] of SECRETS) expect(leaks(written, token, asked)).toEqual([])
})

const CALLBACK = 'POST /interactions/{id}/{token}/callback'
const ORIGINAL = 'PATCH /webhooks/{id}/{token}/messages/@original'
const CHANNEL = 'POST /channels/{id}/messages'
const say = phrases('ar')
const refusal = (code: number, errorCode: number): FaultAction => ({ type: 'status', code, errorCode })
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Stage {
  readonly peer: DiscordPeer
  readonly crowd: Crowd
  readonly running: Running
  settled(): boolean
}

async function stage(peerOptions: PeerOptions = {}, options: AdapterOptions = {}): Promise<Stage> {
  const peer = await startPeer(peerOptions)
  const crowd = createCrowd(peer)
  const running = await startAdapter(peer, options)
  SECRETS.set(peer.token, crowd.asked as Asked[])
  return { peer, crowd, running, settled: () => open(peer, crowd.asked, running.rows()).length === 0 }
}

/** The account at the end; whatever was refused, no rule was broken, nobody pinged, nothing said twice. */
function judge(what: string, { peer, crowd, running }: Stage): Account {
  const result = account(peer, crowd.asked, running.rows())
  console.log(`${what} → ${counts(result)}`)
  expect(result, what).toMatchObject({ lost: [], unmarked: [] })
  expect(peer.violations, what).toEqual([])
  expect(peer.mentions, what).toEqual([])
  return result
}

/** An answer that takes so long. */
const slowly =
  (ms: number) =>
  async (incoming: Incoming, sanad: Sanad): Promise<Reply> => {
    if (incoming.text.startsWith('/ask')) await sleep(ms)
    return sanad.handle(incoming)
  }

/** What `/last` gives a person. */
async function last({ peer }: Stage, question: Asked): Promise<string> {
  const person = question.interaction.payload['member'].user
  const asked = peer.slash(question.channel, person, 'last')
  await asked.settled(LONG)
  return asked.message()?.text ?? ''
}

test.concurrent.each([
  [ORIGINAL, {}],
  [CHANNEL, { handle: slowly(600), tokenLife: 300 }],
])('401 in the middle of a run, at %s: one sentence, and no more', async (method, options) => {
  const at = await stage({}, options)
  at.peer.faults.push({ method, action: refusal(401, 0), times: 100 })
  for (let n = 0; n < 5; n++) at.crowd.ask(at.crowd.channel(), at.crowd.person())
  await at.peer.until(() => at.running.fatal.length > 0, LONG, 'a sentence')
  await at.running.stop()
  expect(at.running.fatal).toEqual([expect.stringContaining('DISCORD_BOT_TOKEN')])
  expect(at.running.fatal.join()).not.toContain(at.peer.token)
  // Tried once for each, at most.
  expect(at.peer.faults.hits).toBeLessThanOrEqual(5)
  // What was not sent waits for the next start, with a token that is accepted.
  at.peer.faults.clear()
  const next = await startAdapter(at.peer, { ...options, beside: at.running })
  await at.peer.until(at.settled, LONG, 'answers from the next run')
  await next.stop()
  expect(judge(`401 at ${method}`, at)).toMatchObject({ answered: 5 })
})

test.concurrent('401 while it starts, at the registration of commands', async () => {
  const peer = await startPeer()
  peer.faults.push({ method: 'PUT /applications/{id}/commands', action: refusal(401, 0) })
  const running = await startAdapter(peer)
  expect(running.fatal).toEqual([expect.stringContaining('DISCORD_BOT_TOKEN')])
})

test.concurrent('no access, or no permission: kept for /last', async () => {
  for (const code of [50_001, 50_013]) {
    const at = await stage({}, { handle: slowly(600), tokenLife: 300 })
    at.peer.faults.push({ method: CHANNEL, action: refusal(403, code) })
    const question = at.crowd.ask(at.crowd.channel(), at.crowd.person())
    await at.peer.until(at.settled, LONG, 'the end of it')
    expect(judge(`403 ${code} in the channel`, at)).toMatchObject({ kept: 1 })
    // Tried once: Discord bans who goes on.
    expect(at.peer.record.filter(({ method }) => method === CHANNEL)).toHaveLength(1)
    expect(await last(at, question)).toContain('1989')
    expect(await last(at, question)).toContain(say.nothingLast)
  }
})

test.concurrent('an interaction that Discord no longer knows, or that somebody else took, is left alone', async () => {
  for (const [code, status] of [
    [10_062, 404],
    [40_060, 400],
  ] as const) {
    const at = await stage({ ackWithin: 1500 })
    at.peer.faults.push({ method: CALLBACK, action: refusal(status, code) })
    const { interaction } = at.crowd.ask(at.crowd.channel(), at.crowd.person())
    await at.peer.until(() => interaction.failed, LONG, '"did not respond"')
    at.crowd.ask(at.crowd.channel(), at.crowd.person())
    await at.peer.until(at.settled, LONG, 'the next answer')
    await at.running.stop()
    expect(judge(`${code} at the acknowledgement`, at)).toMatchObject({ silent: 1, answered: 1 })
    expect(at.peer.record.filter(({ method }) => method === CALLBACK)).toHaveLength(2)
    expect(await at.running.store.inbox.pending('discord')).toEqual([])
  }
})

test.concurrent('an acknowledgement that is never heard: the answer comes in the channel; a private one is kept', async () => {
  const faults: Readonly<Record<string, FaultAction>> = {
    '429 for 30 s': { type: 'status', code: 429, retry_after: 30 },
    '429 for an hour': { type: 'status', code: 429, retry_after: 3600, scope: 'global' },
    '429 in HTML, again and again': { type: 'status', code: 429, html: true },
    '500, again and again': { type: 'status', code: 500 },
    'no answer, again and again': { type: 'hang' },
  }
  await Promise.all(
    Object.entries(faults).map(async ([what, action]) => {
      const at = await stage()
      at.peer.faults.push({ method: CALLBACK, action, times: 1000 })
      const open = at.crowd.ask(at.crowd.channel(), at.crowd.person())
      const hidden = at.crowd.ask(at.crowd.channel(), at.crowd.person(), { hidden: true })
      await at.peer.until(() => at.settled() && hidden.interaction.failed, LONG, 'the end of it')
      expect(open.interaction.failed).toBe(true)
      // Discord bans who asks ten thousand times in vain within ten minutes.
      const calls = at.peer.record.filter(({ method }) => method === CALLBACK).length
      expect(calls, what).toBeLessThanOrEqual(14)
      at.peer.faults.clear()
      expect(await last(at, hidden)).toContain('1989')
      await at.running.stop()
      judge(`the acknowledgement: ${what} (${calls} calls)`, at)
      expect(at.peer.sent(open.channel).at(-1)?.text).toContain('1989')
    }),
  )
})

test.concurrent('a channel that is deleted meanwhile', async () => {
  const at = await stage({}, { handle: slowly(600), tokenLife: 300 })
  const channel = at.crowd.channel()
  at.crowd.ask(channel, at.crowd.person())
  at.peer.remove(channel)
  await at.peer.until(at.settled, LONG, 'the end of it')
  at.crowd.ask(at.crowd.channel(), at.crowd.person())
  await at.peer.until(at.settled, LONG, 'the next answer')
  await at.running.stop()
  expect(judge('a deleted channel', at)).toMatchObject({ kept: 1, answered: 1 })
})

test.concurrent('a token that has ended: the channel with a nonce; a private answer is kept', async () => {
  const lives: Readonly<Record<string, { readonly peer: number; readonly adapter: number }>> = {
    'both know': { peer: 300, adapter: 300 },
    'only Discord knows': { peer: 300, adapter: 900_000 },
    'our clock is ahead': { peer: 900_000, adapter: 0 },
  }
  for (const [what, { peer, adapter }] of Object.entries(lives)) {
    const at = await stage({ tokenLife: peer }, { handle: slowly(400), tokenLife: adapter })
    const channel = at.crowd.channel()
    const silentChannel = at.crowd.channel()
    at.peer.setBotPermissions(silentChannel, ['VIEW_CHANNEL'])
    at.crowd.ask(channel, at.crowd.person())
    const hidden = at.crowd.ask(channel, at.crowd.person(), { hidden: true })
    const mute = at.crowd.ask(silentChannel, at.crowd.person())
    await at.peer.until(at.settled, LONG, 'the end of it')
    const result = judge(`a token that has ended, ${what}`, at)
    const ahead = what === 'our clock is ahead'
    expect(result).toMatchObject(ahead ? { answered: 3, kept: 0 } : { answered: 1, inChannel: 1, kept: 2 })
    if (ahead) continue
    const { payload } = at.peer.record.find(({ method }) => method === CHANNEL) ?? {}
    expect(payload).toMatchObject({ enforce_nonce: true, nonce: expect.stringMatching(/^.{1,25}$/) })
    expect(at.peer.sent(channel)).toHaveLength(1)
    for (const question of [hidden, mute]) expect(await last(at, question)).toMatch(/1989|لم أجد/)
    await at.running.stop()
  }
})

test.concurrent('a limit longer than the token: the channel, once it has ended', async () => {
  const at = await stage({}, { tokenLife: 1000 })
  at.peer.faults.push({ method: ORIGINAL, action: { type: 'status', code: 429, retry_after: 3600 } })
  at.crowd.ask(at.crowd.channel(), at.crowd.person())
  await at.peer.until(at.settled, LONG, 'an answer in the channel')
  await at.running.stop()
  expect(judge('429 for an hour at the answer', at)).toMatchObject({ inChannel: 1 })
})

test.concurrent('a limit of an hour in the channel: stopping does not wait, and the next run goes on', async () => {
  const at = await stage({}, { handle: slowly(600), tokenLife: 300, patience: { drain: 200 } })
  at.peer.faults.push({ method: CHANNEL, action: { type: 'status', code: 429, retry_after: 3600 } })
  at.crowd.ask(at.crowd.channel(), at.crowd.person())
  await at.peer.until(() => at.peer.faults.hits > 0, LONG, 'the limit')
  await at.running.stop()
  expect(at.running.rows().map(({ state }) => state)).toEqual(['ready'])
  const next = await startAdapter(at.peer, { beside: at.running, tokenLife: 300 })
  await at.peer.until(at.settled, LONG, 'an answer from the next run')
  await next.stop()
  expect(judge('429 for an hour in the channel, a stop and a start', at)).toMatchObject({ inChannel: 1 })
})

test.concurrent('no network while replies are being made', async () => {
  const at = await stage({}, { handle: slowly(300) })
  const channel = at.crowd.channel()
  for (let n = 0; n < 10; n++) at.crowd.ask(channel, at.crowd.person())
  await at.peer.until(
    () => at.crowd.asked.every(({ interaction }) => interaction.acknowledgedAfter !== undefined),
    LONG,
    'acknowledgements',
  )
  await at.peer.disconnect()
  await sleep(1000)
  await at.peer.connect()
  await at.peer.until(at.settled, LONG, 'every answer')
  await at.running.stop()
  expect(judge('connection refused for a second', at)).toMatchObject({ answered: 10 })
})

test.concurrent('a stop lets replies in flight finish', async () => {
  const at = await stage({}, { handle: slowly(300) })
  for (let n = 0; n < 20; n++) at.crowd.ask(at.crowd.channel(), at.crowd.person())
  await at.peer.until(
    () => at.crowd.asked.every(({ interaction }) => interaction.acknowledgedAfter !== undefined),
    LONG,
    'acknowledgements',
  )
  await Promise.all([at.running.stop(), at.running.stop()])
  expect(at.settled()).toBe(true)
  expect(at.peer.gateway.sessions).toBe(0)
  expect(judge('a stop', at)).toMatchObject({ answered: 20 })
})

test.concurrent('what a run left is finished by the next: replies, and interactions, while their token is good', async () => {
  const peer = await startPeer({ tokenLife: 60_000 })
  const crowd = createCrowd(peer)
  SECRETS.set(peer.token, crowd.asked as Asked[])
  const store: Store[] = []
  // The first run is stuck: half of the answers never leave the core, the others never leave the process.
  const first = await startAdapter(peer, {
    patience: { drain: 100, call: 1000 },
    through: (real) => {
      store.push(real)
      return real
    },
    handle: (incoming, sanad) =>
      Number(incoming.id.slice(-1)) % 2 === 0 ? new Promise(() => {}) : sanad.handle(incoming),
  })
  const at: Stage = { peer, crowd, running: first, settled: () => open(peer, crowd.asked, first.rows()).length === 0 }
  peer.faults.push({ method: ORIGINAL, action: { type: 'status', code: 503 }, times: 1000 })
  for (let n = 0; n < 20; n++) crowd.ask(crowd.channel(), crowd.person())
  await peer.until(
    () => crowd.asked.every(({ interaction }) => interaction.acknowledgedAfter !== undefined),
    LONG,
    'acknowledgements',
  )
  await first.stop()
  const left = { replies: first.rows().length, interactions: (await first.store.inbox.pending('discord')).length }
  expect(left.replies + left.interactions).toBe(20)
  peer.faults.clear()
  const next = await startAdapter(peer, { beside: first })
  await peer.until(at.settled, LONG, 'every answer')
  await next.stop()
  expect(judge(`a stop with ${left.replies} replies and ${left.interactions} interactions left`, at)).toMatchObject({
    answered: 20,
    inChannel: 0,
  })
})

// The polling expectation has to be this test's own, since others run beside it.
test.concurrent('what is left for longer than anybody waits is not answered any more', async ({ expect }) => {
  const peer = await startPeer()
  const crowd = createCrowd(peer)
  const names = createPseudonyms(peer.token)
  const channel = crowd.channel()
  const hours = (count: number): bigint => BigInt(count * 3_600_000) << 22n
  const first = await startAdapter(peer)
  const { interaction } = crowd.ask(channel, crowd.person())
  await interaction.settled(LONG)
  await first.stop()
  const id = String(BigInt(interaction.id) - hours(7))
  const payload = names.seal(JSON.stringify({ ...interaction.payload, id }))
  await first.store.inbox.add([{ platform: 'discord', id, conversation: crowd.guild.id, payload }])
  const next = await startAdapter(peer, { beside: first })
  await expect.poll(() => next.store.inbox.pending('discord'), { timeout: LONG }).toEqual([])
  await next.stop()
  expect(peer.sent(channel)).toHaveLength(1)
})

test.concurrent('a store that fails for a while costs at most what nobody could acknowledge', async () => {
  const failing = new Set<string>()
  const wrap = <Part extends object>(part: Part, name: string): Part =>
    new Proxy(part, {
      get(target, key) {
        const found = target[key as keyof Part]
        if (typeof found !== 'function') return found
        return (...args: unknown[]) =>
          failing.has(`${name}.${String(key)}`) || failing.has('all')
            ? Promise.reject(new StoreError('full', 'no room'))
            : found.apply(target, args)
      },
    })
  const at = await stage(
    { ackWithin: 1500 },
    { through: (real) => ({ ...real, inbox: wrap(real.inbox, 'inbox'), outbox: wrap(real.outbox, 'outbox') }) },
  )
  const channel = at.crowd.channel()
  for (const broken of ['outbox.put', 'outbox.sending', 'outbox.sent']) {
    failing.add(broken)
    at.crowd.ask(channel, at.crowd.person())
    await sleep(400)
    failing.clear()
    await at.peer.until(at.settled, LONG, `an answer after ${broken} failed`)
  }
  failing.add('all')
  const lost = at.crowd.ask(channel, at.crowd.person())
  await at.peer.until(() => lost.interaction.failed, LONG, '"did not respond"')
  failing.clear()
  at.crowd.ask(channel, at.crowd.person())
  await at.peer.until(at.settled, LONG, 'the next answer')
  await at.running.stop()
  expect(judge('a full store', at)).toMatchObject({ answered: 4, silent: 1 })
})
