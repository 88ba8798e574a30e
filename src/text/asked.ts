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

const PATTERNS: readonly (readonly [Asked, RegExp])[] = [
  [
    'date',
    pattern(
      '[وف]?متى|منذ متى|(?:في|من|خلال|منذ)? ?(?:أي|أية) (?:عام|سنة|تاريخ|شهر|يوم|عقد|قرن|ديسمبر)|بأي (?:عام|سنة|تاريخ|يوم)|ما (?:هو )?(?:تاريخ|عام|سنة|موعد)|فوقاش|وقتاش|امتى|إمتى|(?:ف)?(?:أش|اش|أي|اي) (?:عام|نهار)|quand|en quelle année|quelle (?:année|date)|when|(?:in )?(?:what|which) year|what date',
    ),
  ],
  [
    'number',
    pattern(
      '[وفب]?كم|(?:ما|ماهو) (?:هو )?(?:عدد|مقدار|قيمة|حجم|نسبة|مبلغ)|[بف]?شحال|combien|quel (?:nombre|montant)|how (?:many|much)',
    ),
  ],
  [
    'person',
    pattern(
      '^من (?!أين|اين|أي|أية|متى|خلال|بين|قبل|بعد|حيث|جهة|ناحية|كم|ماذا|وين|فين)|^[وف]?من (?:هو|هي|هم|الذي|التي)|^ومن|منهو|مين|شكون|(?:ما|شنو|اش|ماهو) (?:هو )?(?:اسم|سمية) (?:ال)?(?:وزير|رئيس|كاتب|كاتبة|مؤلف|صاحب|شاب|جندي|أمين|ملك|زعيم|قائد|سفير|مدير|مسؤول|مؤرخ|باحث|ناطق|منسق|عضو|صحفي|شخص|قاضي|إمام|مؤسس|مندوب|ضابط)|who|whom|^qui',
    ),
  ],
  ['reason', pattern('[وف]?لماذا|[وف]?لم|ما (?:هو |هي )?(?:سبب|أسباب|الهدف|هدف|الغاية|دوافع)|علاش|لاش|pourquoi|why')],
]

function pattern(alternatives: string): RegExp {
  return new RegExp(`(?:^|[^\\p{L}])(?:${alternatives.split('|').map(normalizePattern).join('|')})(?:$|[^\\p{L}])`, 'u')
}

/** Folds the letters of a pattern and leaves its syntax alone. */
function normalizePattern(source: string): string {
  return source.replace(/[\p{L}\p{M}]+/gu, (word) => normalize(word))
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
