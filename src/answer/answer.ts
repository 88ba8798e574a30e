/** A question's answer: citations, or the honest lack of them. A value in every case; nothing a question holds makes it throw. */
import type { Index } from '../retrieval/index.ts'
import { type Allowed, type Hit, rank } from '../retrieval/rank.ts'
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
  const citations =
    sure < THRESHOLD
      ? []
      : distinct(
          ranking.hits.filter((hit) => hit.score >= best * WORTH_SHOWING),
          limit,
        )
  if (citations.length === 0) return { ...base, status: 'not_found', citations: [], nearest: headings(ranking.hits) }
  return { ...base, status: 'answered', citations, nearest: [] }
}

/** The passages nearest to a query as citations, without judging whether they answer; for somebody who chooses among them. */
export function quotes(index: Index, query: string, limit: number, allowed?: Allowed): Citation[] {
  return distinct(rank(index, query.toWellFormed(), limit * 2, allowed).hits, limit)
}

/** Citations of hits, without a quote that says word for word what an earlier one said. */
function distinct(hits: readonly Hit[], limit: number): Citation[] {
  const citations: Citation[] = []
  for (const hit of hits) {
    if (citations.length === limit) break
    const citation = cite(hit, citations.length + 1)
    if (citation !== undefined && !citations.some((other) => other.quote === citation.quote)) citations.push(citation)
  }
  return citations
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
