/**
 * Sanad at work before the local Telegram server: the built program in a process of its own, or the adapter in this one.
 * Whatever either writes is kept, for tests that look for a token or somebody's words in it.
 */
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createLog } from '../../../adapters/log.ts'
import { openSqlite } from '../../../adapters/store/sqlite.ts'
import { createStore } from '../../../adapters/store/store.ts'
import { createTelegramAdapter, type TelegramOptions } from '../../../adapters/telegram/adapter.ts'
import type { Limits } from '../../../adapters/telegram/pace.ts'
import { createWebhook, type RequestHandler } from '../../../adapters/telegram/webhook.ts'
import { type ChatAdapter, createSanad, type Incoming, type Reply, type Sanad, type Store } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { createTelegramPeer, type PeerOptions, type TelegramPeer } from '../../peers/telegram/index.ts'
import { cleanUp, type Program, start, written } from '../programs.ts'
import { drawDot } from './charts.ts'

export { CORPUS, type Program, smallCorpus, temporaryFolder, tidy, WITH_CLOCK, written } from '../programs.ts'
/** Long for a loaded machine; nothing waits for it that works. */
export const LONG: number = 30_000

/** As if Telegram had no limits. */
export const UNLIMITED: Limits = { chat: { count: 1000, span: 1 }, group: { count: 1000, span: 1 }, apart: 0 }

/** A row of the outbox, as accounts need it. */
export interface Row {
  readonly subject: string
  readonly part: number
  readonly state: string
  readonly uncertain: number
}

const ROWS = 'select subject, part, state, uncertain from outbox'

export async function startPeer(options: PeerOptions = {}): Promise<TelegramPeer> {
  const peer = await createTelegramPeer({ flood: false, ...options, bot: { can_read_all_group_messages: true } })
  cleanUp.push(() => peer.close())
  return peer
}

/** The outbox in the folder of a program that has ended. */
export function rowsIn(folder: string): Row[] {
  const database = new Sqlite(join(folder, 'sanad.db'), { readonly: true })
  try {
    return database.prepare(ROWS).all() as Row[]
  } finally {
    database.close()
  }
}

/** `npm start` before this Telegram. */
export function startProgram(
  telegram: { readonly root: string; readonly token: string },
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  program?: readonly string[],
): Program {
  const connected = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.root, ...settings }
  return start(folder, connected, program)
}

export interface Running {
  readonly adapter: ChatAdapter
  readonly store: Store
  rows(): Row[]
  /** While so, whatever is written fails, as on a file that became read-only. */
  readOnly(on: boolean): void
  output(): string
  /** What the operator was told when nothing could be done any more. */
  readonly fatal: readonly string[]
  stop(): Promise<void>
  /** Where updates are posted to, in webhook mode. */
  readonly url: string
}

export interface AdapterOptions {
  readonly limits?: Limits
  readonly patience?: TelegramOptions['patience']
  /** A database file; in memory where absent. */
  readonly file?: string
  readonly handle?: (incoming: Incoming) => Promise<Reply>
  readonly webhook?: boolean
  /** Changes the store that the adapter gets. */
  readonly through?: (store: Store) => Store
  /** Does not wait until it is listening. */
  readonly begin?: boolean
  readonly sanad?: (store: Store) => Sanad
}

export const SECRET = 'a-secret-that-Telegram-repeats'

/** The adapter over the small corpus of the contract, in this process. */
export async function startAdapter(
  telegram: { readonly root: string; readonly token: string },
  options: AdapterOptions = {},
): Promise<Running> {
  const {
    limits = UNLIMITED,
    patience = { call: 1000, poll: 1 },
    file = ':memory:',
    through = (same) => same,
  } = options
  const database = await openSqlite({ file })
  const store = through(await createStore(database, Date.now))
  const output: string[] = []
  const fatal: string[] = []
  const keep = (line: string): void => {
    output.push(line)
    written.push(line)
  }
  const sanad = options.sanad?.(store) ?? createSanad({ store })
  if (sanad.documents.length === 0) sanad.load(contractCorpus())
  const hook = options.webhook === true ? await startHook() : undefined
  const adapter = createTelegramAdapter({
    token: telegram.token,
    apiRoot: telegram.root,
    store,
    log: createLog('debug', { write: keep }),
    language: 'ar',
    quotes: sanad.quotes,
    draw: drawDot,
    onFatal: (reason) => {
      keep(reason)
      fatal.push(reason)
    },
    limits,
    patience,
    ...(hook === undefined ? {} : { webhook: { url: hook.url, secret: SECRET, mount: hook.mount } }),
  })
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= adapter.stop().then(() => hook?.close())
    return stopped
  }
  cleanUp.push(async () => {
    await stop()
    await store.close()
  })
  const started = adapter.start(options.handle ?? sanad.handle)
  if (options.begin !== true) await started
  return {
    adapter,
    store,
    rows: () => database.raw.prepare(ROWS).all() as Row[],
    readOnly: (on) => void database.raw.pragma(`query_only = ${on ? 'on' : 'off'}`),
    output: () => output.join(''),
    fatal,
    stop,
    url: hook?.url ?? '',
  }
}

/** The HTTP server of `sanad serve`, as far as updates are concerned. */
async function startHook(): Promise<{
  readonly url: string
  mount(handler: RequestHandler): void
  close(): void
}> {
  let handler: RequestHandler = (_, response) => void response.writeHead(404).end()
  const server = createServer((request, response) => handler(request, response))
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}/telegram`,
    mount: (mounted) => {
      handler = mounted
    },
    close: () => server.close().closeAllConnections(),
  }
}

/** A receiver alone, for requests that no Telegram sends. */
export async function startReceiver(
  receive: Parameters<typeof createWebhook>[1],
): Promise<{ readonly url: string; readonly port: number }> {
  const hook = await startHook()
  hook.mount(createWebhook(SECRET, receive, createLog('debug', { write: (line) => written.push(line) })))
  cleanUp.push(hook.close)
  return { url: hook.url, port: Number(new URL(hook.url).port) }
}

/** A way to the peer that can be shut: connections are then refused, as when Telegram's address does not answer. */
export interface Gate {
  readonly root: string
  readonly token: string
  shut(): Promise<void>
  open(): Promise<void>
}

export async function startGate(peer: TelegramPeer): Promise<Gate> {
  const target = Number(new URL(peer.root).port)
  const sockets = new Set<Socket>()
  const pass = (near: Socket): void => {
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  }
  let server = createTcpServer(pass)
  const port = await listen(server)
  const shut = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  cleanUp.push(shut)
  return {
    root: `http://127.0.0.1:${port}`,
    token: peer.token,
    shut,
    async open() {
      server = createTcpServer(pass)
      await listen(server, port)
    },
  }
}

async function listen(server: Server, port: number = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
