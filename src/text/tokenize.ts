/**
 * Words with their places. A token is a run of letters, or a run of digits, of one script; its offsets are UTF-16 code
 * units of the text it was read from, marks included, so that `text.slice(start, end)` is the word as written.
 *
 * - Letters of different scripts, and letters and digits, are parted: `سنة2003` and `ب20` are two words each.
 * - A digit group keeps its thousands: `2,676`, `2٬676` and `٢٦٧٦` are one token, 2676.
 * - Footnote marks (`[12]`, `[^3]`) and superscript digits are not words.
 * - Harakat and tatweel belong to their word; invisible controls inside it do, at its end they do not.
 */
import { normalize } from './normalize.ts'

/** A word: its folded form and its place in the text. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

const INVISIBLE = '\\u00AD\\u200B-\\u200F\\u2060\\u2066-\\u2069\\u202A-\\u202E\\uFEFF'
const INSIDE = `\\p{M}\\u0640${INVISIBLE}`
const NUMBER = '\\p{Nd}{1,3}(?:[,.\\u066C\\u060C\\u00A0\\u202F]\\p{Nd}{3})+(?!\\p{Nd})|\\p{Nd}+'
const ARABIC = `\\p{Script=Arabic}(?:(?=[\\p{L}${INSIDE}])[\\p{Script=Arabic}${INSIDE}])*`
const OTHER = `(?!\\p{Script=Arabic})\\p{L}(?:(?!\\p{Script=Arabic})[\\p{L}${INSIDE}])*`
const WORD: RegExp = new RegExp(`\\[\\^?\\p{Nd}{1,3}\\]|(${NUMBER})|((?=\\p{L})${ARABIC}|${OTHER})`, 'gu')
const EDGE: RegExp = new RegExp(`[${INVISIBLE}]+$`, 'u')
const SEPARATORS = /\P{Nd}/gu

/** A word longer than this is noise (a base64 blob, a keyboard mash); its head still stands for it. */
const LONGEST_WORD = 64

/** The words of `text` in order. Linear in its length; never throws, lone surrogates included. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(WORD)) {
    const [whole, number, word] = match
    const start = match.index
    if (number !== undefined) {
      tokens.push({
        text: normalize(number.replace(SEPARATORS, '')).slice(0, LONGEST_WORD),
        start,
        end: start + whole.length,
      })
    } else if (word !== undefined) {
      const written = word.replace(EDGE, '')
      const end = start + written.length
      const folded = normalize(written)
      // A compatibility character can stand for several words (ﷺ); they share its place.
      for (const part of folded.split(' '))
        if (part !== '') tokens.push({ text: part.slice(0, LONGEST_WORD), start, end })
    }
  }
  return tokens
}
