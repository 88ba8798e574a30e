/** From any version to the newest, and never from one that is not known. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MIGRATIONS_TABLE, migrate, migrations } from '../../../adapters/store/migrations.ts'
import { openSqlite } from '../../../adapters/store/sqlite.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { added, slot } from '../../contract/store.ts'

const now = (): number => 0
let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanad-migrations-'))
  file = join(folder, 'sanad.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A file as some version left it. */
const restore = (dump: string): void => {
  const raw = new Sqlite(file)
  raw.exec(readFileSync(join(import.meta.dirname, dump), 'utf8'))
  raw.close()
}
const look = (query: string): unknown[] => {
  const raw = new Sqlite(file, { readonly: true })
  try {
    return raw.prepare(query).all()
  } finally {
    raw.close()
  }
}
const SCHEMA = `select type, name, sql from sqlite_master where name not like 'sqlite_%' order by name`

test('an empty file gets every version; a second start changes nothing', async () => {
  await (await openStore({ file, now })).close()
  const versions = look(`select * from ${MIGRATIONS_TABLE}`)
  expect(versions).toHaveLength(3)
  const schema = look(SCHEMA)
  await (await openStore({ file, now })).close()
  expect(look(`select * from ${MIGRATIONS_TABLE}`)).toEqual(versions)
  expect(look(SCHEMA)).toEqual(schema)
})

test('a file of the first version is read with everything in it', async () => {
  restore('first-version.sql')
  const store = await openStore({ file, now })
  const c1 = { platform: 'telegram', conversation: 'c1' }
  expect((await store.inbox.pending('telegram')).map(({ id, payload }) => [id, payload])).toEqual([['11', 'waiting']])
  expect(await store.inbox.add([{ platform: 'telegram', id: '10', conversation: 'c1', payload: 'again' }])).toEqual([])
  expect(await store.outbox.pending('telegram')).toEqual([
    {
      id: 2,
      platform: 'telegram',
      conversation: 'c1',
      subject: 's',
      part: 1,
      payload: 'second',
      key: 'k2',
      state: 'sending',
      uncertain: true,
      person: 'p1',
      createdAt: 1795219200000,
    },
  ])
  expect(await store.outbox.shown('telegram', 'c1', 'm1')).toMatchObject({ subject: 's', payload: 'first' })
  expect(await store.chats.settings(c1)).toEqual({ language: 'fr', sources: ['union'] })
  expect(await store.people.data('telegram', 'p1')).toEqual({
    questions: 1,
    votes: 1,
    decisions: 0,
    since: 1795219200000,
  })
  expect(await store.questions.raise('telegram', 'q1')).toBe('already')
  expect(await store.questions.vote('telegram', 'q1', 'p1', 'up')).toBe('same')
  expect(await store.facts.get('menu')).toBe('7')
  await store.close()
})

test('what the second version brought works on a file of the first', async () => {
  restore('first-version.sql')
  const store = await openStore({ file, now })
  const address = { platform: 'telegram', conversation: 'c1' }
  const asked = { from: 'p2', language: 'ar', outcome: 'answered', confidence: 0.5, cited: [] } as const
  await store.questions.record({ id: 'q2', address, text: 'سؤال جديد', ...asked, hidden: true, took: 5 })
  expect(await store.questions.between(address, 0, 1795219200001)).toEqual([
    {
      id: 'q1',
      address,
      text: 'متى تأسس الاتحاد؟',
      language: 'ar',
      outcome: 'not_found',
      confidence: 0.25,
      cited: [],
      askedAt: 1795219200000,
      up: 1,
      down: 0,
    },
    {
      id: 'q2',
      address,
      text: 'سؤال جديد',
      language: 'ar',
      outcome: 'answered',
      confidence: 0.5,
      cited: [],
      hidden: true,
      took: 5,
      askedAt: 0,
      up: 0,
      down: 0,
    },
  ])
  await store.questions.answer(address, ['q1'], 'note1', 'mod2')
  expect(await store.questions.untold()).toEqual([{ id: 'q1', address, text: 'متى تأسس الاتحاد؟', note: 'note1' }])
  expect(await store.people.data('telegram', 'mod')).toEqual({
    questions: 0,
    votes: 0,
    decisions: 1,
    since: 1795219200000,
  })
  expect(await store.chats.scheduled()).toEqual([])
  expect(await store.slots.make(slot('2026-11-21'))).toBeDefined()
  await store.documents.put(added('d'), 'mod')
  expect(await store.documents.added()).toHaveLength(1)
  await store.chats.move('telegram', 'c1', 'c9')
  expect(await store.questions.between({ ...address, conversation: 'c9' }, 0, 1795219200001)).toHaveLength(2)
  await store.close()
})

test('a first-version file and a new file come to the same schema', async () => {
  restore('first-version.sql')
  await (await openStore({ file, now })).close()
  const upgraded = look(SCHEMA)
  file = join(folder, 'new.db')
  await (await openStore({ file, now })).close()
  expect(upgraded).toEqual(look(SCHEMA))
})

test('a later version runs on the data that is there, all of it or nothing', async () => {
  restore('first-version.sql')
  const database = await openSqlite({ file })
  const known = migrations(database.rowNumber)
  const up = (failing: boolean): typeof known => ({
    ...known,
    '9999-01-01-later': {
      async up(db) {
        await db.schema.alterTable('fact').addColumn('at', 'bigint').execute()
        await sql`update fact set at = 5`.execute(db)
        if (failing) throw new Error('half way')
      },
    },
  })
  await expect(migrate(database, up(true))).rejects.toThrow('half way')
  expect(look('select * from fact')).toEqual([{ name: 'menu', value: '7' }])
  await migrate(database, up(false))
  expect(look('select * from fact')).toEqual([{ name: 'menu', value: '7', at: 5 }])
  await database.db.destroy()

  await expect(openStore({ file, now })).rejects.toMatchObject({
    name: 'StoreError',
    code: 'newer',
    message: expect.stringContaining('newer Sanad (version 9999-01-01-later of its tables)'),
  })
  expect(look('select * from fact')).toEqual([{ name: 'menu', value: '7', at: 5 }])
})

test('programs that start at the same time on an empty file all come up', async () => {
  const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ file, now })))
  await Promise.all(stores.map((store) => store.check()))
  await Promise.all(stores.map((store) => store.close()))
  expect(look(`select name from ${MIGRATIONS_TABLE}`)).toHaveLength(3)
})
