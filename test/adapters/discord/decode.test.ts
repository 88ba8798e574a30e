import { type APIInteraction, PermissionFlagsBits as May } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { decode, type Event, momentOf } from '../../../adapters/discord/decode.ts'

const NAMES = createPseudonyms('MTEw.GSanad.token')
const AMINA = { id: '201', username: 'amina', discriminator: '0', global_name: 'أمينة', avatar: null }
const GUILD = '301'
const CHANNEL = { id: '401', type: 0, name: 'عام', permissions: '0' }
const ID = '1100000000000000001'
const TOKEN = 'aW50ZXJhY3Rpb246dG9rZW4'

/** An interaction of a member of a server, as Discord tells it. */
const told = (fields: object): object => ({
  id: ID,
  application_id: '101',
  token: TOKEN,
  version: 1,
  guild_id: GUILD,
  channel: CHANNEL,
  channel_id: CHANNEL.id,
  locale: 'fr',
  app_permissions: String(May.SendMessages),
  member: { user: AMINA, permissions: String(May.SendMessages), roles: [] },
  ...fields,
})
const IN_PRIVATE = {
  guild_id: undefined,
  member: undefined,
  user: AMINA,
  channel: { id: '402', type: 1 },
  channel_id: '402',
}
const read = (interaction: object): Event => decode(interaction as APIInteraction, NAMES)
const string = (name: string, value: string): object => ({ type: 3, name, value })
const slash = (name: string, options: readonly object[] = [], fields: object = {}): Event =>
  read(told({ type: 2, data: { id: '1', type: 1, name, options }, ...fields }))
const ask = (fields: object = {}, ...options: object[]): Event =>
  slash('ask', [string('question', 'متى تأسس؟'), ...options], fields)
const incoming = (event: Event) => ('incoming' in event ? event.incoming : undefined)
const ignored = (rule: string, event: () => Event): void =>
  test(rule, () => expect(event()).toEqual({ type: 'ignored' }))

test('the whole event', () =>
  expect(ask()).toEqual({
    type: 'command',
    name: 'ask',
    hidden: false,
    via: { interaction: ID, application: '101', token: TOKEN, at: momentOf(ID) },
    channel: '401',
    moderator: false,
    mayWrite: true,
    botMayWrite: true,
    incoming: {
      id: ID,
      address: { platform: 'discord', conversation: GUILD, thread: '401' },
      place: 'group',
      from: NAMES.person('201'),
      text: '/ask متى تأسس؟',
      addressed: true,
      language: 'fr',
    },
  }))
test('the same interaction gives the same event', () => expect(ask()).toEqual(ask()))
test('neither name nor id of the person is in it', () => expect(JSON.stringify(ask())).not.toMatch(/amina|أمينة|"201"/))

describe('a command', () => {
  const text = (rule: string, event: Event, expected: string): void =>
    test(rule, () => expect(incoming(event)?.text).toBe(expected))
  text('is as it would be typed', ask(), '/ask متى تأسس؟')
  text('under its Arabic name is the same', slash('اسأل', [string('سؤال', 'متى؟')]), '/ask متى؟')
  text('of a topic', slash('summary', [string('topic', 'الهجرة')]), '/summary الهجرة')
  text('of a topic, in Arabic', slash('لخص', [string('موضوع', 'الهجرة')]), '/summary الهجرة')
  text('of a text', slash('verify', [string('text', 'نص')]), '/verify نص')
  text('of a source', slash('sources', [string('source', 'a/b')]), '/sources a/b')
  text('without options', slash('sources'), '/sources')
  text('whose options are left out altogether', read(told({ type: 2, data: { type: 1, name: 'help' } })), '/help')
  text('keeps the lines of its text', slash('verify', [string('text', 'أول\nثان')]), '/verify أول\nثان')
  text('that is in its own question stays there', ask({}, string('text', '/settings')), '/ask متى تأسس؟')
  text('that nobody knows is for the core to answer', slash('fly'), '/fly')
  test('of a text without one asks for it in a form', () => {
    expect(slash('verify')).toMatchObject({ type: 'command', name: 'verify', asks: 'text' })
    expect(slash('verify', [string('text', 'نص')])).not.toHaveProperty('asks')
    for (const name of ['sources', 'help', 'ask']) expect(slash(name)).not.toHaveProperty('asks')
  })
  ignored('of a person’s menu is none of ours', () =>
    read(told({ type: 2, data: { type: 2, name: 'x', target_id: '5' } })),
  )
})

describe('a command with subcommands', () => {
  const sub = (name: string, ...options: object[]): object => ({ type: 1, name, options })
  const digest = (...options: object[]): string | undefined => incoming(slash('digest', options))?.text
  const schedule = (...options: object[]): string | undefined => digest(sub('schedule', ...options))
  const channel = (name: string, value: string): object => ({ type: 7, name, value })
  const text = (rule: string, event: Event, expected: string): void =>
    test(rule, () => expect(incoming(event)?.text).toBe(expected))
  text('shows the draft', slash('digest', [sub('preview')]), '/digest')
  text('posts it', slash('digest', [sub('post')]), '/digest post')
  text('ends the schedule', slash('digest', [sub('off')]), '/digest off')
  text('without options in it', slash('digest', [{ type: 1, name: 'post' }]), '/digest post')
  text('lists the documents', slash('corpus', [sub('list')]), '/corpus list')
  text('removes one', slash('corpus', [sub('remove', { type: 4, name: 'number', value: 2 })]), '/corpus remove 2')
  text('has none', slash('stats'), '/stats')
  text('asks why', slash('why', [string('question', 'متى تأسس؟')]), '/why متى تأسس؟')
  test('sets the schedule, with what was given', () => {
    const time = string('time', '21:00')
    expect(schedule(time)).toBe('/digest 21:00')
    expect(
      schedule(
        time,
        string('zone', 'Africa/Casablanca'),
        string('mode', 'review'),
        channel('channel', '411'),
        channel('drafts', '412'),
      ),
    ).toBe('/digest 21:00 Africa/Casablanca review to:411 drafts:412')
    expect(schedule(channel('drafts', '412'), string('mode', 'auto'), time)).toBe('/digest 21:00 auto drafts:412')
  })
  test('has one word for each option', () => {
    expect(schedule(string('time', ' 21 : 00\n'), string('zone', 'Africa / Casablanca'))).toBe(
      '/digest 21:00 Africa/Casablanca',
    )
    expect(schedule(string('time', '٢١:٠٠'), string('zone', ' '))).toBe('/digest ٢١:٠٠')
  })
  test('names no channel but one that Discord has named', () => {
    expect(schedule(string('time', 'to:999'), string('zone', 'drafts:999'))).toBe('/digest to999 drafts999')
    expect(schedule(string('time', '21:00 to:999'), string('zone', 'to::999'))).toBe('/digest 2100to999 to999')
    expect(schedule(string('time', '21:00'), channel('channel', '411 drafts:999'))).toBe('/digest 21:00')
    expect(schedule(string('time', '21:00'), { type: 7, name: 'channel', value: 411 })).toBe('/digest 21:00')
  })
  test('is for who gave it alone, and so is everything for moderators', () => {
    for (const event of [
      slash('digest', [sub('post')]),
      slash('corpus', [sub('list')]),
      slash('stats'),
      slash('why'),
      slash('gaps'),
    ])
      expect(event).toMatchObject({ hidden: true, incoming: { hidden: true } })
  })
})

describe('a file', () => {
  const ATTACHED = {
    id: '501',
    filename: 'note.md',
    size: 12,
    url: 'https://cdn.discordapp.com/ephemeral-attachments/1/501/note.md?hm=secret',
  }
  const add = (more: object = {}, value: unknown = '501'): Event =>
    read(
      told({
        type: 2,
        data: {
          type: 1,
          name: 'corpus',
          options: [{ type: 1, name: 'add', options: [{ type: 11, name: 'file', value }] }],
          resolved: { attachments: { 501: { ...ATTACHED, ...more } } },
        },
      }),
    )
  test('is told by its name, its size and its place', () =>
    expect(add()).toMatchObject({
      file: { name: 'note.md', size: 12, url: ATTACHED.url },
      incoming: { text: '/corpus add' },
    }))
  for (const [rule, more, name] of [
    ['has the name that it was given', { filename: '_____.md', title: 'وثيقة' }, 'وثيقة.md'],
    ['has its ending once', { filename: '_____.MD', title: 'وثيقة.md' }, 'وثيقة.md'],
    ['has its own name where it was given none', { title: '' }, 'note.md'],
    ['may have no ending', { filename: 'note', title: 'وثيقة' }, 'وثيقة'],
  ] as const)
    test(rule, () => expect(add(more)).toMatchObject({ file: { name } }))
  test('is none where Discord tells of none', () => {
    expect(add({}, '502')).not.toHaveProperty('file')
    expect(add({}, {})).not.toHaveProperty('file')
    expect(slash('corpus', [{ type: 1, name: 'add' }])).not.toHaveProperty('file')
  })
})

describe('a source', () => {
  test('limits a question', () => expect(incoming(ask({}, string('source', 'a/b')))?.source).toBe('a/b'))
  test('limits it in Arabic too', () =>
    expect(incoming(slash('اسأل', [string('سؤال', 'متى؟'), string('مصدر', 'a/b')]))).toMatchObject({
      text: '/ask متى؟',
      source: 'a/b',
    }))
  test('is none where none was given', () => expect(incoming(ask())).not.toHaveProperty('source'))
  test('limits nothing but a question', () =>
    expect(incoming(slash('sources', [string('source', 'a/b')]))).not.toHaveProperty('source'))
})

describe('an answer is for who asked alone', () => {
  const hidden = (rule: string, event: Event, expected: boolean): void =>
    test(`${rule}: ${expected ? 'yes' : 'no'}`, () => expect(event).toMatchObject({ hidden: expected }))
  const given = (value: boolean): object => ({ type: 5, name: 'private', value })
  hidden('a question', ask(), false)
  hidden('a private question', ask({}, given(true)), true)
  hidden('a question that says it is not', ask({}, given(false)), false)
  hidden('a private question in Arabic', slash('اسأل', [{ type: 5, name: 'خاص', value: true }]), true)
  hidden('a summary', slash('summary', [string('topic', 'x')]), false)
  hidden('a private summary', slash('summary', [string('topic', 'x'), given(true)]), true)
  for (const name of ['help', 'sources', 'verify', 'settings', 'mydata', 'forgetme', 'last'])
    hidden(name, slash(name), true)
  hidden('help that is to be seen by all', slash('help', [given(false)]), false)
  test('and the core knows, where others would read along', () => {
    expect(incoming(ask())).not.toHaveProperty('hidden')
    expect(incoming(ask({}, given(true)))).toMatchObject({ hidden: true })
    expect(incoming(slash('help'))).toMatchObject({ hidden: true })
    expect(incoming(slash('help', [], IN_PRIVATE))).not.toHaveProperty('hidden')
    for (const fields of [
      { type: 3, data: { custom_id: 'x' }, message: { id: '9' } },
      { type: 5, data: { custom_id: 'form:verify', components: [] } },
    ])
      expect(incoming(read(told(fields)))).toMatchObject({ hidden: true })
  })
  test('only by a real yes', () =>
    expect(ask({}, { type: 3, name: 'private', value: 'true' })).toMatchObject({ hidden: false }))
})

describe('a menu of a message', () => {
  const menu = (name: string, message: object | undefined): Event =>
    read(
      told({
        type: 2,
        data: {
          id: '1',
          type: 3,
          name,
          target_id: '9',
          resolved: { messages: message === undefined ? {} : { 9: message } },
        },
      }),
    )
  const message = (content: string, embeds: object[] = []): object => ({ id: '9', content, embeds })
  for (const name of ['أجب عن هذا', 'Answer this'])
    test(`“${name}” answers it before everybody`, () =>
      expect(menu(name, message('متى تأسس؟'))).toMatchObject({
        type: 'command',
        name: 'ask',
        hidden: false,
        incoming: { text: '/ask', replyTo: 'متى تأسس؟' },
      }))
  for (const name of ['تحقّق من الاقتباس', 'Verify quote'])
    test(`“${name}” verifies it for who asked`, () =>
      expect(menu(name, message('«نص»'))).toMatchObject({
        type: 'command',
        name: 'verify',
        hidden: true,
        incoming: { text: '/verify', replyTo: '«نص»' },
      }))
  test('a message that begins like a command orders nothing', () =>
    expect(incoming(menu('Answer this', message('/settings language fr')))).toMatchObject({
      text: '/ask',
      replyTo: '/settings language fr',
    }))
  test('the words of embeds are words of the message', () =>
    expect(incoming(menu('Verify quote', message('انظر:', [{ title: 'عنوان', description: 'نص' }, {}])))?.replyTo).toBe(
      'انظر:\n\nنص\n\nعنوان',
    ))
  test('a message without words has none', () => expect(incoming(menu('Answer this', message('')))?.replyTo).toBe(''))
  test('a message that is not told has none', () => expect(incoming(menu('Answer this', undefined))?.replyTo).toBe(''))
  test('whose message it was is nowhere', () =>
    expect(
      JSON.stringify(menu('Answer this', { ...message('نص'), author: { id: '777', username: 'karim' } })),
    ).not.toMatch(/777|karim/))
})

describe('a button', () => {
  const press = (custom_id: string, fields: object = {}, message: object = {}): Event =>
    read(told({ type: 3, data: { component_type: 2, custom_id }, message: { id: '9', ...message }, ...fields }))
  test('names its post and its place', () =>
    expect(press('Abc_-1234567:12')).toMatchObject({
      type: 'press',
      key: 'Abc_-1234567',
      index: 12,
      onHidden: false,
      incoming: { id: ID, text: '', from: NAMES.person('201') },
    }))
  test('is under a message that only one person sees', () => {
    expect(press('Abc_-1234567:0', {}, { flags: 64 })).toMatchObject({ onHidden: true })
    expect(press('Abc_-1234567:0', {}, { flags: 64 | 4 })).toMatchObject({ onHidden: true })
    expect(press('Abc_-1234567:0', {}, { flags: 4 })).toMatchObject({ onHidden: false })
  })
  for (const forged of ['/settings language fr', '', 'x'.repeat(100), 'Abc_-1234567:1000'])
    test(`“${forged.slice(0, 24)}” names none`, () => expect(press(forged)).toMatchObject({ type: 'press', key: '' }))
  test('tells the right of who presses, at that moment', () => {
    const member = { user: AMINA, permissions: String(May.ManageMessages), roles: [] }
    expect(press('Abc_-1234567:0', { member })).toMatchObject({ moderator: true })
    expect(press('Abc_-1234567:0')).toMatchObject({ moderator: false })
  })
})

describe('a form', () => {
  const submit = (custom_id: string, ...components: object[]): Event =>
    read(told({ type: 5, data: { custom_id, components } }))
  const field = (value: string): object => ({ type: 4, custom_id: 'text', value })
  test('is the command with the text that was typed', () =>
    expect(submit('form:verify', { type: 18, component: field('أول\nثان') })).toMatchObject({
      type: 'form',
      name: 'verify',
      incoming: { text: '/verify أول\nثان' },
    }))
  test('may have its field in a row', () =>
    expect(incoming(submit('form:verify', { type: 1, components: [field('نص')] }))?.text).toBe('/verify نص'))
  test('may be empty', () => expect(incoming(submit('form:verify'))?.text).toBe('/verify'))
  test('that a button opened names the button, and has what was written in order', () => {
    const label = (value: string): object => ({ type: 18, component: field(value) })
    expect(submit('form:Abc_-1234567:12', label('أول\nثان'), label(''), label('ثالث'))).toMatchObject({
      type: 'filled',
      key: 'Abc_-1234567',
      index: 12,
      fields: ['أول\nثان', '', 'ثالث'],
      onHidden: false,
      incoming: { text: '' },
    })
  })
  test('may be under a message that only one person sees', () => {
    const data = { custom_id: 'form:Abc_-1234567:0', components: [] }
    expect(read(told({ type: 5, data, message: { id: '9', flags: 64 } }))).toMatchObject({ onHidden: true })
  })
  test('has no words of fields that are not for text', () =>
    expect(
      incoming(submit('form:verify', { type: 18, component: { type: 3, custom_id: 'x', values: ['a'] } }))?.text,
    ).toBe('/verify'))
  for (const foreign of [
    'Abc_-1234567:0',
    'form:Abc_-1234567',
    'verify',
    'form:',
    'form:verify\n',
    'form:Verify',
    'a form:verify',
    '',
  ])
    ignored(`“${foreign.trim()}” is none of ours`, () => submit(foreign, { type: 18, component: field('نص') }))
})

describe('what is being typed', () => {
  const typing = (name: string, options: object[], fields: object = {}): Event =>
    read(told({ type: 4, data: { type: 1, name, options }, ...fields }))
  test('is completed by the option that it is in', () =>
    expect(typing('ask', [string('question', 'متى'), { ...string('source', 'مغ'), focused: true }])).toEqual({
      type: 'complete',
      via: { interaction: ID, application: '101', token: TOKEN, at: momentOf(ID) },
      here: { platform: 'discord', conversation: GUILD, thread: '401' },
      option: 'source',
      typed: 'مغ',
    }))
  test('within a subcommand is completed just so', () =>
    expect(
      typing('digest', [
        {
          type: 1,
          name: 'schedule',
          options: [string('time', '21:00'), { ...string('zone', 'Afr'), focused: true }],
        },
      ]),
    ).toMatchObject({ type: 'complete', option: 'zone', typed: 'Afr' }))
  test('is so in Arabic', () =>
    expect(typing('لخص', [{ ...string('موضوع', 'ه'), focused: true }])).toMatchObject({ option: 'topic', typed: 'ه' }))
  test('may be nothing yet', () =>
    expect(typing('summary', [{ ...string('topic', ''), focused: true }])).toMatchObject({ typed: '' }))
  ignored('is nowhere', () => typing('ask', [string('source', 'مغ')]))
})

describe('where', () => {
  test('a server is one conversation, its channels are threads of it', () =>
    expect(incoming(ask({ channel: { ...CHANNEL, id: '409' } }))?.address).toEqual({
      platform: 'discord',
      conversation: GUILD,
      thread: '409',
    }))
  test('a direct message is a conversation of its own, which hides the person', () => {
    const event = ask(IN_PRIVATE)
    const address = incoming(event)?.address
    expect(address).toEqual({ platform: 'discord', conversation: NAMES.conversation({ id: '402', type: 'private' }) })
    expect(NAMES.chat(address?.conversation ?? '')).toBe('402')
    expect(event).toMatchObject({ channel: '402', incoming: { place: 'private', from: NAMES.person('201') } })
  })
  test('the channel may be told by its id alone', () =>
    expect(ask({ channel: undefined })).toMatchObject({ channel: '401', incoming: { address: { thread: '401' } } }))
  ignored('nowhere is no place to answer', () => ask({ channel: undefined, channel_id: undefined }))
})

describe('who', () => {
  const as = (permissions: bigint | string | undefined, fields: object = {}): Event =>
    ask({
      member: { user: AMINA, ...(permissions === undefined ? {} : { permissions: String(permissions) }) },
      ...fields,
    })
  const thread = (type: number, permissions: bigint): Event =>
    ask({
      channel: { id: '405', type },
      app_permissions: String(permissions),
      member: { user: AMINA, permissions: String(permissions) },
    })
  const moderates = (rule: string, event: Event, expected: boolean): void =>
    test(`${rule}: ${expected ? 'moderates' : 'does not moderate'}`, () =>
      expect(event).toMatchObject({ moderator: expected }))
  moderates('Manage Messages', as(May.ManageMessages), true)
  moderates('Manage Messages among others', as(May.ManageMessages | May.SendMessages | May.Connect), true)
  moderates('an administrator', as(May.Administrator), true)
  moderates('Manage Server alone', as(May.ManageGuild), false)
  moderates('every other right', as(~(May.ManageMessages | May.Administrator) & ((1n << 53n) - 1n)), false)
  moderates('no right at all', as(0n), false)
  moderates('rights that are not told', as(undefined), false)
  moderates('anybody in private', ask(IN_PRIVATE), true)

  test('may write in a channel with Send Messages', () => {
    expect(as(May.SendMessages)).toMatchObject({ mayWrite: true })
    expect(as(May.SendMessagesInThreads)).toMatchObject({ mayWrite: false })
    expect(as(May.Administrator)).toMatchObject({ mayWrite: true })
    expect(as(undefined)).toMatchObject({ mayWrite: false })
  })
  for (const type of [10, 11, 12])
    test(`may write in a thread of type ${type} with Send Messages in Threads`, () => {
      expect(thread(type, May.SendMessagesInThreads)).toMatchObject({ mayWrite: true, botMayWrite: true })
      expect(thread(type, May.SendMessages)).toMatchObject({ mayWrite: false, botMayWrite: false })
      expect(thread(type, May.Administrator)).toMatchObject({ mayWrite: true, botMayWrite: true })
    })
  test('the bot has rights of its own', () => {
    expect(as(May.SendMessages, { app_permissions: '0' })).toMatchObject({ mayWrite: true, botMayWrite: false })
    expect(as(0n, { app_permissions: String(May.Administrator) })).toMatchObject({ mayWrite: false, botMayWrite: true })
    expect(ask({ app_permissions: undefined })).toMatchObject({ botMayWrite: false })
  })
  test('both may write in private', () =>
    expect(ask({ ...IN_PRIVATE, app_permissions: '0' })).toMatchObject({ mayWrite: true, botMayWrite: true }))
  ignored('a bot is not heard', () => ask({ member: { user: { ...AMINA, bot: true }, permissions: '0' } }))
  ignored('a bot is not heard in private', () => ask({ ...IN_PRIVATE, user: { ...AMINA, bot: true } }))
  ignored('nobody is not heard', () => ask({ member: undefined }))
})

describe('the person’s language', () => {
  const language = (locale: unknown): unknown => incoming(ask({ locale }))?.language
  for (const [locale, expected] of [
    ['fr', 'fr'],
    ['en-US', 'en'],
    ['en-GB', 'en'],
    // Not documented, but it may come.
    ['ar', 'ar'],
  ])
    test(`${locale} is ${expected}`, () => expect(language(locale)).toBe(expected))
  for (const locale of ['de', 'es-419', 'zh-CN', '', 'x', undefined])
    test(`${locale} is none of ours`, () => expect(incoming(ask({ locale }))).not.toHaveProperty('language'))
})

describe('other interactions', () => {
  ignored('a ping', () => read(told({ type: 1 })))
  for (const type of [0, 6, 99, -1]) ignored(`of type ${type}`, () => read(told({ type, data: {} })))
})

test('a snowflake tells when it was made', () => {
  // Discord's own example (API reference, "Snowflakes").
  expect(momentOf('175928847299117063')).toBe(1_462_015_105_796)
  expect(momentOf('0')).toBe(1_420_070_400_000)
})

test('whatever is left out or of another form, nothing but an error of JavaScript’s own is thrown, and nobody becomes a moderator', () => {
  const whole = told({
    type: 2,
    data: {
      id: '1',
      type: 1,
      name: 'ask',
      options: [string('question', 'متى؟'), { type: 5, name: 'private', value: true }],
    },
  })
  const odd = fc.constantFrom<unknown>(undefined, null, '', 0, [], {}, 'x', 5, true)
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(whole)), odd, (field, value) => {
      let event: Event | undefined
      try {
        event = read({ ...whole, [field]: value })
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
      // Without a server it is a direct message.
      if (event !== undefined && 'moderator' in event && field !== 'guild_id') expect(event.moderator).toBe(false)
    }),
    { numRuns: 300 },
  )
})
