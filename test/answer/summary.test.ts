import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { type Summary, summarize } from '../../src/answer/summary.ts'
import { isVerbatim } from '../../src/answer/verbatim.ts'
import type { Document } from '../../src/corpus/document.ts'
import { parseDocument } from '../../src/corpus/parse.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { tokenize } from '../../src/text/tokenize.ts'

const root = join(import.meta.dirname, '../..')
const ids = ({ citations }: Summary): string[] => citations.map(({ document }) => document.id)
const quotes = ({ citations }: Summary): string[] => citations.map(({ quote }) => quote)

/** What holds of every brief. */
function checked(summary: Summary, documents: readonly Document[], limit: number = 5): Summary {
  const { citations } = summary
  expect(citations.length).toBeLessThanOrEqual(limit)
  expect(citations.map(({ number }) => number)).toEqual(citations.map((_, at) => at + 1))
  const order = citations.map(({ document, start }) => ({
    at: documents.findIndex(({ id }) => id === document.id),
    start,
  }))
  expect(order).toEqual([...order].sort((a, b) => a.at - b.at || a.start - b.start))
  for (const { quote, start, end, document, passage } of citations) {
    expect(isVerbatim(documents.find(({ id }) => id === document.id) as Document, quote, start, end)).toBe(true)
    expect(start).toBeGreaterThanOrEqual(passage.start)
    expect(end).toBeLessThanOrEqual(passage.end)
    const count = tokenize(quote).length
    expect(count).toBeGreaterThanOrEqual(8)
    expect(count).toBeLessThanOrEqual(45)
    expect(quote).not.toMatch(/[:؟?]$|^(?:وهذا|ولذلك|ومن ثم|فهو|وهو) /)
  }
  const words = quotes(summary).map((quote) => new Set(tokenize(quote).map(({ text }) => text)))
  for (const [at, one] of words.entries()) {
    for (const other of words.slice(at + 1)) {
      const shared = [...one].filter((word) => other.has(word)).length
      expect(shared / Math.min(one.size, other.size)).toBeLessThan(0.65)
    }
  }
  return summary
}

describe('over the shipped corpus', async () => {
  const { sources } = await readCorpus([join(root, 'corpus')])
  const documents = sources.map(parseDocument)
  const index = createIndex(documents)
  const brief = (topic: string): Summary => checked(summarize(index, topic), documents)

  const held: Readonly<Record<string, number>> = {
    'مكافحة الإرهاب': 4,
    'lutte contre le terrorisme': 4,
    'security cooperation': 3,
    'اتحاد المغرب العربي': 2,
    'تمويل الإرهاب': 2,
    'التعاون مع إسبانيا': 2,
    'تنظيم داعش': 2,
    'الأمن الجماعي': 2,
    'الهجرة السرية': 1,
    'الاتحاد الأوروبي': 1,
    'الدبلوماسية الوقائية': 1,
    'الأمن الغذائي': 1,
  }
  for (const [topic, least] of Object.entries(held)) {
    test(`${topic}: from ${least} or more documents`, () => {
      const summary = brief(topic)
      expect(summary).toMatchObject({ status: 'answered', nearest: [] })
      expect(new Set(ids(summary)).size).toBeGreaterThanOrEqual(least)
    })
  }
  const absent = [
    'الذكاء الاصطناعي',
    'كرة القدم',
    'الطاقة الشمسية',
    'زراعة الزيتون',
    'التعليم العالي',
    'حقوق المرأة',
    'العملات الرقمية',
    'تاريخ الأندلس',
    'صادرات الفوسفاط',
    'énergie solaire',
    'world cup',
  ]
  for (const topic of absent)
    test(`${topic}: nothing`, () => expect(brief(topic)).toMatchObject({ status: 'not_found', citations: [] }))
  for (const topic of ['', '   ', '👍', 'في من على', '\uD800', '(a+)+$', 'ا'.repeat(100_000)])
    test(`no topic: ${JSON.stringify(topic.slice(0, 10))}`, () => expect(brief(topic).status).toBe('not_found'))

  test('headings are offered where nothing is found', () => {
    const { nearest } = brief('أمن الملاعب الرياضية')
    expect(nearest.length).toBeGreaterThan(0)
    expect(nearest.length).toBeLessThanOrEqual(3)
  })
  test('the same topic gives the same brief', () => expect(brief('مكافحة الإرهاب')).toEqual(brief('مكافحة الإرهاب')))
  test('spelling makes no difference', () =>
    expect(quotes(brief('مكافحه الارهاب'))).toEqual(quotes(brief('مكافحة الإرهاب'))))
  test('the limit is kept', () => {
    expect(checked(summarize(index, 'مكافحة الإرهاب', 2), documents, 2).citations).toHaveLength(2)
    expect(new Set(ids(summarize(index, 'مكافحة الإرهاب', 2))).size).toBe(2)
  })
  test('only allowed documents are quoted', () => {
    const [chosen] = ids(brief('مكافحة الإرهاب'))
    const summary = checked(
      summarize(index, 'مكافحة الإرهاب', 5, ({ id }) => id === chosen),
      documents,
    )
    expect(new Set(ids(summary))).toEqual(new Set([chosen]))
    expect(summarize(index, 'مكافحة الإرهاب', 5, () => false).status).toBe('not_found')
  })
  test('a language is said', () => expect(brief('lutte contre le terrorisme').language).toBe('fr'))
})

describe('over a small corpus', () => {
  const document = (id: string, text: string): Document => parseDocument({ id, file: `${id}.txt`, text, metadata: {} })
  const POINTS = 'يعرف القانون تحلية المياه بأنها فصل الأملاح عن ماء البحر حتى يصلح للشرب والري.'
  const documents = [
    document(
      'plants',
      `محطات تحلية المياه

وهذه تحلية المياه التي تحدث عنها الناس كثيرا في السنوات الأخيرة من هذا القرن. ${POINTS}

تقوم تحلية المياه على ثلاث مراحل كبرى تشترك فيها المحطات كلها:

- تصفية أولى.
- تناضح عكسي.

هل تكفي تحلية المياه وحدها لسد حاجة المدن الساحلية الكبرى كلها من الماء؟`,
    ),
    document(
      'copy',
      `نسخة من القانون\n\n${POINTS.replace('بأنها', 'بكونها')} وقد نشر النص في الجريدة الرسمية في السنة الماضية.`,
    ),
    document(
      'cost',
      `كلفة الماء

بلغت كلفة تحلية المياه في محطة الشاطئ 12 درهما للمتر المكعب سنة 2021 بحسب تقرير الوزارة. ومن ثم فإن تحلية المياه تظل في رأيها أغلى من السدود.`,
    ),
    document('other', 'الغابات\n\nتغطي الغابات عشر مساحة البلاد، وتحرسها فرق من الحراس في كل فصول السنة تقريبا.'),
  ]
  const index = createIndex(documents)
  const summary = checked(summarize(index, 'تحلية المياه'), documents)

  test('quotes what defines the topic and what states facts about it', () => {
    expect(quotes(summary)).toContain(POINTS)
    expect(quotes(summary).join('\n')).toContain('بلغت كلفة تحلية المياه')
  })
  test('no lead-in, no question, no sentence that leans on another', () => {
    const all = quotes(summary).join('\n')
    for (const words of ['ثلاث مراحل', 'هل تكفي', 'وهذه تحلية']) expect(all).not.toContain(words)
  })
  test('a sentence that leans may come with the one before it', () =>
    expect(
      quotes(summary)
        .filter((quote) => quote.includes('ومن ثم'))
        .every((quote) => quote.startsWith('بلغت')),
    ).toBe(true))
  test('what repeats is said once', () => expect(ids(summary)).not.toContain('copy'))
  test('in the order of the corpus', () => expect(ids(summary)).toEqual(['plants', 'cost']))
  test('one document is enough where there is only one', () =>
    expect(ids(summarize(createIndex([documents[0] as Document]), 'تحلية المياه'))).toEqual(['plants']))
  test('one word of the topic is not the topic', () =>
    expect(summarize(index, 'تحلية الصحراء').status).toBe('not_found'))
  test('no documents, no brief', () =>
    expect(summarize(createIndex([]), 'تحلية المياه')).toMatchObject({
      status: 'not_found',
      citations: [],
      nearest: [],
    }))
})
