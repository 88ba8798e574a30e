/** The contract of chat adapters over the real telegraf and the local Telegram server. */

import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { withoutControls } from '../../../src/index.ts'
import { chatAdapterContract, type FarSide, type Handle } from '../../contract/chat-adapter.ts'
import { connect } from './connected.ts'

/** A person in a private chat, and others in a group. */
async function open(handle: Handle): Promise<FarSide> {
  const { peer, adapter, logged, close } = await connect({ handle })
  const person = peer.user()
  const home = peer.privateChat(person)
  const group = peer.group()
  const updates = new Map<string, number>()
  return {
    adapter,
    address: { platform: 'telegram', conversation: createPseudonyms(peer.token).conversation(home) },
    limit: 4096,
    visible: withoutControls,
    async say(text, { id, addressed = true, fromBot = false } = {}) {
      const again = id === undefined ? undefined : updates.get(id)
      if (again !== undefined) return peer.redeliver(again)
      const from = fromBot ? peer.user({ is_bot: true }) : person
      const { update_id } = peer.say(addressed && !fromBot ? home : group, from, text)
      if (id !== undefined) updates.set(id, update_id)
    },
    async press(label) {
      const message = peer.sent(home).at(-1)
      if (message === undefined) throw new Error('nothing to press')
      await peer.press(message, person, label)
    },
    async heard(count) {
      await peer.until(() => peer.allSent().length >= count)
      return peer.allSent().map(({ text }) => text ?? '')
    },
    faults: {
      limitRate: (milliseconds) =>
        peer.faults.push({
          method: 'sendMessage',
          action: { type: 'status', code: 429, retry_after: Math.ceil(milliseconds / 1000) },
        }),
      gone: () =>
        peer.faults.push({
          method: 'sendMessage',
          action: { type: 'status', code: 403, description: 'Forbidden: bot was blocked by the user' },
        }),
      token: peer.token,
      logged: () => logged.join('\n'),
    },
    close,
  }
}

chatAdapterContract({ name: 'Telegram', open, skip: [] })
