/**
 * A conversation with Sanad in Telegram, without Telegram: people ask, press and change their minds; what everyone sees is printed.
 * `npm run demo:telegram`.
 */
import { labels, openStage } from './stage.ts'

const { peer, print, listen, close } = await openStage()
const layla = peer.user({ first_name: 'ليلى', language_code: 'ar' })
const omar = peer.user({ first_name: 'عمر', language_code: 'fr' })
const group = peer.group({ title: 'قراء الدراسات الأمنية' })

try {
  print(`── ${group.title} ──\n`)
  print('ليلى: /ask متى تأسس اتحاد المغرب العربي؟\n')
  peer.say(group, layla, '/ask متى تأسس اتحاد المغرب العربي؟')
  const answer = await listen()

  const [context = ''] = labels(answer)
  print(`(عمر يضغط «👍»)`)
  print(`  ${(await peer.press(answer, omar, '👍'))?.text}\n`)
  print(`(عمر يضغط «${context}»: تفتح له المحادثة الخاصة)`)
  print(`  ${(await peer.press(answer, omar, context))?.url}\n`)

  print('عمر: سند، كيف أطبخ الكسكس بسبع خضار؟\n')
  const { message } = peer.say(group, omar, 'سند، كيف أطبخ الكسكس بسبع خضار؟')
  await listen()

  print('(عمر يعدل سؤاله: سند، متى أغلقت الحدود بين المغرب والجزائر؟)\n')
  peer.edit(message, 'سند، متى أغلقت الحدود بين المغرب والجزائر؟')
  await listen()

  print('── ليلى، محادثة خاصة ──\n')
  const chat = peer.privateChat(layla)
  print('ليلى: /verify تأسس اتحاد المغرب العربي عام 1988\n')
  peer.say(chat, layla, '/verify تأسس اتحاد المغرب العربي عام 1988')
  await listen()
} finally {
  await close()
}
