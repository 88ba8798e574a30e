/**
 * The conversations of the page, in memory: as long as the program runs, and at most so many. What was asked is remembered in the store as on
 * every platform; this is only what stands on somebody's page.
 */
import { randomBytes } from 'node:crypto'
import type { Reply } from '../../src/index.ts'

/** One message as it is on show. */
export interface Message {
  /** Unique in its conversation; the same while the message is changed. */
  readonly id: string
  /** Names this version: buttons refer to it. */
  readonly key: string
  /** What it is about; a reply to the same subject takes its place. */
  readonly subject: string
  readonly from: 'person' | 'sanad'
  readonly reply: Reply
  /** For moderators; on other networks the group does not see it. */
  readonly aside: boolean
  /** Its charts, as addresses that hold the picture. */
  readonly pictures: readonly string[]
  /** Goes up with every change in the conversation, and from one run of the program to the next. */
  readonly revision: number
}

export type Shown = Pick<Message, 'subject' | 'from' | 'reply'> &
  Partial<Pick<Message, 'aside' | 'pictures'>> & { readonly under?: string }

export interface Transcript {
  readonly messages: readonly Message[]
  /** The revision at which all messages before were taken away; 0 where that never was. */
  readonly cleared: number
  /** Shows a reply to a subject: in the place of the one before, behind the message `under`, or at the end. */
  put(message: Shown): Message
  /** Whether an id is met for the first time. */
  isNew(id: string): boolean
  /** The message with this version. */
  find(key: string): Message | undefined
  clear(): void
}

export interface Transcripts {
  /** Those of a conversation; nothing where it has none. */
  find(conversation: string): Transcript | undefined
  /** The same, begun where there is none. */
  open(conversation: string): Transcript
}

const MOST_CONVERSATIONS = 2_000
const MOST_MESSAGES = 200
/** UTF-16 units of a conversation's messages, as they are kept: some hundred answers. */
const LONGEST = 200_000
const MOST_IDS = 400

export function createTranscripts(most: number = MOST_CONVERSATIONS): Transcripts {
  /** In the order of their last use. */
  const all = new Map<string, Transcript>()
  const use = (conversation: string, transcript: Transcript): Transcript => {
    all.delete(conversation)
    all.set(conversation, transcript)
    const [oldest] = all.keys()
    if (all.size > most && oldest !== undefined) all.delete(oldest)
    return transcript
  }
  return {
    find(conversation) {
      const known = all.get(conversation)
      return known === undefined ? undefined : use(conversation, known)
    },
    open: (conversation) => use(conversation, all.get(conversation) ?? createTranscript()),
  }
}

function createTranscript(): Transcript {
  let messages: Message[] = []
  let cleared = 0
  let revision = 0
  const next = (): number => {
    revision = Math.max(revision + 1, Date.now())
    return revision
  }
  const ids = new Set<string>()
  /** Measured once: a page that is written on would be measured whole at every message. */
  const sizes = new WeakMap<Message, number>()

  /** As many of the latest as fit. */
  function latest(): Message[] {
    let size = 0
    let first = messages.length
    for (const message of messages.slice(-MOST_MESSAGES).reverse()) {
      size += sizes.get(message) ?? 0
      if (size > LONGEST && first < messages.length) break
      first--
    }
    return messages.slice(first)
  }

  return {
    get messages() {
      return messages
    },
    get cleared() {
      return cleared
    },
    put({ subject, from, reply, under, aside = false, pictures = [] }) {
      const at = messages.findIndex((message) => message.subject === subject)
      const message: Message = {
        id: messages[at]?.id ?? `m-${named()}`,
        key: named(),
        subject,
        from,
        reply,
        aside,
        pictures,
        revision: next(),
      }
      const parent = messages.findIndex(({ id }) => id === under)
      if (at >= 0) messages[at] = message
      else if (parent >= 0) messages.splice(parent + 1, 0, message)
      else messages.push(message)
      sizes.set(message, JSON.stringify(reply).length)
      messages = latest()
      return message
    },
    isNew(id) {
      if (ids.has(id)) return false
      ids.add(id)
      const [oldest] = ids
      if (ids.size > MOST_IDS && oldest !== undefined) ids.delete(oldest)
      return true
    },
    find: (key) => messages.find((message) => message.key === key),
    clear() {
      messages = []
      cleared = next()
    },
  }
}

const named = (): string => randomBytes(9).toString('base64url')
