/** The places of words, held against the passage itself. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWords, numbers, Occurrences } from '../../src/retrieval/occurrences.ts'

const passage = fc.array(fc.constantFrom('من', 'في', 'سوق', 'عسل', 'a', '1989', '', '__proto__'), { maxLength: 40 })

test('every word is where it stands, and no other is', () => {
  const words = createWords()
  fc.assert(
    fc.property(passage, passage, (one, other) => {
      const all = [one, other].map((own) => ({ own, held: new Occurrences(own, words) }))
      for (const { own, held } of all) {
        for (const word of ['من', 'في', 'سوق', 'عسل', 'a', '1989', '', '__proto__', 'غائب'])
          expect(held.where((found) => found === word)).toEqual(own.flatMap((found, at) => (found === word ? at : [])))
      }
    }),
  )
})
test('a passage of more words than sixteen bits count', () => {
  const long = Array.from({ length: 70_000 }, (_, at) => `w${at % 3}`)
  const held = new Occurrences(long, createWords())
  expect(held.where((word) => word === 'w2').slice(-1)).toEqual([69_998])
})
test('numbers take as little room as they may', () => {
  expect(numbers([1, 65_535]).BYTES_PER_ELEMENT).toBe(2)
  expect(numbers([65_536]).BYTES_PER_ELEMENT).toBe(4)
})
