/** A question, and more passages for it. */
import { answer, type Heading } from '../answer/answer.ts'
import type { Citation } from '../answer/citation.ts'
import { readingOf } from '../answer/subject.ts'
import { type Phrases, phrases } from '../interface/index.ts'
import type { Action, Block, Reply } from '../reply.ts'
import type { AskedQuestion } from '../store.ts'
import { isolate } from '../text/bidi.ts'
import { inLight, type Understood } from './follow-up.ts'
import { allowedHere, allowedIn, notice, type Scope, text } from './scope.ts'

/** Citations on show at once; the rest are behind "more". */
export const SHOWN = 3

/** Answers a question and, where there is a store, remembers it with what became of it. */
export async function ask(question: string, scope: Scope): Promise<Reply> {
  const understood = await inLight(question, SHOWN, scope)
  const { id, address, from, hidden } = scope.incoming
  const took = Math.max(0, scope.clock() - scope.began)
  await remember({ id, address, from, took, ...(hidden === undefined ? {} : { hidden }) }, understood, scope)
  return replyTo(understood, scope)
}

/** Answers by itself a question that was read in the light of the one before; of whoever asked it, that is what is remembered from now on. */
export async function alone(id: string, scope: Scope): Promise<Reply> {
  const { index, incoming, settings, store } = scope
  const { platform, conversation } = incoming.address
  const kept = await store?.questions.find(platform, id)
  const isOwn = kept?.from === incoming.from
  if (kept?.address.conversation !== conversation || (kept.hidden === true && !isOwn)) return notice(scope.say.tooOld)
  const found = answer(index, kept.text, SHOWN, allowedHere(scope))
  if (isOwn) await remember(kept, { found }, scope)
  const say = phrases(settings.language ?? kept.language)
  return replyTo({ found }, { ...scope, say, incoming: { ...incoming, id } })
}

/** Keeps a question with what became of it, by whoever asked it. */
async function remember(
  { id, address, from, hidden, took }: Pick<AskedQuestion, 'id' | 'address' | 'from' | 'hidden' | 'took'>,
  { found, assumed }: Understood,
  { store }: Scope,
): Promise<void> {
  await store?.questions.record({
    id,
    address,
    from,
    text: found.question,
    language: found.language,
    outcome: found.status,
    confidence: found.confidence,
    cited: [...new Set(found.citations.map(({ document }) => document.id))],
    ...(took === undefined ? {} : { took }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(assumed === undefined ? {} : { assumed }),
  })
}

function replyTo(understood: Understood, scope: Scope): Reply {
  return understood.found.status === 'answered' ? answered(understood, scope) : notFound(understood, scope)
}

function answered({ found: { question, citations }, assumed }: Understood, scope: Scope): Reply {
  const { say, incoming, store } = scope
  const votes: Action[] = [
    { label: '👍', command: `/vote up ${incoming.id}`, open: true },
    { label: '👎', command: `/vote down ${incoming.id}`, open: true },
  ]
  const more = moreOf(readingOf(question, assumed), citations.length, scope)
  return [
    ...(assumed === undefined ? [] : text(say.assumed(isolate(assumed)))),
    ...citations.flatMap((citation) => quoted(citation, scope)),
    ...limits(scope),
    { type: 'actions', actions: citations.map((citation) => context(citation, citations.length, scope)) },
    { type: 'actions', actions: [{ label: say.more, command: more }, ...(store === undefined ? [] : votes)] },
    ...undo(assumed, scope),
  ]
}

function notFound({ found: { nearest }, assumed }: Understood, scope: Scope): Reply {
  const { say, incoming, store } = scope
  const about = assumed === undefined ? [] : [say.assumed(isolate(assumed))]
  const lines = [...about, say.notFound, ...headingLines(nearest, say)]
  // In private there are no moderators to ask.
  const raise: Block[] =
    store === undefined || incoming.place === 'private'
      ? []
      : [{ type: 'actions', actions: [{ label: say.raise, command: `/raise ${incoming.id}`, open: true }] }]
  return [...text(lines.join('\n')), ...limits(scope), ...raise, ...undo(assumed, scope)]
}

/** What was assumed can be taken back. */
function undo(assumed: string | undefined, { say, incoming: { id, source } }: Scope): Reply {
  const within = source === undefined ? '' : ` in:${encodeURIComponent(source)}`
  return assumed === undefined
    ? []
    : [{ type: 'actions', actions: [{ label: say.byItself, command: `/alone ${id}${within}` }] }]
}

/** The nearest headings, said to be no answers. */
export function headingLines(nearest: readonly Heading[], say: Phrases): string[] {
  if (nearest.length === 0) return []
  const lines = nearest.map(({ title, section }) => `• ${[title, ...section.slice(-1)].map(isolate).join(' — ')}`)
  return ['', say.nearest, ...lines]
}

/** Says that moderators chose the sources, where they did. */
function limits({ settings, documents, say }: Scope): Reply {
  if (settings.sources === undefined) return []
  return text(say.limitedSources(documents.filter(allowedIn(documents, settings)).length, documents.length))
}

/** The command for further passages, of the same document where one was chosen. */
function moreOf(question: string, from: number, { incoming: { source } }: Scope): string {
  return `/more ${from} ${source === undefined ? '' : `in:${encodeURIComponent(source)} `}${question}`
}

/** The passages after the first `from`. */
export function more(question: string, from: number, scope: Scope): Reply {
  const { say } = scope
  const { citations } = answer(scope.index, question, from + SHOWN, allowedHere(scope))
  const rest = citations.slice(from)
  if (rest.length === 0) return text(say.noMore)
  return [
    { type: 'text', text: say.moreFrom(from + 1) },
    ...rest.flatMap((citation) => quoted(citation, scope)),
    { type: 'actions', actions: rest.map((citation) => context(citation, rest.length, scope)) },
    { type: 'actions', actions: [{ label: say.more, command: moreOf(question, from + rest.length, scope) }] },
  ]
}

export function quoted(citation: Citation, { say }: Scope): Block[] {
  return [
    { type: 'quote', text: citation.quote },
    { type: 'citations', citations: [citation], language: say.language },
  ]
}

/** The action that shows a quote where it stands; numbered where there are several. */
export function context(citation: Citation, of: number, { say }: Scope): Action {
  const label = of > 1 ? `${say.context} ${citation.number}` : say.context
  return { label, command: `/passage ${citation.passage.id} ${citation.start}-${citation.end}` }
}
