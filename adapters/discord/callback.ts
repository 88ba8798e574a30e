/** The first answer to an interaction (Discord API, "Interaction Callback"), which has three seconds to arrive. */
import { type REST, Routes } from 'discord.js'
import type { Log } from '../../src/index.ts'
import { wait } from '../chat/pause.ts'
import type { Via } from './decode.ts'
import { failureOf } from './failure.ts'

/** Kinds of callback (Discord API, "Interaction Callback Type"). */
export const KIND = { message: 4, defer: 5, deferUpdate: 6, choices: 8, form: 9 } as const

export interface FirstAnswer {
  readonly type: (typeof KIND)[keyof typeof KIND]
  readonly data?: object
}

export interface Callback {
  /** One try, without a claim on time. */
  once(via: Via, body: FirstAnswer): Promise<void>
  /**
   * Tried for so many milliseconds; false when the interaction is somebody else's, or over. Where it is not known whether it arrived,
   * answering by the token tells.
   */
  within(via: Via, body: FirstAnswer, milliseconds: number): Promise<boolean>
}

/** Milliseconds for the first try, and before the second; both double. */
const FIRST_TRY = 1500
const FIRST_PAUSE = 50

export function createCallback(rest: REST, log: Log, signal: AbortSignal): Callback {
  return {
    once: (via, body) => post(via, body),

    async within(via, body, milliseconds) {
      const over = Date.now() + milliseconds
      let uncertain = false
      for (let tries = 0; ; tries++) {
        const left = over - Date.now()
        if (left <= 0) return true
        try {
          await post(via, body, AbortSignal.timeout(Math.min(left, FIRST_TRY * 2 ** tries)))
          return true
        } catch (error) {
          const failure = failureOf(error)
          // A repeated one was refused because an earlier one had arrived.
          if (failure.code === 'taken' && uncertain) return true
          if (
            failure.code === 'taken' ||
            failure.code === 'lost' ||
            failure.code === 'refused' ||
            failure.code === 'gone'
          ) {
            log.warn({ reason: failure.code }, 'discord: an interaction could not be acknowledged')
            return false
          }
          uncertain ||= failure.code === 'uncertain'
          const longer = failure.code === 'limited' ? failure.retryAfter : FIRST_PAUSE * 2 ** tries
          if (failure.code === 'unauthorized' || longer > over - Date.now()) return true
          await wait(longer, signal)
        }
      }
    },
  }

  async function post(via: Via, body: FirstAnswer, end?: AbortSignal): Promise<void> {
    const said = await rest.post(Routes.interactionCallback(via.interaction, via.token), {
      body,
      auth: false,
      ...(end === undefined ? {} : { signal: end }),
    })
    if (!(said instanceof ArrayBuffer && said.byteLength === 0)) throw new Error("not an answer of Discord's")
  }
}
