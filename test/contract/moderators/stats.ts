/** Two weeks in numbers, and as a picture. */
import { expect, test } from 'vitest'
import { dateText } from '../../../src/interface/dates.ts'
import { EVENING, HOUR, type House, NEXT_DATE, say, visible, withButton } from './house.ts'

const ANSWERED = ['أين قُتل بن لادن؟', 'كم محاولة اغتيال أُفشلت؟', 'متى وُقع اتفاق مدريد؟'] as const
const UNANSWERED = 'ما عاصمة اليابان؟'

export function stats(begin: () => Promise<House>): void {
  test('the numbers of two weeks are right, and come as a picture too', async () => {
    const house = await begin()
    const moderator = house.person()
    house.appoint(moderator)
    expect((await house.command(moderator, '/stats')).text).toContain(say.stats.nothing)
    const reader = house.person()
    for (const question of ANSWERED) {
      const answer = await house.question(house.person(), question, house.main)
      const vote = question === ANSWERED[0] ? '👎' : '👍'
      await house.pressing(reader, withButton([answer], vote), vote)
    }
    house.set(EVENING + 24 * HOUR)
    await house.question(house.person(), UNANSWERED, house.main)

    const { news, text } = await house.command(moderator, '/stats')
    const words = news.findLast((message) => message.text !== '')
    expect([house.main.key, moderator.own]).toContain(words?.room)
    const [first, last] = ['2035-05-31', NEXT_DATE].map((date) => dateText(date, 'ar'))
    const cited = house.sanad.documents
      .map(({ id, title }) => ({
        title,
        times: ANSWERED.filter((question) =>
          house.sanad.ask(question).citations.some(({ document }) => document.id === id),
        ).length,
      }))
      .filter(({ times }) => times > 0)
      .sort((a, b) => b.times - a.times)
    for (const line of [
      say.stats.title,
      say.stats.period(first ?? '', last ?? ''),
      say.stats.asked(4),
      say.stats.answered(3, 75),
      say.stats.notFound(1),
      say.stats.helpful(2, 1, 67),
      ...cited.map(({ title, times }) => `• ${title} (${times})`),
      '12/06: 3 / 0',
      '13/06: 0 / 1',
    ])
      expect(text.split('\n')).toContain(visible(line))
    const [picture] = house.pictures()
    expect(house.pictures()).toHaveLength(1)
    // Width and height, as the PNG's header says.
    expect(picture?.readUInt32BE(16)).toBeGreaterThan(600)
    expect(picture?.readUInt32BE(20)).toBeGreaterThan(300)
    expect(picture?.length).toBeGreaterThan(5000)
  })
}
