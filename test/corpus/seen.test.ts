import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { changesBetween, see } from '../../src/corpus/seen.ts'
import { type Document, parseDocument, type Store } from '../../src/index.ts'
import { createLibrary, type Library } from '../../src/library.ts'

const document = (id: string, text: string): Document => parseDocument({ id, file: `${id}.txt`, text, metadata: {} })
const A = document('a', 'نص أول عن المدينة.')
const B = document('b', 'نص ثان عن القرية.')
const changed = (own: Document, text: string): Document => document(own.id, text)

describe('what is known of documents', () => {
  test('is of the first ones that they are there, and not that they are new', () => {
    const seen = see(undefined, [A, B], 10)
    expect(changesBetween(seen, 0, 100)).toEqual({ added: [], changed: [] })
    expect(Object.keys(seen)).toEqual(['a', 'b'])
  })
  test('is when one was added, and when one changed', () => {
    const seen = see(see(undefined, [A], 10), [changed(A, 'نص آخر.'), B], 20)
    expect(changesBetween(seen, 20, 21)).toEqual({ added: ['b'], changed: ['a'] })
    expect(changesBetween(seen, 10, 20)).toEqual({ added: [], changed: [] })
    expect(changesBetween(seen, 21, 99)).toEqual({ added: [], changed: [] })
  })
  test('stays as it is when nothing changes', () => {
    const seen = see(see(undefined, [A], 10), [A, B], 20)
    expect(see(seen, [B, A], 30)).toEqual(seen)
  })
  test('is the last of several changes', () => {
    const seen = see(see(see(undefined, [A], 10), [changed(A, 'نص آخر.')], 20), [changed(A, 'نص ثالث.')], 30)
    expect(changesBetween(seen, 20, 30).changed).toEqual([])
    expect(changesBetween(seen, 30, 31).changed).toEqual(['a'])
  })
  test('says of one that was added and changed in a time that it was added', () => {
    const seen = see(see(see(undefined, [A], 10), [A, B], 20), [A, changed(B, 'نص آخر.')], 30)
    expect(changesBetween(seen, 0, 99)).toEqual({ added: ['b'], changed: [] })
    expect(changesBetween(seen, 25, 99)).toEqual({ added: [], changed: ['b'] })
  })
  test('forgets one that is gone', () => expect(Object.keys(see(see(undefined, [A, B], 10), [A], 20))).toEqual(['a']))
})

describe('a library', () => {
  let store: Store
  let now = 0
  beforeEach(async () => {
    now = 1000
    store = await openStore({ file: ':memory:', now: () => now })
  })
  afterEach(() => store.close())
  const open = (): Library => createLibrary({ store, clock: () => now })
  const pause = async (): Promise<void> => {}
  const news = (library: Library) => changesBetween(library.seen, 0, 1e9)

  test('knows across restarts what was added and changed while nothing ran', async () => {
    const first = open()
    await first.reload([A], pause)
    expect(news(first)).toEqual({ added: [], changed: [] })
    now = 2000
    const next = open()
    await next.reload([changed(A, 'نص آخر.'), B], pause)
    expect(news(next)).toEqual({ added: ['b'], changed: ['a'] })
    now = 3000
    const third = open()
    await third.reload([changed(A, 'نص آخر.'), B], pause)
    expect(changesBetween(third.seen, 2000, 2001)).toEqual({ added: ['b'], changed: ['a'] })
    expect(changesBetween(third.seen, 3000, 3001)).toEqual({ added: [], changed: [] })
  })
  test('knows what moderators added, from when they did', async () => {
    const library = open()
    await library.reload([A], pause)
    now = 2000
    const source = { id: 'added/f1', file: 'x.txt', text: B.text, metadata: {} }
    const address = { platform: 'telegram', conversation: '-1' }
    await store.documents.put({ id: 'f1', address, kind: 'file', state: 'added', source }, 'm')
    await library.refresh(pause)
    expect(changesBetween(library.seen, 2000, 2001)).toEqual({ added: ['added/f1'], changed: [] })
    expect(library.in(address).map(({ id }) => id)).toEqual(['a', 'added/f1'])
    expect(library.shared.map(({ id }) => id)).toEqual(['a'])
  })
  test('gives the same list until something changes, and takes in changes in their order', async () => {
    const library = open()
    const address = { platform: 'telegram', conversation: '-1' }
    await Promise.all([library.reload([A], pause), library.reload([A, B], pause)])
    const list = library.in(address)
    expect(list.map(({ id }) => id)).toEqual(['a', 'b'])
    await library.refresh(pause)
    expect(library.in(address)).toBe(list)
  })
  test('goes on when a document that was stored can no longer be read', async () => {
    const library = open()
    await library.reload([A], pause)
    const address = { platform: 'telegram', conversation: '-1' }
    const broken = JSON.parse('{"id":"added/f1","file":"x.txt","metadata":{}}')
    const source = { id: 'added/f2', file: 'x.txt', text: B.text, metadata: {} }
    await store.documents.put({ id: 'f1', address, kind: 'file', state: 'added', source: broken }, 'm')
    await store.documents.put({ id: 'f2', address, kind: 'file', state: 'added', source }, 'm')
    await library.refresh(pause)
    expect(library.in(address).map(({ id }) => id)).toEqual(['a', 'added/f2'])
  })
})
