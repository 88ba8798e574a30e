/** Character n-grams of a word with its edges marked: how alike two spellings are. */

const LENGTH = 3

/** The distinct trigrams of `^word$`. */
export function grams(word: string): Set<string> {
  const padded = `^${word}$`
  const found = new Set<string>()
  for (let start = 0; start + LENGTH <= padded.length; start++) found.add(padded.slice(start, start + LENGTH))
  return found
}

/** Dice's coefficient of two sets by their sizes and what they share: 1 for the same set, 0 for nothing in common. */
export function dice(shared: number, a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * shared) / (a + b)
}
