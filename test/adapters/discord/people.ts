/** A Discord server with a channel for everybody and one for its moderators, for the moderators' suite. */
import { createDiscordAdapter } from '../../../adapters/discord/adapter.ts'
import { withoutControls } from '../../../src/index.ts'
import { type Network, type Person, picturesIn, type Room, type Seen } from '../../contract/moderators/network.ts'
import {
  type Channel,
  createDiscordPeer,
  type Guild,
  type Interaction,
  type SentMessage,
  type User,
} from '../../peers/discord/index.ts'
import type { OptionValue } from '../../peers/discord/options.ts'
import { seen } from './connected.ts'

const POST = 'POST /channels/{id}/messages'

export async function openDiscord(): Promise<Network> {
  const peer = await createDiscordPeer({ rateLimits: false })
  const users = new Map<string, { user: User; guild: Guild }>()
  const channels = new Map<string, Channel>()
  const secrets: string[] = []
  const roomOf = (channel: Channel): Room => {
    channels.set(channel.id, channel)
    const conversation = channel.guild_id ?? ''
    return { key: channel.id, address: { platform: 'discord', conversation, thread: channel.id } }
  }
  const channelOf = ({ key }: Room): Channel => channels.get(key) as Channel
  const userOf = ({ own }: Person): User => (users.get(own) as { user: User }).user
  const guild = peer.guild()
  const main = roomOf(peer.channel(guild))
  const staff = roomOf(peer.channel(guild))
  const person = (of: Guild = guild, permissions: readonly string[] = []): Person => {
    const number = users.size + 1
    const user = peer.user({ username: `samira_${number}`, global_name: `Samira${number} Idrissi` })
    peer.member(of, user, { permissions })
    users.set(`~${user.id}`, { user, guild: of })
    const names = [`samira_${number}`, `Samira${number}`, user.id]
    secrets.push(...names)
    return { own: `~${user.id}`, names, mention: `<@${user.id}>` }
  }
  const settled = async (interaction: Interaction): Promise<undefined> => {
    secrets.push(interaction.token)
    await interaction.settled()
  }
  const slash = (
    by: Person,
    room: Room,
    name: string,
    values: Record<string, OptionValue> = {},
    subcommand: readonly string[] = [],
  ): Promise<undefined> => {
    for (const value of Object.values(values)) if (typeof value === 'string') secrets.push(value)
    return settled(peer.slash(channelOf(room), userOf(by), name, values, { subcommand }))
  }
  const sent = (message: Seen): SentMessage => {
    const found = peer.allSent().find(({ id }) => id === message.id)
    if (found === undefined) throw new Error(`the message is gone: ${message.text}`)
    return found
  }
  const values = (fields: readonly string[]): Record<string, string> => {
    secrets.push(...fields)
    return Object.fromEntries(fields.map((field, at) => [`text${at === 0 ? '' : at + 1}`, field]))
  }

  return {
    platform: 'discord',
    token: peer.token,
    connect: ({ sanad, ...parts }) =>
      createDiscordAdapter({
        ...parts,
        token: peer.token,
        apiRoot: peer.root,
        language: 'ar',
        complete: sanad.complete,
        patience: { others: 50, drain: 300 },
      }),
    main,
    staff,
    topic: () => roomOf(peer.thread(channelOf(main))),
    person: () => person(),
    appoint: (one) => peer.member(guild, userOf(one), { permissions: ['MANAGE_MESSAGES'] }),
    dismiss: (one) => peer.member(guild, userOf(one)),
    stranger() {
      const other = peer.guild()
      return { person: person(other, ['ADMINISTRATOR']), room: roomOf(peer.channel(other)) }
    },
    ask: (by, question, room) =>
      slash(by, room ?? main, 'ask', { question, ...(room === undefined ? { private: true } : {}) }),
    async type(by, command, { room = main, file } = {}) {
      const [, name = '', rest = ''] = /^\/(\w+)\s*([\s\S]*)$/.exec(command) ?? []
      const [what = '', ...others] = rest.split(' ')
      if (name === 'summary') return slash(by, room, name, { topic: rest })
      if (/^\d/.test(what))
        return slash(by, room, name, { time: what, zone: others[0] ?? 'UTC', mode: others[1] ?? 'auto' }, ['schedule'])
      if (name === 'digest') return slash(by, room, name, {}, [what || 'preview'])
      if (name !== 'corpus') return slash(by, room, name)
      const bytes = file && { name: file.name, bytes: Buffer.from(file.content as string) }
      const options: Record<string, OptionValue> = bytes
        ? { file: bytes }
        : others[0]
          ? { number: Number(others[0]) }
          : {}
      return slash(by, room, name, options, [what || 'list'])
    },
    schedule: (by, { time, mode, room, drafts = staff }) =>
      slash(
        by,
        main,
        'digest',
        { time, mode, zone: 'Africa/Casablanca', drafts: drafts.key, ...(room ? { channel: room.key } : {}) },
        ['schedule'],
      ),
    press: (by, message, label) => settled(peer.press(sent(message), userOf(by), label)),
    async fill(by, message, label, fields) {
      const pressed = peer.press(sent(message), userOf(by), label)
      await settled(pressed)
      return settled(peer.submit(pressed, values(fields)))
    },
    forge: (by, message, data) => settled(peer.pressData(sent(message), userOf(by), data)),
    forgeForm: (by, message, data, fields) =>
      settled(peer.submitData(sent(message), userOf(by), `form:${data}`, values(fields))),
    disguises: [],
    befalls(name, room) {
      if (name === 'the bot may no longer write there') peer.setBotPermissions(channelOf(room), ['VIEW_CHANNEL'])
      else if (name === 'the bot is put out of the server') peer.leave(guild)
      else peer.remove(channelOf(room))
    },
    async offers(by, room, typed) {
      const choices = await peer.autocomplete(channelOf(room), userOf(by), 'sources', { name: 'source', value: typed })
      return JSON.stringify(choices)
    },
    async unheard(arrives, work, stop) {
      // Discord knows a message by its nonce, so one lost answer changes nothing: the program ends before it hears more.
      const { hits } = peer.faults
      peer.faults.push({ method: POST, times: 1000, when: arrives ? 'after' : 'before', action: { type: 'reset' } })
      const working = work()
      await peer.until(() => peer.faults.hits > hits)
      await stop()
      await working
      peer.faults.clear()
    },
    shown: () => peer.allSent().map(seenOf),
    pictures: () =>
      peer.record.flatMap(({ files = [] }) => files.flatMap(({ bytes }) => picturesIn(Buffer.from(bytes)))),
    // A person waits for what comes of it.
    isTaken: () => true,
    broken: () => [...peer.violations, ...peer.mentions.map((mention) => `pinged ${mention}`)],
    secrets,
    close: () => peer.close(),
  }
}

function seenOf(message: SentMessage): Seen {
  const { embeds, versions, components = [], message_reference: reference } = message
  const words = embeds
    .flatMap(({ title, description, footer }) => [description, title, footer?.text])
    .filter((part) => part !== undefined)
  const links = embeds.flatMap(({ title = '', url, description = '' }) => [
    ...(url === undefined ? [] : [{ text: plain(title), to: url }]),
    ...[...description.matchAll(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\((https:[^)]+)\)/g)].map(([, text = '', to = '']) => ({
      text: plain(text),
      to: /^https:\/\/discord\.com\/channels\/\d+\/\d+\/(\d+)$/.exec(to)?.[1] ?? to,
    })),
  ])
  return {
    id: message.id,
    room: message.ephemeralFor === undefined ? message.channel_id : `~${message.ephemeralFor}`,
    text: plain(words.join('\n')),
    versions: versions.map(plain),
    quotes: embeds.flatMap(({ description = '' }) => (description.startsWith('> ') ? [plain(description)] : [])),
    links,
    buttons: components.flatMap((row) =>
      'components' in row
        ? row.components.flatMap((one) =>
            'custom_id' in one && 'label' in one ? [{ label: one.label ?? '', data: one.custom_id }] : [],
          )
        : [],
    ),
    ...(reference?.message_id === undefined ? {} : { repliesTo: reference.message_id }),
  }
}

/** What people read: links are their words. */
const plain = (markdown: string): string =>
  withoutControls(seen(markdown.replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\(https:[^)]+\)/g, '$1')))
