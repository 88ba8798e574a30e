/** The quotes of a text, and the citation lines that part them. */
import type { Document } from '../corpus/document.ts'
import { tokenize } from '../text/tokenize.ts'

/** Of a text with more citation lines, the first quotes are verified. */
const MOST_QUOTES = 12

export interface Quote {
  readonly text: string
  /** The documents its citation lines name; one, unless titles are shared. */
  readonly named: readonly Document[]
}

/** Quotation marks, white space, ellipses (a dot beside a dot), invisible characters and halves of surrogate pairs. */
const EDGE = String.raw`[\s«»‹›“”„"'‘’…\p{Cf}\p{Cs}]|\.(?=\.)|(?<=\.)\.(?!\.)`
const AT_START: RegExp = new RegExp(`^(?:${EDGE})+`, 'u')
const AT_END: RegExp = new RegExp(`(?:${EDGE})+$`, 'u')
/** The end is looked at in this many units, so that a text of dots costs no more than any other. */
const LONGEST_EDGE = 500

/** A text without what may stand around a quote. */
export function trimmed(text: string): string {
  const visible = text.trim()
  const edge = AT_END.exec(visible.slice(-LONGEST_EDGE))?.[0].length ?? 0
  return visible.slice(0, visible.length - edge).replace(AT_START, '')
}

/** Rule 1. A text of citation lines only is a quote itself. */
export function quotesOf(documents: readonly Document[], text: string): Quote[] {
  const titles = documents.map((document) => ({ document, words: tokenize(document.title).map((token) => token.text) }))
  const quotes: { lines: string[]; named: readonly Document[] }[] = []
  let open = false
  for (const line of text.split('\n')) {
    const cited = citation(line, titles)
    const last = quotes.at(-1)
    if (cited === undefined) {
      const own = line.replace(/^[ \t]*[>│][ \t]?/u, '')
      if (open) last?.lines.push(own)
      else if (own.trim() !== '') {
        quotes.push({ lines: [own], named: [] })
        open = true
      }
    } else {
      if (last !== undefined && last.named.length === 0) last.named = cited
      open = false
    }
  }
  const found = quotes.map(({ lines, named }) => ({ text: trimmed(lines.join('\n')), named }))
  return found.length === 0 ? [{ text, named: [] }] : found.slice(0, MOST_QUOTES)
}

/** The documents a citation line names, none where it names one we do not have; `undefined` for any other line. */
function citation(
  line: string,
  titles: readonly { readonly document: Document; readonly words: readonly string[] }[],
): readonly Document[] | undefined {
  const plain = line.replace(/\p{Cf}/gu, '').trim()
  if (/^https?:\/\/\S+$/.test(plain)) return []
  const mark = /^(?:\[\p{Nd}{1,3}\]|[—–-]|(?:المصدر|مصدر|source)\s*:)\s*/iu.exec(plain)?.[0]
  if (mark === undefined) return undefined
  const name = plain.slice(mark.length)
  const tokens = tokenize(name)
  const named = titles.filter(({ words }) => {
    const next = tokens[words.length]
    return (
      words.length > 0 &&
      words.every((word, at) => tokens[at]?.text === word) &&
      (next === undefined || /[—–()،,|:»"\n-]/.test(name.slice(tokens[words.length - 1]?.end, next.start)))
    )
  })
  const longest = Math.max(0, ...named.map(({ words }) => words.length))
  if (named.length > 0) return named.filter(({ words }) => words.length === longest).map(({ document }) => document)
  return mark.startsWith('[') && name.includes(' — ') ? [] : undefined
}
