/**
 * Reads files that somebody sent. One may be made to use up time or memory, so each is read by a process of its own (`file-reading.ts`)
 * that has little of both, no environment, and can be killed. A thread would not do: where a single array, map or string outgrows what
 * a thread may have, V8 ends the whole program.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type ReadFile, withoutControls } from '../../src/index.ts'
import { DOCUMENT } from './folder.ts'

const LONGEST = 2 * 1024 * 1024
const LONGEST_NAME = 80

/** What the process that reads is told. */
export interface Task {
  readonly id: string
  readonly file: string
  readonly bytes: Uint8Array
  /** It gives up by itself after these, in case nobody is left to kill it. */
  readonly milliseconds: number
  /** For making passages of it. */
  readonly parsing: number
}
/** What it says. */
export type Answer = Awaited<ReturnType<ReadFile>>

export interface FileReader {
  /** Reads one file at a time, in order. Rejects where the program is at fault and not the file, and once closed. */
  readonly read: ReadFile
  /** Ends what is being read. Safe to call twice. */
  close(): void
}

/**
 * `milliseconds` that a reading may take, the start of its process with it, and for `parsing` what was read, which the program does again
 * and nothing else meanwhile; `megabytes` of heap that it may have.
 */
export interface FileReaderOptions {
  readonly milliseconds?: number
  readonly parsing?: number
  readonly megabytes?: number
}

export function createFileReader({
  milliseconds = 10_000,
  parsing = 2_000,
  megabytes = 128,
}: FileReaderOptions = {}): FileReader {
  const closing = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  return {
    async read({ name, bytes }) {
      const names = namesOf(name)
      if (names === undefined) return { refusal: 'type' }
      if (bytes.length > LONGEST) return { refusal: 'size' }
      const reading = last.then(() => {
        closing.signal.throwIfAborted()
        return answerOf(start(milliseconds, megabytes, closing.signal), { ...names, bytes, milliseconds, parsing })
      })
      last = reading.catch(() => {})
      return reading
    },
    close: () => closing.abort(new Error('the file reader is closed')),
  }
}

/**
 * What a document is called whose file somebody named: the end of a path, on one line, without controls; `undefined` where it is no name
 * of a document.
 */
export function namesOf(name: string): { readonly id: string; readonly file: string } | undefined {
  const own = withoutControls(name.toWellFormed().split(/[/\\]/).at(-1) ?? '').trim()
  const ending = DOCUMENT.exec(own)?.[0]
  if (ending === undefined) return undefined
  const stem = own
    .slice(0, -ending.length)
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+/, '')
  const id = Array.from(stem).slice(0, LONGEST_NAME).join('').trim() || 'document'
  return { id, file: id + ending }
}

/** A process that reads one file. From the program's TypeScript, as in tests, it needs a loader; compiled, it needs none. */
function start(milliseconds: number, megabytes: number, signal: AbortSignal): ChildProcess {
  const isSource = import.meta.url.endsWith('.ts')
  return fork(new URL(isSource ? './file-reading.ts' : './file-reading.js', import.meta.url), {
    execArgv: [`--max-old-space-size=${megabytes}`, ...(isSource ? ['--import', 'tsx'] : [])],
    // Where the loader is looked for.
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {},
    // What V8 says of a crash could hold the file's words.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    timeout: milliseconds,
    killSignal: 'SIGKILL',
    signal,
  })
}

function answerOf(reading: ChildProcess, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answer: Answer | undefined
    reading.once('message', (message) => {
      answer = message as Answer
    })
    reading.on('error', reject)
    // Not `exit`, which can come before the answer does.
    reading.once('close', (code, signal) => {
      if (answer !== undefined) resolve(answer)
      // Killed by us, by itself for want of memory, or by a system that had none left.
      else if (signal !== null || (code ?? 0) > 128) resolve({ refusal: 'slow' })
      else reject(new Error(`the process that reads files ended with ${code}`))
    })
    // One that ended before it was told its task says so above.
    reading.send(task, () => {})
  })
}
