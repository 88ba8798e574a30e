/**
 * A question in the light of the one before, by the same person at the same place: the one whose answer it replies to, else the latest of
 * the last ten minutes. Nobody else's is ever looked at, and a question that says what it is about stays as it is.
 */
import { type Answer, answer } from '../answer/answer.ts'
import { leaning, readingOf, subjectOf } from '../answer/subject.ts'
import { isHeld } from '../retrieval/holding.ts'
import { rank } from '../retrieval/rank.ts'
import type { AskedQuestion } from '../store.ts'
import { tokenize } from '../text/tokenize.ts'
import { allowedHere, type Scope } from './scope.ts'

/** Milliseconds for which a question is the former one. */
const WITHIN = 10 * 60 * 1000

export interface Understood {
  readonly found: Answer
  /** What the question was taken to be about; absent where it was answered by itself. */
  readonly assumed?: string
}

/** Answers a question, with the former one's subject where it has none of its own. At most `limit` citations. */
export async function inLight(question: string, limit: number, scope: Scope): Promise<Understood> {
  const { index, incoming } = scope
  const allowed = allowedHere(scope)
  const found = answer(index, question, limit, allowed)
  // What somebody else wrote, and this person asks for them, leans on nothing of this person's.
  const leans = question === incoming.replyTo ? 'no' : leaning(found.question, index, incoming.answerOf !== undefined)
  if (leans === 'no') return { found }
  const former = await formerOf(scope)
  const assumed = former === undefined ? undefined : (former.assumed ?? subjectOf(former.text, index))
  if (assumed === undefined) return { found }
  const { question: text, language } = found
  const read = { ...answer(index, readingOf(text, assumed), limit, allowed), question: text, language }
  const isBetter =
    read.status === 'answered'
      ? (leans === 'wholly' || found.status === 'not_found') && saysBoth(text, assumed, scope)
      : leans === 'wholly' && found.status === 'not_found'
  return isBetter ? { found: read, assumed } : { found }
}

async function formerOf({ incoming, store }: Scope): Promise<AskedQuestion | undefined> {
  const { address, from, hidden, answerOf } = incoming
  const replied = answerOf === undefined ? undefined : await store?.questions.find(address.platform, answerOf)
  if (replied === undefined) return store?.questions.former(incoming, WITHIN)
  const isOwn =
    replied.from === from &&
    replied.id !== incoming.id &&
    replied.address.conversation === address.conversation &&
    replied.address.thread === address.thread
  return isOwn && (hidden === true || replied.hidden !== true) ? replied : undefined
}

/** Whether what answers the reading says something of the subject, and of what was asked about it where that has words of its own. */
function saysBoth(question: string, assumed: string, scope: Scope): boolean {
  const { query, hits } = rank(scope.index, readingOf(question, assumed), 1, allowedHere(scope))
  const of = (text: string): ReadonlySet<string> => new Set(tokenize(text).map((token) => token.text))
  const holds = (words: ReadonlySet<string>): boolean | undefined => {
    const held = query.terms.flatMap(({ word }, term) => (words.has(word) ? [hits[0]?.held[term] ?? []] : []))
    return held.length === 0 ? undefined : held.some((variants) => isHeld(variants))
  }
  return holds(of(assumed)) === true && holds(of(question)) !== false
}
