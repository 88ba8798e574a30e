/**
 * Claims interactions in the store: each is somebody's alone, among instances and among repeated events. What arrives together is claimed
 * together, since every one of some hundreds has to be acknowledged within seconds, and a commit is slow.
 */
import type { Inbox, StoredUpdate } from '../../src/index.ts'

export interface Claims {
  /** True for whoever claims it first. Rejects with the store's error. */
  claim(update: StoredUpdate): Promise<boolean>
}

interface Waiting {
  readonly update: StoredUpdate
  readonly resolve: (mine: boolean) => void
  readonly reject: (error: unknown) => void
}

export function createClaims(inbox: Inbox): Claims {
  let waiting: Waiting[] = []

  const claimAll = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    try {
      const added = new Set((await inbox.add(batch.map(({ update }) => update))).map(({ id }) => id))
      // The same event twice in one batch was added once.
      for (const { update, resolve } of batch) resolve(added.delete(update.id))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    claim: (update) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void claimAll())
        waiting.push({ update, resolve, reject })
      }),
  }
}
