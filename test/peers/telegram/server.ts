/** The HTTP side: paths and tokens, bodies, the record of every request, and faults on the way back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Blow, type FaultList, send, strike } from '../faults.ts'
import { readParameters } from './body.ts'
import { type Calls, refusal } from './calls.ts'
import { TELEGRAM } from './dialect.ts'
import { ApiError } from './errors.ts'
import type { Schemas } from './schema.ts'
import type { Payload, WireCall } from './types.ts'
import type { World } from './world.ts'

export interface TelegramServer {
  readonly root: string
  readonly record: readonly WireCall[]
  /** Runs a call that came as the answer to a webhook delivery. */
  execute(method: string, payload: Payload): void
  /** Stops listening and cuts every connection: the next attempt is refused. */
  close(): Promise<void>
  /** Listens again, at the same address. */
  open(): Promise<void>
}

export interface ServerParts {
  readonly world: World
  readonly schemas: Schemas
  readonly calls: Calls
  readonly faults: FaultList
  readonly changed: () => void
  readonly port: number
}

const LARGEST_BODY = 50 * 1024 * 1024

/** Not run from a webhook answer, as the real server does not. */
const NOT_FROM_WEBHOOK = /^(get|setWebhook$|deleteWebhook$|close$|logOut$)/i

export async function startServer(parts: ServerParts): Promise<TelegramServer> {
  const { world, schemas, calls, faults, changed, port } = parts
  const record: WireCall[] = []

  const register = (requested: string, given: Payload, raw: Buffer, checked: boolean, webhook = false): WireCall => {
    const method = schemas.method(requested) ?? requested
    const payload = schemas.method(requested) ? schemas.coerce(method, given) : given
    const call: WireCall = {
      at: Date.now(),
      method,
      payload,
      raw,
      status: 0,
      response: undefined,
      applied: false,
      violations: [],
      ...(webhook ? { webhook } : {}),
    }
    record.push(call)
    if (checked) calls.check(call)
    return call
  }
  const finish = (call: WireCall, answer: Answer | undefined): void => {
    call.ended = Date.now()
    if (answer) {
      call.status = answer.status
      call.response = parsed(answer.body)
    }
    changed()
  }
  const befall = async (
    call: WireCall,
    blow: Blow,
    apply: () => Answer | Promise<Answer>,
    response: ServerResponse,
  ): Promise<void> => {
    call.fault = blow.name
    if (blow.action.type === 'delay' && blow.moment === 'before') await sleep(blow.action.ms)
    const truth = blow.applies ? await apply() : undefined
    if (call.applied && call.method === 'answerCallbackQuery') world.queries.unsure(call.payload['callback_query_id'])
    if (call.applied && call.method === 'answerInlineQuery') world.queries.unsure(call.payload['inline_query_id'])
    const { type } = blow.action
    if (type === 'status') call.status = blow.action.code
    else if (type === 'body' || type === 'truncate') call.status = 200
    else if (truth && (type === 'slow' || type === 'delay')) {
      call.status = truth.status
      call.response = parsed(truth.body)
    }
    changed()
    await strike(response, blow, truth, TELEGRAM)
    finish(call, undefined)
  }
  /** A file of a person's, where getFile said that it is. */
  const give = async (token: string, path: string, response: ServerResponse): Promise<void> => {
    const call = register('file', { path }, Buffer.alloc(0), false)
    const bytes = token === world.token ? world.files.at(path) : undefined
    const answer = (): Answer => {
      call.applied = bytes !== undefined
      return bytes === undefined
        ? refusal(new ApiError(404, 'Not Found', false), undefined)
        : { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: '', bytes }
    }
    const blow = faults.take('file', call.payload)
    if (blow) return befall(call, blow, answer, response)
    const truth = answer()
    finish(call, truth)
    send(response, truth)
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const url = new URL(request.url ?? '/', 'http://peer')
    const [, owner, path] = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname.replaceAll(/%3A/gi, ':')) ?? []
    if (owner !== undefined && path !== undefined) return give(owner, decodeURIComponent(path), response)
    const [, token, name] = /^\/bot([^/]+)\/([^/]+)\/?$/.exec(url.pathname.replaceAll(/%3A/gi, ':')) ?? []
    let call: WireCall | undefined
    try {
      const raw = await readBody(request)
      const wellFormed = token === world.token || /^\d+:[\w-]{35}$/.test(token ?? '')
      if (name === undefined || !wellFormed) {
        call = register(name ?? url.pathname.replace(world.token, '***'), {}, raw, false)
        throw new ApiError(404, 'Not Found', false)
      }
      if (token !== world.token) {
        call = register(name, {}, raw, false)
        throw new ApiError(401, 'Unauthorized', false)
      }
      let payload: Payload = {}
      let unreadable: unknown
      try {
        payload = readParameters(url.searchParams, request.headers['content-type'] ?? '', raw)
      } catch (error) {
        unreadable = error
      }
      // telegraf repeats the method in multipart bodies; the server does not mind.
      if (payload['method'] === name) delete payload['method']
      call = register(name, payload, raw, !unreadable)
      if (unreadable) throw unreadable
      const blow = faults.take(call.method, call.payload)
      const made = call
      const apply = (): Promise<Answer> => calls.apply(made, gone.signal)
      if (blow) return await befall(made, blow, apply, response)
      const answer = await apply()
      finish(made, answer)
      send(response, answer)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const answer = refusal(error, error.parameters)
      if (call && error.violation) calls.violate(call, `/: ${error.message}`)
      if (call) finish(call, answer)
      send(response, answer)
    }
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The bot hung up while it was still sending.
      if (!request.complete) return
      // A fault of the peer itself must not look like one of the platform.
      send(response, { status: 500, headers: {}, body: `Telegram peer failed: ${String((error as Error).stack)}` })
      calls.broke(error)
      changed()
    })
  })
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(port)
  const { port: given } = server.address() as AddressInfo

  return {
    root: `http://127.0.0.1:${given}`,
    record,
    execute(method, payload) {
      const call = register(method, payload, Buffer.from(JSON.stringify({ method, ...payload })), true, true)
      if (NOT_FROM_WEBHOOK.test(method)) return finish(call, undefined)
      void calls.apply(call, new AbortController().signal).then((answer) => finish(call, answer))
    },
    close: () => closeServer(server),
    open: () => listen(given),
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > LARGEST_BODY) throw new ApiError(413, 'Request Entity Too Large', true)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
