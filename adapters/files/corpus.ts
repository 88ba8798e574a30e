/** Reads corpus folders into sources. Whatever a file holds, the others are read. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GlossaryEntry, Origin, Problem, Source } from '../../src/index.ts'
import { decode } from './encoding.ts'
import { explain, folderOf, isCollection, type Listing, listFolder, stemOf } from './folder.ts'
import { readYaml } from './front-matter.ts'
import { readGlossary } from './glossary.ts'
import { checkCollection, checkMetadata, undeclared } from './metadata.ts'
import { readSource } from './source.ts'

type Declared = Source['metadata']

/** Tells a problem of a document, or of the file beside it. */
type Report = (reason: string, about?: string) => void

/** The documents of the folders, in order, their glossaries, and everything about the files that a person should know. Never throws. */
export async function readCorpus(
  folders: readonly string[],
  onProgress?: (done: number, total: number) => void,
): Promise<{ sources: Source[]; glossary: GlossaryEntry[]; problems: Problem[] }> {
  const glossary: GlossaryEntry[] = []
  const sources = new Map<string, Source>()
  const problems: Problem[] = []
  const listings = await Promise.all(folders.map(listFolder))
  const total = listings.reduce((sum, { documents }) => sum + documents.length, 0)
  let done = 0
  for (const [index, listing] of listings.entries()) {
    const { documents, sidecars, glossaries, unread, problems: listed } = listing
    const folder = folders[index] as string
    problems.push(...listed)
    const stems = new Set(documents.map(stemOf))
    for (const sidecar of sidecars) {
      if (!stems.has(stemOf(sidecar)))
        problems.push({
          file: join(folder, sidecar),
          severity: 'note',
          reason: 'describes a document that is not there',
        })
    }
    const collections = await readCollections(folder, listing, (reason, file = folder) => {
      problems.push({ file, severity: 'error', reason })
    })
    for (const path of glossaries) {
      const file = join(folder, path)
      const { entries, problems: wrong } = await readGlossary(file)
      for (const entry of entries) glossary.push(entry)
      problems.push(...wrong.map((reason) => ({ file, severity: 'error' as const, reason })))
    }
    for (const path of documents) {
      const file = join(folder, path)
      const report: Report = (reason, about = file) => void problems.push({ file: about, severity: 'error', reason })
      const id = stemOf(path)
      const twin = sources.get(id)
      if (twin !== undefined) report(`has the same name as ${twin.file}; rename one of them`)
      else {
        const sidecar = sidecars.find((other) => stemOf(other) === id)
        const source = await readDocument(id, file, sidecar && join(folder, sidecar), report)
        const beside = unread.some((other) => stemOf(other) === id) ? undeclared('sidecar') : {}
        if (source !== undefined)
          sources.set(id, { ...source, metadata: { ...collections(path), ...source.metadata, ...beside } })
      }
      onProgress?.(++done, total)
    }
  }
  return { sources: [...sources.values()], glossary, problems }
}

async function readDocument(
  id: string,
  file: string,
  sidecar: string | undefined,
  report: Report,
): Promise<Source | undefined> {
  try {
    const reading = readSource(id, file, await readFile(file))
    for (const { reason } of reading.doubts) report(reason)
    if ('refusal' in reading) {
      report(reading.reason)
      return undefined
    }
    const beside = sidecar === undefined ? undefined : await readSidecar(sidecar)
    for (const problem of beside?.problems ?? []) report(problem, sidecar)
    return { ...reading.source, metadata: { ...reading.source.metadata, ...beside?.metadata } }
  } catch (error) {
    report(explain(error))
    return undefined
  }
}

async function readSidecar(file: string): Promise<ReturnType<typeof checkMetadata>> {
  return declaredIn(await readFile(file), 'sidecar', (declared) => checkMetadata(declared, 'sidecar'))
}

/** What holds for a document because of the folders it lies in; the innermost folder's word counts. */
async function readCollections(
  folder: string,
  { collections, unread }: Listing,
  report: Report,
): Promise<(path: string) => Declared> {
  const said = new Map<string, Declared>()
  const add = (path: string, declared: Declared): void => {
    said.set(folderOf(path), { ...said.get(folderOf(path)), ...declared })
  }
  for (const path of collections) {
    const file = join(folder, path)
    try {
      const { metadata, problems } = declaredIn(await readFile(file), 'collection', checkCollection)
      for (const problem of problems) report(problem, file)
      add(path, metadata)
    } catch (error) {
      report(explain(error), file)
      add(path, undeclared('collection'))
    }
  }
  for (const path of unread) if (isCollection(path)) add(path, undeclared('collection'))
  return (path) => {
    const around = path.split('/').map((_, depth, names) => names.slice(0, depth).join('/'))
    return Object.assign({}, ...around.map((outer) => said.get(outer)))
  }
}

/** What a file of metadata declares, with what is wrong with it. Where it cannot be understood at all, its documents stay off the web. */
function declaredIn(
  bytes: Uint8Array,
  origin: Origin,
  check: (declared: Readonly<Record<string, unknown>>) => ReturnType<typeof checkMetadata>,
): ReturnType<typeof checkMetadata> {
  const decoded = decode(bytes)
  if ('refusal' in decoded) return { metadata: undeclared(origin), problems: [decoded.reason] }
  const { declared, problems } = readYaml(decoded.text)
  const checked = check(declared)
  return {
    metadata: problems.length > 0 ? { ...checked.metadata, ...undeclared(origin) } : checked.metadata,
    problems: [...problems, ...checked.problems],
  }
}
