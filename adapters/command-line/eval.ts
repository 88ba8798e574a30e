/** `sanad eval`: the measures of a question file, and whether they hold. */
import { readFile, writeFile } from 'node:fs/promises'
import Table from 'cli-table3'
import {
  compare,
  type Difference,
  type Evaluation,
  evaluate,
  type Judgment,
  Judgments,
  type MeasureName,
  type Result,
  Results,
  type Sanad,
} from '../../src/index.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage.ts'

/** Option names of the measures (`--min-mrr`), their keys and their headings. */
export const MEASURES: Readonly<Record<string, { key: MeasureName; heading: string }>> = {
  recall1: { key: 'recall1', heading: 'recall@1' },
  recall5: { key: 'recall5', heading: 'recall@5' },
  recall10: { key: 'recall10', heading: 'recall@10' },
  mrr: { key: 'mrr10', heading: 'MRR@10' },
  ndcg: { key: 'ndcg10', heading: 'nDCG@10' },
  quote1: { key: 'quoteHit1', heading: 'quote hit@1' },
  quote3: { key: 'quoteHit3', heading: 'quote hit@3' },
  answered3: { key: 'answeredHit3', heading: 'answered hit@3' },
  'false-abstention': { key: 'falseAbstention', heading: 'false abstention' },
  abstention: { key: 'abstention', heading: 'abstention' },
  verbatim: { key: 'verbatim', heading: 'verbatim' },
  'quote-words': { key: 'quoteWords', heading: 'quote words' },
}

/** Measures a question file; exit code 1 when a bound is not kept or the corpus is empty. */
export async function evaluateFile(
  sanad: Sanad,
  file: string,
  options: {
    json: boolean
    bounds: Readonly<Record<string, number>>
    /** Where the run is written to, question by question. */
    save: string | undefined
    /** A saved run to compare with. */
    against: string | undefined
    onProgress: (done: number, total: number) => void
  },
  terminal: Terminal,
): Promise<number> {
  const judgments = await readJudgments(file)
  const before = options.against === undefined ? undefined : await readRun(options.against)
  const { results, ...evaluation } = evaluate(sanad, judgments, (done) => options.onProgress(done, judgments.length))
  const differences = before === undefined ? undefined : compare(before, results)
  terminal.print(
    options.json
      ? `${JSON.stringify({ ...evaluation, ...(differences === undefined ? {} : { differences }) }, null, 2)}\n`
      : `${table(evaluation)}\n${differences === undefined ? '' : comparison(differences)}`,
  )
  if (options.save !== undefined) await save(options.save, results)
  const broken = Object.entries(options.bounds).flatMap(([bound, limit]) => {
    const [side, name] = [bound.slice(0, 3), bound.slice(4)]
    const measure = MEASURES[name]
    const value = measure && evaluation.all[measure.key]
    if (value === undefined) return [`${name} could not be measured`]
    return (side === 'min' ? value < limit : value > limit)
      ? [`${measure?.heading} is ${value.toFixed(3)}, ${side === 'min' ? 'below' : 'above'} ${limit}`]
      : []
  })
  for (const line of broken) terminal.warn(line)
  return broken.length > 0 ? 1 : 0
}

/** The judgments of a JSON Lines file. Throws `UsageError` naming the line that is wrong. */
export async function readJudgments(file: string): Promise<Judgment[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code ?? error.message}); give a question file in JSON Lines.`)
  })
  const judgments = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const parsed = Judgments.safeParse(parseJson(line))
    if (parsed.success) return [parsed.data]
    const issue = parsed.error.issues[0]
    throw new UsageError(
      `${file}, line ${index + 1}: ${issue?.path.join('.') || 'not a JSON object'}: ${issue?.message ?? 'wrong'}`,
    )
  })
  if (judgments.length === 0) throw new UsageError(`${file} holds no questions.`)
  return judgments
}

/** A run as `--save` wrote it. Throws `UsageError`. */
async function readRun(file: string): Promise<readonly Result[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code ?? error.message}); make it with --save.`)
  })
  const run = Results.safeParse(parseJson(text))
  if (!run.success) throw new UsageError(`${file} is not a saved run; make it with --save.`)
  return run.data
}

async function save(file: string, results: readonly Result[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(results)}\n`).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written (${error.code ?? error.message}).`)
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The comparison with a saved run; `*` marks what is more than chance. */
function comparison(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'The saved run has none of these questions.\n'
  const table = new Table({
    head: ['measure', 'before', 'now', 'difference', '95 % interval', ''],
    style: { head: [], border: [], compact: true },
  })
  const signed = (value: number, digits: number): string => `${value > 0 ? '+' : ''}${value.toFixed(digits)}`
  for (const { measure, before, now, interval, isSure } of differences) {
    const digits = measure === 'quoteWords' ? 1 : 3
    const heading = Object.values(MEASURES).find(({ key }) => key === measure)?.heading ?? measure
    const [low, high] = interval.map((value) => signed(value, digits))
    table.push([
      heading,
      before.toFixed(digits),
      now.toFixed(digits),
      signed(now - before, digits),
      `${low} to ${high}`,
      isSure ? '*' : '',
    ])
  }
  const questions = Math.max(...differences.map((difference) => difference.questions))
  return `${table.toString()}\n${questions} questions of both runs; * is more than chance (paired bootstrap).\n`
}

function table({ all, byKind }: Pick<Evaluation, 'all' | 'byKind'>): string {
  const columns = Object.values(MEASURES)
  const rows = Object.entries(byKind)
  const table = new Table({
    head: ['measure', 'all', ...rows.map(([kind]) => kind)],
    style: { head: [], border: [], compact: true },
  })
  const cells = (of: (measures: Evaluation['all']) => string): string[] => [
    of(all),
    ...rows.map(([, measures]) => of(measures)),
  ]
  table.push(['questions', ...cells(({ questions }) => String(questions))])
  for (const { key, heading } of columns) {
    table.push([
      heading,
      ...cells((measures) =>
        measures[key] === undefined ? '–' : key === 'quoteWords' ? measures[key].toFixed(1) : measures[key].toFixed(3),
      ),
    ])
  }
  return table.toString()
}
