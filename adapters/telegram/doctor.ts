/** What can be wrong with a Telegram bot, found by asking Telegram; each finding says what to do. */
import { Telegram } from 'telegraf'
import type { UserFromGetMe, WebhookInfo } from 'telegraf/types'
import type { Finding, Store } from '../../src/index.ts'
import { examineClock } from '../chat/clock.ts'
import { createPseudonyms } from '../chat/pseudonym.ts'
import { type Call, createCall } from './client.ts'
import { PLATFORM } from './decode.ts'
import { failureOf } from './failure.ts'

export interface DoctorOptions {
  readonly token: string
  readonly apiRoot: string
  readonly mode: 'polling' | 'webhook'
  /** Where updates should be posted, in webhook mode. */
  readonly webhookUrl: string
  readonly store: Store
}

/** Groups whose rights are looked at. */
const MOST_GROUPS = 20
/** Updates that wait without a reason to worry. */
const FEW_WAITING = 100

/** The findings about the bot, its webhook, its rights in its groups, and the clock. Never rejects. */
export async function examineTelegram({ token, apiRoot, ...options }: DoctorOptions): Promise<Finding[]> {
  const call = createCall(new Telegram(token, { apiRoot, webhookReply: false }))
  try {
    const self = (await call('getMe', {})) as UserFromGetMe
    return [
      { level: 'good', about: 'token', says: `accepted: @${self.username}` },
      ...(await examineClock(apiRoot, 'what was asked while away')),
      privacy(self),
      inline(self),
      ...(await examineWebhook(call, options)),
      ...(await examineRights(call, self, options.store, token)),
    ]
  } catch (error) {
    return [unreachable(failureOf(error), apiRoot)]
  }
}

function unreachable(failure: ReturnType<typeof failureOf>, apiRoot: string): Finding {
  switch (failure.code) {
    case 'unauthorized':
    case 'unknown method':
      return bad('token', 'refused', 'copy it again from @BotFather (/mybots, API Token) into TELEGRAM_BOT_TOKEN')
    case 'limited':
      return bad('token', 'Telegram asks to wait', `try again in ${Math.ceil(failure.retryAfter / 1000)} s`)
    default:
      return bad('connection', `${apiRoot} does not answer`, 'check the network, a proxy, and TELEGRAM_API_ROOT')
  }
}

function privacy({ can_read_all_group_messages: hears }: UserFromGetMe): Finding {
  if (hears) return { level: 'good', about: 'privacy mode', says: 'off: mentions and "سند، …" are heard in groups' }
  return warn(
    'privacy mode',
    'on: in groups only commands and replies surely arrive',
    'to hear mentions and "سند، …", send /setprivacy to @BotFather and choose Disable, then remove the bot from its groups and add it again; or make it an administrator there',
  )
}

function inline({ supports_inline_queries: offered }: UserFromGetMe): Finding {
  if (offered) return { level: 'good', about: 'inline mode', says: 'on' }
  return warn('inline mode', 'off', 'send /setinline to @BotFather if passages should be offered in any chat')
}

async function examineWebhook(
  call: Call,
  { mode, webhookUrl }: Pick<DoctorOptions, 'mode' | 'webhookUrl'>,
): Promise<Finding[]> {
  const info = (await call('getWebhookInfo', {})) as WebhookInfo
  const found: Finding[] = []
  const set = info.url !== undefined && info.url !== ''
  if (mode === 'polling' && set)
    found.push(
      warn('webhook', 'one is set, which keeps polling out', 'sanad serve removes it; or set TELEGRAM_MODE=webhook'),
    )
  else if (mode === 'webhook' && info.url !== webhookUrl)
    found.push(warn('webhook', set ? 'another address is set' : 'none is set', 'sanad serve sets it when it starts'))
  else found.push({ level: 'good', about: 'webhook', says: set ? 'set as it should be' : 'none, as polling needs' })
  const failed = info.last_error_date
  if (set && failed !== undefined && Date.now() / 1000 - failed < 3600)
    found.push(
      warn(
        'webhook',
        `Telegram could not deliver at ${new Date(failed * 1000).toISOString()}`,
        'check that PUBLIC_URL reaches this server over https',
      ),
    )
  if ((info.pending_update_count ?? 0) > FEW_WAITING)
    found.push(warn('updates', `${info.pending_update_count} are waiting`, 'is sanad serve running?'))
  return found
}

/** In the groups it has answered in: may it still write there? */
async function examineRights(call: Call, self: UserFromGetMe, store: Store, token: string): Promise<Finding[]> {
  const names = createPseudonyms(token)
  const found: Finding[] = []
  for (const conversation of (await store.chats.known(PLATFORM)).slice(-MOST_GROUPS)) {
    const chat = Number(names.chat(conversation))
    // A private chat needs no rights.
    if (!(chat < 0)) continue
    const about = `group ${chat}`
    try {
      const member = (await call('getChatMember', { chat_id: chat, user_id: self.id })) as {
        status: string
        can_send_messages?: boolean
      }
      if (member.status === 'left' || member.status === 'kicked')
        found.push(warn(about, 'the bot is no longer a member', 'add it again if it should answer there'))
      else if (member.status === 'restricted' && member.can_send_messages !== true)
        found.push(bad(about, 'the bot may not write', 'give it the right to send messages'))
      else found.push({ level: 'good', about, says: member.status })
    } catch (error) {
      found.push(warn(about, `could not be looked at (${failureOf(error).code})`, 'nothing, if the group is gone'))
    }
  }
  return found
}

const warn = (about: string, says: string, remedy: string): Finding => ({ level: 'warning', about, says, remedy })
const bad = (about: string, says: string, remedy: string): Finding => ({ level: 'error', about, says, remedy })
