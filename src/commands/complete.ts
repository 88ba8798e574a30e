/**
 * What a person may be about to type: documents by their titles, topics by the headings. Spelling, harakat, case and the article
 * make no difference.
 */
import type { Document } from '../corpus/document.ts'
import { zonesLike } from '../digest/calendar.ts'
import { withoutControls } from '../text/bidi.ts'
import { tokenize } from '../text/tokenize.ts'

export interface Completion {
  /** What is shown. */
  readonly label: string
  /** What it stands for: a document's id, a topic's words. */
  readonly value: string
}

/** What is completed: a document, a topic, a time zone. */
export type Completed = 'source' | 'topic' | 'zone'

interface Choice extends Completion {
  readonly words: readonly string[]
}

const CHOICES = new WeakMap<readonly Document[], Readonly<Record<'source' | 'topic', readonly Choice[]>>>()

/**
 * At most `limit` completions of what is typed, the surest first: those it begins, then those whose words it begins. Nothing typed
 * gives the first in the corpus's order.
 */
export function complete(documents: readonly Document[], what: Completed, typed: string, limit: number): Completion[] {
  if (what === 'zone') return zonesLike(typed, limit).map((zone) => ({ label: zone, value: zone }))
  const wanted = fold(typed)
  const choices = choicesOf(documents)[what]
  const rank = ({ words }: Choice): number => {
    if (wanted.every((word, at) => (at < wanted.length - 1 ? words[at] === word : words[at]?.startsWith(word))))
      return 0
    return wanted.every((word) => words.some((own) => own.startsWith(word) || bare(own).startsWith(bare(word)))) ? 1 : 2
  }
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ choice: { label, value } }) => ({ label, value }))
}

/** Made once for a corpus, so that an answer takes no longer than a key stroke. */
function choicesOf(documents: readonly Document[]): Readonly<Record<'source' | 'topic', readonly Choice[]>> {
  const known = CHOICES.get(documents)
  if (known !== undefined) return known
  const choice = (label: string, value: string): Choice => ({
    label: withoutControls(label).replace(/\s+/gu, ' '),
    value,
    words: fold(label),
  })
  const headings = new Set(documents.flatMap(({ passages }) => passages.flatMap(({ section }) => section)))
  const made = {
    source: documents.map(({ id, title }) => choice(title, id)).filter(isShown),
    topic: [...headings].map((heading) => choice(heading, heading)).filter(isShown),
  }
  CHOICES.set(documents, made)
  return made
}

/** Of controls alone there is nothing to see, or to choose. */
const isShown = ({ label }: Choice): boolean => label.trim() !== ''
/** A word without its article, where two letters remain. */
const bare = (word: string): string => word.replace(/^ال(?=..)/u, '')
const fold = (text: string): string[] => tokenize(text.slice(0, 100)).map((token) => token.text)
