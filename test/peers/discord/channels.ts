/** The people, guilds, channels and messages of the pretended Discord, and what the bot may do there. */
import { located } from './attachments.ts'
import { type Draft, FLAGS, visibleText } from './content.ts'
import { missingAccess, missingPermissions, refused, unknown } from './errors.ts'
import { snowflake } from './ids.ts'
import { EVERYONE, has, type PermissionName } from './permissions.ts'
import type { Channel, Guild, Message, Payload, SentMessage, User } from './types.ts'

export interface StoredMessage {
  message: Message
  readonly channel: ChannelState
  /** By the bot, or through it. */
  readonly own: boolean
  draft: Draft
  deleted: boolean
  /** "is thinking…": there is nothing to be read yet. */
  loading: boolean
  readonly ephemeralFor?: string
  readonly versions: string[]
}

export interface MemberState {
  readonly user: User
  readonly permissions: bigint
  readonly roles: readonly string[]
  readonly joined_at: string
}

export interface GuildState {
  readonly guild: Guild
  readonly members: Map<string, MemberState>
  readonly roles: Payload[]
  left: boolean
  unavailable: boolean
}

export interface ChannelState {
  readonly channel: Channel
  readonly guild?: GuildState
  /** Of a direct message. */
  readonly recipient?: User
  readonly messages: Map<string, StoredMessage>
  botPermissions: bigint
  /** Whether the permissions are other than those of the guild. */
  overwritten: boolean
  removed: boolean
  /** Of a direct message: the person takes none from the bot. */
  closed: boolean
  /** Of a thread. */
  archived: boolean
  locked: boolean
}

export interface Channels {
  person(id: string): User | undefined
  user(fields: Partial<User>): User
  guild(fields: Partial<Guild>): GuildState
  channel(guild: GuildState, fields: Partial<Channel>): ChannelState
  dm(user: User): ChannelState
  /** Those a test means. */
  guildOf(guild: { readonly id: string }): GuildState
  channelOf(channel: { readonly id: string }): ChannelState
  stored(message: { readonly id: string }): StoredMessage
  join(guild: GuildState, user: User, permissions: bigint, roles: readonly string[]): MemberState
  /** Those a bot means; refuse as the server does. */
  target(id: string, ...needed: PermissionName[]): ChannelState
  targetGuild(id: string): GuildState
  targetMessage(channel: ChannelState, id: string): StoredMessage
  add(
    channel: ChannelState,
    author: User,
    draft: Draft,
    fields: Partial<Message>,
    kind: { readonly own: boolean; readonly loading?: boolean; readonly ephemeralFor?: string },
  ): StoredMessage
  /** Gives a message its new content. */
  change(stored: StoredMessage, draft: Draft): void
  sent(wanted?: (stored: StoredMessage) => boolean): SentMessage[]
  shown(stored: StoredMessage): SentMessage
  readonly guilds: ReadonlyMap<string, GuildState>
  readonly all: ReadonlyMap<string, ChannelState>
}

export const isThread = ({ type }: Channel): boolean => type >= 10 && type <= 12

export function createChannels(me: User): Channels {
  const people = new Map<string, User>([[me.id, me]])
  const guilds = new Map<string, GuildState>()
  const all = new Map<string, ChannelState>()
  const messages = new Map<string, StoredMessage>()
  const order: StoredMessage[] = []

  const addChannel = (channel: Channel, parts: Partial<ChannelState>): ChannelState => {
    const state: ChannelState = {
      channel,
      messages: new Map(),
      botPermissions: EVERYONE,
      overwritten: false,
      removed: false,
      closed: false,
      archived: false,
      locked: false,
      ...parts,
    }
    all.set(channel.id, state)
    return state
  }
  const join: Channels['join'] = (guild, user, permissions, roles) => {
    const member = { user, permissions, roles, joined_at: new Date().toISOString() }
    guild.members.set(user.id, member)
    return member
  }
  const user: Channels['user'] = (fields) => {
    const id = fields.id ?? snowflake()
    const made: User = {
      id,
      username: `person_${id.slice(-4)}`,
      discriminator: '0',
      global_name: `شخص ${people.size}`,
      avatar: null,
      ...fields,
    }
    people.set(id, made)
    return made
  }
  /** As it is now; made once for each state of a message, since conditions look at all of them again and again. */
  const views = new WeakMap<Message, SentMessage>()
  const shown = (stored: StoredMessage): SentMessage => {
    const { message, versions, ephemeralFor } = stored
    const view = views.get(message) ?? {
      ...message,
      text: versions.at(-1) ?? '',
      versions: [...versions],
      ...(ephemeralFor === undefined ? {} : { ephemeralFor }),
    }
    views.set(message, view)
    return view
  }
  /** Suppressed embeds are not given back, not even the bot's own. */
  const written = ({
    content,
    embeds,
    components,
    flags,
    attachments = [],
  }: Draft): Pick<Message, 'content' | 'embeds' | 'components' | 'flags' | 'attachments'> => ({
    content,
    attachments: attachments as unknown as Message['attachments'],
    embeds: (flags & FLAGS.SUPPRESS_EMBEDS
      ? []
      : embeds.map((embed) => ({ type: 'rich', ...located(embed, attachments) }))) as Message['embeds'],
    components: components as NonNullable<Message['components']>,
    flags: flags as NonNullable<Message['flags']>,
  })
  const textOf = (draft: Draft): string =>
    visibleText(draft.flags & FLAGS.SUPPRESS_EMBEDS ? { ...draft, embeds: [] } : draft)

  return {
    person: (id) => people.get(id),
    user,
    guild(fields) {
      const id = fields.id ?? snowflake()
      const owner_id = fields.owner_id ?? user({}).id
      const guild = { id, name: `خادم ${guilds.size + 1}`, preferred_locale: 'en-US', ...fields, owner_id }
      const everyone = role({ id, name: '@everyone', permissions: String(EVERYONE), position: 0 })
      const state: GuildState = { guild, members: new Map(), roles: [everyone], left: false, unavailable: false }
      guilds.set(id, state)
      join(state, me, EVERYONE, [])
      const owner = people.get(owner_id)
      if (owner) join(state, owner, EVERYONE, [])
      return state
    },
    channel: (guild, fields) =>
      addChannel(
        { id: snowflake(), type: 0, name: `قناة-${all.size + 1}`, guild_id: guild.guild.id, ...fields },
        { guild },
      ),
    dm(recipient) {
      if (!people.has(recipient.id)) people.set(recipient.id, recipient)
      const known = [...all.values()].find((state) => state.recipient?.id === recipient.id)
      return known ?? addChannel({ id: snowflake(), type: 1 }, { recipient })
    },
    guildOf({ id }) {
      const state = guilds.get(id)
      if (!state) throw new Error(`Discord peer: there is no guild ${id}`)
      return state
    },
    channelOf({ id }) {
      const state = all.get(id)
      if (!state) throw new Error(`Discord peer: there is no channel ${id}`)
      return state
    },
    stored({ id }) {
      const found = messages.get(id)
      if (!found) throw new Error(`Discord peer: there is no message ${id}`)
      return found
    },
    join,
    target(id, ...needed) {
      const state = all.get(id)
      if (!state || state.removed) throw unknown.channel()
      if (state.guild?.left || !has(state.botPermissions, 'VIEW_CHANNEL')) throw missingAccess()
      for (const name of needed) {
        const there = name === 'SEND_MESSAGES' && isThread(state.channel) ? 'SEND_MESSAGES_IN_THREADS' : name
        if (state.guild && !has(state.botPermissions, there)) throw missingPermissions()
      }
      if (needed.includes('SEND_MESSAGES')) {
        if (state.channel.type === 4) throw refused(400, 50008, 'Cannot send messages in a non-text channel')
        if (state.closed) throw refused(403, 50007, 'Cannot send messages to this user')
        if (state.locked && !has(state.botPermissions, 'MANAGE_THREADS')) throw refused(400, 160005, 'Thread is locked')
      }
      return state
    },
    targetGuild(id) {
      const state = guilds.get(id)
      if (!state) throw unknown.guild()
      if (state.left) throw missingAccess()
      return state
    },
    targetMessage(channel, id) {
      const found = channel.messages.get(id)
      // What is shown to one person only is not there for anybody else, the bot's own calls included.
      if (!found || found.deleted || found.ephemeralFor !== undefined) throw unknown.message()
      return found
    },
    add(channel, author, draft, fields, kind) {
      const id = snowflake()
      const text = textOf(draft)
      const stored: StoredMessage = {
        message: {
          id,
          channel_id: channel.channel.id,
          author,
          timestamp: new Date().toISOString(),
          edited_timestamp: null,
          tts: false,
          mention_everyone: false,
          mentions: [],
          mention_roles: [],
          pinned: false,
          type: 0,
          ...written(draft),
          ...fields,
        },
        channel,
        draft,
        deleted: false,
        loading: false,
        versions: kind.loading ? [] : [text],
        ...kind,
      }
      channel.messages.set(id, stored)
      messages.set(id, stored)
      if (kind.own) order.push(stored)
      return stored
    },
    change(stored, draft) {
      const edited = stored.loading ? {} : { edited_timestamp: new Date().toISOString() }
      stored.draft = draft
      stored.loading = false
      stored.message = { ...stored.message, ...edited, ...written(draft) }
      stored.versions.push(textOf(draft))
    },
    sent: (wanted = () => true) =>
      order.filter((stored) => !stored.deleted && !stored.loading && wanted(stored)).map(shown),
    shown,
    guilds,
    all,
  }
}

export function role(fields: Payload): Payload {
  return {
    id: snowflake(),
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position: 1,
    managed: false,
    mentionable: false,
    flags: 0,
    ...fields,
  }
}

/** As the API and the gateway write them. */
export function memberData({ user, roles, joined_at }: MemberState): Payload {
  return {
    user,
    roles: [...roles],
    joined_at,
    nick: null,
    avatar: null,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
  }
}

export function channelData(state: ChannelState, me: User): Payload {
  const { channel, recipient, botPermissions, overwritten, archived, locked } = state
  if (recipient) return { ...channel, last_message_id: null, recipients: [recipient], flags: 0 }
  const denied = EVERYONE & ~botPermissions
  const own = { id: me.id, type: 1, allow: String(botPermissions), deny: String(denied) }
  const common = { ...channel, last_message_id: null, rate_limit_per_user: 0, flags: 0 }
  if (isThread(channel)) {
    const archive = {
      archived,
      auto_archive_duration: 1440,
      archive_timestamp: new Date().toISOString(),
      locked,
    }
    return {
      ...common,
      owner_id: me.id,
      message_count: 0,
      member_count: 1,
      total_message_sent: 0,
      thread_metadata: archive,
    }
  }
  return {
    parent_id: null,
    ...common,
    topic: null,
    nsfw: false,
    position: 0,
    permission_overwrites: overwritten ? [own] : [],
  }
}

export function guildData({ guild, roles, members }: GuildState): Payload {
  return {
    ...guild,
    icon: null,
    splash: null,
    discovery_splash: null,
    description: null,
    banner: null,
    features: [],
    roles,
    emojis: [],
    stickers: [],
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    application_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    vanity_url_code: null,
    nsfw: false,
    nsfw_level: 0,
    approximate_member_count: members.size,
  }
}
