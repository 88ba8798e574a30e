import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Address,
  citationLabel,
  DeliveryError,
  type IncomingFile,
  phrases,
  type ReadFile,
  type Refusal,
  type Reply,
} from '../../src/index.ts'
import { commandOf, commands, EVENING, GROUP, openRoom, QUESTIONS, quotes, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
const OTHER: Address = { platform: 'telegram', conversation: '-3003' }
const TEXT = `سوق الخميس

يفتح سوق الخميس أبوابه في السادسة صباحا، ويغلق عند الظهر طوال أيام الصيف.

يباع في سوق الخميس السمن والعسل والزرابي التي تنسجها نساء القرية في الشتاء.`
const QUESTION = 'ماذا يباع في سوق الخميس؟'

/** What the file reader makes of files: their text, unless it is told otherwise. */
let reads: Awaited<ReturnType<ReadFile>> | undefined
const readFile: ReadFile = async ({ name, bytes }) =>
  reads ?? {
    source: { id: name, file: name, text: new TextDecoder().decode(bytes), metadata: {} },
    doubts: [],
  }

let room: Room
beforeEach(async () => {
  reads = undefined
  room = await openRoom({ readFile })
})
afterEach(() => room.store.close())

interface Sent {
  readonly name?: string
  readonly size?: number
  readonly text?: string
  readonly fails?: Error
}
const fileOf = ({ name = 'souk.txt', size, text = TEXT, fails }: Sent = {}): IncomingFile => {
  const bytes = new TextEncoder().encode(text)
  return {
    name,
    size: size ?? bytes.length,
    async read(longest) {
      if (fails !== undefined) throw fails
      if (bytes.length > longest) throw new DeliveryError('gone', 'longer than that')
      return bytes
    },
  }
}
const propose = (sent: Sent = {}, more = {}): Promise<Reply> =>
  room.send('/corpus add', { file: fileOf(sent), ...more })
const add = async (sent: Sent = {}, more = {}): Promise<Reply> =>
  room.send(commandOf(await propose(sent, more), '/corpus confirm'), more)
const added = (address: Address = GROUP) => room.store.documents.added(address)

describe('a file that is sent', () => {
  test('is shown as it was read, and is in the corpus once that is confirmed', async () => {
    const dry = await propose()
    expect(words(dry)).toBe(
      `${say.corpus.proposed('\u2068سوق الخميس\u2069')}\n${say.corpus.facts({ passages: say.passages(1), language: '\u2068العربية\u2069', date: undefined })}`,
    )
    expect(words(await room.send(QUESTION))).toContain(say.notFound)
    expect(await added()).toEqual([])
    const done = await room.send(commandOf(dry, '/corpus confirm'))
    expect(words(done)).toBe(say.corpus.added('\u2068سوق الخميس\u2069'))
    expect(quotes(await room.send(QUESTION)).join()).toContain('يباع في سوق الخميس السمن والعسل')
  })
  test('is not added when that is declined', async () => {
    expect(words(await room.send(commandOf(await propose(), '/corpus cancel')))).toBe(say.corpus.cancelled)
    expect(await added()).toEqual([])
    expect(words(await room.send(QUESTION))).toContain(say.notFound)
  })
  test('that was added is not said to be declined by a late press', async () => {
    const dry = await propose()
    await room.send(commandOf(dry, '/corpus confirm'))
    expect(words(await room.send(commandOf(dry, '/corpus cancel')))).toBe(say.corpus.added('\u2068سوق الخميس\u2069'))
    expect(await added()).toHaveLength(1)
  })
  test('is one document though it is confirmed twice, or handed over twice', async () => {
    const dry = await propose({}, { id: '-1001/900' })
    await propose({}, { id: '-1001/900' })
    await room.send(commandOf(dry, '/corpus confirm'))
    await room.send(commandOf(dry, '/corpus confirm'))
    expect(await added()).toHaveLength(1)
  })
  test('tells what could not be used of it', async () => {
    const source = { id: 'souk', file: 'souk.md', text: TEXT, metadata: {} }
    reads = { source, doubts: ['front matter', 'metadata'] }
    const text = words(await propose())
    expect(text).toContain(say.corpus.doubts['front matter'])
    expect(text).toContain(say.corpus.doubts.metadata)
  })
  test('is news in the digest', async () => {
    await add()
    room.set(EVENING)
    await room.send('/digest post')
    expect(words(room.posts()[0]?.reply ?? [])).toContain(say.digest.added('\u2068سوق الخميس\u2069'))
  })
  test('may be there already: the same text is not added twice', async () => {
    await add()
    const again = await propose({ name: 'other.txt' })
    expect(words(again)).toBe(say.corpus.sameText('\u2068سوق الخميس\u2069'))
    expect(commands(again)).toEqual([])
    expect(words(await propose({ text: room.sanad.documents[0]?.text ?? '' }))).toContain('\u2068')
  })
  test('may be in another conversation’s corpus: that says nothing here', async () => {
    await add()
    expect(commands(await propose({}, { address: OTHER }))).toHaveLength(2)
  })
})

describe('what is no document is refused, and changes nothing', () => {
  const refusal = async (sent: Sent): Promise<string> => {
    const reply = await propose(sent)
    expect(commands(reply)).toEqual([])
    expect(await added()).toEqual([])
    return words(reply)
  }
  test.each(['photo.jpg', 'paper.pdf', 'md', 'a.txt.exe', '.hidden', ''])('a name like %j', async (name) =>
    expect(await refusal({ name })).toBe(say.corpus.refusals.type),
  )
  test.each(['NOTES.TXT', 'notes.Markdown', 'page.htm', 'page.HTML', '.md'])('but not %j', async (name) =>
    expect(commands(await propose({ name }))).toHaveLength(2),
  )
  test('a file that is announced as too long is not fetched', async () =>
    expect(await refusal({ size: 2 * 1024 * 1024 + 1, fails: new Error('fetched') })).toBe(say.corpus.refusals.size))
  test('a file that is longer than it was announced', async () =>
    expect(await refusal({ size: 10, text: 'ا'.repeat(1024 * 1024 + 1) })).toBe(say.corpus.unavailable))
  test('a file that cannot be fetched', async () => {
    expect(await refusal({ fails: new DeliveryError('unavailable', 'no') })).toBe(say.corpus.unavailable)
    expect(await refusal({ fails: new DeliveryError('limited', 'no') })).toBe(say.corpus.unavailable)
  })
  test.each<Refusal>(['encoding', 'empty', 'broken', 'slow', 'type', 'size'])(
    'a file that is read as %s',
    async (why) => {
      reads = { refusal: why }
      expect(await refusal({})).toBe(say.corpus.refusals[why])
    },
  )
  test.each(['', '   \n\n ', '\u200B\u200F'])('a file without words: %j', async (text) =>
    expect(await refusal({ text })).toBe(say.corpus.refusals.empty),
  )
  test('a command without a file says how it is done', async () =>
    expect(words(await room.send('/corpus add'))).toBe(say.corpus.replyToFile))
})

describe('a file says of itself', () => {
  const stated = (value: string) => ({ value, origin: 'front matter' as const })
  const source = (metadata: object) => ({ id: 'x', file: 'souk.md', text: TEXT, metadata })
  test('its title, author, date and address, which are cited', async () => {
    reads = {
      source: source({ title: stated('أسواق القرية'), author: stated('ح. بناني'), date: stated('2021') }),
      doubts: [],
    }
    await add()
    const [citation] = (await room.send(QUESTION)).flatMap((block) =>
      block.type === 'citations' ? block.citations : [],
    )
    expect(citation === undefined ? '' : citationLabel(citation, say)).toBe(
      'أسواق القرية — سوق الخميس — ح. بناني، 2021',
    )
  })
  test('not that it is a note of the moderators', async () => {
    reads = { source: source({ kind: stated('note') }), doubts: [] }
    await add()
    const [citation] = (await room.send(QUESTION)).flatMap((block) =>
      block.type === 'citations' ? block.citations : [],
    )
    expect(citation?.document.title).toBe('سوق الخميس')
    expect(citation?.document.kind).toBeUndefined()
    expect(words(await room.send('/corpus list'))).toContain('📄')
  })
  test('not under which id, nor whose it is', async () => {
    reads = { source: { ...source({}), id: 'union', file: '../../etc/passwd' }, doubts: [] }
    await add()
    expect((await added())[0]?.source.id).toMatch(/^added\/f[a-z0-9]+$/)
    expect(quotes(await room.send(QUESTIONS[0])).join()).toContain('1989')
  })
  test('nothing that turns directions where its title is shown', async () => {
    reads = { source: source({ title: stated('عنوان \u202Eمقلوب\n\nطويل'.padEnd(300, ' ا')) }), doubts: [] }
    const shown = words(await propose())
    expect(shown).not.toContain('\u202E')
    expect(shown.split('\n')).toHaveLength(2)
    expect(shown).not.toContain(' ا'.repeat(60))
  })
})

describe('the list', () => {
  const numbered = (at: number): string =>
    `القرية رقم ${at}\n\nتقع القرية رقم ${at} على بعد ${at * 10} كيلومترا من السوق.`
  test('is empty at first', async () => expect(words(await room.send('/corpus'))).toBe(say.corpus.empty))
  test('shows ten at a time, the latest first, numbered through, each to be removed', async () => {
    for (let at = 1; at <= 12; at++) await add({ text: numbered(at) })
    const numbers = (list: Reply): string[] => {
      const [heading, ...lines] = words(list).split('\n')
      expect(heading).toBe(say.corpus.list(12))
      return lines.map((line) => line.split('.')[0] ?? '')
    }
    const list = await room.send('/corpus list')
    expect(words(list).split('\n')[1]).toBe('3. 📄 \u2068القرية رقم 3\u2069')
    expect(numbers(list)).toEqual(['3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])
    expect(commands(list)).toHaveLength(11)
    const earlier = await room.send(commandOf(list, '/corpus list'))
    expect(numbers(earlier)).toEqual(['1', '2'])
    expect(numbers(await room.send(commandOf(earlier, '/corpus list')))).toHaveLength(10)
    for (const page of ['99', '0', '-1', 'x', '1.5'])
      expect([2, 10]).toContain(numbers(await room.send(`/corpus list ${page}`)).length)
    await room.send('/corpus remove 1')
    expect((await added()).map(({ source }) => source.text.split('\n')[0])).not.toContain('القرية رقم 1')
  })
  test.each(['0', '99', '-1', '1.5', 'x', 'f123', '__proto__'])('has no number %s', async (name) => {
    await add()
    expect(words(await room.send(`/corpus remove ${name}`))).toBe(say.corpus.notThere)
    expect(await added()).toHaveLength(1)
  })
  test('a document that is removed is quoted no more, and again when it is restored', async () => {
    await add()
    const removed = await room.send('/corpus remove 1')
    expect(words(await room.send(QUESTION))).toContain(say.notFound)
    expect(words(await room.send(commandOf(removed, '/corpus restore')))).toBe(
      say.corpus.restored('\u2068سوق الخميس\u2069'),
    )
    expect(quotes(await room.send(QUESTION)).join()).toContain('السمن والعسل')
  })
  test('holds fifty files at most, however they come in; notes do not count', async () => {
    const late = await propose()
    const gone = await add({ text: numbered(100) })
    expect(words(gone)).toContain('رقم 100')
    const removed = await room.send('/corpus remove 1')
    for (let at = 0; at < 50; at++) {
      const source = { id: `added/f${at}`, file: 'x', text: numbered(at), metadata: {} }
      await room.store.documents.put({ id: `f${at}`, address: GROUP, kind: 'file', state: 'added', source }, 'm')
    }
    const full = say.corpus.tooMany(50)
    expect(words(await propose({ text: numbered(51) }))).toBe(full)
    expect(words(await room.send(commandOf(late, '/corpus confirm')))).toBe(full)
    expect(words(await room.send(commandOf(removed, '/corpus restore')))).toBe(full)
    expect(await added()).toHaveLength(50)
    await room.send('كيف أطبخ الكسكس؟', { id: '-1001/800' })
    await room.send('/raise -1001/800')
    await room.send('/gaps answer -1001/800 بخره فوق المرق.')
    expect(await added()).toHaveLength(51)
    await room.send('/corpus remove f0')
    expect(words(await room.send(commandOf(late, '/corpus confirm')))).toBe(say.corpus.added('\u2068سوق الخميس\u2069'))
  })
})

test('another conversation’s documents are none of this one’s', async () => {
  await add()
  const [{ id = '' } = {}] = await added()
  const proposed = commandOf(await propose({ text: 'نص آخر فيه كلمات كثيرة.' }), '/corpus confirm')
  for (const command of [
    `/corpus remove ${id}`,
    '/corpus remove 1',
    `/corpus edit ${id} ألف`,
    `/corpus restore ${id}`,
    `/corpus cancel ${id}`,
    proposed,
  ])
    expect(words(await room.send(command, { address: OTHER }))).toBe(say.corpus.notThere)
  expect(await added()).toHaveLength(1)
  expect(await added(OTHER)).toEqual([])
})
