/**
 * Floors of quality. Each is a little below what was measured when it was set, so that a change that costs quality is seen; a
 * better measurement raises it. The measures are those of `sanad eval`.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readJudgments } from '../../adapters/command-line/eval.ts'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { createSanad, type Evaluation, evaluate, parseDocument, type Sanad } from '../../src/index.ts'

const root = join(import.meta.dirname, '../..')
type Floors = Partial<Record<keyof Evaluation['all'], number>>

async function open(folder: string): Promise<Sanad> {
  const { sources } = await readCorpus([folder])
  const sanad = createSanad()
  sanad.load(sources.map(parseDocument))
  return sanad
}

function check(measures: Evaluation['all'] | undefined, floors: Floors, ceilings: Floors = {}): void {
  for (const [name, floor] of Object.entries(floors)) {
    expect(measures?.[name as keyof Floors], name).toBeGreaterThanOrEqual(floor)
  }
  for (const [name, ceiling] of Object.entries(ceilings)) {
    expect(measures?.[name as keyof Floors], name).toBeLessThanOrEqual(ceiling)
  }
}

describe('over the shipped corpus', async () => {
  const sanad = await open(join(root, 'corpus'))
  const { all, byKind } = evaluate(sanad, await readJudgments(join(root, 'test/eval/questions.jsonl')))
  test('every quote is verbatim', () => expect(all.verbatim).toBe(1))
  test('in all', () =>
    check(all, { mrr10: 0.82, quoteHit3: 0.85, abstention: 0.8 }, { falseAbstention: 0.19, quoteWords: 45 }))
  const kinds: Readonly<Record<string, Floors>> = {
    direct: { recall5: 0.95, quoteHit3: 0.93, answeredHit3: 0.88 },
    paraphrase: { recall5: 0.6, quoteHit3: 0.48 },
    spelling: { recall5: 1, quoteHit3: 0.95, answeredHit3: 0.85 },
    number: { recall5: 1, quoteHit3: 0.93, answeredHit3: 0.86 },
    date: { recall5: 0.95, quoteHit3: 0.9, answeredHit3: 0.8 },
    fr: { recall5: 0.85, quoteHit3: 0.8 },
    en: { recall5: 0.85, quoteHit3: 0.85 },
    darija: { recall5: 0.9, quoteHit3: 0.8 },
    'unanswerable-near': { abstention: 0.59 },
    'unanswerable-far': { abstention: 0.94 },
  }
  for (const [kind, floors] of Object.entries(kinds)) test(kind, () => check(byKind[kind], floors))
})

describe('over the shipped corpus, questions set aside before the search learnt Arabizi', async () => {
  const sanad = await open(join(root, 'corpus'))
  const { all, byKind } = evaluate(sanad, await readJudgments(join(root, 'test/eval/held-out.jsonl')))
  test('in all', () =>
    check(all, { verbatim: 1, recall5: 0.8, quoteHit3: 0.75, abstention: 0.65 }, { falseAbstention: 0.23 }))
  const kinds = { ar: 0.8, fr: 0.78, en: 0.63, darija: 0.7, arabizi: 0.8 }
  for (const [kind, quoteHit3] of Object.entries(kinds)) test(kind, () => check(byKind[kind], { quoteHit3 }))
})

test('the question set is as large as it says', async () => {
  const kinds = (await readJudgments(join(root, 'test/eval/questions.jsonl'))).map(({ kind = '' }) => kind)
  const count = (...names: string[]): number => kinds.filter((kind) => names.includes(kind)).length
  expect(count('direct', 'paraphrase', 'spelling', 'number', 'date')).toBeGreaterThanOrEqual(120)
  for (const language of ['fr', 'en', 'darija']) expect(count(language)).toBeGreaterThanOrEqual(20)
  expect(count('unanswerable-near', 'unanswerable-far')).toBeGreaterThanOrEqual(40)
})

const xquad = join(root, '../shared/data/xquad-ar')
describe.skipIf(!existsSync(xquad))('over XQuAD-ar (skipped where its data is not beside the project)', () => {
  let sanad: Sanad
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xquad-'))
    for (const line of readFileSync(join(xquad, 'passages.jsonl'), 'utf8').trim().split('\n')) {
      const { id, text } = JSON.parse(line)
      writeFileSync(join(folder, `${id}.txt`), text)
    }
    sanad = await open(folder)
  })
  test('retrieval and quotes', async () => {
    const { all } = evaluate(sanad, await readJudgments(join(xquad, 'questions.jsonl')))
    check(all, { mrr10: 0.95, recall1: 0.92, quoteHit1: 0.84, quoteHit3: 0.94, verbatim: 1 }, { quoteWords: 45 })
  })
  test('questions in English', async () => {
    const { all } = evaluate(sanad, await readJudgments(join(xquad, 'questions.en-ar.jsonl')))
    check(all, { mrr10: 0.83, recall5: 0.9, quoteHit3: 0.83, verbatim: 1 }, { falseAbstention: 0.27 })
  })
})
