/**
 * The gateway:
 * - HELLO first, then IDENTIFY or RESUME, once (4003, 4005); a wrong token is 4004, intents 4013 and 4014;
 * - READY with guilds still unavailable, then GUILD_CREATE for each; every dispatch has the next number of its session;
 * - RESUME replays what came after the given number; an unknown session is told so (op 9), a number ahead of ours is 4007;
 * - one IDENTIFY in 5 s, 120 frames a minute (4008), 4096 bytes a frame (4002), heartbeats in time (4009);
 * - a session ends when the bot closes with 1000 or 1001, and with the codes that say so; else it can be resumed.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Calls } from './calls.ts'
import { channelData, type GuildState, guildData, isThread, memberData } from './channels.ts'
import { createSessions, type Session } from './sessions.ts'
import type { GatewayFaults, Payload, WireCall } from './types.ts'
import type { World } from './world.ts'

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const
const NAMES: Record<number, string> = {
  1: 'HEARTBEAT',
  2: 'IDENTIFY',
  3: 'PRESENCE_UPDATE',
  4: 'VOICE_STATE_UPDATE',
  6: 'RESUME',
  8: 'REQUEST_GUILD_MEMBERS',
}
const CLOSES: Record<number, string> = {
  4001: 'Unknown opcode.',
  4002: 'Error while decoding payload.',
  4003: 'Not authenticated.',
  4004: 'Authentication failed.',
  4005: 'Already authenticated.',
  4007: 'Invalid seq.',
  4008: 'Rate limited.',
  4009: 'Session timed out.',
  4010: 'Invalid shard.',
  4012: 'Invalid API version.',
  4013: 'Invalid intent(s).',
  4014: 'Disallowed intent(s).',
}
/** After these the session cannot be resumed. */
const FINAL = new Set([1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014])
const INTENTS = { guilds: 1, members: 1 << 1, presences: 1 << 8, content: 1 << 15 }
const PRIVILEGED = INTENTS.members | INTENTS.presences | INTENTS.content
/** Bits 0–16, 20, 21, 24 and 25 are in use. */
const KNOWN_INTENTS = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25)
const MOST_FRAMES = 120
const LARGEST_FRAME = 4096

export interface Gateway extends GatewayFaults {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  dispatch(event: string, data: object, intents?: number): void
  announceGuild(guild: GuildState): void
  readonly identifiesLeft: number
  stop(): void
}

export interface GatewayParts {
  readonly world: () => World
  readonly calls: () => Calls
  readonly record: WireCall[]
  readonly changed: () => void
  readonly url: () => string
  readonly heartbeatInterval: number
  /** ms between two identifies. */
  readonly identifyEvery: number
}

interface Connection {
  frames: number
  lastBeat: number
}

export function createGateway(parts: GatewayParts): Gateway {
  const { world, calls, record, changed, heartbeatInterval } = parts
  const sessions = createSessions()
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const connections = new Map<WebSocket, Connection>()
  const identifies: Payload[] = []
  const resumes: Payload[] = []
  let nextIdentify = 0
  let heartbeats = 0
  let mute = false
  let withhold = false

  const send = (socket: WebSocket, op: number, d: unknown): void =>
    socket.send(JSON.stringify({ op, d, s: null, t: null }))
  const end = (socket: WebSocket, code: number): void => {
    const session = sessions.on(socket)
    if (session) {
      session.socket = undefined
      if (FINAL.has(code)) sessions.forget(session)
    }
    socket.close(code, CLOSES[code] ?? '')
    changed()
  }
  const connected = (): Session[] => [...sessions.all].filter(({ socket }) => socket !== undefined)

  const guildCreate = (state: GuildState): Payload => {
    const { me, channels } = world()
    const own = [...channels.all.values()].filter(({ guild, removed }) => guild === state && !removed)
    const member = state.members.get(me.id)
    return {
      ...guildData(state),
      joined_at: member?.joined_at,
      large: false,
      unavailable: false,
      member_count: state.members.size,
      voice_states: [],
      members: member ? [memberData(member)] : [],
      channels: own.filter(({ channel }) => !isThread(channel)).map((channel) => channelData(channel, me)),
      threads: own.filter(({ channel }) => isThread(channel)).map((channel) => channelData(channel, me)),
      presences: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    }
  }
  const identify = (socket: WebSocket, d: Payload) => {
    const { token, options, me, application, channels } = world()
    const { token: given, ...rest } = d
    identifies.push(rest)
    if (given !== token) return end(socket, 4004)
    const { intents, shard, properties, compress } = d
    if (!Number.isInteger(intents) || intents < 0 || (intents & ~KNOWN_INTENTS) !== 0) {
      calls().broke('GATEWAY 2 IDENTIFY /intents: not a sum of known intents')
      return end(socket, 4013)
    }
    if ((intents & PRIVILEGED & ~(options.privilegedIntents ?? 0)) !== 0) return end(socket, 4014)
    if (shard !== undefined && !(Array.isArray(shard) && shard.length === 2 && shard[0] < shard[1]))
      return end(socket, 4010)
    if (typeof properties?.os !== 'string' || typeof properties?.browser !== 'string') {
      calls().broke('GATEWAY 2 IDENTIFY /properties: os and browser are required')
      return end(socket, 4002)
    }
    if (compress) calls().broke('GATEWAY 2 IDENTIFY /compress: not implemented by the peer')
    const now = Date.now()
    if (now < nextIdentify) {
      calls().refuse('GATEWAY 2 IDENTIFY: one in 5 s')
      return send(socket, OP.invalid, false)
    }
    nextIdentify = now + parts.identifyEvery
    const session = sessions.open(intents, socket)
    const guilds = [...channels.guilds.values()].filter(({ left }) => !left)
    sessions.emit(session, 'READY', {
      v: 10,
      user: me,
      guilds: guilds.map(({ guild }) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `${parts.url()}/resume`,
      application: { id: application.id, flags: application.flags },
      session_type: 'normal',
      user_settings: {},
      relationships: [],
      private_channels: [],
      presences: [],
      guild_join_requests: [],
      ...(shard === undefined ? {} : { shard }),
    })
    for (const guild of guilds) {
      if (!guild.unavailable && intents & INTENTS.guilds) sessions.emit(session, 'GUILD_CREATE', guildCreate(guild))
    }
  }
  const resume = (socket: WebSocket, d: Payload) => {
    const { token, ...rest } = d
    resumes.push(rest)
    if (token !== world().token) return end(socket, 4004)
    const session = sessions.find(d['session_id'])
    if (!session) return send(socket, OP.invalid, false)
    if (!Number.isInteger(d['seq']) || d['seq'] > session.sequence) {
      sessions.forget(session)
      return end(socket, 4007)
    }
    const before = session.socket
    session.socket = socket
    if (before && before !== socket) before.close(4000)
    sessions.replay(session, d['seq'])
    sessions.emit(session, 'RESUMED', {})
  }
  const heartbeat = (socket: WebSocket, connection: Connection, d: unknown) => {
    heartbeats += 1
    connection.lastBeat = Date.now()
    const session = sessions.on(socket)
    const ahead = session && typeof d === 'number' && d > session.sequence
    if (ahead || (d !== null && d !== undefined && !Number.isInteger(d))) {
      calls().broke(`GATEWAY 1 HEARTBEAT /: ${String(d)} is not a number that was sent`)
    }
    if (!mute) send(socket, OP.ack, null)
  }
  const members = (session: Session, d: Payload) => {
    const guild = world().channels.guilds.get(String(d['guild_id']))
    if (!guild) return
    const ids: readonly string[] | undefined = d['user_ids'] && [d['user_ids']].flat()
    const found = [...guild.members.values()].filter(({ user }) =>
      ids ? ids.includes(user.id) : user.username.startsWith(d['query'] ?? ''),
    )
    sessions.emit(session, 'GUILD_MEMBERS_CHUNK', {
      guild_id: guild.guild.id,
      members: found.map(memberData),
      chunk_index: 0,
      chunk_count: 1,
      not_found: ids?.filter((id) => !guild.members.has(id)) ?? [],
      ...(d['nonce'] === undefined ? {} : { nonce: d['nonce'] }),
    })
  }
  const receive = (socket: WebSocket, connection: Connection, raw: Buffer) => {
    connection.frames += 1
    if (connection.frames > MOST_FRAMES) {
      calls().broke(`GATEWAY: more than ${MOST_FRAMES} frames in a minute`)
      return end(socket, 4008)
    }
    const frame = raw.length > LARGEST_FRAME ? undefined : parsed(raw)
    const op = frame?.['op']
    note(op, frame, raw)
    if (typeof op !== 'number') {
      calls().broke(
        `GATEWAY: a frame ${raw.length > LARGEST_FRAME ? `of ${raw.length} bytes` : 'that is not JSON with an op'}`,
      )
      return end(socket, 4002)
    }
    const d = frame?.['d']
    if (op === OP.heartbeat) return heartbeat(socket, connection, d)
    const session = sessions.on(socket)
    if (op === OP.identify || op === OP.resume) {
      if (session) return end(socket, 4005)
      return op === OP.identify ? identify(socket, d ?? {}) : resume(socket, d ?? {})
    }
    if (NAMES[op] === undefined) {
      calls().broke(`GATEWAY ${op}: not an op of bots`)
      return end(socket, 4001)
    }
    if (!session) {
      calls().broke(`GATEWAY ${op} ${NAMES[op]}: before IDENTIFY`)
      return end(socket, 4003)
    }
    if (op === OP.members) members(session, d ?? {})
  }
  const note = (op: unknown, frame: Payload | undefined, raw: Buffer): void => {
    const { token: _, ...d } = typeof frame?.['d'] === 'object' && frame['d'] !== null ? frame['d'] : {}
    const plain = typeof frame?.['d'] === 'object' && frame['d'] !== null ? d : frame?.['d']
    record.push({
      at: Date.now(),
      method: `GATEWAY ${String(op)} ${NAMES[Number(op)] ?? '?'}`,
      path: '/gateway',
      query: {},
      payload: { op, d: plain },
      raw,
      headers: {},
      status: 101,
      response: undefined,
      ended: Date.now(),
      applied: true,
      violations: [],
    })
  }
  const welcome = (socket: WebSocket, url: URL) => {
    if (url.searchParams.get('v') !== '10') return end(socket, 4012)
    const wrong = [...url.searchParams].filter(
      ([name, value]) => name !== 'v' && (name !== 'encoding' || value !== 'json'),
    )
    for (const [name, value] of wrong) calls().broke(`GATEWAY /?${name}=${value}: not implemented by the peer`)
    const connection: Connection = { frames: 0, lastBeat: Date.now() }
    connections.set(socket, connection)
    const minute = setInterval(() => {
      connection.frames = 0
    }, 60_000)
    // Twice the interval, and time for a machine that is busy with other tests.
    const patience = 2 * heartbeatInterval + 2000
    const watch = setInterval(() => {
      if (withhold || Date.now() - connection.lastBeat < patience) return
      calls().refuse('GATEWAY: no heartbeat in time')
      end(socket, 4009)
    }, heartbeatInterval)
    socket.on('message', (data: RawData) => {
      receive(socket, connection, data as Buffer)
      changed()
    })
    socket.on('error', () => undefined)
    socket.on('close', (code) => {
      clearInterval(minute)
      clearInterval(watch)
      connections.delete(socket)
      const session = sessions.on(socket)
      if (session) {
        session.socket = undefined
        if (code === 1000 || code === 1001) sessions.forget(session)
      }
      changed()
    })
    if (!withhold) send(socket, OP.hello, { heartbeat_interval: heartbeatInterval })
  }
  const everywhere = (act: (socket: WebSocket) => void): void => {
    for (const socket of [...connections.keys()]) act(socket)
  }

  return {
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://peer')
      if (!/^\/gateway(\/resume)?\/?$/.test(url.pathname)) return void socket.destroy()
      server.handleUpgrade(request, socket, head, (upgraded) => welcome(upgraded, url))
    },
    dispatch(event, data, intents = 0) {
      for (const session of sessions.all) {
        if (intents === 0 || (session.intents & intents) !== 0) sessions.emit(session, event, data)
      }
    },
    announceGuild(guild) {
      for (const session of sessions.all) {
        if (session.intents & INTENTS.guilds) sessions.emit(session, 'GUILD_CREATE', guildCreate(guild))
      }
    },
    reconnect: () => everywhere((socket) => send(socket, OP.reconnect, null)),
    invalidSession(resumable) {
      for (const session of [...sessions.all]) {
        const { socket } = session
        if (!resumable) sessions.forget(session)
        // A resumed one is bound to its connection again; until then it has none.
        else session.socket = undefined
        if (socket) send(socket, OP.invalid, resumable)
      }
    },
    close: (code) => everywhere((socket) => end(socket, code)),
    stop() {
      everywhere((socket) => socket.terminate())
      server.close()
    },
    reset: () =>
      everywhere((socket) => {
        const session = sessions.on(socket)
        if (session) session.socket = undefined
        ;(socket as unknown as { _socket?: { resetAndDestroy(): void } })._socket?.resetAndDestroy()
      }),
    muteAcks: (on) => {
      mute = on
    },
    withholdHello: (on) => {
      withhold = on
    },
    sendRaw: (text) => everywhere((socket) => socket.send(text)),
    requestHeartbeat: () => everywhere((socket) => send(socket, OP.heartbeat, null)),
    expireSessions: () => {
      for (const session of [...sessions.all]) sessions.forget(session)
    },
    get sessions() {
      return connected().length
    },
    identifies,
    resumes,
    get heartbeats() {
      return heartbeats
    },
    get identifiesLeft() {
      return Math.max(0, 1000 - identifies.length)
    },
  }
}

function parsed(raw: Buffer): Payload | undefined {
  try {
    const frame: unknown = JSON.parse(raw.toString('utf8'))
    return typeof frame === 'object' && frame !== null ? frame : undefined
  } catch {
    return undefined
  }
}
