/**
 * The tables as Kysely sees them. Times are milliseconds since 1970, yes and no are 1 and 0, lists and settings are JSON. What
 * orders rows is their number, never a time: clocks jump.
 */
import type { Generated, Kysely, Selectable, Transaction } from 'kysely'
import type { AddedDocument, AskedQuestion, PostState, SlotState, Vote } from '../../src/index.ts'

/** Updates that arrived. A settled row keeps nothing but its id. */
export interface InboxTable {
  readonly seq: Generated<number>
  readonly platform: string
  readonly id: string
  readonly conversation: string | null
  readonly person: string | null
  /** Null once settled. */
  readonly payload: string | null
  readonly added_at: number
  readonly settled_at: number | null
}

/** One message of a reply a row. */
export interface OutboxTable {
  readonly id: Generated<number>
  readonly platform: string
  readonly conversation: string
  readonly thread: string | null
  readonly subject: string
  readonly part: number
  /** Null: to be deleted. Empty: forgotten. */
  readonly payload: string | null
  /** Null where a later part took the key. */
  readonly key: string | null
  readonly state: PostState
  readonly message: string | null
  readonly uncertain: number
  readonly person: string | null
  /** 1: to be forgotten as soon as it is delivered. */
  readonly fleeting: number
  /** When this version was put. */
  readonly created_at: number
}

/** What moderators chose. */
export interface ChatTable {
  readonly platform: string
  readonly conversation: string
  readonly settings: string
}

/** What a moderator changed, from what to what: a conversation's settings, its raised questions, digests, added documents. */
export interface ChangeTable {
  readonly id: Generated<number>
  readonly platform: string
  readonly conversation: string
  /** Null once forgotten. */
  readonly person: string | null
  readonly before: string
  readonly after: string
  readonly at: number
}

export interface QuestionTable {
  readonly platform: string
  readonly id: string
  readonly conversation: string
  readonly thread: string | null
  readonly person: string
  readonly text: string
  readonly language: AskedQuestion['language']
  readonly outcome: AskedQuestion['outcome']
  readonly confidence: number
  readonly cited: string
  readonly asked_at: number
  readonly raised_at: number | null
  /** Orders questions by arrival; 0 where they came before it was counted. */
  readonly seq: number
  /** 1: only the asker saw the answer. */
  readonly hidden: number
  readonly took: number | null
  /** The subject it was read with. */
  readonly assumed: string | null
  /** The document that answers it. */
  readonly note: string | null
  /** Orders those whose askers are to be told. */
  readonly answer_seq: number | null
  readonly told_at: number | null
}

/** One vote a person; goes with its question. */
export interface VoteTable {
  readonly platform: string
  readonly question: string
  readonly person: string
  readonly vote: Vote
  readonly at: number
}

/** A conversation's digest of one date. */
export interface SlotTable {
  readonly id: Generated<number>
  readonly platform: string
  readonly conversation: string
  readonly thread: string | null
  readonly date: string
  readonly state: SlotState
  readonly version: number
  readonly begins_at: number
  readonly ends_at: number | null
  readonly dropped: string
  readonly note: string | null
  readonly topics: string
  /** Who decided last. */
  readonly person: string | null
  /** 1: moderators are still to be told. */
  readonly untold: number
  readonly changed_at: number
}

/** What moderators added to a conversation's corpus. */
export interface DocumentTable {
  readonly id: string
  readonly platform: string
  readonly conversation: string
  readonly kind: AddedDocument['kind']
  readonly state: AddedDocument['state']
  /** Orders documents by addition; null where it never was added. */
  readonly place: number | null
  readonly changed_at: number
  readonly source: string
}

export interface FactTable {
  readonly name: string
  readonly value: string
}

export interface Tables {
  readonly inbox: InboxTable
  readonly outbox: OutboxTable
  readonly chat: ChatTable
  readonly change: ChangeTable
  readonly question: QuestionTable
  readonly vote: VoteTable
  readonly slot: SlotTable
  readonly document: DocumentTable
  readonly fact: FactTable
}

export type OutboxRow = Selectable<OutboxTable>
export type QuestionRow = Selectable<QuestionTable>
export type SlotRow = Selectable<SlotTable>
export type DocumentRow = Selectable<DocumentTable>
export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>
