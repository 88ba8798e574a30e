import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/corpus/parse.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { rank } from '../../src/retrieval/rank.ts'

/** The window of the passage of a text, as its sentences; other passages give its words their weights. */
function windowOf(
  text: string,
  question: string,
): { said: string; fit: readonly boolean[]; shares: readonly number[] } {
  const others = ['الطقس جميل في الربيع', 'يزرع الفلاح القمح', 'تسبح الأسماك في البحر', 'يقرأ التلميذ كتابا']
  const index = createIndex(
    [text, ...others].map((own, at) => parseDocument({ id: `d${at}`, file: `d${at}.txt`, text: own, metadata: {} })),
  )
  const hit = rank(index, question, 1).hits[0]
  if (hit?.document.id !== 'd0') throw new Error('the text was not found')
  const { first, last, fit, shares } = hit.window
  const { start = 0 } = hit.passage.sentences[first] ?? {}
  const { end = 0 } = hit.passage.sentences[last] ?? {}
  return { said: hit.document.text.slice(start, end), fit, shares }
}

describe('the window', () => {
  test('is the sentence that says what is asked', () =>
    expect(windowOf('تأسس الاتحاد قديما. يوجد مقر الأمانة هناك. توقفت الاجتماعات.', 'مقر الأمانة').said).toBe(
      'يوجد مقر الأمانة هناك.',
    ))
  test('leaves out a word that stands in every sentence', () =>
    expect(windowOf('الاتحاد قديم. الاتحاد واسع. الاتحاد مفلس.', 'هل الاتحاد مفلس؟').said).toBe('الاتحاد مفلس.'))
  test('holds several sentences where only together they say it', () =>
    expect(windowOf('تأسس الاتحاد قديما. توجد الأمانة هناك. هبت الريح.', 'الأمانة والاتحاد').said).toBe(
      'تأسس الاتحاد قديما. توجد الأمانة هناك.',
    ))
})

describe('of sentences that say as much', () => {
  const check = (kind: string, text: string, question: string, said: string): void =>
    test(kind, () => expect(windowOf(text, question).said).toBe(said))
  check(
    'when: one with a date',
    'بدأ الاتفاق حسنا. ثم بدأ الاتفاق عام 1989.',
    'متى بدأ الاتفاق؟',
    'ثم بدأ الاتفاق عام 1989.',
  )
  check('where: one with a place', 'وقع الاتفاق ليلا. وقع الاتفاق بمراكش.', 'أين وقع الاتفاق؟', 'وقع الاتفاق بمراكش.')
  check(
    'what it is: one that opens with it and defines it',
    'هذا رأي عن التضامن. التضامن هو التزام متبادل.',
    'ما هو التضامن؟',
    'التضامن هو التزام متبادل.',
  )
  check(
    'which: one that lists',
    'تغيرت أهداف الاتحاد. تتمثل أهداف الاتحاد في الآتي.',
    'ما هي أهداف الاتحاد؟',
    'تتمثل أهداف الاتحاد في الآتي.',
  )
})

test('a sentence that names a thing late does not define it', () =>
  expect(windowOf('هذا هو الرأي السائد اليوم عن التضامن. التضامن هو التزام.', 'ما هو التضامن؟').fit).toEqual([
    false,
    true,
  ]))
test('what each sentence says is told as a share of the window', () => {
  const { shares } = windowOf('يوجد مقر الأمانة هناك. هبت الريح. الأمانة قديمة.', 'مقر الأمانة')
  expect(shares[0]).toBe(1)
  expect(shares[1]).toBe(0)
  expect(shares[2]).toBeGreaterThan(0)
  expect(shares[2]).toBeLessThan(1)
})
