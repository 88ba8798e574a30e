import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { citationLabel, phrases, type Reply } from '../../src/index.ts'
import {
  actionsOf,
  commandOf,
  EVENING,
  GAPS,
  GROUP,
  MINUTE,
  openRoom,
  QUESTIONS,
  quotes,
  type Room,
  TODAY,
  words,
} from '../digest/room.ts'

const say = phrases('ar')
const [COUSCOUS = '', GOLD = ''] = GAPS
const ANSWER = 'انقع السميد بالماء والملح، ثم بخره فوق المرق ثلاث مرات.'
const OTHER = { platform: 'telegram', conversation: '-3003' }

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())

const citations = (reply: Reply) => reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
/** Somebody asks in vain and presses “ask the moderators”. */
const raise = async (question: string, more = {}): Promise<void> => {
  const reply = await room.send(question, more)
  await room.send(commandOf(reply, '/raise'), more)
}
const answer = (id: string, text: string = ANSWER, more = {}): Promise<Reply> =>
  room.send(`/gaps answer ${id} ${text}`, more)
const added = () => room.store.documents.added(GROUP)
const told = () => room.shown.filter(({ subject }) => subject.startsWith('answered/'))

describe('an answer to a raised question', () => {
  beforeEach(() => raise(COUSCOUS))

  test('is asked for in a form: the text, and a link that may be left out', async () => {
    const action = actionsOf(await room.send('/gaps')).find(({ command }) => command === '/gaps answer -1001/1')
    expect(action?.form?.fields).toEqual([
      { label: say.notes.text, required: true, longest: 3500 },
      { label: say.notes.link, required: false, longest: 199 },
    ])
  })
  test('becomes a dated note that the next asker finds, cited as a note of the moderators', async () => {
    await answer('-1001/1')
    const reply = await room.send('كيف يطبخ الكسكس؟', { from: 'next' })
    expect(quotes(reply).join('\n')).toContain(ANSWER)
    const [citation] = citations(reply)
    expect(citation?.document).toMatchObject({ kind: 'note', date: TODAY, publisher: say.notes.publisher })
    expect(citation === undefined ? '' : citationLabel(citation, say)).toBe(
      `${COUSCOUS} (${say.notes.kind}) — ${say.notes.publisher}، ${TODAY}`,
    )
  })
  test.each([
    ['متى تقلع الطائرة إلى باريس؟', 'غدا صباحا.'],
    ['متى تقلع الطائرة إلى باريس؟', 'لا نعرف بعد.\n\nاسألوا في المطار.'],
    ['كم ثمن التذكرة إلى باريس؟', 'ثمنها مكتوب في الشباك.'],
    ['من هو مدير المدرسة الجديدة؟', 'اسألوا في الإدارة.'],
    ['أين يقع مكتب البريد؟', 'قرب المسجد.'],
    ['هل المكتبة مفتوحة؟\n\nومتى تغلق؟', 'لا، فهي مغلقة إلى نهاية الشهر.'],
    ['Quand ouvre la bibliothèque ?', 'Demandez au guichet.'],
    [
      `هل ${'تفتح المكتبة القريبة من دار الثقافة '.repeat(8).trim()}؟`,
      `${'يرجى الاتصال بالإدارة كل صباح '.repeat(14).trim()}.`,
    ],
  ])('is found by whoever asks the same, though it does not answer in the usual form: %j', async (question, text) => {
    await raise(question, { id: '-1001/700' })
    await answer('-1001/700', text)
    expect(quotes(await room.send(question))).toEqual([text])
    expect(quotes(await room.send(question.replace(/[؟?]/g, '')))).toEqual([text])
  })
  test('is not taken for the answer to another question of the same form', async () => {
    await raise('متى تقلع الطائرة إلى باريس؟', { id: '-1001/700' })
    await answer('-1001/700', 'غدا صباحا.')
    expect(words(await room.send('متى تقلع الطائرة إلى طوكيو؟'))).toContain(say.notFound)
    expect(words(await room.send('كم ثمن الطائرة؟'))).toContain(say.notFound)
  })
  test('is quoted word for word', async () => {
    await answer('-1001/1')
    const [citation] = citations(await room.send(COUSCOUS))
    const [note] = await added()
    expect(note?.source.text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
  })
  test('is found in that conversation only', async () => {
    await answer('-1001/1')
    expect(words(await room.send(COUSCOUS, { address: OTHER }))).toContain(say.notFound)
    expect(words(await room.send(COUSCOUS, { address: { ...GROUP, platform: 'discord' } }))).toContain(say.notFound)
  })
  test('is dated by the conversation’s zone', async () => {
    await room.schedule({ zone: 'Pacific/Auckland' })
    room.set('2026-11-22T13:00:00Z')
    await answer('-1001/1')
    expect((await added())[0]?.source.metadata.date?.value).toBe('2026-11-23')
  })
  test('takes its last line as its source, where that is an address alone', async () => {
    await answer('-1001/1', `${ANSWER}\nhttps://example.org/couscous`)
    const [citation] = citations(await room.send(COUSCOUS))
    expect(citation?.document.url).toBe('https://example.org/couscous')
    expect(quotes(await room.send(COUSCOUS)).join()).not.toContain('example.org')
  })
  test.each([
    `${ANSWER}\nانظر https://example.org`,
    `${ANSWER}\njavascript:alert(1)`,
    `${ANSWER}\nhttps://`,
    'https://example.org/only',
  ])('leaves what is no address in the text: %j', async (text) => {
    await answer('-1001/1', text)
    const [note] = await added()
    expect(note?.source.metadata.url).toBeUndefined()
    expect(note?.source.text.endsWith(text)).toBe(true)
  })
  test.each(['', '   ', '؟!', '\u200F', 'ا'.repeat(3501)])(
    'is refused without words, or with too many',
    async (text) => {
      expect(words(await answer('-1001/1', text))).toBe(say.notes.badAnswer)
      expect(await added()).toEqual([])
      expect(words(await room.send('/gaps'))).toContain(COUSCOUS)
    },
  )
  test('names nobody whom the question named', async () => {
    await raise(`@ahmed_b ${GOLD}`)
    await answer('-1001/3')
    expect(JSON.stringify(await added())).not.toContain('ahmed_b')
  })
  test('closes all questions that ask the same', async () => {
    await raise('كيف أطبخ كسكسا؟')
    await raise(GOLD)
    await answer('-1001/1')
    expect(words(await room.send('/gaps'))).not.toContain('سكس')
    expect(words(await room.send('/gaps'))).toContain(GOLD)
    expect(await added()).toHaveLength(1)
  })
  test('is of no use after another moderator’s, or a dismissal; and what is open is shown', async () => {
    await raise(GOLD)
    await answer('-1001/1')
    const late = await answer('-1001/1', 'جواب آخر')
    expect(words(late)).toContain(say.alreadyAnswered)
    expect(words(late)).toContain(GOLD)
    await room.send('/gaps close -1001/3')
    expect(words(await answer('-1001/3'))).toContain(say.alreadyAnswered)
    expect(await added()).toHaveLength(1)
  })
  test('in a message that is edited is the same note, with the new words', async () => {
    const id = '-1001/77'
    await answer('-1001/1', 'جواب فيه خطا عن السميد.', { id, from: 'amal' })
    expect(words(await answer('-1001/1', ANSWER, { id, from: 'amal' }))).toBe(say.notes.answered(0))
    expect(await added()).toHaveLength(1)
    expect((await added())[0]?.source.text).toBe(`${COUSCOUS}\n\n${ANSWER}`)
    expect(quotes(await room.send(COUSCOUS)).join()).toContain(ANSWER)
    expect(words(await answer('-1001/1', '؟', { id, from: 'amal' }))).toBe(say.notes.badAnswer)
    expect((await added())[0]?.source.text).toContain(ANSWER)
  })
  test('is news in the digest, without the name of anybody', async () => {
    await answer('-1001/1', ANSWER, { from: 'amal' })
    room.set(EVENING)
    await room.send('/digest post')
    const text = words(room.posts()[0]?.reply ?? [])
    expect(text).toContain(say.digest.added(`\u2068${COUSCOUS}\u2069`))
    expect(text).not.toContain('amal')
  })
})

describe('whoever asked', () => {
  test('is told once, where they asked, in reply to their question', async () => {
    const topic = { ...GROUP, thread: '5' }
    await raise(COUSCOUS, { address: topic, id: '-1001/500' })
    expect(words(await answer('-1001/500'))).toBe(say.notes.answered(1))
    await room.sanad.look()
    await (await room.start()).look()
    expect(told()).toHaveLength(1)
    expect(told()[0]).toMatchObject({ address: topic, replyTo: '-1001/500' })
    const reply = told()[0]?.reply ?? []
    expect(words(reply)).toContain(`${say.notes.told}\n\u2068${COUSCOUS}\u2069`)
    expect(quotes(reply)).toEqual([ANSWER])
    expect(citations(reply)[0]?.document.kind).toBe('note')
  })
  test('is each told who asked the same', async () => {
    await raise(COUSCOUS)
    await raise('كيف أطبخ كسكسا؟')
    expect(words(await answer('-1001/1'))).toBe(say.notes.answered(2))
    expect(told().map(({ replyTo }) => replyTo)).toEqual(['-1001/1', '-1001/3'])
  })
  test('is told once though that is looked at while the answer is given', async () => {
    await raise(COUSCOUS)
    await Promise.all([room.sanad.look(), answer('-1001/1'), room.sanad.look()])
    await room.sanad.look()
    expect(told()).toHaveLength(1)
  })
  test('in hiding is not told where others read', async () => {
    await raise(COUSCOUS, { hidden: true })
    expect(words(await answer('-1001/1'))).toBe(say.notes.answered(0))
    await room.sanad.look()
    expect(told()).toEqual([])
    expect(quotes(await room.send(COUSCOUS)).join()).toContain(ANSWER)
  })
  test.each(['unavailable', 'limited'] as const)('is told later when the network is %s', async (fault) => {
    await raise(COUSCOUS)
    room.fail(() => fault)
    await answer('-1001/1')
    room.fail(undefined)
    room.pass(MINUTE)
    await room.sanad.look()
    await room.sanad.look()
    expect(told()).toHaveLength(1)
  })
  test.each(['gone', 'lost', 'unheard'] as const)('is not told a second time when that was %s', async (fault) => {
    await raise(COUSCOUS)
    room.fail(() => fault)
    await answer('-1001/1')
    room.fail(undefined)
    await room.sanad.look()
    expect(room.attempts.filter(({ subject }) => subject.startsWith('answered/'))).toHaveLength(1)
  })
  test('is told by another program when the first ended before', async () => {
    await raise(COUSCOUS)
    room.fail(() => 'ready')
    await answer('-1001/1').catch(() => {})
    room.fail(undefined)
    await (await room.start()).look()
    expect(told()).toHaveLength(1)
  })
  test('is told in the supergroup that the group has become', async () => {
    await raise(COUSCOUS)
    room.fail(() => 'unavailable')
    await answer('-1001/1')
    room.fail(undefined)
    await room.store.chats.move('telegram', GROUP.conversation, '-1009')
    await room.sanad.look()
    expect(told().map(({ address }) => address.conversation)).toEqual(['-1009'])
    expect(quotes(told()[0]?.reply ?? [])).toEqual([ANSWER])
  })
  test('and had it forgotten is not told', async () => {
    await raise(COUSCOUS, { from: 'shy' })
    room.fail(() => 'unavailable')
    await answer('-1001/1')
    room.fail(undefined)
    await room.send('/forgetme', { from: 'shy' })
    await room.sanad.look()
    expect(told()).toEqual([])
  })
})

describe('a note in the list', () => {
  let id = ''
  beforeEach(async () => {
    await raise(COUSCOUS)
    await answer('-1001/1', `${ANSWER}\nhttps://example.org/couscous`)
    id = (await added())[0]?.id ?? ''
  })
  test('is marked as one, with its date, and its form holds what it says', async () => {
    const list = await room.send('/corpus list')
    expect(words(list)).toBe(`${say.corpus.list(1)}\n1. 📝 \u2068${COUSCOUS}\u2069 — \u2068${TODAY}\u2069`)
    const edit = actionsOf(list).find(({ command }) => command === `/corpus edit ${id}`)
    expect(edit?.form?.fields.map(({ value }) => value)).toEqual([ANSWER, 'https://example.org/couscous'])
  })
  test('is edited: its new words are quoted, its old ones are not', async () => {
    room.set('2026-11-25T09:00:00Z')
    await room.send(`/corpus edit ${id} اشتره جاهزا من السوق القريب.`)
    const reply = await room.send(COUSCOUS)
    expect(quotes(reply).join()).toContain('اشتره جاهزا من السوق القريب.')
    expect(quotes(reply).join()).not.toContain(ANSWER)
    expect(citations(reply)[0]?.document).toMatchObject({ date: '2026-11-25' })
    expect(citations(reply)[0]?.document.url).toBeUndefined()
  })
  test('is not emptied', async () => {
    expect(words(await room.send(`/corpus edit ${id}  `))).toBe(say.notes.badAnswer)
    expect(quotes(await room.send(COUSCOUS)).join()).toContain(ANSWER)
  })
  test('is removed, and restored by the button under that', async () => {
    const removed = await room.send('/corpus remove 1')
    expect(words(removed)).toBe(say.corpus.removed(`\u2068${COUSCOUS}\u2069`))
    expect(words(await room.send(COUSCOUS))).toContain(say.notFound)
    expect(words(await room.send('/corpus list'))).toBe(say.corpus.empty)
    await room.send(commandOf(removed, '/corpus restore'))
    expect(quotes(await room.send(COUSCOUS)).join()).toContain(ANSWER)
  })
  test('is quoted though moderators chose the sources: it is their own', async () => {
    await room.store.chats.change(GROUP, { sources: ['nature'] }, 'm')
    expect(quotes(await room.send(COUSCOUS)).join()).toContain(ANSWER)
    expect(words(await room.send(QUESTIONS[0]))).toContain(say.notFound)
  })
  test('is there for the next program', async () => {
    const next = await room.start()
    await next.look()
    expect(quotes(await room.send(COUSCOUS, {}, next)).join()).toContain(ANSWER)
  })
  test('that is removed by one program is gone for another at its next look', async () => {
    const other = await room.start()
    await other.look()
    await room.send('/corpus remove 1')
    await other.look()
    expect(words(await room.send(COUSCOUS, {}, other))).toContain(say.notFound)
  })
})
