/** A question's answer: citations, or the honest lack of them. A value in every case; nothing a question holds makes it throw. */
import type { Index } from '../retrieval/index.ts'
import { type Allowed, furtherHit, type Hit, type Ranking, rank } from '../retrieval/rank.ts'
import { type Language, languageOf } from '../text/language.ts'
import { type Citation, cite } from './citation.ts'
import { confidence } from './confidence.ts'

/** A place that is near what was asked, offered when nothing answers. */
export interface Heading {
  readonly document: string
  readonly title: string
  readonly section: readonly string[]
}

export interface Answer {
  readonly question: string
  readonly status: 'answered' | 'not_found'
  /** 0 to 1; below the threshold the answer is `not_found`. */
  readonly confidence: number
  readonly language: Language
  /** Best first; empty when not found. */
  readonly citations: readonly Citation[]
  readonly nearest: readonly Heading[]
}

/** Below this confidence nothing is cited. Chosen on test/eval/tuning.jsonl (README, "Evaluation"). */
export const THRESHOLD: number = 0.5

const MOST_CITATIONS = 3
const MOST_HEADINGS = 3
/** A further citation must score at least this share of the first. */
const WORTH_SHOWING = 0.6

/** Answers a question from the allowed documents of an index, with at most `limit` citations. */
export function answer(index: Index, question: string, limit: number = MOST_CITATIONS, allowed?: Allowed): Answer {
  const text = question.toWellFormed()
  const ranking = rank(index, text, Math.max(limit * 2, MOST_HEADINGS * 2), allowed)
  const sure = confidence(ranking)
  const base = { question: text, confidence: Math.round(sure * 100) / 100, language: languageOf(text) }
  const best = ranking.hits[0]?.score ?? 0
  const citations = sure < THRESHOLD ? [] : cited(ranking, limit, best * WORTH_SHOWING)
  if (citations.length === 0) return { ...base, status: 'not_found', citations: [], nearest: headings(ranking.hits) }
  return { ...base, status: 'answered', citations, nearest: [] }
}

/** The passages nearest to a query as citations, without judging whether they answer; for somebody who chooses among them. */
export function quotes(index: Index, query: string, limit: number, allowed?: Allowed): Citation[] {
  return cited(rank(index, query.toWellFormed(), limit * 2, allowed), limit)
}

/**
 * The best quotes of a ranking that score at least `least`, best first, a passage's further ones among them. None says word for word what an
 * earlier one said, none repeats a sentence.
 */
function cited(ranking: Ranking, limit: number, least = 0): Citation[] {
  const citations: Citation[] = []
  const waiting = [...ranking.hits]
  for (;;) {
    const hit = waiting.shift()
    if (hit === undefined || hit.score < least || citations.length === limit) return citations
    const free = (sentence: number): boolean => !citations.some((citation) => overlap(citation, hit, sentence))
    const citation = cite(hit, citations.length + 1, free)
    if (citation === undefined || citations.some(({ quote }) => quote === citation.quote)) continue
    citations.push(citation)
    const further = furtherHit(hit, ranking, free)
    if (further === undefined) continue
    const place = waiting.findIndex(({ score }) => score < further.score)
    waiting.splice(place < 0 ? waiting.length : place, 0, further)
  }
}

/** Whether a citation quotes a sentence of a hit's passage. */
function overlap({ start, end, document }: Citation, hit: Hit, sentence: number): boolean {
  const span = hit.passage.sentences[sentence]
  return document.id === hit.document.id && span !== undefined && start < span.end && end > span.start
}

/** The places of hits, nearest first. */
export function headings(hits: readonly Hit[]): Heading[] {
  const found = new Map<string, Heading>()
  for (const { document, passage } of hits) {
    const heading = { document: document.id, title: document.title, section: passage.section }
    found.set(JSON.stringify([heading.document, heading.section]), heading)
  }
  return [...found.values()].slice(0, MOST_HEADINGS)
}
