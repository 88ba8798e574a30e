/** The long-running program: the store, the corpus and every chat network that has a token, until it is told to stop. */
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { type ChatAdapter, createSanad, DeliveryError, type Log, type Sanad, type Store } from '../src/index.ts'
import { draw } from './chart/chart.ts'
import type { Config } from './config.ts'
import { followCorpus, type Loaded, loadCorpus } from './corpus.ts'
import { createDiscordAdapter } from './discord/adapter.ts'
import { createFileReader } from './files/file-reader.ts'
import { createHttpServer, type HttpServer, type RequestHandler } from './http/server.ts'
import { createLog } from './log.ts'
import { openStore } from './store/store.ts'
import { createTelegramAdapter } from './telegram/adapter.ts'
import { WEBHOOK_PATH, webhookSecret } from './telegram/webhook.ts'

const DAY = 24 * 60 * 60 * 1000
/** A digest is at most this late. */
const BETWEEN_LOOKS = 15_000
/** The whole of stopping, the platforms' own share included; a container is killed some seconds later. */
const LONGEST_STOP = 10_000

/** How time passes; tests set the clock and hurry. */
export interface Pace {
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** Milliseconds between looks at what is due. */
  readonly between?: number
  /** See `SanadOptions.lease`. */
  readonly lease?: number
}

/** Serves until SIGTERM or SIGINT (exit code 0) or until a network can no longer be served (1). `say` reaches the operator. */
export async function serve(
  config: Config,
  folders: readonly string[],
  say: (line: string) => void,
  { clock = Date.now, between = BETWEEN_LOOKS, lease }: Pace = {},
): Promise<number> {
  if (config.telegram === undefined && config.discord === undefined) {
    say(
      'No chat network is set up: put TELEGRAM_BOT_TOKEN or DISCORD_BOT_TOKEN into .env (README), or try npm run chat.',
    )
    return 1
  }
  const secrets = [config.telegram?.token, config.telegram?.webhookSecret, config.discord?.token]
  const log = createLog(
    config.logLevel,
    process.stderr,
    secrets.filter((secret) => secret !== undefined),
  )
  const store = await openStore({ file: join(config.data, 'sanad.db'), now: clock })
  const files = createFileReader()
  const adapters: ChatAdapter[] = []
  const sanad = createSanad({
    language: config.language,
    store,
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
  const unfollow = await loadAndFollow(sanad, folders, log, say)

  let finish: (code: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    finish = resolve
  })
  const onFatal = (reason: string): void => {
    say(reason)
    finish(1)
  }
  const http = config.telegram?.mode === 'webhook' ? createHttpServer(config) : undefined
  adapters.push(...connectAll(config, { sanad, store, log, onFatal, http }))
  const retain = (): void => {
    store
      .retain(clock() - config.retentionDays * DAY)
      .catch((error: unknown) => log.error({ error }, 'store: retention failed'))
  }
  const retention = setInterval(retain, DAY / 24)
  retain()
  listenForSignals(finish, log)
  if (http !== undefined) log.info({ port: await http.listen() }, 'http: listening')
  for (const adapter of adapters) {
    adapter.start(sanad.handle).catch((error: unknown) => {
      log.error({ error, platform: adapter.platform }, 'could not start')
      finish(1)
    })
  }

  const looking = lookOften(sanad, log, between)

  const code = await finished
  clearInterval(retention)
  looking.stop()
  await stopAll(adapters, http)
  // What a look was waiting for has been given up with the adapters.
  await looking.ended()
  await unfollow()
  files.close()
  await store.close()
  log.info({}, 'stopped')
  return code
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
  readonly http: HttpServer | undefined
}

/** An adapter for every network that has a token. */
function connectAll({ telegram, discord, publicUrl, language }: Config, parts: Parts): ChatAdapter[] {
  const { sanad, http } = parts
  const adapters: ChatAdapter[] = []
  if (telegram !== undefined) {
    const webhook =
      http === undefined
        ? {}
        : {
            webhook: {
              url: `${publicUrl}${WEBHOOK_PATH}`,
              secret: telegram.webhookSecret ?? webhookSecret(telegram.token),
              mount: (handler: RequestHandler) => http.mount(WEBHOOK_PATH, handler),
            },
          }
    const { token, apiRoot } = telegram
    adapters.push(createTelegramAdapter({ ...parts, draw, token, apiRoot, language, quotes: sanad.quotes, ...webhook }))
  }
  if (discord !== undefined) {
    const { token, apiRoot, guild } = discord
    const where = guild === undefined ? {} : { guild }
    adapters.push(
      createDiscordAdapter({ ...parts, draw, token, apiRoot, language, complete: sanad.complete, ...where }),
    )
  }
  return adapters
}

async function loadAndFollow(
  sanad: Sanad,
  folders: readonly string[],
  log: Log,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const tell = ({ documents, problems }: Loaded): void => {
    for (const { file, severity, reason } of problems) if (severity === 'error') say(`${file}: ${reason}`)
    log.info({ documents: documents.length }, 'corpus: loaded')
  }
  tell(await loadCorpus(sanad, folders))
  return followCorpus(sanad, folders, {
    loaded: tell,
    failed: (error) => log.error({ error }, 'corpus: could not be read again'),
  })
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

async function stopAll(adapters: readonly ChatAdapter[], http: HttpServer | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_STOP)
  })
  await Promise.race([Promise.all(adapters.map((adapter) => adapter.stop())), late])
  clearTimeout(timer)
  await http?.close()
}
