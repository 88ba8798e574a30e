/**
 * Rights that one program has at a time, as locks of the operating system on small files beside the database: whoever is killed
 * gives them up at once.
 */
import Sqlite from 'better-sqlite3'
import type { Store } from '../../src/index.ts'

/** Holding for a store in `file`; undefined, as in memory: for this program alone. */
export function createHold(file: string | undefined): Store['hold'] {
  const own = new Set<string>()
  return async (name) => {
    if (own.has(name)) return undefined
    const release = file === undefined ? () => {} : lock(`${file}.${name}.lock`)
    if (release === undefined) return undefined
    own.add(name)
    return () => {
      own.delete(name)
      release()
    }
  }
}

/** An exclusive transaction that is never ended; `undefined` while another program has one. */
function lock(path: string): (() => void) | undefined {
  const database = new Sqlite(path, { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return undefined
    throw error
  }
  return () => database.close()
}
