import type { APIEmbed } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { components, escapeMarkdown, type Rendered, render } from '../../../adapters/discord/render.ts'
import {
  type Action,
  type Address,
  type Block,
  type Chart,
  type Citation,
  phrases,
  type Reply,
  withoutControls,
} from '../../../src/index.ts'
import { HOSTILE } from '../../contract/corpus.ts'

const cite = (
  number: number,
  more: Omit<Partial<Citation>, 'document'> & { document?: Partial<Citation['document']> } = {},
): Citation => ({
  number,
  quote: 'نص',
  start: 10,
  end: 12,
  score: 1,
  section: ['باب', 'فصل'],
  passage: { id: '1abc', text: 'نص', start: 0, end: 20 },
  ...more,
  document: { id: 'd', file: 'd.txt', language: 'ar', title: 'وثيقة', author: 'كاتب', date: '2021', ...more.document },
})
const text = (words: string): Block => ({ type: 'text', text: words })
const quote = (words: string, marked?: { start: number; end: number }): Block => ({
  type: 'quote',
  text: words,
  ...(marked === undefined ? {} : { marked }),
})
const citations = (...list: Citation[]): Block => ({ type: 'citations', citations: list, language: 'ar' })
const actions = (...labels: string[]): Block => ({
  type: 'actions',
  actions: labels.map((label) => ({ label, command: `/${label}` })),
})
const one = (...reply: Block[]): Rendered => {
  const messages = render(reply)
  expect(messages).toHaveLength(1)
  return messages[0] as Rendered
}
const embed = (...reply: Block[]): APIEmbed => {
  const { embeds } = one(...reply)
  expect(embeds).toHaveLength(1)
  return embeds[0] as APIEmbed
}
const labels = (...reply: Block[]): string[][] =>
  one(text('نص'), ...reply).rows.map((row) => row.map(({ label }) => label))

interface Read {
  /** What is seen. */
  readonly text: string
  readonly bold: readonly string[]
  /** Lines with a bar beside them. */
  readonly quoted: number
  /** Everything else that Discord makes of it. */
  readonly markup: readonly string[]
}

/** Inline rules of Discord's Markdown besides escapes and bold: what each would swallow. */
const INLINE: readonly (readonly [string, RegExp])[] = [
  ['code', /(`+)[\s\S]*?[^`]\1(?!`)/y],
  ['mention', /<(?:@[!&]?|#|\/|a?:|t:|id:|sound:)[^>]*>|@everyone|@here/y],
  ['address', /https?:\/\/[^\s<]+|<https?:[^>]+>/y],
  ['link', /\[[^\]]*\]\([^)]*\)/y],
  ['emoji', /:\w+:/y],
  ['underlined', /__[\s\S]+?__/y],
  ['italic', /\*[^*\s][^*]*?\*(?!\*)|_[^_]+?_(?!_)/y],
  ['struck', /~~[\s\S]+?~~/y],
  ['spoiler', /\|\|[\s\S]+?\|\|/y],
]
const BLOCK: readonly (readonly [string, RegExp])[] = [
  ['heading', /^\s*#{1,3}\s/],
  ['small', /^\s*-#\s/],
  ['list', /^\s*(?:[-*+]|\d+\.)\s/],
  ['bar', /^\s*>/],
]

/** A text as Discord shows it, read by rules of its own. */
function read(markdown: string): Read {
  const lines = markdown.split('\n')
  const bare = lines.map((line) => line.replace(/^> /, ''))
  const markup = bare.flatMap((line) => BLOCK.flatMap(([name, rule]) => (rule.test(line) ? [`${name}: ${line}`] : [])))
  const whole = bare.join('\n')
  const bold: string[] = []
  let seen = ''
  let begun: number | undefined
  for (let at = 0; at < whole.length; ) {
    const escaped = /\\([^0-9A-Za-z\s])/y
    escaped.lastIndex = at
    const sign = escaped.exec(whole)
    if (sign !== null) {
      seen += sign[1]
      at += 2
    } else if (whole.startsWith('**', at)) {
      if (begun === undefined) begun = seen.length
      else {
        bold.push(seen.slice(begun))
        begun = undefined
      }
      at += 2
    } else {
      for (const [name, rule] of INLINE) {
        rule.lastIndex = at
        const found = rule.exec(whole)
        if (found !== null) markup.push(`${name}: ${found[0]}`)
      }
      seen += whole[at]
      at += 1
    }
  }
  if (begun !== undefined) markup.push('bold that never ends')
  return { text: seen, bold, quoted: lines.filter((line) => line.startsWith('> ')).length, markup }
}
const shown = (words: string): string => words.toWellFormed().replace(/[\u2028\u2029]/gu, '\n')

describe('a quote', () => {
  test('is a block quote under the title of its source', () =>
    expect(embed(quote('نص الوثيقة'), citations(cite(1, { link: 'https://example.org/a' })))).toMatchObject({
      description: '> نص الوثيقة',
      title: '\\[1\\] \u2068وثيقة\u2069',
      url: 'https://example.org/a',
      footer: { text: '\u2068فصل\u2069 — \u2068كاتب\u2069، \u20682021\u2069' },
    }))
  test('has a bar beside every line', () => {
    const { description = '' } = embed(quote('أول\nثان\n\nثالث'))
    expect(description.split('\n').every((line) => line.startsWith('> '))).toBe(true)
    expect(read(description)).toEqual({ text: 'أول\nثان\n\nثالث', bold: [], quoted: 4, markup: [] })
  })
  test('has a bar beside lines that a document parts in its own way', () =>
    expect(read(embed(quote('أول\u2028ثان\u2029ثالث')).description ?? '')).toMatchObject({ quoted: 3 }))
  test('has its own embed beside another', () => {
    const { embeds } = one(quote('أ'), citations(cite(1)), quote('ب'), citations(cite(2)))
    expect(embeds.map(({ title, description }) => [title?.slice(2, 3), description])).toEqual([
      ['1', '> أ'],
      ['2', '> ب'],
    ])
  })
  test('of several citations has those behind the first beside it', () =>
    expect(
      one(quote('أ'), citations(cite(1), cite(2))).embeds.map(({ title, description }) => [title, description]),
    ).toEqual([
      ['\\[1\\] \u2068وثيقة\u2069', '> أ'],
      ['\\[2\\] \u2068وثيقة\u2069', undefined],
    ]))
  test('stands apart from Sanad’s words', () => {
    const { embeds } = one(text('قبله'), quote('نص'))
    expect(embeds).toHaveLength(2)
    expect(embeds[0]?.color).not.toBe(embeds[1]?.color)
    expect(read(embeds[0]?.description ?? '').quoted).toBe(0)
  })
  test('keeps joiners, which shape letters, and loses controls', () =>
    expect(embed(quote('می\u200Cخواهم\u202E 👨‍👩‍👧')).description).toBe('> می\u200Cخواهم 👨‍👩‍👧'))
})

describe('the marked part', () => {
  const bold = (rule: string, words: string, part: string, expected: string[] = [part]): void =>
    test(rule, () => {
      const start = words.indexOf(part)
      const { description = '' } = embed(quote(words, { start, end: start + part.length }))
      expect(read(description)).toMatchObject({ text: withoutControls(words), bold: expected, markup: [] })
    })
  bold('is bold', 'أول ثان ثالث', 'ثان')
  bold('is bold at the beginning', 'أول ثان', 'أول')
  bold('is bold at the end', 'أول ثان', 'ثان')
  bold('may be all', 'أول ثان', 'أول ثان')
  bold('is bold on each of its lines', 'أول\nثان\nثالث', 'ل\nثان\nثا', ['ل', 'ثان', 'ثا'])
  bold('skips empty lines', 'أول\n\n \nثان', 'أول\n\n \nثان', ['أول', 'ثان'])
  bold('leaves out the white space at its ends, where stars do not work', 'أول ثان ثالث', ' ثان ', ['ثان'])
  bold('may hold stars', 'أول *ثان* ثالث', '*ثان*')
  bold('may end with a backslash', 'أول\\ ثان', 'أول\\')
  bold('may stand between stars', '*أول*', 'أول')
  bold('may be one letter', 'أ ب ت', 'ب')
  bold('may begin with a dash', '- أول', '- أول')
  bold('may begin with a number', '1. أول', '1. أول')
  test('is right behind controls that are left out', () =>
    expect(read(embed(quote('\u202Eأول\u200B ثان', { start: 6, end: 9 })).description ?? '').bold).toEqual(['ثان']))
  test('is right though the quote is parted', () => {
    const words = Array.from({ length: 1500 }, (_, at) => `كلمة${at}`).join(' ')
    const start = words.indexOf('كلمة200 ')
    const end = words.indexOf(' كلمة1200')
    const parts = render([quote(words, { start, end })]).flatMap(({ embeds }) => embeds)
    expect(parts.length).toBeGreaterThan(2)
    expect(parts.flatMap(({ description = '' }) => read(description).bold).join(' ')).toBe(words.slice(start, end))
  })
})

describe('Discord’s signs in a text are signs', () => {
  for (const words of [
    '*نجوم* **نجوم** ***نجوم***',
    '_خط_ __خط__ snake_case_name',
    '~~شطب~~',
    '||ستر||',
    '`رمز` ```رمز```',
    '[رابط](https://example.org)',
    '<https://example.org> https://example.org http://a.b',
    '@everyone @here <@1> <@!1> <@&1> <#1> </help:1> <t:1:R> <id:browse>',
    ':smile: <:x:1> <a:x:1>',
    '# عنوان',
    '### عنوان',
    '-# صغير',
    '- قائمة',
    '  - قائمة',
    '* قائمة',
    '+ قائمة',
    '1. قائمة',
    '12. قائمة',
    '> اقتباس',
    '>>> اقتباس',
    '\\*نجوم\\*',
    '\\\\',
    'نص\\',
    '¯\\_(ツ)_/¯',
    'أول\n# ثان\n- ثالث\n3. رابع\n> خامس',
    '\\',
  ])
    test(JSON.stringify(words), () => {
      expect(read(escapeMarkdown(words))).toEqual({ text: words, bold: [], quoted: 0, markup: [] })
      expect(read(embed(quote(words)).description ?? '')).toMatchObject({ text: words, bold: [], markup: [] })
    })
  test('what nobody escapes is found by the reader of this test', () => {
    for (const [name, words] of [
      ['code', '`رمز`'],
      ['mention', '<@1>'],
      ['mention', '@everyone'],
      ['address', 'https://a.b'],
      ['link', '[a](b)'],
      ['emoji', ':x:'],
      ['underlined', '__خط__'],
      ['italic', '_خط_'],
      ['italic', '*خط*'],
      ['struck', '~~خط~~'],
      ['spoiler', '||خط||'],
      ['heading', '# خط'],
      ['small', '-# خط'],
      ['list', '- خط'],
      ['list', '1. خط'],
      ['bar', '>خط'],
    ] as const)
      expect(read(words).markup[0]).toMatch(new RegExp(`^${name}: `))
    expect(read('a **b** c')).toEqual({ text: 'a b c', bold: ['b'], quoted: 0, markup: [] })
  })
  const signs = fc.constantFrom(
    ...'*_~|`#>-+.:@<>[]()\\/!&1234 \n',
    '\n> ',
    '\n- ',
    '\n1. ',
    '**',
    '__',
    '||',
    '```',
    'ن',
    'a',
    'https://',
    '@everyone',
    '👍🏽',
    '\u2028',
    '\uD83D',
    'مُ',
  )
  const nasty = fc.array(signs, { maxLength: 40 }).map((some) => some.join(''))
  test('whatever the text', () =>
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (words) => {
        expect(read(escapeMarkdown(words))).toMatchObject({ text: shown(words), bold: [], markup: [] })
      }),
      { numRuns: 2000 },
    ))
  test('whatever the quote, and whatever is marked in it', () =>
    fc.assert(
      fc.property(nasty, fc.nat(40), fc.nat(40), (words, from, length) => {
        const start = Math.min(from, words.length)
        const end = Math.min(start + length, words.length)
        const pieces = render([quote(words, { start, end })]).flatMap(({ embeds }) => embeds)
        if (words.trim() === '') {
          expect(pieces).toEqual([])
          return
        }
        const parts = [words.slice(0, start), words.slice(start, end), words.slice(end)].map((part) =>
          shown(withoutControls(part)),
        )
        const seen = read(pieces[0]?.description ?? '')
        expect(seen).toMatchObject({ text: parts.join(''), markup: [] })
        expect(seen.quoted).toBe(seen.text.split('\n').length)
        expect(seen.bold).toEqual(
          (parts[1] ?? '')
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        )
      }),
      { numRuns: 1000 },
    ))
  test('in the hostile document', () =>
    expect(read(embed(quote(HOSTILE)).description ?? '')).toMatchObject({ text: withoutControls(HOSTILE), markup: [] }))
  test('in a title', () => {
    const { title = '' } = embed(citations(cite(1, { document: { title: '**[عنوان](http://x)** @everyone' } })))
    expect(read(title)).toMatchObject({ text: '[1] \u2068**[عنوان](http://x)** @everyone\u2069', markup: [] })
  })
  test('in Sanad’s own words, which stand as they are', () => {
    for (const language of ['ar', 'fr', 'en'] as const)
      expect(read(embed(text(phrases(language).help)).description ?? '')).toEqual({
        text: phrases(language).help,
        bold: [],
        quoted: 0,
        markup: [],
      })
  })
})

describe('a citation', () => {
  const about = (more: Parameters<typeof cite>[1]): APIEmbed => embed(citations(cite(1, more)))
  test('without a date says so', () => {
    const { date: _, ...undated } = cite(1).document
    const given = { ...cite(1), document: undated }
    expect(embed(citations(given)).footer?.text).toContain(phrases('ar').undated)
    expect(embed({ type: 'citations', citations: [given], language: 'fr' }).footer?.text).toContain(
      phrases('fr').undated,
    )
  })
  test('without an author names the publisher', () => {
    const { author: _, ...nobody } = cite(1).document
    expect(embed(citations({ ...cite(1), document: { ...nobody, publisher: 'ناشر' } })).footer?.text).toContain('ناشر')
    expect(embed(citations({ ...cite(1), document: nobody })).footer?.text).toBe('\u2068فصل\u2069 — \u20682021\u2069')
  })
  test('without a section has none', () =>
    expect(about({ section: [] }).footer?.text).toBe('\u2068كاتب\u2069، \u20682021\u2069'))
  test('of our own wording says so', () =>
    expect(about({ document: { kind: 'brief' } }).title).toContain(escapeMarkdown(` (${phrases('ar').brief})`)))
  test('keeps its number', () => expect(embed(citations(cite(7))).title).toMatch(/^\\\[7\\\] /))

  test('leads to http and https alone', () => {
    for (const link of ['https://example.org/a#:~:text=x', 'http://example.org', 'HTTPS://EXAMPLE.ORG'])
      expect(about({ link }).url).toBe(link)
    for (const link of [
      'javascript:alert(1)',
      'ftp://a.org',
      'discord://x',
      'data:text/html,x',
      'https://',
      'a.org',
      '',
    ])
      expect(about({ link })).not.toHaveProperty('url')
    expect(about({})).not.toHaveProperty('url')
  })
  test('leads to the reader where documents can be read, but for what has no page there', () => {
    const HOME = 'https://sanad.example.org'
    const url = (more: Parameters<typeof cite>[1]): unknown =>
      render([quote('نص'), citations(cite(1, more))], HOME)[0]?.embeds[0]?.url
    const link = 'https://example.org/a'
    expect(url({ link })).toMatch(/^https:\/\/sanad\.example\.org\/read\/d\?s=10-12&w=[\w-]+#s=10-12$/)
    expect(url({})).toMatch(/\/read\/d\?/)
    expect(url({ link, document: { visibility: 'chat' } })).toBe(link)
    expect(url({ document: { owner: 'discord 1' } })).toBeUndefined()
    expect(url({ link, document: { id: 'ن'.repeat(400) } })).toBe(link)
  })
  test('leads to the reader, which is told of all citations of the answer', () => {
    const messages = render([citations(cite(1), cite(2, { start: 15, end: 17 }))], 'https://sanad.example.org')
    for (const { url } of messages[0]?.embeds ?? []) expect(url).toContain('&a=1abc.10-12,1abc.15-17#')
  })
  test('leads nowhere that is longer than an address can be', () => {
    expect(about({ link: `https://a.org/${'a'.repeat(1986)}` })).toHaveProperty('url')
    expect(about({ link: `https://a.org/${'a'.repeat(1987)}` })).not.toHaveProperty('url')
  })

  test('cannot turn the line that it stands in', () => {
    const { title = '', footer } = about({
      section: ['فصل\u2069\u202E'],
      document: { title: 'عنوان\u202E\u2069gpj', author: 'كاتب\u2067' },
    })
    expect(title).toContain('\u2068عنوانgpj\u2069')
    expect(footer?.text).toBe('\u2068فصل\u2069 — \u2068كاتب\u2069، \u20682021\u2069')
  })
  const isolated = (words: string = ''): boolean => {
    let depth = 0
    for (const letter of words) {
      depth += letter === '\u2068' ? 1 : letter === '\u2069' ? -1 : 0
      if (depth < 0 || depth > 1) return false
    }
    return depth === 0
  }
  const names = fc
    .array(fc.constantFrom('م', 'مُ', '*', '_', '[', '👨‍👩‍👧‍👦', '🇲🇦', ' ', 'a', '\u2069', '\u202E', '\n', '\uD83D'), {
      minLength: 1,
      maxLength: 20,
    })
    .chain((some) => fc.integer({ min: 1, max: 60 }).map((times) => some.join('').repeat(times)))
  test('fits whatever its title, section and author, in whole letters and whole isolates', () =>
    fc.assert(
      fc.property(names, names, (long, other) => {
        const { title = '', footer } = about({
          section: [other],
          document: { title: long, author: other, kind: 'brief' },
        })
        expect(title.length).toBeLessThanOrEqual(256)
        expect(footer?.text.length).toBeLessThanOrEqual(2048)
        for (const words of [title, footer?.text]) {
          expect(words?.isWellFormed()).toBe(true)
          expect(isolated(words)).toBe(true)
        }
        expect(read(title).markup).toEqual([])
        const letters = [...new Intl.Segmenter('und').segment(read(title).text)].map(({ segment }) => segment)
        for (const letter of letters.filter(({ length }) => length > 2)) expect(['👨‍👩‍👧‍👦', '🇲🇦']).toContain(letter)
      }),
      { numRuns: 300 },
    ))
  test('that is cut says so, and still says of what kind it is', () => {
    const { title = '' } = about({ document: { title: 'عنوان '.repeat(100), kind: 'brief' } })
    expect(title).toMatch(/…\u2069 \\\(ملخص\\\)$/)
    expect(title.length).toBeGreaterThan(245)
  })
})

describe('buttons', () => {
  test('begin at the right for who reads from there', () =>
    expect(labels(actions('الأول', 'الثاني', '👍'))).toEqual([['👍', 'الثاني', 'الأول']]))
  test('begin at the left otherwise', () =>
    expect(labels(actions('Premier', 'Second', '👍'))).toEqual([['Premier', 'Second', '👍']]))
  test('are a row for each group, in order', () =>
    expect(labels(actions('a', 'b'), actions('c'))).toEqual([['a', 'b'], ['c']]))
  test('are five in a row at most', () =>
    expect(labels(actions('a', 'b', 'c', 'd', 'e', 'f'))).toEqual([['a', 'b', 'c', 'd', 'e'], ['f']]))
  test('fill up the rows where there are more than five of them', () => {
    const rows = labels(...Array.from({ length: 8 }, (_, at) => actions(`x${at}`)))
    expect(rows.map((row) => row.length)).toEqual([5, 3])
    expect(rows.flat()).toEqual(Array.from({ length: 8 }, (_, at) => `x${at}`))
  })
  test('are twenty-five at most', () => {
    const rows = labels(actions(...Array.from({ length: 40 }, (_, at) => `x${at}`)))
    expect(rows.map((row) => row.length)).toEqual([5, 5, 5, 5, 5])
  })
  test('that lead into another group are none', () =>
    expect(
      labels({ type: 'actions', actions: [{ label: 'a', command: '/x', elsewhere: true }] }, actions('b')),
    ).toEqual([['b']]))
  test('of no group are no row', () => expect(one(text('نص'), { type: 'actions', actions: [] }).rows).toEqual([]))
  test('stand under the last message alone', () => {
    const messages = render([text('نص '.repeat(3000)), actions('a')])
    expect(messages.length).toBeGreaterThan(1)
    expect(messages.map(({ rows }) => rows.length)).toEqual([...messages.slice(1).map(() => 0), 1])
  })
  test('keep their commands, whatever stands between them', () => {
    const action: Action = { label: 'a', command: '/vote up 1', open: true }
    expect(render([{ type: 'actions', actions: [action] }, text('نص')]).at(-1)?.rows).toEqual([[action]])
  })

  const named = (rows: readonly (readonly Action[])[]) => components(rows, 'Abc_-1234567')
  test('refer to their message and are numbered through the rows', () =>
    expect(named(one(text('نص'), actions('a', 'b'), actions('c')).rows)).toEqual([
      {
        type: 1,
        components: [
          { type: 2, style: 2, label: 'a', custom_id: 'Abc_-1234567:0' },
          { type: 2, style: 2, label: 'b', custom_id: 'Abc_-1234567:1' },
        ],
      },
      { type: 1, components: [{ type: 2, style: 2, label: 'c', custom_id: 'Abc_-1234567:2' }] },
    ]))
  test('tell nothing of what they do', () =>
    expect(JSON.stringify(named([[{ label: 'a', command: '/settings language fr' }]]))).not.toContain('settings'))
  test('have labels as long as Discord takes them, in whole letters and without controls', () => {
    const label = (given: string): string => named([[{ label: given, command: '/x' }]])[0]?.components[0]?.label ?? ''
    expect(label('ب'.repeat(80))).toBe('ب'.repeat(80))
    expect(label('ب'.repeat(81))).toBe(`${'ب'.repeat(79)}…`)
    expect(label('👨‍👩‍👧‍👦'.repeat(20))).toBe(`${'👨‍👩‍👧‍👦'.repeat(7)}…`)
    expect(label('✓ عنوان\u202E\u2066')).toBe('✓ عنوان')
    expect(label('نصف \uD83D').isWellFormed()).toBe(true)
  })
})

describe('a line that leads to a message', () => {
  const pointer = (words: string, more: Partial<Address & { message: string }> = {}): Block => {
    const { message = '503', ...address } = more
    return {
      type: 'pointer',
      text: words,
      place: { address: { platform: 'discord', conversation: '301', thread: '401', ...address }, message },
    }
  }
  const ADDRESS = 'https://discord.com/channels/301/401/503'
  test('is a link to it', () => expect(embed(pointer('سؤال')).description).toBe(`[سؤال](${ADDRESS})`))
  test('shares an embed with its like, and with the words around', () =>
    expect(embed(text('ملخص'), pointer('أ'), pointer('ب'), text('و3 غيرها'), text('انتهى')).description).toBe(
      `ملخص\n[أ](${ADDRESS})\n[ب](${ADDRESS})\n\nو3 غيرها\n\nانتهى`,
    ))
  test('shares none with a quote, nor do words without it share one', () => {
    expect(one(text('أ'), text('ب'), quote('ج'), pointer('د'), quote('ه')).embeds.map((e) => e.description)).toEqual([
      'أ',
      'ب',
      '> ج',
      `[د](${ADDRESS})`,
      '> ه',
    ])
  })
  test('makes a digest of one message', () => {
    const items = Array.from({ length: 20 }, (_, at) => [pointer(`سؤال ${at}`), text(`خبر ${at}`)]).flat()
    expect(one(text('ملخص'), ...items).embeds).toHaveLength(1)
  })
  for (const [name, more] of [
    ['a private conversation', { conversation: '~abc' }],
    ['another network', { platform: 'telegram' }],
    ['a message whose id is none', { message: '1) [x](https://example.org' }],
    ['a channel whose id is none', { thread: '../1' }],
  ] as const)
    test(`to ${name} is words alone`, () =>
      expect(embed(pointer('سؤال [1]', more)).description).toBe(escapeMarkdown('سؤال [1]')))
  test('to a server without a channel is words alone', () => {
    const place = { address: { platform: 'discord', conversation: '301' }, message: '503' }
    expect(embed({ type: 'pointer', text: 'سؤال', place }).description).toBe('سؤال')
  })
  test('is one line, whatever its words', () =>
    expect(embed(pointer(' أول\nثان\u2028ثالث ')).description).toBe(`[أول ثان ثالث](${ADDRESS})`))
  test('of white space is none', () => expect(render([pointer(' \n')])).toEqual([]))
  test('leads nowhere else, whatever its words', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'[]()\\!<>*_|`#:/. \nاb1'), { maxLength: 30 }), (letters) => {
        const words = letters.join('')
        const [shown = ''] = render([pointer(words)]).flatMap(({ embeds }) => embeds.map((e) => e.description ?? ''))
        if (words.trim() === '') {
          expect(shown).toBe('')
          return
        }
        expect(shown.startsWith('[')).toBe(true)
        expect(shown.endsWith(`](${ADDRESS})`)).toBe(true)
        const inner = shown.slice(1, -`](${ADDRESS})`.length)
        expect(inner).not.toMatch(/[[\]\n]/)
        expect(read(inner)).toMatchObject({ bold: [], markup: [] })
      }),
      { numRuns: 500 },
    ))
  test('is as long as an embed at most, with all that is beside it', () => {
    const items = Array.from({ length: 120 }, (_, at) => [pointer(`سؤال ${at} ${'طويل '.repeat(9)}`), text('ج')]).flat()
    const messages = render(items)
    expect(messages.length).toBeGreaterThan(1)
    for (const { embeds } of messages) {
      expect(embeds).toHaveLength(1)
      expect(embeds[0]?.description?.length).toBeLessThanOrEqual(4096)
    }
  })
})

describe('a chart', () => {
  const chart: Chart = { title: 'الأسئلة', language: 'ar', parts: ['أ', 'ب'], bars: [{ label: '1', values: [2, 3] }] }
  const block: Block = { type: 'chart', chart }
  test('stays data, with the first message', () => {
    const messages = render([text('نص '.repeat(3000)), block, text('نص')])
    expect(messages.map((message) => message.chart)).toEqual([chart, ...messages.slice(1).map(() => undefined)])
    expect(JSON.parse(JSON.stringify(messages[0])).chart).toEqual(chart)
    for (const { embeds } of messages) for (const one of embeds) expect(one).not.toHaveProperty('image')
  })
  test('by itself has its title', () =>
    expect(one(block)).toMatchObject({ chart, embeds: [{ description: 'الأسئلة' }] }))
  test('is none where there is none', () => expect(one(text('نص'))).not.toHaveProperty('chart'))
})

describe('messages', () => {
  test('of nothing are none', () => expect(render([])).toEqual([]))
  test('of white space are none', () => expect(render([text(' \n'), quote(' '.repeat(9000))])).toEqual([]))
  test('a notice is a message', () => expect(embed({ type: 'notice', text: 'شكرا*' }).description).toBe('شكرا\\*'))
  test('hold ten embeds at most', () => {
    const messages = render(Array.from({ length: 23 }, (_, at) => text(`نص ${at}`)))
    expect(messages.map(({ embeds }) => embeds.length)).toEqual([10, 10, 3])
    expect(messages.flatMap(({ embeds }) => embeds.map(({ description }) => description))[22]).toBe('نص 22')
  })
  test('keep a quote and its citation together', () => {
    const messages = render([text('ا'.repeat(3750)), quote('ب'.repeat(80)), citations(cite(1))])
    expect(messages.map(({ embeds }) => embeds.length)).toEqual([1, 1])
    expect(messages[1]?.embeds[0]?.title).toBeDefined()
  })

  const letters = fc.constantFrom(
    'م',
    'مُ',
    'ـ',
    ' ',
    '. ',
    '\n',
    'a',
    '*',
    '_',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    '🇲🇦',
    'é',
    '\t',
    '\u2028',
  )
  const words = fc
    .array(letters, { minLength: 1, maxLength: 60 })
    .chain((some) => fc.integer({ min: 1, max: 90 }).map((times) => some.join('').repeat(times)))
  const block: fc.Arbitrary<Block> = fc.oneof(
    words.map(text),
    words.map((given) => quote(given)),
    words.map((given) => quote(given, { start: 0, end: given.length })),
    words.map((given) => citations(cite(1, { document: { title: given } }), cite(2))),
    fc.constant(actions('السياق', 'المزيد')),
  )
  const graphemes = (given: string): string[] =>
    [...new Intl.Segmenter('und').segment(given)].map(({ segment }) => segment)
  const dense = (given: string): string => given.replace(/\s+/gu, '')
  test('are whole and short enough, whatever the reply', () =>
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (reply: Reply) => {
        const messages = render(reply)
        for (const { embeds, rows } of messages) {
          expect(embeds.length).toBeGreaterThan(0)
          expect(embeds.length).toBeLessThanOrEqual(10)
          let size = 0
          for (const { title = '', description = '', footer } of embeds) {
            expect(title.length).toBeLessThanOrEqual(256)
            expect(description.length).toBeLessThanOrEqual(4096)
            expect((title + description).trim()).not.toBe('')
            expect(read(description).markup).toEqual([])
            size += title.length + description.length + (footer?.text.length ?? 0)
          }
          expect(size).toBeLessThanOrEqual(6000)
          expect(rows.length).toBeLessThanOrEqual(5)
          for (const row of rows) expect(row.length).toBeLessThanOrEqual(5)
        }
        const said = messages
          .flatMap(({ embeds }) => embeds)
          .flatMap(({ description = '' }) => graphemes(read(description).text))
        const given = reply.flatMap((one) => ('text' in one ? graphemes(shown(one.text)) : []))
        // No letter is parted, and none is left out.
        expect(said.filter((letter) => dense(letter) !== '').join('')).toBe(
          given.filter((letter) => dense(letter) !== '').join(''),
        )
        for (const letter of said.filter(({ length }) => length > 2))
          expect(['👍🏽', '👨‍👩‍👧‍👦', '🇲🇦']).toContain(letter)
      }),
      { numRuns: 100 },
    ))
})
