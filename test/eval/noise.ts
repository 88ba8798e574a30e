/** Questions as hurried people and other keyboards write them: each kind changes the spelling, and never what is asked. */
import { type Chance, createChance } from '../adapters/random.ts'

export type Noise = (question: string) => string

const SEED = 20_261_122
const HARAKAT = ['\u064B', '\u064C', '\u064D', '\u064E', '\u064F', '\u0650', '\u0651', '\u0652']
const LETTER = /[\u0621-\u063A\u0641-\u064A]/gu
/** Words of so many letters may hold a typing error, three in ten of them do. */
const LONG = 5
const SHARE = 0.3
const LIGATURES: readonly (readonly [letters: string, ligature: string])[] = [
  ['لا', '\uFEFB'],
  ['لأ', '\uFEF7'],
  ['لإ', '\uFEF9'],
  ['لآ', '\uFEF5'],
  ['الله', '\uFDF2'],
]

/** The kinds, each the same for the same question. */
export const NOISE: Readonly<Record<string, Noise>> = {
  'hamza, ya and ta marbuta dropped': (question) =>
    question.replace(/[أإآ]/gu, 'ا').replace(/ؤ/gu, 'و').replace(/ئ/gu, 'ي').replace(/ى/gu, 'ي').replace(/ة/gu, 'ه'),
  'harakat added': withChance((question, chance) =>
    question.replace(LETTER, (letter) =>
      chance.below(2) < 1 ? letter + (HARAKAT[Math.floor(chance.below(8))] ?? '') : letter,
    ),
  ),
  tatweel: withChance((question, chance) =>
    question.replace(/([\u0628\u062A-\u062E\u0633-\u063A\u0641-\u0647\u064A])(?=[\u0621-\u064A])/gu, (letter) =>
      chance.below(3) < 1 ? `${letter}ـــ` : letter,
    ),
  ),
  'Arabic-Indic digits': (question) => question.replace(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit))),
  ligatures: (question) =>
    LIGATURES.reduce((text, [letters, ligature]) => text.replaceAll(letters, ligature), question),
  'typing errors in three of ten long words': withChance((question, chance) =>
    question.replace(/[\u0621-\u064A]+/gu, (word) =>
      word.length >= LONG && chance.below(1) < SHARE ? mistyped(word, chance) : word,
    ),
  ),
}

/** A letter left out, or two that follow each other exchanged, neither the first nor the last. */
function mistyped(word: string, chance: Chance): string {
  const at = 1 + Math.floor(chance.below(word.length - 2))
  if (chance.below(2) < 1) return word.slice(0, at) + word.slice(at + 1)
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
}

/** Chance that depends on the question alone, so that no question changes when another is added. */
function withChance(change: (question: string, chance: Chance) => string): Noise {
  return (question) => {
    const own = [...question].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, SEED)
    return change(question, createChance(own))
  }
}
