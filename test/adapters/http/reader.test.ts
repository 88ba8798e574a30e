/** The reader's pages over HTTP: which documents are there, what a link marks, search, turns, languages, and links that are wrong. */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Document, parseDocument, phrases, readerLink, readerPath } from '../../../src/index.ts'
import { contractCorpus, HOSTILE } from '../../contract/corpus.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'
import { attribute, byId, type Element, elements, hasClass, pageOf, textOf } from './markup.ts'
import { createPerson } from './person.ts'
import { send } from './raw.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
async function start(options: ConnectOptions = {}): Promise<Connected> {
  connected = await connect(options)
  return connected
}
const made = (id: string, text: string, more: Partial<Parameters<typeof parseDocument>[0]> = {}): Document =>
  parseDocument({ id, file: `${id}.txt`, text, metadata: {}, ...more })
const TEXT = 'تأسس النادي عام 1931 في مدينة فاس، وكان أعضاؤه من تلاميذ المدارس. وقد أغلق بعد سنوات قليلة ثم عاد.'
const marked = (html: string): Element[] =>
  elements(pageOf(html)).filter((element) => element.tagName === 'mark' && hasClass(element, 'quoted'))
const markedText = (html: string): string =>
  marked(html)
    .map((mark) => textOf(mark))
    .join('')

describe('a document', () => {
  const ids = [
    'plain',
    'وثيقة عربية',
    'a b',
    'a+b',
    'a%20b',
    '100%',
    'a?b=c',
    'a#b',
    'a&b<c>"d\'',
    'x/y/z',
    'é',
    'e\u0301',
    '👨‍👩‍👧',
    'a;b,c:d@e',
    '__proto__',
    '...',
    '~',
    "'",
  ]
  for (const id of ids)
    test(`called «${id}» is where its path says`, async () => {
      const { root } = await start({ documents: [made(id, `${id} عنوان\n\n${TEXT}`), made('other', 'غير ذلك')] })
      const person = createPerson(root)
      const answer = await person.get(readerPath(id) ?? '')
      expect(answer.status).toBe(200)
      expect(answer.body).toContain('1931')
      const list = elements(pageOf((await person.get('/read')).body))
      const links = list.flatMap((element) => (element.tagName === 'a' ? (attribute(element, 'href') ?? []) : []))
      expect(links).toContain(readerPath(id))
    })
  test('that is kept from the web is not there, nor in the list, nor told from one that is not', async () => {
    const kept = { ...made('kept', TEXT), visibility: 'chat' as const }
    const owned = { ...made('owned', TEXT), owner: 'web c1' } as Document
    const { root } = await start({ documents: [kept, owned, made('open', TEXT)] })
    const person = createPerson(root)
    const nothing = await person.get('/read/nothing')
    expect(nothing.status).toBe(404)
    for (const id of ['kept', 'owned']) {
      const answer = await person.get(`/read/${id}?s=0-10`)
      expect(answer.status).toBe(404)
      expect(answer.body.replaceAll(`${id}?s=0-10&amp;`, 'nothing?')).toBe(nothing.body)
    }
    const { body } = await person.get('/read')
    expect(body).toContain('/read/open')
    expect(body).not.toMatch(/\/read\/(kept|owned)/)
  })
  test('that is not there gives a page that leads on', async () => {
    const { root } = await start()
    const { status, body } = await createPerson(root).get('/read/nothing')
    expect(status).toBe(404)
    expect(textOf(pageOf(body))).toContain(say.reader.noDocument)
    expect(body).toContain('href="/read"')
  })
  test('with hostile text is shown word for word and orders nothing', async () => {
    const { root } = await start()
    const { body } = await createPerson(root).get('/read/hostile')
    const page = pageOf(body)
    const [text] = elements(page).filter((element) => hasClass(element, 'text'))
    expect(textOf(text as Element)).toContain(HOSTILE.replace('\u001B', ''))
    expect(elements(text as Element).filter(({ tagName }) => ['b', 'script', 'img'].includes(tagName))).toEqual([])
    expect(body).not.toContain('\u001B')
  })
  test('whose title and metadata are markup is shown as text', async () => {
    const value = '"><script>alert(1)</script>'
    const metadata = {
      title: { value: `عنوان ${value}`, origin: 'front matter' as const },
      author: { value, origin: 'front matter' as const },
      url: { value: 'javascript:alert(1)', origin: 'front matter' as const },
    }
    const { root } = await start({ documents: [made('x', TEXT, { metadata })] })
    for (const path of ['/read', '/read/x', '/read/x?s=0-20']) {
      const { body } = await createPerson(root).get(path)
      expect(textOf(pageOf(body))).toContain(value)
      expect(elements(pageOf(body)).filter(({ tagName }) => tagName === 'script')).toHaveLength(1)
      expect(body).not.toMatch(/href="javascript/i)
    }
  })
})

describe('a link to a quote', () => {
  test('of an answer marks its exact words, under the name in its fragment', async () => {
    const { root, sanad } = await start()
    const { citations } = sanad.ask(QUESTION)
    expect(citations).not.toEqual([])
    for (const citation of citations) {
      const url = new URL(readerLink(citation, citations) ?? '', root)
      const { status, body } = await createPerson(root).get(url.pathname + url.search)
      expect(status).toBe(200)
      expect(markedText(body).replace(/\s+/g, ' ')).toBe(citation.quote.replace(/\s+/g, ' '))
      expect(byId(pageOf(body), decodeURIComponent(url.hash.slice(1)))).toBeDefined()
    }
  })
  test('in the chat leads there', async () => {
    const { root, sanad } = await start()
    const person = createPerson(root)
    await person.say(QUESTION)
    const { body } = await person.get('/')
    const [link] = elements(pageOf(body)).filter(
      (element) => attribute(element, 'href')?.startsWith('/read/union?') === true,
    )
    const url = new URL(attribute(link as Element, 'href') ?? '', root)
    const answer = await person.get(url.pathname + url.search)
    expect(markedText(answer.body)).toBe(sanad.ask(QUESTION).citations[0]?.quote)
  })
  test('whose document has changed finds the words where they are now', async () => {
    const [union] = contractCorpus()
    const { root, sanad } = await start()
    const [citation] = sanad.ask(QUESTION).citations
    if (union === undefined || citation === undefined) throw new Error('nothing to cite')
    const url = new URL(readerLink(citation) ?? '', root)
    sanad.load([made('union', `مقدمة جديدة لم تكن هنا من قبل.\n\n${union.text}`)])
    const { body } = await createPerson(root).get(url.pathname + url.search)
    expect(markedText(body)).toBe(citation.quote)
    expect(textOf(pageOf(body))).toContain(say.reader.moved)
    expect(byId(pageOf(body), url.hash.slice(1))).toBeDefined()
  })
  test('whose words are gone says so and marks nothing', async () => {
    const { root, sanad } = await start()
    const [citation] = sanad.ask(QUESTION).citations
    if (citation === undefined) throw new Error('nothing to cite')
    const url = new URL(readerLink(citation) ?? '', root)
    sanad.load([made('union', 'نص آخر عن الطبخ والخضار والبستان الجميل لا صلة له بما كان.')])
    const { body, status } = await createPerson(root).get(url.pathname + url.search)
    expect(status).toBe(200)
    expect(marked(body)).toEqual([])
    expect([say.reader.gone, say.reader.unknown].some((words) => textOf(pageOf(body)).includes(words))).toBe(true)
  })
  test('offers the quotation with its source and a link that leads back to it', async () => {
    const { root, sanad } = await start()
    const [citation] = sanad.ask(QUESTION).citations
    if (citation === undefined) throw new Error('nothing to cite')
    const url = new URL(readerLink(citation) ?? '', root)
    const person = createPerson(root)
    const { body } = await person.get(url.pathname + url.search)
    const copy = textOf(byId(pageOf(body), 'quotation') as Element)
    expect(copy).toContain(`«${citation.quote}»`)
    const again = new URL(copy.split('\n').at(-1) ?? '')
    expect(again.origin).toBe(root)
    expect(markedText((await person.get(again.pathname + again.search)).body)).toBe(citation.quote)
  })
  test('copied from a public reader has its address, whatever name was used', async () => {
    const { port, sanad } = await start({ publicUrl: 'https://sanad.example.org' })
    const [citation] = sanad.ask(QUESTION).citations
    const path = readerLink(citation as never)?.split('#')[0] ?? ''
    const { body } = await send(port, { path, headers: { host: 'evil.example' } })
    expect(body).toContain('https://sanad.example.org/read/union')
    expect(body).not.toContain('evil.example')
  })
})

describe('the other quotes of an answer', () => {
  const turns = (html: string): string[] =>
    elements(pageOf(html)).flatMap((element) =>
      ['prev', 'next'].includes(attribute(element, 'rel') ?? '') ? [attribute(element, 'href') ?? ''] : [],
    )
  test('are reached one after the other, and back', async () => {
    const { root, sanad } = await start({
      documents: [...contractCorpus(), made('second', `${TEXT.replace('النادي', 'اتحاد الكتاب')}`)],
    })
    const passages = sanad.documents.flatMap((document) =>
      document.passages.slice(0, 1).map((passage) => ({ document, passage })),
    )
    const tokens = passages.map(({ passage }) => `${passage.id}.${passage.start}-${passage.end}`)
    expect(tokens.length).toBeGreaterThanOrEqual(3)
    const person = createPerson(root)
    const at = (index: number): string => {
      const { document, passage } = passages[index] as (typeof passages)[number]
      return `/read/${document.id}?s=${passage.start}-${passage.end}&a=${tokens.join(',')}`
    }
    const first = await person.get(at(0))
    expect(turns(first.body)).toHaveLength(1)
    const [next = ''] = turns(first.body)
    const second = await person.get(next.split('#')[0] ?? '')
    expect(next.split('#')[0]).toBe(at(1))
    expect(turns(second.body)).toHaveLength(2)
    expect(markedText(second.body)).not.toBe('')
    expect(turns(second.body)[0]?.split('#')[0]).toBe(at(0))
    expect(textOf(pageOf(second.body))).toContain(say.reader.citation(2, tokens.length))
  })
  test('that are not there are left out, and none is of a document that is kept from the web', async () => {
    const kept = { ...made('kept', TEXT), visibility: 'chat' as const }
    const { root } = await start({ documents: [...contractCorpus(), kept] })
    const token = kept.passages.map(({ id, start, end }) => `${id}.${start}-${end}`)[0] ?? ''
    const { status, body } = await createPerson(root).get(
      `/read/union?s=0-10&a=nothing.1-2,${token},x,,.,${'z'.repeat(900)}`,
    )
    expect(status).toBe(200)
    expect(turns(body)).toEqual([])
    expect(body).not.toContain('/read/kept')
  })
})

describe('a search in a document', () => {
  const hits = (html: string): string[] =>
    elements(pageOf(html)).flatMap((element) =>
      attribute(element, 'id')?.startsWith('hit-') === true ? textOf(element) : [],
    )
  test('finds words whatever their marks and hamzas, and leads to each', async () => {
    const { root } = await start()
    const person = createPerson(root)
    for (const query of ['الأمانة', 'الامانه', 'الأَمَانَة']) {
      const { body } = await person.get(`/read/union?q=${encodeURIComponent(query)}`)
      expect(hits(body).length).toBeGreaterThanOrEqual(2)
      for (const hit of hits(body)) expect(hit).toBe('الأمانة')
      for (const [at] of hits(body).entries()) expect(body).toContain(`href="#hit-${at + 1}"`)
    }
  })
  test('that finds nothing says so', async () => {
    const { root } = await start()
    const { body } = await createPerson(root).get('/read/union?q=%D8%B7%D9%88%D9%83%D9%8A%D9%88')
    expect(hits(body)).toEqual([])
    expect(textOf(pageOf(body))).toContain(say.reader.nowhere)
  })
  test('for markup finds text and stays text', async () => {
    const { root } = await start()
    const query = '"><img src=x onerror=alert(1)>'
    const { body } = await createPerson(root).get(`/read/hostile?q=${encodeURIComponent(query)}`)
    const field = byId(pageOf(body), 'q')
    expect(attribute(field as Element, 'value')).toBe(query)
    expect(elements(pageOf(body)).filter(({ attrs }) => attrs.some(({ name }) => name.startsWith('on')))).toEqual([])
  })
})

describe('the language of a page', () => {
  const spoken = (html: string): readonly (string | undefined)[] => {
    const [root] = elements(pageOf(html))
    return [attribute(root as Element, 'lang'), attribute(root as Element, 'dir')]
  }
  test('is what is chosen, and is remembered', async () => {
    const { root } = await start()
    const person = createPerson(root)
    expect(spoken((await person.get('/read/union')).body)).toEqual(['ar', 'rtl'])
    expect(spoken((await person.get('/read/union?lang=fr')).body)).toEqual(['fr', 'ltr'])
    expect(spoken((await person.get('/')).body)).toEqual(['fr', 'ltr'])
    expect(spoken((await createPerson(root).get('/')).body)).toEqual(['ar', 'rtl'])
  })
  const asked: readonly (readonly [string, string])[] = [
    ['fr', 'fr'],
    ['en-GB,en;q=0.9', 'en'],
    ['de,fr;q=0.7,en;q=0.8', 'en'],
    ['de', 'ar'],
    ['*', 'ar'],
    ['', 'ar'],
    ['fr;q=x', 'fr'],
    [';;;,,,q=', 'ar'],
    ['x'.repeat(3000), 'ar'],
  ]
  for (const [wanted, language] of asked)
    test(`for «${wanted.slice(0, 30)}» is ${language}`, async () => {
      const { root } = await start()
      const { status, body } = await createPerson(root).get('/', { 'accept-language': wanted })
      expect(status).toBe(200)
      expect(spoken(body)[0]).toBe(language)
    })
  for (const lang of ['xx', '', '../', '<b>', 'FR', 'ar-MA', '__proto__'])
    test(`«${lang}» is chosen without harm`, async () => {
      const { root } = await start()
      const person = createPerson(root)
      const { status, body } = await person.get(`/read/union?lang=${encodeURIComponent(lang)}`)
      expect(status).toBe(200)
      expect(['ar', 'fr', 'en']).toContain(spoken(body)[0])
      expect(['ar', 'fr', 'en', undefined]).toContain(person.cookies.get('language'))
      person.cookies.set('language', encodeURIComponent(lang))
      expect((await person.get('/')).status).toBe(200)
    })
  test('changes nothing else of where the reader is', async () => {
    const { root } = await start()
    const { body } = await createPerson(root).get('/read/union?s=20-40&a=x.1-2&q=%D8%A7')
    const link = elements(pageOf(body)).find((element) => attribute(element, 'hreflang') === 'en')
    const url = new URL(attribute(link as Element, 'href') ?? '', root)
    expect(url.pathname).toBe('/read/union')
    expect(Object.fromEntries(url.searchParams)).toEqual({ s: '20-40', a: 'x.1-2', q: 'ا', lang: 'en' })
  })
})

test('no query is a fault', async () => {
  const { port } = await start()
  const value = fc.oneof(
    fc.constantFrom(
      '',
      '0-0',
      '1-0',
      '5-20',
      '0-999999999',
      '-1-5',
      '1e3-2e3',
      '1-2-3',
      '%',
      '%zz',
      '%00',
      '%ff',
      '%ED%A0%80',
      'ا',
      '🙂',
      '.',
      ',,,',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.stringMatching(/^[\w.,%&=+;-]{0,60}$/),
  )
  const name = fc.constantFrom('s', 'w', 'a', 'q', 'lang', 'x')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(name, value), { maxLength: 5 }),
      fc.constantFrom('/read/union', '/read', '/'),
      async (pairs, path) => {
        const { status } = await send(port, {
          path: `${path}?${pairs.map((pair) => pair.join('=')).join('&')}`.replace(
            /[^\x21-\x7e]/gu,
            encodeURIComponent,
          ),
        })
        expect(status).toBe(200)
      },
    ),
    { numRuns: 200 },
  )
})
