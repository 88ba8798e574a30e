/** Everything the methods of the Bot API and the people of a test share. */
import type { Chats } from './chats.ts'
import { createChats } from './chats.ts'
import { createFiles, type Files } from './files.ts'
import { createQueries, type Queries } from './queries.ts'
import type { BotAction, Payload, PeerOptions, User } from './types.ts'
import { createUpdates, type Updates } from './updates.ts'
import { createWebhook, type Webhook } from './webhook.ts'

export interface World {
  readonly token: string
  readonly me: User
  readonly options: PeerOptions
  readonly chats: Chats
  readonly files: Files
  readonly updates: Updates
  readonly queries: Queries
  readonly webhook: Webhook
  /** By "scope/language", e.g. `default/`, `default/ar`, `chat:-100123/`. */
  readonly commands: Map<string, unknown>
  /** Names and descriptions by "field/language". */
  readonly profile: Map<string, unknown>
  readonly actions: BotAction[]
}

/** `execute` runs a call that came as the answer to a webhook delivery; `changed` wakes whoever waits for something. */
export function createWorld(
  options: PeerOptions,
  execute: (method: string, payload: Payload) => void,
  changed: () => void,
): World {
  const token = options.token ?? '123456:AAHsanadTestPeerTokenNotARealOne0-_'
  const me: User = {
    id: Number(token.split(':')[0]),
    is_bot: true,
    first_name: 'سند',
    username: 'sanad_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
    can_connect_to_business: false,
    has_main_web_app: false,
    ...options.bot,
  }
  const updates = createUpdates(options.conflictDelay ?? 3000)
  return {
    token,
    me,
    options,
    chats: createChats(me),
    files: createFiles(),
    updates,
    queries: createQueries(options.queryLife ?? 15_000),
    webhook: createWebhook(updates, options.webhook ?? {}, execute, changed),
    commands: new Map(),
    profile: new Map(),
    actions: [],
  }
}
