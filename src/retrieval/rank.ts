/**
 * Two stages. MiniSearch finds the candidates; the best of them are scored again with what an inverted index cannot see:
 *
 * 1. All variants of a term are one term with one frequency (Pirkola 1998), scored by BM25 (Robertson and Zaragoza 2009);
 *    title and section words count as half an occurrence.
 * 2. The best window of sentences is added: a passage that says it in one place beats one that scatters it.
 */
import type { Document, Passage } from '../corpus/document.ts'
import { type Holding, holdingOf } from './holding.ts'
import type { Candidate, Index } from './index.ts'
import { parseQuery, type Query } from './query.ts'
import { bestWindow, type Window } from './window.ts'

export interface Hit extends Holding {
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

const CANDIDATES = 40
const K1 = 1.2
const B = 0.4
const HEAD = 0.5
const WINDOW = 0.6

/** Which documents may be quoted. */
export type Allowed = (document: Document) => boolean

/**
 * Ranks the passages of an index for a question; at most `limit` hits, of allowed documents. Equal scores keep the corpus
 * order. What a word weighs is the whole corpus's affair, whatever is allowed.
 */
export function rank(index: Index, question: string, limit: number, allowed: Allowed = () => true): Ranking {
  const query = parseQuery(question, index.vocabulary)
  const candidates = index.candidates(query)
  const weights = termWeights(query, index, candidates)
  const hits = candidates
    .filter(({ entry }) => allowed(entry.document))
    .slice(0, Math.max(CANDIDATES, limit))
    .map(({ entry }): Hit => {
      const holding = holdingOf(entry, query)
      const window = bestWindow(holding, query, weights)
      const score = bm25(holding, weights, index.averageLength) + WINDOW * window.score
      return { ...holding, window, score, passage: entry.passage, document: entry.document }
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
  return { query, hits, weights }
}

/**
 * Inverse document frequency of each term, a passage that holds only a weak variant counting for as much as its weight. What
 * the candidates were not searched for is counted from the vocabulary.
 */
function termWeights({ terms }: Query, { vocabulary, entries }: Index, candidates: readonly Candidate[]): number[] {
  const uses = new Map<string, { term: number; weight: number }[]>()
  const frequencies = terms.map(() => 0)
  terms.forEach(({ variants, searched }, term) => {
    for (const [word, weight] of variants) {
      if (searched.has(word)) uses.set(word, [...(uses.get(word) ?? []), { term, weight }])
      else frequencies[term] = (frequencies[term] ?? 0) + weight * vocabulary.frequency(word)
    }
  })
  const surest = terms.map(() => 0)
  for (const { words } of candidates) {
    surest.fill(0)
    for (const word of words) {
      for (const { term, weight } of uses.get(word) ?? []) surest[term] = Math.max(weight, surest[term] ?? 0)
    }
    for (const [term, weight] of surest.entries()) frequencies[term] = (frequencies[term] ?? 0) + weight
  }
  return frequencies.map((found) => {
    const frequency = Math.min(found, entries.length)
    return Math.log(1 + (entries.length - frequency + 0.5) / (frequency + 0.5))
  })
}

function bm25({ entry, held }: Holding, weights: readonly number[], averageLength: number): number {
  const norm = K1 * (1 - B + (B * entry.length) / averageLength)
  return held.reduce((sum, variants, term) => {
    let frequency = 0
    for (const { word, weight } of variants) {
      frequency += weight * ((entry.occurrences.get(word)?.length ?? 0) + (entry.head.has(word) ? HEAD : 0))
    }
    return sum + ((weights[term] ?? 0) * frequency * (K1 + 1)) / (frequency + norm)
  }, 0)
}
