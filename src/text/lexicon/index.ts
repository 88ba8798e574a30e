/**
 * What the languages themselves know: which words may stand for which. The data files of this folder are read once, those of
 * a script when the first word of it is asked for.
 */
import { normalize } from '../normalize.ts'
import { stem } from '../stem.ts'
import { bestReadings, createSpellings, type Reading, type Spellings } from '../transliteration.ts'
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

/** A line of an operator's glossary, folded: words of a phrase are parted by one space. */
export interface GlossaryEntry {
  readonly headwords: readonly string[]
  readonly words: readonly string[]
  readonly relation: Relation
}

export interface Lexicon {
  /** What may stand for a folded word, or for folded words joined by spaces. Words are looked up by stem as well. */
  equivalents(entry: string): readonly Equivalent[]
  /** Words of the longest entry in the script of a word. */
  longest(word: string): number
  /** The Arabic entries that a folded word in Latin letters may spell; an index of them is made for the first such word. */
  spelledAs(latin: string): readonly Reading[]
}

/** Entries of one script. */
interface Entries {
  readonly longest: number
  headwords(): Iterable<string>
  get(entry: string): readonly Equivalent[]
}

let arabic: Entries | undefined
let latin: Entries | undefined
let spellings: Spellings | undefined

/** The lexicon of this folder. */
export const lexicon: Lexicon = {
  equivalents: (entry) => entriesOf(entry).get(entry),
  longest: (entry) => entriesOf(entry).longest,
  spelledAs(latin) {
    spellings ??= createSpellings(entriesOf('ا').headwords())
    return spellings.readings(latin)
  },
}

/** A lexicon with an operator's entries before its own. */
export function extended(lexicon: Lexicon, entries: readonly GlossaryEntry[]): Lexicon {
  if (entries.length === 0) return lexicon
  const own = collect((add) => {
    for (const { headwords, words, relation } of entries) relate(add, headwords, words, relation)
  })
  let spellings: Spellings | undefined
  return {
    equivalents: (entry) => [...own.get(entry), ...lexicon.equivalents(entry)],
    longest: (word) => Math.max(own.longest, lexicon.longest(word)),
    spelledAs(latin) {
      spellings ??= createSpellings(own.headwords())
      return bestReadings([...spellings.readings(latin), ...lexicon.spelledAs(latin)])
    },
  }
}

function entriesOf(entry: string): Entries {
  if (entry < '\u0600') {
    latin ??= collect((add) => {
      for (const data of [FRENCH, ENGLISH]) {
        for (const [headwords, words] of lines(data)) relate(add, headwords, words, 'translation')
      }
    })
    return latin
  }
  arabic ??= collect((add) => {
    for (const [members] of lines(SYNONYMS)) relate(add, members, [], 'synonym')
    for (const [headwords, words] of lines(DARIJA)) relate(add, headwords, words, 'darija')
    for (const [singulars, plurals] of lines(PLURALS)) relate(add, singulars, plurals, 'plural')
  })
  return arabic
}

type Add = (headwords: readonly string[], words: readonly string[], relation: Relation) => void

/** Adds a line in the directions in which its relation holds: of synonyms each for each, of the others the right side for the left. */
function relate(add: Add, left: readonly string[], right: readonly string[], relation: Relation): void {
  const members = [...left, ...right]
  add(relation === 'synonym' ? members : left, relation === 'synonym' ? members : right, relation)
  if (relation === 'plural') add(right, left, relation)
}

function collect(fill: (add: Add) => void): Entries {
  const entries = new Map<string, Equivalent[]>()
  let longest = 1
  fill((headwords, words, relation) => {
    // Shared by all headwords of a line.
    const equivalents = words.map((word): Equivalent => ({ words: word.split(' '), relation }))
    for (const headword of headwords) {
      longest = Math.max(longest, headword.split(' ').length)
      const list = entries.get(headword) ?? []
      entries.set(headword, list)
      equivalents.forEach((equivalent, at) => {
        if (words[at] !== headword) list.push(equivalent)
      })
    }
  })
  const byStem = new Map<string, Equivalent[]>()
  for (const [entry, equivalents] of entries) {
    const root = entry.includes(' ') ? entry : stem(entry, () => false)
    if (root !== entry) byStem.set(root, [...(byStem.get(root) ?? []), ...equivalents])
  }
  return {
    longest,
    headwords: () => entries.keys(),
    get(entry) {
      const own = entries.get(entry)
      if (own !== undefined || entry.includes(' ')) return own ?? []
      const root = stem(entry, (word) => entries.has(word))
      const found = [...(entries.get(root) ?? []), ...(byStem.get(root) ?? [])]
      if (found.length > 0) return found
      const listed = thirdPersons(entry).find((form) => entries.has(form))
      return listed === undefined ? [] : (entries.get(listed) ?? []).filter(isDarija)
    },
  }
}

const isDarija = ({ relation }: Equivalent): boolean => relation === 'darija'

/** The present of a Darija verb in any person: كتخدم, نخدمو, غيخدم. */
const PRESENT = /^(?:كا?|غا?)?[يتن](?=.{2})/

/** The forms under which a Darija lexicon has a folded word that may be a verb: ماكتخدمش, تخدم and غيخدم are there as كيخدم. */
function thirdPersons(word: string): string[] {
  const said = word.replace(/^ما(?=.{3,}ش$)/, '')
  const forms = said.endsWith('ش') ? [said.slice(0, -1), said] : [said]
  return forms.flatMap((form) => (PRESENT.test(form) ? [form.replace(PRESENT, 'كي'), form] : [form]))
}

/** The sides of each line, each a list of folded entries. */
function* lines(data: string): Generator<[left: string[], right: string[]]> {
  // Folded at one go, which takes a tenth of the time of entry by entry.
  for (const line of normalize(data.replace(/['’-]/g, ' ')).split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [left = '', right = ''] = line.split(' = ')
    yield [side(left), side(right)]
  }
}

const side = (text: string): string[] =>
  text.split('|').flatMap((entry) => {
    const trimmed = entry.trim()
    return trimmed === '' ? [] : [trimmed]
  })
