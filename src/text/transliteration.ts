/**
 * Arabic as it is heard: which Arabic words a word in Latin letters may spell. Moroccans write `l7kouma`, others `al-hukuma`,
 * for الحكومة; vowels, doubling and the letters that Latin lacks are anybody's choice, the consonants are not.
 *
 * Two steps. A key of consonants in classes that both scripts share (`t` is ت ط ث) finds candidates; the cost of writing one
 * as the other, sound by sound, says how well each fits. A short key fits many words, and asks for a better fit.
 */
import { normalize } from './normalize.ts'

/** An Arabic word that a Latin one may spell. */
export interface Reading {
  readonly word: string
  /** 0 to 1: 1 where every sound has its letter. */
  readonly likeness: number
}

/** Sounds as Latin letters and digits spell them, the letters that each stands for, and those that it stands for at times. */
const SOUNDS: readonly (readonly [latin: string, letters: string, atTimes: string])[] = [
  ['b p', 'ب', ''],
  ['t', 'ت ط', 'ث'],
  ['6', 'ط', ''],
  ['th', 'ث', 'ت ذ ظ'],
  ['d', 'د ض', 'ذ ظ'],
  ['dh', 'ذ ظ ض', 'د'],
  ['r', 'ر', ''],
  ['z', 'ز', 'ظ ذ'],
  ['s', 'س ص', ''],
  ['ch sh sch', 'ش', ''],
  ['f ph', 'ف', ''],
  ['v', 'ف', 'ب'],
  ['k c ck qu', 'ك', 'ق'],
  ['q', 'ق', 'ك'],
  ["9 9'", 'ق', ''],
  ['g', '', 'ق ك غ ج'],
  ["gh 3'", 'غ', ''],
  ["kh 5 7'", 'خ', ''],
  ['j dj', 'ج', ''],
  ['h 8', 'ه', 'ح'],
  ['7', 'ح', ''],
  ['l', 'ل', ''],
  ['m', 'م', ''],
  ['n', 'ن', ''],
  ['3', 'ع', ''],
  ['2', 'ا ء ي و', ''],
  ['a', 'ا', 'ي'],
  ['e', 'ا', 'ي'],
  ['i y ee', 'ي', 'ا'],
  ['o u ou oo', 'و', 'ا'],
  ['w', 'و', ''],
]

/** Consonants that Latin spellings do not keep apart; ظ is heard as both ض and ز. */
const CLASSES: readonly (readonly [name: string, letters: string])[] = [
  ['B', 'ب'],
  ['T', 'ت ط ث'],
  ['D', 'د ض ذ ظ'],
  ['R', 'ر'],
  ['Z', 'ز'],
  ['S', 'س ص'],
  ['X', 'ش'],
  ['F', 'ف'],
  ['K', 'ك ق'],
  ['G', 'غ'],
  ['Q', 'خ'],
  ['J', 'ج'],
  ['H', 'ه ح'],
  ['L', 'ل'],
  ['M', 'م'],
  ['N', 'ن'],
  ['3', 'ع'],
]
const FIRST_LETTER = 0x621
const LETTERS = 0x2a
/** By place in the alphabet; the empty string for letters that are no consonants, or not Arabic. */
const CLASS: readonly string[] = Array.from({ length: LETTERS }, (_, at) => {
  const letter = String.fromCharCode(FIRST_LETTER + at)
  return CLASSES.find(([, letters]) => letters.includes(letter))?.[0] ?? ''
})
const placeOf = (word: string, at: number): number => word.charCodeAt(at) - FIRST_LETTER

/** Cost of a letter that a sound stands for only at times. */
const AT_TIMES = 0.15
const UNLIKE = 1
const NOTHING: Float64Array = new Float64Array(LETTERS).fill(UNLIKE)

/** Cost of a sound that the Arabic word does not write; short vowels are not. */
const UNHEARD: Readonly<Record<string, number>> = {
  a: 0.1,
  e: 0.05,
  i: 0.15,
  o: 0.15,
  u: 0.15,
  ou: 0.25,
  oo: 0.3,
  ee: 0.3,
  y: 0.4,
  w: 0.5,
  h: 0.5,
  2: 0.1,
}

const VOWEL = /^[aeiou]/

interface Sound {
  readonly latin: string
  /** By letter, the cost of its being written as this. */
  readonly costs: Float64Array
  readonly classes: readonly string[]
  readonly unheard: number
  readonly isVowel: boolean
}

const SOUND_OF: Map<string, Sound> = new Map(
  SOUNDS.flatMap(([spellings, letters, atTimes]) => {
    const costs = NOTHING.slice()
    const own = letters.split(' ').filter(Boolean)
    const others = atTimes.split(' ').filter(Boolean)
    for (const letter of others) costs[placeOf(letter, 0)] = AT_TIMES
    for (const letter of own) costs[placeOf(letter, 0)] = 0
    const classes = (own.length > 0 ? own : others).flatMap((letter) => CLASS[placeOf(letter, 0)] || [])
    return spellings.split(' ').map((latin): [string, Sound] => {
      const unheard = UNHEARD[latin] ?? UNLIKE
      return [latin, { latin, costs, classes: [...new Set(classes)], unheard, isVowel: VOWEL.test(latin) }]
    })
  }),
)

const SOUND = /sch|[cspkgtd]h|dj|ck|qu|[379]'|ou|oo|ee|[a-z2-9]/g
const SOFT_C = /c(?=[eiy])/g
const DOUBLED = /([^aeiou])\1+/g
const AS_TWO = /x/g

function soundsOf(word: string): Sound[] {
  const spellings = word.replace(AS_TWO, 'ks').replace(SOFT_C, 's').replace(DOUBLED, '$1').match(SOUND) ?? []
  return spellings.flatMap((latin) => SOUND_OF.get(latin) ?? [])
}

const REPEATED = /(.)\1+/g
const MOST_KEYS = 6

/** The keys of a Latin word's sounds; several where a `g` may be ق, غ or ج. */
function keysOfSounds(sounds: readonly Sound[]): Set<string> {
  let keys = ['']
  sounds.forEach(({ latin, classes }, at) => {
    // An h that ends a word writes its vowel (ة).
    if (classes.length === 0 || (latin === 'h' && at === sounds.length - 1)) return
    keys = keys.flatMap((key) => classes.map((name) => key + name)).slice(0, MOST_KEYS)
  })
  return new Set(keys.map((key) => key.replace(REPEATED, '$1')))
}

/** The keys of a folded Arabic word: with ع and without it, which Latin spelling often leaves out; with ظ as ض and as ز. */
function keysOfLetters(word: string): Set<string> {
  const keys = new Set([keyOf(word)])
  if (word.includes('ع')) keys.add(keyOf(word.replaceAll('ع', '')))
  if (word.includes('ظ')) for (const key of keysOfLetters(word.replaceAll('ظ', 'ز'))) keys.add(key)
  return keys
}

function keyOf(word: string): string {
  const end = word.endsWith('ه') ? word.length - 1 : word.length
  let key = ''
  let last = ''
  for (let at = 0; at < end; at++) {
    const name = CLASS[placeOf(word, at)] ?? ''
    if (name !== '' && name !== last) key += name
    if (name !== '') last = name
  }
  return key
}

/** Cost of a letter that the Latin word does not write. */
function unwritten(word: string, at: number): number {
  switch (word.charAt(at)) {
    case 'ا':
      return at === 0 ? 0.1 : 0.4
    case 'و':
    case 'ي':
    case 'ع':
      return 0.5
    case 'ء':
      return 0.1
    case 'ه':
      return at === word.length - 1 ? 0.1 : UNLIKE
    default:
      return word.charAt(at) === word.charAt(at - 1) ? 0.2 : UNLIKE
  }
}

/**
 * How well a Latin word's sounds spell an Arabic word, 0 to 1: a weighted edit distance over the longer of both. Less than
 * `least` is told as 0, as soon as it is certain.
 */
function likeness(sounds: readonly Sound[], word: string, least: number): number {
  const length = Math.max(sounds.length, word.length, 1)
  const most = (1 - least) * length
  const gaps = new Float64Array(word.length)
  let before = new Float64Array(word.length + 1)
  let line = new Float64Array(word.length + 1)
  for (let at = 0; at < word.length; at++) {
    gaps[at] = unwritten(word, at)
    before[at + 1] = (before[at] ?? 0) + (gaps[at] ?? 0)
  }
  for (let row = 0; row < sounds.length; row++) {
    const { costs, unheard, isVowel } = sounds[row] as Sound
    const isEdge = isVowel && (row === 0 || row === sounds.length - 1)
    let left = (before[0] ?? 0) + unheard
    let lowest = left
    line[0] = left
    for (let at = 0; at < word.length; at++) {
      const cost = (isEdge ? vowelCost(row === 0, word, at) : undefined) ?? costs[placeOf(word, at)] ?? UNLIKE
      left = Math.min((before[at] ?? 0) + cost, (before[at + 1] ?? 0) + unheard, left + (gaps[at] ?? 0))
      if (left < lowest) lowest = left
      line[at + 1] = left
    }
    if (lowest > most) return 0
    ;[before, line] = [line, before]
  }
  const cost = before[word.length] ?? 0
  return cost > most ? 0 : 1 - cost / length
}

/** Cost of a vowel where a word begins (alef carries any, ع as well) or ends (in ة); `undefined` elsewhere. */
function vowelCost(isFirst: boolean, word: string, at: number): number | undefined {
  if (isFirst && at === 0) return word.startsWith('ا') ? 0 : word.startsWith('ع') ? AT_TIMES : undefined
  return !isFirst && at === word.length - 1 && word.endsWith('ه') ? 0 : undefined
}

/** What is written onto a Latin word, and what leaving it off costs a reading. */
const PREFIXES: readonly (readonly [written: RegExp, instead: string, cost: number])[] = [
  [/^[ae]?l(?=.{2})/, '', 0],
  [/^[ae](?=([dnrstz])\1)/, '', 0.02],
  [/^[wfbdl](?:[ae]?l)?(?=.{3})/, '', 0.06],
  // Every person of the present is written like the third, as lexicons have it: katjib, njib, yjib.
  [/^(?:ka|ta)[ytn]?(?=.{2})|^[tn](?=[^aeiouy].)/, 'y', 0.08],
]
const ENDINGS = /(?:at|et|in|een|oun|ha|hom|houm|hum|na|ou|o)$/
const ENDING_COST = 0.08

/** An l before a consonant is seldom a word's own. */
const WITH_ARTICLE = /^l[^aeiouy]/
const ARTICLE_COST = 0.04

interface Form {
  readonly sounds: readonly Sound[]
  readonly cost: number
}

/** A Latin word as it is, and without what may be written onto it. */
function formsOf(word: string): Form[] {
  const heads = [{ word, cost: WITH_ARTICLE.test(word) ? ARTICLE_COST : 0 }]
  for (const [written, instead, cost] of PREFIXES) {
    if (written.test(word)) heads.push({ word: word.replace(written, instead), cost })
  }
  const forms = heads.flatMap((head) =>
    ENDINGS.test(head.word) ? [head, { word: head.word.replace(ENDINGS, ''), cost: head.cost + ENDING_COST }] : [head],
  )
  return forms.map(({ word: form, cost }) => ({ sounds: soundsOf(form), cost }))
}

/** The fit that a key of so many consonants asks for; the last is for all longer ones. */
const LEAST: readonly number[] = [1, 0.95, 0.87, 0.8, 0.74]
/** Readings that fit this much worse than the best are none. */
const MARGIN = 0.06
const MOST_READINGS = 6

/** Arabic words by how they are heard. */
export interface Spellings {
  /** The words that a folded Latin word may spell, best first. */
  readings(latin: string): Reading[]
}

/** An index of folded Arabic words; others are left out. */
export function createSpellings(words: Iterable<string>): Spellings {
  const byKey = new Map<string, string[]>()
  for (const word of new Set(words)) {
    if (word < '\u0600' || word.includes(' ')) continue
    for (const key of keysOfLetters(word)) {
      const list = byKey.get(key)
      if (list === undefined) byKey.set(key, [word])
      else list.push(word)
    }
  }
  return {
    readings(latin) {
      const found = new Map<string, number>()
      let best = 0
      for (const { sounds, cost } of formsOf(latin)) {
        for (const key of keysOfSounds(sounds)) {
          const least = LEAST[Math.min(key.length, LEAST.length - 1)] ?? 1
          for (const word of byKey.get(key) ?? []) {
            const fit = likeness(sounds, word, Math.max(least, best - MARGIN + cost)) - cost
            if (fit > (found.get(word) ?? 0)) found.set(word, fit)
            if (fit > best) best = fit
          }
        }
      }
      return bestReadings([...found].map(([word, fit]) => ({ word, likeness: fit })))
    },
  }
}

/** The readings that fit nearly as well as the best one. */
export function bestReadings(readings: readonly Reading[]): Reading[] {
  const best = Math.max(0, ...readings.map((reading) => reading.likeness))
  const near = readings.filter((reading) => reading.likeness >= best - MARGIN)
  return near.sort((a, b) => b.likeness - a.likeness).slice(0, MOST_READINGS)
}

/** Articles with what stands before them, which Latin spellings write in a dozen ways. */
const ARTICLE: RegExp = new RegExp(`^(?:${normalize('[وف]?[بك]?ال|[وف]?لل')})(?=.{3})`)

/** A folded Arabic word without its article. */
export function withoutArticle(word: string): string {
  return word.replace(ARTICLE, '')
}
