/** The long-running program: the store, the corpus and every chat network that has a token, until it is told to stop. */
import { join } from 'node:path'
import { type ChatAdapter, createSanad, type Log } from '../src/index.ts'
import type { Config } from './config.ts'
import { followCorpus, loadCorpus } from './corpus.ts'
import { createHttpServer, type HttpServer } from './http/server.ts'
import { createLog } from './log.ts'
import { openStore } from './store/store.ts'
import { createTelegramAdapter } from './telegram/adapter.ts'
import { WEBHOOK_PATH, webhookSecret } from './telegram/webhook.ts'

const DAY = 24 * 60 * 60 * 1000
/** The whole of stopping, the platforms' own share included; a container is killed some seconds later. */
const LONGEST_STOP = 10_000

/** Serves until SIGTERM or SIGINT (exit code 0) or until nothing more can be done (1). `say` reaches the operator. */
export async function serve(config: Config, folders: readonly string[], say: (line: string) => void): Promise<number> {
  const { telegram } = config
  if (telegram === undefined) {
    say('No chat network is set up: put TELEGRAM_BOT_TOKEN into .env (README, "Telegram"), or try npm run chat.')
    return 1
  }
  const log = createLog(config.logLevel, process.stderr)
  const store = await openStore({ file: join(config.data, 'sanad.db'), now: Date.now })
  const sanad = createSanad({ language: config.language, store })
  const warn = (problems: readonly { file: string; severity: string; reason: string }[]): void => {
    for (const { file, severity, reason } of problems) if (severity === 'error') say(`${file}: ${reason}`)
  }
  const { documents, problems } = await loadCorpus(sanad, folders)
  warn(problems)
  log.info({ documents: documents.length }, 'corpus: loaded')
  const unfollow = await followCorpus(sanad, folders, {
    loaded: (corpus) => {
      warn(corpus.problems)
      log.info({ documents: corpus.documents.length }, 'corpus: loaded again')
    },
    failed: (error) => log.error({ error }, 'corpus: could not be read again'),
  })

  let finish: (code: number) => void = () => {}
  const finished = new Promise<number>((resolve) => {
    finish = resolve
  })
  const http = telegram.mode === 'webhook' ? createHttpServer(config) : undefined
  const adapter = createTelegramAdapter({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    store,
    log,
    language: config.language,
    quotes: sanad.quotes,
    onFatal: (reason) => {
      say(reason)
      finish(1)
    },
    ...(http === undefined
      ? {}
      : {
          webhook: {
            url: `${config.publicUrl}${WEBHOOK_PATH}`,
            secret: telegram.webhookSecret ?? webhookSecret(telegram.token),
            mount: (handler) => http.mount(WEBHOOK_PATH, handler),
          },
        }),
  })
  const retain = (): void => {
    store
      .retain(Date.now() - config.retentionDays * DAY)
      .catch((error) => log.error({ error }, 'store: retention failed'))
  }
  const retention = setInterval(retain, DAY / 24)
  retain()
  listenForSignals(finish, log)
  if (http !== undefined) log.info({ port: await http.listen() }, 'http: listening')
  adapter.start(sanad.handle).catch((error: unknown) => {
    log.error({ error }, 'telegram: could not start')
    finish(1)
  })

  const code = await finished
  clearInterval(retention)
  await stopAll([adapter], http)
  await unfollow()
  await store.close()
  log.info({}, 'stopped')
  return code
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
