/** The inverted index: MiniSearch over folded words, and per passage what the second stage reads. */
import MiniSearch from 'minisearch'
import type { Document, Passage } from '../corpus/document.ts'
import { finish } from '../steps.ts'
import { type Asked, answers } from '../text/asked.ts'
import { type Token, tokenize } from '../text/tokenize.ts'
import type { Query } from './query.ts'
import { relating, type Vocabulary } from './vocabulary.ts'

/** A passage as the index holds it. */
export interface Entry {
  readonly passage: Passage
  readonly document: Document
  /** Per folded word, the positions of its occurrences, counted in words from the passage's first. */
  readonly occurrences: ReadonlyMap<string, readonly number[]>
  /** Per position, the number of its sentence. */
  readonly sentenceAt: readonly number[]
  /** Folded words of the title and the section path. */
  readonly head: ReadonlySet<string>
  /** Words in the passage. */
  readonly length: number
  /** Words of each sentence. */
  readonly lengths: readonly number[]
  /** Per sentence, the kinds of question it could answer. */
  readonly answers: readonly ReadonlySet<Asked>[]
}

/** A passage that holds a variant of a term, in its text, section or title. */
export interface Candidate {
  readonly entry: Entry
  /** The variants it was found by. */
  readonly words: readonly string[]
}

export interface Index {
  readonly entries: readonly Entry[]
  readonly vocabulary: Vocabulary
  readonly averageLength: number
  /** All passages that hold a variant, likeliest first by MiniSearch's BM25+. */
  candidates(query: Query): Candidate[]
}

/** Weights of MiniSearch's fields: what a passage says outweighs what stands above it. */
const BOOST = { text: 1, section: 0.5, title: 0.5 }

/** Passages between two steps. */
const STEP = 20

/** Indexes documents at one go. */
export function createIndex(documents: readonly Document[]): Index {
  return finish(indexing(documents))
}

/** Indexes documents in steps of some milliseconds, telling the number of passages done as it grows; others may work in between. */
export function* indexing(documents: readonly Document[]): Generator<number | undefined, Index, void> {
  const entries: Entry[] = []
  const words = new Map<string, number>()
  const search = new MiniSearch<{ id: number; text: string; section: string; title: string }>({
    fields: Object.keys(BOOST),
    tokenize: (folded) => folded.split(' '),
    processTerm: (word) => word,
  })
  for (const document of documents) {
    const title = fold(document.title)
    for (const passage of document.passages) {
      const section = fold(passage.section.join(' '))
      const entry = createEntry(document, passage, new Set([...title, ...section]))
      for (const word of new Set([...entry.occurrences.keys(), ...entry.head]))
        words.set(word, (words.get(word) ?? 0) + 1)
      search.add({
        id: entries.length,
        text: [...entry.occurrences].flatMap(([word, places]) => places.map(() => word)).join(' '),
        section: section.join(' '),
        title: title.join(' '),
      })
      entries.push(entry)
      if (entries.length % STEP === 0) yield entries.length
    }
  }
  const vocabulary = yield* relating(words, entries.length)

  return {
    entries,
    vocabulary,
    averageLength: entries.reduce((sum, entry) => sum + entry.length, 0) / Math.max(1, entries.length),
    candidates(query) {
      const weights = new Map<string, number>()
      for (const { searched } of query.terms) {
        for (const [word, weight] of searched) weights.set(word, Math.max(weight, weights.get(word) ?? 0))
      }
      if (weights.size === 0) return []
      return search
        .search([...weights.keys()].join(' '), { boost: BOOST, boostTerm: (word) => weights.get(word) ?? 0 })
        .map(({ id, terms }) => ({ entry: entries[id as number] as Entry, words: terms }))
    },
  }
}

function createEntry(document: Document, passage: Passage, head: ReadonlySet<string>): Entry {
  const occurrences = new Map<string, number[]>()
  const sentenceAt: number[] = []
  const lengths: number[] = []
  const kinds: ReadonlySet<Asked>[] = []
  passage.sentences.forEach((sentence, number) => {
    const tokens = tokenize(document.text.slice(sentence.start, sentence.end)).filter(
      (token) => !isSkipped(token, sentence.start, passage),
    )
    for (const { text } of tokens) {
      const places = occurrences.get(text)
      if (places === undefined) occurrences.set(text, [sentenceAt.length])
      else places.push(sentenceAt.length)
      sentenceAt.push(number)
    }
    lengths.push(tokens.length)
    kinds.push(answers(tokens))
  })
  return { passage, document, occurrences, sentenceAt, head, length: sentenceAt.length, lengths, answers: kinds }
}

const isSkipped = (token: Token, offset: number, passage: Passage): boolean =>
  passage.skip.some((span) => token.start + offset < span.end && token.end + offset > span.start)

const fold = (text: string): string[] => tokenize(text).map((token) => token.text)
