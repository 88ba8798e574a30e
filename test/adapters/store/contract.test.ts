import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openStore } from '../../../adapters/store/store.ts'
import { storeContract } from '../../contract/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'sanad-store-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

storeContract({ name: 'memory', open: (now) => openStore({ file: ':memory:', now }) })
storeContract({ name: 'a file', open: (now) => openStore({ file: join(folder, `${++files}.db`), now }) })
