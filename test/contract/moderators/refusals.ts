/** What is for moderators only, tried by everybody else: nothing changes, and nobody else sees anything of it. */
import { describe, expect, test } from 'vitest'
import { EVENING, type House, MINUTE, type Outcome, say, withButton } from './house.ts'
import type { Person, Room, Seen } from './network.ts'

const ANSWERED = 'أين قُتل بن لادن؟'
const UNANSWERED = 'متى تعقد الجمعية اجتماعها السنوي؟'
const FILE = { name: 'نظام.md', content: '# النظام الداخلي\n\nيجتمع المكتب في أول جمعة من كل شهر.' }
const OTHER_FILE = { name: 'تقرير.txt', content: 'التقرير الأدبي\n\nنظمت الجمعية ست ندوات في السنة الماضية.' }
const COMMANDS = [
  '/digest',
  '/digest post',
  '/digest off',
  '/gaps',
  '/corpus list',
  '/corpus remove 1',
  '/stats',
  '/settings',
]
/** What a refusal says. */
const REFUSED = [say.moderatorsOnly, say.tooOld, say.notYours]

interface Refusing extends House {
  readonly moderator: Person
  /** Every message with buttons that moderators were shown. */
  readonly panels: readonly Seen[]
  /** An answer in the main room, which everybody sees. */
  readonly answer: Seen
}

/** A group whose moderators have everything that they can have on show. */
async function refusing(house: House): Promise<Refusing> {
  const moderator = house.person()
  house.appoint(moderator)
  await house.after(() => house.schedule(moderator, { time: '21:00', mode: 'review' }))
  const answer = await house.question(house.person(), ANSWERED, house.main)
  const asker = house.person()
  await house.pressing(asker, await house.question(asker, UNANSWERED, house.main), say.raise)
  const proposed = await house.command(moderator, '/corpus add', { file: FILE })
  await house.pressing(moderator, withButton(proposed.news, say.corpus.confirm), say.corpus.confirm)
  const open = await house.command(moderator, '/corpus add', { file: OTHER_FILE })
  const shown: Seen[] = [withButton(open.news, say.corpus.confirm)]
  for (const [command, label] of [
    ['/gaps', `${say.notes.answer} 1`],
    ['/corpus list', `${say.corpus.remove} 1`],
    ['/settings', say.allowedSources],
    ['/summary الهجرة السرية', say.digest.addTopic],
  ] as const)
    shown.push(withButton((await house.command(moderator, command)).news, label))
  house.set(EVENING + MINUTE)
  const draft = withButton((await house.look()).news, say.digest.post)
  const editor = await house.pressing(moderator, draft, say.digest.edit)
  shown.push(draft, withButton(editor.news, say.digest.writeNote))
  return Object.assign(Object.create(house), { moderator, answer, panels: shown })
}

/** Refused to whoever tried, and seen by nobody else; `where`: the rooms in which a refusal may be read. */
function expectRefused({ news, notice, text }: Outcome, person: Person | undefined, where: readonly Room[]): void {
  const may = [person?.own, ...where.map(({ key }) => key)]
  expect(news.filter(({ room }) => !may.includes(room)).map((message) => message.text)).toEqual([])
  expect(
    REFUSED.some((words) => text.includes(words)),
    text,
  ).toBe(true)
  const said = [...news.map((message) => message.text.trim()), ...(notice === undefined ? [] : [notice])]
  for (const words of said) expect(REFUSED).toContain(words)
}

const isForm = (label: string): boolean =>
  label === say.digest.writeNote || label.startsWith(say.notes.answer) || label.startsWith(say.notes.edit)
/** What anybody may press: the rest of a digest, the passages of a topic. */
const isOpen = (label: string): boolean => label.startsWith(say.context) || label.startsWith('البقية')

/** The buttons that only moderators may press; those that only lead somewhere call nobody back. */
const buttons = ({ panels }: Refusing): { panel: Seen; label: string; data: string }[] =>
  panels.flatMap((panel) =>
    panel.buttons.flatMap(({ label, data }) => (data === '' || isOpen(label) ? [] : [{ panel, label, data }])),
  )

export function refusals(begin: () => Promise<House>): void {
  describe('are refused to', () => {
    test('a member: every command', async () => {
      const house = await refusing(await begin())
      const before = await house.state()
      for (const command of [...COMMANDS, '/corpus add']) {
        const member = house.person()
        const given = command === '/corpus add' ? { file: FILE } : {}
        expectRefused(await house.command(member, command, given), member, [house.main])
      }
      const member = house.person()
      const scheduled = await house.command(member, '/digest off')
      expectRefused(scheduled, member, [house.main])
      expect(await house.state()).toBe(before)
    })

    test('a member: every button and form of the moderators’, forged', async () => {
      const house = await refusing(await begin())
      const before = await house.state()
      for (const { panel, label, data } of buttons(house)) {
        const member = house.person()
        const pressed = await house.after(() => house.forge(member, house.answer, data))
        if (!isForm(label)) expectRefused(pressed, member, [])
        else {
          // It is open before a moderator, and somebody else sends it.
          await house.pressing(house.moderator, panel, label)
          const sent = await house.after(() => house.forgeForm(member, house.answer, data, ['مزيف']))
          expectRefused(sent, member, [house.main, house.staff])
        }
        expect(await house.state(), label).toBe(before)
      }
    })

    test('a former moderator: every button and form that they were shown', async () => {
      const house = await refusing(await begin())
      house.dismiss(house.moderator)
      const before = await house.state()
      for (const { panel, label, data } of buttons(house)) {
        const there = { key: panel.room, address: house.main.address }
        const pressed = await house.after(() => house.forge(house.moderator, panel, data))
        if (!isForm(label)) expectRefused(pressed, house.moderator, [there])
        else {
          const sent = await house.after(() => house.forgeForm(house.moderator, panel, data, ['مزيف']))
          expectRefused(sent, house.moderator, [there])
        }
        expect(await house.state(), label).toBe(before)
      }
    })

    test('who moderates another group: every command is about their own, and no button of this one works', async () => {
      const house = await refusing(await begin())
      const before = await house.state()
      for (const command of COMMANDS) {
        const { person, room } = house.stranger()
        const { news, text } = await house.command(person, command, { room })
        expect(news.filter((message) => ![person.own, room.key].includes(message.room))).toEqual([])
        expect(text).not.toContain('النظام الداخلي')
        expect(await house.state()).toBe(before)
      }
      for (const { label, data } of buttons(house)) {
        const { person, room } = house.stranger()
        const own = (await house.command(person, '/help', { room })).only
        expectRefused(await house.after(() => house.forge(person, own, data)), person, [])
        expect(await house.state(), label).toBe(before)
      }
    })
  })

  test('who writes as somebody else may do what the group itself may, and no more', async () => {
    const house = await refusing(await begin())
    for (const { name, moderates, type } of house.disguises) {
      const before = await house.state()
      const { text, news } = await house.after(async () => type('/digest off'))
      expect(text.includes(say.digest.off), name).toBe(moderates)
      expect((await house.state()) === before, name).toBe(!moderates)
      if (!moderates) for (const message of news) expect(message.text, name).toBe(say.moderatorsOnly)
      const listed = await house.after(async () => type('/corpus list'))
      expect(listed.text.includes('النظام الداخلي'), name).toBe(moderates)
    }
    expect(house.disguises.length).toBe(house.platform === 'telegram' ? 3 : 0)
  })
}
