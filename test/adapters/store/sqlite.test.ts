/** What is peculiar to a SQLite file: other programs, other users, full disks, old and damaged files. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite, type SqliteDatabase } from '../../../adapters/store/sqlite.ts'
import { createStore, openStore } from '../../../adapters/store/store.ts'
import type { Address, Slot, Store } from '../../../src/index.ts'
import { added, post, question, slot, update } from '../../contract/store.ts'

const NOW = Date.UTC(2026, 10, 21)
const address: Address = { platform: 'telegram', conversation: 'c1' }
const now = (): number => NOW

let folder: string
let file: string
let opened: { close(): Promise<void> }[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanad-sqlite-'))
  file = join(folder, 'sanad.db')
})
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()))
  opened = []
  rmSync(folder, { recursive: true, force: true })
})
const start = async (onWait?: () => void): Promise<Store> => {
  const store = await openStore({ file, now, ...(onWait ? { onWait } : {}) })
  opened.push(store)
  return store
}
/** A store and SQLite's own handle on it. */
const startWithHandle = async (): Promise<{ store: Store; raw: SqliteDatabase['raw'] }> => {
  const database = await openSqlite({ file })
  const store = await createStore(database, now)
  opened.push(store)
  return { store, raw: database.raw }
}
/** Reads the file beside the store. */
const look = (query: string): unknown[] => {
  const raw = new Sqlite(file, { readonly: true })
  try {
    return raw.prepare(query).all()
  } finally {
    raw.close()
  }
}
const rejection = async (opening: Promise<unknown>): Promise<Record<string, unknown>> => {
  try {
    await opening
  } catch (error) {
    const { name, code, message } = error as Error & { code: string }
    return { name, code, message }
  }
  throw new Error('it did not reject')
}

/** Starts `writer.ts`, as another user where one is given; its lines so far, and its end. */
function program(
  task: string,
  { name = 'w', file: path = file, uid }: { name?: string; file?: string; uid?: number } = {},
): { child: ChildProcess; lines: string[]; ended: Promise<void> } {
  const script = join(import.meta.dirname, 'writer.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, path, task, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => lines.push(line))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return { child, lines, ended }
}
const until = async (condition: () => boolean): Promise<void> => {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 20_000) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('a file', () => {
  test('everything survives closing and opening', async () => {
    let store = await start()
    await store.inbox.add([update('1'), update('2')])
    const [sent, sending, ready] = await store.outbox.put(
      { address: { ...address, thread: 't' }, subject: 's', person: 'p', posts: [post('a'), post('b'), post('c')] },
      ['1'],
    )
    await store.outbox.sending(sent?.id ?? 0)
    await store.outbox.sent(sent?.id ?? 0, 'm1')
    await store.outbox.sending(sending?.id ?? 0)
    await store.chats.change(address, { language: 'fr' }, 'mod')
    await store.questions.record(question('q', { outcome: 'not_found' }))
    await store.questions.raise('telegram', 'q')
    await store.questions.vote('telegram', 'q', 'p2', 'down')
    await store.questions.record(question('q2', { outcome: 'not_found' }))
    await store.questions.raise('telegram', 'q2')
    await store.questions.answer(address, ['q2'], 'd', 'mod')
    const slotted = await store.slots.make(slot('2026-11-21', { note: 'a', by: 'mod' }))
    await store.documents.put(added('d'), 'mod')
    const revision = await store.documents.revision()
    await store.facts.set('menu', '7')
    await store.close()

    store = await start()
    expect(await store.inbox.pending('telegram')).toEqual([update('2')])
    expect(await store.inbox.add([update('1')])).toEqual([])
    expect(await store.outbox.pending('telegram')).toEqual([{ ...sending, state: 'sending' }, ready])
    expect(await store.outbox.find('telegram', 'a')).toEqual({ ...sent, state: 'sent', message: 'm1' })
    expect(await store.chats.settings(address)).toEqual({ language: 'fr' })
    expect(await store.questions.raise('telegram', 'q')).toBe('already')
    expect(await store.questions.vote('telegram', 'q', 'p2', 'down')).toBe('same')
    expect((await store.questions.untold()).map(({ id, note }) => [id, note])).toEqual([['q2', 'd']])
    expect(await store.slots.of(address, '2026-11-21')).toEqual(slotted)
    expect(await store.documents.added()).toEqual([{ ...added('d'), changedAt: NOW }])
    expect(await store.documents.revision()).toBe(revision)
    expect(await store.facts.get('menu')).toBe('7')
  })

  test('it and its companions are for their owner only, in a folder made for it', async () => {
    file = join(folder, 'new', 'folder', 'sanad.db')
    const store = await start()
    await store.facts.set('a', '1')
    const modes = readdirSync(join(folder, 'new', 'folder')).map((name) => [
      name,
      (statSync(join(folder, 'new', 'folder', name)).mode & 0o777).toString(8),
    ])
    expect(modes).toEqual([
      ['sanad.db', '600'],
      ['sanad.db-shm', '600'],
      ['sanad.db-wal', '600'],
    ])
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
  })

  test('a file that others could read is closed to them', async () => {
    await (await start()).close()
    chmodSync(file, 0o644)
    await start()
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('who changed settings is recorded, from what to what; not where nothing changed', async () => {
    const store = await start()
    await store.chats.change(address, { language: 'fr' }, 'mod1')
    await store.chats.change(address, { language: 'fr' }, 'mod2')
    await store.chats.change(address, { sources: ['a'], language: 'en' }, 'mod2')
    await store.chats.move('telegram', 'c1', 'c9')
    await store.people.forget('telegram', 'mod1')
    expect(look('select conversation, person, before, after, at from change order by id')).toEqual([
      { conversation: 'c9', person: null, before: '{}', after: '{"language":"fr"}', at: NOW },
      {
        conversation: 'c9',
        person: 'mod2',
        before: '{"language":"fr"}',
        after: '{"language":"en","sources":["a"]}',
        at: NOW,
      },
    ])
  })

  test('who decided on digests, documents and questions is recorded, from what to what, and no text of them', async () => {
    const store = await start()
    const made = await store.slots.make(slot('2026-11-21'))
    const of = { id: made?.id ?? 0, version: made?.version ?? 0 }
    const noted = await store.slots.change(of, { state: 'waiting', note: 'secret', dropped: ['q1'], by: 'mod1' })
    await store.slots.change(of, { state: 'posted', by: 'mod2' })
    await store.slots.change(noted ?? of, { state: 'posting' })
    await store.slots.make(slot('2026-11-22', { state: 'skipped', address: { ...address, thread: 't' }, by: 'mod2' }))
    await store.documents.put(
      added('d', { state: 'proposed', source: { ...added('d').source, text: 'secret' } }),
      'mod1',
    )
    await store.documents.put(added('d', { source: { ...added('d').source, metadata: {} } }), 'mod2')
    await store.questions.record(question('q', { outcome: 'not_found' }))
    await store.questions.raise('telegram', 'q')
    await store.questions.answer(address, ['q', 'unknown'], 'd', 'mod1')
    const rows = look('select person, before, after, at from change order by id') as Record<string, string | number>[]
    expect(
      rows.map(({ person, before, after, at }) => [person, JSON.parse(`${before}`), JSON.parse(`${after}`), at]),
    ).toEqual([
      [
        'mod1',
        { slot: '2026-11-21', state: 'open', dropped: [], topics: [], note: false },
        { slot: '2026-11-21', state: 'waiting', dropped: ['q1'], topics: [], note: true },
        NOW,
      ],
      ['mod2', {}, { slot: '2026-11-22', thread: 't', state: 'skipped', dropped: [], topics: [], note: false }, NOW],
      ['mod1', {}, { document: 'd', state: 'proposed', title: 'عنوان d' }, NOW],
      ['mod2', { document: 'd', state: 'proposed', title: 'عنوان d' }, { document: 'd', state: 'added' }, NOW],
      ['mod1', { raised: ['q'] }, { note: 'd' }, NOW],
    ])
    expect(JSON.stringify(rows)).not.toContain('secret')
  })

  test('of a handled update nothing but its id is left', async () => {
    const store = await start()
    await store.inbox.add([update('1')])
    await store.inbox.settle('telegram', ['1'])
    expect(look('select id, conversation, person, payload from inbox')).toEqual([
      { id: '1', conversation: null, person: null, payload: null },
    ])
  })

  test('what is forgotten is nowhere in the file or its log', async () => {
    const store = await start()
    const secret = 'a very private question of someone'
    await store.questions.record(question('q', { text: secret, from: 'pseudonym-1' }))
    await store.outbox.put({ address, subject: 's', person: 'pseudonym-1', posts: [post('a', secret)] })
    const [row] = await store.outbox.pending('telegram')
    await store.outbox.sending(row?.id ?? 0)
    await store.outbox.sent(row?.id ?? 0, 'm1')
    const subject = 'announcement/digest/c1/2026-11-21'
    const [told] = await store.outbox.put({ address, subject, posts: [post('b', `They asked: ${secret}`)] })
    await store.outbox.sending(told?.id ?? 0)
    await store.outbox.sent(told?.id ?? 0, 'm2')
    await store.slots.make(slot('2026-11-21', { by: 'pseudonym-1' }))
    const bytes = (): string =>
      readdirSync(folder)
        .filter((name) => !name.endsWith('-shm'))
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('')
    expect(bytes()).toContain(secret)
    await store.people.forget('telegram', 'pseudonym-1')
    expect(bytes()).not.toContain(secret)
    expect(bytes()).not.toContain('pseudonym-1')
  })

  test('the questions asked all the time read an index, not a table', async () => {
    const { raw } = await startWithHandle()
    const plan = (query: string): string =>
      raw
        .prepare(`explain query plan ${query}`)
        .all()
        .map((row) => (row as { detail: string }).detail)
        .join('; ')
    for (const query of [
      "select * from inbox where platform = 'a' and payload is not null order by seq",
      "select * from outbox where platform = 'a' and state in ('ready', 'sending') order by id",
      "select * from outbox where key = 'a' and platform = 'a'",
      "select * from outbox where platform = 'a' and conversation = 'a' and message = 'a'",
      "select * from outbox where platform = 'a' and subject = 'a'",
      "select count(*) from question where platform = 'a' and person = 'a'",
      "select count(*) from vote where platform = 'a' and person = 'a'",
      "select count(*) from change where platform = 'a' and person = 'a'",
      'select max(seq) from question',
      "select * from question where platform = 'a' and conversation = 'a' and asked_at >= 1 and asked_at < 2 order by seq",
      "select * from slot where platform = 'a' and conversation = 'a' order by date desc limit 5",
      "select * from slot where state = 'claimed' order by id",
      "select * from document where state = 'added' order by place",
      "select * from document where state = 'added' and platform = 'a' and conversation = 'a' order by place",
    ]) {
      expect([query, plan(query)]).toEqual([query, expect.stringMatching(/^SEARCH/)])
    }
    const untold =
      'select * from question where note is not null and told_at is null and hidden = 0 order by answer_seq'
    expect(plan(untold)).toContain('question_untold')
  })
})

describe('a file that cannot be used is refused in a sentence', () => {
  const refused = (): Promise<Record<string, unknown>> => rejection(start())

  test('a folder', async () => {
    mkdirSync(file)
    expect(await refused()).toEqual({
      name: 'StoreError',
      code: 'broken',
      message: `${file} is a folder; name a file in it.`,
    })
  })
  test('no name', async () => {
    file = ' '
    expect(await refused()).toMatchObject({ code: 'broken', message: expect.stringContaining('No file is named') })
  })
  test('a folder that cannot be made', async () => {
    writeFileSync(file, '')
    file = join(file, 'sanad.db')
    expect(await refused()).toMatchObject({ code: 'broken', message: expect.stringContaining('cannot be made') })
  })
  test('not a database', async () => {
    writeFileSync(file, 'متى تأسس اتحاد المغرب العربي؟ '.repeat(100))
    expect(await refused()).toMatchObject({ code: 'broken', message: expect.stringContaining('is not a database') })
    expect(readFileSync(file, 'utf8')).toContain('متى')
  })
  test('the database of another program, which is left as it was', async () => {
    const other = new Sqlite(file)
    other.exec('create table recipe (name text)')
    other.close()
    expect(await refused()).toMatchObject({ code: 'broken', message: expect.stringContaining('another program') })
    expect(look('select name from sqlite_master')).toEqual([{ name: 'recipe' }])
  })
  test('a damaged file', async () => {
    const store = await start()
    await store.inbox.add(Array.from({ length: 200 }, (_, index) => update(`${index}`)))
    await store.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4096)
    writeFileSync(file, bytes)
    expect(await refused()).toMatchObject({ code: 'broken', message: expect.stringContaining('backup') })
  })
  test('a file of another user, and a folder that nothing can be made in', async () => {
    await (await start()).close()
    chmodSync(file, 0o444)
    chmodSync(folder, 0o555)
    const nobody = process.getuid?.() === 0 ? 65534 : undefined
    const refusals: string[] = []
    for (const name of nobody === undefined ? ['new.db'] : ['sanad.db', 'new.db']) {
      const asked = program('open', { file: join(folder, name), ...(nobody === undefined ? {} : { uid: nobody }) })
      await asked.ended
      refusals.push(...asked.lines)
    }
    chmodSync(folder, 0o755)
    for (const refusal of refusals) expect(refusal).toMatch(/^readonly: .*\.db cannot be written to; give the user/)
    expect(refusals.length).toBeGreaterThan(0)
  })
})

describe('while it runs', () => {
  test('a file that becomes read-only: the call rejects, and works again afterwards', async () => {
    const { store, raw } = await startWithHandle()
    raw.pragma('query_only = on')
    expect(await rejection(store.check())).toMatchObject({ name: 'StoreError', code: 'readonly' })
    expect(await rejection(store.inbox.add([update('1')]))).toMatchObject({ code: 'readonly' })
    expect(await store.inbox.pending('telegram')).toEqual([])
    raw.pragma('query_only = off')
    expect(await store.inbox.add([update('1')])).toHaveLength(1)
    await store.check()
  })

  test('a file that is deleted or replaced: the check says so', async () => {
    const store = await start()
    await store.check()
    rmSync(file)
    expect(await rejection(store.check())).toMatchObject({ name: 'StoreError', code: 'broken' })
    writeFileSync(file, '')
    expect(await rejection(store.check())).toMatchObject({ message: expect.stringContaining('moved or deleted') })
  })

  test('a full disk: nothing of the call is kept, everything before is, and it works again with room', async () => {
    const { store, raw } = await startWithHandle()
    const big = 'ن'.repeat(100_000)
    await store.inbox.add([update('before')])
    raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true })}`)
    const batch = [update('small'), ...[1, 2, 3].map((number) => update(`${number}`, { payload: big }))]
    expect(await rejection(store.inbox.add(batch))).toMatchObject({ name: 'StoreError', code: 'full' })
    const reply = { address, subject: 's', posts: [post('a'), post('b', big)] }
    expect(await rejection(store.outbox.put(reply, ['before']))).toMatchObject({
      code: 'full',
    })
    expect((await store.inbox.pending('telegram')).map(({ id }) => id)).toEqual(['before'])
    expect(await store.outbox.has('telegram', 's')).toBe(false)
    raw.pragma('max_page_count = 1000000')
    expect(await store.inbox.add(batch)).toHaveLength(4)
    expect(await store.outbox.put(reply, ['before'])).toHaveLength(2)
  })

  test('two stores on one file add each update once, and see what the other did', async () => {
    const one = await start()
    const other = await start()
    const batch = Array.from({ length: 20 }, (_, index) => update(`${index}`))
    const added = await Promise.all(
      batch.flatMap((each, index) => [one.inbox.add([each]), other.inbox.add([each, batch[(index + 7) % 20] ?? each])]),
    )
    expect(added.flat()).toHaveLength(20)
    const puts = await Promise.all(
      batch.map(({ id }, index) => (index % 2 ? one : other).outbox.put({ address, subject: 's', posts: [post(id)] })),
    )
    expect(new Set(puts.flat().map(({ id }) => id)).size).toBe(1)
    expect(await one.outbox.pending('telegram')).toEqual(await other.outbox.pending('telegram'))
  })

  test('two stores that read and then write do not write on what is no longer so', async () => {
    const one = await start()
    const other = await start()
    const sources = Array.from({ length: 10 }, (_, index) => [`document ${index}`])
    await Promise.all(
      sources.map((chosen, index) => (index % 2 ? one : other).chats.change(address, { sources: chosen }, 'mod')),
    )
    const changes = look('select before, after from change order by id') as { before: string; after: string }[]
    expect(changes).toHaveLength(10)
    expect(changes.slice(1).map(({ before }) => before)).toEqual(changes.slice(0, -1).map(({ after }) => after))
  })

  test('of two stores that make or change one digest at once, one does', async () => {
    const stores = [await start(), await start()]
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, number) => stores[number % 2]?.slots.make(slot('2026-11-21'))),
    )
    let row = made.find((each) => each !== undefined) as Slot
    expect(made.filter((each) => each !== undefined)).toHaveLength(1)
    for (let round = 0; round < 10; round++) {
      const changes = await Promise.all(
        Array.from({ length: 6 }, (_, number) =>
          stores[(number + round) % 2]?.slots.change(row, { note: `${round}/${number}`, by: `mod${number}` }),
        ),
      )
      const winners = changes.filter((changed) => changed !== undefined)
      expect(winners).toHaveLength(1)
      row = winners[0] as Slot
      for (const store of stores) expect(await store.slots.find(row.id)).toEqual(row)
    }
    expect(look('select id from change')).toHaveLength(10)
  })

  test('two programs that change one digest at once: each version has one author', async () => {
    const store = await start()
    const made = await store.slots.make(slot('2026-11-21'))
    const programs = ['one', 'other'].map((name) => program('change', { name }))
    await Promise.all(programs.map(({ ended }) => ended))
    const won = programs.flatMap(({ lines }) => lines.map(Number))
    expect(programs.map(({ lines }) => lines.length > 0)).toEqual([true, true])
    expect(new Set(won).size).toBe(won.length)
    expect((await store.slots.find(made?.id ?? 0))?.version).toBe((made?.version ?? 0) + won.length)
  })

  test('two stores that add documents at once add them all, each in a place of its own, and no revision twice', async () => {
    const one = await start()
    const other = await start()
    await Promise.all(
      Array.from({ length: 20 }, (_, number) => (number % 2 ? one : other).documents.put(added(`${number}`), 'mod')),
    )
    expect(look('select distinct place from document')).toHaveLength(20)
    expect(await one.documents.added()).toEqual(await other.documents.added())
    const revision = await one.documents.revision()
    expect(await other.documents.revision()).toBe(revision)
    await other.documents.put(added('7', { state: 'removed' }), 'mod')
    expect(await one.documents.revision()).not.toBe(revision)
  })

  test('a transaction that SQLite itself undid fails with its own reason', async () => {
    const { store, raw } = await startWithHandle()
    raw.exec("create temp trigger undo before insert on outbox begin select raise(rollback, 'undone'); end")
    await store.inbox.add([update('1')])
    await expect(store.outbox.put({ address, subject: 's', posts: [post('a')] }, ['1'])).rejects.toThrow('undone')
    expect(await store.inbox.pending('telegram')).toEqual([update('1')])
  })

  test('while another program writes, it waits and says so; this program goes on; then the call is done', async () => {
    let waits = 0
    const store = await start(() => waits++)
    const { child, lines, ended } = program('hold')
    await until(() => lines.includes('holding'))
    const adding = store.inbox.add([update('1')])
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    await until(() => waits > 0)
    await new Promise((resolve) => setTimeout(resolve, 400))
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(3)
    child.stdin?.write('enough')
    expect(await adding).toEqual([update('1')])
    expect(waits).toBe(1)
    await ended
  })

  test('a program that never lets go: the call rejects after five seconds, nothing done, and later calls work', async () => {
    const store = await start()
    const { child, lines, ended } = program('hold')
    await until(() => lines.includes('holding'))
    const began = performance.now()
    expect(await rejection(store.inbox.add([update('1')]))).toMatchObject({ name: 'StoreError', code: 'busy' })
    expect(performance.now() - began).toBeLessThan(7_000)
    child.stdin?.write('enough')
    await ended
    expect(await store.inbox.add([update('1')])).toHaveLength(1)
  })
})

describe('a program that is killed', () => {
  const said = (lines: readonly string[], word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

  test('loses nothing that was resolved, and leaves nothing half done', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 5; round++) {
      const { child, lines, ended } = program('add', { name: `r${round}-` })
      await until(() => lines.length > 10)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150))
      child.kill('SIGKILL')
      await ended
      const store = await start()
      const pending = new Set((await store.inbox.pending('telegram')).map(({ id }) => id))
      for (const id of said(lines, 'put')) {
        expect(await store.outbox.has('telegram', id)).toBe(true)
        expect(pending.has(id)).toBe(false)
      }
      for (const id of said(lines, 'added')) {
        expect(await store.inbox.add([update(id)])).toEqual([])
        expect(pending.has(id)).not.toBe(await store.outbox.has('telegram', id))
      }
      await store.close()
      expect(look('select subject from outbox group by subject having count(*) <> 3')).toEqual([])
      expect(look('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    }
  })

  test('two at once, killed at their own times: each update belongs to one of them', { timeout: 120_000 }, async () => {
    const one = program('add', { name: 'one' })
    const other = program('add', { name: 'other' })
    await until(() => one.lines.length > 200 && other.lines.length > 200)
    one.child.kill('SIGKILL')
    await one.ended
    const before = other.lines.length
    await until(() => other.lines.length > before + 20)
    other.child.kill('SIGKILL')
    await other.ended
    const shared = [...said(one.lines, 'mine'), ...said(other.lines, 'mine')]
    expect(new Set(shared).size).toBe(shared.length)
    expect(shared.length).toBeGreaterThan(50)
    expect(look('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })
})
