/**
 * Where the words of a passage stand, in a few numbers a word: a map of lists would take thirty times the room, and a corpus holds one
 * for every passage. Words are kept once for the whole index, as numbers.
 */

/** The words of an index, each with its number. */
export interface Words {
  /** The number of a word, given to it where it has none yet. */
  add(word: string): number
  /** `undefined` for a word that the index does not know. */
  find(word: string): number | undefined
  word(number: number): string
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
  }
}

export type Numbers = Uint16Array | Uint32Array

/** No places. */
const NONE: readonly number[] = []

/** As many numbers as small as they may be. */
export const numbers = (values: readonly number[]): Numbers =>
  values.every((value) => value <= 0xffff) ? Uint16Array.from(values) : Uint32Array.from(values)

/** The places of a passage's words, counted in words from its first. */
export class Occurrences implements Iterable<readonly [word: string, places: readonly number[]]> {
  readonly #words: Words
  /** The word at each place. */
  readonly #at: Numbers
  /** The places in order of their words, those of one word as they stand. */
  readonly #order: Numbers

  /** Of the words of a passage in their order. */
  constructor(passage: readonly string[], words: Words) {
    this.#words = words
    const at = passage.map((word) => words.add(word))
    this.#at = numbers(at)
    this.#order = numbers(at.map((_, place) => place).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b))
  }

  /** The places of a word, in order; none where it does not stand there. */
  get(word: string): readonly number[] {
    const number = this.#words.find(word)
    if (number === undefined) return NONE
    const start = this.#first(number)
    return start < this.#order.length && this.#wordOf(start) === number
      ? [...this.#order.subarray(start, this.#first(number + 1))]
      : NONE
  }

  has(word: string): boolean {
    const number = this.#words.find(word)
    return number !== undefined && this.#wordOf(this.#first(number)) === number
  }

  *[Symbol.iterator](): Generator<readonly [word: string, places: readonly number[]]> {
    for (let start = 0; start < this.#order.length; ) {
      const number = this.#wordOf(start) ?? 0
      const end = this.#first(number + 1)
      yield [this.#words.word(number), [...this.#order.subarray(start, end)]]
      start = end
    }
  }

  #wordOf(at: number): number | undefined {
    return this.#at[this.#order[at] ?? -1]
  }

  /** Where the words begin whose number is not below this one. */
  #first(number: number): number {
    let [low, high] = [0, this.#order.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#wordOf(middle) ?? 0) < number) low = middle + 1
      else high = middle
    }
    return low
  }
}
