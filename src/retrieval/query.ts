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

/** The query a question makes over a vocabulary. Function words are left out, unless there is nothing else. */
export function parseQuery(question: string, vocabulary: Vocabulary): Query {
  const text = question.slice(0, LONGEST_QUESTION)
  const words = tokenize(text).map((token) => token.text)
  const content = words.some((word) => !isStopword(word)) ? words.filter((word) => !isStopword(word)) : words
  const phrases = phrasesOf(words)
  const terms = [...new Set(content)].slice(0, MOST_TERMS).map((word) => {
    const before = words[words.indexOf(word) - 1]
    return {
      word,
      variants: vocabulary.related(word, phrases.get(word)),
      follows: before !== undefined && content.includes(before),
    }
  })
  return { terms, asked: asked(text) }
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
