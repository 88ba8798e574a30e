import type { Phrases } from './phrases.ts'

/** Arabic: plain, polite, short. Numbers agree with their nouns. */
export const ar: Phrases = {
  language: 'ar',
  notFound: 'لم أجد في الوثائق ما يجيب عن هذا السؤال.',
  nearest: 'أقرب العناوين إليه (وليست جوابا):',
  greeting: 'أهلا بك. اكتب سؤالك وسأبحث عن جوابه في الوثائق، وأنقله بنصه مع مصدره. للمساعدة: /help',
  help: [
    'أجيب عن الأسئلة من وثائق هذه المجموعة فقط، بالنص الحرفي ومع المصدر، ولا أؤلف جوابا من عندي.',
    '',
    '/ask سؤالك: البحث عن جواب (ويكفي في المحادثة الخاصة أن تكتب السؤال)',
    '/sources: قائمة الوثائق، و ‎/sources 2 لبطاقة الوثيقة الثانية',
    '/help: هذه الرسالة',
  ].join('\n'),
  unknown: (command) => `لا أعرف الأمر ${command}. الأوامر في /help`,
  apology: 'عذرا، وقع خطأ ولم أستطع الإجابة. أعد المحاولة من فضلك.',
  context: 'السياق',
  next: 'المقطع التالي',
  previous: 'المقطع السابق',
  more: 'مقاطع أخرى',
  noMore: 'لا توجد مقاطع أخرى لهذا السؤال.',
  moreFrom: (from) => `مقاطع أخرى، ابتداء من الرقم ${from}:`,
  gone: 'هذا المقطع لم يعد موجودا: تغيرت الوثيقة منذ ذلك الحين.',
  sources: (count) =>
    count === 1 ? 'وثيقة واحدة:' : count === 2 ? 'وثيقتان:' : count <= 10 ? `${count} وثائق:` : `${count} وثيقة:`,
  noSources: 'لا توجد وثائق بعد.',
  noSuchSource: (name) => `لا توجد وثيقة باسم «${name}». القائمة في /sources`,
  passages: (count) =>
    count === 1 ? 'مقطع واحد' : count === 2 ? 'مقطعان' : count <= 10 ? `${count} مقاطع` : `${count} مقطعا`,
  undated: 'بلا تاريخ',
  brief: 'ملخص',
  author: 'الكاتب',
  publisher: 'الناشر',
  date: 'التاريخ',
  link: 'الرابط',
  separator: '، ',
}
