/** One at a time within a conversation, in the order of arrival; conversations do not wait for each other. */

export interface Sequence {
  /** Runs `task` after all earlier ones of the same key have settled; settles as it does. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>
}

/** An empty sequence. A key is forgotten when its last task settles, so that memory follows the load. */
export function createSequence(): Sequence {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run(key, task) {
      const result = (tails.get(key) ?? Promise.resolve()).then(task, task)
      const tail = result.then(
        () => undefined,
        () => undefined,
      )
      tails.set(key, tail)
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      return result
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
