/** A telegraf bot, unmodified, lives on the peer as it does on Telegram. */
import { Telegraf } from 'telegraf'
import { expect, test } from 'vitest'
import { testPeer } from './support.ts'

test('telegraf polls, answers, edits, and answers a pressed button and an inline query', async () => {
  const { peer } = await testPeer()
  const bot = new Telegraf(peer.token, { telegram: { apiRoot: peer.root } })
  bot.start((ctx) =>
    ctx.reply('<b>مرحبا</b>', {
      parse_mode: 'HTML',
      reply_parameters: { message_id: ctx.message.message_id },
      reply_markup: { inline_keyboard: [[{ text: 'المزيد', callback_data: 'more' }]] },
    }),
  )
  bot.action('more', async (ctx) => {
    await ctx.answerCbQuery('حسنا')
    await ctx.editMessageText('المزيد هنا')
  })
  bot.on('inline_query', (ctx) =>
    ctx.answerInlineQuery([
      { type: 'article', id: '1', title: 'عنوان', input_message_content: { message_text: ctx.inlineQuery.query } },
    ]),
  )
  const running = bot.launch()
  const user = peer.user()
  const chat = peer.privateChat(user)
  const { message } = peer.say(chat, user, '/start')
  await peer.until(() => peer.sent(chat).length === 1, 10_000, 'the greeting')
  const [greeting] = peer.sent(chat)
  if (!greeting) throw new Error('nothing was sent')
  expect(greeting).toMatchObject({ text: 'مرحبا', reply_to_message: { message_id: message.message_id } })
  expect(await peer.press(greeting, user, 'المزيد')).toEqual({ text: 'حسنا' })
  await peer.until(() => peer.sent(chat)[0]?.text === 'المزيد هنا', 10_000, 'the edit')
  expect(await peer.inline(user, 'سؤال')).toMatchObject({ results: [{ title: 'عنوان' }] })
  bot.stop()
  await running
  expect(peer.violations).toEqual([])
  expect(peer.pending).toBe(0)
  expect(peer.sent(chat)[0]?.versions).toEqual(['مرحبا', 'المزيد هنا'])
})

test('telegraf uploads a file, and its errors are those of the peer', async () => {
  const { peer } = await testPeer()
  const { telegram } = new Telegraf(peer.token, { telegram: { apiRoot: peer.root } })
  const chat = peer.privateChat(peer.user())
  expect((await telegram.getMe()).username).toBe('sanad_bot')
  await telegram.sendDocument(chat.id, { source: Buffer.from('سند'), filename: 'a.txt' }, { caption: 'ملف' })
  expect(peer.sent(chat)).toMatchObject([{ caption: 'ملف', document: { file_name: 'a.txt' } }])
  peer.faults.push({ method: 'sendMessage', action: { type: 'status', code: 429, retry_after: 3 } })
  await expect(telegram.sendMessage(chat.id, 'x')).rejects.toMatchObject({
    response: { parameters: { retry_after: 3 } },
  })
  expect(peer.violations).toEqual([])
})
