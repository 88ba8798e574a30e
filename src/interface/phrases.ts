import type { MENU } from '../command.ts'
import type { PersonalData } from '../store.ts'
import type { Language } from '../text/language.ts'
import type { Variation } from '../verification/verification.ts'
import type { ModeratorPhrases } from './moderators/phrases.ts'
import type { PagePhrases } from './pages/phrases.ts'

/** The sentences that are Sanad's own. Everything else a user reads is quoted. */
export interface Phrases extends ModeratorPhrases, PagePhrases {
  readonly language: Language
  /** The language's own name. */
  readonly name: string
  readonly notFound: string
  /** What a question that does not say it itself was taken to be about, and the button that takes that back. */
  readonly assumed: (subject: string) => string
  readonly byItself: string
  readonly nearest: string
  readonly greeting: string
  readonly help: string
  /** Where plain text is read in private. */
  readonly helpTyping: string
  /** What is remembered, and for how many days. */
  readonly helpKept: (days: number) => string
  readonly unknown: (command: string) => string
  readonly apology: string
  readonly context: string
  readonly next: string
  readonly previous: string
  readonly more: string
  readonly noMore: string
  readonly moreFrom: (from: number) => string
  readonly gone: string
  readonly notAllowedHere: string
  readonly sources: (count: number) => string
  readonly noSources: string
  readonly noSuchSource: (name: string) => string
  readonly passages: (count: number) => string
  /** How many of all documents moderators allow here. */
  readonly limitedSources: (count: number, all: number) => string
  readonly verifyWhat: string
  /** One sentence for each outcome of a verification, and one for each kind of difference. */
  readonly verified: {
    readonly exact: string
    readonly normalized: (variations: readonly string[]) => string
    readonly altered: string
    readonly changed: (said: string, stands: string) => string
    readonly added: (said: string) => string
    readonly missing: (stands: string) => string
    readonly misattributed: (named: string) => string
    readonly stitched: string
    readonly short: string
    readonly not_found: string
  }
  readonly variations: Readonly<Record<Variation, string>>
  readonly summaryOfWhat: string
  readonly summaryOf: (topic: string) => string
  readonly noSummary: (topic: string) => string
  readonly notHere: string

  /** One line for each command of the menu. */
  readonly menu: Readonly<Record<(typeof MENU)[number] | 'last', string>>
  /** What each option of a command is for. */
  readonly options: Readonly<
    Record<'question' | 'private' | 'source' | 'text' | 'topic' | keyof ModeratorPhrases['moderatorOptions'], string>
  >
  /** A form for a text that is too long to type after a command: its title and its field. */
  readonly verifyForm: string
  readonly verifyField: string
  readonly share: string
  readonly shared: string
  readonly cannotShare: string
  readonly nothingLast: string

  readonly settings: string
  readonly language_: string
  readonly automatic: string
  readonly allowedSources: string
  readonly all: string
  readonly chooseSources: string
  readonly oneSourceAtLeast: string
  readonly moderatorsOnly: string
  readonly previousPage: string
  readonly nextPage: string

  readonly voted: Readonly<Record<'recorded' | 'changed' | 'same', string>>
  /** The button that puts an unanswered question before the moderators, and what follows. */
  readonly raise: string
  readonly raised: string
  readonly alreadyRaised: string
  /** The list of raised questions. */
  readonly gaps: (count: number) => string
  readonly noGaps: string
  /** Somebody else was faster. */
  readonly alreadyAnswered: string
  readonly dismiss: string
  readonly andMore: (count: number) => string
  readonly mydata: (data: PersonalData) => string
  readonly forgotten: (data: PersonalData) => string

  /** What an adapter says when it cannot do what was asked, or says it late. */
  readonly tooOld: string
  readonly notYours: string
  readonly slowDown: (seconds: number) => string
  readonly busy: string
  readonly skipped: (count: number) => string
  readonly welcome: (name: string) => string
  /** To administrators: in privacy mode the platform hides mentions from the bot. */
  readonly deaf: (name: string) => string

  /** The button above inline results: for an empty query, and otherwise. */
  readonly inlineEmpty: string
  readonly inlineAsk: string

  readonly undated: string
  readonly brief: string
  /** Labels of the console and of document cards. */
  readonly author: string
  readonly publisher: string
  readonly date: string
  readonly link: string
  readonly separator: string
}
