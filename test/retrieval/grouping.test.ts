import { describe, expect, test } from 'vitest'
import { groupQuestions } from '../../src/retrieval/grouping.ts'

describe('questions are one group', () => {
  for (const [what, one, other] of [
    ['with other question words', 'متى تأسس اتحاد المغرب العربي؟', 'في أي سنة تأسس اتحاد المغرب العربي؟'],
    ['with other spelling', 'من هو الأمين العام؟', 'مَن هو الامين العام'],
    ['with another prefix', 'ما عدد المدارس في المدينة؟', 'كم عدد مدارس المدينة؟'],
    ['word for word', 'quelle est la capitale', 'quelle est la capitale'],
  ] as const)
    test(what, () => expect(groupQuestions([one, other])).toEqual([[0, 1]]))
})

describe('questions are two groups', () => {
  for (const [what, one, other] of [
    ['about other things', 'متى تأسس اتحاد المغرب العربي؟', 'كيف أطبخ الكسكس؟'],
    ['about another of its kind', 'متى تأسست جامعة الدول العربية؟', 'متى تأسس مجلس التعاون الخليجي؟'],
  ] as const)
    test(what, () => expect(groupQuestions([one, other])).toEqual([[0], [1]]))
})

test('the largest group comes first, others in the order given', () =>
  expect(groupQuestions(['كيف أطبخ الكسكس؟', 'أين يقع المقر؟', 'ما موعد الدرس؟', 'موعد الدرس؟'])).toEqual([
    [2, 3],
    [0],
    [1],
  ]))
test('nothing is no group, and words without letters are questions too', () => {
  expect(groupQuestions([])).toEqual([])
  expect(groupQuestions(['؟؟', '!'])).toEqual([[0, 1]])
})
