/**
 * From updates to work. Every update that is meant for Sanad is stored before Telegram is told that it arrived, handled once, and in
 * its chat's order; chats do not wait for each other.
 *
 * - What waited for more than a minute was asked while Sanad was away: when all of that has come in, each person's latest question is
 *   answered, with a word about the older ones.
 * - A chat whose queue is full, and a person who asks too much, get one sentence, then silence for a while.
 */
import type { Update } from 'telegraf/types'
import type { Log, Store, StoredPost, StoredUpdate } from '../../src/index.ts'
import { createAllowance } from '../chat/allowance.ts'
import { createLanes, isStoreError } from '../chat/lanes.ts'
import type { Pseudonyms } from '../chat/pseudonym.ts'
import { decode, type Event, PLATFORM, type Self } from './decode.ts'
import { isUnasked } from './outgoing.ts'

export type MessageEvent = Extract<Event, { type: 'message' }>

/** What handles events; each resolves when the event is dealt with, its reply included. */
export interface Handlers {
  /** Settles the updates it is given; `skipped` of them are older questions that get no answer of their own. */
  message(event: MessageEvent, settles: readonly string[], skipped: number, update: Update): Promise<void>
  /** Anything else, at once; what it returns is done in the chat's turn. */
  other(event: Event, id: string, update: Update): Promise<(() => Promise<void>) | undefined>
  /** Replies that an earlier run did not finish. */
  resume(posts: readonly StoredPost[]): Promise<void>
  busy(event: MessageEvent): Promise<void>
  slowDown(event: MessageEvent, seconds: number): Promise<void>
  /** After a bug: one apology. */
  sorry(event: MessageEvent): Promise<void>
}

export interface IntakeParts {
  readonly self: Self
  readonly names: Pseudonyms
  readonly store: Store
  readonly log: Log
  readonly handlers: Handlers
  /** Once aborted, what has not begun stays in the store. */
  readonly signal: AbortSignal
  readonly now?: () => number
}

export interface Intake {
  /** Stores the updates, then begins to handle them. Rejects when they could not be stored. */
  receive(updates: readonly Update[]): Promise<void>
  /** Takes up what an earlier run left. */
  resume(): Promise<void>
  /** Resolves when nothing is being handled or waiting. */
  idle(): Promise<void>
}

interface Item {
  readonly id: string
  readonly update: Update
  readonly event: MessageEvent
}

/** Milliseconds between writing and arriving from which on a question waited for us. */
const AWAY = 60_000
/** The backlog is complete when nothing old arrived for so long, or after the longest wait. */
const QUIET = 1000
const LONGEST_WAIT = 10_000
/** An edit of an older message is not looked at. */
const EDITABLE = 600_000
/** Messages of one chat that may wait. */
const QUEUE = 60

export function createIntake({ self, names, store, log, handlers, signal, now = Date.now }: IntakeParts): Intake {
  const { run, idle } = createLanes(log, signal)
  const waiting = new Map<string, number>()
  const allowance = createAllowance()
  let backlog: Item[] = []
  let backlogSince = 0
  let timer: NodeJS.Timeout | undefined

  return {
    async receive(updates) {
      const known = new Map<string, { update: Update; event: Event }>()
      const rows = updates.flatMap((update): StoredUpdate[] => {
        const event = read(update)
        if (event === undefined || event.type === 'ignored') return []
        const id = String(update.update_id)
        known.set(id, { update, event })
        return [{ platform: PLATFORM, id, ...ownerOf(event), payload: names.seal(JSON.stringify(update)) }]
      })
      if (rows.length === 0) return
      for (const { id } of await store.inbox.add(rows)) {
        const { update, event } = known.get(id) as { update: Update; event: Event }
        dispatch(id, update, event)
      }
    },

    async resume() {
      const byConversation = new Map<string, StoredPost[]>()
      for (const post of await store.outbox.pending(PLATFORM)) {
        // It was handed to the network and no word came back.
        if (post.state === 'sending') await store.outbox.postponed(post.id, post.message === undefined)
        // Whoever ordered it sees what became of it, and orders it again or not.
        if (isUnasked(post.subject)) await store.outbox.died(post.id)
        else byConversation.set(post.conversation, [...(byConversation.get(post.conversation) ?? []), post])
      }
      for (const [conversation, posts] of byConversation) run(conversation, () => handlers.resume(posts))
      for (const { id, payload } of await store.inbox.pending(PLATFORM)) {
        const opened = names.open(payload)
        const update = opened === undefined ? undefined : (JSON.parse(opened) as Update)
        const event = update === undefined ? undefined : read(update)
        if (update === undefined || event === undefined) await store.inbox.settle(PLATFORM, [id])
        else dispatch(id, update, event)
      }
    },

    async idle() {
      if (backlog.length > 0) flush()
      // What was just received stands in its lane some turns later.
      await new Promise((resolve) => setImmediate(resolve))
      await idle()
    },
  }

  /** Nothing that an update holds may stop the others. */
  function read(update: Update): Event | undefined {
    try {
      return Number.isSafeInteger(update?.update_id) ? decode(update, self, names) : undefined
    } catch (error) {
      log.warn({ error }, 'telegram: an update could not be read')
      return undefined
    }
  }

  function dispatch(id: string, update: Update, event: Event): void {
    if (event.type !== 'message') {
      // Buttons and inline queries are answered at once, whatever else their chat waits for.
      run(`${event.type} ${id}`, async () => {
        const later = await handlers.other(event, id, update)
        await store.inbox.settle(PLATFORM, [id])
        if (later !== undefined) run(ownerOf(event).conversation, later, true)
      })
      return
    }
    if (event.edited && event.at - event.written > EDITABLE) {
      run(id, () => store.inbox.settle(PLATFORM, [id]))
      return
    }
    const item = { id, update, event }
    const away = now() - event.at > AWAY
    // Behind older ones of its chat, a new message waits too, so that they keep their order.
    if (away || backlog.some((other) => other.event.chat === event.chat)) hold(item)
    else void queue(item, [id], 0)
  }

  function hold(item: Item): void {
    if (backlog.length === 0) backlogSince = now()
    backlog.push(item)
    clearTimeout(timer)
    timer = setTimeout(flush, Math.max(0, Math.min(QUIET, backlogSince + LONGEST_WAIT - now())))
  }

  function flush(): void {
    clearTimeout(timer)
    const items = backlog
    backlog = []
    const latest = new Map<string, Item>()
    const skipped = new Map<string, Item[]>()
    const whose = ({ event }: Item): string => `${event.chat} ${event.incoming.from}`
    for (const item of items) {
      const before = latest.get(whose(item))
      if (before !== undefined) skipped.set(whose(item), [...(skipped.get(whose(item)) ?? []), before])
      latest.set(whose(item), item)
    }
    for (const item of items) {
      if (latest.get(whose(item)) !== item) continue
      const older = skipped.get(whose(item)) ?? []
      // Earlier versions of a message are no questions of their own.
      const questions = new Set(older.map(({ event }) => event.incoming.id))
      questions.delete(item.event.incoming.id)
      void queue(item, [...older.map(({ id }) => id), item.id], questions.size)
    }
  }

  /** Counted in the order of arrival: every call takes the same number of turns until it stands in its lane. */
  async function queue({ update, event, id }: Item, settles: readonly string[], skipped: number): Promise<void> {
    const lane = event.incoming.address.conversation
    const { state, seconds } = await allowance.spend(event.incoming)
    if (state !== 'within') {
      run(`limit ${id}`, async () => {
        if (state === 'first') await handlers.slowDown(event, seconds)
        await store.inbox.settle(PLATFORM, settles)
      })
      return
    }
    const length = waiting.get(lane) ?? 0
    if (length >= QUEUE) {
      run(`busy ${id}`, async () => {
        if (await allowance.mayTellBusy(lane)) await handlers.busy(event)
        await store.inbox.settle(PLATFORM, settles)
      })
      return
    }
    waiting.set(lane, length + 1)
    let waits = true
    run(lane, async () => {
      if (waits) leave(lane)
      waits = false
      try {
        await handlers.message(event, settles, skipped, update)
      } catch (error) {
        if (isStoreError(error)) throw error
        // A bug of ours would meet the same message at every start.
        log.error({ error }, 'telegram: a message could not be handled')
        await handlers.sorry(event)
        await store.inbox.settle(PLATFORM, settles)
      }
    })
  }

  function leave(lane: string): void {
    const left = (waiting.get(lane) ?? 1) - 1
    if (left === 0) waiting.delete(lane)
    else waiting.set(lane, left)
  }
}

function ownerOf(event: Event): { conversation: string; person?: string } {
  switch (event.type) {
    case 'message':
    case 'press':
      return { conversation: event.incoming.address.conversation, person: event.incoming.from }
    case 'joined':
      return { conversation: event.address.conversation }
    default:
      return { conversation: '' }
  }
}
