import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'sanad-hold-'))
afterAll(() => rmSync(folder, { recursive: true }))
const now = (): number => 0

for (const [where, file] of [
  ['in memory', ':memory:'],
  ['in a file', join(folder, 'one.db')],
] as const)
  test(`a right is held once, and again when it was given back (${where})`, async () => {
    const store = await openStore({ file, now })
    const release = await store.hold('a')
    expect(release).toBeDefined()
    expect(await store.hold('a')).toBeUndefined()
    const other = await store.hold('b')
    expect(other).toBeDefined()
    release?.()
    const again = await store.hold('a')
    expect(again).toBeDefined()
    again?.()
    other?.()
    await store.close()
  })

test('another store on the same file waits for it', async () => {
  const file = join(folder, 'two.db')
  const [one, other] = [await openStore({ file, now }), await openStore({ file, now })]
  const release = await one.hold('a')
  expect(await other.hold('a')).toBeUndefined()
  release?.()
  const taken = await other.hold('a')
  expect(taken).toBeDefined()
  taken?.()
  await one.close()
  await other.close()
})

test('a program that is killed gives it up at once', async () => {
  const file = join(folder, 'three.db')
  const module = join(import.meta.dirname, '../../../dist/adapters/store/store.js')
  const code = `import { openStore } from ${JSON.stringify(module)}
    const store = await openStore({ file: ${JSON.stringify(file)}, now: () => 0 })
    await store.hold('a')
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code])
  await once(child.stdout, 'data')
  const store = await openStore({ file, now })
  expect(await store.hold('a')).toBeUndefined()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const release = await store.hold('a')
  expect(release).toBeDefined()
  release?.()
  await store.close()
})
