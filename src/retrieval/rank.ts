/**
 * Two stages. MiniSearch finds the candidates; the best of them are scored again with what an inverted index cannot see:
 *
 * 1. All variants of a term are one term with one frequency (Pirkola 1998), scored by BM25 (Robertson and Zaragoza 2009);
 *    title and section words count as half an occurrence.
 * 2. The best window of sentences is added: a passage that says it in one place beats one that scatters it.
 */
import type { Document, Passage } from '../corpus/document.ts'
import type { Candidate, Index, Variant } from './index.ts'
import { parseQuery, type Query } from './query.ts'
import { bestWindow, type Window } from './window.ts'

export interface Hit extends Candidate {
  readonly passage: Passage
  readonly document: Document
  readonly score: number
  readonly window: Window
}

/** The passages that answer a question, best first, with what the whole ranking knows of the question's terms. */
export interface Ranking {
  readonly query: Query
  readonly hits: readonly Hit[]
  /** Per term, its corpus weight (idf). */
  readonly weights: readonly number[]
}

const CANDIDATES = 60
const K1 = 1.2
const B = 0.4
const HEAD = 0.5
const WINDOW = 0.6

/** Ranks the passages of an index for a question; at most `limit` hits. Equal scores keep the corpus order. */
export function rank(index: Index, question: string, limit: number): Ranking {
  const query = parseQuery(question, index.vocabulary)
  const candidates = index.candidates(query)
  const weights = termWeights(query, candidates, index.entries.length)
  const hits = candidates
    .slice(0, Math.max(CANDIDATES, limit))
    .map((candidate): Hit => {
      const window = bestWindow(candidate, query, weights)
      const score = bm25(candidate, weights, index.averageLength) + WINDOW * window.score
      return { ...candidate, passage: candidate.entry.passage, document: candidate.entry.document, window, score }
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
  return { query, hits, weights }
}

/** Inverse document frequency of each term, a passage that holds only a weak variant counting for as much as its weight. */
function termWeights(query: Query, candidates: readonly Candidate[], passages: number): number[] {
  return query.terms.map((_, term) => {
    let frequency = 0
    for (const { held } of candidates) frequency += surest(held[term] ?? [])
    return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
  })
}

function bm25({ entry, held }: Candidate, weights: readonly number[], averageLength: number): number {
  const norm = K1 * (1 - B + (B * entry.length) / averageLength)
  return held.reduce((sum, variants, term) => {
    let frequency = 0
    for (const { word, weight } of variants) {
      frequency += weight * ((entry.occurrences.get(word)?.length ?? 0) + (entry.head.has(word) ? HEAD : 0))
    }
    return sum + ((weights[term] ?? 0) * frequency * (K1 + 1)) / (frequency + norm)
  }, 0)
}

const surest = (variants: readonly Variant[]): number =>
  variants.reduce((most, { weight }) => Math.max(most, weight), 0)
