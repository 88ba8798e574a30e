/** What the core asks of the world. */
import type { Reply } from './reply.ts'
import type { Language } from './text/language.ts'

/** Where a conversation is held. `thread` is a forum topic or a thread; two addresses with equal keys are one conversation. */
export interface Address {
  readonly platform: string
  readonly conversation: string
  readonly thread?: string
}

/** A message as the core sees it, whatever network brought it. */
export interface Incoming {
  /** Unique on its platform: the same event delivered twice, and a message that was edited, have the same id. */
  readonly id: string
  readonly address: Address
  /** Whether others read along. */
  readonly place: 'private' | 'group'
  /** Pseudonym of the writer, stable on its platform; never a name. */
  readonly from: string
  readonly text: string
  /** The writer's own interface language, where the platform tells; the conversation's setting and the question's come first. */
  readonly language?: Language
  /** Whether the message is meant for Sanad: always in private, by command or mention in a group. */
  readonly addressed: boolean
  /** The text of the message this one replies to. */
  readonly replyTo?: string
  /** The id of the only document to answer from, where the writer chose one. */
  readonly source?: string
  /** Whether the writer moderates the conversation, asked at the moment it matters. Absent: nobody does. Never rejects. */
  readonly isModerator?: () => Promise<boolean>
}

/** Proof that a reply arrived: what is needed to edit it. */
export interface Delivered {
  readonly messages: readonly string[]
}

/**
 * One chat network, as the core sees it. Deferring, typing, limits, retry-after and splitting by size are the adapter's
 * secret; "nothing found" is a reply like any other.
 */
export interface ChatAdapter {
  readonly platform: 'telegram' | 'discord' | 'console' | 'web'
  /** Begins listening. Each addressed message gets exactly one reply in the same conversation. */
  start(handle: (incoming: Incoming) => Promise<Reply>): Promise<void>
  /** Sends unasked (a digest). Waits out short rate limits; else rejects with a `DeliveryError`. */
  deliver(address: Address, reply: Reply): Promise<Delivered>
  /** Stops listening, lets replies in flight finish, frees every socket and timer. Safe to call twice. */
  stop(): Promise<void>
}

/** The one failure of the world that is expected: a reply could not be delivered. */
export class DeliveryError extends Error {
  /**
   * `gone`: blocked, left or deleted, never try again · `limited`: later, after `retryAfter` milliseconds · `unavailable`:
   * the network is down, try again · `uncertain`: it may have arrived.
   */
  readonly code: 'gone' | 'limited' | 'unavailable' | 'uncertain'
  readonly retryAfter?: number

  constructor(code: DeliveryError['code'], message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause })
    this.name = 'DeliveryError'
    this.code = code
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter
  }
}

/** Where adapters write what the operator should know: an event's name, and facts that hold no text of anybody. */
export interface Log {
  debug(facts: object, event: string): void
  info(facts: object, event: string): void
  warn(facts: object, event: string): void
  error(facts: object, event: string): void
}

/** Something that was looked at before a start, and what to do about it. */
export interface Finding {
  readonly level: 'good' | 'warning' | 'error'
  readonly about: string
  readonly says: string
  readonly remedy?: string
}
