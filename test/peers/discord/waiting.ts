/** Waiting for a condition: looked at after every change, and now and then in case it depends on something else. */
import type { WireCall } from './types.ts'

export interface Waiting {
  until(condition: () => boolean, timeout?: number, what?: string): Promise<void>
  changed(): void
}

const LOOK_AGAIN = 50

export function createWaiting(summary: () => string): Waiting {
  const looks = new Set<() => void>()
  return {
    // After the present work, so that the caller's state is complete when it is looked at.
    changed: () => {
      if (looks.size > 0) setImmediate(() => [...looks].forEach((look) => void look()))
    },
    until(condition, timeout = 10_000, what = 'the condition') {
      return new Promise<void>((resolve, reject) => {
        const end = (settle: () => void): void => {
          looks.delete(look)
          clearInterval(interval)
          clearTimeout(timer)
          settle()
        }
        const look = (): void => {
          try {
            if (condition()) end(resolve)
          } catch (error) {
            end(() => reject(error))
          }
        }
        const late = new Error(`Discord peer: ${what} did not come about within ${timeout} ms`)
        const timer = setTimeout(() => {
          late.message += `\n${summary()}`
          end(() => reject(late))
        }, timeout)
        const interval = setInterval(look, LOOK_AGAIN)
        looks.add(look)
        look()
      })
    },
  }
}

/** Heartbeats would push out what matters. */
const HEARTBEAT = /^GATEWAY 1 /

export function describeCalls(record: readonly WireCall[]): string {
  const shown = record
    .filter(({ method }) => !HEARTBEAT.test(method))
    .slice(-12)
    .map(({ method, status, payload, fault, violations, response }) => {
      const said = (response as { message?: string } | undefined)?.message
      const notes = [fault, status >= 400 ? said : undefined, ...violations].filter((note) => note !== undefined)
      const text = JSON.stringify(payload).slice(0, 80)
      return `  ${method} ${status || '(no answer)'} ${text} ${notes.join('; ')}`.trimEnd()
    })
  return `The last of ${record.length} calls:\n${shown.join('\n') || '  none'}`
}
