/** The inverted index: MiniSearch over folded words, and per passage what the second stage reads. */
import MiniSearch from 'minisearch'
import type { Document, Passage } from '../corpus/document.ts'
import { finish } from '../steps.ts'
import { type Asked, answers } from '../text/asked.ts'
import type { Lexicon } from '../text/lexicon/index.ts'
import { type Token, tokenize } from '../text/tokenize.ts'
import { createWords, type Numbers, numbers, Occurrences, type Words } from './occurrences.ts'
import type { Query } from './query.ts'
import { relating, type Vocabulary } from './vocabulary.ts'

/** A passage as the index holds it. */
export interface Entry {
  readonly passage: Passage
  readonly document: Document
  /** The places of its folded words. */
  readonly occurrences: Occurrences
  /** Per place, the number of its sentence. */
  readonly sentenceAt: Numbers
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
  readonly words: Words
  readonly vocabulary: Vocabulary
  readonly averageLength: number
  /** All passages that hold a variant, likeliest first by MiniSearch's BM25+. */
  candidates(query: Query): Candidate[]
}

/** Passages between two steps. */
const STEP = 20

/** Indexes documents at one go. */
export function createIndex(documents: readonly Document[], lexicon?: Lexicon): Index {
  return finish(indexing(documents, lexicon))
}

/** Indexes documents in steps of some milliseconds, telling the number of passages done as it grows; others may work in between. */
export function* indexing(
  documents: readonly Document[],
  lexicon?: Lexicon,
): Generator<number | undefined, Index, void> {
  const entries: Entry[] = []
  const words = createWords()
  const kinds = new Map<string, ReadonlySet<Asked>>()
  const frequencies = new Map<string, number>()
  const search = new MiniSearch<{ id: number; words: string }>({
    fields: ['words'],
    tokenize: (folded) => folded.split(' '),
    processTerm: (word) => word,
  })
  for (const document of documents) {
    const title = fold(document.title)
    let section: readonly string[] = []
    let above: ReadonlySet<string> = new Set(title)
    let named: readonly string[] | undefined
    for (const passage of document.passages) {
      // Passages of one section share what stands above them.
      if (named === undefined || named.join('\n') !== passage.section.join('\n')) {
        named = passage.section
        section = fold(named.join(' '))
        above = new Set([...title, ...section])
      }
      const { tokens, ...parts } = sentencesOf(document, passage, kinds)
      const entry = { ...parts, passage, document, head: above, occurrences: new Occurrences(tokens, words) }
      for (const word of new Set([...tokens, ...above])) frequencies.set(word, (frequencies.get(word) ?? 0) + 1)
      search.add({ id: entries.length, words: [...tokens, ...above].join(' ') })
      entries.push(entry)
      if (entries.length % STEP === 0) yield entries.length
    }
  }
  const vocabulary = yield* relating(frequencies, entries.length, lexicon)

  return {
    entries,
    words,
    vocabulary,
    averageLength: entries.reduce((sum, entry) => sum + entry.length, 0) / Math.max(1, entries.length),
    candidates(query) {
      const weights = new Map<string, number>()
      for (const { searched } of query.terms) {
        for (const [word, weight] of searched) weights.set(word, Math.max(weight, weights.get(word) ?? 0))
      }
      if (weights.size === 0) return []
      return search
        .search([...weights.keys()].join(' '), { boostTerm: (word) => weights.get(word) ?? 0 })
        .map(({ id, terms }) => ({ entry: entries[id as number] as Entry, words: terms }))
    },
  }
}

/** The words of a passage in their order, and what is known of its sentences. `kinds` are kept once each. */
function sentencesOf(
  document: Document,
  passage: Passage,
  kinds: Map<string, ReadonlySet<Asked>>,
): Pick<Entry, 'sentenceAt' | 'length' | 'lengths' | 'answers'> & { readonly tokens: readonly string[] } {
  const words: string[] = []
  const sentenceAt: number[] = []
  const lengths: number[] = []
  const asked: ReadonlySet<Asked>[] = []
  passage.sentences.forEach((sentence, number) => {
    const written = document.text.slice(sentence.start, sentence.end)
    const tokens = tokenize(written).filter((token) => !isSkipped(token, sentence.start, passage))
    for (const { text } of tokens) {
      words.push(text)
      sentenceAt.push(number)
    }
    lengths.push(tokens.length)
    const own = answers(tokens, written)
    const name = [...own].sort().join(' ')
    const known = kinds.get(name) ?? own
    kinds.set(name, known)
    asked.push(known)
  })
  return { tokens: words, sentenceAt: numbers(sentenceAt), length: words.length, lengths, answers: asked }
}

const isSkipped = (token: Token, offset: number, passage: Passage): boolean =>
  passage.skip.some((span) => token.start + offset < span.end && token.end + offset > span.start)

const fold = (text: string): string[] => tokenize(text).map((token) => token.text)
