/** Snowflakes: ids that carry the moment they were made in, and grow. */
const EPOCH = 1_420_070_400_000n

let last = 0n

export function snowflake(at: number = Date.now()): string {
  const first = (BigInt(at) - EPOCH) << 22n
  last = first > last ? first : last + 1n
  return String(last)
}
