/** Why something was answered or declined, for moderators: of a reply to an answer, or of any question. */
import { type Explanation, explain } from '../answer/explain.ts'
import type { Phrases } from '../interface/index.ts'
import type { Reply } from '../reply.ts'
import type { AskedQuestion } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import { allowedHere, refusal, type Scope, text } from './scope.ts'

/** For moderators, asked each time. What they ask about is answered again, by the documents as they are now. */
export async function why(question: string, scope: Scope): Promise<Reply> {
  const { say, index, incoming } = scope
  const refused = await refusal(scope)
  if (refused !== undefined) return refused
  if (question !== '') return text(explanationText(explain(index, question, undefined, allowedHere(scope)), say))
  if (incoming.answerOf === undefined) {
    const { replyTo = '' } = incoming
    return replyTo.trim() === '' ? text(say.why.what) : why(replyTo, scope)
  }
  const kept = await keptQuestion(incoming.answerOf, scope)
  if (kept === undefined) return text(say.why.unknown)
  return text(explanationText(explain(index, kept.text, kept.assumed, allowedHere(scope)), say))
}

/** One of this conversation that everybody could see. */
async function keptQuestion(id: string, { store, incoming }: Scope): Promise<AskedQuestion | undefined> {
  const { platform, conversation } = incoming.address
  const kept = await store?.questions.find(platform, id)
  const isHere = kept?.address.conversation === conversation
  return isHere && (kept.hidden !== true || kept.from === incoming.from) ? kept : undefined
}

/** An explanation in words. */
export function explanationText(explanation: Explanation, { why: say, assumed: about }: Phrases): string {
  const { question, assumed, terms, passages, confidence, threshold, decision } = explanation
  const number = (value: number): string => value.toFixed(2)
  return [
    say.question(isolate(question)),
    ...(assumed === undefined ? [] : [about(isolate(assumed))]),
    say[decision](number(confidence), number(threshold)),
    ...(terms.length === 0 ? [] : ['', say.terms]),
    ...terms.map(({ word, weight, by }) => {
      const found = by.map((one) => say.by(isolate(one.word), number(one.weight), say.relations[one.relation]))
      return say.term(isolate(word), number(weight), found.length === 0 ? say.missing : found.join(say.and))
    }),
    '',
    passages.length === 0 ? say.noPassages : say.passages,
    ...passages.map(({ title, section, score, confidence: sure }, at) =>
      say.passage(at + 1, [title, ...section.slice(-1)].map(isolate).join(' — '), number(score), number(sure)),
    ),
  ].join('\n')
}
