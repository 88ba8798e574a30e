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
  | { readonly name: 'digest'; readonly does?: DigestCommand }
  /** Something to be done with a slot of the digest, by its number. */
  | { readonly name: 'draft'; readonly does: DraftAction; readonly slot: number; readonly argument: string }
  /** The raised questions. */
  | { readonly name: 'gaps'; readonly does?: GapsCommand }
  | { readonly name: 'corpus'; readonly does?: CorpusCommand }
  | { readonly name: 'stats' }
  /** Why the answer that is replied to was given, or the question's. */
  | { readonly name: 'why'; readonly question: string }
  /** A question by itself that was read in the light of the one before; by its id. */
  | { readonly name: 'alone'; readonly question: string; readonly source?: string }
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

/** What `/digest` is to do; absent: show the draft. */
export type DigestCommand =
  | { readonly what: 'post' | 'off' }
  /** Drafts are to be shown here; those of another conversation, where one is named. */
  | { readonly what: 'drafts'; readonly of?: string }
  /** Takes a topic's summary into today's. */
  | { readonly what: 'add'; readonly topic: string }
  | { readonly what: 'schedule'; readonly words: readonly string[] }

const DRAFT_ACTIONS = [
  'show',
  'post',
  'skip',
  'edit',
  'drop',
  'keep',
  'note',
  'clear',
  'correct',
  'there',
  'again',
  'rest',
] as const
export type DraftAction = (typeof DRAFT_ACTIONS)[number]

/** What `/gaps` is to do with the group of one question; absent: show them all. */
export type GapsCommand =
  | { readonly what: 'close'; readonly question: string }
  | { readonly what: 'answer'; readonly question: string; readonly text: string }

/** What `/corpus` is to do; absent: show the first page of the list. */
export type CorpusCommand =
  | { readonly what: 'list'; readonly page: number }
  | { readonly what: 'add' }
  | { readonly what: 'confirm' | 'cancel' | 'restore'; readonly id: string }
  /** A number of the list, or an id. */
  | { readonly what: 'remove'; readonly name: string }
  | { readonly what: 'edit'; readonly id: string; readonly text: string }

/** The commands that people type, in the order a menu shows them. */
export const MENU = [
  'ask',
  'summary',
  'verify',
  'sources',
  'help',
  'mydata',
  'forgetme',
  'digest',
  'gaps',
  'corpus',
  'stats',
  'why',
  'settings',
] as const
/** Those only moderators may use. */
export const FOR_MODERATORS: readonly string[] = ['digest', 'gaps', 'corpus', 'stats', 'why', 'settings']

const KNOWN: ReadonlySet<string> = new Set([...MENU, 'start', 'more', 'passage', 'vote', 'raise', 'draft', 'alone'])
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
      if (argument.startsWith('p_')) return passage(argument.slice(2))
      return argument.startsWith('d_')
        ? { name: 'digest', does: { what: 'drafts', of: argument.slice(2) } }
        : { name: 'help' }
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
    case 'digest':
      return { name: 'digest', ...does(digest(argument)) }
    case 'draft':
      return draft(argument)
    case 'gaps':
      return { name: 'gaps', ...does(gaps(argument)) }
    case 'corpus':
      return { name: 'corpus', ...does(corpus(argument)) }
    case 'stats':
      return { name: 'stats' }
    case 'why':
      return { name: 'why', question: argument }
    case 'alone':
      return alone(argument)
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

/** `QUESTION`, or `QUESTION in:DOCUMENT` for one document, its id URL-encoded. */
function alone(argument: string): Command {
  const [, id, source] = /^(\S+)(?:\s+in:(\S+))?$/u.exec(argument) ?? []
  if (id === undefined) return { name: 'help' }
  return { name: 'alone', question: id, ...(source === undefined ? {} : { source: decoded(source) }) }
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

const does = <What>(what: What | undefined): { does?: What } => (what === undefined ? {} : { does: what })

/** `preview` · `post` · `off` · `drafts [CONVERSATION]` · `add TOPIC`; anything else is a time and what belongs to it. */
function digest(argument: string): DigestCommand | undefined {
  const [what = '', ...rest] = argument.split(/\s+/u)
  const others = argument.slice(what.length).trim()
  switch (what.toLowerCase()) {
    case '':
    case 'preview':
      return undefined
    case 'post':
    case 'off':
      return { what: what.toLowerCase() as 'post' | 'off' }
    case 'drafts':
      return others === '' ? { what: 'drafts' } : { what: 'drafts', of: others }
    case 'add':
      return others === '' ? undefined : { what: 'add', topic: others }
    default:
      return { what: 'schedule', words: [what, ...rest] }
  }
}

/** `ACTION SLOT [ARGUMENT]` */
function draft(argument: string): Command {
  const [, name, slot, rest = ''] = /^([a-z]+)\s+(\d{1,12})(?:\s+([\s\S]*))?$/u.exec(argument) ?? []
  const action = DRAFT_ACTIONS.find((known) => known === name)
  if (action === undefined) return { name: 'help' }
  return { name: 'draft', does: action, slot: Number(slot), argument: rest }
}

/** `close QUESTION` · `answer QUESTION TEXT`; anything else shows them. */
function gaps(argument: string): GapsCommand | undefined {
  const [, what, id = '', rest = ''] = /^(close|answer)\s+(\S+)(?:\s+([\s\S]*))?$/u.exec(argument) ?? []
  if (what === undefined) return undefined
  return what === 'close' ? { what, question: id } : { what: 'answer', question: id, text: rest }
}

/** `add` · `confirm|cancel|restore ID` · `remove NUMBER` · `edit ID TEXT`; anything else shows the list. */
function corpus(argument: string): CorpusCommand | undefined {
  const [, what, id = '', rest = ''] =
    /^(list|add|confirm|cancel|restore|remove|edit)(?:\s+(\S+)(?:\s+([\s\S]*))?)?$/u.exec(argument) ?? []
  switch (what) {
    case 'list':
      return { what, page: /^\d{1,4}$/.test(id) ? Number(id) : 1 }
    case 'add':
      return { what }
    case 'confirm':
    case 'cancel':
    case 'restore':
      return id === '' ? undefined : { what, id }
    case 'remove':
      return id === '' ? undefined : { what, name: id }
    case 'edit':
      return id === '' ? undefined : { what, id, text: rest }
    default:
      return undefined
  }
}

function question(text: string): Command {
  const words = tokenize(text).map((token) => token.text)
  if (words.every((word) => GREETINGS.has(word))) return { name: 'greeting' }
  return { name: 'ask', question: text }
}
