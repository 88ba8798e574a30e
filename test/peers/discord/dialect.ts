/** How Discord refuses, where a fault has it do so. */
import { type Dialect, page } from '../faults.ts'

export const DISCORD: Dialect = {
  unapplied: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":"1","type":0}' },
  refusal({ code, description, retry_after, html = false, header = true, scope = 'user', errorCode = 0 }, name) {
    const headers: Record<string, string> = { 'content-type': html ? 'text/html' : 'application/json' }
    if (retry_after !== undefined && header) headers['retry-after'] = String(retry_after)
    // A page of the proxy before Discord knows nothing of buckets.
    if (code === 429 && !html) {
      headers['x-ratelimit-scope'] = scope
      if (scope === 'global') headers['x-ratelimit-global'] = 'true'
    }
    const global = scope === 'global'
    const limited = { message: 'You are being rate limited.', retry_after: retry_after ?? 1, global }
    const said = { message: description ?? `${code}: ${name}`, code: errorCode }
    return { status: code, headers, body: html ? page(code, name) : JSON.stringify(code === 429 ? limited : said) }
  },
}
