/**
 * When the next message may go: under Telegram's limits (Bots FAQ: about one message a second in a chat, 20 a minute in a group,
 * 30 a second in all), and after what it asked to wait. Messages are spread evenly, so that few are on the wire at a time: at most
 * that many are uncertain when the process is killed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createSequence } from '../../src/index.ts'

/** At most `count` messages in any `span` milliseconds. */
interface Limit {
  readonly count: number
  readonly span: number
}

export interface Limits {
  readonly chat: Limit
  readonly group: Limit
  /** Milliseconds between any two messages. */
  readonly apart: number
}

export const TELEGRAM_LIMITS: Limits = {
  chat: { count: 3, span: 3100 },
  group: { count: 19, span: 61_000 },
  apart: 34,
}

export interface Pace {
  /** Resolves when a message to the chat may go; rejects when aborted. */
  turn(chat: number, signal: AbortSignal): Promise<void>
  /** The chat asked for silence. */
  hold(chat: number, milliseconds: number): void
}

/** Chats that are remembered before quiet ones are forgotten. */
const MANY = 1000
/** A timer cannot be set for longer than 24 days. */
const LONGEST_SLEEP = 3_600_000

export function createPace(limits: Limits, now: () => number = Date.now): Pace {
  /** A chat's messages go one after the other, so that each is counted when it goes and not when it was to go. */
  const lanes = createSequence()
  /** Times of each chat's last messages. */
  const gone = new Map<number, number[]>()
  const held = new Map<number, number>()
  let free = 0

  const wait = (until: number, signal: AbortSignal): Promise<void> =>
    sleep(Math.min(until - now(), LONGEST_SLEEP), undefined, { signal })

  const earliest = (chat: number): number => {
    const times = gone.get(chat) ?? []
    return Math.max(held.get(chat) ?? 0, next(times, limits.chat), chat < 0 ? next(times, limits.group) : 0)
  }

  const forget = (): void => {
    for (const [chat, times] of gone) if ((times.at(-1) ?? 0) < now() - limits.group.span) gone.delete(chat)
    for (const [chat, until] of held) if (until < now()) held.delete(chat)
  }

  return {
    turn: (chat, signal) =>
      lanes.run(String(chat), async () => {
        signal.throwIfAborted()
        // The chat may ask for silence, or for more of it, in the meantime.
        for (let at = earliest(chat); at > now(); at = earliest(chat)) await wait(at, signal)
        const slot = Math.max(now(), free)
        free = slot + limits.apart
        if (slot > now()) await wait(slot, signal)
        gone.set(chat, [...(gone.get(chat) ?? []), now()].slice(-Math.max(limits.chat.count, limits.group.count)))
        if (gone.size > MANY) forget()
      }),
    hold(chat, milliseconds) {
      held.set(chat, now() + milliseconds)
    },
  }
}

/** When `limit` allows one more after these times. */
function next(times: readonly number[], { count, span }: Limit): number {
  const oldest = times[times.length - count]
  return oldest === undefined ? 0 : oldest + span
}
