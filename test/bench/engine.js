/**
 * One engine in a process of its own: `node --expose-gc engine.js sanad|minisearch PASSAGES`. Prints its figures as JSON: milliseconds,
 * and megabytes that are still in use when the garbage has been collected.
 */
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
const questions = readFileSync(join(root, 'test/eval/tuning.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

const used = () => {
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

const before = used()
const started = performance.now()
const ask = engine === 'sanad' ? sanad() : minisearch()
const index = performance.now() - started
const memory = used() - before
// The lexicons are read for the first word of each script, whatever is in the corpus.
const first = performance.now()
for (const question of ['الحدود', 'frontière', 'l7doud']) ask(question)
const lexicons = { milliseconds: performance.now() - first, megabytes: used() - before - memory }

/** Milliseconds of each question, the second time that it is asked, so that the program is compiled. */
const times = questions.map(({ question }) => {
  ask(question)
  const from = performance.now()
  ask(question)
  return performance.now() - from
})
const LANGUAGES = { French: 'fr', English: 'en', Darija: 'darija', Arabizi: 'arabizi' }
const kinds = new Set(Object.values(LANGUAGES))
const timesOf = (chosen) => times.filter((_, number) => chosen(questions[number].kind))
const passages = documents.reduce((sum, document) => sum + document.passages.length, 0)
console.log(
  JSON.stringify({
    passages,
    index,
    memory,
    lexicons,
    questions: {
      all: spread(times),
      Arabic: spread(timesOf((kind) => !kinds.has(kind))),
      ...Object.fromEntries(
        Object.entries(LANGUAGES).map(([name, wanted]) => [name, spread(timesOf((kind) => kind === wanted))]),
      ),
    },
  }),
)

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  return { count: sorted.length, median: at(0.5), p99: at(0.99) }
}

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
