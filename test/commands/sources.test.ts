import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import {
  createSanad,
  type Metadata,
  parseDocument,
  phrases,
  type Reply,
  type Sanad,
  type Store,
} from '../../src/index.ts'

const say = phrases('ar')
const address = { platform: 'telegram', conversation: '-1001' }
const document = (id: string, metadata: Metadata) =>
  parseDocument({
    id,
    file: `${id}.txt`,
    text: 'نص الوثيقة وفيه كلام كثير عن تاريخ المدينة وأهلها وأسواقها القديمة.',
    metadata: Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [name, { value, origin: 'front matter' as const }]),
    ),
  })

let store: Store
let sanad: Sanad
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => 0 })
  sanad = createSanad({ store })
  sanad.load([
    document('one', {
      title: 'تاريخ فاس',
      author: 'كاتب',
      publisher: 'ناشر',
      date: '2021-12-23',
      url: 'https://example.org/a',
    }),
    document('two', { title: 'تاريخ مراكش', publisher: 'ناشر' }),
    document('three', { title: 'جغرافيا\u202E سلا' }),
  ])
})
afterEach(() => store.close())
/** Without isolates. */
const bare = (text: string): string => text.replace(/[\u2068\u2069]/gu, '')
const words = async (text: string): Promise<string> => {
  const reply: Reply = await sanad.handle({ id: '1', address, place: 'group', from: 'a', text, addressed: true })
  return bare(reply.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n'))
}
const allow = (...sources: string[]): Promise<void> => store.chats.change(address, { sources }, 'm')

describe('the list', () => {
  test('numbers the documents, with what each states', async () =>
    expect(await words('/sources')).toBe(
      `${say.sources(3)}\n1. تاريخ فاس — كاتب — 2021-12-23\n2. تاريخ مراكش — ناشر\n3. جغرافيا سلا`,
    ))
  test('holds those that may be quoted here, under the numbers they always have', async () => {
    await allow('two', 'gone')
    expect(await words('/sources')).toBe(`${say.sources(1)}\n2. تاريخ مراكش — ناشر`)
  })
})

describe('a card', () => {
  test('states everything the document does', async () =>
    expect(await words('/sources 1')).toBe(
      [
        'تاريخ فاس',
        `${say.author}: كاتب`,
        `${say.publisher}: ناشر`,
        `${say.date}: 2021-12-23`,
        `${say.link}: https://example.org/a`,
        say.passages(1),
      ].join('\n'),
    ))
  test('says that there is no date', async () =>
    expect(await words('/sources 2')).toContain(`${say.date}: ${say.undated}`))
  const finds = (rule: string, name: string, title: string): void =>
    test(rule, async () => expect((await words(`/sources ${name}`)).split('\n')[0]).toBe(title))
  finds('by number', '2', 'تاريخ مراكش')
  finds('by id', 'three', 'جغرافيا سلا')
  finds('by words of the title, the first that has them', 'تاريخ', 'تاريخ فاس')
  test('of a document that may not be quoted here is not shown', async () => {
    await allow('two')
    for (const name of ['1', 'one', 'فاس']) expect(await words(`/sources ${name}`)).toBe(bare(say.noSuchSource(name)))
    expect(await words('/sources تاريخ')).toContain('مراكش')
  })
  for (const name of ['0', '4', '-1', '1.5', 'x'])
    test(`“${name}” is no document`, async () =>
      expect(await words(`/sources ${name}`)).toBe(bare(say.noSuchSource(name))))
  test('a long name is not repeated whole, nor half a letter of it', async () => {
    const answer = await words(`/sources ${'😀'.repeat(100)}a`)
    expect(answer.length).toBeLessThan(200)
    expect(answer.isWellFormed()).toBe(true)
  })
})
