/**
 * Discord as a chat network: discord.js keeps the gateway and the REST client; interactions are claimed in the store before they are
 * acknowledged, so that two instances, or one event told twice, answer once.
 */
import { createHash, randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import {
  type APIInteraction,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  Routes,
} from 'discord.js'
import {
  type Address,
  ANNOUNCEMENT,
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
import { pause, wait } from '../chat/pause.ts'
import { createPseudonyms } from '../chat/pseudonym.ts'
import { createResponder } from '../chat/responder.ts'
import { createAnnouncements } from './announcements.ts'
import { createCallback } from './callback.ts'
import { createClaims } from './claims.ts'
import { createConnection, type Patience } from './client.ts'
import { definitions } from './commands.ts'
import { decode, PLATFORM } from './decode.ts'
import { createDelivery, TOO_LATE } from './delivery.ts'
import { type AskedEvent, createExchange, type Exchange } from './exchange.ts'
import { failureOf } from './failure.ts'
import { createFiles } from './file.ts'
import { render } from './render.ts'
import { createSending, type Draw, type Payload } from './sending.ts'

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
  readonly draw: Draw
  /** The address, without a slash at its end, under which the world can read the documents that citations then lead to. */
  readonly reader?: string
  /** Told once when Sanad can no longer work here: the sentence says why and what to do. */
  readonly onFatal: (reason: string) => void
  /** Milliseconds for which an interaction's token is taken to be good. */
  readonly tokenLife?: number
  readonly patience?: Patience
}

/** Milliseconds within which an interaction must be acknowledged; Discord gives three seconds, the way included. */
const ACKNOWLEDGE = 2500
/** Discord's fifteen minutes, less one for the way and the clocks. */
const TOKEN_LIFE = 14 * 60_000
/** For another instance to finish what it is at work on. */
const OTHERS = 5000
/** For the bytes of a file. */
const FILE = 20_000
/** For replies under way when Sanad stops, and for the last calls after that. */
const DRAIN = 8000
const GIVE_UP = 1500

/** The fact that says which commands are registered in a place. */
const registration = (application: string, place: string): string => `discord commands of ${application} in ${place}`
/** Where commands are registered when no server is named. */
const EVERYWHERE = 'every server'

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
  const { token, apiRoot, guild, store, log, language, complete, reader, tokenLife = TOKEN_LIFE } = options
  const names = createPseudonyms(token)
  const closing = new AbortController()
  const stopping = new AbortController()
  // As many wait for them as there are replies.
  setMaxListeners(0, closing.signal, stopping.signal)
  const { client, rest, isConnected, end } = createConnection(options, log, options.patience)
  const lanes = createLanes(log, closing.signal)
  const claims = createClaims(store.inbox)
  const allowance = createAllowance()
  let told = false
  const fatal = (reason: string): void => {
    if (!told && !closing.signal.aborted) options.onFatal(reason)
    told = true
  }
  const onUnauthorized = (): void => fatal(FATAL[4004] as string)
  const sending = createSending({ rest, store, log, draw: options.draw })
  const delivery = createDelivery({ sending, store, log, onUnauthorized, tokenLife })
  const announcements = createAnnouncements({ sending, store, log, onUnauthorized })
  const files = createFiles({ apiRoot, patience: options.patience?.file ?? FILE, stop: stopping.signal })
  let isListening = false
  let stopped: Promise<void> | undefined

  return {
    platform: PLATFORM,

    async start(handle) {
      const responder = createResponder({ handle, store, log, language })
      const { signal } = stopping
      const callback = createCallback(rest, log, signal)
      const parts = { callback, store, log, delivery, announcements, responder, files, complete, reader, signal }
      const exchange = createExchange(parts)
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
      const left = await leftOver()
      if (!(await connect())) return
      lanes.run('resume', () => resume(left, exchange))
      await register()
      isListening = true
      log.info({ guilds: client.guilds.cache.size }, 'discord: listening')
    },

    isConnected: () => isListening && isConnected() && !closing.signal.aborted,

    async deliver(address, reply, { subject = randomUUID(), replyTo } = {}) {
      const channel = channelOf(address)
      if (channel === undefined) throw new DeliveryError('gone', 'this conversation is of another bot, or server')
      const answer = replyTo === undefined ? undefined : await answerTo(replyTo, channel)
      const payloads = render(reply, reader).map(
        (rendered, part): Payload => ({
          ...rendered,
          channel,
          ...(part === 0 && answer !== undefined ? { reply: answer } : {}),
        }),
      )
      const announcement = { address, subject: ANNOUNCEMENT + subject, channel, payloads }
      return { messages: await announcements.post(announcement, stopping.signal) }
    },

    stop() {
      stopped ??= drain()
      return stopped
    },
  }

  /** Where an address is written to; nothing where its channel is another server's. */
  function channelOf({ conversation, thread }: Address): string | undefined {
    const channel = thread ?? names.chat(conversation)
    const known = channel === undefined ? undefined : client.channels.cache.get(channel)
    return known !== undefined && 'guildId' in known && known.guildId !== conversation ? undefined : channel
  }

  /** The message in a channel that answered an interaction. */
  async function answerTo(interaction: string, channel: string): Promise<string | undefined> {
    const [first] = await store.outbox.of(PLATFORM, interaction)
    return first !== undefined && channelOf(first) === channel ? first.message : undefined
  }

  function heard(interaction: APIInteraction, exchange: Exchange): void {
    const since = Date.now()
    const event = decode(interaction, names)
    if (event.type === 'ignored' || closing.signal.aborted) return
    if (event.type === 'complete') {
      lanes.run(`complete ${interaction.id}`, () => exchange.complete(event))
      return
    }
    let mine = false
    lanes.run(`claim ${interaction.id}`, async () => {
      // The store may fail after the claim: what is begun anew is ours already.
      mine ||= await claims.claim({
        platform: PLATFORM,
        id: interaction.id,
        conversation: event.incoming.address.conversation,
        person: event.incoming.from,
        payload: names.seal(JSON.stringify(interaction)),
      })
      if (!mine) return
      const seconds = await tooSoon(event)
      const left = ACKNOWLEDGE - (Date.now() - since)
      if (left <= 0) log.warn({ late: -left }, 'discord: an interaction waited too long to be acknowledged')
      const goes =
        left > 0 &&
        (seconds === undefined ? await exchange.acknowledge(event, left) : await exchange.refuse(event, left, seconds))
      if (!goes) return store.inbox.settle(PLATFORM, [interaction.id])
      lanes.run(laneOf(event), () => exchange.reply(event, interaction.id), true)
    })
  }

  /** Seconds to wait for whoever asks or presses too much. */
  async function tooSoon({ type, incoming }: AskedEvent): Promise<number | undefined> {
    if (type !== 'command') return allowance.press(incoming)
    const { state, seconds } = await allowance.spend(incoming)
    return state === 'within' ? undefined : seconds
  }

  /** Logs in; tried until it works, is refused for good, or Sanad stops. */
  async function connect(): Promise<boolean> {
    const stopped = new Promise<false>((resolve) => closing.signal.addEventListener('abort', () => resolve(false)))
    for (let tries = 0; !closing.signal.aborted; tries++) {
      try {
        const ready = new Promise<true>((resolve) => client.once(Events.ClientReady, () => resolve(true)))
        // The library's own promise does not end when the client is ended.
        return await Promise.race([client.login(token).then(() => ready), stopped])
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
    const where = `discord commands of ${application}: where`
    const everywhere = await store.facts.get(registration(application, EVERYWHERE))
    // The first version did not write down where.
    const before = (await store.facts.get(where)) ?? (everywhere === undefined ? undefined : EVERYWHERE)
    const here = guild ?? EVERYWHERE
    // Registered in both places, every command would be shown twice.
    if (before !== undefined && before !== here) await registerIn(application, before, [])
    await registerIn(application, here, definitions())
    await store.facts.set(where, here)
  }

  async function registerIn(application: string, place: string, body: readonly object[]): Promise<void> {
    const name = registration(application, place)
    const version = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    if ((await store.facts.get(name)) === version) return
    const route =
      place === EVERYWHERE
        ? Routes.applicationCommands(application)
        : Routes.applicationGuildCommands(application, place)
    for (let tries = 0; !closing.signal.aborted; tries++) {
      try {
        const registered = await rest.put(route, { body })
        // What is between us and Discord may answer in its place.
        if (!Array.isArray(registered)) throw new Error("not an answer of Discord's")
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
    return failure.code === 'limited' ? wait(failure.retryAfter, closing.signal) : pause(tries, closing.signal)
  }

  /** What lies in the store before anything is heard here. */
  async function leftOver(): Promise<Left> {
    return {
      known: new Map((await store.outbox.pending(PLATFORM)).map(({ id, createdAt }) => [id, createdAt])),
      begun: new Set((await store.inbox.pending(PLATFORM)).map(({ id }) => id)),
    }
  }

  /**
   * Takes up what an earlier run left: replies on their way, and interactions whose token may still be good. What another instance is at
   * work on is not there any more after a while, and is left to it.
   */
  async function resume({ known, begun }: Left, exchange: Exchange): Promise<void> {
    if (known.size + begun.size === 0 || !(await wait(options.patience?.others ?? OTHERS, closing.signal))) return
    const replies = new Map<string, StoredPost[]>()
    for (const post of await store.outbox.pending(PLATFORM)) {
      // What was put anew since is somebody's at work.
      if (known.get(post.id) !== post.createdAt) continue
      if (post.subject.startsWith(ANNOUNCEMENT)) await announcements.leave(post)
      else replies.set(post.subject, [...(replies.get(post.subject) ?? []), post])
    }
    for (const posts of replies.values())
      lanes.run(`resume ${posts[0]?.id}`, () => delivery.answer(posts, stopping.signal))
    for (const { id, payload } of await store.inbox.pending(PLATFORM)) {
      if (!begun.has(id)) continue
      const opened = names.open(payload)
      const event = opened === undefined ? undefined : decode(JSON.parse(opened), names)
      if (event === undefined || event.type === 'ignored' || event.type === 'complete' || isOld(event))
        await store.inbox.settle(PLATFORM, [id])
      else lanes.run(laneOf(event), () => exchange.reply(event, id))
    }
  }

  async function drain(): Promise<void> {
    const { drain = DRAIN } = options.patience ?? {}
    closing.abort()
    const timer = setTimeout(() => stopping.abort(), drain)
    let late: NodeJS.Timeout | undefined
    await Promise.race([
      Promise.all([lanes.idle(), announcements.idle()]),
      new Promise((resolve) => {
        late = setTimeout(resolve, drain + GIVE_UP)
      }),
    ])
    clearTimeout(timer)
    clearTimeout(late)
    stopping.abort()
    await end()
  }
}

/** Replies on their way, with when they were put there, and interactions, by their ids. */
interface Left {
  readonly known: ReadonlyMap<number, number>
  readonly begun: ReadonlySet<string>
}

/** Nobody waits for the answer any more. */
const isOld = ({ via }: AskedEvent): boolean => Date.now() - via.at > TOO_LATE

/** Replies of a channel come in order; those that only one person sees need not wait for others. */
function laneOf(event: AskedEvent): string {
  return `${event.channel} ${event.incoming.from}`
}
