/**
 * Why a call failed, and what that means for a retry (Discord API, "Opcodes and Status Codes"). The words mean what they mean in
 * the Telegram adapter: `unsent` never left, `uncertain` may have been carried out, all others had no effect.
 */
import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'

export type Failure =
  | { readonly code: 'unsent' | 'uncertain' | 'unauthorized' }
  /** Milliseconds. */
  | { readonly code: 'limited'; readonly retryAfter: number }
  /** No access, no permission, or no longer there: why, and what to do. */
  | { readonly code: 'gone'; readonly reason: string }
  /** The interaction's token has ended or never counted, or the message is not there. */
  | { readonly code: 'lost' }
  /** Somebody has acknowledged it already. */
  | { readonly code: 'taken' }
  | { readonly code: 'refused'; readonly reason: string }

/** JSON error codes by what they mean here. */
const LOST: ReadonlySet<unknown> = new Set([10_008, 10_015, 10_062, 50_027])
const GONE: ReadonlyMap<unknown, string> = new Map([
  [10_003, 'the channel is no longer there; choose another one'],
  [10_004, 'the bot is not in this server; invite it again'],
  [50_001, 'the bot does not see the channel, or is no longer in the server; check its permissions'],
  [50_007, 'this person takes no messages from the bot'],
  [50_008, 'this is no channel for messages; choose another one'],
  [50_013, 'the bot may not write in the channel; check its permissions'],
  [50_083, 'the thread is archived; open it again, or choose another channel'],
  [160_002, 'the bot may not read the channel, so it cannot reply there; check its permissions'],
  [160_005, 'the thread is locked; unlock it, or choose another channel'],
])
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
    const gone = GONE.get(error.code)
    if (gone !== undefined) return { code: 'gone', reason: `${gone} (Discord's error ${error.code})` }
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
