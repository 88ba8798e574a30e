import type { Span } from '../../src/index.ts'

/**
 * What can stand inside a line of Markdown that is not words, longest first. Every repetition is bounded, so that a line of
 * opening marks costs no more than any other.
 */
const MARK = new RegExp(
  [
    // Escaped characters and code, inside which nothing is markup.
    /\\[!-/:-@[-`{-~]/,
    /(?<!`)(`{1,9})(?!`)[^]{1,300}?(?<!`)\1(?!`)/,
    // Comments, tags, addresses in angle brackets.
    /<!--[^]{0,2000}?-->/,
    /<\/?[A-Za-z][\w-]{0,40}(?:\s[^<>]{0,1000})?\/?>/,
    /<(?:[A-Za-z][\w+.-]{1,30}:|[^<>\s@]{1,100}@)[^<>\s]{0,2000}>/,
    // Footnote marks.
    /\[\^[^\]\s]{1,100}\]/,
    // Where a link or an image begins, and where it ends, with its address or its label.
    /!?\[/,
    /\](?:\(\s{0,9}(?:<[^<>\n]{0,2000}>|(?:[^\s()\\<]|\\.|\([^\s()]{0,500}\)){0,2000})(?:\s{1,9}(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,9}\)|\[[^[\]^]{0,200}\])?/,
    // Bare addresses, without the punctuation behind them.
    /(?<![\w@/])(?:https?:\/\/|www\.)[^\s<>[\]]{0,2000}[^\s<>[\]()?!.,:;*_~'"،؛؟»”]/,
    /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,30});/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** The markup between `start` and `end`, in order. Of a link its words stay; `labels` are those that have a definition. */
export function findMarkup(text: string, { start, end }: Span, labels: ReadonlySet<string>): Span[] {
  const found: Span[] = []
  const opened: Span[] = []
  for (const { 0: mark, 1: ticks, index } of text.slice(start, end).matchAll(MARK)) {
    const span = { start: start + index, end: start + index + mark.length }
    if (mark.startsWith('\\') || ticks !== undefined) continue
    if (mark.endsWith('[')) opened.push(span)
    else if (mark.startsWith(']')) {
      const opening = opened.pop()
      const isLink = mark.startsWith('](') || labels.has(labelOf(mark.slice(2, -1)))
      if (opening !== undefined && isLink) found.push(opening, span)
    } else found.push(span)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** A label as definitions and references are compared by. */
export function labelOf(words: string): string {
  return words.trim().replace(/\s+/g, ' ').toLowerCase()
}
