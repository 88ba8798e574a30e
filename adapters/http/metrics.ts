/**
 * Numbers about what happens, as Prometheus reads them.
 *
 * - Nothing in them is anybody's: labels are platforms and outcomes, from lists that are known at the start.
 * - Every series is there from the start, at nought, so that a first failure is seen as an increase.
 * - What others hold is read at the moment of asking, and asking changes nothing.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AskedQuestion, Inbox, Outbox, Slot, SlotState } from '../../src/index.ts'
import { within } from './within.ts'

/** How one attempt to send, change or delete a message ended: `postponed` for certain, `uncertain` without a word. */
export type Attempt = 'sent' | 'postponed' | 'uncertain'

export interface Metrics {
  /** A question that was recorded. */
  asked(question: Pick<AskedQuestion, 'address' | 'outcome' | 'took'>): void
  /** A message of a platform for which a reply was made, after so many milliseconds. */
  handled(platform: string, took: number): void
  attempted(platform: string, attempt: Attempt): void
  /** A message that will never be tried again. */
  gaveUp(platform: string): void
  /** A daily summary that came into a state; those on the way to one are not counted. */
  summarized(slot: Pick<Slot, 'address' | 'state'>): void
  /** The operator's documents as they were just loaded. */
  loaded(documents: readonly { readonly passages: readonly unknown[] }[]): void
  /** Prometheus's text format 0.0.4. Never rejects, and takes no longer than `patience` for the store. */
  text(): Promise<string>
  /** The media type of `text`. */
  readonly type: string
  /** Nothing is counted afterwards. */
  close(): void
}

export interface MetricsParts {
  /** The platforms that are set up; what happens on others is not counted. */
  readonly platforms: readonly string[]
  /** What waits there is counted when `text` is asked for. */
  readonly store: { readonly inbox: Pick<Inbox, 'pending'>; readonly outbox: Pick<Outbox, 'pending'> }
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Milliseconds after which a store that says nothing counts as down. */
  readonly patience?: number
}

/** Shorter than the ten seconds after which Prometheus gives up. */
const PATIENCE = 3_000
/** Seconds. An answer takes some milliseconds; what takes longer has waited for its turn. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const OUTCOMES: readonly AskedQuestion['outcome'][] = ['answered', 'not_found']
const ATTEMPTS: readonly Attempt[] = ['sent', 'postponed', 'uncertain']
/** What a daily summary comes to; `waiting` for its moderators too, since it can stay so. */
const ENDS: readonly SlotState[] = ['posted', 'uncertain', 'skipped', 'missed', 'failed', 'empty', 'waiting']

interface Waiting {
  readonly platform: string
  readonly updates: number
  readonly messages: number
}

export function createMetrics({ platforms, store, clock, patience = PATIENCE }: MetricsParts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const questions = new Counter({
    name: 'sanad_questions_total',
    help: 'Questions by what became of them; one that was edited counts again.',
    labelNames: ['platform', 'outcome'],
    registers,
  })
  const answers = new Histogram({
    name: 'sanad_answer_duration_seconds',
    help: 'Seconds from a question to its answer, with the wait for earlier messages of its conversation.',
    labelNames: ['platform'],
    buckets: BUCKETS,
    registers,
  })
  const messages = new Histogram({
    name: 'sanad_message_duration_seconds',
    help: 'Seconds from any message to its reply, questions and commands alike, before it is sent.',
    labelNames: ['platform'],
    buckets: BUCKETS,
    registers,
  })
  const attempts = new Counter({
    name: 'sanad_send_attempts_total',
    help: 'Attempts to send, change or delete a message: sent, postponed (it did not arrive), uncertain (it may have).',
    labelNames: ['platform', 'outcome'],
    registers,
  })
  const givenUp = new Counter({
    name: 'sanad_messages_given_up_total',
    help: 'Messages that were given up: never sent, changed or deleted as they should have been.',
    labelNames: ['platform'],
    registers,
  })
  const summaries = new Counter({
    name: 'sanad_daily_summaries_total',
    help: 'Daily summaries by the state they came into; one that waited for moderators and was then posted counts as both.',
    labelNames: ['platform', 'state'],
    registers,
  })
  const inbox = new Gauge({
    name: 'sanad_inbox_pending_updates',
    help: 'Updates that a platform delivered and that are not yet handled.',
    labelNames: ['platform'],
    registers,
  })
  const outbox = new Gauge({
    name: 'sanad_outbox_pending_messages',
    help: 'Messages that are to be sent, changed or deleted.',
    labelNames: ['platform'],
    registers,
  })
  const storeUp = new Gauge({
    name: 'sanad_store_up',
    help: 'Whether the store could be read for these numbers; without it there are none of what is pending.',
    registers,
  })
  const documentCount = new Gauge({
    name: 'sanad_corpus_documents',
    help: 'Documents of the folders that are being answered from.',
    registers,
  })
  const passageCount = new Gauge({
    name: 'sanad_corpus_passages',
    help: 'Passages of those documents.',
    registers,
  })
  const age = new Gauge({
    name: 'sanad_index_age_seconds',
    help: 'Seconds since the documents were last loaded.',
    registers,
  })

  for (const platform of platforms) {
    for (const outcome of OUTCOMES) questions.inc({ platform, outcome }, 0)
    for (const outcome of ATTEMPTS) attempts.inc({ platform, outcome }, 0)
    for (const state of ENDS) summaries.inc({ platform, state }, 0)
    givenUp.inc({ platform }, 0)
    answers.zero({ platform })
    messages.zero({ platform })
  }
  // A gauge without labels is nought until it is set, and the documents are as old as nothing until they are loaded.
  age.remove()

  const isKnown = (platform: string): boolean => platforms.includes(platform)
  let loadedAt: number | undefined
  let looking: Promise<readonly Waiting[]> | undefined

  const look = (): Promise<readonly Waiting[]> =>
    Promise.all(
      platforms.map(async (platform) => ({
        platform,
        updates: (await store.inbox.pending(platform)).length,
        messages: (await store.outbox.pending(platform)).length,
      })),
    )

  return {
    type: registry.contentType,
    asked({ address: { platform }, outcome, took }) {
      if (!isKnown(platform)) return
      questions.inc({ platform, outcome })
      if (took !== undefined) observe(answers, platform, took)
    },
    handled(platform, took) {
      if (isKnown(platform)) observe(messages, platform, took)
    },
    attempted(platform, outcome) {
      if (isKnown(platform)) attempts.inc({ platform, outcome })
    },
    gaveUp(platform) {
      if (isKnown(platform)) givenUp.inc({ platform })
    },
    summarized({ address: { platform }, state }) {
      if (isKnown(platform) && ENDS.includes(state)) summaries.inc({ platform, state })
    },
    loaded(documents) {
      documentCount.set(documents.length)
      passageCount.set(documents.reduce((sum, { passages }) => sum + passages.length, 0))
      loadedAt = clock()
    },
    async text() {
      // One look at a time: whoever asks while the store hangs adds nothing to what it has to do.
      looking ??= look().finally(() => {
        looking = undefined
      })
      const seen = looking
      const waiting = await within(patience, () => seen)
      inbox.reset()
      outbox.reset()
      for (const { platform, updates, messages } of waiting?.result ?? []) {
        inbox.set({ platform }, updates)
        outbox.set({ platform }, messages)
      }
      storeUp.set(waiting === undefined ? 0 : 1)
      // A clock that was set back has made nothing younger than new.
      if (loadedAt !== undefined) age.set(Math.max(0, clock() - loadedAt) / 1000)
      return registry.metrics()
    },
    // prom-client's own watchers of the event loop and of garbage collection have no end, and keep no program from ending.
    close: () => registry.clear(),
  }
}

/** Milliseconds as seconds. What is no number has not been measured. */
function observe(histogram: Histogram<'platform'>, platform: string, milliseconds: number): void {
  if (Number.isFinite(milliseconds)) histogram.observe({ platform }, Math.max(0, milliseconds) / 1000)
}
