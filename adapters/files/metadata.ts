/** What a file declares about itself, checked field by field: a wrong one is reported and left out, the others stay. */
import { Metadata, type Origin, type Source } from '../../src/index.ts'

const SHOWN = 60

/** The checked metadata and a sentence for each field that is wrong. */
export function checkMetadata(
  declared: Readonly<Record<string, unknown>>,
  origin: Origin,
): { metadata: Source['metadata']; problems: string[] } {
  const metadata: Record<string, { value: string; origin: Origin }> = {}
  const problems: string[] = []
  for (const [name, field] of Object.entries(Metadata.shape)) {
    const given = Object.hasOwn(declared, name) ? declared[name] : undefined
    if (given === undefined || given === null || given === '') continue
    const parsed = field.safeParse(typeof given === 'number' ? String(given) : given)
    if (parsed.success && parsed.data !== undefined) metadata[name] = { value: parsed.data, origin }
    else if (!parsed.success) {
      const shown = JSON.stringify(given).slice(0, SHOWN)
      problems.push(`its ${name} (${origin}) is ${shown}: ${parsed.error.issues[0]?.message ?? 'not allowed'}`)
    }
  }
  return { metadata, problems }
}
