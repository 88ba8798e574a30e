/** The HTTP side: paths and tokens, bodies, the record of every request, and faults on the way back. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Blow, type FaultList, send, strike } from '../faults.ts'
import type { Calls } from './calls.ts'
import { DISCORD } from './dialect.ts'
import { ApiError, broken } from './errors.ts'
import { type Parts, readParts } from './multipart.ts'
import type { Found, Routes } from './routes/index.ts'
import type { Payload, WireCall } from './types.ts'
import type { World } from './world.ts'

export interface DiscordServer {
  readonly root: string
  readonly port: number
  /** Stops listening and cuts every connection: the next attempt is refused. */
  close(): Promise<void>
  /** Listens again, at the same address. */
  open(): Promise<void>
}

export interface ServerParts {
  readonly world: World
  readonly routes: Routes
  readonly calls: Calls
  readonly faults: FaultList
  readonly record: WireCall[]
  readonly changed: () => void
  readonly port: number
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

const LARGEST_BODY = 10 * 1024 * 1024
const FILES = /^\/(?:ephemeral-)?attachments\//
const PREFIX = /^\/api(?:\/v(\d+))?(?=\/)/

export async function startServer(parts: ServerParts): Promise<DiscordServer> {
  const { world, routes, calls, faults, record, changed, port } = parts

  const finish = (call: WireCall, answer: Answer | undefined): void => {
    call.ended = Date.now()
    if (answer) {
      call.status = answer.status
      call.response = parsed(answer.body)
    }
    changed()
  }
  const befall = async (call: WireCall, found: Found, blow: Blow, response: ServerResponse): Promise<void> => {
    call.fault = blow.name
    if (blow.action.type === 'delay' && blow.moment === 'before') await sleep(blow.action.ms)
    const truth = blow.applies ? calls.apply(call, found) : undefined
    const { type } = blow.action
    if (type === 'status') call.status = blow.action.code
    else if (type === 'body' || type === 'truncate') call.status = 200
    else if (truth && (type === 'slow' || type === 'delay')) {
      call.status = truth.status
      call.response = parsed(truth.body)
    }
    changed()
    await strike(response, blow, truth, DISCORD)
    finish(call, undefined)
  }
  const authorize = (call: WireCall, { route }: Found): void => {
    const given = call.headers['authorization']
    const right = given === `Bot ${world.token}`
    if (route.auth === 'interaction') {
      if (given !== undefined && !right)
        calls.violate(call, '/: the authorization header is wrong; here it may be absent')
      return
    }
    if (given === undefined) throw broken(401, 0, '401: Unauthorized')
    if (!right) throw new ApiError(401, 0, '401: Unauthorized', false)
  }
  /** Files are to be had from a place of their own, which knows neither tokens nor limits. */
  const serveFile = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const file = world.files.find(url)
    const call: WireCall = {
      ...started(request),
      method: 'GET file',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      payload: {},
      raw: Buffer.alloc(0),
    }
    record.push(call)
    if (call.headers['authorization'] !== undefined) calls.violate(call, '/: the token is not for this place')
    const blow = faults.take(call.method, call.payload)
    const answer: Answer = {
      status: file ? 200 : 404,
      headers: { 'content-type': file?.contentType ?? 'text/plain' },
      body: 'This content is no longer available.',
      ...(file ? { bytes: file.bytes } : {}),
    }
    const { status } = answer
    if (blow) {
      Object.assign(call, { fault: blow.name, status: blow.action.type === 'status' ? blow.action.code : status })
      await strike(response, blow, answer, DISCORD)
    } else {
      Object.assign(call, { applied: true, status })
      send(response, answer)
    }
    finish(call, undefined)
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://peer')
    if (request.method === 'GET' && FILES.test(url.pathname)) return serveFile(url, request, response)
    const version = PREFIX.exec(url.pathname)?.[1]
    const path = decoded(url.pathname.replace(PREFIX, ''))
    const method = request.method ?? 'GET'
    const found = routes.find(method, path)
    const known = typeof found === 'object'
    const raw = await readBody(request)
    const parts = known ? await partsOf(request, raw) : undefined
    const json = parts ? parts.json : known && raw.length > 0 ? readJson(request, raw) : {}
    const call: WireCall = {
      ...started(request),
      method: known ? found.route.name : `${method} ${path}`,
      path,
      query: Object.fromEntries(url.searchParams),
      payload: known && found.route.list && Array.isArray(json) ? { commands: json } : ((json ?? {}) as Payload),
      raw,
      ...(parts ? { files: [...parts.files.values()] } : {}),
    }
    record.push(call)
    try {
      if (!PREFIX.test(url.pathname) || !found) throw broken(404, 0, '404: Not Found')
      if (found === 'elsewhere') throw broken(405, 0, '405: Method Not Allowed')
      if (version !== '10') throw broken(400, 50041, 'Invalid API version')
      authorize(call, found)
      if (json === undefined) throw broken(400, 50109, 'The request body contains invalid JSON.')
      if (typeof json !== 'object' || Array.isArray(json) !== (found.route.list === true && raw.length > 0)) {
        throw broken(400, 50035, 'Invalid Form Body')
      }
      calls.check(call, found, parts)
      const blow = faults.take(call.method, call.payload)
      if (blow) return await befall(call, found, blow, response)
      const answer = calls.apply(call, found)
      finish(call, answer)
      send(response, answer)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const answer = calls.answer(call, error)
      finish(call, answer)
      send(response, answer)
    }
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The bot hung up while it was still sending.
      if (!request.complete) return
      // A fault of the peer itself must not look like one of the platform.
      send(response, { status: 500, headers: {}, body: `Discord peer failed: ${String((error as Error).stack)}` })
      calls.broke(`the peer itself failed: ${String((error as Error).stack)}`)
      changed()
    })
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('upgrade', parts.upgrade)
  const listen = (at: number): Promise<void> => new Promise((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(port)
  const { port: given } = server.address() as AddressInfo

  return {
    root: `http://127.0.0.1:${given}/api`,
    port: given,
    close: () => closeServer(server, sockets),
    open: () => listen(given),
  }
}

/** What is known of a request before anything of it is understood. */
function started({
  headers,
}: IncomingMessage): Pick<WireCall, 'at' | 'headers' | 'status' | 'response' | 'applied' | 'violations'> {
  return {
    at: Date.now(),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    status: 0,
    response: undefined,
    applied: false,
    violations: [],
  }
}

/** The parts of a body of several; undefined for any other. */
async function partsOf({ headers }: IncomingMessage, raw: Buffer): Promise<Parts | undefined> {
  const type = headers['content-type'] ?? ''
  return /^multipart\/form-data\b/i.test(type) ? readParts(type, raw) : undefined
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > LARGEST_BODY) throw new Error('the body is larger than 10 MB')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Undefined when it is not JSON in UTF-8, or not said to be. */
function readJson(request: IncomingMessage, raw: Buffer): unknown {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
  } catch {
    return undefined
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body === '' ? undefined : body
  }
}

/** Upgraded connections are no longer the server's own, so all are ended one by one. */
function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}
