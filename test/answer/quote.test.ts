import { describe, expect, test } from 'vitest'
import { quoteSpan } from '../../src/answer/quote.ts'
import type { Passage } from '../../src/corpus/document.ts'
import type { Window } from '../../src/retrieval/window.ts'

/** A sentence of so many words. */
const words = (count: number, word = 'كلمة'): string => `${Array.from({ length: count }, () => word).join(' ')}.`

/** The quote of the sentences that are given with what stands before each, for a window of one of them. */
function quote(parts: readonly string[], at: number, window: Partial<Window> = {}): string {
  let text = ''
  const sentences = parts.map((part) => {
    const gap = /^(?:\s*(?:[-•]|\d+[.)])?\s+)/u.exec(part)?.[0] ?? ''
    const start = text.length + gap.length
    text += part
    return { start, end: text.length }
  })
  const passage: Passage = { id: 'p', start: 0, end: text.length, section: [], text, sentences, skip: [] }
  const { start, end } = quoteSpan(text, passage, {
    first: at,
    last: at,
    score: 1,
    held: [1],
    answers: false,
    asked: 'other',
    shares: parts.map((_, other) => (other === at ? 1 : 0)),
    fit: parts.map(() => false),
    ...window,
  })
  return text.slice(start, end)
}

describe('a neighbour is quoted too', () => {
  test('while the quote stays short, the following one first', () => {
    const parts = [words(20), ` ${words(20)}`, ` ${words(20)}`]
    expect(quote(parts, 1)).toBe(`${words(20)} ${words(20)}`)
    expect(quote([words(9), ` ${words(9)}`], 1)).toBe(`${words(9)} ${words(9)}`)
  })
  test('rather the one that says more', () => {
    const parts = [words(20, 'قبل'), ` ${words(20)}`, ` ${words(20, 'بعد')}`]
    expect(quote(parts, 1, { shares: [0.2, 1, 0.1] })).toBe(`${words(20, 'قبل')} ${words(20)}`)
    expect(quote(parts, 1, { shares: [0.1, 1, 0.2] })).toBe(`${words(20)} ${words(20, 'بعد')}`)
  })
  test('up to more words where it says half as much', () => {
    const parts = [words(35), ` ${words(35, 'بعد')}`]
    expect(quote(parts, 0, { shares: [1, 0.4] })).toBe(words(35))
    expect(quote(parts, 0, { shares: [1, 0.5] })).toBe(`${words(35)} ${words(35, 'بعد')}`)
  })
  test('not beyond that, whatever it says', () => {
    expect(quote([words(40), ` ${words(40)}`], 0, { shares: [1, 1] })).toBe(words(40))
  })
  test('not above a line break', () => {
    expect(quote([words(5, 'عنوان'), `\n${words(5)}`], 1)).toBe(words(5))
  })
})

describe('where the date that is asked for stands in the window', () => {
  const dated = { asked: 'date', answers: true } as const
  test('a neighbour without one is left out', () =>
    expect(quote([words(5), ` ${words(5)}`], 0, { ...dated, fit: [true, false] })).toBe(words(5)))
  test('a neighbour with one is not', () =>
    expect(quote([words(5), ` ${words(5)}`], 0, { ...dated, fit: [true, true] })).toBe(`${words(5)} ${words(5)}`))
  test('nor one that says much', () =>
    expect(quote([words(5), ` ${words(5)}`], 0, { ...dated, fit: [true, false], shares: [1, 0.6] })).toBe(
      `${words(5)} ${words(5)}`,
    ))
})

describe('a list', () => {
  const items = [words(12, 'أول'), words(12, 'ثان'), words(12, 'ثالث'), words(12, 'رابع'), words(12, 'خامس')]
  const marked = items.map((item) => `\n- ${item}`)
  test('comes with the line that announces it, up to sixty words', () =>
    expect(quote(['الأهداف هي:', ...marked], 0)).toBe(['الأهداف هي:', ...marked.slice(0, 4)].join('')))
  test('so it does without marks', () =>
    expect(quote(['الأهداف هي:', ...items.map((item) => `\n${item}`)], 0)).toBe(
      ['الأهداف هي:', ...items.slice(0, 4)].join('\n'),
    ))
  test('that is asked for is quoted from its beginning', () =>
    expect(quote(['الأهداف هي:', ...marked], 2, { asked: 'list' })).toBe(
      ['الأهداف هي:', ...marked.slice(0, 4)].join(''),
    ))
  test('numbers mark items as well', () =>
    expect(quote(['الأهداف كثيرة', ...items.map((item, at) => `\n${at + 1}. ${item}`)], 0, { asked: 'list' })).toBe(
      ['الأهداف كثيرة', ...items.slice(0, 4).map((item, at) => `\n${at + 1}. ${item}`)].join(''),
    ))
  test('that is not asked for does not come with one of its items', () =>
    expect(quote(['الأهداف هي:', ...marked], 5)).toBe(items[4]))
})

test('what ends the passage ends the quote', () => expect(quote([words(80)], 0)).toBe(words(80)))
