/**
 * The webhook's receiver (Bot API, setWebhook): a request handler for any HTTP server of Node's. It answers once the update is
 * stored and before it is handled, and lets no sender make the process wait or grow.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/index.ts'

/** Where Telegram posts updates. */
export const WEBHOOK_PATH = '/telegram'
const LARGEST_BODY = 1_000_000
/** Milliseconds in which a body must be here. */
const PATIENCE = 10_000

/** The secret that Telegram repeats with every update, where none is set: it follows from the token, and does not tell it. */
export function webhookSecret(token: string): string {
  return createHmac('sha256', token).update('sanad webhook').digest('base64url')
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export function createWebhook(
  secret: string,
  receive: (updates: readonly Update[]) => Promise<void>,
  log: Log,
  patience: number = PATIENCE,
): RequestHandler {
  return (request, response) => {
    const end = (status: number, headers: Record<string, string> = {}): void => {
      if (!response.headersSent) response.writeHead(status, { 'content-length': '0', ...headers }).end()
      // A body that is not wanted is not waited for.
      if (status >= 400 && !request.complete) response.once('finish', () => request.destroy())
    }
    void accept(request, secret, patience).then(
      async (result) => {
        if (typeof result === 'number') return end(result, result === 405 ? { allow: 'POST' } : { connection: 'close' })
        try {
          await receive([result])
          end(200)
        } catch (error) {
          // Not stored: Telegram sends it again.
          log.error({ error }, 'telegram: an update could not be stored')
          end(503, { 'retry-after': '5' })
        }
      },
      () => end(400, { connection: 'close' }),
    )
  }
}

/** The update, or the status that refuses the request. */
async function accept(request: IncomingMessage, secret: string, patience: number): Promise<Update | number> {
  if (request.method !== 'POST') return 405
  const given = request.headers['x-telegram-bot-api-secret-token']
  if (typeof given !== 'string' || given === '') return 401
  if (!equal(given, secret)) return 403
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return 415
  if (request.headers['content-encoding'] !== undefined) return 415
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return 413
  const body = await read(request, patience)
  if (typeof body === 'number') return body
  try {
    const update: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    const isUpdate = typeof update === 'object' && update !== null && Number.isSafeInteger((update as Update).update_id)
    return isUpdate ? (update as Update) : 400
  } catch {
    return 400
  }
}

/** The whole body as bytes: decoded only then, since a letter may be parted between two chunks. */
function read(request: IncomingMessage, patience: number): Promise<Buffer | number> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => resolve(408), patience)
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > LARGEST_BODY) resolve(413)
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => clearTimeout(timer))
  })
}

/** Takes the same time wherever the two differ. */
function equal(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
