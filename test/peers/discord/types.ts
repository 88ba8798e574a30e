/** What a test sees of the Discord peer: its options, its record, and the faults that can be asked of it. */

import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIUser,
} from 'discord.js'
import type { Payload } from '../faults.ts'

export type { Fault, FaultAction, Faults, Payload } from '../faults.ts'

export type User = APIUser & { locale?: string }
export type Message = APIMessage
export type Choice = APIApplicationCommandOptionChoice
export type Command = APIApplicationCommand
export type Modal = APIModalInteractionResponseCallbackData

/** A file as somebody uploads it. */
export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
  readonly contentType?: string
  /** Told in place of the true address. */
  readonly url?: string
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly owner_id: string
  readonly preferred_locale: string
}

export interface Channel {
  readonly id: string
  /** 0 text, 1 direct message, 5 announcements, 11 public thread. */
  readonly type: number
  readonly name?: string
  readonly guild_id?: string
  readonly parent_id?: string
}

export interface PeerOptions {
  readonly token?: string
  /** Also the id of the bot's user, as for every application made today. */
  readonly applicationId?: string
  readonly bot?: Partial<User>
  /**
   * Limits: 5 messages per channel in 5 s, 5 calls per interaction token in 2 s, 50 calls/s overall, 1 identify in 5 s;
   * `scale` 10 = ten times faster. `false` enforces none of them; the headers are sent all the same.
   */
  readonly rateLimits?: false | { readonly scale: number }
  readonly port?: number
  /** ms between heartbeats. Default 41 250. */
  readonly heartbeatInterval?: number
  /** How long an interaction waits for its first answer, in ms. Default 3 000. */
  readonly ackWithin?: number
  /** How long the token of an interaction is good, in ms. Default 900 000. */
  readonly tokenLife?: number
  /** How long an enforced nonce is remembered, in ms. Default 300 000. */
  readonly nonceLife?: number
  /** Accepts `ar` among the localizations, which Discord does not document. Default false. */
  readonly arabicLocalizations?: boolean
  /** Privileged intents switched on for the application, as a bit field. Default 0. */
  readonly privilegedIntents?: number
}

export interface WireCall {
  /** When the request was complete, in ms since the epoch. */
  readonly at: number
  /** The route, e.g. `POST /channels/{id}/messages`, or as requested when there is none such. Frames: `GATEWAY 2 IDENTIFY`. */
  readonly method: string
  /** As requested, without `/api/v10`. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The JSON body (of a frame: `{op, d}`); `{}` where there was none. A list of commands is `{commands: […]}`. */
  readonly payload: Payload
  readonly raw: Buffer
  /** What was uploaded with it, in order. */
  readonly files?: readonly Upload[]
  readonly headers: Readonly<Record<string, string>>
  /** 0 while it is not answered, and for ever when it never was. Frames: 101. */
  status: number
  response: unknown
  /** When the answer (or the fault) was done. */
  ended?: number
  /** Whether it had its effect, whatever the bot was told. */
  applied: boolean
  readonly violations: string[]
  fault?: string
}

/** A message of the bot as people see it now. */
export type SentMessage = Message & {
  /** All that is to be read in it: content, embeds, text displays. */
  readonly text: string
  /** Its texts over time, the present one last. */
  readonly versions: readonly string[]
  /** Whom alone it is shown to. */
  readonly ephemeralFor?: string
}

export interface Interaction {
  readonly id: string
  readonly token: string
  /** 1 ping, 2 command, 3 component, 4 autocomplete, 5 modal. */
  readonly type: number
  /** What INTERACTION_CREATE carried. */
  readonly payload: Payload
  /** ms, undefined while not. */
  readonly acknowledgedAfter?: number
  /** The body of the first answer, `{type, data}`. */
  readonly response?: Payload
  readonly modal?: Modal
  readonly choices?: readonly Choice[]
  /** The original answer, edited or not; undefined while there is none, or only "is thinking…". */
  message(): SentMessage | undefined
  followUps(): SentMessage[]
  /** A final (not deferred) answer is there; rejects when the person saw "did not respond". */
  settled(timeout?: number): Promise<void>
  /** The person saw "did not respond". */
  readonly failed: boolean
}

export interface GatewayFaults {
  /** op 7. */
  reconnect(): void
  /** op 9. */
  invalidSession(resumable: boolean): void
  close(code: number): void
  /** The connection ends without a close frame. */
  reset(): void
  /** Heartbeats are no longer acknowledged. */
  muteAcks(on: boolean): void
  /** New connections get no HELLO. */
  withholdHello(on: boolean): void
  sendRaw(text: string): void
  /** op 1: the bot is to send a heartbeat at once. */
  requestHeartbeat(): void
  /** Forgets sessions, so that the next RESUME is refused. */
  expireSessions(): void
  /** Connected and ready. */
  readonly sessions: number
  /** What came with each IDENTIFY and RESUME, without the token. */
  readonly identifies: readonly Payload[]
  readonly resumes: readonly Payload[]
  readonly heartbeats: number
}
