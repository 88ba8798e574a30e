/** How sure we are that the best hit answers the question. */
import type { Ranking } from '../retrieval/rank.ts'
import { numberOf } from '../text/numbers.ts'

/** What the estimate rests on, each 0 to 1. */
export interface Signals {
  /** Share of the question's weight that the passage holds. */
  readonly coverage: number
  readonly window: number
  readonly head: number
  /** Share of the question's phrases that stand together in the window; that are there, but apart. */
  readonly together: number
  readonly apart: number
  readonly strong: number
  readonly missingKind: number
  readonly missingNumber: number
  readonly terms: number
  readonly norm: number
  readonly margin: number
  readonly rare: number
}

export function signals(ranking: Ranking, at: number = 0): Signals | undefined {
  const { query, hits, weights } = ranking
  const best = hits[at]
  if (best === undefined) return undefined
  const { entry, window } = best
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1e-9
  const held = query.terms.map(({ variants }) => {
    let most = 0
    for (const [word, weight] of variants) if (weight > most && entry.occurrences.has(word)) most = weight
    return most
  })
  const heldHead = query.terms.map(({ variants }, i) => {
    let most = held[i] as number
    for (const [word, weight] of variants) if (weight > most && entry.head.has(word)) most = weight
    return most
  })
  const share = (values: readonly number[]): number => values.reduce((sum, value, term) => sum + value * (weights[term] ?? 0), 0) / total
  const plain = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  let together = 0
  let apart = 0
  let pairs = 0
  const positions = query.terms.map(({ variants }) => {
    const found: number[] = []
    for (const [word, weight] of variants) {
      if (weight < 0.3) continue
      for (const position of entry.occurrences.get(word) ?? []) {
        const sentence = entry.sentenceAt[position] ?? -1
        if (sentence >= window.first && sentence <= window.last) found.push(position)
      }
    }
    return found
  })
  query.terms.forEach((term, at) => {
    if (!term.follows || at === 0) return
    const weight = (weights[at] ?? 0) + (weights[at - 1] ?? 0)
    pairs += weight
    const a = positions[at - 1] as number[]
    const b = positions[at] as number[]
    if (a.length === 0 || b.length === 0) return
    const near = a.some((x) => b.some((y) => Math.abs(x - y) <= 1 && x !== y))
    if (near) together += weight
    else apart += weight
  })
  const numbers = query.terms.flatMap(({ word }, term) => (/^\d+$/.test(word) ? [held[term] as number] : []))
  // sentence of most
  const perSentence = entry.lengths.map((_, s) => query.terms.reduce((sum, _t, t) => sum + ((positions[t] as number[]).some((x) => entry.sentenceAt[x] === s) ? (weights[t] ?? 0) : 0), 0))
  const bestSentence = perSentence.indexOf(Math.max(...perSentence))
  const words: string[] = []
  for (const [word, places] of entry.occurrences) for (const place of places) words[place] = word
  const numberAt = words.flatMap((word, i) => (((/^\d+$/.test(word) && !/^(?:1[5-9]|20)\d\d$/.test(word)) || (numberOf(word) !== undefined)) ? [i] : []))
  const focus = query.terms.slice(0, 2).map((_, t) => positions[t] as number[])
  const near = focus.some((places) => places.some((x) => numberAt.some((n) => Math.abs(n - x) <= 3)))
  const wantsKind = query.asked === 'date' ? (entry.answers[bestSentence]?.has('date') ? 1 : -1) : query.asked === 'number' ? (near ? 1 : -1) : 0
  return {
    coverage: share(held),
    head: share(heldHead),
    window: share(window.held),
    plainHead: plain(heldHead),
    plainWindow: plain(window.held),
    strong: share(held.map((x) => (x >= 0.5 ? 1 : 0))),
    missed: plain(heldHead.map((x) => (x < 0.3 ? 1 : 0))),
    together: pairs === 0 ? 0.5 : together / pairs,
    apart: pairs === 0 ? 0 : apart / pairs,
    missingKind: (query.asked === 'date' || query.asked === 'number') && !window.answers ? 1 : 0,
    kindOk: wantsKind > 0 ? 1 : 0,
    kindBad: wantsKind < 0 ? 1 : 0,
    missingNumber: numbers.some((x) => x === 0) ? 1 : 0,
    terms: Math.min(query.terms.length, 8) / 8,
    one: query.terms.length === 1 ? 1 : 0,
    norm: Math.min(best.score / total, 4) / 4,
    margin: hits[1] ? (best.score - hits[1].score) / best.score : 1,
    relative: best.score / (hits[0]?.score || 1),
    rare: heldHead[weights.indexOf(Math.max(...weights))] ?? 0,
  } as never
}

/** 0 to 1. */
export function confidence(ranking: Ranking): number {
  return signals(ranking)?.coverage ?? 0
}
