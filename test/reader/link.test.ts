import { describe, expect, test } from 'vitest'
import type { Citation } from '../../src/answer/citation.ts'
import { citationsInReader, documentAt, inReader, readerLink, readerPath, readQuery } from '../../src/reader/link.ts'
import { sketchOf } from '../../src/reader/sketch.ts'
import type { Reply } from '../../src/reply.ts'

const HOME = 'https://sanad.example.org'
const QUOTE = 'يسهم المغرب في صياغة مفهوم الأمن الدولي بقواعد جديدة.'
const cite = (id: string, more: Partial<Citation['document']> = {}, at: number = 10): Citation => ({
  number: 1,
  quote: QUOTE,
  start: at,
  end: at + QUOTE.length,
  score: 1,
  document: { id, file: `${id}.md`, language: 'ar', title: 'وثيقة', ...more },
  section: [],
  passage: { id: `p${at}`, text: QUOTE, start: at, end: at + QUOTE.length },
})
const parsed = (link: string | undefined): URL => new URL(`${HOME}${link}`)

describe('a link to the reader', () => {
  test('names the document, the place, the words and the other citations', () => {
    const [first, second] = [cite('a/b'), cite('c', {}, 70)]
    const span = `${10}-${10 + QUOTE.length}`
    expect(readerLink(first, [first, second])).toBe(
      `/read/a/b?s=${span}&w=${sketchOf(QUOTE)}&a=p10.${span},p70.70-${70 + QUOTE.length}#s=${span}`,
    )
  })
  test('lists no others where there are none, or none on the web', () => {
    const first = cite('a')
    for (const shown of [[], [first], [first, first], [first, cite('b', { visibility: 'chat' }, 70)]])
      expect(parsed(readerLink(first, shown)).searchParams.get('a')).toBeNull()
  })
  test('keeps the order of the answer', () => {
    const shown = [cite('a', {}, 5), cite('b', {}, 300), cite('c', {}, 20)]
    const link = readerLink(shown[1] as Citation, shown)
    expect(readQuery(parsed(link).searchParams).tokens.map(({ passage }) => passage)).toEqual(['p5', 'p300', 'p20'])
  })
  test('holds none of the words that are quoted', () => {
    const link = decodeURIComponent(readerLink(cite('a')) ?? '')
    for (const word of QUOTE.split(' ')) expect(link).not.toContain(word)
  })
  test('there is none to what is kept from the web', () => {
    expect(readerLink(cite('a', { visibility: 'chat' }))).toBeUndefined()
    expect(readerLink(cite('a', { owner: 'telegram -1' }))).toBeUndefined()
  })
})

describe('an id survives its way through an address', () => {
  test.each([
    'a',
    'folder/name',
    'مجلد/وثيقة عن الأمن',
    'a b',
    '100%',
    '%2e%2e/x',
    'a%2Fb',
    'what?',
    'c#',
    'a&b=c+d',
    "q'uo(te)*!",
    'back\\slash',
    '...',
    '..a/.b.',
    'a;b:c@d',
    'emoji 👩‍🚀',
    'new\nline',
    'quote"<script>',
  ])('%j', (id) => {
    const path = readerPath(id)
    // What a browser makes of it.
    expect(documentAt(parsed(path).pathname)).toBe(id)
    const link = parsed(readerLink(cite(id)))
    expect(documentAt(link.pathname)).toBe(id)
    expect([...link.searchParams.keys()]).toEqual(['s', 'w'])
    expect(link.hash).toBe(`#s=${link.searchParams.get('s')}`)
  })
  test.each(['', '.', '..', 'a/../b', './a', 'a/.', 'a//b', '/a', 'a/', 'half \uD83D', '\uDE00/x'])(
    'or has no page: %j',
    (id) => {
      expect(readerPath(id)).toBeUndefined()
      expect(readerLink(cite(id))).toBeUndefined()
    },
  )
  test.each(['/', '/read', '/read/', '/reader/a', '/read/a//b', '/read/%', '/read/%E0%A4', '/read/a%2Fb', 'read/a'])(
    '%j names no document',
    (path) => expect(documentAt(path)).toBeUndefined(),
  )
})

describe('a link stays short', () => {
  const many = Array.from({ length: 60 }, (_, at) => cite('a', {}, 10 + at * 1000))
  test('naming the twenty citations around its own', () => {
    for (const at of [0, 30, 59]) {
      const { tokens } = readQuery(parsed(readerLink(many[at] as Citation, many)).searchParams)
      expect(tokens).toHaveLength(20)
      expect(tokens.map(({ start }) => start)).toContain(many[at]?.start)
    }
  })
  test('by leaving the others out, then words of the sketch, never the place', () => {
    const lengths = [50, 225, 230, 233, 239, 400].map((letters) => {
      const id = 'ن'.repeat(letters)
      const one = cite(id)
      const link = readerLink(one, [one, ...many.slice(1, 20).map((other) => ({ ...other, document: one.document }))])
      expect(documentAt(parsed(link).pathname)).toBe(id)
      expect(readQuery(parsed(link).searchParams).span).toEqual({ start: one.start, end: one.end })
      return { letters, length: link?.length ?? 0, query: parsed(link).searchParams }
    })
    // Six characters a letter: from some 240 letters on, the id alone is too long.
    for (const { letters, length } of lengths) if (letters < 240) expect(length).toBeLessThanOrEqual(1500)
    expect(lengths.map(({ query }) => query.has('a'))).toEqual([true, false, false, false, false, false])
  })
  test('a long quote of a document with a long name has a shorter sketch, not none', () => {
    const quote = Array.from({ length: 60 }, (_, at) => `كلمة${at}`).join(' ')
    const one = { ...cite('ن'.repeat(232)), quote }
    const link = readerLink(one) ?? ''
    expect(link.length).toBeLessThanOrEqual(1500)
    expect(readQuery(parsed(link).searchParams).sketch).toBe(sketchOf(quote, 8))
  })
})

describe('a query is read with care', () => {
  const read = (query: string): ReturnType<typeof readQuery> => readQuery(new URLSearchParams(query))
  test('what a link says comes back', () => {
    const [first, second] = [cite('a'), cite('b', {}, 90)]
    expect(readQuery(parsed(readerLink(first, [first, second])).searchParams)).toEqual({
      span: { start: first.start, end: first.end },
      sketch: sketchOf(QUOTE),
      tokens: [first, second].map(({ passage, start, end }) => ({ passage: passage.id, start, end })),
    })
  })
  test('nothing asked is nothing', () => expect(read('')).toEqual({ tokens: [] }))
  test.each([
    's=',
    's=5',
    's=5-5',
    's=9-5',
    's=-1-5',
    's=1-2-3',
    's=1e3-2e3',
    's=٣-٩',
    's=1-99999999999999',
    's= 1-5',
    's=NaN-Infinity',
  ])('%s is no place', (query) => expect(read(query)).toEqual({ tokens: [] }))
  test.each([
    'w=a',
    'w=abc',
    'w=<b>',
    `w=${'A'.repeat(200)}`,
    'w=AAAAAAAAAA',
    'w=ABCDEFGH',
    'w=ABCDEFGHIJKL',
    'w=AB%20DEFGHI',
  ])('%s is no sketch', (query) => expect(read(query)).toEqual({ tokens: [] }))
  test('citations of the wrong form are left out, and more than twenty', () => {
    expect(read('a=x.1-2,,y,z.3-1,A.1-2,../.1-2,ok.1-9,__proto__.1-2').tokens).toEqual([
      { passage: 'x', start: 1, end: 2 },
      { passage: 'ok', start: 1, end: 9 },
    ])
    expect(read(`a=${Array.from({ length: 500 }, (_, at) => `p${at}.1-2`).join(',')}`).tokens).toHaveLength(20)
  })
})

describe('the citations of a reply', () => {
  const source = { link: 'https://source.example/x#:~:text=y' }
  const reply: Reply = [
    { type: 'quote', text: QUOTE },
    { type: 'citations', language: 'ar', citations: [{ ...cite('a'), ...source }] },
    { type: 'citations', language: 'ar', citations: [cite('b', { visibility: 'chat' }), cite('c', {}, 99)] },
  ]
  const links = (of: Reply): (string | undefined)[] =>
    of.flatMap((block) => (block.type === 'citations' ? block.citations.map(({ link }) => link) : []))
  test('lead to the reader and know of each other, but for what is kept from the web', () => {
    const [first = '', second, third = ''] = links(inReader(reply, HOME))
    expect(new URL(first).pathname).toBe('/read/a')
    expect(second).toBeUndefined()
    expect(new URL(third).pathname).toBe('/read/c')
    for (const link of [first, third])
      expect(readQuery(new URL(link).searchParams).tokens.map(({ passage }) => passage)).toEqual(['p10', 'p99'])
  })
  test('stay as they are without a reader', () => {
    expect(inReader(reply, undefined)).toBe(reply)
    expect(citationsInReader([cite('a')], undefined)).toEqual([cite('a')])
  })
  test('lead where they did when the address would be longer than chats take', () => {
    const long = { ...cite('ن'.repeat(330)), ...source }
    expect(citationsInReader([long], HOME)).toEqual([long])
  })
  test('nothing else of them changes', () =>
    expect(citationsInReader([cite('a')], HOME).map(({ link: _, ...rest }) => rest)).toEqual([cite('a')]))
})
