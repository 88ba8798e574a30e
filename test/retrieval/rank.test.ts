import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../adapters/files/corpus.ts'
import { parseDocument } from '../../src/corpus/parse.ts'
import { createIndex } from '../../src/retrieval/index.ts'
import { rank } from '../../src/retrieval/rank.ts'
import { createVocabulary } from '../../src/retrieval/vocabulary.ts'
import { contractCorpus } from '../contract/corpus.ts'

const document = (id: string, text: string) => parseDocument({ id, file: `${id}.txt`, text, metadata: {} })
const index = createIndex(contractCorpus())
const first = (question: string): string => rank(index, question, 3).hits[0]?.passage.text ?? ''

describe('vocabulary', () => {
  const words = [
    'حدود',
    'الحدود',
    'مدرسه',
    'مدارس',
    'ديسمبر',
    '500',
    'اختطاف',
    'بكوش',
    'استخبارات',
    'وزاره',
    'الدفاع',
    'الامريكيه',
  ]
  const vocabulary = createVocabulary(new Map(words.map((word) => [word, 1])), words.length)
  const check = (rule: string, word: string, variants: readonly string[], phrase?: string): void =>
    test(rule, () =>
      expect([...vocabulary.related(word, phrase).keys()]).toEqual(expect.arrayContaining([...variants])),
    )
  check('a word stands for itself and for its stem', 'حدود', ['حدود', 'الحدود'])
  check('a broken plural for its singular', 'مدرسه', ['مدارس'])
  check('another name of a month', 'دجنبر', ['ديسمبر'])
  check('a number in letters', 'خمسمايه', ['500'])
  check('a synonym', 'خطف', ['اختطاف'])
  check('a French word', 'frontieres', ['حدود'])
  check('an English word', 'border', ['حدود'])
  check('a name in the other script', 'bakkouche', ['بكوش'])
  check('a typing error', 'استخبرات', ['استخبارات'])
  check('a phrase, by its rarest word', 'البنتاغون', ['وزاره'])
  test('the word itself stands surest', () => {
    const [surest] = [...vocabulary.related('حدود')]
    expect(surest).toEqual(['حدود', 1])
  })
  test('a number stands for itself alone', () => expect([...vocabulary.related('500')]).toEqual([['500', 1]]))
  test('what the corpus does not hold has no variants', () => expect(vocabulary.related('كسكس').size).toBe(0))
})

describe('ranking', () => {
  test('the passage that answers is first', () => expect(first('متى تأسس اتحاد المغرب العربي؟')).toContain('1989'))
  test('a passage is found by its section', () => expect(first('الأمانة العامة')).toContain('الرباط'))
  describe('a phrase of the question', () => {
    const passages = (own: readonly string[]): string => {
      const texts = createIndex(own.map((text, at) => document(`d${at}`, text)))
      return rank(texts, 'ما هو الأمن الجماعي؟', 1).hits[0]?.passage.text ?? ''
    }
    const apart = 'العمل الجماعي يخدم الأمن في كل مكان'
    test('ranks before its words apart', () =>
      expect(passages([apart, 'في كل مكان يخدم العمل الأمن الجماعي'])).toContain('الأمن الجماعي'))
    test('is one over a footnote mark too', () =>
      expect(passages([apart, 'في كل مكان يخدم العمل الأمن[12] الجماعي'])).toContain('الأمن[12] الجماعي'))
  })
  test('nothing in common, nothing found', () => expect(rank(index, 'xyzzy', 3).hits).toEqual([]))
  test('an empty corpus finds nothing', () => expect(rank(createIndex([]), 'متى تأسس الاتحاد؟', 3).hits).toEqual([]))
  test('equal passages keep the order of the corpus', () => {
    const twins = createIndex(
      ['a', 'b', 'c'].map((id) =>
        document(id, `عنوان ${id}\n\nنص واحد عن الاتحاد في كل الوثائق لا يختلف بينها حرف واحد منه`),
      ),
    )
    expect(rank(twins, 'نص عن الاتحاد', 3).hits.map((hit) => hit.document.id)).toEqual(['a', 'b', 'c'])
  })

  const variants: readonly (readonly [rule: string, question: string])[] = [
    ['without hamza', 'متى تاسس اتحاد المغرب العربي'],
    ['with ى for ي', 'متي تأسس اتحاد المغرب العربى'],
    ['vocalised', 'مَتَى تَأَسَّسَ اِتِّحَادُ المَغْرِبِ العَرَبِيِّ؟'],
    ['with tatweel', 'متى تأســس اتحــاد المـغرب العربي'],
    ['in presentation forms', 'ﻣﺘﻰ ﺗﺄﺳﺲ ﺍﺗﺤﺎﺩ ﺍﻟﻤﻐﺮﺏ ﺍﻟﻌﺮﺑﻲ'],
    ['with directional marks', '\u202Bمتى تأسس\u200F اتحاد المغرب العربي\u202C'],
  ]
  const plain = rank(index, 'متى تأسس اتحاد المغرب العربي؟', 3)
  for (const [rule, question] of variants) {
    test(`the same question ${rule} has the same ranking and scores`, () => {
      const hits = rank(index, question, 3).hits
      expect(hits.map((hit) => [hit.passage.id, hit.score])).toEqual(
        plain.hits.map((hit) => [hit.passage.id, hit.score]),
      )
    })
  }
  test('digits of any script are the same digits', () =>
    expect(rank(index, 'ماذا حدث سنة ١٩٨٩', 1).hits[0]?.score).toBe(rank(index, 'ماذا حدث سنة 1989', 1).hits[0]?.score))

  test('words that are skipped are not found', () => {
    const text = 'عنوان\n\nهذه فقرة عن الاتحاد وعن أشياء كثيرة أخرى لا تهم القارئ. Haut du formulaire'
    expect(rank(createIndex([document('a', text)]), 'formulaire', 1).hits).toEqual([])
  })
})

test('the first hits are the same however many are asked for: what is not looked at could not have been among them', async () => {
  const { sources } = await readCorpus([join(import.meta.dirname, '../../corpus')])
  const shipped = createIndex(sources.map(parseDocument))
  for (const question of [
    'كم خلية فككها المغرب؟',
    'متى تأسس اتحاد المغرب العربي؟',
    'من هو المدير العام للأمن الوطني؟',
    'مصير الحدود بين المغرب والجزائر',
  ]) {
    const hits = (limit: number) =>
      rank(shipped, question, limit).hits.map(({ passage, score }) => ({ id: passage.id, score }))
    const all = hits(100)
    for (const limit of [1, 2, 3, 6]) expect(hits(limit)).toEqual(all.slice(0, limit))
  }
})

describe('who', () => {
  const office =
    'المديرية العامة للأمن الوطني إدارة، ومقر المديرية العامة للأمن الوطني في الرباط، وللأمن الوطني ولايات.'
  const named = 'استقبل الوزير ضيفه في المطار بحضور عبد اللطيف الحموشي المدير العام للأمن الوطني.'
  const index = createIndex([document('office', office), document('named', named)])
  const best = (question: string): string | undefined => rank(index, question, 2).hits[0]?.document.id

  test('is answered by whoever is named beside the role', () => {
    expect(best('من هو المدير العام للأمن الوطني؟')).toBe('named')
    expect(best('شكون هو المدير ديال الأمن الوطني؟')).toBe('named')
  })
  test('moderators have answered what their note asks, whether it names somebody or not', () => {
    const note = document('note', 'من هو مدير المدرسة الجديدة؟\n\nاسألوا في الإدارة.')
    const score = (one: typeof note): number =>
      rank(createIndex([one]), 'من هو مدير المدرسة الجديدة؟', 1).hits[0]?.score ?? 0
    expect(score({ ...note, kind: 'note', owner: 'telegram -1' })).toBeGreaterThan(score(note))
  })
  test('what the office is, by the office', () => expect(best('ما مقر المديرية العامة للأمن الوطني؟')).toBe('office'))
})
