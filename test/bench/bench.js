/** Speed and memory beside stock MiniSearch, in the same run: absolute figures are this machine's, the ratio travels. */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname
const RUNS = 5
const PASSAGES = 2000
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const node = (...args) =>
  execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
const timed = (...args) => {
  const from = performance.now()
  node(...args)
  return performance.now() - from
}

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, median of ${RUNS} runs\n`,
)

// The two take turns, so that a slow minute of the machine slows both.
const engine = (name) => JSON.parse(node('--expose-gc', join(here, 'engine.js'), name, String(PASSAGES)))
const runs = Array.from({ length: RUNS }, () => ({
  sanad: engine('sanad'),
  minisearch: engine('minisearch'),
  cold: timed(join(here, '../../dist/adapters/main.js'), 'ask', QUESTION),
  coldPeer: timed(join(here, 'cold.js'), QUESTION),
}))
const pair = (figure) => [
  median(runs.map(({ sanad }) => figure(sanad))),
  median(runs.map((run) => figure(run.minisearch))),
]
const of = (language) => `question, ${language} (${runs[0].sanad.questions[language].count})`
const rows = [
  ['index time, ms', ...pair(({ index }) => index)],
  ['memory of the index, MB', ...pair(({ memory }) => memory)],
  ...Object.keys(runs[0].sanad.questions).flatMap((language) => [
    [`${of(language)}, median, ms`, ...pair(({ questions }) => questions[language].median)],
    [`${of(language)}, p99, ms`, ...pair(({ questions }) => questions[language].p99)],
  ]),
  [
    'first answer from a cold start, ms (shipped corpus)',
    median(runs.map((run) => run.cold)),
    median(runs.map((run) => run.coldPeer)),
  ],
]
console.log(`${''.padEnd(54)}${'Sanad'.padStart(10)}${'MiniSearch'.padStart(12)}${'ratio'.padStart(8)}`)
for (const [name, own, peer] of rows) {
  console.log(
    `${name.padEnd(54)}${own.toFixed(2).padStart(10)}${peer.toFixed(2).padStart(12)}${(own / peer).toFixed(1).padStart(8)}`,
  )
}
const [milliseconds] = pair(({ lexicons }) => lexicons.milliseconds)
const [megabytes] = pair(({ lexicons }) => lexicons.megabytes)
console.log(
  `\n${runs[0].sanad.passages} passages; Sanad: analysis, ranking, quotes and abstention; MiniSearch: stock, ranking only.
Sanad's lexicons, read once for the first words in each script: ${milliseconds.toFixed(0)} ms, ${megabytes.toFixed(1)} MB.`,
)
