/** Why a question was answered, or declined: what of it was found, under which words, and how sure that made us. */
import type { Variant } from '../retrieval/holding.ts'
import type { Entry, Index } from '../retrieval/index.ts'
import { type Allowed, type Hit, type Ranking, rank } from '../retrieval/rank.ts'
import type { Vocabulary } from '../retrieval/vocabulary.ts'
import type { Asked } from '../text/asked.ts'
import type { Equivalent } from '../text/lexicon/index.ts'
import { monthNames } from '../text/months.ts'
import { numberOf } from '../text/numbers.ts'
import { phoneticKeys } from '../text/phonetic.ts'
import { stem } from '../text/stem.ts'
import { tokenize } from '../text/tokenize.ts'
import { type Answer, answer, THRESHOLD } from './answer.ts'
import { confidence } from './confidence.ts'
import { readingOf } from './subject.ts'

/**
 * How a word of the corpus came to stand for a word of a question. `form`: the same stem · `name`: another name of a month or a number ·
 * `sound`: the same sounds in the other script · `spelling`: alike in letters.
 */
export const RELATIONS = [
  'same',
  'form',
  'name',
  'translation',
  'darija',
  'plural',
  'synonym',
  'sound',
  'spelling',
] as const
export type ExplainedRelation = (typeof RELATIONS)[number]

export interface ExplainedTerm {
  /** As it was asked. */
  readonly word: string
  /** How much it tells: the rarer in the corpus, the more. */
  readonly weight: number
  /** What stood for it in the best passage, surest first, as it is written there; empty where nothing did. */
  readonly by: readonly {
    readonly word: string
    /** 0 to 1. */
    readonly weight: number
    readonly relation: ExplainedRelation
  }[]
}

export interface ExplainedPassage {
  readonly document: string
  readonly title: string
  readonly section: readonly string[]
  readonly id: string
  readonly score: number
  /** 0 to 1, of this passage by itself. */
  readonly confidence: number
}

export interface Explanation {
  readonly question: string
  /** What it was taken to be about, where that came from the question before it. */
  readonly assumed?: string
  readonly asked: Asked
  readonly terms: readonly ExplainedTerm[]
  /** Best first, at most three. */
  readonly passages: readonly ExplainedPassage[]
  readonly confidence: number
  readonly threshold: number
  readonly decision: Answer['status']
}

const MOST_PASSAGES = 3
const MOST_WORDS = 4
/** What these bring weighs more than `WEAK`, even by its stem: a Darija reading is not taken where the corpus has the word itself. */
const SURE: ReadonlySet<ExplainedRelation> = new Set(['translation', 'darija'])
const WEAK = 0.5

/** Explains what `answer` makes of the same question. */
export function explain(index: Index, question: string, assumed?: string, allowed?: Allowed): Explanation {
  const reading = readingOf(question.toWellFormed(), assumed)
  const found = answer(index, reading, MOST_PASSAGES, allowed)
  const ranking = rank(index, reading, MOST_PASSAGES, allowed)
  return {
    question: question.toWellFormed(),
    ...(assumed === undefined ? {} : { assumed }),
    asked: ranking.query.asked,
    terms: termsOf(reading, ranking, index.vocabulary),
    passages: ranking.hits.map((hit) => passageOf(hit, ranking)),
    confidence: found.confidence,
    threshold: THRESHOLD,
    decision: found.status,
  }
}

function termsOf(reading: string, { query, hits: [best], weights }: Ranking, vocabulary: Vocabulary): ExplainedTerm[] {
  const asked = writtenIn(reading)
  const written = best === undefined ? undefined : writtenIn(textOf(best.entry))
  return query.terms.map(({ word }, term) => ({
    word: asked.get(word) ?? word,
    weight: rounded(weights[term] ?? 0),
    by: [...(best?.held[term] ?? [])]
      .sort((one, other) => other.weight - one.weight)
      .slice(0, MOST_WORDS)
      .map((variant) => ({
        word: written?.get(variant.word) ?? variant.word,
        weight: rounded(variant.weight),
        relation: relationOf(word, variant, vocabulary),
      })),
  }))
}

function passageOf(hit: Hit, ranking: Ranking): ExplainedPassage {
  const { document, passage, score } = hit
  return {
    document: document.id,
    title: document.title,
    section: passage.section,
    id: passage.id,
    score: rounded(score),
    confidence: rounded(confidence({ ...ranking, hits: [hit] })),
  }
}

/** All that a passage is found by. */
const textOf = ({ passage, document }: Entry): string => [passage.text, ...passage.section, document.title].join('\n')

/** Folded words of a text as it writes them first. */
function writtenIn(text: string): Map<string, string> {
  return new Map(
    tokenize(text)
      .reverse()
      .map((token) => [token.text, text.slice(token.start, token.end)]),
  )
}

/** The surest way in which one word comes to stand for another. */
function relationOf(
  word: string,
  { word: other, weight }: Variant,
  { lexicon, frequency }: Vocabulary,
): ExplainedRelation {
  if (word === other) return 'same'
  const known = (one: string): boolean => frequency(one) > 0
  const root = (one: string): string => stem(one, known)
  if ((numberOf(word) ?? word) === (numberOf(other) ?? other) || monthNames(word).includes(other)) return 'name'
  const isOther = ({ words }: Equivalent): boolean => words.some((one) => one === other || root(one) === root(other))
  const equivalents = lexicon.equivalents(word).filter(isOther)
  const equivalent = RELATIONS.find(
    (name) => (weight > WEAK || !SURE.has(name)) && equivalents.some(({ relation }) => relation === name),
  )
  if (equivalent === 'translation' || equivalent === 'darija') return equivalent
  if (root(word) === root(other)) return 'form'
  if (equivalent !== undefined) return equivalent
  const through = lexicon
    .equivalents(word)
    .find(({ words, relation }) => SURE.has(relation) && lexicon.equivalents(words.join(' ')).some(isOther))
  if (through !== undefined) return through.relation
  if (isArabic(word) === isArabic(other)) return 'spelling'
  const sounds = phoneticKeys(isArabic(other) ? root(other) : other)
  // As part of a phrase that is translated whole.
  return phoneticKeys(isArabic(word) ? root(word) : word).some((sound) => sounds.includes(sound))
    ? 'sound'
    : 'translation'
}

const isArabic = (word: string): boolean => word >= '\u0600'
const rounded = (number: number): number => Math.round(number * 100) / 100
