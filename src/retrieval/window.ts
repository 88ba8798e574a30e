/**
 * The window of a passage that speaks most of what is asked: one to three consecutive sentences.
 *
 * A term counts by its inverse frequency among the passage's own sentences as well as in the corpus: a word that stands in
 * every sentence does not tell which one to read. A sentence that could answer the kind of question (a year for "when")
 * counts one term more, half a term where only its form speaks for it. Longer windows must earn their length. Weak variants
 * count for more here (their square root) than in the ranking: inside a passage that was found, a word of like spelling is
 * more likely the word that was meant.
 */
import type { Asked } from '../text/asked.ts'
import type { Held, Holding } from './holding.ts'
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
  readonly asked: Asked
  /** Per sentence of the passage, what it says of the question by itself, the window's being 1. */
  readonly shares: readonly number[]
  /** Per sentence of the passage, whether it could answer the kind of question. */
  readonly fit: readonly boolean[]
}

const MOST_SENTENCES = 3
const MOST_WORDS = 60
/** What a sentence of the asked kind is worth, in average terms. */
const KIND: Readonly<Record<Asked, number>> = {
  date: 1,
  number: 1,
  person: 1,
  reason: 1,
  place: 1,
  list: 0.5,
  definition: 0.5,
  other: 0,
}
/** Kinds that rank passages as well; the others choose between sentences only. */
const RANKING: ReadonlySet<Asked> = new Set(['date', 'number', 'person', 'reason'])
/** By how much a window's value falls per hundred words. */
const PER_HUNDRED_WORDS = 0.2
/** A sentence defines what it names among its first words. */
const OPENING = 4
/** A variant of at least this weight names a term. */
const NAMES = 0.5

/**
 * The best window of a passage that holds the query's terms so, of sentences that are `free`. `weights` are the corpus weights
 * (idf) of the terms.
 */
export function bestWindow(
  entry: Entry,
  holding: Holding,
  { asked }: Query,
  weights: readonly number[],
  free: (sentence: number) => boolean = () => true,
): Window {
  const size = entry.lengths.length
  const held = holding.map((own) => heldBySentence(entry, own))
  const local = held.map((row, term) => (weights[term] ?? 0) * localWeight(row))
  const average = mean(weights)
  const fit = fitting(entry, holding, asked)
  let best = { first: 0, last: 0, score: 0, held: held.map(() => 0), answers: false }
  let bestValue = -1
  for (let first = 0; first < size; first++) {
    const together = held.map(() => 0)
    let words = 0
    let answers = false
    for (let last = first; last < Math.min(size, first + MOST_SENTENCES); last++) {
      words += entry.lengths[last] ?? 0
      if (!free(last) || (last > first && words > MOST_WORDS)) break
      answers ||= fit[last] === true
      held.forEach((row, term) => {
        together[term] = Math.max(together[term] ?? 0, row[last] ?? 0)
      })
      const bonus = answers ? KIND[asked] * average : 0
      const value = (said(together, local) + bonus) / (1 + (PER_HUNDRED_WORDS * words) / 100)
      if (value > bestValue + 1e-9) {
        bestValue = value
        const score = dot(together, weights) + (RANKING.has(asked) ? bonus : 0)
        best = { first, last, score, held: [...together], answers }
      }
    }
  }
  const all = said(best.held, local)
  const shares = entry.lengths.map((_, at) =>
    all === 0
      ? 0
      : said(
          held.map((row) => row[at] ?? 0),
          local,
        ) / all,
  )
  return { ...best, asked, shares, fit }
}

/** What the best window of a passage that holds the query's terms so can score at most. */
export function mostOfWindows(holding: Holding, { asked }: Query, weights: readonly number[]): number {
  const surest = holding.map((own) => own.find(({ places }) => places.length > 0)?.weight ?? 0)
  return dot(surest, weights) + (RANKING.has(asked) ? KIND[asked] * mean(weights) : 0)
}

/** Per sentence, whether it could answer what is asked for. A definition opens with what it defines. */
function fitting(entry: Entry, holding: Holding, asked: Asked): boolean[] {
  if (asked === 'other') return entry.lengths.map(() => false)
  const could = entry.answers.map((kinds) => kinds.has(asked))
  if (asked !== 'definition') return could
  let start = 0
  const starts = entry.lengths.map((length) => {
    start += length
    return start - length
  })
  const named = holding.flat().flatMap(({ weight, places }) => (weight < NAMES ? [] : places))
  return could.map((can, at) => {
    const from = starts[at] ?? 0
    return can && named.some((place) => place >= from && place < from + Math.min(OPENING, entry.lengths[at] ?? 0))
  })
}

function heldBySentence(entry: Entry, variants: readonly Held[]): number[] {
  const row = entry.lengths.map(() => 0)
  for (const { weight, places } of variants) {
    for (const place of places) {
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

/** What sentences that hold the terms so surely say of the question. */
const said = (held: readonly number[], local: readonly number[]): number => dot(held.map(Math.sqrt), local)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
