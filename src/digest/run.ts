/**
 * Looks at what is due, each time somebody wakes it. Nothing follows from being woken: a digest is posted only by whoever claims its slot
 * in the store, so restarts, several programs and jumping clocks post it at most once.
 *
 * - Due and unclaimed: claimed, made, shown to moderators or posted.
 * - Due for longer than `CATCH_UP`, or on earlier days while nobody was there: recorded as missed, and said.
 * - Begun by a program that has ended: what never left is sent; what may have is left to the moderators.
 */
import { dateText } from '../interface/dates.ts'
import { type Address, DeliveryError } from '../ports.ts'
import { line } from '../reply.ts'
import type { ChatSettings, Schedule, Slot, SlotState } from '../store.ts'
import type { LocalDate } from './calendar.ts'
import { type Desk, draftSubject } from './desk.ts'
import { isEmpty } from './digest.ts'
import { panel } from './panel.ts'
import { findOut, forgetDrafts, isOrdered, post, SCHEDULE, send, tellUntold, turnOff } from './post.ts'
import { CATCH_UP, type Due, datesBefore, due } from './schedule.ts'

/** After so many milliseconds without a change, whoever was at work on a slot is taken to have ended. */
export const LEASE: number = 5 * 60_000
/** Tries to show a draft when no word comes back: better twice than never, since it is only a draft. */
const DRAFT_TRIES = 3

/** One look at everything. A conversation that fails does not keep the others waiting. */
export async function runDigests(desk: Desk, lease: number = LEASE): Promise<void> {
  await each(await desk.store.slots.inState('posting'), desk, (slot) => recover(slot, desk, lease))
  await each(await desk.store.chats.scheduled(), desk, ({ address, settings }) => visit(address, settings, desk, lease))
  await tellUntold(desk)
}

async function each<Item>(items: readonly Item[], { log }: Desk, work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) {
    try {
      await work(item)
    } catch (error) {
      log.error({ error }, 'digest: a conversation could not be looked at')
    }
  }
}

async function visit(address: Address, settings: ChatSettings, desk: Desk, lease: number): Promise<void> {
  const { schedule } = settings
  const wanted = schedule === undefined ? undefined : due(schedule, desk.clock())
  if (schedule === undefined || wanted === undefined) return
  await recordMissed(address, schedule, wanted.date, desk)
  const place = { ...address, ...(schedule.thread === undefined ? {} : { thread: schedule.thread }) }
  const slot = await claim(place, wanted, desk, lease)
  if (slot === undefined) return
  if (desk.clock() - wanted.at > CATCH_UP) {
    desk.log.warn({}, 'digest: missed')
    await desk.store.slots.change(slot, { state: 'missed', untold: true })
    return
  }
  await carryOut(slot, schedule, desk)
}

/** The due slot, if it is ours to see to. */
async function claim(address: Address, { date, at }: Due, desk: Desk, lease: number): Promise<Slot | undefined> {
  const { slots } = desk.store
  const known = await slots.of(address, date)
  if (known === undefined) return desk.open(address, date, 'claimed', at)
  const isIdle = Math.abs(desk.clock() - known.changedAt) > lease
  // A clock that jumped ahead and came back has not made a miss.
  const isInTime = known.state === 'missed' && desk.clock() - at <= CATCH_UP
  const isOurs = known.state === 'open' || (known.state === 'claimed' && isIdle) || isInTime
  if (!isOurs) return undefined
  // It may have been opened elsewhere, before there was a schedule, and changed by a moderator.
  return slots.change(known, { state: 'claimed', to: at, address, ...(isOrdered(known) ? { by: SCHEDULE } : {}) })
}

/** Earlier dates that nobody saw to: one record each, to be told of. */
async function recordMissed(address: Address, schedule: Schedule, date: LocalDate, desk: Desk): Promise<void> {
  const { slots } = desk.store
  for (const earlier of datesBefore(schedule, date)) {
    const known = await slots.of(address, earlier)
    // Before one that was seen to, all were.
    if (known !== undefined && known.state !== 'open' && known.state !== 'claimed') break
    desk.log.warn({}, 'digest: missed')
    if (known === undefined) await desk.open(address, earlier, 'missed')
    else await slots.change(known, { state: 'missed', untold: true })
  }
}

async function carryOut(slot: Slot, { mode }: Schedule, desk: Desk): Promise<void> {
  const { digest } = await desk.compose(slot)
  if (isEmpty(digest)) {
    await desk.store.slots.change(slot, { state: 'empty' })
    desk.log.info({}, 'digest: nothing to say')
  } else if (mode === 'auto') await post(slot, desk)
  else await propose(slot, desk)
}

/**
 * Puts the draft before the moderators. It waits once they can see it: a program that ends in between shows it again. Without a place of
 * theirs, nobody is shown a draft unasked.
 */
async function propose(slot: Slot, desk: Desk): Promise<void> {
  const settings = await desk.store.chats.settings(slot.address)
  const waiting = { ...slot, state: 'waiting' } as const
  const place = settings.drafts
  for (let tries = 1; place !== undefined; tries++) {
    try {
      await desk.deliver(place, await panel(waiting, desk), { subject: draftSubject(slot, place) })
      break
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      if (error.code === 'uncertain' && tries < DRAFT_TRIES) continue
      if (error.code === 'uncertain') break
      desk.log.warn({ reason: error.code }, 'digest: the draft could not be shown')
      // Tried again at the next look, until it is too late.
      if (error.code !== 'gone') return void (await desk.store.slots.change(slot, { state: 'open' }))
      await forgetDrafts(slot.address, desk)
      return propose(slot, desk)
    }
  }
  await desk.store.slots.change(slot, { state: place === undefined ? await remind(slot, desk) : 'waiting' })
}

/** Says where the digest is posted that it waits: any moderator there can see to it. Resolves with what the slot is then. */
async function remind(slot: Slot, desk: Desk): Promise<SlotState> {
  const say = desk.say(await desk.store.chats.settings(slot.address))
  const words = `${say.digest.state.waiting(dateText(slot.date, say.language))} ${say.digest.reminder}`
  try {
    await desk.deliver(slot.address, [line(words)], { subject: draftSubject(slot, slot.address) })
    return 'waiting'
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    desk.log.warn({ reason: error.code }, 'digest: nobody could be told of a draft')
    if (error.code === 'gone') await turnOff(slot.address, desk)
    // Tried again at the next look, as a draft is.
    return error.code === 'gone' ? 'failed' : error.code === 'uncertain' ? 'waiting' : 'open'
  }
}

/** A posting whose program may have ended. */
async function recover(slot: Slot, desk: Desk, lease: number): Promise<void> {
  if (Math.abs(desk.clock() - slot.changedAt) <= lease) return
  const found = await findOut(slot, desk)
  // What a moderator ordered is sent whenever it can be.
  const isLate = !isOrdered(slot) && desk.clock() - (slot.to ?? 0) > CATCH_UP
  const state = found === 'unsent' ? (isLate ? 'missed' : 'posting') : found
  // A new version, so that whoever was at work on the old one no longer is.
  const untold = state === 'uncertain' || state === 'missed'
  const mine = await desk.store.slots.change(slot, { state, ...(untold ? { untold } : {}) })
  if (mine !== undefined && state === 'posting') await send(mine, desk)
}
