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
import type { Term } from './query.ts'
import { rank } from './rank.ts'

/** What both say of each other, on average, from which on they are one. */
const SAME = 0.7
const SAME_ANSWER = 0.5
/** A variant of this weight is as good as the word. */
const SURE = 0.7
/** Of a term that is in every passage. */
const LEAST_WEIGHT = 0.1

const PLACE =
  /(?:^|\s)(?:أين|اين|فين|وين|منين|معامن|[بف]?(?:في )?[أا]ي (?:مدين[ةه]|بلد|دول[ةه]|منطق[ةه])|where|où|(?:quels?|quelles?) (?:villes?|pays)|(?:which|what) (?:city|country))(?:$|[\s؟?])/iu
/** Without any of these, only the subject is named, and any kind of question may be meant. */
const ASKS =
  /(?:^|\s)(?:[وفبل]?ما|ماذا|بماذا|لماذا|كيف|كيفاش|هل|واش|شنو|شو|اش|آش|علاش|ليش|[بفل]?[أا]ي|مع|what|which|how|why|is|are|does|did|quels?|quelles?|comment|pourquoi|que|quoi|est-ce)(?:$|[\s؟?])/iu
const WHO = /(?:^|\s)(?:من|مين|شكون|qui|who)(?:$|\s)/iu

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

/** The questions as groups of their numbers, each in the order given; the largest group first. */
export function groupQuestions(questions: readonly Comparable[], index: Index): number[][] {
  const meanings = questions.map((question) => meaningOf(question, index))
  const known = new Set(meanings.flatMap(({ terms }) => terms.map(({ word }) => word)))
  const stemmed = meanings.map((meaning) => ({
    ...meaning,
    terms: meaning.terms.map((term) => ({ ...term, stem: stem(term.word, (other) => known.has(other)) })),
  }))
  const groups: number[][] = []
  stemmed.forEach((own, at) => {
    const group = groups.find(([first = 0]) => areSame(own, stemmed[first] ?? own))
    if (group === undefined) groups.push([at])
    else group.push(at)
  })
  return groups.sort((a, b) => b.length - a.length)
}

function meaningOf({ text, answer }: Comparable, index: Index): Meaning {
  const { query, weights } = rank(index, text.toWellFormed(), 1)
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
  const terms = query.terms.map((term, at) => ({
    ...term,
    weight: Math.max(LEAST_WEIGHT, weights[at] ?? 0),
    stem: term.word,
  }))
  return { kind, answer, terms }
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
  const best = terms.map((own) => {
    if (own.word === word || own.stem === stem) return 1
    return Math.max(
      0,
      ...[...variants].map(([variant, weight]) => Math.min(weight, own.variants.get(variant) ?? 0) / SURE),
    )
  })
  return Math.min(1, Math.max(0, ...best))
}
