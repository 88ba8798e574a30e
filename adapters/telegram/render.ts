/**
 * A reply as Telegram messages. Pure. Text and entities, never markup; a quote is a block quote, expandable when long; a
 * citation is one line that leads to its source; choices are rows of buttons, the first at the right where the reader begins there.
 */
import {
  type Action,
  type Block,
  type Citation,
  citationLabel,
  isolate,
  isRightToLeft,
  type Language,
  paginate,
  phrases,
  type Reply,
  withoutControls,
} from '../../src/index.ts'
import { entity, type Formatted, join, NOTHING, plain } from './formatted.ts'

/** One message, before its buttons have names. */
export interface Rendered extends Formatted {
  readonly rows: readonly (readonly Action[])[]
}

/** UTF-16 units; Telegram counts characters after parsing, so this is the safe side. */
export const LONGEST_MESSAGE = 4096
/** Telegram asks for a callback's text of at most so many characters. */
export const LONGEST_NOTICE = 200
const LONG_QUOTE = 600
/** Between blocks: an empty line. */
const GAP = '\n\n'
/** Telegram keeps 100 buttons and eight in a row at most; more than four cannot be read on a phone. */
const WIDEST_ROW = 4
const LONGEST_URL = 2000
/** Telegram drops any other link without a word, and a document may name what it likes. */
const WEB = /^https?:\/\//i
/** Of a title, a heading or an author's name: a citation stays one line, and always fits. */
const LONGEST_PIECE = 300
const LETTERS = new Intl.Segmenter('und')

/** The messages of a reply, in order; the buttons are under the last one. `bot` is the name that deep links lead to. */
export function render(reply: Reply, bot: string): Rendered[] {
  const shown = reply.filter((block) => block.type !== 'actions')
  const measure = (block: Block): number => format(block, bot).text.length + GAP.length
  const rows = reply.flatMap((block) => (block.type === 'actions' ? chunks(block.actions) : [])).map(rightFirst)
  const parts = paginate(shown, measure, LONGEST_MESSAGE).map((part) => message(part, bot))
  return parts
    .filter(({ text }) => text.trim() !== '')
    .map((part, index, all) => ({ ...part, rows: index === all.length - 1 ? rows : [] }))
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

/** Blocks with an empty line between them; a citation stands right under its quote. */
function message(blocks: Reply, bot: string): Formatted {
  return blocks.reduce<Formatted>((above, block) => {
    const below = format(block, bot)
    if (above.text === '' || below.text === '') return above.text === '' ? below : above
    return join([above, below], block.type === 'citations' ? '\n' : GAP)
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
      return entity(inner, { type: inner.text.length > LONG_QUOTE ? 'expandable_blockquote' : 'blockquote' })
    }
    case 'citations':
      return join(
        block.citations.map((citation) => cited(citation, block.language, bot)),
        '\n',
      )
    case 'actions':
      return NOTHING
  }
}

/** `[1] title — section — author, date`, the title leading to the source, else to the passage in the chat. */
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

function chunks(actions: readonly Action[]): (readonly Action[])[] {
  const rows: Action[][] = []
  for (let at = 0; at < actions.length; at += WIDEST_ROW) rows.push(actions.slice(at, at + WIDEST_ROW))
  return rows
}

/** Telegram lays buttons out from left to right whatever their language (tdlib/telegram-bot-api#882). */
function rightFirst(row: readonly Action[]): readonly Action[] {
  return row.some(({ label }) => isRightToLeft(label)) ? row.toReversed() : row
}
