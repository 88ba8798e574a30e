/**
 * Discord as a chat network: discord.js keeps the gateway and the REST client; interactions are claimed in the store before they are
 * acknowledged, so that two instances, or one event told twice, answer once.
 */
import { createHash, randomUUID } from 'node:crypto'
import {
  type APIInteraction,
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Routes,
} from 'discord.js'
import {
  type ChatAdapter,
  DeliveryError,
  type Language,
  type Log,
  type Sanad,
  type Store,
  type StoredPost,
} from '../../src/index.ts'
import { createAllowance } from '../chat/allowance.ts'
import { createLanes } from '../chat/lanes.ts'
import { pause } from '../chat/pause.ts'
import { postsOf } from '../chat/posts.ts'
import { createPseudonyms } from '../chat/pseudonym.ts'
import { createResponder } from '../chat/responder.ts'
import { definitions } from './commands.ts'
import { decode, PLATFORM } from './decode.ts'
import { createDelivery, type Payload } from './delivery.ts'
import { ANNOUNCEMENT, type AskedEvent, createExchange, type Exchange } from './exchange.ts'
import { failureOf } from './failure.ts'
import { render } from './render.ts'

export interface DiscordOptions {
  readonly token: string
  /** Where the REST API is, without its version. */
  readonly apiRoot: string
  /** Registers the commands in this guild at once; absent: everywhere, as fast as Discord spreads them. */
  readonly guild?: string
  readonly store: Store
  readonly log: Log
  readonly language: Language
  readonly complete: Sanad['complete']
  /** Told once when Sanad can no longer work here: the sentence says why and what to do. */
  readonly onFatal: (reason: string) => void
  /** Milliseconds for which an interaction's token is taken to be good. */
  readonly tokenLife?: number
}

/** Milliseconds within which an interaction must be acknowledged; Discord gives three seconds, the way included. */
const ACKNOWLEDGE = 2500
/** Discord's fifteen minutes, less one for the way and the clocks. */
const TOKEN_LIFE = 14 * 60_000
const CALL = 10_000
/** A wait for a rate limit longer than this is told instead of waited out inside the library. */
const LIMIT_WAIT = 5000
const DRAIN = 8000
const GIVE_UP = 1500

/** Close codes after which discord.js never connects again (Discord API, "Gateway Close Event Codes"). */
const FATAL: Readonly<Record<number, string>> = {
  4004: 'Discord does not accept DISCORD_BOT_TOKEN: copy it from the Developer Portal (Bot, Reset Token) and start again.',
  4010: 'Discord refused the shard; start again.',
  4011: 'Discord asks for sharding: the bot is in too many servers for one connection.',
  4012: 'Discord no longer speaks this version of its gateway: update Sanad.',
  4013: 'Discord refused the intents: update Sanad.',
  4014: 'Discord refused an intent that Sanad does not ask for; start again, and report this.',
}

export function createDiscordAdapter(options: DiscordOptions): ChatAdapter {
  const { token, apiRoot, guild, store, log, language, complete, tokenLife = TOKEN_LIFE } = options
  const names = createPseudonyms(token)
  const closing = new AbortController()
  const stopping = new AbortController()
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    enforceNonce: true,
    rest: {
      api: apiRoot,
      timeout: CALL,
      // Repeating is ours: the library does it at once, and knows nothing of what was carried out.
      retries: 0,
      rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > LIMIT_WAIT,
    },
  })
  const lanes = createLanes(log, closing.signal)
  const allowance = createAllowance()
  let told = false
  const fatal = (reason: string): void => {
    if (!told && !closing.signal.aborted) options.onFatal(reason)
    told = true
  }
  const onUnauthorized = (): void => fatal(FATAL[4004] as string)
  const delivery = createDelivery({ rest: client.rest, store, log, onUnauthorized, tokenLife })
  let stopped: Promise<void> | undefined

  return {
    platform: PLATFORM,

    async start(handle) {
      const responder = createResponder({ handle, store, log, language })
      const { signal } = stopping
      const exchange = createExchange({ rest: client.rest, store, log, delivery, responder, complete, signal })
      // Without a listener an error ends the process.
      client.on(Events.Error, (error) => log.error({ error }, 'discord: client error'))
      client.on(Events.ShardError, (error) => log.warn({ error }, 'discord: connection error'))
      client.on(Events.ShardReconnecting, () => log.info({}, 'discord: connecting again'))
      client.on(Events.ShardResume, () => log.info({}, 'discord: resumed'))
      client.on(Events.ShardDisconnect, ({ code }) => {
        fatal(FATAL[code] ?? `Discord closed the connection for good (${code}).`)
      })
      client.on(Events.Invalidated, () => fatal('Discord ended the session; start again.'))
      client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
        // An error here, in the library's own call, would end the process.
        try {
          heard(interaction, exchange)
        } catch (error) {
          log.error({ error }, 'discord: an interaction could not be read')
        }
      })
      if (!(await connect())) return
      await register()
      await resume(exchange)
      log.info({ guilds: client.guilds.cache.size }, 'discord: listening')
    },

    async deliver(address, reply) {
      const channel = address.thread ?? names.chat(address.conversation)
      if (channel === undefined) throw new DeliveryError('gone', 'This conversation is of another bot')
      const payloads = render(reply).map((rendered): Payload => ({ ...rendered, channel }))
      const subject = ANNOUNCEMENT + randomUUID()
      const rows = await store.outbox.put({ address, subject, posts: postsOf(payloads) })
      return { messages: await delivery.announce(rows, stopping.signal) }
    },

    stop() {
      stopped ??= drain()
      return stopped
    },
  }

  function heard(interaction: APIInteraction, exchange: Exchange): void {
    const since = Date.now()
    const event = decode(interaction, names)
    if (event.type === 'ignored' || closing.signal.aborted) return
    if (event.type === 'complete') {
      lanes.run(`complete ${interaction.id}`, () => exchange.complete(event))
      return
    }
    lanes.run(`claim ${interaction.id}`, async () => {
      const { conversation } = event.incoming.address
      const [mine] = await store.inbox.add([
        {
          platform: PLATFORM,
          id: interaction.id,
          conversation,
          person: event.incoming.from,
          payload: names.seal(JSON.stringify(interaction)),
        },
      ])
      if (mine === undefined) return
      const { state, seconds } = await allowance.spend(event.incoming)
      const left = ACKNOWLEDGE - (Date.now() - since)
      if (left <= 0) log.warn({ late: -left }, 'discord: an interaction waited too long to be acknowledged')
      const goes = left > 0 && (await exchange.acknowledge(event, left))
      if (!goes) return store.inbox.settle(PLATFORM, [interaction.id])
      lanes.run(
        laneOf(event),
        () =>
          state === 'within' ? exchange.reply(event, interaction.id) : exchange.refuse(event, interaction.id, seconds),
        true,
      )
    })
  }

  /** Logs in; tried until it works, is refused for good, or Sanad stops. */
  async function connect(): Promise<boolean> {
    for (let tries = 0; !closing.signal.aborted; tries++) {
      try {
        const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
        await client.login(token)
        await Promise.race([ready, new Promise((resolve) => closing.signal.addEventListener('abort', resolve))])
        return !closing.signal.aborted
      } catch (error) {
        if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
          onUnauthorized()
          return false
        }
        if (told || !(await again('login', error, tries))) return false
      }
    }
    return false
  }

  /** Registers the commands where they changed. */
  async function register(): Promise<void> {
    const application = client.application?.id
    if (application === undefined) return
    const body = definitions()
    const name = `discord commands of ${application} in ${guild ?? 'every server'}`
    const version = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    if ((await store.facts.get(name)) === version) return
    const route =
      guild === undefined
        ? Routes.applicationCommands(application)
        : Routes.applicationGuildCommands(application, guild)
    for (let tries = 0; !closing.signal.aborted; tries++) {
      try {
        await client.rest.put(route, { body })
        return await store.facts.set(name, version)
      } catch (error) {
        const failure = failureOf(error)
        if (failure.code === 'gone' || failure.code === 'refused' || failure.code === 'lost') {
          log.error({ reason: 'reason' in failure ? failure.reason : failure.code }, 'discord: commands were refused')
          return
        }
        if (!(await again('commands', error, tries))) return
      }
    }
  }

  async function again(what: string, error: unknown, tries: number): Promise<boolean> {
    const failure = failureOf(error)
    if (failure.code === 'unauthorized') {
      onUnauthorized()
      return false
    }
    log.warn({ what, reason: failure.code, error }, 'discord: trying again')
    return pause(tries, closing.signal)
  }

  /** Takes up what an earlier run left: replies on their way, and interactions whose token may still be good. */
  async function resume(exchange: Exchange): Promise<void> {
    const replies = new Map<string, StoredPost[]>()
    for (const post of await store.outbox.pending(PLATFORM)) {
      if (post.subject.startsWith(ANNOUNCEMENT)) await store.outbox.died(post.id)
      else replies.set(post.subject, [...(replies.get(post.subject) ?? []), post])
    }
    for (const posts of replies.values())
      lanes.run(`resume ${posts[0]?.id}`, () => delivery.answer(posts, stopping.signal))
    for (const { id, payload } of await store.inbox.pending(PLATFORM)) {
      const opened = names.open(payload)
      const event = opened === undefined ? undefined : decode(JSON.parse(opened), names)
      if (event === undefined || event.type === 'ignored' || event.type === 'complete')
        await store.inbox.settle(PLATFORM, [id])
      else lanes.run(laneOf(event), () => exchange.reply(event, id))
    }
  }

  async function drain(): Promise<void> {
    closing.abort()
    const timer = setTimeout(() => stopping.abort(), DRAIN)
    let late: NodeJS.Timeout | undefined
    await Promise.race([
      lanes.idle(),
      new Promise((resolve) => {
        late = setTimeout(resolve, DRAIN + GIVE_UP)
      }),
    ])
    clearTimeout(timer)
    clearTimeout(late)
    stopping.abort()
    await client.destroy().catch(() => {})
  }
}

/** Replies of a channel come in order; those that only one person sees need not wait for others. */
function laneOf(event: AskedEvent): string {
  return `${event.channel} ${event.incoming.from}`
}
