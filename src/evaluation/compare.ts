/**
 * Two runs on the same questions: which differences are more than chance. Paired bootstrap (Efron and Tibshirani 1993, chapter 16; Sakai 2006 for
 * retrieval): questions are drawn again with replacement, each with its difference, and the middle 95 % of the means is the interval.
 * A difference is marked where that interval does not hold nought.
 */
import { MEASURES, type MeasureName, type Result } from './evaluate.ts'

/** One measure over the questions that both runs have. */
export interface Difference {
  readonly measure: MeasureName
  readonly questions: number
  readonly before: number
  readonly now: number
  /** Of `now - before`. */
  readonly interval: readonly [low: number, high: number]
  readonly isSure: boolean
}

const SAMPLES = 2000
const TAIL = 0.025

/** The measures that both runs have, in their usual order. Questions are paired by id; the same runs give the same intervals. */
export function compare(before: readonly Result[], now: readonly Result[]): Difference[] {
  const known = new Map(before.map(({ id, values }) => [id, values]))
  return MEASURES.flatMap((measure) => {
    const pairs = now.flatMap(({ id, values }) => {
      const [then, value] = [known.get(id)?.[measure], values[measure]]
      return then === undefined || value === undefined ? [] : [{ then, value }]
    })
    if (pairs.length === 0) return []
    const interval = intervalOf(pairs.map(({ then, value }) => value - then))
    return [
      {
        measure,
        questions: pairs.length,
        before: mean(pairs.map(({ then }) => then)),
        now: mean(pairs.map(({ value }) => value)),
        interval,
        isSure: interval[0] > 0 || interval[1] < 0,
      },
    ]
  })
}

function intervalOf(differences: readonly number[]): [number, number] {
  const draw = numbersBelow(differences.length)
  const means = Array.from({ length: SAMPLES }, () => mean(differences.map(() => differences[draw()] ?? 0))).sort(
    (a, b) => a - b,
  )
  const at = (share: number): number => means[Math.round(share * (SAMPLES - 1))] ?? 0
  return [at(TAIL), at(1 - TAIL)]
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Numbers from 0 to below `limit`, always the same ones (mulberry32). */
function numbersBelow(limit: number): () => number {
  let state = 1
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / (2 ** 32 / limit))
  }
}
