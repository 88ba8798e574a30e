/**
 * Rights that one program has at a time, as locks of the operating system on small files beside the database: whoever is killed
 * gives them up at once.
 */
import Sqlite from 'better-sqlite3'
import type { Store } from '../../src/index.ts'

/** Holding for a store in `file`; undefined, as in memory: for this program alone. */
export function createHold(file: string | undefined): Store['hold'] {
  const own = new Set<string>()
  const handles = new Map<string, Sqlite.Database>()
  return async (name) => {
    if (own.has(name)) return undefined
    if (file === undefined) {
      own.add(name)
      return () => void own.delete(name)
    }
    const handle = handles.get(name) ?? new Sqlite(`${file}.${name}.lock`, { timeout: 0 })
    handles.set(name, handle)
    if (!locked(handle)) return undefined
    own.add(name)
    return () => {
      own.delete(name)
      handle.exec('rollback')
    }
  }
}

/** An exclusive transaction that lasts until the right is given back; false while another program has one. */
function locked(handle: Sqlite.Database): boolean {
  try {
    handle.exec('begin exclusive')
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return false
    throw error
  }
}
