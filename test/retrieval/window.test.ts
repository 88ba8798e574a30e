import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/corpus/parse.ts'
import { holdingOf } from '../../src/retrieval/holding.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { parseQuery } from '../../src/retrieval/query.ts'
import { rank } from '../../src/retrieval/rank.ts'
import { bestWindow, mostOfWindows } from '../../src/retrieval/window.ts'
import { contractCorpus } from '../contract/corpus.ts'

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

test.each([
  'متى تأسس الاتحاد؟',
  'كم عدد الدول الأعضاء في الاتحاد؟',
  'من هو رئيس الاتحاد؟',
  'مقر الأمانة العامة',
  'création de l’Union du Maghreb arabe',
])('none scores more than is looked for: %s', (question) => {
  const index = createIndex(contractCorpus())
  const query = parseQuery(question, index.vocabulary)
  const holding = holdingOf(query, index.words)
  const weights = query.terms.map((_, term) => term + 1)
  const scores = index.entries.map((entry) => {
    const held = holding(entry)
    return { score: bestWindow(entry, held, query, weights).score, most: mostOfWindows(held, query, weights) }
  })
  expect(scores.filter(({ score, most }) => score > most + 1e-9)).toEqual([])
  expect(scores.some(({ score }) => score > 0)).toBe(true)
})
