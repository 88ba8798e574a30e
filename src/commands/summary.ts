/** What the documents say about a topic, in a few of their sentences. */
import { MOST_SENTENCES, summarize } from '../answer/summary.ts'
import type { Block, Reply } from '../reply.ts'
import { isolate } from '../text/bidi.ts'
import { context, headingLines, quoted } from './ask.ts'
import { allowedHere, type Scope, text } from './scope.ts'

const LONGEST_TOPIC = 80

export async function summary(topic: string, scope: Scope): Promise<Reply> {
  const { say, index } = scope
  if (!/[\p{L}\p{N}]/u.test(topic)) return text(say.summaryOfWhat)
  const { status, citations, nearest } = summarize(index, topic, MOST_SENTENCES, allowedHere(scope))
  const shown = isolate(topic.slice(0, LONGEST_TOPIC).toWellFormed())
  if (status === 'not_found') return text([say.noSummary(shown), ...headingLines(nearest, say)].join('\n'))
  const words = topic.replace(/\s+/gu, ' ').trim()
  const isForDigest =
    scope.desk !== undefined &&
    scope.incoming.place === 'group' &&
    words.length <= LONGEST_TOPIC &&
    (await scope.incoming.isModerator?.()) === true
  const add: Block[] = isForDigest
    ? [{ type: 'actions', actions: [{ label: say.digest.addTopic, command: `/digest add ${words}`, open: true }] }]
    : []
  return [
    ...text(say.summaryOf(shown)),
    ...citations.flatMap((citation) => quoted(citation, scope)),
    { type: 'actions', actions: citations.map((citation) => context(citation, citations.length, scope)) },
    ...add,
  ]
}
