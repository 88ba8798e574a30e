/** Sanad as processes of their own, each in a folder of its own, and what they write. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contractCorpus } from '../contract/corpus.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** `sanad serve`, as it is built. */
const SERVE: readonly string[] = [join(ROOT, 'dist/adapters/main.js'), 'serve']
/** The same with a clock that a test sets (`serving.js`). */
export const WITH_CLOCK: readonly string[] = [fileURLToPath(new URL('serving.js', import.meta.url))]
export const CORPUS: string = join(ROOT, 'corpus')

/** All that was written by any Sanad of this test file. */
export const written: string[] = []
export const cleanUp: (() => unknown)[] = []

/** Ends whatever is still running and removes what it left. */
export async function tidy(): Promise<void> {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sanad-test-'))
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The small corpus of the contract as a folder: a program is up with it in half the time. */
export function smallCorpus(): string {
  const folder = temporaryFolder()
  for (const { id, text } of contractCorpus()) writeFileSync(join(folder, `${id}.txt`), text)
  return folder
}

export interface Program {
  readonly pid: number
  /** What it has written so far. */
  output(): string
  /** Resolves with the exit code, `null` when it was killed. */
  readonly ended: Promise<number | null>
  signal(name: NodeJS.Signals): void
  readonly running: boolean
}

/** `npm start` without building, in a folder of its own, so that no `.env` of the developer's is read. */
export function start(
  folder: string,
  settings: Readonly<Record<string, string>>,
  program: readonly string[] = SERVE,
): Program {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATA_DIR: folder,
    CORPUS_DIR: CORPUS,
    LOG_LEVEL: 'debug',
    PORT: '0',
    ...settings,
  }
  return watch(spawn(process.execPath, program, { cwd: folder, env, stdio: 'pipe' }))
}

function watch(child: ChildProcess): Program {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      written.push(text)
    })
  }
  let running = true
  // `close` comes after the last of its output.
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running = false
      resolve(code)
    })
  })
  cleanUp.push(async () => {
    if (running) child.kill('SIGKILL')
    await ended
  })
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    signal: (name) => void child.kill(name),
    get running() {
      return running
    },
  }
}
