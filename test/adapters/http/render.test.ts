/** Replies as HTML, as a browser's parser reads it: exactly the words that went in, and nothing that does anything. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMessage, renderNotice } from '../../../adapters/http/render.ts'
import type { Message } from '../../../adapters/http/transcripts.ts'
import { type Action, type Block, type Citation, createSanad, phrases, withoutControls } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { attribute, type Element, elements, hasClass, pieceOf, textOf } from './markup.ts'

const say = phrases('ar')
const DOT = 'data:image/png;base64,AAAA'
const message = (reply: readonly Block[], more: Partial<Message> = {}): Message => ({
  id: 'm-1',
  key: 'abcdefghijkl',
  subject: 's',
  from: 'sanad',
  reply,
  aside: false,
  pictures: [DOT],
  revision: 1,
  ...more,
})
const rendered = (reply: readonly Block[], more: Partial<Message> = {}) =>
  pieceOf(String(renderMessage(message(reply, more), 'ar')))
const of = (reply: readonly Block[], tag: string): Element[] =>
  elements(rendered(reply)).filter(({ tagName }) => tagName === tag)

const sanad = createSanad()
sanad.load(contractCorpus())
const [citation] = sanad.ask('متى تأسس اتحاد المغرب العربي؟').citations as [Citation]
const cited = (more: Partial<Citation['document']>, link?: string): Citation => {
  const { link: _, ...rest } = citation
  return { ...rest, document: { ...citation.document, ...more }, ...(link === undefined ? {} : { link }) }
}
const citing = (...citations: Citation[]): Block => ({ type: 'citations', citations, language: 'ar' })

describe('a quote', () => {
  test('is a block quote in its own direction, with what is marked in it', () => {
    const [quote] = of([{ type: 'quote', text: 'one two three', marked: { start: 4, end: 7 } }], 'blockquote')
    expect(attribute(quote as Element, 'dir')).toBe('ltr')
    expect(textOf(quote as Element)).toBe('one two three')
    expect(elements(quote as Element).map((mark) => [mark.tagName, textOf(mark)])).toEqual([['mark', 'two']])
    expect(attribute(of([{ type: 'quote', text: 'نص' }], 'blockquote')[0] as Element, 'dir')).toBe('rtl')
  })
  test('is folded where it is long and one of many', () => {
    const text = 'كلمة '.repeat(100)
    expect(of([{ type: 'quote', text, folded: true }], 'details')).toHaveLength(1)
    expect(of([{ type: 'quote', text }], 'details')).toHaveLength(0)
    expect(of([{ type: 'quote', text: 'قصير', folded: true }], 'details')).toHaveLength(0)
    expect(textOf(of([{ type: 'quote', text, folded: true }], 'blockquote')[0] as Element)).toBe(text)
  })
})

describe('a citation', () => {
  const href = (...citations: Citation[]): (string | undefined)[] =>
    of([citing(...citations)], 'a').map((link) => attribute(link, 'href'))
  test('leads to its place in the reader', () => {
    const [link = ''] = href(citation)
    expect(link).toMatch(/^\/read\/union\?s=\d+-\d+/)
    expect(link).toContain(`#s=${citation.start}-${citation.end}`)
    expect(href(cited({}, 'https://example.org/x'))[0]).toMatch(/^\/read\//)
  })
  test('of a document that is kept from the web leads to its source, or nowhere', () => {
    expect(href(cited({ visibility: 'chat' }, 'https://example.org/x#:~:text=y'))).toEqual([
      'https://example.org/x#:~:text=y',
    ])
    expect(href(cited({ visibility: 'chat' }))).toEqual([])
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https:javascript',
      ' https://x',
      '//x',
      'file:///etc/passwd',
      '/x',
      'vbscript:x',
    ])
      expect(href(cited({ visibility: 'chat' }, link))).toEqual([])
  })
  test('names its number, title and where in it', () => {
    const text = textOf(rendered([citing(citation)]))
    expect(text).toContain('[1]')
    expect(text).toContain(citation.document.title)
  })
})

describe('choices', () => {
  const action = (more: Partial<Action> = {}): Action => ({ label: 'نعم', command: '/a secret command', ...more })
  const choices = (...actions: Action[]): Block => ({ type: 'actions', actions })
  test('are buttons of forms, in order over all rows, and do not say what they stand for', () => {
    const reply = [choices(action(), action()), choices(action())]
    const html = String(renderMessage(message(reply), 'ar'))
    expect(of(reply, 'button').map((button) => attribute(button, 'value'))).toEqual(
      [0, 1, 2].map((at) => `abcdefghijkl:${at}`),
    )
    expect(html).not.toContain('secret')
  })
  test('that lead elsewhere are left out, and the others keep their places', () => {
    const reply = [choices(action(), action({ elsewhere: true }), action())]
    expect(of(reply, 'button').map((button) => attribute(button, 'value'))).toEqual([
      'abcdefghijkl:0',
      'abcdefghijkl:2',
    ])
  })
  test('with a form open it under them: every field has a name, a label and a limit', () => {
    const fields = [
      { label: 'سطر', required: true, longest: 50, value: '"><b>' },
      { label: 'نص', required: false, longest: 1000, value: 'سطر\nآخر' },
    ]
    const reply = [choices(action({ form: { title: 'عنوان', prompt: 'اكتب', fields } }))]
    const [input] = of(reply, 'input')
    const [area] = of(reply, 'textarea')
    expect(attribute(input as Element, 'value')).toBe('"><b>')
    expect(textOf(area as Element)).toBe('سطر\nآخر')
    for (const [at, field] of [input, area].entries()) {
      expect(attribute(field as Element, 'name')).toBe(`field${at + 1}`)
      expect(attribute(field as Element, 'maxlength')).toBe(String(fields[at]?.longest))
      const label = of(reply, 'label').find((one) => attribute(one, 'for') === attribute(field as Element, 'id'))
      expect(textOf(label as Element)).toBe(fields[at]?.label)
    }
    expect([input, area].map((field) => attribute(field as Element, 'required') !== undefined)).toEqual([true, false])
  })
})

describe('a message', () => {
  test('says whose it is, and who else sees it', () => {
    expect(textOf(rendered([]))).toContain(say.page.sanad)
    expect(textOf(rendered([], { from: 'person' }))).toContain(say.page.you)
    expect(textOf(rendered([], { aside: true }))).toContain(say.page.onlyYou)
    expect(textOf(rendered([]))).not.toContain(say.page.onlyYou)
  })
  test('has a chart for each that it shows', () => {
    const chart = (title: string): Block => ({
      type: 'chart',
      chart: { title, language: 'ar', parts: ['a', 'b'], bars: [] },
    })
    const shown = elements(rendered([chart('أول'), chart('ثان')], { pictures: [DOT, `${DOT}BBBB`] })).filter(
      ({ tagName }) => tagName === 'img',
    )
    expect(shown.map((image) => [attribute(image, 'alt'), attribute(image, 'src')])).toEqual([
      ['أول', DOT],
      ['ثان', `${DOT}BBBB`],
    ])
  })
})

/** What pages may be made of. */
const TAGS = [
  'article',
  'p',
  'span',
  'div',
  'blockquote',
  'mark',
  'details',
  'summary',
  'ul',
  'li',
  'a',
  'bdi',
  'img',
  'button',
  'form',
  'label',
  'input',
  'textarea',
]
const LINK = /^(?:\/read\/|https?:\/\/)/
function expectInert(html: string): void {
  for (const element of elements(pieceOf(html))) {
    expect(TAGS).toContain(element.tagName)
    for (const { name, value } of element.attrs) {
      expect(name).toMatch(/^(?!on|style$|srcdoc$|formaction$)[a-z-]+\d*$/)
      if (name === 'href') expect(value).toMatch(LINK)
      if (name === 'src') expect(value).toBe(DOT)
      if (name === 'action') expect(value).toBe('/press')
    }
  }
}

describe('hostile words', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '&lt;',
      '&#x3c;',
      '</p>',
      '</article>',
      '</textarea>',
      '</blockquote>',
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<!--',
      '-->',
      '<![CDATA[',
      '" onload="x',
      '\u202E',
      '\u0000',
      '\u001B[31m',
      '\u200B',
      '\u2028',
      '\u{E0041}',
      '`',
      '\n',
      '\n\n',
      '\t',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )
  const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  // Sanad's own words come without controls other than its isolates.
  const own = words.map(withoutControls)
  const flat = (text: string): string => text.replace(/\n+/g, '\n').replace(/^\n|\n$/g, '')
  const without = (element: Element): boolean => hasClass(element, 'name')

  test('of a document are quoted as they are, and do nothing', () =>
    fc.assert(
      fc.property(words, fc.nat(20), fc.nat(20), (text, from, to) => {
        // Between letters, as offsets of quotes always are.
        const place = (letters: number): number => [...text].slice(0, letters).join('').length
        const [start = 0, end = 0] = [place(from), place(to)].toSorted((one, other) => one - other)
        const html = String(renderMessage(message([{ type: 'quote', text, marked: { start, end } }]), 'ar'))
        const [quote] = elements(pieceOf(html)).filter(({ tagName }) => tagName === 'blockquote')
        // A parser keeps line feeds in a block quote.
        expect(flat(textOf(quote as Element))).toBe(flat(withoutControls(text)))
        const [mark] = elements(quote as Element)
        expect(flat(textOf(mark as Element))).toBe(flat(withoutControls(text.slice(start, end))))
        expectInert(html)
      }),
      { numRuns: 300 },
    ))
  test('in a sentence of Sanad’s are shown line by line as they are', () =>
    fc.assert(
      fc.property(own, fc.constantFrom('text' as const, 'notice' as const), (text, type) => {
        const html = String(renderMessage(message([{ type, text }]), 'ar'))
        const shown = elements(pieceOf(html))
          .filter(({ tagName }) => tagName === 'p')
          .slice(1)
        const lines = text.split('\n').filter((line) => line.trim() !== '')
        expect(shown.map((line) => textOf(line))).toEqual(lines.map(flat))
        expectInert(html)
        const notice = String(renderNotice(text))
        expect(flat(textOf(pieceOf(notice)))).toBe(flat(text))
        expectInert(notice)
      }),
      { numRuns: 300 },
    ))
  test('in names, links and forms are shown as they are', () =>
    fc.assert(
      fc.property(words, own, words, (name, label, link) => {
        const document = { title: name, author: name, visibility: 'chat' as const }
        const reply: Block[] = [
          citing(cited(document, link), cited({ ...document, visibility: 'web' as never }, `https://${link}`)),
          {
            type: 'actions',
            actions: [
              { label, command: name },
              {
                label,
                command: name,
                form: {
                  title: label,
                  prompt: label,
                  fields: [
                    { label, required: true, longest: 50, value: name },
                    { label, required: false, longest: 500, value: `.${label}` },
                  ],
                },
              },
            ],
          },
          { type: 'pointer', text: label, place: { address: { platform: 'web', conversation: 'c' }, message: 'm' } },
          { type: 'chart', chart: { title: label, language: 'ar', parts: ['a', 'b'], bars: [] } },
        ]
        const html = String(renderMessage(message(reply), 'ar'))
        expectInert(html)
        const all = elements(pieceOf(html))
        expect(flat(textOf(all.filter(({ tagName }) => tagName === 'button')[0] as Element))).toBe(flat(label))
        expect(textOf(all.filter(({ tagName }) => tagName === 'textarea')[0] as Element)).toBe(flat(`.${label}`))
        expect(attribute(all.filter(({ tagName }) => tagName === 'img')[0] as Element, 'alt')).toBe(label)
        const cited2 = all.filter(({ tagName }) => tagName === 'bdi')[0] as Element
        if (withoutControls(name).trim() !== '')
          expect(textOf(cited2).replace(/\s+/g, ' ')).toContain(withoutControls(name).trim().replace(/\s+/g, ' '))
        expect(textOf(pieceOf(html), without)).not.toContain('\u202E')
      }),
      { numRuns: 200 },
    ))
})
