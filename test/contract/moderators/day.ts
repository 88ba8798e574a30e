/** A whole day of a group: what is asked, the draft, what moderators change in it, the post to the item, and its correction. */
import { expect, test } from 'vitest'
import { isVerbatim } from '../../../src/index.ts'
import { dateText, momentText } from '../../../src/interface/dates.ts'
import { DATE, EVENING, type House, MINUTE, say, visible, whole, withButton } from './house.ts'
import type { Person, Seen } from './network.ts'

/** Questions that ask the same in other words, in the order in which the digest is to name them. */
const ANSWERED = [
  [
    'كم منظمة إرهابية جرى تحييدها؟',
    'شحال من منظمة إرهابية تحيدات؟',
    "Combien d'organisations terroristes ont été neutralisées ?",
  ],
  ['أين قُتل بن لادن؟', 'فين تقتل بن لادن؟', 'Où Ben Laden a-t-il été tué ?'],
  ['متى وُقع اتفاق مدريد؟', "Quand l'accord de Madrid a-t-il été signé ?"],
  ['من هو الأمين العام لاتحاد المغرب العربي؟', 'شكون هو الأمين العام ديال اتحاد المغرب العربي؟'],
  ['من هو المدير العام للأمن الوطني؟', 'شكون هو المدير العام ديال الأمن الوطني؟'],
  ['كم دولة في تحالف محاربة الإرهاب الداعشي؟'],
  ['من مندوب المغرب الدائم في جامعة الدول العربية؟'],
  ['من نفذ تفجير أركانة؟'],
  ['ما اسم شركة الأمن الروسية الخاصة؟'],
  ['في أي مدينة تم تفكيك خلية داعش في مارس؟'],
  ['كم خلية إرهابية فككتها السلطات الأمنية المغربية؟'],
  ['ما هي الفرضية الأساسية للدراسة؟'],
  ['ما هو النظام اللاقطبي؟'],
  ['كم محاولة اغتيال أُفشلت؟'],
] as const
const UNANSWERED = [
  ['متى تعقد الجمعية اجتماعها السنوي؟', 'فوقاش الاجتماع السنوي ديال الجمعية؟'],
  ['كيف أحضر طاجين الدجاج بالزيتون؟', 'كيفاش نوجد طاجين الدجاج بالزيتون؟'],
  ['ما عاصمة اليابان؟'],
] as const
/** Asked where nobody else reads. */
const HIDDEN = [
  'ما عنوان رسالة سمية أوشن؟',
  'كم عدد الأئمة الماليين في برنامج التكوين؟',
  'شحال من إمام مالي كونهم المغرب؟',
  'متى مباراة الرجاء والوداد؟',
] as const
const TOPIC = 'الهجرة السرية'
const NOTE = 'لقاء الأعضاء يوم السبت في الخامسة.'
const [NEUTRALISED, BIN_LADEN, MADRID, SECRETARY, POLICE] = ANSWERED
const [, , CAPITAL] = UNANSWERED
const date = dateText(DATE, 'ar')

export function day(begin: () => Promise<House>): void {
  test('a day of thirty questions becomes a draft, is edited, posted once to the item, and corrected where it stands', async () => {
    const house = await begin()
    const { main, staff, sanad } = house
    const people = Array.from({ length: 8 }, () => house.person())
    const [one, other] = [house.person(), house.person()]
    for (const moderator of [one, other]) house.appoint(moderator)
    await schedules(house, one)
    const answers = await asks(house, people)
    await votesAndRaises(house, people, answers)

    const summary = await house.command(one, `/summary ${TOPIC}`)
    const added = await house.pressing(one, withButton(summary.news, say.digest.addTopic), say.digest.addTopic)
    expect(added.text).toContain(visible(say.digest.topicAdded(TOPIC)))

    await edits(house, one)
    const { posted, draft } = await posts(house, one)
    const post = whole(posted)
    expect(post.text).toContain(visible(say.digest.title(date)))
    expect(post.text).toContain(say.digest.counts({ asked: 26, answered: 21, unanswered: 5 }))
    expect(post.text).toContain(say.digest.votes(3, 1))
    expect(post.text).toContain(visible(say.digest.note(NOTE)))
    expect(post.text).toContain(visible(say.digest.topic(TOPIC)))
    // One topic, two unanswered, and what is left of seven.
    const shown = [NEUTRALISED, MADRID, SECRETARY, POLICE]
    const listed = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('• '))
    expect(listed(post.text)).toEqual(
      [...shown, ...UNANSWERED.slice(0, 2)].map((group) => expect.stringMatching(lineOf(group))),
    )
    for (const group of shown) isLedTo(group, answers, post)
    const best = shown.map((group) => sanad.ask(group[0]).citations[0])
    const onTopic = sanad.summarize(TOPIC).citations.slice(0, 2)
    expect(post.quotes).toEqual([...onTopic, ...best].map((citation) => visible(citation?.quote ?? '')))
    for (const [at, citation] of [...onTopic, ...best].entries()) {
      const document = sanad.documents.find(({ id }) => id === citation?.document.id)
      if (citation === undefined || document === undefined) throw new Error('nothing is cited')
      expect(isVerbatim(document, citation.quote, citation.start, citation.end)).toBe(true)
      expect(post.text).toContain(`[${at + 1}] ${visible(document.title)}`)
    }
    expect(post.text).toContain(visible(say.digest.sources(mostUsed(house))))
    const rest = say.digest.rest(ANSWERED.length - shown.length - 1 + 1)
    expect(post.buttons.map(({ label }) => label)).toEqual([rest])

    const reader = people[7] as Person
    const more = await house.pressing(reader, withButton(posted, rest), rest)
    expect(listed(more.text)).toEqual(
      [...ANSWERED.slice(5), ...UNANSWERED.slice(2)].map((group) => expect.stringMatching(lineOf(group))),
    )
    for (const words of [...BIN_LADEN, ...HIDDEN, 'أبوتاباد'])
      for (const text of [post.text, more.text]) expect(text).not.toContain(words)
    for (const name of people.flatMap(({ names, mention }) => [...names, mention]))
      for (const text of [post.text, more.text]) expect(text).not.toContain(name)

    await isPostedOnce(house, other, draft)
    await corrects(house, other, posted)
    expect(house.shown().filter(({ room, text }) => room === main.key && isDigest(text))).toHaveLength(1)
    expect(house.shown().some(({ room }) => room === staff.key)).toBe(true)
  })
}

async function schedules(house: House, moderator: Person): Promise<void> {
  const { news, text } = await house.after(() => house.schedule(moderator, { time: '21:00', mode: 'review' }))
  const next = momentText(EVENING, 'Africa/Casablanca', 'ar')
  expect(text).toContain(visible(say.digest.scheduled('21:00', 'Africa/Casablanca', next)))
  expect(text).toContain(say.digest.review)
  expect(news.filter(({ room }) => room === house.staff.key).map((message) => message.text)).toContain(
    say.digest.draftsHere,
  )
}

/** Eight people in turn; what they are shown, by what they asked. */
async function asks(house: House, people: readonly Person[]): Promise<Map<string, Seen>> {
  const answers = new Map<string, Seen>()
  const all = [...ANSWERED.flat(), ...UNANSWERED.flat(), ...HIDDEN]
  expect(all).toHaveLength(30)
  for (const [at, question] of all.entries()) {
    const person = people[at % people.length] as Person
    const isHidden = HIDDEN.some((one) => one === question)
    // Somebody calls somebody: that is nobody else's business.
    const called = [POLICE[0], CAPITAL[0]].includes(question as never) ? `${question} ${people[2]?.mention}` : question
    const answer = await house.question(person, called, isHidden ? undefined : house.main)
    expect(answer.room).toBe(isHidden ? person.own : house.main.key)
    expect(answer.text.includes(say.notFound)).toBe([...UNANSWERED.flat(), HIDDEN[3]].includes(question as never))
    answers.set(question, answer)
  }
  return answers
}

async function votesAndRaises(house: House, people: readonly Person[], answers: Map<string, Seen>): Promise<void> {
  const vote = async (person: number, question: string, label: string): Promise<void> => {
    const { news, text } = await house.pressing(people[person] as Person, answers.get(question) as Seen, label)
    expect(text).toContain(say.voted.recorded)
    expect(news.filter(({ room }) => room === house.main.key)).toEqual([])
  }
  await vote(0, MADRID[0], '👍')
  await vote(1, MADRID[0], '👍')
  await vote(2, SECRETARY[0], '👍')
  await vote(3, NEUTRALISED[0], '👎')
  const raised = await house.pressing(people[4] as Person, answers.get(UNANSWERED[0][0]) as Seen, say.raise)
  expect(raised.text).toContain(say.raised)
}

/** A moderator looks at the draft where no member does, leaves a question out, and writes a note. */
async function edits(house: House, moderator: Person): Promise<void> {
  const preview = await house.command(moderator, '/digest')
  for (const { room, text } of preview.news)
    if (room === house.main.key) expect(text).toBe(say.digest.draftSent)
    else expect([house.staff.key, moderator.own]).toContain(room)
  expect(preview.text).toContain(visible(say.digest.draftOf(date)))
  expect(preview.text).toContain(BIN_LADEN[0])
  const editing = await house.pressing(moderator, withButton(preview.news, say.digest.edit), say.digest.edit)
  const number = numberOf(BIN_LADEN[0], editing.text)
  const dropped = await house.pressing(
    moderator,
    withButton(editing.news, say.digest.leaveOut(number)),
    say.digest.leaveOut(number),
  )
  expect(dropped.text).toContain(`✗ ${number}. ${BIN_LADEN[0]}`)
  const noted = await house.filling(moderator, withButton(dropped.news, say.digest.writeNote), say.digest.writeNote, [
    NOTE,
  ])
  expect(noted.text).toContain(visible(say.digest.note(NOTE)))
  for (const { news } of [editing, dropped, noted])
    for (const { room } of news) expect([house.staff.key, moderator.own]).toContain(room)
}

/** The draft comes when it is due, and no post before a moderator agrees. */
async function posts(house: House, moderator: Person): Promise<{ posted: readonly Seen[]; draft: Seen }> {
  expect((await house.look()).news).toEqual([])
  house.set(EVENING + MINUTE)
  const due = await house.look()
  expect(new Set(due.news.map(({ room }) => room))).toEqual(new Set([house.staff.key]))
  expect(due.text).toContain(visible(say.digest.draftOf(date)))
  expect((await house.slot())?.state).toBe('waiting')
  const draft = withButton(due.news, say.digest.post)
  const pressed = await house.pressing(moderator, draft, say.digest.post)
  expect((await house.slot())?.state).toBe('posted')
  const told = pressed.news.filter(({ room }) => room !== house.main.key)
  expect(whole(told).text).toContain(visible(say.digest.state.posted(date)))
  return { posted: pressed.in(house.main), draft }
}

/** Whatever is tried, the digest of a date is not posted again. */
async function isPostedOnce(house: House, moderator: Person, draft: Seen): Promise<void> {
  const post = draft.buttons.find(({ label }) => label === say.digest.post)?.data ?? ''
  const still = withButton(
    house.shown().filter(({ room }) => room === house.staff.key),
    say.digest.edit,
  )
  const tries = [
    () => house.look(),
    () => house.command(moderator, '/digest post'),
    () => house.after(() => house.forge(moderator, still, post)),
    async () => {
      await house.restart()
      house.pass(MINUTE)
      return house.look()
    },
  ]
  for (const attempt of tries) {
    const { news } = await attempt()
    expect(news.filter(({ room, text }) => room === house.main.key && isDigest(text))).toEqual([])
    // Nothing that opens a draft stands where members read.
    expect(news.filter(({ room, buttons }) => room === house.main.key && buttons.length > 0)).toEqual([])
    expect((await house.slot())?.state).toBe('posted')
  }
}

/** A posted digest is changed where it stands. */
async function corrects(house: House, moderator: Person, posted: readonly Seen[]): Promise<void> {
  const told = withButton(
    house.shown().filter(({ room }) => room === house.staff.key),
    say.digest.edit,
  )
  const editing = await house.pressing(moderator, told, say.digest.edit)
  const number = numberOf(MADRID[0], editing.text)
  const leave = say.digest.leaveOut(number)
  const dropped = await house.pressing(moderator, withButton(editing.news, leave), leave)
  const corrected = await house.pressing(moderator, withButton(dropped.news, say.digest.correct), say.digest.correct)
  expect(corrected.text).toContain(say.digest.corrected)
  const now = house.shown().filter(({ id }) => posted.some((message) => message.id === id))
  expect(corrected.in(house.main).every(({ id }) => posted.some((message) => message.id === id))).toBe(true)
  expect(whole(now).text).toContain(NEUTRALISED[0])
  expect(whole(now).text).not.toContain(MADRID[0])
  expect(whole(now).text).toContain(visible(say.digest.note(NOTE)))
}

const isDigest = (text: string): boolean => text.includes(visible(say.digest.title(date)))

/** Any of the questions of a group, and how often it was asked. */
function lineOf(group: readonly string[]): RegExp {
  const words = group.map((question) => question.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const times = say.digest.times(group.length).replace(/[()]/g, '\\$&')
  return new RegExp(`^• (?:${words})(?: …)?${times}$`, 'u')
}

/** The line of a group leads to the message that answered the first of its questions. */
function isLedTo(group: readonly string[], answers: ReadonlyMap<string, Seen>, post: Pick<Seen, 'links'>): void {
  const link = post.links.find(({ text }) => lineOf(group).test(text))
  expect(link?.to).toBe(answers.get(group[0] ?? '')?.id)
}

function numberOf(question: string, list: string): number {
  const [, number] = new RegExp(`^[✓✗] (\\d+)\\. ${question.replace(/[?]/g, '\\?')}`, 'mu').exec(list) ?? []
  expect(number, list).toBeDefined()
  return Number(number)
}

/** The documents that answers to questions of everybody's cited, as the digest lists them. */
function mostUsed({ sanad }: House): string {
  const cited = ANSWERED.flat().flatMap((question) => [
    ...new Set(sanad.ask(question).citations.map(({ document }) => document.title)),
  ])
  return sanad.documents
    .map(({ title }) => ({ title, times: cited.filter((other) => other === title).length }))
    .filter(({ times }) => times > 0)
    .sort((a, b) => b.times - a.times)
    .slice(0, 3)
    .map(({ title, times }) => `\n– ${title} (${times})`)
    .join('')
}
