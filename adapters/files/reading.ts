import type { Part } from '../../src/index.ts'

/** What a format's reader makes of a file's text. */
export interface Reading {
  /** The canonical text; every offset counts from its start. */
  readonly text: string
  /** Absent for plain text, whose layout the core reads itself. */
  readonly parts?: readonly Part[]
  /** What the file says about itself, not yet checked. */
  readonly declared: Readonly<Record<string, unknown>>
  /** What could not be understood, each a sentence without the file's name. */
  readonly problems: readonly string[]
}
