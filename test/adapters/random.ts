/** Chance that can be had again: `SANAD_SEED` repeats a run. */
export interface Chance {
  readonly seed: number
  /** From 0 to below `limit`. */
  below(limit: number): number
}

export function createChance(seed: number = Number(process.env['SANAD_SEED'] ?? Date.now() % 1_000_000)): Chance {
  // mulberry32
  let state = seed >>> 0
  return {
    seed,
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit
    },
  }
}
