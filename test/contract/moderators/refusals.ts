/** What is for moderators only, tried by everybody else: nothing changes, and nobody else sees anything of it. */
import { describe, expect, test } from 'vitest'
import { EVENING, type House, MINUTE, type Outcome, say, withButton } from './house.ts'
import type { Person, Room, Seen } from './network.ts'

const ANSWERED = 'أين قُتل بن لادن؟'
const UNANSWERED = 'متى تعقد الجمعية اجتماعها السنوي؟'
const NOTED = 'ما هاتف مكتب الجمعية؟'
const FILE = { name: 'تقرير.txt', content: 'التقرير الأدبي\n\nنظمت الجمعية ست ندوات في السنة الماضية.' }
const COMMANDS = [
  '/digest',
  '/digest post',
  '/digest off',
  '/digest 20:00 UTC auto',
  '/gaps',
  '/corpus list',
  '/corpus remove 1',
  '/stats',
  '/settings',
]
/** What buttons stand for, typed by hand: where commands are text, anybody can. */
async function typed({ store, main }: House): Promise<string[]> {
  const [raised] = await store.questions.raised(main.address)
  const [added] = await store.documents.added(main.address)
  const [slot] = await store.slots.latest(main.address, 1)
  return [
    '/digest drafts',
    '/digest add الهجرة',
    ...['show', 'post', 'skip', 'edit', 'clear', 'again', 'there', 'correct', 'rest'].map(
      (does) => `/draft ${does} ${slot?.id}`,
    ),
    `/draft note ${slot?.id} مزيف`,
    `/draft drop ${slot?.id} ${raised?.id}`,
    `/gaps close ${raised?.id}`,
    `/gaps answer ${raised?.id} مزيف`,
    `/corpus restore ${added?.id}`,
    `/corpus edit ${added?.id} مزيف`,
    '/settings language fr',
  ]
}
/** What a refusal says. */
const REFUSED = [say.moderatorsOnly, say.tooOld, say.notYours]

/** A message with buttons, and the moderator whom it was shown to. */
interface Panel {
  readonly panel: Seen
  readonly of: Person
}

interface Refusing extends House {
  /** Everything that moderators can be shown. */
  readonly panels: readonly Panel[]
  /** An answer in the main room, which everybody sees. */
  readonly answer: Seen
}

async function refusing(house: House): Promise<Refusing> {
  const moderators = [house.person(), house.person(), house.person()] as const
  for (const moderator of moderators) house.appoint(moderator)
  const [first, second, third] = moderators
  await house.after(() => house.schedule(first, { time: '21:00', mode: 'review' }))
  const answer = await house.question(house.person(), ANSWERED, house.main)
  for (const question of [NOTED, UNANSWERED]) {
    const asker = house.person()
    await house.pressing(asker, await house.question(asker, question, house.main), say.raise)
  }
  const list = await house.command(first, '/gaps')
  const label = `${say.notes.answer} 1`
  await house.filling(first, withButton(list.news, label), label, ['الهاتف مكتوب على باب المكتب.'])
  const proposed = await house.command(second, '/corpus add', { file: FILE })
  const panels: Panel[] = [{ panel: withButton(proposed.news, say.corpus.confirm), of: second }]
  for (const [of, command, label] of [
    [second, '/gaps', `${say.notes.answer} 1`],
    [second, '/corpus list', `${say.corpus.remove} 1`],
    [third, '/settings', say.allowedSources],
    [first, '/summary الهجرة السرية', say.digest.addTopic],
  ] as const)
    panels.push({ panel: withButton((await house.command(of, command)).news, label), of })
  house.set(EVENING + MINUTE)
  const draft = withButton((await house.look()).news, say.digest.post)
  const editor = await house.pressing(first, draft, say.digest.edit)
  panels.push({ panel: draft, of: third }, { panel: withButton(editor.news, say.digest.writeNote), of: first })
  return Object.assign(Object.create(house), { answer, panels })
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
const buttons = ({ panels }: Refusing): (Panel & { label: string; data: string })[] =>
  panels.flatMap((panel) =>
    panel.panel.buttons.flatMap(({ label, data }) => (data === '' || isOpen(label) ? [] : [{ ...panel, label, data }])),
  )

export function refusals(begin: () => Promise<House>): void {
  describe('are refused to', () => {
    test('a member: every command', async () => {
      const house = await refusing(await begin())
      const before = await house.state()
      const hand = house.platform === 'telegram' ? await typed(house) : []
      for (const command of [...COMMANDS, '/corpus add', ...hand]) {
        const member = house.person()
        const given = command === '/corpus add' ? { file: FILE } : {}
        expectRefused(await house.command(member, command, given), member, [house.main])
      }
      expect(await house.state()).toBe(before)
    })

    test('a member: every button and form of the moderators’, forged', async () => {
      const house = await refusing(await begin())
      const before = await house.state()
      for (const { panel, of, label, data } of buttons(house)) {
        const member = house.person()
        const pressed = await house.after(() => house.forge(member, house.answer, data))
        if (!isForm(label)) expectRefused(pressed, member, [])
        else {
          // It is open before a moderator, and somebody else sends it.
          await house.pressing(of, panel, label)
          const sent = await house.after(() => house.forgeForm(member, house.answer, data, ['مزيف']))
          expectRefused(sent, member, [house.main, house.staff])
        }
        expect(await house.state(), label).toBe(before)
      }
    })

    test('a former moderator: every button and form that they were shown', async () => {
      const house = await refusing(await begin())
      for (const { of } of house.panels) house.dismiss(of)
      const before = await house.state()
      for (const { panel, of, label, data } of buttons(house)) {
        const there = { key: panel.room, address: house.main.address }
        const pressed = await house.after(() => house.forge(of, panel, data))
        if (!isForm(label)) expectRefused(pressed, of, [there])
        else {
          const sent = await house.after(() => house.forgeForm(of, panel, data, ['مزيف']))
          expectRefused(sent, of, [there])
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
        expect(text).not.toContain(NOTED)
        expect(await house.state()).toBe(before)
      }
      if (house.platform === 'telegram') {
        const { person, room } = house.stranger()
        const { text } = await house.command(person, `/start d_${house.main.address.conversation}`, { room })
        expect(text).toBe(say.digest.askInGroup)
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
      expect(listed.text.includes(NOTED), name).toBe(moderates)
    }
    expect(house.disguises.length).toBe(house.platform === 'telegram' ? 3 : 0)
  })
}
