/** Which questions lean on the one before, and what a question is about. */
import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answer/answer.ts'
import { leaning, readingOf, subjectOf } from '../../src/answer/subject.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { corpus } from '../digest/room.ts'

const index = createIndex(corpus())

describe('a question that leans', () => {
  test.each([
    'وأين مقره؟',
    'وَأَيْنَ مَقَرُّهُ؟',
    'وكم عدد أعضائه؟',
    'ما هي أهدافها؟',
    'ومتى تأسس؟',
    'وأين يقع؟',
    'متى؟',
    'ولماذا؟',
    'وكيف؟',
    'فين؟',
    'علاش؟',
    'شحال من مدينة فيه؟',
    'والمدينة؟',
    'et son siège ?',
    'Où est son siège ?',
    'quand ?',
    'et pourquoi ?',
    'Quand a-t-elle été créée ?',
    'when?',
    'and why?',
    'where is it?',
    'When was it founded?',
    'ou fin?',
    'w ch7al?',
    '3lach?',
    'fin l ma9arr dyalo?',
  ])('%s', (question) => expect(leaning(question, index, false)).not.toBe('no'))
})

describe('a question that stands by itself', () => {
  test.each([
    'متى تأسس اتحاد المغرب العربي؟',
    'وما هو الإرهاب السيبراني؟',
    'ومن هو ميسي؟',
    'من هو رئيس الحكومة؟',
    'ما هي الجريمه المنظمه؟',
    'من أنت؟',
    'وهل تستطيع مساعدتي؟',
    'ماذا؟',
    'اتحاد المغرب العربي',
    'وزير الداخلية؟',
    'et la Qarawiyine ?',
    'Qui êtes vous ?',
    'qu’est-ce que la Ligue arabe ?',
    'Who are you?',
    'what is Interpol?',
    'chkoun nta?',
    '',
    '؟؟؟',
    `وأين مقره الذي ${'قيل فيه ما قيل '.repeat(10)}؟`,
  ])('%s', (question) => expect(leaning(question, index, false)).toBe('no'))
})

test('a reply is a sign where one word is left, and that no subject', () => {
  expect(leaning('ما اسم المدينة؟', index, false)).toBe('no')
  expect(leaning('ما اسم المدينة؟', index, true)).toBe('perhaps')
  expect(leaning('ما اسم مدينة المغرب؟', index, true)).toBe('no')
  expect(leaning('ما اسم أمريكا؟', index, true)).toBe('no')
})

describe('what a question is about', () => {
  test.each([
    ['متى تأسس اتحاد المغرب العربي؟', 'اتحاد المغرب العربي'],
    ['ما عدد أبواب مدينة مكناس؟', 'أبواب مدينة مكناس'],
    ['كم عدد الدول الأعضاء في اتحاد المغرب العربي؟', 'الدول الأعضاء في اتحاد المغرب العربي'],
    ['فوقاش تبنات صومعة حسان؟', 'صومعة حسان'],
    ['Quand a été fondée l’Union du Maghreb arabe ?', 'Union du Maghreb arabe'],
    ['When was the Arab Maghreb Union founded?', 'Arab Maghreb Union'],
    ['متى زار @ahmad_x صومعة حسان؟', 'صومعة حسان'],
    ['متى بنيت \u202Eصومعة\u202C حسان؟', 'صومعة حسان'],
  ])('%s', (question, subject) => expect(subjectOf(question, index)).toBe(subject))
  test.each(['متى؟', 'وأين مقره؟', 'when was it?', ''])('nothing: %s', (question) =>
    expect(subjectOf(question, index)).toBeUndefined(),
  )
  test('is short, whatever was asked', () => {
    const long = Array.from({ length: 200 }, (_, at) => `كلمة${at} «غريبة»`).join('؟ ')
    expect(subjectOf(long, index)?.length).toBeLessThanOrEqual(90)
  })
})

describe('a reading', () => {
  test('is the question with its subject behind it, in the question’s language', () => {
    expect(readingOf('وأين مقره؟', 'الاتحاد')).toBe('وأين مقره؟ (عن: الاتحاد)')
    expect(readingOf('et son siège ?', 'الاتحاد')).toBe('et son siège ? (sur : الاتحاد)')
    expect(readingOf('متى؟', undefined)).toBe('متى؟')
  })
  test('asks for what the question asks for, about the subject', () => {
    const { citations } = answer(index, readingOf('وأين المقر؟', 'اتحاد المغرب العربي'), 1)
    expect(citations[0]?.quote).toContain('مقر الأمانة العامة')
  })
})
