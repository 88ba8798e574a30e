import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Formatted } from '../../../adapters/telegram/formatted.ts'
import { LONGEST_MESSAGE, noticeOf, passageLink, pictures, render } from '../../../adapters/telegram/render.ts'
import type { Action, Block, Chart, Citation, Reply } from '../../../src/index.ts'
import { HOSTILE } from '../../contract/corpus.ts'
import { formatText } from '../../peers/telegram/text.ts'

const BOT = 'sanad_bot'
const cite = (number: number, more: Partial<Citation> & { title?: string } = {}): Citation => ({
  number,
  quote: 'نص',
  start: 10,
  end: 12,
  score: 1,
  document: { id: 'd', file: 'd.txt', language: 'ar', title: more.title ?? 'وثيقة', author: 'كاتب', date: '2021' },
  section: ['باب', 'فصل'],
  passage: { id: '1abc', text: 'نص', start: 0, end: 20 },
  ...more,
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
const one = (...reply: Block[]) => {
  const parts = render(reply, BOT)
  expect(parts).toHaveLength(1)
  return parts[0] as (typeof parts)[0]
}
/** What each entity lies on. */
const covered = ({ text, entities }: Formatted): string[][] =>
  entities.map(({ type, offset, length }) => [type, text.slice(offset, offset + length)])
/** Telegram’s own judgement: every entity arrives, on the words it was meant for. */
const accepted = ({ text, entities }: Formatted): void => {
  const sent = formatText(text, {
    entities: entities as never,
    limit: LONGEST_MESSAGE,
    empty: 'message text is empty',
    tooLong: 'message is too long',
    user: () => undefined,
  })
  const ours = ['bold', 'blockquote', 'expandable_blockquote', 'text_link']
  const shown = (formatted: Formatted): string[][] =>
    covered(formatted)
      .map(([type = '', words = '']) => [type, words.trim()])
      .filter(([type, words]) => ours.includes(type ?? '') && words !== '')
  expect(shown(sent as Formatted)).toEqual(shown({ text, entities }))
}
const labels = (...reply: Block[]): string[][] =>
  one(text('نص'), ...reply).rows.map((row) => row.map(({ label }) => label))

describe('a quote', () => {
  test('is a block quote with its citation right under it', () => {
    const message = one(quote('نص الوثيقة.'), citations(cite(1)))
    expect(message.text).toBe(
      'نص الوثيقة.\n[1] \u2068وثيقة\u2069 — \u2068فصل\u2069 — \u2068كاتب\u2069، \u20682021\u2069',
    )
    expect(covered(message)).toEqual([
      ['blockquote', 'نص الوثيقة.'],
      ['text_link', '\u2068وثيقة\u2069 — \u2068فصل\u2069 — \u2068كاتب\u2069، \u20682021\u2069'],
    ])
    accepted(message)
  })
  test('that is long can be folded', () => {
    expect(covered(one(quote('ب'.repeat(600))))[0]?.[0]).toBe('blockquote')
    expect(covered(one(quote('ب'.repeat(601))))[0]?.[0]).toBe('expandable_blockquote')
  })
  test('shows the marked words bold, inside it', () => {
    const message = one(text('قبله'), quote('أول ثان ثالث', { start: 4, end: 7 }))
    expect(covered(message)).toEqual([
      ['blockquote', 'أول ثان ثالث'],
      ['bold', 'ثان'],
    ])
    accepted(message)
  })
  test('is marked at its edges too', () => {
    expect(covered(one(quote('أول ثان', { start: 0, end: 3 })))[1]).toEqual(['bold', 'أول'])
    expect(covered(one(quote('أول ثان', { start: 0, end: 7 })))[1]).toEqual(['bold', 'أول ثان'])
  })
  test('marks the right words behind controls that are left out', () =>
    expect(covered(one(quote('\u202Eأول\u200B ثان', { start: 6, end: 9 })))).toEqual([
      ['blockquote', 'أول ثان'],
      ['bold', 'ثان'],
    ]))
  test('stands apart from the next', () =>
    expect(one(quote('أ'), citations(cite(1)), quote('ب')).text).toMatch(/\u2069\n\nب$/u))
  test('keeps joiners, which shape letters', () =>
    expect(one(quote('می\u200Cخواهم 👨‍👩‍👧')).text).toBe('می\u200Cخواهم 👨‍👩‍👧'))
})

describe('markup in documents', () => {
  test('is text', () => {
    const message = one(quote(HOSTILE), citations(cite(1, { title: '<b>[عنوان](http://x)</b>' })))
    expect(message.entities.map(({ type }) => type)).toEqual(['blockquote', 'text_link'])
    expect(message.text).toContain('<b>عريض</b> &lt;')
    accepted(message)
  })
  test('cannot turn the line of a citation', () =>
    expect(one(citations(cite(1, { title: 'عنوان\u202E\u2069gpj' }))).text).toContain('\u2068عنوانgpj\u2069'))
})

describe('what Telegram would remove is gone before entities are counted', () => {
  const check = (name: string, given: string, shown: string): void =>
    test(name, () => {
      const message = one(quote(given), citations(cite(1)))
      expect(covered(message)[0]).toEqual(['blockquote', shown])
      const sent = formatText(message.text, {
        entities: message.entities as never,
        limit: LONGEST_MESSAGE,
        tooLong: '',
        user: () => undefined,
      })
      expect(sent.text).toBe(message.text)
    })
  check('line separators', 'أول\u2028ثان\u2029ثالث', 'أول\nثان\nثالث')
  check('tabs', 'أول\tثان', 'أول ثان')
  check('carriage returns', 'أول\r\nثان', 'أول\nثان')
  check('terminal controls', '\u001B[31mأحمر\u0000', '[31mأحمر')
  check('half letters', 'أول \uD83D ثان \uDE00', 'أول \uFFFD ثان \uFFFD')
})

describe('a citation leads', () => {
  const url = (citation: Citation): unknown => (one(citations(citation)).entities[0] as { url?: string }).url
  test('to its source', () =>
    expect(url(cite(1, { link: 'https://example.org/a#:~:text=x' }))).toBe('https://example.org/a#:~:text=x'))
  test('without one, to the passage in private', () =>
    expect(url(cite(1))).toBe('https://t.me/sanad_bot?start=p_1abc_10-12'))
  test('also where the address is longer than a link can be', () =>
    expect(url(cite(1, { link: `https://example.org/${'a'.repeat(2000)}` }))).toBe(
      'https://t.me/sanad_bot?start=p_1abc_10-12',
    ))
  describe('where documents can be read', () => {
    const HOME = 'https://sanad.example.org'
    const leads = (...cited: Citation[]): unknown[] =>
      render([citations(...cited)], BOT, HOME).flatMap(({ entities }) =>
        entities.map((entity) => (entity as { url?: string }).url),
      )
    const of = (document: Partial<Citation['document']>): Partial<Citation> => ({
      document: { ...cite(1).document, ...document },
    })
    const SOURCE = { link: 'https://example.org/a#:~:text=x' }
    test('to the words in the reader, whatever the source', () =>
      expect(leads(cite(1, SOURCE))).toEqual([
        expect.stringMatching(/^https:\/\/sanad\.example\.org\/read\/d\?s=10-12&w=[\w-]+#s=10-12$/),
      ]))
    test('with the answer’s other citations, in whatever block they stand', () => {
      const parts = render([citations(cite(1)), citations(cite(2, { start: 15, end: 17 }))], BOT, HOME)
      for (const { entities } of parts)
        for (const entity of entities)
          expect(entity).toHaveProperty('url', expect.stringContaining('&a=1abc.10-12,1abc.15-17#'))
    })
    test('not for what is kept from the web, nor for what moderators added', () => {
      const passage = 'https://t.me/sanad_bot?start=p_1abc_10-12'
      expect(leads(cite(1, of({ visibility: 'chat' })))).toEqual([passage])
      expect(leads(cite(1, of({ owner: 'telegram -1' })))).toEqual([passage])
      expect(leads(cite(1, { ...of({ visibility: 'chat' }), ...SOURCE }))).toEqual([SOURCE.link])
    })
    test('not with an address longer than a link can be', () =>
      expect(leads(cite(1, of({ id: 'ن'.repeat(400) })))).toEqual(['https://t.me/sanad_bot?start=p_1abc_10-12']))
    test('an address of any document arrives as it is', () =>
      expect(leads(cite(1, of({ id: 'مجلد/أ b?#%' })))[0]).toContain(
        `/read/${encodeURIComponent('مجلد')}/${encodeURIComponent('أ b?#%')}?s=10-12`,
      ))
  })
  test('each to its own', () => {
    const message = one(citations(cite(1, { link: 'https://a.org' }), cite(2, { link: 'https://b.org' })))
    expect(message.text.split('\n').map((line) => line.slice(0, 4))).toEqual(['[1] ', '[2] '])
    expect(message.entities.map((entity) => (entity as { url?: string }).url)).toEqual([
      'https://a.org',
      'https://b.org',
    ])
  })
  test('and fits in a message whatever its title', () => {
    const parts = render([citations(...[1, 2, 3].map((number) => cite(number, { title: 'عنوان '.repeat(2000) })))], BOT)
    for (const part of parts) {
      expect(part.text.length).toBeLessThanOrEqual(LONGEST_MESSAGE)
      accepted(part)
    }
  })
  test('a deep link is what /start accepts', () => {
    const longest = passageLink(BOT, 'a'.repeat(32), { start: 123_456_789, end: 987_654_321 })
    expect(new URL(longest).searchParams.get('start')).toMatch(/^[\w-]{1,64}$/)
    expect(passageLink(BOT, '1abc')).toBe('https://t.me/sanad_bot?start=p_1abc')
  })
})

describe('a pointer', () => {
  const pointer = (words: string, conversation: string, message = '7', thread?: string): Block => ({
    type: 'pointer',
    text: words,
    place: { address: { platform: 'telegram', conversation, ...(thread === undefined ? {} : { thread }) }, message },
  })
  const leads = (...block: Block[]): unknown[] =>
    one(...block).entities.map((entity) => (entity as { url?: string }).url)
  test('is a line that leads to a message of a supergroup', () => {
    const message = one(pointer('سؤال عن الحدود', '-1001500000001'))
    expect(covered(message)).toEqual([['text_link', 'سؤال عن الحدود']])
    expect(leads(pointer('سؤال', '-1001500000001'))).toEqual(['https://t.me/c/1500000001/7'])
    accepted(message)
  })
  test('names the topic', () =>
    expect(leads(pointer('سؤال', '-1001500000001', '7', '42'))).toEqual(['https://t.me/c/1500000001/42/7']))
  test('names a small supergroup without zeros', () =>
    expect(leads(pointer('سؤال', '-1000000000012'))).toEqual(['https://t.me/c/12/7']))
  for (const [where, conversation, message, thread] of [
    ['in a group that is none', '-1500000001', '7', undefined],
    ['in a group of twelve digits', '-100500000001', '7', undefined],
    ['in a private chat', '~5B00NEc2ZpF0P0FLM8rlWw', '7', undefined],
    ['to what is no message', '-1001500000001', '7/../8', undefined],
    ['in what is no topic', '-1001500000001', '7', 'x'],
  ] as const)
    test(`is plain ${where}`, () => {
      const shown = one(pointer('سؤال', conversation, message, thread))
      expect(shown.text).toBe('سؤال')
      expect(shown.entities).toEqual([])
    })
  test('stands right under the one before, and apart from the rest', () => {
    const at = '-1001500000001'
    const message = one(text('أسئلة'), pointer('أول', at), pointer('ثان\nوبقيته', at, '8'), text('انتهى'))
    expect(message.text).toBe('أسئلة\n\nأول\nثان وبقيته\n\nانتهى')
    expect(covered(message)).toEqual([
      ['text_link', 'أول'],
      ['text_link', 'ثان وبقيته'],
    ])
  })
})

describe('a chart', () => {
  const chart: Chart = {
    title: 'الأسئلة',
    language: 'ar',
    parts: ['أجيبت', 'لم تجب'],
    bars: [{ label: '1', values: [1, 2] }],
  }
  test('is no text, but a picture of its own', () => {
    const reply: Reply = [{ type: 'chart', chart }, text('الأسئلة: 3'), actions('a')]
    expect(render(reply, BOT).map(({ text, rows }) => [text, rows.length])).toEqual([['الأسئلة: 3', 1]])
    expect(pictures(reply)).toEqual([chart])
    expect(pictures([text('نص')])).toEqual([])
  })
})

describe('a button for another group', () => {
  const elsewhere = (command: string): Action => ({ label: 'اختر مجموعة', command, elsewhere: true })
  const buttons = (...list: Action[]) => one(text('نص'), { type: 'actions', actions: list }).rows.flat()
  test('leads there', () =>
    expect(buttons(elsewhere('/digest drafts -1001500000001'))).toMatchObject([
      { label: 'اختر مجموعة', url: 'https://t.me/sanad_bot?startgroup=d_-1001500000001' },
    ]))
  for (const [why, command] of [
    ['of a private chat', '/digest drafts ~5B00NEc2ZpF0P0FLM8rlWw='],
    ['whose name is too long', `/digest drafts ${'1'.repeat(63)}`],
    ['that nothing is known about', '/settings language fr'],
    ['with more behind it', '/digest drafts -100&startgroup=x'],
  ] as const)
    test(`${why} is left out`, () =>
      expect(buttons(elsewhere(command), { label: 'a', command: '/a' }).map(({ label }) => label)).toEqual(['a']))
})

describe('buttons', () => {
  test('begin at the right for who reads from there', () =>
    expect(labels(actions('الأول', 'الثاني', '👍'))).toEqual([['👍', 'الثاني', 'الأول']]))
  test('begin at the left otherwise', () =>
    expect(labels(actions('Premier', 'Second', '👍'))).toEqual([['Premier', 'Second', '👍']]))
  test('are a row for each group, in order', () =>
    expect(labels(actions('a', 'b'), actions('c'))).toEqual([['a', 'b'], ['c']]))
  test('are four in a row at most', () =>
    expect(labels(actions('a', 'b', 'c', 'd', 'e'))).toEqual([['a', 'b', 'c', 'd'], ['e']]))
  test('stand under the last part alone', () => {
    const parts = render([text('نص '.repeat(2000)), actions('a')], BOT)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map(({ rows }) => rows.length)).toEqual([...parts.slice(1).map(() => 0), 1])
  })
  test('keep their commands', () => {
    const action: Action = { label: 'a', command: '/vote up 1', open: true }
    expect(one(text('نص'), { type: 'actions', actions: [action] }).rows).toEqual([[action]])
  })
})

describe('a notice', () => {
  test('alone is for whoever pressed', () => expect(noticeOf([{ type: 'notice', text: 'شكرا' }])).toBe('شكرا'))
  test('is at most as long as Telegram shows', () =>
    expect(noticeOf([{ type: 'notice', text: 'ب'.repeat(300) }])).toHaveLength(200))
  test('with more behind it is a message', () =>
    expect(noticeOf([{ type: 'notice', text: 'شكرا' }, text('نص')])).toBeUndefined())
  test('is nothing else', () => {
    expect(noticeOf([text('نص')])).toBeUndefined()
    expect(noticeOf([])).toBeUndefined()
  })
  test('is text in a message', () => expect(one({ type: 'notice', text: 'شكرا' }).text).toBe('شكرا'))
})

describe('parts', () => {
  test('are as long as Telegram takes them', () => expect(LONGEST_MESSAGE).toBe(4096))
  test('nothing is no message', () => expect(render([], BOT)).toEqual([]))
  test('white space is no message', () => expect(render([text(' \n')], BOT)).toEqual([]))
  test('the gap between two blocks counts', () =>
    expect(render([text('ا'.repeat(2048)), text('ب'.repeat(2048))], BOT)).toHaveLength(2))
  test('a quote and its citation stay together', () => {
    const parts = render([text('ا'.repeat(4000)), quote('ب'.repeat(80)), citations(cite(1))], BOT)
    expect(parts.map(({ entities }) => entities.length)).toEqual([0, 2])
  })
  const letters = fc.constantFrom(
    'م',
    'مُ',
    'ـ',
    ' ',
    '. ',
    '\n',
    'a',
    '👍🏽',
    '👨‍👩‍👧‍👦',
    '🇲🇦',
    'é',
    '\t',
    '\u2028',
    '\u202E',
  )
  const words = fc
    .array(letters, { minLength: 1, maxLength: 60 })
    .chain((some) => fc.integer({ min: 1, max: 90 }).map((times) => some.join('').repeat(times)))
  const block: fc.Arbitrary<Block> = fc.oneof(
    words.map(text),
    words.map((given) => quote(given)),
    words.map((given) => quote(given, { start: 0, end: given.length })),
    words.map((given) => citations(cite(1, { title: given }), cite(2))),
    fc.constant(actions('السياق', 'المزيد')),
  )
  const graphemes = (words: string): string[] => [...new Intl.Segmenter('und').segment(words)].map((one) => one.segment)
  const shown = (words: string): string => words.replace(/[\u202E\s]+/gu, '')

  test('are whole, short enough and accepted, whatever the reply', () =>
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), (reply: Reply) => {
        const parts = render(reply, BOT)
        for (const part of parts) {
          expect(part.text.length).toBeLessThanOrEqual(LONGEST_MESSAGE)
          for (const { offset, length } of part.entities) {
            expect(offset).toBeGreaterThanOrEqual(0)
            expect(length).toBeGreaterThan(0)
            expect(offset + length).toBeLessThanOrEqual(part.text.length)
          }
        }
        // No letter is parted: the graphemes of all parts are those of all blocks.
        const given = reply.flatMap((block) => ('text' in block ? graphemes(shown(block.text)) : []))
        if (reply.every(({ type }) => type !== 'citations'))
          expect(graphemes(shown(parts.map(({ text }) => text).join('\n')))).toEqual(graphemes(given.join('')))
        const pictures = new Set(parts.flatMap(({ text }) => graphemes(text)).filter((letter) => letter.length > 2))
        for (const letter of pictures) expect(['👍🏽', '👨‍👩‍👧‍👦', '🇲🇦']).toContain(letter)
      }),
      { numRuns: 150 },
    ))
  test('are taken by Telegram with the entities as they are', () =>
    fc.assert(
      fc.property(fc.array(block, { maxLength: 3 }), (reply: Reply) => {
        for (const part of render(reply, BOT)) if (/[\p{L}\p{S}]/u.test(part.text)) accepted(part)
      }),
      { numRuns: 60 },
    ))
})
