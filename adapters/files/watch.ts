/** Tells when something in the corpus folders changed. */
import { basename } from 'node:path'
import { watch } from 'chokidar'
import { kindOf } from './folder.ts'

export interface Watcher {
  /** Frees everything. Safe to call twice. */
  close(): Promise<void>
}

/** Events closer together than this (milliseconds) are one change. */
const QUIET = 200

/**
 * Calls `onChange` once the documents or sidecars in the folders have been added, changed or removed and are quiet again; a
 * file that is still being written is waited for. Resolves when it watches. A folder may appear later or go away.
 */
export async function watchCorpus(folders: readonly string[], onChange: () => void): Promise<Watcher> {
  let timer: NodeJS.Timeout | undefined
  const watcher = watch([...folders], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: QUIET, pollInterval: QUIET / 4 },
    ignored: (path, stats) =>
      !folders.includes(path) && (kindOf(basename(path)) === 'hidden' || (stats?.isFile() === true && !isRead(path))),
  })
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || !(isRead(path) || event === 'unlinkDir')) return
    clearTimeout(timer)
    timer = setTimeout(onChange, QUIET)
  })
  // A folder that cannot be watched is reported when it is read; the watcher goes on with the others.
  watcher.on('error', () => {})
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return {
    async close() {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}

function isRead(path: string): boolean {
  const kind = kindOf(basename(path))
  return kind === 'document' || kind === 'sidecar'
}
