/** The daily summary's slot on Telegram: never two posts, never a silent miss. */
import { slotRuns } from '../slot-runs.ts'
import { LONG, smallCorpus, startPeer, startProgram, tidy, WITH_CLOCK } from './running.ts'

slotRuns(async () => {
  const peer = await startPeer()
  const group = peer.group({ title: 'قراء' })
  const moderators = peer.group({ title: 'المشرفون' })
  const texts = (chat: typeof group): string[] => peer.sent(chat).map(({ text }) => text ?? '')
  return {
    address: { platform: 'telegram', conversation: String(group.id) },
    drafts: { platform: 'telegram', conversation: String(moderators.id) },
    start: (folder, settings) => startProgram(peer, folder, { CORPUS_DIR: smallCorpus(), ...settings }, WITH_CLOCK),
    posted: () => texts(group),
    drafted: () => texts(moderators),
    isPost: (method, payload) => method === 'sendMessage' && payload['chat_id'] === group.id,
    faults: peer.faults,
    until: (condition) => peer.until(condition, LONG),
    violations: () => peer.violations,
  }
}, tidy)
