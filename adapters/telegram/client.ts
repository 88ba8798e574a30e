/** Calls to the Bot API through telegraf's client, each with an end: telegraf itself waits 500 s for a silent server. */
import type { Telegram } from 'telegraf'
import { createDeadline } from '../chat/deadline.ts'

/** Calls a method; rejects with telegraf's `TelegramError`, or a network error (`failure.ts` tells what it means). */
export type Call = (method: string, payload: object, options?: CallOptions) => Promise<unknown>

export interface CallOptions {
  /** Milliseconds until the call is given up. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** Milliseconds until a call is given up, where nothing else is said. */
export const PATIENCE = 15_000

/** No call outlives `stop`: its socket would keep the process alive. */
export function createCall(telegram: Telegram, patience: number = PATIENCE, stop?: AbortSignal): Call {
  return async (method, payload, { timeout = patience, signal } = {}) => {
    const end = createDeadline(timeout, [signal, stop])
    try {
      // Methods and fields newer than telegraf's types pass through untouched.
      return await telegram.callApi(method as 'getMe', payload as never, { signal: end.signal as never })
    } finally {
      end.clear()
    }
  }
}
