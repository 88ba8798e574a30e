/** Character n-grams of a word with its edges marked: how alike two spellings are. */

const LENGTH = 3

/** The distinct trigrams of `^word$`. */
export function grams(word: string): Set<string> {
  const padded = `^${word}$`
  const found = new Set<string>()
  for (let start = 0; start + LENGTH <= padded.length; start++) found.add(padded.slice(start, start + LENGTH))
  return found
}

/** Dice's coefficient of two gram sets: 1 for the same set, 0 for nothing in common. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0
  for (const gram of a) if (b.has(gram)) shared++
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}
