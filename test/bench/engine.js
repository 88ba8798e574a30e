/** One engine in a process of its own: `node engine.js sanad|minisearch PASSAGES`. Prints its figures as JSON. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import { readCorpus } from '../../dist/adapters/files/corpus.js'
import { createSanad, parseDocument } from '../../dist/src/index.js'
import { makeCorpus } from './corpus.js'

const [, , engine, count] = process.argv
const root = join(import.meta.dirname, '../..')
const { sources } = await readCorpus([join(root, 'corpus')])
const documents = makeCorpus(sources, Number(count)).map((source) => parseDocument(source))
const questions = readFileSync(join(root, 'test/eval/questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line).question)

const before = process.memoryUsage().rss
const started = performance.now()
const ask = engine === 'sanad' ? sanad() : minisearch()
const index = performance.now() - started
ask(questions[0])
const times = [...questions, ...questions].map((question) => {
  const from = performance.now()
  ask(question)
  return performance.now() - from
})
times.sort((a, b) => a - b)
const at = (share) => times[Math.floor((times.length - 1) * share)]
const passages = documents.reduce((sum, document) => sum + document.passages.length, 0)
console.log(
  JSON.stringify({ passages, index, p50: at(0.5), p99: at(0.99), rss: (process.memoryUsage().rss - before) / 2 ** 20 }),
)

function sanad() {
  const sanad = createSanad()
  sanad.load(documents)
  return (question) => sanad.ask(question)
}

/** Stock MiniSearch over the same passages: its own tokenizer, its own ranking, no quotes and no abstention. */
function minisearch() {
  const search = new MiniSearch({ fields: ['text', 'title', 'section'], storeFields: ['text'] })
  let id = 0
  for (const { title, passages } of documents) {
    search.addAll(passages.map(({ text, section }) => ({ id: id++, text, title, section: section.join(' ') })))
  }
  return (question) => search.search(question).slice(0, 3)
}
