import { describe, expect, test } from 'vitest'
import { arabiziSigns, arabiziWords } from '../../src/text/arabizi.ts'
import { asked } from '../../src/text/asked.ts'
import { isStopword } from '../../src/text/stopwords.ts'

const content = (question: string): string[] => arabiziWords(question).filter((word) => !isStopword(word))

describe('the words of a question', () => {
  const check = (question: string, expected: string[]): void =>
    test(question, () => expect(content(question)).toEqual(expected))
  check('ch7al d l7doud dyal lmaghrib?', ['l7doud', 'lmaghrib'])
  check('3lach lirhab w l2amn', ['lirhab', 'l2amn'])
  check('imta wa99e3 lmaghrib l ittifa9 f 2014?', ['wa99e3', 'lmaghrib', 'ittifa9', '2014'])
  check("3'ir lmas2oul dyal 3’aza", ["3'ir", 'lmas2oul', "3'aza"])
  check('fin kaykoun Schengen li tsenna f3am 1995', ['schengen', 'tsenna', 'f3am', '1995'])
  check('شكون هو Bakkouch ديال l7kouma؟', ['bakkouch', 'l7kouma'])
  check('f achmen 3am kan tafjirat Dar Lbida', ['3am', 'tafjirat', 'الدار', 'البيضاء'])
  check('wach les caméras f l7oudoud', ['cameras', 'l7oudoud'])
  check('', [])
})

describe('function words in the spellings people use', () => {
  const groups: Readonly<Record<string, string>> = {
    شحال: 'ch7al chhal sh7al',
    شكون: 'chkoun chkon shkoun',
    علاش: '3lach 3lash 3elach',
    كيفاش: 'kifach kifash kifech',
    امتي: 'imta imtach emta',
    فين: 'fin fain feen',
    ديال: 'dyal diyal dial dyalo dyalhom',
  }
  for (const [arabic, typed] of Object.entries(groups))
    test(typed, () => expect(new Set(arabiziWords(typed))).toEqual(new Set([arabic])))
  test('heard in a spelling that no list has', () =>
    expect(arabiziWords('kaydirou chnahowwa').every(isStopword)).toBe(true))
})

describe('what is asked for', () => {
  const check = (question: string, expected: string): void =>
    test(question, () => expect(asked(arabiziWords(question).join(' '))).toBe(expected))
  check('imta tsenna ittifa9', 'date')
  check('fou9ach tsenna', 'date')
  check('ch7al men wa7d', 'number')
  check('3lach mchaw', 'reason')
  check('bch7al tba3', 'number')
})

describe('signs of Arabizi', () => {
  for (const text of ['wach kayn', 'l7doud', 'fin ja lmaghrib', 'm7ammed', 'chkoun']) {
    test(text, () => expect(arabiziSigns(text)).toBeGreaterThan(0))
  }
  for (const text of [
    'fin de partie',
    'what had he',
    'b2b',
    '3rd of May',
    '9am',
    '5km',
    'mp3',
    'covid19',
    'F16',
    'le la men',
  ]) {
    test(`${text}: none`, () => expect(arabiziSigns(text)).toBe(0))
  }
})
