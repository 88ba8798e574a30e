/**
 * Tells when something in the corpus folders changed. What is inside a folder is watched by chokidar; whether the folder itself
 * is still the one that was there, the system does not tell, so it is looked at.
 */
import { realpath, stat } from 'node:fs/promises'
import { basename, relative, sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import { kindOf } from './folder.ts'

/** Something that watches until it is closed. Closing it twice is fine. */
export interface Watcher {
  close(): Promise<void>
}

/** Milliseconds without an event after which a change is over. A file that is being written brings events all along. */
const QUIET = 200
/** Milliseconds between looks at whether a corpus folder is still the one that was there: the system does not tell. */
const LOOK = 1000

/** What a corpus is made of. */
const READ: readonly ReturnType<typeof kindOf>[] = ['document', 'sidecar', 'collection', 'glossary']

/** A corpus folder, which may come and go. */
interface Watched {
  readonly folder: string
  identity?: string | undefined
  watcher?: FSWatcher | undefined
}

/** Calls `onChange` once for each burst of changes to documents and what describes them. Resolves when it watches. */
export async function watchCorpus(folders: readonly string[], onChange: () => void): Promise<Watcher> {
  let timer: NodeJS.Timeout | undefined
  const changed = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, QUIET)
  }
  const watched: Watched[] = folders.map((folder) => ({ folder }))
  for (const one of watched) await look(one, changed)
  const closing = new AbortController()
  const looking = (async () => {
    while (await lasts(LOOK, closing.signal)) for (const one of watched) if (await look(one, changed)) changed()
  })()
  return {
    async close() {
      closing.abort()
      await looking
      clearTimeout(timer)
      for (const { watcher } of watched) await watcher?.close()
    },
  }
}

/** Watches the folder that is there now. Says whether it is another than before. */
async function look(watched: Watched, changed: () => void): Promise<boolean> {
  const root = await realpath(watched.folder).catch(() => undefined)
  const found = root === undefined ? undefined : await stat(root).catch(() => undefined)
  const identity = found && `${root} ${found.ino}`
  if (identity === watched.identity) return false
  watched.identity = identity
  await watched.watcher?.close()
  watched.watcher = root === undefined || found === undefined ? undefined : await watchFolder(root, changed)
  return watched.watcher !== undefined
}

async function watchFolder(root: string, changed: () => void): Promise<FSWatcher> {
  const watcher = watch(root, {
    ignoreInitial: true,
    // What a link leads to is in the folder and watched there, or is outside and not read.
    followSymlinks: false,
    ignored: (path) =>
      relative(root, path)
        .split(sep)
        .some((name) => kindOf(name) === 'hidden'),
  })
  watcher.on('all', (_event, path) => {
    if (READ.includes(kindOf(basename(path)))) changed()
  })
  // What cannot be watched cannot be read either, and is a problem there.
  watcher.on('error', () => {})
  await new Promise<void>((ready) => watcher.once('ready', ready))
  return watcher
}

/** Whether a time passes without being cut short. */
async function lasts(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return pause(milliseconds, true, { signal }).catch(() => false)
}
