#!/usr/bin/env node
/** The composition root: the one place that knows the core and every adapter. Reads what was asked for and runs it. */
import { readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { config as loadEnvironment } from 'dotenv'
import pc from 'picocolors'
import { createSanad, type Problem, type Sanad, withoutControls } from '../src/index.ts'
import { ask, askJson, askLines, search, searchJson, searchLines, summary, summaryJson } from './command-line/ask.ts'
import { check } from './command-line/check.ts'
import { doctor } from './command-line/doctor.ts'
import { evaluateFile, MEASURES } from './command-line/eval.ts'
import { createProgress } from './command-line/progress.ts'
import type { Terminal } from './command-line/terminal.ts'
import { type Arguments, HELP, readArguments, UsageError } from './command-line/usage.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { createConsoleAdapter } from './console/adapter.ts'
import { render } from './console/render.ts'
import { followCorpus, loadCorpus } from './corpus.ts'

const OK = 0
const FAILED = 1
const WRONG_USAGE = 2

/** The package's own folder, from the source tree as well as from `dist`. */
const home = ((): string => {
  const here = dirname(dirname(fileURLToPath(import.meta.url)))
  return here.endsWith(`${sep}dist`) ? dirname(here) : here
})()

// A stream that is no terminal has no `isTTY` at all, whatever its type says; left undefined, picocolors would decide
// by itself and colour a pipe under `CI` or `FORCE_COLOR`.
const isTerminal = process.stdout.isTTY === true
const color = isTerminal && pc.isColorSupported

/** The terminal; `reader` is where citations lead, once that is known. */
const terminalWith = (reader: string | undefined): Terminal => ({
  input: process.stdin,
  print: (text) => void process.stdout.write(text),
  warn: (line) => void process.stderr.write(`${withoutControls(line)}\n`),
  render: (reply) =>
    render(reply, {
      columns: isTerminal ? process.stdout.columns : undefined,
      color,
      reader,
    }),
  reader,
})
const terminal = terminalWith(undefined)

async function main(argv: readonly string[]): Promise<number> {
  if (argv.some((word) => word === '--help' || word === '-h') || argv[0] === 'help') {
    terminal.print(HELP)
    return OK
  }
  if (argv[0] === '--version' || argv[0] === '-v') {
    terminal.print(`${version()}\n`)
    return OK
  }
  const options = readArguments(argv, Object.keys(MEASURES))
  loadEnvironment({ quiet: true })
  const config = readConfig(process.env)
  return run(options, config)
}

async function run(options: Arguments, config: Config): Promise<number> {
  const { command, json, jsonl, explain, limit } = options
  const text = options.words.join(' ')
  if ((command === 'ask' || command === 'search') && !jsonl && options.words.length === 0) {
    throw new UsageError(`sanad ${command}: what is the question? Write it after the command, or use --jsonl.`)
  }
  if (command === 'summary' && options.words.length === 0)
    throw new UsageError('sanad summary: which topic? Write it after the command.')
  if (command === 'eval' && options.words.length !== 1)
    throw new UsageError('sanad eval: which question file? Name exactly one.')
  const folders = options.corpus.length > 0 ? options.corpus : (config.corpus ?? [defaultCorpus()])
  // Loaded only where they are used: one answer in the terminal should not wait for a database and a network.
  if (command === 'serve') {
    const { serve } = await import('./serve.ts')
    return serve(config, folders, { say: terminal.warn, report: terminal.print, color, version: version() })
  }
  const sanad = createSanad({ language: config.language })
  if (command === 'doctor') {
    const { examine } = await import('./doctor.ts')
    return doctor(await examine(config, sanad, folders), color, terminal)
  }
  const { documents, glossary, problems } = await loadCorpus(sanad, folders)
  if (command === 'check') return check({ documents, glossary, problems }, json, terminal)
  warnOfErrors(problems)
  if (documents.length === 0) {
    terminal.warn(
      `No documents in ${folders.join(', ')}: put .md, .txt or .html files there, or name another folder with --corpus.`,
    )
    return FAILED
  }
  const leading = terminalWith(config.publicUrl)
  switch (command) {
    case 'ask':
      if (jsonl) return askLines(sanad, leading, explain)
      return json ? askJson(sanad, text, leading, explain) : ask(sanad, text, leading, explain)
    case 'search':
      if (jsonl) return searchLines(sanad, limit, terminal)
      return json ? searchJson(sanad, text, limit, terminal) : search(sanad, text, limit, terminal)
    case 'summary':
      return json ? summaryJson(sanad, text, leading) : summary(sanad, text, leading)
    case 'eval': {
      const progress = createProgress('Questions', process.stderr, Date.now)
      const code = await evaluateFile(
        sanad,
        text,
        { json, bounds: options.bounds, save: options.save, against: options.against, onProgress: progress.update },
        terminal,
      )
      progress.stop()
      return code
    }
    default:
      return chat(sanad, folders, config.publicUrl)
  }
}

const version = (): string => JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version

function warnOfErrors(problems: readonly Problem[]): void {
  for (const { file, severity, reason } of problems) if (severity === 'error') terminal.warn(`${file}: ${reason}`)
}

/** A conversation in the terminal, over a corpus that may change meanwhile. */
async function chat(sanad: Sanad, folders: readonly string[], reader: string | undefined): Promise<number> {
  const adapter = createConsoleAdapter({
    input: process.stdin,
    output: process.stdout,
    interactive: process.stdin.isTTY === true && isTerminal,
    color,
    reader,
    onError: (error) => terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  const unfollow = await followCorpus(sanad, folders, {
    loaded: ({ documents, problems }) => {
      warnOfErrors(problems)
      terminal.warn(`The documents changed; ${documents.length} loaded.`)
    },
    failed: (error) => terminal.warn(`The documents changed and could not be read again: ${String(error)}`),
  })
  await adapter.start(sanad.handle)
  await adapter.finished
  await unfollow()
  return OK
}

/** The shipped corpus, by the shortest path a person would type. */
function defaultCorpus(): string {
  const path = relative(process.cwd(), join(home, 'corpus'))
  return path === '' || path.startsWith('..') ? join(home, 'corpus') : path
}

// A reader that stops early (`sanad search … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(OK)
  throw error
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof UsageError || error instanceof ConfigError) {
    terminal.warn(error.message)
    process.exitCode = WRONG_USAGE
  } else if (error instanceof Error && error.name === 'StoreError') {
    terminal.warn(error.message)
    process.exitCode = FAILED
  } else {
    terminal.warn(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = FAILED
  }
}
