/**
 * discord.js as Sanad uses it: it pings nobody, repeats nothing by itself, gives every call and every connection an end, and survives
 * events that it cannot read.
 */
import {
  Client,
  DefaultRestOptions,
  GatewayIntentBits,
  REST,
  type RESTOptions,
  SimpleShardingStrategy,
  Status,
} from 'discord.js'
import type { Log } from '../../src/index.ts'
import { createDeadline } from '../chat/deadline.ts'

/** Milliseconds that are waited, where nothing else is said. */
export interface Patience {
  /** For a whole call, its answer's last byte included. */
  readonly call?: number
  /** For a rate limit inside the library; a longer one is told. */
  readonly limit?: number
  /** For the gateway's first word. */
  readonly hello?: number
  /** For another instance to finish what it is at work on, before it is taken up here. */
  readonly others?: number
  /** For the bytes of a file that somebody attached. */
  readonly file?: number
  /** For replies under way when Sanad stops. */
  readonly drain?: number
}

export interface Connection {
  readonly client: Client
  /** For every call of ours: the client's own loses its token whenever a login fails. */
  readonly rest: REST
  /** Whether the gateway is there now. */
  isConnected(): boolean
  /** Ends every connection, and every attempt at one; within some seconds, whatever the other side does. */
  end(): Promise<void>
}

/** What must be reached into, since the library keeps it to itself. */
interface Shard {
  internalConnect(): Promise<void>
  readonly connection: { onerror: unknown; terminate(): void } | null
}

/** Milliseconds for a connection to be closed politely. */
const POLITE = 1000

export function createConnection(
  { token, apiRoot }: { readonly token: string; readonly apiRoot: string },
  log: Log,
  patience: Patience = {},
): Connection {
  const { call = 10_000, limit = 5000, hello = 10_000 } = patience
  const options: Partial<RESTOptions> = {
    api: apiRoot,
    timeout: call,
    makeRequest: readWhole(call),
    // Repeating is ours: the library does it at once, and knows nothing of what was carried out.
    retries: 0,
    // The library counts answers to interactions too, which Discord does not; messages of the bot's own are few, and 429 tells.
    globalRequestsPerSecond: 1000,
    // Without a time the library would try again at once, and for ever.
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => retryAfter <= 0 || Math.max(timeToReset, retryAfter) > limit,
  }
  const rest = new REST(options).setToken(token)
  let shards: () => readonly Shard[] = () => []
  let ended = false
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    enforceNonce: true,
    ws: {
      buildStrategy(manager) {
        // A minute, if it were for the library.
        Object.assign(manager.options, { helloTimeout: hello })
        const strategy = new SimpleShardingStrategy(manager)
        // A login that is under way when the client is ended goes on by itself, up to its first connection.
        const { retrieveSessionInfo } = manager.options
        Object.assign(manager.options, {
          retrieveSessionInfo: (shard: number) => (ended ? new Promise<never>(() => {}) : retrieveSessionInfo(shard)),
        })
        shards = () => [...(strategy as unknown as { shards: ReadonlyMap<number, Shard> }).shards.values()]
        return strategy
      },
    },
    rest: options,
  })
  guard(client, log)
  return {
    client,
    rest,
    // The manager's own status stays at ready once it was.
    isConnected: () => client.ws.shards.size > 0 && client.ws.shards.every(({ status }) => status === Status.Ready),
    async end() {
      ended = true
      rest.clearHashSweeper()
      rest.clearHandlerSweeper()
      const open = shards()
      // One that waits to connect again does not hear that it is over, and would keep the process alive.
      for (const shard of open) shard.internalConnect = async () => {}
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, POLITE)
      })
      await Promise.race([client.destroy().catch(() => {}), late])
      clearTimeout(timer)
      for (const { connection } of open) {
        if (connection === null) continue
        connection.onerror = () => {}
        connection.terminate()
      }
    },
  }
}

/**
 * A whole answer, its last byte included, or an error. The library's own patience ends with the first byte; and of an answer that it
 * does not care to read it leaves the body behind, which ends the process when its connection breaks.
 */
function readWhole(milliseconds: number): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const end = createDeadline(milliseconds, [init.signal ?? undefined])
    try {
      const answer = await DefaultRestOptions.makeRequest(url, { ...init, signal: end.signal })
      const bytes = await answer.arrayBuffer()
      const { status, statusText, headers } = answer
      return new Response(bytes.byteLength > 0 ? bytes : null, { status, statusText, headers })
    } finally {
      end.clear()
    }
  }
}

/** An event without a field that the library counts on makes it throw where nobody catches, which would end the process. */
function guard(client: Client, log: Log): void {
  const manager = client.ws as unknown as { handlePacket(packet: unknown, shard: unknown): boolean }
  const handlePacket = manager.handlePacket.bind(manager)
  manager.handlePacket = (packet, shard) => {
    try {
      return handlePacket(packet, shard)
    } catch (error) {
      log.warn({ error }, 'discord: the library could not read an event')
      return false
    }
  }
}
