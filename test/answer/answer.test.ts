import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, quotes } from '../../src/answer/answer.ts'
import { linkTo } from '../../src/answer/citation.ts'
import { isVerbatim } from '../../src/answer/verbatim.ts'
import type { Document } from '../../src/corpus/document.ts'
import { parseDocument } from '../../src/corpus/parse.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const documents = contractCorpus()
const index = createIndex(documents)
const ask = (question: string) => answer(index, question)

describe('an answer', () => {
  test('quotes the document word for word, inside its passage', () => {
    const { status, citations } = ask('متى تأسس اتحاد المغرب العربي؟')
    expect(status).toBe('answered')
    for (const { quote, start, end, document, passage } of citations) {
      const { text } = documents.find(({ id }) => id === document.id) as Document
      expect(text.slice(start, end)).toBe(quote)
      expect(start).toBeGreaterThanOrEqual(passage.start)
      expect(end).toBeLessThanOrEqual(passage.end)
    }
  })
  test('numbers its citations from one, and shows at most three', () => {
    const { citations } = ask('اتحاد المغرب العربي')
    expect(citations.map(({ number }) => number)).toEqual(citations.map((_, at) => at + 1))
    expect(citations.length).toBeLessThanOrEqual(3)
  })
  test('is the same each time', () => expect(ask('أين مقر الأمانة العامة؟')).toEqual(ask('أين مقر الأمانة العامة؟')))
  test('declines what the corpus does not hold, and offers headings', () => {
    const { status, citations, nearest, confidence } = ask('ما هي عاصمة اليابان وكم عدد سكانها؟')
    expect({ status, citations }).toEqual({ status: 'not_found', citations: [] })
    expect(confidence).toBeLessThan(0.5)
    for (const heading of nearest) expect(documents.map(({ id }) => id)).toContain(heading.document)
  })
  test('declines a date where none stands', () =>
    expect(ask('متى انتقل مقر الأمانة العامة للاتحاد إلى تونس؟').status).toBe('not_found'))
  test('says the language of the question', () =>
    expect(['متى؟', 'Quand le Maroc ?', 'When did it start?'].map((question) => ask(question).language)).toEqual([
      'ar',
      'fr',
      'en',
    ]))
  test('is the same whomever the question calls', () => {
    const { citations, confidence } = ask('متى تأسس اتحاد المغرب العربي؟')
    for (const calls of ['@samira_3', '@سميرة', '<@123456789012345678>', '<@!1234>'])
      for (const question of [`متى تأسس اتحاد المغرب العربي؟ ${calls}`, `${calls} متى تأسس اتحاد المغرب العربي؟`])
        expect(ask(question)).toMatchObject({ status: 'answered', citations, confidence })
    expect(ask('@samira_3').status).toBe('not_found')
  })
  test('over no documents is not found', () =>
    expect(answer(createIndex([]), 'متى تأسس الاتحاد؟').status).toBe('not_found'))
})

describe('a passage that speaks of the question in two places', () => {
  const filler = (letter: string): string => `${`${letter}ليلة `.repeat(55).trim()}.`
  const parted = (text: string): Document => parseDocument({ id: 'd', file: 'd', text, metadata: {} })
  const [first, second] = ['يفتح السوق الأسبوعي يوم الخميس.', 'ويوم السوق الأسبوعي في رمضان هو الأربعاء.']
  const whole = parted([first, filler('ب'), second, filler('ج')].join(' '))
  const asked = (limit: number) => answer(createIndex([whole]), 'يوم السوق الأسبوعي', limit).citations

  test('is one passage', () => expect(whole.passages).toHaveLength(1))
  test('is quoted in both, the better one first, no sentence twice', () => {
    const [one, two, ...rest] = asked(3)
    expect(one?.quote).toContain(first)
    expect(two?.quote).toContain(second)
    expect(rest).toEqual([])
    expect(one && two && (one.end <= two.start || two.end <= one.start)).toBe(true)
    expect(two?.score).toBeLessThan(one?.score ?? 0)
  })
  test('and what nothing is said in is not quoted, to somebody who chooses either', () =>
    expect(quotes(createIndex([whole]), 'يوم السوق الأسبوعي', 9)).toHaveLength(2))
  test('a heading or a line of a few words is no further quote', () => {
    const found = quotes(index, 'متى تأسس اتحاد المغرب العربي؟', 9).map(({ quote }) => quote)
    expect(found[0]).toContain('1989')
    expect(found).not.toContain('النشأة')
  })
  test('more passages are further ones: the first stay as they were', () => {
    for (const question of ['اتحاد المغرب العربي', 'متى تأسس اتحاد المغرب العربي؟', 'السوق والمغرب'])
      expect(answer(index, question, 9).citations.slice(0, 3)).toEqual(answer(index, question, 3).citations)
  })
})

describe('the verbatim gate', () => {
  const document = { text: 'نص الوثيقة 👍 هنا' } as Document
  test('passes what stands there', () => expect(isVerbatim(document, 'الوثيقة', 3, 10)).toBe(true))
  test('stops a changed letter', () => expect(isVerbatim(document, 'الوثيقه', 3, 10)).toBe(false))
  test('stops a shifted span', () => expect(isVerbatim(document, 'الوثيقة', 4, 11)).toBe(false))
  test('stops a span outside the text', () => expect(isVerbatim(document, 'هنا', 14, 99)).toBe(false))
  test('stops half a surrogate pair', () =>
    expect(isVerbatim(document, document.text.slice(11, 12), 11, 12)).toBe(false))
  test('stops nothing at all', () => expect(isVerbatim(document, '', 3, 3)).toBe(false))
})

describe('links', () => {
  const url = 'https://example.org/a'
  test('a short quote is named whole', () =>
    expect(linkTo({ url }, 'نص قصير')).toBe(`${url}#:~:text=${encodeURIComponent('نص قصير')}`))
  test('a long one by its ends', () => {
    const quote = Array.from({ length: 30 }, (_, at) => `w${at}`).join(' ')
    expect(linkTo({ url }, quote)).toBe(`${url}#:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29`)
  })
  test('dashes and commas are encoded, footnote marks left out', () =>
    expect(linkTo({ url }, 'رابح-رابح، نعم[12]')).toBe(
      `${url}#:~:text=${encodeURIComponent('رابح-رابح، نعم').replace('-', '%2D')}`,
    ))
  test('an address with a fragment keeps it', () =>
    expect(linkTo({ url: `${url}#top` }, 'نص')).toBe(`${url}#top:~:text=${encodeURIComponent('نص')}`))
  test('a brief leads to its source as it is', () => expect(linkTo({ url, kind: 'brief' }, 'نص')).toBe(url))
  test('no address, no link', () => expect(linkTo({}, 'نص')).toBeUndefined())
})

describe('a thousand nasty questions', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(fc.integer({ min: 0xd800, max: 0xdfff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      '\u202Eمتى\u2066\u2069',
      '\u0000\u0007\u001B[31m',
      '(a+)+$^[[*',
      'متى تأسس اتحاد المغرب العربي؟',
      '👨‍👩‍👧‍👦🇲🇦',
      'When متى quand ٢٠٠٢',
      '__proto__ constructor toString',
      '<script>alert(1)</script>',
      '; DROP TABLE',
      '\u{E0001}\u{E007F}',
    ),
    fc.integer({ min: 1, max: 3000 }).map((count) => 'ا\u064B'.repeat(count)),
    fc.integer({ min: 1, max: 20_000 }).map((count) => '\u0301\u0650'.repeat(count)),
    fc
      .constantFrom('ب', 'كلمة ', 'aaaa ', '1', '. ', '\n')
      .chain((unit) => fc.integer({ min: 1, max: 100_000 / unit.length }).map((count) => unit.repeat(count))),
  )
  test('do not throw, and every quote is verbatim', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), (parts) => {
        const question = parts.join('').slice(0, 100_000)
        const { citations } = ask(question)
        for (const { quote, start, end, document } of citations) {
          expect(isVerbatim(documents.find(({ id }) => id === document.id) as Document, quote, start, end)).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
