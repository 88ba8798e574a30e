/** What is kept of who asks, and how it goes: from the database to its last byte, and from whatever is composed afterwards. */
import { expect, test } from 'vitest'
import { dateText } from '../../../src/interface/dates.ts'
import { DATE, EVENING, type House, MINUTE, say, visible, whole, withButton } from './house.ts'

const MINE = ['متى تعقد جمعية الأطلس الكبير اجتماعها السنوي؟', 'أين قُتل بن لادن؟'] as const
const SECRET = 'ما هو علاج مرض الوردية النادر؟'
const OTHERS = 'كم محاولة اغتيال أُفشلت؟'

export function privacy(begin: () => Promise<House>): void {
  test('who asks to be forgotten leaves nothing behind: not a byte in the database, not a word in the draft', async () => {
    const house = await begin()
    const [moderator, asker] = [house.person(), house.person()]
    house.appoint(moderator)
    await house.after(() => house.schedule(moderator, { time: '21:00', mode: 'review' }))
    await house.question(house.person(), OTHERS, house.main)
    const [gap, answer] = [
      await house.question(asker, MINE[0], house.main),
      await house.question(asker, MINE[1], house.main),
    ]
    await house.question(asker, SECRET)
    await house.pressing(asker, withButton([gap], say.raise), say.raise)
    await house.pressing(asker, withButton([answer], '👍'), '👍')
    // Their words are repeated wherever moderators look.
    for (const command of ['/gaps', '/digest']) {
      const { news } = await house.command(moderator, command)
      expect(whole(news).text).toContain(MINE[0])
    }
    house.set(EVENING + MINUTE)
    const draft = await house.look()
    expect(draft.text).toContain(MINE[0])
    for (const words of [...MINE, SECRET]) expect(holds(house, words), words).toBe(true)

    const before = await house.command(asker, '/mydata')
    expect(before.text).toContain('عدد الأسئلة 3')
    const forgotten = await house.command(asker, '/forgetme')
    expect(forgotten.text).toContain('حُذف كل ما كان محفوظا عنك')
    for (const words of [...MINE, SECRET]) expect(holds(house, words), words).toBe(false)
    expect(holds(house, OTHERS)).toBe(true)
    expect((await house.command(asker, '/mydata')).text).toContain('لا أحفظ شيئا عنك.')

    const after = await house.command(moderator, '/digest')
    expect(after.text).toContain(OTHERS)
    for (const words of MINE) expect(after.text).not.toContain(words)
    expect((await house.command(moderator, '/gaps')).text).toContain(say.noGaps)
    const posted = await house.pressing(moderator, withButton(after.news, say.digest.post), say.digest.post)
    expect(whole(posted.in(house.main)).text).toContain(visible(say.digest.title(dateText(DATE, 'ar'))))
    for (const words of MINE) expect(whole(posted.in(house.main)).text).not.toContain(words)
    for (const words of [...MINE, SECRET]) expect(holds(house, words), words).toBe(false)
  })

  test('the help says what is kept', async () => {
    const house = await begin()
    expect((await house.command(house.person(), '/help')).text).toContain(visible(say.helpKept(30)))
  })
}

/** Whether words of a text lie in the database, however long they are: whole, or a good part of them. */
function holds(house: House, text: string): boolean {
  const bytes = house.bytes()
  const words = text.split(' ')
  return words.slice(0, -2).some((_, at) => bytes.includes(words.slice(at, at + 3).join(' ')))
}
