import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'

const names = createPseudonyms('123456:one')
const same = createPseudonyms('123456:one')
const others = createPseudonyms('123456:two')
const user = (id: number) => ({ id, type: 'private' })
const id = fc.integer({ min: 1, max: 2 ** 52 })

describe('a person', () => {
  test('is the same at every start', () => expect(same.person(42)).toBe(names.person(42)))
  test('is somebody else under another token', () => expect(others.person(42)).not.toBe(names.person(42)))
  test('is nobody else', () =>
    fc.assert(fc.property(id, id, (one, other) => one === other || names.person(one) !== names.person(other))))
  test('is not told by the pseudonym', () => expect(names.person(1234567890)).not.toContain('1234567890'))
  test('fits into a row of the store', () => expect(names.person(42)).toMatch(/^[\w-]{22}$/))
})

describe('a conversation', () => {
  test('in private hides the person', () => {
    expect(names.conversation(user(1234567890))).toMatch(/^~[\w-]{22}$/)
    expect(names.conversation(user(1234567890))).not.toContain('1234567890')
    expect(names.conversation(user(1234567890))).not.toContain(names.person(1234567890))
  })
  test('in private is found again', () =>
    fc.assert(fc.property(id, (one) => same.chat(names.conversation(user(one))) === String(one))))
  test('of a group is its id', () => {
    expect(names.conversation({ id: -1001234567890, type: 'supergroup' })).toBe('-1001234567890')
    expect(names.chat('-1001234567890')).toBe('-1001234567890')
  })
  for (const foreign of ['', '~', '~abc', `~${'A'.repeat(22)}`, 'abc', '1e5', '12 ', '9'.repeat(30), '-'])
    test(`“${foreign}” is of no chat`, () => expect(names.chat(foreign)).toBeUndefined())
  test('of another token is of no chat', () =>
    fc.assert(fc.property(id, (one) => others.chat(names.conversation(user(one))) === undefined)))
})

describe('a sealed text', () => {
  test('is opened again', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => same.open(names.seal(text)) === text)))
  test('tells nothing of itself', () => {
    const sealed = names.seal('{"from":{"id":1234567890,"first_name":"Amina"}}')
    expect(sealed + Buffer.from(sealed, 'base64').toString('latin1')).not.toMatch(/1234567890|Amina|from/)
  })
  test('is never the same twice', () => expect(names.seal('نص')).not.toBe(names.seal('نص')))
  test('of another token stays closed', () => expect(others.open(names.seal('نص'))).toBeUndefined())
  test('that was changed anywhere stays closed', () => {
    const bytes = Buffer.from(names.seal('نص'), 'base64')
    for (const [index] of bytes.entries()) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      expect(names.open(changed.toString('base64'))).toBeUndefined()
    }
  })
  for (const foreign of ['', 'abc', '{"update_id":1}', 'A'.repeat(100)])
    test(`“${foreign.slice(0, 20)}” is none`, () => expect(names.open(foreign)).toBeUndefined())
})
