import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Located, locate } from '../../src/reader/locate.ts'
import { MOST_CODES, readSketch, sketchOf } from '../../src/reader/sketch.ts'

const BEFORE = 'تعود فكرة التعاون بين دول المنطقة إلى سنوات الاستقلال الأولى. وقد مرت بمراحل.\n\n'
const QUOTE = 'يسهم المغرب في صياغة مفهوم الأمن الدولي بقواعد جديدة، ولا يحمي حدوده وحدها.'
const AFTER = '\n\nأما الخاتمة فتتناول ما ينتظر هذه الدول من مهام.'
const TEXT = BEFORE + QUOTE + AFTER
const SPAN = { start: BEFORE.length, end: BEFORE.length + QUOTE.length }
const found = (
  text: string,
  span = SPAN,
  sketch: string | undefined = sketchOf(QUOTE),
): [Located['state'], string?] => {
  const located = locate({ text }, span, sketch)
  return located.start === undefined ? [located.state] : [located.state, text.slice(located.start, located.end)]
}

describe('the same', () => {
  test('words stand where the link says', () => expect(found(TEXT)).toEqual(['same', QUOTE]))
  test('without a sketch any stretch is taken for it', () =>
    expect(locate({ text: TEXT }, { start: 3, end: 9 })).toEqual({ state: 'same', start: 3, end: 9 }))
  test('also with one that nobody wrote', () => expect(found(TEXT, SPAN, '<script>')).toEqual(['same', QUOTE]))
  test('no half of a letter is shown', () =>
    expect(locate({ text: 'أ😀ب' }, { start: 2, end: 3 })).toEqual({ state: 'same', start: 1, end: 3 }))
  test.each([
    [0, 10_000],
    [-4, 3],
    [5, 5],
    [9, 3],
    [Number.NaN, 4],
    [10_000, 10_001],
  ])('%d-%d is no stretch of it', (start, end) =>
    expect(locate({ text: TEXT }, { start, end })).toEqual({ state: 'unknown' }),
  )
})

describe('moved', () => {
  test('words behind a new beginning', () => expect(found(`مقدمة جديدة.\n\n${TEXT}`)).toEqual(['moved', QUOTE]))
  test('words when something before them went', () => expect(found(QUOTE + AFTER)).toEqual(['moved', QUOTE]))
  test('of several places the nearest', () => {
    const text = `${QUOTE}\n\n${BEFORE}س ${QUOTE}${AFTER}${BEFORE.repeat(3)}${QUOTE}`
    expect(locate({ text }, { start: 120, end: 195 }, sketchOf(QUOTE))).toMatchObject({
      state: 'moved',
      start: QUOTE.length + 2 + BEFORE.length + 2,
    })
  })
  test('also where lines are broken elsewhere', () => {
    const wrapped = QUOTE.replace('مفهوم ', 'مفهوم\n')
    expect(found(`س\n\n${BEFORE}${wrapped}`)).toEqual(['moved', wrapped])
  })
  test('with the punctuation that was quoted, not more', () => {
    const quote = '«لا يحمي المغرب حدوده وحدها»'
    expect(found(`كتب: (${quote}).`, { start: 0, end: quote.length }, sketchOf(quote))).toEqual(['moved', quote])
  })
  test('a span beyond the end is found by its words', () =>
    expect(found(TEXT, { start: 900_000_000, end: 900_000_077 })).toEqual(['moved', QUOTE]))
})

describe('changed', () => {
  test('where a word became another', () => {
    const text = TEXT.replace('صياغة', 'بناء')
    expect(found(text)).toEqual(['changed', QUOTE.replace('صياغة', 'بناء')])
  })
  test('where harakat were added: what is quoted is the spelling too', () =>
    expect(found(TEXT.replace('مفهوم', 'مَفهوم'))[0]).toBe('changed'))
  test('where words were added and left out, as whole sentences', () => {
    const now = 'في هذا كله يسهم المغرب اليوم في صياغة مفهوم للأمن الدولي بقواعد جديدة، ولا يحمي حدوده.'
    expect(found(`${BEFORE}جملة أولى. ${now} جملة أخيرة.${AFTER}`)).toEqual(['changed', now])
  })
  test('the best of several places', () => {
    const half = QUOTE.replace('الأمن الدولي بقواعد', 'سلم آخر بأسس')
    const most = QUOTE.replace('جديدة', 'قديمة')
    expect(found(`${half}\n\n${BEFORE}${most}`)).toEqual(['changed', most])
  })
  test('not where the words stand in another order', () =>
    expect(found(BEFORE + QUOTE.split(' ').toReversed().join(' ') + AFTER)).toEqual(['gone']))
  test('not where fewer than half are left', () =>
    expect(found(`${BEFORE}يسهم المغرب في صياغة سياسات أخرى تماما غير ما كان يقال قبل هذا.${AFTER}`)).toEqual(['gone']))
  test('not for a few words, which stand in order in many places', () => {
    const quote = 'في صياغة مفهوم'
    expect(found('كان في البدء صياغة ثم شيء', { start: 0, end: 5 }, sketchOf(quote))).toEqual(['gone'])
  })
  test('the end of a long quote counts like its beginning', () => {
    const words = Array.from({ length: 120 }, (_, at) => `كلمة${at}`)
    const changed = [...Array.from({ length: 55 }, (_, at) => `أخرى${at}`), ...words.slice(55)].join(' ')
    const [state, text = ''] = found(changed, { start: 0, end: 400 }, sketchOf(words.join(' ')))
    expect(state).toBe('changed')
    expect(text).toContain('كلمة118')
  })
})

describe('gone', () => {
  test('words that stand nowhere near', () => expect(found(BEFORE + AFTER)).toEqual(['gone']))
  test('an empty document', () => expect(found('')).toEqual(['gone']))
})

describe('a sketch', () => {
  test('is short, fit for an address, and says nothing', () => {
    const sketch = sketchOf(`${QUOTE} `.repeat(40))
    expect(sketch).toMatch(/^[\w-]+$/)
    expect(sketch.length).toBe(8 + 2 * MOST_CODES)
  })
  test('of no words is empty', () => expect(sketchOf('… —\n')).toBe(''))
  test('white space and punctuation make no difference, letters do', () => {
    expect(sketchOf('أمن، الحدود')).toBe(sketchOf('أمن\n\nالحدود'))
    expect(sketchOf('أمن الحدود')).not.toBe(sketchOf('امن الحدود'))
    expect(sketchOf('أمن الحدود')).not.toBe(sketchOf('الحدود أمن'))
    expect(sketchOf('أمن الحدود')).not.toBe(sketchOf('أمنالحدود'))
  })
  test('is read back', () => {
    const sketch = readSketch(sketchOf(QUOTE))
    expect(sketch).toMatchObject({ count: 13, before: 0, after: 1 })
    expect(sketch?.codes).toHaveLength(13)
  })
})

/** Words from a few letters, so that many of them stand in many places. */
const words = fc.array(
  fc.string({ unit: fc.constantFrom('ا', 'ب', 'ت', ' ', '\n', '.', 'َ', '😀', '\uD83D'), maxLength: 6 }),
)
const text = words.map((list) => list.join(' '))

const wordsOf = (stretch: string): readonly string[] => stretch.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

test('whatever was quoted is found where it is, and where it went', () =>
  fc.assert(
    fc.property(text, text, fc.nat(), fc.nat(), (own, added, from, length) => {
      const start = from % (own.length + 1)
      const end = Math.min(own.length, start + 1 + (length % 60))
      const quote = own.slice(start, end)
      const sketch = sketchOf(quote)
      if (sketch === '') return
      expect(locate({ text: own }, { start, end }, sketch)).toEqual({ state: 'same', start, end })
      const moved = locate({ text: `${added} ${quote} ${own}` }, { start: 1e8, end: 1e8 + quote.length }, sketch)
      expect(moved.state).toBe('moved')
      // The words: what stood around them may differ there.
      expect(wordsOf(`${added} ${quote} ${own}`.slice(moved.start, moved.end))).toEqual(wordsOf(quote))
    }),
  ))
test('no text, span or sketch makes it throw or point outside the text', () =>
  fc.assert(
    fc.property(
      text,
      fc.record({ start: fc.oneof(fc.integer(), fc.double()), end: fc.oneof(fc.integer(), fc.double()) }),
      fc.option(
        fc.oneof(
          text.map((quote) => sketchOf(quote)),
          fc.string(),
          fc.stringMatching(/^[\w-]{8,20}$/),
        ),
        {
          nil: undefined,
        },
      ),
      (own, span, sketch) => {
        const { start, end } = locate({ text: own }, span, sketch)
        if (start !== undefined && end !== undefined) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(own.length)
        }
      },
    ),
  ))
test('a text of one word a million times, and one line of a million letters', () => {
  const sketch = sketchOf('كلمة '.repeat(60))
  const wrong = `${sketch.slice(0, 2)}AAAA${sketch.slice(6)}`
  expect(locate({ text: 'كلمة '.repeat(1_000_000) }, SPAN, wrong).state).toBe('changed')
  expect(locate({ text: 'ا'.repeat(1_000_000) }, SPAN, sketch).state).toBe('gone')
})
