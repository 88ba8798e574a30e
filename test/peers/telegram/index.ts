/**
 * A Telegram for tests: to a bot an HTTP server that behaves as api.telegram.org, to a test a group of people.
 * It keeps a record of everything on the wire, and a list of every rule the bot broke.
 */
import type { TelegramWebhookInfo } from '@gramio/types'
import { createFaults } from '../faults.ts'
import { createWaiting } from '../waiting.ts'
import { createCalls } from './calls.ts'
import { createPeople, type People } from './people.ts'
import { loadSchemas } from './schema.ts'
import { startServer, type TelegramServer } from './server.ts'
import { describeCalls } from './summary.ts'
import { findEntities } from './text.ts'
import type { BotAction, Chat, Faults, PeerOptions, SentMessage, User, WireCall } from './types.ts'
import { createWorld } from './world.ts'

export type * from './types.ts'

export interface TelegramPeer extends People {
  /** What TELEGRAM_API_ROOT is set to. */
  readonly root: string
  readonly token: string
  readonly me: User
  /** Queues any update, whatever its form; an `update_id` is given when absent. */
  push(update: object): number
  /** Delivers the same update once more, whatever was confirmed. */
  redeliver(update_id: number): void
  /** Reverses the next batch of several. */
  shuffleNext(): void
  /** Leaves a gap in the ids. */
  skipIds(count: number): void
  readonly record: readonly WireCall[]
  /** Every rule the bot broke, as "method path: reason". Tests assert that it is empty. */
  readonly violations: readonly string[]
  /** Calls refused for the state of the world, not for a mistake: blocked, migrated, gone, too old, not modified. */
  readonly refusals: readonly string[]
  /** Messages refused with 429 by the flood limits. */
  readonly floods: number
  sent(chat: Chat): SentMessage[]
  allSent(): SentMessage[]
  until(condition: () => boolean, timeout?: number, what?: string): Promise<void>
  readonly faults: Faults
  /** By "scope/language", e.g. `default/`, `default/ar`, `chat:-100123/`. */
  readonly commands: ReadonlyMap<string, unknown>
  /** Names and descriptions, by "field/language", e.g. `description/ar`. */
  readonly profile: ReadonlyMap<string, unknown>
  readonly actions: readonly BotAction[]
  /** Updates not yet confirmed. */
  readonly pending: number
  readonly webhookInfo: TelegramWebhookInfo
  /** As if there were no network: connections end, and new ones are refused until `connect`. */
  disconnect(): Promise<void>
  connect(): Promise<void>
  /** Sends webhook bodies in two pieces, cut within a letter of several bytes. */
  splitWebhookBody(on: boolean): void
  close(): Promise<void>
}

export async function createTelegramPeer(options: PeerOptions = {}): Promise<TelegramPeer> {
  const schemas = await loadSchemas()
  // Loads TDLib before the first call needs it.
  findEntities('')
  let server: TelegramServer | undefined
  const waiting = createWaiting('Telegram', () =>
    [
      describeCalls(server?.record ?? []),
      `violations: ${JSON.stringify(calls.violations)}`,
      `refusals: ${JSON.stringify(calls.refusals)}`,
      `updates not confirmed: ${world.updates.pending}`,
    ].join('\n'),
  )
  const world = createWorld(options, (method, payload) => server?.execute(method, payload), waiting.changed)
  const calls = createCalls(world, schemas)
  const faults = createFaults(waiting.changed)
  const { updates, chats } = world
  server = await startServer({ world, schemas, calls, faults, changed: waiting.changed, port: options.port ?? 0 })
  const { root, record, close, open } = server

  return {
    ...createPeople(world),
    root,
    token: world.token,
    me: world.me,
    push: updates.push,
    redeliver: updates.redeliver,
    shuffleNext: updates.shuffleNext,
    skipIds: updates.skip,
    record,
    violations: calls.violations,
    refusals: calls.refusals,
    get floods() {
      return calls.floods
    },
    sent: (chat) => chats.sent(chats.state(chat)),
    allSent: () => chats.sent(),
    until: waiting.until,
    faults,
    commands: world.commands,
    profile: world.profile,
    actions: world.actions,
    get pending() {
      return updates.pending
    },
    get webhookInfo() {
      return world.webhook.info()
    },
    disconnect: close,
    connect: open,
    splitWebhookBody: (on) => {
      world.webhook.split = on
    },
    async close() {
      world.webhook.close()
      world.queries.close()
      updates.interrupt('close')
      await close()
    },
  }
}
