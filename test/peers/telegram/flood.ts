/** Flood limits as token buckets: 1 message/s per chat after a small burst, 20 a minute per group, 30/s overall. */
export interface Flood {
  /** Seconds to wait, or 0 when the message may go. */
  take(chat: string, group: boolean): number
}

interface Bucket {
  left: number
  at: number
}

interface Limit {
  readonly key: string
  readonly size: number
  /** Tokens a second. */
  readonly rate: number
}

const BURST = 3

export function createFlood(scale: number, now: () => number = Date.now): Flood {
  const buckets = new Map<string, Bucket>()
  const filled = ({ key, size, rate }: Limit): Bucket => {
    const time = (now() / 1000) * scale
    const bucket = buckets.get(key) ?? { left: size, at: time }
    bucket.left = Math.min(size, bucket.left + (time - bucket.at) * rate)
    bucket.at = time
    buckets.set(key, bucket)
    return bucket
  }
  return {
    take(chat, group) {
      const limits: Limit[] = [
        { key: 'all', size: 30, rate: 30 },
        { key: chat, size: BURST, rate: 1 },
        ...(group ? [{ key: `group ${chat}`, size: 20, rate: 20 / 60 }] : []),
      ]
      const states = limits.map((limit) => ({ bucket: filled(limit), rate: limit.rate }))
      const wait = Math.max(...states.map(({ bucket, rate }) => (bucket.left >= 1 ? 0 : (1 - bucket.left) / rate)))
      // A message that is refused costs nothing.
      if (wait === 0) for (const { bucket } of states) bucket.left -= 1
      return wait === 0 ? 0 : Math.max(1, Math.ceil(wait / scale))
    },
  }
}
