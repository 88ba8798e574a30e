import type { Update } from 'telegraf/types'
import { describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { decode, type Event } from '../../../adapters/telegram/decode.ts'

const SELF = { id: 99, username: 'sanad_bot' }
const NAMES = createPseudonyms('123456:token')
const AMINA = { id: 1, is_bot: false, first_name: 'أمينة', username: 'amina', language_code: 'fr-MA' }
const BOT = { ...SELF, is_bot: true, first_name: 'سند' }
const PRIVATE = { id: 1, type: 'private', first_name: 'أمينة' }
const GROUP = { id: -1001, type: 'supergroup', title: 'مجموعة' }
const CHANNEL = { id: -1002, type: 'channel', title: 'قناة' }
const ANONYMOUS = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
const AS_CHANNEL = { id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' }

const read = (update: object): Event => decode({ update_id: 1, ...update } as unknown as Update, SELF, NAMES)
const message = (fields: object): object => ({
  message: { message_id: 7, date: 1000, chat: GROUP, from: AMINA, ...fields },
})
/** What Telegram marks by itself in a text. */
const marked = (text: string): object[] =>
  [...text.matchAll(/(^\/\w+(?:@\w+)?)|(@\w+)/g)].map((match) => ({
    type: match[1] === undefined ? 'mention' : 'bot_command',
    offset: match.index,
    length: match[0].length,
  }))
const inGroup = (text: string, fields: object = {}): Event => read(message({ text, entities: marked(text), ...fields }))
const inPrivate = (text: string, fields: object = {}): Event => inGroup(text, { chat: PRIVATE, ...fields })
const incoming = (event: Event) => (event.type === 'message' || event.type === 'press' ? event.incoming : undefined)
const bots = (fields: object = {}): object => ({
  message_id: 3,
  date: 1,
  chat: GROUP,
  from: BOT,
  text: 'جواب',
  ...fields,
})
const karim = (fields: object = {}): object => ({
  message_id: 3,
  date: 1,
  chat: GROUP,
  from: { ...AMINA, id: 2 },
  text: 'متى تأسس؟',
  ...fields,
})

const addressed = (rule: string, event: Event, text: string): void =>
  test(rule, () => expect(incoming(event)).toMatchObject({ text, addressed: true }))
const ignored = (rule: string, event: Event): void => test(rule, () => expect(event).toEqual({ type: 'ignored' }))

describe('in private', () => {
  addressed('any text is for Sanad', inPrivate('متى تأسس؟'), 'متى تأسس؟')
  addressed('a mention of somebody changes nothing', inPrivate('من هو @karim؟'), 'من هو @karim؟')
  addressed('a caption is text', read(message({ chat: PRIVATE, photo: [], caption: 'ما هذا؟' })), 'ما هذا؟')
  ignored('a message without words is not', read(message({ chat: PRIVATE, sticker: {} })))
  ignored('nor what came through an inline bot', inPrivate('نص', { via_bot: BOT }))
  ignored('nor a bot', inPrivate('نص', { from: BOT }))
  test('everybody moderates their own chat', () => expect(inPrivate('نص')).toMatchObject({ rank: 'moderator' }))
  test('the whole event', () =>
    expect(inPrivate('نص')).toEqual({
      type: 'message',
      chat: 1,
      message: 7,
      edited: false,
      at: 1_000_000,
      written: 1_000_000,
      rank: 'moderator',
      incoming: {
        id: `${NAMES.conversation(PRIVATE)}/7`,
        address: { platform: 'telegram', conversation: NAMES.conversation(PRIVATE) },
        place: 'private',
        from: NAMES.person(1),
        text: 'نص',
        addressed: true,
        language: 'fr',
      },
    }))
  test('a language that is none of ours is left out', () =>
    expect(incoming(inPrivate('نص', { from: { ...AMINA, language_code: 'de' } }))).not.toHaveProperty('language'))
  test('neither name nor id of the writer is in it', () => {
    const { chat: _, ...event } = inPrivate('نص') as Event & { chat: number }
    expect(JSON.stringify(event)).not.toMatch(/amina|أمينة|"1"|:1[,}]/)
  })
})

describe('a command in a group', () => {
  addressed('is for Sanad', inGroup('/ask متى؟'), '/ask متى؟')
  addressed('with the bot’s name too', inGroup('/ask@sanad_bot متى؟'), '/ask@sanad_bot متى؟')
  addressed('in whatever case', inGroup('/ASK@Sanad_Bot متى؟'), '/ASK@Sanad_Bot متى؟')
  addressed('though it mentions somebody', inGroup('/ask من هو @karim'), '/ask من هو @karim')
  addressed('though nobody knows it, with the bot’s name', inGroup('/fly@sanad_bot'), '/fly@sanad_bot')
  addressed(
    'also in a caption',
    read(message({ caption: '/ask ما هذا', caption_entities: marked('/ask') })),
    '/ask ما هذا',
  )
  ignored('of another bot is not', inGroup('/ask@other_bot متى؟'))
  ignored('of a bot whose name begins alike is not', inGroup('/ask@sanad_bot_dev متى؟'))
  ignored('that nobody knows is not', inGroup('/fly'))
  ignored('of another bot, as a reply to Sanad, is not', inGroup('/ask@other_bot', { reply_to_message: bots() }))
  ignored('inside a text is not', inGroup('اكتبوا /ask'))
})

describe('a mention in a group', () => {
  addressed('is taken out', inGroup('@sanad_bot متى تأسس؟'), 'متى تأسس؟')
  addressed('with the comma behind it', inGroup('@sanad_bot، متى تأسس؟'), 'متى تأسس؟')
  addressed('in whatever case', inGroup('@Sanad_BOT متى؟'), 'متى؟')
  addressed('in the middle', inGroup('متى @sanad_bot تأسس؟'), 'متى   تأسس؟')
  addressed('at the end', inGroup('متى تأسس؟ @sanad_bot'), 'متى تأسس؟')
  addressed(
    'in a caption',
    read(message({ caption: 'ما هذا @sanad_bot', caption_entities: marked('ما هذا @sanad_bot') })),
    'ما هذا',
  )
  addressed(
    'by its account, without its name',
    read(message({ text: 'سند متى؟', entities: [{ type: 'text_mention', offset: 0, length: 3, user: BOT }] })),
    'متى؟',
  )
  ignored('of a bot whose name begins alike', inGroup('@sanad_bot_dev متى؟'))
  ignored('of somebody else', inGroup('@karim متى؟'))
  ignored('of somebody else beside Sanad', inGroup('@sanad_bot ما رأي @karim؟'))
  test('of somebody else, in a reply to Sanad, is for Sanad only if it asked for it', () =>
    expect(inGroup('@karim انظر', { reply_to_message: bots() })).toMatchObject({
      repliesTo: 3,
      incoming: { text: '@karim انظر', addressed: false },
    }))
  ignored('of somebody else, in a reply to somebody else', inGroup('@karim انظر', { reply_to_message: karim() }))
  ignored('of somebody else, behind Sanad’s name', inGroup('سند، ما رأي @karim؟'))
  ignored(
    'of somebody else by their account',
    read(message({ text: 'كريم متى؟', entities: [{ type: 'text_mention', offset: 0, length: 4, user: AMINA }] })),
  )
  ignored('that Telegram does not mark as one', read(message({ text: 'mail@sanad_bot متى؟' })))
})

describe('otherwise in a group', () => {
  ignored('talk is not for Sanad', inGroup('متى تأسس الاتحاد؟'))
  addressed('a reply to it is', inGroup('ولماذا؟', { reply_to_message: bots() }), 'ولماذا؟')
  ignored('a reply to somebody else is not', inGroup('ولماذا؟', { reply_to_message: karim() }))
  ignored(
    'nor a message in a topic that Sanad opened',
    inGroup('متى؟', {
      is_topic_message: true,
      message_thread_id: 3,
      reply_to_message: bots({ forum_topic_created: {} }),
    }),
  )
  addressed('its name calls it', inGroup('سند، متى تأسس؟'), 'سند، متى تأسس؟')
  addressed('the verb calls it', inGroup('اسأل متى تأسس؟'), 'اسأل متى تأسس؟')
  ignored('only at the beginning', inGroup('قال سند، متى تأسس؟'))
  ignored('not as a word of the sentence', inGroup('سند الحديث ضعيف'))
  ignored('a bot is not heard', inGroup('/ask متى؟', { from: { ...BOT, id: 5 } }))
  ignored('nor Sanad itself', inGroup('/ask متى؟', { from: BOT }))
  ignored('nor what came through an inline bot', inGroup('/ask متى؟', { via_bot: BOT }))
  ignored(
    'nor a post of the linked channel',
    inGroup('/ask متى؟', { is_automatic_forward: true, sender_chat: CHANNEL }),
  )
  ignored('nor Telegram’s own forwarder', inGroup('/ask متى؟', { from: { ...AMINA, id: 777000 } }))
  ignored('nor a message without a writer', inGroup('/ask متى؟', { from: undefined }))
  ignored('nor a channel', read({ channel_post: { message_id: 1, date: 1, chat: CHANNEL, text: '/ask متى؟' } }))
})

describe('the writer’s rank', () => {
  const rank = (rule: string, fields: object, expected: unknown): void =>
    test(rule, () => expect(inGroup('/settings', fields)).toMatchObject({ rank: expected }))
  rank('a member’s is looked up', {}, { user: 1 })
  rank('who writes as the group is an anonymous administrator', { from: ANONYMOUS, sender_chat: GROUP }, 'moderator')
  rank('who writes as a channel is nobody', { from: AS_CHANNEL, sender_chat: CHANNEL }, 'nobody')
  test('a channel is somebody of its own', () =>
    expect(incoming(inGroup('/ask', { from: AS_CHANNEL, sender_chat: CHANNEL }))?.from).toBe(NAMES.person(CHANNEL.id)))
})

describe('what is replied to', () => {
  const replyTo = (rule: string, fields: object, expected: string | undefined): void =>
    test(rule, () => expect(incoming(inGroup('/ask', fields))?.replyTo).toBe(expected))
  replyTo('is its text', { reply_to_message: karim() }, 'متى تأسس؟')
  replyTo('is its caption', { reply_to_message: karim({ text: undefined, caption: 'ما هذا؟' }) }, 'ما هذا؟')
  replyTo('is the part that was selected', { reply_to_message: karim(), quote: { text: 'تأسس', position: 4 } }, 'تأسس')
  replyTo('may be of another chat', { external_reply: {}, quote: { text: 'تأسس', position: 4 } }, 'تأسس')
  replyTo('may have no words', { reply_to_message: karim({ text: undefined, sticker: {} }) }, undefined)
  replyTo('may be nothing', {}, undefined)
})

describe('the message of Sanad’s that is replied to', () => {
  const repliesTo = (rule: string, event: Event, expected: number | undefined): void =>
    test(rule, () => expect((event as Event & { repliesTo?: number }).repliesTo).toBe(expected))
  repliesTo('is told in a group', inGroup('ولماذا؟', { reply_to_message: bots() }), 3)
  repliesTo('and in private', inPrivate('ولماذا؟', { reply_to_message: bots({ chat: PRIVATE }) }), 3)
  repliesTo('of somebody else is not', inPrivate('ولماذا؟', { reply_to_message: karim() }), undefined)
  repliesTo(
    'is not the one that opened the topic',
    inPrivate('متى؟', { reply_to_message: bots({ forum_topic_created: {} }) }),
    undefined,
  )
})

describe('where the writer reads alone', () => {
  const aside = { platform: 'telegram', conversation: NAMES.conversation(PRIVATE) }
  test('is their private chat', () => expect(incoming(inGroup('/digest'))?.aside).toEqual(aside))
  test('is that of whoever pressed', () =>
    expect(
      incoming(read({ callback_query: { id: '5', from: AMINA, data: 'Abc_-123:1', message: bots() } }))?.aside,
    ).toEqual(aside))
  for (const [who, event] of [
    ['an anonymous administrator', inGroup('/digest', { from: ANONYMOUS, sender_chat: GROUP })],
    ['a channel', inGroup('/digest', { from: AS_CHANNEL, sender_chat: CHANNEL })],
    ['an account of Telegram’s that does not say for whom', inGroup('/digest', { from: ANONYMOUS })],
    ['somebody in private already', inPrivate('/digest')],
  ] as const)
    test(`is nowhere for ${who}`, () => {
      expect(incoming(event)).toBeDefined()
      expect(incoming(event)).not.toHaveProperty('aside')
    })
})

describe('a file', () => {
  const document = (fields: object = {}): object => ({ file_id: 'BQAC', file_unique_id: 'x', ...fields })
  const added = (fields: object): Event =>
    read(message({ caption: '/corpus@sanad_bot add', caption_entities: marked('/corpus@sanad_bot'), ...fields }))
  const file = (rule: string, event: Event, expected: unknown): void =>
    test(rule, () => expect((event as Event & { file?: unknown }).file).toEqual(expected))
  const known = document({ file_name: 'تقرير.md', file_size: 12 })
  const told = { id: 'BQAC', name: 'تقرير.md', size: 12 }
  file('comes with its caption', added({ document: known }), told)
  file('comes with the message replied to', inGroup('/ask', { reply_to_message: karim({ document: known }) }), told)
  file('its own comes first', added({ document: known, reply_to_message: karim({ document: document() }) }), told)
  file('may have neither name nor size', added({ document: document() }), { id: 'BQAC', name: '', size: 0 })
  file('has a name of 200 characters at most', added({ document: document({ file_name: `${'أ'.repeat(300)}.md` }) }), {
    id: 'BQAC',
    name: 'أ'.repeat(200),
    size: 0,
  })
  file('that is no document is none', added({ photo: [{ file_id: 'x' }] }), undefined)
  ignored('without a word to it is left alone', read(message({ document: known })))
  ignored(
    'with another bot’s command is, too',
    added({ document: known, caption: '/corpus@other_bot add', caption_entities: marked('/corpus@other_bot') }),
  )
})

describe('the thread', () => {
  const thread = (rule: string, fields: object, expected: string | undefined): void =>
    test(rule, () => expect(incoming(inGroup('/ask متى؟', fields))?.address.thread).toBe(expected))
  thread('is the forum topic', { is_topic_message: true, message_thread_id: 42 }, '42')
  thread('is none in the General topic', { message_thread_id: undefined }, undefined)
  thread('is none where replies are only grouped', { message_thread_id: 42 }, undefined)
})

describe('an edited message', () => {
  const edited = read({
    edited_message: { message_id: 7, date: 1000, edit_date: 1300, chat: PRIVATE, from: AMINA, text: 'ب' },
  })
  test('has the id of the first version', () => expect(incoming(edited)?.id).toBe(incoming(inPrivate('أ'))?.id))
  test('tells both times', () => expect(edited).toMatchObject({ edited: true, written: 1_000_000, at: 1_300_000 }))
})

describe('a button', () => {
  const press = (data: unknown, fields: object = {}): Event =>
    read({ callback_query: { id: '55', from: AMINA, chat_instance: '', data, message: bots(), ...fields } })
  test('names its action, who pressed it and where', () =>
    expect(press('Abc_-123:12', { message: bots({ is_topic_message: true, message_thread_id: 42 }) })).toMatchObject({
      type: 'press',
      query: '55',
      key: 'Abc_-123',
      index: 12,
      chat: GROUP.id,
      rank: { user: 1 },
      incoming: {
        id: 'press/55',
        address: { platform: 'telegram', conversation: '-1001', thread: '42' },
        place: 'group',
        from: NAMES.person(1),
        text: '',
      },
    }))
  for (const [rule, data] of [
    ['forged', '/settings language fr'],
    ['of another bot', 'abc'],
    ['too long', `${'a'.repeat(60)}:1`],
    ['with a number beyond any row', 'Abc_-123:1000'],
    ['with a line break behind it', 'Abc_-123:1\n'],
    ['empty', ''],
  ])
    test(`${rule} it has no action`, () => expect(press(data)).toMatchObject({ type: 'press', key: '', index: 0 }))
  test('of a game it has none', () => expect(press(undefined, { game_short_name: 'x' })).toMatchObject({ key: '' }))
  test('under a message too old to be shown it works', () =>
    expect(press('Abc_-123:0', { message: { chat: GROUP, message_id: 3, date: 0 } })).toMatchObject({
      key: 'Abc_-123',
    }))
  ignored('under an inline message is not ours', press('Abc_-123:0', { message: undefined, inline_message_id: 'x' }))
  test('an anonymous administrator presses as the person they are', () =>
    expect(press('Abc_-123:0', { message: bots({ sender_chat: GROUP }) })).toMatchObject({ rank: { user: 1 } }))
})

describe('other updates', () => {
  const member = (before: string, now: string, chat: object = GROUP): Event =>
    read({
      my_chat_member: {
        chat,
        from: AMINA,
        date: 1,
        old_chat_member: { status: before },
        new_chat_member: { status: now },
      },
    })
  const address = { platform: 'telegram', conversation: '-1001' }
  test('an inline query', () =>
    expect(read({ inline_query: { id: '5', from: AMINA, query: ' متى ', offset: '10' } })).toEqual({
      type: 'inline',
      query: '5',
      text: 'متى',
      offset: '10',
    }))
  ignored('an inline query of a bot', read({ inline_query: { id: '5', from: BOT, query: 'متى', offset: '' } }))
  test('joined as a member', () =>
    expect(member('left', 'member')).toEqual({ type: 'joined', address, administrator: false }))
  test('joined as an administrator', () =>
    expect(member('kicked', 'administrator')).toEqual({ type: 'joined', address, administrator: true }))
  ignored('made an administrator later', member('member', 'administrator'))
  ignored('left', member('member', 'left'))
  ignored('thrown out', member('administrator', 'kicked'))
  ignored('unblocked in private', member('kicked', 'member', PRIVATE))
  ignored('made an administrator of a channel', member('left', 'administrator', CHANNEL))
  test('a group becomes a supergroup', () =>
    expect(read(message({ chat: { id: -5, type: 'group' }, migrate_to_chat_id: -1005 }))).toEqual({
      type: 'moved',
      from: '-5',
      to: '-1005',
    }))
  ignored('the same, seen from the new group', read(message({ migrate_from_chat_id: -5 })))
  ignored('a poll', read({ poll: { id: '1' } }))
  ignored('nothing', read({}))
})
