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
import type { ChatSettings, Schedule, Slot } from '../store.ts'
import type { LocalDate } from './calendar.ts'
import { type Desk, draftSubject } from './desk.ts'
import { isEmpty } from './digest.ts'
import { panel } from './panel.ts'
import { findOut, line, post, send, tell, tellAgain } from './post.ts'
import { CATCH_UP, type Due, datesBefore, due } from './schedule.ts'

/** After so many milliseconds without a change, whoever was at work on a slot is taken to have ended. */
export const LEASE: number = 5 * 60_000
/** Tries to show a draft when no word comes back: better twice than never, since it is only a draft. */
const DRAFT_TRIES = 3

/** One look at everything. A conversation that fails does not keep the others waiting. */
export async function runDigests(desk: Desk, lease: number = LEASE): Promise<void> {
  await tellAgain(desk)
  await each(await desk.store.slots.inState('posting'), desk, (slot) => recover(slot, desk, lease))
  await each(await desk.store.chats.scheduled(), desk, ({ address, settings }) => visit(address, settings, desk, lease))
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
  const slot = await claim(address, wanted, desk, lease)
  if (slot === undefined) return
  if (desk.clock() - wanted.at > CATCH_UP) {
    const missed = await desk.store.slots.change(slot, { state: 'missed' })
    if (missed !== undefined) await tell(missed, desk)
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
  return isOurs ? slots.change(known, { state: 'claimed', to: at }) : undefined
}

/** Earlier dates that nobody saw to: one record each, and one word about all of them. */
async function recordMissed(address: Address, schedule: Schedule, date: LocalDate, desk: Desk): Promise<void> {
  const { slots } = desk.store
  const recorded: Slot[] = []
  for (const earlier of datesBefore(schedule, date)) {
    const known = await slots.of(address, earlier)
    // Before one that was seen to, all were.
    if (known !== undefined && known.state !== 'open' && known.state !== 'claimed') break
    const missed =
      known === undefined ? await desk.open(address, earlier, 'missed') : await slots.change(known, { state: 'missed' })
    if (missed !== undefined) recorded.push(missed)
  }
  const [last] = recorded
  if (last === undefined) return
  desk.log.warn({ missed: recorded.length }, 'digest: missed')
  await tell(
    last,
    desk,
    recorded.map((slot) => slot.date),
  )
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
      const { drafts: _, ...others } = settings
      await desk.store.chats.change(slot.address, others, 'schedule')
      return propose(slot, desk)
    }
  }
  await desk.store.slots.change(slot, { state: 'waiting' })
  if (place === undefined) await remind(waiting, desk)
}

/** Says where the digest is posted that it waits: any moderator there can see to it. */
async function remind(slot: Slot, desk: Desk): Promise<void> {
  const say = desk.say(await desk.store.chats.settings(slot.address))
  const words = `${say.digest.state.waiting(dateText(slot.date, say.language))} ${say.digest.reminder}`
  try {
    await desk.deliver(slot.address, [line(words)], { subject: draftSubject(slot, slot.address) })
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    desk.log.error({ reason: error.code }, 'digest: neither the place of drafts nor the place of posts is there')
  }
}

/** A posting whose program may have ended. */
async function recover(slot: Slot, desk: Desk, lease: number): Promise<void> {
  if (Math.abs(desk.clock() - slot.changedAt) <= lease) return
  const found = await findOut(slot, desk)
  // What a moderator ordered is sent whenever it can be.
  const isLate = slot.by === undefined && desk.clock() - (slot.to ?? 0) > CATCH_UP
  const state = found === 'unsent' ? (isLate ? 'missed' : 'posting') : found
  // A new version, so that whoever was at work on the old one no longer is.
  const mine = await desk.store.slots.change(slot, { state })
  if (mine === undefined) return
  if (state === 'posting') await send(mine, desk)
  else if (state !== 'posted') await tell(mine, desk)
}
