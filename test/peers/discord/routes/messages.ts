/** Messages of channels, and direct messages. */

import { attachedTo } from '../attachments.ts'
import type { ChannelState, StoredMessage } from '../channels.ts'
import { channelData } from '../channels.ts'
import { numbered } from '../components.ts'
import { checkedDraft, FLAGS, textOf } from '../content.ts'
import { ApiError, invalidForm, missingPermissions, problem, refused } from '../errors.ts'
import { findMentions, type Mentions } from '../mentions.ts'
import { has } from '../permissions.ts'
import type { Message, Payload } from '../types.ts'
import type { World } from '../world.ts'
import { nothing, ok, param, type Request, type Route } from './route.ts'

const CREATE_LIMIT = [5, 5000] as const

export function messageRoutes(world: World): Route[] {
  const { channels, me, options } = world
  /** What an enforced nonce stands for, by author, whatever the channel. */
  const nonces = new Map<string, { readonly stored: StoredMessage; readonly until: number }>()

  const announce = (event: string, channel: ChannelState, message: object): void => {
    const { guild } = channel
    world.dispatch(event, { ...message, ...(guild ? { guild_id: guild.guild.id } : {}) }, guild ? 1 << 9 : 1 << 12)
  }
  const own = (request: Request): StoredMessage => {
    const stored = channels.targetMessage(channels.target(param(request, 'id')), param(request, 'message'))
    if (stored.message.author.id !== me.id) throw refused(403, 50005, 'Cannot edit a message authored by another user')
    return stored
  }
  const needs = (channel: ChannelState, { body, files }: Request): void => {
    const missing =
      (body['embeds']?.length > 0 && !has(channel.botPermissions, 'EMBED_LINKS')) ||
      (files.size > 0 && !has(channel.botPermissions, 'ATTACH_FILES'))
    if (channel.guild && missing) throw missingPermissions()
  }
  const replied = (channel: ChannelState, reference: Payload | null | undefined): StoredMessage | undefined => {
    if (!reference) return undefined
    if (reference['type'])
      throw invalidForm([problem(['message_reference', 'type'], 'PEER_NO_FORWARDING', 'Not implemented by the peer.')])
    if (channel.guild && !has(channel.botPermissions, 'READ_MESSAGE_HISTORY')) {
      throw refused(400, 160002, 'Cannot reply without permission to read message history')
    }
    const found = channel.messages.get(reference['message_id'])
    if (found && !found.deleted && found.ephemeralFor === undefined) return found
    if (reference['fail_if_not_exists'] === false) return undefined
    throw invalidForm([problem(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')], false)
  }
  const pinged = ({
    everyone,
    users,
    roles,
  }: Mentions): Pick<Message, 'mention_everyone' | 'mentions' | 'mention_roles'> => ({
    mention_everyone: everyone,
    mentions: users.flatMap((id) => channels.person(id) ?? []),
    mention_roles: [...roles],
  })

  return [
    {
      name: 'POST /channels/{id}/messages',
      auth: 'bot',
      schema: 'MessageCreateRequest',
      files: true,
      limit: CREATE_LIMIT,
      run(request) {
        const { body } = request
        const channel = channels.target(param(request, 'id'), 'SEND_MESSAGES')
        needs(channel, request)
        const { nonce, enforce_nonce, message_reference } = body
        if (enforce_nonce && (nonce === undefined || nonce === null || nonce === '')) {
          throw invalidForm([problem(['nonce'], 'BASE_TYPE_REQUIRED', 'There is no nonce to enforce.')])
        }
        const known = enforce_nonce ? nonces.get(String(nonce)) : undefined
        if (known && known.until > Date.now()) return ok(known.stored.message)
        const draft = { ...checkedDraft(body, 'channel'), attachments: attachedTo(body, request.files, world.files) }
        const reference = replied(channel, message_reference)
        const mentions = findMentions(textOf(draft), body['allowed_mentions'], reference?.message.author.id)
        world.noteMentions(mentions)
        if ((draft.flags & FLAGS.SUPPRESS_EMBEDS) === 0) world.noteLinks(draft.content)
        const stored = channels.add(
          channel,
          me,
          { ...draft, components: numbered(draft.components) },
          {
            ...pinged(mentions),
            ...(nonce === undefined || nonce === null ? {} : { nonce }),
            ...(reference
              ? {
                  type: 19,
                  message_reference: { type: 0, channel_id: channel.channel.id, message_id: reference.message.id },
                  referenced_message: reference.message,
                }
              : {}),
          },
          { own: true },
        )
        if (nonce !== undefined && nonce !== null) {
          nonces.set(String(nonce), { stored, until: Date.now() + (options.nonceLife ?? 300_000) })
        }
        // Writing opens an archived thread again.
        channel.archived = false
        announce('MESSAGE_CREATE', channel, stored.message)
        return ok(stored.message)
      },
    },
    {
      name: 'GET /channels/{id}/messages',
      auth: 'bot',
      query: { around: 'snowflake', before: 'snowflake', after: 'snowflake', limit: 'integer' },
      run(request) {
        const channel = channels.target(param(request, 'id'))
        const { before, after, around } = request.query
        const limit = Number(request.query['limit'] ?? 50)
        if (limit < 1 || limit > 100)
          throw invalidForm([problem(['limit'], 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.')])
        if (channel.guild && !has(channel.botPermissions, 'READ_MESSAGE_HISTORY')) return ok([])
        const all = [...channel.messages.values()].filter(
          (stored) => !stored.deleted && stored.ephemeralFor === undefined,
        )
        const ids = all.map(({ message }) => BigInt(message.id))
        const within = all.filter((_, i) => {
          const id = ids[i] ?? 0n
          return (!before || id < BigInt(before)) && (!after || id > BigInt(after))
        })
        const near = around
          ? within.toSorted((one, two) => Number(distance(one, around) - distance(two, around))).slice(0, limit)
          : after
            ? within.slice(0, limit)
            : within.slice(-limit)
        return ok(
          near
            .toSorted((one, two) => (BigInt(one.message.id) < BigInt(two.message.id) ? 1 : -1))
            .map(({ message }) => message),
        )
      },
    },
    {
      name: 'GET /channels/{id}/messages/{message}',
      auth: 'bot',
      run(request) {
        const channel = channels.target(param(request, 'id'), 'READ_MESSAGE_HISTORY')
        return ok(channels.targetMessage(channel, param(request, 'message')).message)
      },
    },
    {
      name: 'PATCH /channels/{id}/messages/{message}',
      auth: 'bot',
      schema: 'MessageEditRequestPartial',
      files: true,
      limit: CREATE_LIMIT,
      run(request) {
        const { body, files } = request
        const stored = own(request)
        if (stored.channel.archived) throw refused(400, 50083, 'Thread is archived')
        needs(stored.channel, request)
        const draft = checkedDraft(body, 'edit', stored.draft)
        const attachments = attachedTo(body, files, world.files, stored.draft.attachments)
        channels.change(stored, { ...draft, attachments, components: numbered(draft.components) })
        announce('MESSAGE_UPDATE', stored.channel, stored.message)
        return ok(stored.message)
      },
    },
    {
      name: 'DELETE /channels/{id}/messages/{message}',
      auth: 'bot',
      limit: [5, 1000],
      run(request) {
        const channel = channels.target(param(request, 'id'))
        const stored = channels.targetMessage(channel, param(request, 'message'))
        const foreign = stored.message.author.id !== me.id
        if (foreign && (!channel.guild || !has(channel.botPermissions, 'MANAGE_MESSAGES'))) throw missingPermissions()
        stored.deleted = true
        announce('MESSAGE_DELETE', channel, { id: stored.message.id, channel_id: channel.channel.id })
        return nothing
      },
    },
    {
      name: 'POST /channels/{id}/typing',
      auth: 'bot',
      run(request) {
        channels.target(param(request, 'id'), 'SEND_MESSAGES')
        return nothing
      },
    },
    {
      name: 'POST /users/@me/channels',
      auth: 'bot',
      schema: 'CreatePrivateChannelRequest',
      run({ body }) {
        const person = channels.person(body['recipient_id'])
        if (!person) throw new ApiError(400, 50033, 'Invalid Recipient(s)', false)
        if (person.bot) throw refused(400, 50007, 'Cannot send messages to this user')
        return ok(channelData(channels.dm(person), me))
      },
    },
  ]
}

function distance({ message }: StoredMessage, id: string): bigint {
  const away = BigInt(message.id) - BigInt(id)
  return away < 0n ? -away : away
}
