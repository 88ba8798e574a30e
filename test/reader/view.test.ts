import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { readHtml } from '../../adapters/files/html.ts'
import { readMarkdown } from '../../adapters/files/markdown.ts'
import type { Document, Part } from '../../src/corpus/document.ts'
import { parseDocument } from '../../src/corpus/parse.ts'
import { type Block, type Piece, type Shown, type View, view } from '../../src/reader/view.ts'

const of = (text: string, parts?: readonly Part[]): Document =>
  parseDocument({ id: 'd', file: 'd', text, metadata: {}, ...(parts === undefined ? {} : { parts }) })
const plain = (text: string): Document => of(text)
const markdown = (source: string): Document => {
  const { text, parts } = readMarkdown(source)
  return of(text, parts)
}
const html = (source: string): Document => {
  const { text, parts } = readHtml(source)
  return of(text, parts)
}
const PROSE = 'هذه فقرة طويلة من كلمات كثيرة تكفي لتكون متنا لما فوقها من عنوان في الوثيقة.'

const piecesOf = ({ blocks }: View): Piece[] => blocks.flatMap(({ pieces }) => pieces)
const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('')
/** What stands out in a way, piece by piece. */
const standing = (all: View, way: keyof Piece): string[] =>
  piecesOf(all).flatMap((piece) => (piece[way] === undefined ? [] : [piece.text]))
const kinds = ({ blocks }: View): string[] => blocks.map(({ kind }) => kind)
/** A block's words as a reader sees them. */
const seen = ({ pieces }: Block): string => textOf(pieces.filter(({ markup }) => !markup)).trim()
/** Rule 1, and that offsets are true. */
const whole = (document: Document, shown?: Shown): View => {
  const made = view(document, shown)
  expect(textOf(piecesOf(made))).toBe(document.text)
  let at = 0
  for (const { text, start } of piecesOf(made)) {
    expect(start).toBe(at)
    at += text.length
  }
  return made
}

describe('blocks', () => {
  test('of Markdown are its parts; what marks them is not seen, but for bullets', () => {
    const made = whole(
      markdown(
        '# عنوان\n\nفقرة\nفي سطرين.\n\n> اقتباس\n> في سطرين\n\n- بند\n- بند آخر\n\n1. أول\n\n```\nرمز\n```\n\n| أ | ب |\n|---|---|\n| ج | د |\n',
      ),
    )
    expect(made.blocks.map((block) => [block.kind, seen(block)])).toEqual([
      ['heading', 'عنوان'],
      ['paragraph', 'فقرة\nفي سطرين.'],
      ['quote', 'اقتباس\nفي سطرين'],
      ['item', '- بند'],
      ['item', '- بند آخر'],
      ['item', '1. أول'],
      ['code', 'رمز'],
      ['table', '| أ | ب |\n\n| ج | د |'],
    ])
    expect(standing(made, 'bullet')).toEqual(['- ', '- ', '1. '])
    expect(standing(made, 'markup')).toEqual(['#', '>', '> ', '```', '```', '|---|---|'])
  })
  test('of a plain text are its lines, bullets and numbers to be seen', () => {
    const made = whole(plain(`المقدمة\n\n${PROSE}\n\n• بند أول من كلمات\n  (2) بند ثان من كلمات\n`))
    expect(made.blocks.map((block) => [block.kind, seen(block)])).toEqual([
      ['heading', 'المقدمة'],
      ['paragraph', PROSE],
      ['item', '• بند أول من كلمات'],
      ['item', '(2) بند ثان من كلمات'],
    ])
    expect(standing(made, 'bullet')).toEqual(['• ', '(2) '])
    expect(standing(made, 'markup')).toEqual([])
  })
  test('of a page are its blocks', () => {
    const made = whole(
      html(`<main><h1>عنوان</h1><p>فقرة <a href="/x">برابط</a>.</p><ul><li>بند</li></ul><pre>رمز</pre></main>`),
    )
    expect(made.blocks.map((block) => [block.kind, seen(block)])).toEqual([
      ['heading', 'عنوان'],
      ['paragraph', 'فقرة برابط.'],
      ['item', 'بند'],
      ['code', 'رمز'],
    ])
  })
  test('end with the white space behind them', () => {
    const made = whole(markdown('\n\nفقرة.\n\n\n  - بند\n\n'))
    expect(made.blocks.map(({ pieces }) => textOf(pieces))).toEqual(['\n\nفقرة.\n\n\n  ', '- بند\n\n'])
  })
  test('what no part is made of is markup of the block before, or of the first', () => {
    const made = whole(markdown('<!-- قبل -->\n\nفقرة\n\n---\n\n<div>\n\n[a]: http://x.example\n\nأخرى\n\n<br>\n'))
    expect(kinds(made)).toEqual(['paragraph', 'paragraph'])
    expect(made.blocks.map(seen)).toEqual(['فقرة', 'أخرى'])
  })
  test('link targets are markup, their words are not', () => {
    const made = whole(markdown('نص [رابط](https://example.org) و<b>وسم</b>.'))
    expect(seen(made.blocks[0] as Block)).toBe('نص رابط ووسم.')
  })
  test('items know their depth, headings their level', () => {
    const made = whole(markdown('## عنوان\n\n- أ\n  - ب\n'))
    expect(made.blocks.map(({ level }) => level)).toEqual([2, 1, 2])
  })
  test('say why they are not searched', () => {
    const made = whole(plain(`عنوان قصير\n\nبقلم: كاتب ما\n\n${PROSE}\n\nScroll to Top\n\nشارك المقال\n`))
    expect(
      made.blocks.filter(({ omitted }) => omitted !== undefined).map((block) => [seen(block), block.omitted]),
    ).toEqual([
      ['بقلم: كاتب ما', 'byline'],
      ['Scroll to Top', 'boilerplate'],
      ['شارك المقال', 'boilerplate'],
    ])
  })
  test('a document of nothing has none, one of no words has one', () => {
    expect(view(plain('')).blocks).toEqual([])
    expect(kinds(whole(markdown('---\n\n<div></div>\n')))).toEqual(['paragraph'])
  })
  test('parts that overlap or lie outside the text lose nothing and repeat nothing', () => {
    const parts: Part[] = [
      {
        kind: 'paragraph',
        start: 2,
        end: 9,
        skip: [
          { start: 0, end: 4 },
          { start: 3, end: 40 },
        ],
      },
      { kind: 'heading', start: 5, end: 12 },
      { kind: 'item', start: 12, end: 12 },
      { kind: 'quote', start: 14, end: 900 },
    ]
    whole({ ...plain('كلمات كثيرة في سطر واحد'), parts })
  })
})

describe('headings', () => {
  test('are listed with the ids of their blocks', () => {
    const made = whole(markdown(`# *أول* [ثان](http://x.example)\n\n${PROSE}\n\n### ثالث\n\nنص\n`))
    expect(made.headings).toEqual([
      { level: 1, text: '*أول* ثان', id: 'section-1' },
      { level: 3, text: 'ثالث', id: 'section-2' },
    ])
    expect(made.blocks.flatMap(({ kind, id }) => (kind === 'heading' ? [id] : []))).toEqual(['section-1', 'section-2'])
  })
  test('those of page furniture are not', () => {
    const made = whole(markdown(`# عنوان\n\n${`${PROSE}\n\n`.repeat(9)}## اقرأ أيضا\n\nمقال آخر\n`))
    expect(made.headings.map(({ text }) => text)).toEqual(['عنوان'])
  })
})

describe('notes', () => {
  const NOTES = `# عنوان\n\nأولا[1] وثانيا[2] وأولا من جديد[1] ولا شيء[9].\n\n## الهوامش\n\n[1] كتاب أول، [2003].\n\n[2] كتاب ثان.\n\nوتتمته.\n`
  test('marks lead to them and they lead back to the first mark', () => {
    const made = whole(markdown(NOTES))
    const marks = piecesOf(made).filter(({ note }) => note !== undefined)
    expect(marks.map(({ text, note, id }) => [text, note, id])).toEqual([
      ['[1]', 'note-1', 'ref-1'],
      ['[2]', 'note-2', 'ref-2'],
      ['[1]', 'note-1', undefined],
    ])
    expect(
      made.blocks.filter(({ kind }) => kind === 'note').map((block) => [block.id, block.back, seen(block)]),
    ).toEqual([
      ['note-1', 'ref-1', '[1] كتاب أول، [2003].'],
      ['note-2', 'ref-2', '[2] كتاب ثان.'],
      [undefined, undefined, 'وتتمته.'],
    ])
  })
  test.each([
    ['[1]', '[2]'],
    ['1.', '2.'],
    ['1-', '2-'],
    ['(1)', '(2)'],
    ['1)', '2)'],
    ['[١]', '[٢]'],
    ['١-', '٢-'],
    ['٢.', '١.'],
  ])('are known by %s', (one, other) => {
    for (const between of ['\n', '\n\n']) {
      const notes = `${one} كتاب ما لكاتب ما من مدينة ما${between}${other} كتاب غيره لكاتب غيره من مدينة أخرى`
      const made = whole(plain(`${PROSE}\n\nنص[1] ونص[٢] من كلمات.\n\nالهوامش\n\n${notes}\n`))
      expect(made.blocks.flatMap(({ id, kind }) => (kind === 'note' ? [id] : [])).sort()).toEqual(['note-1', 'note-2'])
      expect(piecesOf(made).flatMap(({ text, note }) => (note === undefined ? [] : [[text, note]]))).toEqual([
        ['[1]', 'note-1'],
        ['[٢]', 'note-2'],
      ])
    }
  })
  test('that Markdown defines are notes wherever they stand', () => {
    const made = whole(markdown(`نص[^1] من كلمات[^2].\n\n[^1]: أول\n[^2]: ثان\n    وتتمته\n\nفقرة[^2] أخيرة.\n`))
    expect(made.blocks.map((block) => [block.kind, block.id, seen(block)])).toEqual([
      ['paragraph', undefined, 'نص[^1] من كلمات[^2].'],
      ['note', 'note-1', '[^1]: أول'],
      ['note', 'note-2', '[^2]: ثان\n    وتتمته'],
      ['paragraph', undefined, 'فقرة[^2] أخيرة.'],
    ])
    expect(standing(made, 'note')).toEqual(['[^1]', '[^2]', '[^2]'])
  })
  test('raised numbers of a page lead to them', () => {
    const made = whole(
      html(
        `<main><h1>عنوان</h1><p>${PROSE}<sup>1</sup> نص<sup>[2]</sup></p><h2>الهوامش</h2><p>[1] أول</p><p>[2] ثان</p></main>`,
      ),
    )
    expect(standing(made, 'note')).toEqual(['1', '[2]'])
  })
  test('numbered anew in each chapter, each mark has its own', () => {
    const chapter = (name: string): string => `## ${name}\n\nنص${name}[1].\n\n### الهوامش\n\n[1] حاشية ${name}.\n\n`
    const made = whole(markdown(`# كتاب\n\n${chapter('أول')}${chapter('ثان')}`))
    expect(piecesOf(made).flatMap(({ note, id }) => (note === undefined ? [] : [[note, id]]))).toEqual([
      ['note-1', 'ref-1'],
      ['note-1-2', 'ref-1-2'],
    ])
  })
  test('a mark without a note is text, and one in a link or in code is what that is', () => {
    const made = whole(markdown(`أ[3] [ب](http://x.example/[1]) \`ج\`\n\n    رمز[1]\n\n${NOTES}`))
    expect(standing(made, 'note')).toEqual(['[1]', '[2]', '[1]'])
    expect(textOf(made.blocks[0]?.pieces ?? [])).toContain('أ[3]')
  })
})

describe('what stands out', () => {
  const document = markdown(`# عنوان\n\nأول [ثان](http://x.example) ثالث.\n\n- رابع\n- خامس\n`)
  const at = (from: string, to: string = from): { start: number; end: number } => ({
    start: document.text.indexOf(from),
    end: document.text.indexOf(to) + to.length,
  })
  test('is the quote, letter by letter, markup and bullets and white space too', () => {
    const quote = at('ان](', 'راب')
    const made = whole(document, { quote })
    expect(standing(made, 'quoted').join('')).toBe(document.text.slice(quote.start, quote.end))
    expect(piecesOf(made).some(({ quoted, bullet }) => quoted && bullet)).toBe(true)
  })
  test('quote, passage and hits at once', () => {
    const made = whole(document, {
      quote: at('ثالث'),
      passage: at('أول', 'ثالث.'),
      hits: [at('أول'), at('لث'), at('خامس')],
    })
    expect(standing(made, 'quoted')).toEqual(['ثا', 'لث'])
    expect(standing(made, 'cited').join('')).toBe('أول [ثان](http://x.example) ثالث.')
    expect(piecesOf(made).flatMap(({ text, hit }) => (hit === undefined ? [] : [[text, hit]]))).toEqual([
      ['أول', 0],
      ['لث', 1],
      ['خامس', 2],
    ])
  })
  test('a hit that runs through markup and blocks is one hit', () => {
    const made = whole(document, { hits: [at('ثان', 'رابع')] })
    expect(new Set(piecesOf(made).flatMap(({ hit }) => hit ?? []))).toEqual(new Set([0]))
    const { start, end } = at('ثان', 'رابع')
    expect(standing(made, 'hit').join('')).toBe(document.text.slice(start, end))
  })
  test('spans beyond the text are cut off, and cut through no letter', () => {
    expect(standing(whole(document, { quote: { start: -5, end: 1e9 } }), 'quoted').join('')).toBe(document.text)
    expect(standing(whole(document, { quote: { start: 9, end: 3 } }), 'quoted')).toEqual([])
    expect(standing(whole(plain('أ😀ب'), { quote: { start: 2, end: 3 } }), 'quoted')).toEqual(['😀'])
  })
})

describe('nothing is lost', () => {
  test('of the shipped documents, with any of their sentences quoted', async () => {
    const { sources } = await readCorpus([join(import.meta.dirname, '../../corpus')])
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) {
      const document = parseDocument(source)
      for (const passage of document.passages)
        for (const quote of passage.sentences) {
          const made = view(document, { quote, passage })
          expect(textOf(piecesOf(made))).toBe(document.text)
          expect(standing(made, 'quoted').join('')).toBe(document.text.slice(quote.start, quote.end))
          expect(standing(made, 'cited').join('')).toBe(passage.text)
        }
    }
  })
  const line = fc.string({
    unit: fc.constantFrom(
      'ا',
      'ب',
      'كلمة ',
      ' ',
      '#',
      '>',
      '- ',
      '1. ',
      '[1]',
      '[^1]',
      ']: ',
      '(2) ',
      '|',
      '`',
      '*',
      '<b>',
      '\t',
      '😀',
      '\uD83D',
    ),
    maxLength: 12,
  })
  const source = fc
    .array(
      fc.oneof(
        line,
        fc.constantFrom(
          '',
          '',
          '```',
          'الهوامش',
          '## الهوامش',
          '---',
          '[^1]: حاشية',
          '    رمز',
          '| أ | ب |',
          '|--|--|',
        ),
      ),
    )
    .map((lines) => lines.join('\n'))
  const span = fc.record({ start: fc.integer({ min: -2, max: 200 }), end: fc.integer({ min: -2, max: 200 }) })
  const hits = fc.array(fc.nat(20), { maxLength: 12 }).map((steps) => {
    let at = 0
    return steps.map((step) => {
      const start = at + step
      at = start + 1 + (step % 5)
      return { start, end: at }
    })
  })
  test.each([
    ['plain text', plain],
    ['Markdown', markdown],
    ['pages', (text: string) => html(text.replaceAll('\n\n', '<p>').replaceAll('- ', '<li>').replaceAll('#', '<h2>'))],
  ])('of any %s, whatever stands out', (_, read) =>
    fc.assert(
      fc.property(source, span, span, hits, (written, quote, passage, found) => {
        const document = read(written)
        const made = whole(document, { quote, passage, hits: found })
        for (const { pieces } of made.blocks) expect(pieces.length).toBeGreaterThan(0)
        const ids = [...made.blocks.map(({ id }) => id), ...piecesOf(made).map(({ id }) => id)].filter(Boolean)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { note } of piecesOf(made)) if (note !== undefined) expect(ids).toContain(note)
        for (const { back } of made.blocks) if (back !== undefined) expect(ids).toContain(back)
      }),
    ),
  )
  test('of a line of a million letters, and of a hundred thousand marks', () => {
    whole(plain('ا'.repeat(1_000_000)), { quote: { start: 500_000, end: 500_003 } })
    const made = view(plain(`${PROSE}\n\n${'نص[1] '.repeat(100_000)}\n\nالهوامش\n\n[1] حاشية\n`))
    expect(standing(made, 'note')).toHaveLength(100_000)
  })
})
