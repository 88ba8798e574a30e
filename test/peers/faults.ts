/** Faults of the wire: which call they befall, and what they do to its answer. */
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A body as a bot sent it. A test looks into it freely, so it is not typed. */
// biome-ignore lint/suspicious/noExplicitAny: the shape differs by route
export type Payload = Record<string, any>

/** An answer of the platform's, or of what stands before it, in place of the true one. */
export type StatusAction = Extract<FaultAction, { type: 'status' }>

export type FaultAction =
  | {
      readonly type: 'status'
      readonly code: number
      /** The `message` of the body. */
      readonly description?: string
      /** The `code` of the body, e.g. 50001. */
      readonly errorCode?: number
      readonly retry_after?: number
      /** An HTML page instead of JSON. */
      readonly html?: boolean
      /** Whether `retry_after` is also sent as a header. Default true. */
      readonly header?: boolean
      /** Of a 429. Default user. */
      readonly scope?: 'user' | 'global' | 'shared'
    }
  | { readonly type: 'reset' }
  | { readonly type: 'close' }
  | { readonly type: 'hang' }
  | { readonly type: 'slow'; readonly bytesPerSecond: number }
  | { readonly type: 'truncate' }
  | { readonly type: 'body'; readonly text: string; readonly contentType?: string }
  | { readonly type: 'delay'; readonly ms: number }

export interface Fault {
  /** The route as in the record. */
  readonly method: string | RegExp | ((method: string, payload: Payload) => boolean)
  readonly times?: number
  /**
   * before: the call has no effect. after: it has, then the fault happens. during: as after, with half the answer sent first.
   * `slow` and `delay` always end in the true answer, so with them the call is applied in every case. `status` and `body`
   * have an answer of their own: `during` sends half of that one and ends the connection.
   */
  readonly when?: 'before' | 'during' | 'after'
  readonly action: FaultAction
}

export interface Faults {
  push(fault: Fault): void
  clear(): void
  readonly hits: number
}

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
  /** In place of the body, where it is no text. */
  readonly bytes?: Buffer
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

/** What is each platform's own. */
export interface Dialect {
  /** The answer that stands in for the true one when the call was not applied. */
  readonly unapplied: Answer
  readonly refusal: (action: StatusAction, name: string) => Answer
}

export async function strike(
  response: ServerResponse,
  { action, moment }: Blow,
  truth: Answer | undefined,
  { unapplied, refusal }: Dialect,
): Promise<void> {
  const answer = truth ?? unapplied
  const { socket } = response
  if (moment === 'during' && action.type !== 'status' && action.type !== 'body') await half(response, answer)
  switch (action.type) {
    case 'status': {
      const refused = refusal(action, NAMES[action.code] ?? 'Error')
      return moment === 'during' ? cut(response, refused) : send(response, refused)
    }
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
      return send(response, { ...answer, bytes: firstHalf(answer) })
    case 'delay':
      if (moment !== 'before') await sleep(action.ms)
      return response.headersSent ? void response.end(secondHalf(answer)) : send(response, answer)
    case 'slow':
      return trickle(response, answer, action.bytesPerSecond)
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return
  const { status, headers } = answer
  const content = contentOf(answer)
  // Where there is no content, nothing is said about it.
  const length: Record<string, string> = status === 204 ? {} : { 'content-length': String(content.length) }
  response.writeHead(status, { ...headers, ...length })
  response.end(content)
}

const contentOf = ({ body, bytes }: Answer): Buffer => bytes ?? Buffer.from(body)
const middle = (answer: Answer): number => Math.floor(contentOf(answer).length / 2)
const firstHalf = (answer: Answer): Buffer => contentOf(answer).subarray(0, middle(answer))
const secondHalf = (answer: Answer): Buffer => contentOf(answer).subarray(middle(answer))

/** Headers that promise the whole body, and half of it, on the wire before the fault goes on. */
async function half(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.destroyed) return
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(contentOf(answer).length) })
  await new Promise<void>((resolve) => response.write(firstHalf(answer), () => resolve()))
  // A reset discards what the other side has not read yet.
  await sleep(20)
}

async function cut(response: ServerResponse, answer: Answer): Promise<void> {
  await half(response, answer)
  response.socket?.destroySoon()
}

async function trickle(response: ServerResponse, answer: Answer, bytesPerSecond: number): Promise<void> {
  const rest = response.headersSent ? secondHalf(answer) : contentOf(answer)
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
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** An error page as a proxy shows it. */
export function page(code: number, name: string): string {
  return `<html><head><title>${code} ${name}</title></head><body><center><h1>${code} ${name}</h1></center></body></html>`
}
