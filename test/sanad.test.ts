import { describe, expect, test } from 'vitest'
import { openStore } from '../adapters/store/store.ts'
import {
  createSanad,
  type Incoming,
  isolate,
  type Language,
  parseDocument,
  phrases,
  type Reply,
  type Sanad,
} from '../src/index.ts'
import { contractCorpus } from './contract/corpus.ts'

const say = phrases('ar')
const open = (): Sanad => {
  const sanad = createSanad()
  sanad.load(contractCorpus())
  return sanad
}
const message = (text: string, more: Partial<Incoming> = {}): Incoming => ({
  id: '1',
  address: { platform: 'console', conversation: 'c' },
  place: 'private',
  from: 'someone',
  text,
  addressed: true,
  ...more,
})
const words = (reply: Reply): string =>
  reply.map((block) => (block.type === 'text' || block.type === 'quote' ? block.text : '')).join('\n')
const actions = (reply: Reply) => reply.flatMap((block) => (block.type === 'actions' ? block.actions : []))

describe('a question', () => {
  test('is answered with quotes, each followed by its citation, and actions', async () => {
    const reply = await open().handle(message('متى تأسس اتحاد المغرب العربي؟'))
    expect(reply.slice(0, 2).map((block) => block.type)).toEqual(['quote', 'citations'])
    expect(reply.at(-1)?.type).toBe('actions')
    expect(words(reply)).toContain('1989')
  })
  test('that finds nothing gets one sentence, with headings marked as no answer', async () => {
    const reply = await open().handle(message('كم ثمن هاتف جديد في السوق هذه الأيام؟'))
    expect(words(reply)).toContain(say.notFound)
    expect(reply.map((block) => block.type)).toEqual(['text'])
  })
  test('in French or English is answered in that language', async () => {
    const sanad = open()
    expect(words(await sanad.handle(message('Quel est le prix du téléphone ?')))).toContain(phrases('fr').notFound)
    expect(words(await sanad.handle(message('What does a phone cost?')))).toContain(phrases('en').notFound)
    expect(words(await sanad.handle(message('What does a phone cost?', { language: 'fr' })))).toContain(
      phrases('en').notFound,
    )
  })
  test('a greeting gets a line of help, not a search', async () => {
    expect(words(await open().handle(message('السلام عليكم')))).toBe(say.greeting)
  })
})

describe('what is no question is answered', () => {
  const check = (rule: string, more: Partial<Incoming>, language: Language, sanad: Sanad = open()): void =>
    test(rule, async () => expect(words(await sanad.handle(message('/help', more)))).toContain(phrases(language).help))
  check('in the writer’s own language in private', { language: 'fr' }, 'fr')
  check('in the language that was set where others read along', { language: 'fr', place: 'group' }, 'ar')
  check('in the language that was set where nothing tells', {}, 'en', createSanad({ language: 'en' }))
  check('in Arabic where none was set', {}, 'ar')
})

test('the conversation’s own language comes before all others', async () => {
  const store = await openStore({ file: ':memory:', now: () => 0 })
  const sanad = createSanad({ language: 'ar', store })
  await store.chats.change(message('').address, { language: 'fr' }, 'm')
  for (const text of ['/help', 'السلام عليكم', 'What does a phone cost?'])
    expect(words(await sanad.handle(message(text, { language: 'en' })))).toMatch(/\b(?:[Jj]e|Bonjour)\b/)
  expect(
    words(await sanad.handle(message('/help', { address: { platform: 'console', conversation: 'd' } }))),
  ).toContain(say.help)
  await store.close()
})

describe('passages for somebody who picks one', () => {
  test('are citations, as many as wanted, numbered, without abstention', () => {
    const quotes = open().quotes('المغرب', 2)
    expect(quotes.map(({ number }) => number)).toEqual([1, 2])
    expect(open().quotes('هاتف المغرب السوق', 5).length).toBeGreaterThan(0)
  })
  test('say nothing twice', () => {
    const said = open()
      .quotes('الاتحاد', 10)
      .map(({ quote }) => quote)
    expect(new Set(said).size).toBe(said.length)
  })
  test('may be none', () => expect(open().quotes('قزحية', 5)).toEqual([]))
})

describe('what can be done next', () => {
  const question = 'متى تأسس اتحاد المغرب العربي؟'
  test('the context of a citation marks exactly its quote', async () => {
    const sanad = open()
    const [citation] = sanad.ask(question).citations
    const [context] = actions(await sanad.handle(message(question)))
    const reply = await sanad.handle(message(context?.command ?? ''))
    const quote = reply.find((block) => block.type === 'quote')
    expect(quote?.text.slice(quote.marked?.start, quote.marked?.end)).toBe(citation?.quote)
  })
  test('from a passage one goes to the next and back', async () => {
    const sanad = open()
    const [first, second] = sanad.documents[0]?.passages ?? []
    const forth = actions(await sanad.handle(message(`/passage ${first?.id}`))).find(({ label }) => label === say.next)
    expect(words(await sanad.handle(message(forth?.command ?? '')))).toContain(second?.text)
    const back = actions(await sanad.handle(message(forth?.command ?? ''))).find(({ label }) => label === say.previous)
    expect(words(await sanad.handle(message(back?.command ?? '')))).toContain(first?.text)
  })
  test('more goes on where the answer ended, without repeating', async () => {
    const sanad = open()
    const reply = await sanad.handle(message('ما هو الاتحاد؟'))
    const more = actions(reply).find(({ label }) => label === say.more)
    const next = await sanad.handle(message(more?.command ?? ''))
    const shown = reply.flatMap((block) => (block.type === 'quote' ? [block.text] : []))
    for (const block of next) if (block.type === 'quote') expect(shown).not.toContain(block.text)
  })
  test('a passage that is gone says so', async () =>
    expect(words(await open().handle(message('/passage zzz')))).toBe(say.gone))
  test('a mark outside the passage is not set', async () => {
    const sanad = open()
    const id = sanad.documents[0]?.passages[0]?.id
    const [quote] = await sanad.handle(message(`/passage ${id} 100000-100001`))
    expect(quote).not.toHaveProperty('marked')
  })
})

describe('sources', () => {
  test('are listed and numbered', async () => {
    const text = words(await open().handle(message('/sources')))
    expect(text).toContain(`1. ${isolate('اتحاد المغرب العربي')}`)
    expect(text).toContain(`2. ${isolate('نص خطير')}`)
  })
  test('have a card each, by number or by name', async () => {
    const sanad = open()
    const card = words(await sanad.handle(message('/sources 1')))
    expect(card).toContain(say.undated)
    expect(words(await sanad.handle(message('/sources المغرب العربي')))).toBe(card)
  })
  test('that are not there are named', async () =>
    expect(words(await open().handle(message('/sources 99')))).toContain('99'))
  test('there may be none', async () =>
    expect(words(await createSanad().handle(message('/sources')))).toBe(say.noSources))
})

test('a corpus is replaced between two questions', async () => {
  const sanad = open()
  sanad.load([
    parseDocument({
      id: 'new',
      file: 'new.txt',
      text: 'عنوان\n\nتأسست الجامعة سنة 1957 في مدينة الرباط وفيها كليات كثيرة للطلبة.',
      metadata: {},
    }),
  ])
  expect(words(await sanad.handle(message('متى تأسست الجامعة؟')))).toContain('1957')
  expect(words(await sanad.handle(message('متى تأسس اتحاد المغرب العربي؟')))).not.toContain('1989')
})

test('the help promises typing only where plain text is read', async () => {
  const help = async (platform: string): Promise<string> =>
    words(await open().handle(message('/help', { address: { platform, conversation: 'c' } })))
  expect(await help('telegram')).toContain(say.helpTyping)
  expect(await help('discord')).not.toContain(say.helpTyping)
})
