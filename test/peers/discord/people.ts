/** The people of a test: they run commands, write, press, choose, fill in forms; and they change servers and channels. */

import type { Waiting } from '../waiting.ts'
import {
  type ChannelState,
  channelData,
  type GuildState,
  isThread,
  memberData,
  role,
  type StoredMessage,
} from './channels.ts'
import { placed, TYPES } from './components.ts'
import { handleOf } from './handles.ts'
import { type InteractionState, KIND } from './interactions.ts'
import { fillModal, fillOptions, isUser, type OptionValue, optionsAt } from './options.ts'
import { EVERYONE, has, permissionBits } from './permissions.ts'
import type { Channel, Choice, Command, Guild, Interaction, Message, Payload, User } from './types.ts'
import type { World } from './world.ts'

export interface Extra {
  readonly locale?: string
  /** The subcommand, or the group and the subcommand. */
  readonly subcommand?: readonly string[]
}

export interface People {
  /** A new person; a name is made up when not given. `locale` is what the person's client is set to. */
  user(fields?: Partial<User>): User
  /** A server which the bot is a member of. */
  guild(fields?: Partial<Guild>): Guild
  /** Makes a person a member, with these permissions beyond those of everyone. */
  member(guild: Guild, user: User, more?: { permissions?: bigint | readonly string[]; roles?: readonly string[] }): void
  channel(guild: Guild, fields?: Partial<Channel>): Channel
  thread(channel: Channel, fields?: Partial<Channel>): Channel
  /** A thread is closed; a locked one only moderators open again. Writing in it opens one that is not locked. */
  archive(thread: Channel, how?: { readonly locked?: boolean }): void
  dm(user: User): Channel
  /** The person takes no direct messages from the bot any more (50007), or does again. */
  closeDm(user: User, closed?: boolean): void
  setBotPermissions(channel: Channel, permissions: bigint | readonly string[]): void
  /** CHANNEL_DELETE. */
  remove(channel: Channel): void
  /** A moderator deletes a message. */
  removeMessage(message: Message): void
  /** The bot is put out of the server: GUILD_DELETE. */
  leave(guild: Guild): void
  /** GUILD_DELETE with `unavailable`; the function returned ends the outage. */
  outage(guild: Guild): () => void
  /**
   * Runs a slash command, as the client of a person lets it be run: registered, with these options, in this context.
   * `default_member_permissions` are not looked at, for the moderators of a server may override them.
   */
  slash(channel: Channel, from: User, name: string, options?: Record<string, OptionValue>, extra?: Extra): Interaction
  contextMenu(channel: Channel, from: User, name: string, target: Message | User, extra?: Extra): Interaction
  /** The choices offered, or undefined when the bot did not answer in time. */
  autocomplete(
    channel: Channel,
    from: User,
    name: string,
    focused: { readonly name: string; readonly value: string },
    others?: Record<string, OptionValue>,
    extra?: Extra,
  ): Promise<readonly Choice[] | undefined>
  press(message: Message, from: User, labelOrCustomId: string, extra?: Extra): Interaction
  select(message: Message, from: User, customId: string, values: readonly string[], extra?: Extra): Interaction
  /** A component that is not, or no longer, on the message. */
  pressData(message: Message, from: User, customId: string, extra?: Extra): Interaction
  /** Fills in the modal with which an interaction was answered, by the ids of its fields. */
  submit(modalOf: Interaction, values: Record<string, string | readonly string[]>): Interaction
  /** A form under a message that it was never shown for; `values` by the ids of its fields. */
  submitData(message: Message, from: User, customId: string, values: Readonly<Record<string, string>>): Interaction
  /** An ordinary message. */
  post(channel: Channel, from: User, content: string): Message
  /** Sends the same INTERACTION_CREATE once more, to every session. */
  redeliver(interaction: Interaction): void
  /** All that was begun, autocomplete included. */
  readonly interactions: readonly Interaction[]
}

const DM_PERMISSIONS = EVERYONE
/** Every permission that has a bit today. */
const ALL = (1n << 53n) - 1n
const TARGET = { user: 2, message: 3 } as const

export function createPeople(world: World, waiting: Waiting, announceGuild: (guild: GuildState) => void): People {
  const { channels, interactions, commands, me } = world
  const states = new Map<string, InteractionState>()
  const handles: Interaction[] = []

  const memberOf = (channel: ChannelState, user: User): Payload | undefined => {
    const { guild } = channel
    if (!guild) return undefined
    const member = guild.members.get(user.id) ?? channels.join(guild, user, EVERYONE, [])
    return { ...memberData(member), permissions: String(member.permissions) }
  }
  const begin = (
    type: number,
    channel: ChannelState,
    user: User,
    data: Payload,
    extra: Extra,
    more: { readonly message?: Message; readonly source?: StoredMessage } = {},
  ): Interaction => {
    const member = memberOf(channel, user)
    const { guild } = channel
    const { locale: _, ...plain } = user
    const state = interactions.create({
      type,
      channel,
      user: plain,
      ...(more.source ? { source: more.source } : {}),
      payload: {
        data,
        channel_id: channel.channel.id,
        channel: channelData(channel, me),
        locale: extra.locale ?? user.locale ?? 'en-US',
        entitlements: [],
        app_permissions: String(guild ? channel.botPermissions : DM_PERMISSIONS),
        authorizing_integration_owners: { 0: guild?.guild.id ?? '0' },
        context: guild ? 0 : 1,
        attachment_size_limit: 10_485_760,
        ...(guild
          ? {
              guild_id: guild.guild.id,
              guild: { id: guild.guild.id, locale: guild.guild.preferred_locale, features: [] },
              guild_locale: guild.guild.preferred_locale,
              member: { ...member, user: plain },
            }
          : { user: plain }),
        ...(more.message ? { message: more.message } : {}),
      },
    })
    states.set(state.id, state)
    world.dispatch('INTERACTION_CREATE', state.payload)
    const handle = handleOf(state, channels, waiting)
    handles.push(handle)
    return handle
  }

  /** The command as a person finds it in this channel. */
  const findCommand = ({ guild }: ChannelState, name: string, types: readonly number[]): Command => {
    const scopes = guild ? [guild.guild.id, 'global'] : ['global']
    const all = scopes.flatMap((scope) => commands.list(scope)).filter(({ type }) => types.includes(type))
    const found = all.find((command) => command.name === name)
    if (!found)
      throw new Error(
        `Discord peer: no command "${name}" among ${all.map((one) => `"${one.name}"`).join(', ') || 'none'}`,
      )
    const context = guild ? 0 : 1
    if (found.contexts && !found.contexts.includes(context)) {
      throw new Error(`Discord peer: "${name}" is not offered ${guild ? 'in servers' : 'in direct messages'}`)
    }
    return found
  }
  const commandData = ({ id, name, type, guild_id }: Command): Payload => ({
    id,
    name,
    type,
    ...(guild_id ? { guild_id } : {}),
  })

  const onComponent = (message: Message, from: User): { stored: StoredMessage; channel: ChannelState } => {
    const stored = channels.stored(message)
    if (stored.deleted) throw new Error(`Discord peer: message ${message.id} is deleted`)
    if (stored.ephemeralFor !== undefined && stored.ephemeralFor !== from.id) {
      throw new Error(`Discord peer: message ${message.id} is not shown to ${from.username}`)
    }
    return { stored, channel: stored.channel }
  }
  const use = (message: Message, from: User, component: Payload, more: Payload, extra: Extra): Interaction => {
    const { stored, channel } = onComponent(message, from)
    const { type: component_type, custom_id, id } = component
    const data = { custom_id, component_type, id, ...more }
    return begin(KIND.component, channel, from, data, extra, { message: stored.message, source: stored })
  }
  const find = (message: Message, kind: string, wanted: (component: Payload) => boolean): Payload => {
    const all = placed((channels.stored(message).message.components ?? []) as unknown as Payload[])
    const found = all.find(({ component }) => wanted(component))?.component
    if (!found) {
      const there = all.flatMap(({ component }) => component['label'] ?? component['custom_id'] ?? [])
      throw new Error(`Discord peer: no ${kind} among ${there.map((one) => `"${one}"`).join(', ') || 'none'}`)
    }
    if (found['disabled']) throw new Error(`Discord peer: ${kind} is disabled`)
    return found
  }
  const guildIntents = 1
  const announce = (event: string, state: ChannelState): void =>
    world.dispatch(`${isThread(state.channel) ? 'THREAD' : 'CHANNEL'}_${event}`, channelData(state, me), guildIntents)

  return {
    interactions: handles,
    user: (fields = {}) => channels.user(fields),
    guild(fields = {}) {
      const state = channels.guild(fields)
      announceGuild(state)
      return state.guild
    },
    member(guild, user, { permissions = [], roles = [] } = {}) {
      const state = channels.guildOf(guild)
      const more = permissionBits(permissions)
      const own = more === 0n ? undefined : role({ name: 'صلاحيات', permissions: String(more) })
      if (own) {
        state.roles.push(own)
        world.dispatch('GUILD_ROLE_CREATE', { guild_id: guild.id, role: own }, guildIntents)
      }
      const all = has(more, 'ADMINISTRATOR') ? ALL : EVERYONE | more
      const member = channels.join(state, user, all, own ? [...roles, own['id']] : roles)
      world.dispatch('GUILD_MEMBER_ADD', { ...memberData(member), guild_id: guild.id }, 1 << 1)
    },
    channel(guild, fields = {}) {
      const state = channels.channel(channels.guildOf(guild), fields)
      announce('CREATE', state)
      return state.channel
    },
    thread(channel, fields = {}) {
      const { guild } = channels.channelOf(channel)
      if (!guild) throw new Error('Discord peer: direct messages have no threads')
      const state = channels.channel(guild, { type: 11, parent_id: channel.id, ...fields })
      announce('CREATE', state)
      return state.channel
    },
    archive(thread, { locked = false } = {}) {
      const state = channels.channelOf(thread)
      if (!isThread(state.channel)) throw new Error(`Discord peer: channel ${thread.id} is no thread`)
      state.archived = true
      state.locked = locked
      announce('UPDATE', state)
    },
    dm: (user) => channels.dm(user).channel,
    closeDm(user, closed = true) {
      channels.dm(user).closed = closed
    },
    setBotPermissions(channel, permissions) {
      const state = channels.channelOf(channel)
      state.botPermissions = permissionBits(permissions)
      state.overwritten = true
      announce('UPDATE', state)
    },
    remove(channel) {
      const state = channels.channelOf(channel)
      state.removed = true
      announce('DELETE', state)
      for (const other of channels.all.values()) if (other.channel.parent_id === channel.id) other.removed = true
    },
    removeMessage(message) {
      const stored = channels.stored(message)
      stored.deleted = true
      const { channel, guild } = stored.channel
      const gone = { id: message.id, channel_id: channel.id, ...(guild ? { guild_id: guild.guild.id } : {}) }
      world.dispatch('MESSAGE_DELETE', gone, guild ? 1 << 9 : 1 << 12)
    },
    leave(guild) {
      channels.guildOf(guild).left = true
      world.dispatch('GUILD_DELETE', { id: guild.id }, guildIntents)
    },
    outage(guild) {
      const state = channels.guildOf(guild)
      state.unavailable = true
      world.dispatch('GUILD_DELETE', { id: guild.id, unavailable: true }, guildIntents)
      return () => {
        state.unavailable = false
        announceGuild(state)
      }
    },
    slash(channel, from, name, values = {}, extra = {}) {
      const state = channels.channelOf(channel)
      const command = findCommand(state, name, [1])
      const { options, resolved } = fillOptions(world, command, extra.subcommand ?? [], values, { channel: state })
      const data = {
        ...commandData(command),
        ...(options.length > 0 ? { options } : {}),
        ...(resolved ? { resolved } : {}),
      }
      return begin(KIND.command, state, from, data, extra)
    },
    contextMenu(channel, from, name, target, extra = {}) {
      const state = channels.channelOf(channel)
      const command = findCommand(state, name, [isUser(target) ? TARGET.user : TARGET.message])
      const now = isUser(target) ? target : channels.stored(target).message
      const resolved = { [isUser(target) ? 'users' : 'messages']: { [target.id]: now } }
      return begin(KIND.command, state, from, { ...commandData(command), target_id: target.id, resolved }, extra)
    },
    async autocomplete(channel, from, name, focused, others = {}, extra = {}) {
      const state = channels.channelOf(channel)
      const command = findCommand(state, name, [1])
      const subcommand = extra.subcommand ?? []
      const option = optionsAt(command, subcommand).find((one) => one['name'] === focused.name)
      if (!option?.['autocomplete']) throw new Error(`Discord peer: /${name} ${focused.name} has no autocomplete`)
      const values = { ...others, [focused.name]: focused.value }
      const { options } = fillOptions(world, command, subcommand, values, { channel: state, focused: focused.name })
      const interaction = begin(KIND.autocomplete, state, from, { ...commandData(command), options }, extra)
      const within = (world.options.ackWithin ?? 3000) + 5000
      await waiting.until(() => interaction.choices !== undefined || interaction.failed, within, 'choices')
      return interaction.choices
    },
    press(message, from, wanted, extra = {}) {
      const button = find(
        message,
        `button "${wanted}"`,
        ({ type, label, custom_id }) => type === TYPES.button && (label === wanted || custom_id === wanted),
      )
      if (!button['custom_id']) throw new Error(`Discord peer: button "${wanted}" is a link`)
      return use(message, from, button, {}, extra)
    },
    select(message, from, customId, values, extra = {}) {
      const menu = find(
        message,
        `menu "${customId}"`,
        ({ type, custom_id }) => type !== TYPES.button && custom_id === customId,
      )
      const { options, min_values = 1, max_values = 1 } = menu
      const wrong = values.find((value) => options && !options.some((option: Payload) => option['value'] === value))
      if (wrong !== undefined) throw new Error(`Discord peer: menu "${customId}" has no option ${wrong}`)
      if (values.length < min_values || values.length > max_values) {
        throw new Error(`Discord peer: menu "${customId}" takes ${min_values} to ${max_values} values`)
      }
      return use(message, from, menu, { values }, extra)
    },
    pressData: (message, from, custom_id, extra = {}) =>
      use(message, from, { type: TYPES.button, custom_id, id: 1 }, {}, extra),
    submit(modalOf, values) {
      const state = states.get(modalOf.id)
      if (!state?.modal) throw new Error('Discord peer: the interaction was not answered with a modal')
      const { channel, user, source, modal, payload } = state
      const data = { custom_id: modal.custom_id, components: fillModal(modal, values) }
      const more = source ? { message: source.message, source } : {}
      return begin(KIND.modal, channel, user, data, { locale: payload['locale'] }, more)
    },
    submitData(message, from, custom_id, values) {
      const { stored, channel } = onComponent(message, from)
      const components = Object.entries(values).map(([field, value], i) => ({
        type: TYPES.label,
        id: 2 * i + 1,
        component: { type: TYPES.input, id: 2 * i + 2, custom_id: field, value },
      }))
      const more = { message: stored.message, source: stored }
      return begin(KIND.modal, channel, from, { custom_id, components }, {}, more)
    },
    post(channel, from, content) {
      const state = channels.channelOf(channel)
      const draft = { content, embeds: [], components: [], flags: 0 }
      const { message } = channels.add(state, from, draft, {}, { own: false })
      const { guild } = state
      const readable =
        !guild || content.includes(`<@${me.id}>`) || ((world.options.privilegedIntents ?? 0) & (1 << 15)) !== 0
      const data = {
        ...message,
        content: readable ? content : '',
        ...(guild ? { guild_id: guild.guild.id, member: memberOf(state, from) } : {}),
      }
      world.dispatch('MESSAGE_CREATE', data, guild ? 1 << 9 : 1 << 12)
      return message
    },
    redeliver(interaction) {
      world.dispatch('INTERACTION_CREATE', interaction.payload)
    },
  }
}
