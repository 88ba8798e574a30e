/**
 * Where the words of a passage stand, in one number a word: a map of lists would take many times the room, and a corpus holds one
 * for every passage. Words are kept once for the whole index, as numbers.
 */

/** The words of an index, each with its number. */
export interface Words {
  /** The number of a word, given to it where it has none yet. */
  add(word: string): number
  /** `undefined` for a word that the index does not know. */
  find(word: string): number | undefined
  word(number: number): string
  size(): number
}

export function createWords(): Words {
  const numbers = new Map<string, number>()
  const words: string[] = []
  return {
    add(word) {
      const known = numbers.get(word)
      if (known !== undefined) return known
      numbers.set(word, words.length)
      return words.push(word) - 1
    },
    find: (word) => numbers.get(word),
    word: (number) => words[number] ?? '',
    size: () => words.length,
  }
}

export type Numbers = Uint16Array | Uint32Array

/** As many numbers as small as they may be. */
export const numbers = (values: readonly number[]): Numbers =>
  values.every((value) => value <= 0xffff) ? Uint16Array.from(values) : Uint32Array.from(values)

/** The places of a passage's words, counted in words from its first. */
export class Occurrences {
  readonly #words: Words
  /** The number of the word at each place. */
  readonly numbers: Numbers

  /** Of the words of a passage in their order. */
  constructor(passage: readonly string[], words: Words) {
    this.#words = words
    this.numbers = numbers(passage.map((word) => words.add(word)))
  }

  /** The places of the words that pass, in order. */
  where(passes: (word: string) => boolean): number[] {
    const places: number[] = []
    for (const [place, number] of this.numbers.entries()) if (passes(this.#words.word(number))) places.push(place)
    return places
  }
}
