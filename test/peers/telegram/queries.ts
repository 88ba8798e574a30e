/** Callback and inline queries: each has an id, may be answered once, and not too late. */
import { randomInt } from 'node:crypto'
import { ApiError, broken } from './errors.ts'

export interface Queries {
  /** A new query; resolves with the answer, or undefined after `timeout` ms. */
  ask<Answer>(kind: QueryKind, timeout: number): { readonly id: string; readonly answer: Promise<Answer | undefined> }
  /** Refuses unless the query may be answered now. */
  answer(kind: QueryKind, id: string, answer: unknown): void
  /** Says that the bot was not told of its answer to this query, so that it may well answer again. */
  unsure(id: string): void
  /** Ends all waiting. */
  close(): void
}

export type QueryKind = 'callback' | 'inline'

interface Query {
  readonly kind: QueryKind
  readonly at: number
  answered: boolean
  unsure: boolean
  settle(answer: unknown): void
}

const TOO_OLD = 'Bad Request: query is too old and response timeout expired or query ID is invalid'

export function createQueries(life: number): Queries {
  const known = new Map<string, Query>()
  return {
    ask<Answer>(kind: QueryKind, timeout: number) {
      const id = String(4_000_000_000_000_000 + randomInt(2 ** 47))
      const answer = new Promise<Answer | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), timeout)
        const settle = (value: unknown): void => {
          clearTimeout(timer)
          resolve(value as Answer | undefined)
        }
        known.set(id, { kind, at: Date.now(), answered: false, unsure: false, settle })
      })
      return { id, answer }
    },
    answer(kind, id, answer) {
      const query = known.get(id)
      if (query?.kind !== kind) throw broken(TOO_OLD.slice('Bad Request: '.length))
      // The same text for both; that it came late may be nobody's fault, and so may a repeat after a lost answer.
      if (query.answered) throw new ApiError(400, TOO_OLD, !query.unsure)
      if (Date.now() - query.at > life) throw new ApiError(400, TOO_OLD, false)
      query.answered = true
      query.settle(answer)
    },
    unsure(id) {
      const query = known.get(id)
      if (query) query.unsure = true
    },
    close() {
      for (const query of known.values()) query.settle(undefined)
    },
  }
}
