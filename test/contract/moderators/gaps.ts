/** What the documents did not answer: put before the moderators, answered by them, told to who asked, and found by who asks next. */
import { expect, test } from 'vitest'
import { DATE, type House, say, visible, whole, withButton } from './house.ts'
import type { Person, Seen } from './network.ts'

const QUESTION = 'متى تعقد الجمعية اجتماعها السنوي؟'
const SAME = 'فوقاش الاجتماع السنوي ديال الجمعية؟'
const NEXT = 'متى الاجتماع السنوي للجمعية؟'
const OTHER = 'كيف أحضر طاجين الدجاج بالزيتون؟'
const ANSWER = 'يعقد الاجتماع السنوي في أول سبت من شهر أكتوبر، في مقر الجمعية.'
const LINK = 'https://example.org/statute'

async function raised(house: House, question: string): Promise<{ asker: Person; answer: Seen }> {
  const asker = house.person()
  const answer = await house.question(asker, question, house.main)
  await house.pressing(asker, withButton([answer], say.raise), say.raise)
  return { asker, answer }
}

export function gaps(begin: () => Promise<House>): void {
  test('a question that nothing answers is answered by a moderator, told once where it was asked, and found by who asks next', async () => {
    const house = await begin()
    const { main } = house
    const moderator = house.person()
    house.appoint(moderator)
    await raised(house, OTHER)
    const one = await raised(house, QUESTION)
    const other = await raised(house, SAME)
    const again = await house.pressing(one.asker, one.answer, say.raise)
    expect(again.text).toContain(say.alreadyRaised)

    const list = await house.command(moderator, '/gaps')
    expect(list.text).toContain(`1. ${QUESTION} (×2)\n2. ${OTHER}`)
    const shown = withButton(list.news, `${say.notes.answer} 1`)
    const { news } = await house.filling(moderator, shown, `${say.notes.answer} 1`, [ANSWER, LINK])
    const told = news.filter(({ quotes, room }) => room === main.key && quotes.includes(ANSWER))
    expect(told).toHaveLength(2)
    for (const [at, { answer }] of [one, other].entries()) {
      const { text, repliesTo, links } = told[at] as Seen
      expect(text).toContain(say.notes.told)
      expect(text).toContain([QUESTION, SAME][at])
      expect(repliesTo).toBe(house.platform === 'telegram' ? `/ask ${[QUESTION, SAME][at]}` : answer.id)
      expect(links.map(({ to }) => to)).toContain(LINK)
    }
    expect(whole(news).text).toContain(visible(say.notes.answered(2)))
    expect((await house.look()).news).toEqual([])
    expect((await house.command(moderator, '/gaps')).text).not.toContain(QUESTION)

    const found = await house.question(house.person(), NEXT, main)
    expect(found.quotes).toContain(ANSWER)
    expect(found.text).toContain(say.notes.kind)
    expect(found.text).toContain(DATE)
    expect(found.links.map(({ to }) => to)).toContain(LINK)
    // Elsewhere nobody finds it.
    const { person, room } = house.stranger()
    expect((await house.question(person, NEXT, room)).text).toContain(say.notFound)
  })

  test('a note is listed, edited, removed and restored', async () => {
    const house = await begin()
    const { main } = house
    const moderator = house.person()
    house.appoint(moderator)
    await raised(house, QUESTION)
    const gaps = withButton((await house.command(moderator, '/gaps')).news, `${say.notes.answer} 1`)
    await house.filling(moderator, gaps, `${say.notes.answer} 1`, [ANSWER])
    const find = (): Promise<Seen> => house.question(house.person(), NEXT, main)

    const list = await house.command(moderator, '/corpus list')
    expect(list.text).toContain(`1. 📝 ${QUESTION} — ${DATE}`)
    const edited = 'صار الاجتماع السنوي في أول أحد من شهر نونبر.'
    const edit = `${say.notes.edit} 1`
    await house.filling(moderator, withButton(list.news, edit), edit, [edited, LINK])
    expect((await find()).quotes).toEqual([edited])

    const remove = `${say.corpus.remove} 1`
    const listed = await house.command(moderator, '/corpus list')
    const removed = await house.pressing(moderator, withButton(listed.news, remove), remove)
    expect(removed.text).toContain(visible(say.corpus.removed(QUESTION)))
    expect((await find()).text).toContain(say.notFound)
    const undo = await house.pressing(moderator, withButton(removed.news, say.corpus.restore), say.corpus.restore)
    expect(undo.text).toContain(visible(say.corpus.restored(QUESTION)))
    expect((await find()).quotes).toEqual([edited])
    await house.restart()
    expect((await find()).quotes).toEqual([edited])
  })

  test('a question that is put aside is answered to nobody', async () => {
    const house = await begin()
    const moderator = house.person()
    house.appoint(moderator)
    await raised(house, OTHER)
    const list = await house.command(moderator, '/gaps')
    const { text } = await house.pressing(moderator, withButton(list.news, `${say.dismiss} 1`), `${say.dismiss} 1`)
    expect(text).toContain(say.noGaps)
    expect((await house.look()).news).toEqual([])
  })
}
