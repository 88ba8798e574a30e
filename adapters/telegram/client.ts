/** Calls to the Bot API through telegraf's client, each with an end: telegraf itself waits 500 s for a silent server. */
import type { Telegram } from 'telegraf'

/** Calls a method; rejects with telegraf's `TelegramError`, or a network error (`failure.ts` tells what it means). */
export type Call = (method: string, payload: object, options?: CallOptions) => Promise<unknown>

export interface CallOptions {
  /** Milliseconds until the call is given up. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** Milliseconds until a call is given up, where nothing else is said. */
export const PATIENCE = 15_000

export function createCall(telegram: Telegram, patience: number = PATIENCE): Call {
  return (method, payload, { timeout = patience, signal } = {}) => {
    const end = AbortSignal.timeout(timeout)
    // Methods and fields newer than telegraf's types pass through untouched.
    return telegram.callApi(method as 'getMe', payload as never, {
      signal: (signal === undefined ? end : AbortSignal.any([signal, end])) as never,
    })
  }
}
