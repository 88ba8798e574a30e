/** What a command may do to the world: read standard input, print a result, say something beside it. */
import type { Reply } from '../../src/index.ts'

export interface Terminal {
  readonly input: NodeJS.ReadableStream
  /** Standard output: the result and nothing else. */
  print(text: string): void
  /** Standard error: a line for a person. */
  warn(line: string): void
  /** A reply as this terminal shows it. */
  render(reply: Reply): string
  /** The address under which documents can be read: where citations lead. */
  readonly reader?: string | undefined
}
