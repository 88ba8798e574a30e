/** A question as the search sees it: the words it is about, each with what may stand for it in this corpus. */
import { arabiziWords } from '../text/arabizi.ts'
import { type Asked, asked } from '../text/asked.ts'
import { languageOf } from '../text/language.ts'
import type { Lexicon } from '../text/lexicon/index.ts'
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
export const CALLED: RegExp = /<@[!&]?\d{1,20}>|(?<![\p{L}\p{M}\p{N}_.+-])@[\p{L}\p{M}\p{N}_]{2,64}/gu
const LATIN = /\p{Script=Latin}/u
/** Variants that candidates are looked for by: from this weight on, and so many of a term. The others count where they stand in a candidate. */
const STRONG = 0.4
const MOST_SEARCHED = 5
/** Share of the passages, and number of them, from which on a word is common. */
const COMMON = 0.05
const FEW = 40

/**
 * The query a question makes over a vocabulary. Function words are left out, unless there is nothing else. A Latin word of a
 * question that is neither French nor English may be Arabizi.
 */
export function parseQuery(question: string, vocabulary: Vocabulary): Query {
  const text = question.slice(0, LONGEST_QUESTION).replace(CALLED, ' ')
  const mayBeArabizi = LATIN.test(text) && languageOf(text) === 'ar'
  const words = mayBeArabizi ? arabiziWords(text) : tokenize(text).map((token) => token.text)
  const content = words.some((word) => !isStopword(word)) ? words.filter((word) => !isStopword(word)) : words
  const phrases = phrasesOf(words, vocabulary.lexicon)
  const spelled = new Map<string, string>()
  const terms = [...new Set(content)].slice(0, MOST_TERMS).map((word) => {
    const before = words[words.indexOf(word) - 1]
    const variants = mayBeArabizi && LATIN.test(word) ? hear(word) : vocabulary.related(word, phrases.get(word))
    return { word, variants, searched: strongest(variants), follows: before !== undefined && content.includes(before) }
  })
  const said = mayBeArabizi ? words.map((word) => spelled.get(word) ?? word).join(' ') : text
  return { terms: withoutCommon(terms, vocabulary), asked: asked(said) }

  function hear(word: string): Variants {
    const { spells, variants } = vocabulary.heard(word, phrases.get(word))
    if (spells !== undefined) spelled.set(word, spells)
    return variants
  }
}

/** A word of many passages finds them all and tells few apart; it is still counted when candidates are scored. */
function withoutCommon(terms: readonly Term[], vocabulary: Vocabulary): readonly Term[] {
  const rare = terms.map((term) => ({
    ...term,
    searched: new Map(
      [...term.searched].filter(([word]) => vocabulary.frequency(word) <= Math.max(FEW, COMMON * vocabulary.passages)),
    ),
  }))
  return rare.some(({ searched }) => searched.size > 0) ? rare : terms
}

function strongest(variants: Variants): Variants {
  const strong = [...variants].filter(([, weight]) => weight >= STRONG)
  return strong.length > 0 ? new Map(strong.slice(0, MOST_SEARCHED)) : variants
}

/** For each word of a phrase that the lexicon knows (`الدار البيضاء`, `sahara occidental`), the phrase; longer ones first. */
function phrasesOf(words: readonly string[], lexicon: Lexicon): Map<string, string> {
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
