/** Cleaning and trimming of text, held against TDLib, which cleans as the server does. */
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleaned } from './clean.ts'
import { findEntities, formatText } from './text.ts'

const limits = { limit: 4096, tooLong: 'message is too long', user: () => undefined }
const bold = (offset: number, length: number) => ({ type: 'bold' as const, offset, length })

test.each([
  ['a\tb\0c', 'a b c'],
  ['a\r\nb', 'a\nb'],
  ['a\u202eb\u2028c', 'abc'],
  ['a\u030ab\u0333c\u033f', 'abc'],
  ['\u200e\u200f\u200eا', '\u200c\u200c\u200eا'],
  ['\u2066ا\u2069\u200d\u200cب', '\u2066ا\u2069\u200d\u200cب'],
])('%j is cleaned to %j', (text, expected) => {
  expect(cleaned({ text, entities: [] }).text).toBe(expected)
})

test('cleaning agrees with TDLib on any text', () => {
  formatText('x', limits)
  const { execute } = createRequire(import.meta.url)('tdl') as { execute(request: object): { text: string } }
  const letters = fc.constantFrom(
    ...'اب \n\t\r\0xé👍\u200b\u200e\u200f\u2028\u202c\u202e\u2066\u2069\u030a\u0333\u033f\u064e',
  )
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 40 }), (text) => {
      const entities: object[] = []
      const there = execute({ _: 'getMarkdownText', text: { _: 'formattedText', text, entities } }).text
      // TDLib also trims, which is another step here.
      expect(cleaned({ text, entities: [] }).text.trim()).toBe(there.trim())
    }),
    { numRuns: 500 },
  )
})

test('entities follow their text through cleaning and trimming', () => {
  const entities = [bold(3, 3), bold(7, 2)]
  expect(formatText(' \n \u202eab c\t\t ', { ...limits, entities })).toEqual({
    text: 'ab c',
    entities: [bold(0, 2), bold(3, 1)],
  })
})

test('35 000 bytes are the most that is read', () => {
  const { text } = cleaned({ text: 'س'.repeat(20_000), entities: [] })
  expect(Buffer.byteLength(text)).toBe(35_000)
})

test('what a client marks by itself is marked, but not within code', () => {
  const types = (text: string): unknown[] =>
    findEntities(text).map(({ type, offset, length }) => [type, offset, length])
  expect(types('/ask@sanad_bot من @user في example.org #وسم')).toEqual([
    ['bot_command', 0, 14],
    ['mention', 18, 5],
    ['url', 27, 11],
    ['hashtag', 39, 4],
  ])
  const { entities } = formatText('<code>example.org</code> a.com', { ...limits, parse_mode: 'HTML' })
  expect(entities.map(({ type }) => type)).toEqual(['code', 'url'])
})
