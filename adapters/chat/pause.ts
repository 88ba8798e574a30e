/** Waiting before another try. */
import { setTimeout as sleep } from 'node:timers/promises'

const FIRST = 500
const LONGEST = 30_000

/** Milliseconds before another try: longer each time, up to half a minute, and never in step with others. */
export function backoff(tries: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 10))
  return longest / 2 + (Math.random() * longest) / 2
}

/** Waits that long; false when told to stop. */
export async function pause(tries: number, signal: AbortSignal): Promise<boolean> {
  return wait(backoff(tries), signal)
}

export async function wait(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false
  try {
    await sleep(milliseconds, undefined, { signal })
    return true
  } catch {
    return false
  }
}
