import { expect, test } from 'vitest'
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
check('leaves out blank lines', '\n\n  نص  \n\n', ['نص'])
check('finds nothing in nothing', '', [])

const clause = 'كلمة '.repeat(25).trim()
check('parts a long sentence at its semicolon', `${clause}؛ ${clause}.`, [`${clause}؛`, `${clause}.`])
check('keeps a short one whole', 'هذا أول؛ وهذا ثان.', ['هذا أول؛ وهذا ثان.'])

test('reads only between the given offsets', () => {
  const text = 'أول. ثان. ثالث.'
  expect(sentences(text, 5, 9).map(({ start, end }) => text.slice(start, end))).toEqual(['ثان.'])
})
