import { expect, test } from 'vitest'
import { parseQuery } from '../../src/retrieval/query.ts'
import { createVocabulary } from '../../src/retrieval/vocabulary.ts'
import { normalize } from '../../src/text/normalize.ts'

const WORDS = 'الحكومة المغربية وزير الدفاع اتفاق الحدود نهاية رجال wagner'
const vocabulary = createVocabulary(new Map(WORDS.split(' ').map((word) => [normalize(word), 1])), 10)
const words = (question: string): string[] => parseQuery(question, vocabulary).terms.map(({ word }) => word)
const found = (question: string): (string | undefined)[] =>
  parseQuery(question, vocabulary).terms.map(({ variants }) => [...variants.keys()][0])

test('Arabizi is searched by the words it spells, without its function words', () =>
  expect(found('chkoun li dar l ittifa9 m3a l7kouma lmaghribia?').slice(-3)).toEqual(
    ['اتفاق', 'الحكومة', 'المغربية'].map(normalize),
  ))

test('each word of a mixed question is read as what it is', () =>
  expect(found('شكون wazir الدفاع ديال l7kouma')).toEqual(['وزير', 'الدفاع', 'الحكومة'].map(normalize)))

test('what an Arabizi question asks for is understood by what its words spell', () => {
  expect(parseQuery('imta tsenna l ittifa9?', vocabulary).asked).toBe('date')
  expect(parseQuery('chkoun wazir difa3?', vocabulary).asked).toBe('person')
})

test('French and English words are not read as Arabizi', () => {
  expect(words('La fin de la guerre est quand ?')).toEqual(['fin', 'guerre'])
  expect(found('When did the men come?')[0]).toBe('رجال')
})

test('a Latin name inside Arabic is itself', () => expect(found('ما هي شركة Wagner؟').at(-1)).toBe('wagner'))
