/**
 * Posting a slot's digest: at most once. Whoever wins the change to `posting` sends it; a word that did not come back makes it
 * `uncertain`, and only a moderator can have it sent again.
 */
import { dateText } from '../interface/dates.ts'
import { type Address, DeliveryError } from '../ports.ts'
import type { Block, Reply } from '../reply.ts'
import { ANNOUNCEMENT, type Slot, type SlotState } from '../store.ts'
import type { LocalDate } from './calendar.ts'
import { type Desk, draftSubject, postSubject } from './desk.ts'
import { panel } from './panel.ts'

/** Posts a slot; resolves with what it is afterwards: somebody else's decision, where one came first. */
export async function post(slot: Slot, desk: Desk, by?: string): Promise<Slot> {
  const posting = await desk.store.slots.change(slot, {
    state: 'posting',
    to: slot.to ?? desk.clock(),
    ...(by === undefined ? {} : { by }),
  })
  return posting === undefined ? now(slot, desk) : send(posting, desk)
}

/** Sends what is in state `posting`. */
export async function send(posting: Slot, desk: Desk): Promise<Slot> {
  try {
    await desk.deliver(posting.address, await desk.post(posting), { subject: postSubject(posting) })
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return refused(posting, error, desk)
  }
  return settle(posting, 'posted', desk)
}

async function refused(posting: Slot, { code }: DeliveryError, desk: Desk): Promise<Slot> {
  desk.log.warn({ reason: code }, 'digest: not posted')
  switch (code) {
    case 'uncertain': {
      const slot = await settle(posting, 'uncertain', desk)
      if (slot.state === 'uncertain') await tell(slot, desk)
      return slot
    }
    case 'gone': {
      const slot = await settle(posting, 'failed', desk)
      await turnOff(slot.address, desk)
      if (slot.state === 'failed') await tell(slot, desk)
      return slot
    }
    default:
      // What a moderator ordered waits for another press; what was due is tried again.
      return settle(posting, posting.by === undefined ? 'open' : 'waiting', desk)
  }
}

/** A place that is gone is not tried every day. */
export async function turnOff(address: Address, desk: Desk): Promise<void> {
  const { schedule, ...others } = await desk.store.chats.settings(address)
  if (schedule !== undefined) await desk.store.chats.change(address, others, 'schedule')
}

/** Writes down how a posting ended. The word of whoever sent it counts more than anybody's doubt meanwhile. */
async function settle(posting: Slot, state: SlotState, desk: Desk): Promise<Slot> {
  const settled = await desk.store.slots.change(posting, { state })
  if (settled !== undefined) return settled
  const other = await now(posting, desk)
  if (state === 'posted' && other.state === 'uncertain')
    return (await desk.store.slots.change(other, { state })) ?? now(posting, desk)
  return other
}

/**
 * What became of a posting that its program did not finish: every message is on show · it may be · none of it ever left, and it can
 * be sent. A part that is missing is sent alone, since those on show are changed.
 */
export async function findOut(posting: Slot, desk: Desk): Promise<'posted' | 'uncertain' | 'unsent'> {
  const posts = await desk.store.outbox.of(posting.address.platform, ANNOUNCEMENT + postSubject(posting))
  if (posts.length > 0 && posts.every(({ state }) => state === 'sent')) return 'posted'
  const isDoubtful = posts.some(
    ({ state, message, uncertain }) => message === undefined && (uncertain || state === 'sending'),
  )
  return isDoubtful ? 'uncertain' : 'unsent'
}

/** Changes the message of a posted digest; false where it is not known. */
export async function correct(slot: Slot, desk: Desk): Promise<boolean> {
  const posts = await desk.store.outbox.of(slot.address.platform, ANNOUNCEMENT + postSubject(slot))
  if (!posts.some(({ message }) => message !== undefined)) return false
  await desk.deliver(slot.address, await desk.post(slot), { subject: postSubject(slot) })
  return true
}

/** Tells the moderators something about a slot; what was told about it before is replaced. What could not be told is kept. */
export async function tell(slot: Slot, desk: Desk, dates: readonly LocalDate[] = [slot.date]): Promise<void> {
  const settings = await desk.store.chats.settings(slot.address)
  const place = settings.drafts ?? slot.address
  try {
    await desk.deliver(place, await news(slot, dates, desk), { subject: draftSubject(slot, place) })
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    desk.log.warn({ reason: error.code }, 'digest: moderators could not be told')
    if (error.code !== 'gone') await keep([...(await kept(desk)), { slot: slot.id, dates }], desk)
  }
}

/** Tells what could not be told before. */
export async function tellAgain(desk: Desk): Promise<void> {
  const waiting = await kept(desk)
  if (waiting.length === 0) return
  await keep([], desk)
  for (const { slot: id, dates } of waiting) {
    const slot = await desk.store.slots.find(id)
    if (slot !== undefined) await tell(slot, desk, dates)
  }
}

async function news(slot: Slot, dates: readonly LocalDate[], desk: Desk): Promise<Reply> {
  const say = desk.say(await desk.store.chats.settings(slot.address))
  const named = [...dates].sort().map((date) => dateText(date, say.language))
  if (slot.state === 'missed') return [line(say.digest.missed(named.join(say.separator)))]
  if (slot.state === 'failed') return [line(say.digest.failed(named.join(say.separator)))]
  return panel(slot, desk)
}

interface Untold {
  readonly slot: number
  readonly dates: readonly LocalDate[]
}

const UNTOLD = 'digest: untold'
const MOST_UNTOLD = 100

async function kept({ store }: Desk): Promise<readonly Untold[]> {
  return JSON.parse((await store.facts.get(UNTOLD)) ?? '[]')
}

async function keep(untold: readonly Untold[], { store }: Desk): Promise<void> {
  await store.facts.set(UNTOLD, JSON.stringify(untold.slice(-MOST_UNTOLD)))
}

export async function now(slot: Slot, desk: Desk): Promise<Slot> {
  return (await desk.store.slots.find(slot.id)) ?? slot
}

export const line = (words: string): Block => ({ type: 'text', text: words })
