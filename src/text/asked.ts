/**
 * What a question asks for, from its question words, and which sentences could answer that. It helps to choose between
 * sentences and to judge confidence; it never excludes a passage.
 */
import { GIVEN_NAMES } from './lexicon/names.ts'
import { monthNumber } from './months.ts'
import { normalize } from './normalize.ts'
import { numberOf } from './numbers.ts'
import type { Token } from './tokenize.ts'

export type Asked = 'date' | 'number' | 'person' | 'reason' | 'other'

/** What a person can be asked for as, with or without the article. */
const ROLE =
  '(?:ال)?(?:وزير|رئيس|كاتب|مؤلف|صاحب|شاب|جندي|أمين|ملك|عاهل|أمير|زعيم|قائد|سفير|مدير|مسؤول|مؤرخ|باحث|ناطق|منسق|عضو|صحفي|صحافي|شخص|قاضي|إمام|مؤسس|مندوب|ممثل|مفوض|ضابط|نائب|مساعد|مستشار|حاكم|والي|عميد|شاعر|مخترع|مكتشف|عالم|فيلسوف|أستاذ|طبيب|مهندس)ة?'

/** Question words by what they ask for, in Arabic, its dialects, French and English; the first kind that is found decides. */
const PATTERNS: readonly (readonly [Asked, RegExp])[] = [
  [
    'date',
    anyOf(
      '[وف]?متى',
      '(?:أي|أية|بأي|اش|آش|أش|فاش) (?:عام|سنة|تاريخ|شهر|يوم|نهار|عقد|قرن)',
      'ما (?:هو |هي )?(?:تاريخ|عام|سنة|موعد)',
      '^تاريخ',
      'فوقاش|وقتاش|امتى|إيمتى|إيمتا|امتا|امتين',
      'quand|quelle (?:année|date)',
      'when|(?:what|which) (?:year|date|month|day)',
    ),
  ],
  [
    'number',
    anyOf(
      '[وفب]?كم',
      'ما (?:هو |هي )?(?:عدد|مقدار|قيمة|حجم|نسبة|مبلغ)',
      '^عدد',
      '[بف]?شحال|قديش|قداش|كام',
      'combien|quel (?:est le )?(?:nombre|montant)',
      'how (?:many|much)|what number',
    ),
  ],
  // Who holds a role is asked for by a name; who somebody is, who did something, by a description.
  [
    'person',
    anyOf(
      `^[وف]?(?:من|مين|شكون) (?:هو |هي |كان |كانت |اللي كان |يكون )?${ROLE}`,
      `(?:ما|شنو|شو|اش|ماهو) (?:هو )?(?:اسم|سمية) ${ROLE}`,
      '^[وف]?من (?:يرأس|ترأس|يقود|قاد|يتزعم|يدير|خلف|عين|تولى|يتولى|كتب|ألف|قال|صرح)',
      '^who (?:is|was) (?:the|a)|^qui (?:est|était) l[ea]?',
    ),
  ],
  [
    'reason',
    anyOf('[وف]?لماذا|^لم', 'ما (?:هو |هي )?(?:سبب|أسباب|الهدف|هدف|الغاية|دوافع)', 'علاش|لاش|ليش|ليه', 'pourquoi|why'),
  ],
]

function anyOf(...patterns: string[]): RegExp {
  const folded = patterns.join('|').replace(/[\p{L}\p{M}]+/gu, (word) => normalize(word))
  return new RegExp(`(?:^|[^\\p{L}])(?:${folded})(?:$|[^\\p{L}])`, 'u')
}

/** What is asked for; the first kind whose words stand in the question. */
export function asked(question: string): Asked {
  const folded = normalize(question)
  return PATTERNS.find(([, words]) => words.test(folded))?.[0] ?? 'other'
}

const REASONS: Set<string> = new Set(
  'لأن لأنه لأنها لأنهم بسبب نظرا نتيجة لكي كي بهدف بغية قصد لأجل سبب أسباب بفضل بغرض لتجنب'.split(' ').map(normalize),
)

const NAMES: Set<string> = new Set(GIVEN_NAMES.trim().split(/\s+/).map(normalize))

/** Whether a folded word is a given name. */
export function isGivenName(word: string): boolean {
  return NAMES.has(word)
}

/** Which kinds of question a sentence with these words could answer. */
export function answers(tokens: readonly Token[]): Set<Asked> {
  const kinds = new Set<Asked>()
  for (const { text } of tokens) {
    if (/^\d+$/.test(text)) {
      kinds.add('number')
      if (/^(?:1[0-9]|20)\d\d$/.test(text)) kinds.add('date')
    } else if (numberOf(text) !== undefined) kinds.add('number')
    else if (monthNumber(text) !== undefined) kinds.add('date')
    else if (REASONS.has(text)) kinds.add('reason')
    else if (NAMES.has(text)) kinds.add('person')
  }
  return kinds
}
