import { describe, expect, test } from 'vitest'
import { createSanad, evaluate, type Judgment, Judgments } from '../../src/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const sanad = createSanad()
sanad.load(contractCorpus())
const measure = (judgments: readonly Judgment[]) => evaluate(sanad, judgments).all
const right: Judgment = {
  id: '1',
  question: 'متى تأسس اتحاد المغرب العربي؟',
  evidence: ['تأسس اتحاد المغرب العربي عام 1989'],
}
const wrong: Judgment = { id: '2', question: 'متى تأسس اتحاد المغرب العربي؟', evidence: ['نص لا يوجد في أي وثيقة'] }

describe('measures', () => {
  test('a right first passage is a full score', () =>
    expect(measure([right])).toMatchObject({
      recall1: 1,
      mrr10: 1,
      ndcg10: 1,
      quoteHit1: 1,
      answeredHit3: 1,
      falseAbstention: 0,
      verbatim: 1,
    }))
  test('evidence that stands nowhere scores nothing', () =>
    expect(measure([wrong])).toMatchObject({
      recall1: 0,
      recall10: 0,
      mrr10: 0,
      ndcg10: 0,
      quoteHit1: 0,
      quoteHit3: 0,
    }))
  test('shares are means', () =>
    expect(measure([right, wrong])).toMatchObject({ questions: 2, recall1: 0.5, mrr10: 0.5 }))
  test('the reciprocal of the rank counts', () => {
    const question = 'اتحاد المغرب العربي'
    const second = sanad.search(question, 2)[1]?.passage.id ?? ''
    expect(measure([{ id: '1', question, passage_id: second }])).toMatchObject({ recall1: 0, recall5: 1, mrr10: 0.5 })
  })
  test('a passage_id may name a document', () =>
    expect(measure([{ id: '1', question: right.question, passage_id: 'union' }]).recall1).toBe(1))
  test('evidence is compared without harakat and footnote marks', () =>
    expect(measure([{ ...right, evidence: ['تَأَسَّسَ اتحاد[1] المغرب العربي عام ١٩٨٩'] }]).quoteHit1).toBe(1))
  test('unanswerable questions are measured by being declined', () => {
    const measures = measure([{ id: '1', question: 'كيف أطبخ الكسكس بسبع خضار؟' }, right])
    expect(measures).toMatchObject({ answerable: 1, abstention: 1, recall1: 1 })
  })
  test('a measure over nothing is absent', () =>
    expect(measure([{ id: '1', question: 'كسكس' }]).recall1).toBeUndefined())
  test('kinds are measured apart', () =>
    expect(
      evaluate(sanad, [
        { ...right, kind: 'direct' },
        { ...wrong, kind: 'other' },
      ]).byKind,
    ).toMatchObject({ direct: { recall1: 1 }, other: { recall1: 0 } }))
})

describe('a question file', () => {
  test('ids may be numbers', () => expect(Judgments.parse({ id: 7, question: 'x' }).id).toBe('7'))
  test('a question is needed', () => expect(Judgments.safeParse({ id: '7' }).success).toBe(false))
})
