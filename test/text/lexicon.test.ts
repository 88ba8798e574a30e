import { describe, expect, test } from 'vitest'
import { DARIJA } from '../../src/text/lexicon/darija.ts'
import { ENGLISH } from '../../src/text/lexicon/english.ts'
import { FRENCH } from '../../src/text/lexicon/french.ts'
import { lexicon } from '../../src/text/lexicon/index.ts'
import { PLURALS } from '../../src/text/lexicon/plurals.ts'
import { SYNONYMS } from '../../src/text/lexicon/synonyms.ts'
import { monthNames } from '../../src/text/months.ts'
import { normalize } from '../../src/text/normalize.ts'
import { numberOf } from '../../src/text/numbers.ts'
import { stem } from '../../src/text/stem.ts'
import { COUNTRIES } from './countries.ts'

const linesOf = (data: string): string[] =>
  data.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
const sidesOf = (line: string): string[][] =>
  line.split(' = ').map((side) => side.split('|').map((entry) => entry.trim()))
const fold = (entry: string): string => normalize(entry.replace(/['’-]/g, ' '))
const headwordsOf = (data: string): string[] => linesOf(data).flatMap((line) => sidesOf(line)[0] ?? [])

/** Each file, what its headwords are written in, and how many of them there are at least. */
const FILES = [
  ['french', FRENCH, /^[a-zà-öø-ÿœ0-9’' -]+$/, 28000],
  ['english', ENGLISH, /^[a-zà-öø-ÿœ0-9’' -]+$/, 28000],
  ['darija', DARIJA, /^[\u0621-\u064A\u0686\u067E\u06A4\u06AF ]+$/, 7000],
  ['plurals', PLURALS, /^[\u0621-\u064A ]+$/, 2000],
] as const
const ARABIC = /^[\u0621-\u064A\u06A4\u06AF0-9 ]+$/

describe.each(FILES)('%s', (_name, data, script, count) => {
  const lines = linesOf(data)
  test('every line has two sides of words, the left in its script, the right in Arabic without marks', () => {
    expect(
      lines.filter((line) => {
        const sides = sidesOf(line)
        const [left = [], right = []] = sides
        return (
          sides.length !== 2 ||
          !left.every((entry) => script.test(entry)) ||
          !right.every((entry) => ARABIC.test(entry)) ||
          new Set(right).size < right.length
        )
      }),
    ).toEqual([])
  })
  test('a headword stands on one line only, as it is folded', () => {
    const places = new Map<string, string>()
    const twice = lines.flatMap((line) =>
      (sidesOf(line)[0] ?? []).filter((headword) => {
        const folded = fold(headword)
        const before = places.get(folded)
        places.set(folded, line)
        return before !== undefined && before !== line
      }),
    )
    expect(twice).toEqual([])
  })
  test(`has ${count} headwords and more`, () =>
    expect(new Set(headwordsOf(data).map(fold)).size).toBeGreaterThanOrEqual(count))
})

describe('synonyms', () => {
  const groups = linesOf(SYNONYMS).map((line) => line.split(' | '))
  test('every group has two members and more, in Arabic without marks, none twice', () =>
    expect(
      groups.filter(
        (group) =>
          group.length < 2 ||
          group.length > 12 ||
          !group.every((entry) => ARABIC.test(entry)) ||
          new Set(group).size < group.length,
      ),
    ).toEqual([]))
  test('there are 3000 groups and more', () => expect(groups.length).toBeGreaterThanOrEqual(3000))
})

describe('what every user types', () => {
  /** Arabic entries, stemmed word for word, that may stand for one. */
  const equivalents = (entry: string): string[] =>
    lexicon.equivalents(fold(entry)).map(({ words }) => words.map((word) => stem(word, () => false)).join(' '))
  const stemmed = (entry: string): string =>
    fold(entry)
      .split(' ')
      .map((word) => stem(word, () => false))
      .join(' ')

  test('countries, their capitals and nationalities, in French and English', () => {
    const rows = COUNTRIES.trim()
      .split('\n')
      .flatMap((line) => line.split(' | '))
    expect(rows).toHaveLength(195 * 3)
    const missing = rows.filter((row) => {
      const names = row.split(' / ')
      const arabic = stemmed(names.at(-1) ?? '')
      return !names.slice(0, -1).every((name) => equivalents(name).includes(arabic))
    })
    expect(missing).toEqual([])
  })

  test.each([
    'united nations / nations unies / onu / الأمم المتحدة',
    'security council / conseil de sécurité / مجلس الأمن',
    'european union / union européenne / الاتحاد الأوروبي',
    'african union / union africaine / الاتحاد الأفريقي',
    'nato / otan / ناتو',
    'international monetary fund / fonds monétaire international / صندوق النقد الدولي',
    'world bank / banque mondiale / البنك الدولي',
    'arab league / ligue arabe / الجامعة العربية',
    'organisation of islamic cooperation / organisation de la coopération islamique / منظمة التعاون الإسلامي',
    'ecowas / cedeao / إيكواس',
    'interpol / إنتربول',
    'frontex / فرونتكس',
    'europol / يوروبول',
    'arab maghreb union / union du maghreb arabe / اتحاد المغرب العربي',
    'international criminal court / cour pénale internationale / المحكمة الجنائية الدولية',
    'unesco / يونسكو',
  ])('institutions: %s', (row) => {
    const names = row.split(' / ')
    const arabic = stemmed(names.at(-1) ?? '')
    expect(names.slice(0, -1).filter((name) => !equivalents(name).includes(arabic))).toEqual([])
  })

  test.each([
    'يناير جانفي كانون_الثاني janvier january',
    'فبراير فيفري شباط février february',
    'مارس آذار mars march',
    'أبريل أفريل نيسان avril april',
    'ماي مايو أيار mai may',
    'يونيو جوان حزيران juin june',
    'يوليوز يوليو جويلية تموز juillet july',
    'غشت أغسطس أوت آب août august',
    'شتنبر سبتمبر أيلول septembre september',
    'أكتوبر تشرين_الأول octobre october',
    'نونبر نوفمبر تشرين_الثاني novembre november',
    'دجنبر ديسمبر كانون_الأول décembre december',
  ])('months in every tradition: %s', (names) => {
    const [first = '', ...others] = names.split(' ').map((name) => name.replace('_', ' '))
    const meant = (name: string): string[] => [...monthNames(fold(name)).map(stemmed), ...equivalents(name)]
    expect(others.filter((name) => !meant(name).includes(stemmed(first)))).toEqual([])
  })

  test('number and ordinal words', () => {
    const words = `premier première deuxième second troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième
      vingtième centième dernier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante
      cinquante soixante cent mille million milliard moitié tiers quart dizaine centaine
      first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth last two three four five six seven eight nine ten
      eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
      thousand million billion half quarter dozen
      أول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر ثالثة عاشرة الحادي_عشر الثاني_عشر التاسع_عشر القرن_العشرين ثلاثة عشرين مائة ألف`
    const unknown = words.split(/\s+/).filter((word) => {
      const entry = word.replace('_', ' ')
      return equivalents(entry).length === 0 && numberOf(fold(entry)) === undefined
    })
    expect(unknown).toEqual([])
  })

  test.each([
    ['كتخدم', 'كيخدم'],
    ['تخدم', 'كيخدم'],
    ['نخدمو', 'كيخدمو'],
    ['كايخدم', 'كيخدم'],
    ['غيخدمو', 'كيخدمو'],
    ['ماكيخدموش', 'كيخدمو'],
    ['مابغاتش', 'بغات'],
    ['كتعيش', 'كيعيش'],
  ])('Darija verbs in any person: %s as %s', (form, listed) => {
    expect(lexicon.equivalents(listed)).not.toEqual([])
    expect(lexicon.equivalents(form)).toEqual(lexicon.equivalents(listed))
  })
  test.each(['نظام', 'تونس', 'يوم', 'تش'])('other words are no verbs: %s', (word) =>
    expect(lexicon.equivalents(word).filter(({ relation }) => relation === 'darija')).toEqual([]),
  )

  test('an article of a law numbered in words is the one numbered in digits', () =>
    expect(
      ['خامس', 'خامسة', 'الحادي عشر'].map((word) => equivalents(word).find((other) => /^\d+$/.test(other))),
    ).toEqual(['5', '5', '11']))
})
