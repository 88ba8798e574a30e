/**
 * The window of a passage that speaks most of what is asked: one to three consecutive sentences.
 *
 * A term counts by its inverse frequency among the passage's own sentences as well as in the corpus: a word that stands in
 * every sentence does not tell which one to read. A sentence that could answer the kind of question (a year for "when")
 * counts one term more. Longer windows must earn their length. Weak variants count for more here (their square root) than in
 * the ranking: inside a passage that was found, a word of like spelling is more likely the word that was meant.
 */
import type { Holding, Variant } from './holding.ts'
import type { Entry } from './index.ts'
import type { Query } from './query.ts'

/** Sentences `first` to `last` of a passage, both included. */
export interface Window {
  readonly first: number
  readonly last: number
  /** Sum over the terms of the corpus weight × how surely the window holds the term. */
  readonly score: number
  /** Per term, how surely the window holds it, 0 to 1. */
  readonly held: readonly number[]
  /** Whether some sentence of it could answer the kind of question. */
  readonly answers: boolean
}

const MOST_SENTENCES = 3
const MOST_WORDS = 60
/** What a sentence of the asked kind is worth, in average terms. */
const KIND = 1
/** By how much a window's score falls per hundred words. */
const PER_HUNDRED_WORDS = 0.05

/** The best window of a passage. `weights` are the corpus weights (idf) of the query's terms. */
export function bestWindow({ entry, held: variants }: Holding, { asked }: Query, weights: readonly number[]): Window {
  const size = entry.lengths.length
  const held = variants.map((own) => heldBySentence(entry, own))
  const local = held.map((row, term) => (weights[term] ?? 0) * localWeight(row))
  const average = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.length)
  let best: Window = { first: 0, last: 0, score: 0, held: held.map(() => 0), answers: false }
  let bestValue = -1
  for (let first = 0; first < size; first++) {
    const together = held.map(() => 0)
    let words = 0
    let answers = false
    for (let last = first; last < Math.min(size, first + MOST_SENTENCES); last++) {
      words += entry.lengths[last] ?? 0
      if (last > first && words > MOST_WORDS) break
      answers ||= asked !== 'other' && entry.answers[last]?.has(asked) === true
      held.forEach((row, term) => {
        together[term] = Math.max(together[term] ?? 0, row[last] ?? 0)
      })
      const bonus = answers ? KIND * average : 0
      const value = (dot(together.map(Math.sqrt), local) + bonus) / (1 + (PER_HUNDRED_WORDS * words) / 100)
      if (value > bestValue + 1e-9) {
        bestValue = value
        best = { first, last, score: dot(together, weights) + bonus, held: [...together], answers }
      }
    }
  }
  return best
}

function heldBySentence(entry: Entry, variants: readonly Variant[]): number[] {
  const row = entry.lengths.map(() => 0)
  for (const { word, weight } of variants) {
    for (const place of entry.occurrences.get(word) ?? []) {
      const sentence = entry.sentenceAt[place] ?? 0
      if (weight > (row[sentence] ?? 0)) row[sentence] = weight
    }
  }
  return row
}

/** 1 for a term of one sentence only, towards 0 for one that stands in all. */
function localWeight(row: readonly number[]): number {
  const holding = row.reduce((sum, weight) => sum + weight, 0)
  const idf = (count: number): number => Math.log(1 + (row.length - count + 0.5) / (count + 0.5))
  return idf(holding) / idf(Math.min(1, row.length))
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
