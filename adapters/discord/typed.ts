/** A chat command as it would be typed: its options put into words (Discord API, "Application Command Interaction"). Pure. */
import {
  type APIApplicationCommandInteractionDataBasicOption as BasicOption,
  type APIChatInputApplicationCommandInteractionData as CommandData,
  ApplicationCommandOptionType as Kind,
  type APIApplicationCommandInteractionDataOption as Option,
} from 'discord.js'
import { ARABIC, type OptionName } from './commands.ts'

export interface Typed {
  readonly name: string
  readonly text: string
  /** The answer is for this person alone. */
  readonly hidden: boolean
  /** The only document to answer from. */
  readonly source?: string
  /** What is still to be typed, in a form. */
  readonly asks?: 'text'
  readonly file?: Attachment
}

/** A file as Discord tells of it. */
export interface Attachment {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly url: string
}

type Given = Readonly<Partial<Record<OptionName, string | number | boolean>>>

/** Answers to these are for who asked, unless they say otherwise. */
const HIDDEN: ReadonlySet<string> = new Set([
  'help',
  'sources',
  'verify',
  'digest',
  'gaps',
  'corpus',
  'stats',
  'why',
  'settings',
  'mydata',
  'forgetme',
  'last',
])

export function typedOf(data: CommandData): Typed {
  const name = ARABIC[data.name] ?? data.name
  const [first] = data.options ?? []
  const inner = first?.type === Kind.Subcommand ? first : undefined
  const given = givenIn(inner === undefined ? data.options : inner.options)
  const { private: own, source, file } = given
  const attached = typeof file === 'string' ? data.resolved?.attachments?.[file] : undefined
  return {
    name,
    text: [`/${name}`, ...argumentsOf(name, inner?.name, given)].join(' ').trim(),
    hidden: own === true || (own === undefined && HIDDEN.has(name)),
    ...(name === 'ask' && typeof source === 'string' ? { source } : {}),
    ...(name === 'verify' && given.text === undefined ? { asks: 'text' } : {}),
    ...(attached === undefined ? {} : { file: { name: nameOf(attached), size: attached.size, url: attached.url } }),
  }
}

/** The option that somebody is typing in, by its Latin name. */
export function focusedOf(options: readonly Option[]): { readonly option: string; readonly typed: string } | undefined {
  const all = options.flatMap((one) => ('options' in one ? (one.options ?? []) : [one])) as (BasicOption & {
    focused?: boolean
  })[]
  const found = all.find(({ focused }) => focused === true)
  return found === undefined
    ? undefined
    : { option: ARABIC[found.name] ?? found.name, typed: 'value' in found ? String(found.value) : '' }
}

function argumentsOf(name: string, subcommand: string | undefined, given: Given): readonly (string | number)[] {
  const words = (...all: readonly (string | number | boolean | undefined)[]): (string | number)[] =>
    all.filter((one) => (typeof one === 'string' && one !== '') || typeof one === 'number') as (string | number)[]
  switch (subcommand) {
    case undefined:
      return words(given.question ?? given.topic ?? given.text ?? (name === 'sources' ? given.source : undefined))
    case 'preview':
      return []
    case 'schedule':
      return words(
        word(given.time),
        word(given.zone),
        word(given.mode),
        named('to', given.channel),
        named('drafts', given.drafts),
      )
    default:
      return words(subcommand, given.number)
  }
}

/**
 * One word, whatever was typed. With letters it has no colon: only a channel that Discord itself has named, one of this server, begins
 * with the name of its part.
 */
function word(value: Given[OptionName]): string | undefined {
  if (typeof value !== 'string') return undefined
  const bare = value.replace(/\s+/gu, '')
  return /\p{L}/u.test(bare) ? bare.replaceAll(':', '') : bare
}

const named = (part: string, channel: Given[OptionName]): string | undefined =>
  typeof channel === 'string' && /^\d{1,20}$/.test(channel) ? `${part}:${channel}` : undefined

function givenIn(options: readonly Option[] = []): Given {
  return Object.fromEntries(
    options.flatMap((one) => ('value' in one ? [[ARABIC[one.name] ?? one.name, one.value]] : [])),
  )
}

/** Discord leaves letters that are not Latin out of a file's name, and keeps what it was called as its title, without the ending. */
function nameOf({ filename, title }: { readonly filename: string; readonly title?: string | null }): string {
  const ending = /\.[^.]+$/u.exec(filename)?.[0] ?? ''
  if (title === undefined || title === null || title.trim() === '') return filename
  return title.toLowerCase().endsWith(ending.toLowerCase()) ? title : `${title}${ending}`
}
