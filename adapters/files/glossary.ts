/** Reads a glossary: the words that an operator says may stand for others. */
import { readFile } from 'node:fs/promises'
import { type GlossaryEntry, parseGlossary } from '../../src/index.ts'
import { decode } from './encoding.ts'
import { explain } from './folder.ts'

/** A file that is something else altogether would be told line by line. */
const MOST_PROBLEMS = 20

/** The entries of a glossary, and what is wrong with it in words that follow its name. Never throws. */
export async function readGlossary(
  file: string,
): Promise<{ readonly entries: readonly GlossaryEntry[]; readonly problems: readonly string[] }> {
  try {
    const decoded = decode(await readFile(file))
    if ('refusal' in decoded) return { entries: [], problems: decoded.refusal === 'empty' ? [] : [decoded.reason] }
    const { entries, problems } = parseGlossary(decoded.text)
    const told = problems.slice(0, MOST_PROBLEMS).map(({ line, reason }) => `line ${line} ${reason}`)
    const more = problems.length - told.length
    return { entries, problems: more > 0 ? [...told, `${more} more lines could not be read`] : told }
  } catch (error) {
    return { entries: [], problems: [explain(error)] }
  }
}
