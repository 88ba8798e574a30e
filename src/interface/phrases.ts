import type { Language } from '../text/language.ts'

/** The sentences that are Sanad's own. Everything else a user reads is quoted. */
export interface Phrases {
  readonly language: Language
  readonly notFound: string
  readonly nearest: string
  readonly greeting: string
  readonly help: string
  readonly unknown: (command: string) => string
  readonly apology: string
  readonly context: string
  readonly next: string
  readonly previous: string
  readonly more: string
  readonly noMore: string
  readonly moreFrom: (from: number) => string
  readonly gone: string
  readonly sources: (count: number) => string
  readonly noSources: string
  readonly noSuchSource: (name: string) => string
  readonly passages: (count: number) => string
  readonly undated: string
  readonly brief: string
  /** Labels of the console and of document cards. */
  readonly author: string
  readonly publisher: string
  readonly date: string
  readonly link: string
  readonly separator: string
}
