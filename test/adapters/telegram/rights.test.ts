/** Who moderates what, as Telegram says it at the moment it matters. */
import { afterEach, describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import type { Address, Incoming, Reply } from '../../../src/index.ts'
import type { Chat, Message, TelegramPeer, User } from '../../peers/telegram/index.ts'
import { type Connected, connect } from './connected.ts'

let open: Connected[] = []
afterEach(async () => {
  const all = open
  open = []
  for (const connected of all) await connected.close()
})

interface Scene {
  readonly peer: TelegramPeer
  readonly group: Chat
  readonly store: Connected['store']
  address(chat: Chat): Address
  /** What the core is given when somebody writes. */
  hears(chat: Chat, from: User, extra?: Partial<Message>): Promise<Incoming>
  /** What it is given when somebody presses a button under the last message there. */
  pressed(chat: Chat, from: User): Promise<Incoming>
}

async function begin(): Promise<Scene> {
  const heard: Incoming[] = []
  const handle = async (incoming: Incoming): Promise<Reply> => {
    heard.push(incoming)
    return [
      { type: 'text', text: `جواب ${heard.length}` },
      { type: 'actions', actions: [{ label: 'زر', command: '/digest', open: true }] },
    ]
  }
  const connected = await connect({ handle })
  open.push(connected)
  const { peer, store } = connected
  const names = createPseudonyms(peer.token)
  const next = async (count: number): Promise<Incoming> => {
    await peer.until(() => heard.length > count)
    return heard.at(-1) as Incoming
  }
  return {
    peer,
    store,
    group: peer.group(),
    address: (chat) => ({ platform: 'telegram', conversation: names.conversation(chat) }),
    hears(chat, from, extra) {
      const before = heard.length
      peer.say(chat, from, '/digest@sanad_bot', extra)
      return next(before)
    },
    async pressed(chat, from) {
      const before = heard.length
      await peer.until(() => peer.sent(chat).length > 0)
      await peer.press(peer.sent(chat).at(-1) as Message, from, 'زر')
      return next(before)
    },
  }
}

describe('of the group they write in', () => {
  test('an administrator is one, a member and a former administrator are not', async () => {
    const { peer, group, hears, address } = await begin()
    const [admin, member] = [peer.user(), peer.user()]
    peer.setMember(group, admin, 'administrator')
    const incoming = await hears(group, admin)
    expect(await incoming.isModerator?.()).toBe(true)
    expect(await incoming.isModerator?.(address(group))).toBe(true)
    peer.setMember(group, admin, 'member')
    expect(await incoming.isModerator?.()).toBe(false)
    expect(await (await hears(group, member)).isModerator?.()).toBe(false)
  })
})

describe('of another group', () => {
  test('from private, its administrator is one, nobody else', async () => {
    const { peer, group, hears, address } = await begin()
    const [admin, former, other] = [peer.user(), peer.user(), peer.user()]
    peer.setMember(group, admin, 'creator')
    peer.setMember(group, former, 'administrator')
    peer.setMember(group, former, 'left')
    peer.setMember(peer.group(), other, 'administrator')
    for (const [person, moderates] of [
      [admin, true],
      [former, false],
      [other, false],
    ] as const) {
      const incoming = await hears(peer.privateChat(person), person)
      expect(await incoming.isModerator?.()).toBe(true)
      expect(await incoming.isModerator?.(address(group))).toBe(moderates)
    }
  })

  test('from a group, whoever moderates only that one is none', async () => {
    const { peer, group, hears, address } = await begin()
    const [own, both] = [peer.user(), peer.user()]
    const staff = peer.group()
    for (const person of [own, both]) peer.setMember(staff, person, 'administrator')
    peer.setMember(group, both, 'administrator')
    expect(await (await hears(staff, own)).isModerator?.(address(group))).toBe(false)
    expect(await (await hears(staff, both)).isModerator?.(address(group))).toBe(true)
    expect(await (await hears(staff, own)).isModerator?.()).toBe(true)
  })

  test('an anonymous administrator moderates only where they write, and as a person where they press', async () => {
    const { peer, group, hears, pressed, address } = await begin()
    const anonymous = peer.user({ id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' })
    const person = peer.user()
    const staff = peer.group()
    for (const chat of [group, staff]) peer.setMember(chat, person, 'administrator')
    const incoming = await hears(staff, anonymous, { sender_chat: staff })
    expect(incoming).not.toHaveProperty('aside')
    expect(await incoming.isModerator?.()).toBe(true)
    expect(await incoming.isModerator?.(address(group))).toBe(false)
    const press = await pressed(staff, person)
    expect(press.aside).toEqual(address({ id: person.id, type: 'private' }))
    expect(await press.isModerator?.()).toBe(true)
    expect(await press.isModerator?.(address(group))).toBe(true)
  })

  test('a channel that writes in a group moderates nothing', async () => {
    const { peer, group, hears, address } = await begin()
    const writer = peer.user({ id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' })
    const channel = peer.group({ type: 'channel' })
    const incoming = await hears(group, writer, { sender_chat: channel })
    expect(incoming).not.toHaveProperty('aside')
    for (const of of [undefined, address(group), address(channel), address(peer.group())])
      expect(await incoming.isModerator?.(of)).toBe(false)
  })

  test('a button under the draft in a private chat asks about the group', async () => {
    const { peer, group, hears, pressed, address } = await begin()
    const admin = peer.user()
    const home = peer.privateChat(admin)
    peer.setMember(group, admin, 'administrator')
    await hears(home, admin)
    const press = await pressed(home, admin)
    expect(press).not.toHaveProperty('aside')
    expect(await press.isModerator?.(address(group))).toBe(true)
    peer.setMember(group, admin, 'member')
    expect(await press.isModerator?.(address(group))).toBe(false)
  })

  test('nobody is one of a private chat but its person', async () => {
    const { peer, group, hears, address } = await begin()
    const [one, other] = [peer.user(), peer.user()]
    const incoming = await hears(group, one)
    expect(incoming.aside).toEqual(address(peer.privateChat(one)))
    expect(await incoming.isModerator?.(incoming.aside)).toBe(true)
    expect(await incoming.isModerator?.(address(peer.privateChat(other)))).toBe(false)
    const home = await hears(peer.privateChat(one), one)
    expect(await home.isModerator?.(address(peer.privateChat(other)))).toBe(false)
  })

  test('nobody is one where Telegram does not say, or of what is none of its chats', async () => {
    const { peer, group, hears, address } = await begin()
    const admin = peer.user()
    peer.setMember(group, admin, 'administrator')
    const incoming = await hears(peer.privateChat(admin), admin)
    peer.faults.push({ method: 'getChatMember', action: { type: 'status', code: 500 } })
    expect(await incoming.isModerator?.(address(group))).toBe(false)
    expect(await incoming.isModerator?.(address(group))).toBe(true)
    for (const conversation of ['', 'x', '~', '-100999', '~5B00NEc2ZpF0P0FLM8rlWw'])
      expect(await incoming.isModerator?.({ platform: 'telegram', conversation })).toBe(false)
    expect(await incoming.isModerator?.({ platform: 'discord', conversation: String(group.id) })).toBe(false)
  })
})

describe('an announcement', () => {
  test('has buttons for anybody, and others for moderators of its chat', async () => {
    const heard: Incoming[] = []
    const connected = await connect({
      handle: async (incoming) => {
        heard.push(incoming)
        return [{ type: 'text', text: 'البقية' }]
      },
    })
    open.push(connected)
    const { peer, adapter } = connected
    const group = peer.group()
    const [admin, member] = [peer.user(), peer.user()]
    peer.setMember(group, admin, 'administrator')
    const actions = [
      { label: 'المزيد', command: '/digest more 1', open: true },
      { label: 'صحح', command: '/digest edit 1' },
    ] as const
    const reply: Reply = [
      { type: 'text', text: 'ملخص' },
      { type: 'actions', actions },
    ]
    await adapter.deliver({ platform: 'telegram', conversation: String(group.id) }, reply, { subject: 'digest/1' })
    const [digest] = peer.sent(group)
    if (digest === undefined) throw new Error('no digest')
    await peer.press(digest, member, 'صحح')
    expect(heard).toEqual([])
    await peer.press(digest, member, 'المزيد')
    await peer.until(() => heard.length === 1)
    await peer.press(digest, admin, 'صحح')
    await peer.until(() => heard.length === 2)
    expect(heard.map(({ text }) => text)).toEqual(['/digest more 1', '/digest edit 1'])
    // Both are shown in the one message under it.
    await peer.until(() => peer.sent(group).length === 2)
  })
})
