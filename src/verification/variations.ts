/** In what a text is written otherwise than the document it stands in. */
import type { Document } from '../corpus/document.ts'
import { normalize } from '../text/normalize.ts'
import { tokenize } from '../text/tokenize.ts'
import type { Place, Variation } from './verification.ts'

/** Each takes one kind of variation out of a text; together they leave its letters only. */
const ERASERS: readonly (readonly [Variation, (text: string) => string])[] = [
  ['invisible', (text) => text.replace(/\p{Cf}/gu, '')],
  ['footnotes', (text) => text.replace(/\s?\[\^?\p{Nd}{1,3}\]/gu, '')],
  ['punctuation', (text) => text.replace(/[^\p{L}\p{M}\p{Nd}\p{Cf}]+/gu, withoutPunctuation)],
  ['harakat', (text) => text.replace(/[\p{M}\u0640]/gu, '')],
  ['letters', (text) => text.normalize('NFKC').replace(/\p{L}+/gu, normalize)],
  ['digits', (text) => text.replace(/\p{Nd}/gu, normalize)],
  ['spaces', (text) => text.replace(/\s/gu, '')],
]

const withoutPunctuation = (run: string): string => (/^\s+$/u.test(run) ? run : /\s/u.test(run) ? ' ' : '')

/** The kinds of variation that keep the two apart when all the others are erased. */
export function variationsOf(said: string, { text, passages }: Document, { start, end }: Place): Variation[] {
  const markup = passages.flatMap(({ skip }) => skip).filter((span) => span.start < end && span.end > start)
  const edges = [start, ...markup.flatMap((span) => [span.start, span.end]), end]
  const shown = edges.flatMap((from, at) => (at % 2 === 0 ? [text.slice(from, edges[at + 1])] : [])).join('')
  const differ = (erasers: typeof ERASERS): boolean => {
    const erased = (written: string): string => erasers.reduce((rest, [, erase]) => erase(rest), betweenWords(written))
    return erased(said) !== erased(shown)
  }
  const found = ERASERS.map(([variation]) => variation).filter((variation) =>
    differ(ERASERS.filter(([other]) => other !== variation)),
  )
  if (found.length > 0) return found
  if (markup.length > 0) return ['markup']
  // What only differs before its first word or after its last, or in two kinds that hide each other.
  if (!differ([])) return ['punctuation']
  return [ERASERS.find((eraser) => !differ([eraser]))?.[0] ?? 'letters']
}

/** A text from its first word to its last. */
export function betweenWords(text: string): string {
  const tokens = tokenize(text)
  return text.slice(tokens[0]?.start, tokens.at(-1)?.end)
}
