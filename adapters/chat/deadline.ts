/**
 * A signal that aborts after some milliseconds, or when one of the others does. `AbortSignal.any([signal, AbortSignal.timeout(…)])` is not
 * to be trusted with that: Node 20 collects the timer as garbage, and what waits for it waits for ever.
 */

export interface Deadline {
  readonly signal: AbortSignal
  /** Frees the timer, once nothing waits any more. */
  clear(): void
}

export function createDeadline(milliseconds: number, others: readonly (AbortSignal | undefined)[]): Deadline {
  const end = new AbortController()
  const abort = (): void => end.abort()
  const timer = setTimeout(abort, milliseconds)
  for (const other of others) {
    if (other?.aborted) abort()
    other?.addEventListener('abort', abort, { once: true })
  }
  return {
    signal: end.signal,
    clear() {
      clearTimeout(timer)
      for (const other of others) other?.removeEventListener('abort', abort)
    },
  }
}
