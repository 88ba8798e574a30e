/** Folders of documents as a Sanad's corpus: loaded, and followed while they change. */

import { setImmediate as breathe } from 'node:timers/promises'
import { type Document, type GlossaryEntry, type Problem, parseDocument, type Sanad } from '../src/index.ts'
import { createProgress } from './command-line/progress.ts'
import { readCorpus } from './files/corpus.ts'
import { watchCorpus } from './files/watch.ts'

export interface Loaded {
  readonly documents: readonly Document[]
  readonly glossary: readonly GlossaryEntry[]
  readonly problems: readonly Problem[]
}

/** Reads the folders into a Sanad, letting others work in between. Progress is on standard error, where somebody watches. */
export async function loadCorpus(sanad: Sanad, folders: readonly string[]): Promise<Loaded> {
  const reading = createProgress('Documents', process.stderr, Date.now)
  const { sources, glossary, problems } = await readCorpus(folders, reading.update)
  reading.stop()
  const documents: Document[] = []
  for (const source of sources) {
    documents.push(parseDocument(source))
    await breathe()
  }
  const total = documents.reduce((sum, { passages }) => sum + passages.length, 0)
  const indexing = createProgress('Passages', process.stderr, Date.now)
  const pause = async (done: number): Promise<void> => {
    indexing.update(done, total)
    await breathe()
  }
  await sanad.reload(documents, pause, glossary)
  indexing.stop()
  return { documents, glossary, problems }
}

/** Loads the folders anew whenever they change; resolves with what ends that. A failed reading leaves the corpus as it was. */
export async function followCorpus(
  sanad: Sanad,
  folders: readonly string[],
  told: { readonly loaded: (corpus: Loaded) => void; readonly failed: (error: unknown) => void },
): Promise<() => Promise<void>> {
  // One reading after the other: an earlier one that takes longer must not replace what a later one found.
  let reading = Promise.resolve()
  const watcher = await watchCorpus(folders, () => {
    reading = reading.then(() => loadCorpus(sanad, folders)).then(told.loaded, told.failed)
  })
  return () => watcher.close()
}
