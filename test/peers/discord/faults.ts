/** Faults of the wire: which call they befall, and what they do to its answer. */
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, FaultAction, Faults, Payload } from './types.ts'

export type Moment = 'before' | 'during' | 'after'

export interface Blow {
  readonly moment: Moment
  readonly action: FaultAction
  /** Whether the call still has its effect. */
  readonly applies: boolean
  readonly name: string
}

export interface FaultList extends Faults {
  take(method: string, payload: Payload): Blow | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

export function createFaults(changed: () => void): FaultList {
  let list: { readonly fault: Fault; left: number }[] = []
  let hits = 0
  return {
    push: (fault) => {
      list.push({ fault, left: fault.times ?? 1 })
    },
    clear: () => {
      list = []
    },
    get hits() {
      return hits
    },
    take(method, payload) {
      const entry = list.find(({ fault, left }) => left > 0 && befalls(fault.method, method, payload))
      if (!entry) return undefined
      entry.left -= 1
      hits += 1
      changed()
      const { action, when: moment = 'before' } = entry.fault
      const code = action.type === 'status' ? ` ${action.code}` : ''
      return {
        moment,
        action,
        // These two end in the true answer, so there must be one.
        applies: moment !== 'before' || action.type === 'slow' || action.type === 'delay',
        name: `${action.type}${code} ${moment}`,
      }
    },
  }
}

function befalls(wanted: Fault['method'], method: string, payload: Payload): boolean {
  if (typeof wanted === 'string') return wanted === method
  return wanted instanceof RegExp ? wanted.test(method) : wanted(method, payload)
}

/** The answer that stands in for the true one when the call was not applied. */
const UNAPPLIED: Answer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"id":"1","type":0}',
}

export async function strike(
  response: ServerResponse,
  { action, moment }: Blow,
  truth: Answer | undefined,
): Promise<void> {
  const answer = truth ?? UNAPPLIED
  const { socket } = response
  if (moment === 'during' && action.type !== 'status' && action.type !== 'body') await half(response, answer)
  switch (action.type) {
    case 'status':
      return moment === 'during' ? cut(response, statusAnswer(action)) : send(response, statusAnswer(action))
    case 'body': {
      const headers = { 'content-type': action.contentType ?? 'application/json' }
      const body: Answer = { status: 200, headers, body: action.text }
      return moment === 'during' ? cut(response, body) : send(response, body)
    }
    case 'reset':
      socket?.resetAndDestroy()
      return
    case 'close':
      socket?.end()
      socket?.destroySoon()
      return
    case 'hang':
      return
    case 'truncate':
      // A whole answer to HTTP, half a one to JSON.
      if (response.headersSent) return void response.end()
      return send(response, { ...answer, body: firstHalf(answer.body).toString('utf8') })
    case 'delay':
      if (moment !== 'before') await sleep(action.ms)
      return response.headersSent ? void response.end(secondHalf(answer.body)) : send(response, answer)
    case 'slow':
      return trickle(response, answer, action.bytesPerSecond)
  }
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent || response.destroyed) return
  // Where there is no content, nothing is said about it.
  const length: Record<string, string> = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...headers, ...length })
  response.end(body)
}

const firstHalf = (body: string): Buffer => Buffer.from(body).subarray(0, Math.floor(Buffer.byteLength(body) / 2))
const secondHalf = (body: string): Buffer => Buffer.from(body).subarray(Math.floor(Buffer.byteLength(body) / 2))

/** Headers that promise the whole body, and half of it, on the wire before the fault goes on. */
async function half(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  if (response.destroyed) return
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
  await new Promise<void>((resolve) => response.write(firstHalf(body), () => resolve()))
  // A reset discards what the other side has not read yet.
  await sleep(20)
}

async function cut(response: ServerResponse, answer: Answer): Promise<void> {
  await half(response, answer)
  response.socket?.destroySoon()
}

async function trickle(response: ServerResponse, answer: Answer, bytesPerSecond: number): Promise<void> {
  const rest = response.headersSent ? secondHalf(answer.body) : Buffer.from(answer.body)
  if (!response.headersSent) {
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(rest.length) })
    response.flushHeaders()
  }
  // At most twenty writes a second, each as large as the rate asks.
  const piece = Math.max(1, Math.round(bytesPerSecond / 20))
  for (let at = 0; at < rest.length && !response.destroyed; at += piece) {
    response.write(rest.subarray(at, at + piece))
    await sleep((piece / bytesPerSecond) * 1000)
  }
  if (!response.destroyed) response.end()
}

const NAMES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

function statusAnswer(action: Extract<FaultAction, { type: 'status' }>): Answer {
  const { code, retry_after, html = false, header = true, scope = 'user', errorCode = 0 } = action
  const name = NAMES[code] ?? 'Error'
  const headers: Record<string, string> = { 'content-type': html ? 'text/html' : 'application/json' }
  if (retry_after !== undefined && header) headers['retry-after'] = String(retry_after)
  // A page of the proxy before Discord knows nothing of buckets.
  if (code === 429 && !html) {
    headers['x-ratelimit-scope'] = scope
    if (scope === 'global') headers['x-ratelimit-global'] = 'true'
  }
  const limited = { message: 'You are being rate limited.', retry_after: retry_after ?? 1, global: scope === 'global' }
  const said = { message: action.description ?? `${code}: ${name}`, code: errorCode }
  const body = html
    ? `<html><head><title>${code} ${name}</title></head><body><center><h1>${code} ${name}</h1></center></body></html>`
    : JSON.stringify(code === 429 ? limited : said)
  return { status: code, headers, body }
}
