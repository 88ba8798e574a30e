/** A day as the store would give it, and the corpus it is told from. */

import { composeDigest, type Day, type Digest, type Sources } from '../../src/digest/digest.ts'
import { type Showing, showDigest } from '../../src/digest/show.ts'
import { type Document, type KeptQuestion, phrases, type Reply } from '../../src/index.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { languageOf } from '../../src/text/language.ts'
import { corpus, GROUP } from './room.ts'

const documents = corpus()
const index = createIndex(documents)

/** A question of somebody’s; its id follows from its place in the day. */
export const asked = (text: string, more: Partial<KeptQuestion> = {}): Omit<KeptQuestion, 'id'> & { id?: string } => ({
  address: GROUP,
  text,
  language: languageOf(text),
  outcome: 'answered',
  confidence: 0.9,
  cited: [],
  askedAt: 1000,
  up: 0,
  down: 0,
  ...more,
})

export const FROM = 1000
export const TO = 2000

export function dayOf(questions: readonly (string | ReturnType<typeof asked>)[], more: Partial<Day> = {}): Day {
  const kept = questions.map((question, at): KeptQuestion => {
    const whole = typeof question === 'string' ? asked(question) : question
    return { ...whole, id: whole.id ?? `q${at + 1}` }
  })
  return { from: FROM, to: TO, questions: kept, dropped: [], topics: [], ...more }
}

export const SOURCES: Sources = { index, documents, allowed: () => true, seen: {} }
export const sourcesOf = (own: readonly Document[]): Sources => ({
  index: createIndex(own),
  documents: own,
  allowed: () => true,
  seen: {},
})
export const digestOf = (day: Day, sources: Partial<Sources> = {}): Digest =>
  composeDigest(day, { ...SOURCES, ...sources })
export const showing: Showing = { say: phrases('ar'), date: '2026-11-22', places: new Map() }
export const shownOf = (digest: Digest, more: Partial<Showing> = {}): Reply =>
  showDigest(digest, '/draft rest 1', { ...showing, ...more })
