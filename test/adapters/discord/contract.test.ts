/** The contract of chat adapters over the real discord.js and the local Discord server. */
import { withoutControls } from '../../../src/index.ts'
import { chatAdapterContract, type FarSide, type Handle } from '../../contract/chat-adapter.ts'
import type { Interaction } from '../../peers/discord/index.ts'
import { connect, seen } from './connected.ts'

/** A person in a channel of a server. */
async function open(handle: Handle): Promise<FarSide> {
  const { peer, adapter, logged, close } = await connect({ handle })
  const guild = peer.guild()
  const channel = peer.channel(guild)
  const person = peer.user()
  peer.member(guild, person)
  const told = new Map<string, Interaction>()
  return {
    adapter,
    address: { platform: 'discord', conversation: guild.id, thread: channel.id },
    limit: 6000,
    visible: withoutControls,
    async say(text, { id, addressed = true, fromBot = false } = {}) {
      const again = id === undefined ? undefined : told.get(id)
      if (again !== undefined) return peer.redeliver(again)
      // Who does not use a command says nothing to the bot, nor can a bot use one.
      if (!addressed || fromBot) {
        peer.post(channel, fromBot ? peer.user({ bot: true }) : person, text)
        return
      }
      const interaction =
        text === '/help' ? peer.slash(channel, person, 'help') : peer.slash(channel, person, 'ask', { question: text })
      if (id !== undefined) told.set(id, interaction)
    },
    async press(label) {
      const message = peer.allSent().at(-1)
      if (message === undefined) throw new Error('nothing to press')
      peer.press(message, person, label)
    },
    async heard(count) {
      // "is thinking…" says nothing yet.
      const said = (): string[] => peer.allSent().flatMap(({ text }) => (text === '' ? [] : [seen(text)]))
      await peer.until(() => said().length >= count)
      return said()
    },
    faults: {
      limitRate: (milliseconds) =>
        peer.faults.push({
          method: 'POST /channels/{id}/messages',
          action: { type: 'status', code: 429, retry_after: milliseconds / 1000 },
        }),
      gone: () =>
        peer.faults.push({
          method: 'POST /channels/{id}/messages',
          action: { type: 'status', code: 403, errorCode: 50_001, description: 'Missing Access' },
        }),
      token: peer.token,
      logged: () => logged.join('\n'),
    },
    close,
  }
}

chatAdapterContract({ name: 'Discord', open, skip: [] })
