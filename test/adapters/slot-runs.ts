/**
 * A digest's slot while its programs are killed, its clock jumps and the network fails. The judges are the network's own record of what
 * people can see, and what the store says to whoever asks.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { type Address, phrases, type Schedule, type Slot } from '../../src/index.ts'
import type { Fault, Faults } from '../peers/faults.ts'
import { type Program, temporaryFolder } from './programs.ts'
import { type Chance, createChance } from './random.ts'

const say = phrases('ar')
const DATE = '2026-11-22'
/** UTC+1 all year, whatever the zone data of the runtime. */
const ZONE = 'Africa/Lagos'
/** 21:00 there. */
const DUE = Date.parse('2026-11-22T20:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How far a clock jumps: within the time for catching up, and beyond it. */
const JUMPS = [HOUR, -HOUR, 20 * MINUTE, -5 * MINUTE, 4 * HOUR, -4 * HOUR]
const LOOKS = 30_000
/** A program gives its networks ten seconds. */
const LONGEST_STOP = 60_000

type Started = Pick<Program, 'ended' | 'signal' | 'output'>

export interface SlotHouse {
  readonly address: Address
  readonly drafts: Address
  /** Starts a program on the store in a folder, with these settings beside its own. */
  start(folder: string, settings: Readonly<Record<string, string>>): Started
  /** The messages that people see, oldest first. */
  posted(): readonly string[]
  drafted(): readonly string[]
  readonly faults: Faults
  /** Whether a call is a post. */
  readonly isPost: Exclude<Fault['method'], string | RegExp>
  until(condition: () => boolean): Promise<void>
  /** Rules of the network's that were broken. */
  violations(): readonly string[]
}

interface SlotResult {
  readonly state: Slot['state']
  readonly posts: number
  readonly told: number
  readonly story: string
  /** Rules that were broken; empty when all is well. */
  readonly broken: readonly string[]
}

/** What may happen to a post on the wire. */
const FAULTS: readonly Omit<Fault, 'method'>[] = [
  { when: 'after', action: { type: 'reset' } },
  { when: 'before', action: { type: 'reset' } },
  { when: 'after', action: { type: 'status', code: 502, html: true } },
  { when: 'before', action: { type: 'status', code: 429, retry_after: 1 } },
  { when: 'after', action: { type: 'delay', ms: 400 } },
]
const RUNS = 30
const AT_ONCE = 3

/** The test, on one network. */
export function slotRuns(open: () => Promise<SlotHouse>, tidy: () => Promise<void>): void {
  afterEach(tidy)
  test(`${RUNS} runs with kills, jumping clocks, faults and two programs: at most one post, and never silence`, async () => {
    const { seed } = createChance()
    const results: SlotResult[] = []
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < RUNS) {
        const number = next++
        const house = await open()
        const mode = number % 3 === 2 ? 'review' : 'auto'
        const result = await runSlot(house, temporaryFolder(), mode, 1 + (number % 2), createChance(seed + number))
        results.push({ ...result, broken: [...result.broken, ...house.violations()] })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    const states = [...new Set(results.map(({ state }) => state))]
    const counts = states.map((state) => `${results.filter((result) => result.state === state).length} ${state}`)
    console.log(`${RUNS} slots, seed ${seed}: ${counts.join(', ')}`)
    expect(results.filter(({ broken }) => broken.length > 0)).toEqual([])
    expect(results).toHaveLength(RUNS)
  }, 900_000)
}

/** One slot, from shortly before it is due to some minutes after, with `programs` at once. */
async function runSlot(
  house: SlotHouse,
  folder: string,
  mode: Schedule['mode'],
  programs: number,
  chance: Chance,
): Promise<SlotResult> {
  const clockFile = join(folder, 'clock')
  const story: string[] = []
  let off = 0
  /** Replaced at one go, so that no program reads half of it. */
  const setClock = (to: number): void => {
    off = to - Date.now()
    writeFileSync(`${clockFile}.new`, String(off))
    renameSync(`${clockFile}.new`, clockFile)
  }
  const now = (): number => Date.now() + Number(readFileSync(clockFile, 'utf8'))
  setClock(DUE - 10 * MINUTE)
  await prepare(house, folder, mode, now)
  setClock(DUE - chance.below(2500))

  const settings = { SANAD_TEST_CLOCK: clockFile, SANAD_TEST_LEASE: '1500' }
  const running = Array.from({ length: programs }, () => house.start(folder, settings))
  const kill = async (which: number): Promise<void> => {
    running[which]?.signal('SIGKILL')
    await running[which]?.ended
    await sleep(chance.below(400))
    running[which] = house.start(folder, settings)
    story.push(`kill ${which}`)
  }
  const fault = (): void => {
    const which = Math.floor(chance.below(FAULTS.length))
    house.faults.push({ method: house.isPost, ...FAULTS[which] } as Fault)
    story.push(`fault ${which}`)
  }
  if (mode === 'auto' && chance.below(3) < 2) {
    // The narrowest place, which chance alone would seldom hit: every program may be at it, so every one is killed.
    if (chance.below(2) < 1) fault()
    else await strike(house, chance)
    await sleep(chance.below(300))
    for (const which of running.keys()) await kill(which)
  }
  const events = 2 + Math.floor(chance.below(4))
  for (let event = 0; event < events; event++) {
    await sleep(chance.below(1200))
    const kind = Math.floor(chance.below(4))
    if (kind === 0) {
      const jump = JUMPS[Math.floor(chance.below(JUMPS.length))] ?? HOUR
      setClock(now() + jump)
      story.push(`clock ${jump / MINUTE} min`)
    } else if (kind === 1) {
      fault()
    } else {
      await kill(Math.floor(chance.below(programs)))
    }
  }
  house.faults.clear()
  setClock(DUE + 5 * MINUTE)
  const slot = await settled(folder, now)
  // Time for a second post, if there were one.
  await sleep(700)
  const stuck = (await Promise.all(running.map(stop))).filter((output) => output !== undefined)
  const result = judge(slot, house, story)
  return { ...result, broken: [...result.broken, ...stuck.map((output) => `did not stop:\n${output}`)] }
}

/** Stops a program as its operator would; resolves with what it wrote where it does not. */
async function stop(program: Started): Promise<string | undefined> {
  program.signal('SIGTERM')
  const isOver = await Promise.race([program.ended.then(() => true), sleep(LONGEST_STOP, false)])
  if (isOver) return undefined
  program.signal('SIGKILL')
  return program.output()
}

/** Holds the answer to the next post back, and resolves while it is: the post is there, or will be, and Sanad has not heard so. */
async function strike({ faults, isPost, until }: SlotHouse, chance: Chance): Promise<void> {
  const { hits } = faults
  faults.push({ method: isPost, when: chance.below(3) < 2 ? 'after' : 'before', action: { type: 'delay', ms: 700 } })
  await Promise.race([until(() => faults.hits > hits).catch(() => {}), sleep(8000)])
}

/** A schedule, and questions to tell about. */
async function prepare(house: SlotHouse, folder: string, mode: Schedule['mode'], now: () => number): Promise<void> {
  const store = await openStore({ file: join(folder, 'sanad.db'), now })
  const { address, drafts } = house
  const schedule: Schedule = {
    time: '21:00',
    zone: ZONE,
    mode,
    since: DUE - HOUR,
    ...(address.thread === undefined ? {} : { thread: address.thread }),
  }
  await store.chats.change(address, { schedule, drafts }, 'moderator')
  for (const [at, text] of ['متى تأسس اتحاد المغرب العربي؟', 'كيف أطبخ الكسكس؟'].entries())
    await store.questions.record({
      id: `q${at}`,
      address,
      from: 'somebody',
      text,
      language: 'ar',
      outcome: 'answered',
      confidence: 1,
      cited: [],
    })
  await store.close()
}

/** The slot once nobody is at work on it any more. */
async function settled(folder: string, now: () => number): Promise<Slot | undefined> {
  const store = await openStore({ file: join(folder, 'sanad.db'), now })
  try {
    const end = Date.now() + LOOKS
    for (;;) {
      const slots = await Promise.all(
        (['posted', 'uncertain', 'waiting', 'failed', 'empty'] as const).map((state) => store.slots.inState(state)),
      )
      const slot = slots.flat().find(({ date }) => date === DATE)
      // Whoever is to be told is told when the network lets them be.
      if ((slot !== undefined && slot.untold !== true) || Date.now() > end) return slot
      await sleep(50)
    }
  } finally {
    await store.close()
  }
}

function judge(slot: Slot | undefined, house: SlotHouse, story: readonly string[]): SlotResult {
  const posts = house.posted().filter((text) => text.includes(say.digest.title('').slice(0, 8)))
  const told = house.drafted()
  const broken: string[] = []
  if (slot === undefined) broken.push('nobody saw to the slot')
  if (posts.length > 1) broken.push(`${posts.length} posts`)
  switch (slot?.state) {
    case 'posted':
      if (posts.length !== 1) broken.push(`posted, and ${posts.length} to be seen`)
      break
    case 'uncertain':
      if (!told.some((text) => text.includes('⚠️'))) broken.push('uncertain, and no moderator was told')
      break
    case 'waiting':
      if (posts.length > 0) broken.push('posted before a moderator agreed')
      if (told.length === 0) broken.push('waiting, and no moderator sees a draft')
      break
    default:
      broken.push(`left as ${slot?.state}`)
  }
  return {
    state: slot?.state ?? 'open',
    posts: posts.length,
    told: told.length,
    story: story.join(', '),
    broken,
  }
}
