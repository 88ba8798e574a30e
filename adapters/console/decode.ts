/** A typed line as a message. */
import type { Incoming } from '../../src/index.ts'

export const CONSOLE = { platform: 'console', conversation: 'terminal' } as const

/** The line's message, or `undefined` for one without anything in it. `number` tells the lines of a run apart. */
export function decode(line: string, number: number): Incoming | undefined {
  const text = line.trim()
  if (text === '') return undefined
  return { id: `line-${number}`, address: CONSOLE, place: 'private', from: 'operator', text, addressed: true }
}
