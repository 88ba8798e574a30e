/** What an interaction is to Sanad (Discord API, "Interactions"). Pure: the same interaction gives the same event. */
import {
  type APIApplicationCommandInteractionDataBasicOption,
  type APIInteraction,
  type APIMessage,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageFlags,
  type ModalSubmitComponent,
  PermissionFlagsBits,
} from 'discord.js'
import { type Address, type Incoming, languageNamed } from '../../src/index.ts'
import { buttonOf } from '../chat/posts.ts'
import type { Pseudonyms } from '../chat/pseudonym.ts'
import { ARABIC, MENUS } from './commands.ts'

export const PLATFORM = 'discord'

/** By what Discord is answered; the token is a secret and ends after a quarter of an hour. */
export interface Via {
  readonly interaction: string
  readonly application: string
  readonly token: string
  /** Milliseconds since 1970, by Discord's clock. */
  readonly at: number
}

interface Heard {
  readonly via: Via
  readonly channel: string
  readonly incoming: Omit<Incoming, 'isModerator'>
  readonly moderator: boolean
  /** Whether the person may write in the channel, and whether the bot may. */
  readonly mayWrite: boolean
  readonly botMayWrite: boolean
}

export type Event =
  /** `hidden`: for this person alone. `asks`: what is still to be typed, in a form. */
  | (Heard & { readonly type: 'command'; readonly name: string; readonly hidden: boolean; readonly asks?: 'text' })
  /** A button. `onHidden`: under a message that only this person sees. */
  | (Heard & { readonly type: 'press'; readonly key: string; readonly index: number; readonly onHidden: boolean })
  | (Heard & { readonly type: 'form'; readonly name: string })
  | { readonly type: 'complete'; readonly via: Via; readonly option: string; readonly typed: string }
  | { readonly type: 'ignored' }

const IGNORED: Event = { type: 'ignored' }
/** Names of a form and of its only field. */
export const FORM: RegExp = /^form:([a-z]+)$/
export const FIELD = 'text'
/** Milliseconds of Discord's epoch, at which snowflakes begin. */
const EPOCH = 1_420_070_400_000n
/** Answers to these are for who asked, unless they say otherwise. */
const HIDDEN: ReadonlySet<string> = new Set([
  'help',
  'sources',
  'verify',
  'gaps',
  'settings',
  'mydata',
  'forgetme',
  'last',
])

export function decode(interaction: APIInteraction, names: Pseudonyms): Event {
  const person = interaction.member?.user ?? interaction.user
  if (person === undefined || person.bot === true || interaction.type === InteractionType.Ping) return IGNORED
  const channel = interaction.channel?.id ?? interaction.channel_id
  if (channel === undefined) return IGNORED
  const via: Via = {
    interaction: interaction.id,
    application: interaction.application_id,
    token: interaction.token,
    at: momentOf(interaction.id),
  }
  const language = languageNamed(interaction.locale)
  const guild = interaction.guild_id
  const may = (permissions: string | undefined, flag: bigint): boolean =>
    (BigInt(permissions ?? 0) & (flag | PermissionFlagsBits.Administrator)) !== 0n
  const inThread = interaction.channel !== undefined && [10, 11, 12].includes(interaction.channel.type)
  const write = inThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages
  const address: Address =
    guild === undefined
      ? { platform: PLATFORM, conversation: names.conversation({ id: channel, type: 'private' }) }
      : { platform: PLATFORM, conversation: guild, thread: channel }
  const heard = (text: string, more: Partial<Incoming> = {}): Heard => ({
    via,
    channel,
    moderator: guild === undefined || may(interaction.member?.permissions, PermissionFlagsBits.ManageMessages),
    mayWrite: guild === undefined || may(interaction.member?.permissions, write),
    botMayWrite: guild === undefined || may(interaction.app_permissions, write),
    incoming: {
      id: interaction.id,
      address,
      place: guild === undefined ? 'private' : 'group',
      from: names.person(person.id),
      text,
      addressed: true,
      ...(language === undefined ? {} : { language }),
      ...more,
    },
  })

  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction
      if (data.type === ApplicationCommandType.Message) {
        const target = data.resolved.messages[data.target_id]
        const name = MENUS.ask.some((menu) => menu === data.name) ? 'ask' : 'verify'
        return { type: 'command', name, hidden: name === 'verify', ...heard(`/${name}`, { replyTo: wordsOf(target) }) }
      }
      if (data.type !== ApplicationCommandType.ChatInput) return IGNORED
      const name = ARABIC[data.name] ?? data.name
      const given = optionsOf(data.options as readonly APIApplicationCommandInteractionDataBasicOption[] | undefined)
      const hidden = given['private'] === true || (given['private'] === undefined && HIDDEN.has(name))
      const argument =
        given['question'] ?? given['topic'] ?? given['text'] ?? (name === 'sources' ? given['source'] : '')
      const source = name === 'ask' && typeof given['source'] === 'string' ? { source: given['source'] } : {}
      if (name === 'verify' && given['text'] === undefined)
        return { type: 'command', name, hidden, asks: 'text', ...heard('/verify') }
      return { type: 'command', name, hidden, ...heard(`/${name} ${argument ?? ''}`.trim(), source) }
    }
    case InteractionType.MessageComponent: {
      const onHidden = ((interaction.message.flags ?? 0) & MessageFlags.Ephemeral) !== 0
      return { type: 'press', onHidden, ...buttonOf(interaction.data.custom_id), ...heard('') }
    }
    case InteractionType.ModalSubmit: {
      const [, name] = FORM.exec(interaction.data.custom_id) ?? []
      if (name === undefined) return IGNORED
      const [value = ''] = interaction.data.components.flatMap(valuesOf)
      return { type: 'form', name, ...heard(`/${name} ${value}`.trim()) }
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const options = interaction.data.options as readonly (APIApplicationCommandInteractionDataBasicOption & {
        focused?: boolean
      })[]
      const focused = options.find((one) => one.focused === true)
      if (focused === undefined) return IGNORED
      const option = ARABIC[focused.name] ?? focused.name
      return { type: 'complete', via, option, typed: 'value' in focused ? String(focused.value) : '' }
    }
    default:
      return IGNORED
  }
}

/** When a snowflake was made, in milliseconds since 1970. */
export function momentOf(snowflake: string): number {
  return Number((BigInt(snowflake) >> 22n) + EPOCH)
}

function optionsOf(
  options: readonly APIApplicationCommandInteractionDataBasicOption[] = [],
): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    options.flatMap((one) =>
      one.type === ApplicationCommandOptionType.String || one.type === ApplicationCommandOptionType.Boolean
        ? [[ARABIC[one.name] ?? one.name, one.value]]
        : [],
    ),
  )
}

/** What a message says: its words, and those of its embeds, in which Sanad itself quotes. */
function wordsOf(message: APIMessage | undefined): string {
  if (message === undefined) return ''
  return [message.content, ...message.embeds.flatMap(({ title, description }) => [description, title])]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n')
}

type Submitted = {
  readonly type: number
  readonly component?: ModalSubmitComponent
  readonly components?: readonly ModalSubmitComponent[]
}

function valuesOf(row: Submitted): string[] {
  const fields = [...(row.component === undefined ? [] : [row.component]), ...(row.components ?? [])]
  return fields.flatMap((field) => (field.type === ComponentType.TextInput ? [field.value] : []))
}
