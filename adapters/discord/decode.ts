/** What an interaction is to Sanad (Discord API, "Interactions"). Pure: the same interaction gives the same event. */
import {
  type APIInteraction,
  type APIMessage,
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
import { MENUS } from './commands.ts'
import { type Attachment, focusedOf, typedOf } from './typed.ts'

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
  readonly incoming: Omit<Incoming, 'isModerator' | 'file'>
  readonly moderator: boolean
  readonly file?: Attachment
  /** Whether the person may write in the channel, and whether the bot may. */
  readonly mayWrite: boolean
  readonly botMayWrite: boolean
}

export type Event =
  /** `hidden`: for this person alone. `asks`: what is still to be typed, in a form. */
  | (Heard & { readonly type: 'command'; readonly name: string; readonly hidden: boolean; readonly asks?: 'text' })
  | (Heard & Button & { readonly type: 'press' })
  /** The form that a button opened; `fields` are what was written, in order. */
  | (Heard & Button & { readonly type: 'filled'; readonly fields: readonly string[] })
  | (Heard & { readonly type: 'form'; readonly name: string })
  | {
      readonly type: 'complete'
      readonly via: Via
      readonly here: Address
      readonly option: string
      readonly typed: string
    }
  | { readonly type: 'ignored' }

interface Button {
  readonly key: string
  readonly index: number
  /** It is under a message that only this person sees. */
  readonly onHidden: boolean
}

const IGNORED: Event = { type: 'ignored' }
/** How a form is named: by its command, or by the button that opens it. */
export const formName = (of: string): string => `form:${of}`
const FORM = /^form:(?:([a-z]+)|([\w-]+:\d+))$/
/** Milliseconds of Discord's epoch, at which snowflakes begin. */
const EPOCH = 1_420_070_400_000n

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
  const heard = (text: string, hidden: boolean, more: Partial<Incoming> = {}): Heard => ({
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
      ...(hidden && guild !== undefined ? { hidden } : {}),
      ...(language === undefined ? {} : { language }),
      ...more,
    },
  })

  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      const { data } = interaction
      if (data.type === ApplicationCommandType.Message) {
        const replyTo = wordsOf(data.resolved.messages[data.target_id])
        const name = MENUS.ask.some((menu) => menu === data.name) ? 'ask' : 'verify'
        const hidden = name === 'verify'
        return { type: 'command', name, hidden, ...heard(`/${name}`, hidden, { replyTo }) }
      }
      if (data.type !== ApplicationCommandType.ChatInput) return IGNORED
      const { text, source, ...typed } = typedOf(data)
      return { type: 'command', ...typed, ...heard(text, typed.hidden, source === undefined ? {} : { source }) }
    }
    case InteractionType.MessageComponent: {
      const onHidden = isHidden(interaction.message)
      return { type: 'press', onHidden, ...buttonOf(interaction.data.custom_id), ...heard('', true) }
    }
    case InteractionType.ModalSubmit: {
      const [, name, button] = FORM.exec(interaction.data.custom_id) ?? []
      const fields = interaction.data.components.flatMap(valuesOf)
      if (name !== undefined) return { type: 'form', name, ...heard(`/${name} ${fields[0] ?? ''}`.trim(), true) }
      if (button === undefined) return IGNORED
      return {
        type: 'filled',
        fields,
        onHidden: isHidden(interaction.message),
        ...buttonOf(button),
        ...heard('', true),
      }
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const focused = focusedOf(interaction.data.options)
      return focused === undefined ? IGNORED : { type: 'complete', via, here: address, ...focused }
    }
    default:
      return IGNORED
  }
}

/** When a snowflake was made, in milliseconds since 1970. */
export function momentOf(snowflake: string): number {
  return Number((BigInt(snowflake) >> 22n) + EPOCH)
}

/** Whether one person alone sees a message. */
const isHidden = (message: APIMessage | undefined): boolean => ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0

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
