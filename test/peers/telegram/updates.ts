/**
 * The queue of updates and the rules of getUpdates:
 * - an update stays until a call with a higher `offset` confirms it (at least once);
 * - `timeout` at most 50 s, `limit` 1–100, a negative `offset` counts from the end and forgets what is before;
 * - the same `offset` again within 3 s waits up to 3 s, within 0.5 s gets one update only;
 * - a second poll ends the first with 409; a further conflict is told only 3 s later;
 * - `allowed_updates` applies to updates made from then on, an empty list means the default, none keeps what was set.
 */
import type { GetUpdatesParams, TelegramUpdate } from '@gramio/types'
import { ApiError, conflict } from './errors.ts'

export type Update = { update_id: number } & Record<string, unknown>
export type UpdateType = Exclude<keyof TelegramUpdate, 'update_id'>

export interface Updates {
  /** Queues an update of a known type; 0 when the bot did not ask for this type. */
  add(type: UpdateType, content: unknown): number
  /** Queues anything. */
  push(update: object): number
  redeliver(id: number): void
  shuffleNext(): void
  skip(count: number): void
  allow(types: readonly string[] | undefined): void
  readonly allowed: readonly string[] | undefined
  poll(params: GetUpdatesParams, gone: AbortSignal): Promise<Update[]>
  /** What is there now, for webhook delivery. */
  waiting(): readonly Update[]
  confirm(update: Update): void
  drop(): void
  /** Ends a poll that is waiting. */
  interrupt(reason: 'poll' | 'webhook' | 'close'): void
  /** Called whenever something was queued. */
  onAdd(listener: () => void): void
  readonly pending: number
}

interface Poll {
  answer(): void
  /** Ends at once, and is told after `delay` ms. */
  fail(error: ApiError, delay: number): void
}

/** Left out by default, as documented. */
const ON_REQUEST = ['chat_member', 'message_reaction', 'message_reaction_count']
/** Ids are 32-bit; one beyond is delivered, but does not set where the next ones continue. */
const LAST_ID = 2 ** 31 - 1

export function createUpdates(conflictDelay: number): Updates {
  const queue: Update[] = []
  /** Delivered once with the next batch, whatever the offset: repeats, and ids that were passed already. */
  const extras: Update[] = []
  const all = new Map<number, Update>()
  const listeners: (() => void)[] = []
  let nextId = 812_000_001
  let allowed: readonly string[] | undefined
  let shuffle = false
  let current: Poll | undefined
  let last = { offset: Number.NaN, at: 0 }
  let nextConflict = 0

  const queued = (): void => {
    for (const listener of listeners) listener()
    current?.answer()
  }
  const push = (content: object): number => {
    const given = typeof (content as Partial<Update>).update_id === 'number'
    const update = structuredClone({ update_id: nextId, ...content }) as Update
    all.set(update.update_id, update)
    const late = given && (update.update_id < nextId || update.update_id > LAST_ID)
    ;(late ? extras : queue).push(update)
    if (!late) nextId = update.update_id + 1
    queued()
    return update.update_id
  }
  const take = (limit: number): Update[] => {
    const batch = [...extras.splice(0, limit)]
    batch.push(...queue.slice(0, limit - batch.length))
    if (shuffle && batch.length > 1) {
      shuffle = false
      batch.reverse()
    }
    return batch
  }
  const interrupt: Updates['interrupt'] = (reason) => {
    const ended = current
    if (!ended) return
    current = undefined
    if (reason === 'close') return ended.answer()
    const error = conflict(
      reason === 'webhook'
        ? 'terminated by setWebhook request'
        : 'terminated by other getUpdates request; make sure that only one bot instance is running',
    )
    const now = Date.now()
    if (now < nextConflict) return ended.fail(error, conflictDelay)
    nextConflict = now + conflictDelay
    ended.fail(error, 0)
  }
  const allow = (types: readonly string[] | undefined): void => {
    if (types) allowed = types.length > 0 ? types : undefined
  }

  return {
    add: (type, content) => {
      const wanted = allowed ? allowed.includes(type) : !ON_REQUEST.includes(type)
      return wanted ? push({ [type]: content }) : 0
    },
    push,
    redeliver(id) {
      const update = all.get(id)
      if (!update) throw new Error(`Telegram peer: there was no update ${id}`)
      extras.push(update)
      queued()
    },
    shuffleNext: () => {
      shuffle = true
    },
    skip: (count) => {
      nextId += count
    },
    allow,
    get allowed() {
      return allowed
    },
    async poll({ offset = 0, limit = 100, timeout = 0, allowed_updates }, gone) {
      interrupt('poll')
      allow(allowed_updates)
      if (offset < 0) queue.splice(0, Math.max(0, queue.length + offset))
      else {
        const confirmed = Math.min(offset, nextId)
        const kept = queue.filter(({ update_id }) => update_id >= confirmed)
        queue.splice(0, queue.length, ...kept)
      }
      const now = Date.now()
      const again = offset === last.offset ? now - last.at : Number.POSITIVE_INFINITY
      last = { offset, at: now }
      const count = again < 500 ? 1 : limit >= 1 && limit <= 100 ? limit : 100
      const seconds = Math.max(again < 3000 ? 3 : 0, Math.min(50, Math.max(0, timeout)))
      if (extras.length + queue.length > 0 || seconds === 0) return take(count)
      return new Promise<Update[]>((resolve, reject) => {
        let settling: NodeJS.Timeout | undefined
        const finish = (): void => {
          clearTimeout(timer)
          clearTimeout(settling)
          if (current === poll) current = undefined
        }
        const poll: Poll = {
          // Updates queued in one go arrive as one batch.
          answer: () => {
            settling ??= setTimeout(() => {
              finish()
              resolve(take(count))
            }, 1)
          },
          fail: (error, delay) => {
            finish()
            setTimeout(() => reject(error), delay).unref()
          },
        }
        const timer = setTimeout(poll.answer, seconds * 1000)
        current = poll
        // Nobody is there to be answered: what is queued stays for the next poll.
        gone.addEventListener('abort', () => {
          finish()
          reject(new ApiError(499, 'Client is gone', false))
        })
      })
    },
    waiting: () => [...extras, ...queue],
    confirm(update) {
      for (const list of [extras, queue]) {
        const index = list.indexOf(update)
        if (index >= 0) {
          list.splice(index, 1)
          return
        }
      }
    },
    drop: () => {
      queue.length = 0
      extras.length = 0
    },
    interrupt,
    onAdd: (listener) => {
      listeners.push(listener)
    },
    get pending() {
      return queue.length + extras.length
    },
  }
}
