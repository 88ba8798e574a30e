import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createLanes, isStoreError, type Lanes } from '../../../adapters/chat/lanes.ts'
import type { Log } from '../../../src/index.ts'

let closing: AbortController
let lanes: Lanes
let logged: { facts: object; event: string }[]
let did: string[]
beforeEach(() => {
  closing = new AbortController()
  logged = []
  did = []
  const note = (facts: object, event: string): void => {
    logged.push({ facts, event })
  }
  lanes = createLanes({ debug: note, info: note, warn: note, error: note } satisfies Log, closing.signal)
})
const storeError = (): Error => Object.assign(new Error('database is locked'), { name: 'StoreError' })
const bug = (): Promise<void> => Promise.reject(new Error('a bug'))
const doing = (what: string) => async (): Promise<void> => {
  did.push(what)
}
/** Work that is done when told to. */
function held(what: string): { readonly work: () => Promise<void>; readonly finish: () => void } {
  let finish = (): void => {}
  const told = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { work: () => told.then(doing(what)), finish }
}
/** Everything that can be done by now is. */
const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('work in a lane', () => {
  test('is done in order, one after the other', async () => {
    const first = held('first')
    lanes.run('a', first.work)
    lanes.run('a', doing('second'))
    await pass()
    expect(did).toEqual([])
    first.finish()
    await lanes.idle()
    expect(did).toEqual(['first', 'second'])
  })
  test('does not wait for other lanes', async () => {
    const slow = held('slow')
    lanes.run('a', slow.work)
    lanes.run('b', doing('quick'))
    await pass()
    expect(did).toEqual(['quick'])
    slow.finish()
    await lanes.idle()
  })
  test('that fails is logged, and what is behind it is done', async () => {
    const error = new Error('a bug')
    lanes.run('a', () => Promise.reject(error))
    lanes.run('a', doing('next'))
    await lanes.idle()
    expect(logged).toEqual([{ facts: { error }, event: 'an update was not handled' }])
    expect(did).toEqual(['next'])
  })
  test('that throws at once fails no other way', async () => {
    lanes.run('a', () => {
      throw new Error('a bug')
    })
    lanes.run('a', doing('next'))
    await lanes.idle()
    expect(did).toEqual(['next'])
    expect(logged).toHaveLength(1)
  })
  test('is tried once when it is itself to blame', async () => {
    const work = vi.fn(bug)
    lanes.run('a', work)
    await lanes.idle()
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('a store that fails', () => {
  test('is waited for, and the work done then, before what is behind it', async () => {
    let tries = 0
    lanes.run('a', async () => {
      did.push(`try ${++tries}`)
      if (tries < 3) throw storeError()
    })
    lanes.run('a', doing('next'))
    await pass()
    expect(did).toEqual(['try 1'])
    await lanes.idle()
    expect(did).toEqual(['try 1', 'try 2', 'try 3', 'next'])
    expect(logged).toHaveLength(2)
  })
  test('holds up no other lane', async () => {
    lanes.run('a', () => Promise.reject(storeError()))
    lanes.run('b', doing('other'))
    await pass()
    expect(did).toEqual(['other'])
    closing.abort()
    await lanes.idle()
  })
  test('is not waited for when Sanad closes: what the work did not settle is taken up at the next start', async () => {
    const work = vi.fn(() => Promise.reject(storeError()))
    lanes.run('a', work)
    await pass()
    closing.abort()
    await lanes.idle()
    expect(work).toHaveBeenCalledTimes(1)
  })
  test('is not waited for then by what was begun either', async () => {
    closing.abort()
    const work = vi.fn(() => Promise.reject(storeError()))
    lanes.run('a', work, true)
    await lanes.idle()
    expect(work).toHaveBeenCalledTimes(1)
  })
  test('is told by its error’s name', () => {
    expect(isStoreError(storeError())).toBe(true)
    for (const other of [new Error('StoreError'), { name: 'StoreError' }, 'StoreError', undefined, null])
      expect(isStoreError(other)).toBe(false)
  })
})

describe('when Sanad is closing', () => {
  test('nothing begins', async () => {
    closing.abort()
    lanes.run('a', doing('new'))
    await lanes.idle()
    expect(did).toEqual([])
  })
  test('nor what was waiting behind something', async () => {
    const underway = held('under way')
    lanes.run('a', underway.work)
    lanes.run('a', doing('waiting'))
    await pass()
    closing.abort()
    underway.finish()
    await lanes.idle()
    expect(did).toEqual(['under way'])
  })
  test('what follows from something begun is done, also behind other work of its lane', async () => {
    const underway = held('under way')
    lanes.run('a', underway.work)
    lanes.run('a', doing('new'))
    lanes.run('a', doing('begun'), true)
    await pass()
    closing.abort()
    lanes.run('a', doing('begun later'), true)
    underway.finish()
    await lanes.idle()
    expect(did).toEqual(['under way', 'begun', 'begun later'])
  })
})

describe('idle', () => {
  const isIdle = async (): Promise<boolean> => Promise.race([lanes.idle().then(() => true), pass().then(() => false)])
  test('is where nothing was ever to be done', async () => expect(await isIdle()).toBe(true))
  test('is when everything in every lane is done, what failed too', async () => {
    const [one, two] = [held('one'), held('two')]
    lanes.run('a', one.work)
    lanes.run('a', bug)
    lanes.run('b', two.work)
    expect(await isIdle()).toBe(false)
    one.finish()
    expect(await isIdle()).toBe(false)
    two.finish()
    expect(await isIdle()).toBe(true)
  })
  test('waits for work that follows from work', async () => {
    const followed = held('followed')
    lanes.run('a', async () => lanes.run('b', followed.work, true))
    expect(await isIdle()).toBe(false)
    followed.finish()
    expect(await isIdle()).toBe(true)
    expect(did).toEqual(['followed'])
  })
})
