/**
 * One key for a name however it is written: its consonants in classes that Arabic and Latin spellings share, so that
 * `Boukous` and `بوكوس`, `Schengen` and `شنغن`, `Bakkouche` and `بكوش` meet.
 *
 * Vowels, w, h and the letters that Latin spelling leaves out (ع ء ح ه) are dropped, doubled classes collapsed. Letters that
 * one script keeps apart and the other does not fall together: ج غ ق ك خ with g j k q, س ص ز with s z c. A key of fewer than
 * three classes joins too much to be of use and is not made.
 */

/** Latin spellings, then Arabic letters, of each class; digits are those of Arabizi, a digraph is one sound. */
const CLASSES: readonly (readonly [name: string, latin: string, arabic: string])[] = [
  ['B', 'b p', 'ب'],
  ['T', 't th 6', 'ت ط ث'],
  ['D', 'd dh', 'د ض ذ ظ'],
  ['R', 'r', 'ر'],
  ['S', 's z', 'ز س ص'],
  ['X', 'sch sh ch', 'ش'],
  ['F', 'f v ph', 'ف'],
  ['K', 'k q c ck qu g gh j kh 5 9', 'ك ق غ ج خ'],
  ['KS', 'x', ''],
  ['L', 'l', 'ل'],
  ['M', 'm', 'م'],
  ['N', 'n', 'ن'],
]
const CLASS: Map<string, string> = new Map(
  CLASSES.flatMap(([name, ...scripts]) =>
    scripts.flatMap((list) => list.split(' ').map((spelling): [string, string] => [spelling, name])),
  ),
)
const SOUND = /sch|[csp]h|[kgtd]h|ck|qu|[^aeiouyhw]/g
const SOFT_C = /c(?=[eiy])/g

/** The keys of a folded word of either script, two for a Latin w (Wagner, Washington); none where they would not be selective. */
export function phoneticKeys(word: string): string[] {
  if (word >= '\u0600') return selective([classesOf([...word])])
  const readings = word.includes('w') ? [word, word.replaceAll('w', 'v')] : [word]
  return selective(readings.map((reading) => classesOf(reading.replace(SOFT_C, 's').match(SOUND) ?? [])))
}

const classesOf = (sounds: readonly string[]): string => sounds.map((sound) => CLASS.get(sound) ?? '').join('')

const selective = (classes: readonly string[]): string[] =>
  classes.map((key) => key.replace(/(.)\1+/g, '$1')).filter((key) => key.length >= 3)
