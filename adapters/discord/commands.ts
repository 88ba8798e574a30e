/**
 * The application commands (Discord API, "Application Commands"). Arabic is the default text, since Discord has no Arabic locale;
 * French and English clients see theirs. Every asking command has an Arabic-named twin.
 */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js'
import { type Language, type Phrases, phrases } from '../../src/index.ts'

type Definition = RESTPutAPIApplicationCommandsJSONBody[number]

/** What an option is to the program, whatever it is called. */
export type OptionName = keyof Phrases['options']

/** Arabic names of commands and options: the twins of the Latin ones. */
export const ARABIC: Readonly<Record<string, string>> = {
  اسأل: 'ask',
  سؤال: 'question',
  خاص: 'private',
  مصدر: 'source',
  لخص: 'summary',
  موضوع: 'topic',
}
const arabicOf = (name: string): string => Object.entries(ARABIC).find(([, latin]) => latin === name)?.[0] ?? name

/** Message context menus by what they do, in Arabic and in English: Discord shows both, whatever the client's language. */
export const MENUS = {
  ask: ['أجب عن هذا', 'Answer this'],
  verify: ['تحقّق من الاقتباس', 'Verify quote'],
} as const

const LONGEST_QUESTION = 1000
/** Of a time, and of the name of a zone. */
const LONGEST_TIME = 20
const LONGEST_ZONE = 60
const LONGEST_DESCRIPTION = 100
/** Locales of Discord's in which a language is shown. */
const LOCALES: readonly (readonly [string, Language])[] = [
  ['fr', 'fr'],
  ['en-US', 'en'],
  ['en-GB', 'en'],
]
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
}

const MODES = ['review', 'auto'] as const
/** Channels in which a message can be written: neither voices nor forums. */
const CHANNELS = {
  type: ApplicationCommandOptionType.Channel,
  channel_types: [
    ChannelType.GuildText,
    ChannelType.GuildAnnouncement,
    ChannelType.AnnouncementThread,
    ChannelType.PublicThread,
    ChannelType.PrivateThread,
  ],
}

/** Every command of Sanad's. */
export function definitions(): Definition[] {
  const question = { ...option('question'), required: true, max_length: LONGEST_QUESTION }
  const topic = { ...option('topic'), required: true, autocomplete: true, max_length: 100 }
  const hidden = { ...option('private'), type: ApplicationCommandOptionType.Boolean }
  const source = { ...option('source'), autocomplete: true }
  const asking = [question, hidden, source]
  return [
    command('ask', asking),
    twin('ask', asking),
    command('summary', [topic, hidden]),
    twin('summary', [topic, hidden]),
    command('verify', [{ ...option('text'), max_length: 4000 }]),
    command('sources', [source]),
    command('help', []),
    command('last', []),
    command('mydata', []),
    command('forgetme', []),
    ...[
      command('digest', [
        subcommand('preview'),
        subcommand('post'),
        subcommand('off'),
        subcommand('schedule', [
          { ...option('time'), required: true, max_length: LONGEST_TIME },
          { ...option('zone'), autocomplete: true, max_length: LONGEST_ZONE },
          { ...option('mode'), choices: MODES.map(choice) },
          { ...option('channel'), ...CHANNELS },
          { ...option('drafts'), ...CHANNELS },
        ]),
      ]),
      command('gaps', []),
      command('corpus', [
        subcommand('add', [{ ...option('file'), type: ApplicationCommandOptionType.Attachment, required: true }]),
        subcommand('list'),
        subcommand('remove', [
          { ...option('number'), type: ApplicationCommandOptionType.Integer, required: true, min_value: 1 },
        ]),
      ]),
      command('stats', []),
      command('why', [question]),
      command('settings', []),
    ].map((one) => ({ ...one, default_member_permissions: String(PermissionFlagsBits.ManageMessages) })),
    ...Object.values(MENUS)
      .flat()
      .map((name) => ({ type: ApplicationCommandType.Message as const, name, ...EVERYWHERE })),
  ]
}

type Option = ReturnType<typeof option>
type NamedCommand = keyof Phrases['menu']

function option(name: OptionName): {
  name: string
  type: ApplicationCommandOptionType.String
  description: string
  description_localizations: Record<string, string>
} {
  return { name, type: ApplicationCommandOptionType.String, ...described((say) => say.options[name]) }
}

function subcommand(name: keyof Phrases['subcommands'], options: readonly object[] = []): object {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...described((say) => say.subcommands[name]),
    options,
  }
}

function choice(mode: (typeof MODES)[number]): object {
  const { description: name, description_localizations: name_localizations } = described((say) => say.modes[mode])
  return { name, name_localizations, value: mode }
}

function command(name: NamedCommand, options: readonly object[]): Definition {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described((say) => say.menu[name]),
    options: options as Option[],
    ...EVERYWHERE,
  } as Definition
}

/** The same command under its Arabic name. */
function twin(name: NamedCommand, options: readonly object[]): Definition {
  const named = options.map((one) => ({ ...one, name: arabicOf((one as Option).name) }))
  return { ...command(name, named), name: arabicOf(name) }
}

function described(text: (say: Phrases) => string): {
  description: string
  description_localizations: Record<string, string>
} {
  const cut = (words: string): string => words.slice(0, LONGEST_DESCRIPTION)
  return {
    description: cut(text(phrases('ar'))),
    description_localizations: Object.fromEntries(
      LOCALES.map(([locale, language]) => [locale, cut(text(phrases(language)))]),
    ),
  }
}
