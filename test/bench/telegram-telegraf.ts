/** The least that a telegraf bot can do, to compare with: no store, no search, the same words for everybody. */
import { Telegraf } from 'telegraf'

const bot = new Telegraf(process.env['TELEGRAM_BOT_TOKEN'] ?? '', {
  telegram: { apiRoot: process.env['TELEGRAM_API_ROOT'] ?? '' },
})
bot.on('text', (context) =>
  context.reply('تأسس اتحاد المغرب العربي عام 1989', { reply_parameters: { message_id: context.message.message_id } }),
)
bot.catch(() => {})
process.on('SIGTERM', () => bot.stop())
await bot.launch()
