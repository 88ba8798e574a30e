import { describe, expect, test } from 'vitest'
import { sentences } from '../../src/text/sentences.ts'

const check = (rule: string, text: string, parts: readonly string[]): void =>
  test(rule, () => expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(parts))

check('ends at a full stop', 'قال هذا. وقال ذاك.', ['قال هذا.', 'وقال ذاك.'])
check('ends at the Arabic question mark', 'هل وصل؟ نعم وصل.', ['هل وصل؟', 'نعم وصل.'])
check('ends at an ellipsis', 'وغير ذلك… ثم عاد.', ['وغير ذلك…', 'ثم عاد.'])
check('ends at a line break', 'العنوان\nالنص هنا', ['العنوان', 'النص هنا'])
check('ends behind closing quotation marks', 'قال: «انتهى.» ثم مضى.', ['قال: «انتهى.»', 'ثم مضى.'])
check('ends behind a footnote mark', 'عمل عدائي.[12] وقيل غير ذلك.', ['عمل عدائي.[12]', 'وقيل غير ذلك.'])
check('ends between words that were not parted', 'تمويل الإرهاب.إضافة إلى ذلك', ['تمويل الإرهاب.', 'إضافة إلى ذلك'])
check('goes on after an Arabic initial', 'كتبه د. أحمد أمس.', ['كتبه د. أحمد أمس.'])
check('goes on after a Latin initial', 'ألفه J. Smith أمس.', ['ألفه J. Smith أمس.'])
check('goes on after initials', 'في U.S. Army اليوم.', ['في U.S. Army اليوم.'])
check('goes on after an abbreviation', 'انظر ص. 12 وما بعدها.', ['انظر ص. 12 وما بعدها.'])
check('goes on in a decimal', 'بلغ 2.5 مليون.', ['بلغ 2.5 مليون.'])
check('goes on after two dots', 'المغرب.. الحصن المنيع', ['المغرب.. الحصن المنيع'])
check('goes on after the number of an item', '1. الكوارث الطبيعية', ['1. الكوارث الطبيعية'])
check('ends after a number that closes a sentence', 'تأسس عام 1989. ثم توقف.', ['تأسس عام 1989.', 'ثم توقف.'])

/** A line a rule: the place where a mark stands that does not end the sentence. */
describe('a sentence goes on', () => {
  const whole = (rule: string, ...texts: readonly string[]): void => {
    for (const text of texts)
      test(`${rule}: ${text}`, () => expect(sentences(text).map((s) => text.slice(s.start, s.end))).toEqual([text]))
  }
  whole('after a title', 'كتبه د. وليد سعيد أمس.', 'قاله أ. د. محمد الفاسي في درسه.', 'وصل المهندس م. علي أمس.')
  whole(
    'after initials',
    'رواية ج. ر. ر. تولكين معروفة.',
    'ألفه J. R. R. Tolkien قديما.',
    'En 1998, M. Dupont est parti.',
  )
  whole('after a foreign title', 'Then Mr. Smith and Mme. Curie met.', 'Le Dr. Martin et Mgr. Dubois sont là.')
  whole(
    'after a part or a page',
    'انظر ط. 2، ج. 1، ص. 12 منه.',
    'ورد في ج1. ص5. من الكتاب.',
    'See no. 5, vol. 2 and fig. 3.',
    'Voir art. 12 du code.',
  )
  whole(
    'after an era or a unit',
    'توفي سنة 505 هـ. (1111 م. تقريبا) في طوس.',
    'ولد سنة 356 ق.م. في مقدونيا.',
    'على بعد 30 كم. من المدينة.',
  )
  whole('after letters with full stops', 'في U.S. Army اليوم.', 'Words, i.e. names and e.g. dates, count.')
  whole(
    'after what often ends a list',
    'الكتب والمجلات إلخ. من المطبوعات.',
    'Books, etc. are printed.',
    'Ford Motor Co. was founded.',
  )
  whole('in a number', 'بلغ 2.5 مليون.', 'بلغ 1.250.000 نسمة.', 'بلغت ٣.٥ في المائة.')
  whole('in a date or a time', 'وقع في 14.12.2021 بالرباط.', 'وقع في 14. 12. 2021 بالرباط.', 'بدأ في 10.30 صباحا.')
  whole(
    'after the number of an item or a section',
    '1. الكوارث الطبيعية',
    '1.2. نطاق التطبيق',
    '(3). أحكام عامة',
    'أ. تعريف المصطلح',
    'IV. Dispositions finales',
  )
  whole(
    'in an address or a file name',
    'انظر https://example.org/a.b?c=d!e وغيره.',
    'الملف report.v2.pdf مرفق.',
    'راسل info@example.org اليوم.',
  )
  whole(
    'after dots that pause or leave out',
    'المغرب.. الحصن المنيع',
    'قال إنه … لا يعلم شيئا',
    'من قال [...] إنه لا يعلم؟',
    'لم يكن ذلك... سهلا عليه',
  )
  whole(
    'after a question in quotation marks',
    '«إلى أين؟» سأل الحارس زميله.',
    '"Where to?" asked the guard.',
    'رفعت لافتة «أين العدالة؟» أمام المقر.',
  )
  whole('after a call in brackets', 'وصل أخيرا (يا للعجب!) قبل الموعد.')
  whole('after a quotation, before who said it', '«انتهى.» قال الحارس.', '« Fini. » dit-il au garde.')
  whole('before a comma', 'سأل: متى؟، ثم سكت.', 'شركة Yahoo!، وهي أمريكية.')
  whole('before a small Latin letter', 'It was approx. five of them.')
})

describe('a sentence ends all the same', () => {
  check('behind a closing bracket', 'هي البلدية (غمينا). المدينة بلدية.', ['هي البلدية (غمينا).', 'المدينة بلدية.'])
  check('behind a closing quotation mark', 'سماه «المسرح الأثري». وبعد ذلك هدم.', [
    'سماه «المسرح الأثري».',
    'وبعد ذلك هدم.',
  ])
  check('behind a sign', 'بلغت 30 %. ويعطي ذلك فرقا.', ['بلغت 30 %.', 'ويعطي ذلك فرقا.'])
  check('at a full stop that stands apart', 'في سنة 2017 . وكذلك غيره.', ['في سنة 2017 .', 'وكذلك غيره.'])
  check('after an era, where a sentence opens', 'توفي سنة 505 هـ. وكان عالما.', ['توفي سنة 505 هـ.', 'وكان عالما.'])
  check('after إلخ, where a sentence opens', 'الكتب إلخ. ثم عاد.', ['الكتب إلخ.', 'ثم عاد.'])
  check('after a word that is an abbreviation before numbers', 'He said no. Then he left.', [
    'He said no.',
    'Then he left.',
  ])
  check('after a single Latin letter before Arabic', 'ينتمي إلى الصنف P. يرمز له بحرف.', [
    'ينتمي إلى الصنف P.',
    'يرمز له بحرف.',
  ])
  check('after a quotation, where a sentence opens', 'قال: «هل وصل؟» ثم مضى.', ['قال: «هل وصل؟»', 'ثم مضى.'])
  check('inside a quotation of several', 'قال: «أين هو؟ لا أراه.»', ['قال: «أين هو؟', 'لا أراه.»'])
  check('behind raised figures', 'عمل عدائي.¹² وقيل غير ذلك.', ['عمل عدائي.¹²', 'وقيل غير ذلك.'])
  check('behind several footnote marks', 'عمل عدائي.[1][2] وقيل غير ذلك.', ['عمل عدائي.[1][2]', 'وقيل غير ذلك.'])
  check('at each line of a list', '1. أول.\n2. ثان.', ['1. أول.', '2. ثان.'])
})

test('marks without end are read in their own time', () => {
  for (const text of ['.'.repeat(200_000), `${'.'.repeat(200_000)}x`, 'أ. '.repeat(100_000), '«؟» '.repeat(50_000)])
    expect(sentences(text).length).toBeLessThanOrEqual(1)
})

check('leaves out blank lines', '\n\n  نص  \n\n', ['نص'])
check('finds nothing in nothing', '', [])

const clause = 'كلمة '.repeat(25).trim()
check('parts a long sentence at its semicolon', `${clause}؛ ${clause}.`, [`${clause}؛`, `${clause}.`])
check('keeps a short one whole', 'هذا أول؛ وهذا ثان.', ['هذا أول؛ وهذا ثان.'])

test('reads only between the given offsets', () => {
  const text = 'أول. ثان. ثالث.'
  expect(sentences(text, 5, 9).map(({ start, end }) => text.slice(start, end))).toEqual(['ثان.'])
})
