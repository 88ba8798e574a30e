import { expect, test } from 'vitest'
import { normalize } from '../../src/text/normalize.ts'

const check = (rule: string, written: string, folded: string): void =>
  test(rule, () => expect(normalize(written)).toBe(folded))

check('drops harakat', 'مُحَمَّدٌ', 'محمد')
check('drops superscript alef', 'الرَّحْمَٰن', 'الرحمن')
check('drops Quranic marks', 'قُلۡ هُوَ ٱللَّهُ أَحَدٌۭ', 'قل هو الله احد')
check('drops tatweel', 'الـمـغـرب', 'المغرب')
check('drops zero-width and bidirectional controls', 'ال\u200Bمغ\u202Eرب\u2069', 'المغرب')
check('drops joiners', 'می\u200Cخواهم', 'ميخواهم')
check('folds hamza above alef', 'أمن', 'امن')
check('folds hamza below alef', 'إرهاب', 'ارهاب')
check('folds madda', 'آثار', 'اثار')
check('folds alef wasla', 'ٱلكتاب', 'الكتاب')
check('folds a decomposed hamza', 'ا\u0654من', 'امن')
check('folds alef maksura', 'مستشفى', 'مستشفي')
check('folds teh marbuta', 'اتفاقية', 'اتفاقيه')
check('folds hamza on waw', 'مسؤول', 'مسوول')
check('folds hamza on yeh', 'هيئة', 'هييه')
check('folds hamza before waw, however it is seated', 'مسئول', 'مسوول')
check('folds Persian letters', 'گک ی پچ', 'كك ي بج')
check('folds the Moroccan g', 'أڭادير', 'اكادير')
check('unfolds presentation forms', 'ﺍﻟﻤﻐﺮﺏ', 'المغرب')
check('unfolds the lam-alef ligature', 'ﻻ', 'لا')
check('reads Arabic-Indic digits', '٢٠٠٢', '2002')
check('reads Persian digits', '۱۹۸۹', '1989')
check('reads Devanagari digits', '१९८९', '1989')
check('folds Latin case', 'TSCTP', 'tsctp')
check('folds Latin accents', 'Sécurité Été', 'securite ete')
check('unfolds Latin ligatures', 'cœur', 'coeur')
check('unfolds full-width letters', 'ＡＢＣ１', 'abc1')
check('leaves plain Arabic alone', 'المغرب', 'المغرب')

test('a folded text folds to itself', () => {
  for (const text of ['مُحَمَّدٌ إلى مسؤول', 'Été ﻻ ٢٠٠٢']) expect(normalize(normalize(text))).toBe(normalize(text))
})
