/** The moderators' suite over the real discord.js and the local Discord server. */
import { moderatorsContract } from '../../contract/moderators.ts'
import { openDiscord } from './people.ts'

moderatorsContract({
  name: 'Discord',
  open: openDiscord,
  upheavals: [
    { name: 'the channel is deleted' },
    { name: 'the thread is deleted', inTopic: true },
    { name: 'the bot may no longer write there' },
    { name: 'the bot is put out of the server', leavesNobody: true },
  ],
})
