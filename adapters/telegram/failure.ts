/**
 * Why a call failed, and what that means for a retry (Bot API, "Making requests"; error texts of the Bot API server).
 *
 * - `unsent`: it never left this machine. Safe to send again.
 * - `limited`: refused for now. Safe to send again after `retryAfter`.
 * - `uncertain`: it left, and no word came back: it may have been carried out.
 * - everything else was refused and had no effect.
 */
import { TelegramError } from 'telegraf'

export type Failure =
  | { readonly code: 'unsent' | 'uncertain' }
  /** Milliseconds. */
  | { readonly code: 'limited'; readonly retryAfter: number }
  /** Blocked, removed, or no longer there. */
  | { readonly code: 'gone'; readonly reason: string }
  /** The group goes on as a supergroup. */
  | { readonly code: 'moved'; readonly to: number }
  /** The message shows this already. */
  | { readonly code: 'unchanged' }
  /** The message that was to be changed is not there. */
  | { readonly code: 'lost' }
  | { readonly code: 'unauthorized' | 'conflict' | 'unknown method' }
  | { readonly code: 'refused'; readonly reason: string }

/** Errors of a connection that was never made. */
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
const GONE =
  /chat not found|user is deactivated|bot was kicked|not a member|chat_write_forbidden|not enough rights to send|have no rights to send|need administrator rights|group chat was deactivated|PEER_ID_INVALID|TOPIC_CLOSED|TOPIC_DELETED|message thread not found|CHANNEL_PRIVATE|CHAT_RESTRICTED/i
const LOST = /message to (?:edit|delete) not found|message can't be (?:edited|deleted)|MESSAGE_ID_INVALID/i

export function failureOf(error: unknown): Failure {
  if (!(error instanceof TelegramError)) {
    const code = (error as { code?: unknown } | undefined)?.code
    return { code: typeof code === 'string' && UNSENT.has(code) ? 'unsent' : 'uncertain' }
  }
  const { code, description, parameters } = error
  const reason = reasonOf(description)
  if (code === 429) return { code: 'limited', retryAfter: Math.max(1, parameters?.retry_after ?? 1) * 1000 }
  // Without a code it is not Telegram's word but that of something in between.
  if (typeof code !== 'number' || code >= 500) return { code: 'uncertain' }
  if (parameters?.migrate_to_chat_id !== undefined) return { code: 'moved', to: parameters.migrate_to_chat_id }
  if (code === 401) return { code: 'unauthorized' }
  if (code === 404) return { code: 'unknown method' }
  if (code === 409) return { code: 'conflict' }
  if (code === 403 || GONE.test(description)) return { code: 'gone', reason }
  if (/message is not modified/i.test(description)) return { code: 'unchanged' }
  if (LOST.test(description)) return { code: 'lost' }
  return { code: 'refused', reason }
}

/** Telegram's words as they may be logged: what it repeats of the request is left out. */
function reasonOf(description: unknown): string {
  return String(description)
    .replace(/(["“«])(?:.*(["”»])|.*)/gsu, '$1…$2')
    .replace(/(?<!\w)'(?:.*'(?!\w)|.*)/gsu, "'…'")
    .replace(/\d{5,}:[\w-]{20,}/g, '…')
    .slice(0, 160)
}
