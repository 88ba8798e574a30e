/**
 * A quote's words as a fingerprint that a link can carry: enough to know them again, too little to read them.
 *
 * 1. A word is a run of letters, marks and digits as written, harakat included: what is quoted is the spelling too. Punctuation and white
 *    space are no part of it, so a quote that begins inside `(الأمن` has the same first word as its document.
 * 2. A sketch is `COUNT CHECK EDGES CODE…` without spaces, in base64url digits: two for how many words there are, four for all of them
 *    together, one each for how much stands before the first and after the last, then two for each of at most `MOST_CODES` words. Of a
 *    longer quote these are spread evenly, so that its end counts like its beginning.
 */

/** Words as parallel lists: where each stands, and what it is reduced to. */
export interface Words {
  readonly count: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** 12 bits a word. */
  readonly codes: Uint16Array
}

export interface Sketch {
  /** How many words the quote has; beyond `MOST_WORDS` they are not looked at. */
  readonly count: number
  readonly check: number
  /** UTF-16 units of the quote before its first word and after its last. */
  readonly before: number
  readonly after: number
  readonly codes: readonly number[]
}

export const MOST_CODES = 40
export const MOST_WORDS = 4095
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const HEAD = 8
const MOST_EDGE = 63
const PRIME = 16_777_619
const BASIS = 0x811c9dc5
/** Another start gives another hash: a word that shares a code with another is told from it by the check. */
const CHECK_BASIS = 0x01000193
const CHECK_BITS = 24

/** Which UTF-16 units are of words; halves of surrogate pairs are, since most letters beyond the basic plane are. Made at first use. */
let letters: Uint8Array | undefined
function lettersOfWords(): Uint8Array {
  if (letters !== undefined) return letters
  const made = new Uint8Array(0x10000)
  const isLetter = /[\p{L}\p{M}\p{N}]/u
  for (let unit = 0; unit < made.length; unit++)
    if ((unit >= 0xd800 && unit <= 0xdfff) || isLetter.test(String.fromCharCode(unit))) made[unit] = 1
  letters = made
  return made
}

/** Whether the UTF-16 unit is of a word. */
export const isOfWord = (unit: number): boolean => lettersOfWords()[unit] === 1

/** The words of a stretch, at most `most`. Linear: 19 million units took a quarter of a second. */
export function wordsIn(
  text: string,
  start: number = 0,
  end: number = text.length,
  most: number = Number.MAX_SAFE_INTEGER,
): Words {
  const own = lettersOfWords()
  let starts = new Uint32Array(1024)
  let ends = new Uint32Array(1024)
  let codes = new Uint16Array(1024)
  let count = 0
  let at = start
  while (at < end && count < most) {
    if (own[text.charCodeAt(at)] === 0) {
      at++
      continue
    }
    const from = at
    let hash = BASIS
    for (; at < end; at++) {
      const unit = text.charCodeAt(at)
      if (own[unit] === 0) break
      hash = Math.imul(hash ^ unit, PRIME)
    }
    if (count === starts.length) {
      ;[starts, ends] = [grown(starts, new Uint32Array(2 * count)), grown(ends, new Uint32Array(2 * count))]
      codes = grown(codes, new Uint16Array(2 * count))
    }
    starts[count] = from
    ends[count] = at
    codes[count++] = (hash ^ (hash >>> 12) ^ (hash >>> 24)) & 0xfff
  }
  return { count, starts, ends, codes }
}

function grown<List extends Uint32Array | Uint16Array>(list: List, into: List): List {
  into.set(list)
  return into
}

/** All of `count` words together, from the word at `first` on. */
export function checkOf(text: string, words: Words, first: number, count: number): number {
  let hash = CHECK_BASIS
  for (let word = first; word < first + count; word++) {
    for (let at = words.starts[word] ?? 0; at < (words.ends[word] ?? 0); at++)
      hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
    hash = Math.imul(hash ^ 0x20, PRIME)
  }
  return (hash ^ (hash >>> CHECK_BITS)) & (2 ** CHECK_BITS - 1)
}

/** Which of a quote's `count` words the codes of a sketch stand for. */
export const placesOf = (count: number, codes: number): number[] =>
  Array.from({ length: Math.min(count, codes) }, (_, at) => Math.floor((at * count) / Math.min(count, codes)))

/** The sketch of a quote, with at most `most` codes; the empty string where it has no words. */
export function sketchOf(quote: string, most: number = MOST_CODES): string {
  const words = wordsIn(quote, 0, quote.length, MOST_WORDS)
  if (words.count === 0) return ''
  const codes = placesOf(words.count, most).map((place) => written(words.codes[place] ?? 0, 2))
  const edges = [words.starts[0] ?? 0, quote.length - (words.ends[words.count - 1] ?? 0)]
  return [
    written(words.count, 2),
    written(checkOf(quote, words, 0, words.count), 4),
    ...edges.map((edge) => written(Math.min(edge, MOST_EDGE), 1)),
    ...codes,
  ].join('')
}

/** What a sketch says; `undefined` for anything that `sketchOf` does not write. */
export function readSketch(sketch: string): Sketch | undefined {
  if (!/^[\w-]{8,88}$/.test(sketch) || sketch.length % 2 !== 0) return undefined
  const [count, check] = [read(sketch.slice(0, 2)), read(sketch.slice(2, 6))]
  const [before, after] = [read(sketch.charAt(6)), read(sketch.charAt(7))]
  const codes = Array.from({ length: (sketch.length - HEAD) / 2 }, (_, at) =>
    read(sketch.slice(HEAD + 2 * at, HEAD + 2 * at + 2)),
  )
  return codes.length === 0 || codes.length > count ? undefined : { count, check, before, after, codes }
}

function written(value: number, digits: number): string {
  let text = ''
  for (let digit = digits - 1; digit >= 0; digit--) text += DIGITS[(value >>> (6 * digit)) & 63]
  return text
}

function read(digits: string): number {
  let value = 0
  for (const digit of digits) value = value * 64 + DIGITS.indexOf(digit)
  return value
}
