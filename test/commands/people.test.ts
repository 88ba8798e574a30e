import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import {
  type Action,
  createSanad,
  type Incoming,
  phrases,
  type Reply,
  type Sanad,
  type Store,
} from '../../src/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const say = phrases('ar')
const NOW = Date.UTC(2026, 10, 21)
const ANSWERED = 'متى تأسس اتحاد المغرب العربي؟'
const UNANSWERED = 'كم ثمن هاتف جديد في السوق هذه الأيام؟'

let store: Store
let sanad: Sanad
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => NOW })
  sanad = createSanad({ store })
  sanad.load(contractCorpus())
})
afterEach(() => store.close())
const send = (text: string, more: Partial<Incoming> = {}, by: Sanad = sanad): Promise<Reply> =>
  by.handle({
    id: '-1001/7',
    address: { platform: 'telegram', conversation: '-1001' },
    place: 'group',
    from: 'amina',
    text,
    addressed: true,
    ...more,
  })
const words = (reply: Reply): string => reply.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
const action = (reply: Reply, label: string): Action | undefined =>
  reply.flatMap((block) => (block.type === 'actions' ? block.actions : [])).find((one) => one.label === label)
const notice = (text: string): Reply => [{ type: 'notice', text }]

describe('a vote', () => {
  test('is a button that anyone may press, under an answer', async () => {
    const reply = await send(ANSWERED)
    expect(action(reply, '👍')).toEqual({ label: '👍', command: '/vote up -1001/7', open: true })
    expect(action(reply, '👎')).toEqual({ label: '👎', command: '/vote down -1001/7', open: true })
  })
  test('is recorded, and may be changed', async () => {
    await send(ANSWERED)
    expect(await send('/vote up -1001/7', { from: 'karim' })).toEqual(notice(say.voted.recorded))
    expect(await send('/vote up -1001/7', { from: 'karim' })).toEqual(notice(say.voted.same))
    expect(await send('/vote down -1001/7', { from: 'karim' })).toEqual(notice(say.voted.changed))
    expect(await send('/vote down -1001/7', { from: 'amina' })).toEqual(notice(say.voted.recorded))
  })
  test('on what is no longer known says so', async () =>
    expect(await send('/vote up -1001/7')).toEqual(notice(say.tooOld)))
  test('is not offered where nothing is remembered', async () => {
    const forgetful = createSanad()
    forgetful.load(contractCorpus())
    expect(action(await send(ANSWERED, {}, forgetful), '👍')).toBeUndefined()
    expect(await send('/vote up -1001/7', {}, forgetful)).toEqual(notice(say.tooOld))
  })
})

describe('asking the moderators', () => {
  test('is offered to everyone where nothing was found', async () =>
    expect(action(await send(UNANSWERED), say.raise)).toEqual({
      label: say.raise,
      command: '/raise -1001/7',
      open: true,
    }))
  test('is not where something was, nor in private', async () => {
    expect(action(await send(ANSWERED), say.raise)).toBeUndefined()
    expect(action(await send(UNANSWERED, { place: 'private' }), say.raise)).toBeUndefined()
  })
  test('is done once, where all can see it', async () => {
    await send(UNANSWERED)
    expect(await send('/raise -1001/7', { from: 'karim' })).toEqual([{ type: 'text', text: say.raised }])
    expect(await send('/raise -1001/7')).toEqual(notice(say.alreadyRaised))
  })
  test('is refused for a question that was answered, and for an unknown one', async () => {
    await send(ANSWERED)
    expect(await send('/raise -1001/7')).toEqual(notice(say.tooOld))
    expect(await send('/raise -1001/8')).toEqual(notice(say.tooOld))
  })
  test('an edited question may be put before them again', async () => {
    await send(UNANSWERED)
    await send('/raise -1001/7')
    await send('كم ثمن سيارة جديدة في السوق هذه الأيام؟')
    expect(words(await send('/raise -1001/7'))).toBe(say.raised)
  })
})

describe('what is kept about a person', () => {
  test('is nothing at first', async () =>
    expect(words(await send('/mydata'))).toBe(say.mydata({ questions: 0, votes: 0, decisions: 0 })))
  test('is their questions and votes, and not those of others', async () => {
    await send(ANSWERED)
    await send(UNANSWERED, { id: '-1001/8' })
    await send(ANSWERED, { id: '-1001/9', from: 'karim' })
    await send('/vote up -1001/9')
    expect(words(await send('/mydata'))).toBe(say.mydata({ questions: 2, votes: 1, decisions: 0, since: NOW }))
    expect(words(await send('/mydata'))).toContain('2026-11-21')
  })
  test('is deleted when they say so, theirs alone', async () => {
    await send(ANSWERED)
    await send(ANSWERED, { id: '-1001/9', from: 'karim' })
    expect(words(await send('/forgetme'))).toBe(say.forgotten({ questions: 1, votes: 0, decisions: 0 }))
    expect(words(await send('/forgetme'))).toBe(say.forgotten({ questions: 0, votes: 0, decisions: 0 }))
    expect(await store.people.data('telegram', 'karim')).toEqual({ questions: 1, votes: 0, decisions: 0, since: NOW })
    expect(await send('/vote up -1001/7', { from: 'karim' })).toEqual(notice(say.tooOld))
  })
  test('is nothing where nothing is remembered', async () => {
    for (const text of ['/mydata', '/forgetme']) expect(words(await send(text, {}, createSanad()))).toBe(say.notHere)
  })
})
