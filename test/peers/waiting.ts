/** Waiting for a condition: looked at after every change, and now and then in case it depends on something else. */

export interface Waiting {
  until(condition: () => boolean, timeout?: number, what?: string): Promise<void>
  changed(): void
}

const LOOK_AGAIN = 50

/** `whose` names the peer in the error; `summary` is added to it. */
export function createWaiting(whose: string, summary: () => string): Waiting {
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
        const late = new Error(`${whose} peer: ${what} did not come about within ${timeout} ms`)
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
