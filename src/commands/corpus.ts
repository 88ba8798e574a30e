/** What moderators add to their conversation's corpus: files, after a look at what was read; and the notes they wrote. */
import type { CorpusCommand } from '../command.ts'
import type { Document } from '../corpus/document.ts'
import { hash } from '../corpus/hash.ts'
import { languageName } from '../interface/dates.ts'
import { documentOf } from '../library.ts'
import { DeliveryError, type Refusal } from '../ports.ts'
import { type Action, actions, open, type Reply } from '../reply.ts'
import type { AddedDocument, Store } from '../store.ts'
import { isolate, withoutControls } from '../text/bidi.ts'
import { answerForm, rewriteNote, wordsOf } from './notes.ts'
import { refusal, type Scope, text } from './scope.ts'

/** Bytes of a file; more than any text of a group. */
export const LONGEST_FILE: number = 2 * 1024 * 1024
const MOST_FILES = 50
const PAGE = 10
const LONGEST_TITLE = 80

export async function corpus(command: CorpusCommand | undefined, scope: Scope): Promise<Reply> {
  const { say, store, incoming } = scope
  const refused = await refusal(scope)
  if (refused !== undefined || store === undefined) return refused ?? text(say.notHere)
  if (command === undefined || command.what === 'list') return list(command?.page ?? 1, store, scope)
  if (command.what === 'add') return add(store, scope)
  const own = await store.documents.added(incoming.address)
  const found =
    command.what === 'remove'
      ? (own[Number(command.name) - 1] ?? own.find(({ id }) => id === command.name))
      : await store.documents.find(command.id)
  // Another conversation's documents are none of this one's.
  if (found === undefined || !isOurs(found, scope)) return text(say.corpus.notThere)
  const title = isolate(titleOf(found))
  switch (command.what) {
    case 'cancel':
      // Somebody else, or another press, has confirmed it.
      if (found.state === 'added') return text(say.corpus.added(title))
      if (found.state === 'proposed') await put(found, 'removed', store, scope)
      return text(say.corpus.cancelled)
    case 'confirm':
      if (isFull(own) && found.state !== 'added') return text(say.corpus.tooMany(MOST_FILES))
      await put(found, 'added', store, scope)
      return text(say.corpus.added(title))
    case 'restore':
      if (found.kind === 'file' && isFull(own) && found.state !== 'added') return text(say.corpus.tooMany(MOST_FILES))
      await put(found, 'added', store, scope)
      return text(say.corpus.restored(title))
    case 'remove':
      await put(found, 'removed', store, scope)
      return [...text(say.corpus.removed(title)), actions(open(say.corpus.restore, `/corpus restore ${found.id}`))]
    case 'edit': {
      if (found.kind !== 'note' || !(await rewriteNote(found, command.text, scope))) return text(say.notes.badAnswer)
      await scope.refresh()
      return list(1, store, scope)
    }
  }
}

/** Reads the file and shows what was found; nothing is in the corpus before a moderator confirms. */
async function add(store: Store, scope: Scope): Promise<Reply> {
  const { say, incoming, readFile, documents } = scope
  const { file } = incoming
  if (readFile === undefined) return text(say.notHere)
  if (file === undefined) return text(say.corpus.replyToFile)
  const refuse = (why: Refusal): Reply => text(say.corpus.refusals[why])
  if (!/\.(?:md|markdown|txt|html?)$/i.test(file.name)) return refuse('type')
  if (file.size > LONGEST_FILE) return refuse('size')
  if (isFull(await store.documents.added(incoming.address))) return text(say.corpus.tooMany(MOST_FILES))
  let bytes: Uint8Array
  try {
    bytes = await file.read(LONGEST_FILE)
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    return text(say.corpus.unavailable)
  }
  const read = await readFile({ name: file.name, bytes })
  if ('refusal' in read) return refuse(read.refusal)
  const { platform, conversation } = incoming.address
  const id = `f${hash([platform, conversation, incoming.id].join('\n'))}`
  const source = { ...read.source, id: `added/${id}` }
  const proposed = { id, address: { platform, conversation }, kind: 'file', state: 'proposed', source } as const
  const document = documentOf({ ...proposed, changedAt: scope.clock() })
  if (document.passages.length === 0) return refuse('empty')
  const twin = documents.find((other) => other.text === document.text)
  if (twin !== undefined) return text(say.corpus.sameText(isolate(withoutControls(twin.title))))
  await store.documents.put(proposed, incoming.from)
  const lines = [
    say.corpus.proposed(isolate(shortTitle(document))),
    factsOf(document, scope),
    ...read.doubts.map((doubt) => say.corpus.doubts[doubt]),
  ]
  return [
    ...text(lines.join('\n')),
    actions(open(say.corpus.confirm, `/corpus confirm ${id}`), open(say.corpus.cancel, `/corpus cancel ${id}`)),
  ]
}

function factsOf({ passages, language, date }: Document, { say }: Scope): string {
  return say.corpus.facts({
    passages: say.passages(passages.length),
    language: isolate(languageName(language, say.language)),
    date: date === undefined ? undefined : isolate(date),
  })
}

/** A page of the list, the first with what was added last; the numbers are those of the whole. */
async function list(page: number, store: Store, { say, incoming }: Scope): Promise<Reply> {
  const own = await store.documents.added(incoming.address)
  if (own.length === 0) return text(say.corpus.empty)
  const here = Math.min(Math.max(1, page), Math.ceil(own.length / PAGE))
  const end = own.length - (here - 1) * PAGE
  const first = Math.max(0, end - PAGE)
  const shown = own.slice(first, end)
  const lines = shown.map((document, at) => {
    const facts = [titleOf(document), document.source.metadata.date?.value].filter((fact) => fact !== undefined)
    return `${first + at + 1}. ${document.kind === 'note' ? '📝' : '📄'} ${facts.map(isolate).join(' — ')}`
  })
  const removals = shown.map(({ id }, at) => open(`${say.corpus.remove} ${first + at + 1}`, `/corpus remove ${id}`))
  const edits = shown.flatMap(({ id, kind, source }, at): Action[] =>
    kind === 'note'
      ? [
          {
            label: `${say.notes.edit} ${first + at + 1}`,
            command: `/corpus edit ${id}`,
            form: answerForm(say, wordsOf(source)),
          },
        ]
      : [],
  )
  const turns = [
    ...(first > 0 ? [open(say.previousPage, `/corpus list ${here + 1}`)] : []),
    ...(here > 1 ? [open(say.nextPage, `/corpus list ${here - 1}`)] : []),
  ]
  return [
    ...text([say.corpus.list(own.length), ...lines].join('\n')),
    ...(edits.length > 0 ? [actions(...edits)] : []),
    actions(...removals),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  ]
}

async function put(document: AddedDocument, state: AddedDocument['state'], store: Store, scope: Scope): Promise<void> {
  if (document.state === state) return
  await store.documents.put({ ...document, state }, scope.incoming.from)
  await scope.refresh()
}

/** Notes have no limit: each answers somebody. */
const isFull = (own: readonly AddedDocument[]): boolean =>
  own.filter(({ kind }) => kind === 'file').length >= MOST_FILES

function isOurs({ address }: AddedDocument, { incoming }: Scope): boolean {
  return address.platform === incoming.address.platform && address.conversation === incoming.address.conversation
}

const titleOf = (added: AddedDocument): string => shortTitle(documentOf(added))

function shortTitle({ title }: Document): string {
  const words = withoutControls(title).replace(/\s+/gu, ' ').trim()
  return words.length <= LONGEST_TITLE ? words : `${words.slice(0, LONGEST_TITLE).toWellFormed()}…`
}
