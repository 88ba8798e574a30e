/**
 * Posting a slot's digest: at most once. Whoever wins the change to `posting` sends it; a word that did not come back makes it
 * `uncertain`, and only a moderator can have it sent again.
 */
import { dateText } from '../interface/dates.ts'
import { type Address, conversationKey, DeliveryError } from '../ports.ts'
import { line, type Reply } from '../reply.ts'
import { ANNOUNCEMENT, type Slot, type SlotState } from '../store.ts'
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
      await settle(posting, 'uncertain', desk, true)
      await tellUntold(desk)
      return now(posting, desk)
    }
    case 'gone': {
      const slot = await settle(posting, 'failed', desk, true)
      await turnOff(slot.address, desk)
      await tellUntold(desk)
      return now(slot, desk)
    }
    default:
      // What a moderator ordered waits for another press; what was due is tried again.
      return settle(posting, isOrdered(posting) ? 'waiting' : 'open', desk)
  }
}

/** Who decides where no moderator does; a draft that one changed is posted by it all the same. */
export const SCHEDULE = 'schedule'

/** Whether a moderator ordered what is being posted. */
export const isOrdered = ({ by }: Slot): boolean => by !== undefined && by !== SCHEDULE

/** A place that is gone is not tried every day. */
export async function turnOff(address: Address, desk: Desk): Promise<void> {
  const { schedule, ...others } = await desk.store.chats.settings(address)
  if (schedule !== undefined) await desk.store.chats.change(address, others, SCHEDULE)
}

/** A place of drafts that is gone is none. */
export async function forgetDrafts(address: Address, desk: Desk): Promise<void> {
  const { drafts, ...others } = await desk.store.chats.settings(address)
  if (drafts !== undefined) await desk.store.chats.change(address, others, SCHEDULE)
}

/** Writes down how a posting ended. The word of whoever sent it counts more than anybody's doubt meanwhile. */
async function settle(posting: Slot, state: SlotState, desk: Desk, untold: boolean = false): Promise<Slot> {
  const settled = await desk.store.slots.change(posting, { state, ...(untold ? { untold } : {}) })
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

/**
 * Shows the moderators what a slot is now, in place of what they were shown of it before: where members read, that alone. True when it
 * needs no other try.
 */
export async function tell(slot: Slot, desk: Desk, reply?: Reply): Promise<boolean> {
  const settings = await desk.store.chats.settings(slot.address)
  const say = desk.say(settings)
  const place = settings.drafts ?? slot.address
  const state = [line(say.digest.state[slot.state](dateText(slot.date, say.language)))]
  try {
    const shown = reply ?? (settings.drafts === undefined ? state : await panel(slot, desk))
    await desk.deliver(place, shown, { subject: draftSubject(slot, place) })
    return true
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    desk.log.warn({ reason: error.code }, 'digest: moderators could not be told')
    if (error.code === 'gone' && settings.drafts !== undefined) {
      await forgetDrafts(slot.address, desk)
      return tell(slot, desk, reply)
    }
    // Better twice than never; but where nobody is, nobody can be told.
    return error.code === 'gone'
  }
}

/** Tells what is still to be told: missed days of a conversation in one message. */
export async function tellUntold(desk: Desk): Promise<void> {
  const untold = await desk.store.slots.untold()
  const missed = new Map<string, Slot[]>()
  for (const slot of untold) {
    // Somebody may have seen to it since.
    const key = conversationKey(slot.address)
    if (slot.state === 'missed') missed.set(key, [...(missed.get(key) ?? []), slot])
    else if (await tell(slot, desk, await news(slot, desk))) await desk.store.slots.change(slot, { untold: false })
  }
  for (const slots of missed.values()) {
    const last = slots.at(-1) as Slot
    const say = desk.say(await desk.store.chats.settings(last.address))
    const dates = slots.map(({ date }) => dateText(date, say.language)).join(say.separator)
    if (!(await tell(last, desk, [line(say.digest.missed(dates))]))) continue
    for (const slot of slots) await desk.store.slots.change(slot, { untold: false })
  }
}

/** What holds nothing of the draft. */
async function news(slot: Slot, desk: Desk): Promise<Reply | undefined> {
  if (slot.state === 'uncertain') return panel(slot, desk)
  if (slot.state !== 'failed') return undefined
  const say = desk.say(await desk.store.chats.settings(slot.address))
  return [line(say.digest.failed(dateText(slot.date, say.language)))]
}

export async function now(slot: Slot, desk: Desk): Promise<Slot> {
  return (await desk.store.slots.find(slot.id)) ?? slot
}
