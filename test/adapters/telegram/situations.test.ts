/** What else goes wrong in a year: Telegram away, refusing, or repeating itself; the store away; Sanad stopped, and there twice. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { afterAll, expect, test as one } from 'vitest'
import { phrases } from '../../../src/index.ts'
import type { TelegramPeer } from '../../peers/telegram/index.ts'
import { type Account, account, counts, unanswered } from './accounts.ts'
import { ANSWERED, type Crowd, createCrowd, leaks } from './crowd.ts'
import {
  LONG,
  type Row,
  rowsIn,
  startAdapter,
  startGate,
  startPeer,
  startProgram,
  temporaryFolder,
  tidy,
  UNLIMITED,
  written,
} from './running.ts'

/** They mostly wait; each has a server and a store of its own. Those with processes wait for one another. */
const test = one.concurrent
const say = phrases('ar')
const TOKENS = new Set<string>()
afterAll(async () => {
  await tidy()
  for (const token of TOKENS) expect(leaks(written, token)).toEqual([])
})

async function scene(): Promise<{ peer: TelegramPeer; crowd: Crowd; answered(): Promise<void> }> {
  const peer = await startPeer()
  TOKENS.add(peer.token)
  const crowd = createCrowd(peer)
  const answered = (): Promise<void> =>
    peer.until(() => unanswered(peer, crowd.asked).length === 0, LONG, 'an answer to every question')
  return { peer, crowd, answered }
}

/** So many questions in so many private chats and groups. */
function askAround(crowd: Crowd, chats: number, questions: number): void {
  const places = Array.from({ length: chats }, (_, n) => {
    const from = crowd.person()
    return { from, chat: n % 2 === 0 ? crowd.home(from) : crowd.group() }
  })
  for (let n = 0; n < questions; n++) for (const { chat, from } of places) crowd.ask(chat, from)
}

/** Prints the counts, and holds what must hold whatever happened. */
function settled(what: string, peer: TelegramPeer, crowd: Crowd, rows: readonly Row[]): Account {
  const result = account(peer, crowd.asked, rows)
  console.log(`${what} → ${counts(result)}`)
  expect(result).toMatchObject({ lost: [], unmarked: [], misordered: [] })
  expect(peer.violations).toEqual([])
  return result
}

test('connections are refused for a while, then Telegram is back at the same place', async () => {
  const { peer, crowd, answered } = await scene()
  const gate = await startGate(peer)
  const running = await startAdapter(gate)
  askAround(crowd, 4, 1)
  await answered()
  await gate.shut()
  askAround(crowd, 4, 2)
  await sleep(300)
  await gate.open()
  await answered()
  settled('connection refused', peer, crowd, running.rows())
})

test('connections are refused at the start', async () => {
  const { peer, crowd, answered } = await scene()
  const gate = await startGate(peer)
  await gate.shut()
  const running = await startAdapter(gate, { begin: true })
  askAround(crowd, 4, 1)
  await sleep(300)
  await gate.open()
  await answered()
  settled('connection refused at the start', peer, crowd, running.rows())
})

test('who blocked the bot, and a group that removed it, cost the others nothing', async () => {
  const { peer, crowd, answered } = await scene()
  const running = await startAdapter(peer)
  const [gone, removed] = [crowd.person(), crowd.group()]
  const [left, home] = [peer.user(), crowd.home(gone)]
  // Asked in the last moment, so that the answer finds the door shut.
  peer.faults.push({
    method: (method, { chat_id }) => method === 'sendMessage' && (chat_id === home.id || chat_id === removed.id),
    times: 6,
    action: { type: 'status', code: 403, description: 'Forbidden: bot was blocked by the user' },
  })
  for (let n = 0; n < 3; n++) {
    peer.say(home, gone, ANSWERED)
    peer.say(removed, left, `سند، ${ANSWERED}`)
  }
  askAround(crowd, 4, 2)
  await answered()
  await peer.until(() => peer.faults.hits === 6, LONG, 'a refusal for each')
  settled('403 in two other chats', peer, crowd, running.rows())
  await running.stop()
  expect(running.rows().filter(({ state }) => state === 'ready')).toEqual([])
  expect(peer.sent(home).length + peer.sent(removed).length).toBe(0)
})

test('a group becomes a supergroup between a question and its answer', async () => {
  const { peer, crowd } = await scene()
  // The second message waits for its turn, so that the group has moved by then.
  const running = await startAdapter(peer, { limits: { ...UNLIMITED, group: { count: 1, span: 1500 } } })
  const [from, group] = [crowd.person(), peer.group({ type: 'group' })]
  for (let n = 0; n < 3; n++) crowd.ask(group, from)
  await peer.until(() => peer.sent(group).length === 1, LONG)
  const next = peer.migrate(group)
  await peer.until(() => peer.sent(next).length === 2, LONG, 'the other answers, in the new group')
  crowd.ask(next, from)
  await peer.until(() => peer.sent(next).length === 3, LONG)
  await running.stop()
  console.log(`supergroup → ${peer.sent(group).length} answers before it moved, ${peer.sent(next).length} after`)
  expect(running.rows().filter(({ state }) => state !== 'sent')).toEqual([])
  expect(peer.violations).toEqual([])
})

test('a second poller of the same bot: both are slow, and nothing is lost that it does not confirm', async () => {
  const { peer, crowd, answered } = await scene()
  const running = await startAdapter(peer)
  let away = false
  const other = (async () => {
    while (!away) {
      await fetch(`${peer.root}/bot${peer.token}/getUpdates?timeout=1`).catch(() => {})
      await sleep(200)
    }
  })()
  askAround(crowd, 4, 2)
  await sleep(1500)
  askAround(crowd, 4, 1)
  away = true
  await other
  await answered()
  const conflicts = peer.record.filter(({ status }) => status === 409).length
  settled(`409, ${conflicts} times`, peer, crowd, running.rows())
  expect(conflicts).toBeGreaterThan(0)
})

test('updates that come twice, in the wrong order, and after a gap', async () => {
  const { peer, crowd, answered } = await scene()
  const running = await startAdapter(peer)
  const from = crowd.person()
  const home = crowd.home(from)
  const ids: number[] = []
  for (let n = 0; n < 5; n++) {
    if (n === 2) peer.skipIds(1000)
    ids.push(peer.say(home, from, ANSWERED).update_id)
  }
  await peer.until(() => peer.sent(home).length === 5, LONG)
  askAround(crowd, 6, 1)
  peer.shuffleNext()
  askAround(crowd, 6, 1)
  for (const id of ids) peer.redeliver(id)
  await answered()
  for (const id of ids) peer.redeliver(id)
  askAround(crowd, 2, 1)
  await answered()
  const result = account(peer, crowd.asked, running.rows())
  console.log(`twice, reversed, with a gap → ${counts(result)}`)
  // The order is that of arrival.
  expect(result).toMatchObject({ lost: [], unmarked: [], twice: 0 })
  expect(peer.sent(home).length).toBe(5)
  expect(peer.violations).toEqual([])
})

test('one batch of 100 in which the 50th makes no sense', async () => {
  const poisons: readonly object[] = [
    { message: null },
    { message: {} },
    { message: 'text' },
    { message: { message_id: 1, date: 0, text: ANSWERED } },
    { message: { message_id: 'x', date: 'x', chat: 7, from: 8, text: ANSWERED } },
    { message: { message_id: 1, date: 0, chat: { id: 'x', type: 'private' }, from: { id: {} }, text: ANSWERED } },
    { message: { message_id: 1, chat: { id: 5, type: 'private' }, from: { id: 5 }, text: 17, entities: 'x' } },
    { message: { message_id: 1, chat: { id: 5, type: 'new kind' }, from: { id: 5 }, text: [], entities: [null] } },
    { edited_message: [] },
    { callback_query: { id: 'x' } },
    { callback_query: { id: 'x', from: null, data: {}, message: null } },
    { inline_query: null },
    { inline_query: { id: 'x', query: 5, from: { id: 1 } } },
    { my_chat_member: { chat: { id: 1 } } },
    { something_new: { with: ['parts'] } },
    {},
  ]
  const { peer, crowd, answered } = await scene()
  for (const poison of poisons) {
    askAround(crowd, 6, 1)
    peer.push(poison)
  }
  expect(peer.pending).toBeGreaterThan(100)
  const running = await startAdapter(peer)
  await answered()
  await peer.until(() => peer.pending === 0, LONG, 'every update confirmed')
  // Nothing of it waits for the next start either.
  await running.stop()
  expect(await running.store.inbox.pending('telegram')).toEqual([])
  settled(`${poisons.length} updates without sense`, peer, crowd, running.rows())
})

test('limits of half a minute and of an hour hold up their own chat only, and Sanad stops in time', async () => {
  const { peer, crowd, answered } = await scene()
  const running = await startAdapter(peer)
  const waiting = [30, 3600].map((retry_after) => {
    const [from, group] = [crowd.person(), crowd.group()]
    const own = {
      method: (method: string, { chat_id }: { chat_id?: number }) => method === 'sendMessage' && chat_id === group.id,
    }
    peer.faults.push({ ...own, action: { type: 'status', code: 429, retry_after } })
    peer.say(group, from, `سند، ${ANSWERED}`)
    return group
  })
  await peer.until(() => peer.faults.hits === 2, LONG)
  askAround(crowd, 6, 2)
  await answered()
  settled('429 for 30 s and for an hour in two other chats', peer, crowd, running.rows())
  const began = Date.now()
  await running.stop()
  console.log(`stopped in ${Date.now() - began} ms with two answers waiting`)
  expect(Date.now() - began).toBeLessThan(10_500)
  expect(running.rows().filter(({ state }) => state === 'ready').length).toBe(2)
  for (const group of waiting) expect(peer.sent(group)).toEqual([])
})

test('the database is locked by another program for two seconds', async () => {
  const { peer, crowd, answered } = await scene()
  const file = join(temporaryFolder(), 'sanad.db')
  const running = await startAdapter(peer, { file })
  askAround(crowd, 4, 1)
  await answered()
  askAround(crowd, 4, 3)
  await peer.until(() => peer.allSent().length > 5, LONG)
  const other = new Sqlite(file)
  other.exec('begin immediate')
  askAround(crowd, 4, 1)
  await sleep(2000)
  other.exec('rollback')
  other.close()
  await answered()
  await running.stop()
  settled('database locked for 2 s', peer, crowd, running.rows())
})

test('the database cannot be written to for a while, also between a message and the note of it', async () => {
  const { peer, crowd, answered } = await scene()
  const running = await startAdapter(peer)
  askAround(crowd, 2, 1)
  await answered()
  peer.faults.push({ method: 'sendMessage', when: 'after', action: { type: 'delay', ms: 400 } })
  askAround(crowd, 4, 2)
  await peer.until(() => peer.record.some(({ fault, applied }) => fault !== undefined && applied), LONG)
  running.readOnly(true)
  askAround(crowd, 4, 1)
  await sleep(1500)
  running.readOnly(false)
  await answered()
  await running.stop()
  const { twice } = settled('database read-only for 1.5 s', peer, crowd, running.rows())
  expect(twice).toBe(0)
})

for (const mode of ['polling', 'webhook'] as const) {
  test(`after a downtime, ${mode}: each person gets the answer to the latest of five old questions`, async () => {
    const { peer, crowd, answered } = await scene()
    const people = Array.from({ length: 3 }, () => crowd.person())
    const group = crowd.group()
    const old = Math.floor(Date.now() / 1000) - 3600
    for (let n = 0; n < 5; n++) {
      for (const from of people) {
        crowd.ask(crowd.home(from), from, { date: old + n })
        crowd.ask(group, from, { date: old + n })
      }
    }
    const running = await startAdapter(peer, { webhook: mode === 'webhook' })
    await answered()
    const result = settled(`down for an hour, ${mode}`, peer, crowd, running.rows())
    expect(result).toMatchObject({ asked: 30, answered: 6, skipped: 24, twice: 0 })
    for (const { text } of peer.allSent()) expect(text?.startsWith(say.skipped(4))).toBe(true)
  })
}

test('webhook: an update that is sent again while it is still being handled', async () => {
  const { peer, crowd, answered } = await scene()
  let handled = 0
  const running = await startAdapter(peer, {
    webhook: true,
    handle: async () => {
      handled++
      await sleep(500)
      return [{ type: 'text', text: 'جواب' }]
    },
  })
  const from = crowd.person()
  const { message } = crowd.ask(crowd.home(from), from)
  await peer.until(() => handled === 1, LONG)
  for (let n = 0; n < 3; n++) {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': 'a-secret-that-Telegram-repeats',
      },
      body: JSON.stringify({ update_id: 812_000_001, message }),
    })
    expect(response.status).toBe(200)
  }
  await answered()
  await running.stop()
  settled('webhook, three times again', peer, crowd, running.rows())
  expect(handled).toBe(1)
})

for (const method of ['getUpdates', 'sendMessage', 'getMe']) {
  one(`a token that ${method} no longer accepts ends the program with a sentence`, async () => {
    const { peer, crowd } = await scene()
    const folder = temporaryFolder()
    if (method !== 'getMe') {
      const first = startProgram(peer, folder)
      askAround(crowd, 2, 1)
      await peer.until(() => unanswered(peer, crowd.asked).length === 0, LONG)
      peer.faults.push({ method, times: 1000, action: { type: 'status', code: 401 } })
      askAround(crowd, 2, 1)
      expect(await first.ended).toBe(1)
      expect(first.output()).toContain('Telegram does not accept TELEGRAM_BOT_TOKEN')
    } else {
      peer.faults.push({ method, times: 1000, action: { type: 'status', code: 401 } })
    }
    const second = startProgram(peer, folder)
    if (method === 'getMe') {
      expect(await second.ended).toBe(1)
      expect(second.output()).toContain('Telegram does not accept TELEGRAM_BOT_TOKEN')
      return
    }
    // With a token that works again, what was asked meanwhile is answered.
    peer.faults.clear()
    await peer.until(() => unanswered(peer, crowd.asked).length === 0, LONG)
    await peer.until(() => second.output().includes('telegram: listening'), LONG)
    second.signal('SIGTERM')
    expect(await second.ended).toBe(0)
    settled(`401 of ${method}`, peer, crowd, rowsIn(folder))
  })
}

one(
  'SIGTERM while answers are on their way: what was begun arrives, and nothing twice after the next start',
  async () => {
    const { peer, crowd, answered } = await scene()
    const folder = temporaryFolder()
    const first = startProgram(peer, folder)
    askAround(crowd, 8, 4)
    await peer.until(() => peer.allSent().length >= 5, LONG)
    const began = Date.now()
    first.signal('SIGTERM')
    expect(await first.ended).toBe(0)
    const took = Date.now() - began
    const before = peer.allSent().length
    expect(took).toBeLessThan(10_000)
    const second = startProgram(peer, folder)
    await answered()
    second.signal('SIGTERM')
    expect(await second.ended).toBe(0)
    const { twice } = settled(`SIGTERM after 5 answers, ${before} sent in ${took} ms`, peer, crowd, rowsIn(folder))
    expect(twice).toBe(0)
  },
)

one('SIGTERM while Telegram does not answer: ends in time all the same', async () => {
  const { peer, crowd, answered } = await scene()
  const folder = temporaryFolder()
  const first = startProgram(peer, folder)
  peer.faults.push({ method: 'sendMessage', action: { type: 'hang' }, times: 100 })
  askAround(crowd, 3, 1)
  await peer.until(() => peer.faults.hits > 0, LONG)
  const began = Date.now()
  first.signal('SIGTERM')
  const code = await first.ended
  const took = Date.now() - began
  expect(code).toBe(0)
  expect(took).toBeLessThan(10_000)
  peer.faults.clear()
  const second = startProgram(peer, folder)
  await answered()
  second.signal('SIGTERM')
  expect(await second.ended).toBe(0)
  settled(`SIGTERM with Telegram silent, ended in ${took} ms`, peer, crowd, rowsIn(folder))
})

one('two Sanads on one database', async () => {
  const { peer, crowd, answered } = await scene()
  const folder = temporaryFolder()
  const programs = [startProgram(peer, folder)]
  // More than Telegram's limits let through before the second is there.
  askAround(crowd, 8, 7)
  await peer.until(() => peer.allSent().length >= 1, LONG)
  programs.push(startProgram(peer, folder))
  askAround(crowd, 8, 2)
  await answered()
  for (const program of programs) {
    program.signal('SIGTERM')
    await program.ended
  }
  settled('two instances', peer, crowd, rowsIn(folder))
})
