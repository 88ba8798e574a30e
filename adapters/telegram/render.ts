/**
 * A reply as Telegram messages. Pure. Text and entities, never markup; a quote is a block quote, expandable when long; a
 * citation is one line that leads to its source, a pointer one that leads to a message; choices are rows of buttons, the first at
 * the right where the reader begins there.
 */
import {
  type Action,
  type Block,
  type Chart,
  type Citation,
  citationLabel,
  inReader,
  isolate,
  isRightToLeft,
  type Language,
  type Place,
  paginate,
  phrases,
  type Reply,
  withoutControls,
} from '../../src/index.ts'
import { entity, type Formatted, join, NOTHING, plain } from './formatted.ts'

/** A button; with a `url` it leads there, and calls nobody back. */
export interface Button extends Action {
  readonly url?: string
}

/** One message, before its buttons have names. */
export interface Rendered extends Formatted {
  readonly rows: readonly (readonly Button[])[]
}

/** UTF-16 units; Telegram counts characters after parsing, so this is the safe side. */
export const LONGEST_MESSAGE = 4096
/** Telegram asks for a callback's text of at most so many characters. */
export const LONGEST_NOTICE = 200
const LONG_QUOTE = 600
/** About the three lines that Telegram shows of a folded quote on a phone. */
const FOLDED = 120
/** Between blocks: an empty line. */
const GAP = '\n\n'
/** Telegram keeps 100 buttons and eight in a row at most; more than four cannot be read on a phone. */
const WIDEST_ROW = 4
const LONGEST_URL = 2000
/** Telegram drops any other link without a word, and a document may name what it likes. */
const WEB = /^https?:\/\//i
/** Ids of supergroups lie below this; links name them by how far. */
const BEFORE_SUPERGROUPS = -1_000_000_000_000
const NUMBER = /^[1-9]\d{0,15}$/
/** What can be carried out in another group, and what it is as a `startgroup` parameter: 64 of A-Z a-z 0-9 _ - */
const ELSEWHERE = /^\/digest drafts ([\w-]{1,62})$/
/** Of a title, a heading or an author's name: a citation stays one line, and always fits. */
const LONGEST_PIECE = 300
const LETTERS = new Intl.Segmenter('und')

/**
 * The messages of a reply, in order; the buttons are under the last one. `bot` is the name that deep links lead to; `reader` the address
 * under which documents can be read, where there is one.
 */
export function render(given: Reply, bot: string, reader?: string): Rendered[] {
  const reply = inReader(given, reader)
  const shown = reply.filter(({ type }) => type !== 'actions' && type !== 'chart')
  const measure = (block: Block): number => format(block, bot).text.length + GAP.length
  const buttons = (block: Block): Button[] =>
    block.type === 'actions' ? block.actions.flatMap((action) => button(action, bot)) : []
  const rows = reply.flatMap((block) => chunks(buttons(block))).map(rightFirst)
  const parts = paginate(shown, measure, LONGEST_MESSAGE).map((part) => message(part, bot))
  return parts
    .filter(({ text }) => text.trim() !== '')
    .map((part, index, all) => ({ ...part, rows: index === all.length - 1 ? rows : [] }))
}

/** The pictures of a reply, which are messages of their own. */
export function pictures(reply: Reply): Chart[] {
  return reply.flatMap((block) => (block.type === 'chart' ? [block.chart] : []))
}

/** What a reply says to whoever pressed alone; `undefined` where it has more to say. */
export function noticeOf(reply: Reply): string | undefined {
  const [only, more] = reply
  if (only?.type !== 'notice' || more !== undefined) return undefined
  return only.text.slice(0, LONGEST_NOTICE)
}

/** The deep link that opens a passage in private; only what `/start` accepts: 64 of A-Z a-z 0-9 _ - */
export function passageLink(bot: string, id: string, quote?: { readonly start: number; readonly end: number }): string {
  return `https://t.me/${bot}?start=p_${id}${quote === undefined ? '' : `_${quote.start}-${quote.end}`}`
}

/** Blocks with an empty line between them; a citation stands right under its quote, and pointers are a list. */
function message(blocks: Reply, bot: string): Formatted {
  return blocks.reduce<Formatted>((above, block, index) => {
    const below = format(block, bot)
    if (above.text === '' || below.text === '') return above.text === '' ? below : above
    const close = block.type === 'citations' || (block.type === 'pointer' && blocks[index - 1]?.type === 'pointer')
    return join([above, below], close ? '\n' : GAP)
  }, NOTHING)
}

function format(block: Block, bot: string): Formatted {
  switch (block.type) {
    case 'text':
    case 'notice':
      return plain(lines(block.text))
    case 'quote': {
      const { text, marked } = block
      const inner =
        marked === undefined
          ? quoted(text)
          : join(
              [
                quoted(text.slice(0, marked.start)),
                entity(quoted(text.slice(marked.start, marked.end)), { type: 'bold' }),
                quoted(text.slice(marked.end)),
              ],
              '',
            )
      return entity(inner, {
        type:
          inner.text.length > (block.folded === true ? FOLDED : LONG_QUOTE) ? 'expandable_blockquote' : 'blockquote',
      })
    }
    case 'citations':
      return join(
        block.citations.map((citation) => cited(citation, block.language, bot)),
        '\n',
      )
    case 'pointer':
      return pointer(block.text, block.place)
    case 'actions':
    case 'chart':
      return NOTHING
  }
}

/** One line; the whole of it leads to the message where Telegram has such links: in supergroups, for their members. */
function pointer(text: string, { address, message }: Place): Formatted {
  const line = plain(lines(text).replace(/\n+/gu, ' '))
  const { conversation, thread } = address
  const path = [String(BEFORE_SUPERGROUPS - Number(conversation)), ...(thread === undefined ? [] : [thread]), message]
  if (!path.every((part) => NUMBER.test(part))) return line
  return entity(line, { type: 'text_link', url: `https://t.me/c/${path.join('/')}` })
}

/** `[1] title — section — author, date`, the title leading to the reader or the source, else to the passage in the chat. */
function cited(citation: Citation, language: Language, bot: string): Formatted {
  const { link, passage, start, end } = citation
  const label = citationLabel(citation, phrases(language), (piece) => isolate(shortened(piece)))
  const leads = link !== undefined && link.length <= LONGEST_URL && WEB.test(link)
  const url = leads ? link : passageLink(bot, passage.id, { start, end })
  return join([plain(`[${citation.number}] `), entity(plain(lines(label)), { type: 'text_link', url })], '')
}

const quoted = (text: string): Formatted => plain(lines(withoutControls(text)))

function shortened(piece: string): string {
  if (piece.length <= LONGEST_PIECE) return piece
  return `${piece.slice(0, LETTERS.segment(piece).containing(LONGEST_PIECE)?.index)}…`
}

/** Telegram removes separators and turns tabs into spaces; done here, so that entities stay where they belong. */
function lines(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u2028\u2029]/gu, '\n')
    .replace(/\t/gu, ' ')
}

/** A button of an action; none where it is to be carried out elsewhere and no link can say so. */
function button(action: Action, bot: string): Button[] {
  if (action.elsewhere !== true) return [action]
  const [, conversation] = ELSEWHERE.exec(action.command) ?? []
  return conversation === undefined ? [] : [{ ...action, url: `https://t.me/${bot}?startgroup=d_${conversation}` }]
}

function chunks(actions: readonly Button[]): (readonly Button[])[] {
  const rows: Button[][] = []
  for (let at = 0; at < actions.length; at += WIDEST_ROW) rows.push(actions.slice(at, at + WIDEST_ROW))
  return rows
}

/** Telegram lays buttons out from left to right whatever their language (tdlib/telegram-bot-api#882). */
function rightFirst(row: readonly Button[]): readonly Button[] {
  return row.some(({ label }) => isRightToLeft(label)) ? row.toReversed() : row
}
