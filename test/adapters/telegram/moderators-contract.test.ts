/** The moderators' suite over the real telegraf and the local Telegram server. */
import { moderatorsContract } from '../../contract/moderators.ts'
import { openTelegram } from './people.ts'

moderatorsContract({
  name: 'Telegram',
  open: openTelegram,
  upheavals: [
    { name: 'the group becomes a supergroup', open: () => openTelegram({ plain: true }), goesOn: true },
    { name: 'the topic is deleted', inTopic: true },
    { name: 'the bot is removed' },
  ],
})
