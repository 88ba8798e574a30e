/** Messages of channels: nonces, mentions, permissions, direct messages, rate limits. */
import { describe, expect, test } from 'vitest'
import { findMentions } from './mentions.ts'
import { testPeer } from './support.ts'

describe('nonces', () => {
  const twice = { content: 'موجز', nonce: 'row-1', enforce_nonce: true }

  test('an enforced one gives the first message back', async () => {
    const { peer, channel, guild, call } = await testPeer()
    const [one, two] = [
      await call(`POST /channels/${channel.id}/messages`, twice),
      await call(`POST /channels/${channel.id}/messages`, twice),
    ]
    expect(two.body).toEqual(one.body)
    expect(one.body.nonce).toBe('row-1')
    // By author, whatever the channel.
    const other = peer.channel(guild)
    expect((await call(`POST /channels/${other.id}/messages`, twice)).body.id).toBe(one.body.id)
    expect(peer.allSent()).toHaveLength(1)
    await call(`POST /channels/${channel.id}/messages`, { ...twice, nonce: 'row-2' })
    expect(peer.allSent()).toHaveLength(2)
  })

  test('one that is not enforced does nothing, and none lasts for ever', async () => {
    const { peer, channel, call } = await testPeer({ nonceLife: 30 })
    const { enforce_nonce: _, ...plain } = twice
    for (const body of [plain, plain, { ...twice, nonce: 'x' }])
      await call(`POST /channels/${channel.id}/messages`, body)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await call(`POST /channels/${channel.id}/messages`, { ...twice, nonce: 'x' })
    expect(peer.sent(channel)).toHaveLength(4)
  })
})

describe('mentions', () => {
  const text = '@everyone <@1> <@!2> <@&3> `@here` \u200b@\u200beveryone'

  test.each([
    ['without the field everybody', undefined, { everyone: true, users: ['1', '2'], roles: ['3'] }],
    ['with an empty one nobody', {}, { everyone: false, users: [], roles: [] }],
    ['with an empty list nobody', { parse: [] }, { everyone: false, users: [], roles: [] }],
    ['by kind', { parse: ['users'] }, { everyone: false, users: ['1', '2'], roles: [] }],
    ['by name', { users: ['2'], roles: ['3', '4'] }, { everyone: false, users: ['2'], roles: ['3'] }],
  ])('%s', (_name, allowed, expected) => {
    expect(findMentions(text, allowed)).toEqual(expected)
  })

  test('signs between the letters, and addresses, ping nobody', () => {
    expect(findMentions('@\u200beveryone <@\u200b1> a@b.c', undefined)).toEqual({
      everyone: false,
      users: [],
      roles: [],
    })
  })

  test('the author of a replied message', () => {
    expect(findMentions('x', undefined, '7').users).toEqual(['7'])
    expect(findMentions('x', { parse: [] }, '7').users).toEqual([])
    expect(findMentions('x', { replied_user: true }, '7').users).toEqual(['7'])
  })

  test('are recorded where they are sent; edits and embeds ping nobody', async () => {
    const { peer, channel, user, call } = await testPeer()
    const base = `/channels/${channel.id}/messages`
    const { body } = await call(`POST ${base}`, { content: 'x', embeds: [{ title: '@everyone' }] })
    await call(`PATCH ${base}/${body.id}`, { content: '@everyone' })
    expect(peer.mentions).toEqual([])
    const pinged = await call(`POST ${base}`, { content: `<@${user.id}>`, allowed_mentions: { users: [user.id] } })
    expect(pinged.body.mentions).toMatchObject([{ id: user.id }])
    expect(peer.mentions).toEqual([`<@${user.id}>`])
    const v2 = [{ type: 10, content: '@here' }]
    await call(`POST ${base}`, { flags: 32_768, components: v2 })
    const said = peer.post(channel, user, 'x')
    await call(`POST ${base}`, { content: 'x', message_reference: { message_id: said.id } })
    expect(peer.mentions.slice(1)).toEqual(['@everyone', `<@${user.id}>`])
  })

  test('links with a preview', async () => {
    const { peer, channel, call } = await testPeer()
    const base = `/channels/${channel.id}/messages`
    await call(`POST ${base}`, { content: 'https://x.org/a', flags: 4, embeds: [{ title: 'لا يرى' }] })
    expect(peer.sent(channel)).toMatchObject([{ embeds: [], text: 'https://x.org/a' }])
    await call(`POST ${base}`, { content: '<https://x.org/b> [c](<https://x.org/c>)' })
    expect(peer.unfurls).toEqual([])
    await call(`POST ${base}`, { content: 'انظر https://x.org/d.' })
    expect(peer.unfurls).toEqual(['https://x.org/d.'])
  })
})

describe('permissions', () => {
  test.each([
    ['everything', undefined, 200, undefined],
    ['not to see', [], 403, 50001],
    ['to see only', ['VIEW_CHANNEL'], 403, 50013],
    ['no embeds', ['VIEW_CHANNEL', 'SEND_MESSAGES'], 403, 50013],
    ['an administrator', ['ADMINISTRATOR'], 200, undefined],
  ])('%s', async (_name, permissions, status, code) => {
    const { peer, channel, call } = await testPeer()
    if (permissions) peer.setBotPermissions(channel, permissions)
    const reply = await call(`POST /channels/${channel.id}/messages`, { embeds: [{ title: 'x' }] })
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect(peer.violations).toEqual([])
  })

  test('threads ask for a permission of their own', async () => {
    const { peer, channel, call } = await testPeer()
    const thread = peer.thread(channel)
    peer.setBotPermissions(thread, ['VIEW_CHANNEL', 'SEND_MESSAGES'])
    expect((await call(`POST /channels/${thread.id}/messages`, { content: 'x' })).body.code).toBe(50013)
  })

  test('others’ messages, and a server that was left', async () => {
    const { peer, guild, channel, user, call } = await testPeer()
    const said = peer.post(channel, user, 'x')
    expect((await call(`PATCH /channels/${channel.id}/messages/${said.id}`, { content: 'y' })).body.code).toBe(50005)
    expect((await call(`DELETE /channels/${channel.id}/messages/${said.id}`)).body.code).toBe(50013)
    peer.leave(guild)
    expect((await call(`POST /channels/${channel.id}/messages`, { content: 'y' })).body.code).toBe(50001)
    expect(peer.violations).toEqual([])
  })
})

test('direct messages, and a person who takes none', async () => {
  const { peer, user, call } = await testPeer()
  const { body } = await call('POST /users/@me/channels', { recipient_id: user.id })
  expect(body).toMatchObject({ id: peer.dm(user).id, type: 1, recipients: [{ id: user.id }] })
  expect((await call(`POST /channels/${body.id}/messages`, { content: 'x' })).status).toBe(200)
  peer.closeDm(user)
  expect((await call(`POST /channels/${body.id}/messages`, { content: 'x' })).body.code).toBe(50007)
  expect((await call('POST /users/@me/channels', { recipient_id: '1' })).body.code).toBe(50033)
})

test('pages of messages', async () => {
  const { peer, channel, user, call } = await testPeer()
  const ids = Array.from({ length: 5 }, (_, i) => peer.post(channel, user, `${i}`).id)
  const read = async (query: string): Promise<string[]> =>
    (await call(`GET /channels/${channel.id}/messages?${query}`)).body.map(
      ({ content }: { content: string }) => content,
    )
  expect(await read('limit=2')).toEqual(['4', '3'])
  expect(await read(`before=${ids[2]}`)).toEqual(['1', '0'])
  expect(await read(`after=${ids[2]}&limit=1`)).toEqual(['3'])
  expect(await read(`around=${ids[2]}&limit=3`)).toEqual(['3', '2', '1'])
})

describe('rate limits', () => {
  test('5 messages in a channel, with the headers counted down', async () => {
    const { peer, guild, channel, call } = await testPeer({ rateLimits: { scale: 10 } })
    const send = (id: string) => call(`POST /channels/${id}/messages`, { content: 'x' })
    const replies = []
    for (let i = 0; i < 6; i += 1) replies.push(await send(channel.id))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(replies.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0'])
    const { body, headers } = replies[5] as (typeof replies)[number]
    expect(body).toEqual({ message: 'You are being rate limited.', retry_after: expect.any(Number), global: false })
    expect([headers.get('x-ratelimit-scope'), headers.get('x-ratelimit-global')]).toEqual(['user', null])
    expect(Number(headers.get('retry-after'))).toBeCloseTo(body.retry_after)
    expect((await send(peer.channel(guild).id)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, body.retry_after * 1000 + 20))
    expect((await send(channel.id)).status).toBe(200)
    expect([peer.floods, peer.violations, peer.refusals]).toEqual([1, [], []])
  })

  test('50 calls a second in all, answers to interactions aside', async () => {
    // Slow, so that all calls fall into one window.
    const { peer, channel, user, call } = await testPeer({ rateLimits: { scale: 0.1 } })
    await call(`PUT /applications/${peer.application.id}/commands`, [{ name: 'ask', description: 'x' }])
    const all = await Promise.all([
      ...Array.from({ length: 30 }, () => call('GET /users/@me')),
      ...Array.from({ length: 30 }, () => call(`GET /channels/${channel.id}`)),
    ])
    const limited = all.filter(({ status }) => status === 429)
    expect(limited).toHaveLength(11)
    expect(limited[0]?.body).toMatchObject({ global: true })
    expect(limited[0]?.headers.get('x-ratelimit-global')).toBe('true')
    const asked = peer.slash(channel, user, 'ask')
    expect((await call(`POST /interactions/${asked.id}/${asked.token}/callback`, { type: 5 })).status).toBe(204)
  })

  test('whole seconds in the header, as the real one', async () => {
    const { channel, call } = await testPeer({ rateLimits: { scale: 1 } })
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => call(`POST /channels/${channel.id}/messages`, { content: 'x' })),
    )
    const limited = replies.find(({ status }) => status === 429)
    expect(limited?.headers.get('retry-after')).toBe(String(Math.ceil(limited?.body.retry_after)))
  })
})
