/**
 * One message on the wire at a time: whatever is there when the process is killed may have arrived or not, and is sent again.
 * Nobody waits longer than a moment for a slow one, so that no chat holds up the others.
 */

export interface Wire {
  /** Resolves in the order of the calls, with what is to be called when the word on the message is written down. */
  enter(): Promise<() => void>
}

/** Milliseconds; most answers of Telegram take a fifth of it. */
const MOMENT = 500

export function createWire(moment: number = MOMENT): Wire {
  let last: Promise<void> = Promise.resolve()
  return {
    async enter() {
      const before = last
      let leave = (): void => {}
      last = new Promise((resolve) => {
        leave = resolve
      })
      await before
      const timer = setTimeout(leave, moment)
      return () => {
        clearTimeout(timer)
        leave()
      }
    },
  }
}
