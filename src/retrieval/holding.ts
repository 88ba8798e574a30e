/** What passages hold of a query. */
import type { Entry } from './index.ts'
import type { Words } from './occurrences.ts'
import type { Query } from './query.ts'

/** A word of the corpus that stands for a term of the query, and how surely. */
export interface Variant {
  readonly word: string
  readonly weight: number
}

/** A variant that a passage holds. */
export interface Held extends Variant {
  /** Where it stands, in words from the passage's first; nowhere if only the section or title has it. */
  readonly places: readonly number[]
}

/** Per term, the variants that a passage holds, in its text, section or title; surest first. */
export type Holding = readonly (readonly Held[])[]

/** A variant of at least this weight holds a term. */
export const HOLDS = 0.23

/** Whether the variants that a passage holds of a term hold the term. */
export const isHeld = (variants: readonly Held[] = []): boolean => variants.some(({ weight }) => weight >= HOLDS)

/**
 * Reads what passages hold of a query. Each word of a passage is looked at once, however many variants there are, and what stands above
 * the passages of one section is read once for all of them.
 */
export function holdingOf({ terms }: Query, words: Words): (entry: Entry) => Holding {
  const variants = terms.flatMap((term, at) => [...term.variants].map(([word, weight]) => ({ word, weight, term: at })))
  /** The variants that a word is, by number: it may stand for several terms. */
  const byWord = new Map<string, number[]>()
  for (const [variant, { word }] of variants.entries()) {
    const same = byWord.get(word)
    if (same === undefined) byWord.set(word, [variant])
    else same.push(variant)
  }
  const lists = [[], ...byWord.values()]
  /** Per word of the index, which of the lists is its own. */
  const listOf = new Uint16Array(words.size())
  for (const [at, word] of [...byWord.keys()].entries()) {
    const number = words.find(word)
    if (number !== undefined) listOf[number] = at + 1
  }
  const heads = new Map<Entry['head'], readonly number[]>()

  function above(head: Entry['head']): readonly number[] {
    const read = heads.get(head) ?? [...head].flatMap((word) => byWord.get(word) ?? [])
    heads.set(head, read)
    return read
  }

  return ({ occurrences: { numbers }, head }) => {
    const found = new Map<number, number[]>()
    // Counted, since most of a question's time is spent here: an iterator takes four times as long.
    for (let place = 0; place < numbers.length; place++) {
      const list = listOf[numbers[place] ?? 0] ?? 0
      if (list === 0) continue
      for (const variant of lists[list] ?? []) {
        const places = found.get(variant)
        if (places === undefined) found.set(variant, [place])
        else places.push(place)
      }
    }
    for (const variant of above(head)) if (!found.has(variant)) found.set(variant, [])
    const held: Held[][] = terms.map(() => [])
    for (const [variant, places] of [...found].sort(([one], [other]) => one - other)) {
      const own = variants[variant]
      if (own !== undefined) held[own.term]?.push({ word: own.word, weight: own.weight, places })
    }
    return held
  }
}
