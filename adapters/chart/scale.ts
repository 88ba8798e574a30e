/** The values of an axis's grid lines: from zero in equal round steps (1, 2 or 5 times a power of ten) to `most` or above, six at most. */
export function gridLines(most: number): number[] {
  const rough = Math.max(most, 1) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  // Nothing that is counted comes in halves.
  const step = Math.max(1, ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(Math.max(most, 1) / step) + 1 }, (_, at) => at * step)
}
