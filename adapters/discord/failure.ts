/**
 * Why a call failed, and what that means for a retry (Discord API, "Opcodes and Status Codes"). The words mean what they mean in
 * the Telegram adapter: `unsent` never left, `uncertain` may have been carried out, all others had no effect.
 */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'

export type Failure =
  | { readonly code: 'unsent' | 'uncertain' | 'unauthorized' }
  /** Milliseconds. */
  | { readonly code: 'limited'; readonly retryAfter: number }
  /** No access, no permission, or no longer there. */
  | { readonly code: 'gone'; readonly reason: string }
  /** The interaction's token has ended or never counted, or the message is not there. */
  | { readonly code: 'lost' }
  /** Somebody has acknowledged it already. */
  | { readonly code: 'taken' }
  | { readonly code: 'refused'; readonly reason: string }

/** JSON error codes by what they mean here. */
const LOST: ReadonlySet<unknown> = new Set([10_008, 10_015, 10_062, 50_027])
const GONE: ReadonlySet<unknown> = new Set([10_003, 10_004, 50_001, 50_007, 50_013, 160_002, 50_083])
const TAKEN = 40_060
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What the library says of its own once Discord has refused the token. */
const TOKENLESS = 'Expected token to be set'

export function failureOf(error: unknown): Failure {
  // A page of the proxy before Discord does not say for how long: it is waited for as for a network that is down.
  if (error instanceof RateLimitError)
    return error.retryAfter > 0 ? { code: 'limited', retryAfter: error.retryAfter } : { code: 'unsent' }
  if (error instanceof DiscordAPIError) {
    if (LOST.has(error.code)) return { code: 'lost' }
    if (error.code === TAKEN) return { code: 'taken' }
    if (GONE.has(error.code)) return { code: 'gone', reason: `Discord's error ${error.code}` }
    if (error.status === 401) return { code: 'unauthorized' }
    if (error.status === 404) return { code: 'lost' }
    return { code: 'refused', reason: `Discord's error ${error.code} (HTTP ${error.status})` }
  }
  if (error instanceof HTTPError && error.status < 500) return { code: 'refused', reason: `HTTP ${error.status}` }
  if (error instanceof Error && error.message.startsWith(TOKENLESS)) return { code: 'unauthorized' }
  const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | undefined)?.cause)
  return { code: code !== undefined && UNSENT.has(code) ? 'unsent' : 'uncertain' }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}
