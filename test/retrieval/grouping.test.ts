import { describe, expect, test } from 'vitest'
import { groupQuestions } from '../../src/retrieval/grouping.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const corpus = createIndex(contractCorpus())
const nothing = createIndex([])
const group = (texts: readonly string[], index = nothing): number[][] =>
  groupQuestions(
    texts.map((text) => ({ text })),
    index,
  )

describe('questions are one group', () => {
  for (const [what, one, other] of [
    ['with other question words', 'متى تأسس اتحاد المغرب العربي؟', 'في أي سنة تأسس اتحاد المغرب العربي؟'],
    ['with other spelling', 'من هو الأمين العام؟', 'مَن هو الامين العام'],
    ['with another prefix', 'ما عدد المدارس في المدينة؟', 'كم عدد مدارس المدينة؟'],
    ['word for word', 'quelle est la capitale', 'quelle est la capitale'],
  ] as const)
    test(what, () => expect(group([one, other])).toEqual([[0, 1]]))
})

describe('questions are two groups', () => {
  for (const [what, one, other] of [
    ['about other things', 'متى تأسس اتحاد المغرب العربي؟', 'كيف أطبخ الكسكس؟'],
    ['about another of its kind', 'متى تأسست جامعة الدول العربية؟', 'متى تأسس مجلس التعاون الخليجي؟'],
  ] as const)
    test(what, () => expect(group([one, other])).toEqual([[0], [1]]))
})

describe('over a corpus', () => {
  test('when is not where', () =>
    expect(group(['متى تأسس اتحاد المغرب العربي؟', 'أين تأسس اتحاد المغرب العربي؟'], corpus)).toEqual([[0], [1]]))
  test('less will do where the same quote answers both, in another language too', () => {
    const texts = ['متى تأسس اتحاد المغرب العربي؟', "Quand l'Union du Maghreb arabe a-t-elle été créée ?"]
    const asked = (answer?: string) => texts.map((text) => ({ text, ...(answer === undefined ? {} : { answer }) }))
    expect([groupQuestions(asked(), corpus).length, groupQuestions(asked('a 1-9'), corpus).length]).toEqual([2, 1])
  })
})

test('the largest group comes first, others in the order given', () =>
  expect(group(['كيف أطبخ الكسكس؟', 'أين يقع المقر؟', 'ما موعد الدرس؟', 'موعد الدرس؟'])).toEqual([[2, 3], [0], [1]]))
test('nothing is no group, and words without letters are questions too', () => {
  expect(group([])).toEqual([])
  expect(group(['؟؟', '!'])).toEqual([[0, 1]])
})
