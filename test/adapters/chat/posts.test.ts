import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionOf, buttonName, buttonOf, postsOf } from '../../../adapters/chat/posts.ts'
import type { StoredPost } from '../../../src/index.ts'

const rows = [
  [
    { label: 'السياق', command: '/passage a 1-2' },
    { label: '👍', command: '/vote up 1' },
  ],
  [{ label: 'x', command: '/more 1 سؤال' }],
]
const stored = (payload: string | undefined): StoredPost => ({
  id: 1,
  platform: 'discord',
  conversation: 'c',
  subject: 's',
  part: 0,
  key: 'Abc_-1234567',
  state: 'sent',
  uncertain: false,
  createdAt: 0,
  payload,
})

describe('posts', () => {
  test('hold what is to be shown, with the commands behind its buttons', () => {
    const [post] = postsOf([{ rows }])
    expect(JSON.parse(post?.payload ?? '')).toEqual({ rows })
  })
  test('are as many and in the order of what is given', () => {
    expect(postsOf([])).toEqual([])
    expect(postsOf([{ rows: [] }, { rows }]).map(({ payload }) => JSON.parse(payload ?? '').rows.length)).toEqual([
      0, 2,
    ])
  })
  test('have names that are never the same, nor tell anything', () => {
    const keys = Array.from({ length: 500 }, () => postsOf([{ rows }, { rows }])).flatMap((posts) =>
      posts.map(({ key }) => key),
    )
    expect(new Set(keys).size).toBe(1000)
    for (const key of keys) expect(key).toMatch(/^[\w-]{12}$/)
  })
  test('have names that are nonces of Discord’s: at most 25 characters', () =>
    expect(postsOf([{ rows }])[0]?.key.length).toBeLessThanOrEqual(25))
})

describe('the name of a button', () => {
  const names = Array.from({ length: 100 }, (_, index) => buttonName(postsOf([{ rows }])[0]?.key ?? '', index))
  test('fits on every platform: Telegram takes 64 bytes, Discord 100 characters', () => {
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(16)
      expect(name.length).toBeLessThanOrEqual(16)
    }
  })
  test('refers to its post and its place', () => {
    for (const [index, name] of names.entries()) expect(buttonOf(name)).toEqual({ key: name.slice(0, 12), index })
  })
  for (const [rule, name] of [
    ['of nothing', ''],
    ['that is a command', '/settings language fr'],
    ['without a place', 'Abc_-1234567'],
    ['without a post', ':1'],
    ['with a place beyond any row', 'Abc_-1234567:1000'],
    ['with a place before all', 'Abc_-1234567:-1'],
    ['with a place that is no number', 'Abc_-1234567:1e1'],
    ['with digits of another script', 'Abc_-1234567:١'],
    ['with more behind it', 'Abc_-1234567:1:2'],
    ['with a line break behind it', 'Abc_-1234567:1\n'],
    ['with a space', 'Abc_ 1234567:1'],
    ['that is too short', 'Abc:1'],
    ['that is too long', `${'a'.repeat(41)}:1`],
    ['that tries the store', "x' OR 1=1 --:1"],
    ['that is JSON', '{"key":"Abc_-1234567","index":1}'],
  ] as const)
    test(`${rule} refers to no post`, () => expect(buttonOf(name)).toEqual({ key: '', index: 0 }))
  test('whatever it is, is read without an error', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { key, index } = buttonOf(name)
        expect(key === '' || name.startsWith(`${key}:`)).toBe(true)
        expect(Number.isInteger(index) && index >= 0 && index < 1000).toBe(true)
      }),
    ))
})

describe('the action of a button', () => {
  const post = stored(JSON.stringify({ text: 'نص', rows }))
  test('is counted through the rows', () =>
    expect([0, 1, 2].map((index) => actionOf(post, index)?.command)).toEqual([
      '/passage a 1-2',
      '/vote up 1',
      '/more 1 سؤال',
    ]))
  test('is none beyond them', () => expect(actionOf(post, 3)).toBeUndefined())
  test('is none of a post that is not there', () => expect(actionOf(undefined, 0)).toBeUndefined())
  test('is none of a post that is to be deleted', () => expect(actionOf(stored(undefined), 0)).toBeUndefined())
})
