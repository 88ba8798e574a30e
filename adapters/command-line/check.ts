/** `sanad check`: what was read, for a person to judge. */
import Table from 'cli-table3'
import type { Document, GlossaryEntry, Problem } from '../../src/index.ts'
import { withoutControls } from '../../src/index.ts'
import type { Terminal } from './terminal.ts'

const FIELDS = ['title', 'author', 'publisher', 'date', 'url'] as const
/** Of most documents nobody says these; they are shown where somebody does. */
const RARE = ['collection', 'visibility'] as const
const OPENING = 60

/** What was read. */
interface Read {
  readonly documents: readonly Document[]
  readonly glossary: readonly GlossaryEntry[]
  readonly problems: readonly Problem[]
}

/** Prints documents and problems; exit code 1 where a problem is an error or nothing was loaded. */
export function check(read: Read, json: boolean, terminal: Terminal): number {
  const { documents, glossary, problems } = read
  const whole = { documents: documents.map(summary), glossary: { entries: glossary.length }, problems }
  terminal.print(json ? `${JSON.stringify(whole, null, 2)}\n` : report(read))
  return documents.length === 0 || problems.some(({ severity }) => severity === 'error') ? 1 : 0
}

function summary(document: Document): object {
  const { id, file, language, kind, passages, omissions, origins } = document
  return {
    id,
    file,
    language,
    kind,
    passages: passages.length,
    words: words(document),
    metadata: Object.fromEntries(
      [...FIELDS, ...stated(document)].map((field) => [
        field,
        document[field] === undefined ? null : { value: document[field], origin: origins[field] },
      ]),
    ),
    leftOut: omissions.map(({ reason, start, end }) => ({
      reason,
      start,
      end,
      opening: opening(document, start, end),
    })),
  }
}

function report({ documents, glossary, problems }: Read): string {
  const table = new Table({
    head: ['document', 'passages', 'words', 'language', ...FIELDS, 'left out'],
    style: { head: [], border: [], compact: true },
  })
  for (const document of documents) {
    const { id, passages, language, omissions, origins } = document
    table.push([
      withoutControls(id),
      passages.length,
      words(document),
      language,
      ...FIELDS.map((field) => origins[field] ?? '–'),
      omissions.length === 0 ? '–' : `${omissions.length} (${left(document)} words)`,
    ])
  }
  const total = documents.reduce((sum, document) => sum + document.passages.length, 0)
  const lines = [
    table.toString(),
    `${documents.length} documents, ${total} passages, ${documents.reduce((sum, document) => sum + words(document), 0)} words`,
    ...(glossary.length === 0 ? [] : [`glossary entries: ${glossary.length}`]),
    '',
  ]
  for (const document of documents) {
    lines.push(withoutControls(document.file))
    for (const field of [...FIELDS, ...stated(document)])
      lines.push(
        `  ${field}: ${document[field] === undefined ? 'not found' : `${withoutControls(document[field])} (${document.origins[field]})`}`,
      )
    for (const { reason, start, end } of document.omissions)
      lines.push(`  left out, ${reason}: ${opening(document, start, end)}`)
    lines.push('')
  }
  if (problems.length > 0)
    lines.push(
      'Problems:',
      ...problems.map(({ file, severity, reason }) => `  ${severity}: ${withoutControls(`${file}: ${reason}`)}`),
      '',
    )
  return lines.join('\n')
}

const stated = (document: Document): (typeof RARE)[number][] => RARE.filter((field) => document[field] !== undefined)
const words = (document: Document): number =>
  document.passages.reduce((sum, { text }) => sum + (text.match(/\S+/gu)?.length ?? 0), 0)
const left = (document: Document): number =>
  document.omissions.reduce(
    (sum, { start, end }) => sum + (document.text.slice(start, end).match(/\S+/gu)?.length ?? 0),
    0,
  )

function opening(document: Document, start: number, end: number): string {
  const text = withoutControls(document.text.slice(start, end)).replace(/\s+/gu, ' ').trim()
  return text.length > OPENING ? `${text.slice(0, OPENING)}…` : text
}
