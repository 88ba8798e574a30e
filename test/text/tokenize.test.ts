import { expect, test } from 'vitest'
import { tokenize } from '../../src/text/tokenize.ts'

const check = (rule: string, text: string, words: readonly string[]): void =>
  test(rule, () => expect(tokenize(text).map((token) => token.text)).toEqual(words))

check('parts at white space and punctuation', 'الأمن، الدفاع؛ (السلم)!', ['الامن', 'الدفاع', 'السلم'])
check('parts Arabic letters from digits', 'سنة2003 ب20', ['سنه', '2003', 'ب', '20'])
check('parts Arabic from Latin letters', 'منظمةNATO', ['منظمه', 'nato'])
check('keeps thousands together', '2,676 2٬676 ٢٬٦٧٦ 1.000.000', ['2676', '2676', '2676', '1000000'])
check('parts decimals', '2.5', ['2', '5'])
check('parts dates', '16/11/2010', ['16', '11', '2010'])
check('parts at an apostrophe', "l'Union d’Etats", ['l', 'union', 'd', 'etats'])
check('passes over footnote marks', 'العداء[1]، الجماعي[^2].', ['العداء', 'الجماعي'])
check('passes over superscript digits', 'الأمن¹²', ['الامن'])
check('reads a word of several letters in one character', 'ﷺ', ['صلي', 'الله', 'عليه', 'وسلم'])
check('survives lone surrogates', '\uD800 أمن \uDFFF', ['امن'])
check('finds nothing in symbols and emoji', '؟!… 👍🏽 —', [])

test('offsets give the word as written, with its marks, without controls at its end', () => {
  const text = '«مُحَمَّدٌ» ـ السـادس\u200F'
  expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual(['مُحَمَّدٌ', 'السـادس'])
})

test('a word longer than any word is cut', () => expect(tokenize('ب'.repeat(5000))[0]?.text).toHaveLength(64))
