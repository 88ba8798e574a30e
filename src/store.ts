/**
 * What is remembered between messages and across restarts, as the core and the adapters ask for it. Times are milliseconds since
 * 1970. A person is always a pseudonym; `conversation` is what `Address.conversation` says. Every method is durable when it
 * resolves.
 */
import type { Source } from './corpus/document.ts'
import type { Address } from './ports.ts'
import type { Language } from './text/language.ts'

/** What moderators chose for one conversation; what is absent was not chosen. */
export interface ChatSettings {
  readonly language?: Language
  /** Ids of the documents that may be quoted here; absent: all. */
  readonly sources?: readonly string[]
  /** When and how the day's digest is posted; absent: only when a moderator does. */
  readonly schedule?: Schedule
  /** Where drafts of the digest are shown to moderators; absent: to whoever asks for them, in private. */
  readonly drafts?: Address
}

/** A daily time at which the digest is due. */
export interface Schedule {
  /** `HH:MM`, as clocks show it in the zone. */
  readonly time: string
  /** IANA name. */
  readonly zone: string
  /** `review`: the draft waits for a moderator · `auto`: it is posted. */
  readonly mode: 'review' | 'auto'
  /** Forum topic, channel or thread of the conversation to post to; absent: the conversation itself. */
  readonly thread?: string
  /** When it was set, in milliseconds since 1970; nothing was due before. */
  readonly since: number
}

/** A question put to Sanad and what became of it. An edited question keeps its id. */
export interface AskedQuestion {
  readonly id: string
  readonly address: Address
  readonly from: string
  readonly text: string
  readonly language: Language
  readonly outcome: 'answered' | 'not_found'
  readonly confidence: number
  /** Documents that were cited, best first. */
  readonly cited: readonly string[]
  /** Only the asker saw the answer: what they asked is shown to nobody. */
  readonly hidden?: true
  /** Milliseconds from its arrival to its reply. */
  readonly took?: number
  /** What it was taken to be about, in words of the asker's question before it; absent where it says so itself. */
  readonly assumed?: string
}

/** A question as it was kept, with what people thought of its answer; never who asked. */
export interface KeptQuestion extends Omit<AskedQuestion, 'from'> {
  readonly askedAt: number
  readonly up: number
  readonly down: number
}

/** A question that moderators have answered by a note, and whose asker does not know yet. */
export interface AnsweredQuestion {
  readonly id: string
  readonly address: Address
  readonly text: string
  /** The id of the note. */
  readonly note: string
}

/** A question as moderators see it: never who asked. */
export type RaisedQuestion = Pick<AskedQuestion, 'id' | 'text' | 'assumed'>

export type Vote = 'up' | 'down'

/** The conversations' settings, and a record of who changed them. */
export interface Chats {
  settings(address: Address): Promise<ChatSettings>
  /** Replaces the settings; what changed, by whom and when is recorded in the same transaction. */
  change(address: Address, settings: ChatSettings, by: string): Promise<void>
  /** The conversations that have a schedule, with their settings. */
  scheduled(): Promise<readonly { readonly address: Address; readonly settings: ChatSettings }[]>
  /** Conversations that something was sent to, the latest last. */
  known(platform: string): Promise<readonly string[]>
  /** A conversation goes on under another name: everything kept under the old one moves. */
  move(platform: string, from: string, to: string): Promise<void>
}

/** The questions and what people thought of their answers. */
export interface Questions {
  /** Adds a question, or replaces the one with its id on that platform. */
  record(question: AskedQuestion): Promise<void>
  find(platform: string, id: string): Promise<AskedQuestion | undefined>
  /**
   * What the same person asked at the same place, thread and all, before this question: the latest, at most `within` milliseconds
   * earlier. Before an edited question, what came before it was first put. A hidden one is former to hidden ones alone.
   */
  former(
    question: Pick<AskedQuestion, 'id' | 'address' | 'from' | 'hidden'>,
    within: number,
  ): Promise<AskedQuestion | undefined>
  /** One vote a person, the last one counts. */
  vote(platform: string, id: string, person: string, vote: Vote): Promise<'recorded' | 'changed' | 'same' | 'unknown'>
  /** Puts an unanswered question before the moderators. */
  raise(platform: string, id: string): Promise<'raised' | 'already' | 'unknown'>
  /** The questions of a conversation that are before its moderators, in the order in which they were put there. */
  raised(address: Address): Promise<readonly RaisedQuestion[]>
  /** Puts questions of a conversation aside; by whom and when is recorded. */
  close(address: Address, ids: readonly string[], by: string): Promise<void>
  /** Closes raised questions of a conversation as answered by a note: their askers are to be told, unless they asked in hiding. */
  answer(address: Address, ids: readonly string[], note: string, by: string): Promise<void>
  /** Questions whose askers are to be told, in the order in which they were answered. */
  untold(): Promise<readonly AnsweredQuestion[]>
  told(platform: string, id: string): Promise<void>
  /** A conversation's questions of a time (`from` included, `to` not), in order, the hidden ones too. */
  between(address: Address, from: number, to: number): Promise<readonly KeptQuestion[]>
}

/**
 * A conversation's digest of one local date. `open`: being prepared · `claimed`: due, and being made by one program · `waiting`: its
 * draft is before the moderators · `posting`: handed to the network, no word yet · `posted` · `uncertain`: it may be there ·
 * `empty`: nothing to say · `skipped`: by a moderator · `missed`: nobody was there when it was due · `failed`: it cannot be posted.
 */
export type SlotState =
  | 'open'
  | 'claimed'
  | 'waiting'
  | 'posting'
  | 'posted'
  | 'uncertain'
  | 'empty'
  | 'skipped'
  | 'missed'
  | 'failed'

export interface Slot {
  readonly id: number
  /** `thread` is where it is posted. */
  readonly address: Address
  /** ISO 8601, in the conversation's zone. */
  readonly date: string
  readonly state: SlotState
  /** Goes up with every change: of two who change the same version, the second is refused. */
  readonly version: number
  /** The time it tells about, in milliseconds since 1970: `from` included, `to` not; `to` is absent until it is due or posted. */
  readonly from: number
  readonly to?: number
  /** Ids of questions that moderators left out. */
  readonly dropped: readonly string[]
  readonly note?: string
  /** Topics whose summaries moderators added. */
  readonly topics: readonly string[]
  /** Who decided last; absent: the schedule. */
  readonly by?: string
  /** Moderators are still to be told what became of it. */
  readonly untold?: true
  /** When it last changed. */
  readonly changedAt: number
}

export type SlotChange = Partial<
  Pick<Slot, 'state' | 'address' | 'from' | 'to' | 'dropped' | 'note' | 'topics' | 'by'>
> & {
  readonly untold?: boolean
}

/** The digests, one a conversation and local date. */
export interface Slots {
  /** Makes a slot; nothing where that conversation and date has one already. */
  make(slot: Omit<Slot, 'id' | 'version' | 'changedAt'>): Promise<Slot | undefined>
  /** Changes the slot if it still has the version named; else nothing. An empty note removes it. */
  change(slot: Pick<Slot, 'id' | 'version'>, change: SlotChange): Promise<Slot | undefined>
  find(id: number): Promise<Slot | undefined>
  /** A conversation's slot of a date. */
  of(address: Address, date: string): Promise<Slot | undefined>
  /** A conversation's slots, latest date first, at most `limit`. */
  latest(address: Address, limit: number): Promise<readonly Slot[]>
  /** Those in a state, of all conversations. */
  inState(state: SlotState): Promise<readonly Slot[]>
  /** Those that moderators are still to be told about, of all conversations, in order of their dates. */
  untold(): Promise<readonly Slot[]>
}

/** A document that moderators added to their conversation's corpus: only there it is found. */
export interface AddedDocument {
  /** Unique; letters and digits. */
  readonly id: string
  readonly address: Address
  /** `note`: an answer of the moderators' own. */
  readonly kind: 'file' | 'note'
  /** `proposed`: shown, not yet confirmed · `removed`: may still be restored. */
  readonly state: 'proposed' | 'added' | 'removed'
  readonly source: Source
  /** When it was proposed or last changed. */
  readonly changedAt: number
}

export interface AddedDocuments {
  /** Adds a document, or replaces the one with its id; by whom and when is recorded. */
  put(document: Omit<AddedDocument, 'changedAt'>, by: string): Promise<void>
  find(id: string): Promise<AddedDocument | undefined>
  /** Those of a conversation that are added, in order of addition; of all conversations where none is named. */
  added(address?: Address): Promise<readonly AddedDocument[]>
  /** Changes whenever `added()` does, whichever program changed it. */
  revision(): Promise<string>
}

/** What is kept about one person. */
export interface PersonalData {
  readonly questions: number
  readonly votes: number
  /** What they changed as a moderator. */
  readonly decisions: number
  /** The oldest of them. */
  readonly since?: number
}

export interface People {
  data(platform: string, person: string): Promise<PersonalData>
  /**
   * Deletes it: questions, votes, the texts of messages that were sent in answer, and those of digests that may tell of the questions;
   * what they decided as a moderator stays, without saying who did. Returns what it was.
   */
  forget(platform: string, person: string): Promise<PersonalData>
}

/** An event of a platform as it waits to be handled. `payload` is the adapter's own affair, unreadable to others. */
export interface StoredUpdate {
  readonly platform: string
  /** Unique on the platform: an id that was seen once is never added again. */
  readonly id: string
  readonly conversation: string
  readonly person?: string
  readonly payload: string
}

export interface Inbox {
  /** Adds updates in one transaction; returns those that are new, in order. */
  add(updates: readonly StoredUpdate[]): Promise<readonly StoredUpdate[]>
  /** What was added and not yet settled, in order of arrival. */
  pending(platform: string): Promise<readonly StoredUpdate[]>
  /** Handled without a reply. The payload is erased; the id stays until retention ends. */
  settle(platform: string, ids: readonly string[]): Promise<void>
}

/** One message of a reply as it is to be on show in a conversation. */
export interface Post {
  /** The platform's rendered message; `undefined`: it is to be deleted. */
  readonly payload: string | undefined
  /** Names this version of the message; buttons refer to it. Unique. */
  readonly key: string
}

/**
 * `ready`: to be sent, edited or deleted · `sending`: handed to the network, no word yet · `sent`: on show · `dead`: cannot be
 * delivered.
 */
export type PostState = 'ready' | 'sending' | 'sent' | 'dead'

export interface StoredPost extends Post {
  readonly id: number
  readonly platform: string
  readonly conversation: string
  readonly thread?: string
  /** What the reply is to; the parts of one subject make one reply. */
  readonly subject: string
  readonly part: number
  readonly state: PostState
  /** The platform's message id, once known: the message is edited, not sent again. */
  readonly message?: string
  /** Whether some attempt may have arrived without our knowing: there may be two. */
  readonly uncertain: boolean
  /** Whom the reply answers. */
  readonly person?: string
  readonly createdAt: number
}

/** How the subjects begin of what nobody waits for: it is never taken up after a restart, since it may be there. */
export const ANNOUNCEMENT = 'announcement/'

export interface Outbox {
  /**
   * Makes `posts` the reply to a subject: parts already on show are to be edited, further ones sent, left-over ones deleted.
   * The updates it answers are settled in the same transaction. Returns the rows to deliver, in order.
   */
  put(
    reply: {
      readonly address: Address
      readonly subject: string
      readonly person?: string
      readonly posts: readonly Post[]
    },
    updates?: readonly string[],
  ): Promise<readonly StoredPost[]>
  /** What was `ready` or `sending` when the program ended, in order. */
  pending(platform: string): Promise<readonly StoredPost[]>
  /** Before the call. */
  sending(id: number): Promise<void>
  /** On show, under this message id where the platform told it. A deleted post's row goes. */
  sent(id: number, message: string | undefined): Promise<void>
  /** Not sent, to be tried again; `uncertain` when it may have arrived. */
  postponed(id: number, uncertain: boolean): Promise<void>
  /** Never to be tried again. */
  died(id: number): Promise<void>
  /** The message is no longer there: it is to be sent as a new one. */
  lost(id: number): Promise<void>
  /** The post that a button refers to. */
  find(platform: string, key: string): Promise<StoredPost | undefined>
  /** The posts of the last reply that could not reach a person, in order. */
  undelivered(platform: string, person: string): Promise<readonly StoredPost[]>
  /** The post behind a message on show. */
  shown(platform: string, conversation: string, message: string): Promise<StoredPost | undefined>
  /** The posts of a subject, in order of their parts. */
  of(platform: string, subject: string): Promise<readonly StoredPost[]>
  /** Whether a reply to this subject is on show or on its way. */
  has(platform: string, subject: string): Promise<boolean>
}

/** Small things to remember by name, such as which command menu was registered. */
export interface Facts {
  get(name: string): Promise<string | undefined>
  set(name: string, value: string): Promise<void>
}

export interface Store {
  readonly chats: Chats
  readonly questions: Questions
  readonly people: People
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly slots: Slots
  readonly documents: AddedDocuments
  readonly facts: Facts
  /**
   * Takes a right that one program on this store has at a time; resolves with what gives it back, or with nothing while another has
   * it. It ends with the program, however that ends.
   */
  hold(name: string): Promise<(() => void) | undefined>
  /**
   * Deletes what is older than `before`, except settings, facts, added documents and what is still to be delivered; slots at the
   * earliest after 40 days, proposed and removed documents after one.
   */
  retain(before: number): Promise<void>
  /** Whether it can be written to; rejects with the reason. */
  check(): Promise<void>
  close(): Promise<void>
}
