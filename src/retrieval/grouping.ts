/**
 * Questions that ask the same thing in other words, by what they are about in this corpus and not by their letters: a French word
 * and its Arabic one are the same term, as they are for the search. Two questions are one
 *
 * 1. when they ask for the same kind of thing (when, where, how many, who, why), and
 * 2. when each says most of what the other says, by the weight of its terms; less will do where the same sentences answer both.
 *
 * Chosen on the pairs of test/eval/tuning.jsonl: half of the pairs of one evidence are found, across languages and dialects, and nine
 * in ten of the pairs found ask the same.
 */
import { stem } from '../text/stem.ts'
import type { Index } from './index.ts'
import { parseQuery, type Term } from './query.ts'

/** What both say of each other, on average, from which on they are one. */
const SAME = 0.7
const SAME_ANSWER = 0.5
/** A variant of this weight is as good as the word. */
const SURE = 0.7
/** A weaker one makes no two questions the same. */
const STRONG = 0.3
/** What every term weighs, however common: in a small corpus all are. */
const EVERY = 1

const PLACE =
  /(?:^|\s)(?:[وف]?(?:أين|اين|فين|وين|منين|معامن)|[بف]?(?:في )?[أا]ي (?:مدين[ةه]|بلد|دول[ةه]|منطق[ةه])|where|où|(?:quels?|quelles?) (?:villes?|pays)|(?:which|what) (?:city|country))(?:$|[\s؟?])/iu
/** Without any of these, only the subject is named, and any kind of question may be meant. */
const ASKS =
  /(?:^|\s)(?:[وفبل]?ما|ماذا|بماذا|لماذا|كيف|كيفاش|هل|واش|شنو|شو|اش|آش|علاش|ليش|[بفل]?[أا]ي|مع|what|which|how|why|is|are|does|did|quels?|quelles?|comment|pourquoi|que|quoi|est-ce)(?:$|[\s؟?])/iu
const WHO = /(?:^|\s)(?:[وف]?(?:من|مين|شكون)|qui|who)(?:$|\s)/iu

export interface Comparable {
  readonly text: string
  /** What answers it, as a name: equal for equal quotes. Absent where nothing does. */
  readonly answer?: string
}

interface Meaning {
  /** Absent where it does not say. */
  readonly kind: string | undefined
  readonly answer: string | undefined
  readonly terms: readonly (Term & { readonly weight: number; readonly stem: string })[]
}

/** What questions mean over an index, so that a day's questions are looked at once however often the day is shown. */
const MEANINGS = new WeakMap<Index, Map<string, Meaning>>()
const MOST_REMEMBERED = 5000

/** The questions as groups of their numbers, each in the order given; the largest group first. */
export function groupQuestions(questions: readonly Comparable[], index: Index): number[][] {
  const meanings = questions.map(({ text, answer }) => ({ ...understand(text, index), answer }))
  const known = new Set(meanings.flatMap(({ terms }) => terms.map(({ word }) => word)))
  const stemmed = meanings.map((meaning) => ({
    ...meaning,
    terms: meaning.terms.map((term) => ({ ...term, stem: stem(term.word, (other) => known.has(other)) })),
  }))
  const groups: number[][] = []
  // Only groups with a word in common can be the same; wordless questions are one another's.
  const byWord = new Map<string, Set<number>>()
  stemmed.forEach((own, at) => {
    const words = wordsOf(own)
    const candidates = [...new Set(words.flatMap((word) => [...(byWord.get(word) ?? [])]))].sort((a, b) => a - b)
    const found = candidates.find((group) => areSame(own, stemmed[groups[group]?.[0] ?? 0] ?? own))
    if (found !== undefined) {
      groups[found]?.push(at)
      return
    }
    groups.push([at])
    for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(groups.length - 1))
  })
  return groups.sort((a, b) => b.length - a.length)
}

function wordsOf({ terms }: Meaning): string[] {
  if (terms.length === 0) return ['']
  return terms.flatMap(({ word, stem, variants }) => [word, stem, ...variants.keys()])
}

/** What a question means over an index; remembered. */
export function understand(text: string, index: Index): Omit<Meaning, 'answer'> {
  const remembered = MEANINGS.get(index) ?? new Map<string, Meaning>()
  MEANINGS.set(index, remembered)
  const known = remembered.get(text)
  if (known !== undefined) return known
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const meaning = meaningOf(text, index)
  remembered.set(text, meaning)
  return meaning
}

function meaningOf(text: string, index: Index): Meaning {
  const query = parseQuery(text.toWellFormed(), index.vocabulary)
  const kind =
    query.asked !== 'other'
      ? query.asked
      : PLACE.test(text)
        ? 'place'
        : WHO.test(text)
          ? 'person'
          : ASKS.test(text)
            ? 'other'
            : undefined
  const terms = query.terms.map((term) => ({
    ...term,
    weight: weightOf(term, index),
    stem: term.word,
    variants: new Map([...term.variants].filter(([, weight]) => weight >= STRONG)),
  }))
  return { kind, answer: undefined, terms }
}

/** Inverse document frequency of a term with its variants, a weak one counting for as much as its weight. */
function weightOf({ variants }: Term, { vocabulary }: Index): number {
  const all = vocabulary.passages
  const found = [...variants].reduce((sum, [word, weight]) => sum + weight * vocabulary.frequency(word), 0)
  const frequency = Math.min(found, all)
  return EVERY + Math.log(1 + (all - frequency + 0.5) / (frequency + 0.5))
}

function areSame(one: Meaning, other: Meaning): boolean {
  if (one.kind !== undefined && other.kind !== undefined && one.kind !== other.kind) return false
  const said = (share(one, other) + share(other, one)) / 2
  return said >= (one.answer !== undefined && one.answer === other.answer ? SAME_ANSWER : SAME)
}

/** How much of what one question says the other says too, by weight. */
function share({ terms }: Meaning, other: Meaning): number {
  const all = terms.reduce((sum, { weight }) => sum + weight, 0)
  if (all === 0) return other.terms.length === 0 ? 1 : 0
  return terms.reduce((sum, term) => sum + term.weight * likeness(term, other), 0) / all
}

function likeness({ word, stem, variants }: Meaning['terms'][number], { terms }: Meaning): number {
  let best = 0
  for (const own of terms) {
    if (own.word === word || own.stem === stem) return 1
    for (const [variant, weight] of variants) {
      const other = own.variants.get(variant) ?? 0
      if (Math.min(weight, other) > best) best = Math.min(weight, other)
    }
  }
  return Math.min(1, best / SURE)
}
