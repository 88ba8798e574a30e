/** Why something was answered: what `answer` makes of the same question, in pieces that can be looked at. */
import { describe, expect, test } from 'vitest'
import { answer, THRESHOLD } from '../../src/answer/answer.ts'
import { type Explanation, explain } from '../../src/answer/explain.ts'
import { readingOf } from '../../src/answer/subject.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { extended, lexicon } from '../../src/text/lexicon/index.ts'
import { corpus, documentOf, GAPS, QUESTIONS } from '../digest/room.ts'

const [UNION = '', SEAT = ''] = QUESTIONS
/** Words that no shipped list knows. */
const OWN = extended(lexicon, [
  { headwords: ['زعبول'], words: ['زعابيل'], relation: 'plural' },
  { headwords: ['زعبول'], words: ['طقطوق'], relation: 'synonym' },
  { headwords: ['قنقون'], words: ['زعبول'], relation: 'darija' },
])
const DOCUMENTS = [
  ...corpus(),
  documentOf(
    'other',
    'عن المال\n\nدفعت الحكومة أموالا كثيرة في دجنبر لحماية حدودها، وزار Boukous الزعابيل ثم طقطوق 500 مرة.',
  ),
]
const index = createIndex(DOCUMENTS, OWN)
const term = ({ terms }: Explanation, word: string) => terms.find((one) => one.word === word)
const relation = (question: string, word: string, found: string): string | undefined =>
  term(explain(index, question), word)?.by.find((one) => one.word === found)?.relation

describe('an explanation', () => {
  test.each([...QUESTIONS, ...GAPS, '', '؟', '\uD800', 'a'.repeat(5000)])(
    'decides as the answer does: %s',
    (question) => {
      const found = answer(index, question, 3)
      const { confidence, threshold, decision } = explain(index, question)
      expect({ confidence, threshold, decision }).toEqual({
        confidence: found.confidence,
        threshold: THRESHOLD,
        decision: found.status,
      })
    },
  )
  test('names the best passages in order, and the surest of them is as sure as the answer', () => {
    const { passages, confidence } = explain(index, SEAT)
    const { citations } = answer(index, SEAT, 3)
    expect(passages[0]).toMatchObject({ document: 'union', title: 'اتحاد المغرب العربي', id: citations[0]?.passage.id })
    expect(passages.length).toBeLessThanOrEqual(3)
    expect(passages.map(({ score }) => score)).toEqual(passages.map(({ score }) => score).sort((a, b) => b - a))
    expect(Math.max(...passages.map((passage) => passage.confidence))).toBe(confidence)
  })
  test('says words as they were asked, and as the passage writes them', () => {
    const explanation = explain(index, 'أين مَقرّ الأمانةِ العامّة للإتحاد؟')
    expect(explanation.terms.map(({ word }) => word)).toEqual(['مَقرّ', 'الأمانةِ', 'العامّة', 'للإتحاد'])
    expect(term(explanation, 'الأمانةِ')?.by[0]).toEqual({ word: 'الأمانة', weight: 1, relation: 'same' })
  })
  test('says what was not there', () => {
    const { terms } = explain(index, 'كم ثمن الزرافة في الرباط؟')
    expect(terms.find(({ word }) => word === 'الزرافة')?.by).toEqual([])
  })
  test('is of the question as it was read, with what was assumed', () => {
    const { question, assumed, terms, confidence } = explain(index, 'وأين مقره؟', 'اتحاد المغرب العربي')
    expect({ question, assumed }).toEqual({ question: 'وأين مقره؟', assumed: 'اتحاد المغرب العربي' })
    expect(terms.map(({ word }) => word)).toEqual(['مقره', 'اتحاد', 'المغرب', 'العربي'])
    expect(confidence).toBe(answer(index, readingOf('وأين مقره؟', 'اتحاد المغرب العربي')).confidence)
  })
  test('looks at no document that may not be quoted', () => {
    const { passages } = explain(index, UNION, undefined, ({ id }) => id !== 'union')
    expect(passages.map(({ document }) => document)).not.toContain('union')
  })
})

describe('how a word stood for another', () => {
  const ways: readonly (readonly [question: string, word: string, found: string, relation: string])[] = [
    ['هل دفعت الحكومة؟', 'الحكومة', 'الحكومة', 'same'],
    ['كم دفعت لحماية الحدود؟', 'الحدود', 'حدودها', 'form'],
    ['ماذا دفعت الحكومة في ديسمبر؟', 'ديسمبر', 'دجنبر', 'name'],
    ['من زار خمسمائة مرة؟', 'خمسمائة', '500', 'name'],
    ['gouvernement et frontières ?', 'frontières', 'حدودها', 'translation'],
    ['علاش الحكومة دفعات الفلوس؟', 'الفلوس', 'أموالا', 'darija'],
    ['من زار زعبول؟', 'زعبول', 'الزعابيل', 'plural'],
    ['من زار زعبول؟', 'زعبول', 'طقطوق', 'synonym'],
    ['من زار قنقون؟', 'قنقون', 'طقطوق', 'darija'],
    ['من زار الزعابييل؟', 'الزعابييل', 'الزعابيل', 'spelling'],
    ['متى زار بوكوس الزعابيل؟', 'بوكوس', 'Boukous', 'sound'],
  ]
  test.each(ways)('%s: %s, %s', (question, word, found, expected) =>
    expect(relation(question, word, found)).toBe(expected),
  )
})
