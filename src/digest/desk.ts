/** The digests of conversations as the store holds them: which day each tells about, and how it is shown. */
import { type Phrases, phrases } from '../interface/index.ts'
import type { Address, Delivered, DeliveryOptions, Log } from '../ports.ts'
import type { Place, Reply } from '../reply.ts'
import type { ChatSettings, Slot, SlotState, Store } from '../store.ts'
import type { Language } from '../text/language.ts'
import { dateAt, daysAfter, type LocalDate, startOf } from './calendar.ts'
import { composing, type Digest, type Sources } from './digest.ts'
import { leading, type Showing, showDigest, showRest } from './show.ts'

export interface DeskParts {
  readonly store: Store
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly deliver: (address: Address, reply: Reply, options: DeliveryOptions) => Promise<Delivered>
  readonly log: Log
  /** Waited for after every step of long work. */
  readonly pause: () => Promise<void>
  /** Where nothing was chosen. */
  readonly zone: string
  readonly language: Language
  /** The corpus as a conversation with these settings may quote it. */
  readonly sources: (address: Address, settings: ChatSettings) => Sources
}

export interface Desk extends DeskParts {
  say(settings: ChatSettings): Phrases
  /** Today's slot, made where there is none. */
  today(address: Address): Promise<Slot>
  /** Makes a slot of a date where there is none yet; nothing where there is. */
  open(address: Address, date: LocalDate, state: SlotState, to?: number): Promise<Slot | undefined>
  compose(slot: Slot): Promise<{ digest: Digest; showing: Showing }>
  /** What is posted. */
  post(slot: Slot): Promise<Reply>
  rest(slot: Slot): Promise<Reply>
}

const DAY = 24 * 3_600_000

/** Slots after which the next digest begins where they ended: what they told is told. */
const TOLD: ReadonlySet<SlotState> = new Set(['waiting', 'posting', 'posted', 'uncertain', 'empty', 'skipped'])

/** What a slot's post is called among deliveries. */
export const postSubject = ({ address, date }: Slot): string => `digest/${address.conversation}/${date}`
/** Everything else about a slot that is told in one place. */
export const draftSubject = (slot: Slot, place: Address): string =>
  [postSubject(slot), 'draft', place.conversation, place.thread ?? ''].join('/')

export function createDesk(parts: DeskParts): Desk {
  const { store, clock, sources } = parts
  const say = (settings: ChatSettings): Phrases => phrases(settings.language ?? parts.language)
  const zoneOf = (settings: ChatSettings): string => settings.schedule?.zone ?? parts.zone

  const open: Desk['open'] = async (address, date, state, to) => {
    const settings = await store.chats.settings(address)
    const { thread } = settings.schedule ?? address
    const { platform, conversation } = address
    return store.slots.make({
      address: { platform, conversation, ...(thread === undefined ? {} : { thread }) },
      date,
      state,
      from: await beginning(address, date, zoneOf(settings), to),
      ...(to === undefined ? {} : { to }),
      dropped: [],
      topics: [],
      ...(state === 'missed' ? { untold: true } : {}),
    })
  }

  /** Where the digest before ended, at most a day before the date; of the first, where the date began, or a day before it is due. */
  async function beginning(address: Address, date: LocalDate, zone: string, to?: number): Promise<number> {
    const earlier = (await store.slots.latest(address, 10)).filter((slot) => slot.date < date)
    if (earlier.length === 0) {
      // The first one: the date so far, and where that is only its morning, the day before with it.
      const start = startOf(date, zone)
      return to !== undefined && to - start < DAY / 2 ? to - DAY : start
    }
    const told = earlier.find(({ state, to }) => TOLD.has(state) && to !== undefined)?.to ?? 0
    return Math.max(told, startOf(daysAfter(date, -1), zone))
  }

  async function compose(slot: Slot): Promise<{ digest: Digest; showing: Showing }> {
    const settings = await store.chats.settings(slot.address)
    const to = slot.to ?? clock() + 1
    const questions = await store.questions.between(slot.address, slot.from, to)
    const { dropped, note, topics, from } = slot
    const day = { from, to, questions, dropped, topics, ...(note === undefined ? {} : { note }) }
    const steps = composing(day, sources(slot.address, settings))
    let step = steps.next()
    for (; !step.done; step = steps.next()) await parts.pause()
    const digest = step.value
    return { digest, showing: { say: say(settings), date: slot.date, places: await placesOf(digest, slot.address) } }
  }

  /** Where the answers stand that a digest leads to. */
  async function placesOf(digest: Digest, { platform }: Address): Promise<Map<string, Place>> {
    const places = new Map<string, Place>()
    for (const id of leading(digest)) {
      const [first] = await store.outbox.of(platform, id)
      if (first?.message === undefined || first.state === 'dead') continue
      const { conversation, thread, message } = first
      places.set(id, { address: { platform, conversation, ...(thread === undefined ? {} : { thread }) }, message })
    }
    return places
  }

  return {
    ...parts,
    say,
    open,
    compose,
    async today(address) {
      const date = dateAt(clock(), zoneOf(await store.chats.settings(address)))
      const made = (await store.slots.of(address, date)) ?? (await open(address, date, 'open'))
      const slot = made ?? (await store.slots.of(address, date))
      if (slot === undefined) throw new Error(`a slot of ${date} is neither there nor can be made`)
      return slot
    },
    async post(slot) {
      const { digest, showing } = await compose(slot)
      return showDigest(digest, `/draft rest ${slot.id}`, showing)
    },
    async rest(slot) {
      const { digest, showing } = await compose(slot)
      return showRest(digest, showing)
    },
  }
}
