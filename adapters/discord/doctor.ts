/** What can be wrong with a Discord bot, found by asking Discord; each finding says what to do. */
import {
  ApplicationFlags,
  REST,
  type RESTGetAPIGatewayBotResult,
  type RESTGetCurrentApplicationResult,
  Routes,
} from 'discord.js'
import type { Finding, Store } from '../../src/index.ts'
import { examineClock } from '../chat/clock.ts'
import { PLATFORM } from './decode.ts'
import { failureOf } from './failure.ts'

export interface DoctorOptions {
  readonly token: string
  readonly apiRoot: string
  readonly guild: string | undefined
  readonly store: Store
}

const CALL = 10_000
/** Servers that are looked at. */
const MOST_GUILDS = 20
/** Connections that are left for a day. */
const FEW_STARTS = 20
const PRIVILEGED =
  ApplicationFlags.GatewayMessageContent |
  ApplicationFlags.GatewayMessageContentLimited |
  ApplicationFlags.GatewayGuildMembers |
  ApplicationFlags.GatewayGuildMembersLimited |
  ApplicationFlags.GatewayPresence |
  ApplicationFlags.GatewayPresenceLimited

/** The findings about the bot, its connections, its commands, its servers, and the clock. Never rejects. */
export async function examineDiscord({ token, apiRoot, guild, store }: DoctorOptions): Promise<Finding[]> {
  const rest = new REST({ api: apiRoot, timeout: CALL, retries: 0, rejectOnRateLimit: () => true }).setToken(token)
  try {
    const application = (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult
    return [
      { level: 'good', about: 'token', says: `accepted: ${application.id}` },
      ...(await examineClock(`${apiRoot}/v10/gateway`, 'answering in time')),
      intents(application.flags ?? 0),
      ...connections((await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult),
      await examineCommands(rest, application.id, guild),
      ...(await examineGuilds(rest, store)),
    ]
  } catch (error) {
    return [unreachable(failureOf(error), apiRoot)]
  }
}

function unreachable({ code }: ReturnType<typeof failureOf>, apiRoot: string): Finding {
  switch (code) {
    case 'unauthorized':
      return bad(
        'token',
        'refused',
        'copy it again from the Developer Portal (Bot, Reset Token) into DISCORD_BOT_TOKEN',
      )
    case 'limited':
      return bad('token', 'Discord asks to wait', 'try again in some minutes')
    default:
      return bad('connection', `${apiRoot} does not answer`, 'check the network, a proxy, and DISCORD_API_ROOT')
  }
}

function intents(flags: number): Finding {
  if ((flags & PRIVILEGED) === 0) return { level: 'good', about: 'intents', says: 'none that is privileged' }
  return warn(
    'intents',
    'privileged ones are switched on in the Developer Portal',
    'switch them off (Bot, Privileged Gateway Intents): Sanad reads no messages and needs none',
  )
}

function connections({
  session_start_limit: { remaining, reset_after },
  shards,
}: RESTGetAPIGatewayBotResult): Finding[] {
  const found: Finding[] = []
  if (remaining <= FEW_STARTS) {
    const hours = Math.ceil(reset_after / 3_600_000)
    found.push(
      warn(
        'connections',
        `${remaining} are left`,
        `in ${hours} h there are more; is something restarting again and again?`,
      ),
    )
  } else found.push({ level: 'good', about: 'connections', says: `${remaining} are left today` })
  if (shards > 1)
    found.push(warn('servers', 'Discord recommends several shards', 'one process serves up to 2,500 servers'))
  return found
}

async function examineCommands(rest: REST, application: string, guild: string | undefined): Promise<Finding> {
  const route =
    guild === undefined ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild)
  try {
    const commands = (await rest.get(route)) as unknown[]
    if (commands.length > 0) return { level: 'good', about: 'commands', says: `${commands.length} are registered` }
    return warn('commands', 'none is registered', 'sanad serve registers them when it starts')
  } catch (error) {
    const { code } = failureOf(error)
    return bad('commands', `could not be read (${code})`, 'is DISCORD_GUILD_ID a server that the bot is in?')
  }
}

/** In the servers it has answered in: is it still a member? */
async function examineGuilds(rest: REST, store: Store): Promise<Finding[]> {
  const found: Finding[] = []
  const known = (await store.chats.known(PLATFORM)).filter((conversation) => /^\d+$/.test(conversation))
  for (const id of known.slice(-MOST_GUILDS)) {
    const about = `server ${id}`
    try {
      await rest.get(Routes.guild(id))
      found.push({ level: 'good', about, says: 'member' })
    } catch (error) {
      const { code } = failureOf(error)
      found.push(warn(about, `could not be looked at (${code})`, 'invite the bot again if it should answer there'))
    }
  }
  return found
}

const warn = (about: string, says: string, remedy: string): Finding => ({ level: 'warning', about, says, remedy })
const bad = (about: string, says: string, remedy: string): Finding => ({ level: 'error', about, says, remedy })
