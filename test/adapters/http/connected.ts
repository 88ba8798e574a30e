/** A whole Sanad on the web, as `serve` composes it: the real server on a port of its own, pages, reader, operations. */
import { createWebAdapter } from '../../../adapters/http/adapter.ts'
import { serveAssets } from '../../../adapters/http/assets.ts'
import { PLATFORM } from '../../../adapters/http/decode.ts'
import { type AdapterState, readiness } from '../../../adapters/http/health.ts'
import { isLocal } from '../../../adapters/http/local.ts'
import { measuredForCore, timed } from '../../../adapters/http/measured.ts'
import { createMetrics } from '../../../adapters/http/metrics.ts'
import { serveOperations } from '../../../adapters/http/operations.ts'
import { serveReader } from '../../../adapters/http/reader.ts'
import { type App, createHttpServer, type HttpServer } from '../../../adapters/http/server.ts'
import { createLog } from '../../../adapters/log.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { type Chart, type ChatAdapter, createSanad, type Document, type Sanad, type Store } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { drawDot } from '../telegram/charts.ts'

export interface Connected {
  readonly root: string
  readonly port: number
  readonly http: HttpServer
  readonly adapter: ChatAdapter
  readonly sanad: Sanad
  readonly store: Store
  /** What readiness is told of the adapters. */
  readonly states: { web: AdapterState }
  /** Everything logged so far. */
  readonly logged: string[]
  /** How many messages and presses reached the server. */
  arrived(): number
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly documents?: readonly Document[]
  /** Answers instead of Sanad's core. */
  readonly handle?: Sanad['handle']
  readonly publicUrl?: string
  readonly moderated?: boolean
  readonly metricsToken?: string
  readonly draw?: (chart: Chart) => Promise<Uint8Array>
  /** Something between the program and its store. */
  readonly around?: (store: Store) => Store
  /** More routes, before those of Sanad. */
  readonly routes?: (app: App) => void
  /** The network is not started: it comes up later, or not at all. */
  readonly isStarting?: boolean
}

const HOST = '127.0.0.1'

export async function connect({
  documents = contractCorpus(),
  handle,
  publicUrl,
  moderated = false,
  metricsToken,
  draw = drawDot,
  around = (store) => store,
  routes,
  isStarting = false,
}: ConnectOptions = {}): Promise<Connected> {
  const logged: string[] = []
  const secrets = metricsToken === undefined ? [] : [metricsToken]
  const log = createLog('debug', { write: (line) => logged.push(line) }, secrets)
  const plain = await openStore({ file: ':memory:', now: Date.now })
  const store = around(plain)
  const metrics = createMetrics({ platforms: [PLATFORM], store, clock: Date.now })
  const sanad = createSanad({ store: measuredForCore(store, metrics) })
  sanad.load(documents)
  metrics.loaded(documents)
  const http = createHttpServer({ host: HOST, port: 0, publicUrl, log })
  let arrived = 0
  http.app.use((context, next) => {
    if (context.req.method === 'POST') arrived++
    return next()
  })
  routes?.(http.app)
  const assets = serveAssets(http.app)
  const adapter = createWebAdapter({
    app: http.app,
    assets,
    store,
    log,
    language: 'ar',
    moderated,
    isSecure: publicUrl?.startsWith('https:') === true,
    draw,
    examples: (here) => sanad.examples(here, 5),
  })
  serveReader({ app: http.app, assets, language: 'ar', documents: () => sanad.documents, publicUrl })
  const states: { web: AdapterState } = { web: 'starting' }
  serveOperations({
    app: http.app,
    readiness: () => readiness({ store, documents: sanad.documents.length, adapters: states }),
    metrics,
    token: metricsToken,
    isLocal: isLocal({ host: HOST, publicUrl }),
  })
  const port = await http.listen()
  if (!isStarting) {
    await adapter.start(timed(handle ?? sanad.handle, metrics))
    states.web = 'connected'
  }
  return {
    root: `http://${HOST}:${port}`,
    port,
    http,
    adapter,
    sanad,
    store,
    states,
    logged,
    arrived: () => arrived,
    async close() {
      await adapter.stop()
      await http.close()
      metrics.close()
      await plain.close()
    },
  }
}
