/** The long-running program: the store, the corpus and every chat network that has a token, until it is told to stop. */
import { join } from 'node:path'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import {
  type Address,
  type ChatAdapter,
  createSanad,
  DeliveryError,
  type Log,
  type Sanad,
  type Store,
} from '../src/index.ts'
import { draw } from './chart/chart.ts'
import type { Config } from './config.ts'
import { followCorpus, type Loaded, loadCorpus } from './corpus.ts'
import { createDiscordAdapter } from './discord/adapter.ts'
import { createFileReader } from './files/file-reader.ts'
import { createWebAdapter } from './http/adapter.ts'
import { serveAssets } from './http/assets.ts'
import { PLATFORM as WEB } from './http/decode.ts'
import { type AdapterState, readiness, type StartState } from './http/health.ts'
import { isLocal } from './http/local.ts'
import { measuredFor, measuredForCore, timed } from './http/measured.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import { serveOperations } from './http/operations.ts'
import { serveReader } from './http/reader.ts'
import { createHttpServer, type HttpServer, type RequestHandler } from './http/server.ts'
import { createLog } from './log.ts'
import { type Connection, startReport } from './report.ts'
import { openStore } from './store/store.ts'
import { createTelegramAdapter } from './telegram/adapter.ts'
import { WEBHOOK_PATH, webhookSecret } from './telegram/webhook.ts'

const DAY = 24 * 60 * 60 * 1000
/** A digest is at most this late. */
const BETWEEN_LOOKS = 15_000
/** The whole of stopping, the platforms' own share included; a container is killed some seconds later. */
const LONGEST_STOP = 10_000
/** After so long the report no longer waits for networks. */
const LONGEST_START = 5_000
/** On a chat page where nothing was asked yet. */
const EXAMPLES = 5

/** How time passes; tests set the clock and hurry. */
export interface Pace {
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** Milliseconds between looks at what is due. */
  readonly between?: number
  /** See `SanadOptions.lease`. */
  readonly lease?: number
}

/** Whoever started the program and reads what it says. */
export interface Operator {
  /** A line about something that went wrong. */
  say(line: string): void
  /** What is there once everything is up; several lines. */
  report(text: string): void
  /** Whether the report may be coloured. */
  readonly color: boolean
  readonly version: string
}

/** Serves until SIGTERM or SIGINT (exit code 0) or until a network can no longer be served (1). */
export async function serve(
  config: Config,
  folders: readonly string[],
  operator: Operator,
  { clock = Date.now, between = BETWEEN_LOOKS, lease }: Pace = {},
): Promise<number> {
  const { say } = operator
  const secrets = [config.telegram?.token, config.telegram?.webhookSecret, config.discord?.token, config.metricsToken]
  const log = createLog(
    config.logLevel,
    process.stderr,
    secrets.filter((secret) => secret !== undefined),
  )
  const http = createHttpServer({ ...config, log })
  const file = join(config.data, 'sanad.db')
  const store = await openStore({ file, now: clock })
  const platforms = [
    WEB,
    ...(config.telegram === undefined ? [] : ['telegram']),
    ...(config.discord === undefined ? [] : ['discord']),
  ]
  const metrics = createMetrics({ platforms, store, clock })
  const files = createFileReader()
  const adapters: ChatAdapter[] = []
  const sanad = createSanad({
    language: config.language,
    store: measuredForCore(store, metrics),
    clock,
    ...(lease === undefined ? {} : { lease }),
    zone: config.zone,
    retention: config.retentionDays,
    log,
    pause: () => breathe(),
    readFile: files.read,
    deliver(address, reply, options) {
      const adapter = adapters.find(({ platform }) => platform === address.platform)
      if (adapter === undefined)
        return Promise.reject(new DeliveryError('unavailable', `${address.platform} is not connected`))
      return adapter.deliver(address, reply, options)
    },
  })
  const { unfollow, broken } = await loadAndFollow(sanad, folders, { log, metrics, say })

  let finish: (code: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    finish = resolve
  })
  const onFatal = (reason: string): void => {
    say(reason)
    finish(1)
  }
  adapters.push(...connectAll(config, { sanad, store, log, onFatal, http, metrics }))
  const retain = (): void => {
    store
      .retain(clock() - config.retentionDays * DAY)
      .catch((error: unknown) => log.error({ error }, 'store: retention failed'))
  }
  const retention = setInterval(retain, DAY / 24)
  retain()
  listenForSignals(finish, log)
  const states: States = Object.fromEntries(adapters.map(({ platform }) => [platform, 'starting']))
  serveOperations({
    app: http.app,
    readiness: () => readiness({ store, documents: sanad.documents.length, adapters: statesNow(adapters, states) }),
    metrics,
    token: config.metricsToken,
    isLocal: isLocal(config),
  })
  const port = await http.listen().catch((error: Error) => onFatal(error.message))
  if (port !== undefined)
    void startAll(adapters, timed(sanad.handle, metrics), states, { log, finish }).then(() =>
      operator.report(reportOf(config, { ...operator, port, file, folders, sanad, broken, states })),
    )
  const looking = lookOften(sanad, log, between)
  const code = await finished
  clearInterval(retention)
  looking.stop()
  await stopAll(adapters, http)
  // What a look was waiting for has been given up with the adapters.
  await looking.ended()
  await unfollow()
  files.close()
  metrics.close()
  await store.close()
  log.info({}, 'stopped')
  return code
}

type States = Partial<Record<ChatAdapter['platform'], StartState>>

/** The states of what has started as they are now. */
const statesNow = (adapters: readonly ChatAdapter[], states: States): Record<string, AdapterState> =>
  Object.fromEntries(
    adapters.map((adapter) => {
      const state = states[adapter.platform] ?? 'starting'
      return [adapter.platform, state === 'connected' && !adapter.isConnected() ? 'lost' : state]
    }),
  )

/** Starts every adapter, and keeps its state. Resolves when each is connected or has failed, or after some seconds. */
function startAll(
  adapters: readonly ChatAdapter[],
  handle: Sanad['handle'],
  states: States,
  { log, finish }: { readonly log: Log; readonly finish: (code: number) => void },
): Promise<unknown> {
  const starting = adapters.map(async (adapter) => {
    try {
      await adapter.start(handle)
      states[adapter.platform] = 'connected'
    } catch (error) {
      states[adapter.platform] = 'failed'
      log.error({ error, platform: adapter.platform }, 'could not start')
      finish(1)
    }
  })
  return Promise.race([Promise.all(starting), sleep(LONGEST_START, undefined, { ref: false })])
}

function reportOf(
  config: Config,
  parts: Operator & {
    readonly port: number
    readonly file: string
    readonly folders: readonly string[]
    readonly sanad: Sanad
    readonly broken: number
    readonly states: States
  },
): string {
  const { version, color, port, file, folders, broken, states } = parts
  const { documents } = parts.sanad
  const { telegram, discord, host, publicUrl, logLevel, metricsToken } = config
  const connection = (platform: 'telegram' | 'discord'): Connection => ({ state: states[platform] ?? 'starting' })
  const local = isLocal(config)
  return startReport({
    version,
    color,
    documents: documents.length,
    passages: documents.reduce((sum, { passages }) => sum + passages.length, 0),
    broken,
    folders,
    host,
    port,
    publicUrl,
    telegram: telegram === undefined ? undefined : { ...connection('telegram'), mode: telegram.mode },
    discord: discord === undefined ? undefined : connection('discord'),
    store: file,
    moderators: isDemonstration(config) ? 'anybody' : local ? 'nobody: networks' : 'nobody: reachable',
    metrics: metricsToken !== undefined ? 'token' : local ? 'local' : 'nobody',
    logLevel,
  })
}

/** Nobody but whoever is at this machine tries it, and there is no group whose moderators could be asked. */
function isDemonstration(config: Config): boolean {
  return config.telegram === undefined && config.discord === undefined && isLocal(config)
}

/** Wakes what is due at times; one look ends before the next begins. */
function lookOften(sanad: Sanad, log: Log, between: number): { stop(): void; ended(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve()
  let isLooking = false
  const look = (): void => {
    if (isLooking) return
    isLooking = true
    looking = sanad
      .look()
      .catch((error: unknown) => log.error({ error }, 'what is due could not be looked at'))
      .finally(() => {
        isLooking = false
      })
  }
  const timer = setInterval(look, between)
  return {
    stop: () => clearInterval(timer),
    ended: () => looking,
  }
}

interface Parts {
  readonly sanad: Sanad
  readonly store: Store
  readonly log: Log
  readonly onFatal: (reason: string) => void
  readonly http: HttpServer
  readonly metrics: Metrics
}

/** The chat page, and an adapter for every network that has a token. */
function connectAll(config: Config, parts: Parts): ChatAdapter[] {
  const { telegram, discord, publicUrl, language } = config
  const { sanad, http, log, onFatal, metrics } = parts
  const common = { log, onFatal, draw, language, ...(publicUrl === undefined ? {} : { reader: publicUrl }) }
  const assets = serveAssets(http.app)
  const adapters: ChatAdapter[] = [
    createWebAdapter({
      ...common,
      app: http.app,
      assets,
      store: parts.store,
      moderated: isDemonstration(config),
      isSecure: publicUrl?.startsWith('https:') === true,
      examples: remembered(sanad),
    }),
  ]
  serveReader({ app: http.app, assets, language, documents: () => sanad.documents, publicUrl })
  if (telegram !== undefined) {
    const { token, apiRoot, mode } = telegram
    const webhook = {
      url: `${publicUrl}${WEBHOOK_PATH}`,
      secret: telegram.webhookSecret ?? webhookSecret(token),
      mount: (handler: RequestHandler) => http.mount(WEBHOOK_PATH, handler),
    }
    const store = measuredFor('telegram', parts.store, metrics)
    const how = mode === 'webhook' ? { webhook } : {}
    adapters.push(createTelegramAdapter({ ...common, store, token, apiRoot, quotes: sanad.quotes, ...how }))
  }
  if (discord !== undefined) {
    const { token, apiRoot, guild } = discord
    const store = measuredFor('discord', parts.store, metrics)
    const where = guild === undefined ? {} : { guild }
    adapters.push(createDiscordAdapter({ ...common, store, token, apiRoot, complete: sanad.complete, ...where }))
  }
  return adapters
}

/** What could be asked, looked for once in a corpus. */
function remembered(sanad: Sanad): (here: Address) => readonly string[] {
  let known: { readonly of: Sanad['documents']; readonly examples: readonly string[] } | undefined
  return (here) => {
    const of = sanad.documents
    if (known?.of !== of) known = { of, examples: sanad.examples(here, EXAMPLES) }
    return known.examples
  }
}

async function loadAndFollow(
  sanad: Sanad,
  folders: readonly string[],
  { log, metrics, say }: Pick<Parts, 'log' | 'metrics'> & Pick<Operator, 'say'>,
): Promise<{ readonly unfollow: () => Promise<void>; readonly broken: number }> {
  const tell = ({ documents, problems }: Loaded): number => {
    const broken = problems.filter(({ severity }) => severity === 'error')
    for (const { file, reason } of broken) say(`${file}: ${reason}`)
    metrics.loaded(documents)
    return broken.length
  }
  // The report tells of the first.
  const broken = tell(await loadCorpus(sanad, folders))
  log.debug({ documents: sanad.documents.length }, 'corpus: loaded')
  const unfollow = await followCorpus(sanad, folders, {
    loaded(loaded) {
      tell(loaded)
      log.info({ documents: loaded.documents.length }, 'corpus: loaded')
    },
    failed: (error) => log.error({ error }, 'corpus: could not be read again'),
  })
  return { unfollow, broken }
}

function listenForSignals(finish: (code: number) => void, log: Log): void {
  let asked = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // Asked twice, somebody is in a hurry.
      if (asked) process.exit(1)
      asked = true
      log.info({ signal }, 'stopping')
      finish(0)
    })
  }
}

async function stopAll(adapters: readonly ChatAdapter[], http: HttpServer): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_STOP)
  })
  await Promise.race([Promise.all(adapters.map((adapter) => adapter.stop())), late])
  clearTimeout(timer)
  await http.close()
}
