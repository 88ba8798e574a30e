/**
 * The chat page as a chat network. A browser is a conversation of its own; what it sends is answered in the answer to its request, and what
 * comes unasked waits until the page asks for news. In a demonstration whoever opens the page moderates it.
 */
import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import {
  type Address,
  type Chart,
  type ChatAdapter,
  DeliveryError,
  type DeliveryOptions,
  type Language,
  type Log,
  phrases,
  type Reply,
  type Store,
} from '../../src/index.ts'
import { createResponder } from '../chat/responder.ts'
import type { Assets } from './assets.ts'
import { renderChat } from './chat-page.ts'
import { decodeMessage, decodePress, type Event, PLATFORM, type Sent } from './decode.ts'
import { createExchange, type Exchange } from './exchange.ts'
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
/** The page's script asks for what changed, not for a whole page. */
const PART = 'x-sanad-part'

export function createWebAdapter(options: WebOptions): ChatAdapter {
  const { app, assets, store, log, language, moderated, isSecure, draw, examples } = options
  const transcripts = createTranscripts()
  let exchange: Exchange | undefined
  /** The same, also once nothing more is heard. */
  let answered: Exchange | undefined

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
    const sent = await formOf(context)
    // A button beside the field says what it stands for instead.
    const text = typeof sent['example'] === 'string' ? sent['example'] : sent['text']
    const event = decodeMessage({ ...sent, text, ...(moderated ? {} : { file: undefined }) }, randomUUID())
    return event === undefined ? back(context) : hear(context, event)
  })
  app.post('/press', async (context) => hear(context, decodePress(await formOf(context), randomUUID())))

  return {
    platform: PLATFORM,
    async start(handle) {
      const responder = createResponder({ handle, store, log, language })
      exchange = createExchange({ transcripts, responder, log, draw, moderated })
      answered = exchange
    },
    isConnected: () => exchange !== undefined,
    async deliver(address: Address, reply: Reply, { subject = randomUUID() }: DeliveryOptions = {}) {
      if (exchange === undefined) throw new DeliveryError('unavailable', 'the chat page is not being served')
      const { id } = await exchange.tell(address, subject, reply)
      return { messages: [id] }
    },
    async stop() {
      exchange = undefined
      await answered?.idle()
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
      html`<div data-revision="${revision}"${cleared > after ? html` data-cleared` : ''}>${changed}${notice === undefined ? '' : renderNotice(notice)}</div>`,
    )
  }

  function back(context: Context, id?: string) {
    return context.redirect(id === undefined ? '/' : `/#${id}`, 303)
  }

  async function hear(context: Context, event: Event) {
    const answering = exchange
    if (answering === undefined) return context.text('Sanad is stopping\n', 503, { 'retry-after': '5' })
    const conversation = beginConversation(context, isSecure)
    const spoken = languageFor(context, language)
    const after = Number(context.req.header(PART) ?? 0) || 0
    const notice = await answering.hear({ conversation, language: spoken, event })
    const transcript = transcripts.open(conversation)
    if (context.req.header(PART) !== undefined) return part(context, transcript, after, spoken, notice)
    if (notice !== undefined) return page(context, transcript.messages, spoken, notice)
    const latest = transcript.messages.toSorted((one, other) => other.revision - one.revision)[0]
    return back(context, latest?.id)
  }

  function limit(maxSize: number) {
    return bodyLimit({
      maxSize,
      onError: (context) => {
        const spoken = languageFor(context, language)
        const { tooLarge } = phrases(spoken).page
        const transcript = transcripts.find(conversationOf(context) ?? '')
        context.status(413)
        return context.req.header(PART) === undefined
          ? page(context, transcript?.messages ?? [], spoken, tooLarge)
          : part(context, undefined, Number(context.req.header(PART)) || 0, spoken, tooLarge)
      },
    })
  }

  /** Whether a form comes from a page of ours: behind a proxy the scheme is not known, the name is. */
  function isOwn(origin: string, context: Context): boolean {
    return URL.canParse(origin) && new URL(origin).host === context.req.header('host')
  }
}

/** The fields of a form; what is none is refused. */
const formOf = (context: Context): Promise<Sent> =>
  context.req.parseBody().catch(() => {
    throw new HTTPException(400, { message: 'This is no form' })
  })
