/** One slip of typing, and what is none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSlip } from '../../src/text/slip.ts'

const word = fc.array(fc.constantFrom(...'ابتسمرف'), { minLength: 0, maxLength: 6 }).map((letters) => letters.join(''))

/** Damerau's distance as it is defined, without any short cut. */
function distance(one: string, other: string): number {
  const row = (at: number): number[] =>
    Array.from({ length: other.length + 1 }, (_, to) => (at === 0 ? to : to === 0 ? at : 0))
  const table = Array.from({ length: one.length + 1 }, (_, at) => row(at))
  const value = (at: number, to: number): number => table[at]?.[to] ?? 0
  for (let at = 1; at <= one.length; at++)
    for (let to = 1; to <= other.length; to++) {
      const same = one[at - 1] === other[to - 1] ? 0 : 1
      let least = Math.min(value(at - 1, to) + 1, value(at, to - 1) + 1, value(at - 1, to - 1) + same)
      if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1])
        least = Math.min(least, value(at - 2, to - 2) + 1)
      ;(table[at] as number[])[to] = least
    }
  return value(one.length, other.length)
}

describe('one slip', () => {
  for (const [what, one, other] of [
    ['a letter left out', 'مكافحة', 'مكافة'],
    ['a letter put in', 'مكافحة', 'مكاففحة'],
    ['a letter taken for another', 'مكافحة', 'مكافخة'],
    ['neighbours exchanged', 'مكافحة', 'مكاحفة'],
    ['the first letter', 'مكافحة', 'كافحة'],
    ['the last', 'مكافحة', 'مكافح'],
  ] as const)
    test(what, () => expect([isSlip(one, other), isSlip(other, one)]).toEqual([true, true]))
  test('is a distance of one, and nothing else is', () =>
    fc.assert(
      fc.property(word, word, (one, other) => isSlip(one, other) === (distance(one, other) === 1)),
      { numRuns: 3000 },
    ))
})
