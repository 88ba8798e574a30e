import { Metadata, type Origin, type Source } from '../../src/index.ts'

/** What a person is told about a field that is wrong. A value may be of any length; its beginning says which it is. */
const SHOWN = 60
const ALLOWED: Readonly<Record<string, string>> = {
  date: 'YYYY, YYYY-MM or YYYY-MM-DD',
  url: 'an http or https address',
  language: 'a language code such as ar',
  visibility: 'chat or everywhere',
}

/** What holds where nobody can tell what was declared: the document is kept from the web until somebody has looked. */
export const undeclared = (origin: Origin): Source['metadata'] => ({ visibility: { value: 'chat', origin } })

/**
 * The fields that are right, and a sentence for each that is not. An empty field is no field; a visibility that is not understood
 * counts as the narrower one.
 */
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
    else {
      if (name === 'visibility') Object.assign(metadata, undeclared(origin))
      problems.push(`its ${name} (${origin}) is ${shown(given)}; allowed is ${ALLOWED[name] ?? 'a line of words'}`)
    }
  }
  return { metadata, problems }
}

/** What can be said of many documents at once. */
const SHARED: readonly string[] = ['collection', 'publisher', 'license', 'language', 'visibility']

/** The same of what is declared for a whole collection, where every other field is one too many. */
export function checkCollection(declared: Readonly<Record<string, unknown>>): ReturnType<typeof checkMetadata> {
  const shared = Object.fromEntries(Object.entries(declared).filter(([name]) => SHARED.includes(name)))
  const { metadata, problems } = checkMetadata(shared, 'collection')
  const others = Object.keys(declared).filter((name) => !SHARED.includes(name))
  // A name that is nobody's may be a slip of the pen for one of ours.
  const isKnown = (name: string): boolean => Object.hasOwn(Metadata.shape, name)
  return {
    metadata: others.every(isKnown) ? metadata : { ...metadata, ...undeclared('collection') },
    problems: [
      ...problems,
      ...others.map((name) => `${shown(name)} cannot be said of a collection; allowed are ${SHARED.join(', ')}`),
    ],
  }
}

/** The day of a moment. */
function withoutTime(date: unknown): unknown {
  return typeof date === 'string' ? date.replace(/^(\d{4}-\d{2}-\d{2})[T ].*$/, '$1') : date
}

function shown(value: unknown): string {
  const written = JSON.stringify(value)
  return written.length > SHOWN ? `${written.slice(0, SHOWN)}…` : written
}
