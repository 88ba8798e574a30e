/** The last calls of a record, for whoever waited in vain. */
import type { WireCall } from './types.ts'

export function describeCalls(record: readonly WireCall[]): string {
  const shown = record.slice(-12).map(({ method, status, payload, fault, violations }) => {
    const notes = [fault, ...violations].filter((note) => note !== undefined)
    const text = String(payload['text'] ?? '').slice(0, 60)
    return `  ${method} ${status || '(no answer)'} ${JSON.stringify(text)} ${notes.join('; ')}`.trimEnd()
  })
  return `The last of ${record.length} calls:\n${shown.join('\n') || '  none'}`
}
