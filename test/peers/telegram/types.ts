/** What a test sees of the Telegram peer: its options, its record and the faults that can be asked of it. */

import type { TelegramChat, TelegramInlineKeyboardMarkup, TelegramMessage, TelegramUser } from '@gramio/types'
import type { Payload } from '../faults.ts'

export type { Fault, FaultAction, Faults, Payload } from '../faults.ts'

export type User = TelegramUser
export type Chat = TelegramChat
export type Keyboard = TelegramInlineKeyboardMarkup
/** As on the wire: the published type also allows builders, which never arrive here. */
export interface Message extends Omit<TelegramMessage, 'reply_markup' | 'reply_to_message'> {
  reply_markup?: Keyboard
  reply_to_message?: Message
}

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked' | 'restricted'

export interface PeerOptions {
  readonly token?: string
  readonly bot?: Partial<User>
  /** Flood limits: 1 message/s per chat after a small burst, 20/min per group, 30/s overall; `scale` 10 = ten times faster. */
  readonly flood?: false | { readonly scale: number }
  readonly port?: number
  /** In privacy mode, whether a mention of the bot lets a group message through. Default true. */
  readonly mentionsReachBot?: boolean
  /** How long a callback or inline query may be answered, in ms. Default 15 000. */
  readonly queryLife?: number
  /** How long the answer to a repeated getUpdates conflict is held back, in ms. Default 3 000, as the real server does. */
  readonly conflictDelay?: number
  readonly webhook?: WebhookOptions
}

export interface WebhookOptions {
  /** First delay before a failed delivery is tried again, in ms; doubles each time up to a minute. Default 200. */
  readonly retry?: number
  /** How long the bot may take to answer a delivery, in ms. Default 10 000. */
  readonly timeout?: number
  /** What a second of `Retry-After` lasts, in ms. Default 1 000. */
  readonly second?: number
}

export interface WireCall {
  /** When the request was complete, in ms since the epoch. */
  readonly at: number
  /** The method by its documented name, or as requested when there is none such. */
  readonly method: string
  readonly payload: Payload
  readonly raw: Buffer
  /** 0 while it is not answered, and for ever when it never was. */
  status: number
  response: unknown
  /** When the answer (or the fault) was done. */
  ended?: number
  /** Whether it had its effect, whatever the bot was told. */
  applied: boolean
  readonly violations: string[]
  fault?: string
  /** True when it came as the answer to a webhook delivery. */
  readonly webhook?: true
}

/** A message of the bot as people see it now. */
export type SentMessage = Message & {
  /** Its texts over time, the present one last. */
  readonly versions: readonly string[]
}

export interface Said {
  /** 0 when the bot does not get it: privacy mode, not a member, or a type it did not ask for. */
  readonly update_id: number
  readonly message: Message
}

export interface CallbackAnswer {
  readonly text?: string
  readonly show_alert?: boolean
  readonly url?: string
}

export interface BotAction {
  readonly at: number
  readonly chat_id: number
  readonly action: string
  readonly message_thread_id?: number
}
