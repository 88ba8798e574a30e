/** What is said to moderators, and by the digest. Dates and moments are already in words of the language (`dates.ts`). */
import type { ExplainedRelation } from '../../answer/explain.ts'
import type { Doubt, Refusal } from '../../ports.ts'
import type { SlotState } from '../../store.ts'

/** Counts of a digest. */
export interface Counts {
  readonly asked: number
  readonly answered: number
  readonly unanswered: number
}

export interface ModeratorPhrases {
  /** What each further option and subcommand is for (Discord). */
  readonly moderatorOptions: Readonly<
    Record<'time' | 'zone' | 'mode' | 'channel' | 'drafts' | 'file' | 'number', string>
  >
  readonly subcommands: Readonly<Record<'preview' | 'post' | 'off' | 'schedule' | 'add' | 'list' | 'remove', string>>
  readonly modes: Readonly<Record<'review' | 'auto', string>>

  readonly digest: {
    readonly title: (date: string) => string
    readonly draftOf: (date: string) => string
    readonly counts: (counts: Counts) => string
    readonly votes: (up: number, down: number) => string
    readonly note: (text: string) => string
    readonly topic: (topic: string) => string
    readonly answered: string
    readonly unanswered: string
    /** How often a question was asked, where more than once. */
    readonly times: (count: number) => string
    readonly sources: (list: string) => string
    readonly added: (list: string) => string
    readonly changed: (list: string) => string
    readonly rest: (count: number) => string
    readonly nothing: (date: string) => string

    readonly post: string
    readonly edit: string
    readonly skip: string
    readonly writeNote: string
    readonly removeNote: string
    readonly back: string
    readonly correct: string
    readonly isThere: string
    readonly postAgain: string
    readonly leaveOut: (number: number) => string
    readonly takeIn: (number: number) => string
    readonly editing: string
    readonly noteTitle: string
    readonly notePrompt: string
    readonly noteField: string

    /** What became of a date's digest, told to whoever asks or acts too late. */
    readonly state: Readonly<Record<SlotState, (date: string) => string>>
    readonly changedMeanwhile: string
    readonly uncertain: (date: string) => string
    readonly failed: (date: string) => string
    readonly missed: (dates: string) => string
    readonly unreachable: string
    readonly draftsWhere: string
    readonly reminder: string
    readonly postThere: string
    readonly corrected: string
    readonly cannotCorrect: string
    readonly scheduleOff: string

    readonly scheduled: (time: string, zone: string, next: string) => string
    readonly review: string
    readonly auto: string
    readonly off: string
    readonly wasOff: string
    readonly notScheduled: string
    readonly nextRun: (moment: string) => string
    readonly badTime: (found: string) => string
    readonly badZone: (found: string) => string
    readonly draftsHere: string
    readonly draftsElsewhere: string
    readonly draftSent: string
    readonly writeToMeFirst: string
    readonly inYourGroup: string
    readonly askInGroup: string
    readonly addTopic: string
    readonly topicAdded: (topic: string) => string
  }

  readonly notes: {
    readonly answer: string
    readonly title: string
    readonly prompt: string
    readonly text: string
    readonly link: string
    readonly question: (text: string) => string
    readonly answered: (count: number) => string
    readonly badAnswer: string
    readonly told: string
    readonly publisher: string
    /** What stands behind the title of every citation of a note. */
    readonly kind: string
    readonly edit: string
  }

  readonly corpus: {
    readonly replyToFile: string
    readonly proposed: (title: string) => string
    readonly facts: (facts: {
      readonly passages: string
      readonly language: string
      readonly date: string | undefined
    }) => string
    readonly doubts: Readonly<Record<Doubt, string>>
    readonly refusals: Readonly<Record<Refusal, string>>
    readonly unavailable: string
    readonly tooMany: (most: number) => string
    readonly sameText: (title: string) => string
    readonly confirm: string
    readonly cancel: string
    readonly cancelled: string
    readonly added: (title: string) => string
    readonly list: (count: number) => string
    readonly empty: string
    readonly remove: string
    readonly removed: (title: string) => string
    readonly restore: string
    readonly restored: (title: string) => string
    readonly notThere: string
  }

  readonly stats: {
    readonly title: string
    readonly period: (from: string, to: string) => string
    readonly asked: (count: number) => string
    readonly answered: (count: number, percent: number) => string
    readonly notFound: (count: number) => string
    readonly helpful: (up: number, down: number, percent: number | undefined) => string
    readonly latency: (median: string, slow: string) => string
    readonly sources: string
    readonly byDay: string
    readonly nothing: string
    readonly answeredPart: string
    readonly notFoundPart: string
  }

  /** Why something was answered or declined. Numbers are already written. */
  readonly why: {
    readonly what: string
    readonly unknown: string
    readonly question: (text: string) => string
    readonly answered: (confidence: string, threshold: string) => string
    readonly not_found: (confidence: string, threshold: string) => string
    readonly terms: string
    readonly term: (word: string, weight: string, found: string) => string
    readonly by: (word: string, weight: string, relation: string) => string
    readonly and: string
    readonly missing: string
    readonly relations: Readonly<Record<ExplainedRelation, string>>
    readonly passages: string
    readonly noPassages: string
    readonly passage: (number: number, place: string, score: string, confidence: string) => string
  }
}
