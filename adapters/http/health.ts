/** Whether Sanad can answer now, for whoever decides where questions are sent. It tells the world no reasons: those are in the log. */
import type { ChatAdapter, Store } from '../../src/index.ts'
import { within } from './within.ts'

/** How starting a network went. `failed`: it could not start, or gave up. */
export type StartState = 'starting' | 'connected' | 'failed'
/** `lost`: it was connected, and tries to be again. */
export type AdapterState = StartState | 'lost'

export interface Readiness {
  readonly ready: boolean
  /** By name: `corpus`, `store`, and every chat network that is set up. */
  readonly checks: Readonly<Record<string, AdapterState | 'loaded' | 'empty' | 'writable' | 'failed'>>
}

export interface ReadinessParts {
  readonly store: Pick<Store, 'check'>
  /** How many documents of the operator's are loaded. One is enough; without any, every answer would be "not found". */
  readonly documents: number
  readonly adapters: Readonly<Partial<Record<ChatAdapter['platform'], AdapterState>>>
  /** Milliseconds after which a store that says nothing counts as failed. */
  readonly patience?: number
}

/** What is asked of us seldom waits longer than this itself. */
const PATIENCE = 2_000

/** Looks at everything that an answer needs; ready when all of it is well. Writes to the store. Never rejects. */
export async function readiness({
  store,
  documents,
  adapters,
  patience = PATIENCE,
}: ReadinessParts): Promise<Readiness> {
  const isWritable = (await within(patience, () => store.check())) !== undefined
  return {
    ready: documents > 0 && isWritable && Object.values(adapters).every((state) => state === 'connected'),
    checks: {
      corpus: documents > 0 ? 'loaded' : 'empty',
      store: isWritable ? 'writable' : 'failed',
      ...adapters,
    },
  }
}
