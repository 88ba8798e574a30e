/**
 * A reply as Discord messages: embeds and rows of buttons. Pure. All words stand in embeds, where links unfurl nothing and mentions
 * reach nobody; what is markup to Discord is escaped. A citation is one embed: its title leads to the source, the quote is a block
 * quote, section and author stand below. Lines that lead to messages share an embed with the words around them. A chart stays data:
 * it is drawn when it is sent.
 */
import type { APIActionRowComponent, APIButtonComponentWithCustomId, APIEmbed } from 'discord.js'
import {
  type Action,
  type Block,
  type Chart,
  type Citation,
  inReader,
  isolate,
  isRightToLeft,
  kindOf,
  paginate,
  phrases,
  type Reply,
  withoutControls,
} from '../../src/index.ts'
import { buttonName } from '../chat/posts.ts'

/** One message, before its buttons have names. */
export interface Rendered {
  readonly embeds: readonly APIEmbed[]
  readonly rows: readonly (readonly Action[])[]
  /** To be shown as the picture of the first embed. */
  readonly chart?: Chart
}

/** Discord's limits (API reference, "Embed Limits", "Component Reference"), in UTF-16 units where they count text. */
const LONGEST_TITLE = 256
/** Of a name in a footer. */
const LONGEST_NAME = 200
/** Of a description 4096, of a whole message 6000: a part that fits the first, with titles and footers, fits the second. */
const LONGEST_PART = 3800
const MOST_EMBEDS = 10
const LONGEST_LABEL = 80
const MOST_ROWS = 5
const WIDEST_ROW = 5
const LONGEST_URL = 2000
/** Where messages are. */
const MESSAGES = 'https://discord.com/channels'
/** Between paragraphs of one embed. */
const PARTING = '\n\n'
/** The bar beside an embed: Sanad's words, and quotes. */
const GREY = 0x99aab5
const GREEN = 0x2e7d5b

/**
 * The messages of a reply, in order; the buttons are under the last one. `reader` is the address under which documents can be read, where
 * there is one.
 */
export function render(given: Reply, reader?: string): Rendered[] {
  const reply = inReader(given, reader)
  const shown = reply.filter(({ type }) => type !== 'actions' && type !== 'chart')
  const rows = rowsOf(reply.flatMap((block) => (block.type === 'actions' ? [block.actions.filter(isHere)] : [])))
  const chart = reply.find((block) => block.type === 'chart')?.chart
  const parts = paginate(shown, measure, LONGEST_PART).flatMap((part) => {
    const embeds = embedsOf(part)
    const messages: APIEmbed[][] = []
    for (let at = 0; at < embeds.length; at += MOST_EMBEDS) messages.push(embeds.slice(at, at + MOST_EMBEDS))
    return messages
  })
  // A picture by itself has its title.
  if (chart !== undefined && parts.length === 0) parts.push(embedsOf([{ type: 'text', text: chart.title }]))
  return parts.map((embeds, at) => ({
    embeds,
    rows: at === parts.length - 1 ? rows : [],
    ...(at === 0 && chart !== undefined ? { chart } : {}),
  }))
}

/** The buttons of a message as components; `key` names the message. */
export function components(
  rows: readonly (readonly Action[])[],
  key: string,
): APIActionRowComponent<APIButtonComponentWithCustomId>[] {
  let index = 0
  return rows.map((row) => ({
    type: 1,
    components: row.map(({ label }) => ({
      type: 2,
      style: 2,
      label: shortened(withoutControls(label).toWellFormed(), LONGEST_LABEL),
      custom_id: buttonName(key, index++),
    })),
  }))
}

/** Text without meaning to Discord's Markdown: a backslash before any sign makes it itself. */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u2028\u2029]/gu, '\n')
    .replace(/[\\*_~`|<>#[\]()@:]/g, '\\$&')
    .replace(/^(\s*)([-+]|\d+(?=\.))/gm, (_, space: string, sign: string) =>
      /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
    )
}

/** What parts it from its neighbours in one embed counts too. */
function measure(block: Block): number {
  return embedsOf([block]).reduce(
    (sum, { title = '', description = '', footer }) =>
      sum + title.length + description.length + (footer?.text.length ?? 0) + PARTING.length,
    0,
  )
}

function embedsOf(blocks: Reply): APIEmbed[] {
  const embeds: APIEmbed[] = []
  // Discord takes no embed without words.
  const said = blocks.filter((block) => !('text' in block) || block.text.trim() !== '')
  for (const [at, block] of said.entries()) {
    switch (block.type) {
      case 'text':
      case 'notice':
      case 'pointer': {
        const description = block.type === 'pointer' ? pointed(block) : escapeMarkdown(block.text)
        const last = embeds.at(-1)
        if (last !== undefined && isOneWith(block, said, at))
          last.description = `${last.description}${block.type === 'pointer' ? '\n' : PARTING}${description}`
        else embeds.push({ color: GREY, description })
        break
      }
      case 'quote':
        embeds.push({ color: GREEN, description: quoted(block) })
        break
      case 'citations':
        for (const [at, citation] of block.citations.entries()) {
          const about = cited(citation, block.language)
          const last = embeds.at(-1)
          // The first citation belongs to the quote right above it.
          if (at === 0 && last?.color === GREEN && last.title === undefined)
            embeds[embeds.length - 1] = { ...last, ...about }
          else embeds.push({ color: GREEN, ...about })
        }
        break
      case 'actions':
      case 'chart':
        break
    }
  }
  return embeds
}

/** Whether a block continues the embed before it: words and pointers that follow each other, where there is a pointer among them. */
function isOneWith(block: Block, blocks: Reply, at: number): boolean {
  const isWords = (one: Block | undefined): boolean => one?.type === 'text' || one?.type === 'pointer'
  if (!isWords(block) || !isWords(blocks[at - 1])) return false
  const before = blocks.slice(0, at).findLastIndex((one) => !isWords(one)) + 1
  const after = blocks.slice(at).findIndex((one) => !isWords(one))
  return blocks.slice(before, after < 0 ? undefined : at + after).some(({ type }) => type === 'pointer')
}

/** A line that leads to its message; nothing but a server's channels can be led to. */
function pointed({ text, place: { address, message } }: Extract<Block, { type: 'pointer' }>): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const path = [address.conversation, address.thread ?? '', message]
  if (address.platform !== 'discord' || !path.every((id) => /^\d{1,20}$/.test(id))) return escapeMarkdown(line)
  // A bracket without its partner would end the link, escaped or not.
  const words = escapeMarkdown(line.replaceAll('[', '(').replaceAll(']', ')'))
  return `[${words}](${MESSAGES}/${path.join('/')})`
}

/** Every line is marked as quoted; the marked part is bold. */
function quoted({ text, marked }: Extract<Block, { type: 'quote' }>): string {
  const { start, end } = marked ?? { start: 0, end: 0 }
  const parts = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(withoutControls)
  const shown = parts.map((part, at) => {
    // A number at the end of the part before and this full stop would open a list.
    const numbered = /^\./.test(part) && /(?:^|\n)\s*\d+$/.test(parts.slice(0, at).join(''))
    const escaped = `${numbered ? '\\' : ''}${escapeMarkdown(part)}`
    return at === 1 ? bold(escaped) : escaped
  })
  return shown
    .join('')
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

/** Bold line by line, without the white space at its ends, which would keep the stars from working. */
const bold = (text: string): string => text.replace(/[^\s].*[^\s]|[^\s]/g, (line) => `**${line}**`)

function cited(
  { number, document, section, link }: Citation,
  language: Parameters<typeof phrases>[0],
): Pick<APIEmbed, 'title' | 'url' | 'footer'> {
  const say = phrases(language)
  const named = kindOf(document, say)
  const kind = named === undefined ? '' : ` (${named})`
  const by = document.author ?? document.publisher
  const name = (words: string): string => isolate(shortened(withoutControls(words), LONGEST_NAME).toWellFormed())
  const facts = [
    ...section.slice(-1).map(name),
    [by === undefined ? undefined : name(by), document.date === undefined ? say.undated : name(document.date)]
      .filter((fact) => fact !== undefined)
      .join(say.separator),
  ]
  const titled = (words: string): string => escapeMarkdown(`[${number}] ${isolate(words)}${kind}`)
  return {
    title: titled(shortened(withoutControls(document.title), LONGEST_TITLE, (words) => titled(words).length)),
    ...(link !== undefined && isAddress(link) ? { url: link } : {}),
    footer: { text: facts.join(' — ') },
  }
}

/** What Discord takes for the address of a title: anything else would have it refuse the whole message. */
const isAddress = (link: string): boolean =>
  link.length <= LONGEST_URL && /^https?:\/\//i.test(link) && URL.canParse(link)

/** A text of at most `longest`, whole letters and a sign that something was left out. */
export function shortened(
  text: string,
  longest: number,
  length: (text: string) => number = (all) => all.length,
): string {
  if (length(text) <= longest) return text
  let kept = ''
  for (const { segment } of new Intl.Segmenter('und').segment(text)) {
    if (length(`${kept}${segment}…`) > longest) break
    kept += segment
  }
  return `${kept}…`
}

/** Rows as they belong together; more than Discord takes are filled up. */
function rowsOf(groups: readonly (readonly Action[])[]): (readonly Action[])[] {
  const rows = groups.flatMap((group) => chunks(group))
  const packed = rows.length <= MOST_ROWS ? rows : chunks(groups.flat()).slice(0, MOST_ROWS)
  // Discord lays buttons out from left to right whatever their language.
  return packed.map((row) => (row.some(({ label }) => isRightToLeft(label)) ? row.toReversed() : row))
}

/** Discord leads into no other group. */
const isHere = ({ elsewhere }: Action): boolean => elsewhere !== true

function chunks(actions: readonly Action[]): (readonly Action[])[] {
  const rows: (readonly Action[])[] = []
  for (let at = 0; at < actions.length; at += WIDEST_ROW) rows.push(actions.slice(at, at + WIDEST_ROW))
  return rows
}
