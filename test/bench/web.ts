/**
 * Two hundred people who ask at once for a minute, each with a browser of their own and as often as one person may, before the built program
 * in a process of its own; then the same load before a bare server that answers as many bytes and does nothing for them. What a first page
 * weighs and how soon a first answer is there, too.
 *
 *     npm run build && npx tsx test/bench/web.ts [seconds]
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'

const SECONDS = Number(process.argv[2] ?? 60)
const ASKERS = 200
/** Milliseconds between a person's questions: at sixty a minute they would be told to wait, were one early. */
const BETWEEN = 1_010
const FIRST_ANSWERS = 20
const LONGEST_START = 30_000
const ROOT = join(import.meta.dirname, '../..')
const QUESTIONS: readonly string[] = readFileSync(join(ROOT, 'test/eval/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((row) => JSON.parse(row).question)

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As it came, compressed where it was. */
  readonly body: Buffer
}

interface Load {
  readonly answers: number
  readonly errors: readonly string[]
  /** Answers a second. */
  readonly rate: number
  /** Milliseconds from when a question was due to the last byte of its answer. */
  readonly p50: number
  readonly p99: number
  readonly longest: number
  /** Bytes of an answer on the wire. */
  readonly bytes: number
  /** Milliseconds of processor time an answer. */
  readonly work: number
  /** Megabytes before, and after. */
  readonly memory: readonly [number, number]
}

const agent = new Agent({ keepAlive: true, maxSockets: ASKERS })
const BROWSER = { 'accept-encoding': 'gzip', 'accept-language': 'ar', 'sec-fetch-site': 'same-origin' }

function send(
  port: number,
  path: string,
  form?: URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const method = form === undefined ? 'GET' : 'POST'
  const body = form?.toString() ?? ''
  const typed =
    form === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', path, method, agent, headers: { ...BROWSER, ...typed, ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        )
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const text = ({ headers, body }: Answer): string =>
  (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8')

/** What a browser of one person remembers, and its next question. */
function createAsker(port: number, check: (page: string) => string | undefined): (question: string) => Promise<Answer> {
  let cookie = ''
  let revision = '0'
  return async (question) => {
    const headers = { 'x-sanad-part': revision, ...(cookie === '' ? {} : { cookie }) }
    const answer = await send(port, '/ask', new URLSearchParams({ text: question }), headers)
    cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie
    if (answer.status !== 200) throw new Error(`status ${answer.status}`)
    const page = text(answer)
    const wrong = check(page)
    if (wrong !== undefined) throw new Error(wrong)
    revision = /data-revision="(\d+)"/.exec(page)?.[1] ?? revision
    return answer
  }
}

/** One message of the person's, and one of Sanad's. */
function wrongWith(page: string): string | undefined {
  if (page.includes('class="notice"')) return 'a remark instead of an answer'
  const messages = page.split('<article').length - 1
  return messages === 2 && page.includes('class="message sanad') ? undefined : `${messages} messages`
}

const resident = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
/** Milliseconds of processor time so far; the kernel counts hundredths of a second. */
function worked(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function load(port: number, pid: number, check: (page: string) => string | undefined): Promise<Load> {
  const times: number[] = []
  const errors: string[] = []
  let bytes = 0
  const before = resident(pid)
  const work = worked(pid)
  const began = performance.now()
  const person = async (_: unknown, number: number): Promise<void> => {
    const ask = createAsker(port, check)
    // Spread over the time between two questions; a late answer makes no later question late.
    const first = (number / ASKERS) * BETWEEN
    for (let turn = 0, due = first; due < SECONDS * 1000; turn++, due = first + turn * BETWEEN) {
      await sleep(began + due - performance.now())
      try {
        const answer = await ask(QUESTIONS[(number + turn) % QUESTIONS.length] ?? '')
        times.push(performance.now() - began - due)
        bytes += answer.body.length
      } catch (error) {
        errors.push((error as Error).message)
      }
    }
  }
  await Promise.all(Array.from({ length: ASKERS }, person))
  const seconds = (performance.now() - began) / 1000
  times.sort((one, other) => one - other)
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return {
    answers: times.length,
    errors,
    rate: times.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
    bytes: Math.round(bytes / times.length),
    work: (worked(pid) - work) / times.length,
    memory: [before, resident(pid)],
  }
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface Program {
  readonly port: number
  readonly pid: number
  end(): Promise<unknown>
}

/** Starts a program and waits until it answers. */
async function start(
  port: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const isUp = (): Promise<boolean> =>
    send(port, '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    )
  for (let waited = 0; !(await isUp()); waited += 50) {
    if (waited > LONGEST_START || child.exitCode !== null) throw new Error('it does not start')
    await sleep(50)
  }
  return {
    port,
    pid: child.pid ?? 0,
    end: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** The page and what it loads, in bytes on the wire: all but fonts, the fonts that it names at once, and all fonts of its style sheet. */
async function weigh(port: number): Promise<{ readonly page: number; readonly named: number; readonly fonts: number }> {
  const page = await send(port, '/')
  const html = text(page)
  const paths = (source: string): string[] => [
    ...new Set([...source.matchAll(/\/assets\/[\w./-]+/g)].map(([path]) => path)),
  ]
  const isFont = (path: string): boolean => path.endsWith('.woff2')
  const loaded = paths(html).filter((path) => !isFont(path))
  const files = await Promise.all(loaded.map((path) => send(port, path)))
  const styles = files.filter((_, at) => loaded[at]?.endsWith('.css') === true).map(text)
  const bytes = async (fonts: readonly string[]): Promise<number> =>
    (await Promise.all(fonts.map((path) => send(port, path)))).reduce((sum, { body }) => sum + body.length, 0)
  return {
    page: [page, ...files].reduce((sum, { body }) => sum + body.length, 0),
    named: await bytes(paths(html).filter(isFont)),
    fonts: await bytes(paths([html, ...styles].join()).filter(isFont)),
  }
}

/** Milliseconds to the answer, for one person who asks one thing after the other. */
async function firstAnswers(port: number): Promise<readonly [number, number]> {
  const ask = createAsker(port, wrongWith)
  const times: number[] = []
  for (const question of QUESTIONS.slice(0, FIRST_ANSWERS)) {
    const from = performance.now()
    await ask(question)
    times.push(performance.now() - from)
  }
  const [first = Number.NaN] = times
  return [first, times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN]
}

const folder = mkdtempSync(join(tmpdir(), 'sanad-bench-'))
const port = await freePort()
const sanad = await start(port, [join(ROOT, 'dist/adapters/main.js'), 'serve'], {
  PORT: String(port),
  DATA_DIR: folder,
  CORPUS_DIR: join(ROOT, 'corpus'),
  LOG_LEVEL: 'warn',
  // Otherwise it is a demonstration, in which one person may ask less.
  PUBLIC_URL: 'http://sanad.example',
})
// A person sees the page before asking.
const weight = await weigh(port)
const [first, median] = await firstAnswers(port)
const own = await load(port, sanad.pid, wrongWith)
await sanad.end()
rmSync(folder, { recursive: true, force: true })

const other = await freePort()
const plain = await start(other, [join(import.meta.dirname, 'web-plain.js'), String(other), String(own.bytes)])
const peer = await load(other, plain.pid, () => undefined)
await plain.end()
agent.destroy()

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}\n`)
console.log(
  `${`${ASKERS} askers for ${SECONDS} s`.padEnd(42)}${'Sanad'.padStart(10)}${'node:http'.padStart(12)}${'ratio'.padStart(8)}`,
)
const rows: readonly (readonly [string, number, number, number])[] = [
  ['answers', own.answers, peer.answers, 0],
  ['errors', own.errors.length, peer.errors.length, 0],
  ['answers a second', own.rate, peer.rate, 0],
  ['answer, median, ms', own.p50, peer.p50, 1],
  ['answer, p99, ms', own.p99, peer.p99, 1],
  ['answer, longest, ms', own.longest, peer.longest, 1],
  ['processor time an answer, ms', own.work, peer.work, 2],
  ['bytes of an answer', own.bytes, peer.bytes, 0],
  ['memory before, MB', own.memory[0], peer.memory[0], 0],
  ['memory after, MB', own.memory[1], peer.memory[1], 0],
]
for (const [name, ours, theirs, digits] of rows) {
  const ratio = theirs === 0 ? '' : (ours / theirs).toFixed(1)
  console.log(
    `${name.padEnd(42)}${ours.toFixed(digits).padStart(10)}${theirs.toFixed(digits).padStart(12)}${ratio.padStart(8)}`,
  )
}
console.log(`
first answer after a start ${first.toFixed(0)} ms, median of the first ${FIRST_ANSWERS} ${median.toFixed(0)} ms
first page ${kilobytes(weight.page)} compressed, with the fonts that it names ${kilobytes(weight.page + weight.named)}, with every font of its style sheet ${kilobytes(weight.page + weight.fonts)}
`)
for (const error of new Set(own.errors)) console.log(`error: ${error}`)
process.exitCode = own.errors.length === 0 ? 0 : 1
