/** A whole Sanad over the shipped documents on one network, with a clock that is set by hand, and what people see of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { draw } from '../../../adapters/chart/chart.ts'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import { createLog } from '../../../adapters/log.ts'
import { openStore } from '../../../adapters/store/store.ts'
import {
  type ChatAdapter,
  createSanad,
  type Document,
  type KeptQuestion,
  type Phrases,
  parseDocument,
  phrases,
  type Sanad,
  type Slot,
  type Store,
  withoutControls,
} from '../../../src/index.ts'
import { momentText } from '../../../src/interface/dates.ts'
import { createBuiltReader } from '../../adapters/files/built-reader.ts'
import type { Network, Person, Room, Seen } from './network.ts'

/** Far ahead: by the machine's clock, what an adapter was given long ago is of no use any more. */
export const DATE = '2035-06-12'
export const NEXT_DATE = '2035-06-13'
const MORNING = Date.parse(`${DATE}T08:00:00Z`)
/** 21:00 in Casablanca, by the zone data of the runtime. */
export const EVENING: number = [20, 21]
  .map((hour) => Date.parse(`${DATE}T${hour}:00:00Z`))
  .find((moment) => momentText(moment, 'Africa/Casablanca', 'en').endsWith('21:00')) as number
export const MINUTE = 60_000
export const HOUR: number = 60 * MINUTE
const PATIENCE = 10_000
export const say: Phrases = phrases('ar')
/** A sentence of Sanad's as people see it. */
export const visible: (text: string) => string = withoutControls

/** What came of something: every message that is new or has changed, and what the doer alone was told in passing. */
export interface Outcome {
  readonly news: readonly Seen[]
  readonly notice: string | undefined
  /** All that was said. */
  readonly text: string
  /** The only message that came; fails where there is none, or more. */
  readonly only: Seen
  in(room: Room | string): readonly Seen[]
}

export interface House extends Omit<Network, 'unheard'> {
  readonly store: Store
  readonly sanad: Sanad
  now(): number
  set(moment: number): void
  pass(milliseconds: number): void
  /** Wakes what is due. */
  look(): Promise<Outcome>
  /** The program ends, and begins anew on the same store. */
  restart(): Promise<void>
  /** Something is done that posts, and its answer is lost: `arrives` says whether the message is there. Then the program begins anew. */
  unheard(arrives: boolean, work: () => Promise<unknown>): Promise<void>
  /** Somebody does something. */
  after(act: () => Promise<unknown>): Promise<Outcome>
  question(person: Person, question: string, room?: Room): Promise<Seen>
  command(...given: Parameters<Network['type']>): Promise<Outcome>
  pressing(...given: Parameters<Network['press']>): Promise<Outcome>
  filling(...given: Parameters<Network['fill']>): Promise<Outcome>
  slot(date?: string): Promise<Slot | undefined>
  asked(): Promise<readonly KeptQuestion[]>
  /** Everything that moderators can change, as text. */
  state(): Promise<string>
  /** Every byte of the database and what lies beside it. */
  bytes(): Buffer
  readonly logged: readonly string[]
}

let shelf: Promise<Document[]> | undefined
async function shippedCorpus(): Promise<Document[]> {
  const { sources } = await readCorpus([fileURLToPath(new URL('../../../corpus', import.meta.url))])
  return sources.map(parseDocument)
}

export async function openHouse(network: Network): Promise<House> {
  shelf ??= shippedCorpus()
  const documents = await shelf
  const folder = mkdtempSync(join(tmpdir(), 'sanad-test-'))
  const files = createBuiltReader()
  const logged: string[] = []
  const log = createLog('debug', { write: (line) => logged.push(line) })
  let now = MORNING
  let store: Store
  let sanad: Sanad
  let adapter: ChatAdapter

  async function start(): Promise<void> {
    store = await openStore({ file: join(folder, 'sanad.db'), now: () => now })
    // What `adapters/serve.ts` makes.
    sanad = createSanad({
      language: 'ar',
      store,
      clock: () => now,
      zone: 'UTC',
      log,
      readFile: files.read,
      deliver: (...given) => adapter.deliver(...given),
    })
    await sanad.reload(documents, async () => {})
    const parts = { store, sanad, log, draw, onFatal: (reason: string) => logged.push(reason) }
    adapter = network.connect(parts)
    await adapter.start(sanad.handle)
  }
  async function quiet(): Promise<void> {
    for (const end = Date.now() + PATIENCE; ; await sleep(2)) {
      const { inbox, outbox } = store
      const waits = await Promise.all([inbox.pending(network.platform), outbox.pending(network.platform)])
      if (network.isTaken() && waits.flat().length === 0) return
      if (Date.now() > end) throw new Error(`still waiting for ${JSON.stringify(waits.flat().map(({ id }) => id))}`)
    }
  }
  const after: House['after'] = async (act) => {
    const before = new Map(network.shown().map((message) => [message.id, JSON.stringify(message)]))
    const done = await act()
    const notice = typeof done === 'string' ? done : undefined
    await quiet()
    const news = network.shown().filter((message) => before.get(message.id) !== JSON.stringify(message))
    const text = [...(notice === undefined ? [] : [notice]), ...news.map((message) => message.text)].join('\n')
    return {
      news,
      notice,
      text,
      get only() {
        const [one, more] = news
        if (one === undefined || more !== undefined) throw new Error(`${news.length} messages came, not one: ${text}`)
        return one
      },
      in: (room) => news.filter((message) => message.room === (typeof room === 'string' ? room : room.key)),
    }
  }

  await start()
  const house: House = {
    ...network,
    get main() {
      return network.main
    },
    get store() {
      return store
    },
    get sanad() {
      return sanad
    },
    now: () => now,
    set(moment) {
      now = moment
    },
    pass(milliseconds) {
      now += milliseconds
    },
    look: () => after(() => sanad.look()),
    async restart() {
      await adapter.stop()
      await store.close()
      await start()
    },
    async unheard(arrives, work) {
      await network.unheard(
        arrives,
        async () => void (await work()),
        () => adapter.stop(),
      )
      await house.restart()
    },
    after,
    async question(person, question, room) {
      now += MINUTE
      return (await after(() => network.ask(person, question, room))).only
    },
    command: (...given) => after(() => network.type(...given)),
    pressing: (...given) => after(() => network.press(...given)),
    filling: (...given) => after(() => network.fill(...given)),
    slot: (date = DATE) => store.slots.of(network.main.address, date),
    asked: () => store.questions.between(network.main.address, 0, Number.MAX_SAFE_INTEGER),
    async state() {
      const { address } = network.main
      const all = [store.chats.settings(address), store.questions.raised(address), store.slots.latest(address, 10)]
      return JSON.stringify([...(await Promise.all(all)), await store.documents.added()])
    },
    bytes: () => Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file)))),
    logged,
    async close() {
      await adapter.stop()
      files.close()
      await store.close()
      await network.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return house
}

/** What may not be, after any scene: rules of the network broken, somebody pinged, anything of anybody's in the log. */
export function wrongs({ logged, secrets, token, broken }: House): string[] {
  const all = logged.join('\n')
  const said = [...secrets, token].filter((secret) => secret.length > 5 && all.includes(secret))
  return [...broken(), ...said.map((secret) => `logged: ${secret}`)]
}

/** Several messages read as one. */
export function whole(messages: readonly Seen[]): Pick<Seen, 'text' | 'quotes' | 'links' | 'buttons'> {
  return {
    text: messages.map(({ text }) => text).join('\n'),
    quotes: messages.flatMap(({ quotes }) => quotes),
    links: messages.flatMap(({ links }) => links),
    buttons: messages.flatMap(({ buttons }) => buttons),
  }
}

/** The message among them that has this button. */
export function withButton(messages: readonly Seen[], label: string): Seen {
  const found = messages.findLast(({ buttons }) => buttons.some((button) => button.label === label))
  if (found !== undefined) return found
  const there = messages.flatMap(({ buttons }) => buttons.map((button) => button.label))
  throw new Error(
    `no button “${label}” among ${there.join(', ') || 'none'}: ${messages.map(({ text }) => text).join('\n')}`,
  )
}
