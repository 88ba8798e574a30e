/** Whether this machine's clock agrees with a platform's. */
import type { Finding } from '../../src/index.ts'

/** Seconds by which they may differ. */
const TOLERANCE = 30

/** By the date of any answer from an address; nothing where there is none. `matters`: what depends on it. */
export async function examineClock(url: string, matters: string): Promise<Finding[]> {
  try {
    const signal = AbortSignal.timeout(10_000)
    const { headers, body } = await fetch(url, { redirect: 'manual', signal })
    await body?.cancel()
    const date = Date.parse(headers.get('date') ?? '')
    if (Number.isNaN(date)) return []
    const off = Math.round((Date.now() - date) / 1000)
    if (Math.abs(off) <= TOLERANCE) return [{ level: 'good', about: 'clock', says: 'right' }]
    const says = `${Math.abs(off)} s ${off > 0 ? 'ahead' : 'behind'}`
    return [{ level: 'warning', about: 'clock', says, remedy: `set it by NTP; ${matters} depends on it` }]
  } catch {
    return []
  }
}
