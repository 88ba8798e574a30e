/**
 * Two stages. MiniSearch finds the candidates; the best of them are scored again with what an inverted index cannot see:
 *
 * 1. All variants of a term are one term with one frequency (Pirkola 1998), scored by BM25 (Robertson and Zaragoza 2009);
 *    title and section words count as half an occurrence.
 * 2. The best window of sentences is added: a passage that says it in one place beats one that scatters it.
 * 3. So are the question's phrases: two terms that stand side by side in the question and in the passage.
 * 4. Where somebody is asked for, a passage that names nobody beside the role is worth less: it speaks of the office.
 */
import type { Document, Passage } from '../corpus/document.ts'
import { type Held, type Holding, holdingOf } from './holding.ts'
import type { Candidate, Entry, Index } from './index.ts'
import { isMet } from './met.ts'
import { parseQuery, type Query } from './query.ts'
import { bestWindow, mostOfWindows, type Window } from './window.ts'

export interface Hit {
  readonly entry: Entry
  readonly held: Holding
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

const CANDIDATES = 100
const K1 = 1.2
const B = 0.4
const HEAD = 0.5
const WINDOW = 0.6
const PHRASE = 0.2
const UNNAMED = 0.7
/** A weaker variant makes no phrase. */
const IN_A_PHRASE = 0.23

/** What a further window of a passage is worth that was quoted already. */
const FURTHER = 0.85
/** Words of such a window at least: a heading or a name on a line of its own says nothing by itself. */
const FEWEST = 6

/** Which documents may be quoted. */
export type Allowed = (document: Document) => boolean

/**
 * Ranks the passages of an index for a question; at most `limit` hits, of allowed documents. Equal scores keep the order of the
 * candidates. What a word weighs is the whole corpus's affair, whatever is allowed.
 */
export function rank(index: Index, question: string, limit: number, allowed: Allowed = () => true): Ranking {
  const query = parseQuery(question, index.vocabulary)
  const candidates = index.candidates(query)
  const weights = termWeights(query, index, candidates)
  const holding = holdingOf(query, index.words)
  const scored = first(Math.max(CANDIDATES, limit), candidates, ({ entry }) => allowed(entry.document)).map(
    ({ entry }, place) => {
      const held = holding(entry)
      const score = bm25(entry, held, weights, index.averageLength) + PHRASE * phrases(held, query, weights)
      return { entry, held, score, place, most: score + WINDOW * mostOfWindows(held, query, weights) }
    },
  )

  // Windows cost most, so only those are looked for that could still bring their passage among the first.
  const best: { hit: Hit; place: number }[] = []
  for (const { entry, held, score, place, most } of scored.sort((a, b) => b.most - a.most)) {
    if (most < (best[limit - 1]?.hit.score ?? 0)) break
    const window = bestWindow(entry, held, query, weights)
    const found = { entry, held, window, passage: entry.passage, document: entry.document }
    const named = query.asked !== 'person' || isMet(found, query, weights)
    best.push({ hit: { ...found, score: (score + WINDOW * window.score) * (named ? 1 : UNNAMED) }, place })
    best.sort((a, b) => b.hit.score - a.hit.score || a.place - b.place)
  }
  return { query, hits: best.slice(0, limit).map(({ hit }) => hit), weights }
}

/** What else the passage of a hit says of the question, in sentences that are `free`; `undefined` where none says anything. */
export function furtherHit(
  hit: Hit,
  { query, weights }: Ranking,
  free: (sentence: number) => boolean,
): Hit | undefined {
  const window = bestWindow(hit.entry, hit.held, query, weights, free)
  const words = hit.entry.lengths.slice(window.first, window.last + 1).reduce((sum, length) => sum + length, 0)
  if (window.score === 0 || words < FEWEST) return undefined
  return { ...hit, window, score: FURTHER * (hit.score - WINDOW * (hit.window.score - window.score)) }
}

/** The first `count` values that pass; a common word has thousands of candidates. */
function first<Value>(count: number, values: readonly Value[], passes: (value: Value) => boolean): Value[] {
  const found: Value[] = []
  for (const value of values) {
    if (found.length === count) break
    if (passes(value)) found.push(value)
  }
  return found
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
    for (let term = 0; term < surest.length; term++) frequencies[term] = (frequencies[term] ?? 0) + (surest[term] ?? 0)
  }
  return frequencies.map((found) => {
    const frequency = Math.min(found, entries.length)
    return Math.log(1 + (entries.length - frequency + 0.5) / (frequency + 0.5))
  })
}

function bm25(entry: Entry, held: Holding, weights: readonly number[], averageLength: number): number {
  const norm = K1 * (1 - B + (B * entry.length) / averageLength)
  return held.reduce((sum, variants, term) => {
    let frequency = 0
    for (const { word, weight, places } of variants)
      frequency += weight * (places.length + (entry.head.has(word) ? HEAD : 0))
    return sum + ((weights[term] ?? 0) * frequency * (K1 + 1)) / (frequency + norm)
  }, 0)
}

/** Sum over the question's phrases that the passage holds of their weight × how surely it holds them. */
function phrases(held: Holding, { terms }: Query, weights: readonly number[]): number {
  return terms.reduce((sum, { follows }, term) => {
    if (!follows || term === 0) return sum
    const surest = sideBySide(held[term - 1] ?? [], held[term] ?? [])
    return sum + surest * ((weights[term - 1] ?? 0) + (weights[term] ?? 0))
  }, 0)
}

/** How surely two terms stand one right behind the other. */
function sideBySide(left: readonly Held[], right: readonly Held[]): number {
  let surest = 0
  for (const before of left) {
    if (before.weight < IN_A_PHRASE || before.weight <= surest) continue
    for (const { weight, places } of right) {
      if (weight < IN_A_PHRASE || weight <= surest) continue
      for (const place of before.places) {
        if (places.includes(place + 1)) surest = Math.max(surest, Math.min(weight, before.weight))
      }
    }
  }
  return surest
}
