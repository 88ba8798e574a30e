/** The moderators' suite over the real telegraf and the local Telegram server. */
import { moderatorsContract } from '../../contract/moderators.ts'
import { openTelegram } from './people.ts'

moderatorsContract({ name: 'Telegram', open: openTelegram, others: [() => openTelegram({ plain: true })] })
