/** A whole Sanad over the contract's documents, in this process, connected to a local Discord. */
import { createDiscordAdapter, type DiscordOptions } from '../../../adapters/discord/adapter.ts'
import { createLog } from '../../../adapters/log.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { type ChatAdapter, createSanad, type Document, type Sanad, type Store } from '../../../src/index.ts'
import { contractCorpus } from '../../contract/corpus.ts'
import { createDiscordPeer, type DiscordPeer, type PeerOptions } from '../../peers/discord/index.ts'

export interface Connected {
  readonly peer: DiscordPeer
  readonly sanad: Sanad
  readonly store: Store
  readonly adapter: ChatAdapter
  /** Everything logged so far, and what was said to be fatal. */
  readonly logged: string[]
  /** Another instance of the program, on the same store unless told otherwise. Not started. */
  another(options?: Partial<DiscordOptions>): ChatAdapter
  /** Ends everything; fails when a rule of Discord's was broken, or anybody was pinged. */
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly peer?: PeerOptions
  readonly documents?: readonly Document[]
  /** Answers instead of Sanad's core. */
  readonly handle?: Sanad['handle']
  readonly options?: Partial<DiscordOptions>
}

export async function connect({
  peer: peerOptions = {},
  documents = contractCorpus(),
  handle,
  options = {},
}: ConnectOptions = {}): Promise<Connected> {
  const peer = await createDiscordPeer({ rateLimits: false, ...peerOptions })
  const store = await openStore({ file: ':memory:', now: Date.now })
  const sanad = createSanad({ store })
  sanad.load(documents)
  const logged: string[] = []
  const another = (more: Partial<DiscordOptions> = {}): ChatAdapter =>
    createDiscordAdapter({
      token: peer.token,
      apiRoot: peer.root,
      store,
      log: createLog('debug', { write: (line) => logged.push(line) }),
      language: 'ar',
      complete: sanad.complete,
      draw: async () => DOT,
      onFatal: (reason) => logged.push(reason),
      ...options,
      ...more,
    })
  const adapter = another()
  await adapter.start(handle ?? sanad.handle)
  return {
    peer,
    sanad,
    store,
    adapter,
    logged,
    another,
    async close() {
      await adapter.stop()
      await store.close()
      await peer.close()
      const broken = [...peer.violations, ...peer.mentions.map((mention) => `pinged ${mention}`)]
      if (broken.length > 0) throw new Error(`Discord's rules were broken:\n${broken.join('\n')}`)
    },
  }
}

/** A PNG of one pixel. */
export const DOT: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** Text as Discord's Markdown shows it: backslashes, quote bars and stars are not seen. */
export function seen(markdown: string): string {
  return markdown
    .replace(/^> /gm, '')
    .replace(/\*\*/g, '')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1')
}
