/**
 * Replies on their way into the outbox. A picture has a subject of its own beside the text's: a message of a picture cannot become one
 * of text, nor the other way round.
 */
import {
  type Action,
  type Address,
  ANNOUNCEMENT,
  type Form,
  type Reply,
  type Store,
  type StoredPost,
} from '../../src/index.ts'
import { postsOf } from '../chat/posts.ts'
import { PLATFORM } from './decode.ts'
import type { Payload } from './delivery.ts'
import { NOTHING } from './formatted.ts'
import { pictures, render } from './render.ts'

export interface Destination {
  readonly address: Address
  readonly subject: string
  readonly person?: string | undefined
  /** The message it is shown as a reply to. */
  readonly replyTo?: number | undefined
  /** Something may be on show under this subject. */
  readonly again?: boolean
}

export interface Outgoing {
  /** Makes a reply the one to its subject, and settles the updates it answers. Returns the rows to deliver, in order. */
  put(reply: Reply, to: Destination, updates?: readonly string[]): Promise<readonly StoredPost[]>
  /** Asks for what an action's form asks for: a reply to that message becomes the end of the action's command. */
  ask(
    action: Action & { readonly form: Form },
    to: Destination,
    updates: readonly string[],
  ): Promise<readonly StoredPost[]>
}

const PICTURE = '/picture'
/** What buttons show stands in one message under the answer, which they change, so that reading on floods no group. */
const VIEW = '/view'
/** Bot API, ForceReply. */
const LONGEST_PLACEHOLDER = 64

/** `bot` is the name that deep links lead to, `reader` where documents can be read. */
export function createOutgoing(store: Store, bot: string, reader?: string): Outgoing {
  const put = (
    payloads: readonly Payload[],
    { address, subject, person, replyTo }: Destination,
    updates: readonly string[] = [],
  ): Promise<readonly StoredPost[]> => {
    const reply = replyTo === undefined ? {} : { replyTo }
    const posts = postsOf(payloads.map((payload): Payload => ({ ...payload, ...reply })))
    return store.outbox.put({ address, subject, posts, ...(person === undefined ? {} : { person }) }, updates)
  }
  return {
    async put(reply, to, updates) {
      const drawn = pictures(reply).map((chart): Payload => ({ ...NOTHING, rows: [], chart }))
      const aside = { ...to, subject: to.subject + PICTURE }
      const before = to.again === true && (await store.outbox.has(PLATFORM, aside.subject))
      const first = drawn.length > 0 || before ? await put(drawn, aside) : []
      return [...first, ...(await put(render(reply, bot, reader), to, updates))]
    },

    ask({ form, command }, to, updates) {
      const messages = render(question(form), bot)
      const [field] = form.fields
      const placeholder = field?.label.slice(0, LONGEST_PLACEHOLDER).toWellFormed() ?? ''
      const asks = {
        force_reply: true,
        // In a group only whom it concerns; in private, a reply to a message of the bot's own concerns nobody.
        ...(to.address.conversation.startsWith('-') ? { selective: true } : {}),
        ...(placeholder === '' ? {} : { input_field_placeholder: placeholder }),
      } as const
      const payloads = messages.map(
        (message, index): Payload => ({
          ...message,
          awaits: command,
          ...(index === messages.length - 1 ? { asks } : {}),
        }),
      )
      return put(payloads, to, updates)
    },
  }
}

/** The subject of what a post's buttons show. */
export const viewOf = (subject: string): string => (subject.endsWith(VIEW) ? subject : subject + VIEW)

/** The id of the message that a post answers, itself or by its buttons. */
export const questionOf = ({ subject }: StoredPost): string =>
  subject.endsWith(VIEW) ? subject.slice(0, -VIEW.length) : subject

/** Whether nobody asked for it: what the buttons of an announcement show, somebody did. */
export function isUnasked(subject: string): boolean {
  return subject.startsWith(ANNOUNCEMENT) && !subject.replace(/\/picture$/, '').endsWith(VIEW)
}

/** What a form asks for, with what its fields hold now. */
function question({ title, prompt, fields }: Form): Reply {
  const name = (label: string): Reply => (fields.length > 1 ? [{ type: 'text', text: label }] : [])
  return [
    { type: 'text', text: `${title}\n\n${prompt}` },
    ...fields.flatMap(
      ({ label, value = '' }): Reply => (value === '' ? [] : [...name(label), { type: 'quote', text: value }]),
    ),
  ]
}
