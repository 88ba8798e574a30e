/**
 * What the languages themselves know: which words may stand for which. The data files of this folder are read once, those of
 * a script when the first word of it is asked for.
 */
import { normalize } from '../normalize.ts'
import { stem } from '../stem.ts'
import { DARIJA } from './darija.ts'
import { ENGLISH } from './english.ts'
import { FRENCH } from './french.ts'
import { PLURALS } from './plurals.ts'
import { SYNONYMS } from './synonyms.ts'

export type Relation = 'synonym' | 'plural' | 'darija' | 'translation'

/** A word or phrase that may stand for another. */
export interface Equivalent {
  /** Folded words; more than one for a phrase. */
  readonly words: readonly string[]
  readonly relation: Relation
}

export interface Lexicon {
  /** What may stand for a folded word, or for folded words joined by spaces. Words are looked up by stem as well. */
  equivalents(entry: string): readonly Equivalent[]
  /** Words of the longest entry in the script of a word. */
  longest(word: string): number
}

/** Entries of one script. */
interface Entries {
  readonly longest: number
  get(entry: string): readonly Equivalent[]
}

let arabic: Entries | undefined
let latin: Entries | undefined

/** The lexicon of this folder. */
export const lexicon: Lexicon = {
  equivalents: (entry) => entriesOf(entry).get(entry),
  longest: (entry) => entriesOf(entry).longest,
}

function entriesOf(entry: string): Entries {
  if (entry < '\u0600') {
    latin ??= collect((add) => {
      for (const data of [FRENCH, ENGLISH]) {
        for (const [headwords, words] of lines(data)) add(headwords, words, 'translation')
      }
    })
    return latin
  }
  arabic ??= collect((add) => {
    for (const [members] of lines(SYNONYMS)) add(members, members, 'synonym')
    for (const [headwords, words] of lines(DARIJA)) add(headwords, words, 'darija')
    for (const [singulars, plurals] of lines(PLURALS)) {
      add(singulars, plurals, 'plural')
      add(plurals, singulars, 'plural')
    }
  })
  return arabic
}

type Add = (headwords: readonly string[], words: readonly string[], relation: Relation) => void

function collect(fill: (add: Add) => void): Entries {
  const entries = new Map<string, Equivalent[]>()
  let longest = 1
  fill((headwords, words, relation) => {
    for (const headword of headwords) {
      longest = Math.max(longest, headword.split(' ').length)
      const list = entries.get(headword) ?? []
      entries.set(headword, list)
      for (const word of words) if (word !== headword) list.push({ words: word.split(' '), relation })
    }
  })
  const byStem = new Map<string, Equivalent[]>()
  for (const [entry, equivalents] of entries) {
    const root = entry.includes(' ') ? entry : stem(entry, () => false)
    if (root !== entry) byStem.set(root, [...(byStem.get(root) ?? []), ...equivalents])
  }
  return {
    longest,
    get(entry) {
      const own = entries.get(entry)
      if (own !== undefined || entry.includes(' ')) return own ?? []
      const root = stem(entry, (word) => entries.has(word))
      return [...(entries.get(root) ?? []), ...(byStem.get(root) ?? [])]
    },
  }
}

/** The sides of each line, each a list of folded entries. */
function* lines(data: string): Generator<[left: string[], right: string[]]> {
  for (const line of data.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [left = '', right = ''] = line.split(' = ')
    yield [side(left), side(right)]
  }
}

const side = (text: string): string[] =>
  text.split('|').flatMap((entry) => {
    const folded = normalize(entry.trim().replace(/['’-]/g, ' '))
    return folded === '' ? [] : [folded]
  })
