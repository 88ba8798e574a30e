/**
 * The consonants of a word, which its broken plural keeps (مدرسة and مدارس are both مدرس) and a misspelling of its long
 * vowels too. Long vowels and hamza are dropped, doubled letters collapsed. Short skeletons join too many words to be of use:
 * below three consonants there is none.
 */
import { ALEF, HAMZA, WAW, YEH } from './letters.ts'

const WEAK: RegExp = new RegExp(`[${ALEF}${WAW}${YEH}${HAMZA}]`, 'g')
const DOUBLED = /(.)\1+/g

/** The skeleton of an Arabic stem, or `undefined` where it would not be selective. */
export function skeleton(stem: string): string | undefined {
  const consonants = stem.replace(WEAK, '').replace(DOUBLED, '$1')
  return consonants.length >= 3 && stem >= '\u0600' ? consonants : undefined
}

/** Letters that verbs and nouns of action put before their root (ي is weak, and already gone): تراقب, مراقبة, استخدم. */
const PREFIXES = /^(?:[تنم]?ست|[تنم])(?=.{3,}$)/

/**
 * The consonants without what stands before a root, so that يراقب and مراقبة meet; as selective as a skeleton of three
 * consonants is, and as fallible.
 */
export function rootKey(stem: string): string | undefined {
  return skeleton(stem)?.replace(PREFIXES, '')
}
