/** A room for tests: people run commands and press buttons, and see what comes of it. */
import { expect } from 'vitest'
import type { Channel, Guild, Interaction, Message, SentMessage, User } from '../../peers/discord/index.ts'
import type { OptionValue } from '../../peers/discord/options.ts'
import type { Extra } from '../../peers/discord/people.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'

let open: { connected: Connected; asked: Interaction[] }[] = []

/** Ends every room; fails where a rule was broken, or where a token or somebody's words were logged. */
export async function leave(): Promise<void> {
  const all = open
  open = []
  for (const { connected, asked } of all) {
    await connected.close()
    const logged = connected.logged.join('\n')
    expect(logged).not.toContain(connected.peer.token)
    // The signature of a file's address.
    expect(logged).not.toMatch(/[?&]hm=/)
    for (const { token, payload } of asked) {
      expect(logged).not.toContain(token)
      for (const { value } of (payload['data']?.options ?? []) as { value: unknown }[])
        if (typeof value === 'string' && value.length > 5) expect(logged).not.toContain(value)
    }
  }
}

/** A channel of a server with somebody in it, and Sanad connected to it. */
export interface Room extends Connected {
  readonly guild: Guild
  readonly channel: Channel
  /** A member without any right beyond everyone's. */
  readonly person: User
  /** Somebody else in the channel. */
  other(permissions?: readonly string[]): User
  /** Runs a command and returns the answer as its person sees it. */
  slash(
    name: string,
    options?: Record<string, OptionValue>,
    from?: User,
    where?: Channel,
    extra?: Extra,
  ): Promise<SentMessage>
  /** Presses a button that opens a form. */
  open(message: Message, label: string, from?: User): Promise<Interaction>
  /** Presses a button and returns what came of it. */
  press(message: Message, label: string, from?: User): Promise<SentMessage>
  answer(interaction: Interaction): Promise<SentMessage>
}

export async function room(options: ConnectOptions = {}): Promise<Room> {
  const connected = await connect(options)
  const asked: Interaction[] = []
  open.push({ connected, asked })
  const { peer } = connected
  const guild = peer.guild()
  const channel = peer.channel(guild)
  const other = (permissions: readonly string[] = []): User => {
    const user = peer.user()
    peer.member(guild, user, { permissions })
    return user
  }
  const person = other()
  const answer = async (interaction: Interaction): Promise<SentMessage> => {
    asked.push(interaction)
    await interaction.settled()
    const message = interaction.message()
    if (message === undefined) throw new Error('no answer is there')
    return message
  }
  return {
    ...connected,
    guild,
    channel,
    person,
    other,
    answer,
    slash: (name, values = {}, from = person, where = channel, extra = {}) =>
      answer(peer.slash(where, from, name, values, extra)),
    async open(message, label, from = person) {
      const pressed = peer.press(message, from, label)
      asked.push(pressed)
      await pressed.settled()
      return pressed
    },
    press: (message, label, from = person) => answer(peer.press(message, from, label)),
  }
}

/** Of the buttons under a message. */
export const labels = (message: Message): string[] => {
  const found: string[] = []
  for (const row of message.components ?? [])
    for (const button of 'components' in row ? row.components : [])
      if ('label' in button) found.push(button.label ?? '')
  return found
}
export const labelled = (message: Message, begins: string): string => {
  const found = labels(message).find((label) => label.includes(begins))
  if (found === undefined) throw new Error(`no button “${begins}” among ${labels(message).join(', ')}`)
  return found
}
export const idOf = (message: Message, label: string): string => {
  for (const row of message.components ?? [])
    for (const button of 'components' in row ? row.components : [])
      if ('label' in button && button.label === label && 'custom_id' in button) return button.custom_id
  throw new Error(`no button “${label}”`)
}
