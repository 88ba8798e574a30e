/** `sanad doctor` against the local platforms: what it finds, and that it says what to do. */

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { examineClock } from '../../adapters/chat/clock.ts'
import { type Config, readConfig } from '../../adapters/config.ts'
import { examine } from '../../adapters/doctor.ts'
import { createSanad, type Finding } from '../../src/index.ts'
import { createDiscordPeer } from '../peers/discord/index.ts'
import { createTelegramPeer, type TelegramPeer } from '../peers/telegram/index.ts'

const corpus = join(import.meta.dirname, '../../corpus')
const folder = mkdtempSync(join(tmpdir(), 'sanad-doctor-'))
afterAll(() => rmSync(folder, { recursive: true }))
let peers: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const peer of peers) await peer.close()
  peers = []
})

const telegram = async (...options: Parameters<typeof createTelegramPeer>): Promise<TelegramPeer> => {
  const peer = await createTelegramPeer(...options)
  peers.push(peer)
  return peer
}
const config = (environment: Record<string, string>): Config => readConfig({ DATA_DIR: folder, ...environment })
const of = ({ token, root }: TelegramPeer, more: Record<string, string> = {}): Config =>
  config({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root, ...more })
const findings = (settings: Config, folders: readonly string[] = [corpus]): Promise<Finding[]> =>
  examine(settings, createSanad(), folders)
const about = (all: readonly Finding[], what: string): Finding | undefined =>
  all.find((one) => one.about.includes(what))

describe('Telegram', () => {
  test('all is well with a bot that hears everything', async () => {
    const peer = await telegram({ bot: { can_read_all_group_messages: true } })
    const all = await findings(of(peer))
    expect(all.filter(({ level }) => level !== 'good')).toEqual([
      expect.objectContaining({ about: 'Discord', level: 'warning' }),
    ])
    expect(about(all, 'token')?.says).toContain('@sanad_bot')
    expect(peer.violations).toEqual([])
  })
  test('privacy mode and inline mode that is off are told, with the remedy', async () => {
    const peer = await telegram({ bot: { can_read_all_group_messages: false, supports_inline_queries: false } })
    const all = await findings(of(peer))
    expect(about(all, 'privacy')).toMatchObject({ level: 'warning', remedy: expect.stringContaining('/setprivacy') })
    expect(about(all, 'inline')).toMatchObject({ level: 'warning', remedy: expect.stringContaining('/setinline') })
  })
  test('a token that is refused is an error, and is not repeated', async () => {
    const peer = await telegram()
    const token = `999999:${'B'.repeat(35)}`
    const all = await findings(of(peer, { TELEGRAM_BOT_TOKEN: token }))
    expect(about(all, 'token')).toMatchObject({ level: 'error', says: 'refused' })
    expect(JSON.stringify(all)).not.toContain(token)
  })
  test('a server that is not there is an error', async () => {
    const all = await findings(
      config({ TELEGRAM_BOT_TOKEN: `999999:${'B'.repeat(35)}`, TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }),
    )
    expect(about(all, 'connection')).toMatchObject({ level: 'error' })
  })
  test('a webhook that keeps polling out is told', async () => {
    const peer = await telegram()
    await fetch(`${peer.root}/bot${peer.token}/setWebhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'http://127.0.0.1:9/elsewhere' }),
    })
    expect(about(await findings(of(peer)), 'webhook')).toMatchObject({ level: 'warning' })
  })
  test('a group that the bot was removed from is told', async () => {
    const peer = await telegram()
    const settings = of(peer, { DATA_DIR: join(folder, 'known') })
    const group = peer.group()
    const { openStore } = await import('../../adapters/store/store.ts')
    const store = await openStore({ file: join(settings.data, 'sanad.db'), now: Date.now })
    const address = { platform: 'telegram', conversation: String(group.id) }
    await store.outbox.put({ address, subject: 's', posts: [{ payload: '{}', key: 'k' }] })
    await store.close()
    expect(about(await findings(settings), 'group')).toMatchObject({ level: 'good' })
    peer.setMember(group, peer.me, 'kicked')
    expect(about(await findings(settings), 'group')).toMatchObject({ level: 'warning' })
  })
})

describe('Discord', () => {
  test('is looked at as well', async () => {
    const peer = await createDiscordPeer()
    peers.push(peer)
    const all = await findings(config({ DISCORD_BOT_TOKEN: peer.token, DISCORD_API_ROOT: peer.root }))
    expect(about(all, 'Discord, token')).toMatchObject({ level: 'good' })
    expect(about(all, 'Discord, intents')).toMatchObject({ level: 'good' })
    expect(about(all, 'Discord, commands')).toMatchObject({ level: 'warning' })
    expect(peer.violations).toEqual([])
  })
  test('a token that is refused is an error, and is not repeated', async () => {
    const peer = await createDiscordPeer()
    peers.push(peer)
    const token = `${'M'.repeat(26)}.${'G'.repeat(6)}.${'x'.repeat(30)}`
    const all = await findings(config({ DISCORD_BOT_TOKEN: token, DISCORD_API_ROOT: peer.root }))
    expect(about(all, 'Discord, token')).toMatchObject({ level: 'error', says: 'refused' })
    expect(JSON.stringify(all)).not.toContain(token)
  })
})

describe('what every network needs', () => {
  test('a folder without documents is an error', async () => {
    expect(about(await findings(config({}), [folder]), 'corpus')).toMatchObject({ level: 'error' })
  })
  test('a store that cannot be opened is an error', async () => {
    const settings = config({ DATA_DIR: '/dev/null/x' })
    expect(about(await findings(settings), 'store')).toMatchObject({ level: 'error' })
  })
  test('a clock that is off is told, by how much', async () => {
    const server = createServer((_, response) => {
      response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString())
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const [clock] = await examineClock(`http://127.0.0.1:${port}`, 'all')
    expect(clock).toMatchObject({ level: 'warning', says: expect.stringMatching(/^3[56]\d\d s ahead$/) })
    server.close()
  })
})
