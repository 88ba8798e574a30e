/** What the store asks of a database system; each has one file that answers. */
import type { ColumnBuilderCallback, ColumnDataType } from 'kysely'
import type { Db } from './schema.ts'

/** How a system writes a column that numbers rows, without ever giving a number twice. */
export interface RowNumber {
  readonly type: ColumnDataType
  readonly define: ColumnBuilderCallback
}

/**
 * An open database. Its transactions hold the right to write from their first statement, so that what they read stays so until
 * they end, and its errors are `StoreError`s, but for those that only a mistake of ours explains.
 */
export interface Database {
  readonly db: Db
  /** Where it lies, when others on this machine can open it. */
  readonly file?: string
  readonly rowNumber: RowNumber
  /** Removes what was deleted from the medium too, as far as the system can. */
  scrub(): Promise<void>
  /** Rejects where what is written now would not be found at the next start. */
  verify(): Promise<void>
}
