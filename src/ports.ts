/** What the core asks of the world. */
import type { Source } from './corpus/document.ts'
import type { Reply } from './reply.ts'
import type { Language } from './text/language.ts'

/** Where a conversation is held. `thread` is a forum topic or a thread; two addresses with equal keys are one conversation. */
export interface Address {
  readonly platform: string
  readonly conversation: string
  readonly thread?: string
}

/** Equal for equal conversations, whatever their threads. */
export const conversationKey = ({ platform, conversation }: Address): string => `${platform} ${conversation}`

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
  /** The id of the `Incoming` that the message this one replies to is the answer to, where that is Sanad's. */
  readonly answerOf?: string
  /** The id of the only document to answer from, where the writer chose one. */
  readonly source?: string
  /** The writer alone sees the reply, though others read along in the conversation. */
  readonly hidden?: true
  /** Where the writer alone reads, when that is another conversation than this. */
  readonly aside?: Address
  /** A file that came with the message, or with the one it replies to. */
  readonly file?: IncomingFile
  /**
   * Whether the writer moderates a conversation of this platform, this one where none is named; asked at the moment it matters.
   * Absent: nobody does. Never rejects.
   */
  readonly isModerator?: (of?: Address) => Promise<boolean>
}

/** A file as a platform announces it; nothing of it has been read. */
export interface IncomingFile {
  readonly name: string
  /** Bytes, as the platform says. */
  readonly size: number
  /** Its bytes, at most `longest`. Rejects with a `DeliveryError`: `gone` where there are more or it is no longer there, `unavailable` otherwise. */
  read(longest: number): Promise<Uint8Array>
}

/** Proof that a reply arrived: the platform's message ids. */
export interface Delivered {
  readonly messages: readonly string[]
}

/** What a delivery that nobody waits for is about. */
export interface DeliveryOptions {
  /** Names it: delivered again under the same name, the messages on show are changed and none is sent twice. */
  readonly subject?: string
  /** The id of the `Incoming` that it answers, to be shown as a reply to it where that is still there. */
  readonly replyTo?: string
}

/**
 * One chat network, as the core sees it. Deferring, typing, limits, retry-after and splitting by size are the adapter's
 * secret; "nothing found" is a reply like any other.
 */
export interface ChatAdapter {
  readonly platform: 'telegram' | 'discord' | 'console' | 'web'
  /** Begins listening. Each addressed message gets exactly one reply in the same conversation. */
  start(handle: (incoming: Incoming) => Promise<Reply>): Promise<void>
  /** Whether messages can come in: from when `start` has resolved until `stop`, but not while the network is out of reach. */
  isConnected(): boolean
  /** Sends unasked (a digest). Waits out short rate limits; else rejects with a `DeliveryError`. */
  deliver(address: Address, reply: Reply, options?: DeliveryOptions): Promise<Delivered>
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

/**
 * Why a file cannot become a document: its name has another ending than md, txt, html · too many bytes · no encoding that is known · no
 * words in it · nothing that can be read · reading it took too long or too much memory.
 */
export type Refusal = 'type' | 'size' | 'encoding' | 'empty' | 'broken' | 'slow'

/** Something that a file says of itself and that could not be used: front matter that is no YAML, a value of the wrong form. */
export type Doubt = 'front matter' | 'metadata'

/** Reads a file that somebody sent, where it can do no harm. Never rejects for what the file holds. */
export type ReadFile = (file: {
  readonly name: string
  readonly bytes: Uint8Array
}) => Promise<{ readonly source: Source; readonly doubts: readonly Doubt[] } | { readonly refusal: Refusal }>

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
