/** What is kept from the web is quoted in chats, and by no way in the web's own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Address,
  type Document,
  isOnWeb,
  parseDocument,
  phrases,
  type Reply,
  readerLink,
} from '../../src/index.ts'
import { commandOf, corpus, GROUP, MINUTE, openRoom, QUESTIONS, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
const WEB: Address = { platform: 'web', conversation: 'c1' }
const TEXT = `سوق الخميس

تبيع نساء القرية في سوق الخميس السمن والعسل والزرابي التي ينسجنها طوال فصل الشتاء البارد.

أسس الحاج بوعزة سوق الخميس سنة 1974 قرب الوادي، وكان قبل ذلك مرعى للأغنام.`
const SECRET = /بوعزة|الزرابي|سوق الخميس/
const QUESTION = 'من أسس سوق الخميس؟'
const market = (visibility: 'chat' | 'everywhere', text: string = TEXT): Document =>
  parseDocument({
    id: 'souk',
    file: 'souk.txt',
    text,
    metadata: { visibility: { value: visibility, origin: 'front matter' } },
  })

let room: Room
beforeEach(async () => {
  room = await openRoom()
  room.sanad.load([...corpus(), market('chat')])
})
afterEach(() => room.store.close())
/** All that a reply says, the names and quotes in its citations too; without what was asked. */
const said = (reply: Reply, asked: string): string =>
  JSON.stringify(reply.map((block) => (block.type === 'actions' ? [] : block)))
    .split(asked)
    .join('')

/** Every way to a document; the question is taken out of what is said. */
const WAYS: readonly (readonly [string, string])[] = [
  ['a question', QUESTION],
  ['further passages', `/more 0 ${QUESTION}`],
  ['further passages of that document', `/more 0 in:souk ${QUESTION}`],
  ['a summary', '/summary سوق الخميس'],
  ['a quote', '/verify أسس الحاج بوعزة سوق الخميس سنة 1974 قرب الوادي، وكان قبل ذلك مرعى للأغنام'],
  ['the list of sources', '/sources'],
  ['the source by its id', '/sources souk'],
  ['the source by its number', '/sources 5'],
  ['the source by its title', '/sources سوق'],
]
const without = (text: string): string => text.replace(/^\/\S+ (?:0 (?:in:\S+ )?)?/, '')

describe('in the web’s own chat', () => {
  test.each<readonly [string, string]>([
    ...WAYS,
    ['the settings', '/settings sources'],
    ['the gaps', '/gaps'],
    ['the statistics', '/stats'],
  ])('%s finds nothing of it', async (_, text) =>
    expect(said(await room.send(text, { address: WEB }), without(text))).not.toMatch(SECRET),
  )
  test('its passages cannot be opened', async () => {
    const passage = commandOf(await room.send(QUESTION), '/passage').split(' ')[1]
    expect(words(await room.send(`/passage ${passage}`, { address: WEB }))).toBe(say.gone)
  })
  test('it is not completed', async () => {
    expect(await room.sanad.complete('source', 'سوق', 9, WEB)).toEqual([])
    expect(await room.sanad.complete('topic', 'سوق', 9, WEB)).toEqual([])
  })
  test('it is no news of the digest', async () => {
    await room.sanad.look()
    room.pass(MINUTE)
    await room.sanad.reload([...corpus(), market('chat', `${TEXT}\n\nنص جديد.`)], async () => {})
    await room.send(QUESTIONS[0], { address: WEB })
    await room.send(QUESTION, { address: WEB })
    room.pass(MINUTE)
    expect(said(await room.send('/digest', { address: WEB, hidden: true }), QUESTION)).not.toMatch(SECRET)
  })
  test('it is there as soon as it is no longer kept back, and gone when it is again', async () => {
    for (const [visibility, count] of [
      ['everywhere', 1],
      ['chat', 0],
    ] as const) {
      await room.sanad.reload([...corpus(), market(visibility)], async () => {})
      const found = said(await room.send(QUESTION, { address: WEB }), QUESTION).match(/بوعزة/g) ?? []
      expect(Math.min(1, found.length)).toBe(count)
    }
  })
})

test.each(WAYS)('in a group %s leads to it', async (_, text) =>
  expect(said(await room.send(text, { address: GROUP }), '')).toMatch(SECRET),
)
test('the same in the terminal', () => {
  const [citation] = room.sanad.ask(QUESTION).citations
  expect(citation?.quote).toMatch(SECRET)
  expect(citation?.document).toMatchObject({ id: 'souk', visibility: 'chat' })
})
test('nothing of it leads to the reader', async () => {
  const [citation] = room.sanad.ask(QUESTION).citations
  expect(citation && readerLink(citation)).toBeUndefined()
  expect(room.sanad.documents.filter((document) => !isOnWeb(document)).map(({ id }) => id)).toEqual(['souk'])
})
test('nor of what moderators added', async () => {
  const source = { id: 'added/f1', file: 'f.txt', text: TEXT, metadata: {} }
  await room.store.documents.put({ id: 'f1', address: GROUP, kind: 'file', state: 'added', source }, 'm')
  room.sanad.load(corpus())
  await room.sanad.look()
  const reply = await room.send(QUESTION)
  const cited = reply.flatMap((block) => (block.type === 'citations' ? block.citations : []))
  expect(cited.map(({ document }) => document.id)).toContain('added/f1')
  for (const citation of cited) expect(readerLink(citation) === undefined).toBe(citation.document.id === 'added/f1')
})
test('of other documents, citations say nothing new', () => {
  const [citation] = room.sanad.ask(QUESTIONS[0]).citations
  expect(Object.keys(citation?.document ?? {}).sort()).toEqual(['file', 'id', 'language', 'title'])
})
