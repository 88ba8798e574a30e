/**
 * Two stages. MiniSearch finds the candidates; the best of them are scored again with what an inverted index cannot see:
 *
 * 1. All variants of a term are one term with one frequency (Pirkola 1998), scored by BM25 (Robertson and Zaragoza 2009);
 *    title and section words count as half an occurrence.
 * 2. The best window of sentences is added: a passage that says it in one place beats one that scatters it.
 */
import type { Document, Passage } from '../corpus/document.ts'
import type { Candidate, Entry, Index } from './index.ts'
import { parseQuery, type Query } from './query.ts'
import { bestWindow, type Window } from './window.ts'

export interface Hit {
  readonly passage: Passage
  readonly document: Document
  readonly score: number
  readonly window: Window
  readonly entry: Entry
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
    .map(({ entry }) => {
      const window = bestWindow(entry, query, weights)
      return {
        passage: entry.passage,
        document: entry.document,
        entry,
        window,
        score: bm25(entry, query, weights, index.averageLength) + WINDOW * window.score,
      }
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
  return { query, hits, weights }
}

/** Inverse document frequency of each term, a passage that holds only a weak variant counting for as much as its weight. */
function termWeights(query: Query, candidates: readonly Candidate[], passages: number): number[] {
  return query.terms.map((term) => {
    let frequency = 0
    for (const { words } of candidates)
      frequency += words.reduce((best, word) => Math.max(best, term.variants.get(word) ?? 0), 0)
    return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))
  })
}

function bm25(entry: Entry, query: Query, weights: readonly number[], averageLength: number): number {
  const norm = K1 * (1 - B + (B * entry.length) / averageLength)
  return query.terms.reduce((sum, term, index) => {
    let frequency = 0
    for (const [word, weight] of term.variants) {
      const places = entry.occurrences.get(word)?.length ?? 0
      if (places > 0) frequency += weight * places
      if (entry.head.has(word)) frequency += HEAD * weight
    }
    return sum + ((weights[index] ?? 0) * frequency * (K1 + 1)) / (frequency + norm)
  }, 0)
}
