/**
 * Delivery of updates to the bot's own address:
 * - one after the other within a chat, chats beside each other up to `max_connections`, over connections that stay open;
 * - any 2xx confirms; anything else is tried again after a delay that doubles, or as long as `Retry-After` says;
 * - an answer that is JSON with a `method` is executed as a call.
 */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, Agent as SecureAgent } from 'node:https'
import type { TelegramWebhookInfo } from '@gramio/types'
import type { Payload, WebhookOptions } from './types.ts'
import type { Update, Updates } from './updates.ts'

export interface WebhookSetting {
  readonly url: string
  readonly secret_token?: string | undefined
  readonly max_connections?: number | undefined
}

export interface Webhook {
  set(setting: WebhookSetting | undefined): void
  readonly active: boolean
  info(): TelegramWebhookInfo
  /** Sends bodies in two TCP writes, cut inside a letter of several bytes. */
  split: boolean
  close(): void
}

const LONGEST_DELAY = 60_000

export function createWebhook(
  updates: Updates,
  { retry = 200, timeout = 10_000, second = 1000 }: WebhookOptions,
  execute: (method: string, payload: Payload) => void,
  changed: () => void,
): Webhook {
  const agents = { 'http:': new Agent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) }
  /** Chats with a delivery on the way or waiting to be tried again. */
  let busy = new Set<unknown>()
  let setting: WebhookSetting | undefined
  let failure: { readonly date: number; readonly message: string } | undefined

  const deliver = async (update: Update, to: WebhookSetting, delay: number): Promise<void> => {
    if (setting !== to) return
    const { status, headers, body, error } = await post(to, JSON.stringify(update), webhook.split, timeout, agents)
    if (setting !== to) return
    if (status >= 200 && status < 300) {
      updates.confirm(update)
      const call = callOf(headers['content-type'], body)
      if (call) execute(call.method, call.payload)
      return
    }
    const message = error ?? `Wrong response from the webhook: ${status}`
    failure = { date: Math.floor(Date.now() / 1000), message }
    const asked = Math.min(3600, Number(headers['retry-after']))
    await new Promise((resolve) => setTimeout(resolve, asked > 0 ? asked * second : delay).unref())
    return deliver(update, to, Math.min(LONGEST_DELAY, delay * 2))
  }
  const pump = (): void => {
    const to = setting
    if (!to) return
    const chats = busy
    for (const update of updates.waiting()) {
      if (chats.size >= (to.max_connections ?? 40)) return
      const key = queueOf(update)
      if (chats.has(key)) continue
      chats.add(key)
      void deliver(update, to, retry).finally(() => {
        chats.delete(key)
        changed()
        pump()
      })
    }
  }
  let planned = false
  updates.onAdd(() => {
    if (!planned) {
      setImmediate(() => {
        planned = false
        pump()
      })
    }
    planned = true
  })

  const webhook: Webhook = {
    split: false,
    set(next) {
      setting = next
      failure = undefined
      // What is on its way for the old address no longer counts.
      busy = new Set()
      pump()
    },
    get active() {
      return setting !== undefined
    },
    info() {
      const info: TelegramWebhookInfo = {
        url: setting?.url ?? '',
        has_custom_certificate: false,
        pending_update_count: updates.pending,
      }
      if (setting) info.max_connections = setting.max_connections ?? 40
      if (failure) Object.assign(info, { last_error_date: failure.date, last_error_message: failure.message })
      if (updates.allowed) info.allowed_updates = [...updates.allowed] as NonNullable<typeof info.allowed_updates>
      return info
    },
    close() {
      setting = undefined
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
  return webhook
}

/** Updates of one chat (or, without a chat, of one person) keep their order. */
function queueOf(update: Update): unknown {
  for (const content of Object.values(update)) {
    if (typeof content !== 'object' || content === null) continue
    const { chat, message, from } = content as {
      chat?: { id: number }
      message?: { chat?: { id: number } }
      from?: { id: number }
    }
    return chat?.id ?? message?.chat?.id ?? from?.id ?? 'none'
  }
  return 'none'
}

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly error?: string
}

function post(
  { url, secret_token }: WebhookSetting,
  body: string,
  split: boolean,
  timeout: number,
  agents: { readonly 'http:': Agent; readonly 'https:': SecureAgent },
): Promise<Reply> {
  const bytes = Buffer.from(body)
  const secure = url.startsWith('https:')
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    'accept-encoding': 'gzip, deflate',
  }
  if (secret_token) headers['x-telegram-bot-api-secret-token'] = secret_token
  return new Promise((resolve) => {
    const failed = (error: Error): void => resolve({ status: 0, headers: {}, body: '', error: error.message })
    const options = { method: 'POST', headers, agent: secure ? agents['https:'] : agents['http:'], timeout }
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('error', failed)
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: Buffer.concat(pieces).toString('utf8') })
      })
    })
    request.on('error', failed)
    request.on('timeout', () => request.destroy(new Error('Read timeout expired')))
    request.setNoDelay(true)
    const cut = split ? insideLetter(bytes) : 0
    if (cut === 0) return void request.end(bytes)
    request.write(bytes.subarray(0, cut))
    // Long enough for the other side to read the first piece by itself.
    setTimeout(() => request.end(bytes.subarray(cut)), 30)
  })
}

/** A place within the first letter of several bytes, or 0 when there is none. */
function insideLetter(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte >= 0xc2)
  return first < 0 ? 0 : first + 1
}

function callOf(type: string | undefined, body: string): { method: string; payload: Payload } | undefined {
  if (!type?.includes('json')) return undefined
  try {
    const { method, ...payload } = JSON.parse(body) as Payload
    return typeof method === 'string' ? { method, payload } : undefined
  } catch {
    return undefined
  }
}
