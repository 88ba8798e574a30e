/** The questions that members put before the moderators: those that ask the same together, the most asked first; and their answers. */
import { readingOf } from '../answer/subject.ts'
import type { GapsCommand } from '../command.ts'
import { shortened } from '../digest/show.ts'
import type { Action, Reply } from '../reply.ts'
import { groupQuestions } from '../retrieval/grouping.ts'
import type { RaisedQuestion } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import { answerForm, noteId, rewriteNote, tellAskers, writeNote } from './notes.ts'
import { refusal, type Scope, text } from './scope.ts'

const MOST_GROUPS = 8

/** For moderators, asked each time. */
export async function gaps(command: GapsCommand | undefined, scope: Scope): Promise<Reply> {
  const { incoming, say, store, desk } = scope
  const refused = await refusal(scope)
  if (refused !== undefined || store === undefined || desk === undefined) return refused ?? text(say.notHere)
  const { address, from } = incoming
  const groups = grouped((await store.questions.raised(address)).map(asRead), scope)
  const chosen = groups.find((group) => group.some(({ id }) => id === command?.question)) ?? []
  const ids = chosen.map(({ id }) => id)
  if (command === undefined) return list(groups, scope)
  if (command.what === 'close') {
    if (ids.length > 0) await store.questions.close(address, ids, from)
    return list(
      groups.filter((group) => group !== chosen),
      scope,
    )
  }
  const [first] = chosen
  const written = await store.documents.find(noteId(address, incoming.id))
  // The same message, edited, or handed over again.
  if (first === undefined && written?.state === 'added') {
    if (!(await rewriteNote(written, command.text, scope))) return text(say.notes.badAnswer)
    await scope.refresh()
    return text(say.notes.answered(0))
  }
  // Answered or dismissed by somebody else meanwhile.
  if (first === undefined) return [...text(say.alreadyAnswered), ...list(groups, scope)]
  const note = await writeNote(incoming.id, first.text, command.text, scope)
  if (note === undefined) return text(say.notes.badAnswer)
  await scope.refresh()
  await store.questions.answer(address, ids, note, from)
  const asked = (await store.questions.untold()).filter((question) => question.note === note).length
  await tellAskers(desk, scope.lookUp)
  return text(say.notes.answered(asked))
}

function list(open: readonly (readonly RaisedQuestion[])[], { say }: Scope): Reply {
  const shown = open.slice(0, MOST_GROUPS)
  if (shown.length === 0) return text(say.noGaps)
  const lines = shown.map((group, at) => `${at + 1}. ${asked(group)}${group.length > 1 ? ` (×${group.length})` : ''}`)
  const more = open.length - shown.length
  const answers = shown.map(
    ([first], at): Action => ({
      label: `${say.notes.answer} ${at + 1}`,
      command: `/gaps answer ${first?.id}`,
      form: answerForm(say),
    }),
  )
  const dismissals = shown.map(
    ([first], at): Action => ({ label: `${say.dismiss} ${at + 1}`, command: `/gaps close ${first?.id}`, open: true }),
  )
  return [
    ...text([say.gaps(open.length), ...lines, ...(more > 0 ? [say.andMore(more)] : [])].join('\n')),
    { type: 'actions', actions: answers },
    { type: 'actions', actions: dismissals },
  ]
}

function grouped(questions: readonly RaisedQuestion[], { index }: Scope): RaisedQuestion[][] {
  return groupQuestions(questions, index).map((group) => group.flatMap((at) => questions[at] ?? []))
}

/** With what it was taken to be about, since nobody else's question stands before it here. */
const asRead = ({ id, text, assumed }: RaisedQuestion): RaisedQuestion => ({ id, text: readingOf(text, assumed) })

/** As the first who asked put it. */
const asked = ([first]: readonly RaisedQuestion[]): string => isolate(shortened(first?.text ?? ''))
