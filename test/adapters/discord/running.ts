/**
 * Sanad at work before the local Discord server: the built program in a process of its own, or the adapter in this one.
 * Whatever either writes is kept, for tests that look for a token or somebody's words in it.
 */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createDiscordAdapter, type DiscordOptions } from '../../../adapters/discord/adapter.ts'
import { createLog } from '../../../adapters/log.ts'
import { openSqlite } from '../../../adapters/store/sqlite.ts'
import { createStore } from '../../../adapters/store/store.ts'
import { type ChatAdapter, createSanad, type Incoming, type Reply, type Sanad, type Store } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { createDiscordPeer, type DiscordPeer, type PeerOptions } from '../../peers/discord/index.ts'
import { cleanUp, type Program, start, written } from '../programs.ts'
import { DOT } from './connected.ts'

export { CORPUS, type Program, smallCorpus, temporaryFolder, tidy, WITH_CLOCK, written } from '../programs.ts'
/** Long for a loaded machine; nothing waits for it that works. */
export const LONG: number = Number(process.env['SANAD_LONG'] ?? 30_000)

const DOCUMENTS = contractCorpus()

/** A row of the outbox, as accounts need it. */
export interface Row {
  readonly subject: string
  readonly part: number
  readonly state: string
  readonly uncertain: number
  readonly key: string | null
}

const ROWS = "select subject, part, state, uncertain, key from outbox where platform = 'discord'"

export async function startPeer(options: PeerOptions = {}): Promise<DiscordPeer> {
  const peer = await createDiscordPeer({ rateLimits: false, ...options })
  cleanUp.push(() => peer.close())
  return peer
}

/** The outbox in the folder of a program, running or not. */
export function rowsIn(folder: string): Row[] {
  const database = new Sqlite(join(folder, 'sanad.db'), { readonly: true })
  try {
    return database.prepare(ROWS).all() as Row[]
  } finally {
    database.close()
  }
}

/** `npm start` before this Discord. */
export function startProgram(
  discord: { readonly root: string; readonly token: string },
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  program?: readonly string[],
): Program {
  return start(folder, { DISCORD_BOT_TOKEN: discord.token, DISCORD_API_ROOT: discord.root, ...settings }, program)
}

export interface Running {
  readonly adapter: ChatAdapter
  readonly store: Store
  readonly sanad: Sanad
  /** Resolves when it is listening, or has given up. */
  readonly started: Promise<void>
  rows(): Row[]
  output(): string
  /** What the operator was told when nothing could be done any more. */
  readonly fatal: readonly string[]
  /** Ends the adapter; the store stays open until the test is over. */
  stop(): Promise<void>
}

export interface AdapterOptions {
  readonly patience?: DiscordOptions['patience']
  readonly tokenLife?: number
  /** A database file; in memory where absent. */
  readonly file?: string
  /** Another instance's, instead of one of its own. */
  readonly beside?: Running
  readonly handle?: (incoming: Incoming, sanad: Sanad) => Promise<Reply>
  /** Does not wait until it is listening. */
  readonly begin?: boolean
  readonly sanad?: (store: Store) => Sanad
  /** Changes the store that the adapter gets. */
  readonly through?: (store: Store) => Store
}

/** The adapter over the small corpus of the contract, in this process. */
export async function startAdapter(peer: DiscordPeer, options: AdapterOptions = {}): Promise<Running> {
  const {
    patience = { call: 1000, limit: 300, hello: 500, others: 50 },
    file = ':memory:',
    through = (same) => same,
    beside,
  } = options
  const database = beside === undefined ? await openSqlite({ file }) : undefined
  const store = beside?.store ?? (database === undefined ? undefined : through(await createStore(database, Date.now)))
  if (store === undefined) throw new Error('no store')
  const output: string[] = []
  const fatal: string[] = []
  const keep = (line: string): void => {
    output.push(line)
    written.push(line)
  }
  const sanad = options.sanad?.(store) ?? createSanad({ store })
  if (sanad.documents.length === 0) sanad.load(DOCUMENTS)
  const adapter = createDiscordAdapter({
    token: peer.token,
    apiRoot: peer.root,
    store,
    log: createLog('debug', { write: keep }),
    language: 'ar',
    complete: sanad.complete,
    draw: async () => DOT,
    onFatal: (reason) => {
      keep(reason)
      fatal.push(reason)
    },
    patience,
    ...(options.tokenLife === undefined ? {} : { tokenLife: options.tokenLife }),
  })
  cleanUp.push(async () => {
    await adapter.stop()
    if (beside === undefined) await store.close()
  })
  const { handle } = options
  const started = adapter.start(handle === undefined ? sanad.handle : (incoming) => handle(incoming, sanad))
  if (options.begin !== true) await started
  return {
    adapter,
    store,
    sanad,
    started,
    rows: () => (database === undefined ? (beside?.rows() ?? []) : (database.raw.prepare(ROWS).all() as Row[])),
    output: () => output.join(''),
    fatal,
    stop: () => adapter.stop(),
  }
}
