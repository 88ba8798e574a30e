/** Reads corpus folders into sources. Whatever a file holds, the others are read. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem, Source } from '../../src/index.ts'
import { decode } from './encoding.ts'
import { explain, listFolder, stemOf } from './folder.ts'
import { readYaml } from './front-matter.ts'
import { checkMetadata } from './metadata.ts'
import { readSource } from './source.ts'

/** Tells a problem of a document, or of the file beside it. */
type Report = (reason: string, about?: string) => void

/** The documents of the folders, in order, and everything about their files that a person should know. Never throws. */
export async function readCorpus(
  folders: readonly string[],
  onProgress?: (done: number, total: number) => void,
): Promise<{ sources: Source[]; problems: Problem[] }> {
  const sources = new Map<string, Source>()
  const problems: Problem[] = []
  const listings = await Promise.all(folders.map(listFolder))
  const total = listings.reduce((sum, { documents }) => sum + documents.length, 0)
  let done = 0
  for (const [index, { documents, sidecars, problems: listed }] of listings.entries()) {
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
    for (const path of documents) {
      const file = join(folder, path)
      const report: Report = (reason, about = file) => void problems.push({ file: about, severity: 'error', reason })
      const id = stemOf(path)
      const twin = sources.get(id)
      if (twin !== undefined) report(`has the same name as ${twin.file}; rename one of them`)
      else {
        const sidecar = sidecars.find((other) => stemOf(other) === id)
        const source = await readDocument(id, file, sidecar && join(folder, sidecar), report)
        if (source !== undefined) sources.set(id, source)
      }
      onProgress?.(++done, total)
    }
  }
  return { sources: [...sources.values()], problems }
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
  const decoded = decode(await readFile(file))
  if ('refusal' in decoded) return { metadata: {}, problems: [decoded.reason] }
  const { declared, problems } = readYaml(decoded.text)
  const checked = checkMetadata(declared, 'sidecar')
  return { metadata: checked.metadata, problems: [...problems, ...checked.problems] }
}
