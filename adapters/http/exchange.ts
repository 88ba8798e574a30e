/** What Sanad does with what a browser sent: asks the core, and shows its reply in the conversation. */
import {
  type Address,
  type Chart,
  createSequence,
  FOR_MODERATORS,
  type Incoming,
  type Language,
  type Log,
  type Reply,
  withoutControls,
} from '../../src/index.ts'
import { createAllowance } from '../chat/allowance.ts'
import { written } from '../chat/forms.ts'
import type { Responder } from '../chat/responder.ts'
import { type Event, PLATFORM } from './decode.ts'
import type { Message, Transcript, Transcripts } from './transcripts.ts'

/** Something that was said or pressed, by whom, in whose language. */
export interface Said {
  readonly conversation: string
  readonly language: Language
  readonly event: Event
}

export interface Exchange {
  /** Answers in the conversation's transcript, in order; resolves with a remark for whoever acted. What was heard before changes nothing. */
  hear(said: Said): Promise<string | undefined>
  /** Shows what nobody asked for; resolves with its message. Who has gone may come back with the same cookie, and finds it then. */
  tell(address: Address, subject: string, reply: Reply): Promise<Message>
  /** Resolves when nobody is being answered. */
  idle(): Promise<void>
}

export interface ExchangeParts {
  readonly transcripts: Transcripts
  readonly responder: Responder
  readonly log: Log
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  /** Whoever opens the page moderates their conversation. */
  readonly moderated: boolean
}

/** The moderators' own place beside a conversation. */
const MODERATORS = 'moderators'
const VIEW = '/view'
const FORGET = /^\/forgetme\b/i

export function createExchange({ transcripts, responder, log, draw, moderated }: ExchangeParts): Exchange {
  const allowance = createAllowance()
  const sequence = createSequence()

  return {
    async hear(said) {
      const { conversation, event } = said
      const transcript = transcripts.open(conversation)
      // The page may send again what it had no answer to.
      if (!transcript.isNew(event.id)) return undefined
      return sequence.run(conversation, () =>
        event.type === 'said' ? say(said, event, transcript) : press(said, event, transcript),
      )
    },
    tell: ({ conversation, thread }, subject, reply) =>
      show(transcripts.open(conversation), { subject, reply, aside: thread === MODERATORS }),
    idle: () => sequence.idle(),
  }

  async function say(
    said: Said,
    { id, text, file }: Extract<Event, { type: 'said' }>,
    transcript: Transcript,
  ): Promise<string | undefined> {
    const incoming = { ...incomingOf(said, text), ...(file === undefined ? {} : { file }) }
    // Nobody else waits for their turn here, on trial either.
    const { state, seconds } = await allowance.spend({ ...incoming, place: 'private' })
    if (state !== 'within') return (await responder.speech(incoming)).slowDown(seconds)
    transcript.put({
      subject: `said/${id}`,
      from: 'person',
      reply: [{ type: 'text', text: withoutControls(file === undefined ? text : `${text}\n${file.name}`) }],
    })
    const reply = await responder.reply(incoming)
    if (FORGET.test(text)) transcript.clear()
    await show(transcript, { subject: id, reply, aside: incoming.hidden === true })
    return undefined
  }

  async function press(
    said: Said,
    { key, index, fields }: Extract<Event, { type: 'press' }>,
    transcript: Transcript,
  ): Promise<string | undefined> {
    const message = transcript.find(key)
    const rows = message?.reply.map((block) => (block.type === 'actions' ? block.actions : [])) ?? []
    const action = rows.flat()[index]
    const incoming = incomingOf(said, '')
    const tooSoon = await allowance.press(incoming)
    if (tooSoon !== undefined) return (await responder.speech(incoming)).slowDown(tooSoon)
    if (message === undefined || action === undefined || action.elsewhere === true)
      return (await responder.speech(incoming)).tooOld
    const text = action.form === undefined ? action.command : written(action.command, fields)
    const asked = incomingOf(said, text)
    const aside = message.aside || asked.hidden === true
    const reply = await responder.reply(aside ? { ...asked, hidden: true } : asked)
    const [only, more] = reply
    if (only?.type === 'notice' && more === undefined) return only.text
    const { subject } = message
    // What buttons show stands under the message, once, and turns over there.
    await show(transcript, {
      subject: subject.endsWith(VIEW) ? subject : subject + VIEW,
      reply,
      aside,
      under: message.id,
    })
    return undefined
  }

  async function show(
    transcript: Transcript,
    message: { readonly subject: string; readonly reply: Reply; readonly aside?: boolean; readonly under?: string },
  ): Promise<Message> {
    const charts = message.reply.flatMap((block) => (block.type === 'chart' ? [block.chart] : []))
    const pictures = await Promise.all(
      charts.map(async (chart) => {
        try {
          return pictureOf(await draw(chart))
        } catch (error) {
          // What it shows stands in words beside it.
          log.error({ error }, 'web: a chart could not be drawn')
          return ''
        }
      }),
    )
    return transcript.put({ ...message, from: 'sanad', pictures })
  }

  function incomingOf({ conversation, language, event }: Said, text: string): Incoming {
    const name = /^\/(\w+)/.exec(text)?.[1] ?? ''
    return {
      id: event.id,
      address: { platform: PLATFORM, conversation },
      place: moderated ? 'group' : 'private',
      from: conversation,
      text,
      language,
      addressed: true,
      // As elsewhere, what moderators look at the group does not see.
      ...(moderated && (FOR_MODERATORS.includes(name) || name === 'draft') ? { hidden: true as const } : {}),
      ...(moderated
        ? {
            aside: { platform: PLATFORM, conversation, thread: MODERATORS },
            isModerator: async (of?: Address) =>
              of === undefined || (of.platform === PLATFORM && of.conversation === conversation),
          }
        : {}),
    }
  }
}

const pictureOf = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`
