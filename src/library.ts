/** The corpus as it is now: the operator's documents, and what moderators added to their own conversations, under one index. */
import { answerOf } from './answer/citation.ts'
import type { Document, Passage } from './corpus/document.ts'
import { parseDocument } from './corpus/parse.ts'
import { type Seen, see } from './corpus/seen.ts'
import { type Address, conversationKey } from './ports.ts'
import { createIndex, type Index, indexing } from './retrieval/index.ts'
import type { AddedDocument, Store } from './store.ts'
import { extended, type GlossaryEntry, type Lexicon, lexicon as shipped } from './text/lexicon/index.ts'

/** Called after every step of some milliseconds with the number of passages done, and waited for. */
export type Pause = (done: number) => Promise<void>

export interface Library {
  readonly index: Index
  /** The operator's documents. */
  readonly shared: readonly Document[]
  /** When documents were added and changed. */
  readonly seen: Seen
  /**
   * What is in the corpus of a conversation; the same list until something changes. In the web's own chat, documents that are kept
   * from the web are not.
   */
  in(address: Address): readonly Document[]
  /** Replaces the operator's documents and glossary at one go. */
  load(documents: readonly Document[], glossary?: readonly GlossaryEntry[]): void
  /** Replaces them little by little; the corpus before answers until the new one is complete. */
  reload(documents: readonly Document[], pause: Pause, glossary?: readonly GlossaryEntry[]): Promise<void>
  /** Takes in what moderators changed, wherever they did. */
  refresh(pause: Pause): Promise<void>
}

export interface LibraryParts {
  readonly store: Store | undefined
  readonly clock: () => number
}

/**
 * A note's passages with its question and the first sentence of its answer as one sentence: the question alone holds every word that is
 * asked for, and answers nothing.
 */
function questionFirst(note: Document): readonly Passage[] {
  const { start } = answerOf(note)
  const asking = note.passages.findIndex(({ end }) => end > start) + 1
  const joined = note.passages.slice(0, asking)
  const [first, last] = [joined[0], joined.at(-1)]
  if (first === undefined || last === undefined) return note.passages
  const sentences = joined.flatMap((passage) => passage.sentences)
  const answering = sentences.filter(({ end }) => end > start)
  const opening = { start: first.start, end: answering[0]?.end ?? last.end }
  const passage = {
    ...first,
    end: last.end,
    text: note.text.slice(first.start, last.end),
    sentences: [opening, ...answering.slice(1)],
    skip: joined.flatMap(({ skip }) => skip),
  }
  return [passage, ...note.passages.slice(asking)]
}

/** What may be shown on a platform, of these documents. */
function shownOn(platform: string, documents: readonly Document[]): readonly Document[] {
  const isKept = ({ visibility }: Document): boolean => platform === 'web' && visibility === 'chat'
  return documents.some(isKept) ? documents.filter((document) => !isKept(document)) : documents
}

/** Under what `Seen` is kept. */
const SEEN = 'corpus: seen'

/** The document that moderators added. */
export function documentOf({ kind, address, source }: AddedDocument): Document {
  const { kind: own, ...document } = parseDocument(source)
  const owned: Document = { ...document, owner: conversationKey(address) }
  if (kind === 'note') return { ...owned, kind, passages: questionFirst({ ...owned, kind }) }
  // A file does not make itself the moderators' word.
  return own === undefined || own === 'note' ? owned : { ...owned, kind: own }
}

export function createLibrary({ store, clock }: LibraryParts): Library {
  let shared: readonly Document[] = []
  let added: readonly Document[] = []
  let lexicon = shipped
  let index: Index = createIndex([])
  let seen: Seen = {}
  let revision: string | undefined
  let visible = new Map<string, readonly Document[]>()
  /** The operator's documents by platform: one list for all conversations that have no other. */
  let open = new Map<string, readonly Document[]>()
  // One change after the other: an earlier one that takes longer must not replace what a later one brought.
  let changing: Promise<unknown> = Promise.resolve()
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    const done = changing.then(change, change)
    changing = done.catch(() => {})
    return done
  }
  const replace = (own: readonly Document[], others: readonly Document[], known: Lexicon, made: Index): void => {
    ;[shared, added, lexicon, index] = [own, others, known, made]
    visible = new Map()
    open = new Map()
  }

  async function rebuild(own: readonly Document[], known: Lexicon, pause: Pause): Promise<void> {
    const now = await store?.documents.revision()
    const others = now === revision ? added : ((await store?.documents.added()) ?? []).flatMap(readable)
    // Nothing was added, and nothing is.
    if (own === shared && known === lexicon && others.length === 0 && added.length === 0) {
      revision = now
      return
    }
    const steps = indexing([...own, ...others], known)
    let done = 0
    let step = steps.next()
    for (; !step.done; step = steps.next()) {
      done = step.value ?? done
      await pause(done)
    }
    replace(own, others, known, step.value)
    revision = now
    await look()
  }

  async function look(): Promise<void> {
    if (store === undefined) return
    const before = await store.facts.get(SEEN)
    seen = see(before === undefined ? undefined : JSON.parse(before), [...shared, ...added], clock())
    const after = JSON.stringify(seen)
    if (after !== before) await store.facts.set(SEEN, after)
  }

  return {
    get index() {
      return index
    },
    get shared() {
      return shared
    },
    get seen() {
      return seen
    },
    in(address) {
      const owner = conversationKey(address)
      const known = visible.get(owner)
      if (known !== undefined) return known
      const { platform } = address
      const own = shownOn(
        platform,
        added.filter((document) => document.owner === owner),
      )
      const operators = open.get(platform) ?? shownOn(platform, shared)
      open.set(platform, operators)
      const all = own.length === 0 ? operators : [...operators, ...own]
      visible.set(owner, all)
      return all
    },
    load(documents, glossary = []) {
      const known = extended(shipped, glossary)
      replace(documents, added, known, createIndex([...documents, ...added], known))
    },
    reload: (documents, pause, glossary = []) => inTurn(() => rebuild(documents, extended(shipped, glossary), pause)),
    refresh: (pause) =>
      inTurn(async () => {
        if (store !== undefined && (await store.documents.revision()) !== revision)
          await rebuild(shared, lexicon, pause)
      }),
  }
}

/** What an older version stored may no longer be read; the others are. */
function readable(document: AddedDocument): Document[] {
  try {
    return [documentOf(document)]
  } catch {
    return []
  }
}
