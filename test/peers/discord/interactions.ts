/**
 * The life of an interaction:
 * - one first answer, within `ackWithin`; later it is unknown (10062), a second one is refused (40060);
 * - autocomplete is answered with choices only; a modal is a first answer only, and not to a modal;
 * - changing the message is for components only, and for modals opened from one;
 * - before the first answer there is neither an original message nor a follow-up (10015);
 * - whether an answer is shown to one person alone is decided when it is deferred;
 * - a follow-up right after a deferral is the deferred answer;
 * - the token is good for `tokenLife` (50027).
 */
import { randomBytes } from 'node:crypto'
import type { ChannelState, StoredMessage } from './channels.ts'
import { broken, refused, unknown } from './errors.ts'
import { snowflake } from './ids.ts'
import type { Choice, Modal, Payload, User } from './types.ts'

export const KIND = { ping: 1, command: 2, component: 3, autocomplete: 4, modal: 5 } as const
export const ANSWER = { pong: 1, message: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9 } as const

export interface InteractionState {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly payload: Payload
  readonly at: number
  readonly channel: ChannelState
  readonly user: User
  /** The message whose component was used. */
  readonly source?: StoredMessage
  acknowledgedAt?: number
  response?: Payload
  /** A deferred new message; nothing once it has its content. */
  deferred: boolean
  ephemeral: boolean
  original?: StoredMessage
  readonly followUps: StoredMessage[]
  modal?: Modal
  choices?: readonly Choice[]
  /** Something other than a deferral is there. */
  final: boolean
  failed: boolean
}

export interface Interactions {
  create(given: Pick<InteractionState, 'type' | 'payload' | 'channel' | 'user' | 'source'>): InteractionState
  /** The one a first answer is for, which may be given now. */
  answerable(id: string, token: string): InteractionState
  /** The one whose token this is, for what comes after the first answer. */
  answered(applicationId: string, token: string): InteractionState
  close(): void
}

export interface Lives {
  readonly ackWithin: number
  readonly tokenLife: number
}

export function createInteractions(applicationId: string, lives: Lives, changed: () => void): Interactions {
  const byId = new Map<string, InteractionState>()
  const byToken = new Map<string, InteractionState>()
  const timers = new Set<NodeJS.Timeout>()

  return {
    create({ payload, ...given }) {
      const id = snowflake()
      // As long as the real ones, and opaque.
      const token = randomBytes(90).toString('base64url')
      const state: InteractionState = {
        ...given,
        id,
        token,
        payload: { id, application_id: applicationId, type: given.type, token, version: 1, ...payload },
        at: Date.now(),
        deferred: false,
        ephemeral: false,
        followUps: [],
        final: false,
        failed: false,
      }
      byId.set(id, state)
      byToken.set(token, state)
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (state.acknowledgedAt !== undefined) return
        state.failed = true
        changed()
      }, lives.ackWithin)
      timers.add(timer)
      return state
    },
    answerable(id, token) {
      const state = byId.get(id)
      if (!state || state.token !== token) throw unknown.interaction()
      if (state.acknowledgedAt !== undefined) {
        throw refused(400, 40060, 'Interaction has already been acknowledged.')
      }
      if (state.failed || Date.now() - state.at > lives.ackWithin) {
        state.failed = true
        throw unknown.interaction()
      }
      return state
    },
    answered(application, token) {
      const state = byToken.get(token)
      if (!state || application !== applicationId) throw unknown.webhook()
      if (Date.now() - state.at > lives.tokenLife) throw refused(401, 50027, 'Invalid Webhook Token')
      if (state.acknowledgedAt === undefined) throw unknown.webhook()
      return state
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Which first answers each kind of interaction takes. */
export function checkAnswer({ type, source }: InteractionState, answer: number): void {
  const { pong, message, defer, deferUpdate, update, choices, modal } = ANSWER
  const onMessage = source ? [deferUpdate, update] : []
  const allowed: Record<number, readonly number[]> = {
    [KIND.ping]: [pong],
    [KIND.command]: [message, defer, modal],
    [KIND.component]: [message, defer, modal, deferUpdate, update],
    [KIND.autocomplete]: [choices],
    [KIND.modal]: [message, defer, ...onMessage],
  }
  if (allowed[type]?.includes(answer)) return
  throw broken(400, 50035, `An interaction of type ${type} cannot be answered with type ${answer}`)
}
