/** Comparing two runs: what is called more than chance, and what is not. */
import { expect, test } from 'vitest'
import { compare, type Result } from '../../src/index.ts'

const run = (values: readonly number[]): Result[] =>
  values.map((recall1, at) => ({ id: String(at), kind: 'ar', values: { recall1, quoteWords: 40 } }))
const filled = (ones: number, of: number): number[] => Array.from({ length: of }, (_, at) => Number(at < ones))

test('the same run twice differs in nothing', () => {
  const same = run(filled(60, 100))
  for (const { before, now, interval, isSure } of compare(same, same)) {
    expect(now).toBe(before)
    expect(interval).toEqual([0, 0])
    expect(isSure).toBe(false)
  }
})
test('one question of a hundred is chance, twenty are not, to either side', () => {
  const [one] = compare(run(filled(60, 100)), run(filled(61, 100)))
  expect(one).toMatchObject({ measure: 'recall1', questions: 100, isSure: false })
  const [better] = compare(run(filled(50, 100)), run(filled(70, 100)))
  expect(better?.isSure).toBe(true)
  expect(better?.interval[0]).toBeGreaterThan(0)
  const [worse] = compare(run(filled(70, 100)), run(filled(50, 100)))
  expect(worse?.interval[1]).toBeLessThan(0)
})
test('questions are paired by id: gains and losses that cancel out are chance', () => {
  const turned = run(filled(50, 100)).map(({ values, ...result }) => ({
    ...result,
    values: { ...values, recall1: 1 - (values.recall1 ?? 0) },
  }))
  const [difference] = compare(run(filled(50, 100)), turned)
  expect(difference).toMatchObject({ before: 0.5, now: 0.5, isSure: false })
  expect((difference?.interval[1] ?? 0) - (difference?.interval[0] ?? 0)).toBeGreaterThan(0.2)
})
test('the interval is that of the mean: about two standard errors', () => {
  const [difference] = compare(run(filled(0, 400)), run(Array.from({ length: 400 }, (_, at) => at % 2)))
  expect(difference?.interval[0]).toBeCloseTo(0.5 - 1.96 * 0.025, 1)
  expect(difference?.interval[1]).toBeCloseTo(0.5 + 1.96 * 0.025, 1)
})
test('what only one run has is left out', () => {
  const [first] = compare(run([1, 1]), [...run([1, 0]), { id: 'new', kind: '', values: { recall1: 0 } }])
  expect(first).toMatchObject({ questions: 2, before: 1, now: 0.5 })
  expect(compare([], run([1]))).toEqual([])
})
