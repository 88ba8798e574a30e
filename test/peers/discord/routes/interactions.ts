/** The first answer to an interaction, and what follows by its token. */

import { attachedTo } from '../attachments.ts'
import type { StoredMessage } from '../channels.ts'
import { choiceProblems } from '../commands.ts'
import { numbered } from '../components.ts'
import { checkedDraft, type Draft, FLAGS, textOf } from '../content.ts'
import { invalidForm, type Problem, problem, unknown } from '../errors.ts'
import { ANSWER, checkAnswer, type InteractionState, KIND } from '../interactions.ts'
import { findMentions } from '../mentions.ts'
import { modalProblems } from '../modals.ts'
import type { Choice, Modal, Payload } from '../types.ts'
import type { World } from '../world.ts'
import { nothing, ok, param, type Request, type Result, type Route, yes } from './route.ts'

const { EPHEMERAL, LOADING } = FLAGS
const EMPTY: Draft = { content: '', embeds: [], components: [], flags: 0 }

const SCHEMAS: Record<number, string> = {
  [ANSWER.pong]: 'PongInteractionCallbackRequest',
  [ANSWER.message]: 'CreateMessageInteractionCallbackRequest',
  [ANSWER.defer]: 'CreateMessageInteractionCallbackRequest',
  [ANSWER.deferUpdate]: 'UpdateMessageInteractionCallbackRequest',
  [ANSWER.update]: 'UpdateMessageInteractionCallbackRequest',
  [ANSWER.choices]: 'ApplicationCommandAutocompleteCallbackRequest',
  [ANSWER.modal]: 'ModalInteractionCallbackRequest',
}

const MESSAGE_QUERY = { thread_id: 'snowflake', with_components: 'boolean' } as const
const LIMIT = [5, 2000] as const

export function interactionRoutes(world: World): Route[] {
  const { channels, interactions, me, noteMentions, noteLinks } = world

  const show = (
    state: InteractionState,
    draft: Draft,
    body: Payload,
    loading: boolean,
    followUp: boolean,
  ): StoredMessage => {
    const ephemeral = followUp ? (draft.flags & EPHEMERAL) !== 0 : state.ephemeral
    const flags = (draft.flags & ~EPHEMERAL) | (ephemeral ? EPHEMERAL : 0) | (loading ? LOADING : 0)
    if (!loading) ping(draft, body)
    const menu = state.payload['data']?.target_id !== undefined
    const stored = channels.add(
      state.channel,
      me,
      { ...draft, flags, components: numbered(draft.components) },
      {
        type: followUp || state.type !== KIND.command ? 0 : menu ? 23 : 20,
        application_id: world.application.id,
        webhook_id: world.application.id,
        interaction_metadata: {
          id: state.id,
          type: state.type as 2,
          user: state.user,
          authorizing_integration_owners: state.payload['authorizing_integration_owners'],
        },
      },
      { own: true, loading, ...(ephemeral ? { ephemeralFor: state.user.id } : {}) },
    )
    if (!ephemeral) announce('MESSAGE_CREATE', stored)
    return stored
  }
  const announce = (event: string, { message, channel }: StoredMessage): void => {
    const { guild } = channel
    world.dispatch(event, { ...message, ...(guild ? { guild_id: guild.guild.id } : {}) }, guild ? 1 << 9 : 1 << 12)
  }
  const ping = (draft: Draft, body: Payload): void => {
    noteMentions(findMentions(textOf(draft), body['allowed_mentions']))
    if ((draft.flags & FLAGS.SUPPRESS_EMBEDS) === 0) noteLinks(draft.content)
  }
  const edit = (stored: StoredMessage, body: Payload, files: Request['files'] = new Map()): StoredMessage => {
    const { flags } = stored.draft
    const present = stored.loading ? { ...EMPTY, flags: flags & ~LOADING } : stored.draft
    const draft = checkedDraft(body, 'edit', present)
    const kept = draft.flags | (flags & EPHEMERAL)
    // An edit pings nobody, but this is the first time that anything is to be read.
    if (stored.loading) ping(draft, body)
    const attachments = attachedTo(body, files, world.files, present.attachments)
    channels.change(stored, { ...draft, attachments, flags: kept & ~LOADING, components: numbered(draft.components) })
    if (stored.ephemeralFor === undefined) announce('MESSAGE_UPDATE', stored)
    return stored
  }
  const remove = (stored: StoredMessage): void => {
    stored.deleted = true
    const { channel, message } = stored
    if (stored.ephemeralFor === undefined)
      announce('MESSAGE_DELETE', { ...stored, message: { id: message.id, channel_id: channel.channel.id } as never })
  }

  const answer = (state: InteractionState, type: number, data: Payload): StoredMessage | undefined => {
    switch (type) {
      case ANSWER.message: {
        const draft = checkedDraft(data, 'interaction', undefined, ['data'])
        state.ephemeral = (draft.flags & EPHEMERAL) !== 0
        state.final = true
        state.original = show(state, draft, data, false, false)
        return state.original
      }
      case ANSWER.defer: {
        const others = Object.keys(data).filter(
          (name) => name !== 'flags' && name !== 'allowed_mentions' && data[name] !== false,
        )
        const allowed = EPHEMERAL | FLAGS.COMPONENTS_V2
        if (others.length > 0) {
          throw invalidForm(
            others.map((name) =>
              problem(['data', name], 'PEER_DEFERRED', 'A deferral shows nothing but that the bot is thinking.'),
            ),
          )
        }
        if ((data['flags'] ?? 0) & ~allowed)
          throw invalidForm([problem(['data', 'flags'], 'PEER_FLAGS', 'Only ephemeral can be set here.')])
        state.ephemeral = ((data['flags'] ?? 0) & EPHEMERAL) !== 0
        state.deferred = true
        state.original = show(state, EMPTY, {}, true, false)
        return state.original
      }
      case ANSWER.update: {
        if (!state.source) throw unknown.message()
        state.original = edit(state.source, data)
        state.final = true
        return state.original
      }
      case ANSWER.deferUpdate:
        if (state.source) state.original = state.source
        return state.source
      case ANSWER.choices: {
        const choices = (data['choices'] ?? []) as Choice[]
        const problems = [...choiceProblems(choices, ['data', 'choices']), ...kindProblems(state, choices)]
        if (problems.length > 0) throw invalidForm(problems)
        state.choices = choices
        state.final = true
        return undefined
      }
      case ANSWER.modal:
        state.modal = data as Modal
        state.final = true
        return undefined
      default:
        return undefined
    }
  }

  const originalOf = (request: Request): { state: InteractionState; stored: StoredMessage } => {
    const state = interactions.answered(param(request, 'id'), param(request, 'token'))
    if (!state.original || state.original.deleted) throw unknown.message()
    return { state, stored: state.original }
  }
  const messageOf = (request: Request): StoredMessage => {
    const state = interactions.answered(param(request, 'id'), param(request, 'token'))
    const own = [state.original, ...state.followUps].find((one) => one?.message.id === param(request, 'message'))
    if (!own || own.deleted) throw unknown.message()
    return own
  }
  const settle = (state: InteractionState): void => {
    state.deferred = false
    state.final = true
  }

  return [
    {
      name: 'POST /interactions/{id}/{token}/callback',
      auth: 'interaction',
      query: { with_response: 'boolean' },
      schema: ({ type }) => SCHEMAS[type],
      check({ type, data }) {
        if (SCHEMAS[type] !== undefined) return type === ANSWER.modal ? modalProblems(data) : []
        return [problem(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${Object.keys(SCHEMAS).join(', ')}}.`)]
      },
      run(request) {
        const state = interactions.answerable(param(request, 'id'), param(request, 'token'))
        const { type, data } = request.body
        checkAnswer(state, type)
        const message = answer(state, type, data ?? {})
        state.acknowledgedAt = Date.now()
        state.response = request.body
        return yes(request.query['with_response']) ? ok(callbackResponse(state, type, message)) : nothing
      },
    },
    {
      name: 'POST /webhooks/{id}/{token}',
      auth: 'interaction',
      query: { wait: 'boolean', ...MESSAGE_QUERY },
      schema: 'IncomingWebhookRequestPartial',
      files: true,
      limit: LIMIT,
      check: ({ username, avatar_url, thread_name, applied_tags }) =>
        Object.entries({ username, avatar_url, thread_name, applied_tags }).flatMap(([name, value]) =>
          value === undefined || value === null
            ? []
            : [problem([name], 'PEER_NOT_FOR_INTERACTIONS', 'Not for interactions.')],
        ),
      run(request) {
        const { body, files } = request
        const state = interactions.answered(param(request, 'id'), param(request, 'token'))
        if (state.type === KIND.autocomplete) throw unknown.webhook()
        if (state.deferred && state.original && !state.original.deleted) {
          // Right after a deferral this is the deferred answer, and the flag is the one it was deferred with.
          const { flags: given, ...rest } = body
          const flags = (given ?? 0) & ~(EPHEMERAL | FLAGS.SUPPRESS_NOTIFICATIONS)
          edit(state.original, flags ? { ...rest, flags } : rest, files)
          settle(state)
          return ok(state.original.message)
        }
        const draft = { ...checkedDraft(body, 'interaction'), attachments: attachedTo(body, files, world.files) }
        const followUp = show(state, draft, body, false, true)
        state.followUps.push(followUp)
        state.final = true
        return ok(followUp.message)
      },
    },
    ...onMessages(
      '@original',
      (request) => originalOf(request).stored,
      (request) => settle(originalOf(request).state),
    ),
    ...onMessages('{message}', messageOf, (request) => {
      const state = interactions.answered(param(request, 'id'), param(request, 'token'))
      if (state.original?.message.id === param(request, 'message')) settle(state)
    }),
  ]

  function onMessages(
    last: string,
    find: (request: Request) => StoredMessage,
    edited: (request: Request) => void,
  ): Route[] {
    const name = `/webhooks/{id}/{token}/messages/${last}`
    const common = { auth: 'interaction', limit: LIMIT } as const
    return [
      {
        ...common,
        name: `GET ${name}`,
        query: { thread_id: 'snowflake' },
        run: (request): Result => ok(find(request).message),
      },
      {
        ...common,
        name: `PATCH ${name}`,
        query: MESSAGE_QUERY,
        schema: 'IncomingWebhookUpdateRequestPartial',
        files: true,
        run(request): Result {
          const { message } = edit(find(request), request.body, request.files)
          edited(request)
          return ok(message)
        },
      },
      {
        ...common,
        name: `DELETE ${name}`,
        query: { thread_id: 'snowflake' },
        run(request): Result {
          const stored = find(request)
          edited(request)
          remove(stored)
          return nothing
        },
      },
    ]
  }
}

function callbackResponse(
  { id, type, ephemeral, channel }: InteractionState,
  answer: number,
  stored?: StoredMessage,
): Payload {
  const { message, loading = false } = stored ?? {}
  const about = message
    ? {
        response_message_id: message.id,
        response_message_loading: loading,
        response_message_ephemeral: ephemeral,
        channel_id: channel.channel.id,
        ...(channel.guild ? { guild_id: channel.guild.guild.id } : {}),
      }
    : {}
  return { interaction: { id, type, ...about }, resource: { type: answer, ...(message ? { message } : {}) } }
}

/** Choices are of the kind of the option that is being written. */
function kindProblems({ payload }: InteractionState, choices: readonly Payload[]): Problem[] {
  const focused = (options: readonly Payload[] = []): Payload | undefined =>
    options.flatMap((option) => [option, focused(option['options']) ?? []].flat()).find((option) => option['focused'])
  const kind = focused(payload['data'].options)?.['type'] === 3 ? 'string' : 'number'
  return choices.flatMap(({ value }, i) =>
    typeof value === kind
      ? []
      : [problem(['data', 'choices', i, 'value'], 'BASE_TYPE_BAD_TYPE', `Must be of type ${kind}.`)],
  )
}
