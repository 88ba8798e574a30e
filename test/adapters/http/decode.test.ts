import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeMessage, decodePress, type Sent } from '../../../adapters/http/decode.ts'

const UNIQUE = 'the-one-we-would-use'

describe('a message', () => {
  const text = (sent: Sent): string | undefined => {
    const event = decodeMessage(sent, UNIQUE)
    return event?.type === 'said' ? event.text : undefined
  }
  test('is its words, without what stands around them', () => expect(text({ text: '  سؤال\n' })).toBe('سؤال'))
  test('has line ends as everywhere', () => expect(text({ text: 'a\r\nb\rc\nd' })).toBe('a\nb\nc\nd'))
  for (const sent of [
    {},
    { text: '' },
    { text: ' \r\n\t' },
    { text: 5 },
    { text: ['a', 'b'] },
    { text: new File(['x'], 'x') },
  ] as Sent[])
    test(`is nothing without words: ${JSON.stringify(sent)}`, () => expect(decodeMessage(sent, UNIQUE)).toBeUndefined())
  test('is cut where it is too long, and never within a letter', () => {
    expect(text({ text: 'x'.repeat(5000) })).toHaveLength(4096)
    const cut = text({ text: `x${'🙂'.repeat(3000)}` }) ?? ''
    expect(cut.length).toBeLessThanOrEqual(4096)
    expect(cut.isWellFormed()).toBe(true)
  })
  test('has the name that its form has, where that can be one', () => {
    const id = (name: unknown): string | undefined => decodeMessage({ text: 'x', id: name }, UNIQUE)?.id
    expect(id('0b7b7e64-6f2a-4c5e-9d3f-1a2b3c4d5e6f')).toBe('0b7b7e64-6f2a-4c5e-9d3f-1a2b3c4d5e6f')
    for (const name of [
      undefined,
      '',
      'short',
      'x'.repeat(41),
      'with space',
      'a/b/c/d/e',
      'سؤال سؤال',
      12345678,
      ['a'],
      'abcdefgh\n',
    ])
      expect(id(name)).toBe(UNIQUE)
  })
  test('with a file and without words adds it', async () => {
    const event = decodeMessage({ file: new File(['كلام'], 'x.md') }, UNIQUE)
    if (event?.type !== 'said') throw new Error('no message')
    expect(event).toMatchObject({ text: '/corpus add', file: { name: 'x.md', size: 8 } })
    expect(Buffer.from((await event.file?.read(100)) ?? []).toString()).toBe('كلام')
  })
  test('with a file that nobody chose has none', () => {
    expect(decodeMessage({ text: 'x', file: new File([], '') }, UNIQUE)).toEqual({
      type: 'said',
      id: UNIQUE,
      text: 'x',
    })
    expect(decodeMessage({ text: 'x', file: 'not a file' }, UNIQUE)).toEqual({ type: 'said', id: UNIQUE, text: 'x' })
    expect(decodeMessage({ text: '', file: new File([], '') }, UNIQUE)).toBeUndefined()
  })
  test('with a file is not read beyond what may be', async () => {
    const event = decodeMessage({ file: new File(['x'.repeat(1000)], 'x.md') }, UNIQUE)
    if (event?.type !== 'said') throw new Error('no message')
    await expect(event.file?.read(10)).rejects.toMatchObject({ code: 'gone' })
  })
})

describe('a press', () => {
  test('is its button, and what was written in its form', () =>
    expect(decodePress({ choice: 'abcdefghijkl:2', field1: 'أول', field2: 'a\r\nb', field9: 'x' }, UNIQUE)).toEqual({
      type: 'press',
      id: UNIQUE,
      key: 'abcdefghijkl',
      index: 2,
      fields: ['أول', 'a\nb', '', '', ''],
    }))
  for (const choice of [
    undefined,
    '',
    'x',
    'abc:1',
    'abcd:',
    'abcd:1000',
    'abcd:1:2',
    'abcd:-1',
    'ab cd:1',
    5,
    ['abcd:1'],
  ])
    test(`of a button that is none: ${JSON.stringify(choice)}`, () =>
      expect(decodePress({ choice }, UNIQUE)).toMatchObject({ key: '', index: 0 }))
})

test('whatever is sent becomes words of a bounded length, or nothing', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.anything(),
    fc.string({ unit: 'binary', minLength: 4000, maxLength: 5000 }),
  )
  const sent = fc.dictionary(fc.constantFrom('id', 'text', 'choice', 'file', 'field1', 'field5', '__proto__'), value)
  fc.assert(
    fc.property(sent, (fields) => {
      const message = decodeMessage(fields, UNIQUE)
      const press = decodePress(fields, UNIQUE)
      const words = [
        ...(message?.type === 'said' ? [message.text, message.id] : []),
        ...(press.type === 'press' ? [...press.fields, press.key, press.id] : []),
      ]
      for (const word of words) {
        expect(word.length).toBeLessThanOrEqual(4096)
        expect(word.isWellFormed()).toBe(true)
        expect(word).not.toContain('\r')
      }
      if (message?.type === 'said') expect(message.text.trim()).not.toBe('')
    }),
  )
})
