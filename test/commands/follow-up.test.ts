/** Questions that lean on the one before: read with its subject, said so, taken back by a button, and never anybody else's. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Incoming, phrases, type Reply } from '../../src/index.ts'
import {
  commandOf,
  commands,
  GAPS,
  GROUP,
  MINUTE,
  MODERATORS,
  openRoom,
  QUESTIONS,
  quotes,
  type Room,
  words,
} from '../digest/room.ts'

const say = phrases('ar')
const [UNION = '', , HASSAN = ''] = QUESTIONS
const [COUSCOUS = ''] = GAPS
const SEAT = 'وأين مقره؟'
const SUBJECT = 'اتحاد المغرب العربي'
const ASSUMED = say.assumed(`\u2068${SUBJECT}\u2069`)
/** What the documents say of the seat. */
const ANSWER = 'في الرباط، ويتولاها أمين عام'

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())
const amina = (text: string, more: Partial<Incoming> = {}): Promise<Reply> =>
  room.send(text, { from: 'amina', ...more })
const isAssumed = (reply: Reply): boolean => words(reply).includes(say.assumed('').trim())
const kept = () => room.store.questions.between(GROUP, 0, room.now() + 1)

describe('a question without a subject', () => {
  test('is read with the subject of the one before, which is said above the answer', async () => {
    await amina(UNION)
    const [first, ...rest] = await amina(SEAT)
    expect(first).toEqual({ type: 'text', text: ASSUMED })
    expect(quotes(rest)[0]).toContain(ANSWER)
  })
  test.each([
    [UNION, 'et son siège ?', phrases('fr').assumed(`\u2068${SUBJECT}\u2069`)],
    [UNION, 'and where is its headquarters?', phrases('en').assumed(`\u2068${SUBJECT}\u2069`)],
    [UNION, 'ou fin l ma9arr dyalo?', ASSUMED],
    [HASSAN, 'w fin kayna?', say.assumed('\u2068صومعة حسان\u2069')],
    [
      'Où est le siège de l’Union du Maghreb arabe ?',
      'quand ?',
      phrases('fr').assumed('\u2068siège de l’Union du Maghreb arabe\u2069'),
    ],
  ])('%s … %s', async (former, question, assumed) => {
    await amina(former)
    const reply = await amina(question)
    expect(reply[0]).toEqual({ type: 'text', text: assumed })
    expect(quotes(reply)).not.toEqual([])
  })
  test('goes on to lean on the same subject', async () => {
    await amina(UNION)
    await amina(SEAT)
    room.pass(9 * MINUTE)
    expect(words(await amina('ومتى تأسس؟'))).toContain(ASSUMED)
  })
  test('is answered by itself when nothing was asked before', async () => {
    expect(isAssumed(await amina(SEAT))).toBe(false)
    expect(isAssumed(await amina('متى؟'))).toBe(false)
  })
  test('leans on nothing that is more than ten minutes old', async () => {
    await amina(UNION)
    room.pass(10 * MINUTE)
    expect(isAssumed(await amina(SEAT, { id: '-1001/a' }))).toBe(true)
    await room.store.people.forget('telegram', 'amina')
    await amina(UNION)
    room.pass(10 * MINUTE + 1)
    expect(isAssumed(await amina(SEAT, { id: '-1001/b' }))).toBe(false)
  })
  test('says what was assumed also where the documents do not answer', async () => {
    await amina(COUSCOUS)
    const reply = await amina('ومتى؟')
    expect(words(reply)).toContain('الكسكس')
    expect(words(reply)).toContain(say.notFound)
    expect(commands(reply).some((command) => command.startsWith('/alone '))).toBe(true)
  })
})

describe('a question with a subject of its own', () => {
  test.each([HASSAN, 'وكم يبلغ ارتفاع جبل توبقال؟', 'et qui a fondé la Qarawiyine ?', 'ومن هو ميسي؟', 'and Ronaldo?'])(
    '%s is left as it is',
    async (question) => {
      const alone = await amina(question)
      await room.store.people.forget('telegram', 'amina')
      await amina(UNION)
      const reply = await amina(question)
      expect(quotes(reply)).toEqual(quotes(alone))
      expect(isAssumed(reply)).toBe(false)
    },
  )
})

describe('nothing leaks', () => {
  test('between people', async () => {
    await amina(UNION)
    expect(isAssumed(await room.send(SEAT, { from: 'said' }))).toBe(false)
  })
  test('between conversations, nor their topics', async () => {
    await amina(UNION)
    expect(isAssumed(await amina(SEAT, { address: MODERATORS }))).toBe(false)
    expect(isAssumed(await amina(SEAT, { address: { ...GROUP, thread: '5' } }))).toBe(false)
  })
  test('from what only the asker saw to what everybody sees', async () => {
    await amina(UNION, { hidden: true })
    expect(isAssumed(await amina(SEAT, { hidden: true }))).toBe(true)
    expect(isAssumed(await amina(SEAT))).toBe(false)
  })
  test('what everybody saw may be gone on with in hiding', async () => {
    await amina(UNION)
    expect(isAssumed(await amina(SEAT, { hidden: true }))).toBe(true)
  })
  test('and nothing is left to lean on after /forgetme', async () => {
    await amina(UNION)
    await amina(SEAT)
    await amina('/forgetme')
    expect(await kept()).toEqual([])
    expect(isAssumed(await amina(SEAT))).toBe(false)
  })
  test('what somebody else wrote is asked for them by itself', async () => {
    await amina(UNION)
    expect(isAssumed(await amina('/ask', { replyTo: SEAT }))).toBe(false)
  })
})

describe('a reply to an answer', () => {
  const ask = async (from: string, text: string): Promise<string> => {
    const id = `-1001/${from}-${text.length}`
    await room.send(text, { id, from })
    return id
  }
  test('leans on the question that was answered, whatever was asked since', async () => {
    const union = await ask('amina', UNION)
    await ask('amina', HASSAN)
    room.pass(60 * MINUTE)
    expect(words(await amina(SEAT, { answerOf: union }))).toContain(ASSUMED)
  })
  test('to somebody else leans on nothing: neither theirs nor one’s own', async () => {
    await ask('amina', HASSAN)
    const theirs = await ask('said', UNION)
    expect(isAssumed(await amina(SEAT, { answerOf: theirs }))).toBe(false)
  })
  test('that everybody sees does not lean on a hidden question', async () => {
    await room.send(UNION, { id: '-1001/h', from: 'amina', hidden: true })
    expect(isAssumed(await amina(SEAT, { answerOf: '-1001/h' }))).toBe(false)
  })
  test('with a subject of its own is left as it is', async () => {
    const union = await ask('amina', UNION)
    expect(isAssumed(await amina(HASSAN, { answerOf: union }))).toBe(false)
  })
})

describe('an edited question', () => {
  test('is not its own former', async () => {
    await amina(UNION, { id: '-1001/7' })
    expect(isAssumed(await amina(SEAT, { id: '-1001/7' }))).toBe(false)
  })
  test('leans on what came before it, however late it is edited, and not on what came after', async () => {
    await amina(UNION, { id: '-1001/6' })
    room.pass(9 * MINUTE)
    await amina(COUSCOUS, { id: '-1001/7' })
    await amina(HASSAN, { id: '-1001/8' })
    room.pass(5 * MINUTE)
    expect(words(await amina(SEAT, { id: '-1001/7' }))).toContain(ASSUMED)
  })
})

describe('what was assumed', () => {
  const assume = async (): Promise<Reply> => {
    await amina(UNION, { id: '-1001/6' })
    return amina(SEAT, { id: '-1001/7' })
  }
  test('is taken back by a button of the asker’s, and the question answered by itself', async () => {
    const before = await assume()
    const button = commandOf(before, '/alone')
    expect(button).toBe('/alone -1001/7')
    const after = await amina(button)
    expect(isAssumed(after)).toBe(false)
    expect(commands(after)).toContain('/vote up -1001/7')
    expect(commands(after).some((command) => command.startsWith('/alone'))).toBe(false)
    const [, question] = await kept()
    expect(await kept()).toHaveLength(2)
    expect(question).toMatchObject({ id: '-1001/7', text: SEAT })
    expect(question).not.toHaveProperty('assumed')
  })
  test('is remembered as it was when somebody else takes it back for themselves', async () => {
    const button = commandOf(await assume(), '/alone')
    expect(isAssumed(await room.send(button, { from: 'moderator' }))).toBe(false)
    expect((await kept())[1]).toMatchObject({ text: SEAT, assumed: SUBJECT })
    expect(await room.store.people.data('telegram', 'moderator')).toMatchObject({ questions: 0 })
  })
  test('is not taken back in another conversation, nor once it is forgotten', async () => {
    const button = commandOf(await assume(), '/alone')
    const notice = [{ type: 'notice', text: say.tooOld }]
    expect(await amina(button, { address: MODERATORS })).toEqual(notice)
    await amina('/forgetme')
    expect(await amina(button)).toEqual(notice)
  })
  test('stays when more passages are asked for', async () => {
    const more = commandOf(await assume(), '/more')
    expect(more).toContain(SUBJECT)
    expect(words(await amina(more))).not.toContain(say.apology)
  })
  test('holds in the document that was chosen, also by itself', async () => {
    await amina(UNION)
    const reply = await amina(SEAT, { source: 'union' })
    expect(isAssumed(reply)).toBe(true)
    const alone = await amina(commandOf(reply, '/alone'))
    const documents = alone.flatMap((block) => (block.type === 'citations' ? block.citations : []))
    expect(new Set(documents.map(({ document }) => document.id))).toEqual(new Set(['union']))
  })
  test('is kept with the question as it was written, and the digest answers it as the chat did', async () => {
    const [quote] = quotes(await assume())
    expect((await kept())[1]).toMatchObject({ text: SEAT, assumed: SUBJECT, outcome: 'answered' })
    const digest = await room.send('/digest', { hidden: true })
    expect(words(digest)).toContain(`${SEAT} (عن: ${SUBJECT})`)
    expect(quotes(digest)).toContain(quote)
  })
  test('goes with the question to the moderators, and into their answer', async () => {
    await amina(COUSCOUS)
    await amina('ومتى؟', { id: '-1001/9' })
    await amina('/raise -1001/9')
    const gaps = await room.send('/gaps')
    expect(words(gaps)).toMatch(/ومتى؟ \(عن: [^)]*الكسكس\)/)
  })
})
