/** The chat over HTTP: what a page shows after a message or a press, what its script is told, and how much one person may ask. */
import { afterEach, describe, expect, test } from 'vitest'
import { PER_PERSON, PRESSES } from '../../../adapters/chat/allowance.ts'
import { type Incoming, phrases, type Reply } from '../../../src/index.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'
import { attribute, byId, elements, hasClass, pageOf, pieceOf, textOf } from './markup.ts'
import { createPerson, remark, said } from './person.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const WAITS = Array.from({ length: 61 }, (_, seconds) => say.slowDown(seconds))

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
async function start(options: ConnectOptions = {}): Promise<Connected> {
  connected = await connect(options)
  return connected
}
const echo = async ({ text }: Incoming): Promise<Reply> => [{ type: 'text', text: `«${text}»` }]
const PART = { 'x-sanad-part': '0' }

describe('a message', () => {
  test('without scripts leads to its answer in the page', async () => {
    const { root } = await start()
    const person = createPerson(root)
    const answer = await person.post('/ask', { text: QUESTION })
    expect(answer.status).toBe(303)
    const [path = '', id = ''] = answer.headers.get('location')?.split('#') ?? []
    const page = pageOf((await person.get(path)).body)
    const message = byId(page, id)
    expect(message === undefined ? '' : textOf(message)).toContain('1989')
    expect(attribute(message as never, 'tabindex')).toBe('-1')
  })
  test('with scripts is answered with what changed, and nothing twice', async () => {
    const { root } = await start()
    const person = createPerson(root)
    const first = await person.post('/ask', { text: QUESTION }, PART)
    expect(first.status).toBe(200)
    const piece = (body: string) => {
      const all = elements(pieceOf(body))
      const [news] = all.filter((element) => attribute(element, 'data-revision') !== undefined)
      const messages = all.filter((element) => hasClass(element, 'message'))
      return {
        revision: attribute(news as never, 'data-revision') ?? '',
        from: messages.map((message) => (hasClass(message, 'sanad') ? 'sanad' : 'person')),
      }
    }
    const { revision, from } = piece(first.body)
    expect(from).toEqual(['person', 'sanad'])
    const second = piece(
      (await person.post('/ask', { text: '/help', id: 'another-message' }, { 'x-sanad-part': revision })).body,
    )
    expect(second.from).toEqual(['person', 'sanad'])
    expect(Number(second.revision)).toBeGreaterThan(Number(revision))
    expect(piece((await person.get(`/news?after=${second.revision}`)).body).from).toEqual([])
    expect(piece((await person.get('/news?after=0')).body).from).toEqual(['person', 'sanad', 'person', 'sanad'])
  })
  test('sent again under its name is one message, with scripts too', async () => {
    let calls = 0
    const { root } = await start({
      handle: async () => {
        calls++
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const person = createPerson(root)
    await person.begin()
    const form = { id: 'the-name-of-a-form', text: QUESTION }
    await Promise.all([person.post('/ask', form), person.post('/ask', form, PART), person.post('/ask', form)])
    await person.post('/ask', form)
    expect(calls).toBe(1)
    expect(await person.heard()).toHaveLength(1)
  })
  test('of somebody who writes controls is shown without them', async () => {
    const { root } = await start({ handle: async () => [{ type: 'text', text: 'جواب' }] })
    const person = createPerson(root)
    const { body } = await person.say('قبل\u202Eبعد\u0007\u200B ثم')
    const own = elements(pageOf(body)).find((element) => hasClass(element, 'person'))
    expect(textOf(own as never, (element) => hasClass(element, 'name'))).toBe('قبلبعد ثم')
  })
  test('that is all markup is shown as text', async () => {
    const { root } = await start({ handle: echo })
    const person = createPerson(root)
    const text = `</article><script src=x></script><img src=x onerror=alert(1)>"'\`&lt;&#x3c;`
    const { body } = await person.say(text)
    const page = pageOf(body)
    expect(said(body)).toEqual([`«${text}»`])
    expect(elements(page).filter(({ tagName }) => tagName === 'script')).toHaveLength(1)
    expect(elements(page).flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith('on')))).toEqual([])
  })
  test('longer than a message may be is cut, not refused', async () => {
    const { root } = await start({ handle: async ({ text }) => [{ type: 'text', text: String(text.length) }] })
    const person = createPerson(root)
    await person.say('x'.repeat(10_000))
    expect(await person.heard()).toEqual(['4096'])
  })
  test('of an example is asked as it stands', async () => {
    const { root } = await start()
    const person = createPerson(root)
    await person.post('/ask', { text: 'something half written', example: QUESTION })
    const page = await person.get('/')
    expect(page.body).not.toContain('something half written')
    expect(said(page.body).join()).toContain('[1]')
  })
  test('with a file is one of words where files are not taken', async () => {
    const got: Incoming[] = []
    const { root } = await start({
      handle: async (incoming) => {
        got.push(incoming)
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const data = new FormData()
    data.set('text', 'سؤال')
    data.set('file', new File(['كلام'], 'x.txt'))
    await createPerson(root).post('/ask', data)
    expect(got.map(({ text, file }) => [text, file])).toEqual([['سؤال', undefined]])
  })
  test('with a file brings it where files are taken', async () => {
    const got: unknown[] = []
    const { root } = await start({
      moderated: true,
      handle: async ({ text, file }) => {
        got.push(text, file?.name, file?.size, Buffer.from((await file?.read(100)) ?? []).toString())
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const data = new FormData()
    data.set('text', '')
    data.set('file', new File(['كلام'], '../<b>.txt'))
    const person = createPerson(root)
    await person.post('/ask', data)
    expect(got).toEqual(['/corpus add', '../<b>.txt', 8, 'كلام'])
    expect((await person.get('/')).body).toContain('../&lt;b&gt;.txt')
  })
})

describe('who moderates', () => {
  const asking = async (moderated: boolean): Promise<boolean | undefined> => {
    let is: boolean | undefined
    const { root } = await start({
      moderated,
      handle: async (incoming) => {
        is = await incoming.isModerator?.()
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    await createPerson(root).say('/digest')
    return is
  }
  test('is whoever opens the page of a demonstration', async () => expect(await asking(true)).toBe(true))
  test('is nobody otherwise', async () => expect(await asking(false)).toBeUndefined())
  test('in a demonstration, moderates no conversation but their own', async () => {
    const other = { platform: 'web', conversation: 'somebody else' }
    const is: unknown[] = []
    const { root } = await start({
      moderated: true,
      handle: async ({ isModerator, address }) => {
        is.push(
          await isModerator?.(other),
          await isModerator?.({ ...address, platform: 'telegram' }),
          await isModerator?.(address),
        )
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    await createPerson(root).say('/digest')
    expect(is).toEqual([false, false, true])
  })
  test('is offered what moderators do, and nobody else is', async () => {
    const offered = async (moderated: boolean): Promise<string[]> => {
      const { root, close } = await connect({ moderated })
      const { body } = await createPerson(root).get('/')
      await close()
      return elements(pageOf(body)).flatMap((element) => attribute(element, 'value') ?? [])
    }
    expect(await offered(true)).toEqual(expect.arrayContaining(['/digest', '/gaps', '/settings', '/help']))
    const others = await offered(false)
    expect(others).toContain('/help')
    for (const name of ['/digest', '/gaps', '/stats', '/corpus', '/settings']) expect(others).not.toContain(name)
  })
})

describe('limits', () => {
  const most = PER_PERSON.private
  for (const moderated of [false, true])
    test(`of ${most} messages a minute, and one more is told to wait${moderated ? ', on trial too' : ''}`, async () => {
      const { root } = await start({ moderated, handle: async () => [{ type: 'text', text: 'جواب' }] })
      const person = createPerson(root)
      for (let count = 0; count < most; count++) expect((await person.post('/ask', { text: 'x' })).status).toBe(303)
      const over = await person.post('/ask', { text: 'واحدة أكثر' })
      expect(over.status).toBe(200)
      expect(WAITS).toContain(remark(over.body))
      const part = await person.post('/ask', { text: 'اثنتان أكثر' }, PART)
      expect(WAITS.some((wait) => part.body.includes(wait))).toBe(true)
      expect(await person.heard()).toHaveLength(most)
      expect((await person.get('/')).body).not.toContain('أكثر')
      // Others are not concerned.
      expect((await createPerson(root).post('/ask', { text: 'x' })).status).toBe(303)
    })
  test(`of ${PRESSES} presses a minute, and one more is told to wait`, async () => {
    const { root } = await start({ handle: async () => [{ type: 'text', text: 'جواب' }] })
    const person = createPerson(root)
    const press = async (): Promise<string> => remark((await person.post('/press', { choice: 'abcdefghijkl:0' })).body)
    for (let count = 0; count < PRESSES; count++) expect(await press()).toBe(say.tooOld)
    expect(WAITS).toContain(await press())
    expect((await person.post('/ask', { text: 'x' })).status).toBe(303)
  })
  test('of messages in one page: the oldest make room', async () => {
    const { root, adapter } = await start({ handle: echo })
    const person = createPerson(root)
    const conversation = await person.begin()
    for (let count = 1; count <= 250; count++)
      await adapter.deliver({ platform: 'web', conversation }, [{ type: 'text', text: `رقم ${count}.` }])
    const heard = await person.heard()
    expect(heard.length).toBeLessThanOrEqual(200)
    expect(heard.at(-1)).toBe('رقم 250.')
    expect(heard[0]).not.toBe('رقم 1.')
  })
})

describe('what comes unasked', () => {
  test('stands in the page of whom it is for, also before they came back', async () => {
    const { root, adapter } = await start()
    const person = createPerson(root)
    const conversation = await person.begin()
    const { messages } = await adapter.deliver({ platform: 'web', conversation }, [{ type: 'text', text: 'ملخص' }])
    expect(messages).toHaveLength(1)
    expect(byId(pageOf((await person.get('/')).body), messages[0] ?? '')).toBeDefined()
    expect((await person.get('/news?after=0')).body).toContain('ملخص')
    expect(await createPerson(root).heard()).toEqual([])
  })
})

describe('news', () => {
  for (const after of ['', 'x', '-1', '1e999', 'NaN', '0x10', '99999999999999999999', "1' or '1", '<b>', '%00'])
    test(`after «${after}» are no fault, and no markup`, async () => {
      const { root } = await start()
      const person = createPerson(root)
      await person.say('/help')
      for (const answer of [
        await person.get(`/news?after=${encodeURIComponent(after)}`),
        await person.post('/ask', { text: '/help' }, { 'x-sanad-part': after.replace('%00', '0') }),
      ]) {
        expect(answer.status).toSatisfy((status) => status === 200 || status === 303)
        expect(answer.body).not.toContain('<b>')
      }
    })
})

describe('a press', () => {
  test('of a form sends what was written in it, a line for each field', async () => {
    const texts: string[] = []
    const { root } = await start({
      handle: async ({ text }) => {
        texts.push(text)
        const field = (label: string, required: boolean) => ({ label, required, longest: 100 })
        const form = { title: 'عنوان', prompt: 'اكتب', fields: [field('أول', true), field('ثان', false)] }
        return [
          { type: 'text', text: 'جواب' },
          { type: 'actions', actions: [{ label: 'أضف', command: '/note', form }] },
        ]
      },
    })
    const person = createPerson(root)
    await person.say('x')
    await person.press('أضف', ['سطر أول', 'سطر ثان'])
    expect(texts[1]).toBe('/note سطر أول\nسطر ثان')
  })
  test('that answers with a remark alone changes nothing in the page', async () => {
    const { root } = await start({
      handle: async ({ text }) =>
        text === '/vote'
          ? [{ type: 'notice', text: 'شكرا' }]
          : [
              { type: 'text', text: 'جواب' },
              { type: 'actions', actions: [{ label: 'نعم', command: '/vote' }] },
            ],
    })
    const person = createPerson(root)
    await person.say('x')
    const before = await person.heard()
    expect(remark((await person.press('نعم')).body)).toBe('شكرا')
    expect(await person.heard()).toEqual(before)
  })
  test('shows a chart as a picture that says what it shows', async () => {
    const chart = { title: 'الأسئلة', language: 'ar' as const, parts: ['a', 'b'] as const, bars: [] }
    const { root } = await start({ handle: async () => [{ type: 'chart', chart }] })
    const person = createPerson(root)
    const { body } = await person.say('x')
    const picture = elements(pageOf(body)).find((element) => hasClass(element, 'chart'))
    expect(attribute(picture as never, 'src')).toMatch(/^data:image\/png;base64,[\w+/=]+$/)
    expect(attribute(picture as never, 'alt')).toBe('الأسئلة')
  })
  test('of a picture that cannot be drawn is still answered', async () => {
    const chart = { title: 'الأسئلة', language: 'ar' as const, parts: ['a', 'b'] as const, bars: [] }
    const { root } = await start({
      draw: () => Promise.reject(new Error('no font')),
      handle: async () => [
        { type: 'chart', chart },
        { type: 'text', text: 'أرقام' },
      ],
    })
    const person = createPerson(root)
    await person.say('x')
    expect((await person.heard()).join()).toContain('أرقام')
  })
})
