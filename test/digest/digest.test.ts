import { describe, expect, test } from 'vitest'
import { changesBetween } from '../../src/corpus/seen.ts'
import { isEmpty, topicKey } from '../../src/digest/digest.ts'
import { asked, dayOf, digestOf, FROM, SOURCES, TO } from './day.ts'
import { GAPS, QUESTIONS } from './room.ts'

const [UNION = '', SEAT = '', HASSAN = '', RIVER = ''] = QUESTIONS
const [COUSCOUS = '', GOLD = ''] = GAPS

describe('questions of a day', () => {
  test('are counted, those that the documents answer and those that they do not', () => {
    const { counts, answered, unanswered } = digestOf(dayOf([UNION, COUSCOUS, HASSAN, GOLD, RIVER]))
    expect(counts).toEqual({ asked: 5, answered: 3, unanswered: 2 })
    expect(answered.map(({ text }) => text)).toEqual([UNION, HASSAN, RIVER])
    expect(unanswered.map(({ text }) => text)).toEqual([COUSCOUS, GOLD])
  })
  test('are one item where they ask the same in other words, the most asked first', () => {
    const { answered, counts } = digestOf(
      dayOf([HASSAN, UNION, 'في أي سنة تأسس اتحاد المغرب العربي؟', 'متى تاسس إتحاد المغرب العربي']),
    )
    expect(answered.map(({ ids }) => ids)).toEqual([['q2', 'q3', 'q4'], ['q1']])
    expect(counts).toEqual({ asked: 4, answered: 4, unanswered: 0 })
  })
  test('are one item across languages, put as in the documents’ own', () => {
    const french = "En quelle année l'Union du Maghreb arabe a-t-elle été créée ?"
    const { answered } = digestOf(dayOf([french, UNION]))
    expect(answered.map(({ ids }) => ids)).toEqual([['q1', 'q2']])
    expect(answered[0]?.text).toBe(UNION)
  })
  test('are not one item when they ask different things of one subject', () => {
    const { answered } = digestOf(dayOf([UNION, 'أين تأسس اتحاد المغرب العربي؟', SEAT]))
    expect(answered).toHaveLength(3)
  })
  test('are answered with the best quote, word for word', () => {
    const { answered } = digestOf(dayOf([UNION]))
    const { citation } = answered[0] ?? {}
    const document = SOURCES.documents.find(({ id }) => id === 'union')
    expect(document?.text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
    expect(citation?.quote).toContain('تأسس اتحاد المغرب العربي عام 1989')
    expect(citation?.document.id).toBe('union')
  })
  test('are answered from what the documents say now, whatever was answered then', () => {
    const { answered, unanswered } = digestOf(
      dayOf([asked(UNION, { outcome: 'not_found' }), asked(COUSCOUS, { outcome: 'answered' })]),
    )
    expect(answered.map(({ text }) => text)).toEqual([UNION])
    expect(unanswered.map(({ text }) => text)).toEqual([COUSCOUS])
  })
  test('are answered from the documents that may be quoted there only', () => {
    const { counts, answered } = digestOf(dayOf([UNION, HASSAN]), { allowed: ({ id }) => id === 'monuments' })
    expect(counts).toEqual({ asked: 2, answered: 1, unanswered: 1 })
    expect(answered[0]?.citation?.document.id).toBe('monuments')
  })
  test('which only their asker saw answered are not told, nor counted, nor are their votes', () => {
    const hidden = asked(UNION, { hidden: true, up: 3, cited: ['union'] })
    const digest = digestOf(dayOf([hidden, asked(HASSAN, { up: 1 })]))
    expect(digest.counts.asked).toBe(1)
    expect(digest.votes).toEqual({ up: 1, down: 0 })
    expect(digest.sources).toEqual([])
    expect(JSON.stringify(digest)).not.toContain(UNION)
    expect(isEmpty(digestOf(dayOf([hidden])))).toBe(true)
  })
})

describe('nobody is named', () => {
  test.each([
    ['@ahmed_b متى بنيت صومعة حسان؟', '… متى بنيت صومعة حسان؟'],
    ['متى بنيت صومعة حسان يا @ahmed_b؟', 'متى بنيت صومعة حسان يا …؟'],
    ['<@123456789> متى بنيت صومعة حسان؟', '… متى بنيت صومعة حسان؟'],
    ['<@!123456789> متى بنيت صومعة حسان؟', '… متى بنيت صومعة حسان؟'],
    ['<@&123456789> متى بنيت صومعة حسان؟', '… متى بنيت صومعة حسان؟'],
    ['متى بنيت صومعة حسان؟ ahmed.b+x@example.org', 'متى بنيت صومعة حسان؟ …'],
    ['متى بنيت صومعة حسان؟ https://t.me/ahmed_b', 'متى بنيت صومعة حسان؟ …'],
    ['متى بنيت صومعة حسان؟ t.me/ahmed_b', 'متى بنيت صومعة حسان؟ …'],
    ['متى بنيت صومعة حسان؟ https://discord.com/users/123456789', 'متى بنيت صومعة حسان؟ …'],
    ['متى بنيت صومعة حسان؟ tg://user?id=123456789', 'متى بنيت صومعة حسان؟ …'],
    ['متى بنيت صومعة حسان يا @أحمد_ب؟', 'متى بنيت صومعة حسان يا …؟'],
  ])('in %j', (text, shown) => {
    const { answered, unanswered } = digestOf(dayOf([text]))
    expect([...answered, ...unanswered].map((item) => item.text)).toEqual([shown])
  })
  test('and what turns directions or breaks lines is taken out', () => {
    const { answered } = digestOf(dayOf(['متى بنيت \u202Eصومعة\n\n حسان؟\u2069']))
    expect(answered[0]?.text).toBe('متى بنيت صومعة حسان؟')
  })
})

describe('the rest of a digest', () => {
  test('is the votes on its questions', () => {
    const { votes } = digestOf(dayOf([asked(UNION, { up: 2, down: 1 }), asked(COUSCOUS, { down: 1 })]))
    expect(votes).toEqual({ up: 2, down: 2 })
  })
  test('is the documents that answers cited, by the number of questions, the most cited first', () => {
    const { sources } = digestOf(
      dayOf([
        asked(UNION, { cited: ['union', 'monuments'] }),
        asked(HASSAN, { cited: ['monuments', 'monuments'] }),
        asked(RIVER, { cited: ['nature', 'no longer there'] }),
        asked(COUSCOUS),
      ]),
    )
    expect(sources.map(({ document, times }) => [document.id, times])).toEqual([
      ['monuments', 2],
      ['union', 1],
      ['nature', 1],
    ])
  })
  test('is the documents added and changed in its time, the others and those of other days not', () => {
    const seen = {
      union: { hash: 'a', added: FROM },
      monuments: { hash: 'b', added: FROM - 1, changed: TO - 1 },
      nature: { hash: 'c', added: TO },
      learning: { hash: 'd' },
      gone: { hash: 'e', added: FROM },
    }
    const { added, changed } = digestOf(dayOf([]), { seen })
    expect(added.map(({ id }) => id)).toEqual(['union'])
    expect(changed.map(({ id }) => id)).toEqual(['monuments'])
    expect(changesBetween(seen, TO, TO + 1)).toEqual({ added: ['nature'], changed: [] })
  })
  test('names no document that may not be quoted there', () => {
    const digest = digestOf(dayOf([asked(HASSAN, { cited: ['union', 'monuments'] })]), {
      seen: { union: { hash: 'a', added: FROM }, monuments: { hash: 'b', changed: FROM } },
      allowed: ({ id }) => id === 'monuments',
    })
    expect(digest.added).toEqual([])
    expect(digest.changed.map(({ id }) => id)).toEqual(['monuments'])
    expect(digest.sources.map(({ document }) => document.id)).toEqual(['monuments'])
  })
  test('is the topics that moderators added, with what the documents say; of nothing they say nothing', () => {
    const { topics } = digestOf(dayOf([], { topics: ['اتحاد المغرب العربي', 'كرة السلة'] }))
    expect(topics.map(({ topic }) => topic)).toEqual(['اتحاد المغرب العربي'])
    expect(topics[0]?.summary.citations[0]?.document.id).toBe('union')
  })
  test('is the note of the moderators', () => {
    expect(digestOf(dayOf([UNION], { note: 'غدا عطلة' })).note).toBe('غدا عطلة')
    expect(digestOf(dayOf([UNION]))).not.toHaveProperty('note')
  })
})

describe('what moderators leave out', () => {
  test('is marked: a question, and a topic by its words', () => {
    const topic = 'اتحاد المغرب العربي'
    const digest = digestOf(dayOf([UNION, HASSAN], { topics: [topic], dropped: ['q1', topicKey(topic)] }))
    expect(digest.answered.map(({ isDropped }) => isDropped)).toEqual([true, false])
    expect(digest.topics.map(({ isDropped }) => isDropped)).toEqual([true])
    expect(digest.counts.asked).toBe(2)
  })
  test('stays out when somebody asks the same again', () => {
    const digest = digestOf(dayOf([UNION, 'في أي سنة تأسس اتحاد المغرب العربي؟'], { dropped: ['q1'] }))
    expect(digest.answered.map(({ isDropped }) => isDropped)).toEqual([true])
  })
})

describe('a digest is empty', () => {
  test('when nothing was asked, added, changed or written', () => expect(isEmpty(digestOf(dayOf([])))).toBe(true))
  test('and is not with a question, though it has no answer', () =>
    expect(isEmpty(digestOf(dayOf([COUSCOUS])))).toBe(false))
  test('nor with a document that changed', () =>
    expect(isEmpty(digestOf(dayOf([]), { seen: { union: { hash: 'a', changed: FROM } } }))).toBe(false))
  test('nor with a note', () => expect(isEmpty(digestOf(dayOf([], { note: 'غدا عطلة' })))).toBe(false))
  test('nor with a topic, unless that was left out', () => {
    const topic = 'اتحاد المغرب العربي'
    expect(isEmpty(digestOf(dayOf([], { topics: [topic] })))).toBe(false)
    expect(isEmpty(digestOf(dayOf([], { topics: [topic], dropped: [topicKey(topic)] })))).toBe(true)
  })
})

test('the same day over the same corpus is the same digest', () => {
  const day = dayOf([...QUESTIONS, ...GAPS], { topics: ['اتحاد المغرب العربي'], note: 'غدا عطلة' })
  expect(digestOf(day)).toEqual(digestOf(structuredClone(day)))
})
