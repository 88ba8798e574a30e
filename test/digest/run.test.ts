import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { phrases, type Slot } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  commands,
  EVENING,
  GAPS,
  GROUP,
  MINUTE,
  MODERATORS,
  openRoom,
  QUESTIONS,
  type Room,
  TODAY,
  words,
} from './room.ts'

const say = phrases('ar')
const [UNION = '', , HASSAN = ''] = QUESTIONS
const date = (iso: string): string => dateText(iso, 'ar')

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())
const stateOf = async (iso: string): Promise<Slot['state'] | undefined> => (await room.slot(iso))?.state
const look = async (moment?: string): Promise<void> => {
  if (moment !== undefined) room.set(moment)
  await room.sanad.look()
}

describe('by itself', () => {
  beforeEach(() => room.schedule())

  test('a digest is posted once, from its time on', async () => {
    await room.ask(UNION, GAPS[0])
    await look('2026-11-22T20:59:59.999Z')
    expect(room.shown).toEqual([])
    await look(EVENING)
    await look()
    await look('2026-11-22T23:59:00Z')
    expect(room.posts()).toHaveLength(1)
    expect(room.posts()[0]?.address).toEqual(GROUP)
    expect(words(room.posts()[0]?.reply ?? [])).toContain('الأسئلة: 2 · أجابت عنها الوثائق: 1 · بلا جواب: 1')
    expect(await stateOf(TODAY)).toBe('posted')
    // Nobody is told what everybody sees.
    expect(room.shown).toHaveLength(1)
  })
  test('tells about what was asked until its time; the next one about what was asked since', async () => {
    await room.ask(UNION)
    room.set('2026-11-22T21:00:10Z')
    await room.ask(HASSAN)
    await look()
    expect(words(room.posts()[0]?.reply ?? [])).toContain(UNION)
    expect(words(room.posts()[0]?.reply ?? [])).not.toContain(HASSAN)
    await look('2026-11-23T21:00:00Z')
    expect(words(room.posts()[1]?.reply ?? [])).toContain(HASSAN)
    expect(words(room.posts()[1]?.reply ?? [])).not.toContain(UNION)
  })
  test('with nothing to say nothing is posted, and that is recorded', async () => {
    await look(EVENING)
    expect(room.attempts).toEqual([])
    expect(await stateOf(TODAY)).toBe('empty')
    await look('2026-11-23T21:00:00Z')
    expect(room.attempts).toEqual([])
  })
  test('what was asked after an empty day’s time is told the day after', async () => {
    await look(EVENING)
    room.set('2026-11-22T22:30:00Z')
    await room.ask(UNION)
    await look('2026-11-23T21:00:00Z')
    expect(words(room.posts()[0]?.reply ?? [])).toContain(UNION)
  })
  test('is posted in the topic that was chosen', async () => {
    await room.schedule({ thread: '7' })
    await room.ask(UNION)
    await look(EVENING)
    expect(room.posts()[0]?.address).toEqual({ ...GROUP, thread: '7' })
  })
  test('is posted where the schedule says, wherever a draft was looked at before', async () => {
    await room.ask(UNION)
    await room.send('/digest', { address: { ...GROUP, thread: '9' }, hidden: true })
    await look(EVENING)
    expect(room.posts()[0]?.address).toEqual(GROUP)
  })
  test('nothing is due before the schedule was set', async () => {
    room.set('2026-11-22T21:00:01Z')
    await room.schedule()
    await room.ask(UNION)
    await look('2026-11-23T20:59:00Z')
    expect(room.attempts).toEqual([])
    expect(await room.slot(TODAY)).toBeUndefined()
  })
  test('a digest that a moderator posted before its time is not posted again', async () => {
    await room.ask(UNION)
    room.set('2026-11-22T18:00:00Z')
    await room.send('/digest post')
    await room.ask(HASSAN)
    await look(EVENING)
    expect(room.posts()).toHaveLength(1)
    await look('2026-11-23T21:00:00Z')
    expect(words(room.posts()[1]?.reply ?? [])).toContain(HASSAN)
  })
  test('one that a moderator left out is not posted', async () => {
    await room.ask(UNION)
    await room.send('/digest', { hidden: true })
    const id = (await room.slot(TODAY))?.id
    await room.send(`/draft skip ${id}`)
    await look(EVENING)
    expect(room.posts()).toEqual([])
    expect(await stateOf(TODAY)).toBe('skipped')
  })
  test('each conversation has its own', async () => {
    const other = { platform: 'discord', conversation: 'guild' }
    await room.store.chats.change(
      other,
      { schedule: { time: '20:00', zone: 'UTC', mode: 'auto', since: room.now(), thread: 'news' } },
      'm',
    )
    await room.ask(UNION)
    await room.send(HASSAN, { address: other })
    await look('2026-11-22T20:00:00Z')
    expect(room.posts().map(({ address }) => address)).toEqual([{ ...other, thread: 'news' }])
    await look(EVENING)
    expect(room.posts().map(({ address }) => address.conversation)).toEqual(['guild', '-1001'])
  })
  test('a conversation that fails does not keep the others waiting', async () => {
    const first = { platform: 'telegram', conversation: '-0' }
    await room.store.chats.change(first, { schedule: { time: 'x', zone: 'No/Where', mode: 'auto', since: 0 } }, 'm')
    await room.ask(UNION)
    await look(EVENING)
    expect(room.posts()).toHaveLength(1)
    expect(room.logged).toContain('digest: a conversation could not be looked at')
  })
})

describe('after review', () => {
  beforeEach(() => room.schedule({ mode: 'review' }, { drafts: MODERATORS }))

  test('the draft is shown to moderators once, and nothing is posted', async () => {
    await room.ask(UNION)
    await look(EVENING)
    await look('2026-11-22T21:30:00Z')
    expect(room.attempts).toHaveLength(1)
    const [draft] = room.in(MODERATORS)
    expect(words(draft?.reply ?? [])).toContain(say.digest.draftOf(date(TODAY)))
    expect(commands(draft?.reply ?? [])).toEqual(['/draft post 1', '/draft edit 1', '/draft skip 1'])
    expect(room.in(GROUP)).toEqual([])
    expect(await stateOf(TODAY)).toBe('waiting')
  })
  test('it waits for as long as it takes, beside the next', async () => {
    await room.ask(UNION)
    await look(EVENING)
    room.set('2026-11-23T10:00:00Z')
    await room.ask(HASSAN)
    await look('2026-11-23T21:00:00Z')
    expect(room.in(MODERATORS)).toHaveLength(2)
    expect([await stateOf(TODAY), await stateOf('2026-11-23')]).toEqual(['waiting', 'waiting'])
    await room.send('/draft post 1')
    await room.send('/draft post 2')
    expect(room.posts().map(({ subject }) => subject)).toEqual(['digest/-1001/2026-11-22', 'digest/-1001/2026-11-23'])
    expect(words(room.posts()[0]?.reply ?? [])).not.toContain(HASSAN)
    expect(words(room.posts()[1]?.reply ?? [])).not.toContain(UNION)
  })
  test('with nothing to say nobody is shown a draft', async () => {
    await look(EVENING)
    expect(room.attempts).toEqual([])
    expect(await stateOf(TODAY)).toBe('empty')
  })
  test('without a place for drafts the group is told that one waits, and not what it says', async () => {
    await room.schedule({ mode: 'review' })
    await room.ask(UNION)
    await look(EVENING)
    expect(room.in(GROUP).map(({ reply }) => words(reply))).toEqual([
      `${say.digest.state.waiting(date(TODAY))} ${say.digest.reminder}`,
    ])
  })
})

describe('after a stop', () => {
  beforeEach(() => room.schedule({}, { drafts: MODERATORS }))
  const told = (): string[] => room.in(MODERATORS).map(({ reply }) => words(reply))

  test('within three hours the digest is caught up with, once', async () => {
    await room.ask(UNION)
    await look('2026-11-23T00:00:00Z')
    await look()
    expect(room.posts().map(({ subject }) => subject)).toEqual(['digest/-1001/2026-11-22'])
    expect(told()).toEqual([])
  })
  test('later than that it is recorded as missed, and moderators are told once', async () => {
    await room.ask(UNION)
    await look('2026-11-23T00:00:01Z')
    await look()
    await look('2026-11-23T12:00:00Z')
    expect(room.posts()).toEqual([])
    expect(await stateOf(TODAY)).toBe('missed')
    expect(told()).toEqual([say.digest.missed(date(TODAY))])
    expect(room.attempts).toHaveLength(1)
  })
  test('a missed day’s questions are told by the next digest', async () => {
    await room.ask(UNION)
    await look('2026-11-23T06:00:00Z')
    await look('2026-11-23T21:00:00Z')
    expect(words(room.posts()[0]?.reply ?? [])).toContain(UNION)
  })
  test('several missed days are each recorded, and told by one message; the one still in time is posted', async () => {
    await room.ask(UNION)
    room.set('2026-11-25T12:00:00Z')
    await room.ask(HASSAN)
    await look('2026-11-25T21:10:00Z')
    const days = [TODAY, '2026-11-23', '2026-11-24']
    expect(await Promise.all(days.map(stateOf))).toEqual(['missed', 'missed', 'missed'])
    expect(told()).toEqual([say.digest.missed(days.map(date).join(say.separator))])
    expect(room.posts().map(({ subject }) => subject)).toEqual(['digest/-1001/2026-11-25'])
    expect(words(room.posts()[0]?.reply ?? [])).toContain(HASSAN)
    await look()
    expect(room.attempts).toHaveLength(2)
  })
  test('each missed day is named once, though the last is missed by hours only', async () => {
    await room.ask(UNION)
    await look('2026-11-25T02:00:00Z')
    const text = told().join('\n')
    for (const day of [TODAY, '2026-11-23', '2026-11-24']) expect(text.split(date(day))).toHaveLength(2)
  })
  test('days before the schedule was set were not missed', async () => {
    await look('2026-11-24T22:00:00Z')
    expect(await room.slot('2026-11-21')).toBeUndefined()
  })
  test('a month of silence ends the list', async () => {
    await look('2027-03-01T21:00:00Z')
    expect(await stateOf('2027-02-28')).toBe('missed')
    expect(await stateOf('2027-01-29')).toBe('missed')
    expect(await room.slot('2027-01-28')).toBeUndefined()
    expect(told()).toHaveLength(1)
  })
  test('a missed digest can still be posted by a moderator', async () => {
    await room.ask(UNION)
    await look('2026-11-23T06:00:00Z')
    await room.send('/draft post 1')
    expect(room.posts().map(({ subject }) => subject)).toEqual(['digest/-1001/2026-11-22'])
  })
  test('moderators who cannot be told at once are told later, and once', async () => {
    await room.ask(UNION)
    room.fail(() => 'unavailable')
    await look('2026-11-23T06:00:00Z')
    await look()
    expect(told()).toEqual([])
    room.fail(undefined)
    room.pass(MINUTE)
    await look()
    await look()
    expect(told()).toEqual([say.digest.missed(date(TODAY))])
  })
})
