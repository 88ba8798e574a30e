/** Whether a network is there is told as it is now, and in `/readyz` (README, "The chat page and the reader"). */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ChatAdapter } from '../../src/index.ts'
import { connect as connectDiscord } from './discord/connected.ts'
import { connect as connectTelegram } from './telegram/connected.ts'
import { smallCorpus, startPeer, startProgram, temporaryFolder, tidy } from './telegram/running.ts'

/** Milliseconds in which both libraries have noticed, and have tried again. */
const SOON = { timeout: 20_000, interval: 20 }

interface Connected {
  readonly adapter: ChatAdapter
  readonly peer: { disconnect(): Promise<void>; connect(): Promise<void> }
  close(): Promise<void>
}

let open: Connected | undefined
afterEach(async () => {
  await open?.close()
  open = undefined
  await tidy()
})

describe.each<[network: string, connect: () => Promise<Connected>]>([
  ['Telegram', connectTelegram],
  ['Discord', connectDiscord],
])('%s', (_, connect) => {
  test('is lost while it cannot be reached, and found again', async () => {
    open = await connect()
    const { adapter, peer } = open
    expect(adapter.isConnected()).toBe(true)
    await peer.disconnect()
    await vi.waitFor(() => expect(adapter.isConnected()).toBe(false), SOON)
    await peer.connect()
    await vi.waitFor(() => expect(adapter.isConnected()).toBe(true), SOON)
    await adapter.stop()
    expect(adapter.isConnected()).toBe(false)
  }, 60_000)
})

test('the program says so', async () => {
  const peer = await startPeer()
  const program = startProgram(peer, temporaryFolder(), { CORPUS_DIR: smallCorpus() })
  const states = async (): Promise<unknown> => {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(program.output()) ?? []
    if (address === undefined) throw new Error('the program has not said where it is')
    const answer = await fetch(`${address}/readyz`)
    const { checks } = (await answer.json()) as { readonly checks: Readonly<Record<string, string>> }
    return [answer.status, checks['telegram']]
  }
  await vi.waitFor(async () => expect(await states()).toEqual([200, 'connected']), SOON)
  await peer.disconnect()
  await vi.waitFor(async () => expect(await states()).toEqual([503, 'lost']), SOON)
  await peer.connect()
  await vi.waitFor(async () => expect(await states()).toEqual([200, 'connected']), SOON)
  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)
}, 90_000)
