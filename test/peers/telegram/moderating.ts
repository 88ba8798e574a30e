/** A moderator's day with Sanad in Telegram, without Telegram; what everyone sees is printed. `npm run demo:moderators`. */
import { momentOf } from '../../../src/digest/calendar.ts'
import { labels, openStage } from './stage.ts'

const { peer, print, listen, hush, setClock, close } = await openStage()
/** 21:00 in Casablanca, by the zone data of the runtime. */
const evening = momentOf('2026-11-22', '21:00', 'Africa/Casablanca')
setClock(evening - 20 * 60_000)
const salma = peer.user({ first_name: 'سلمى', language_code: 'ar' })
const layla = peer.user({ first_name: 'ليلى', language_code: 'ar' })
const omar = peer.user({ first_name: 'عمر', language_code: 'fr' })
const group = peer.group({ title: 'قراء الدراسات الأمنية' })
peer.setMember(group, salma, 'administrator')
const home = peer.privateChat(salma)

try {
  print(`── ${group.title} ──\n`)
  print('سلمى (مشرفة): /digest 21:00 Africa/Casablanca\n')
  peer.say(group, salma, '/digest 21:00 Africa/Casablanca')
  await hush()
  await listen()

  print('(أعضاء يسألون: متى تأسس الاتحاد، مرتين؛ متى أغلقت الحدود؛ موعد اللقاء القادم)\n')
  peer.say(group, layla, 'سند، متى تأسس اتحاد المغرب العربي؟')
  await hush()
  peer.say(group, omar, "/ask Quand l'Union du Maghreb arabe a-t-elle été créée ?")
  await hush()
  peer.say(group, layla, 'سند، متى أغلقت الحدود بين المغرب والجزائر؟')
  await hush()
  print('عمر: سند، ما موعد لقاء القراء القادم؟\n')
  peer.say(group, omar, 'سند، ما موعد لقاء القراء القادم؟')
  const notFound = await listen()
  const [raise = ''] = labels(notFound)
  print(`(عمر يضغط «${raise}»)`)
  await peer.press(notFound, omar, raise)
  await listen()

  print('سلمى: /gaps\n')
  peer.say(group, salma, '/gaps')
  const gaps = await listen()
  const answer = labels(gaps).find((label) => label.startsWith('أجب')) ?? ''
  print(`(سلمى تضغط «${answer}»)`)
  await peer.press(gaps, salma, answer)
  const prompt = await listen()
  const text = 'لقاء القراء القادم يوم السبت 28 نونبر على الساعة الرابعة في المكتبة الوطنية بالرباط.'
  print(`سلمى، ردا على ذلك: ${text}\n`)
  peer.say(group, salma, text, { reply_to_message: prompt })
  await hush()
  await listen()

  print('ليلى: سند، متى اللقاء القادم للقراء؟\n')
  peer.say(group, layla, 'سند، متى اللقاء القادم للقراء؟')
  await listen()

  print('── الساعة 21:00، محادثة سلمى الخاصة ──\n')
  setClock(evening + 1000)
  const draft = await listen()
  print('(سلمى تضغط «عدّل»)')
  await peer.press(draft, salma, 'عدّل')
  const editor = await listen()
  print('(سلمى تضغط «اكتب ملاحظة»)')
  await peer.press(editor, salma, 'اكتب ملاحظة')
  const asks = await listen()
  print('سلمى، ردا على ذلك: شكرا لكل من سأل. موعدنا السبت.\n')
  peer.say(home, salma, 'شكرا لكل من سأل. موعدنا السبت.', { reply_to_message: asks })
  const edited = await listen()
  print('(سلمى تضغط «المسودة» ثم «انشر»)')
  await peer.press(edited, salma, 'المسودة')
  const ready = await hush()
  await peer.press(ready, salma, 'انشر')
  print(`── ${group.title} ──\n`)
  await listen()
  await hush()

  print('سلمى، تعليقا على ملف دليل-القراء.md: /corpus add\n')
  peer.sendDocument(group, salma, {
    name: 'دليل-القراء.md',
    content: '# دليل القراء\n\nتعير المكتبة كل عضو ثلاثة كتب في الشهر، ويمدد أجل الإعارة أسبوعا واحدا لمن طلب ذلك.\n',
    caption: '/corpus add',
  })
  const proposed = await listen()
  await peer.press(proposed, salma, 'أضفه')
  print('(سلمى تضغط «أضفه»)')
  await listen()
  print('عمر: سند، كم كتابا تعير المكتبة؟\n')
  peer.say(group, omar, 'سند، كم كتابا تعير المكتبة؟')
  await listen()
  print('سلمى: /stats\n')
  peer.say(group, salma, '/stats')
  await listen()
  await listen()
} finally {
  await close()
}
