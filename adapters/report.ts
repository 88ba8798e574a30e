/** What `npm start` says once everything is up: what is there, where it is, what is off and how to turn it on. One line each. */
import pc from 'picocolors'
import { withoutControls } from '../src/index.ts'
import type { Config } from './config.ts'
import type { StartState } from './http/health.ts'
import { isLoopback } from './http/local.ts'

/** A chat network that has a token. */
export interface Connection {
  readonly state: StartState
  /** The bot's name on the network, where that is known. */
  readonly name?: string
}

export interface StartFacts {
  readonly version: string
  readonly documents: number
  readonly passages: number
  /** Files that could not be read. */
  readonly broken: number
  readonly folders: readonly string[]
  readonly host: string
  /** The port that is listened on, whatever was asked for. */
  readonly port: number
  readonly publicUrl: string | undefined
  /** Absent: it has no token. */
  readonly telegram: (Connection & { readonly mode: 'polling' | 'webhook' }) | undefined
  readonly discord: Connection | undefined
  /** The SQLite file. */
  readonly store: string
  /** Who moderates on the chat page: whoever opens it · nobody, since others may reach it · nobody, since chat networks have moderators. */
  readonly moderators: 'anybody' | 'nobody: reachable' | 'nobody: networks'
  /** Who may read the metrics: whoever has the token · whoever is on this machine · nobody. */
  readonly metrics: 'token' | 'local' | 'nobody'
  readonly logLevel: Config['logLevel']
  /** Whether it may be coloured: it goes to a terminal that shows colours. */
  readonly color: boolean
}

/** Widest label and a gap. */
const COLUMN = 12

/** The report, at most fourteen lines, each with its line feed. */
export function startReport(facts: StartFacts): string {
  const paint = pc.createColors(facts.color)
  const lines: readonly (readonly [label: string, says: string])[] = [
    ['Documents', documents(facts)],
    ...(facts.broken === 0 ? [] : [['', broken(facts.broken)] as const]),
    ['Chat page', chatPage(facts)],
    ['Reader', `${root(facts)}/read/… shows each document, with the words that were quoted`],
    ['Telegram', network(facts.telegram, 'TELEGRAM_BOT_TOKEN', facts.telegram?.mode)],
    ['Discord', network(facts.discord, 'DISCORD_BOT_TOKEN')],
    ['Citations', citations(facts)],
    ['Moderators', MODERATORS[facts.moderators]],
    ['Data', facts.store],
    ['Metrics', metrics(facts)],
    ['Log', `${facts.logLevel === 'silent' ? 'off' : `${facts.logLevel} and above, on standard error`} (LOG_LEVEL)`],
    ['Stop', 'Ctrl+C'],
  ]
  return [
    `${paint.bold(`Sanad ${withoutControls(facts.version)}`)} is running`,
    ...lines.map(([label, says]) => `  ${paint.dim(label.padEnd(COLUMN))}${oneLine(says)}`),
    '',
  ].join('\n')
}

/** Folders and names of bots may hold anything. */
const oneLine = (text: string): string => withoutControls(text).replace(/\s+/gu, ' ')

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

function documents({ documents, passages, folders }: StartFacts): string {
  const where = folders.join(', ')
  return documents === 0
    ? `none in ${where}: put .md, .txt or .html files there, or set CORPUS_DIR`
    : `${count(documents, 'document')}, ${count(passages, 'passage')}, from ${where}`
}

const broken = (files: number): string =>
  `${count(files, 'file')} could not be read: npm run --silent sanad -- check says why`

/** Where this machine reaches the server; 0.0.0.0 and :: are no addresses to go to. */
function root({ host, port }: StartFacts): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`
}

function chatPage(facts: StartFacts): string {
  const { host, publicUrl } = facts
  const world = publicUrl === undefined ? '' : `, for the world ${publicUrl}/`
  return `${root(facts)}/${world}${isLoopback(host) ? '' : ` (HOST=${host}: other machines can reach it)`}`
}

function network(connection: Connection | undefined, token: string, mode?: string): string {
  if (connection === undefined) return `off: put ${token} into .env`
  const { state, name } = connection
  const as = name === undefined ? '' : ` as @${name}`
  const by = mode === undefined ? '' : `, by ${mode}`
  switch (state) {
    case 'connected':
      return `on${as}${by}`
    case 'starting':
      return `connecting${as}${by}`
    case 'failed':
      return 'could not be started: npm run --silent sanad -- doctor says why'
  }
}

const citations = ({ publicUrl }: StartFacts): string =>
  publicUrl === undefined
    ? 'without links to the reader: passages open in the chat; set PUBLIC_URL'
    : `lead to the reader, under ${publicUrl}/`

const MODERATORS: Readonly<Record<StartFacts['moderators'], string>> = {
  anybody: 'on the chat page: whoever opens it on this machine, as a trial',
  'nobody: reachable': 'off on the chat page, since other machines may reach it (HOST, PUBLIC_URL)',
  'nobody: networks': 'those of the chat networks; off on the chat page',
}

function metrics(facts: StartFacts): string {
  const where = `${root(facts)}/metrics`
  switch (facts.metrics) {
    case 'token':
      return `${where}, for whoever has METRICS_TOKEN`
    case 'local':
      return `${where}, for this machine alone`
    case 'nobody':
      return 'off, since other machines may reach them: set METRICS_TOKEN'
  }
}
