/** What is Discord's own: commands, menus, forms, hidden answers, buttons, rights. Over the real discord.js and the local server. */
import { afterEach, describe, expect, test } from 'vitest'
import { definitions } from '../../../adapters/discord/commands.ts'
import { type Document, isolate, parseDocument, phrases } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import type { Choice, DiscordPeer, Interaction, Message, SentMessage, User } from '../../peers/discord/index.ts'
import { seen } from './connected.ts'
import { idOf, labelled, labels, leave, type Room, room } from './room.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const UNANSWERED = 'كيف أطبخ الكسكس بسبع خضار؟'
const EDIT = 'PATCH /webhooks/{id}/{token}/messages/@original'
const POST = 'POST /channels/{id}/messages'

afterEach(leave)

const titles = (message: Message): string[] =>
  message.embeds.flatMap(({ title }) => (title === undefined ? [] : [seen(title)]))
const bold = (message: Message): string[] =>
  message.embeds.flatMap(({ description = '' }) =>
    [...description.matchAll(/\*\*(.+?)\*\*/g)].map(([, words = '']) => seen(words)),
  )
const calls = (peer: DiscordPeer, method: string): number => peer.record.filter((call) => call.method === method).length

const SECOND = parseDocument({
  id: 'history/second',
  file: 'history/second.txt',
  text: 'تاريخ المنطقة\n\nاللقاءات\n\nتأسس اتحاد المغرب العربي في مراكش في فبراير من سنة 1989 بحضور قادة الدول الخمس، وكان ذلك بعد سنوات من اللقاءات بين حكوماتها.',
  metadata: { title: { value: 'تاريخ المنطقة', origin: 'front matter' } },
})
/** Documents on other things: in a corpus of two, every word is a common one. */
const OTHERS = [
  'الزراعة والري في السهول',
  'صناعة الخزف وألوانه',
  'طرق القوافل',
  'الموسيقى وآلاتها',
  'الطيور المهاجرة',
].map((topic, at) =>
  parseDocument({
    id: `other${at}`,
    file: `other${at}.txt`,
    text: `${topic}\n\nتتناول هذه الصفحات ${topic}، وما كتبه الباحثون في ذلك منذ قرون، مع أمثلة من القرى والمدن الصغيرة ومن حياة الناس اليومية.`,
    metadata: {},
  }),
)
/** What can be summed up: statements on one topic in two documents. */
const SALT = [
  'تجارة الملح ازدهرت في الصحراء خلال قرون طويلة وحملتها القوافل إلى مدن الجنوب البعيدة.',
  'تجارة الملح تراجعت بعد أن فتحت الموانئ الجديدة على المحيط وصار النقل بالسفن أرخص ثمنا.',
].map((words, at) =>
  parseDocument({ id: `salt${at}`, file: `salt${at}.txt`, text: `قوافل ${at}\n\n${words}`, metadata: {} }),
)
const MANY = [...contractCorpus(), SECOND, ...OTHERS]
const titled = (title: string, id: string = title): Document =>
  parseDocument({
    id,
    file: `${id}.txt`,
    text: `نص قصير عن ${title}.`,
    metadata: { title: { value: title, origin: 'front matter' } },
  })

describe('/ask', () => {
  test('is answered before everybody, with what it stands on', async () => {
    const { slash, peer, channel } = await room()
    const answer = await slash('ask', { question: QUESTION })
    expect(answer.ephemeralFor).toBeUndefined()
    expect(seen(answer.embeds[0]?.description ?? '')).toContain('1989')
    expect(titles(answer)[0]).toBe(`[1] ${isolate('اتحاد المغرب العربي')}`)
    expect(answer.embeds[0]?.footer?.text).toContain('النشأة')
    expect(labels(answer)).toEqual(expect.arrayContaining(['👍', '👎', say.more]))
    expect(labels(answer)).not.toContain(say.share)
    expect(peer.sent(channel).map(({ id }) => id)).toEqual([answer.id])
  })
  test('in private is answered to who asked alone', async () => {
    const { slash, peer, channel, person } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    expect(answer.ephemeralFor).toBe(person.id)
    expect(seen(answer.text)).toContain('1989')
    expect(peer.sent(channel)).toEqual([])
    expect(peer.ephemeral(person).map(({ id }) => id)).toEqual([answer.id])
  })
  test('of one source is answered from that one', async () => {
    const { slash } = await room({ documents: MANY })
    const all = await slash('ask', { question: QUESTION })
    expect(new Set(titles(all).map((title) => title.slice(4))).size).toBe(2)
    const one = await slash('ask', { question: QUESTION, source: 'history/second' })
    expect(titles(one).length).toBeGreaterThan(0)
    for (const title of titles(one)) expect(title).toContain('تاريخ المنطقة')
  })
  test('of a source that holds no answer has none', async () => {
    const { slash } = await room()
    const answer = await slash('ask', { question: QUESTION, source: 'hostile' })
    expect(answer.text).toContain(say.notFound)
    expect(titles(answer)).toEqual([])
  })
  test('under its Arabic name is the same', async () => {
    const { slash, person } = await room()
    const answer = await slash('اسأل', { سؤال: QUESTION, خاص: true, مصدر: 'union' })
    expect(answer.ephemeralFor).toBe(person.id)
    expect(seen(answer.text)).toContain('1989')
  })
  test('in French is spoken to in French', async () => {
    const { slash } = await room()
    expect((await slash('ask', { question: 'Combien coûte un nouveau téléphone au marché ?' })).text).toContain(
      phrases('fr').notFound.slice(0, 15),
    )
  })
  test('that is empty to the eye gets a line of help, not a search', async () => {
    const { slash } = await room()
    expect(seen((await slash('ask', { question: '\u200B\u202E\u064E' })).text)).toBe(say.greeting)
  })
  test('pings nobody and shows no preview, whatever it says', async () => {
    const { slash, peer } = await room()
    await slash('ask', { question: 'ماذا قال الكاتب عن النجوم والرابط @everyone https://example.org <@1>؟' })
    expect(peer.mentions).toEqual([])
    expect(peer.unfurls).toEqual([])
    const bodies = peer.record.filter(({ method }) => method === EDIT)
    expect(bodies.length).toBeGreaterThan(0)
    for (const { payload } of bodies) expect(payload['allowed_mentions']).toEqual({ parse: [] })
  })
  test('is acknowledged before it is answered', async () => {
    const { peer, channel, person, answer } = await room({
      handle: async () => {
        await new Promise((resolve) => setTimeout(resolve, 300))
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const interaction = peer.slash(channel, person, 'ask', { question: QUESTION })
    await peer.until(() => interaction.acknowledgedAfter !== undefined)
    expect(interaction.message()).toBeUndefined()
    await answer(interaction)
    expect(interaction.acknowledgedAfter).toBeLessThan(250)
  })
  test('told twice is answered once', async () => {
    const { peer, channel, person, answer, slash } = await room()
    const interaction = peer.slash(channel, person, 'ask', { question: QUESTION })
    peer.redeliver(interaction)
    await answer(interaction)
    peer.redeliver(interaction)
    await slash('help')
    expect(calls(peer, 'POST /interactions/{id}/{token}/callback')).toBe(2)
    expect(peer.sent(channel)).toHaveLength(1)
    expect(peer.refusals).toEqual([])
  })
})

describe('in a direct message', () => {
  test('a question is answered, and settings are everybody’s own', async () => {
    const { peer, person, slash } = await room()
    const dm = peer.dm(person)
    expect(seen((await slash('ask', { question: QUESTION }, person, dm)).text)).toContain('1989')
    expect(labels(await slash('settings', {}, person, dm))).toContain('français')
  })
  test('there is nobody to raise a question to, nor a channel to share with', async () => {
    const { peer, person, slash } = await room()
    const dm = peer.dm(person)
    expect(labels(await slash('ask', { question: UNANSWERED }, person, dm))).not.toContain(say.raise)
    expect(labels(await slash('ask', { question: QUESTION, private: true }, person, dm))).not.toContain(say.share)
  })
  test('the interface speaks the person’s own language where nothing is asked', async () => {
    const { peer } = await room()
    const person = peer.user({ locale: 'fr' })
    const interaction = peer.slash(peer.dm(person), person, 'mydata')
    await interaction.settled()
    expect(seen(interaction.message()?.text ?? '')).toBe(phrases('fr').mydata({ questions: 0, votes: 0, decisions: 0 }))
  })
})

describe('in a thread', () => {
  test('a question is answered there', async () => {
    const { peer, channel, slash, person } = await room()
    const thread = peer.thread(channel)
    await slash('ask', { question: QUESTION }, person, thread)
    expect(peer.sent(thread)).toHaveLength(1)
    expect(peer.sent(channel)).toEqual([])
  })
  test('an answer is shared with the thread by whoever may write in threads', async () => {
    const { peer, channel, slash, press, person } = await room()
    const thread = peer.thread(channel)
    peer.setBotPermissions(thread, ['VIEW_CHANNEL', 'SEND_MESSAGES_IN_THREADS', 'EMBED_LINKS'])
    const answer = await slash('ask', { question: QUESTION, private: true }, person, thread)
    expect(seen((await press(answer, say.share)).text)).toBe(say.shared)
    expect(peer.sent(thread)).toHaveLength(1)
  })
  test('the settings are the server’s', async () => {
    const { peer, channel, slash, press, other, person } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    const panel = await slash('settings', {}, moderator)
    await press(panel, 'français', moderator)
    const answer = await slash('ask', { question: UNANSWERED }, person, peer.thread(channel))
    expect(answer.text).toContain(phrases('fr').notFound.slice(0, 15))
  })
})

describe('the menu of a message', () => {
  for (const name of ['أجب عن هذا', 'Answer this'])
    test(`“${name}” answers it before everybody`, async () => {
      const { peer, channel, person, other, answer } = await room()
      const message = peer.post(channel, other(), QUESTION)
      const given = await answer(peer.contextMenu(channel, person, name, message))
      expect(given.ephemeralFor).toBeUndefined()
      expect(seen(given.text)).toContain('1989')
    })
  test('answers what is written there, and obeys nothing of it', async () => {
    const { peer, channel, answer, other, store, guild } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    const message = peer.post(channel, other(), '/settings language fr')
    await answer(peer.contextMenu(channel, moderator, 'Answer this', message))
    expect(await store.chats.settings({ platform: 'discord', conversation: guild.id })).toEqual({})
  })
  test('has a line of help for a message without words', async () => {
    const { peer, channel, person, answer, other } = await room()
    const message = peer.post(channel, other(), '')
    expect(seen((await answer(peer.contextMenu(channel, person, 'Answer this', message))).text)).toBe(say.greeting)
  })
  for (const name of ['تحقّق من الاقتباس', 'Verify quote'])
    test(`“${name}” verifies it for who asked alone`, async () => {
      const { peer, channel, person, other, answer } = await room()
      const message = peer.post(channel, other(), 'يوجد مقر الأمانة العامة للاتحاد في الرباط')
      const given = await answer(peer.contextMenu(channel, person, name, message))
      expect(given.ephemeralFor).toBe(person.id)
      expect(seen(given.text)).toContain(say.verified.exact)
    })
  test('verifies what Sanad itself has quoted', async () => {
    const { peer, channel, person, slash, answer } = await room()
    const own = await slash('ask', { question: QUESTION })
    const given = await answer(peer.contextMenu(channel, person, 'Verify quote', own))
    expect(seen(given.text)).toMatch(/^✅/)
  })
})

describe('/verify', () => {
  const LINES = [
    'تأسس اتحاد المغرب العربي عام 1989 في مدينة مراكش، ويضم خمس دول هي المغرب والجزائر وتونس وليبيا وموريتانيا.',
    'وقد توقفت اجتماعات قمته منذ عام 1994 بسبب الخلافات بين بعض أعضائه، وظلت مؤسساته الفنية تعمل.',
  ]
  test('tells a text that stands, with its place', async () => {
    const { slash, person } = await room()
    const verdict = await slash('verify', { text: LINES[0] as string })
    expect(verdict.ephemeralFor).toBe(person.id)
    expect(seen(verdict.text)).toContain(say.verified.exact)
    expect(labels(verdict)).toContain(say.context)
  })
  test('tells a text that was altered', async () => {
    const { slash } = await room()
    const verdict = await slash('verify', { text: (LINES[0] as string).replace('مراكش', 'الرباط') })
    expect(seen(verdict.text)).toContain(say.verified.altered)
  })
  test('without a text asks for it in a form, where many lines can be pasted', async () => {
    const { peer, channel, person, answer } = await room()
    const asked = peer.slash(channel, person, 'verify')
    await asked.settled()
    expect(asked.modal).toMatchObject({ title: say.verifyForm })
    const given = await answer(peer.submit(asked, { text: LINES.join('\n') }))
    expect(given.ephemeralFor).toBe(person.id)
    expect(seen(given.text)).toMatch(/^✅/)
    expect(labels(given)).toContain(say.share)
  })
  test('takes a form as long as Discord lets it be', async () => {
    const { peer, channel, person, answer } = await room()
    const asked = peer.slash(channel, person, 'verify')
    await asked.settled()
    const given = await answer(peer.submit(asked, { text: 'كلام ليس في الوثائق '.repeat(200).slice(0, 4000) }))
    expect(seen(given.text)).toContain(say.verified.not_found)
  })
  test('speaks the moderators’ language in the form', async () => {
    const { peer, store, guild, channel, person } = await room()
    await store.chats.change({ platform: 'discord', conversation: guild.id }, { language: 'fr' }, 'm')
    const asked = peer.slash(channel, person, 'verify')
    await asked.settled()
    expect(asked.modal?.title).toBe(phrases('fr').verifyForm)
  })
})

describe('other commands', () => {
  test('/summary quotes what the documents say about a topic, before everybody', async () => {
    const { slash } = await room({ documents: [...SALT, ...OTHERS] })
    const summary = await slash('summary', { topic: 'تجارة الملح' })
    expect(summary.ephemeralFor).toBeUndefined()
    expect(seen(summary.text)).toContain(say.summaryOf(isolate('تجارة الملح')))
    expect(titles(summary).length).toBeGreaterThan(1)
  })
  test('/لخص in private is for who asked alone, and can be shared', async () => {
    const { slash, person } = await room({ documents: [...SALT, ...OTHERS] })
    const summary = await slash('لخص', { موضوع: 'تجارة الملح', خاص: true })
    expect(summary.ephemeralFor).toBe(person.id)
    expect(labels(summary)).toContain(say.share)
  })
  test('/sources lists the documents, and shows one as a card', async () => {
    const { slash, person } = await room()
    const list = await slash('sources')
    expect(list.ephemeralFor).toBe(person.id)
    expect(seen(list.text)).toContain(`1. ${isolate('اتحاد المغرب العربي')}`)
    expect(seen((await slash('sources', { source: 'union' })).text)).toContain(say.passages(2))
  })
  test('/help', async () => {
    const { slash, person } = await room()
    const help = await slash('help')
    expect(help.ephemeralFor).toBe(person.id)
    expect(seen(help.text)).toContain(say.help)
  })
  test('/mydata tells what is kept, /forgetme deletes it, and both are private', async () => {
    const { slash, person } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const data = await slash('mydata')
    expect(seen(data.text)).toContain('عدد الأسئلة 1')
    const forgotten = await slash('forgetme')
    expect(seen(forgotten.text)).toContain('حُذف')
    expect([data.ephemeralFor, forgotten.ephemeralFor]).toEqual([person.id, person.id])
    expect(seen((await slash('mydata')).text)).toBe(say.mydata({ questions: 0, votes: 0, decisions: 0 }))
    expect(labels(answer)).toContain('👍')
  })
  test('buttons of what was forgotten are too old', async () => {
    const { slash, press } = await room()
    const answer = await slash('ask', { question: QUESTION })
    await slash('forgetme')
    expect(seen((await press(answer, say.more)).text)).toBe(say.tooOld)
  })
})

describe('/settings', () => {
  test('are for who has Manage Messages', async () => {
    const { slash, other } = await room()
    for (const permissions of [[], ['MANAGE_GUILD'], ['KICK_MEMBERS', 'MANAGE_CHANNELS']]) {
      const refused = await slash('settings', {}, other(permissions))
      expect(seen(refused.text)).toBe(say.moderatorsOnly)
      expect(labels(refused)).toEqual([])
    }
    for (const permissions of [['MANAGE_MESSAGES'], ['ADMINISTRATOR']])
      expect(labels(await slash('settings', {}, other(permissions)))).toContain('français')
  })
  test('are seen by who opened them alone', async () => {
    const { slash, other } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    expect((await slash('settings', {}, moderator)).ephemeralFor).toBe(moderator.id)
  })
  test('say what is chosen, with rows that begin at the right', async () => {
    const { slash, other } = await room()
    const panel = await slash('settings', {}, other(['MANAGE_MESSAGES']))
    expect(seen(panel.text)).toContain(`${say.language_}: ${say.automatic}`)
    expect(seen(panel.text)).toContain(`${say.allowedSources}: ${say.all}`)
    expect(labels(panel)).toEqual([`✓ ${say.automatic}`, 'English', 'français', 'العربية', say.allowedSources])
  })
  test('change the language, in the same hidden message', async () => {
    const { slash, press, other, peer } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    const panel = await slash('settings', {}, moderator)
    const changed = await press(panel, 'français', moderator)
    expect(changed.id).toBe(panel.id)
    expect(seen(changed.text)).toContain(phrases('fr').settings)
    expect(labels(changed)).toContain('✓ français')
    expect((await slash('ask', { question: UNANSWERED })).text).toContain(phrases('fr').notFound.slice(0, 15))
    expect(labels(await press(changed, phrases('fr').automatic, moderator))).toContain(`✓ ${phrases('fr').automatic}`)
    expect(labels(await slash('settings', {}, moderator))).toContain(`✓ ${say.automatic}`)
    expect(peer.ephemeral(moderator)).toHaveLength(2)
  })
  test('limit the server to some documents, and its answers say so', async () => {
    const { slash, press, other } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    const list = await press(await slash('settings', {}, moderator), say.allowedSources, moderator)
    const off = await press(list, labelled(list, '✓ اتحاد المغرب العربي'), moderator)
    expect(labels(off)).toContain('✗ اتحاد المغرب العربي')
    const answer = await slash('ask', { question: QUESTION })
    expect(seen(answer.text)).toContain(say.notFound)
    expect(seen(answer.text)).toContain(say.limitedSources(1, 2))
    expect(seen((await press(off, labelled(off, '✓ نص خطير'), moderator)).text)).toBe(say.oneSourceAtLeast)
  })
  test('turn the pages of many documents', async () => {
    const documents = Array.from({ length: 20 }, (_, at) => titled(`تقرير رقم ${at + 1}`))
    const { slash, press, other } = await room({ documents })
    const moderator = other(['MANAGE_MESSAGES'])
    const first = await press(await slash('settings', {}, moderator), say.allowedSources, moderator)
    expect(labels(first)).toContain('✓ تقرير رقم 8')
    expect(labels(first)).not.toContain('✓ تقرير رقم 9')
    const second = await press(first, say.nextPage, moderator)
    expect(second.id).toBe(first.id)
    expect(labels(second)).toEqual(expect.arrayContaining(['✓ تقرير رقم 9', '✓ تقرير رقم 16', say.previousPage]))
  })
  test('are refused to who lost the right since, and nothing is changed', async () => {
    const { slash, press, other, peer, guild, store } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    const panel = await slash('settings', {}, moderator)
    peer.member(guild, moderator)
    expect(seen((await press(panel, 'français', moderator)).text)).toBe(say.moderatorsOnly)
    expect(await store.chats.settings({ platform: 'discord', conversation: guild.id })).toEqual({})
  })
  test('of one server are not another’s', async () => {
    const { slash, press, other, peer } = await room()
    const moderator = other(['MANAGE_MESSAGES'])
    await press(await slash('settings', {}, moderator), 'français', moderator)
    const elsewhere = peer.guild()
    const stranger = peer.user()
    peer.member(elsewhere, stranger)
    const answer = await slash('ask', { question: UNANSWERED }, stranger, peer.channel(elsewhere))
    expect(answer.text).toContain(say.notFound)
  })
})

describe('what is being typed', () => {
  const choices = async (
    { peer, channel, person }: Room,
    command: string,
    name: string,
    value: string,
    others: Record<string, string> = {},
  ): Promise<readonly Choice[]> => {
    const given = await peer.autocomplete(channel, person, command, { name, value }, others)
    if (given === undefined) throw new Error('nothing was offered')
    return given
  }
  test('as a source is completed by titles, whatever the spelling', async () => {
    const here = await room({
      documents: [titled('أزمة الإسكان', 'a'), titled('مُحَمَّد الخامس', 'b'), titled('Élections', 'c')],
    })
    const names = async (value: string): Promise<string[]> =>
      (await choices(here, 'ask', 'source', value, { question: 'سؤال' })).map(({ name }) => name)
    for (const typed of ['أزمة', 'ازمه', 'الإسكان', 'اسكان', 'الاسك'])
      expect(await names(typed)).toEqual(['أزمة الإسكان'])
    for (const typed of ['محمد', 'مُحَمّ', 'المحمد']) expect(await names(typed)).toEqual(['مُحَمَّد الخامس'])
    for (const typed of ['elec', 'ÉLECTIONS']) expect(await names(typed)).toEqual(['Élections'])
    expect(await names('قمر')).toEqual([])
    expect(await names('')).toHaveLength(3)
  })
  test('as a source stands for its document', async () => {
    const here = await room({ documents: [...contractCorpus(), SECOND] })
    for (const [command, name, others] of [
      ['ask', 'source', { question: 'سؤال' }],
      ['اسأل', 'مصدر', { سؤال: 'سؤال' }],
      ['sources', 'source', {}],
    ] as const)
      expect(await choices(here, command, name, 'منطقة', others)).toEqual([
        { name: 'تاريخ المنطقة', value: 'history/second' },
      ])
  })
  test('as a topic is completed by headings', async () => {
    const here = await room()
    for (const [command, name] of [
      ['summary', 'topic'],
      ['لخص', 'موضوع'],
    ] as const)
      expect(await choices(here, command, name, 'الامانه')).toEqual([
        { name: 'الأمانة العامة', value: 'الأمانة العامة' },
      ])
  })
  test('has twenty-five choices at most', async () => {
    const here = await room({ documents: Array.from({ length: 40 }, (_, at) => titled(`تقرير ${at}`)) })
    expect(await choices(here, 'sources', 'source', 'تقرير')).toHaveLength(25)
  })
  test('has names of a hundred characters at most, in whole letters, and no controls', async () => {
    const here = await room({
      documents: [titled(`عنوان ${'👨‍👩‍👧‍👦'.repeat(30)}`, 'a'), titled('عنوان\u202E مقلوب', 'b')],
    })
    const [long, turned] = await choices(here, 'sources', 'source', 'عنوان')
    expect(long?.name).toBe(`عنوان ${'👨‍👩‍👧‍👦'.repeat(8)}…`)
    expect(turned?.name).toBe('عنوان مقلوب')
  })
  test('has no name twice, which Discord would refuse: documents of one title are told apart', async () => {
    const long = 'عنوان طويل جدا '.repeat(10)
    const here = await room({
      documents: [
        titled('تقرير', '2020/a'),
        titled('تقرير', '2021/b'),
        titled(`${long} أول`, 'c'),
        titled(`${long} ثان`, 'd'),
      ],
    })
    expect(await choices(here, 'sources', 'source', 'تقرير')).toEqual([
      { name: 'تقرير', value: '2020/a' },
      { name: 'تقرير — 2021/b', value: '2021/b' },
    ])
    const same = await choices(here, 'sources', 'source', 'عنوان')
    expect(same.map(({ value }) => value)).toEqual(['c', 'd'])
    expect(new Set(same.map(({ name }) => name)).size).toBe(2)
  })
  test('has no value that Discord would refuse', async () => {
    const here = await room({ documents: [titled('تقرير', 'x'.repeat(101)), titled('تقرير آخر', 'y'.repeat(100))] })
    expect((await choices(here, 'sources', 'source', 'تقرير')).map(({ value }) => value)).toEqual(['y'.repeat(100)])
  })
  test('is not remembered', async () => {
    const here = await room()
    await choices(here, 'sources', 'source', 'ا')
    expect(await here.store.inbox.pending('discord')).toEqual([])
  })
})

describe('buttons', () => {
  const CONTEXT = (message: Message): string => labelled(message, say.context)

  test('open the passage to whoever pressed, with the quote bold', async () => {
    const { slash, press, peer, channel, other } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const reader = other()
    const view = await press(answer, CONTEXT(answer), reader)
    expect(view.ephemeralFor).toBe(reader.id)
    expect(bold(view).join(' ')).toContain('1989')
    expect(peer.sent(channel).map(({ id }) => id)).toEqual([answer.id])
    expect(peer.sent(channel)[0]?.versions).toHaveLength(1)
  })
  test('turn to the next passage and back in that same hidden message', async () => {
    const { slash, press, peer, person } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const view = await press(answer, CONTEXT(answer))
    const next = await press(view, say.next)
    expect(next.id).toBe(view.id)
    expect(seen(next.text)).toContain('مقر الأمانة العامة')
    expect(labels(next)).toEqual([say.previous])
    const back = await press(next, say.previous)
    expect(back.id).toBe(view.id)
    expect(seen(back.text)).toContain('1989')
    expect(bold(back)).toEqual([])
    expect(peer.ephemeral(person)).toHaveLength(1)
  })
  test('pressed twice in a hurry do the same twice', async () => {
    const { slash, press, peer, person, answer } = await room()
    const asked = await slash('ask', { question: QUESTION })
    const view = await press(asked, CONTEXT(asked))
    const [one, two] = [peer.press(view, person, say.next), peer.press(view, person, say.next)]
    await Promise.all([answer(one), answer(two)])
    expect(peer.ephemeral(person)).toHaveLength(1)
    expect(seen(peer.ephemeral(person)[0]?.text ?? '')).toContain('مقر الأمانة العامة')
  })
  test('show what is left of a long reply in all its parts, again and again', async () => {
    let round = 0
    const { slash, press, peer, person } = await room({
      handle: async ({ text }) => {
        round++
        const part = (name: string): string => `${name}${round} `.repeat(300)
        return text.startsWith('/help')
          ? [
              { type: 'text', text: 'باب' },
              { type: 'actions', actions: [{ label: 'تابع', command: '/more 1 س' }] },
            ]
          : [
              { type: 'quote', text: part('أول') },
              { type: 'quote', text: part('ثان') },
              { type: 'actions', actions: [{ label: 'تابع', command: '/more 1 س' }] },
            ]
      },
    })
    const first = await slash('help')
    const has = (words: string): SentMessage | undefined =>
      peer.ephemeral(person).find(({ text }) => text.includes(words))
    await press(first, 'تابع')
    await peer.until(() => has('ثان2') !== undefined)
    // An answer stays; what a button shows stands below it, and is turned over by the next press.
    expect(has('باب')?.id).toBe(first.id)
    const last = has('ثان2') as SentMessage
    expect(labels(last)).toEqual(['تابع'])
    await press(last, 'تابع')
    await peer.until(() => has('ثان3') !== undefined)
    expect(has('أول3')?.id).toBe(last.id)
  })
  test('leave a private answer where it is', async () => {
    const { slash, press, peer, person } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    const view = await press(answer, labels(answer).find((label) => label.startsWith(say.context)) ?? '')
    expect(view.id).not.toBe(answer.id)
    const turned = await press(view, say.next)
    expect(turned.id).toBe(view.id)
    expect(peer.ephemeral(person).map(({ id }) => id)).toEqual([answer.id, view.id])
  })
  test('show further passages to whoever pressed', async () => {
    const { slash, press, other } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const reader = other()
    const more = await press(answer, say.more, reader)
    expect(more.ephemeralFor).toBe(reader.id)
    expect(more.text === say.noMore || titles(more).length > 0).toBe(true)
  })
  test('count one vote a person, which may change', async () => {
    const { slash, press, other, peer, person } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const voter = other()
    const vote = async (label: string, from: User): Promise<string> => seen((await press(answer, label, from)).text)
    expect(await vote('👍', person)).toBe(say.voted.recorded)
    expect(await vote('👎', voter)).toBe(say.voted.recorded)
    expect(await vote('👍', voter)).toBe(say.voted.changed)
    expect(await vote('👍', voter)).toBe(say.voted.same)
    for (const { ephemeralFor } of peer.ephemeral(voter)) expect(ephemeralFor).toBe(voter.id)
  })
  test('of a vote under a private answer leave the answer there', async () => {
    const { slash, press, peer, person } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    expect(seen((await press(answer, '👍')).text)).toBe(say.voted.recorded)
    const kept = peer.ephemeral(person).find(({ id }) => id === answer.id)
    expect(seen(kept?.text ?? '')).toContain('1989')
  })
  test('put an unanswered question before the moderators, once', async () => {
    const { slash, press, other } = await room()
    const answer = await slash('ask', { question: UNANSWERED })
    expect(seen((await press(answer, say.raise)).text)).toBe(say.raised)
    expect(seen((await press(answer, say.raise, other())).text)).toBe(say.alreadyRaised)
  })

  test('share a private answer with the channel, with its buttons but that one', async () => {
    const { slash, press, peer, channel, other } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    expect(seen((await press(answer, say.share)).text)).toBe(say.shared)
    const [shared] = peer.sent(channel) as [SentMessage]
    expect(shared.embeds.map(({ description }) => description)).toEqual(
      answer.embeds.map(({ description }) => description),
    )
    expect(labels(shared)).toEqual(labels(answer).filter((label) => label !== say.share))
    // Its buttons are of its own, and for everybody.
    const reader = other()
    expect((await press(shared, CONTEXT(shared), reader)).ephemeralFor).toBe(reader.id)
    expect(seen((await press(shared, '👍', reader)).text)).toBe(say.voted.recorded)
  })
  test('are not there to share where the bot may not write', async () => {
    const { slash, peer, guild, person } = await room()
    const silent = peer.channel(guild)
    peer.setBotPermissions(silent, ['VIEW_CHANNEL', 'EMBED_LINKS'])
    expect(labels(await slash('ask', { question: QUESTION, private: true }, person, silent))).not.toContain(say.share)
    expect(labels(await slash('ask', { question: QUESTION, private: true }))).toContain(say.share)
  })
  test('share nothing for who may not write there, and are not offered to them', async () => {
    const { slash, answer, adapter, another, sanad, peer, channel, person } = await room()
    const shareable = await slash('ask', { question: QUESTION, private: true })
    await adapter.stop()
    // Nobody hears them but with rights that the local server gives nobody: to see, and not to write.
    const muted = [
      peer.slash(channel, person, 'ask', { question: QUESTION, private: true }),
      peer.press(shareable, person, say.share),
    ]
    const again = another()
    await again.start(sanad.handle)
    for (const { payload, ...interaction } of muted)
      peer.redeliver({
        ...interaction,
        payload: { ...payload, member: { ...payload['member'], permissions: '1024' } },
      } as Interaction)
    const [asked, pressed] = (await Promise.all(muted.map(answer))) as [SentMessage, SentMessage]
    expect(seen(asked.text)).toContain('1989')
    expect(labels(asked)).not.toContain(say.share)
    expect(seen(pressed.text)).toBe(say.cannotShare)
    expect(peer.sent(channel)).toEqual([])
    await again.stop()
  })
  test('share nothing where the bot may no longer write', async () => {
    const { slash, press, peer, channel } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    peer.setBotPermissions(channel, ['VIEW_CHANNEL'])
    expect(seen((await press(answer, say.share)).text)).toBe(say.cannotShare)
    expect(calls(peer, POST)).toBe(0)
  })
  test('share nothing where Discord refuses it after all', async () => {
    const { slash, press, peer, channel } = await room()
    const answer = await slash('ask', { question: QUESTION, private: true })
    peer.setBotPermissions(channel, ['VIEW_CHANNEL', 'SEND_MESSAGES'])
    expect(seen((await press(answer, say.share)).text)).toBe(say.cannotShare)
    expect(peer.sent(channel)).toEqual([])
  })
  test('are not there to share what is only a part of the answer', async () => {
    const { slash, peer, person } = await room({
      handle: async () => [
        { type: 'quote', text: 'أول '.repeat(900) },
        { type: 'quote', text: 'ثان '.repeat(900) },
        { type: 'citations', citations: [], language: 'ar' },
        { type: 'actions', actions: [{ label: 'تابع', command: '/help' }] },
      ],
    })
    await slash('ask', { question: QUESTION, private: true })
    await peer.until(() => peer.ephemeral(person).length === 2)
    expect(peer.ephemeral(person).flatMap(labels)).toEqual(['تابع'])
  })

  describe('that refer to nothing are answered politely, and do nothing', () => {
    for (const [what, data] of [
      ['forged', 'AAAAAAAAAAAA:0'],
      ['of another form', '{"command":"/settings"}'],
      ['of another bot', 'vote_up'],
      ['of a hundred characters', 'x'.repeat(100)],
    ] as const)
      test(what, async () => {
        const { slash, answer, peer, channel, person } = await room()
        const asked = await slash('ask', { question: QUESTION })
        const refused = await answer(peer.pressData(asked, person, data))
        expect(seen(refused.text)).toBe(say.tooOld)
        expect(refused.ephemeralFor).toBe(person.id)
        expect(peer.sent(channel)[0]?.versions).toHaveLength(1)
      })
    test('beyond the row', async () => {
      const { slash, answer, peer, person } = await room()
      const asked = await slash('ask', { question: QUESTION })
      const [key] = idOf(asked, '👍').split(':')
      expect(seen((await answer(peer.pressData(asked, person, `${key}:99`))).text)).toBe(say.tooOld)
    })
    test('of another server’s message', async () => {
      const { slash, answer, peer, guild, other, store } = await room()
      const moderator = other(['MANAGE_MESSAGES'])
      const panel = await slash('settings', {}, moderator)
      const elsewhere = peer.guild()
      const stranger = peer.user()
      peer.member(elsewhere, stranger, { permissions: ['MANAGE_MESSAGES'] })
      const theirs = await slash('ask', { question: QUESTION }, stranger, peer.channel(elsewhere))
      const refused = await answer(peer.pressData(theirs, stranger, idOf(panel, 'français')))
      expect(seen(refused.text)).toBe(say.tooOld)
      for (const { id } of [guild, elsewhere])
        expect(await store.chats.settings({ platform: 'discord', conversation: id })).toEqual({})
    })
  })

  test('work after a restart', async () => {
    const { slash, press, adapter, another, sanad, peer, person } = await room()
    const answer = await slash('ask', { question: QUESTION })
    const hidden = await press(answer, CONTEXT(answer))
    await adapter.stop()
    const again = another()
    await again.start(sanad.handle)
    expect(seen((await press(answer, '👍')).text)).toBe(say.voted.recorded)
    expect(seen((await press(hidden, say.next)).text)).toContain('مقر الأمانة العامة')
    expect(peer.ephemeral(person).some(({ id }) => id === hidden.id)).toBe(true)
    await again.stop()
  })
  test('are too old when the answer is no longer kept', async () => {
    const { slash, press, store } = await room()
    const answer = await slash('ask', { question: QUESTION })
    // Answered after it, so that nothing of it is on its way.
    await slash('help')
    await store.retain(Date.now() + 1000)
    expect(seen((await press(answer, say.more)).text)).toBe(say.tooOld)
  })
})

describe('an answer that could not arrive', () => {
  const gone = { type: 'status', code: 404, errorCode: 10_015, description: 'Unknown Webhook' } as const
  test('goes to the channel when it was for everybody', async () => {
    const { peer, channel, person } = await room()
    peer.faults.push({ method: EDIT, action: gone })
    peer.slash(channel, person, 'ask', { question: QUESTION })
    await peer.until(() => peer.sent(channel).some(({ text }) => seen(text).includes('1989')))
    expect(calls(peer, POST)).toBe(1)
  })
  test('is kept for /last when it was for one person alone', async () => {
    const { peer, channel, person, slash, other, logged } = await room()
    peer.faults.push({ method: EDIT, action: gone })
    peer.slash(channel, person, 'ask', { question: QUESTION, private: true })
    await peer.until(() => peer.faults.hits === 1)
    expect(seen((await slash('last', {}, other())).text)).toBe(say.nothingLast)
    const last = await slash('last')
    expect(last.ephemeralFor).toBe(person.id)
    expect(seen(last.text)).toContain('1989')
    expect(labels(last)).toContain('👍')
    expect(calls(peer, POST)).toBe(0)
    expect(seen((await slash('last')).text)).toBe(say.nothingLast)
    expect(logged.join('\n')).not.toContain('1989')
  })
  test('is kept for /last where the bot may not write', async () => {
    const { peer, channel, person, slash } = await room()
    peer.setBotPermissions(channel, ['VIEW_CHANNEL'])
    peer.faults.push({ method: EDIT, action: gone })
    peer.slash(channel, person, 'ask', { question: QUESTION })
    await peer.until(() => peer.faults.hits === 1)
    expect(seen((await slash('last')).text)).toContain('1989')
    expect(calls(peer, POST)).toBe(0)
  })
  test('works again with its buttons from /last', async () => {
    const { peer, channel, person, slash, press } = await room()
    peer.faults.push({ method: EDIT, action: gone })
    peer.slash(channel, person, 'ask', { question: QUESTION, private: true })
    await peer.until(() => peer.faults.hits === 1)
    const last = await slash('last')
    expect(seen((await press(last, '👍')).text)).toBe(say.voted.recorded)
  })
  test('is forgotten with everything else', async () => {
    const { peer, channel, person, slash } = await room()
    peer.faults.push({ method: EDIT, action: gone })
    peer.slash(channel, person, 'ask', { question: QUESTION, private: true })
    await peer.until(() => peer.faults.hits === 1)
    await slash('forgetme')
    expect(seen((await slash('last')).text)).toBe(say.nothingLast)
  })
  test('when its time is over goes to the channel', async () => {
    const { peer, channel, person } = await room({ options: { tokenLife: 0 } })
    peer.slash(channel, person, 'ask', { question: QUESTION })
    await peer.until(() => peer.sent(channel).some(({ text }) => seen(text).includes('1989')))
    expect(calls(peer, EDIT)).toBe(0)
  })
})

describe('the commands', () => {
  const EVERYWHERE = 'PUT /applications/{id}/commands'
  test('are registered once, and again only when they changed', async () => {
    const { peer, another, sanad, store } = await room()
    expect(calls(peer, EVERYWHERE)).toBe(1)
    const second = another()
    await second.start(sanad.handle)
    await second.stop()
    expect(calls(peer, EVERYWHERE)).toBe(1)
    const name = `discord commands of ${peer.application.id} in every server`
    expect(await store.facts.get(name)).toMatch(/^[0-9a-f]{64}$/)
    await store.facts.set(name, 'those of an older version')
    const third = another()
    await third.start(sanad.handle)
    await third.stop()
    expect(calls(peer, EVERYWHERE)).toBe(2)
    expect(peer.commands.get('global')?.map((command) => command.name)).toContain('اسأل')
  })
  test('are registered in one server when it is named, and then nowhere else', async () => {
    const { peer, another, sanad, guild } = await room()
    const there = another({ guild: guild.id })
    await there.start(sanad.handle)
    await there.stop()
    expect(peer.record.filter(({ method }) => method.startsWith('PUT /applications')).map(({ path }) => path)).toEqual([
      `/applications/${peer.application.id}/commands`,
      `/applications/${peer.application.id}/commands`,
      `/applications/${peer.application.id}/guilds/${guild.id}/commands`,
    ])
    expect(peer.commands.get('global')).toEqual([])
    expect(peer.commands.get(guild.id)).toHaveLength(definitions().length)
  })
  test('that Discord refuses are told of, and those registered before go on', async () => {
    const { peer, another, sanad, store, logged, slash } = await room()
    await store.facts.set(`discord commands of ${peer.application.id} in every server`, 'older')
    peer.faults.push({ method: EVERYWHERE, action: { type: 'status', code: 403, errorCode: 50_001 } })
    const second = another()
    await second.start(sanad.handle)
    expect(logged.join('\n')).toContain('commands were refused')
    expect(seen((await slash('help')).text)).toContain(say.help)
    await second.stop()
  })
})

describe('what is asked of Discord', () => {
  test('is the one intent that is needed, and no privileged one', async () => {
    const { peer } = await room()
    expect(peer.gateway.identifies.map(({ intents }) => intents)).toEqual([1])
  })
  test('nothing is read of what members say to each other', async () => {
    const { peer, channel, person, slash } = await room()
    peer.post(channel, person, `<@${peer.me.id}> ${QUESTION}`)
    await slash('help')
    expect(peer.sent(channel)).toEqual([])
  })
  test('a bot’s command is nobody’s', async () => {
    const { peer, channel, guild, slash } = await room()
    const bot = peer.user({ bot: true })
    peer.member(guild, bot)
    peer.slash(channel, bot, 'ask', { question: QUESTION })
    await slash('help')
    expect(calls(peer, 'POST /interactions/{id}/{token}/callback')).toBe(1)
  })
  test('an interaction of a kind that is not known ends nothing', async () => {
    const { peer, slash, logged } = await room()
    const base = { id: '1', application_id: peer.application.id, token: 't', version: 1 }
    peer.dispatch('INTERACTION_CREATE', { ...base, type: 99 })
    peer.dispatch('INTERACTION_CREATE', { ...base, type: 2, user: { id: 'x' }, channel: { id: 'x', type: 1 } })
    peer.dispatch('INTERACTION_CREATE', {
      ...base,
      type: 2,
      guild_id: '1',
      channel: { id: '2', type: 0 },
      member: { user: { id: '3' }, permissions: 'x' },
    })
    expect(seen((await slash('help')).text)).toContain(say.help)
    expect(logged.join('\n')).toContain('an interaction could not be read')
  })
})
