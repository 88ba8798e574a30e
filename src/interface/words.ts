/** Pieces of sentences that all languages write alike. */

/** A moment as a day, ISO 8601, in UTC. */
export function day(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}
