/** Rate limits with a window that begins at the first call: one for each route and place, and one for all calls together. */
import { createHash } from 'node:crypto'
import { ApiError } from './errors.ts'

/** So many calls in so many ms. */
export type Limit = readonly [count: number, window: number]

export interface Limits {
  /** Counts a call and returns the headers of its answer, or throws the 429. */
  take(route: string, place: string, limit: Limit, countsGlobally: boolean): Record<string, string>
}

interface Window {
  left: number
  resetAt: number
}

const GLOBAL: Limit = [50, 1000]

export function createLimits(scale: number | undefined): Limits {
  const windows = new Map<string, Window>()
  const windowOf = (key: string, [count, length]: Limit): Window => {
    const now = Date.now()
    const known = windows.get(key)
    if (known && known.resetAt > now) return known
    const fresh = { left: count, resetAt: now + length / (scale ?? 1) }
    windows.set(key, fresh)
    return fresh
  }
  const seconds = (ms: number): number => Math.max(0, Math.round(ms)) / 1000
  const tooMany = (window: Window, global: boolean, headers: Record<string, string>): ApiError => {
    const wait = Math.max(0.001, seconds(window.resetAt - Date.now()))
    // Whole seconds, as the real header; in scaled time that would be an age.
    const header = scale === 1 ? Math.ceil(wait) : wait
    return new ApiError(
      429,
      0,
      'You are being rate limited.',
      false,
      { retry_after: wait, global },
      {
        ...headers,
        'retry-after': String(header),
        'x-ratelimit-scope': global ? 'global' : 'user',
        ...(global ? { 'x-ratelimit-global': 'true' } : {}),
      },
    )
  }

  return {
    take(route, place, limit, countsGlobally) {
      const [count] = limit
      // Without limits each call is the first of its window.
      const window: Window =
        scale === undefined ? { left: count, resetAt: Date.now() + limit[1] } : windowOf(`${route} ${place}`, limit)
      const headers = (left: number): Record<string, string> => ({
        'x-ratelimit-limit': String(count),
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': String(seconds(window.resetAt)),
        'x-ratelimit-reset-after': String(seconds(window.resetAt - Date.now())),
        'x-ratelimit-bucket': createHash('md5').update(route).digest('hex'),
      })
      if (scale !== undefined && countsGlobally) {
        const all = windowOf('global', GLOBAL)
        if (all.left <= 0) throw tooMany(all, true, {})
        all.left -= 1
      }
      if (window.left <= 0) throw tooMany(window, false, headers(0))
      window.left -= 1
      return headers(window.left)
    },
  }
}
