/** The daily summary of a conversation: its draft, its schedule, where its drafts are shown. For moderators. */
import type { DigestCommand } from '../command.ts'
import { timeOf, zoneOf, zonesLike } from '../digest/calendar.ts'
import { type Desk, draftSubject } from '../digest/desk.ts'
import { isSamePlace, panel } from '../digest/panel.ts'
import { next } from '../digest/schedule.ts'
import { dateText, momentText } from '../interface/dates.ts'
import { type Address, DeliveryError } from '../ports.ts'
import { type Action, actions, type Block, open, type Reply } from '../reply.ts'
import type { ChatSettings, Schedule, Slot, SlotState } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import { postNow } from './draft.ts'
import { notice, refusal, type Scope, text } from './scope.ts'

/** Of a day; the oldest give way. */
const MOST_TOPICS = 10
/** States of what is on its way, or there: nothing of it is changed by a command. */
const OVER: ReadonlySet<SlotState> = new Set(['posting', 'posted', 'uncertain'])

export async function digest(command: DigestCommand | undefined, scope: Scope): Promise<Reply> {
  const { say, desk, incoming } = scope
  const refused = await refusal(scope)
  if (refused !== undefined || desk === undefined) return refused ?? text(say.notHere)
  if (command?.what === 'drafts' && command.of !== undefined) return draftsOf(command.of, desk, scope)
  if (incoming.place === 'private') return text(say.digest.inYourGroup)
  switch (command?.what) {
    case undefined:
      return preview(desk, scope)
    case 'post': {
      const { address } = incoming
      const slot = await placed(await desk.today(address), address, scope, desk)
      return readAlong(await postNow(slot, desk, scope), slot, desk, scope)
    }
    case 'add':
      return addTopic(command.topic, desk, scope)
    case 'off': {
      const { schedule, ...others } = scope.settings
      if (schedule === undefined) return text(say.digest.wasOff)
      await desk.store.chats.change(incoming.address, others, incoming.from)
      return text(say.digest.off)
    }
    case 'drafts':
      await desk.store.chats.change(incoming.address, { ...scope.settings, drafts: incoming.address }, incoming.from)
      return text(say.digest.draftsHere)
    case 'schedule':
      return schedule(command.words, desk, scope)
  }
}

/** Where members read along, what became of it is said, and nothing is offered that would show a draft. */
async function readAlong(reply: Reply, { id }: Slot, desk: Desk, { incoming, settings, say }: Scope): Promise<Reply> {
  if (incoming.hidden === true || isSamePlace(incoming.address, settings.drafts)) return reply
  const slot = await desk.store.slots.find(id)
  if (slot === undefined) return notice(say.tooOld)
  const date = dateText(slot.date, say.language)
  if (slot.state === 'open') return text(say.digest.nothing(date))
  const state = say.digest.state[slot.state](date)
  return text(slot.state === 'waiting' ? `${say.digest.unreachable}\n${state}` : state)
}

/** Without a schedule the digest stands where it was asked for, but not among the drafts. */
async function placed(slot: Slot, here: Address, { settings }: Scope, desk: Desk): Promise<Slot> {
  const isChosen = settings.schedule !== undefined || isSamePlace(here, settings.drafts)
  if (isChosen || isSamePlace(slot.address, here)) return slot
  if (OVER.has(slot.state)) return slot
  return (await desk.store.slots.change(slot, { address: here })) ?? slot
}

/** Shows the draft where members do not read: in the reply where that is hidden, else in the moderators' place or in private. */
async function preview(desk: Desk, scope: Scope): Promise<Reply> {
  const { say, incoming, settings } = scope
  const { address } = incoming
  const others = await draftsShownHere(desk, scope)
  if (others.length > 0) return others
  const slot = await placed(await desk.today(address), address, scope, desk)
  const shown = [...(await panel(slot, desk)), ...text(nextRun(settings, desk, scope))]
  if (incoming.hidden === true || isSamePlace(address, settings.drafts)) return shown
  const place = settings.drafts ?? incoming.aside
  if (place === undefined) return text(say.digest.writeToMeFirst)
  try {
    await desk.deliver(place, shown, { subject: `${draftSubject(slot, place)}/${incoming.id}` })
    return text(say.digest.draftSent)
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return text(error.code === 'gone' ? say.digest.writeToMeFirst : say.digest.unreachable)
  }
}

/** In a place of the moderators' own: the drafts of the conversations that are shown there, those that whoever asks moderates. */
async function draftsShownHere(desk: Desk, { incoming }: Scope): Promise<Reply> {
  const { address } = incoming
  const drafts: Block[] = []
  for (const { address: of, settings } of await desk.store.chats.scheduled()) {
    if (of.conversation === address.conversation || !isSamePlace(address, settings.drafts)) continue
    if ((await incoming.isModerator?.(of)) === true) drafts.push(...(await panel(await desk.today(of), desk)))
  }
  return drafts
}

function nextRun({ schedule }: ChatSettings, desk: Desk, { say }: Scope): string {
  if (schedule === undefined) return say.digest.notScheduled
  return say.digest.nextRun(momentText(next(schedule, desk.clock()).at, schedule.zone, say.language))
}

/** `21:00 [Africa/Casablanca] [review|auto] [to:THREAD] [drafts:THREAD]`, in any order after the time. */
async function schedule(words: readonly string[], desk: Desk, scope: Scope): Promise<Reply> {
  const { say, incoming, settings } = scope
  const { platform, conversation } = incoming.address
  const [typed = '', ...others] = words
  const time = timeOf(typed)
  if (time === undefined) return text(say.digest.badTime(isolate(typed.slice(0, 40).toWellFormed())))
  const named = (name: string): string | undefined =>
    others.find((word) => word.startsWith(`${name}:`))?.slice(name.length + 1)
  const modes = others.map((word) => word.toLowerCase()).filter((word) => word === 'auto' || word === 'review')
  const zones = others.filter((word) => !/^(?:to|drafts):|^(?:auto|review)$/i.test(word))
  const zone = zones[0] === undefined ? (settings.schedule?.zone ?? desk.zone) : zoneOf(zones[0])
  if (zone === undefined) {
    const near = zonesLike(zones[0] ?? '', 3).map(isolate)
    const words = [say.digest.badZone(isolate((zones[0] ?? '').slice(0, 40).toWellFormed())), ...near]
    return text(words.join('\n'))
  }
  const mode = modes[0] === 'auto' ? 'auto' : 'review'
  const thread = named('to') ?? incoming.address.thread
  const own = named('drafts')
  const drafts = own !== undefined ? { platform, conversation, thread: own } : (settings.drafts ?? incoming.aside)
  if (drafts === undefined && mode === 'review') return text(say.digest.draftsWhere)
  if (drafts !== undefined && !isSamePlace(drafts, settings.drafts)) {
    const refused = await announce(drafts, desk, scope)
    if (refused !== undefined) return refused
  }
  const chosen: Schedule = { time, zone, mode, since: desk.clock(), ...(thread === undefined ? {} : { thread }) }
  const changed = { ...settings, schedule: chosen, ...(drafts === undefined ? {} : { drafts }) }
  await desk.store.chats.change(incoming.address, changed, incoming.from)
  const moment = momentText(next(chosen, desk.clock()).at, zone, say.language)
  return [
    ...text(
      [say.digest.scheduled(time, zone, moment), mode === 'auto' ? say.digest.auto : say.digest.review].join('\n'),
    ),
    actions(elsewhere(conversation, scope)),
  ]
}

/** Leads to another group of the moderator's, to show drafts there. */
function elsewhere(conversation: string, { say }: Scope): Action {
  return { ...open(say.digest.draftsElsewhere, `/digest drafts ${conversation}`), elsewhere: true }
}

/** Says in a place that drafts will come there; the reply that tells why they cannot. */
async function announce(place: Address, desk: Desk, { say, incoming }: Scope): Promise<Reply | undefined> {
  if (isSamePlace(place, incoming.address)) return undefined
  try {
    await desk.deliver(place, text(say.digest.draftsHere), {
      subject: `digest/${incoming.address.conversation}/place/${incoming.id}`,
    })
    return undefined
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return text(error.code === 'gone' ? say.digest.writeToMeFirst : say.digest.unreachable)
  }
}

/** The drafts of another conversation come here, when whoever says so moderates both. */
async function draftsOf(conversation: string, desk: Desk, { incoming, say }: Scope): Promise<Reply> {
  const of = { platform: incoming.address.platform, conversation }
  if ((await incoming.isModerator?.(of)) !== true) return notice(say.digest.askInGroup)
  const settings = await desk.store.chats.settings(of)
  await desk.store.chats.change(of, { ...settings, drafts: incoming.address }, incoming.from)
  return text(say.digest.draftsHere)
}

async function addTopic(topic: string, desk: Desk, { incoming, say }: Scope): Promise<Reply> {
  for (;;) {
    const slot = await desk.today(incoming.address)
    const added = { topics: [...slot.topics, topic].slice(-MOST_TOPICS), by: incoming.from }
    if (OVER.has(slot.state)) return notice(say.digest.state[slot.state](dateText(slot.date, say.language)))
    if (slot.topics.includes(topic) || (await desk.store.slots.change(slot, added)))
      return notice(say.digest.topicAdded(isolate(topic)))
  }
}
