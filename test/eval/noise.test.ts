/**
 * What spelling costs: MRR@10 of the Arabic tuning questions as they stand, and as they might be typed. Folding makes five of the six kinds
 * cost nothing; a typing error is met by likeness alone.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJudgments } from '../../adapters/command-line/eval.ts'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { createSanad, evaluate, parseDocument } from '../../src/index.ts'
import { NOISE } from './noise.ts'

const root = join(import.meta.dirname, '../..')
const MOST = 0.005
const MOST_FOR_TYPING_ERRORS = 0.03

const { sources } = await readCorpus([join(root, 'corpus')])
const sanad = createSanad()
sanad.load(sources.map(parseDocument))
const arabic = (await readJudgments(join(root, 'test/eval/tuning.jsonl'))).filter(
  ({ question, evidence }) => evidence !== undefined && /^[^a-z]*$/i.test(question),
)
const clean = evaluate(sanad, arabic).all.mrr10 ?? 0

for (const [kind, noise] of Object.entries(NOISE))
  test(`${kind}`, () => {
    const noisy = arabic.map((judgment) => ({ ...judgment, question: noise(judgment.question) }))
    const changed = noisy.filter(({ question }, at) => question !== arabic[at]?.question).length
    const lost = clean - (evaluate(sanad, noisy).all.mrr10 ?? 0)
    console.log(
      `${kind}: ${changed} of ${arabic.length} questions changed, MRR ${clean.toFixed(3)} - ${lost.toFixed(4)}`,
    )
    expect(changed).toBeGreaterThan(0)
    expect(lost).toBeLessThanOrEqual(kind.startsWith('typing') ? MOST_FOR_TYPING_ERRORS : MOST)
  })
