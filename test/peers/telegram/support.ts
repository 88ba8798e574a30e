/** A bot reduced to its HTTP calls, for the peer's own tests. */
import { afterEach } from 'vitest'
import { createTelegramPeer, type Payload, type PeerOptions, type TelegramPeer } from './index.ts'

export interface Reply {
  readonly ok: boolean
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs by method
  readonly result?: any
  readonly error_code?: number
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number }
}

export type BotCall = (method: string, payload?: Payload) => Promise<Reply>

const open: TelegramPeer[] = []

/** A peer that is closed after the test, without flood limits unless asked for. */
export async function testPeer(options: PeerOptions = {}): Promise<{ peer: TelegramPeer; call: BotCall }> {
  const peer = await createTelegramPeer({ flood: false, ...options })
  open.push(peer)
  return { peer, call: async (method, payload) => (await post(peer, method, payload)).json() as Promise<Reply> }
}

export function post(
  peer: TelegramPeer,
  method: string,
  payload: Payload = {},
  init: RequestInit = {},
): Promise<Response> {
  return fetch(`${peer.root}/bot${peer.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
    ...init,
  })
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()))
})
