/**
 * The long poll (Bot API, getUpdates). Updates are stored before the next call confirms them; no error ends it but a token that is
 * no longer valid.
 */
import type { Update } from 'telegraf/types'
import type { Log } from '../../src/index.ts'
import { backoff, wait } from '../chat/pause.ts'
import type { Call } from './client.ts'
import { failureOf } from './failure.ts'

/** The kinds of update that Sanad handles; without a list, Telegram sends those of the last call. */
export const UPDATES = ['message', 'edited_message', 'callback_query', 'inline_query', 'my_chat_member'] as const

export interface PollParts {
  readonly call: Call
  /** Resolves when the updates are stored. */
  readonly receive: (updates: readonly Update[]) => Promise<void>
  readonly log: Log
  readonly signal: AbortSignal
  readonly onUnauthorized: () => void
  /** Told after every call whether Telegram was reached. */
  readonly onCall: (reached: boolean) => void
  readonly patience?: { readonly call: number; readonly poll: number } | undefined
}

/** Seconds a poll may take when there is nothing new, and the milliseconds after them at which it is taken for dead. */
const LONGEST = { poll: 30, call: 10_000 }
const BATCH = 100
/** Another poller is there: Telegram lets the newer one win, so both should be slow. */
const CONFLICT_PAUSE = 5000

/** Polls until `signal` aborts; resolves then. */
export async function poll({
  call,
  receive,
  log,
  signal,
  onUnauthorized,
  onCall,
  patience = LONGEST,
}: PollParts): Promise<void> {
  let offset: number | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      // After a failure nothing is waited for, so that Telegram's return is soon known.
      const timeout = failures > 0 ? 0 : patience.poll
      const updates = await call(
        'getUpdates',
        { ...(offset === undefined ? {} : { offset }), limit: BATCH, timeout, allowed_updates: UPDATES },
        { timeout: patience.poll * 1000 + patience.call, signal },
      )
      if (!Array.isArray(updates)) throw new Error('getUpdates gave no list')
      onCall(true)
      await receive(updates as Update[])
      const ids = updates.map((update) => (update as Partial<Update> | null)?.update_id).filter(Number.isSafeInteger)
      if (ids.length > 0) offset = Math.max(...(ids as number[])) + 1
      if (failures > 0) log.info({ failures }, 'telegram: polling again')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      const failure = failureOf(error)
      if (failure.code === 'unauthorized') return onUnauthorized()
      failures++
      onCall(false)
      log.warn({ failures, reason: failure.code, error }, 'telegram: polling failed')
      // A webhook that somebody set keeps polls out; removing one that is not there does nothing.
      if (failure.code === 'conflict') await call('deleteWebhook', {}).catch(() => {})
      await wait(pauseAfter(failure, failures), signal)
    }
  }
  // What was received is confirmed, so that another machine does not get it again.
  if (offset !== undefined)
    await call('getUpdates', { offset, limit: 1, timeout: 0, allowed_updates: UPDATES }, { timeout: 2000 }).catch(
      () => {},
    )
}

function pauseAfter(failure: ReturnType<typeof failureOf>, failures: number): number {
  if (failure.code === 'limited') return failure.retryAfter
  if (failure.code === 'conflict') return CONFLICT_PAUSE
  return backoff(failures - 1)
}
