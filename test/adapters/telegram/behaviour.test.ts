/** What is Telegram's own: groups, topics, buttons, edits, inline mode, rights. Over the real telegraf and the local server. */

import type { AnswerInlineQueryParams } from '@gramio/types'
import { afterEach, describe, expect, test } from 'vitest'
import { PRESSES } from '../../../adapters/chat/allowance.ts'
import { parseDocument, phrases } from '../../../src/index.ts'
import type { Message, SentMessage, TelegramPeer } from '../../peers/telegram/index.ts'
import { drawDot } from './charts.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const UNANSWERED = 'كيف أطبخ الكسكس بسبع خضار؟'

let open: Connected[] = []
afterEach(async () => {
  const all = open
  open = []
  for (const connected of all) await connected.close()
})
async function start(options: ConnectOptions = {}): Promise<Connected> {
  const connected = await connect(options)
  open.push(connected)
  return connected
}

const only = async (peer: TelegramPeer, count: number = 1): Promise<SentMessage[]> => {
  await peer.until(() => peer.allSent().length >= count)
  return peer.allSent()
}
const labels = (message: Message | undefined): string[] =>
  (message?.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text)
/** Nothing more comes: a later message, which is answered, was handled after it. */
async function nothingBefore(peer: TelegramPeer, count: number): Promise<void> {
  const chat = peer.privateChat(peer.user())
  peer.say(chat, peer.user({ id: chat.id }), '/help')
  await peer.until(() => peer.sent(chat).length === 1)
  expect(peer.allSent().length).toBe(count + 1)
}

describe('in a group', () => {
  const ADDRESSED: readonly (readonly [string, string])[] = [
    ['a command', `/ask ${QUESTION}`],
    ['a command with the bot’s name', `/ask@sanad_bot ${QUESTION}`],
    ['a mention', `@sanad_bot ${QUESTION}`],
    ['a mention at the end, in capitals', `${QUESTION} @Sanad_Bot`],
    ['its name', `سند، ${QUESTION}`],
    ['the Arabic verb', `اسأل ${QUESTION}`],
  ]
  for (const [how, text] of ADDRESSED)
    test(`${how} is answered, as a reply to the question`, async () => {
      const { peer } = await start()
      const group = peer.group()
      const { message } = peer.say(group, peer.user(), text)
      const [answer] = await only(peer)
      expect(answer?.text).toContain('1989')
      expect(answer?.reply_to_message?.message_id).toBe(message.message_id)
    })

  test('/ask in reply to somebody’s question answers that question', async () => {
    const { peer } = await start()
    const group = peer.group()
    const { message } = peer.say(group, peer.user(), QUESTION)
    peer.say(group, peer.user(), '/ask', { reply_to_message: message as never })
    expect((await only(peer))[0]?.text).toContain('1989')
  })

  test('a reply to one of its messages is a question', async () => {
    const { peer } = await start()
    const group = peer.group()
    const person = peer.user()
    peer.say(group, person, '/help')
    const [help] = await only(peer)
    peer.say(group, person, QUESTION, { reply_to_message: help as never })
    expect((await only(peer, 2))[1]?.text).toContain('1989')
  })

  const IGNORED: readonly (readonly [string, string])[] = [
    ['talk among members', QUESTION],
    ['another bot’s command', `/ask@other_bot ${QUESTION}`],
    ['a command of no known bot', `/fly ${QUESTION}`],
    ['a mention of a longer name', `@sanad_bot_dev ${QUESTION}`],
    ['a message that mentions somebody else too', `@sanad_bot @ahmad_x ${QUESTION}`],
    ['its name inside a sentence', `قال لي سند ${QUESTION}`],
  ]
  for (const [what, text] of IGNORED)
    test(`${what} is left alone`, async () => {
      const { peer } = await start()
      peer.say(peer.group(), peer.user(), text)
      await nothingBefore(peer, 0)
    })

  test('posts of the linked channel and other bots are left alone', async () => {
    const { peer } = await start()
    const group = peer.group()
    const channel = peer.group({ type: 'channel' })
    const forwarder = peer.user({ id: 777000, first_name: 'Telegram' })
    peer.say(group, forwarder, `سند، ${QUESTION}`, { sender_chat: channel, is_automatic_forward: true } as never)
    peer.say(group, peer.user({ is_bot: true }), `/ask ${QUESTION}`)
    await nothingBefore(peer, 0)
  })

  test('a question in a topic is answered in that topic, one in General without a topic', async () => {
    const { peer } = await start()
    const forum = peer.group({ is_forum: true })
    const topic = peer.topic(forum, 'أسئلة')
    peer.say(forum, peer.user(), `/ask ${QUESTION}`, { message_thread_id: topic, is_topic_message: true } as never)
    peer.say(forum, peer.user(), `/ask ${QUESTION}`)
    const answers = await only(peer, 2)
    expect(answers.map(({ message_thread_id }) => message_thread_id).sort()).toEqual([topic, undefined])
    const calls = peer.record.filter(({ method }) => method === 'sendMessage')
    expect(calls.map(({ payload }) => payload['message_thread_id']).sort()).toEqual([topic, undefined])
  })

  test('a group that becomes a supergroup keeps its settings, and an answer on its way arrives', async () => {
    const { peer, store } = await start()
    const group = peer.group({ type: 'group' })
    const admin = peer.user()
    peer.setMember(group, admin, 'administrator')
    await store.chats.change({ platform: 'telegram', conversation: String(group.id) }, { language: 'fr' }, 'someone')
    peer.faults.push({ method: 'sendMessage', action: { type: 'delay', ms: 200 } })
    peer.say(group, peer.user(), `/ask ${QUESTION}`)
    await peer.until(() => peer.record.some(({ method }) => method === 'sendMessage'))
    const supergroup = peer.migrate(group)
    await peer.until(() => peer.sent(supergroup).length === 1)
    expect(await store.chats.settings({ platform: 'telegram', conversation: String(supergroup.id) })).toEqual({
      language: 'fr',
    })
    peer.say(supergroup, peer.user(), `/ask ${UNANSWERED}`)
    await peer.until(() => peer.sent(supergroup).length === 2)
    expect(peer.sent(supergroup)[1]?.text).toContain(phrases('fr').notFound)
  })
})

describe('an edited question', () => {
  test('edits its answer, and sends nothing', async () => {
    const { peer } = await start()
    const chat = peer.privateChat(peer.user())
    const { message } = peer.say(chat, peer.user({ id: chat.id }), UNANSWERED)
    const [first] = await only(peer)
    expect(first?.text).toContain(say.notFound)
    peer.edit(message, QUESTION)
    await peer.until(() => peer.allSent()[0]?.text?.includes('1989') === true)
    expect(peer.allSent()).toHaveLength(1)
    expect(labels(peer.allSent()[0])).toContain('👍')
  })
})

describe('buttons', () => {
  test('open the passage with the quote marked, in one message that later presses change', async () => {
    const { peer } = await start()
    const person = peer.user()
    const group = peer.group()
    peer.say(group, person, `/ask ${QUESTION}`)
    const [answer] = (await only(peer)) as [SentMessage]
    await peer.press(answer, person, labels(answer).find((label) => label.startsWith(say.context)) ?? '')
    const [, view] = (await only(peer, 2)) as [SentMessage, SentMessage]
    expect(view.reply_to_message?.message_id).toBe(answer.message_id)
    const marked = view.entities?.find(({ type }) => type === 'bold')
    expect(view.text?.slice(marked?.offset, (marked?.offset ?? 0) + (marked?.length ?? 0))).toContain('1989')
    await peer.press(view, person, say.next)
    await peer.until(() => peer.allSent()[1]?.text?.includes('الأمانة العامة') === true)
    await peer.press(answer, person, say.more)
    await peer.until(() => peer.allSent()[1]?.text === say.noMore)
    expect(peer.allSent()).toHaveLength(2)
  })

  test('of somebody else’s answer open the passage in private, without a word in the group', async () => {
    const { peer } = await start()
    const group = peer.group()
    peer.say(group, peer.user(), `/ask ${QUESTION}`)
    const [answer] = (await only(peer)) as [SentMessage]
    const context = labels(answer).find((label) => label.startsWith(say.context)) ?? ''
    const other = peer.user()
    const shown = await peer.press(answer, other, context)
    const [, start_] = /^https:\/\/t\.me\/sanad_bot\?start=(p_\S+)$/.exec(shown?.url ?? '') ?? []
    peer.say(peer.privateChat(other), other, `/start ${start_}`)
    const [, passage] = await only(peer, 2)
    expect(passage?.chat.id).toBe(other.id)
    expect(passage?.text).toContain('1989')
    expect(await peer.press(answer, other, say.more)).toMatchObject({ text: say.notYours })
  })

  test('pressed without end changes nothing any more for a while', async () => {
    const { peer } = await start()
    const group = peer.group()
    const person = peer.user()
    peer.say(group, person, `/ask ${QUESTION}`)
    const [answer] = await only(peer)
    const told = new Set<string | undefined>()
    for (let press = 0; press <= PRESSES; press++) told.add((await peer.press(answer as never, person, '👍'))?.text)
    expect([...told].at(-1)).toMatch(say.slowDown(60).slice(0, 24))
    expect(told.size).toBe(3)
  })

  test('count one vote a person, which may change', async () => {
    const { peer } = await start()
    const group = peer.group()
    const [asker, other] = [peer.user(), peer.user()]
    peer.say(group, asker, `/ask ${QUESTION}`)
    const [answer] = (await only(peer)) as [SentMessage]
    expect(await peer.press(answer, asker, '👍')).toMatchObject({ text: say.voted.recorded })
    expect(await peer.press(answer, other, '👎')).toMatchObject({ text: say.voted.recorded })
    expect(await peer.press(answer, other, '👍')).toMatchObject({ text: say.voted.changed })
    expect(await peer.press(answer, other, '👍')).toMatchObject({ text: say.voted.same })
  })

  test('put an unanswered question before the moderators, once, where all can see it', async () => {
    const { peer } = await start()
    const group = peer.group()
    const person = peer.user()
    peer.say(group, person, `/ask ${UNANSWERED}`)
    const [answer] = (await only(peer)) as [SentMessage]
    await peer.press(answer, person, say.raise)
    expect((await only(peer, 2))[1]?.text).toBe(say.raised)
    expect(await peer.press(answer, person, say.raise)).toMatchObject({ text: say.alreadyRaised })
  })

  for (const [what, data] of [
    ['forged', 'AAAAAAAAAAAA:0'],
    ['of another form', '{"command":"/settings"}'],
    ['with an index that is not there', undefined],
  ] as const)
    test(`${what} are refused politely`, async () => {
      const { peer } = await start()
      const person = peer.user()
      const chat = peer.privateChat(person)
      peer.say(chat, person, QUESTION)
      const [answer] = (await only(peer)) as [SentMessage]
      const own = answer.reply_markup?.inline_keyboard[0]?.[0] as { callback_data?: string } | undefined
      const shown = await peer.pressData(answer, person, data ?? `${own?.callback_data?.split(':')[0]}:99`)
      expect(shown).toMatchObject({ text: say.tooOld })
      await nothingBefore(peer, 1)
    })

  test('work after a restart', async () => {
    const first = await start()
    const { peer, store, sanad } = first
    const person = peer.user()
    peer.say(peer.privateChat(person), person, QUESTION)
    const [answer] = (await only(peer)) as [SentMessage]
    await first.adapter.stop()
    const { createTelegramAdapter } = await import('../../../adapters/telegram/adapter.ts')
    const { createLog } = await import('../../../adapters/log.ts')
    const again = createTelegramAdapter({
      token: peer.token,
      apiRoot: peer.root,
      store,
      log: createLog('silent', { write: () => {} }),
      language: 'ar',
      quotes: sanad.quotes,
      draw: drawDot,
      onFatal: () => {},
    })
    await again.start(sanad.handle)
    await peer.press(answer, person, labels(answer)[0] ?? '')
    await only(peer, 2)
    await again.stop()
  })
})

describe('settings', () => {
  test('are for administrators, asked of Telegram at every press', async () => {
    const { peer } = await start()
    const group = peer.group()
    const admin = peer.user()
    peer.setMember(group, admin, 'administrator')
    peer.say(group, peer.user(), '/settings')
    expect((await only(peer))[0]?.text).toBe(say.moderatorsOnly)
    peer.say(group, admin, '/settings')
    const [, panel] = (await only(peer, 2)) as [SentMessage, SentMessage]
    expect(labels(panel)).toContain('français')
    peer.setMember(group, admin, 'member')
    expect(await peer.press(panel, admin, 'français')).toMatchObject({ text: say.moderatorsOnly })
    peer.setMember(group, admin, 'administrator')
    await peer.press(panel, admin, 'français')
    await peer.until(() => peer.allSent().some(({ text }) => text?.includes(phrases('fr').settings) === true))
    peer.say(group, peer.user(), `/ask ${UNANSWERED}`)
    await peer.until(() => peer.allSent().some(({ text }) => text?.includes(phrases('fr').notFound) === true))
  })

  test('an anonymous administrator is one, and a channel that writes in the group is none', async () => {
    const { peer } = await start()
    const group = peer.group()
    const anonymous = peer.user({ id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' })
    peer.say(group, anonymous, '/settings', { sender_chat: group } as never)
    expect(labels((await only(peer))[0])).toContain('français')
    const writer = peer.user({ id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' })
    peer.say(group, writer, '/settings', { sender_chat: peer.group({ type: 'channel' }) } as never)
    expect((await only(peer, 2))[1]?.text).toBe(say.moderatorsOnly)
  })

  test('when Telegram does not say who is an administrator, nobody is', async () => {
    const { peer } = await start()
    const group = peer.group()
    const admin = peer.user()
    peer.setMember(group, admin, 'administrator')
    peer.faults.push({ method: 'getChatMember', action: { type: 'status', code: 500 } })
    peer.say(group, admin, '/settings')
    expect((await only(peer))[0]?.text).toBe(say.moderatorsOnly)
  })

  test('limit a chat to some documents, and its answers say so', async () => {
    const { peer } = await start()
    const person = peer.user()
    const chat = peer.privateChat(person)
    peer.say(chat, person, '/settings sources')
    const [panel] = (await only(peer)) as [SentMessage]
    const union = labels(panel).find((label) => label.includes('اتحاد المغرب العربي')) ?? ''
    await peer.press(panel, person, union)
    await peer.until(() => labels(peer.allSent()[1]).some((label) => label.startsWith('✗')))
    peer.say(chat, person, QUESTION)
    const answer = (await only(peer, 3))[2]
    expect(answer?.text).toContain(say.notFound)
    expect(answer?.text).toContain(say.limitedSources(1, 2))
  })
})

describe('joining a group', () => {
  test('in privacy mode, administrators are told in Arabic what the bot cannot hear', async () => {
    const { peer } = await start({ peer: { bot: { can_read_all_group_messages: false } } })
    const group = peer.group()
    peer.setMember(group, peer.me, 'left')
    peer.setMember(group, peer.me, 'member')
    const [welcome] = await only(peer)
    expect(welcome?.text).toContain('وضع الخصوصية')
    expect(welcome?.text).toContain('/ask@sanad_bot')
  })
  test('an administrator hears everything, so there is nothing to tell', async () => {
    const { peer } = await start({ peer: { bot: { can_read_all_group_messages: false } } })
    const group = peer.group()
    peer.setMember(group, peer.me, 'left')
    peer.setMember(group, peer.me, 'administrator')
    expect((await only(peer))[0]?.text).not.toContain('وضع الخصوصية')
  })
})

describe('inline mode', () => {
  /** Paragraphs long enough to be passages of their own. */
  const many = parseDocument({
    id: 'many',
    file: 'many.txt',
    metadata: { title: { value: 'الموانئ', origin: 'front matter' } },
    text: Array.from(
      { length: 25 },
      (_, at) =>
        `الميناء رقم ${at + 1} بني سنة ${1900 + at}. ${'وترسو فيه سفن كثيرة تحمل البضائع والمسافرين من كل بلد إلى كل بلد. '.repeat(4)}`,
    ).join('\n\n'),
  })

  test('offers cited passages, page by page, which Telegram may keep for some minutes', async () => {
    const { peer } = await start({ documents: [many] })
    const pages: AnswerInlineQueryParams[] = []
    for (let offset: string | undefined = ''; offset !== undefined && pages.length < 9; ) {
      const page = await peer.inline(peer.user(), 'الميناء', offset)
      if (page === undefined) throw new Error('the inline query was not answered')
      pages.push(page)
      offset = page.next_offset || undefined
    }
    expect(pages.map(({ results }) => results.length)).toEqual([10, 10, 5])
    expect(pages.every(({ cache_time }) => (cache_time ?? 0) >= 60)).toBe(true)
    const results = pages.flatMap((page) => page.results) as {
      id: string
      title: string
      input_message_content: { message_text: string }
    }[]
    expect(new Set(results.map(({ id }) => id)).size).toBe(25)
    for (const { title, input_message_content } of results) {
      expect(title).toContain('الموانئ')
      expect(input_message_content.message_text).toMatch(/الميناء رقم \d+ بني سنة[\s\S]*\[1\] /)
    }
  })
  test('says what it is for when nothing is typed', async () => {
    const { peer } = await start()
    const answer = await peer.inline(peer.user({ language_code: 'ar' }), '')
    expect(answer).toMatchObject({ results: [], button: { text: say.inlineEmpty } })
  })
})

describe('the menus', () => {
  test('are set for each scope and language, and only when they changed', async () => {
    const { peer, store } = await start()
    await peer.until(() => peer.commands.size === 12)
    expect(peer.commands.get('default/')).not.toContainEqual(expect.objectContaining({ command: 'settings' }))
    expect(peer.commands.get('all_chat_administrators/fr')).toContainEqual({
      command: 'settings',
      description: phrases('fr').menu.settings,
    })
    const { registerMenus } = await import('../../../adapters/telegram/menu.ts')
    while ((await store.facts.get(`telegram menus of ${peer.me.id}`)) === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5))
    const calls: string[] = []
    const call = async (method: string): Promise<unknown> => {
      calls.push(method)
      return true
    }
    await registerMenus(call, store, peer.me.id, 'ar', new AbortController().signal)
    expect(calls).toEqual([])
    await registerMenus(call, store, peer.me.id, 'fr', new AbortController().signal)
    expect(calls).toHaveLength(12)
  })
})

describe('privacy', () => {
  test('/mydata tells what is kept, /forgetme deletes it', async () => {
    const { peer } = await start()
    const person = peer.user()
    const chat = peer.privateChat(person)
    peer.say(chat, person, QUESTION)
    await only(peer)
    peer.say(chat, person, '/mydata')
    expect((await only(peer, 2))[1]?.text).toContain('عدد الأسئلة 1')
    peer.say(chat, person, '/forgetme')
    expect((await only(peer, 3))[2]?.text).toContain('حُذف')
    peer.say(chat, person, '/mydata')
    expect((await only(peer, 4))[3]?.text).toBe('لا أحفظ شيئا عنك.')
  })
})
