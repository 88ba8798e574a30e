/** Work in order within a lane; lanes do not wait for each other, and no failure ends anything but its own piece of work. */
import { createSequence, type Log } from '../../src/index.ts'
import { pause } from './pause.ts'

export interface Lanes {
  /**
   * A failure is logged and ends there; what the work did not settle is taken up at the next start. A store that fails is waited
   * for. Once Sanad is closing nothing begins but what follows from something `begun`.
   */
  run(lane: string, work: () => Promise<void>, begun?: boolean): void
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>
}

export function createLanes(log: Log, closing: AbortSignal): Lanes {
  const sequence = createSequence()
  return {
    run(lane, work, begun = false) {
      const whenever = async (): Promise<void> => {
        for (let tries = 0; begun || !closing.aborted; tries++) {
          try {
            return await work()
          } catch (error) {
            log.error({ error }, 'an update was not handled')
            if (!isStoreError(error) || !(await pause(tries, closing))) return
          }
        }
      }
      void sequence.run(lane, whenever)
    },
    idle: () => sequence.idle(),
  }
}

/** Whether the store is to blame: busy, full, or not to be written to. */
export const isStoreError = (error: unknown): boolean => error instanceof Error && error.name === 'StoreError'
