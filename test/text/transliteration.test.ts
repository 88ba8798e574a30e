import { describe, expect, test } from 'vitest'
import { normalize } from '../../src/text/normalize.ts'
import { bestReadings, createSpellings, withoutArticle } from '../../src/text/transliteration.ts'

const WORDS = `
  حكومة محكمة حركة حكم مغرب غرب حدود حداد حد إرهاب رهبة صحراء سحر خلية خلية ثورة طائرة قانون كنون أمن من عام عام عم علم عسكر
  تنظيم نظام ضابط دابة ذهب شرطة شريط وزير زهر زار رئيس رأس اتفاق افاق فلوس مؤتمر تمر جدة جد لجنة جنة تفجير يجيب جبن فاجنر شنغن ماكرون
  عراق تحالف خليج صفة صوف مسلح مصلحة اتحاد تحدي`
const spellings = createSpellings(WORDS.trim().split(/\s+/).map(normalize))
const heard = (latin: string): string | undefined => spellings.readings(latin)[0]?.word

describe('what a Latin word spells', () => {
  for (const [latin, arabic] of [
    ['l7kouma', 'حكومة'],
    ['elhoukouma', 'حكومة'],
    ['lmaghrib', 'مغرب'],
    ['lmghrib', 'مغرب'],
    ['l7oudoud', 'حدود'],
    ['7doud', 'حدود'],
    ['lirhab', 'إرهاب'],
    ['ssa7ra', 'صحراء'],
    ['essahra', 'صحراء'],
    ['khaliya', 'خلية'],
    ['7aliya', undefined],
    ['5aliya', 'خلية'],
    ['thawra', 'ثورة'],
    ['9anoun', 'قانون'],
    ['qanun', 'قانون'],
    ['l2amn', 'أمن'],
    ['3askar', 'عسكر'],
    ['tandim', 'تنظيم'],
    ['tanzim', 'تنظيم'],
    ['ra2is', 'رئيس'],
    ['ittifa9', 'اتفاق'],
    ['flous', 'فلوس'],
    ['lmo2tamar', 'مؤتمر'],
    ['jadda', 'جدة'],
    ['lajna', 'لجنة'],
    ['tafjirat', 'تفجير'],
    ['katjib', 'يجيب'],
    ['schengen', 'شنغن'],
    ['macron', 'ماكرون'],
    ['irak', 'عراق'],
    ['tta7alof', 'تحالف'],
    ['lkhalij', 'خليج'],
    ['moussala7', 'مسلح'],
  ] as const) {
    test(`${latin}: ${arabic ?? 'nothing'}`, () =>
      expect(heard(latin)).toBe(arabic === undefined ? undefined : normalize(arabic)))
  }
})

test('7 is ح alone, h is ه before ح', () => {
  const both = createSpellings(['حرم', 'هرم'])
  expect(both.readings('7aram').map(({ word }) => word)).toEqual(['حرم'])
  expect(both.readings('haram').map(({ word }) => word)).toEqual(['هرم', 'حرم'])
})

test('a g is ق, غ, ج or ك', () =>
  expect(
    createSpellings(['قال', 'غال', 'جال', 'كال', 'حال'])
      .readings('gal')
      .map(({ word }) => word)
      .toSorted(),
  ).toEqual(['جال', 'غال', 'قال', 'كال']))

test('a short word has to agree in its vowels, a long one need not', () => {
  expect(createSpellings(['دور']).readings('dar')).toEqual([])
  expect(createSpellings(['استقرور']).readings('istiqrar')).toHaveLength(1)
})

test('consonants that differ make other words', () => {
  expect(spellings.readings('bank')).toEqual([])
  expect(spellings.readings('')).toEqual([])
  expect(spellings.readings('42')).toEqual([])
})

test('what is written exactly fits wholly', () => expect(spellings.readings('flous')[0]?.likeness).toBeCloseTo(1))

test('only readings near the best stay, best first', () =>
  expect(
    bestReadings([
      { word: 'b', likeness: 0.93 },
      { word: 'c', likeness: 0.8 },
      { word: 'a', likeness: 0.97 },
    ]).map(({ word }) => word),
  ).toEqual(['a', 'b']))

test('an article with what stands before it is left off', () =>
  expect(['المغرب', 'وبالمغرب', 'للمغرب', 'الم', 'مغرب'].map(withoutArticle)).toEqual([
    'مغرب',
    'مغرب',
    'مغرب',
    'الم',
    'مغرب',
  ]))
