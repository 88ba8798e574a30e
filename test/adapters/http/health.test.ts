import { expect, test } from 'vitest'
import { type ReadinessParts, readiness } from '../../../adapters/http/health.ts'
import { openStore } from '../../../adapters/store/store.ts'

const well: ReadinessParts = {
  store: { check: async () => {} },
  documents: 1,
  adapters: { telegram: 'connected', web: 'connected' },
}

test('with one document, a store that can be written to and every network connected, Sanad is ready', async () =>
  expect(await readiness(well)).toEqual({
    ready: true,
    checks: { corpus: 'loaded', store: 'writable', telegram: 'connected', web: 'connected' },
  }))

test('without a document it is not: every answer would be "not found"', async () =>
  expect(await readiness({ ...well, documents: 0 })).toEqual({
    ready: false,
    checks: { corpus: 'empty', store: 'writable', telegram: 'connected', web: 'connected' },
  }))

for (const state of ['starting', 'failed'] as const)
  test(`while one network is ${state}, it is not, and says which`, async () =>
    expect(await readiness({ ...well, adapters: { telegram: 'connected', discord: state } })).toEqual({
      ready: false,
      checks: { corpus: 'loaded', store: 'writable', telegram: 'connected', discord: state },
    }))

test('without a network there is none to wait for', async () =>
  expect(await readiness({ ...well, adapters: {} })).toMatchObject({ ready: true }))

for (const [how, check] of Object.entries({
  rejects: () => Promise.reject(new Error('no room on /secret/disk')),
  throws: () => {
    throw new Error('no room on /secret/disk')
  },
  hangs: () => new Promise<void>(() => {}),
}))
  test(`a store that ${how} has failed, and nobody is told why`, async () => {
    const found = await readiness({ ...well, store: { check }, patience: 20 })
    expect(found).toEqual({
      ready: false,
      checks: { corpus: 'loaded', store: 'failed', telegram: 'connected', web: 'connected' },
    })
  })

test('a real store is writable while it is open', async () => {
  const store = await openStore({ file: ':memory:', now: () => 0 })
  expect((await readiness({ ...well, store })).checks).toMatchObject({ store: 'writable' })
  await store.close()
  expect(await readiness({ ...well, store })).toMatchObject({ ready: false, checks: { store: 'failed' } })
})
