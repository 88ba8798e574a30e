/** The last calls of a record, for whoever waited in vain. */
import type { WireCall } from './types.ts'

/** Heartbeats would push out what matters. */
const HEARTBEAT = /^GATEWAY 1 /

export function describeCalls(record: readonly WireCall[]): string {
  const shown = record
    .filter(({ method }) => !HEARTBEAT.test(method))
    .slice(-12)
    .map(({ method, status, payload, fault, violations, response }) => {
      const said = (response as { message?: string } | undefined)?.message
      const notes = [fault, status >= 400 ? said : undefined, ...violations].filter((note) => note !== undefined)
      const text = JSON.stringify(payload).slice(0, 80)
      return `  ${method} ${status || '(no answer)'} ${text} ${notes.join('; ')}`.trimEnd()
    })
  return `The last of ${record.length} calls:\n${shown.join('\n') || '  none'}`
}
