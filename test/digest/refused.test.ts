/** What the network says no to, and what nobody knows of. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { phrases, type Slot } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  commands,
  EVENING,
  GROUP,
  MINUTE,
  MODERATORS,
  openRoom,
  posting,
  QUESTIONS,
  type Room,
  TODAY,
  words,
} from './room.ts'

const say = phrases('ar')
const [UNION = ''] = QUESTIONS
const date = dateText(TODAY, 'ar')

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.schedule({}, { drafts: MODERATORS })
  await room.ask(UNION)
})
afterEach(() => room.store.close())
const state = async (): Promise<Slot['state'] | undefined> => (await room.slot(TODAY))?.state
const look = async (moment?: string): Promise<void> => {
  if (moment !== undefined) room.set(moment)
  await room.sanad.look()
}
const told = () => room.in(MODERATORS).map(({ reply }) => words(reply))
const tries = () => room.attempts.filter(({ subject }) => subject === 'digest/-1001/2026-11-22').length

describe.each(['unavailable', 'limited'] as const)('when a post is refused as %s', (fault) => {
  test('it is tried again at the next look, and posted once', async () => {
    room.fail(posting(fault))
    await look(EVENING)
    expect(await state()).toBe('open')
    room.pass(MINUTE)
    await look()
    expect(tries()).toBe(2)
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    await look()
    expect(tries()).toBe(3)
    expect(room.posts()).toHaveLength(1)
    expect(await state()).toBe('posted')
  })
  test('it is so until it is too late; then moderators are told', async () => {
    room.fail(posting(fault))
    await look(EVENING)
    await look('2026-11-22T23:30:00Z')
    await look('2026-11-23T00:00:01Z')
    await look()
    expect(tries()).toBe(2)
    expect(await state()).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test('it is tried again though a moderator changed the draft before', async () => {
    await room.send('/digest', { hidden: true })
    await room.send('/draft note 1 غدا عطلة')
    room.fail(posting(fault))
    await look(EVENING)
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    expect(room.posts().map(({ reply }) => words(reply).includes('غدا عطلة'))).toEqual([true])
  })
  test('a moderator who ordered it is told, and may order it again', async () => {
    room.fail(posting(fault))
    room.pass(MINUTE)
    const reply = await room.send('/digest post', { from: 'm', hidden: true })
    expect(words(reply)).toContain(say.digest.unreachable)
    expect(commands(reply)).toContain('/draft post 1')
    expect(await state()).toBe('waiting')
    room.fail(undefined)
    await look()
    expect(room.posts()).toEqual([])
    expect(words(await room.send('/draft post 1', { from: 'm' }))).toBe(say.digest.state.posted(date))
    expect(room.posts()).toHaveLength(1)
  })
})

describe('when the place of posts is gone', () => {
  beforeEach(() => room.fail((_, { conversation }) => (conversation === GROUP.conversation ? 'gone' : undefined)))

  test('the slot has failed, the schedule is off, and moderators are told so', async () => {
    await look(EVENING)
    expect(await state()).toBe('failed')
    expect(await room.store.chats.settings(GROUP)).toEqual({ drafts: MODERATORS })
    expect(told()).toEqual([say.digest.failed(date)])
  })
  test('it is not tried again', async () => {
    await look(EVENING)
    await look()
    await look('2026-11-23T21:00:00Z')
    expect(tries()).toBe(1)
    expect(told()).toHaveLength(1)
  })
  test('a moderator who ordered it is told', async () => {
    room.pass(MINUTE)
    const reply = await room.send('/digest post')
    expect(words(reply)).toContain(say.digest.state.failed(date))
    expect(await state()).toBe('failed')
  })
  test('it can be posted when it is there again', async () => {
    await look(EVENING)
    room.fail(undefined)
    await room.send('/draft post 1')
    expect(room.posts()).toHaveLength(1)
  })
})

describe('when no word comes back', () => {
  test.each(['lost', 'unheard'] as const)(
    '(%s) it is not posted again by itself, and moderators choose',
    async (fault) => {
      room.fail(posting(fault))
      await look(EVENING)
      room.fail(undefined)
      await look()
      await look('2026-11-22T23:00:00Z')
      await look('2026-11-23T20:00:00Z')
      expect(tries()).toBe(1)
      expect(await state()).toBe('uncertain')
      expect(told()).toEqual([say.digest.uncertain(date)])
      expect(commands(room.in(MODERATORS)[0]?.reply ?? [])).toEqual(['/draft there 1', '/draft again 1'])
    },
  )
  test('“it is there” settles it, and posts nothing', async () => {
    room.fail(posting('unheard'))
    await look(EVENING)
    room.fail(undefined)
    expect(words(await room.send('/draft there 1'))).toBe(say.digest.state.posted(date))
    expect(await state()).toBe('posted')
    await look()
    expect(room.posts()).toHaveLength(1)
  })
  test('“post again” posts it', async () => {
    room.fail(posting('lost'))
    await look(EVENING)
    room.fail(undefined)
    expect(words(await room.send('/draft again 1'))).toBe(say.digest.state.posted(date))
    expect(room.posts()).toHaveLength(1)
  })
  test('of the second try too, moderators choose again', async () => {
    room.fail(posting('lost'))
    await look(EVENING)
    const reply = await room.send('/draft again 1')
    expect(words(reply)).toBe(say.digest.uncertain(date))
    expect(commands(reply)).toEqual(['/draft there 1', '/draft again 1'])
    expect(await state()).toBe('uncertain')
  })
  test('a message that nobody knows of cannot be corrected, and that is said', async () => {
    room.fail(posting('unheard'))
    await look(EVENING)
    room.fail(undefined)
    await room.send('/draft there 1')
    expect(words(await room.send('/draft correct 1'))).toBe(say.digest.cannotCorrect)
    expect(room.posts()).toHaveLength(1)
  })
  test('moderators who cannot be told at once are told later', async () => {
    room.fail((subject) => (subject.includes('draft') ? 'limited' : 'unheard'))
    await look(EVENING)
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    expect(told()).toEqual([say.digest.uncertain(date)])
  })
})

describe('when drafts cannot be shown', () => {
  beforeEach(() => room.schedule({ mode: 'review' }, { drafts: MODERATORS }))
  const drafts = (fault: 'gone' | 'unavailable' | 'limited' | 'lost' | 'unheard') => (subject: string) =>
    subject.includes('/draft/-2002') ? fault : undefined

  test.each(['unavailable', 'limited'] as const)('(%s) it is tried again at the next look', async (fault) => {
    room.fail(drafts(fault))
    await look(EVENING)
    expect(await state()).toBe('open')
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    expect(told()).toHaveLength(1)
    expect(await state()).toBe('waiting')
  })
  test('until it is too late; then it is missed, and said', async () => {
    room.fail(drafts('unavailable'))
    await look(EVENING)
    await look('2026-11-23T00:30:00Z')
    expect(await state()).toBe('missed')
    room.fail(undefined)
    await look('2026-11-23T00:31:00Z')
    expect(told()).toEqual([say.digest.missed(date)])
  })
  test.each(['lost', 'unheard'] as const)('(%s) it is shown again at once: it is only a draft', async (fault) => {
    let faults = 0
    room.fail((subject) => (faults++ === 0 ? drafts(fault)(subject) : undefined))
    await look(EVENING)
    expect(room.in(MODERATORS).length).toBeGreaterThanOrEqual(1)
    expect(await state()).toBe('waiting')
    expect(room.posts()).toEqual([])
  })
  test('(gone) the place is forgotten, and the group is told that a draft waits, without what it says', async () => {
    room.fail(drafts('gone'))
    await look(EVENING)
    expect((await room.store.chats.settings(GROUP)).drafts).toBeUndefined()
    expect(await state()).toBe('waiting')
    expect(room.in(GROUP).map(({ reply }) => words(reply))).toEqual([
      `${say.digest.state.waiting(date)} ${say.digest.reminder}`,
    ])
    expect(JSON.stringify(room.in(GROUP))).not.toContain(UNION)
  })
  test('(gone) and the group cannot be told now: it is told later', async () => {
    room.fail((_, { conversation }) => (conversation === '-2002' ? 'gone' : 'unavailable'))
    await look(EVENING)
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    await look()
    expect(room.in(GROUP)).toHaveLength(1)
    expect(await state()).toBe('waiting')
  })
  test('(gone) and left out by a moderator: the group does not read the draft', async () => {
    room.fail(drafts('gone'))
    await look(EVENING)
    room.fail(undefined)
    await room.send('/draft skip 1', { hidden: true })
    expect(await state()).toBe('skipped')
    expect(JSON.stringify(room.in(GROUP))).not.toContain(UNION)
  })
})

test('what moderators are to know is said in the group where their own place is gone', async () => {
  room.fail((_, { conversation }) => (conversation === '-2002' ? 'gone' : undefined))
  await look('2026-11-23T01:00:00Z')
  await look()
  expect(room.in(GROUP).map(({ reply }) => words(reply))).toEqual([say.digest.missed(date)])
})
