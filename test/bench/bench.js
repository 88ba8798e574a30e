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
const runs = Array.from({ length: RUNS }, () => ({
  sanad: JSON.parse(node(join(here, 'engine.js'), 'sanad', String(PASSAGES))),
  minisearch: JSON.parse(node(join(here, 'engine.js'), 'minisearch', String(PASSAGES))),
  cold: timed(join(here, '../../dist/adapters/main.js'), 'ask', QUESTION),
  coldPeer: timed(join(here, 'cold.js'), QUESTION),
}))
const figure = (engine, name) => median(runs.map((run) => run[engine][name]))
const rows = [
  ['index time, ms', figure('sanad', 'index'), figure('minisearch', 'index')],
  ['question, median, ms', figure('sanad', 'p50'), figure('minisearch', 'p50')],
  ['question, p99, ms', figure('sanad', 'p99'), figure('minisearch', 'p99')],
  ['memory of the index, MB', figure('sanad', 'rss'), figure('minisearch', 'rss')],
  [
    'first answer from a cold start, ms (shipped corpus)',
    median(runs.map((run) => run.cold)),
    median(runs.map((run) => run.coldPeer)),
  ],
]
console.log(`${''.padEnd(54)}${'Sanad'.padStart(10)}${'MiniSearch'.padStart(12)}${'ratio'.padStart(8)}`)
for (const [name, own, peer] of rows) {
  console.log(
    `${name.padEnd(54)}${own.toFixed(1).padStart(10)}${peer.toFixed(1).padStart(12)}${(own / peer).toFixed(1).padStart(8)}`,
  )
}
console.log(
  `\n${runs[0].sanad.passages} passages; Sanad: analysis, ranking, quotes and abstention; MiniSearch: stock, ranking only.`,
)
