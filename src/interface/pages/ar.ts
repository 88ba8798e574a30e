import type { PagePhrases } from './phrases.ts'

/** What is counted, as Arabic counts: one, two, three to ten, more. */
function counted(count: number, one: string, two: string, few: string, many: string): string {
  if (count === 1) return one
  if (count === 2) return two
  const rest = count % 100
  return rest >= 3 && rest <= 10 ? `${count} ${few}` : `${count} ${many}`
}

export const ar: PagePhrases = {
  page: {
    name: 'سند',
    promise: 'جواب من الوثائق، بنصّه ومصدره',
    skip: 'إلى المحتوى',
    conversation: 'المحادثة',
    you: 'سؤالك',
    sanad: 'سند',
    question: 'اكتب سؤالك',
    placeholder: 'اسأل بالعربية أو الدارجة أو الفرنسية أو الإنجليزية',
    send: 'إرسال',
    sending: 'جارٍ البحث…',
    failed: 'لم يصل السؤال إلى سند. تحقق من الاتصال ثم أعد الإرسال.',
    examples: 'جرّب أن تسأل عن:',
    commands: 'الأوامر',
    documents: 'الوثائق',
    languages: 'اللغة',
    onlyYou: 'لا يراه إلا المشرفون',
    moderators: 'أدوات المشرف',
    demo: 'هذا عرض تجريبي على هذا الجهاز: لك فيه ما للمشرف في مجموعته.',
    attach: 'أضف وثيقة (md أو txt أو html)',
    chat: 'المحادثة',
    tooLarge: 'ما أرسلته أكبر مما يُقبل هنا.',
    noDocuments: 'لا وثائق بعد. ضع ملفات md أو txt أو html في مجلد الوثائق.',
  },
  reader: {
    contents: 'المحتويات',
    collection: 'المجموعة',
    kind: 'النوع',
    license: 'الرخصة',
    original: 'النص الأصلي عند ناشره',
    searchIn: 'ابحث في هذه الوثيقة',
    search: 'بحث',
    found: (count) => counted(count, 'موضع واحد', 'موضعان', 'مواضع', 'موضعًا'),
    foundMost: (count) => `أول ${counted(count, 'موضع', 'موضعين', 'مواضع', 'موضعًا')}`,
    nowhere: 'لا ترد هذه الكلمات في الوثيقة.',
    clear: 'إنهاء البحث',
    citation: (number, of) => `الاقتباس ${number} من ${of}`,
    citations: 'اقتباسات الجواب نفسه',
    previous: 'الاقتباس السابق',
    next: 'الاقتباس التالي',
    copy: 'انسخ الاقتباس',
    copied: 'نُسخ',
    quotation: 'الاقتباس بمصدره ورابطه',
    moved: 'تغيّرت الوثيقة منذ هذا الاقتباس، وهذا موضع نصّه الآن.',
    changed: 'تغيّر هذا الموضع من الوثيقة منذ الاقتباس. المظلَّل هو أقرب نص إليه الآن، وقد لا يكون هو.',
    gone: 'تغيّرت الوثيقة منذ هذا الاقتباس، ولم يعد نصّه فيها.',
    unknown: 'هذا الرابط لا يدل على موضع في الوثيقة.',
    noDocument: 'لا توجد وثيقة بهذا العنوان. لعلها نُقلت أو حُذفت.',
    all: 'كل الوثائق',
    back: 'إلى موضعها في النص',
    note: (number) => `الهامش ${number}`,
    brief: 'هذا ملخص كُتب عن المصدر، وليس نص المصدر.',
    omitted: 'خارج البحث',
  },
}
