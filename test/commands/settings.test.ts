import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import {
  type Action,
  type ChatSettings,
  createSanad,
  type Incoming,
  parseDocument,
  phrases,
  type Reply,
  type Sanad,
  type Store,
} from '../../src/index.ts'

const say = phrases('ar')
const address = { platform: 'telegram', conversation: '-1001' }
const IDS = Array.from({ length: 10 }, (_, index) => `folder/${index} doc`)

let store: Store
let sanad: Sanad
let moderator: Incoming['isModerator']
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => 0 })
  sanad = createSanad({ store })
  load(IDS)
  moderator = async () => true
})
afterEach(() => store.close())

function load(ids: readonly string[]): void {
  sanad.load(
    ids.map((id) =>
      parseDocument({
        id,
        file: `${id}.txt`,
        text: `نص الوثيقة ${id} وفيه كلام كثير عن تاريخ المدينة وأهلها وأسواقها القديمة.`,
        metadata: { title: { value: `وثيقة ${id}`, origin: 'front matter' } },
      }),
    ),
  )
}
const send = (text: string, sanadHere: Sanad = sanad): Promise<Reply> =>
  sanadHere.handle({
    id: '1',
    address,
    place: 'group',
    from: 'someone',
    text,
    addressed: true,
    ...(moderator === undefined ? {} : { isModerator: moderator }),
  })
const words = (reply: Reply): string => reply.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
const actions = (reply: Reply): Action[] => reply.flatMap((block) => (block.type === 'actions' ? block.actions : []))
const labels = (reply: Reply): string[] => actions(reply).map(({ label }) => label)
const settings = (): Promise<ChatSettings> => store.chats.settings(address)
/** Presses the button whose label has these words. */
const press = async (reply: Reply, label: string): Promise<Reply> =>
  send(actions(reply).find((action) => action.label.includes(label))?.command ?? `no button ${label}`)

describe('who may', () => {
  for (const [who, answer] of [
    ['a member', async () => false],
    ['somebody of whom nobody knows', undefined],
  ] as const)
    test(`${who} sees and changes nothing`, async () => {
      moderator = answer
      for (const text of [
        '/settings',
        '/settings sources',
        '/settings language fr',
        `/settings source 1 off ${IDS[0]}`,
      ])
        expect(await send(text)).toEqual([{ type: 'notice', text: say.moderatorsOnly }])
      expect(await settings()).toEqual({})
    })
  test('it is asked each time, also behind a button', async () => {
    const overview = await send('/settings')
    moderator = async () => false
    expect(words(await press(overview, 'français'))).toBe(say.moderatorsOnly)
    expect(await settings()).toEqual({})
  })
  test('any moderator may press, not only who asked', async () => {
    for (const text of ['/settings', '/settings sources'])
      for (const action of actions(await send(text))) expect(action.open).toBe(true)
  })
  test('where nothing is remembered there is nothing to set', async () => {
    const forgetful = createSanad()
    expect(words(await send('/settings', forgetful))).toBe(say.notHere)
  })
})

describe('the overview', () => {
  test('says what holds, and ticks it', async () => {
    const reply = await send('/settings')
    expect(words(reply)).toBe(`${say.settings}\n${say.language_}: ${say.automatic}\n${say.allowedSources}: ${say.all}`)
    expect(labels(reply)).toEqual(['العربية', 'français', 'English', `✓ ${say.automatic}`, say.allowedSources])
  })
  test('counts the documents that may be quoted', async () => {
    await store.chats.change(address, { sources: [IDS[0] ?? '', IDS[1] ?? '', 'gone'] }, 'm')
    expect(words(await send('/settings'))).toContain('2 / 10')
  })
})

describe('the language', () => {
  test('is chosen, said in that language, and recorded', async () => {
    const reply = await press(await send('/settings'), 'français')
    expect(words(reply)).toContain(phrases('fr').language_)
    expect(labels(reply)).toContain('✓ français')
    expect(await settings()).toEqual({ language: 'fr' })
  })
  test('holds for what follows, whatever is asked in', async () => {
    await send('/settings language fr')
    expect(words(await send('/ask كم ثمن الهاتف؟'))).toContain(phrases('fr').notFound)
  })
  test('becomes the question’s again', async () => {
    await send('/settings language fr')
    await send('/settings language auto')
    expect(await settings()).toEqual({})
  })
  test('leaves the documents as they are', async () => {
    await send(`/settings source 1 off ${IDS[0]}`)
    await send('/settings language en')
    expect(await settings()).toEqual({ language: 'en', sources: IDS.slice(1) })
    await send('/settings language auto')
    expect(await settings()).toEqual({ sources: IDS.slice(1) })
  })
  test('that nobody speaks changes nothing', async () => {
    await send('/settings language klingon')
    expect(await settings()).toEqual({})
  })
})

describe('the list of documents', () => {
  test('is eight on a page, each a row, with the way to the next', async () => {
    const reply = await press(await send('/settings'), say.allowedSources)
    expect(words(reply)).toContain(say.chooseSources)
    expect(labels(reply)).toEqual([...IDS.slice(0, 8).map((id) => `✓ وثيقة ${id}`), say.nextPage, say.settings])
    expect(labels(await press(reply, say.nextPage))).toEqual([
      ...IDS.slice(8).map((id) => `✓ وثيقة ${id}`),
      say.previousPage,
      say.settings,
    ])
  })
  test('has the page that is nearest to the one asked for', async () => {
    expect(labels(await send('/settings sources 99'))[0]).toContain(IDS[8])
    expect(labels(await send('/settings sources 0'))[0]).toContain(IDS[0])
    expect(labels(await send('/settings sources x'))[0]).toContain(IDS[0])
  })
  test('may be empty', async () => {
    load([])
    expect(labels(await send('/settings sources'))).toEqual([say.settings])
  })
  test('has short labels, of whole letters, without controls', async () => {
    sanad.load([
      parseDocument({
        id: 'long',
        file: 'long.txt',
        text: 'نص',
        metadata: { title: { value: `a\u202E${'😀'.repeat(60)}`, origin: 'front matter' } },
      }),
      parseDocument({
        id: 'words',
        file: 'words.txt',
        text: 'نص',
        metadata: { title: { value: 'كلمات كثيرة '.repeat(9), origin: 'front matter' } },
      }),
    ])
    const [long = '', several = ''] = labels(await send('/settings sources'))
    expect(long.length).toBeLessThan(54)
    expect(long.isWellFormed()).toBe(true)
    expect(long).not.toContain('\u202E')
    expect(several).toMatch(/(?:كلمات|كثيرة)…$/u)
  })
})

describe('a document', () => {
  const [first = '', second = '', ...rest] = IDS
  test('is refused and allowed again by its button, on its page', async () => {
    const list = await send('/settings sources 2')
    const after = await press(list, rest[7] ?? '')
    expect(await settings()).toEqual({ sources: IDS.slice(0, 9) })
    expect(labels(after).slice(0, 2)).toEqual([`✓ وثيقة ${IDS[8]}`, `✗ وثيقة ${IDS[9]}`])
    await press(after, rest[7] ?? '')
    expect(await settings()).toEqual({ sources: IDS })
  })
  test('with two spaces in its name is one like any other', async () => {
    load(['a  b', 'c'])
    await press(await send('/settings sources'), 'a  b')
    expect(await settings()).toEqual({ sources: ['c'] })
  })
  test('that is the last one must stay', async () => {
    await store.chats.change(address, { sources: [first] }, 'm')
    expect(await send(`/settings source 1 off ${first}`)).toEqual([{ type: 'notice', text: say.oneSourceAtLeast }])
    expect(await settings()).toEqual({ sources: [first] })
  })
  test('that nobody has changes nothing', async () => {
    for (const text of ['/settings source 1 off gone', '/settings source 1 on gone']) {
      expect(words(await send(text))).toContain(say.chooseSources)
      expect(await settings()).toEqual({})
    }
  })
  test('that is gone is no longer counted with the others', async () => {
    await store.chats.change(address, { sources: [first, second, 'gone'] }, 'm')
    await send(`/settings source 1 off ${first}`)
    expect(await settings()).toEqual({ sources: [second] })
  })
  test('of all are allowed again at once, those to come too', async () => {
    await send(`/settings source 1 off ${first}`)
    const list = await send('/settings sources')
    await press(list, say.all)
    expect(await settings()).toEqual({})
    expect(labels(await send('/settings sources'))).not.toContain(say.all)
  })
})

test('only documents that may be quoted here are completed here', async () => {
  const values = async (here?: typeof address): Promise<string[]> =>
    (await sanad.complete('source', '', 25, here)).map(({ value }) => value)
  expect(await values(address)).toEqual(IDS)
  await store.chats.change(address, { sources: IDS.slice(0, 2) }, 'someone')
  expect(await values(address)).toEqual(IDS.slice(0, 2))
  expect(await values()).toEqual(IDS)
})
