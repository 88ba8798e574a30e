/**
 * Light stemming: the word without what Arabic writes onto it. Not the root, which joins words that mean different things.
 *
 * 1. The article with what stands before it (وبال, ولل, ال …), when three letters remain.
 * 2. Else conjunctions and prepositions of one letter (و ف ب ل ك س), only when the rest is a word of the corpus: the و of
 *    وصل belongs to the word, the و of ومدرسة does not, and the corpus knows which.
 * 3. Endings of number, gender, relation and possession, longest first, at most two, when three letters remain.
 *
 * After light10 (Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval", 2007) with possessive
 * pronouns, and with rule 2 in place of light10's bare و. Words of other scripts are left alone, but for the French and
 * English plural.
 */

/** Whether a folded word occurs in the corpus. */
export type Known = (word: string) => boolean

const ARTICLES = ['وبال', 'وكال', 'فبال', 'وال', 'فال', 'بال', 'كال', 'ولل', 'فلل', 'ال', 'لل']
const CLITICS = 'وفبلكس'
const ENDINGS = [
  ['ياتهما', 'ياتهم', 'ياتها', 'ياتنا', 'ياته', 'تيهما', 'يتهما'],
  ['اتهما', 'يتها', 'يتهم', 'يتنا', 'اتها', 'اتهم', 'اتنا', 'تهما'],
  ['تها', 'تهم', 'تنا', 'اته', 'يته', 'يين', 'يون', 'يات', 'تان', 'تين', 'هما', 'وها', 'وهم', 'كما'],
  ['ها', 'هم', 'هن', 'نا', 'كم', 'ته', 'ان', 'ات', 'ون', 'ين', 'يه', 'وا', 'تي'],
  ['ه', 'ي', 'ا', 'ك'],
].flat()
const SHORTEST = 3

/** The stem of a folded word. */
export function stem(word: string, known: Known): string {
  if (word < '\u0600') return latinStem(word)
  return withoutEndings(withoutClitics(word, known))
}

function withoutClitics(word: string, known: Known): string {
  for (const article of ARTICLES) {
    if (word.startsWith(article) && word.length - article.length >= SHORTEST) return word.slice(article.length)
  }
  let rest = word
  for (let stripped = 0; stripped < 2 && rest.length > SHORTEST && CLITICS.includes(rest.charAt(0)); stripped++) {
    const shorter = rest.slice(1)
    if (!known(shorter) && !known(`ال${shorter}`)) break
    rest = shorter
  }
  return rest
}

function withoutEndings(word: string): string {
  let rest = word
  for (let stripped = 0; stripped < 2; stripped++) {
    const ending = ENDINGS.find((candidate) => rest.endsWith(candidate) && rest.length - candidate.length >= SHORTEST)
    if (ending === undefined) break
    rest = rest.slice(0, -ending.length)
  }
  return rest
}

function latinStem(word: string): string {
  return word.length > 4 && /[a-z]s$/.test(word) && !word.endsWith('ss') ? word.slice(0, -1) : word
}
