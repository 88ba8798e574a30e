/**
 * What the language itself knows: which words may stand for which. The data files of this folder are read once, when the
 * first question needs them.
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
  /** What may stand for a folded word, or for folded words joined by spaces. Arabic is looked up by stem as well. */
  equivalents(entry: string): readonly Equivalent[]
  /** Words of the longest entry. */
  readonly longest: number
}

let shared: Lexicon | undefined

/** The lexicon of this folder. */
export function lexicon(): Lexicon {
  shared ??= createLexicon()
  return shared
}

function createLexicon(): Lexicon {
  const entries = new Map<string, Equivalent[]>()
  const stems = new Map<string, Equivalent[]>()
  let longest = 1
  const add = (entry: string, equivalents: readonly string[], relation: Relation): void => {
    const list = entries.get(entry) ?? []
    entries.set(entry, list)
    longest = Math.max(longest, entry.split(' ').length)
    for (const equivalent of equivalents)
      if (equivalent !== entry) list.push({ words: equivalent.split(' '), relation })
  }
  for (const [members] of lines(SYNONYMS)) for (const member of members) add(member, members, 'synonym')
  for (const [singulars, plurals] of lines(PLURALS)) {
    for (const singular of singulars) add(singular, plurals, 'plural')
    for (const plural of plurals) add(plural, singulars, 'plural')
  }
  for (const [headwords, arabic] of lines(DARIJA)) for (const headword of headwords) add(headword, arabic, 'darija')
  for (const data of [FRENCH, ENGLISH])
    for (const [headwords, arabic] of lines(data))
      for (const headword of headwords) add(headword, arabic, 'translation')
  for (const [entry, equivalents] of entries) {
    if (entry.includes(' ')) continue
    const root = stem(entry, () => false)
    if (root !== entry) stems.set(root, [...(stems.get(root) ?? []), ...equivalents])
  }
  return {
    longest,
    equivalents(entry) {
      const own = entries.get(entry)
      if (own !== undefined || entry.includes(' ')) return own ?? []
      const root = stem(entry, (word) => entries.has(word))
      return entries.get(root) ?? stems.get(root) ?? []
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
