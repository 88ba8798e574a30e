/** Charts: drawn when they are sent, before the text that says the same. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Chart, Reply } from '../../../src/index.ts'
import type { SentMessage, TelegramPeer } from '../../peers/telegram/index.ts'
import { DOT } from './charts.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'

let open: Connected[] = []
afterEach(async () => {
  const all = open
  open = []
  for (const connected of all) await connected.close()
})
async function start(options: ConnectOptions): Promise<Connected> {
  const connected = await connect(options)
  open.push(connected)
  return connected
}

const CHART: Chart = {
  title: 'الأسئلة في أسبوعين',
  language: 'ar',
  parts: ['أجيبت', 'لم تجب'],
  bars: [{ label: '21', values: [3, 1] }],
}
const STATS: Reply = [
  { type: 'chart', chart: CHART },
  { type: 'text', text: 'الأسئلة: 4' },
  { type: 'actions', actions: [{ label: 'حدث', command: '/stats' }] },
]
const WORDS: Reply = [{ type: 'text', text: 'كلام' }]
/** `/stats` with a chart; anything else in words. */
const handle: ConnectOptions['handle'] = async ({ text }) => (text.startsWith('/stats') ? STATS : WORDS)
/** Every message as what it is. */
const kinds = (messages: readonly SentMessage[]): unknown[] =>
  messages.map(({ photo, text }) => (photo === undefined ? text : 'picture'))
const uploads = (peer: TelegramPeer) => peer.record.filter(({ method }) => method === 'sendPhoto')

describe('a chart', () => {
  test('is a picture in reply to who asked, and the text with its buttons comes after it', async () => {
    const drawn: Chart[] = []
    const { peer } = await start({
      handle,
      draw: async (chart) => {
        drawn.push(chart)
        return DOT
      },
    })
    const forum = peer.group({ is_forum: true })
    const topic = peer.topic(forum, 'إشراف')
    const { message } = peer.say(forum, peer.user(), '/stats@sanad_bot', { message_thread_id: topic })
    await peer.until(() => peer.sent(forum).length === 2)
    const [picture, text] = peer.sent(forum)
    expect(kinds(peer.sent(forum))).toEqual(['picture', 'الأسئلة: 4'])
    expect(picture).toMatchObject({ message_thread_id: topic, photo: [{ width: 1, height: 1 }] })
    expect(picture).not.toHaveProperty('reply_markup')
    expect(picture?.reply_to_message?.message_id).toBe(message.message_id)
    expect(text?.reply_markup?.inline_keyboard).toHaveLength(1)
    expect(drawn).toEqual([CHART])
    expect(uploads(peer)[0]?.raw.includes(Buffer.from(DOT))).toBe(true)
  })

  test('that cannot be drawn costs nothing but itself', async () => {
    const { peer, logged, store } = await start({ handle, draw: () => Promise.reject(new Error('no such font')) })
    const home = peer.privateChat(peer.user())
    peer.say(home, peer.user({ id: home.id }), '/stats')
    await peer.until(() => peer.sent(home).length === 1)
    expect(kinds(peer.sent(home))).toEqual(['الأسئلة: 4'])
    expect(logged.join('')).toContain('a chart could not be drawn')
    await expect.poll(() => store.outbox.pending('telegram')).toEqual([])
  })

  test('that Telegram refuses costs nothing but itself', async () => {
    const { peer } = await start({ handle })
    const group = peer.group()
    const description = 'Bad Request: not enough rights to send photos to the chat'
    peer.faults.push({ method: 'sendPhoto', action: { type: 'status', code: 400, description } })
    peer.say(group, peer.user(), '/stats@sanad_bot')
    await peer.until(() => peer.sent(group).length === 1)
    expect(kinds(peer.sent(group))).toEqual(['الأسئلة: 4'])
    expect(uploads(peer)).toHaveLength(1)
  })

  test('of a question that is edited stays, goes and comes back', async () => {
    const { peer } = await start({ handle })
    const home = peer.privateChat(peer.user())
    const { message } = peer.say(home, peer.user({ id: home.id }), '/stats')
    await peer.until(() => peer.sent(home).length === 2)
    const [picture] = peer.sent(home)
    peer.edit(message, '/stats again')
    await peer.until(() => peer.pending === 0)
    peer.edit(message, 'كلام')
    await peer.until(() => kinds(peer.sent(home)).join() === 'كلام')
    expect(uploads(peer)).toHaveLength(1)
    peer.edit(message, '/stats')
    await peer.until(() => kinds(peer.sent(home)).toSorted().join() === 'picture,الأسئلة: 4')
    expect(peer.sent(home)).not.toContainEqual(picture)
  })

  test('in what a button shows is a picture too, once', async () => {
    const { peer } = await start({ handle })
    const person = peer.user()
    const home = peer.privateChat(person)
    peer.say(home, person, '/stats')
    await peer.until(() => peer.sent(home).length === 2)
    const [, panel] = peer.sent(home) as [SentMessage, SentMessage]
    await peer.press(panel, person, 'حدث')
    await peer.until(() => peer.sent(home).length === 4)
    const [, , , view] = peer.sent(home) as [SentMessage, SentMessage, SentMessage, SentMessage]
    await peer.press(view, person, 'حدث')
    await peer.press(panel, person, 'حدث')
    await peer.until(
      () => peer.record.filter(({ method, ended }) => method === 'editMessageText' && ended).length === 2,
    )
    expect(kinds(peer.sent(home))).toEqual(['picture', 'الأسئلة: 4', 'picture', 'الأسئلة: 4'])
  })

  test('is announced with its text, and both are named', async () => {
    const { peer, adapter } = await start({ handle })
    const group = peer.group()
    const address = { platform: 'telegram', conversation: String(group.id) }
    const { messages } = await adapter.deliver(address, STATS, { subject: 'stats' })
    expect(messages).toEqual(peer.sent(group).map(({ message_id }) => String(message_id)))
    expect(kinds(peer.sent(group))).toEqual(['picture', 'الأسئلة: 4'])
    expect((await adapter.deliver(address, STATS, { subject: 'stats' })).messages).toEqual(messages)
    expect((await adapter.deliver(address, WORDS, { subject: 'stats' })).messages).toEqual(messages.slice(1))
    expect(kinds(peer.sent(group))).toEqual(['كلام'])
    expect(uploads(peer)).toHaveLength(1)
  })

  test('that cannot be announced holds the text up no more than that', async () => {
    const { peer, adapter } = await start({ handle })
    const group = peer.group()
    peer.faults.push({ method: 'sendPhoto', when: 'after', action: { type: 'reset' } })
    const address = { platform: 'telegram', conversation: String(group.id) }
    const { messages } = await adapter.deliver(address, STATS, { subject: 'stats' })
    expect(messages).toHaveLength(1)
    expect(kinds(peer.sent(group))).toEqual(['picture', 'الأسئلة: 4'])
  })
})
