/**
 * The HTTP server: what stands before every page and hook. Strict headers, bounded bodies, no word of ours about what went wrong inside,
 * and patience with nobody. It hears this machine alone unless told otherwise.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type HttpBindings, serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono, type MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Log } from '../../src/index.ts'
import { createVisits } from '../chat/allowance.ts'
import { isLocal, isLoopback } from './local.ts'
import { visitorOf } from './visitor.ts'

export type App = Hono<{ Bindings: HttpBindings }>
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface HttpServer {
  readonly app: App
  /** Hands requests to a path, of any method, to a handler of Node's own kind. */
  mount(path: string, handler: RequestHandler): void
  /** Resolves with the port. Rejects with a sentence when the address cannot be had. */
  listen(): Promise<number>
  close(): Promise<void>
}

export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly log: Log
}

/** Milliseconds for a request's head, and for the whole of it. */
const HEAD = 10_000
const WHOLE = 30_000
/** Milliseconds for answers that are on their way when the server closes. */
const LAST_WORDS = 500
/** Below this many bytes compression costs more than it brings. */
const SMALL = 512

export function createHttpServer({ host, port, publicUrl, log }: HttpServerOptions): HttpServer {
  const app: App = new Hono<{ Bindings: HttpBindings }>()
  const hooks = new Map<string, RequestHandler>()
  let server: Server | undefined
  app.use(safeHeaders(publicUrl))
  if (isLocal({ host, publicUrl })) app.use(knownHost)
  // Those who answer by Node's own means may come after the first request.
  app.use((context, next) => {
    const hook = hooks.get(context.req.path)
    if (hook === undefined) return next()
    hook(context.env.incoming, context.env.outgoing)
    return Promise.resolve(RESPONSE_ALREADY_SENT)
  })
  app.use(countedVisits(publicUrl !== undefined))
  app.use(compress({ threshold: SMALL }))
  app.notFound((context) => context.text('Not found\n', 404))
  app.onError((error, context) => {
    // A refusal, not a fault.
    if (error instanceof HTTPException) return error.getResponse()
    log.error({ error }, 'http: a request failed')
    return context.text('Something went wrong\n', 500)
  })

  return {
    app,
    mount: (path, handler) => void hooks.set(path, handler),
    listen: () =>
      new Promise((resolve, reject) => {
        const listening = serve(
          {
            fetch: app.fetch,
            hostname: host,
            port,
            createServer,
            serverOptions: { headersTimeout: HEAD, requestTimeout: WHOLE, connectionsCheckingInterval: HEAD / 10 },
          },
          (address) => resolve(address.port),
        ) as Server
        server = listening
        listening.once('error', (error: NodeJS.ErrnoException) => {
          reject(
            new Error(`Cannot listen on ${host}:${port} (${error.code ?? error.name}); choose another HOST or PORT.`),
          )
        })
      }),
    close: () =>
      new Promise((resolve) => {
        if (server === undefined) return resolve()
        const closing = server
        // Whoever is being answered has a moment left for the answer.
        const late = setTimeout(() => closing.closeAllConnections(), LAST_WORDS)
        closing.close(() => {
          clearTimeout(late)
          resolve()
        })
        closing.closeIdleConnections()
      }),
  }
}

/** What browsers are told of every answer: run and load what is ours, show it nowhere else, tell nobody where a reader came from. */
function safeHeaders(publicUrl: string | undefined): MiddlewareHandler {
  const own = ["'self'"]
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: own,
      styleSrc: own,
      fontSrc: own,
      // A chart is drawn into its page.
      imgSrc: [...own, 'data:'],
      connectSrc: own,
      formAction: own,
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    // Whether other hosts of the domain have certificates is not ours to say.
    strictTransportSecurity: publicUrl?.startsWith('https:') === true ? 'max-age=15552000' : false,
  })
}

/**
 * So many requests a minute from one address (of IPv6, from one network), since a browser without cookies is a new person every time. This machine is not counted but
 * for what its proxy brings, which is told by `X-Forwarded-For`, the last address of it being the proxy's own finding.
 */
function countedVisits(isProxied: boolean): MiddlewareHandler<{ Bindings: HttpBindings }> {
  const visit = createVisits()
  return async (context, next) => {
    const remote = context.env.incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
    const isOurs = isLoopback(remote)
    const brought = isProxied && isOurs ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    const seconds = isOurs && brought === undefined ? undefined : await visit(visitorOf(brought ?? remote))
    if (seconds === undefined) return next()
    return context.text('Too many requests\n', 429, { 'retry-after': String(seconds) })
  }
}

/** What proxies add: whoever asks is somewhere else then. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

/**
 * A page elsewhere whose name leads to this machine would otherwise be taken for ours by its reader's browser, and a proxy that nobody told
 * us of would show the world what is for this machine alone.
 */
const knownHost: MiddlewareHandler = async (context, next) => {
  const url = `http://${context.req.header('host') ?? ''}`
  if (!URL.canParse(url) || !isLoopback(new URL(url).hostname))
    return context.text('This server is reached under the name localhost. For others, set PUBLIC_URL.\n', 421)
  if (FORWARDED.some((name) => context.req.header(name) !== undefined))
    return context.text('This server is for its own machine. For others, set PUBLIC_URL.\n', 421)
  return next()
}
