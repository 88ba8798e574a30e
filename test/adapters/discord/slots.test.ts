/** The daily summary's slot on Discord, where several programs serve at once: never two posts, never a silent miss. */
import { slotRuns } from '../slot-runs.ts'
import { LONG, smallCorpus, startPeer, startProgram, tidy, WITH_CLOCK } from './running.ts'

slotRuns(async () => {
  const peer = await startPeer()
  const guild = peer.guild()
  const [channel, moderators] = [peer.channel(guild), peer.channel(guild)]
  const texts = (of: typeof channel): string[] =>
    peer
      .sent(of)
      .map(({ embeds }) => embeds.map(({ title = '', description = '' }) => `${title}\n${description}`).join('\n'))
  return {
    address: { platform: 'discord', conversation: guild.id, thread: channel.id },
    drafts: { platform: 'discord', conversation: guild.id, thread: moderators.id },
    start: (folder, settings) => startProgram(peer, folder, { CORPUS_DIR: smallCorpus(), ...settings }, WITH_CLOCK),
    posted: () => texts(channel),
    drafted: () => texts(moderators),
    isPost: (method, payload) => method === 'POST /channels/{id}/messages' && JSON.stringify(payload).includes('📋'),
    faults: peer.faults,
    until: (condition) => peer.until(condition, LONG),
    violations: () => [...peer.violations, ...peer.mentions],
  }
}, tidy)
