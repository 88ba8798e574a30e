/**
 * The files of a corpus folder, in the code-point order of their paths.
 *
 * 1. Documents are listed, the files that describe them (sidecars, and for a whole folder `_collection.yaml`), and glossaries
 *    (`glossary.tsv`). Dot files, `node_modules` and README files are passed over in silence; any other file gets a note.
 * 2. A symbolic link is followed while its target lies inside the folder, and a folder behind links once, so loops end.
 * 3. What cannot or should not be read (too large, outside the folder, not permitted, no file at all) is a problem.
 */
import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Problem } from '../../src/index.ts'

/** How the name of a document ends. */
export const DOCUMENT: RegExp = /\.(?:md|markdown|txt|html?)$/i
const SIDECAR = /\.meta\.ya?ml$/
const COLLECTION = /^_collection\.ya?ml$/i
const GLOSSARY = /^glossary\.tsv$/i
const LARGEST = 20 * 1024 * 1024
const LARGEST_GLOSSARY = 1024 * 1024

/** What a corpus folder holds. Paths are relative to it, with `/` between folders. */
export interface Listing {
  readonly documents: readonly string[]
  readonly sidecars: readonly string[]
  readonly collections: readonly string[]
  readonly glossaries: readonly string[]
  /** Sidecars and collection files that are there and cannot be read: nobody knows what they say. */
  readonly unread: readonly string[]
  readonly problems: readonly Problem[]
}

/** What a file's name says it is. `hidden` holds for folders too. */
export function kindOf(
  name: string,
): 'document' | 'sidecar' | 'collection' | 'glossary' | 'hidden' | 'notes' | 'unknown' {
  if (name.startsWith('.') || name === 'node_modules') return 'hidden'
  if (/^readme(?:\.|$)/i.test(name)) return 'notes'
  if (GLOSSARY.test(name)) return 'glossary'
  if (SIDECAR.test(name)) return 'sidecar'
  if (isCollection(name)) return 'collection'
  return DOCUMENT.test(name) ? 'document' : 'unknown'
}

/** The path without what says its format: a document and its sidecar have the same stem. */
export function stemOf(path: string): string {
  return path.replace(SIDECAR, '').replace(DOCUMENT, '')
}

/** Whether a path names a file that describes all documents of its folder. */
export function isCollection(path: string): boolean {
  return COLLECTION.test(path.slice(path.lastIndexOf('/') + 1))
}

/** The folder a path lies in; the empty string for the corpus folder itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** Walks `folder`. A folder that cannot be read is a problem, never an exception. */
export async function listFolder(folder: string): Promise<Listing> {
  const documents: string[] = []
  const sidecars: string[] = []
  const collections: string[] = []
  const glossaries: string[] = []
  const unread: string[] = []
  const lists = { document: documents, sidecar: sidecars, collection: collections, glossary: glossaries }
  const problems: Problem[] = []
  const report = (path: string, severity: Problem['severity'], reason: string): void => {
    const kind = kindOf(path.slice(path.lastIndexOf('/') + 1))
    if (kind === 'sidecar' || kind === 'collection') unread.push(path)
    problems.push({ file: join(folder, path), severity, reason })
  }
  let root = ''
  const linked = new Set<string>()
  const folders: { path: string; real: string }[] = []

  const visit = async (parent: { path: string; real: string }, entry: Dirent): Promise<void> => {
    const kind = kindOf(entry.name)
    if (kind === 'hidden') return
    const path = parent.path === '' ? entry.name : `${parent.path}/${entry.name}`
    const real = await realpath(join(parent.real, entry.name))
    if (!contains(root, real))
      return report(path, 'error', 'is a link that leads out of the corpus folder; it was not read')
    const found = await stat(real)
    if (found.isDirectory()) {
      if (entry.isSymbolicLink() && (contains(real, parent.real) || linked.has(real))) return
      if (entry.isSymbolicLink()) linked.add(real)
      folders.push({ path, real })
    } else if (kind === 'unknown') {
      const extension = /[^.](\.[^.]+)$/.exec(entry.name)?.[1] ?? 'a file without an extension'
      report(path, 'note', `not a kind Sanad reads: ${extension} (it reads .md, .markdown, .txt, .html, .htm)`)
    } else if (kind !== 'notes') {
      // A pipe or a device would be waited for without end.
      if (!found.isFile()) return report(path, 'error', 'is not a regular file')
      const largest = kind === 'glossary' ? LARGEST_GLOSSARY : LARGEST
      if (found.size > largest)
        return report(
          path,
          'error',
          `is too large: ${megabytes(found.size)} MB; at most ${megabytes(largest)} MB is read`,
        )
      lists[kind].push(path)
    }
  }

  try {
    root = await realpath(folder)
    if (!(await stat(root)).isDirectory()) throw new Error('is not a folder')
    folders.push({ path: '', real: root })
  } catch (error) {
    report('', 'error', explain(error))
  }
  // The list grows while it is walked.
  for (const parent of folders) {
    try {
      const entries = await readdir(parent.real, { withFileTypes: true })
      for (const entry of entries.sort((a, b) => byCodePoint(a.name, b.name))) {
        await visit(parent, entry).catch((error: unknown) =>
          report(parent.path === '' ? entry.name : `${parent.path}/${entry.name}`, 'error', explain(error)),
        )
      }
    } catch (error) {
      report(parent.path, 'error', explain(error))
    }
  }
  return {
    documents: documents.sort(byCodePoint),
    sidecars: sidecars.sort(byCodePoint),
    collections: collections.sort(byCodePoint),
    glossaries: glossaries.sort(byCodePoint),
    unread,
    problems,
  }
}

/** Why a file could not be read, in words that follow its name. */
export function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'does not exist: it was removed, or is a link to nothing'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read: permission denied'
  if (code === 'ELOOP') return 'is a link that leads back to itself'
  return error instanceof Error ? error.message : String(error)
}

/** UTF-8 sorts as code points do; UTF-16, which `<` compares, does not. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function contains(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace('.0', '')
}
