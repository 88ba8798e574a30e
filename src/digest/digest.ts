/**
 * What a conversation's day was about: what its members asked, grouped by what they ask, with the best quote for each; what the
 * documents did not answer; and what moderators added. Pure: the same day over the same corpus is the same digest. No member is named.
 */
import { type Answer, answer } from '../answer/answer.ts'
import { type Citation, type CitedDocument, citedDocument } from '../answer/citation.ts'
import { readingOf } from '../answer/subject.ts'
import { MOST_SENTENCES, type Summary, summarize } from '../answer/summary.ts'
import type { Document } from '../corpus/document.ts'
import { changesBetween, type Seen } from '../corpus/seen.ts'
import { groupQuestions, understand } from '../retrieval/grouping.ts'
import type { Index } from '../retrieval/index.ts'
import type { Allowed } from '../retrieval/rank.ts'
import { finish } from '../steps.ts'
import type { KeptQuestion } from '../store.ts'
import { withoutControls } from '../text/bidi.ts'

/** What a digest is made of. */
export interface Day {
  /** Milliseconds since 1970; `to` is not included. */
  readonly from: number
  readonly to: number
  readonly questions: readonly KeptQuestion[]
  /** Ids of questions, and topics as `topic:TEXT`, that moderators left out. */
  readonly dropped: readonly string[]
  readonly note?: string
  readonly topics: readonly string[]
}

/** What it is made from: the corpus as this conversation may quote it. */
export interface Sources {
  readonly index: Index
  readonly documents: readonly Document[]
  readonly allowed: Allowed
  readonly seen: Seen
}

/** Questions that ask the same. */
export interface Item {
  readonly ids: readonly string[]
  /** The first of them whose reply in the chat was an answer: the documents may have come to know since. */
  readonly told?: string
  /** As the question that is understood best puts it, without anybody's handle. */
  readonly text: string
  readonly isDropped: boolean
  /** Absent where the documents do not answer. */
  readonly citation?: Citation
}

export interface Topic {
  readonly topic: string
  readonly isDropped: boolean
  readonly summary: Summary
}

export interface Digest {
  readonly counts: { readonly asked: number; readonly answered: number; readonly unanswered: number }
  readonly votes: { readonly up: number; readonly down: number }
  readonly note?: string
  readonly topics: readonly Topic[]
  /** Most asked first. */
  readonly answered: readonly Item[]
  readonly unanswered: readonly Item[]
  /** Documents that answers cited, the most cited first. */
  readonly sources: readonly { readonly document: CitedDocument; readonly times: number }[]
  readonly added: readonly CitedDocument[]
  readonly changed: readonly CitedDocument[]
}

export function composeDigest(day: Day, sources: Sources): Digest {
  return finish(composing(day, sources))
}

/** The same in steps of some milliseconds: a day may hold a thousand questions. */
export function* composing(day: Day, { index, documents, allowed, seen }: Sources): Generator<undefined, Digest, void> {
  // A question that did not say what it is about is read as it was when it was asked, and shown so.
  const questions = day.questions
    .filter(({ hidden }) => hidden !== true)
    .map((question) => ({ ...question, text: readingOf(question.text, question.assumed) }))
  const answers: Answer[] = []
  for (const { text } of questions) {
    answers.push(answer(index, text, 1, allowed))
    understand(text, index)
    yield undefined
  }
  const numbers = questions.map((_, number) => number)
  const isAnswered = (number: number): boolean => answers[number]?.status === 'answered'
  const items = (wanted: readonly number[]): Item[] =>
    groupQuestions(
      wanted.map((number) => {
        const citation = answers[number]?.citations[0]
        const text = questions[number]?.text ?? ''
        return citation === undefined
          ? { text }
          : { text, answer: `${citation.document.id} ${citation.start}-${citation.end}` }
      }),
      index,
    ).map((group) => itemOf(group.map((at) => wanted[at] ?? 0)))
  const changes = changesBetween(seen, day.from, day.to)
  const cited = documents.filter(allowed).map(citedDocument)
  const named = (ids: readonly string[]): CitedDocument[] => cited.filter(({ id }) => ids.includes(id))
  const answered = numbers.filter(isAnswered)

  return {
    counts: { asked: numbers.length, answered: answered.length, unanswered: numbers.length - answered.length },
    votes: {
      up: questions.reduce((sum, { up }) => sum + up, 0),
      down: questions.reduce((sum, { down }) => sum + down, 0),
    },
    ...(day.note === undefined ? {} : { note: day.note }),
    topics: day.topics
      .map((topic) => ({
        topic,
        isDropped: day.dropped.includes(topicKey(topic)),
        summary: summarize(index, topic, MOST_SENTENCES, allowed),
      }))
      .filter(({ summary }) => summary.status === 'answered'),
    answered: items(answered),
    unanswered: items(numbers.filter((number) => !isAnswered(number))),
    sources: mostCited(questions, cited),
    added: named(changes.added),
    changed: named(changes.changed),
  }

  /** Who asks in the document's own language is understood best; among these, the surest answer; among equally sure ones, the first. */
  function worth(number: number): number {
    const { confidence = 0, citations = [] } = answers[number] ?? {}
    const own = citations[0]?.document.language ?? 'ar'
    return (questions[number]?.language === own ? 1 : 0) + Math.round(confidence * FIFTHS) / FIFTHS
  }

  function itemOf(group: readonly number[]): Item {
    const best = [...group].sort((a, b) => worth(b) - worth(a))[0] ?? 0
    const ids = group.flatMap((number) => questions[number]?.id ?? [])
    const told = group.flatMap((number) => questions[number] ?? []).find(({ outcome }) => outcome === 'answered')
    const citation = answers[best]?.citations[0]
    return {
      ids,
      ...(told === undefined ? {} : { told: told.id }),
      text: withoutNames(questions[best]?.text ?? ''),
      // Also when somebody asked the same since it was left out.
      isDropped: ids.some((id) => day.dropped.includes(id)),
      ...(citation === undefined ? {} : { citation }),
    }
  }
}

/** Answers whose confidence differs by less are equally sure. */
const FIFTHS = 5

/** A topic as `Day.dropped` names it. */
export const topicKey = (topic: string): string => `topic:${topic}`

/** Whether there is nothing that a group would want to read. */
export function isEmpty({ counts, note, topics, added, changed }: Digest): boolean {
  const wanted = topics.filter(({ isDropped }) => !isDropped)
  return counts.asked + wanted.length + added.length + changed.length === 0 && note === undefined
}

/** Documents by how many of the questions they were cited for. */
export function mostCited(
  questions: readonly KeptQuestion[],
  documents: readonly CitedDocument[],
): { document: CitedDocument; times: number }[] {
  const times = new Map<string, number>()
  for (const { cited } of questions) for (const id of new Set(cited)) times.set(id, (times.get(id) ?? 0) + 1)
  return documents
    .map((document) => ({ document, times: times.get(document.id) ?? 0 }))
    .filter((source) => source.times > 0)
    .sort((a, b) => b.times - a.times)
}

/** A question without what names or calls somebody: handles, mentions, addresses of people. */
export function withoutNames(text: string): string {
  return withoutControls(text)
    .replace(
      /<[@#][!&]?\d+>|tg:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.]+|(?:https?:\/\/)?(?:t\.me|telegram\.me|discord\.gg|discord(?:app)?\.com\/users)\/\S+|@[\p{L}\p{M}\p{N}_.]{2,}/giu,
      '…',
    )
    .replace(/\s+/gu, ' ')
    .trim()
}
