/** Files: those of commands, those of messages; channels as options; threads that are closed; forms that were never shown. */
import { REST, Routes } from 'discord.js'
import { describe, expect, test } from 'vitest'
import type { DiscordPeer, Payload, SentMessage } from './index.ts'
import { complaints, type Reply, testPeer } from './support.ts'

const COMMANDS = [
  {
    name: 'corpus',
    description: 'x',
    options: [
      {
        type: 1,
        name: 'add',
        description: 'x',
        options: [{ type: 11, name: 'file', description: 'x', required: true }],
      },
    ],
  },
  { name: 'to', description: 'x', options: [{ type: 7, name: 'channel', description: 'x', channel_types: [0, 11] }] },
]
const TEXT = 'نص الوثيقة'
const FILE = { name: 'note.md', bytes: Buffer.from(TEXT) }
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe])

async function scene() {
  const all = await testPeer()
  await all.call(`PUT /applications/${all.peer.application.id}/commands`, COMMANDS)
  return all
}

/** A call with parts, as a bot sends it. */
async function upload(peer: DiscordPeer, request: string, json: unknown, parts: Record<string, Blob>): Promise<Reply> {
  const [method = '', path = ''] = request.split(' ')
  const form = new FormData()
  form.append('payload_json', typeof json === 'string' ? json : JSON.stringify(json))
  for (const [name, blob] of Object.entries(parts)) form.append(name, blob, 'stats.png')
  const open = /^\/webhooks\//.test(path)
  const response = await fetch(`${peer.root}/v10${path}`, {
    method,
    body: form,
    ...(open ? {} : { headers: { authorization: `Bot ${peer.token}` } }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? '' : JSON.parse(text), headers: response.headers }
}
const png = { 'files[0]': new Blob([PNG], { type: 'image/png' }) }
const pictured = {
  embeds: [{ title: 'x', image: { url: 'attachment://stats.png' } }],
  attachments: [{ id: '0', description: 'مخطط' }],
}

describe('a file of a command', () => {
  test('is told of, and is had at its address without a token', async () => {
    const { peer, channel, user } = await scene()
    const { payload } = peer.slash(channel, user, 'corpus', { file: FILE }, { subcommand: ['add'] })
    const [{ options }] = payload['data'].options
    const [{ value }] = options
    const file = payload['data'].resolved.attachments[value]
    expect(options).toEqual([{ name: 'file', type: 11, value: file.id }])
    expect(file).toMatchObject({ filename: 'note.md', size: FILE.bytes.length, ephemeral: true })
    expect(await (await fetch(file.url)).text()).toBe(TEXT)
    expect((await fetch(file.url.replace(/hm=../, 'hm=zz'))).status).toBe(404)
    expect(peer.record.slice(-2).map(({ method, status }) => [method, status])).toEqual([
      ['GET file', 200],
      ['GET file', 404],
    ])
    expect(peer.violations).toEqual([])
    await fetch(file.url, { headers: { authorization: `Bot ${peer.token}` } })
    expect(peer.violations).toEqual(['GET file /: the token is not for this place'])
  })
  test('keeps its name as a title where that is not Latin', async () => {
    const { peer, channel, user } = await scene()
    const file = { ...FILE, name: 'وثيقة.md' }
    const { payload } = peer.slash(channel, user, 'corpus', { file }, { subcommand: ['add'] })
    expect(Object.values(payload['data'].resolved.attachments)).toMatchObject([
      { filename: '_____.md', title: 'وثيقة' },
    ])
  })
  test('may be told to lie elsewhere, and suffers faults', async () => {
    const { peer, channel, user } = await scene()
    const told = (url?: string): Payload =>
      Object.values<Payload>(
        peer.slash(
          channel,
          user,
          'corpus',
          { file: { ...FILE, ...(url === undefined ? {} : { url }) } },
          { subcommand: ['add'] },
        ).payload['data'].resolved.attachments,
      )[0] as Payload
    expect(told('https://example.org/x')['url']).toBe('https://example.org/x')
    peer.faults.push({ method: 'GET file', action: { type: 'status', code: 503 } })
    expect((await fetch(told()['url'])).status).toBe(503)
  })
  test('is a file, and is required', async () => {
    const { peer, channel, user } = await scene()
    const add = (values: Record<string, string>): unknown =>
      peer.slash(channel, user, 'corpus', values, { subcommand: ['add'] })
    expect(() => add({})).toThrow('option file is required')
    expect(() => add({ file: 'x' })).toThrow('option file is a object')
  })
})

describe('a file of a message', () => {
  test('is kept, described, shown in its embed, and had at its address', async () => {
    const { peer, channel } = await scene()
    const { body, status } = await upload(peer, `POST /channels/${channel.id}/messages`, pictured, png)
    expect(status).toBe(200)
    const [{ url }] = body.attachments
    expect(body.attachments).toMatchObject([
      { filename: 'stats.png', size: PNG.length, content_type: 'image/png', description: 'مخطط' },
    ])
    expect(body.embeds[0].image.url).toBe(url)
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(PNG)).toBe(true)
    expect(peer.record.find(({ files }) => files !== undefined)?.payload).toEqual(pictured)
    expect(peer.violations).toEqual([])
  })
  test('stays with an edit that says nothing of it, and goes with one that keeps none', async () => {
    const { peer, channel, call } = await scene()
    const { body } = await upload(peer, `POST /channels/${channel.id}/messages`, pictured, png)
    const edit = `PATCH /channels/${channel.id}/messages/${body.id}`
    expect((await call(edit, { content: 'x' })).body.attachments).toHaveLength(1)
    expect((await call(edit, { attachments: [{ id: body.attachments[0].id }] })).body.attachments).toHaveLength(1)
    expect((await call(edit, { embeds: [{ title: 'y' }], attachments: [] })).body.attachments).toEqual([])
    expect((await upload(peer, edit, pictured, png)).body.attachments).toHaveLength(1)
    expect(peer.violations).toEqual([])
  })
  test('comes with the answer to an interaction too', async () => {
    const { peer, channel, user, call } = await scene()
    const asked = peer.slash(channel, user, 'to')
    await call(`POST /interactions/${asked.id}/${asked.token}/callback`, { type: 5, data: { flags: 64 } })
    const place = `/webhooks/${peer.application.id}/${asked.token}`
    await upload(peer, `PATCH ${place}/messages/@original`, pictured, png)
    await upload(peer, `POST ${place}?wait=true`, { ...pictured, flags: 64 }, png)
    expect(peer.ephemeral(user).map(({ attachments }) => attachments.length)).toEqual([1, 1])
    expect(peer.violations).toEqual([])
  })
  test('comes from the real library', async () => {
    const { peer, channel } = await scene()
    const rest = new REST({ api: peer.root }).setToken(peer.token)
    const files = [{ name: 'stats.png', data: PNG, contentType: 'image/png' }]
    await rest.post(Routes.channelMessages(channel.id), { body: pictured, files })
    const [sent] = peer.sent(channel) as [SentMessage]
    expect(sent.attachments).toMatchObject([{ content_type: 'image/png', size: PNG.length }])
    expect(peer.violations).toEqual([])
  })
  for (const [name, json, parts, expected] of [
    [
      'that is not there',
      { ...pictured, attachments: [{ id: '1' }] },
      png,
      '/attachments/0/id: There is no such file.',
    ],
    [
      'that its embed does not name rightly',
      { embeds: [{ title: 'x', image: { url: 'attachment://other.png' } }] },
      png,
      '/embeds/0/image/url: There is no such file.',
    ],
    ['under a name without meaning', pictured, { ...png, file: new Blob(['x']) }, '/file: There is no such part.'],
    ['beside what is not JSON', '{', png, 'The request body contains invalid JSON.'],
    ['beside a field that is unknown', { ...pictured, x: 1 }, png, '/x: There is no such field.'],
  ] as const)
    test(`${name} is refused`, async () => {
      const { peer, channel } = await scene()
      const answer = await upload(peer, `POST /channels/${channel.id}/messages`, json, parts)
      expect([answer.status, complaints(answer)]).toEqual([400, [expected]])
      expect(peer.violations).toHaveLength(1)
    })
  test('is refused where none is taken, and where the bot may attach none', async () => {
    const { peer, channel, user } = await scene()
    const asked = peer.slash(channel, user, 'to')
    const callback = `POST /interactions/${asked.id}/${asked.token}/callback`
    expect(complaints(await upload(peer, callback, { type: 4, data: { content: 'x' } }, png))).toEqual([
      '/: No files can come with this.',
    ])
    peer.setBotPermissions(channel, ['VIEW_CHANNEL', 'SEND_MESSAGES', 'EMBED_LINKS'])
    const refused = await upload(peer, `POST /channels/${channel.id}/messages`, pictured, png)
    expect(refused.body).toMatchObject({ code: 50_013 })
    expect(peer.refusals).toHaveLength(1)
  })
})

test('a channel as an option is one of this server, and of a kind that fits', async () => {
  const { peer, guild, channel, user } = await scene()
  const other = peer.channel(guild, { name: 'إعلانات' })
  const { payload } = peer.slash(channel, user, 'to', { channel: other.id })
  expect(payload['data'].resolved.channels[other.id]).toMatchObject({ id: other.id, type: 0, name: 'إعلانات' })
  expect(() => peer.slash(channel, user, 'to', { channel: peer.channel(peer.guild()).id })).toThrow('is elsewhere')
  expect(() => peer.slash(channel, user, 'to', { channel: peer.channel(guild, { type: 2 }).id })).toThrow(
    'no channel of type 2',
  )
})

test('a closed thread is opened by writing, changed by nobody, and a locked one is written in by moderators alone', async () => {
  const { peer, channel, call } = await scene()
  const thread = peer.thread(channel)
  const send = (): Promise<Reply> => call(`POST /channels/${thread.id}/messages`, { content: 'x' })
  const { body } = await send()
  const edit = (): Promise<Reply> => call(`PATCH /channels/${thread.id}/messages/${body.id}`, { content: 'y' })
  peer.archive(thread)
  expect((await edit()).body).toMatchObject({ code: 50_083 })
  expect((await send()).status).toBe(200)
  expect((await edit()).status).toBe(200)
  peer.archive(thread, { locked: true })
  expect((await send()).body).toMatchObject({ code: 160_005 })
  peer.setBotPermissions(thread, ['VIEW_CHANNEL', 'SEND_MESSAGES_IN_THREADS', 'MANAGE_THREADS'])
  expect((await send()).status).toBe(200)
  expect(() => peer.archive(channel)).toThrow('is no thread')
  expect(peer.violations).toEqual([])
})

test('a form that was never shown is told all the same', async () => {
  const { peer, channel, user, call } = await scene()
  const { body } = await call(`POST /channels/${channel.id}/messages`, { content: 'x' })
  expect(peer.submitData(body, user, 'form:x', { text: 'أول', more: 'ثان' }).payload).toMatchObject({
    type: 5,
    message: { id: body.id },
    data: {
      custom_id: 'form:x',
      components: [
        { type: 18, component: { type: 4, custom_id: 'text', value: 'أول' } },
        { component: { custom_id: 'more', value: 'ثان' } },
      ],
    },
  })
})
