/**
 * A Discord for tests: to a bot the REST API and the gateway, to a test servers with people in them.
 * It keeps a record of everything on the wire, and a list of every rule the bot broke.
 */

import { createFaults } from '../faults.ts'
import { createWaiting } from '../waiting.ts'
import { createCalls } from './calls.ts'
import { createGateway } from './gateway.ts'
import { createPeople, type People } from './people.ts'
import { createRoutes } from './routes/index.ts'
import { loadSchemas } from './schema.ts'
import { type DiscordServer, startServer } from './server.ts'
import { describeCalls } from './summary.ts'
import type { Channel, Command, Faults, GatewayFaults, PeerOptions, SentMessage, User, WireCall } from './types.ts'
import { type Application, createWorld, type World } from './world.ts'

export { PERMISSIONS } from './permissions.ts'
export type * from './types.ts'

export interface DiscordPeer extends People {
  /** What DISCORD_API_ROOT is set to, and `rest.api` of discord.js, which appends `/v10`. */
  readonly root: string
  readonly token: string
  readonly application: Application
  readonly me: User
  /** Sends any event to every session. */
  dispatch(event: string, data: object): void
  /** REST calls and the frames that came from bots, in the order of the wire. */
  readonly record: readonly WireCall[]
  /** Every rule the bot broke, as "method path: reason". Tests assert that it is empty. */
  readonly violations: readonly string[]
  /** Calls refused for the state of the world, not for a mistake: deleted, not permitted, too late, a second time. */
  readonly refusals: readonly string[]
  /** Calls refused with 429 by the rate limits. */
  readonly floods: number
  /** Every mention that really pinged somebody. Tests assert that it is empty. */
  readonly mentions: readonly string[]
  /** Every link in a text that Discord shows a preview of. */
  readonly unfurls: readonly string[]
  /** What everybody in the channel sees of the bot. */
  sent(channel: Channel): SentMessage[]
  /** What only this person sees. */
  ephemeral(user: User): SentMessage[]
  allSent(): SentMessage[]
  /** As registered, by scope: `global`, or the id of a guild. */
  readonly commands: ReadonlyMap<string, readonly Command[]>
  until(condition: () => boolean, timeout?: number, what?: string): Promise<void>
  readonly faults: Faults
  readonly gateway: GatewayFaults
  /** As if there were no network: connections end, and new ones are refused until `connect`. */
  disconnect(): Promise<void>
  connect(): Promise<void>
  close(): Promise<void>
}

export async function createDiscordPeer(options: PeerOptions = {}): Promise<DiscordPeer> {
  const schemas = await loadSchemas()
  const record: WireCall[] = []
  const { rateLimits = { scale: 1 }, heartbeatInterval = 41_250, port = 0 } = options
  const waiting = createWaiting('Discord', () =>
    [
      describeCalls(record),
      `violations: ${JSON.stringify(calls.violations)}`,
      `refusals: ${JSON.stringify(calls.refusals)}`,
      `gateway: ${gateway.sessions} sessions, ${gateway.identifies.length} identified, ${gateway.resumes.length} resumed`,
    ].join('\n'),
  )
  let server: DiscordServer | undefined
  const url = (): string => `ws://127.0.0.1:${server?.port}/gateway`
  const gateway = createGateway({
    world: (): World => world,
    calls: () => calls,
    record,
    changed: waiting.changed,
    url,
    heartbeatInterval,
    identifyEvery: rateLimits ? 5000 / rateLimits.scale : 0,
  })
  const origin = (): string => `http://127.0.0.1:${server?.port}`
  const world = createWorld(options, gateway.dispatch, waiting.changed, origin)
  const calls = createCalls(world, schemas)
  const routes = createRoutes(world, () => ({ url: url(), identifiesLeft: gateway.identifiesLeft }))
  const faults = createFaults(waiting.changed)
  const { changed } = waiting
  server = await startServer({ world, routes, calls, faults, record, changed, port, upgrade: gateway.upgrade })
  const { root, close, open } = server
  const { channels } = world

  return {
    ...createPeople(world, waiting, gateway.announceGuild),
    root,
    token: world.token,
    application: world.application,
    me: world.me,
    dispatch: (event, data) => gateway.dispatch(event, data),
    record,
    violations: calls.violations,
    refusals: calls.refusals,
    get floods() {
      return calls.floods
    },
    mentions: world.mentions,
    unfurls: world.unfurls,
    sent: (channel) =>
      channels.sent((stored) => stored.channel.channel.id === channel.id && stored.ephemeralFor === undefined),
    ephemeral: (user) => channels.sent((stored) => stored.ephemeralFor === user.id),
    allSent: () => channels.sent(),
    commands: world.commands.scopes,
    until: waiting.until,
    faults,
    gateway,
    disconnect: close,
    connect: open,
    async close() {
      world.interactions.close()
      gateway.stop()
      await close()
    },
  }
}
