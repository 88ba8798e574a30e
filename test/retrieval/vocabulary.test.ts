import { describe, expect, test } from 'vitest'
import { createVocabulary } from '../../src/retrieval/vocabulary.ts'
import { extended, lexicon } from '../../src/text/lexicon/index.ts'
import { normalize } from '../../src/text/normalize.ts'

const WORDS = 'الحكومة حكومات الشرطة الحدود حدودها الأموال الصحراء المشروع سبب المفاوضات فاجنر nato'
const vocabulary = createVocabulary(new Map(WORDS.split(' ').map((word) => [normalize(word), 1])), 10)
const weightOf = (latin: string, word: string): number => vocabulary.heard(latin).variants.get(normalize(word)) ?? 0

describe('a word of Arabizi stands for', () => {
  test('the word of the corpus that it spells, with its other forms', () => {
    expect(weightOf('l7kouma', 'الحكومة')).toBeGreaterThan(0.75)
    expect(weightOf('l7kouma', 'حكومات')).toBeGreaterThan(0.4)
    expect(weightOf('ssa7ra', 'الصحراء')).toBeGreaterThan(0.6)
  })
  test('the standard words for the Darija that it spells', () =>
    expect(weightOf('lflous', 'الأموال')).toBeGreaterThan(0.3))
  test('the Arabic for the French that it is, with an article written onto it or not', () => {
    expect(weightOf('projet', 'المشروع')).toBeGreaterThan(0.4)
    expect(weightOf('lprojet', 'المشروع')).toBeGreaterThan(0.4)
  })
  test('a name that sounds like it', () => expect(weightOf('wagner', 'فاجنر')).toBe(0.5))
  test('itself alone where the corpus has it', () =>
    expect(vocabulary.heard('nato')).toEqual({ spells: undefined, variants: new Map([['nato', 1]]) }))
  test('nothing where nothing sounds like it', () => {
    expect(vocabulary.heard('xyzzyqwrt')).toEqual({ spells: undefined, variants: new Map() })
  })
  test('what a glossary says of it as it is typed', () => {
    const entry = { headwords: ['m 5 zen'], words: ['الحكومه'], relation: 'translation' } as const
    const own = createVocabulary(new Map([['الحكومه', 1]]), 10, extended(lexicon, [entry]))
    expect(own.heard('m5zen').variants.get('الحكومه')).toBe(0.8)
  })
})

test('what it spells is told in Arabic script', () => expect(vocabulary.heard('l7oudoud').spells).toBe('حدود'))

test('a translation brings its synonyms along, less surely', () => {
  const own = createVocabulary(new Map([[normalize('مصحة'), 1]]), 10)
  expect(own.related('hopital')).toEqual(new Map([[normalize('مصحة'), 0.24]]))
})

test('of several translations the more usual one stands for the word more surely', () => {
  const own = createVocabulary(new Map(['ميثاق', 'حلف'].map((word) => [word, 1])), 10)
  const { variants } = own.heard('pact')
  expect(variants.get('ميثاق')).toBe(0.8)
  expect(variants.get('حلف')).toBeCloseTo(0.76)
})
