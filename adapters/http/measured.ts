/**
 * The store and `handle` as they were, with what happens told to the metrics. The core and the adapters know of none.
 *
 * - Only what is done counts: a call that rejects, and a change that somebody else was faster with, does not.
 * - What the core calls and what a network's adapter calls are two decorators with nothing in common, so nothing counts twice.
 */
import type { ChatAdapter, Store } from '../../src/index.ts'
import type { Metrics } from './metrics.ts'

type Handle = Parameters<ChatAdapter['start']>[0]

/** The store for the core: questions and daily summaries are counted, by the platform that their address names. */
export function measuredForCore(store: Store, metrics: Pick<Metrics, 'asked' | 'summarized'>): Store {
  const { questions, slots } = store
  return {
    ...store,
    questions: {
      ...questions,
      async record(question) {
        await questions.record(question)
        metrics.asked(question)
      },
    },
    slots: {
      ...slots,
      async make(wanted) {
        const made = await slots.make(wanted)
        if (made !== undefined) metrics.summarized(made)
        return made
      },
      async change(slot, change) {
        const changed = await slots.change(slot, change)
        // A note or a thread that changes leaves the summary in the state it was in.
        if (changed !== undefined && change.state !== undefined) metrics.summarized(changed)
        return changed
      },
    },
  }
}

/** The store for one network's adapter: what became of its messages is counted. They are known by their ids there, which name no network. */
export function measuredFor(platform: string, store: Store, metrics: Pick<Metrics, 'attempted' | 'gaveUp'>): Store {
  const { outbox } = store
  return {
    ...store,
    outbox: {
      ...outbox,
      async sent(id, message) {
        await outbox.sent(id, message)
        metrics.attempted(platform, 'sent')
      },
      async postponed(id, uncertain) {
        await outbox.postponed(id, uncertain)
        metrics.attempted(platform, uncertain ? 'uncertain' : 'postponed')
      },
      async died(id) {
        await outbox.died(id)
        metrics.gaveUp(platform)
      },
    },
  }
}

/** `handle` with the time that each message took, whatever came of it. `now` counts milliseconds and never goes back. */
export function timed(
  handle: Handle,
  metrics: Pick<Metrics, 'handled'>,
  now: () => number = () => performance.now(),
): Handle {
  return async (incoming) => {
    const began = now()
    try {
      return await handle(incoming)
    } finally {
      metrics.handled(incoming.address.platform, now() - began)
    }
  }
}
