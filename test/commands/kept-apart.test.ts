/** What moderators added to one conversation is never seen in another, by any way in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Address, phrases, type Reply } from '../../src/index.ts'
import { commandOf, GROUP, MINUTE, openRoom, QUESTIONS, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
const OTHERS: readonly Address[] = [
  { platform: 'telegram', conversation: '-3003' },
  { platform: 'discord', conversation: GROUP.conversation },
]
const TEXT = `سوق الخميس

تبيع نساء القرية في سوق الخميس السمن والعسل والزرابي التي ينسجنها طوال فصل الشتاء البارد.

أسس الحاج بوعزة سوق الخميس سنة 1974 قرب الوادي، وكان قبل ذلك مرعى للأغنام.`
const SECRET = /بوعزة|الزرابي|سوق الخميس/
const QUESTION = 'من أسس سوق الخميس؟'

let room: Room
let passage = ''
beforeEach(async () => {
  room = await openRoom()
  const source = { id: 'added/fsouk', file: 'souk.txt', text: TEXT, metadata: {} }
  await room.store.documents.put({ id: 'fsouk', address: GROUP, kind: 'file', state: 'added', source }, 'm')
  await room.sanad.look()
  passage = commandOf(await room.send(QUESTION), '/passage').split(' ')[1] ?? ''
})
afterEach(() => room.store.close())
/** All that a reply says, the names and quotes in its citations too; without what was asked. */
const said = (reply: Reply, asked: string): string =>
  JSON.stringify(reply.map((block) => (block.type === 'actions' ? [] : block)))
    .split(asked)
    .join('')

describe.each(OTHERS)('in $platform $conversation', (address) => {
  test.each([
    ['a question', QUESTION],
    ['further passages', `/more 0 ${QUESTION}`],
    ['further passages of that document', `/more 0 in:${encodeURIComponent('added/fsouk')} ${QUESTION}`],
    ['a summary', '/summary سوق الخميس'],
    ['a quote', '/verify أسس الحاج بوعزة سوق الخميس سنة 1974 قرب الوادي، وكان قبل ذلك مرعى للأغنام'],
    ['the list of sources', '/sources'],
    ['the source by its id', '/sources added/fsouk'],
    ['the source by its number', '/sources 5'],
    ['the source by its title', '/sources سوق'],
    ['the settings', '/settings sources'],
    ['the list of what was added', '/corpus list'],
    ['the gaps', '/gaps'],
  ])('%s finds nothing of it', async (_, text) => {
    const asked = text.replace(/^\/\S+ (?:0 (?:in:\S+ )?)?/, '')
    expect(said(await room.send(text, { address }), asked)).not.toMatch(SECRET)
  })
  test('its passages cannot be opened, nor led to from elsewhere', async () => {
    expect(words(await room.send(`/passage ${passage}`, { address }))).toBe(say.gone)
    expect(words(await room.send(`/start p_${passage}`, { address, place: 'private' }))).toBe(say.gone)
    expect(words(await room.send(`/passage ${passage}`))).toMatch(SECRET)
  })
  test('it is not completed', async () => {
    expect(await room.sanad.complete('source', 'سوق', 9, address)).toEqual([])
    expect(await room.sanad.complete('topic', 'سوق', 9, address)).toEqual([])
    expect((await room.sanad.complete('source', 'سوق', 9, GROUP)).map(({ value }) => value)).toEqual(['added/fsouk'])
  })
  test('it is no news of the digest there', async () => {
    const source = { id: 'added/fnew', file: 'new.txt', text: `${TEXT}\n\nنص جديد.`, metadata: {} }
    await room.store.documents.put({ id: 'fnew', address: GROUP, kind: 'file', state: 'added', source }, 'm')
    await room.sanad.look()
    room.pass(MINUTE)
    await room.send(QUESTIONS[0], { address })
    await room.send(QUESTION, { address })
    room.pass(MINUTE)
    const draft = await room.send('/digest', { address, hidden: true })
    expect(said(draft, QUESTION)).not.toMatch(SECRET)
    expect(words(await room.send('/digest', { hidden: true }))).toContain('سوق الخميس')
  })
})

describe('outside all conversations', () => {
  test('nothing of it is found', () => {
    const { sanad } = room
    const everything = [
      sanad.ask(QUESTION).citations,
      sanad.ask(QUESTION).nearest,
      sanad.search(QUESTION, 20),
      sanad.quotes(QUESTION, 20),
      sanad.summarize('سوق الخميس').citations,
      sanad.summarize('سوق الخميس').nearest,
      sanad.documents,
      sanad.complete('source', 'سوق', 9),
      sanad.complete('topic', 'سوق', 9),
    ]
    expect(JSON.stringify(everything)).not.toMatch(SECRET)
  })
})

test('in their own conversation every way leads to it', async () => {
  for (const text of [QUESTION, '/summary سوق الخميس', '/sources', '/sources added/fsouk', '/corpus list'])
    expect([text, said(await room.send(text), QUESTION)]).toEqual([text, expect.stringMatching(SECRET)])
})
