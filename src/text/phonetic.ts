/**
 * One key for a name however it is written: its consonants in classes that Arabic and Latin spellings share, so that
 * `Boukous` and `بوكوس`, `Schengen` and `شنغن`, `7ammouchi` and `حموشي` meet.
 *
 * Vowels, w, h and the letters that Latin spelling leaves out (ع ء ح ه) are dropped, doubled classes collapsed. Letters that
 * one script keeps apart and the other does not fall together: ج غ ق ك خ with g j k q, س ص ز with s z c. A key of fewer than
 * three classes joins too much to be of use and is not made.
 */

/** Latin spellings of one sound, longer ones first; digits are those of Arabizi. */
const SOUNDS: Readonly<Record<string, string>> = {
  sch: 'X',
  sh: 'X',
  ch: 'X',
  kh: 'K',
  gh: 'K',
  ph: 'F',
  th: 'T',
  dh: 'D',
  ck: 'K',
  qu: 'K',
  b: 'B',
  p: 'B',
  t: 'T',
  d: 'D',
  f: 'F',
  v: 'F',
  g: 'K',
  j: 'K',
  k: 'K',
  q: 'K',
  x: 'KS',
  s: 'S',
  z: 'S',
  c: 'K',
  l: 'L',
  m: 'M',
  n: 'N',
  r: 'R',
  '5': 'K',
  '9': 'K',
  '6': 'T',
}
const SOUND = new RegExp(
  Object.keys(SOUNDS)
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)
const SOFT_C = /c(?=[eiy])/g

const LETTERS: Readonly<Record<string, string>> = {
  ب: 'B',
  ت: 'T',
  ط: 'T',
  ث: 'T',
  د: 'D',
  ض: 'D',
  ذ: 'D',
  ظ: 'D',
  ر: 'R',
  ز: 'S',
  س: 'S',
  ص: 'S',
  ش: 'X',
  ف: 'F',
  ك: 'K',
  ق: 'K',
  غ: 'K',
  ج: 'K',
  خ: 'K',
  ل: 'L',
  م: 'M',
  ن: 'N',
}

/** The keys of a folded word of either script, two for a Latin w (Wagner, Washington); none where they would not be selective. */
export function phoneticKeys(word: string): string[] {
  if (word >= '\u0600') return selective([Array.from(word, (letter) => LETTERS[letter] ?? '').join('')])
  const readings = word.includes('w') ? [word, word.replaceAll('w', 'v')] : [word]
  return selective(
    readings.map((reading) =>
      (reading.replace(SOFT_C, 's').match(SOUND) ?? []).map((sound) => SOUNDS[sound] ?? '').join(''),
    ),
  )
}

const selective = (classes: readonly string[]): string[] =>
  classes.map((key) => key.replace(/(.)\1+/g, '$1')).filter((key) => key.length >= 3)
