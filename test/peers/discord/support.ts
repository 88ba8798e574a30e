/** A bot reduced to its HTTP calls and gateway frames, and the real discord.js, for the peer's own tests. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientOptions, Events, GatewayIntentBits } from 'discord.js'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import {
  type Channel,
  createDiscordPeer,
  type DiscordPeer,
  type Guild,
  type Payload,
  type PeerOptions,
  type User,
} from './index.ts'

export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs by route
  readonly body: any
  readonly headers: Headers
}

/** "POST /channels/1/messages" and a body. The authorization is the right one where it is due, unless given. */
export type BotCall = (request: string, body?: unknown, authorization?: string | null) => Promise<Reply>

export interface Scene {
  readonly peer: DiscordPeer
  readonly call: BotCall
  readonly guild: Guild
  readonly channel: Channel
  readonly user: User
}

/** What is to be ended before each peer: a bot ends before the server it is connected to. */
const bots = new WeakMap<DiscordPeer, (() => Promise<unknown>)[]>()

/**
 * A peer that is closed after the test, with a server, a channel and a person; without rate limits unless asked for.
 * Tests that run at the same time each give the `onTestFinished` of their own.
 */
export async function testPeer(
  options: PeerOptions = {},
  finished: (end: () => Promise<void>) => void = onTestFinished,
): Promise<Scene> {
  const peer = await createDiscordPeer({ rateLimits: false, ...options })
  const ends: (() => Promise<unknown>)[] = []
  bots.set(peer, ends)
  finished(async () => {
    // discord.js may wait long for a connection that it is just making.
    await Promise.race([Promise.all(ends.map((end) => end())), sleep(1000)])
    await peer.close()
  })
  const guild = peer.guild()
  const channel = peer.channel(guild)
  const user = peer.user()
  return { peer, guild, channel, user, call: callsTo(peer) }
}

export function callsTo(peer: DiscordPeer): BotCall {
  return async (request, body, authorization) => {
    const [method = '', path = ''] = request.split(' ')
    const open = /^\/(interactions|webhooks)\//.test(path)
    const given = authorization === undefined ? (open ? null : `Bot ${peer.token}`) : authorization
    const response = await fetch(`${peer.root}/v10${path}`, {
      method,
      headers: {
        ...(given === null ? {} : { authorization: given }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type') === 'application/json'
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers }
  }
}

/** What an answer says is wrong, each as "path: message". */
export function complaints({ body }: Reply): string[] {
  const nested = (errors: Payload, path: string): string[] =>
    Object.entries(errors).flatMap(([key, value]) =>
      key === '_errors'
        ? value.map((one: Payload) => `${path || '/'}: ${one['message']}`)
        : nested(value, `${path}/${key}`),
    )
  return body?.errors ? nested(body.errors, '') : body?.message ? [body.message] : []
}

export interface Wire {
  readonly frames: Payload[]
  /** The code the connection was closed with. */
  readonly closed: Promise<number>
  send(frame: unknown): void
  /** Waits for the first frame like this one. */
  next(wanted: (frame: Payload) => boolean): Promise<Payload>
  close(code?: number): void
}

/** A plain connection to the gateway. */
export async function connectTo(peer: DiscordPeer, path: string = '?v=10&encoding=json'): Promise<Wire> {
  const socket = new WebSocket(`${peer.root.replace('http', 'ws').replace('/api', '/gateway')}${path}`)
  bots.get(peer)?.push(async () => socket.terminate())
  const frames: Payload[] = []
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.on('open', resolve))
  return {
    frames,
    closed,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async next(wanted) {
      await peer.until(() => frames.some(wanted), 5000, 'a frame')
      return frames.find(wanted) as Payload
    },
    close: (code = 1000) => socket.close(code),
  }
}

export const identify = (peer: DiscordPeer, more: Payload = {}): Payload => ({
  op: 2,
  d: { token: peer.token, intents: 1, properties: { os: 'linux', browser: 'x', device: 'x' }, ...more },
})

/** The real library, ready. Errors of its handlers are kept. */
export async function login(
  peer: DiscordPeer,
  prepare: (client: Client) => void = () => undefined,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; errors: unknown[] }> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    enforceNonce: true,
    ...options,
    rest: { api: peer.root, ...options.rest },
  })
  bots.get(peer)?.push(() => client.destroy())
  const errors: unknown[] = []
  client.on('error', (error) => errors.push(error))
  prepare(client)
  // Before `login`, which may well end after it.
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(peer.token)
  await ready
  return { client, errors }
}
