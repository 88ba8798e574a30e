import { describe, expect, test } from 'vitest'
import { inlinePage } from '../../../adapters/telegram/inline.ts'
import { type Citation, createSanad, phrases } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'

const quoted = (number: number, more: Partial<Citation> = {}, title: string = 'وثيقة'): Citation => ({
  number,
  quote: `اقتباس ${number}`,
  start: number,
  end: number + 5,
  score: 1,
  document: { id: 'd', file: 'd.txt', language: 'ar', title },
  section: ['باب'],
  passage: { id: `p${number}`, text: '', start: 0, end: 100 },
  ...more,
})
interface Article {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly input_message_content: { readonly message_text: string; readonly entities: readonly { type: string }[] }
}
interface Page {
  readonly results: readonly Article[]
  readonly next_offset: string
  readonly cache_time: number
  readonly button: { readonly text: string }
}
/** A page of a search that finds `count` passages; `limits` is told how many were asked for. */
const page = (count: number, offset: string = '', limits: number[] = [], text: string = 'متى'): Page =>
  inlinePage(
    '5',
    text,
    offset,
    (_, limit) => {
      limits.push(limit)
      return Array.from({ length: Math.min(count, limit) }, (_, index) => quoted(index + 1))
    },
    'sanad_bot',
  ) as Page
const only = (citation: Citation): Article | undefined =>
  (inlinePage('5', 'متى', '', () => [citation], 'sanad_bot') as Page).results[0]

test('a result is a quote with its citation, numbered 1 since it goes alone', () => {
  const sanad = createSanad()
  sanad.load(contractCorpus())
  const { results } = inlinePage('5', 'اتحاد المغرب العربي', '', sanad.quotes, 'sanad_bot') as Page
  expect(results.length).toBeGreaterThan(1)
  for (const { input_message_content: content } of results) {
    expect(content.message_text).toMatch(/^.+\n\[1\] /su)
    expect(content.entities.map(({ type }) => type)).toEqual(['blockquote', 'text_link'])
    expect(content).toHaveProperty('link_preview_options.is_disabled', true)
  }
  expect(new Set(results.map(({ id }) => id)).size).toBe(results.length)
})

test('a result leads to the reader where documents can be read', () => {
  const { results } = inlinePage('5', 'متى', '', () => [quoted(1)], 'sanad_bot', 'https://sanad.example.org') as Page
  expect(results[0]?.input_message_content.entities[1]).toMatchObject({
    type: 'text_link',
    url: expect.stringMatching(/^https:\/\/sanad\.example\.org\/read\/d\?s=1-6&w=[\w-]+#s=1-6$/),
  })
})

describe('pages', () => {
  const check = (rule: string, count: number, offset: string, ids: readonly string[], next: string): void =>
    test(rule, () => {
      const { results, next_offset } = page(count, offset)
      expect([results[0]?.id.split('_')[0], results.at(-1)?.id.split('_')[0]]).toEqual(ids)
      expect(next_offset).toBe(next)
    })
  check('the first of several', 25, '', ['p1', 'p10'], '10')
  check('the second', 25, '10', ['p11', 'p20'], '20')
  check('the last', 25, '20', ['p21', 'p25'], '')
  check('a full last one', 10, '', ['p1', 'p10'], '')
  check('fifty passages are enough', 500, '40', ['p41', 'p50'], '')
  check('an offset that is none begins anew', 25, '-1; drop', ['p1', 'p10'], '10')
  test('beyond the last there is nothing', () => expect(page(5, '90').results).toEqual([]))
  test('no more is searched for than is shown, and one to know whether there is more', () => {
    const limits: number[] = []
    page(100, '', limits)
    page(100, '40', limits)
    expect(limits).toEqual([11, 50])
  })
})

test('nothing typed searches nothing, and says what to type', () => {
  const limits: number[] = []
  const { results, button } = page(5, '', limits, '')
  expect([results, limits, button.text]).toEqual([[], [], phrases('ar').inlineEmpty])
})
test('the button leads to a conversation, in the query’s language', () =>
  expect(page(1, '', [], 'Where is the seat of the union?').button).toEqual({
    text: phrases('en').inlineAsk,
    start_parameter: 'inline',
  }))
test('Telegram may keep a page, since it depends on the query alone', () =>
  expect(page(1).cache_time).toBeGreaterThan(0))
test('an id fits into 64 bytes', () => {
  const citation = quoted(1, {
    start: 123_456_789,
    end: 987_654_321,
    passage: { id: 'a'.repeat(32), text: '', start: 0, end: 9 },
  })
  expect(Buffer.byteLength(only(citation)?.id ?? '')).toBeLessThanOrEqual(64)
})
test('long titles and quotes are cut between words, on one line', () => {
  const article = only(quoted(1, { quote: 'سطر\nآخر '.repeat(60) }, 'عنوان طويل '.repeat(20)))
  expect(article?.title).toMatch(/(?:عنوان|طويل)…$/u)
  expect(article?.title.length).toBeLessThanOrEqual(100)
  expect(article?.description).toMatch(/^سطر آخر .* (?:سطر|آخر)…$/u)
  expect(article?.description.length).toBeLessThanOrEqual(160)
})
test('a title of one long word is cut without halving a letter', () =>
  expect(only(quoted(1, {}, '😀'.repeat(100)))?.title.isWellFormed()).toBe(true))
test('controls do not reach the list', () =>
  expect(only(quoted(1, { section: [] }, 'عنوان\u202Egpj'))?.title).toBe('عنوانgpj'))
test('a quote too long to stand with its source is not offered', () =>
  expect(only(quoted(1, { quote: 'كلمة '.repeat(2000) }))).toBeUndefined())
