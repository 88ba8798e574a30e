/**
 * An operator's own lexicon: the words of their field, which no general list has.
 *
 * One entry a line, its columns parted by tabs: `word or phrase`, `equivalents parted by |`, and if need be how they are related
 * (`translation`, `darija`, `synonym`, `plural`). Without a third column Latin letters on the left make a translation, others a
 * synonym. Several words with the same equivalents may share a line, parted by `|` as well. Lines that start with `#` are comments.
 *
 * A word is folded and parted as it will be in a question, so Arabizi may stand on the left as people type it; with digits for
 * letters, in both ways in which a question can be parted.
 */
import { arabiziWords } from '../arabizi.ts'
import { isStopword } from '../stopwords.ts'
import { tokenize } from '../tokenize.ts'
import type { GlossaryEntry, Relation } from './index.ts'

/** What a glossary says. Every `reason` is in words that follow the number of its line, counted from 1, and repeats nothing of it. */
export interface Glossary {
  readonly entries: readonly GlossaryEntry[]
  readonly problems: readonly { readonly line: number; readonly reason: string }[]
}

const RELATIONS: readonly Relation[] = ['translation', 'darija', 'synonym', 'plural']
const DIGIT_AS_LETTER = /[a-z]['’]?\d|\d['’]?[a-z]/i
const MOST_ENTRIES = 5000
/** On each side of a line. */
const MOST_WORDS = 16
/** In UTF-16 units; nobody asks with a longer one. */
const LONGEST_PHRASE = 80
/** In words. The longest phrase of all is tried at every word of every question. */
const MOST_IN_PHRASE = 6

/** Reads the text of a glossary, whose lines end in LF. A line that cannot be read is told and left out. */
export function parseGlossary(text: string): Glossary {
  const entries: GlossaryEntry[] = []
  const problems: { line: number; reason: string }[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    if (entries.length === MOST_ENTRIES) {
      problems.push({ line: index + 1, reason: `is beyond the ${MOST_ENTRIES} entries that are read` })
      break
    }
    const entry = readLine(line)
    if (typeof entry === 'string') problems.push({ line: index + 1, reason: entry })
    else entries.push(entry)
  }
  return { entries, problems }
}

/** The entry, or what is wrong with its line. */
function readLine(line: string): GlossaryEntry | string {
  const [left = '', right, third = '', ...more] = line.split('\t').map((column) => column.trim())
  if (right === undefined) return 'has no tab between a word and its equivalents'
  if (more.some((column) => column !== '')) return 'has more than three columns'
  const relation = third === '' ? usual(left) : RELATIONS.find((name) => name === third.toLowerCase())
  if (relation === undefined) return `names no relation in its third column (${RELATIONS.join(', ')})`
  const headwords = side(left)
  const words = side(right)
  if (headwords.length === 0) return 'has no word in its first column'
  if (words.length === 0) return 'has no word in its second column'
  if (headwords.length > MOST_WORDS || words.length > MOST_WORDS) return `has more than ${MOST_WORDS} words in a column`
  if ([...headwords, ...words].some(isTooLong))
    return `has a phrase of more than ${MOST_IN_PHRASE} words or ${LONGEST_PHRASE} characters`
  if (headwords.some((phrase) => phrase.split(' ').every(isStopword)))
    return 'begins with a word that is left out of every question'
  return { headwords, words, relation }
}

const usual = (left: string): Relation => (/\p{Script=Latin}/u.test(left) ? 'translation' : 'synonym')

const isTooLong = (phrase: string): boolean =>
  phrase.length > LONGEST_PHRASE || phrase.split(' ').length > MOST_IN_PHRASE

/** The phrases of a column, each once. */
const side = (text: string): string[] => [
  ...new Set(
    text
      .split('|')
      .flatMap((phrase) =>
        DIGIT_AS_LETTER.test(phrase) ? [parted(phrase), arabiziWords(phrase).join(' ')] : [parted(phrase)],
      )
      .filter((phrase) => phrase !== ''),
  ),
]

const parted = (phrase: string): string =>
  tokenize(phrase)
    .map((token) => token.text)
    .join(' ')
