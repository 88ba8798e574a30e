import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../adapters/files/corpus.ts'
import type { Document } from '../../src/corpus/document.ts'
import { parseDocument } from '../../src/corpus/parse.ts'
import { isStopword } from '../../src/text/stopwords.ts'
import { tokenize } from '../../src/text/tokenize.ts'
import type { Verification } from '../../src/verification/verification.ts'
import { verifyQuote, verifyQuotes } from '../../src/verification/verify.ts'
import { contractCorpus } from '../contract/corpus.ts'

const root = join(import.meta.dirname, '../..')
const document = (id: string, text: string): Document =>
  parseDocument({ id, file: `${id}.txt`, text, metadata: { title: { value: TITLES[id] ?? id, origin: 'sidecar' } } })

const TITLES: Readonly<Record<string, string>> = {
  union: 'اتحاد المغرب العربي',
  verses: 'نصوص مشكولة',
  borders: 'أمن الحدود: دراسة في الهجرة',
}
const VERSES = 'بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ ۝ قُلْ هُوَ ٱللَّهُ أَحَدٌ ۝ ٱللَّهُ ٱلصَّمَدُ'
const BORDERS = `مراقبة الحدود

اعتمدت الحكومة سنة 2003 خطة من 12 محورًا لمراقبة الحدود البحرية[3]، وخصصت لها ميزانية قدرها 2,676 مليون درهم. ويرى الكاتب أن الخطة لم تبلغ كل أهدافها.

The plan was, in the author's view, quite impossible to carry out without partners. Elle a été révisée en été.`

const [union, hostile] = contractCorpus() as [Document, Document]
const documents = [union, document('verses', VERSES), document('borders', BORDERS), hostile]
const verify = (text: string): Verification => verifyQuote(documents, text)
const QUOTE =
  'يوجد مقر الأمانة العامة للاتحاد في الرباط، ويتولاها أمين عام يعينه مجلس الرئاسة لمدة ثلاث سنوات قابلة للتجديد.'

/** An outcome's places, each checked against its document. */
function places(found: Verification): string[] {
  const all =
    'places' in found
      ? found.places
      : 'place' in found
        ? [found.place]
        : 'pieces' in found
          ? found.pieces.map(({ place }) => place)
          : []
  return all.map(({ document: { id }, start, end, stands }) => {
    expect(documents.find((one) => one.id === id)?.text.slice(start, end)).toBe(stands)
    return id
  })
}

describe('exact', () => {
  const cases: Readonly<Record<string, string>> = {
    'a sentence': QUOTE,
    'in quotation marks': `« ${QUOTE} »`,
    'in English ones, with an ellipsis': `“...${QUOTE.slice(0, -1)}…”`,
    'with a citation line': `${QUOTE}\n\n[1] اتحاد المغرب العربي — الأمانة العامة — بلا تاريخ`,
    'with a citation line and its link': `${QUOTE}\n[1] \u2068اتحاد المغرب العربي\u2069 — بلا تاريخ\nhttps://example.org/a`,
    'as a block quote': `> ${QUOTE}`,
    'with the line breaks of another system': union.text.slice(0, 200).replaceAll('\n', '\r\n'),
    'two paragraphs': union.text.slice(union.text.indexOf('تأسس')),
    vocalised: 'قُلْ هُوَ ٱللَّهُ أَحَدٌ ۝ ٱللَّهُ ٱلصَّمَدُ',
  }
  for (const [name, text] of Object.entries(cases)) test(name, () => expect(verify(text).outcome).toBe('exact'))

  test('says the place', () => {
    const found = verify(QUOTE)
    expect(places(found)).toEqual(['union'])
    const start = union.text.indexOf(QUOTE)
    const [, passage] = union.passages
    expect(found).toMatchObject({
      said: QUOTE,
      places: [
        { start, end: start + QUOTE.length, passage: passage?.id, section: ['الأمانة العامة'], wholeWords: true },
      ],
    })
  })
  test('says all the places, at most ten', () => {
    const twice = [document('a', `${QUOTE}\n\n${QUOTE}`), document('b', `${QUOTE}\n\n`.repeat(20))]
    const found = verifyQuote(twice, QUOTE)
    expect('places' in found ? found.places.map((place) => place.document.id) : []).toEqual([
      'a',
      'a',
      ...Array(8).fill('b'),
    ])
  })
  test('a part of a word is not a whole word', () =>
    expect(verify('possible to carry out')).toMatchObject({ outcome: 'exact', places: [{ wholeWords: false }] }))
  test('a place over two passages has none', () => {
    const found = verify(union.text.slice(union.text.indexOf('وظلت'), union.text.indexOf('ويتولاها')))
    expect('places' in found && found.places[0]).not.toHaveProperty('passage')
  })
})

describe('normalized', () => {
  const cases: readonly (readonly [name: string, text: string, variations: readonly string[]])[] = [
    ['harakat', 'يُوجَدُ مَقرُّ الأمانةِ العامّةِ للاتحاد', ['harakat']],
    ['tatweel', 'مقـــر الأمانة العــامة للاتحاد', ['harakat']],
    ['without harakat', 'قل هو الله أحد ۝ الله الصمد', ['harakat', 'letters']],
    ['hamza and teh marbuta', 'يوجد مقر الامانه العامه للاتحاد فى الرباط', ['letters']],
    ['presentation forms', 'ﯾﻮﺟﺪ ﻣﻘﺮ ﺍﻷﻣﺎﻧﺔ ﺍﻟﻌﺎﻣﺔ ﻟﻼﺗﺤﺎﺩ', ['letters']],
    ['a ligature for a word', 'قُلْ هُوَ ﷲ أَحَدٌ ۝ ٱللَّهُ ٱلصَّمَدُ', ['harakat', 'letters']],
    ['accents and case', 'elle a ete revisee en ETE', ['letters']],
    ['Arabic digits', 'تأسس اتحاد المغرب العربي عام ١٩٨٩', ['digits']],
    ['Persian digits', 'تأسس اتحاد المغرب العربي عام ۱۹۸۹', ['digits']],
    ['punctuation', 'في الرباط ويتولاها أمين عام', ['punctuation']],
    ['a full stop of its own', 'يوجد مقر الأمانة العامة.', ['punctuation']],
    ['thousands', 'ميزانية قدرها 2676 مليون درهم', ['punctuation']],
    ['a footnote mark', 'لمراقبة الحدود البحرية، وخصصت لها ميزانية', ['footnotes']],
    ['a footnote mark of its own', 'مقر الأمانة العامة [7] للاتحاد في الرباط', ['footnotes']],
    ['line breaks', 'يوجد مقر\nالأمانة  العامة\nللاتحاد في الرباط', ['spaces']],
    ['words run together', 'يوجد مقر الأمانةالعامة للاتحاد في الرباط', ['spaces']],
    ['invisible characters', 'يوجد \u200Fمقر الأما\u200Bنة\u202C العامة', ['invisible']],
  ]
  for (const [name, text, variations] of cases) {
    test(name, () => {
      const found = verify(text)
      expect(found).toMatchObject({ outcome: 'normalized', variations })
      expect(places(found)).toHaveLength(1)
    })
  }
  test('gives the span of the original, its marks included', () =>
    expect(verify('هو الله أحد الله الصمد')).toMatchObject({
      places: [{ stands: 'هُوَ ٱللَّهُ أَحَدٌ ۝ ٱللَّهُ ٱلصَّمَدُ', wholeWords: true }],
    }))
  test('inside a word, the span is of its letters', () =>
    expect(verify('رحمن الرحيم قل هو الله')).toMatchObject({
      places: [{ stands: 'رَّحْمَٰنِ ٱلرَّحِيمِ ۝ قُلْ هُوَ ٱللَّهُ', wholeWords: false }],
    }))
  test('markup that is not read may be left out', () => {
    const text = 'نشرت الوزارة [تقريرها السنوي](https://example.org/report) عن أمن الحدود البحرية.'
    const skip = { start: text.indexOf(']('), end: text.indexOf(')') + 1 }
    const markdown = parseDocument({
      id: 'm',
      file: 'm.md',
      text,
      parts: [{ kind: 'paragraph', start: 0, end: text.length, skip: [skip] }],
      metadata: {},
    })
    expect(verifyQuote([markdown], 'الوزارة تقريرها السنوي عن أمن الحدود')).toMatchObject({ outcome: 'normalized' })
    expect(verifyQuote([markdown], text).outcome).toBe('exact')
  })
})

describe('altered', () => {
  const cases: readonly (readonly [name: string, text: string, differences: readonly (readonly string[])[]])[] = [
    ['a word changed', QUOTE.replace('الرباط', 'تونس'), [['changed', 'تونس', 'الرباط']]],
    ['a number changed', 'اعتمدت الحكومة سنة 2003 خطة من 15 محورا لمراقبة الحدود', [['changed', '15', '12']]],
    ['a word left out', QUOTE.replace('قابلة ', ''), [['missing', '', 'قابلة']]],
    [
      'a negation added',
      QUOTE.replace('يوجد', 'يوجد لا').replace('ويتولاها', 'ولم يتولها'),
      [
        ['added', 'لا', ''],
        ['changed', 'ولم يتولها', 'ويتولاها'],
      ],
    ],
    ['the last word changed', 'يوجد مقر الأمانة العامة للاتحاد في تونس', [['changed', 'تونس', 'الرباط']]],
    ['words before the sentence', `قال الكاتب: ${QUOTE}`, [['added', 'قال الكاتب', '']]],
    [
      'in order, each kind',
      QUOTE.replace('مقر الأمانة', 'الأمانة').replace('الرباط', 'فاس').replace('قابلة', 'فقط قابلة'),
      [
        ['missing', '', 'مقر'],
        ['changed', 'فاس', 'الرباط'],
        ['added', 'فقط', ''],
      ],
    ],
  ]
  for (const [name, text, differences] of cases) {
    test(name, () => {
      const found = verify(text)
      expect(found.outcome).toBe('altered')
      if (found.outcome !== 'altered') return
      expect(found.differences.map(({ kind, said, stands }) => [kind, said, stands])).toEqual(differences)
      expect(found.closeness).toBeGreaterThanOrEqual(0.7)
      places(found)
    })
  }
  test('words parted otherwise are no difference', () =>
    expect(verify(QUOTE.replace('الأمانة العامة', 'الأمانةالعامة').replace('الرباط', 'تونس'))).toMatchObject({
      differences: [{ said: 'تونس' }],
    }))
  test('the span is that of the quote', () =>
    expect(verify(QUOTE.replace('الرباط', 'تونس'))).toMatchObject({ place: { stands: QUOTE.slice(0, -1) } }))
  test('every third word changed is another text', () =>
    expect(
      verify(
        QUOTE.split(' ')
          .map((word, at) => (at % 3 === 1 ? 'كلمة' : word))
          .join(' '),
      ).outcome,
    ).toBe('not_found'))
  test('of a long text too', () => {
    const words = Array.from({ length: 4000 }, (_, at) => `كلمة${'ابتثجحخدذر'[at % 10]} ${at}`)
    const long = document('long', words.join(' '))
    const said = words.map((word, at) => (at % 500 === 250 ? 'سواها' : word)).join(' ')
    const found = verifyQuote([long], said)
    expect(found.outcome === 'altered' && found.differences.map(({ said }) => said)).toEqual(Array(8).fill('سواها'))
  })
})

describe('stitched', () => {
  const first = 'تأسس اتحاد المغرب العربي عام 1989 في مدينة مراكش'
  const second = 'وخصصت لها ميزانية قدرها 2,676 مليون درهم'
  test('of two documents', () => {
    const found = verify(`${first}، ${second}`)
    expect(found.outcome).toBe('stitched')
    expect(places(found)).toEqual(['union', 'borders'])
    expect(found.outcome === 'stitched' && found.pieces.map(({ said }) => said)).toEqual([first, second])
  })
  test('of far places of one document, across an ellipsis', () => {
    const found = verify(`${first} … لمدة ثلاث سنوات قابلة للتجديد`)
    expect(found.outcome).toBe('stitched')
    expect(places(found)).toEqual(['union', 'union'])
  })
  test('in another order', () => expect(verify(`لمدة ثلاث سنوات قابلة للتجديد ${first}`).outcome).toBe('stitched'))
  test('a few words left out of one place are altered instead', () =>
    expect(verify(QUOTE.replace('للاتحاد في الرباط، ', ''))).toMatchObject({
      outcome: 'altered',
      differences: [{ kind: 'missing', stands: 'للاتحاد في الرباط' }],
    }))
  test('a piece of its own words makes it none', () =>
    expect(verify(`${first} وهذا أمر لا شك فيه عند الجميع ${second}`).outcome).toBe('not_found'))
})

describe('misattributed', () => {
  const lines = [
    '[1] أمن الحدود: دراسة في الهجرة — مراقبة الحدود — بلا تاريخ',
    '[1] \u2068أمن الحدود: دراسة في الهجرة\u2069 (ملخص) — بلا تاريخ',
    '— أمن الحدود: دراسة في الهجرة',
    'المصدر: أمن الحدود: دراسة في الهجرة، 2020',
  ]
  for (const line of lines) {
    test(line, () => {
      const found = verify(`«${QUOTE}»\n${line}`)
      expect(found).toMatchObject({ outcome: 'misattributed', variations: [], named: { id: 'borders' } })
      expect(places(found)).toEqual(['union'])
    })
  }
  test('normalized too', () =>
    expect(verify(`يوجد مقر الامانة العامة\n${lines[0]}`)).toMatchObject({
      outcome: 'misattributed',
      variations: ['letters'],
    }))
  const honest: Readonly<Record<string, string>> = {
    'the document that holds it': '[1] اتحاد المغرب العربي — بلا تاريخ',
    'a title we do not have': '[1] تقرير لا نعرفه — بلا تاريخ',
    'a longer title we do not have': '[1] اتحاد المغرب العربي والأمن — بلا تاريخ',
  }
  for (const [name, line] of Object.entries(honest))
    test(`not: ${name}`, () => expect(verify(`${QUOTE}\n${line}`).outcome).toBe('exact'))
  test('not: a title in the sentence itself', () =>
    expect(verify('تأسس اتحاد المغرب العربي عام 1989 في مدينة مراكش').outcome).toBe('exact'))
  test('where both hold it, the one named comes first and alone', () => {
    const both = [document('union', QUOTE), document('borders', QUOTE)]
    expect(verifyQuote(both, `${QUOTE}\n${lines[0]}`)).toMatchObject({
      outcome: 'exact',
      places: [{ document: { id: 'borders' } }],
    })
  })
})

describe('short and not found', () => {
  for (const text of [
    '',
    '   ',
    '«»',
    'المغرب',
    'ا'.repeat(11),
    '👍👍👍👍👍👍👍👍👍👍👍👍',
    '...',
    'ـ'.repeat(40),
    '[1] [2] [3]',
  ])
    test(JSON.stringify(text), () => expect(verify(text).outcome).toBe('short'))
  for (const text of [
    'عاصمة اليابان مدينة طوكيو وعدد سكانها كبير',
    'The quick brown fox jumps over the lazy dog',
    'ا'.repeat(12),
  ])
    test(text, () => expect(verify(text).outcome).toBe('not_found'))
  test('over no documents', () => expect(verifyQuote([], QUOTE).outcome).toBe('not_found'))
})

describe('several quotes', () => {
  const answer = `${QUOTE}\n\n[1] اتحاد المغرب العربي — الأمانة العامة — بلا تاريخ\n\nخطة من 15 محورا لمراقبة الحدود البحرية\n\n[2] أمن الحدود: دراسة في الهجرة — بلا تاريخ`
  const outcomes = (text: string): string[] => verifyQuotes(documents, text).map(({ outcome }) => outcome)
  test('each has its citation line', () => expect(outcomes(answer)).toEqual(['exact', 'altered']))
  test('together they are as grave as the gravest', () => expect(verify(answer).outcome).toBe('altered'))
  test('a line above what was pasted is a block of its own', () =>
    expect(outcomes(`هل هذا الكلام صحيح يا جماعة؟\n\n${QUOTE}`)).toEqual(['not_found', 'exact']))
  test('also above a long one', () => expect(outcomes(`صحيح؟\n\n${QUOTE}`)).toEqual(['short', 'exact']))
  test('paragraphs of one quote are not parted', () =>
    expect(outcomes(union.text.slice(union.text.indexOf('وقد توقفت')).replace('الرباط', 'تونس'))).toEqual(['altered']))
  test('a text of citation lines only is a quote itself', () =>
    expect(outcomes('[1] تقرير لا نعرفه — بلا تاريخ')).toEqual(['not_found']))
  test('a text with hundreds is cut', () => expect(outcomes(answer.concat('\n').repeat(300))).toHaveLength(12))
})

describe('over the shipped documents', async () => {
  const { sources } = await readCorpus([join(root, 'corpus')])
  const shipped = sources.map(parseDocument)
  const sentences = shipped.flatMap((one) =>
    one.passages.flatMap((passage) =>
      passage.sentences.map(({ start, end }) => ({ one, text: one.text.slice(start, end) })),
    ),
  )
  test('no sentence of one document is an altered quote of the others', () => {
    const wrong = sentences.filter(
      ({ one, text }) =>
        verifyQuote(
          shipped.filter((other) => other !== one),
          text,
        ).outcome === 'altered',
    )
    expect(wrong.map(({ text }) => text)).toEqual([])
  })
})

describe('whatever is asked', () => {
  const slices = (of: readonly Document[]): fc.Arbitrary<string> =>
    fc
      .constantFrom(...of)
      .chain(({ text }) =>
        fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([a, b]) => text.slice(Math.min(a, b), Math.max(a, b))),
      )
  const enough = (text: string): boolean => (text.match(/[\p{L}\p{Nd}]/gu)?.length ?? 0) >= 12
  /** Slices of whole words. */
  const worded = (least: number): fc.Arbitrary<{ text: string; words: string[] }> =>
    fc.constantFrom(union, documents[2] as Document).chain(({ text }) => {
      const tokens = tokenize(text)
      return fc.tuple(fc.nat(tokens.length - least), fc.integer({ min: least, max: 60 })).map(([from, count]) => {
        const own = tokens.slice(from, from + count)
        const start = own[0]?.start ?? 0
        return {
          text: text.slice(start, own.at(-1)?.end),
          words: own.map((token) => text.slice(token.start, token.end)),
        }
      })
    })

  test('a slice of a document is exact', () =>
    fc.assert(
      fc.property(slices(documents).filter(enough), (text) => {
        expect(verify(text).outcome).toBe('exact')
      }),
      { numRuns: 500 },
    ))

  test('with harakat or tatweel put in it is normalized', () =>
    fc.assert(
      fc.property(
        worded(4),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('َ', 'ُ', 'ِ', 'ْ', 'ّ', 'ٌ', 'ـ', 'ـــ')), {
          minLength: 1,
          maxLength: 9,
        }),
        ({ text }, marks) => {
          fc.pre(enough(text))
          const letters = [...text.matchAll(/[ا-ي](?!\p{M})/gu)].map(({ index }) => index + 1)
          fc.pre(letters.length > 0)
          const at = new Map(marks.map(([where, mark]) => [letters[where % letters.length] ?? 0, mark]))
          const said = [...text].map((letter, index) => letter + (at.get(index + 1) ?? '')).join('')
          const found = verify(said)
          expect(found).toMatchObject({ outcome: 'normalized', variations: ['harakat'] })
          places(found)
        },
      ),
      { numRuns: 500 },
    ))

  test('with one word replaced it is altered, and the difference names the word', () =>
    fc.assert(
      fc.property(
        worded(10),
        fc.nat(),
        fc.constantFrom('زرافة', 'Zanzibar', '٧٧٧٧'),
        ({ text, words }, which, other) => {
          const content = words.filter(
            (word) => text.split(word).length === 2 && !isStopword(tokenize(word)[0]?.text ?? ''),
          )
          fc.pre(content.length > 0)
          const word = content[which % content.length] as string
          const found = verify(text.replace(word, other).replace(/\s+/g, ' '))
          expect(found.outcome).toBe('altered')
          if (found.outcome !== 'altered') return
          expect(found.differences).toHaveLength(1)
          expect(found.differences[0]?.said).toBe(other)
          expect([word, '']).toContain(found.differences[0]?.stands)
        },
      ),
      { numRuns: 500 },
    ))

  test('random text is not found, or short', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(['not_found', 'short']).toContain(verify(text).outcome)
      }),
      { numRuns: 500 },
    ))

  test('nothing throws, and every place is verbatim', () => {
    const pieces = fc.oneof(
      slices(documents),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(fc.integer({ min: 0xd800, max: 0xdfff }), { maxLength: 20 })
        .map((units) => String.fromCharCode(...units)),
      fc.constantFrom(
        '\n\n',
        '\n[1] اتحاد المغرب العربي — بلا تاريخ\n',
        'ﷲ ﷺ ﻻ',
        '__proto__ constructor',
        '(a+)+$^[[*',
        '«…»',
      ),
      fc
        .constantFrom(
          'ب',
          'ب ',
          'في المغرب ',
          '. ',
          '.',
          ' ',
          '\n',
          '\n\n',
          'ا\u064B',
          '\u0301',
          '[1] ا — ب\n',
          `${QUOTE} `,
          'في من على إلى\n\n',
        )
        .chain((unit) =>
          fc.integer({ min: 1, max: Math.floor(100_000 / unit.length) }).map((count) => unit.repeat(count)),
        ),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), (parts) => {
        const text = parts.join('').slice(0, 100_000)
        const found = verifyQuotes(documents, text)
        for (const one of found) {
          places(one)
          expect(one.said.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 300, interruptAfterTimeLimit: 40_000 },
    )
  }, 60_000)
})
