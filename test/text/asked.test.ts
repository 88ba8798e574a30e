import { describe, expect, test } from 'vitest'
import { type Asked, answers, asked } from '../../src/text/asked.ts'
import { languageOf } from '../../src/text/language.ts'
import { tokenize } from '../../src/text/tokenize.ts'

describe('what is asked for', () => {
  const check = (question: string, kind: Asked): void => test(question, () => expect(asked(question)).toBe(kind))
  check('متى تأسس الاتحاد؟', 'date')
  check('في أي سنة وقع الاتفاق؟', 'date')
  check('مَتَى تَأَسَّسَ الاتحاد', 'date')
  check('فوقاش تأسس الاتحاد؟', 'date')
  check('En quelle année a-t-il été fondé ?', 'date')
  check('When was it founded?', 'date')
  check('كم عدد الدول الأعضاء؟', 'number')
  check('شحال ديال الدول؟', 'number')
  check('Combien de pays ?', 'number')
  check('من هو الأمين العام؟', 'person')
  check('شكون الأمين العام؟', 'person')
  check('ما اسم الوزير؟', 'person')
  check('مين هو الأمين العام؟', 'person')
  check('من هو وزير الداخلية؟', 'person')
  check('Who is the minister?', 'person')
  check('من هو عبد اللطيف حموشي؟', 'other')
  check('Who is Hammouchi?', 'other')
  check('من أين جاء؟', 'other')
  check('من أعلن عن المشروع؟', 'other')
  check('ليش أغلقت الحدود؟', 'reason')
  check('تاريخ الاتفاق؟', 'date')
  check('عدد الدول', 'number')
  check('لماذا أغلقت الحدود؟', 'reason')
  check('علاش تسدات الحدود؟', 'reason')
  check('ما هو الاتحاد؟', 'other')
  check('', 'other')
})

describe('what a sentence could answer', () => {
  const check = (sentence: string, kinds: readonly Asked[]): void =>
    test(sentence, () => expect([...answers(tokenize(sentence))].sort()).toEqual([...kinds].sort()))
  check('تأسس عام 1989', ['date', 'number'])
  check('في شهر دجنبر', ['date'])
  check('126 خلية', ['number'])
  check('خمسمائة إمام', ['number'])
  check('لأن الحدود مغلقة', ['reason'])
  check('قال جيرالد دارمانان', ['person'])
  check('قال على الفور', [])
})

describe('language', () => {
  const check = (text: string, language: string): void =>
    test(`${language}: ${text}`, () => expect(languageOf(text)).toBe(language))
  check('متى تأسس الاتحاد؟', 'ar')
  check('شنو هو TSCTP؟', 'ar')
  check('Quand l’Union a-t-elle été fondée ?', 'fr')
  check('Sécurité régionale', 'fr')
  check('When was the union founded?', 'en')
  check('imta tassas l2ittihad', 'ar')
  check('wach l7odoud msdoda', 'ar')
  check('12345', 'ar')
  check('What happened in 2002?', 'en')
  check('the F16 and G20', 'en')
  check('the 9th and the 3rd, 5km away', 'en')
  check('9anoun l2ard', 'ar')
})
