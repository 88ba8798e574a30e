import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import {
  type Action,
  type AskedQuestion,
  createSanad,
  type Incoming,
  isolate,
  isVerbatim,
  parseDocument,
  phrases,
  type Reply,
  type Sanad,
  type Store,
} from '../../src/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const say = phrases('ar')
const address = { platform: 'telegram', conversation: '-1001', thread: '42' }
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const SECOND = parseDocument({
  id: 'second',
  file: 'second.txt',
  text: 'تاريخ المنطقة\n\nتأسس اتحاد المغرب العربي في مراكش في فبراير من سنة 1989 بحضور قادة الدول الخمس، وكان ذلك بعد سنوات من اللقاءات بين حكوماتها.',
  metadata: {},
})
/** Documents on other things: in a corpus of two, every word is a common one. */
const OTHERS = [
  'الزراعة والري في السهول',
  'صناعة الخزف وألوانه',
  'طرق القوافل في الصحراء',
  'الموسيقى وآلاتها',
  'الطيور المهاجرة',
  'علم الفلك',
].map((topic, index) =>
  parseDocument({
    id: `other${index}`,
    file: `other${index}.txt`,
    text: `${topic}\n\nتتناول هذه الصفحات ${topic}، وما كتبه الباحثون في ذلك منذ قرون، مع أمثلة من القرى والمدن الصغيرة ومن حياة الناس اليومية.`,
    metadata: {},
  }),
)
const ALL = 3 + OTHERS.length

let store: Store
let sanad: Sanad
let recorded: AskedQuestion[]
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => 0 })
  recorded = []
  const { questions } = store
  const record = (question: AskedQuestion): Promise<void> => {
    recorded.push(question)
    return questions.record(question)
  }
  sanad = createSanad({ store: { ...store, questions: { ...questions, record } } })
  sanad.load([...contractCorpus(), SECOND, ...OTHERS])
})
afterEach(() => store.close())
const send = (text: string, more: Partial<Incoming> = {}, by: Sanad = sanad): Promise<Reply> =>
  by.handle({ id: '-1001/7', address, place: 'group', from: 'amina', text, addressed: true, ...more })
const words = (reply: Reply): string => reply.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
const actions = (reply: Reply): Action[] => reply.flatMap((block) => (block.type === 'actions' ? block.actions : []))
const cited = (reply: Reply) => reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
const allow = (...sources: string[]): Promise<void> => store.chats.change(address, { sources }, 'm')

describe('a question', () => {
  test('is remembered with what became of it', async () => {
    const documents = [...new Set(cited(await send(QUESTION)).map(({ document }) => document.id))]
    expect(recorded).toMatchObject([
      { id: '-1001/7', address, from: 'amina', text: QUESTION, language: 'ar', outcome: 'answered', cited: documents },
    ])
  })
  test('that nothing answers is remembered as such', async () => {
    await send('كم ثمن هاتف جديد في السوق هذه الأيام؟')
    expect(recorded).toMatchObject([{ outcome: 'not_found', cited: [] }])
  })
  test('is remembered as it was searched, without the call', async () => {
    await send(`سند، ${QUESTION}`)
    await send(`/ask@sanad_bot ${QUESTION}`)
    expect(recorded.map(({ text }) => text)).toEqual([QUESTION, QUESTION])
  })
  test('is not remembered where nothing is', async () => {
    const forgetful = createSanad()
    forgetful.load(contractCorpus())
    expect(cited(await send(QUESTION, {}, forgetful)).length).toBeGreaterThan(0)
    expect(recorded).toEqual([])
  })
  test('greetings, help and further passages are no questions', async () => {
    for (const text of ['السلام عليكم', '/help', `/more 3 ${QUESTION}`, '/sources']) await send(text)
    expect(recorded).toEqual([])
  })
  test('that cannot be remembered is not answered: who asks is told of it by the adapter', async () => {
    const questions = { ...store.questions, record: () => Promise.reject(new Error('no room')) }
    const broken = createSanad({ store: { ...store, questions } })
    await expect(send(QUESTION, {}, broken)).rejects.toThrow('no room')
  })
})

describe('under an answer', () => {
  test('each citation has a button of its own, for who asked', async () => {
    const reply = await send(QUESTION)
    const citations = cited(reply)
    expect(citations.length).toBeGreaterThan(1)
    expect(actions(reply).slice(0, citations.length)).toEqual(
      citations.map(({ number, passage, start, end }) => ({
        label: `${say.context} ${number}`,
        command: `/passage ${passage.id} ${start}-${end}`,
      })),
    )
  })
  test('one citation needs no number', async () => {
    await allow('second')
    expect(actions(await send(QUESTION))[0]?.label).toBe(say.context)
  })
  test('more goes on behind what was shown', async () => {
    const reply = await send(QUESTION)
    const more = actions(reply).find(({ label }) => label === say.more)
    expect(more?.command).toBe(`/more ${cited(reply).length} ${QUESTION}`)
  })
})

describe('further passages', () => {
  test('keep their numbers', async () => {
    const reply = await send(`/more 1 ${QUESTION}`)
    expect(words(reply)).toContain(say.moreFrom(2))
    expect(cited(reply).map(({ number }) => number)[0]).toBe(2)
  })
  test('come to an end', async () => expect(words(await send(`/more 90 ${QUESTION}`))).toBe(say.noMore))
})

describe('where moderators chose the documents', () => {
  test('only those are quoted, and it is said', async () => {
    await allow('second')
    const reply = await send(QUESTION)
    expect(new Set(cited(reply).map(({ document }) => document.id))).toEqual(new Set(['second']))
    for (const citation of cited(reply))
      expect(isVerbatim(SECOND, citation.quote, citation.start, citation.end)).toBe(true)
    expect(words(reply)).toContain(say.limitedSources(1, ALL))
  })
  test('it is said too where nothing was found, and no other heading is shown', async () => {
    await allow('hostile')
    const reply = await send(QUESTION)
    expect(words(reply)).toContain(say.notFound)
    expect(words(reply)).toContain(say.limitedSources(1, ALL))
    expect(words(reply)).not.toContain('المغرب العربي')
  })
  test('further passages are theirs too', async () => {
    await allow('second')
    for (const { document } of cited(await send(`/more 0 ${QUESTION}`))) expect(document.id).toBe('second')
  })
  test('another conversation has all of them', async () => {
    await allow('hostile')
    const reply = await send(QUESTION, { address: { ...address, conversation: '-1002' } })
    expect(cited(reply).length).toBeGreaterThan(0)
    expect(words(reply)).not.toContain(say.limitedSources(1, ALL))
  })
  test('a document that is gone is not counted', async () => {
    await allow('second', 'gone')
    expect(words(await send(QUESTION))).toContain(say.limitedSources(1, ALL))
  })
})

describe('where who asks chose a document', () => {
  const from = (source: string, text: string = QUESTION, more: Partial<Incoming> = {}): Promise<Reply> =>
    send(text, { source, ...more })
  const ids = (reply: Reply): string[] => [...new Set(cited(reply).map(({ document }) => document.id))]
  test('it alone is quoted, word for word', async () => {
    const reply = await from('second')
    expect(ids(reply)).toEqual(['second'])
    for (const citation of cited(reply))
      expect(isVerbatim(SECOND, citation.quote, citation.start, citation.end)).toBe(true)
  })
  test('what others hold is not found, and no heading of theirs is shown', async () => {
    const reply = await from('hostile')
    expect(words(reply)).toContain(say.notFound)
    expect(words(reply)).not.toContain('المغرب العربي')
    expect(cited(reply)).toEqual([])
  })
  test('further passages are of it too', async () => {
    const reply = await from('second')
    const command = reply
      .flatMap((block) => (block.type === 'actions' ? block.actions : []))
      .find((action) => action.command.startsWith('/more'))?.command
    expect(command).toContain('in:second')
    // Pressed, the choice is only in the command.
    expect(ids(await send(command ?? ''))).toEqual([])
    expect(ids(await send(command?.replace('/more 1', '/more 0') ?? ''))).toEqual(['second'])
  })
  test('nothing is said of moderators, who did not choose', async () => {
    for (const source of ['second', 'hostile']) expect(words(await from(source))).not.toContain('باختيار المشرفين')
  })
  test('it holds for that question alone', async () => {
    await from('second')
    expect(ids(await send(QUESTION)).length).toBeGreaterThan(1)
  })
  test('it is remembered with what was cited', async () => {
    await from('second')
    expect(recorded).toMatchObject([{ text: QUESTION, cited: ['second'] }])
  })
  test('a document that does not exist is said not to', async () => {
    for (const source of ['gone', '', 'Second'])
      expect(words(await from(source))).toBe(say.noSuchSource(isolate(source)))
  })
  test('it may be named by its title as well, or a part of it', async () => {
    for (const source of ['تاريخ المنطقة', 'المنطقه']) expect(ids(await from(source))).toEqual(['second'])
  })
  test('moderators’ choice comes first', async () => {
    await allow('union')
    expect(cited(await from('second'))).toEqual([])
    await allow('second', 'union')
    expect(ids(await from('second'))).toEqual(['second'])
  })
  test('it holds for further passages, a summary, a verification and a document’s card too', async () => {
    expect(ids(await from('second', `/more 0 ${QUESTION}`))).toEqual(['second'])
    expect(words(await from('second', '/verify يوجد مقر الأمانة العامة للاتحاد في الرباط'))).toContain(
      say.verified.not_found,
    )
    expect(words(await from('second', '/sources union'))).toContain(say.noSuchSource(isolate('union')))
    for (const id of ids(await from('second', '/summary اتحاد المغرب العربي'))) expect(id).toBe('second')
  })
})
