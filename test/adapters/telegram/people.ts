/** A Telegram group and its moderators' group, for the moderators' suite. */
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { createTelegramAdapter } from '../../../adapters/telegram/adapter.ts'
import { phrases, withoutControls } from '../../../src/index.ts'
import { type Network, type Person, picturesIn, type Room, type Seen } from '../../contract/moderators/network.ts'
import { type Chat, createTelegramPeer, type Message, type SentMessage, type User } from '../../peers/telegram/index.ts'
import { UNLIMITED } from './connected.ts'

const say = phrases('ar')

/** `plain`: the group is none of the kind that has links to messages, as small groups are. */
export async function openTelegram({ plain = false }: { plain?: boolean } = {}): Promise<Network> {
  const peer = await createTelegramPeer({ flood: false, bot: { can_read_all_group_messages: true } })
  const names = createPseudonyms(peer.token)
  const users = new Map<string, User>()
  const chats = new Map<string, Chat>()
  const secrets: string[] = []
  let main: Chat = peer.group(plain ? { type: 'group' } : { is_forum: true })
  const staff = peer.group()
  peer.setMember(staff, peer.me, 'left')

  const roomOf = (chat: Chat, thread?: number): Room => {
    const key = thread === undefined ? String(chat.id) : `${chat.id}/${thread}`
    chats.set(key, chat)
    const address = { platform: 'telegram', conversation: names.conversation(chat) }
    return { key, address: thread === undefined ? address : { ...address, thread: String(thread) } }
  }
  const threadOf = ({ address }: Room): Partial<Message> =>
    address.thread === undefined ? {} : { message_thread_id: Number(address.thread) }
  const chatOf = ({ key }: Room): Chat => chats.get(key) ?? main
  const userOf = ({ own }: Person): User => users.get(own) as User
  const person = (): Person => {
    const number = users.size + 1
    const user = peer.user({
      first_name: `Samira${number}`,
      last_name: `Idrissi${number}`,
      username: `samira_${number}`,
    })
    users.set(String(user.id), user)
    chats.set(String(user.id), peer.privateChat(user))
    const mention = `@samira_${number}`
    const own = [`Samira${number}`, `Idrissi${number}`, `samira_${number}`, String(user.id)]
    secrets.push(...own)
    return { own: String(user.id), names: own, mention }
  }
  const sent = (message: Seen): SentMessage => {
    const found = peer.allSent().find((one) => idOf(one) === message.id)
    if (found === undefined) throw new Error(`the message is gone: ${message.text}`)
    return found
  }
  const write = (chat: Chat, user: User, text: string, extra: Partial<Message> = {}): undefined => {
    secrets.push(text)
    peer.say(chat, user, text, extra)
  }
  const notice = async (answer: Promise<{ text?: string } | undefined>): Promise<string | undefined> => {
    const { text } = (await answer) ?? {}
    return text === undefined ? undefined : withoutControls(text)
  }
  const reply = (by: Person, prompt: SentMessage, fields: readonly string[]): undefined =>
    write(prompt.chat, userOf(by), fields.join('\n'), {
      reply_to_message: prompt,
      ...(prompt.message_thread_id === undefined ? {} : { message_thread_id: prompt.message_thread_id }),
    })
  /** What Sanad asked for last. */
  const prompt = (): SentMessage | undefined =>
    peer.allSent().findLast(({ text }) => /رُد على هذه الرسالة/.test(text ?? ''))
  const type: Network['type'] = async (by, command, { room = roomOf(main), file } = {}) => {
    const extra = threadOf(room)
    if (file === undefined) return write(chatOf(room), userOf(by), command, extra)
    const { message } = peer.sendDocument(chatOf(room), userOf(by), file, extra)
    return write(chatOf(room), userOf(by), command, { ...extra, reply_to_message: message })
  }
  const disguised = (user: Partial<User>, chat: () => Chat, extra: Partial<Message> = {}) => ({
    type(command: string): void {
      const from = peer.user({ is_bot: true, first_name: 'Group', ...user })
      write(main, from, command, { sender_chat: chat(), ...extra })
    },
  })

  return {
    platform: 'telegram',
    token: peer.token,
    connect: ({ sanad, ...parts }) =>
      createTelegramAdapter({
        ...parts,
        token: peer.token,
        apiRoot: peer.root,
        language: 'ar',
        quotes: sanad.quotes,
        limits: UNLIMITED,
      }),
    get main() {
      return roomOf(main)
    },
    staff: roomOf(staff),
    topic: () => roomOf(main, peer.topic(main, 'موضوع')),
    person,
    appoint(one) {
      for (const chat of [main, staff]) peer.setMember(chat, userOf(one), 'administrator')
    },
    dismiss: (one) => peer.setMember(main, userOf(one), 'member'),
    stranger() {
      const other = peer.group()
      const one = person()
      peer.setMember(other, userOf(one), 'creator')
      return { person: one, room: roomOf(other) }
    },
    ask: async (by, question, room) =>
      room === undefined
        ? write(peer.privateChat(userOf(by)), userOf(by), question)
        : write(chatOf(room), userOf(by), `/ask ${question}`, threadOf(room)),
    type,
    async schedule(by, { time, mode, room = roomOf(main), drafts = roomOf(staff) }) {
      const before = peer.allSent().length
      await type(by, `/digest ${time} Africa/Casablanca ${mode}`, { room })
      await peer.until(() => peer.allSent().length >= before + 2)
      // What it offers is followed: into the moderators' group by its link, into a topic by a command.
      if (drafts.key !== String(staff.id)) return type(by, '/digest drafts', { room: drafts })
      const buttons = peer.allSent().flatMap(({ reply_markup }) => reply_markup?.inline_keyboard.flat() ?? [])
      const link = buttons.findLast(({ text }) => text === say.digest.draftsElsewhere)
      peer.startGroup(link?.url ?? '', userOf(by), staff)
      return undefined
    },
    press: (by, message, label) => notice(peer.press(sent(message), userOf(by), label)),
    async fill(by, message, label, fields) {
      const before = prompt()
      await peer.press(sent(message), userOf(by), label)
      await peer.until(() => prompt() !== before)
      return reply(by, prompt() as SentMessage, fields)
    },
    forge: (by, message, data) => notice(peer.pressData(sent(message), userOf(by), data)),
    async forgeForm(by, _, __, fields) {
      const asked = prompt()
      return asked === undefined ? undefined : reply(by, asked, fields)
    },
    disguises: [
      {
        name: 'an anonymous administrator',
        moderates: true,
        ...disguised({ id: 1_087_968_824, username: 'GroupAnonymousBot' }, () => main),
      },
      {
        name: 'a channel that writes in the group',
        moderates: false,
        ...disguised({ id: 136_817_688, username: 'Channel_Bot' }, () => peer.group({ type: 'channel' })),
      },
      {
        name: 'a post of the linked channel',
        moderates: false,
        ...disguised({ id: 777_000, is_bot: false }, () => peer.group({ type: 'channel' }), {
          is_automatic_forward: true,
        }),
      },
    ],
    befalls(name, { address }) {
      if (name === 'the group becomes a supergroup') main = peer.migrate(main)
      else if (name === 'the topic is deleted') peer.deleteTopic(main, Number(address.thread))
      else peer.setMember(main, peer.me, 'kicked')
    },
    async offers(by, _, typed) {
      return JSON.stringify((await peer.inline(userOf(by), typed))?.results ?? [])
    },
    async unheard(arrives, work) {
      const method = (name: string, { chat_id }: { chat_id?: number }): boolean =>
        name === 'sendMessage' && chat_id === main.id
      peer.faults.push({ method, when: arrives ? 'after' : 'before', action: { type: 'reset' } })
      await work()
    },
    shown: () => peer.allSent().map(seenOf),
    pictures: () => peer.record.filter(({ method }) => method === 'sendPhoto').flatMap(({ raw }) => picturesIn(raw)),
    isTaken: () => peer.pending === 0,
    broken: () => peer.violations,
    secrets,
    close: () => peer.close(),
  }
}

const idOf = ({ chat, message_id }: Pick<Message, 'chat' | 'message_id'>): string => `${chat.id}/${message_id}`

function seenOf(message: SentMessage): Seen {
  const { chat, text = '', entities = [], versions, reply_to_message: replied } = message
  const part = ({ offset, length }: { offset: number; length: number }): string =>
    withoutControls(text.slice(offset, offset + length))
  const thread = message.is_topic_message ? `/${message.message_thread_id}` : ''
  return {
    id: idOf(message),
    room: `${chat.id}${thread}`,
    text: withoutControls(text),
    versions: versions.map(withoutControls),
    quotes: entities.filter(({ type }) => type.endsWith('blockquote')).map(part),
    links: entities.flatMap((one) =>
      'url' in one && one.url !== undefined ? [{ text: part(one), to: target(one.url) }] : [],
    ),
    buttons: (message.reply_markup?.inline_keyboard.flat() ?? []).map((button) => ({
      label: button.text,
      data: button.callback_data ?? '',
    })),
    ...(replied === undefined ? {} : { repliesTo: replied.from?.is_bot ? idOf(replied) : (replied.text ?? '') }),
  }
}

/** The message that a link to one leads to, or where it leads. */
function target(url: string): string {
  const [, chat, message] = /^https:\/\/t\.me\/c\/(\d+)(?:\/\d+)?\/(\d+)$/.exec(url) ?? []
  return chat === undefined ? url : `${-1_000_000_000_000 - Number(chat)}/${message}`
}
