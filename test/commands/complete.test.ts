import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complete } from '../../src/commands/complete.ts'
import { createSanad, type Document, parseDocument } from '../../src/index.ts'

const document = (title: string, id: string = title, sections: readonly (readonly string[])[] = []): Document => ({
  ...parseDocument({ id, file: `${id}.md`, text: '', metadata: { title: { value: title, origin: 'front matter' } } }),
  passages: sections.map((section, at) => ({
    id: `p${at}`,
    text: '',
    start: 0,
    end: 0,
    section,
    sentences: [],
    skip: [],
  })),
})
const labels = (
  documents: readonly Document[],
  what: 'source' | 'topic',
  typed: string,
  limit: number = 25,
): string[] => complete(documents, what, typed, limit).map(({ label }) => label)
/** The titles in a corpus of these that complete what is typed, in order. */
const titles = (typed: string, ...all: string[]): string[] => {
  const documents = all.map((title) => document(title))
  return labels(documents, 'source', typed)
}

describe('spelling makes no difference', () => {
  const finds = (rule: string, title: string, ...typed: string[]): void =>
    test(rule, () => {
      for (const words of typed) expect([words, ...titles(words, title, 'شيء بعيد')]).toEqual([words, title])
    })
  finds('harakat in the title', 'مُحَمَّد الخامس', 'محمد', 'مح')
  finds('harakat in what is typed', 'محمد الخامس', 'مُحَمَّ')
  finds('hamza', 'أزمة الإسكان', 'ازمة', 'الاسكان', 'اسكان', 'الإسكان')
  finds('alef maksura and teh marbuta', 'المدرسة الكبرى', 'المدرسه الكبري')
  finds('tatweel', 'الصحـراء', 'الصحراء')
  finds('case and accents', 'Élections Régionales', 'elec', 'ÉLECTIONS REG', 'régionales')
  finds('digits of either kind', 'تقرير ٢٠٢١', 'تقرير 20', '2021')
  finds('the article in the title', 'تاريخ المغرب', 'مغرب', 'مغ')
  finds('the article in what is typed', 'اتحاد الدول', 'الاتحاد', 'الدو', 'دول الاتح')
})

describe('what is found', () => {
  test('has every word that is typed, at the beginning of one of its own', () => {
    expect(titles('مغرب اتحاد', 'اتحاد المغرب', 'تاريخ المغرب')).toEqual(['اتحاد المغرب'])
    expect(titles('رب', 'المغرب')).toEqual([])
    expect(titles('قمر', 'المغرب')).toEqual([])
  })
  test('is not all that begins like the letters of the article', () => {
    expect(titles('الي', 'يوم جديد', 'اليوم')).toEqual(['اليوم'])
    expect(titles('ال', 'بحث', 'البحث', 'ألوان')).toEqual(['البحث', 'ألوان'])
  })
  test('what it begins comes first, then what has a word that it begins, each in the corpus’s order', () =>
    expect(titles('مدينة', 'أسوار المدينة', 'مدينة فاس', 'تاريخ مدينة سلا', 'مدينة سلا')).toEqual([
      'مدينة فاس',
      'مدينة سلا',
      'أسوار المدينة',
      'تاريخ مدينة سلا',
    ]))
  test('what it begins is so word by word: only the last may be unfinished', () => {
    expect(titles('ال مدي', 'المدينة', 'أهل المدينة')).toEqual(['المدينة', 'أهل المدينة'])
    expect(titles('مدينة سل', 'تاريخ سلا، مدينة', 'مدينة سلا')).toEqual(['مدينة سلا', 'تاريخ سلا، مدينة'])
    expect(titles('مدي سلا', 'سلا: مدينة', 'مدينة سلا')).toEqual(['سلا: مدينة', 'مدينة سلا'])
  })
  test('nothing typed is the first of the corpus, in its order', () => {
    for (const nothing of ['', '  ', '\u064E\u200F', '؟!', '[12]'])
      expect(titles(nothing, 'ب', 'أ', 'ت')).toEqual(['ب', 'أ', 'ت'])
  })
  test('is never more than was asked for', () => {
    const many = Array.from({ length: 40 }, (_, at) => `تقرير ${at}`)
    const documents = many.map((title) => document(title))
    expect(labels(documents, 'source', 'تقرير')).toEqual(many.slice(0, 25))
    expect(labels(documents, 'source', '', 3)).toHaveLength(3)
    expect(labels(documents, 'source', 'تقرير 39')).toEqual(['تقرير 39'])
  })
  test('of an empty corpus is nothing', () => expect(labels([], 'source', 'ا')).toEqual([]))
})

describe('a source', () => {
  test('stands for its document’s id', () =>
    expect(complete([document('المغرب', 'a/b')], 'source', 'مغرب', 25)).toEqual([{ label: 'المغرب', value: 'a/b' }]))
  test('with the title of another is there too', () => expect(titles('باب', 'باب', 'باب')).toHaveLength(2))
  test('is shown on one line, without controls', () =>
    expect(titles('باب أول', '\u202Eبا\u200Bب\u2066 أول\n\tثان')).toEqual(['باب أول ثان']))
  test('whose title is nothing to see is not there', () => expect(titles('', '\u200B\u202E ', 'باب')).toEqual(['باب']))
})

describe('a topic', () => {
  test('is a heading, once, however many passages and documents have it', () =>
    expect(
      labels(
        [document('أ', 'أ', [['النشأة'], ['الأمانة'], ['النشأة']]), document('ب', 'ب', [['النشأة']])],
        'topic',
        '',
      ),
    ).toEqual(['النشأة', 'الأمانة']))
  test('is every heading above a passage', () =>
    expect(labels([document('عنوان', 'أ', [['باب', 'فصل']])], 'topic', '')).toEqual(['باب', 'فصل']))
  test('stands for its own words', () =>
    expect(complete([document('عنوان', 'أ', [['الأمانة العامة']])], 'topic', 'امانه', 25)).toEqual([
      { label: 'الأمانة العامة', value: 'الأمانة العامة' },
    ]))
  test('is no title of a document', () =>
    expect(labels([document('عنوان', 'أ', [['باب']])], 'topic', 'عنوان')).toEqual([]))
})

test('a new corpus is completed from at once', async () => {
  const sanad = createSanad()
  sanad.load([document('قديم')])
  expect((await sanad.complete('source', '', 25)).map(({ label }) => label)).toEqual(['قديم'])
  sanad.load([document('جديد')])
  expect((await sanad.complete('source', '', 25)).map(({ label }) => label)).toEqual(['جديد'])
})
test('whatever is typed is answered at once', () => {
  const documents = Array.from({ length: 2000 }, (_, at) => document(`تقرير عن المدينة ${at}`, String(at)))
  complete(documents, 'source', 'م', 25)
  const began = performance.now()
  complete(documents, 'source', 'ا'.repeat(100_000), 25)
  complete(documents, 'source', 'ا '.repeat(50_000), 25)
  expect(performance.now() - began).toBeLessThan(500)
})
test('whatever is typed and whatever the titles, nothing is thrown', () =>
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 5 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      (all, typed) => {
        for (const label of titles(typed, ...all)) expect(label.trim()).not.toBe('')
      },
    ),
  ))
