import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Document, Source } from '../../src/corpus/document.ts'
import { parseDate } from '../../src/corpus/metadata.ts'
import { parseDocument } from '../../src/corpus/parse.ts'

const words = (count: number, word: string = 'كلمة'): string =>
  `${Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ')}.`
const parse = (text: string, metadata: Source['metadata'] = {}): Document =>
  parseDocument({ id: 'folder/name', file: 'corpus/folder/name.txt', text, metadata })

describe('metadata', () => {
  test('a short first line is the title', () =>
    expect(parse(`دور المغرب\n\n${words(60)}`)).toMatchObject({ title: 'دور المغرب', origins: { title: 'text' } }))
  test('a first line that ends in a colon goes on in the next', () =>
    expect(parse(`تلاقي الأهداف:\n\nدوافع الشراكة\n\n${words(60)}`).title).toBe('تلاقي الأهداف: دوافع الشراكة'))
  test('without a title there are the opening words, marked as such', () => {
    const document = parse(words(60))
    expect(document.title).toMatch(/^كلمة0 .*…$/)
    expect(document.origins.title).toBe('opening words')
  })
  test('declared metadata wins', () =>
    expect(parse(`عنوان\n\n${words(60)}`, { title: { value: 'آخر', origin: 'sidecar' } })).toMatchObject({
      title: 'آخر',
      origins: { title: 'sidecar' },
    }))
  test('a byline is the author and is not searched', () => {
    const document = parse(`عنوان\n\nبقلم: ابراهيم خليفة\n\n${words(60)}`)
    expect(document.author).toBe('ابراهيم خليفة')
    expect(document.passages.map((passage) => passage.text).join()).not.toContain('بقلم')
  })
  test('a line that is a date is the date', () =>
    expect(parse(`عنوان\n\n23 ديسمبر، 2021\n\n${words(60)}`).date).toBe('2021-12-23'))
  test('a date inside a sentence is not', () =>
    expect(parse(`عنوان\n\nوقع ذلك في 23 ديسمبر 2021 ${words(60)}`)).not.toHaveProperty('date'))
  test('a lone address is the url', () =>
    expect(parse(`عنوان\n\n${words(60)}\n\nhttps://example.org/a`).url).toBe('https://example.org/a'))
  test('words in quotation marks alone at the end are the publisher', () =>
    expect(parse(`عنوان\n\n${words(60)}\n\n” ميدل ايست أونلاين”`).publisher).toBe('ميدل ايست أونلاين'))
  test('what is not there is not invented', () => {
    const document = parse(`عنوان\n\n${words(60)}`)
    for (const field of ['author', 'publisher', 'date', 'url']) expect(document).not.toHaveProperty(field)
  })
  test('a document without words still has a name', () =>
    expect(parse('…')).toMatchObject({ title: expect.any(String), passages: [] }))
})

describe('what is said for a whole collection', () => {
  const of = (text: string, metadata: Source['metadata']): Document => parse(text, metadata)
  const publisher = { publisher: { value: 'ناشر المجموعة', origin: 'collection' } } as const
  test('holds where the document says nothing', () =>
    expect(of(`عنوان\n\n${words(60)}`, publisher)).toMatchObject({
      publisher: 'ناشر المجموعة',
      origins: { publisher: 'collection' },
    }))
  test('yields to what the text says', () =>
    expect(of(`عنوان\n\n${words(60)}\n\nالمصدر: جريدة`, publisher).publisher).toBe('جريدة'))
  test('but for the language, which is guessed', () =>
    expect(of(words(60), { language: { value: 'fr', origin: 'collection' } }).language).toBe('fr'))
})

test('all parts are there in order, also those that are not searched', () => {
  const document = parse(`عنوان\n\nبقلم: ابراهيم خليفة\n\n${words(60)}\n\nScroll to Top`)
  expect(document.parts.map(({ start, end }) => document.text.slice(start, end))).toEqual([
    'عنوان',
    'بقلم: ابراهيم خليفة',
    words(60),
    'Scroll to Top',
  ])
})
test('only what is kept from the web says so', () => {
  const of = (value: string): Document => parse(words(60), { visibility: { value, origin: 'sidecar' } })
  expect(of('chat')).toMatchObject({ visibility: 'chat', origins: { visibility: 'sidecar' } })
  expect(of('everywhere')).not.toHaveProperty('visibility')
})

describe('dates', () => {
  const check = (written: string, date: string | undefined): void =>
    test(written, () => expect(parseDate(written)).toBe(date))
  check('23 ديسمبر، 2021', '2021-12-23')
  check('الخميس 7 غشت 2014', '2014-08-07')
  check('٧ أغسطس ٢٠١٤', '2014-08-07')
  check('12 كانون الأول 2001', '2001-12-12')
  check('مارس 2007', '2007-03')
  check('2021-12-23', '2021-12-23')
  check('23/12/2021', '2021-12-23')
  check('2021', '2021')
  check('July 4, 1999', '1999-07-04')
  check('45/12/2021', undefined)
  check('في عام 2021', undefined)
  check('12', undefined)
})

describe('what is left out', () => {
  const left = (text: string): string[] =>
    parse(text).omissions.map(({ start, end, reason }) => `${reason}: ${text.slice(start, end)}`)
  const body = `عنوان\n\n${words(60)}\n\n${words(60)}\n\n`
  test('page furniture', () => expect(left(`${body}Scroll to Top`)).toEqual(['boilerplate: Scroll to Top']))
  test('keyword lists', () =>
    expect(left(`${body}الكلمات المفتاحية: أمن، سلم`)).toEqual(['boilerplate: الكلمات المفتاحية: أمن، سلم']))
  test('from "read also" to the end, where little follows', () =>
    expect(left(`${body}اقرأ أيضا\n\nعنوان آخر\n\nأضف تعليقاً`)).toEqual([
      'boilerplate: اقرأ أيضا\n\nعنوان آخر\n\nأضف تعليقاً',
    ]))
  test('in the middle of a text, only that line and its teaser', () => {
    const text = `عنوان\n\n${words(30)}\n\nاقرأ أيضا\n\nخبر آخر هنا\n\n${words(90)}`
    expect(left(text)).toEqual(['boilerplate: اقرأ أيضا', 'boilerplate: خبر آخر هنا'])
  })
  test('a numbered list of notes', () => {
    const notes = 'الإحالات:\n\n  1. مرجع أول، ص12.\n\n  2. مرجع ثان، ص3.\n\n  3. نفسه.'
    expect(left(`${body}${notes}`)).toEqual([`footnotes: ${notes}`])
  })
  test.each(['[1]', '(1)', '[١]'])('with %s before each too', (mark) => {
    const notes = `الهوامش\n\n${mark} مرجع أول، ص12.\n\n${mark} مرجع ثان، ص3.`
    expect(left(`${body}${notes}`)).toEqual([`footnotes: ${notes}`])
  })
  test('but not a section of that name that is prose', () => expect(left(`${body}مصادر\n\n${words(40)}`)).toEqual([]))
  test('nothing is taken out of the text itself', () =>
    expect(parse(`${body}Scroll to Top`).text).toBe(`${body}Scroll to Top`))
})

describe('passages', () => {
  const of = (text: string): readonly { text: string; section: readonly string[] }[] => parse(text).passages
  test('a paragraph is a passage', () =>
    expect(of(`عنوان\n\n${words(60)}\n\n${words(70)}`).map(({ text }) => text)).toEqual([words(60), words(70)]))
  test('short neighbours are joined', () =>
    expect(of(`عنوان\n\n${words(20)}\n\n${words(20)}\n\n${words(60)}`)).toHaveLength(2))
  test('a list stays with its lead-in', () => {
    const [first] = of(`عنوان\n\n${words(60)}\n\nوهي ثلاثة:\n• ${words(15)}\n• ${words(15)}\n• ${words(15)}`).slice(-1)
    expect(first?.text).toMatch(/^وهي ثلاثة:\n• /)
    expect(first?.text.match(/•/g)).toHaveLength(3)
  })
  test('a long paragraph is parted between sentences', () => {
    const found = of(`عنوان\n\n${Array.from({ length: 20 }, () => words(20)).join(' ')}`)
    expect(found.length).toBeGreaterThan(1)
    for (const { text } of found) expect(text.split(/\s+/).length).toBeLessThanOrEqual(220)
  })
  test('none crosses a heading, and each knows its section', () => {
    const found = of(`العنوان الكبير\n\nالقسم الأول\n\n${words(20)}\n\nالقسم الثاني\n\n${words(20)}`)
    expect(found.map(({ section }) => section)).toEqual([['القسم الأول'], ['القسم الثاني']])
  })
  test('a heading guessed from a layout opens its first passage', () => {
    const [first] = of(`العنوان الكبير\n\nالقسم الأول\n\n${words(60)}\n\n${words(60)}`)
    expect(first).toMatchObject({ section: ['القسم الأول'], text: `القسم الأول\n\n${words(60)}` })
  })
  test('ids stay while the text stays, and only then', () => {
    const before = parse(`عنوان\n\n${words(60, 'أ')}\n\n${words(60, 'ب')}`).passages
    const after = parse(`عنوان\n\n${words(60, 'ج')}\n\n${words(60, 'ب')}`).passages
    expect(after[1]?.id).toBe(before[1]?.id)
    expect(after[0]?.id).not.toBe(before[0]?.id)
  })
  test('passages that say the same have ids of their own', () => {
    const [first, second] = parse(`عنوان\n\n${words(60)}\n\n${words(60)}`).passages
    expect(first?.id).not.toBe(second?.id)
  })
  test('offsets are exact, order is kept, sentences lie inside, whatever the text', () => {
    const line = fc.oneof(
      fc.constantFrom('', '• بند', '1. بند', 'عنوان قصير', 'مقدمة', 'الهوامش', 'اقرأ أيضا'),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constant(words(50)),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = lines.join('\n')
        let end = 0
        for (const passage of parse(text).passages) {
          expect(text.slice(passage.start, passage.end)).toBe(passage.text)
          expect(passage.start).toBeGreaterThanOrEqual(end)
          for (const sentence of passage.sentences) {
            expect(sentence.start).toBeGreaterThanOrEqual(passage.start)
            expect(sentence.end).toBeLessThanOrEqual(passage.end)
          }
          end = passage.end
        }
      }),
      { numRuns: 300 },
    )
  })
})
