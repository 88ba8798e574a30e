/** Gateway sessions: what each was sent, so that one that lost its connection can have the rest after RESUME. */
import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'

export interface Session {
  readonly id: string
  readonly intents: number
  sequence: number
  readonly sent: { readonly sequence: number; readonly frame: string }[]
  socket: WebSocket | undefined
}

export interface Sessions {
  open(intents: number, socket: WebSocket): Session
  find(id: unknown): Session | undefined
  /** The one on this connection. */
  on(socket: WebSocket): Session | undefined
  forget(session: Session): void
  emit(session: Session, event: string, data: unknown): void
  /** Sends again what came after `sequence`. */
  replay(session: Session, sequence: number): void
  readonly all: ReadonlySet<Session>
}

const OPEN = 1

export function createSessions(): Sessions {
  const all = new Set<Session>()
  const deliver = ({ socket }: Session, frame: string): void => {
    if (socket?.readyState === OPEN) socket.send(frame)
  }
  return {
    all,
    open(intents, socket) {
      const session: Session = { id: randomBytes(16).toString('hex'), intents, sequence: 0, sent: [], socket }
      all.add(session)
      return session
    },
    find: (id) => [...all].find((session) => session.id === id),
    on: (socket) => [...all].find((session) => session.socket === socket),
    forget: (session) => {
      all.delete(session)
    },
    emit(session, event, data) {
      session.sequence += 1
      const frame = JSON.stringify({ op: 0, t: event, s: session.sequence, d: data })
      session.sent.push({ sequence: session.sequence, frame })
      deliver(session, frame)
    },
    replay(session, sequence) {
      for (const one of session.sent) if (one.sequence > sequence) deliver(session, one.frame)
    },
  }
}
