/** Documents that moderators add to their own group's, through the real reader of files. */
import { describe, expect, test } from 'vitest'
import { type House, type Outcome, say, visible, withButton } from './house.ts'
import type { Person, SentFile } from './network.ts'

const QUESTION = 'كم ندوة نظمت جمعية الأطلس في سنة 2034؟'
const SENTENCE = 'نظمت جمعية الأطلس سبع ندوات في سنة 2034، وحضرها أكثر من ثلاثمئة شخص من مدن مختلفة.'
const TITLE = 'التقرير الأدبي'
const FILES: readonly SentFile[] = [
  { name: 'تقرير.md', content: `---\ntitle: ${TITLE}\ndate: 2035-01-10\n---\n\n# ${TITLE}\n\n${SENTENCE}\n` },
  { name: 'report.txt', content: `${TITLE}\n\n${SENTENCE}\n` },
  {
    name: 'report.html',
    content: `<!doctype html><title>${TITLE}</title><script>alert(1)</script><h1>${TITLE}</h1><p>${SENTENCE}</p>`,
  },
]
const REFUSED: readonly (readonly [SentFile, keyof typeof say.corpus.refusals])[] = [
  [{ name: 'report.pdf', content: '%PDF-1.7' }, 'type'],
  [{ name: 'report.txt', content: 'نص طويل '.repeat(200_000) }, 'size'],
  [{ name: 'report.md', content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0, 0xff, 0xfe, 0, 9]) }, 'broken'],
  [{ name: 'report.txt', content: ' \n\n ' }, 'empty'],
]

async function moderated(house: House): Promise<{ moderator: Person; add(file: SentFile): Promise<Outcome> }> {
  const moderator = house.person()
  house.appoint(moderator)
  return { moderator, add: (file) => house.command(moderator, '/corpus add', { file }) }
}

export function corpus(begin: () => Promise<House>): void {
  describe('a file that a moderator adds', () => {
    for (const file of FILES)
      test(`as ${file.name.split('.').at(-1)} is shown first, and found once it is confirmed, here and nowhere else`, async () => {
        const house = await begin()
        const { moderator, add } = await moderated(house)
        const ask = (): Promise<string> => house.question(house.person(), QUESTION, house.main).then(({ text }) => text)
        const proposed = await add(file)
        expect(proposed.text).toContain(visible(say.corpus.proposed(TITLE)))
        expect(proposed.text).toContain(say.passages(1))
        expect(await ask()).toContain(say.notFound)
        const confirmed = await house.pressing(
          moderator,
          withButton(proposed.news, say.corpus.confirm),
          say.corpus.confirm,
        )
        expect(confirmed.text).toContain(visible(say.corpus.added(TITLE)))
        expect(await ask()).toContain(SENTENCE)
        await isOnlyHere(house)

        expect((await add(file)).text).toContain(visible(say.corpus.sameText(TITLE)))
        const list = await house.command(moderator, '/corpus list')
        expect(list.text).toContain(`1. 📄 ${TITLE}`)
        const removed = await house.command(moderator, '/corpus remove 1')
        expect(await ask()).toContain(say.notFound)
        await house.pressing(moderator, withButton(removed.news, say.corpus.restore), say.corpus.restore)
        expect(await ask()).toContain(SENTENCE)
      })

    test('is not added where they decide against it', async () => {
      const house = await begin()
      const { moderator, add } = await moderated(house)
      const proposed = await add(FILES[0] as SentFile)
      const cancel = withButton(proposed.news, say.corpus.cancel)
      expect((await house.pressing(moderator, cancel, say.corpus.cancel)).text).toContain(say.corpus.cancelled)
      expect((await house.command(moderator, '/corpus list')).text).toContain(say.corpus.empty)
    })

    for (const [file, why] of REFUSED)
      test(`changes nothing where it is refused: ${why}`, async () => {
        const house = await begin()
        const { add } = await moderated(house)
        const before = await house.state()
        const { text, news } = await add(file)
        expect(text).toContain(say.corpus.refusals[why])
        expect(news.flatMap(({ buttons }) => buttons)).toEqual([])
        expect(await house.state()).toBe(before)
      })
  })
}

/** In another group it is not found, listed or offered; in this one it is. */
async function isOnlyHere(house: House): Promise<void> {
  const { person, room } = house.stranger()
  expect((await house.question(person, QUESTION, room)).text).toContain(say.notFound)
  expect((await house.command(person, '/sources', { room })).text).not.toContain(TITLE)
  expect(await house.offers(person, room, TITLE)).not.toContain(TITLE)
  expect((await house.command(house.person(), '/sources')).text).toContain(TITLE)
}
