/** Moderators' answers: dated notes, documents of their conversation's corpus, quoted and cited like any other. */
import { answerOf, type Citation, citeAt } from '../answer/citation.ts'
import type { Document, Source } from '../corpus/document.ts'
import { hash } from '../corpus/hash.ts'
import { dateAt } from '../digest/calendar.ts'
import type { Desk } from '../digest/desk.ts'
import { withoutNames } from '../digest/digest.ts'
import { shortened } from '../digest/show.ts'
import type { Phrases } from '../interface/index.ts'
import { type Address, DeliveryError } from '../ports.ts'
import { type Form, line } from '../reply.ts'
import type { AddedDocument } from '../store.ts'
import { isolate, withoutControls } from '../text/bidi.ts'
import { languageOf } from '../text/language.ts'
import type { Scope } from './scope.ts'

/** UTF-16 units. */
const LONGEST_ANSWER = 3500
const LONGEST_LINK = 500

/** What is asked of a moderator; `now` is what the note says already. */
export function answerForm(say: Phrases, now?: { readonly text: string; readonly link?: string }): Form {
  return {
    title: say.notes.title,
    prompt: say.notes.prompt,
    fields: [
      {
        label: say.notes.text,
        required: true,
        longest: LONGEST_ANSWER,
        ...(now === undefined ? {} : { value: now.text }),
      },
      {
        label: say.notes.link,
        required: false,
        // One line: an address is never longer.
        longest: 199,
        ...(now?.link === undefined || now.link.length > 199 ? {} : { value: now.link }),
      },
    ],
  }
}

/** The note that a message wrote. */
export const noteId = ({ platform, conversation }: Address, message: string): string =>
  `n${hash([platform, conversation, message].join('\n'))}`

/** Keeps an answer to a question as a note; its id, or nothing where there are no words in it. The same message twice is one note. */
export async function writeNote(
  message: string,
  question: string,
  written: string,
  scope: Scope,
): Promise<string | undefined> {
  const { platform, conversation } = scope.incoming.address
  const id = noteId(scope.incoming.address, message)
  const note = { id, address: { platform, conversation }, kind: 'note', state: 'added' } as const
  return (await keep(note, question, written, scope)) ? id : undefined
}

/** Replaces what a note says; false where there are no words in it. */
export function rewriteNote(note: AddedDocument, written: string, scope: Scope): Promise<boolean> {
  return keep(note, wordsOf(note.source).question, written, scope)
}

async function keep(
  note: Omit<AddedDocument, 'source' | 'changedAt'>,
  question: string,
  written: string,
  { incoming, settings, say, store, desk }: Scope,
): Promise<boolean> {
  const { text, link } = parted(written)
  if (store === undefined || desk === undefined || text.length > LONGEST_ANSWER || !/[\p{L}\p{N}]/u.test(text))
    return false
  const today = dateAt(desk.clock(), settings.schedule?.zone ?? desk.zone)
  const source = noteSource(note.id, question, text, link, today, say)
  await store.documents.put({ ...note, source }, incoming.from)
  return true
}

/** The question and the answer of a note. */
export function wordsOf({ text, parts, metadata }: Source): { question: string; text: string; link?: string } {
  const end = parts?.[0]?.end ?? 0
  return {
    question: text.slice(0, end),
    text: text.slice(parts?.[1]?.start ?? end),
    ...(metadata.url === undefined ? {} : { link: metadata.url.value }),
  }
}

/** An address alone on the last line is the answer's source. */
function parted(written: string): { text: string; link?: string } {
  const words = withoutControls(written).toWellFormed().trim()
  const at = words.lastIndexOf('\n')
  const last = words.slice(at + 1).trim()
  if (at < 0 || last.length > LONGEST_LINK || !/^https?:\/\/\S+$/i.test(last) || !URL.canParse(last))
    return { text: words }
  return { text: words.slice(0, at).trim(), link: last }
}

/** The question stands first, so that it can be found by its words, and what follows answers it. */
function noteSource(
  id: string,
  asked: string,
  answer: string,
  link: string | undefined,
  date: string,
  say: Phrases,
): Source {
  const question = withoutNames(asked)
  const text = `${question}\n\n${answer}`
  const stated = (value: string): { value: string; origin: 'text' } => ({ value, origin: 'text' })
  return {
    id: `notes/${id}`,
    file: `notes/${id}`,
    text,
    parts: [
      { kind: 'paragraph', start: 0, end: question.length },
      { kind: 'paragraph', start: question.length + 2, end: text.length },
    ],
    metadata: {
      // Said to be its opening words, which stay in the text.
      title: { value: shortened(question), origin: 'opening words' },
      publisher: stated(say.notes.publisher),
      date: stated(date),
      language: stated(languageOf(answer)),
      kind: stated('note'),
      ...(link === undefined ? {} : { url: stated(link) }),
    },
  }
}

/** The citation of all that a note answers. */
export function citeNote(note: Document): Citation | undefined {
  const whole = answerOf(note)
  const passage = note.passages.find(({ end }) => end > whole.start)
  return passage === undefined ? undefined : citeAt(note, passage, whole, 1, 0)
}

/** The documents of a conversation as they are now. */
export type LookUp = (address: Address) => readonly Document[]

/** Tells whoever asked, where they asked, that there is an answer. What does not arrive for good is not tried again. */
export async function tellAskers(desk: Desk, lookUp: LookUp): Promise<void> {
  for (const question of await desk.store.questions.untold()) {
    const { id, address, note, text } = question
    const document = lookUp(address).find((one) => one.id === `notes/${note}`)
    const citation = document === undefined ? undefined : citeNote(document)
    const say = desk.say(await desk.store.chats.settings(address))
    try {
      if (citation !== undefined)
        await desk.deliver(
          address,
          [
            line(`${say.notes.told}\n${isolate(shortened(text))}`),
            { type: 'quote', text: citation.quote },
            { type: 'citations', citations: [citation], language: say.language },
          ],
          { subject: `answered/${id}`, replyTo: id },
        )
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      desk.log.warn({ reason: error.code }, 'an answer could not be told')
      // Later; one whose arrival is uncertain may be there.
      if (error.code === 'limited' || error.code === 'unavailable') continue
    }
    await desk.store.questions.told(address.platform, id)
  }
}
