import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { momentOf } from '../../src/digest/calendar.ts'
import { phrases } from '../../src/index.ts'
import { dateText, momentText } from '../../src/interface/dates.ts'
import { LANGUAGES } from '../../src/text/language.ts'
import {
  actionsOf,
  commands,
  EVENING,
  GROUP,
  MINUTE,
  MODERATORS,
  MORNING,
  openRoom,
  QUESTIONS,
  type Room,
  TODAY,
  words,
} from '../digest/room.ts'

const say = phrases('ar')
const [UNION = '', SEAT = ''] = QUESTIONS
const ME = { platform: 'telegram', conversation: '~me' }
const date = dateText(TODAY, 'ar')

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.ask(UNION)
  room.pass(MINUTE)
})
afterEach(() => room.store.close())
const settings = () => room.store.chats.settings(GROUP)

describe('the draft', () => {
  test('is shown in the reply where that is hidden, with the next run', async () => {
    const reply = await room.send('/digest', { hidden: true })
    expect(words(reply)).toContain(say.digest.draftOf(date))
    expect(words(reply)).toContain(UNION)
    expect(words(reply)).toContain(say.digest.notScheduled)
    expect(room.shown).toEqual([])
  })
  test('is shown in private where members read along', async () => {
    const reply = await room.send('/digest', { aside: ME })
    expect(words(reply)).toBe(say.digest.draftSent)
    expect(room.in(GROUP)).toEqual([])
    expect(words(room.in(ME)[0]?.reply ?? [])).toContain(UNION)
  })
  test('is shown in the moderators’ place where there is one', async () => {
    await room.schedule({}, { drafts: MODERATORS })
    expect(words(await room.send('/digest', { aside: ME }))).toBe(say.digest.draftSent)
    expect(words(room.in(MODERATORS)[0]?.reply ?? [])).toContain(UNION)
    expect(room.in(ME)).toEqual([])
  })
  test('is shown in the reply in the moderators’ own topic', async () => {
    const topic = { ...GROUP, thread: '7' }
    await room.send('/digest drafts', { address: topic })
    expect(words(await room.send('/digest', { address: topic, aside: ME }))).toContain(UNION)
    expect(room.shown).toEqual([])
  })
  test('of the groups whose drafts come to a place is shown there, to who moderates them', async () => {
    await room.schedule({}, { drafts: MODERATORS })
    const here = { address: MODERATORS }
    const asked: (string | undefined)[] = []
    const theirs = async (of?: { conversation: string }): Promise<boolean> => {
      asked.push(of?.conversation)
      return true
    }
    expect(words(await room.send('/digest', { ...here, isModerator: theirs }))).toContain(UNION)
    expect(asked).toContain(GROUP.conversation)
    const own = await room.send('/digest', { ...here, isModerator: async (of) => of === undefined })
    expect(words(own)).not.toContain(UNION)
  })
  test('is shown to nobody where no private chat can be reached, and that is said', async () => {
    expect(words(await room.send('/digest'))).toBe(say.digest.writeToMeFirst)
    room.fail(() => 'gone')
    expect(words(await room.send('/digest', { aside: ME }))).toBe(say.digest.writeToMeFirst)
    room.fail(() => 'unavailable')
    expect(words(await room.send('/digest', { aside: ME }))).toBe(say.digest.unreachable)
    expect(room.shown).toEqual([])
  })
  test('is not for a private chat', async () =>
    expect(words(await room.send('/digest', { place: 'private', address: ME }))).toBe(say.digest.inYourGroup))
  test('tells the next run in the chosen zone', async () => {
    await room.schedule({ zone: 'Asia/Tokyo' }, { drafts: MODERATORS })
    const next = momentText(Date.parse('2026-11-22T12:00:00Z'), 'Asia/Tokyo', 'ar')
    expect(next).toContain('21:00')
    expect(words(await room.send('/digest', { hidden: true }))).toContain(say.digest.nextRun(next))
  })
  test('of an empty day offers a note, and no post', async () => {
    room.set('2026-11-24T09:00:00Z')
    const reply = await room.send('/digest', { hidden: true })
    expect(words(reply)).toContain(say.digest.nothing(dateText('2026-11-24', 'ar')))
    expect(commands(reply).every((command) => command.startsWith('/draft note'))).toBe(true)
  })
  test('where drafts are shown is not where it is posted', async () => {
    const topic = { ...GROUP, thread: '7' }
    await room.send('/digest drafts', { address: topic })
    const reply = await room.send('/digest', { address: topic })
    expect(words(reply)).toContain(say.digest.postThere)
    expect(commands(reply).some((command) => command.startsWith('/draft post'))).toBe(false)
    const news = { ...GROUP, thread: '8' }
    await room.send('/digest post', { address: news })
    expect(room.posts().map(({ address }) => address)).toEqual([news])
  })
})

describe('posting by hand', () => {
  test('stands where it was ordered, and tells what was asked until then', async () => {
    const reply = await room.send('/digest post')
    expect(words(reply)).toBe(say.digest.state.posted(date))
    expect(room.posts().map(({ address }) => address)).toEqual([GROUP])
    room.pass(MINUTE)
    await room.ask(SEAT)
    expect(words(await room.send('/digest post'))).toContain(say.digest.state.posted(date))
    expect(room.posts()).toHaveLength(1)
  })
  test('is by the date of the conversation’s zone', async () => {
    await room.store.chats.change(
      GROUP,
      { schedule: { time: '21:00', zone: 'Pacific/Auckland', mode: 'auto', since: room.now() } },
      'm',
    )
    room.set('2026-11-22T11:30:00Z')
    await room.ask(SEAT)
    room.set('2026-11-22T12:00:00Z')
    await room.send('/digest post')
    expect(room.posts()[0]?.subject).toBe('digest/-1001/2026-11-23')
  })
})

describe('a schedule', () => {
  const chosen = async (text: string, more = {}) => {
    const reply = await room.send(text, { aside: ME, ...more })
    return { text: words(reply), schedule: (await settings()).schedule, actions: actionsOf(reply) }
  }
  test('is a time, a zone and a way; the reply tells the next run there', async () => {
    const { text, schedule } = await chosen('/digest 21:00 Africa/Casablanca auto')
    expect(schedule).toEqual({ time: '21:00', zone: 'Africa/Casablanca', mode: 'auto', since: room.now() })
    const next = momentText(momentOf(TODAY, '21:00', 'Africa/Casablanca'), 'Africa/Casablanca', 'ar')
    expect(text).toBe(`${say.digest.scheduled('21:00', 'Africa/Casablanca', next)}\n${say.digest.auto}`)
  })
  test('has the zone of the program and a review where nothing else is said', async () => {
    const { text, schedule } = await chosen('/digest ٩:٠٥')
    expect(schedule).toMatchObject({ time: '09:05', zone: 'UTC', mode: 'review' })
    expect(text).toContain(say.digest.review)
  })
  test('takes what is said after the time in any order', async () => {
    const { schedule } = await chosen('/digest 21h30 to:7 auto europe/paris drafts:8')
    expect(schedule).toMatchObject({ time: '21:30', zone: 'Europe/Paris', mode: 'auto', thread: '7' })
    expect((await settings()).drafts).toEqual({ ...GROUP, thread: '8' })
  })
  test('posts to the topic it was set in', async () =>
    expect((await chosen('/digest 21:00', { address: { ...GROUP, thread: '5' } })).schedule?.thread).toBe('5'))
  test('keeps its zone and its place of drafts when the time is changed', async () => {
    await chosen('/digest 21:00 Asia/Tokyo drafts:8')
    expect((await chosen('/digest 20:00')).schedule).toMatchObject({ time: '20:00', zone: 'Asia/Tokyo' })
    expect((await settings()).drafts).toEqual({ ...GROUP, thread: '8' })
  })
  test('keeps what else was chosen', async () => {
    await room.store.chats.change(GROUP, { language: 'fr', sources: ['union'] }, 'm')
    await chosen('/digest 21:00 auto')
    expect(await settings()).toMatchObject({ language: 'fr', sources: ['union'] })
    await room.send('/settings language en')
    expect((await settings()).schedule?.time).toBe('21:00')
    await room.send('/digest off')
    expect(await settings()).toMatchObject({ language: 'en', sources: ['union'] })
  })
  test('says in the place of drafts that they come there, once', async () => {
    await chosen('/digest 21:00')
    await chosen('/digest 20:00')
    expect(room.in(ME).map(({ reply }) => words(reply))).toEqual([say.digest.draftsHere])
  })
  test('is not set where drafts for review could be shown to nobody', async () => {
    expect(words(await room.send('/digest 21:00'))).toBe(say.digest.draftsWhere)
    room.fail(() => 'gone')
    expect((await chosen('/digest 21:00')).text).toBe(say.digest.writeToMeFirst)
    room.fail(() => 'unavailable')
    expect((await chosen('/digest 21:00')).text).toBe(say.digest.unreachable)
    expect(await settings()).toEqual({})
  })
  test('needs no place of drafts where nobody reviews', async () => {
    await room.send('/digest 21:00 auto')
    expect((await settings()).schedule?.mode).toBe('auto')
  })
  test.each(['25:00', '21', '9pm', '²1:00', 'غدا'])('is not set for %s', async (typed) => {
    const { text, schedule } = await chosen(`/digest ${typed}`)
    expect(text).toBe(say.digest.badTime(`\u2068${typed}\u2069`))
    expect(schedule).toBeUndefined()
  })
  test.each(['+01:00', 'Mars/Phobos', 'GMT+1'])('is not set for the zone %s', async (typed) => {
    const { text, schedule } = await chosen(`/digest 21:00 ${typed}`)
    expect(text.split('\n')[0]).toBe(say.digest.badZone(`\u2068${typed}\u2069`))
    expect(schedule).toBeUndefined()
  })
  test('offers zones that are like the one that was typed', async () =>
    expect((await chosen('/digest 21:00 Casablanca')).text).toContain('Africa/Casablanca'))
  test('shows a hostile word as it is read, and not the whole of a long one', async () => {
    const { text } = await chosen(`/digest \u202E${'x'.repeat(500)}`)
    expect(text).not.toContain('\u202E')
    expect(text).not.toContain('x'.repeat(41))
  })
  test('leads to a group of moderators, to show drafts there', async () => {
    const { actions } = await chosen('/digest 21:00')
    expect(actions).toEqual([
      { label: say.digest.draftsElsewhere, command: '/digest drafts -1001', open: true, elsewhere: true },
    ])
  })
  test('is taken away, which is said once', async () => {
    await chosen('/digest 21:00 auto')
    expect(words(await room.send('/digest off'))).toBe(say.digest.off)
    expect(words(await room.send('/digest off'))).toBe(say.digest.wasOff)
    room.set(EVENING)
    await room.sanad.look()
    expect(room.posts()).toEqual([])
  })
  test('that is changed after its time is due on the next day', async () => {
    await chosen('/digest 21:00 auto')
    room.set('2026-11-22T20:00:00Z')
    await chosen('/digest 19:00 auto')
    await room.sanad.look()
    expect(room.posts()).toEqual([])
  })
})

describe('a topic for the digest', () => {
  test('is offered with a summary, to moderators in a group', async () => {
    const shown = await room.send('/summary جامعة القرويين')
    expect(commands(shown)).toContain('/digest add جامعة القرويين')
    const member = await room.send('/summary جامعة القرويين', { isModerator: async () => false })
    expect(commands(member).some((command) => command.startsWith('/digest'))).toBe(false)
    const alone = await room.send('/summary جامعة القرويين', { place: 'private', address: ME })
    expect(commands(alone).some((command) => command.startsWith('/digest'))).toBe(false)
  })
  test('is added once', async () => {
    for (let times = 0; times < 2; times++)
      expect(words(await room.send('/digest add جامعة القرويين'))).toBe(
        say.digest.topicAdded('\u2068جامعة القرويين\u2069'),
      )
    expect((await room.slot(TODAY))?.topics).toEqual(['جامعة القرويين'])
    await room.send('/digest post')
    expect(words(room.posts()[0]?.reply ?? [])).toContain('أسست فاطمة الفهرية')
  })
})

test.each(LANGUAGES)('in %s, a moment names its day and hour', (language) => {
  // Not Morocco, whose hour depends on how new the runtime's zone data is.
  const moment = momentText(Date.parse(MORNING), 'Africa/Algiers', language)
  expect(moment).toContain('10:00')
  expect(moment).toContain('22')
  expect(moment).not.toMatch(/[٠-٩]/)
})

describe('posting by command', () => {
  test('where members read along says what became of it, and offers nothing that would show a draft', async () => {
    const reply = await room.send('/digest post')
    expect(words(reply)).toBe(say.digest.state.posted(date))
    expect(commands(reply)).toEqual([])
    room.fail(() => 'unavailable')
    room.pass(24 * 60 * MINUTE)
    await room.ask(SEAT)
    expect(words(await room.send('/digest post'))).not.toContain(SEAT)
  })
})

describe('a topic', () => {
  test('is not added to what is posted already, and that is said', async () => {
    await room.send('/digest post')
    expect(words(await room.send('/digest add الأمانة العامة'))).toBe(say.digest.state.posted(date))
    expect((await room.slot(TODAY))?.topics).toEqual([])
  })
  test('gives way to later ones from the eleventh on', async () => {
    for (let topic = 1; topic <= 11; topic++) await room.send(`/digest add موضوع ${topic}`)
    expect((await room.slot(TODAY))?.topics).toHaveLength(10)
    expect((await room.slot(TODAY))?.topics).not.toContain('موضوع 1')
  })
})
