/**
 * What a question asks for, from its question words, and which sentences could answer that. It helps to choose between
 * sentences and to judge confidence; it never excludes a passage.
 */
import { GIVEN_NAMES } from './lexicon/names.ts'
import { monthNumber } from './months.ts'
import { normalize } from './normalize.ts'
import { numberOf } from './numbers.ts'
import type { Token } from './tokenize.ts'

export type Asked = 'date' | 'number' | 'person' | 'reason' | 'place' | 'list' | 'definition' | 'other'

/** What a person can be asked for as, with or without the article. */
const ROLE =
  '(?:ال)?(?:وزير|رئيس|كاتب|مؤلف|صاحب|شاب|جندي|أمين|ملك|عاهل|أمير|زعيم|قائد|سفير|مدير|مسؤول|مؤرخ|باحث|ناطق|منسق|عضو|صحفي|صحافي|شخص|قاضي|إمام|مؤسس|مندوب|ممثل|مفوض|ضابط|نائب|مساعد|مستشار|حاكم|والي|عميد|شاعر|مخترع|مكتشف|عالم|فيلسوف|أستاذ|طبيب|مهندس)ة?'

/** What a place can be asked for as. */
const PLACE_KIND =
  '(?:مدينة|بلد|بلدة|دولة|منطقة|مكان|موقع|قرية|إقليم|ولاية|قارة|عاصمة|حي|شارع|مقاطعة|محافظة|جزيرة|ميناء|بلاد|بلاصة)'
/** Nouns of which a question wants several. */
const SEVERAL =
  '(?:أهداف|مهام|مهمات|شروط|أنواع|أقسام|مراحل|خصائص|مبادئ|محاور|عناصر|أشكال|مكونات|تحديات|دول|بلدان|أعضاء|مجالات|أدوات|وسائل|آليات|مؤسسات|أجهزة|نتائج|توصيات|إجراءات|تدابير|عوامل|مصادر|فروع|أركان|بنود|مميزات|صلاحيات|اختصاصات|طرق|أساليب|خطوات|فوائد|مزايا|عيوب|أسماء|أمثلة|آثار|مظاهر|هيئات|منظمات|جماعات|تنظيمات|اتفاقيات|معاهدات|استراتيجيات|أبعاد|سمات|تهديدات|مخاطر|قوانين|مواد)'
/** What a thing has, so that asking for it asks for no definition. */
const ATTRIBUTE =
  'اسم|عدد|نوع|دور|موقف|سبب|هدف|تاريخ|مقر|رقم|قيمة|نسبة|حجم|لون|شكل|أصل|نتيجة|نتائج|علاقة|فرق|رأي|مصير|تأثير|أثر|مدة|مهمة|وظيفة|أهم|أكبر|أول|آخر|أبرز|أكثر|أعلى|أقدم|أفضل|أطول|أصغر|اسماء|الذي|التي|اللي'

/** A word that goes on naming a thing, and does not begin to tell about it. */
const FURTHER = '(?!(?:الذي|التي|اللي|في|من|بين|على|عند|إلى) )[^ ]+'

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
  [
    'place',
    anyOf(
      '[وف]?أين|[وف]?فين|فاين|[وف]?وين|منين|فيناهو|منوين',
      `(?:ب|في |من |إلى )?(?:أي|أية|أش من|أشمن|شمن) ${PLACE_KIND}`,
      `(?:ما|ماهي|ماهو|شنو|شنهي|أش) (?:هو |هي )?(?:اسم )?(?:مقر|(?:ال)?${PLACE_KIND})`,
      '^(?:et |d )?ou|quel(?:le)? (?:est (?:la |le ))?(?:ville|pays|capitale|siege|lieu|region|endroit)',
      'where|(?:what|which) (?:city|country|town|state|place|region)|what is the (?:capital|seat|location)',
    ),
  ],
  [
    'list',
    anyOf(
      `(?:ما|ماهي|شنو|شنوما|اشنو|اش) (?:هو |هي |هم |هوما |هما )?(?:أهم |أبرز |بعض )?(?:ال)?${SEVERAL}`,
      `^(?:اذكر|عدد|سم|عطيني|أعطني|سرد) (?:لي |ليا )?(?:أهم |أبرز |بعض |[^ ]+ )?(?:ال)?${SEVERAL}`,
      'شنو هوما|ما هم',
      'quel(?:le)?s sont|what are the|which are the|^(?:list|name|enumerate) (?:the|some|all)|^(?:cite|citez|enumere[rz]?|liste) (?:les|des)',
    ),
  ],
  [
    'definition',
    anyOf(
      'ما (?:معنى|تعريف|مفهوم|المقصود|المراد|المعنى)|ما هو (?:معنى|تعريف|مفهوم|المقصود)|ماذا (?:يعني|تعني|نعني|يقصد|نقصد)|ما(?:ذا)? (?:يقصد|يراد|نعني)',
      '^(?:عرف|تعريف|معنى|اشرح)',
      `^(?:وما|ما|ماهو|ماهي|شنو|شنوا|اشنو|اش|شو|ايش) (?:هو |هي |هاد |هادا )?(?![^ ]*(?:${ATTRIBUTE}))(?:ال[^ ]+(?: ${FURTHER}){0,3}|(?:(?!ال)${FURTHER} ?){1,3})$`,
      '(?:شنو|اش|اشنو) (?:كيعني|كتعني|يعني|معنى|معناها|معناه)',
      'qu est ce qu(?:e c est que|e)? (?:une? |l |l[ea] |les )?[^ ]+(?: [^ ]+){0,2}$|c est quoi|que (?:signifie|veut dire)|^definition|^definir',
      '^what is (?:a |an |the )?[^ ]+(?: [^ ]+){0,2}$|what does .{1,60} mean|meaning of|^define',
    ),
  ],
]

function anyOf(...patterns: string[]): RegExp {
  const folded = patterns.join('|').replace(/[\p{L}\p{M}]+/gu, (word) => normalize(word))
  return new RegExp(`(?:^|[^\\p{L}])(?:${folded})(?:$|[^\\p{L}])`, 'u')
}

/** The imperative عدّد, which without its shadda is read as عدد, a number. */
const ENUMERATE = /^\P{L}*عد\p{M}*\u0651\p{M}*د/u

/** What is asked for; the first kind whose words stand in the question. */
export function asked(question: string): Asked {
  if (ENUMERATE.test(question)) return 'list'
  const folded = normalize(question)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return PATTERNS.find(([, words]) => words.test(folded))?.[0] ?? 'other'
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/).map(normalize))

const REASONS: ReadonlySet<string> = setOf(
  'لأن لأنه لأنها لأنهم بسبب نظرا نتيجة لكي كي بهدف بغية قصد لأجل سبب أسباب بفضل بغرض لتجنب',
)

/** Words beside which a place is named, and places that news of these regions name most. */
const PLACES: ReadonlySet<string> = setOf(`
  مدينة بلدة قرية عاصمة منطقة إقليم ولاية جهة محافظة مقاطعة جزيرة ميناء مطار ساحل سواحل شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط مقر مقره مقرها يقع تقع موقع موقعه موقعها
  المدينة البلدة القرية العاصمة المنطقة الجزيرة الشمال الجنوب الشرق الغرب ضواحي حي شارع قرب
  المغرب الجزائر تونس ليبيا موريتانيا مصر السودان الأردن سوريا لبنان فلسطين العراق السعودية اليمن عمان قطر الكويت البحرين الإمارات الصومال تركيا إيران إسرائيل
  مالي النيجر تشاد السنغال نيجيريا إثيوبيا كينيا فرنسا إسبانيا إيطاليا ألمانيا بريطانيا إنجلترا بلجيكا هولندا البرتغال سويسرا النمسا بولندا اليونان السويد روسيا أوكرانيا الصين اليابان الهند باكستان أفغانستان
  أمريكا كندا المكسيك البرازيل الأرجنتين أستراليا أوروبا إفريقيا أفريقيا آسيا
  الرباط مراكش طنجة فاس مكناس أكادير وجدة تطوان العيون سبتة مليلية وهران قسنطينة طرابلس بنغازي نواكشوط القاهرة الإسكندرية الخرطوم بيروت دمشق بغداد الرياض مكة جدة الدوحة أبوظبي دبي صنعاء عدن القدس غزة
  باريس لندن مدريد برشلونة روما برلين بروكسل لاهاي جنيف فيينا وارسو أثينا موسكو كييف واشنطن نيويورك بكين طوكيو دلهي طهران أنقرة إسطنبول باماكو نيامي داكار أديس أبابا
`)
/** Words that say what something is. */
const DEFINING: ReadonlySet<string> = setOf(`
  هو هي وهو وهي يعرف تعرف ويعرف وتعرف يقصد ويقصد المقصود يعني تعني عبارة تعريف تعريفه تعريفها يسمى تسمى ويسمى وتسمى يطلق ويطلق مصطلح مفهوم يعتبر تعتبر يعد تعد يمثل تمثل يشير تشير بأنه بأنها
  est is
`)
/** Words before several things. */
const LISTING: ReadonlySet<string> = setOf(`
  تتمثل يتمثل وتتمثل تشمل يشمل وتشمل ويشمل تضم يضم وتضم ويضم منها ومنها أهمها أبرزها التالية الآتية أولا ثانيا ثالثا وهي تنقسم ينقسم تتكون يتكون تتألف يتألف
`)

/** A sentence that announces what follows, or lists at least four things by commas. */
const ENUMERATES = /:[»"”\s]*$|(?:[،,؛;][^،,؛;]+){3}/u

const NAMES: ReadonlySet<string> = setOf(GIVEN_NAMES)

/** Whether a folded word is a given name. */
export function isGivenName(word: string): boolean {
  return NAMES.has(word)
}

/** A folded word without the conjunction and the preposition written onto it: وبالمغرب is المغرب, للمغرب too. */
const withoutParticle = (word: string): string =>
  word.replace(/^[وف]?لل/, 'ال').replace(/^(?:[وف]?[بلك]|[وف])(?=.{3})/, '')

/** Which kinds of question a sentence could answer, by its words and as it is written. */
export function answers(tokens: readonly Token[], written: string): Set<Asked> {
  const kinds = new Set<Asked>()
  for (const { text } of tokens) {
    if (/^\d+$/.test(text)) {
      kinds.add('number')
      if (/^(?:1[0-9]|20)\d\d$/.test(text)) kinds.add('date')
      continue
    }
    if (numberOf(text) !== undefined) kinds.add('number')
    else if (monthNumber(text) !== undefined) kinds.add('date')
    else if (REASONS.has(text)) kinds.add('reason')
    else if (NAMES.has(text)) kinds.add('person')
    if (PLACES.has(text) || PLACES.has(withoutParticle(text))) kinds.add('place')
    if (DEFINING.has(text)) kinds.add('definition')
    if (LISTING.has(text)) kinds.add('list')
  }
  if (ENUMERATES.test(written)) kinds.add('list')
  return kinds
}
