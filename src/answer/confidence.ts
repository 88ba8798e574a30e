/**
 * How sure we are that the corpus answers the question. A logistic model over six signals of a hit; the corpus is as sure as
 * its surest of the first hits. The signals are shares of the question, so that they mean the same over every corpus, and the weights of
 * words in them are the corpus' own. The weights of the signals were fitted on test/eval/tuning.jsonl over the shipped corpus, on questions of
 * our own over other documents, and on XQuAD-ar with and without the articles that answer; rounded, and moved so that at 0.5 one in
 * thirteen of the answerable tuning questions is declined.
 */
import { isHeld } from '../retrieval/holding.ts'
import { isMet, placesInWindow } from '../retrieval/met.ts'
import type { Query } from '../retrieval/query.ts'
import type { Hit, Ranking } from '../retrieval/rank.ts'

const BIAS = 0.6
const WEIGHTS: Readonly<Record<keyof Signals, number>> = {
  missed: -3,
  unsaid: -1,
  together: 1,
  unmet: -2.7,
  missedNumber: -1.4,
  terms: 2.1,
}

/** What a hit shows of the question, each 0 to 1. */
export interface Signals {
  /** Share of the terms that neither the passage nor what stands above it holds. */
  readonly missed: number
  /** Share, by weight, of what the window does not say, or says only in words that may mean something else. */
  readonly unsaid: number
  /** Share, by weight, of the question's phrases that stand together in the window; 0.5 where it has none. */
  readonly together: number
  /** 1 where the kind of thing that is asked for (a date, a number, somebody) does not stand where it should. */
  readonly unmet: number
  /** 1 where the passage lacks a number of the question. */
  readonly missedNumber: number
  /** Number of terms, eight and more counting as one: long questions rarely find all their words. */
  readonly terms: number
}

/** Hits that are looked at. */
const DEPTH = 3

/** 0 to 1; 0 where nothing was found. */
export function confidence(ranking: Ranking): number {
  return Math.max(0, ...ranking.hits.slice(0, DEPTH).map((hit) => logistic(signals(hit, ranking))))
}

function logistic(signals: Signals): number {
  const sum = Object.entries(WEIGHTS).reduce(
    (total, [name, weight]) => total + weight * signals[name as keyof Signals],
    BIAS,
  )
  return 1 / (1 + Math.exp(-sum))
}

/** The signals of a hit. */
export function signals(hit: Hit, { query, weights }: Ranking): Signals {
  const places = placesInWindow(hit)
  const missing = query.terms.filter((_, term) => !isHeld(hit.held[term]))
  return {
    missed: missing.length / Math.max(1, query.terms.length),
    unsaid: 1 - share(hit.window.held, weights),
    together: togetherness(query, weights, places),
    unmet: isMet(hit, query, weights) ? 0 : 1,
    missedNumber: missing.some(({ word }) => /^\d+$/.test(word)) ? 1 : 0,
    terms: Math.min(query.terms.length, 8) / 8,
  }
}

/** Of all the weight, what the values have of it. */
function share(values: readonly number[], weights: readonly number[]): number {
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return all === 0 ? 0 : weights.reduce((sum, weight, term) => sum + weight * (values[term] ?? 0), 0) / all
}

function togetherness(query: Query, weights: readonly number[], places: readonly (readonly number[])[]): number {
  let together = 0
  let all = 0
  query.terms.forEach((term, at) => {
    if (!term.follows || at === 0) return
    const weight = (weights[at] ?? 0) + (weights[at - 1] ?? 0)
    all += weight
    if (places[at - 1]?.some((left) => places[at]?.some((right) => Math.abs(left - right) === 1))) together += weight
  })
  return all === 0 ? 0.5 : together / all
}
