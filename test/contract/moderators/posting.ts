/** What becomes of a digest that is due: decided by one of two, posted by itself, in doubt, or without a place. */
import { describe, expect, test } from 'vitest'
import { dateText } from '../../../src/interface/dates.ts'
import { DATE, EVENING, HOUR, type House, MINUTE, NEXT_DATE, say, visible, whole, withButton } from './house.ts'
import type { Network, Person, Room, Schedule, Seen, Upheaval } from './network.ts'

const QUESTION = 'أين قُتل بن لادن؟'
const date = dateText(DATE, 'ar')
const TITLE = visible(say.digest.title(date))

interface Evening extends House {
  readonly moderator: Person
  readonly member: Person
}

/** A question was asked, and the digest is due in a minute. */
async function evening(house: House, schedule: Partial<Schedule> = {}): Promise<Evening> {
  const [moderator, member] = [house.person(), house.person()]
  house.appoint(moderator)
  await house.after(() => house.schedule(moderator, { time: '21:00', mode: 'auto', ...schedule }))
  await house.question(member, QUESTION, schedule.room ?? house.main)
  house.set(EVENING - MINUTE)
  expect((await house.look()).news).toEqual([])
  house.set(EVENING + MINUTE)
  return Object.assign(Object.create(house), { moderator, member })
}
const posts = (house: House, room: Room = house.main): readonly Seen[] =>
  house.shown().filter((message) => message.room === room.key && message.text.includes(TITLE))
const inStaff = (house: House): readonly Seen[] => house.shown().filter(({ room }) => room === house.staff.key)

export function posting(begin: (of?: () => Promise<Network>) => Promise<House>, upheavals: readonly Upheaval[]): void {
  test('of two moderators who press Post and Skip at once one wins, and the other is told', async () => {
    const house = await evening(await begin(), { mode: 'review' })
    const other = house.person()
    house.appoint(other)
    const draft = withButton((await house.look()).news, say.digest.post)
    const { news } = await house.after(() =>
      Promise.all([house.press(house.moderator, draft, say.digest.post), house.press(other, draft, say.digest.skip)]),
    )
    const state = (await house.slot())?.state
    expect(['posted', 'skipped']).toContain(state)
    expect(posts(house)).toHaveLength(state === 'posted' ? 1 : 0)
    const told = news.flatMap(({ versions }) => versions)
    expect(told.filter((text) => text.includes(say.digest.changedMeanwhile))).toHaveLength(1)
    expect(inStaff(house).some(({ text }) => text.includes(visible(say.digest.state[state ?? 'open'](date))))).toBe(
      true,
    )
  })

  test('without review the digest posts itself at its time, once', async () => {
    const house = await evening(await begin())
    const due = await house.look()
    expect(new Set(due.news.map(({ room }) => room))).toEqual(new Set([house.main.key]))
    expect(due.text).toContain(TITLE)
    expect((await house.slot())?.state).toBe('posted')
    house.pass(HOUR)
    expect((await house.look()).news).toEqual([])
  })

  test('a day with nothing to say posts nothing, and that is recorded', async () => {
    const house = await evening(await begin())
    await house.look()
    house.set(EVENING + 24 * HOUR + MINUTE)
    expect((await house.look()).news).toEqual([])
    expect((await house.slot(NEXT_DATE))?.state).toBe('empty')
  })

  describe('after a post whose answer was lost, moderators are asked', () => {
    async function doubt(arrives: boolean): Promise<{ house: Evening; asked: Seen }> {
      const house = await evening(await begin())
      await house.unheard(arrives, () => house.sanad.look())
      await house.look()
      expect((await house.slot())?.state).toBe('uncertain')
      expect(posts(house)).toHaveLength(arrives ? 1 : 0)
      const asked = withButton(inStaff(house), say.digest.isThere)
      expect(asked.text).toContain(visible(say.digest.uncertain(date)))
      // Whatever happens meanwhile, nobody posts it by themselves.
      house.pass(HOUR)
      await house.restart()
      expect((await house.look()).news).toEqual([])
      return { house, asked }
    }

    test('and where it is there, it is taken for posted', async () => {
      const { house, asked } = await doubt(true)
      const { news } = await house.pressing(house.moderator, asked, say.digest.isThere)
      expect(news.filter(({ room }) => room === house.main.key)).toEqual([])
      expect((await house.slot())?.state).toBe('posted')
      expect(whole(news).text).toContain(visible(say.digest.state.posted(date)))
    })

    test('and where it is not, it is posted by their order', async () => {
      const { house, asked } = await doubt(false)
      await house.pressing(house.moderator, asked, say.digest.postAgain)
      expect(posts(house)).toHaveLength(1)
      expect((await house.slot())?.state).toBe('posted')
      const { news } = await house.after(() => house.forge(house.moderator, asked, asked.buttons[0]?.data ?? ''))
      expect(news.filter(({ room }) => room === house.main.key)).toEqual([])
      expect(posts(house)).toHaveLength(1)
    })
  })

  for (const { name, open, inTopic, goesOn, leavesNobody } of upheavals) {
    const outcome = goesOn
      ? 'the digest is posted all the same'
      : leavesNobody
        ? 'that is recorded'
        : 'the digest is not posted, and moderators are told'
    test(`if ${name} before its time, ${outcome}`, async () => {
      const house = await begin(open)
      const room = inTopic ? house.topic() : house.main
      await evening(house, inTopic ? { room } : {})
      house.befalls(name, room)
      const { news } = await house.look()
      expect(posts(house)).toHaveLength(goesOn ? 1 : 0)
      expect((await house.slot())?.state).toBe(goesOn ? 'posted' : 'failed')
      if (!goesOn) {
        const told = visible(say.digest.failed(date))
        expect(news.map((message) => [message.room, message.text])).toEqual(
          leavesNobody ? [] : [[house.staff.key, told]],
        )
        expect((await house.store.chats.settings(house.main.address)).schedule).toBeUndefined()
      }
      house.pass(HOUR)
      expect((await house.look()).news).toEqual([])
    })
  }

  test('who asks for the draft among the moderators is shown that of their group', async () => {
    const house = await evening(await begin(), { mode: 'review' })
    const { text } = await house.command(house.moderator, '/digest', { room: house.staff })
    expect(text).toContain(visible(say.digest.draftOf(date)))
    expect(text).toContain(QUESTION)
  })

  test('drafts come to the topic that a moderator chose, and are posted from there', async () => {
    const house = await begin()
    const drafts = house.topic()
    const { moderator } = await evening(house, { mode: 'review', drafts })
    const due = await house.look()
    expect(new Set(due.news.map(({ room }) => room))).toEqual(new Set([drafts.key]))
    await house.pressing(moderator, withButton(due.news, say.digest.post), say.digest.post)
    expect(posts(house)).toHaveLength(1)
  })
}
