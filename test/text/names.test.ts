/** Names across scripts: a name is asked for in one script and stands in the text in the other. */
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../../src/corpus/parse.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { rank } from '../../src/retrieval/rank.ts'
import { createVocabulary } from '../../src/retrieval/vocabulary.ts'
import { phoneticKeys } from '../../src/text/phonetic.ts'

const NAMES: readonly (readonly [latin: string, ...arabic: string[]])[] = [
  ['boukous', 'بوكوس'],
  ['wagner', 'فاغنر', 'فاجنر'],
  ['schengen', 'شنغن', 'شينغن'],
  ['benkirane', 'بنكيران'],
  ['bourita', 'بوريطة'],
  ['stoltenberg', 'ستولتنبرغ', 'ستولتنبرج'],
  ['kalashnikov', 'كلاشنيكوف'],
  ['blinken', 'بلينكن'],
  ['timbuktu', 'تمبكتو'],
  ['zelensky', 'زيلينسكي'],
]
const pairs = NAMES.flatMap(([latin, ...arabic]) => arabic.map((name) => [latin, name] as const))

/** A vocabulary of a name among words of everyday texts. */
const vocabularyWith = (name: string) =>
  createVocabulary(
    new Map(['حدود', 'وزير', 'حكومة', 'اجتماع', 'مقاتل', 'minister', 'council', name].map((word) => [word, 1])),
    8,
  )

describe('a name stands for itself in the other script', () => {
  test.each(pairs)('%s in an Arabic text: %s', (latin, arabic) =>
    expect([...vocabularyWith(arabic).related(latin).keys()]).toContain(arabic),
  )
  test.each(pairs)('%s in Latin letters, asked for as %s', (latin, arabic) =>
    expect([...vocabularyWith(latin).related(arabic).keys()]).toContain(latin),
  )
  test.each([
    ['wagner', 'مراكش'],
    ['boukous', 'بنكيران'],
    ['schengen', 'تمبكتو'],
  ])('%s is not %s', (latin, arabic) => {
    expect([...vocabularyWith(arabic).related(latin).keys()]).not.toContain(arabic)
    expect([...vocabularyWith(latin).related(arabic).keys()]).not.toContain(latin)
  })
})

describe('where sounds are few they tell nothing', () => {
  test.each(['ali', 'أبو', 'mali', 'لا', 'eu', 'onu', 'وادي'])('%s has no key', (word) =>
    expect(phoneticKeys(word)).toEqual([]),
  )
  test('a short name finds no word that merely has its consonants', () =>
    expect([...vocabularyWith('عالي').related('ali').keys()]).toEqual([]))
  test('a likeness in sound is surer than none and weaker than the word itself', () => {
    const vocabulary = createVocabulary(
      new Map([
        ['wagner', 1],
        ['فاغنر', 1],
      ]),
      2,
    )
    const variants = vocabulary.related('wagner')
    expect(variants.get('wagner')).toBe(1)
    expect(variants.get('فاغنر')).toBeGreaterThan(0)
    expect(variants.get('فاغنر')).toBeLessThan(1)
  })
})

describe('whole questions', () => {
  const document = (id: string, text: string) => parseDocument({ id, file: `${id}.txt`, text, metadata: {} })
  const index = createIndex([
    document('arabic', 'قال أحمد بوكوس إن المعهد الملكي للثقافة الأمازيغية تأسس سنة 2001 ويشتغل على تدريس اللغة.'),
    document('mixed', 'انتشر مقاتلو شركة Wagner الروسية في مالي بعد رحيل القوات الفرنسية عن قواعدها في الشمال.'),
    document(
      'other',
      'عقد مجلس الوزراء اجتماعا في مراكش لمناقشة مشروع قانون المالية للسنة المقبلة وأحاله إلى البرلمان.',
    ),
  ])
  const first = (question: string) => rank(index, question, 1).hits[0]?.document.id
  test.each([
    ['Qui est Boukous ?', 'arabic'],
    ['What did Boukous say?', 'arabic'],
    ['من هم مقاتلو فاغنر؟', 'mixed'],
    ['فاجنر', 'mixed'],
    ['Wagner', 'mixed'],
  ])('%s', (question, id) => expect(first(question)).toBe(id))
})
