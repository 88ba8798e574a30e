/** What nobody asked for: named by its subject, shown once, changed when it is delivered again. */
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import type { Address, ChatAdapter, Incoming, Reply } from '../../../src/index.ts'
import type { Chat, SentMessage, TelegramPeer } from '../../peers/telegram/index.ts'
import { type AdapterOptions, LONG, type Running, startAdapter, startPeer, temporaryFolder, tidy } from './running.ts'

afterEach(tidy)

const SUBJECT = 'digest/-1001/2026-11-22'
const STORED = `announcement/${SUBJECT}`
const text = (...parts: string[]): Reply => parts.map((part) => ({ type: 'text', text: part }))
/** A message each: two do not fit into one. */
const long = (letter: string): string => letter.repeat(4000)

interface Scene extends Running {
  readonly peer: TelegramPeer
  readonly group: Chat
  readonly address: Address
  deliver(reply: Reply, options?: Parameters<ChatAdapter['deliver']>[2]): Promise<readonly string[]>
  /** What stands in the group. */
  shown(): (string | undefined)[]
}

async function begin(options: AdapterOptions = {}, fields: Partial<Chat> = {}): Promise<Scene> {
  const peer = await startPeer()
  const running = await startAdapter(peer, options)
  const group = peer.group(fields)
  const address = { platform: 'telegram', conversation: String(group.id) }
  return {
    ...running,
    peer,
    group,
    address,
    deliver: async (reply, more = { subject: SUBJECT }) =>
      (await running.adapter.deliver(address, reply, more)).messages,
    shown: () => peer.sent(group).map((message) => message.text),
  }
}
const called = (peer: TelegramPeer, method: string): number =>
  peer.record.filter((call) => call.method === method && call.applied).length
const ids = (messages: readonly SentMessage[]): string[] => messages.map(({ message_id }) => String(message_id))

describe('delivered again under its subject', () => {
  test('parts are changed, sent and deleted, and the ids of all on show are told', async () => {
    const { peer, group, store, deliver, shown } = await begin()
    const first = await deliver(text(long('ا'), long('ب')))
    expect(first).toEqual(ids(peer.sent(group)))
    const more = await deliver(text(long('ا'), long('ت'), long('ث')))
    expect(more.slice(0, 2)).toEqual(first)
    expect(shown()).toEqual([long('ا'), long('ت'), long('ث')])
    expect(await deliver(text('قصير'))).toEqual(first.slice(0, 1))
    expect(shown()).toEqual(['قصير'])
    expect(called(peer, 'sendMessage')).toBe(3)
    expect(await store.outbox.of('telegram', STORED)).toMatchObject([{ part: 0, state: 'sent', message: first[0] }])
    expect(peer.violations).toEqual([])
  })

  test('the same words change nothing', async () => {
    const { peer, deliver, shown } = await begin()
    const first = await deliver(text('ملخص'))
    expect(await deliver(text('ملخص'))).toEqual(first)
    expect(shown()).toEqual(['ملخص'])
    expect(called(peer, 'sendMessage')).toBe(1)
  })

  test('at the same time, it is sent once', async () => {
    const { peer, deliver, shown } = await begin()
    const [first, second] = await Promise.all([deliver(text('أول')), deliver(text('ثان'))])
    expect(second).toEqual(first)
    expect(shown()).toEqual(['ثان'])
    expect(called(peer, 'sendMessage')).toBe(1)
  })

  test('a message that somebody removed is sent as a new one', async () => {
    const { peer, group, deliver, shown } = await begin()
    const first = await deliver(text('أول'))
    peer.remove(peer.sent(group)[0] as SentMessage)
    const second = await deliver(text('ثان'))
    expect(second).not.toEqual(first)
    expect(shown()).toEqual(['ثان'])
  })

  test('in another conversation it is a new message, and the first one stays', async () => {
    const { peer, adapter, shown, deliver } = await begin()
    await deliver(text('مسودة'))
    const other = peer.group()
    const address = { platform: 'telegram', conversation: String(other.id) }
    await adapter.deliver(address, text('مسودة أخرى'), { subject: SUBJECT })
    expect(peer.sent(other).map((message) => message.text)).toEqual(['مسودة أخرى'])
    expect(shown()).toEqual(['مسودة'])
  })

  test('a change whose answer was lost is repeated: it shows once', async () => {
    const { peer, deliver, shown } = await begin()
    await deliver(text('أول'))
    peer.faults.push({ method: 'editMessageText', when: 'after', action: { type: 'reset' } })
    await deliver(text('ثان'))
    expect(shown()).toEqual(['ثان'])
    expect(called(peer, 'sendMessage')).toBe(1)
  })

  test('without a subject every delivery is one of its own', async () => {
    const { deliver, shown } = await begin()
    await deliver(text('أول'), {})
    await deliver(text('ثان'), {})
    expect(shown()).toEqual(['أول', 'ثان'])
  })
})

describe('when it fails', () => {
  test('after the first part, the rest is given up, and surely not there', async () => {
    const { peer, store, deliver, shown } = await begin()
    const second = (method: string, payload: { text?: string }): boolean =>
      method === 'sendMessage' && payload.text?.startsWith('ب') === true
    peer.faults.push({ method: second, action: { type: 'status', code: 429, retry_after: 3600 } })
    const reply = text(long('ا'), long('ب'), long('ت'))
    await expect(deliver(reply)).rejects.toMatchObject({ code: 'limited' })
    expect(shown()).toEqual([long('ا')])
    expect(await store.outbox.of('telegram', STORED)).toMatchObject([
      { state: 'sent', uncertain: false },
      { state: 'dead', uncertain: false },
      { state: 'dead', uncertain: false },
    ])
  })

  test('after the first part, the same again completes it and doubles nothing', async () => {
    const { peer, deliver, shown } = await begin()
    const second = (method: string, payload: { text?: string }): boolean =>
      method === 'sendMessage' && payload.text?.startsWith('ب') === true
    peer.faults.push({ method: second, action: { type: 'status', code: 400, description: 'Bad Request: strange' } })
    const reply = text(long('ا'), long('ب'), long('ت'))
    await expect(deliver(reply)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await deliver(reply)).toHaveLength(3)
    expect(shown()).toEqual([long('ا'), long('ب'), long('ت')])
    expect(called(peer, 'sendMessage')).toBe(3)
  })

  test('without a word from Telegram it is uncertain, and the outbox says so', async () => {
    const { peer, store, deliver, shown } = await begin()
    peer.faults.push({ method: 'sendMessage', when: 'after', action: { type: 'reset' } })
    await expect(deliver(text('ملخص'))).rejects.toMatchObject({ code: 'uncertain' })
    expect(shown()).toEqual(['ملخص'])
    const [row] = await store.outbox.of('telegram', STORED)
    expect(row).toMatchObject({ state: 'dead', uncertain: true })
    expect(row).not.toHaveProperty('message')
    // Who ordered it has looked, and orders it again.
    await deliver(text('ملخص'))
    expect(shown()).toEqual(['ملخص', 'ملخص'])
    expect(await store.outbox.of('telegram', STORED)).toMatchObject([{ state: 'sent', uncertain: true }])
  })

  for (const [what, befall] of [
    ['the bot was removed', (peer: TelegramPeer, group: Chat) => peer.setMember(group, peer.me, 'kicked')],
    ['the topic was closed', (peer: TelegramPeer, group: Chat, topic: number) => peer.closeTopic(group, topic)],
    ['the topic was deleted', (peer: TelegramPeer, group: Chat, topic: number) => peer.deleteTopic(group, topic)],
  ] as const)
    test(`because ${what}, it is gone`, async () => {
      const { peer, group, adapter, address } = await begin({}, { is_forum: true })
      const topic = peer.topic(group, 'ملخصات')
      const there = { ...address, thread: String(topic) }
      await adapter.deliver(there, text('أول'), { subject: 'first' })
      expect(peer.sent(group)[0]?.message_thread_id).toBe(topic)
      befall(peer, group, topic)
      await expect(adapter.deliver(there, text('ثان'), { subject: 'second' })).rejects.toMatchObject({ code: 'gone' })
    })

  test('because nobody has ever opened the private chat, it is gone', async () => {
    const { peer, adapter } = await begin()
    const conversation = createPseudonyms(peer.token).conversation({ id: peer.user().id, type: 'private' })
    const delivery = adapter.deliver({ platform: 'telegram', conversation }, text('مسودة'), { subject: SUBJECT })
    await expect(delivery).rejects.toMatchObject({ code: 'gone' })
  })

  test('because the group is another now, it goes there', async () => {
    const { peer, group, store, deliver } = await begin({}, { type: 'group' })
    const next = peer.migrate(group)
    const messages = await deliver(text('ملخص'))
    expect(ids(peer.sent(next))).toEqual(messages)
    expect(await store.outbox.of('telegram', STORED)).toMatchObject([
      { conversation: String(next.id), state: 'sent', message: messages[0] },
    ])
  })

  test('because Sanad has stopped, nothing is sent', async () => {
    const { peer, stop, deliver } = await begin()
    await stop()
    await expect(deliver(text('ملخص'))).rejects.toMatchObject({ code: 'unavailable' })
    expect(called(peer, 'sendMessage')).toBe(0)
  })
})

describe('after the program ended in the middle', () => {
  test('what may be there is uncertain, what was not begun is not, and neither is sent by itself', async () => {
    const peer = await startPeer()
    const group = peer.group()
    const address = { platform: 'telegram', conversation: String(group.id) }
    const file = join(temporaryFolder(), 'sanad.db')
    const first = await startAdapter(peer, { file })
    const [sent] = (await first.adapter.deliver(address, text('ا'), { subject: SUBJECT })).messages
    await first.stop()
    // As a kill leaves it: the first part changed, the second on the wire, the third not begun.
    const posts = ['ا', 'ب', 'ت'].map((part) => ({
      key: `key-of-part-${part}`,
      payload: JSON.stringify({ text: part, entities: [], rows: [] }),
    }))
    const [one, two] = await first.store.outbox.put({ address, subject: STORED, posts })
    await first.store.outbox.sending(one?.id ?? 0)
    await first.store.outbox.sent(one?.id ?? 0, sent)
    await first.store.outbox.sending(two?.id ?? 0)
    const second = await startAdapter(peer, { file })
    expect(await second.store.outbox.of('telegram', STORED)).toMatchObject([
      { state: 'sent' },
      { state: 'dead', uncertain: true },
      { state: 'dead', uncertain: false },
    ])
    expect(await second.store.outbox.pending('telegram')).toEqual([])
    expect(called(peer, 'sendMessage')).toBe(1)
    const { messages } = await second.adapter.deliver(address, text('ملخص'), { subject: SUBJECT })
    expect(messages).toEqual([sent])
    expect(peer.sent(group).map((message) => message.text)).toEqual(['ملخص'])
  })

  test('what its buttons show is taken up', async () => {
    const peer = await startPeer()
    const group = peer.group()
    const address = { platform: 'telegram', conversation: String(group.id) }
    const file = join(temporaryFolder(), 'sanad.db')
    const first = await startAdapter(peer, { file })
    await first.stop()
    const posts = [{ key: 'key-of-a-view', payload: JSON.stringify({ text: 'البقية', entities: [], rows: [] }) }]
    await first.store.outbox.put({ address, subject: `${STORED}/view`, posts })
    await startAdapter(peer, { file })
    await peer.until(() => peer.sent(group).length === 1, LONG)
  })
})

describe('as a reply', () => {
  async function asked(scene: { peer: TelegramPeer; group: Chat }, heard: Incoming[]): Promise<Incoming> {
    scene.peer.say(scene.group, scene.peer.user(), '/ask متى؟')
    await scene.peer.until(() => scene.peer.sent(scene.group).length === 1, LONG)
    return heard[0] as Incoming
  }
  const recorder = (heard: Incoming[]): AdapterOptions => ({
    handle: async (incoming) => {
      heard.push(incoming)
      return [{ type: 'text', text: 'جواب' }]
    },
  })

  test('it replies to the message it answers, also when that is gone by then', async () => {
    const heard: Incoming[] = []
    const scene = await begin(recorder(heard))
    const { peer, group, deliver } = scene
    const { id } = await asked(scene, heard)
    const question = peer.sent(group)[0]?.reply_to_message
    await deliver(text('وجدنا جوابا'), { subject: 'told/1', replyTo: id })
    expect(peer.sent(group)[1]?.reply_to_message?.message_id).toBe(question?.message_id)
    if (question !== undefined) peer.remove(question)
    await deliver(text('ومرة أخرى'), { subject: 'told/2', replyTo: id })
    expect(peer.sent(group)[2]?.text).toBe('ومرة أخرى')
    expect(peer.sent(group)[2]).not.toHaveProperty('reply_to_message')
    expect(peer.violations).toEqual([])
  })

  for (const [what, replyTo] of [
    ['a message of another conversation', '-100999/5'],
    ['a press', 'press/4000000000000001'],
    ['nothing that is known', '../5'],
  ] as const)
    test(`to ${what}, it stands by itself`, async () => {
      const { peer, group, deliver } = await begin()
      await deliver(text('جواب'), { subject: 'told/1', replyTo })
      expect(peer.sent(group)[0]).not.toHaveProperty('reply_to_message')
      expect(peer.violations).toEqual([])
    })
})
