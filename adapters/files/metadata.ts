import { Metadata, type Origin, type Source } from '../../src/index.ts'

/** What a person is told about a field that is wrong. A value may be of any length; its beginning says which it is. */
const SHOWN = 60
const ALLOWED: Readonly<Record<string, string>> = {
  date: 'YYYY, YYYY-MM or YYYY-MM-DD',
  url: 'an http or https address',
  language: 'a language code such as ar',
}

/** The fields that are right, and a sentence for each that is not. An empty field is no field. */
export function checkMetadata(
  declared: Readonly<Record<string, unknown>>,
  origin: Origin,
): { metadata: Source['metadata']; problems: string[] } {
  const metadata: Record<string, { value: string; origin: Origin }> = {}
  const problems: string[] = []
  for (const [name, field] of Object.entries(Metadata.shape)) {
    const given = Object.hasOwn(declared, name) ? declared[name] : ''
    if (given === '') continue
    const parsed = field.safeParse(name === 'date' ? withoutTime(given) : given)
    if (parsed.data !== undefined) metadata[name] = { value: parsed.data, origin }
    else problems.push(`its ${name} (${origin}) is ${shown(given)}; allowed is ${ALLOWED[name] ?? 'a line of words'}`)
  }
  return { metadata, problems }
}

/** The day of a moment. */
function withoutTime(date: unknown): unknown {
  return typeof date === 'string' ? date.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1') : date
}

function shown(value: unknown): string {
  const written = JSON.stringify(value)
  return written.length > SHOWN ? `${written.slice(0, SHOWN)}…` : written
}
