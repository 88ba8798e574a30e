/** How the Bot API refuses, where a fault has it do so. */
import { type Dialect, page } from '../faults.ts'

export const TELEGRAM: Dialect = {
  unapplied: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"ok":true,"result":{"message_id":1,"date":0}}',
  },
  refusal({ code, description, retry_after, html = false, header = true }, name) {
    const headers: Record<string, string> = { 'content-type': html ? 'text/html' : 'application/json' }
    if (retry_after !== undefined && header) headers['retry-after'] = String(retry_after)
    const said = description ?? (retry_after === undefined ? name : `${name}: retry after ${retry_after}`)
    const parameters = retry_after === undefined ? {} : { parameters: { retry_after } }
    const body = JSON.stringify({ ok: false, error_code: code, description: said, ...parameters })
    return { status: code, headers, body: html ? page(code, name) : body }
  },
}
