/** What a passage holds of a query. */
import type { Entry } from './index.ts'
import type { Query } from './query.ts'

/** A word of the corpus that stands for a term of the query, and how surely. */
export interface Variant {
  readonly word: string
  readonly weight: number
}

export interface Holding {
  readonly entry: Entry
  /** Per term, the variants it holds, in its text, section or title. */
  readonly held: readonly (readonly Variant[])[]
}

export function holdingOf(entry: Entry, { terms }: Query): Holding {
  const held = terms.map(({ variants }) => {
    const found: Variant[] = []
    for (const [word, weight] of variants)
      if (entry.occurrences.has(word) || entry.head.has(word)) found.push({ word, weight })
    return found
  })
  return { entry, held }
}
