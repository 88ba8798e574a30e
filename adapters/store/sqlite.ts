/**
 * SQLite behind Kysely, and nothing of SQLite elsewhere.
 *
 * - The file and its companions are for their owner only.
 * - WAL with synchronous=FULL: what is committed survives a crash and a power cut. Deleted text is overwritten.
 * - Transactions begin as writers; one that first read and then wrote could fail with work done.
 * - While another program writes we wait up to five seconds, without stopping this one.
 */
import { chmod, mkdir, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase as SqliteDatabaseHandle,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import type { Database } from './database.ts'
import { StoreError } from './error.ts'
import { MIGRATIONS_TABLE } from './migrations.ts'
import type { Tables } from './schema.ts'

const MEMORY = ':memory:'
const PATIENCE = 5_000
/** SQLite's own waiting stops the whole program, so ours follows it soon. */
const SYNCHRONOUS = 10
const BETWEEN_TRIES = 25

export interface SqliteOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  /** Another program is writing; called once for each time we wait. */
  readonly onWait?: () => void
}

/** `raw` is SQLite's own handle, for tests that take its room away. */
export interface SqliteDatabase extends Database {
  readonly raw: Sqlite.Database
}

/** Opens a file, making it and its folder where needed. Rejects with `StoreError`. */
export async function openSqlite({ file, onWait = () => {} }: SqliteOptions): Promise<SqliteDatabase> {
  const path = file.trim() === MEMORY ? MEMORY : resolve(file.trim())
  if (file.trim() === '')
    throw new StoreError('broken', 'No file is named for the database: name one, e.g. data/sanad.db.')
  if (path !== MEMORY) await prepareFile(path)
  const raw = openHandle(path)
  const opened = await inode(path)
  const db = new Kysely<Tables>({ dialect: new PatientDialect(raw, (error) => explain(error, path), onWait) })
  return {
    raw,
    db,
    ...(path === MEMORY ? {} : { file: path }),
    rowNumber: { type: 'integer', define: (column) => column.primaryKey().autoIncrement() },
    async scrub() {
      // What was deleted also lies in the log until that is written back. A reader elsewhere may prevent it; the next time will do.
      await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => {})
    },
    async verify() {
      if (path !== MEMORY && (await inode(path)) !== opened) {
        throw new StoreError(
          'broken',
          `${path} was moved or deleted while Sanad runs; stop Sanad, put it back and start again.`,
        )
      }
    },
  }
}

/** Which file a path means; `undefined` where there is none. */
const inode = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.ino

/** Makes the folder and an empty file, so that nobody else can read either from the first byte on. */
async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await (await open(path, 'a', 0o600)).close()
  } catch (error) {
    throw explainFile(error, path)
  }
  // Files that were there before; not ours to change where they are another user's.
  for (const companion of ['', '-wal', '-shm']) await chmod(`${path}${companion}`, 0o600).catch(() => {})
}

function openHandle(path: string): Sqlite.Database {
  let raw: Sqlite.Database | undefined
  try {
    raw = new Sqlite(path, { timeout: PATIENCE })
    refuseForeign(raw, path)
    raw.pragma('journal_mode = wal')
    raw.pragma('synchronous = full')
    raw.pragma('foreign_keys = on')
    raw.pragma('secure_delete = on')
    raw.pragma(`busy_timeout = ${SYNCHRONOUS}`)
    return raw
  } catch (error) {
    raw?.close()
    throw explain(error, path)
  }
}

/** Another program's database is not ours to add tables to. */
function refuseForeign(raw: Sqlite.Database, path: string): void {
  const tables = raw.prepare("select name from sqlite_master where type = 'table'").pluck().all()
  if (tables.length > 0 && !tables.includes(MIGRATIONS_TABLE)) {
    throw new StoreError('broken', `${path} is the database of another program; name another file for Sanad.`)
  }
}

/** Kysely's dialect for SQLite with our transactions, our patience and our errors. */
/** Statements that are kept ready. There are fewer in all, but for lists of many lengths. */
const MOST_STATEMENTS = 500

/** The handle as Kysely sees it, which asks for each statement anew. */
function remembering(raw: Sqlite.Database): SqliteDatabaseHandle {
  const ready = new Map<string, Sqlite.Statement>()
  return {
    close: () => void raw.close(),
    prepare(query) {
      const known = ready.get(query)
      if (known !== undefined) return known
      const [oldest] = ready.keys()
      if (ready.size >= MOST_STATEMENTS && oldest !== undefined) ready.delete(oldest)
      const statement = raw.prepare(query)
      ready.set(query, statement)
      return statement
    },
  }
}

class PatientDialect extends SqliteDialect {
  readonly #raw: Sqlite.Database
  readonly #explain: (error: unknown) => unknown
  readonly #onWait: () => void

  constructor(raw: Sqlite.Database, explain: (error: unknown) => unknown, onWait: () => void) {
    super({ database: raw })
    this.#raw = raw
    this.#explain = explain
    this.#onWait = onWait
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter()
  }

  override createDriver(): Driver {
    return new PatientDriver(this.#raw, this.#explain, this.#onWait)
  }
}

/** SQLite can undo changes of the schema; Kysely's migrations then run in one transaction, and one program at a time. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class PatientDriver extends SqliteDriver {
  readonly #raw: Sqlite.Database
  readonly #explain: (error: unknown) => unknown
  readonly #onWait: () => void
  #connection: DatabaseConnection | undefined

  constructor(raw: Sqlite.Database, explain: (error: unknown) => unknown, onWait: () => void) {
    super({ database: remembering(raw) })
    this.#raw = raw
    this.#explain = explain
    this.#onWait = onWait
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    this.#connection ??= new PatientConnection(connection, this.#explain, this.#onWait)
    return this.#connection
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has made SQLite roll back already.
    if (this.#raw.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  /** What is under way ends first. */
  override async destroy(): Promise<void> {
    await super.acquireConnection()
    await super.destroy()
    await this.releaseConnection()
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection
  readonly #explain: (error: unknown) => unknown
  readonly #onWait: () => void

  constructor(inner: DatabaseConnection, explain: (error: unknown) => unknown, onWait: () => void) {
    this.#inner = inner
    this.#explain = explain
    this.#onWait = onWait
  }

  /** A statement that found the database busy has done nothing and may be tried again. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const began = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#inner.executeQuery<R>(query)
      } catch (error) {
        if (!isBusy(error) || performance.now() - began > PATIENCE) throw this.#explain(error)
        if (attempt === 1) this.#onWait()
        await pause(BETWEEN_TRIES)
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, size?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery(query, size)
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Sqlite.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code)

/** SQLite's error as a sentence. A broken rule of the schema is our mistake and stays what it is. */
function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  if (isBusy(error))
    return new StoreError('busy', `${path} is in use by another program; end that program, or try again later.`, error)
  if (error.code.startsWith('SQLITE_FULL')) return full(path, error)
  if (/^SQLITE_(?:READONLY|PERM|AUTH)/.test(error.code)) return readonly(path, error)
  if (error.code.startsWith('SQLITE_NOTADB')) {
    return new StoreError('broken', `${path} is not a database; name another file, or move this one away.`, error)
  }
  if (/^SQLITE_(?:CONSTRAINT|ERROR|MISUSE|RANGE|MISMATCH|TOOBIG)/.test(error.code)) return error
  return new StoreError(
    'broken',
    `${path} cannot be used (${error.code}: ${error.message}); look at its disk, then put a backup in its place or move it away to begin anew.`,
    error,
  )
}

/** What the file system says of the file, as a sentence. */
function explainFile(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EISDIR') return new StoreError('broken', `${path} is a folder; name a file in it.`, error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(path, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return readonly(path, error)
  return new StoreError('broken', `${path} cannot be made (${message}); name another file.`, error)
}

const full = (path: string, cause: unknown): StoreError =>
  new StoreError('full', `There is no room left to write to ${path}; free some space on its disk.`, cause)
const readonly = (path: string, cause: unknown): StoreError =>
  new StoreError(
    'readonly',
    `${path} cannot be written to; give the user that Sanad runs as the right to write to it and to its folder.`,
    cause,
  )
