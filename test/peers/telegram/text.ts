/**
 * Text as the server takes it. Parsing is done by TDLib, the library the real server is built on, so the verdicts and error
 * texts are its own.
 */
import { createRequire } from 'node:module'
import type { TelegramMessageEntity, TelegramMessageEntityType } from '@gramio/types'
import { cleaned, type FormattedText, isEmpty, trimmed } from './clean.ts'
import { broken } from './errors.ts'
import type { User } from './types.ts'

export interface TextOptions {
  readonly parse_mode?: string | undefined
  readonly entities?: readonly TelegramMessageEntity[] | undefined
  readonly limit: number
  /** Why an empty text is refused, or undefined when it may be empty. */
  readonly empty?: string
  readonly tooLong: string
  readonly user: (id: number) => User | undefined
}

interface TdEntity {
  readonly offset: number
  readonly length: number
  readonly type: {
    readonly _: string
    readonly url?: string
    readonly language?: string
    readonly user_id?: number
    readonly custom_emoji_id?: string
  }
}

type TdAnswer =
  | { readonly _: 'error'; readonly message: string }
  | { readonly _: 'formattedText'; readonly text: string; readonly entities: TdEntity[] }
  | { readonly _: 'textEntities'; readonly text: ''; readonly entities: TdEntity[] }

interface Tdl {
  configure(options: object): void
  execute(request: object): TdAnswer
}

let tdlib: Tdl | undefined

/** Loaded on first use, once in a process: TDLib refuses to be configured again. */
function execute(request: object): TdAnswer {
  if (!tdlib) {
    const require = createRequire(import.meta.url)
    tdlib = require('tdl') as Tdl
    const { getTdjson } = require('prebuilt-tdlib') as { getTdjson(): string }
    const shared = globalThis as { telegramPeerTdlib?: true }
    if (!shared.telegramPeerTdlib) tdlib.configure({ tdjson: getTdjson(), verbosityLevel: 0 })
    shared.telegramPeerTdlib = true
  }
  return tdlib.execute(request)
}

const MODES: Record<string, object> = {
  html: { _: 'textParseModeHTML' },
  markdown: { _: 'textParseModeMarkdown', version: 1 },
  markdownv2: { _: 'textParseModeMarkdown', version: 2 },
}

/** The names that differ from the Bot API's otherwise equal ones. */
const TYPE_NAMES: Record<string, TelegramMessageEntityType> = {
  PreCode: 'pre',
  BlockQuote: 'blockquote',
  ExpandableBlockQuote: 'expandable_blockquote',
  TextUrl: 'text_link',
  MentionName: 'text_mention',
  EmailAddress: 'email',
}
/** Found by TDLib, but no entity of the Bot API. */
const UNKNOWN_TO_BOTS = new Set(['BankCardNumber', 'MediaTimestamp'])

export function formatText(source: string, options: TextOptions): FormattedText {
  if (!source.isWellFormed()) throw broken('strings must be encoded in UTF-8')
  const parsed = options.parse_mode
    ? parse(source, options.parse_mode, options.user)
    : { text: source, entities: checked(source, options.entities ?? []) }
  const { text, entities } = trimmed(cleaned(parsed))
  if (isEmpty(text)) {
    if (options.empty !== undefined) throw broken(options.empty)
    return { text: '', entities: [] }
  }
  if (text.length > options.limit) throw broken(options.tooLong)
  const found = findEntities(text).filter((one) => !entities.some((other) => excludes(other, one)))
  return { text, entities: sorted([...entities, ...found]) }
}

/** What a client marks by itself: commands, mentions, links, hashtags. */
export function findEntities(text: string): TelegramMessageEntity[] {
  if (!text.isWellFormed()) return []
  const answer = execute({ _: 'getTextEntities', text })
  return answer._ === 'error' ? [] : answer.entities.flatMap((entity) => botEntity(entity, () => undefined))
}

function parse(text: string, mode: string, user: TextOptions['user']): FormattedText {
  const parse_mode = MODES[mode.toLowerCase()]
  if (!parse_mode) throw broken('Unsupported parse_mode')
  const answer = execute({ _: 'parseTextEntities', text, parse_mode })
  if (answer._ === 'error') throw broken(answer.message)
  return { text: answer.text, entities: answer.entities.flatMap((entity) => botEntity(entity, user)) }
}

function botEntity({ offset, length, type }: TdEntity, user: TextOptions['user']): TelegramMessageEntity[] {
  const name = type._.replace('textEntityType', '')
  if (UNKNOWN_TO_BOTS.has(name)) return []
  const known = TYPE_NAMES[name] ?? (name.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase() as TelegramMessageEntityType)
  const entity: TelegramMessageEntity = { offset, length, type: known }
  if (type.url !== undefined) entity.url = type.url
  if (type.language) entity.language = type.language
  if (type.custom_emoji_id !== undefined) entity.custom_emoji_id = type.custom_emoji_id
  if (type.user_id === undefined) return [entity]
  // A person the bot has never met cannot be mentioned: only the text stays.
  const person = user(type.user_id)
  return person ? [{ ...entity, user: person }] : []
}

/** TDLib has no call that only checks entities; turning them into Markdown checks them first. */
function checked(text: string, entities: readonly TelegramMessageEntity[]): TelegramMessageEntity[] {
  if (entities.length === 0) return []
  const answer = execute({
    _: 'getMarkdownText',
    text: {
      _: 'formattedText',
      text,
      entities: entities.map(({ offset, length }) => ({
        _: 'textEntity',
        offset,
        length,
        type: { _: 'textEntityTypeBold' },
      })),
    },
  })
  if (answer._ === 'error') throw broken(answer.message)
  const bare = entities.find(
    ({ type, url, user }) => (type === 'text_link' && !url) || (type === 'text_mention' && !user),
  )
  if (bare) throw broken(`can't parse MessageEntity: ${bare.type} has no target`)
  return sorted(entities)
}

/** Nothing is marked by itself inside code or a link that is there already. */
function excludes(other: TelegramMessageEntity, one: TelegramMessageEntity): boolean {
  const closed = ['code', 'pre', 'text_link', 'text_mention', 'url', 'mention', 'hashtag', 'bot_command', 'email']
  const apart = other.offset >= one.offset + one.length || one.offset >= other.offset + other.length
  return !apart && closed.includes(other.type)
}

const sorted = (entities: readonly TelegramMessageEntity[]): TelegramMessageEntity[] =>
  [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length)
