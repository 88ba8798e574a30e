/** A chat network with people in it, as the moderators' suite uses it. Each network has one; what follows from it is in `house.ts`. */
import type { Address, Chart, ChatAdapter, Log, Sanad, Store } from '../../../src/index.ts'

/** A place to read and write in: a group, a channel, a topic, a thread. */
export interface Room {
  readonly key: string
  readonly address: Address
}

export interface Person {
  /** Where they alone read. */
  readonly own: string
  /** How they are called, and how others call them. */
  readonly names: readonly string[]
  readonly mention: string
}

/** A message of Sanad's as people see it now, without markup and without invisible signs. */
export interface Seen {
  readonly id: string
  /** The key of its room, or of whoever alone sees it. */
  readonly room: string
  readonly text: string
  /** Its texts over time, the present one last. */
  readonly versions: readonly string[]
  readonly quotes: readonly string[]
  /** Words that lead somewhere: to an address, or to the id of another message. */
  readonly links: readonly { readonly text: string; readonly to: string }[]
  readonly buttons: readonly { readonly label: string; readonly data: string }[]
  /** The words of the message it is shown as a reply to, or the id of it where it is Sanad's. */
  readonly repliesTo?: string
}

export interface SentFile {
  readonly name: string
  readonly content: string | Uint8Array
}

export interface Schedule {
  readonly time: string
  readonly mode: 'review' | 'auto'
  /** Where it is posted; the main room unless told. */
  readonly room?: Room
  /** Where drafts are shown; the staff's room unless told. */
  readonly drafts?: Room
}

/** What may befall the place of posts between the schedule and its time. */
export interface Upheaval {
  readonly name: string
  /** Where that happens; the network's usual group unless told. */
  readonly open?: () => Promise<Network>
  /** The post is made in a topic. */
  readonly inTopic?: true
  /** The digest is posted all the same; otherwise it cannot be. */
  readonly goesOn?: true
  /** There is no place left in which moderators could be told. */
  readonly leavesNobody?: true
}

/** What a chat adapter is made with. */
export interface Parts {
  readonly store: Store
  readonly sanad: Sanad
  readonly log: Log
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  readonly onFatal: (reason: string) => void
}

/** Everything resolves once the network has told the doer what it tells at once: that is returned. */
export interface Network {
  readonly platform: 'telegram' | 'discord'
  readonly token: string
  connect(parts: Parts): ChatAdapter
  /** Where the members are; it may change its name. */
  readonly main: Room
  /** Where only moderators are. */
  readonly staff: Room
  topic(): Room
  person(): Person
  appoint(person: Person): void
  dismiss(person: Person): void
  /** Who moderates another group with Sanad in it, and no more than that. */
  stranger(): { readonly person: Person; readonly room: Room }
  /** Somebody's question; without a room, where nobody else sees it. */
  ask(person: Person, question: string, room?: Room): Promise<string | undefined>
  /** A command as it would be typed, in the main room unless told. */
  type(person: Person, command: string, how?: { room?: Room; file?: SentFile }): Promise<string | undefined>
  schedule(person: Person, schedule: Schedule): Promise<string | undefined>
  press(person: Person, message: Seen, label: string): Promise<string | undefined>
  /** Presses a button that asks for something, and writes it. */
  fill(person: Person, message: Seen, label: string, fields: readonly string[]): Promise<string | undefined>
  /** Presses a button that is not there for them, under a message that they see. */
  forge(person: Person, message: Seen, data: string): Promise<string | undefined>
  /** Sends what a button's form would, which nobody showed them. */
  forgeForm(person: Person, message: Seen, data: string, fields: readonly string[]): Promise<string | undefined>
  /** Ways to write as somebody else than oneself in the main room, and whether moderators alone have them. */
  readonly disguises: readonly { readonly name: string; readonly moderates: boolean; type(command: string): void }[]
  /** Brings an upheaval about. */
  befalls(name: string, room: Room): void
  /** What people may be about to choose, of what they type. */
  offers(person: Person, room: Room, typed: string): Promise<string>
  /** The work's next post in the main room gets no answer; `arrives`: it is there all the same. Sanad may have to be stopped for it. */
  unheard(arrives: boolean, work: () => Promise<void>, stop: () => Promise<void>): Promise<void>
  shown(): readonly Seen[]
  /** The pictures that were uploaded, as they came over the wire. */
  pictures(): readonly Buffer[]
  /** Whether everything that people did has been taken by Sanad. */
  isTaken(): boolean
  /** Rules that were broken, and people that were pinged. */
  broken(): readonly string[]
  /** Everything said by people so far, and their names: none of it may be logged. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

/** PNGs within what came over the wire. */
export function picturesIn(raw: Buffer): Buffer[] {
  const start = raw.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const end = raw.indexOf('IEND', start)
  return start < 0 || end < 0 ? [] : [raw.subarray(start, end + 8)]
}
