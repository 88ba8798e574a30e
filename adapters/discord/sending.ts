/**
 * One post of the outbox, one call to Discord.
 *
 * - The first message of an answer is an edit of what the interaction was acknowledged with: repeating it shows it once.
 * - A message in a channel carries its post's key as nonce, by which Discord knows a repeated one for some minutes.
 * - Further messages of a long answer have neither: one without word may be there twice, and its post is marked uncertain.
 */
import { type APIEmbed, type RawFile, type REST, Routes } from 'discord.js'
import type { Chart, Log, Store, StoredPost } from '../../src/index.ts'
import { isStoreError } from '../chat/lanes.ts'
import type { WithRows } from '../chat/posts.ts'
import type { Via } from './decode.ts'
import { type Failure, failureOf } from './failure.ts'
import { components, type Rendered } from './render.ts'

/** What the outbox keeps of a message. */
export interface Payload extends Rendered, WithRows {
  readonly channel: string
  /** The interaction it answers; absent for a message of the bot's own. */
  readonly via?: Via
  /** Only who asked sees it. */
  readonly hidden?: true
  /** What a button showed: the next press turns it over. */
  readonly view?: true
  /** The bot may write in the channel once the interaction's token has ended. */
  readonly fallback?: true
  /** The message it is shown as a reply to. */
  readonly reply?: string
  /** An earlier version may be there under the same nonce: what Discord then gives back is changed. */
  readonly again?: true
}

/** A chart as a PNG. */
export type Draw = (chart: Chart) => Promise<Uint8Array>

export interface Sending {
  /** Sends, edits or deletes a post's message; its state in the store follows. Rejects with an error of the store's alone. */
  attempt(post: StoredPost, payload: Payload): Promise<{ message: string } | { failure: Failure }>
  /** Deletes a left-over message of a channel. */
  remove(post: StoredPost, channel: string): Promise<{ message: string } | { failure: Failure }>
}

export interface SendingParts {
  readonly rest: REST
  readonly store: Store
  readonly log: Log
  readonly draw: Draw
}

interface Body {
  readonly body: Readonly<Record<string, unknown>>
  readonly files?: RawFile[]
}

const EPHEMERAL = 64
const PICTURE = 'stats.png'
/** Of what is read to those who do not see a picture. */
const LONGEST_DESCRIPTION = 1024

export function createSending({ rest, store, log, draw }: SendingParts): Sending {
  return {
    async attempt(post, payload) {
      const body = await bodyOf(post, payload)
      const repeatable = payload.via === undefined || post.part === 0 || post.message !== undefined
      return call(post, repeatable, () => send(post, payload, body))
    },
    remove: (post, channel) =>
      call(post, true, async () => {
        const { message = '' } = post
        await rest.delete(Routes.channelMessage(channel, message))
        return message
      }),
  }

  async function call(
    post: StoredPost,
    repeatable: boolean,
    work: () => Promise<string>,
  ): Promise<{ message: string } | { failure: Failure }> {
    await store.outbox.sending(post.id)
    try {
      const message = await work()
      await store.outbox.sent(post.id, message)
      return { message }
    } catch (error) {
      if (isStoreError(error)) throw error
      const failure = failureOf(error)
      await store.outbox.postponed(post.id, failure.code === 'uncertain' && !repeatable)
      return { failure }
    }
  }

  async function send(post: StoredPost, { via, hidden, channel, reply, again }: Payload, body: Body): Promise<string> {
    const change = withBody(body, { attachments: body.body['attachments'] ?? [] })
    if (via !== undefined) {
      const { application, token } = via
      const message = post.part === 0 ? '@original' : post.message
      if (message !== undefined)
        return idOf(await rest.patch(Routes.webhookMessage(application, token, message), { ...change, auth: false }))
      const query = new URLSearchParams({ wait: 'true' })
      const more = withBody(body, hidden === true ? { flags: EPHEMERAL } : {})
      return idOf(await rest.post(Routes.webhook(application, token), { ...more, query, auth: false }))
    }
    if (post.message !== undefined) return idOf(await rest.patch(Routes.channelMessage(channel, post.message), change))
    const once = { nonce: post.key, enforce_nonce: true }
    const to = reply === undefined ? {} : { message_reference: { message_id: reply, fail_if_not_exists: false } }
    const id = idOf(await rest.post(Routes.channelMessages(channel), withBody(body, { ...once, ...to })))
    return again === true ? idOf(await rest.patch(Routes.channelMessage(channel, id), change)) : id
  }

  async function bodyOf({ key }: StoredPost, { embeds, rows, chart }: Payload): Promise<Body> {
    // Nobody is pinged, whatever a text says.
    const body = { embeds, components: components(rows, key), allowed_mentions: { parse: [] } }
    const picture = chart === undefined ? undefined : await drawn(chart)
    if (chart === undefined || picture === undefined) return { body }
    const description = chart.title.slice(0, LONGEST_DESCRIPTION).toWellFormed()
    return {
      body: { ...body, embeds: pictured(embeds), attachments: [{ id: '0', filename: PICTURE, description }] },
      files: [{ name: PICTURE, data: Buffer.from(picture), contentType: 'image/png' }],
    }
  }

  /** What a picture shows also stands in the text, which goes without it rather than not at all. */
  async function drawn(chart: Chart): Promise<Uint8Array | undefined> {
    try {
      return await draw(chart)
    } catch (error) {
      log.error({ error }, 'discord: a chart could not be drawn')
      return undefined
    }
  }
}

const withBody = ({ body, ...files }: Body, more: object): Body => ({ body: { ...body, ...more }, ...files })

const pictured = ([first, ...others]: readonly APIEmbed[]): APIEmbed[] =>
  first === undefined ? [] : [{ ...first, image: { url: `attachment://${PICTURE}` } }, ...others]

/** The id of a message. What has none is not Discord's answer but of something in between: whether it was carried out is not known. */
function idOf(message: unknown): string {
  const id = (message as { id?: unknown } | null | undefined)?.id
  if (typeof id !== 'string') throw new Error("not an answer of Discord's")
  return id
}
