/** Brings a database to the newest version of the schema, at each start. A new version is a new file and a line here. */
import { type Migration, Migrator, sql } from 'kysely'
import type { Database, RowNumber } from './database.ts'
import { StoreError } from './error.ts'
import { first } from './migration-2026-11-21-first.ts'
import { digest } from './migration-2026-11-22-digest.ts'
import { followUp } from './migration-2026-11-22-follow-up.ts'

/** Which versions a database has had. */
export const MIGRATIONS_TABLE = 'sanad_migration'

export type Migrations = Readonly<Record<string, Migration>>

/** Every version, by name; names sort in the order of the versions. */
export const migrations = (rowNumber: RowNumber): Migrations => ({
  '2026-11-21-first': first(rowNumber),
  '2026-11-22-digest': digest(rowNumber),
  '2026-11-22-follow-up': followUp,
})

/** Runs what is missing, all or nothing. Rejects with `StoreError` where the database is from a later Sanad. */
export async function migrate({ db, rowNumber }: Database, known: Migrations = migrations(rowNumber)): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...known }) },
    migrationTableName: MIGRATIONS_TABLE,
    migrationLockTableName: `${MIGRATIONS_TABLE}_lock`,
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof StoreError) throw error
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATIONS_TABLE)}`.execute(db)
  const later = rows.map(({ name }) => name).filter((name) => !(name in known))
  if (later.length === 0) throw error
  throw new StoreError(
    'newer',
    `The database was written by a newer Sanad (version ${later.sort().at(-1)} of its tables); run that Sanad, or name another file.`,
    error,
  )
}
