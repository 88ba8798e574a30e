/** The command line's words: what it accepts, as a person reads it and as it is parsed. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Printed by `sanad --help`, and the same in the README. */
export const HELP = `Usage: sanad COMMAND [OPTIONS]

  ask QUESTION             answer one question from the documents, with its sources
  ask --jsonl              answer {"id", "question"} lines of standard input, one JSON line each
  search QUERY             passages by score, without judging whether they answer
  search --jsonl           the same for {"id", "query"} or {"id", "question"} lines, as JSON lines
  summary TOPIC            what the documents say about a topic, in up to five of their sentences
  eval QUESTIONS.jsonl     measure retrieval, quotes and abstention on questions with known answers
  check                    list documents, passages and metadata, and what is wrong with them
  chat                     ask and browse in the terminal
  serve                    serve the chat page and the reader, Telegram and Discord (also: npm start)
  doctor                   look for what could keep the bots from working, and say what to do

Options:
  --corpus DIR             folder of documents (may be repeated; default: CORPUS_DIR, else the shipped ones)
  --json                   ask, search, summary, eval, check: print JSON
  --explain                ask: say why: words found and under which names, scores, threshold, decision
  --limit N                search: how many passages, 1 to 100 (default 10)
  --min-MEASURE N          eval: exit 1 when a measure is below N (see the README for the names)
  --max-MEASURE N          eval: exit 1 when a measure is above N
  --save FILE              eval: write down what became of each question
  --against FILE           eval: compare with such a run, and mark what is more than chance
  --help, --version
`

/** Wrong usage: one line that says what and how to mend it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Arguments {
  readonly command: string
  readonly words: readonly string[]
  readonly corpus: readonly string[]
  readonly json: boolean
  readonly jsonl: boolean
  /** Whether the answer is explained. */
  readonly explain: boolean
  readonly limit: number
  /** Bounds of measures by option name, such as `min-mrr10`. */
  readonly bounds: Readonly<Record<string, number>>
  /** Files of runs. */
  readonly save: string | undefined
  readonly against: string | undefined
}

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  ask: ['corpus', 'json', 'jsonl', 'explain'],
  search: ['corpus', 'json', 'jsonl', 'limit'],
  summary: ['corpus', 'json'],
  eval: ['corpus', 'json', 'min', 'max', 'save', 'against'],
  check: ['corpus', 'json'],
  chat: ['corpus'],
  serve: ['corpus'],
  doctor: ['corpus'],
}

/** Reads the arguments after `sanad`. `measures` are the names that `--min-` and `--max-` accept. Throws `UsageError`. */
export function readArguments(argv: readonly string[], measures: readonly string[]): Arguments {
  const [command, ...rest] = argv
  if (command === undefined)
    throw new UsageError(
      'Which command? One of ask, search, summary, eval, check, chat, serve, doctor; sanad --help says more.',
    )
  const allowed = COMMANDS[command]
  if (allowed === undefined)
    throw new UsageError(
      `There is no command "${command}"; use one of ${Object.keys(COMMANDS).join(', ')} (sanad --help).`,
    )
  const { values, positionals } = parse(rest, command, allowed, measures)
  const limit = values['limit'] === undefined ? 10 : Number(values['limit'])
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new UsageError(`--limit is "${String(values['limit'])}"; it must be a whole number from 1 to 100.`)
  const bounds: Record<string, number> = {}
  for (const [name, value] of Object.entries(values)) {
    if (!/^(?:min|max)-/.test(name)) continue
    const bound = Number(value)
    if (typeof value !== 'string' || value.trim() === '' || !Number.isFinite(bound))
      throw new UsageError(`--${name} is "${String(value)}"; it must be a number.`)
    bounds[name] = bound
  }
  return {
    command,
    words: positionals,
    corpus: (values['corpus'] as string[] | undefined) ?? [],
    json: values['json'] === true,
    jsonl: values['jsonl'] === true,
    explain: values['explain'] === true,
    limit,
    bounds,
    save: values['save'] as string | undefined,
    against: values['against'] as string | undefined,
  }
}

type Values = Record<string, string | boolean | string[] | undefined>

function parse(
  args: string[],
  command: string,
  allowed: readonly string[],
  measures: readonly string[],
): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {}
  if (allowed.includes('corpus')) options['corpus'] = { type: 'string', multiple: true }
  for (const flag of ['json', 'jsonl', 'explain']) if (allowed.includes(flag)) options[flag] = { type: 'boolean' }
  for (const value of ['limit', 'save', 'against']) if (allowed.includes(value)) options[value] = { type: 'string' }
  for (const bound of ['min', 'max'])
    if (allowed.includes(bound)) for (const measure of measures) options[`${bound}-${measure}`] = { type: 'string' }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    return { values: values as Values, positionals }
  } catch (error) {
    const [reason = 'wrong option'] = (error as Error).message.split(/\.\s|\n/)
    throw new UsageError(`sanad ${command}: ${reason}. sanad --help lists the options.`)
  }
}
