/** A whole Sanad over the contract's documents, in this process, connected to a local Telegram. */
import { createLog } from '../../../adapters/log.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { createTelegramAdapter, type TelegramOptions } from '../../../adapters/telegram/adapter.ts'
import { type ChatAdapter, createSanad, type Document, type Sanad, type Store } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { createTelegramPeer, type PeerOptions, type TelegramPeer } from '../../peers/telegram/index.ts'
import { drawDot } from './charts.ts'

/** Waiting for Telegram's limits would only take time; they have tests of their own. */
export const UNLIMITED = { chat: { count: 1000, span: 1 }, group: { count: 1000, span: 1 }, apart: 0 }

export interface Connected {
  readonly peer: TelegramPeer
  readonly sanad: Sanad
  readonly store: Store
  readonly adapter: ChatAdapter
  /** Everything logged so far, and what was said to be fatal. */
  readonly logged: string[]
  /** Ends everything; fails when a rule of Telegram's was broken. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly peer?: PeerOptions
  readonly documents?: readonly Document[]
  /** Answers instead of Sanad's core. */
  readonly handle?: Sanad['handle']
  readonly draw?: TelegramOptions['draw']
}

export async function connect({
  peer: options = {},
  documents = contractCorpus(),
  handle,
  draw = drawDot,
}: ConnectOptions = {}): Promise<Connected> {
  const peer = await createTelegramPeer({
    flood: false,
    ...options,
    bot: { can_read_all_group_messages: true, ...options.bot },
  })
  const store = await openStore({ file: ':memory:', now: Date.now })
  const sanad = createSanad({ store })
  sanad.load(documents)
  const logged: string[] = []
  const adapter = createTelegramAdapter({
    token: peer.token,
    apiRoot: peer.root,
    store,
    log: createLog('debug', { write: (line) => logged.push(line) }),
    language: 'ar',
    quotes: sanad.quotes,
    draw,
    onFatal: (reason) => logged.push(reason),
    limits: UNLIMITED,
  })
  await adapter.start(handle ?? sanad.handle)
  return {
    peer,
    sanad,
    store,
    adapter,
    logged,
    async close() {
      await adapter.stop()
      await store.close()
      await peer.close()
      if (peer.violations.length > 0) throw new Error(`Telegram's rules were broken:\n${peer.violations.join('\n')}`)
    },
  }
}
