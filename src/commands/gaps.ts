/** The questions that members put before the moderators: those that ask the same together, the most asked first. */
import type { Action, Reply } from '../reply.ts'
import { groupQuestions } from '../retrieval/grouping.ts'
import type { RaisedQuestion } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import { notice, type Scope, text } from './scope.ts'

const MOST_GROUPS = 8
/** UTF-16 units of a question in the list. */
const LONGEST = 160

/** Shows the questions; `close` puts the group of one of them aside first. For moderators, asked each time. */
export async function gaps(close: string | undefined, { incoming, say, store }: Scope): Promise<Reply> {
  if (store === undefined) return text(say.notHere)
  if ((await incoming.isModerator?.()) !== true) return notice(say.moderatorsOnly)
  const { address, from } = incoming
  const groups = grouped(await store.questions.raised(address))
  const closing = groups.find((group) => group.some(({ id }) => id === close)) ?? []
  if (closing.length > 0)
    await store.questions.close(
      address,
      closing.map(({ id }) => id),
      from,
    )
  const open = groups.filter((group) => group !== closing)
  const shown = open.slice(0, MOST_GROUPS)
  if (shown.length === 0) return text(say.noGaps)
  const lines = shown.map((group, at) => `${at + 1}. ${asked(group)}${group.length > 1 ? ` (×${group.length})` : ''}`)
  const more = open.length - shown.length
  const actions = shown.map(
    ([first], at): Action => ({ label: `${say.dismiss} ${at + 1}`, command: `/gaps close ${first?.id}`, open: true }),
  )
  return [
    ...text([say.gaps(open.length), ...lines, ...(more > 0 ? [say.andMore(more)] : [])].join('\n')),
    { type: 'actions', actions },
  ]
}

function grouped(questions: readonly RaisedQuestion[]): RaisedQuestion[][] {
  return groupQuestions(questions.map((question) => question.text)).map((group) =>
    group.flatMap((at) => questions[at] ?? []),
  )
}

/** As the first who asked put it. */
function asked([first]: readonly RaisedQuestion[]): string {
  const words = (first?.text ?? '').replace(/\s+/gu, ' ')
  return isolate(words.length <= LONGEST ? words : `${words.slice(0, LONGEST).toWellFormed()}…`)
}
