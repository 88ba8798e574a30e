/**
 * The chat page as a chat network. A browser is a conversation of its own; what it sends is answered in the answer to its request, and what
 * comes unasked waits until the page asks for news. In a demonstration whoever opens the page moderates it.
 */
import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import {
  type Address,
  type Chart,
  type ChatAdapter,
  createSequence,
  type DeliveryOptions,
  FOR_MODERATORS,
  type Incoming,
  type Language,
  type Log,
  phrases,
  type Reply,
  type Store,
  withoutControls,
} from '../../src/index.ts'
import { createAllowance } from '../chat/allowance.ts'
import { written } from '../chat/forms.ts'
import { createResponder, type Responder } from '../chat/responder.ts'
import type { Assets } from './assets.ts'
import { renderChat } from './chat-page.ts'
import { decodeMessage, decodePress, type Event, PLATFORM } from './decode.ts'
import { html } from './html.ts'
import { languageFor } from './language.ts'
import { renderPage } from './page.ts'
import { renderMessage, renderNotice } from './render.ts'
import type { App } from './server.ts'
import { beginConversation, conversationOf } from './session.ts'
import { createTranscripts, type Transcript } from './transcripts.ts'

export interface WebOptions {
  readonly app: App
  readonly assets: Assets
  readonly store: Store
  readonly log: Log
  readonly language: Language
  /** Whoever opens the page moderates their conversation. */
  readonly moderated: boolean
  /** Cookies are for encrypted connections alone. */
  readonly isSecure: boolean
  readonly draw: (chart: Chart) => Promise<Uint8Array>
  /** What could be asked in a conversation that has just begun. */
  readonly examples: (here: Address) => readonly string[]
}

/** Bytes of a form; with a file in it, where files are taken. */
const LARGEST_FORM = 64 * 1024
const LARGEST_FILE = 2.5 * 1024 * 1024
/** The moderators' own place beside a conversation. */
const MODERATORS = 'moderators'
/** The page's script asks for what changed, not for a whole page. */
const PART = 'x-sanad-part'
const VIEW = '/view'
const FORGET = /^\/forgetme\b/i

interface Said {
  readonly conversation: string
  readonly language: Language
  readonly event: Event
}

export function createWebAdapter(options: WebOptions): ChatAdapter {
  const { app, assets, store, log, language, moderated, isSecure, examples } = options
  const transcripts = createTranscripts()
  const allowance = createAllowance()
  const sequence = createSequence()
  let responder: Responder | undefined

  app.get('/', (context) => {
    const conversation = conversationOf(context)
    const messages = (conversation === undefined ? undefined : transcripts.find(conversation))?.messages ?? []
    return page(context, messages, languageFor(context, language))
  })
  app.get('/news', (context) => {
    const transcript = transcripts.find(conversationOf(context) ?? '')
    return part(context, transcript, Number(context.req.query('after')) || 0, languageFor(context, language))
  })
  app.use(
    '/ask',
    csrf({ origin: (origin, context) => isOwn(origin, context) }),
    limit(moderated ? LARGEST_FILE : LARGEST_FORM),
  )
  app.use('/press', csrf({ origin: (origin, context) => isOwn(origin, context) }), limit(LARGEST_FORM))
  app.post('/ask', async (context) => {
    const sent = await context.req.parseBody()
    // A button beside the field says what it stands for instead.
    const text = typeof sent['example'] === 'string' ? sent['example'] : sent['text']
    const event = decodeMessage({ ...sent, text, ...(moderated ? {} : { file: undefined }) }, randomUUID())
    return event === undefined ? back(context) : hear(context, event)
  })
  app.post('/press', async (context) => hear(context, decodePress(await context.req.parseBody(), randomUUID())))

  return {
    platform: PLATFORM,
    async start(handle) {
      responder = createResponder({ handle, store, log, language })
    },
    async deliver({ conversation, thread }: Address, reply: Reply, { subject = randomUUID() }: DeliveryOptions = {}) {
      // Who has gone may come back with the same cookie, and finds it then.
      const { id } = await show(transcripts.open(conversation), { subject, reply, aside: thread === MODERATORS })
      return { messages: [id] }
    },
    async stop() {
      responder = undefined
      await sequence.idle()
    },
  }

  function page(context: Context, messages: Transcript['messages'], language: Language, notice?: string) {
    const main = renderChat({
      language,
      messages,
      examples: examples({ platform: PLATFORM, conversation: '' }),
      moderated,
      next: randomUUID(),
      ...(notice === undefined ? {} : { notice }),
    })
    const { page } = phrases(language)
    context.header('cache-control', 'no-store')
    return context.html(
      renderPage(
        { title: `${page.name} — ${page.promise}`, language, here: '/', script: assets.scripts['chat.js'], main },
        assets,
      ),
    )
  }

  /** What changed after a revision, for the page's script. */
  function part(
    context: Context,
    transcript: Transcript | undefined,
    after: number,
    language: Language,
    notice?: string,
  ) {
    const messages = transcript?.messages ?? []
    const cleared = transcript?.cleared ?? 0
    const revision = messages.reduce((latest, message) => Math.max(latest, message.revision), Math.max(after, cleared))
    const changed = messages.flatMap((message, at) =>
      message.revision > after
        ? [html`<template data-after="${messages[at - 1]?.id ?? ''}">${renderMessage(message, language)}</template>`]
        : [],
    )
    context.header('cache-control', 'no-store')
    return context.html(
      html`<div data-revision="${revision}" data-next="${randomUUID()}"${cleared > after ? html` data-cleared` : ''}>${changed}${notice === undefined ? '' : renderNotice(notice)}</div>`,
    )
  }

  function back(context: Context, id?: string) {
    return context.redirect(id === undefined ? '/' : `/#${id}`, 303)
  }

  async function hear(context: Context, event: Event) {
    const conversation = beginConversation(context, isSecure)
    const spoken = languageFor(context, language)
    const transcript = transcripts.open(conversation)
    const after = Number(context.req.header(PART) ?? 0) || 0
    const answering = responder
    if (answering === undefined) return context.text('Sanad is stopping\n', 503, { 'retry-after': '5' })
    const said = { conversation, language: spoken, event }
    let notice: string | undefined
    // The page may send again what it had no answer to.
    if (transcript.isNew(event.id))
      await sequence.run(conversation, async () => {
        notice = await (event.type === 'said'
          ? say(said, event, transcript, answering)
          : press(said, event, transcript, answering))
      })
    if (context.req.header(PART) !== undefined) return part(context, transcript, after, spoken, notice)
    if (notice !== undefined) return page(context, transcript.messages, spoken, notice)
    const latest = transcript.messages.toSorted((one, other) => other.revision - one.revision)[0]
    return back(context, latest?.id)
  }

  /** Resolves with a remark for whoever wrote. */
  async function say(
    said: Said,
    { id, text, file }: Extract<Event, { type: 'said' }>,
    transcript: Transcript,
    answering: Responder,
  ): Promise<string | undefined> {
    const incoming = { ...incomingOf(said, text), ...(file === undefined ? {} : { file }) }
    const { state, seconds } = await allowance.spend(incoming)
    if (state !== 'within') return (await answering.speech(incoming)).slowDown(seconds)
    transcript.put({
      subject: `said/${id}`,
      from: 'person',
      reply: [{ type: 'text', text: withoutControls(file === undefined ? text : `${text}\n${file.name}`) }],
    })
    const reply = await answering.reply(incoming)
    if (FORGET.test(text)) transcript.clear()
    await show(transcript, { subject: id, reply, aside: incoming.hidden === true })
    return undefined
  }

  async function press(
    said: Said,
    { key, index, fields }: Extract<Event, { type: 'press' }>,
    transcript: Transcript,
    answering: Responder,
  ): Promise<string | undefined> {
    const message = transcript.find(key)
    const rows = message?.reply.map((block) => (block.type === 'actions' ? block.actions : [])) ?? []
    const action = rows.flat()[index]
    const incoming = incomingOf(said, '')
    const tooSoon = await allowance.press(incoming)
    if (tooSoon !== undefined) return (await answering.speech(incoming)).slowDown(tooSoon)
    if (message === undefined || action === undefined || action.elsewhere === true)
      return (await answering.speech(incoming)).tooOld
    const text = action.form === undefined ? action.command : written(action.command, fields)
    const asked = incomingOf(said, text)
    const aside = message.aside || asked.hidden === true
    const reply = await answering.reply(aside ? { ...asked, hidden: true } : asked)
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
  ) {
    const charts = message.reply.flatMap((block) => (block.type === 'chart' ? [block.chart] : []))
    const pictures = await Promise.all(charts.map(async (chart) => pictureOf(await options.draw(chart))))
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

  function limit(maxSize: number) {
    return bodyLimit({
      maxSize,
      onError: (context) => {
        context.status(413)
        return page(context, [], languageFor(context, language), phrases(languageFor(context, language)).page.tooLarge)
      },
    })
  }

  /** Whether a form comes from a page of ours: behind a proxy the scheme is not known, the name is. */
  function isOwn(origin: string, context: Context): boolean {
    return URL.canParse(origin) && new URL(origin).host === context.req.header('host')
  }
}

const pictureOf = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`
