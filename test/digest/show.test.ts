import { describe, expect, test } from 'vitest'
import { editable, leading, MOST_ITEMS, shortened, showRest } from '../../src/digest/show.ts'
import { type Block, phrases, type Reply } from '../../src/index.ts'
import { LANGUAGES } from '../../src/text/language.ts'
import { asked, dayOf, digestOf, FROM, showing, shownOf } from './day.ts'
import { actionsOf, GAPS, GROUP, QUESTIONS, quotes, words } from './room.ts'

const [UNION = '', SEAT = '', HASSAN = ''] = QUESTIONS
const TOPIC = 'اتحاد المغرب العربي'
const { say } = showing

const whole = digestOf(
  dayOf([...QUESTIONS.map((text) => asked(text, { up: 1, cited: ['union', 'monuments'] })), ...GAPS], {
    topics: [TOPIC],
    note: 'غدا عطلة',
  }),
  { seen: { nature: { hash: 'a', added: FROM }, learning: { hash: 'b', changed: FROM } } },
)
/** The questions that a reply lists, answered or not. */
const listed = (reply: Reply): string[] =>
  reply
    .flatMap((block) => (block.type === 'text' || block.type === 'pointer' ? block.text.split('\n') : []))
    .filter((line) => line.startsWith('•'))
    .map((line) => line.replace(/^• \u2068|\u2069.*$/g, ''))
const balanced = (text: string): boolean => {
  let depth = 0
  for (const letter of text) {
    if (letter === '\u2068') depth++
    if (letter === '\u2069' && --depth < 0) return false
  }
  return depth === 0
}

describe('a digest as it is read', () => {
  test('begins with its date and its counts', () => {
    const [first] = shownOf(digestOf(dayOf([UNION, ...GAPS])))
    expect(first).toEqual({
      type: 'text',
      text: '📋 ملخص 22 نونبر 2026\nالأسئلة: 4 · أجابت عنها الوثائق: 1 · بلا جواب: 3',
    })
  })
  test('tells the votes, where there are any', () => {
    expect(words(shownOf(digestOf(dayOf([asked(UNION, { up: 2, down: 1 })]))))).toContain(say.digest.votes(2, 1))
    expect(words(shownOf(digestOf(dayOf([UNION]))))).not.toContain('👍')
  })
  test('shows the note of the moderators before all questions', () => {
    const reply = shownOf(whole)
    expect(reply[1]).toEqual({ type: 'text', text: say.digest.note('\u2068غدا عطلة\u2069') })
  })
  test('shows every answered question with its quote and the citation of that', () => {
    const reply = shownOf(digestOf(dayOf([UNION, HASSAN])))
    const at = reply.findIndex((block) => 'text' in block && block.text.includes(UNION))
    expect(reply.slice(at, at + 3).map(({ type }) => type)).toEqual(['text', 'quote', 'citations'])
    expect(quotes(reply)[0]).toContain('تأسس اتحاد المغرب العربي عام 1989')
  })
  test('numbers its citations in order', () => {
    const numbers = shownOf(whole).flatMap((block) =>
      block.type === 'citations' ? block.citations.map(({ number }) => number) : [],
    )
    expect(numbers).toEqual(numbers.map((_, at) => at + 1))
    expect(numbers.length).toBeGreaterThan(4)
  })
  test('says how often a question was asked', () => {
    const text = words(shownOf(digestOf(dayOf([UNION, UNION, HASSAN]))))
    expect(text).toContain(`${UNION}\u2069 (×2)`)
    expect(text).toMatch(new RegExp(`${HASSAN}\u2069$`, 'm'))
  })
  test('leads to the answer in the chat where that stands', () => {
    const place = { address: GROUP, message: '77' }
    const digest = digestOf(dayOf([UNION, HASSAN]))
    const pointers = shownOf(digest, { places: new Map([['q1', place]]) }).filter(({ type }) => type === 'pointer')
    expect(pointers).toEqual([{ type: 'pointer', text: `• \u2068${UNION}\u2069`, place }])
  })
  test('leads to an answer, not to a message that says there is none', () => {
    // Asked before the documents knew, and again after.
    const day = dayOf([asked(UNION, { outcome: 'not_found' }), asked(UNION, { outcome: 'answered' })])
    const digest = digestOf(day)
    expect(leading(digest)).toEqual(['q2'])
    expect(leading(digestOf(dayOf([asked(UNION, { outcome: 'not_found' })])))).toEqual([])
  })
  test('names the most cited documents, and those added and changed', () => {
    const text = words(shownOf(whole))
    expect(text).toContain('أكثر الوثائق استشهادا بها:\n– \u2068اتحاد المغرب العربي\u2069 (9)')
    expect(text).toContain(say.digest.added('\u2068الطبيعة\u2069'))
    expect(text).toContain(say.digest.changed('\u2068التعليم والمتاحف\u2069'))
  })
})

describe('what is read in ten seconds', () => {
  test('is seven items, two of them unanswered where there are, and the rest is behind a button', () => {
    const digest = digestOf(dayOf([...QUESTIONS, ...GAPS]))
    const reply = shownOf(digest)
    expect(listed(reply)).toHaveLength(MOST_ITEMS)
    expect(listed(reply).slice(-2)).toEqual(GAPS.slice(0, 2))
    const left = QUESTIONS.length + GAPS.length - MOST_ITEMS
    expect(actionsOf(reply)).toEqual([{ label: say.digest.rest(left), command: '/draft rest 1', open: true }])
  })
  test('is more unanswered questions where few were answered', () => {
    const reply = shownOf(digestOf(dayOf([UNION, ...GAPS])))
    expect(listed(reply)).toEqual([UNION, ...GAPS])
    expect(actionsOf(reply)).toEqual([])
  })
  test('and the rest together are every item, each once', () => {
    const all = [...listed(shownOf(whole)), ...listed(showRest(whole, showing))]
    expect(all.toSorted()).toEqual([...QUESTIONS, ...GAPS].toSorted())
  })
  test('has two topics at most, in two sentences each', () => {
    const digest = digestOf(dayOf([], { topics: [TOPIC, 'مدينة مكناس', 'جامعة القرويين'] }))
    expect(digest.topics).toHaveLength(3)
    const reply = shownOf(digest)
    expect(words(reply).match(/🔎/g)).toHaveLength(2)
    expect(words(showRest(digest, showing)).match(/🔎/g)).toHaveLength(1)
  })
  test('has no rest where nothing is left out', () =>
    expect(showRest(digestOf(dayOf([UNION])), showing)).toEqual([{ type: 'text', text: say.noMore }]))
  test('holds no question longer than two lines', () => {
    expect(shortened(`${'ا'.repeat(300)}؟`)).toBe(`${'ا'.repeat(160)}…`)
    expect(shortened('سؤال\n\n  قصير؟')).toBe('سؤال قصير؟')
    // No half of a letter outside the first plane.
    expect(shortened('𞤀'.repeat(200)).isWellFormed()).toBe(true)
  })
})

describe('what moderators leave out', () => {
  test('is neither shown nor among the rest, but counted', () => {
    const digest = digestOf(dayOf([UNION, HASSAN, ...GAPS], { dropped: ['q1', 'q3'], topics: [] }))
    const text = words([...shownOf(digest), ...showRest(digest, showing)])
    expect(text).not.toContain(UNION)
    expect(text).not.toContain(GAPS[0])
    expect(text).toContain(HASSAN)
    expect(text).toContain('الأسئلة: 5')
    expect(leading(digest)).toEqual(['q2'])
  })
  test('makes room for what was left over', () => {
    const all = [...QUESTIONS, ...GAPS]
    const digest = digestOf(dayOf(all, { dropped: ['q1', 'q2', 'q3', 'q4', 'q5'] }))
    expect(listed(shownOf(digest))).toEqual(all.slice(5))
  })
  test('can be taken in again: topics, answered and unanswered questions are listed by their keys', () => {
    const digest = digestOf(dayOf([UNION, SEAT, ...GAPS.slice(0, 1)], { topics: [TOPIC], dropped: ['q2'] }))
    expect(editable(digest).map(({ key, isDropped }) => [key, isDropped])).toEqual([
      [`topic:${TOPIC}`, false],
      ['q1', false],
      ['q2', true],
      ['q3', false],
    ])
  })
})

describe.each(LANGUAGES)('in %s', (language) => {
  const own = { ...showing, say: phrases(language) }
  const texts = (reply: Reply): string[] =>
    reply.flatMap((block: Block) => {
      if (block.type === 'actions') return block.actions.map(({ label }) => label)
      return block.type === 'text' || block.type === 'pointer' ? [block.text] : []
    })
  const all = [...texts(shownOf(whole, own)), ...texts(showRest(whole, own))]
  test('every sentence is whole', () => {
    for (const text of all) expect(text).not.toMatch(/undefined|null|NaN|\[object|\$\{/)
  })
  test('isolates are balanced in every line', () => {
    for (const line of all.flatMap((text) => text.split('\n'))) expect([line, balanced(line)]).toEqual([line, true])
  })
  test('the date is in words of the language', () => {
    const words = { ar: '22 نونبر 2026', fr: '22 novembre 2026', en: '22 November 2026' }
    expect(all[0]).toContain(words[language])
  })
})
