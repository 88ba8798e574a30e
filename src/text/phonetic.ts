/**
 * One key for a name however it is written: its consonants in classes that Arabic and Latin spellings share, so that
 * `Boukous` and `بوكوس`, `Schengen` and `شنغن`, `7ammouchi` and `حموشي` meet.
 *
 * Vowels, h and the letters that Latin spelling leaves out (ع ء ح ه) are dropped, doubled classes collapsed. Letters that
 * one script keeps apart and the other does not fall together: ج غ ق ك خ with g j k q, س ص ز with s z c. A key of fewer than
 * three classes joins too much to be of use and is not made.
 */

/** Latin spellings of one sound, longer ones first; digits are those of Arabizi. */
const SOUNDS: Readonly<Record<string, string>> = {
  sch: 'X', sh: 'X', ch: 'X', kh: 'K', gh: 'K', ph: 'F', th: 'T', dh: 'D', ck: 'K', qu: 'K',
  b: 'B', p: 'B', t: 'T', d: 'D', f: 'F', v: 'F', g: 'K', j: 'K', k: 'K', q: 'K', x: 'KS', s: 'S', z: 'S', c: 'K', l: 'L', m: 'M', n: 'N', r: 'R',
  '5': 'K', '9': 'K', '6': 'T',
}
const SOUND = new RegExp(Object.keys(SOUNDS).sort((a, b) => b.length - a.length).join('|'), 'g')
const SOFT_C = /c(?=[eiy])/g

const LETTERS: Readonly<Record<string, string>> = {
  ب: 'B', ت: 'T', ط: 'T', ث: 'T', د: 'D', ض: 'D', ذ: 'D', ظ: 'D', ر: 'R', ز: 'S', س: 'S', ص: 'S', ش: 'X', ف: 'F', ك: 'K', ق: 'K', غ: 'K', ج: 'K', خ: 'K', ل: 'L', م: 'M', ن: 'N',
}

/** The key of a folded word of either script, or `undefined` where it would not be selective. */
export function phoneticKey(word: string): string | undefined {
  const classes = word >= '\u0600' ? Array.from(word, (letter) => LETTERS[letter] ?? '') : (word.replace(SOFT_C, 's').match(SOUND) ?? []).map((sound) => SOUNDS[sound] ?? '')
  const key = classes.join('').replace(/(.)\1+/g, '$1')
  return key.length >= 3 ? key : undefined
}
