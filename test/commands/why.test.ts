/** Why something was answered or declined, for moderators alone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSanad, phrases } from '../../src/index.ts'
import { LANGUAGES } from '../../src/text/language.ts'
import { corpus, GAPS, MODERATORS, openRoom, QUESTIONS, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
const [UNION = ''] = QUESTIONS
const [COUSCOUS = ''] = GAPS
const isolated = (text: string): string => `\u2068${text}\u2069`

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())
const lines = async (...sent: Parameters<Room['send']>): Promise<string[]> =>
  words(await room.send(...sent)).split('\n')

describe('/why with a question', () => {
  test('says what was found under which words, the best passages, and the decision', async () => {
    const { confidence } = room.sanad.ask(UNION)
    const said = await lines(`/why ${UNION}`)
    expect(said.slice(0, 2)).toEqual([
      say.why.question(isolated(UNION)),
      say.why.answered(confidence.toFixed(2), '0.50'),
    ])
    expect(said).toContain(say.why.terms)
    expect(said.some((line) => line.startsWith(`• ${isolated('تأسس')}`) && line.includes(say.why.relations.same))).toBe(
      true,
    )
    expect(said[said.indexOf(say.why.passages) + 1]).toMatch(/^1\. .*اتحاد المغرب العربي/)
  })
  test('says what was missing where nothing was answered', async () => {
    const said = await lines(`/why ${COUSCOUS}`)
    expect(said.some((line) => line.startsWith(say.why.not_found('', '').slice(0, 10)))).toBe(true)
    expect(said.some((line) => line.endsWith(say.why.missing))).toBe(true)
  })
  test.each(LANGUAGES)('in the language that was chosen: %s', async (language) => {
    await room.store.chats.change({ platform: 'telegram', conversation: '-1001' }, { language }, 'm')
    expect(await lines(`/why ${UNION}`)).toContain(phrases(language).why.terms)
  })
  test('is nothing that anybody asked: it is not kept', async () => {
    await room.send(`/why ${UNION}`)
    expect(
      await room.store.questions.between({ platform: 'telegram', conversation: '-1001' }, 0, room.now() + 1),
    ).toEqual([])
  })
  test('without one says how it is used', async () => expect(await lines('/why')).toEqual([say.why.what]))
})

describe('/why in reply', () => {
  test('to an answer explains that answer, with what was assumed', async () => {
    await room.send(UNION, { id: '-1001/6', from: 'amina' })
    await room.send('وأين مقره؟', { id: '-1001/7', from: 'amina' })
    const said = await lines('/why', { answerOf: '-1001/7', replyTo: 'يوجد مقر الأمانة' })
    expect(said.slice(0, 2)).toEqual([
      say.why.question(isolated('وأين مقره؟')),
      say.assumed(isolated('اتحاد المغرب العربي')),
    ])
  })
  test('to somebody’s message explains what it would be answered', async () =>
    expect((await lines('/why', { replyTo: UNION }))[0]).toBe(say.why.question(isolated(UNION))))
  test('tells nothing of a question that is forgotten, hidden, or another conversation’s', async () => {
    await room.send(UNION, { id: '-1001/1', hidden: true })
    await room.send(UNION, { id: '-2002/1', address: MODERATORS })
    for (const answerOf of ['-1001/1', '-2002/1', '-1001/9'])
      expect(await lines('/why', { answerOf })).toEqual([say.why.unknown])
  })
})

test('members are refused, with a question and without', async () => {
  await room.send(UNION, { id: '-1001/1' })
  const refused = [{ type: 'notice', text: say.moderatorsOnly }]
  const isModerator = async (): Promise<boolean> => false
  expect(await room.send(`/why ${UNION}`, { isModerator })).toEqual(refused)
  expect(await room.send('/why', { isModerator, answerOf: '-1001/1' })).toEqual(refused)
})
test('there are no moderators where nothing is kept, and the operator is told by the command line', async () => {
  const sanad = createSanad()
  sanad.load(corpus())
  const reply = await sanad.handle({
    id: '1',
    address: { platform: 'console', conversation: 'c' },
    place: 'private',
    from: 'o',
    text: `/why ${UNION}`,
    addressed: true,
  })
  expect(words(reply)).toBe(say.notHere)
  expect(sanad.explain(UNION)).toMatchObject({ question: UNION, decision: 'answered' })
})
