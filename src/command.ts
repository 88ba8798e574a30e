/**
 * What a message asks Sanad to do. The words are the same on every platform: a slash command (with or without the bot's
 * name), its Arabic name in plain text, or the question itself.
 */
import { LANGUAGES, type Language } from './text/language.ts'
import { normalize } from './text/normalize.ts'
import { tokenize } from './text/tokenize.ts'

export type Command =
  | { readonly name: 'ask'; readonly question: string }
  | { readonly name: 'more'; readonly question: string; readonly from: number; readonly source?: string }
  | { readonly name: 'passage'; readonly id: string; readonly quote?: { readonly start: number; readonly end: number } }
  | { readonly name: 'verify'; readonly text: string }
  | { readonly name: 'summary'; readonly topic: string }
  | { readonly name: 'sources'; readonly document?: string }
  | { readonly name: 'settings'; readonly change?: Change }
  | { readonly name: 'vote'; readonly vote: 'up' | 'down'; readonly question: string }
  /** Puts an unanswered question before the moderators. */
  | { readonly name: 'raise'; readonly question: string }
  /** The raised questions; `close` puts the group of one aside. */
  | { readonly name: 'gaps'; readonly close?: string }
  | { readonly name: 'mydata' }
  | { readonly name: 'forgetme' }
  | { readonly name: 'help' }
  /** A greeting, thanks, or nothing that could be searched for. */
  | { readonly name: 'greeting' }
  | { readonly name: 'unknown'; readonly text: string }

/** What `/settings` is to do; showing a page of the documents changes nothing. */
export type Change =
  | { readonly what: 'language'; readonly language: Language | undefined }
  | { readonly what: 'page'; readonly page: number }
  | { readonly what: 'source'; readonly document: string; readonly allowed: boolean; readonly page: number }
  | { readonly what: 'every source' }

/** The commands that people type, in the order a menu shows them. */
export const MENU = ['ask', 'summary', 'verify', 'sources', 'help', 'mydata', 'forgetme', 'gaps', 'settings'] as const
/** Those only moderators may use. */
export const FOR_MODERATORS: readonly string[] = ['gaps', 'settings']

const KNOWN: ReadonlySet<string> = new Set([...MENU, 'start', 'more', 'passage', 'vote', 'raise'])
/** "اسال الله …" is a prayer, not a question. */
const CALL = /^(?:سند\s*[،,:!]|اس[أا]ل(?!\s+الله)(?:\s+سند)?\s*[،,:]?(?=\s))\s*/u
const SLASH = /^\/([a-z_]+)(?:@\w+)?(?:\s+([\s\S]*))?$/iu
const GREETINGS: Set<string> = new Set(
  (
    'سلام السلام عليكم وعليكم ورحمة الله وبركاته مرحبا أهلا اهلا وسهلا صباح مساء الخير النور شكرا جزيلا بارك فيك فيكم جزاك خيرا تحية طيبة لاباس لباس واخا تمام حسنا ' +
    'hello hi hey thanks thank you good morning evening bonjour bonsoir salut merci beaucoup salam slm cc ok okay'
  )
    .split(' ')
    .map(normalize),
)

/** Whether a text calls Sanad by its Arabic name or verb: "سند، …", "اسأل …". */
export function callsSanad(text: string): boolean {
  return CALL.test(text.trim())
}

/** Whether a text is one of Sanad's commands, and not another bot's. */
export function isCommand(text: string): boolean {
  return KNOWN.has(SLASH.exec(text.trim())?.[1]?.toLowerCase() ?? '')
}

/** The command of a message that is meant for Sanad. A command without its text takes that of the message it replies to. */
export function parseCommand(text: string, replyTo: string = ''): Command {
  const trimmed = text.trim()
  const slash = SLASH.exec(trimmed)
  if (slash === null) return question(trimmed.replace(CALL, '').trim() || replyTo)
  const [, name = '', rest = ''] = slash
  const argument = rest.trim()
  switch (name.toLowerCase()) {
    case 'ask':
      return question(argument || replyTo)
    case 'more':
      return more(argument)
    case 'passage':
      return passage(argument)
    case 'start':
      return argument.startsWith('p_') ? passage(argument.slice(2)) : { name: 'help' }
    case 'verify':
      return { name: 'verify', text: argument || replyTo }
    case 'summary':
      return { name: 'summary', topic: argument || replyTo }
    case 'sources':
      return argument === '' ? { name: 'sources' } : { name: 'sources', document: argument }
    case 'settings':
      return settings(argument)
    case 'vote': {
      const [, vote, id] = /^(up|down)\s+(\S+)$/u.exec(argument) ?? []
      return id === undefined ? { name: 'help' } : { name: 'vote', vote: vote as 'up' | 'down', question: id }
    }
    case 'raise':
      return /^\S+$/u.test(argument) ? { name: 'raise', question: argument } : { name: 'help' }
    case 'gaps': {
      const [, close] = /^close\s+(\S+)$/u.exec(argument) ?? []
      return close === undefined ? { name: 'gaps' } : { name: 'gaps', close }
    }
    case 'mydata':
    case 'forgetme':
    case 'help':
      return { name: name.toLowerCase() as 'mydata' | 'forgetme' | 'help' }
    default:
      return { name: 'unknown', text: `/${name}` }
  }
}

/** `FROM QUESTION`, or `FROM in:DOCUMENT QUESTION` for one document, its id URL-encoded. */
function more(argument: string): Command {
  const [, from = '0', source, asked = ''] = /^(\d{1,4})\s+(?:in:(\S+)\s+)?([\s\S]*)$/u.exec(argument) ?? []
  if (asked === '') return { name: 'help' }
  const found = { name: 'more', question: asked, from: Number(from) } as const
  return source === undefined ? found : { ...found, source: decoded(source) }
}

/** What is no encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `ID`, or `ID START-END` to mark a quote in it. */
function passage(argument: string): Command {
  const [, id, start, end] = /^([a-z0-9]{1,32})(?:[\s_](\d{1,9})-(\d{1,9}))?$/u.exec(argument) ?? []
  if (id === undefined) return { name: 'help' }
  return { name: 'passage', id, ...(start === undefined ? {} : { quote: { start: Number(start), end: Number(end) } }) }
}

/** `language ar|fr|en|auto` · `sources [PAGE]` · `sources all` · `source PAGE on|off DOCUMENT`; anything else shows them. */
function settings(argument: string): Command {
  const [what, first] = argument.split(/\s+/u)
  const language = LANGUAGES.find((known) => known === first)
  if (what === 'language' && (language !== undefined || first === 'auto'))
    return { name: 'settings', change: { what: 'language', language } }
  if (what === 'sources' && first === 'all') return { name: 'settings', change: { what: 'every source' } }
  if (what === 'sources')
    return { name: 'settings', change: { what: 'page', page: /^\d{1,4}$/.test(first ?? '') ? Number(first) : 1 } }
  const [, page, allowed, document] = /^source\s+(\d{1,4})\s+(on|off)\s+(.+)$/su.exec(argument) ?? []
  if (document === undefined) return { name: 'settings' }
  return { name: 'settings', change: { what: 'source', page: Number(page), allowed: allowed === 'on', document } }
}

function question(text: string): Command {
  const words = tokenize(text).map((token) => token.text)
  if (words.every((word) => GREETINGS.has(word))) return { name: 'greeting' }
  return { name: 'ask', question: text }
}
