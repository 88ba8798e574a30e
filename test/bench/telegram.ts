/**
 * So many updates through the whole path: server, long poll, store on disk, search over the shipped corpus, outbox, sendMessage.
 * Sanad runs in a process of its own; after it, under the same load, a plain telegraf bot that does nothing but reply.
 *
 *     npx tsx test/bench/telegram.ts [updates]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chat, createTelegramPeer, type User } from '../peers/telegram/index.ts'

const UPDATES = Number(process.argv[2] ?? 10_000)
/** Questions that wait for an answer at any time. */
const WINDOW = 100
const PRIVATE = 1000
const GROUPS = { count: 20, people: 50, share: 5 }
const SAMPLES = 10
const QUESTIONS = [
  'متى تأسس اتحاد المغرب العربي؟',
  'ما معنى مبدأ رابح-رابح؟',
  'ما موضوع اتفاق 1992 بين المغرب وإسبانيا؟',
  'عرّف لي الدفاع الجماعي',
  'ما هو النظام اللاقطبي؟',
  'كم سعر تذكرة القطار إلى مدينة طوكيو؟',
]

interface Result {
  /** Answers a second. */
  readonly rate: number
  readonly median: number
  readonly slowest: number
  /** Megabytes. */
  readonly memory: readonly number[]
  readonly unanswered: number
  readonly violations: number
}

const residentMegabytes = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)

async function measure(program: string): Promise<Result> {
  const peer = await createTelegramPeer({ flood: false, bot: { can_read_all_group_messages: true } })
  const folder = mkdtempSync(join(tmpdir(), 'sanad-bench-'))
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, program)], {
    env: {
      PATH: process.env['PATH'],
      TELEGRAM_BOT_TOKEN: peer.token,
      TELEGRAM_API_ROOT: peer.root,
      DATA_DIR: folder,
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const homes = Array.from({ length: PRIVATE }, () => peer.user()).map((from) => ({
    from,
    chat: peer.privateChat(from),
  }))
  const groups = Array.from({ length: GROUPS.count }, () => ({
    chat: peer.group(),
    people: Array.from({ length: GROUPS.people }, () => peer.user()),
  }))
  /** Every fifth question is asked in a group. */
  const place = (n: number): { chat: Chat; from: User } => {
    const group = groups[Math.floor(n / GROUPS.share) % groups.length]
    const from = group?.people[Math.floor(n / GROUPS.share / groups.length) % GROUPS.people]
    const home = homes[n % homes.length]
    if (group === undefined || from === undefined || home === undefined) throw new Error('nobody is there')
    return n % GROUPS.share === 0 ? { chat: group.chat, from } : home
  }

  await peer.until(() => peer.record.some(({ method }) => method === 'getUpdates'), 60_000, 'the first poll')
  const waiting = new Map<string, number>()
  const latencies: number[] = []
  const memory: number[] = []
  let asked = 0
  let read = 0
  const began = performance.now()
  const step = (): boolean => {
    for (; read < peer.record.length; read++) {
      const call = peer.record[read]
      // What is being answered is looked at again.
      if (call?.method === 'sendMessage' && call.status === 0) break
      if (call?.method !== 'sendMessage' || !call.applied) continue
      const name = `${call.payload['chat_id']}/${call.payload['reply_parameters']?.message_id}`
      const since = waiting.get(name)
      if (since === undefined) continue
      waiting.delete(name)
      latencies.push(call.at - since)
      if (latencies.length % Math.ceil(UPDATES / SAMPLES) === 0) memory.push(residentMegabytes(child.pid ?? 0))
    }
    for (; waiting.size < WINDOW && asked < UPDATES; asked++) {
      const { chat, from } = place(asked)
      const question = QUESTIONS[asked % QUESTIONS.length] ?? ''
      const { message } = peer.say(chat, from, chat.type === 'private' ? question : `سند، ${question}`)
      waiting.set(`${chat.id}/${message.message_id}`, Date.now())
    }
    return latencies.length === UPDATES
  }
  await peer.until(step, 600_000, 'every answer').catch((error: Error) => process.stderr.write(`${error.message}\n`))
  const seconds = (performance.now() - began) / 1000
  child.kill('SIGTERM')
  await ended
  await peer.close()
  rmSync(folder, { recursive: true, force: true })
  latencies.sort((one, other) => one - other)
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    rate: Math.round(latencies.length / seconds),
    median: at(0.5),
    slowest: at(0.99),
    memory,
    unanswered: waiting.size,
    violations: peer.violations.length,
  }
}

function print(name: string, { rate, median, slowest, memory, unanswered, violations }: Result): void {
  console.log(`${name}: ${UPDATES} updates, ${WINDOW} waiting at a time`)
  console.log(`  ${rate} answers/s, latency p50 ${median} ms, p99 ${slowest} ms`)
  // The first third warms up: code is compiled and the heap finds its size.
  const [warm = 0] = memory.slice(Math.floor(SAMPLES / 3))
  const growth = Math.round((100 * (memory.at(-1) ?? 0)) / warm - 100)
  console.log(
    `  memory every ${Math.ceil(UPDATES / SAMPLES)}: ${memory.join(', ')} MB (${growth} % after the first third)`,
  )
  console.log(`  ${unanswered} unanswered, ${violations} rules broken`)
}

const sanad = await measure('telegram-sanad.ts')
print('Sanad', sanad)
const plain = await measure('telegram-telegraf.ts')
print('telegraf, replying only', plain)
console.log(`Sanad answers ${(sanad.rate / plain.rate).toFixed(2)} times as many a second.`)
process.exitCode = sanad.unanswered === 0 && sanad.violations === 0 ? 0 : 1
