/** A question as the search sees it: the words it is about, each with what may stand for it in this corpus. */
import { type Asked, asked } from '../text/asked.ts'
import { lexicon } from '../text/lexicon/index.ts'
import { isStopword } from '../text/stopwords.ts'
import { tokenize } from '../text/tokenize.ts'
import type { Variants, Vocabulary } from './vocabulary.ts'

/** One word of a question. All its variants count as one word (Pirkola, "The effects of query structure", SIGIR 1998). */
export interface Term {
  readonly word: string
  readonly variants: Variants
  /** The variants that find candidates: the strong ones (all where there are none), without words of every other passage. */
  readonly searched: Variants
  /** Whether the term before it stands right before it in the question, so that the two make one phrase. */
  readonly follows: boolean
}

export interface Query {
  readonly terms: readonly Term[]
  readonly asked: Asked
}

/** More words than this are not a question; the first ones are searched. */
const MOST_TERMS = 32
/** A question longer than this (UTF-16 units) is cut before anything else looks at it. */
const LONGEST_QUESTION = 2000
/** A member whom the question calls: as Discord writes it, and by a handle. Who is called is not what is asked. */
const CALLED = /<@[!&]?\d{1,20}>|(?<![\p{L}\p{M}\p{N}_.+-])@[\p{L}\p{M}\p{N}_]{2,64}/gu
const STRONG = 0.3
/** Share of the passages from which on a word is common. */
const COMMON = 0.25

/** The query a question makes over a vocabulary. Function words are left out, unless there is nothing else. */
export function parseQuery(question: string, vocabulary: Vocabulary): Query {
  const text = question.slice(0, LONGEST_QUESTION).replace(CALLED, ' ')
  const words = tokenize(text).map((token) => token.text)
  const content = words.some((word) => !isStopword(word)) ? words.filter((word) => !isStopword(word)) : words
  const phrases = phrasesOf(words)
  const terms = [...new Set(content)].slice(0, MOST_TERMS).map((word) => {
    const before = words[words.indexOf(word) - 1]
    const variants = vocabulary.related(word, phrases.get(word))
    return { word, variants, searched: strongest(variants), follows: before !== undefined && content.includes(before) }
  })
  return { terms: withoutCommon(terms, vocabulary), asked: asked(text) }
}

/** A word of most passages finds them all and tells none apart; it is still counted when candidates are scored. */
function withoutCommon(terms: readonly Term[], vocabulary: Vocabulary): readonly Term[] {
  const rare = terms.map((term) => ({
    ...term,
    searched: new Map(
      [...term.searched].filter(([word]) => vocabulary.frequency(word) <= COMMON * vocabulary.passages),
    ),
  }))
  return rare.some(({ searched }) => searched.size > 0) ? rare : terms
}

function strongest(variants: Variants): Variants {
  const strong = [...variants].filter(([, weight]) => weight >= STRONG)
  return strong.length > 0 ? new Map(strong) : variants
}

/** For each word of a phrase that the lexicon knows (`الدار البيضاء`, `sahara occidental`), the phrase; longer ones first. */
function phrasesOf(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    for (let length = Math.min(lexicon.longest(words[at] ?? ''), words.length - at); length > 1; length--) {
      const phrase = words.slice(at, at + length)
      if (lexicon.equivalents(phrase.join(' ')).length === 0) continue
      for (const word of phrase) found.set(word, phrase.join(' '))
      at += length - 1
      break
    }
  }
  return found
}
