/**
 * Number words, so that `خمسمائة` and `500` are one word to the search. Single words only: Arabic writes compound numbers as
 * several words, each of which is found by itself.
 */
import { normalize } from './normalize.ts'

const WORDS: readonly (readonly [value: number, words: string])[] = [
  [2, 'اثنان اثنين اثنتان اثنتين'],
  [3, 'ثلاثة ثلاث'],
  [4, 'أربعة أربع'],
  [5, 'خمسة خمس'],
  [6, 'ستة ست'],
  [7, 'سبعة سبع'],
  [8, 'ثمانية ثمان ثماني'],
  [9, 'تسعة تسع'],
  [10, 'عشرة عشر'],
  [20, 'عشرون عشرين'],
  [30, 'ثلاثون ثلاثين'],
  [40, 'أربعون أربعين'],
  [50, 'خمسون خمسين'],
  [60, 'ستون ستين'],
  [70, 'سبعون سبعين'],
  [80, 'ثمانون ثمانين'],
  [90, 'تسعون تسعين'],
  [100, 'مائة مئة'],
  [200, 'مائتان مائتين مئتان مئتين مائتا مائتي'],
  [300, 'ثلاثمائة ثلاثمئة'],
  [400, 'أربعمائة أربعمئة'],
  [500, 'خمسمائة خمسمئة'],
  [600, 'ستمائة ستمئة'],
  [700, 'سبعمائة سبعمئة'],
  [800, 'ثمانمائة ثمانمئة ثمانيمائة'],
  [900, 'تسعمائة تسعمئة'],
  [1000, 'ألف'],
  [2000, 'ألفان ألفين ألفا ألفي'],
]

const VALUES: Map<string, string> = new Map(
  WORDS.flatMap(([value, words]) => words.split(' ').map((word): [string, string] => [normalize(word), String(value)])),
)

/** The number that a folded word writes out (`خمسه` → `5`), or `undefined`. */
export function numberOf(word: string): string | undefined {
  return VALUES.get(word)
}

/** Words that count without being one number: thousands, millions, dozens, shares. */
const MAGNITUDES: Set<string> = new Set(
  'آلاف ملايين مليون مليونا مليونين مليار مليارات بليون عشرات مئات نصف ثلث ثلثي ربع أرباع'.split(' ').map(normalize),
)

/** Whether a folded word counts something. A year does not. */
export function isCount(word: string): boolean {
  if (/^\d+$/.test(word)) return !/^(?:1[5-9]|20)\d\d$/.test(word)
  return numberOf(word) !== undefined || MAGNITUDES.has(word)
}
