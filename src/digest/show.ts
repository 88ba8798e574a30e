/** A digest as it is read: counts first, at most seven items, the rest behind a button. */
import type { Citation, CitedDocument } from '../answer/citation.ts'
import { dateText } from '../interface/dates.ts'
import type { Phrases } from '../interface/index.ts'
import { actions, type Block, line, open, type Place, type Reply } from '../reply.ts'
import { isolate, withoutControls } from '../text/bidi.ts'
import type { LocalDate } from './calendar.ts'
import { type Digest, type Item, type Topic, topicKey } from './digest.ts'

/** Items that are read in ten seconds. */
export const MOST_ITEMS = 7
/** Of these, unanswered questions at least where there are, and topics at most. */
const UNANSWERED = 2
const TOPICS = 2
/** Sentences of a topic; all of them are among the rest. */
const SENTENCES = 2
const MOST_SOURCES = 3
const MOST_DOCUMENTS = 5
/** UTF-16 units of a question. */
const LONGEST = 160

export interface Showing {
  readonly say: Phrases
  readonly date: LocalDate
  /** Where a question's answer is on show. */
  readonly places: ReadonlyMap<string, Place>
}

interface Pages {
  readonly topics: readonly Topic[]
  readonly answered: readonly Item[]
  readonly unanswered: readonly Item[]
}

/** The digest; `more` is the command of the button for what it leaves out. */
export function showDigest(digest: Digest, more: string, showing: Showing): Reply {
  const { say, date } = showing
  const { first, rest } = paged(digest)
  const left = rest.topics.length + rest.answered.length + rest.unanswered.length
  const { up, down } = digest.votes
  const head = [
    say.digest.title(dateText(date, say.language)),
    say.digest.counts(digest.counts),
    ...(up + down > 0 ? [say.digest.votes(up, down)] : []),
  ]
  return [
    line(head.join('\n')),
    ...(digest.note === undefined ? [] : [line(say.digest.note(isolate(digest.note)))]),
    ...items(first, SENTENCES, showing),
    ...footer(digest, showing),
    ...(left > 0 ? [actions(open(say.digest.rest(left), more))] : []),
  ]
}

/** What the digest left out. */
export function showRest(digest: Digest, showing: Showing): Reply {
  const { rest } = paged(digest)
  const shown = items(rest, Number.POSITIVE_INFINITY, showing)
  return shown.length > 0 ? shown : [line(showing.say.noMore)]
}

/** The ids of the questions whose answers it leads to. */
export function leading({ answered }: Digest): string[] {
  return answered.flatMap(({ told, isDropped }) => (isDropped || told === undefined ? [] : [told]))
}

/** What a moderator may leave out or take in again, numbered as in the list: its key, and whether it is out. */
export function editable({ topics, answered, unanswered }: Digest): {
  readonly key: string
  readonly text: string
  readonly isDropped: boolean
}[] {
  return [
    ...topics.map(({ topic, isDropped }) => ({ key: topicKey(topic), text: topic, isDropped })),
    ...[...answered, ...unanswered].map(({ ids, text, isDropped }) => ({ key: ids[0] ?? '', text, isDropped })),
  ]
}

function paged({ topics, answered, unanswered }: Digest): { first: Pages; rest: Pages } {
  const [own, yes, no] = [topics, answered, unanswered].map((all) => all.filter(({ isDropped }) => !isDropped)) as [
    Topic[],
    Item[],
    Item[],
  ]
  const ofTopics = Math.min(TOPICS, own.length)
  const ofUnanswered = Math.min(no.length, Math.max(UNANSWERED, MOST_ITEMS - ofTopics - yes.length))
  const ofAnswered = Math.min(yes.length, MOST_ITEMS - ofTopics - ofUnanswered)
  return {
    first: {
      topics: own.slice(0, ofTopics),
      answered: yes.slice(0, ofAnswered),
      unanswered: no.slice(0, ofUnanswered),
    },
    rest: { topics: own.slice(ofTopics), answered: yes.slice(ofAnswered), unanswered: no.slice(ofUnanswered) },
  }
}

function items({ topics, answered, unanswered }: Pages, sentences: number, { say, places }: Showing): Reply {
  let number = 0
  const cited = (citation: Citation): Block[] => [
    { type: 'quote', text: citation.quote, folded: true },
    { type: 'citations', citations: [{ ...citation, number: ++number }], language: say.language },
  ]
  return [
    ...topics.flatMap(({ topic, summary }) => [
      line(say.digest.topic(isolate(topic))),
      ...summary.citations.slice(0, sentences).flatMap(cited),
    ]),
    ...(answered.length > 0 ? [line(say.digest.answered)] : []),
    ...answered.flatMap((item): Block[] => {
      const place = places.get(item.told ?? '')
      const text = asked(item, say)
      return [
        place === undefined ? line(text) : { type: 'pointer', text, place },
        ...(item.citation === undefined ? [] : cited(item.citation)),
      ]
    }),
    ...(unanswered.length > 0
      ? [line([say.digest.unanswered, ...unanswered.map((item) => asked(item, say))].join('\n'))]
      : []),
  ]
}

function footer({ sources, added, changed }: Digest, { say }: Showing): Reply {
  const titles = (documents: readonly CitedDocument[]): string => {
    const shown = documents.slice(0, MOST_DOCUMENTS).map(({ title }) => isolate(withoutControls(title)))
    const left = documents.length - shown.length
    return [...shown, ...(left > 0 ? [say.andMore(left)] : [])].join(say.separator)
  }
  const lines = [
    ...(sources.length > 0
      ? [
          say.digest.sources(
            sources
              .slice(0, MOST_SOURCES)
              .map(({ document, times }) => `\n– ${isolate(withoutControls(document.title))} (${times})`)
              .join(''),
          ),
        ]
      : []),
    ...(added.length > 0 ? [say.digest.added(titles(added))] : []),
    ...(changed.length > 0 ? [say.digest.changed(titles(changed))] : []),
  ]
  return lines.length > 0 ? [line(lines.join('\n'))] : []
}

/** A question in a list, and how often it was asked. */
export function asked({ text, ids }: Pick<Item, 'text' | 'ids'>, say: Phrases): string {
  return `• ${isolate(shortened(text))}${say.digest.times(ids.length)}`
}

/** A question as a list shows it: one line, not longer than two on a phone. */
export function shortened(text: string): string {
  const words = text.replace(/\s+/gu, ' ').trim()
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST).toWellFormed()}…`
}
