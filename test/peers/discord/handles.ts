/** An interaction as the test that started it holds it: always as it is now. */

import type { Waiting } from '../waiting.ts'
import type { Channels } from './channels.ts'
import type { InteractionState } from './interactions.ts'
import type { Interaction } from './types.ts'

export function handleOf(state: InteractionState, channels: Channels, waiting: Waiting): Interaction {
  const { id, token, type, payload, at } = state
  return {
    id,
    token,
    type,
    payload,
    get acknowledgedAfter() {
      return state.acknowledgedAt === undefined ? undefined : state.acknowledgedAt - at
    },
    get response() {
      return state.response
    },
    get modal() {
      return state.modal
    },
    get choices() {
      return state.choices
    },
    get failed() {
      return state.failed
    },
    message() {
      const { original } = state
      return original && !original.deleted && !original.loading ? channels.shown(original) : undefined
    },
    followUps: () => state.followUps.filter(({ deleted }) => !deleted).map(channels.shown),
    settled: (timeout) =>
      waiting.until(
        () => {
          if (state.failed) throw new Error(`Discord peer: the person saw "did not respond" (interaction ${id})`)
          return state.final
        },
        timeout,
        'an answer to the interaction',
      ),
  } as Interaction
}
