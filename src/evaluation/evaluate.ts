/**
 * How well questions with known answers are answered. Judgments say what is right, a run is what Sanad does; the measures
 * are those of information retrieval, each over the answerable questions unless said otherwise:
 *
 * - recall@k: a right passage is among the first k · MRR@10: mean reciprocal rank of the first right one (0 beyond 10)
 * - nDCG@10: gains 1 for right passages, discounted by log2 of the rank (Järvelin and Kekäläinen 2002)
 * - quote hit@k: the evidence stands in one of the first k quotes, were they all shown
 * - answered hit@3: the evidence stands in a citation that really is shown, after abstention
 * - false abstention: answerable questions that are declined · abstention: unanswerable questions that are declined
 * - verbatim: share of all quotes that are the document's text, letter by letter · quote words: mean length of first quotes
 *
 * A right passage holds one of the evidence strings (without evidence: one of the answers), or is the one named by
 * `passage_id`, which may be a passage's id or a whole document's; in the latter case documents are ranked, by their best
 * passage.
 * Strings are compared folded, without footnote marks and punctuation, anywhere in the text (so that a preposition written
 * onto an answer does not hide it; a very short answer may match by accident).
 */
import { z } from 'zod'
import { type Citation, cite } from '../answer/citation.ts'
import { isVerbatim } from '../answer/verbatim.ts'
import type { Document } from '../corpus/document.ts'
import type { Hit } from '../retrieval/rank.ts'
import type { Sanad } from '../sanad.ts'
import { tokenize } from '../text/tokenize.ts'

/** One question and what answers it; none of evidence, answers and passage_id means that nothing does. */
export interface Judgment {
  readonly id: string
  readonly question: string
  readonly kind?: string | undefined
  readonly document?: string | undefined
  readonly evidence?: readonly string[] | undefined
  readonly answers?: readonly string[] | undefined
  readonly passage_id?: string | undefined
}

const strings = z.array(z.string().min(1)).optional()

/** The shape of a question file's line. */
export const Judgments: z.ZodType<Judgment> = z.object({
  id: z.coerce.string().min(1),
  question: z.string(),
  kind: z.string().optional(),
  document: z.string().optional(),
  evidence: strings,
  answers: strings,
  passage_id: z.coerce.string().optional(),
})

/** What is measured, in the order of a report. */
export const MEASURES = [
  'recall1',
  'recall5',
  'recall10',
  'mrr10',
  'ndcg10',
  'quoteHit1',
  'quoteHit3',
  'answeredHit3',
  'falseAbstention',
  'abstention',
  'verbatim',
  'quoteWords',
] as const
export type MeasureName = (typeof MEASURES)[number]

/** What one question adds to each measure: shares are 0 to 1, a measure that is not of such questions is absent. */
export interface Result {
  readonly id: string
  readonly kind: string
  readonly values: Readonly<Partial<Record<MeasureName, number>>>
}

/** The shape of a saved run. */
export const Results: z.ZodType<readonly Result[]> = z.array(
  z.object({ id: z.string(), kind: z.string(), values: z.partialRecord(z.enum(MEASURES), z.number()) }),
)

/** Means over the questions; a measure over no question is `undefined`. */
export type Measures = Readonly<Record<MeasureName, number | undefined>> & {
  readonly questions: number
  readonly answerable: number
}

export interface Evaluation {
  readonly all: Measures
  readonly byKind: Readonly<Record<string, Measures>>
  /** Question by question, so that two runs can be compared (`compare.ts`). */
  readonly results: readonly Result[]
}

/** What happened to one question. Ranks count from 1. */
interface Outcome {
  readonly kind: string
  readonly answerable: boolean
  readonly declined: boolean
  readonly rank: number | undefined
  readonly ndcg: number
  readonly quoteHits: readonly boolean[]
  readonly shownHit: boolean
  readonly verbatim: readonly boolean[]
  readonly words: number | undefined
}

const DEPTH = 10
/** Passages looked at for `DEPTH` documents. */
const POOL = 50
const QUOTES = 3

/** Asks every question and measures. `onProgress` hears the number done. */
export function evaluate(
  sanad: Sanad,
  judgments: readonly Judgment[],
  onProgress?: (done: number) => void,
): Evaluation {
  const results = judgments.map((judgment, index): Result => {
    const outcome = judge(sanad, judgment)
    onProgress?.(index + 1)
    return { id: judgment.id, kind: outcome.kind, values: valuesOf(outcome) }
  })
  const kinds = [...new Set(results.map(({ kind }) => kind))].filter((kind) => kind !== '')
  return {
    all: measure(results),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, measure(results.filter((result) => result.kind === kind))])),
    results,
  }
}

function judge(sanad: Sanad, judgment: Judgment): Outcome {
  const { kind = '', passage_id: wanted } = judgment
  const strings = (judgment.evidence ?? judgment.answers ?? []).map(fold)
  const answerable = strings.length > 0 || wanted !== undefined
  const hits = sanad.search(judgment.question, POOL)
  const isWanted = ({ document, passage }: Hit | Citation): boolean => document.id === wanted || passage.id === wanted
  const isRight = (hit: Hit): boolean => (wanted === undefined ? holds(hit.passage.text, strings) : isWanted(hit))
  const ranked = sanad.documents.some(({ id }) => id === wanted) ? firstOfEachDocument(hits) : hits
  const gains = ranked.slice(0, DEPTH).map(isRight)
  const right = wanted !== undefined ? 1 : rightPassages(sanad.documents, strings)
  const first = gains.indexOf(true)
  const citations = sanad.quotes(judgment.question, QUOTES)
  const answer = sanad.ask(judgment.question)
  const text = new Map(sanad.documents.map((document) => [document.id, document]))
  // With a passage_id and no strings, the right quote is any quote of the right passage.
  const quoteHit = (citation: Citation): boolean =>
    strings.length > 0 ? holds(citation.quote, strings) : isWanted(citation)
  return {
    kind,
    answerable,
    declined: answer.status === 'not_found',
    rank: first < 0 ? undefined : first + 1,
    ndcg: dcg(gains) / (dcg(new Array<boolean>(Math.min(Math.max(1, right), DEPTH)).fill(true)) || 1),
    quoteHits: citations.map(quoteHit),
    shownHit: answer.citations.some(quoteHit),
    // A hit whose quote failed the gate is among the citations no more, and counts here all the same.
    verbatim: [...hits.slice(0, QUOTES).map((hit) => cite(hit, 1)), ...citations, ...answer.citations].map(
      (citation) => {
        if (citation === undefined) return false
        const document = text.get(citation.document.id)
        return document !== undefined && isVerbatim(document, citation.quote, citation.start, citation.end)
      },
    ),
    words: citations[0]?.quote.split(/\s+/u).length,
  }
}

function valuesOf(outcome: Outcome): Result['values'] {
  const { answerable, declined, rank, ndcg, quoteHits, shownHit, verbatim, words } = outcome
  const quotes = verbatim.length === 0 ? {} : { verbatim: mean(verbatim.map(Number)) ?? 0 }
  if (!answerable) return { abstention: Number(declined), ...quotes }
  const within = (k: number): number => Number(rank !== undefined && rank <= k)
  return {
    recall1: within(1),
    recall5: within(5),
    recall10: within(DEPTH),
    mrr10: rank === undefined ? 0 : 1 / rank,
    ndcg10: ndcg,
    quoteHit1: Number(quoteHits[0] === true),
    quoteHit3: Number(quoteHits.includes(true)),
    answeredHit3: Number(shownHit),
    falseAbstention: Number(declined),
    ...quotes,
    ...(words === undefined ? {} : { quoteWords: words }),
  }
}

function measure(results: readonly Result[]): Measures {
  const means = MEASURES.map((name) => [name, mean(results.flatMap(({ values }) => values[name] ?? []))])
  const answerable = results.filter(({ values }) => values.recall1 !== undefined).length
  return {
    questions: results.length,
    answerable,
    ...(Object.fromEntries(means) as Record<MeasureName, number | undefined>),
  }
}

function firstOfEachDocument(hits: readonly Hit[]): Hit[] {
  const seen = new Set<string>()
  return hits.filter(({ document }) => !seen.has(document.id) && seen.add(document.id))
}

function rightPassages(documents: readonly Document[], strings: readonly string[]): number {
  return documents.reduce((sum, { passages }) => sum + passages.filter(({ text }) => holds(text, strings)).length, 0)
}

const dcg = (gains: readonly boolean[]): number =>
  gains.reduce((sum, gain, index) => sum + (gain ? 1 / Math.log2(index + 2) : 0), 0)
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
const holds = (text: string, strings: readonly string[]): boolean => {
  const folded = fold(text)
  return strings.some((string) => folded.includes(string))
}
const fold = (text: string): string =>
  tokenize(text)
    .map((token) => token.text)
    .join(' ')
