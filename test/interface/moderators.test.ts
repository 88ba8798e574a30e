/** Every sentence that is said to moderators, and by the digest, in every language. */
import { describe, expect, test } from 'vitest'
import { phrases } from '../../src/index.ts'
import { dateText, momentText } from '../../src/interface/dates.ts'
import { LANGUAGES } from '../../src/text/language.ts'

/** Discord: the title of a form and the label of a field; the label of a button. */
const LONGEST_TITLE = 45
const LONGEST_BUTTON = 80
const PIECE = '\u2068piece\u2069'
/** What sentences are given: words, or numbers where they count. */
const GIVEN: readonly (readonly unknown[])[] = [
  [PIECE, PIECE, PIECE, PIECE],
  [1, 1, 1],
  [2, 0, undefined],
  [{ asked: 3, answered: 2, unanswered: 1, passages: PIECE, language: PIECE, date: undefined }],
  [{ asked: 0, answered: 0, unanswered: 0, passages: PIECE, language: PIECE, date: PIECE }],
]
const COUNTING = new Set([
  'counts',
  'votes',
  'times',
  'rest',
  'leaveOut',
  'takeIn',
  'tooMany',
  'list',
  'asked',
  'helpful',
  'notFound',
])

/** The sentences of a tree of phrases, each with its name. */
function sentences(tree: object, path: readonly string[] = []): { name: string; text: string }[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = [...path, key]
    if (typeof value === 'string') return [{ name: name.join('.'), text: value }]
    if (typeof value === 'function') return said(key, name, value as (...given: unknown[]) => string)
    return typeof value === 'object' && value !== null ? sentences(value, name) : []
  })
}
function said(key: string, name: readonly string[], say: (...given: unknown[]) => string) {
  const isCount = COUNTING.has(key) || (key === 'answered' && name[0] !== 'digest')
  const isFacts = key === 'counts' || key === 'facts'
  const given = GIVEN.filter(([first]) =>
    isFacts ? typeof first === 'object' : isCount ? typeof first === 'number' : typeof first === 'string',
  )
  return given.map((words) => ({ name: name.join('.'), text: say(...words) }))
}
function depth(text: string): number {
  let open = 0
  for (const letter of text) {
    if (letter === '\u2068') open++
    if (letter === '\u2069') open--
    if (open < 0) return -1
  }
  return open
}

describe.each(LANGUAGES)('in %s', (language) => {
  const { digest, notes, corpus, stats, why, moderatorOptions, subcommands } = phrases(language)
  const own = { digest, notes, corpus, stats, why, moderatorOptions, subcommands }
  const all = sentences(own)

  test('every sentence is whole', () => {
    expect(all.length).toBeGreaterThan(120)
    for (const { name, text } of all)
      expect([name, text]).toEqual([name, expect.not.stringMatching(/undefined|NaN|\[object/)])
    // Alone, a question that was asked once says nothing of how often.
    expect(all.filter(({ text }) => text === '').map(({ name }) => name)).toEqual(['digest.times'])
  })
  test('what is put into a sentence stays apart in every line', () => {
    for (const { name, text } of all)
      expect([name, text.split('\n').map(depth)]).toEqual([name, text.split('\n').map(() => 0)])
  })
  test('commands in a sentence that runs from right to left stay apart', () => {
    if (language !== 'ar') return
    for (const { name, text } of all)
      expect([name, text.replace(/\u2068[^\u2069]*\u2069/g, '')]).toEqual([name, expect.not.stringMatching(/\/[a-z]/)])
  })
  test('forms and buttons fit where they are shown', () => {
    for (const title of [digest.noteTitle, digest.noteField, notes.title, notes.text, notes.link])
      expect([title, title.length <= LONGEST_TITLE]).toEqual([title, true])
    const labels = [
      digest.post,
      digest.edit,
      digest.skip,
      digest.writeNote,
      digest.removeNote,
      digest.back,
      digest.correct,
      digest.isThere,
      digest.postAgain,
      digest.draftsElsewhere,
      digest.addTopic,
      digest.rest(99),
      digest.leaveOut(16),
      digest.takeIn(16),
      `${notes.answer} 8`,
      `${notes.edit} 50`,
      corpus.confirm,
      corpus.cancel,
      corpus.restore,
      `${corpus.remove} 50`,
    ]
    for (const label of labels) expect([label, label.length <= LONGEST_BUTTON]).toEqual([label, true])
    expect(new Set(labels).size).toBe(labels.length)
  })
  test('dates are in its words and in Latin digits', () => {
    expect(dateText('2026-02-28', language)).toBe(
      { ar: '28 فبراير 2026', fr: '28 février 2026', en: '28 February 2026' }[language],
    )
    expect(dateText('2028-02-29', language)).toContain('29')
  })
})

test('months have their Moroccan names', () => {
  const months = Array.from({ length: 12 }, (_, at) => dateText(`2026-${String(at + 1).padStart(2, '0')}-05`, 'ar'))
  expect(months.map((text) => text.split(' ')[1])).toEqual([
    'يناير',
    'فبراير',
    'مارس',
    'أبريل',
    'ماي',
    'يونيو',
    'يوليوز',
    'غشت',
    'شتنبر',
    'أكتوبر',
    'نونبر',
    'دجنبر',
  ])
})
test('a moment is as the clocks of its zone show it', () => {
  const instant = Date.parse('2027-02-07T21:00:00Z')
  expect(momentText(instant, 'Africa/Casablanca', 'en')).toBe('Sunday 7 February at 21:00')
  expect(momentText(instant, 'Asia/Tokyo', 'en')).toBe('Monday 8 February at 06:00')
  expect(momentText(instant, 'Africa/Casablanca', 'ar')).toMatch(/^الأحد.*7 فبراير.*21:00$/)
})
