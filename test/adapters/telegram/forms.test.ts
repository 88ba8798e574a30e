/** Actions that ask for something to be written, and those that lead to another group. */
import { afterEach, describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { type Action, type Incoming, phrases, type Reply } from '../../../src/index.ts'
import type { Chat, SentMessage, TelegramPeer, User } from '../../peers/telegram/index.ts'
import { type Connected, connect } from './connected.ts'

let open: Connected[] = []
afterEach(async () => {
  const all = open
  open = []
  for (const connected of all) await connected.close()
})

const EDIT: Action = {
  label: 'أضف ملاحظة',
  command: '/digest note 2026-11-22',
  form: {
    title: 'ملاحظة الملخص',
    prompt: 'اكتبها ردا على هذه الرسالة.',
    fields: [{ label: 'الملاحظة', required: true, longest: 500, value: 'ملاحظة سابقة' }],
  },
}

interface Scene extends Connected {
  readonly heard: Incoming[]
  readonly group: Chat
  readonly admin: User
  /** What an administrator was shown, with its buttons. */
  readonly panel: SentMessage
  message(index: number): SentMessage
}

/** A group whose administrator has opened a panel with these buttons; whatever is asked for is repeated. */
async function begin(actions: readonly Action[] = [EDIT], fields: Partial<Chat> = {}, topic = false): Promise<Scene> {
  const heard: Incoming[] = []
  const connected = await connect({
    handle: async (incoming): Promise<Reply> => {
      heard.push(incoming)
      if (incoming.text !== '/digest@sanad_bot') return [{ type: 'text', text: `⟨${incoming.text}⟩` }]
      return [
        { type: 'text', text: 'المسودة' },
        { type: 'actions', actions },
      ]
    },
  })
  open.push(connected)
  const { peer } = connected
  const group = peer.group(fields)
  const admin = peer.user()
  peer.setMember(group, admin, 'administrator')
  const thread = topic ? { message_thread_id: peer.topic(group, 'إشراف') } : {}
  peer.say(group, admin, '/digest@sanad_bot', thread)
  const message = (index: number): SentMessage => peer.sent(group)[index] as SentMessage
  await peer.until(() => peer.sent(group).length === 1)
  return { ...connected, heard, group, admin, panel: message(0), message }
}
const sends = (peer: TelegramPeer) => peer.record.filter(({ method }) => method === 'sendMessage')

describe('an action with a form', () => {
  test('asks in a reply to its message, and what is replied is the end of its command', async () => {
    const { peer, group, admin, panel, message, heard } = await begin()
    expect(await peer.press(panel, admin, EDIT.label)).toEqual({})
    await peer.until(() => peer.sent(group).length === 2)
    const prompt = message(1)
    expect(prompt.text).toBe('ملاحظة الملخص\n\nاكتبها ردا على هذه الرسالة.\n\nملاحظة سابقة')
    expect(prompt.reply_to_message?.message_id).toBe(panel.message_id)
    expect(sends(peer)[1]?.payload['reply_markup']).toEqual({
      force_reply: true,
      selective: true,
      input_field_placeholder: 'الملاحظة',
    })
    expect(heard).toHaveLength(1)
    const { message: note } = peer.say(group, admin, 'سطر أول\nسطر ثان', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]).toMatchObject({
      id: `${group.id}/${note.message_id}`,
      text: '/digest note 2026-11-22 سطر أول\nسطر ثان',
    })
    expect(message(2).reply_to_message?.message_id).toBe(note.message_id)
  })

  test('asks in its topic', async () => {
    const { peer, group, admin, panel, message } = await begin([EDIT], { is_forum: true }, true)
    await peer.press(panel, admin, EDIT.label)
    await peer.until(() => peer.sent(group).length === 2)
    expect(message(1).message_thread_id).toBe(panel.message_thread_id)
  })

  test('asks everybody in private, where there is one person', async () => {
    const { peer, admin, adapter } = await begin()
    const home = peer.privateChat(admin)
    const conversation = createPseudonyms(peer.token).conversation(home)
    await adapter.deliver({ platform: 'telegram', conversation }, [
      { type: 'text', text: 'مسودة' },
      { type: 'actions', actions: [EDIT] },
    ])
    await peer.press(peer.sent(home)[0] as SentMessage, admin, EDIT.label)
    await peer.until(() => peer.sent(home).length === 2)
    expect(sends(peer).at(-1)?.payload['reply_markup']).toEqual({
      force_reply: true,
      input_field_placeholder: 'الملاحظة',
    })
  })

  test('names its fields where it has several, and cuts a long label', async () => {
    const label = 'عنوان طويل جدا '.repeat(10)
    const fields = [
      { label, required: true, longest: 500, value: 'نص' },
      { label: 'رابط', required: false, longest: 200, value: 'https://example.org' },
      { label: 'فارغ', required: false, longest: 200 },
    ]
    const { peer, group, admin, panel, message } = await begin([
      { ...EDIT, form: { title: 'جواب', prompt: 'اكتب.', fields } },
    ])
    await peer.press(panel, admin, EDIT.label)
    await peer.until(() => peer.sent(group).length === 2)
    expect(message(1).text).toBe(`جواب\n\nاكتب.\n\n${label}\n\nنص\n\nرابط\n\nhttps://example.org`)
    expect(sends(peer)[1]?.payload['reply_markup'].input_field_placeholder).toBe(label.slice(0, 64))
  })

  test('is for whom the panel answers and for moderators', async () => {
    const { peer, panel } = await begin()
    const shown = await peer.press(panel, peer.user(), EDIT.label)
    expect(shown).toMatchObject({ text: phrases('ar').notYours })
    expect(sends(peer)).toHaveLength(1)
  })

  async function asked(): Promise<Scene & { readonly prompt: SentMessage }> {
    const scene = await begin()
    await scene.peer.press(scene.panel, scene.admin, EDIT.label)
    await scene.peer.until(() => scene.peer.sent(scene.group).length === 2)
    return { ...scene, prompt: scene.message(1) }
  }

  test('a reply by anybody is their command, for the core to judge', async () => {
    const { peer, group, prompt, heard, message } = await asked()
    const other = peer.user()
    peer.say(group, other, 'سرقت الملاحظة', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]?.text).toBe('/digest note 2026-11-22 سرقت الملاحظة')
    expect(heard[1]?.from).not.toBe(heard[0]?.from)
    expect(await heard[1]?.isModerator?.()).toBe(false)
    expect(message(2).text).toContain('سرقت')
  })

  test('a reply that is edited is the same command again, and its answer is changed', async () => {
    const { peer, group, admin, prompt, heard, message } = await asked()
    const { message: note } = peer.say(group, admin, 'أول', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    peer.edit(note, 'ثان')
    await peer.until(() => message(2).text === '⟨/digest note 2026-11-22 ثان⟩')
    expect(heard[2]?.id).toBe(heard[1]?.id)
    expect(peer.sent(group)).toHaveLength(3)
  })

  test('a reply that names others is still one', async () => {
    const { peer, group, admin, prompt, heard } = await asked()
    peer.say(group, admin, 'راجعوا @some_channel و @sanad_bot', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]?.text).toBe('/digest note 2026-11-22 راجعوا @some_channel و @sanad_bot')
  })

  test('a reply to anything else is what it always was', async () => {
    const { peer, group, admin, panel, heard } = await asked()
    peer.say(group, admin, 'متى؟', { reply_to_message: panel })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]?.text).toBe('متى؟')
    // It names somebody else, and nothing was asked for.
    peer.say(group, admin, '@some_channel متى؟', { reply_to_message: panel })
    peer.say(group, admin, 'سؤال إلى شخص', { reply_to_message: peer.say(group, admin, 'كلام').message })
    peer.say(group, admin, '/ask متى؟', {})
    await peer.until(() => peer.sent(group).length === 4)
    expect(heard.map(({ text }) => text)).toEqual(['/digest@sanad_bot', 'متى؟', '/ask متى؟'])
  })

  test('a command in reply is that command', async () => {
    const { peer, group, admin, prompt, heard } = await asked()
    peer.say(group, admin, '/help', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]?.text).toBe('/help')
  })

  test('a prompt that the store has forgotten awaits nothing', async () => {
    const { peer, group, admin, prompt, heard, store } = await asked()
    await store.people.forget('telegram', heard[0]?.from ?? '')
    peer.say(group, admin, 'متى؟', { reply_to_message: prompt })
    await peer.until(() => peer.sent(group).length === 3)
    expect(heard[1]?.text).toBe('متى؟')
  })
})

describe('an action for another group', () => {
  const CHOOSE: Action = { label: 'اختر مجموعة', command: '/digest drafts -1001500000001', elsewhere: true }
  const OTHER: Action = { label: 'حدث', command: '/digest' }

  test('leads there, and the chosen group hears where it came from', async () => {
    const { peer, admin, panel, heard } = await begin([CHOOSE, OTHER])
    const [button] = panel.reply_markup?.inline_keyboard.flat().filter(({ text }) => text === CHOOSE.label) ?? []
    const staff = peer.group()
    peer.setMember(staff, peer.me, 'left')
    peer.startGroup(button?.url ?? '', admin, staff)
    await peer.until(() => heard.length === 2)
    expect(heard[1]).toMatchObject({
      address: { platform: 'telegram', conversation: String(staff.id) },
      text: '/start@sanad_bot d_-1001500000001',
      addressed: true,
    })
  })

  test('does not put out the count of the buttons beside it', async () => {
    const { peer, admin, panel, heard, message } = await begin([EDIT, CHOOSE, OTHER])
    await peer.press(panel, admin, OTHER.label)
    await peer.until(() => heard.length === 2)
    expect(heard[1]?.text).toBe('/digest')
    await peer.press(panel, admin, EDIT.label)
    await peer.until(() => peer.sent(panel.chat).length === 3)
    expect(message(2).text).toContain('ملاحظة الملخص')
  })

  test('cannot be pressed by who forges it', async () => {
    const { peer, admin, panel, heard, store } = await begin([CHOOSE])
    const post = await store.outbox.shown('telegram', String(panel.chat.id), String(panel.message_id))
    expect(await peer.pressData(panel, admin, `${post?.key}:0`)).toMatchObject({ text: phrases('ar').tooOld })
    expect(heard).toHaveLength(1)
  })
})
