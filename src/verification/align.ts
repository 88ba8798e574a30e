/** Which words of two texts agree, in order. */
import { lowerBound } from './reading.ts'

/** A word of the quote and the word of the document that agrees with it. */
export type Pair = readonly [said: number, stands: number]

const AGREES = 3
/** A table of more cells is parted at words that stand once on both sides. */
const TABLE = 4_000_000
/** Steps of a table, as bits: a word further in the quote, a word further in the document, both agreeing. */
const SAID = 1
const STANDS = 2
const AGREED = 4

/**
 * The words that agree, in order: the whole quote against a part of the window (Needleman and Wunsch 1970, with free ends in the
 * window where it `opens` and `closes`). A word agreed outweighs three left alone, no more, so that a stray particle far off is
 * not drawn in.
 */
export function align(said: Int32Array, stands: Int32Array, opens: boolean = true, closes: boolean = true): Pair[] {
  if (said.length * stands.length > TABLE) return alignBetweenAnchors(said, stands, opens, closes)
  const width = stands.length + 1
  const steps = new Uint8Array((said.length + 1) * width)
  let above = Int32Array.from({ length: width }, (_, column) => (opens ? 0 : -column))
  for (let row = 1; row <= said.length; row++) {
    const scores = new Int32Array(width)
    scores[0] = -row
    for (let column = 1; column < width; column++) {
      const agrees = said[row - 1] === stands[column - 1]
      const both = (above[column - 1] ?? 0) + (agrees ? AGREES : -1)
      const onlySaid = (above[column] ?? 0) - 1
      const onlyStands = (scores[column - 1] ?? 0) - 1
      const best = Math.max(both, onlySaid, onlyStands)
      scores[column] = best
      steps[row * width + column] =
        best === both ? SAID | STANDS | (agrees ? AGREED : 0) : best === onlySaid ? SAID : STANDS
    }
    above = scores
  }
  const pairs: Pair[] = []
  let row = said.length
  let column = closes ? above.indexOf(above.reduce((most, score) => Math.max(most, score))) : stands.length
  while (row > 0 && column > 0) {
    const step = steps[row * width + column] ?? SAID
    if (step & AGREED) pairs.push([row - 1, column - 1])
    if (step & SAID) row--
    if (step & STANDS) column--
  }
  return pairs.reverse()
}

/** Patience diff (Cohen): words that stand once on both sides, in one order, are agreed; what lies between is aligned by itself. */
function alignBetweenAnchors(said: Int32Array, stands: Int32Array, opens: boolean, closes: boolean): Pair[] {
  const places = once(stands)
  const anchors = increasing(
    [...once(said)].flatMap(([id, left]): Pair[] => {
      const right = places.get(id)
      return right === undefined || id < 0 ? [] : [[left, right]]
    }),
  )
  if (anchors.length === 0) return []
  const pairs: Pair[] = []
  let [left, right] = [0, 0]
  for (const [nextLeft, nextRight] of [...anchors, [said.length, stands.length] as const]) {
    const between = align(
      said.subarray(left, nextLeft),
      stands.subarray(right, nextRight),
      opens && left === 0,
      closes && nextLeft === said.length,
    )
    for (const [a, b] of between) pairs.push([a + left, b + right])
    if (nextLeft < said.length) pairs.push([nextLeft, nextRight])
    ;[left, right] = [nextLeft + 1, nextRight + 1]
  }
  return pairs
}

/** The words that occur once, with their places, in order. */
function once(ids: Int32Array): Map<number, number> {
  const places = new Map<number, number>()
  const again = new Set<number>()
  ids.forEach((id, place) => {
    if (places.has(id)) again.add(id)
    else places.set(id, place)
  })
  for (const id of again) places.delete(id)
  return places
}

/** The longest run of pairs, which are in order on the left, that is in order on the right too. */
function increasing(pairs: readonly Pair[]): Pair[] {
  interface Link {
    readonly pair: Pair
    readonly before: Link | undefined
  }
  const ends: Link[] = []
  for (const pair of pairs) {
    const at = lowerBound(ends.length, (end) => (ends[end]?.pair[1] ?? 0) < pair[1])
    ends[at] = { pair, before: ends[at - 1] }
  }
  const found: Pair[] = []
  for (let link = ends.at(-1); link !== undefined; link = link.before) found.push(link.pair)
  return found.reverse()
}
