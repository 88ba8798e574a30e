import { expect, test } from 'vitest'
import { entity, type Formatted, join, NOTHING, plain } from '../../../adapters/telegram/formatted.ts'

const covered = ({ text, entities }: Formatted): string[] =>
  entities.map(({ offset, length }) => text.slice(offset, offset + length))

test('plain text has no entities, whatever it holds', () =>
  expect(plain('<b>*نص*</b>')).toEqual({ text: '<b>*نص*</b>', entities: [] }))
test('an entity covers the whole, in UTF-16 units', () =>
  expect(entity(plain('👍🏽نعم'), { type: 'bold' })).toEqual({
    text: '👍🏽نعم',
    entities: [{ type: 'bold', offset: 0, length: 7 }],
  }))
test('a link keeps its address', () =>
  expect(entity(plain('نص'), { type: 'text_link', url: 'https://example.org' }).entities).toEqual([
    { type: 'text_link', url: 'https://example.org', offset: 0, length: 2 },
  ]))
test('nothing has no entity: Telegram refuses empty ones', () =>
  expect(entity(NOTHING, { type: 'bold' })).toEqual(NOTHING))
test('the outer entity stands before the inner', () =>
  expect(
    entity(entity(plain('نص'), { type: 'bold' }), { type: 'blockquote' }).entities.map(({ type }) => type),
  ).toEqual(['blockquote', 'bold']))
test('entities move with their words', () => {
  const bold = (text: string): Formatted => entity(plain(text), { type: 'bold' })
  const joined = join([plain('أ'), bold('ب'), join([plain('ج'), bold('د')], ' '), bold('👍')], '\n\n')
  expect(joined.text).toBe('أ\n\nب\n\nج د\n\n👍')
  expect(covered(joined)).toEqual(['ب', 'د', '👍'])
})
test('nothing joined is nothing', () => expect(join([], '\n')).toEqual(NOTHING))
