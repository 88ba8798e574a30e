/**
 * What a message asks Sanad to do. The words are the same on every platform: a slash command (with or without the bot's
 * name), its Arabic name in plain text, or the question itself.
 */
import { normalize } from './text/normalize.ts'
import { tokenize } from './text/tokenize.ts'

export type Command =
  | { readonly name: 'ask'; readonly question: string }
  | { readonly name: 'more'; readonly question: string; readonly from: number }
  | { readonly name: 'passage'; readonly id: string; readonly quote?: { readonly start: number; readonly end: number } }
  | { readonly name: 'sources'; readonly document?: string }
  | { readonly name: 'help' }
  /** A greeting, thanks, or nothing that could be searched for. */
  | { readonly name: 'greeting' }
  | { readonly name: 'unknown'; readonly text: string }

const ASK = /^(?:سند\s*[،,:!]|اس[أا]ل(?:\s+سند)?\s*[،,:]?)\s+/u
const GREETINGS: Set<string> = new Set(
  (
    'سلام السلام عليكم وعليكم ورحمة الله وبركاته مرحبا أهلا اهلا وسهلا صباح مساء الخير النور شكرا جزيلا بارك فيك فيكم جزاك خيرا تحية طيبة لاباس لباس واخا تمام حسنا ' +
    'hello hi hey thanks thank you good morning evening bonjour bonsoir salut merci beaucoup salam slm cc ok okay'
  )
    .split(' ')
    .map(normalize),
)

/** The command of a message that is meant for Sanad. */
export function parseCommand(text: string): Command {
  const trimmed = text.trim()
  const slash = /^\/([a-z_]+)(?:@\w+)?(?:\s+([\s\S]*))?$/iu.exec(trimmed)
  if (slash === null) return question(trimmed.replace(ASK, ''))
  const [, name = '', rest = ''] = slash
  const argument = rest.trim()
  switch (name.toLowerCase()) {
    case 'ask':
      return question(argument)
    case 'more': {
      const [, from = '0', asked = ''] = /^(\d{1,4})\s+([\s\S]*)$/u.exec(argument) ?? []
      return asked === '' ? { name: 'help' } : { name: 'more', question: asked, from: Number(from) }
    }
    case 'passage':
      return passage(argument)
    case 'start':
      return argument.startsWith('p_') ? passage(argument.slice(2)) : { name: 'help' }
    case 'sources':
      return argument === '' ? { name: 'sources' } : { name: 'sources', document: argument }
    case 'help':
      return { name: 'help' }
    default:
      return { name: 'unknown', text: `/${name}` }
  }
}

/** `ID`, or `ID START-END` to mark a quote in it. */
function passage(argument: string): Command {
  const [, id, start, end] = /^([a-z0-9]{1,32})(?:[\s_](\d{1,9})-(\d{1,9}))?$/u.exec(argument) ?? []
  if (id === undefined) return { name: 'help' }
  return { name: 'passage', id, ...(start === undefined ? {} : { quote: { start: Number(start), end: Number(end) } }) }
}

function question(text: string): Command {
  const words = tokenize(text).map((token) => token.text)
  if (words.every((word) => GREETINGS.has(word))) return { name: 'greeting' }
  return { name: 'ask', question: text }
}
