import { LineCounter, parseDocument } from 'yaml'
import type { Reading } from './reading.ts'

type Declaration = Pick<Reading, 'declared' | 'problems'>

/** A key opens front matter; a rule with prose behind it is text. */
const OPENING = /^---[ \t]*\n(?:[ \t]*(?:#.*)?\n)*(?:[^\s:#-][^:\n]*:\s|---[ \t]*(?:\n|$))/
const CLOSING = /^---[ \t]*$/m

/** Metadata is short and flat. What is neither can keep the YAML parser busy for minutes, or end the process. */
const LONGEST = 20_000
const MOST_BRACKETS = 50
const STAIRS = /(?:-\s+){20}/

/** Takes YAML front matter, from `---` to `---` at the very start, off a text. */
export function readFrontMatter(source: string): Declaration & Pick<Reading, 'text'> {
  const opening = source.indexOf('\n') + 1
  const closing = OPENING.test(source) ? CLOSING.exec(source.slice(opening)) : null
  if (closing === null) return { text: source, declared: {}, problems: [] }
  const end = opening + closing.index
  return { text: source.slice(end + closing[0].length + 1), ...readYaml(source.slice(opening, end), 2) }
}

/** Reads a mapping. A plain value stays the string that was written: `1984` is a title, `2021-10` a date. */
export function readYaml(source: string, firstLine: number = 1): Declaration {
  if (source.length > LONGEST) return broken(`is longer than ${LONGEST} characters`)
  if ((source.match(/[[{?]/g)?.length ?? 0) > MOST_BRACKETS || STAIRS.test(source)) return broken('is nested too deep')
  const lineCounter = new LineCounter()
  try {
    const document = parseDocument(source, {
      schema: 'failsafe',
      resolveKnownTags: false,
      stringKeys: true,
      prettyErrors: false,
      lineCounter,
    })
    const [error] = document.errors
    if (error !== undefined) {
      const line = lineCounter.linePos(error.pos[0]).line + firstLine - 1
      return broken(`is not valid YAML in line ${line}: ${error.message}`)
    }
    // Aliases can multiply without end, and metadata has no use for them.
    const declared: unknown = document.toJS({ maxAliasCount: 0 }) ?? {}
    return isRecord(declared) ? { declared, problems: [] } : broken('does not consist of lines like "title: …"')
  } catch (error) {
    return broken(`is not readable: ${error instanceof Error ? error.message : error}`)
  }
}

function broken(how: string): Declaration {
  return { declared: {}, problems: [`the metadata ${how}`] }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
