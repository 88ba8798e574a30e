/** Everything the routes of the API, the gateway and the people of a test share. */
import { type Channels, createChannels } from './channels.ts'
import { type Commands, createCommands } from './commands.ts'
import { unfurled } from './content.ts'
import { createFiles, type Files } from './files.ts'
import { createInteractions, type Interactions } from './interactions.ts'
import { described, type Mentions } from './mentions.ts'
import type { PeerOptions, User } from './types.ts'

export interface World {
  readonly token: string
  readonly application: Application
  readonly me: User
  readonly options: PeerOptions
  readonly channels: Channels
  readonly commands: Commands
  readonly interactions: Interactions
  readonly files: Files
  /** Every mention that really pings, and every link that is shown with a preview, as it was written. */
  readonly mentions: string[]
  readonly unfurls: string[]
  /** Sends an event to every session whose intents include one of these bits; 0 is for all. */
  dispatch(event: string, data: object, intents?: number): void
  noteMentions(mentions: Mentions): void
  noteLinks(content: string): void
}

export interface Application {
  readonly id: string
  readonly name: string
  readonly flags: number
}

/** `origin` is where files are to be had. */
export function createWorld(
  options: PeerOptions,
  dispatch: World['dispatch'],
  changed: () => void,
  origin: () => string = () => '',
): World {
  const id = options.applicationId ?? '1100000000000000001'
  const me: User = {
    id,
    username: 'sanad',
    discriminator: '0001',
    global_name: null,
    avatar: null,
    bot: true,
    ...options.bot,
  }
  const { ackWithin = 3000, tokenLife = 900_000 } = options
  const mentions: string[] = []
  const unfurls: string[] = []
  return {
    // The first part of a real token is the id of the bot.
    token: options.token ?? `${Buffer.from(id).toString('base64url')}.GSanad.TestPeerTokenThatIsNotARealOne0123456789`,
    application: { id, name: 'سند', flags: 0 },
    me,
    options,
    channels: createChannels(me),
    commands: createCommands(id, options.arabicLocalizations ?? false),
    interactions: createInteractions(id, { ackWithin, tokenLife }, changed),
    files: createFiles(id, origin),
    mentions,
    unfurls,
    dispatch,
    noteMentions: (found) => mentions.push(...described(found)),
    noteLinks: (content) => unfurls.push(...unfurled(content)),
  }
}
