/** A corpus of good and bad requests, each with what Discord complains of. */
import { expect, test } from 'vitest'
import type { Interaction, Payload } from './index.ts'
import { complaints, type Scene, testPeer } from './support.ts'

interface Place extends Scene {
  /** Not answered yet. */
  readonly asked: Interaction
  readonly completed: Interaction
}

type Request = readonly [request: (place: Place) => string, body?: unknown, authorization?: string | null]
/** Name, request, and the complaints ("" in the list is none). A violation is expected for each unless `refusal`. */
type Case = readonly [name: string, request: Request, complaints: readonly string[], refusal?: 'refusal']

const send = (body: unknown): Request => [({ channel }) => `POST /channels/${channel.id}/messages`, body]
const reply = (data: Payload, type = 4): Request => [({ asked }) => callback(asked), { type, data }]
const offer = (data: Payload): Request => [({ completed }) => callback(completed), { type: 8, data }]
const put = (...commands: readonly unknown[]): Request => [
  ({ peer }) => `PUT /applications/${peer.application.id}/commands`,
  commands,
]
const callback = ({ id, token }: Interaction): string => `POST /interactions/${id}/${token}/callback`
const rows = (...components: readonly (readonly Payload[])[]): Payload => ({
  content: 'x',
  components: components.map((row) => ({ type: 1, components: row })),
})
const button = (fields: Payload = {}): Payload => ({ type: 2, style: 1, label: 'زر', custom_id: 'a', ...fields })
const numbered = (count: number): Payload[] => Array.from({ length: count }, (_, i) => button({ custom_id: `b${i}` }))
const select = (fields: Payload = {}): Payload => ({
  type: 3,
  custom_id: 's',
  options: [{ label: 'أ', value: 'a' }],
  ...fields,
})
const embed = (...embeds: readonly Payload[]): Request => send({ embeds })
const v2 = (...components: readonly Payload[]): Payload => ({ flags: 32_768, components })
const text = (content: string): Payload => ({ type: 10, content })
const input = (fields: Payload = {}): Payload => ({ type: 4, style: 1, custom_id: 'why', ...fields })
const label = (component: Payload): Payload => ({ type: 18, label: 'لماذا', component })
const modal = (...components: readonly Payload[]): Request => reply({ custom_id: 'm', title: 'ع', components }, 9)
const command = (fields: Payload = {}): Payload => ({ name: 'ask', description: 'x', ...fields })
const option = (fields: Payload = {}): Payload => ({ type: 3, name: 'question', description: 'x', ...fields })
const long = (count: number): string => 'س'.repeat(count)

const most = (count: number): string => `Must be ${count} or fewer in length.`
const NAME = 'Command name is invalid'
const REQUIRED = 'This field is required'
const UNKNOWN = 'There is no such field.'
const EMPTY = 'Cannot send an empty message'
const LEGACY = (name: string): string =>
  `/${name}: The '${name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`
const SIX = '/components/0/type: Value must be one of {1, 17, 13, 12, 9, 14, 10}.'

const CASES: readonly Case[] = [
  // Messages.
  ['plain text', send({ content: 'سلام' }), []],
  ['the longest text', send({ content: long(2000) }), []],
  ['one letter more', send({ content: long(2001) }), [`/content: ${most(2000)}`]],
  ['nothing', send({}), [EMPTY]],
  ['spaces only', send({ content: ' \n\t' }), [EMPTY]],
  ['half a pair', send({ content: 'x\ud83d' }), ['/content: Half of a surrogate pair.']],
  ['an unknown field', send({ content: 'x', text: 'y' }), [`/text: ${UNKNOWN}`]],
  ['an unknown field deep within', embed({ title: 'x', foot: 1 }), [`/embeds/0/foot: ${UNKNOWN}`]],
  ['what discord.js adds', send({ content: 'x', tts: false, nonce: '1', enforce_nonce: true }), []],
  ['a nonce of 26', send({ content: 'x', nonce: '1'.repeat(26) }), [`/nonce: ${most(25)}`]],
  ['no nonce to enforce', send({ content: 'x', enforce_nonce: true }), ['/nonce: There is no nonce to enforce.']],
  ['no preview', send({ content: 'https://x.org', flags: 4 }), []],
  ['ephemeral in a channel', send({ content: 'x', flags: 64 }), ['/flags: 64 cannot be set here.']],
  ['no mentions', send({ content: '@everyone', allowed_mentions: { parse: [] } }), []],
  [
    'an unknown kind of mention',
    send({ content: 'x', allowed_mentions: { parse: ['all'] } }),
    ['/allowed_mentions/parse/0: Value must be one of {users, roles, everyone}.'],
  ],
  [
    'mentions both ways',
    send({ content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }),
    ['/allowed_mentions: parse:["users"] and users: [ids...] are mutually exclusive.'],
  ],
  ['not JSON', send('{"content":'), ['The request body contains invalid JSON.']],
  ['a list', send([]), ['Invalid Form Body']],
  // Embeds.
  ['a full embed', embed({ title: long(256), description: long(4096), fields: [{ name: 'ن', value: 'ق' }] }), []],
  ['a long title', embed({ title: long(257) }), [`/embeds/0/title: ${most(256)}`]],
  ['a long description', embed({ description: long(4097) }), [`/embeds/0/description: ${most(4096)}`]],
  [
    'a long field',
    embed({ fields: [{ name: long(257), value: long(1025) }] }),
    [`/embeds/0/fields/0/name: ${most(256)}`, `/embeds/0/fields/0/value: ${most(1024)}`],
  ],
  ['26 fields', embed({ fields: Array(26).fill({ name: 'x', value: 'x' }) }), [`/embeds/0/fields: ${most(25)}`]],
  ['an empty field', embed({ fields: [{ name: 'x', value: ' ' }] }), [`/embeds/0/fields/0/value: ${REQUIRED}`]],
  [
    'a long footer and author',
    embed({ footer: { text: long(2049) }, author: { name: long(257) } }),
    [`/embeds/0/author/name: ${most(256)}`, `/embeds/0/footer/text: ${most(2048)}`],
  ],
  ['an empty embed', embed({ color: 1 }), [`/embeds/0/description: ${REQUIRED}`]],
  ['11 embeds', embed(...Array(11).fill({ title: 'x' })), [`/embeds: ${most(10)}`]],
  ['6000 characters', embed({ description: long(4000) }, { description: long(2000) }), []],
  [
    '6001 characters',
    embed({ description: long(4000) }, { description: long(2000), footer: { text: 'x' } }),
    ['/embeds: Embed size exceeds maximum size of 6000'],
  ],
  [
    'a link that is a script',
    embed({ title: 'x', url: 'javascript:alert(1)' }),
    [`/embeds/0/url: Scheme "javascript" is not supported. Scheme must be one of ('http', 'https').`],
  ],
  // Components.
  [
    '5 rows of 5',
    send(
      rows(
        ...[0, 1, 2, 3, 4].map((row) => numbered(5).map((one) => ({ ...one, custom_id: `${row}${one['custom_id']}` }))),
      ),
    ),
    [],
  ],
  [
    '6 rows',
    send(rows(...[0, 1, 2, 3, 4, 5].map((row) => [button({ custom_id: `r${row}` })]))),
    ['/components: Must be between 1 and 5 in length.'],
  ],
  ['6 buttons', send(rows(numbered(6))), [`/components/0/components: ${most(5)}`]],
  ['an empty row', send(rows([])), ['/components/0/components: Must be 1 or more in length.']],
  [
    'two of one id',
    send(rows([button(), button()])),
    ['/components/0/components/1/custom_id: Component custom id cannot be duplicated'],
  ],
  ['an id of 100', send(rows([button({ custom_id: long(100) })])), []],
  [
    'an id of 101',
    send(rows([button({ custom_id: long(101) })])),
    [`/components/0/components/0/custom_id: ${most(100)}`],
  ],
  ['a label of 81', send(rows([button({ label: long(81) })])), [`/components/0/components/0/label: ${most(80)}`]],
  [
    'no id',
    send(rows([{ type: 2, style: 1, label: 'x' }])),
    ['/components/0/components/0/custom_id: A custom id is required'],
  ],
  [
    'no label',
    send(rows([{ type: 2, style: 1, custom_id: 'x' }])),
    ['/components/0/components/0: A button must have a label or emoji'],
  ],
  [
    'an unknown style',
    send(rows([button({ style: 9 })])),
    ['/components/0/components/0/style: Value must be one of {1, 2, 3, 4, 5, 6}.'],
  ],
  ['a link', send(rows([{ type: 2, style: 5, label: 'x', url: 'https://x.org' }])), []],
  [
    'a link with an id',
    send(rows([button({ style: 5, url: 'https://x.org' })])),
    ['/components/0/components/0: A custom id and url cannot both be specified'],
  ],
  [
    'a link nowhere',
    send(rows([{ type: 2, style: 5, label: 'x' }])),
    ['/components/0/components/0/url: A url is required'],
  ],
  [
    'a menu beside a button',
    send(rows([button(), select()])),
    ['/components/0/components: The specified component exceeds the maximum width'],
  ],
  [
    '25 options',
    send(rows([select({ options: Array.from({ length: 25 }, (_, i) => ({ label: 'x', value: `${i}` })) })])),
    [],
  ],
  [
    '26 options',
    send(rows([select({ options: Array.from({ length: 26 }, (_, i) => ({ label: 'x', value: `${i}` })) })])),
    [`/components/0/components/0/options: ${most(25)}`],
  ],
  [
    'an option twice',
    send(
      rows([
        select({
          options: [
            { label: 'x', value: 'a' },
            { label: 'y', value: 'a' },
          ],
        }),
      ]),
    ),
    ['/components/0/components/0/options/1/value: The specified option value is already used'],
  ],
  [
    'a text without the flag',
    send({ content: 'x', components: [text('x')] }),
    ['/components/0/type: Value of field "type" must be one of (1,).'],
  ],
  ['an unknown component', send(v2({ type: 99 })), [SIX]],
  [
    'Components V2',
    send(
      v2({
        type: 17,
        components: [text('# عنوان'), { type: 14 }, { type: 9, components: [text('x')], accessory: button() }],
      }),
    ),
    [],
  ],
  [
    'V2 with content',
    send({ ...v2(text('x')), content: 'y', embeds: [{ title: 'z' }] }),
    [LEGACY('content'), LEGACY('embeds')],
  ],
  [
    '41 components',
    send(v2(...[0, 1].map(() => ({ type: 17, components: Array(20).fill(text('x')) })))),
    ['/components: Must be between 1 and 40 in length.'],
  ],
  [
    '4001 characters to be read',
    send(v2(text(long(4000)), text('x'))),
    ['/components: Displayable text size exceeds maximum size of 4000'],
  ],
  // Answers to interactions.
  ['an answer', reply({ content: 'x', flags: 64 }), []],
  ['a long answer', reply({ content: long(2001) }), [`/data/content: ${most(2000)}`]],
  ['an empty answer', reply({ content: '' }), [EMPTY]],
  ['a deferral', reply({ flags: 64 }, 5), []],
  [
    'a deferral with a text',
    reply({ content: 'x' }, 5),
    ['/data/content: A deferral shows nothing but that the bot is thinking.'],
  ],
  ['an unknown answer', reply({}, 3), ['/type: Value must be one of {1, 4, 5, 6, 7, 8, 9}.']],
  [
    'a query that is unknown',
    [({ asked }) => `${callback(asked)}?wait=true`, { type: 5 }],
    ['/wait: There is no such query parameter.'],
  ],
  [
    'a query that is no boolean',
    [({ asked }) => `${callback(asked)}?with_response=yes`, { type: 5 }],
    ['/with_response: Must be of type boolean.'],
  ],
  ['the right token', [({ asked }) => callback(asked), { type: 5 }, 'right'], []],
  ['25 choices', offer({ choices: Array.from({ length: 25 }, (_, i) => ({ name: `${i}`, value: `${i}` })) }), []],
  [
    '26 choices',
    offer({ choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })) }),
    [`/data/choices: ${most(25)}`],
  ],
  ['a choice of 101', offer({ choices: [{ name: long(101), value: 'x' }] }), [`/data/choices/0/name: ${most(100)}`]],
  [
    'a choice of a long value',
    offer({ choices: [{ name: 'x', value: long(101) }] }),
    ['/data/choices/0/value: Must be between 1 and 100 in length.'],
  ],
  [
    'a number for a text',
    offer({ choices: [{ name: 'x', value: 1 }] }),
    ['/data/choices/0/value: Must be of type string.'],
  ],
  ['a modal of labels', modal(label(input()), label(select())), []],
  ['a modal of rows', modal({ type: 1, components: [input({ label: 'x' })] }), []],
  [
    'a row without a label',
    modal({ type: 1, components: [input()] }),
    ['/data/components/0/components/0/label: This field is required'],
  ],
  [
    '6 fields',
    modal(...[1, 2, 3, 4, 5, 6].map((i) => label(input({ custom_id: `f${i}` })))),
    ['/data/components: Must be between 1 and 5 in length.'],
  ],
  [
    'a long modal title',
    reply({ custom_id: 'm', title: long(46), components: [label(input())] }, 9),
    [`/data/title: ${most(45)}`],
  ],
  // Commands.
  ['an Arabic command', put(command({ name: 'اسأل', options: [option({ name: 'سؤال', required: true })] })), []],
  ['a name with harakat', put(command({ name: 'اِسأل' })), [`/0/name: ${NAME}`]],
  ['a name in capitals', put(command({ name: 'Ask' })), [`/0/name: ${NAME}`]],
  ['a name with a space', put(command({ name: 'ask me' })), [`/0/name: ${NAME}`]],
  ['a name of 33', put(command({ name: 'a'.repeat(33) })), [`/0/name: ${most(32)}`]],
  ['no description', put({ name: 'ask' }), [`/0/description: ${REQUIRED}`]],
  ['a description of 101', put(command({ description: long(101) })), [`/0/description: ${most(100)}`]],
  [
    'permissions as discord.js writes them',
    put(command({ default_member_permissions: '32', contexts: [0], integration_types: [0] })),
    [],
  ],
  [
    '26 options of a command',
    put(command({ options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })) })),
    [`/0/options: ${most(25)}`],
  ],
  [
    'a required option last',
    put(command({ options: [option(), option({ name: 'b', required: true })] })),
    ['/0/options/1: Required options must be placed before non-required options'],
  ],
  [
    'an option twice',
    put(command({ options: [option(), option()] })),
    ['/0/options/1/name: Option names are not unique'],
  ],
  [
    'choices and autocomplete',
    put(command({ options: [option({ autocomplete: true, choices: [{ name: 'x', value: 'x' }] })] })),
    ['/0/options/0: An option with autocomplete has no choices'],
  ],
  ['French', put(command({ description_localizations: { fr: 'y', 'en-GB': 'z' } })), []],
  [
    'Arabic',
    put(command({ description_localizations: { ar: 'س' } })),
    ['/0/description_localizations/ar: Discord documents no such locale.'],
  ],
  ['a command twice', put(command(), command()), ['/1/name: Application command names must be unique']],
  ['a command and an entry of one name', put(command(), { name: 'ask', type: 3 }), []],
  ['an entry', put({ name: 'أجب عن هذا', type: 3 }), []],
  [
    'an entry with a description',
    put({ name: 'Answer this', type: 3, description: 'x' }),
    ['/0/description: Context menu commands cannot have description'],
  ],
  ['100 commands', put(...Array.from({ length: 100 }, (_, i) => command({ name: `c${i}` }))), []],
  [
    '101 commands',
    put(...Array.from({ length: 101 }, (_, i) => command({ name: `c${i}` }))),
    ['/: Maximum number of commands of type 1 is 100.'],
  ],
  [
    'more than 8000 characters',
    put(
      command({
        options: Array.from({ length: 4 }, (_, i) =>
          option({
            name: `o${i}`,
            choices: Array.from({ length: 25 }, (_, j) => ({
              name: `${j}`.padEnd(41, 'x'),
              value: `${j}`.padEnd(41, 'x'),
            })),
          }),
        ),
      }),
    ),
    ['/0: Command exceeds maximum size (8000)'],
  ],
  ['subcommands', put(command({ options: [{ type: 1, name: 'x', description: 'y', options: [option()] }] })), []],
  [
    'subcommands among options',
    put(command({ options: [option(), { type: 1, name: 'x', description: 'y' }] })),
    ['/0/options: Sub-command and sub-command group option types are mutually exclusive to all other types'],
  ],
  // Roads and keys.
  ['a road that leads nowhere', [() => 'POST /channels/x/messages', {}], ['404: Not Found']],
  ['another method', [() => 'PUT /gateway/bot'], ['405: Method Not Allowed']],
  ['no token', [() => 'GET /users/@me', undefined, null], ['401: Unauthorized']],
  ['a wrong token', [() => 'GET /users/@me', undefined, 'Bot x'], ['401: Unauthorized'], 'refusal'],
  ['an unknown channel', [() => 'GET /channels/1'], ['Unknown Channel'], 'refusal'],
  ['an unknown message', [({ channel }) => `GET /channels/${channel.id}/messages/1`], ['Unknown Message'], 'refusal'],
  ['an unknown guild', [() => 'GET /guilds/1'], ['Unknown Guild'], 'refusal'],
  ['an unknown member', [({ guild }) => `GET /guilds/${guild.id}/members/1`], ['Unknown Member'], 'refusal'],
  ['itself as a member', [({ guild, peer }) => `GET /guilds/${guild.id}/members/${peer.me.id}`], []],
  [
    'another application',
    [() => 'GET /applications/1/commands'],
    ['You are not authorized to perform this action on this application'],
    'refusal',
  ],
  [
    'a reply to nothing',
    send({ content: 'x', message_reference: { message_id: '1' } }),
    ['/message_reference: Unknown message'],
    'refusal',
  ],
  [
    'a reply to nothing, if need be',
    send({ content: 'x', message_reference: { message_id: '1', fail_if_not_exists: false } }),
    [],
  ],
]

const ASK = command({ name: 'start', options: [option({ autocomplete: true })] })

for (const [name, [request, body, authorization], expected, refusal] of CASES) {
  test(name, async () => {
    const scene = await testPeer()
    const { peer, call, channel, user } = scene
    await call(`PUT /applications/${peer.application.id}/commands`, [ASK])
    const asked = peer.slash(channel, user, 'start', {})
    void peer.autocomplete(channel, user, 'start', { name: 'question', value: '' }).catch(() => undefined)
    const completed = peer.interactions.at(-1) as Interaction
    const given = authorization === 'right' ? `Bot ${peer.token}` : authorization
    const answer = await call(request({ ...scene, asked, completed }), body, given)
    expect(complaints(answer)).toEqual(expected)
    expect(answer.status >= 400).toBe(expected.length > 0)
    expect(peer.violations).toHaveLength(refusal ? 0 : expected.length)
    expect(peer.refusals).toHaveLength(refusal ? 1 : 0)
    expect(peer.record.at(-1)?.applied).toBe(expected.length === 0)
    // Discord says nothing of the kind of what is not there.
    if (answer.status === 204) expect([answer.body, answer.headers.get('content-type')]).toEqual(['', null])
  })
}

test('a wrong token where none is due is a violation, and changes nothing', async () => {
  const { peer, call, channel, user } = await testPeer()
  await call(`PUT /applications/${peer.application.id}/commands`, [ASK])
  const asked = peer.slash(channel, user, 'start')
  expect((await call(callback(asked), { type: 5 }, 'Bot x')).status).toBe(204)
  expect(peer.violations).toEqual([
    'POST /interactions/{id}/{token}/callback /: the authorization header is wrong; here it may be absent',
  ])
})

test('Arabic localizations behind their switch', async () => {
  const { peer, call } = await testPeer({ arabicLocalizations: true })
  await call(`PUT /applications/${peer.application.id}/commands`, [command({ name_localizations: { ar: 'اسأل' } })])
  expect(peer.violations).toEqual([])
})

test('commands one by one, in a guild and everywhere', async () => {
  const { peer, call, guild } = await testPeer()
  for (const base of [
    `/applications/${peer.application.id}/commands`,
    `/applications/${peer.application.id}/guilds/${guild.id}/commands`,
  ]) {
    const made = await call(`POST ${base}`, command({ description_localizations: { fr: 'y' } }))
    expect(made.status).toBe(201)
    expect((await call(`POST ${base}`, command({ description: 'other' }))).status).toBe(200)
    const { id } = made.body
    expect(
      (await call(`PATCH ${base}/${id}`, { description: 'third', description_localizations: { fr: 'z' } })).body,
    ).toMatchObject({ id, description: 'third' })
    expect((await call(`GET ${base}`)).body).toMatchObject([{ id, name: 'ask' }])
    expect((await call(`GET ${base}?with_localizations=true`)).body[0].description_localizations).toEqual({ fr: 'z' })
    expect(
      (await call(`PUT ${base}`, [command(), command({ name: 'new' })])).body.map((one: Payload) => one['id'] === id),
    ).toEqual([true, false])
    expect((await call(`DELETE ${base}/${id}`)).status).toBe(204)
    expect((await call(`GET ${base}/${id}`)).body).toEqual({ message: 'Unknown application command', code: 10063 })
  }
  expect(peer.violations).toEqual([])
})
