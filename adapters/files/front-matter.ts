import { LineCounter, parseDocument } from 'yaml'
import type { Reading } from './reading.ts'

const FENCE = /^---[ \t]*$/
/** Nobody writes more about a document by hand; a parser can be kept busy with it. */
const LONGEST = 20_000

/** Takes YAML front matter, `---` to `---` at the very start, off a text. */
export function readFrontMatter(text: string): Pick<Reading, 'text' | 'declared' | 'problems'> {
  const whole = { text, declared: {}, problems: [] }
  const opening = text.indexOf('\n')
  if (!FENCE.test(text.slice(0, Math.max(opening, 0)))) return whole
  const closing = /^---[ \t]*$/m
  const rest = text.slice(opening + 1)
  const fence = closing.exec(rest)
  if (fence === null) return whole
  const body = rest.slice(fence.index + fence[0].length + 1)
  const read = readYaml(rest.slice(0, fence.index), 2)
  // A rule, some words and another rule are text.
  if (read === undefined) return whole
  return { text: body, ...read }
}

/** Reads one mapping. Every plain value stays the string that was written: `1984`, `2021-10` and `no` are titles and dates. */
export function readYaml(source: string, firstLine = 1): Pick<Reading, 'declared' | 'problems'> | undefined {
  if (source.length > LONGEST) return { declared: {}, problems: [`has metadata of more than ${LONGEST} characters; it was not read`] }
  const lines = new LineCounter()
  try {
    const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines, prettyErrors: false })
    const [error] = document.errors
    if (error !== undefined) {
      const line = lines.linePos(error.pos[0]).line + firstLine - 1
      return { declared: {}, problems: [`line ${line}: the metadata is not valid YAML: ${error.message}`] }
    }
    const declared: unknown = document.toJS({ maxAliasCount: 0 })
    ...
  } catch (error) {
    // Aliases that multiply and brackets that nest too deep end here.
  }
}
