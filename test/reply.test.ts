import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Citation } from '../src/answer/citation.ts'
import { type Block, type Measure, paginate, type Reply } from '../src/reply.ts'

const measure: Measure = (block) => (block.type === 'text' || block.type === 'quote' ? block.text.length : 10)
const citation = { number: 1, document: { title: 'وثيقة' } } as unknown as Citation
const citations: Block = { type: 'citations', citations: [citation], language: 'ar' }
const text = (length: number): Block => ({ type: 'text', text: 'كلمة '.repeat(length / 5) })
const quote = (words: string): Block => ({ type: 'quote', text: words })
const size = (part: Reply): number => part.reduce((sum, block) => sum + measure(block), 0)

describe('paginate', () => {
  test('a short reply is one part', () =>
    expect(paginate([text(20), quote('نص'), citations], measure, 100)).toHaveLength(1))
  test('nothing is no part', () => expect(paginate([], measure, 100)).toEqual([]))
  test('blocks are kept in order and whole where they fit', () => {
    const reply = [text(60), text(60), text(20)]
    expect(paginate(reply, measure, 100)).toEqual([[reply[0]], [reply[1], reply[2]]])
  })
  test('a quote keeps company with its citation', () => {
    const reply = [text(80), quote('اقتباس قصير'), citations]
    expect(paginate(reply, measure, 95)).toEqual([[reply[0]], [reply[1], reply[2]]])
  })
  test('a long quote is parted between sentences', () => {
    const parts = paginate([quote('الجملة الأولى هنا. الجملة الثانية هنا.')], measure, 25)
    expect(parts.map((part) => (part[0] as { text: string }).text)).toEqual([
      'الجملة الأولى هنا.',
      ' الجملة الثانية هنا.',
    ])
  })
  test('a long sentence is parted between words', () => {
    const parts = paginate([quote('واحد اثنان ثلاثة أربعة')], measure, 12)
    expect(parts.map((part) => (part[0] as { text: string }).text)).toEqual(['واحد اثنان ', 'ثلاثة أربعة'])
  })
  test('a long word is parted between graphemes', () => {
    const family = '👨‍👩‍👧‍👦'
    for (const part of paginate([quote(family.repeat(4))], measure, family.length + 3))
      expect((part[0] as { text: string }).text).toBe(family)
  })
  test('a mark follows its words into their part', () => {
    const reply: Reply = [
      { type: 'quote', text: 'الجملة الأولى هنا. الجملة الثانية هنا.', marked: { start: 19, end: 25 } },
    ]
    const [first, second] = paginate(reply, measure, 25)
    expect(first?.[0]).not.toHaveProperty('marked')
    expect(second?.[0]).toMatchObject({ marked: { start: 1, end: 7 } })
  })
  test('nothing is lost, no part is too long, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 5 }),
        fc.integer({ min: 40, max: 200 }),
        (texts, limit) => {
          const parts = paginate(
            texts.filter((words) => words !== '').map((words) => quote(words)),
            measure,
            limit,
          )
          expect(parts.flatMap((part) => part.map((block) => (block as { text: string }).text)).join('')).toBe(
            texts.join(''),
          )
          for (const part of parts) expect(size(part)).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 200 },
    )
  })
})
