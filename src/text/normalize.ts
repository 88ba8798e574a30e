/**
 * One spelling for everything that readers take for the same word. Documents and questions pass through here alike; what
 * is shown is never the folded form.
 *
 * 1. Unicode compatibility forms (NFKC): presentation forms, lam-alef ligatures, full-width letters.
 * 2. Marks dropped: harakat, superscript alef, Quranic marks, tatweel, joiners, bidirectional controls.
 * 3. Arabic letters folded: alef forms, yeh forms, teh marbuta, hamza on its seat (which before waw is written both ways:
 *    مسؤول, مسئول), letters of Persian and Urdu.
 * 4. Digits of every script become 0-9.
 * 5. Latin letters lose case and accents.
 *
 * Rules 2 and 3 are those of Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007),
 * widened by hamza on waw and yeh, which writers drop as often as the one on alef.
 */
import * as letter from './letters.ts'

const FOLDED = new Map<string, string>([
  [letter.ALEF_HAMZA_ABOVE, letter.ALEF],
  [letter.ALEF_HAMZA_BELOW, letter.ALEF],
  [letter.ALEF_MADDA, letter.ALEF],
  [letter.ALEF_WASLA, letter.ALEF],
  [letter.ALEF_MAKSURA, letter.YEH],
  [letter.FARSI_YEH, letter.YEH],
  [letter.YEH_BARREE, letter.YEH],
  [letter.YEH_HAMZA, letter.YEH],
  [letter.WAW_HAMZA, letter.WAW],
  [letter.TEH_MARBUTA, letter.HEH],
  [letter.HEH_DOACHASHMEE, letter.HEH],
  [letter.HEH_GOAL, letter.HEH],
  [letter.HEH_YEH, letter.HEH],
  [letter.AE, letter.HEH],
  [letter.KEHEH, letter.KAF],
  [letter.GAF, letter.KAF],
  [letter.NG, letter.KAF],
  [letter.PEH, letter.BEH],
  [letter.TCHEH, letter.JEEM],
  [letter.VEH, letter.FEH],
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ø', 'o'],
  ['ß', 'ss'],
  ['ł', 'l'],
  ['ı', 'i'],
])

/** Marks (category M) and invisible characters (category Cf), with tatweel: none of them tells two words apart. */
const DROPPED: RegExp = /[\p{M}\p{Cf}\u0640]/gu
const HAMZA_BEFORE_WAW: RegExp = new RegExp(`${letter.YEH_HAMZA}(?=${letter.WAW})`, 'g')
const ASCII = /^[\x20-\x7E]*$/
const PLAIN_ARABIC = /^[\u0621\u0627\u0628\u062A-\u063A\u0641-\u0648\u064A]*$/
const SPECIAL: RegExp = new RegExp(`[${[...FOLDED.keys()].join('')}]|\\p{Nd}`, 'gu')

/** The folded form of a word or a text; the empty string where only marks were. */
export function normalize(text: string): string {
  if (PLAIN_ARABIC.test(text)) return text
  if (ASCII.test(text)) return text.toLowerCase()
  // Composed first, so that a hamza written as a combining mark is folded with its letter and not merely dropped.
  const composed = text.normalize('NFKC').toLowerCase()
  const bare = /[\u00C0-\u024F\u1E00-\u1EFF]/.test(composed) ? composed.normalize('NFKD') : composed
  return bare
    .replace(HAMZA_BEFORE_WAW, letter.WAW)
    .replace(SPECIAL, (character) => FOLDED.get(character) ?? digit(character))
    .replace(DROPPED, '')
}

/** Decimal digits stand in runs of ten in Unicode, zero first, so the value is the distance from the run's start. */
function digit(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}
