import { describe, expect, test } from 'vitest'
import { dice, grams } from '../../src/text/grams.ts'
import { monthNames, monthNumber } from '../../src/text/months.ts'
import { isCount, numberOf } from '../../src/text/numbers.ts'
import { phoneticKeys } from '../../src/text/phonetic.ts'
import { rootKey, skeleton } from '../../src/text/skeleton.ts'
import { isStopword } from '../../src/text/stopwords.ts'

describe('skeleton', () => {
  test('a broken plural keeps the consonants of its singular', () => expect(skeleton('مدارس')).toBe(skeleton('مدرس')))
  test('doubled letters are one', () => expect(skeleton('حدودد')).toBe(skeleton('حدود')))
  test('two consonants tell too little', () => expect(skeleton('دول')).toBeUndefined())
  test('a verb and its noun of action have one root', () =>
    expect(['تراقب', 'مراقب', 'راقب', 'استرقب'].map(rootKey)).toEqual(['رقب', 'رقب', 'رقب', 'رقب']))
  test('three consonants are never cut', () => expect(rootKey('ملك')).toBe('ملك'))
  test('Latin words have none', () => expect(skeleton('border')).toBeUndefined())
})

describe('grams', () => {
  test('a word is its trigrams with its edges', () => expect([...grams('امن')]).toEqual(['^ام', 'امن', 'من$']))
  const alike = (a: string, b: string): number => {
    const [left, right] = [grams(a), grams(b)]
    return dice([...left].filter((gram) => right.has(gram)).length, left.size, right.size)
  }
  test('the same word is wholly alike', () => expect(alike('امن', 'امن')).toBe(1))
  test('a dropped letter leaves words alike', () => expect(alike('استخبارات', 'استخبرات')).toBeGreaterThan(0.6))
  test('other words are not', () => expect(alike('امن', 'حرب')).toBe(0))
})

describe('months', () => {
  test('the three Arabic traditions name the same month', () =>
    expect(['دجنبر', 'ديسمبر'].map(monthNumber)).toEqual([12, 12]))
  test('French and English names are known', () => expect(['decembre', 'december'].map(monthNumber)).toEqual([12, 12]))
  test('other names of a month leave out the name itself', () =>
    expect(monthNames('غشت')).toEqual(expect.arrayContaining(['اغسطس', 'اب'])))
  test('a word that is no month has none', () => expect(monthNames('امن')).toEqual([]))
})

describe('numbers', () => {
  test('words are numbers', () => expect(['خمسمايه', 'الفي', 'ثلاثه'].map(numberOf)).toEqual(['500', '2000', '3']))
  test('years do not count, other numbers do', () =>
    expect(['1989', '500', 'الفي', 'ملايين', 'امن'].map(isCount)).toEqual([false, true, true, true, false]))
  test('a numeral is not a word', () => expect(numberOf('500')).toBeUndefined())
})

describe('phonetic keys', () => {
  const meet = (latin: string, arabic: string): boolean =>
    phoneticKeys(latin).some((key) => phoneticKeys(arabic).includes(key))
  for (const [latin, arabic] of [
    ['bakkouche', 'بكوش'],
    ['schengen', 'شنغن'],
    ['darmanin', 'دارمانان'],
    ['romanowski', 'رومانوفسكي'],
    ['wagner', 'فاغنر'],
    ['wagner', 'فاجنر'],
    ['marrakech', 'مراكش'],
    ['pompeo', 'بومبيو'],
  ] as const) {
    test(`${latin} meets ${arabic}`, () => expect(meet(latin, arabic)).toBe(true))
  }
  test('other names do not meet', () => expect(meet('macron', 'مراكش')).toBe(false))
  test('two sounds tell too little', () => expect(phoneticKeys('ali')).toEqual([]))
})

describe('stop words', () => {
  test('Arabic particles, vocalised or not', () => expect(['في', 'الذي', 'عليها'].every(isStopword)).toBe(true))
  test('with و and ف before them', () => expect(['وفي', 'فمتي', 'ومن'].every(isStopword)).toBe(true))
  test('question words of Darija, French and English', () =>
    expect(['شحال', 'علاش', 'combien', 'pourquoi', 'when'].every(isStopword)).toBe(true))
  test('of the dialects, and the words a question is wrapped in', () =>
    expect(['شنو', 'شو', 'وين', 'ممكن', 'اريد'].every(isStopword)).toBe(true))
  test('words that say something are not among them', () =>
    expect(['اتحاد', 'دار', 'نتيجه', 'امن'].some(isStopword)).toBe(false))
})
