/**
 * The words of a corpus and how they are related: which of them may stand for a word of a question, and how surely.
 *
 * | relation | weight | example |
 * |---|---|---|
 * | the same folded word | 1 | اتفاقيه, اتفاقية |
 * | another name of the month, a number in letters | 0.9 | ديسمبر, دجنبر · خمسمائة, 500 |
 * | a Darija word's standard one | 0.8 | فلوس, أموال |
 * | a translation | 0.8, each rarer one a twentieth less, from 0.6 | frontière, حدود |
 * | the same stem | 0.7 | الحدود, حدودها |
 * | a broken plural | 0.5 | حد, حدود |
 * | the same sounds, in the other script | 0.5 | Boukous, بوكوس |
 * | a synonym | 0.4 | خطف, اختطاف |
 * | a broken plural, a synonym of a translation | 0.4, 0.24 | hôpital, مستشفى, مصحة |
 * | one slip of typing from a word that is not known otherwise | 0.6 | استقاطب, استقطاب |
 * | alike in spelling, by trigrams of the stem | 0.4 × Dice, from 0.45 | استقطاب, استقطابات; a typing error |
 * | the same consonants without a prefix | 0.23 | يراقب, مراقبة |
 * | the same consonants | 0.2 | مدرسة, مدارس |
 *
 * A Latin word of a question that is neither French nor English may be Arabizi: it stands for what the Arabic words that it may
 * spell stand for, 0.9 × likeness² of each weight, and for what it is in French or English, 0.6 of it where a spelling fits well.
 *
 * Round numbers, chosen on XQuAD-ar and test/eval/tuning.jsonl (README, "Evaluation"); neighbours of each make no difference beyond its noise.
 */
import { finish } from '../steps.ts'
import { dice, grams } from '../text/grams.ts'
import { type Lexicon, type Relation, lexicon as shipped } from '../text/lexicon/index.ts'
import { monthNames } from '../text/months.ts'
import { numberOf } from '../text/numbers.ts'
import { phoneticKeys } from '../text/phonetic.ts'
import { rootKey, skeleton } from '../text/skeleton.ts'
import { isSlip } from '../text/slip.ts'
import { stem } from '../text/stem.ts'
import { isStopword } from '../text/stopwords.ts'
import { tokenize } from '../text/tokenize.ts'
import { bestReadings, createSpellings, type Reading, type Spellings, withoutArticle } from '../text/transliteration.ts'

const SAME_WORD = 1
const OTHER_NAME = 0.9
const SAME_STEM = 0.7
const EQUIVALENT: Readonly<Record<Relation, number>> = { translation: 0.8, darija: 0.8, plural: 0.5, synonym: 0.4 }
/** Translations stand with the most usual one first. */
const RARER = 0.95
const RAREST = 0.75
/** What stands for a translation. */
const THROUGH = { plural: 0.4, synonym: 0.24 } as const
const SAME_SOUND = 0.5
const ALIKE = 0.4
/** A slip of typing, and the letters from which on a word is told by the others. */
const SLIP = 0.6
const SLIPS_FROM = 5
const ALIKE_FROM = 0.45
const SAME_CONSONANTS = 0.2
const SAME_ROOT = 0.23
/** Times the square of the likeness, for what an Arabizi word spells; from `CLEARLY` on it is hardly another language's word. */
const HEARD = 0.9
const CLEARLY = 0.9
const FOREIGN = 0.6
/** What Arabizi writes onto French and English words: lpolice, flprojet. */
const WRITTEN_ON = /^[wfbdl]?l(?=.{3})/
/** Further variants are weak ones, which cost time and decide nothing. */
const MOST_VARIANTS = 24

/** Words of the corpus with the weight at which each stands for another word. */
export type Variants = ReadonlyMap<string, number>

export interface Vocabulary {
  readonly passages: number
  /** What the languages, and the operator's glossary, say of words. */
  readonly lexicon: Lexicon
  /** Passages that a folded word stands in. */
  frequency(word: string): number
  /** The words of the corpus that may stand for a folded word, or for the phrase of the lexicon it is part of. */
  related(word: string, phrase?: string): Variants
  /** The same for a folded Latin word that may be Arabizi, French or English, with the Arabic word that it most likely spells. */
  heard(word: string, phrase?: string): { readonly spells: string | undefined; readonly variants: Variants }
}

interface Entry {
  readonly word: string
  readonly grams: number
}

/** Words between two steps. */
const STEP = 500

/**
 * A vocabulary of folded words with the number of passages each stands in, of `passages` in all. Its relations depend on the
 * whole of it, so a changed corpus gets a new one.
 */
export function createVocabulary(
  words: ReadonlyMap<string, number>,
  passages: number,
  lexicon: Lexicon = shipped,
): Vocabulary {
  return finish(relating(words, passages, lexicon))
}

/** The same in steps of some milliseconds. */
export function* relating(
  words: ReadonlyMap<string, number>,
  passages: number,
  lexicon: Lexicon = shipped,
): Generator<undefined, Vocabulary, void> {
  const known = (word: string): boolean => words.has(word)
  const byStem = new Map<string, string[]>()
  const bySkeleton = new Map<string, string[]>()
  const byRoot = new Map<string, string[]>()
  const byNumber = new Map<string, string[]>()
  const byGram = new Map<string, Entry[]>()
  const bySound = new Map<string, string[]>()
  // Made for the first Arabizi word, so that nobody else pays for it.
  let spellings: Spellings | undefined

  let done = 0
  for (const word of words.keys()) {
    if (++done % STEP === 0) yield
    const number = numberOf(word)
    if (number !== undefined) push(byNumber, number, word)
    if (isNumber(word)) continue
    const root = stem(word, known)
    push(byStem, root, word)
    const consonants = skeleton(root)
    if (consonants !== undefined) push(bySkeleton, consonants, word)
    const key = rootKey(root)
    if (key !== undefined) push(byRoot, key, word)
    const found = grams(root)
    for (const sound of soundsOf(word, root)) push(bySound, sound, word)
    const entry = { word, grams: found.size }
    for (const gram of found) push(byGram, gram, entry)
  }

  return {
    passages,
    lexicon,
    frequency: (word) => words.get(word) ?? 0,
    related,
    heard(word, phrase) {
      // What the corpus itself writes in Latin letters is a name.
      if (known(word)) return { spells: undefined, variants: related(word, phrase) }
      const variants = new Map<string, number>()
      const readings = readingsOf(word)
      const best = readings[0]?.likeness ?? 0
      for (const { word: spelled, likeness } of readings) {
        const add = adderTo(variants, HEARD * likeness ** 2)
        add([`ال${spelled}`].filter(known), SAME_WORD)
        relate(spelled, undefined, add)
      }
      // What is typed as it sounds is seldom French or English that sounds the same; what has digits is only in a glossary.
      const foreign = adderTo(variants, best >= CLEARLY && !/\d/.test(word) ? FOREIGN : 1)
      // A glossary may have it as it is typed, parted where letters meet digits as all text is.
      const parted = tokenize(word).map((token) => token.text)
      relate(word, phrase ?? parted.join(' '), foreign)
      relate(word.replace(WRITTEN_ON, ''), undefined, foreign)
      if (best < CLEARLY) sound(word, SAME_SOUND, adderTo(variants))
      return { spells: readings[0]?.word, variants: strongestOf(variants) }
    },
  }

  function related(word: string, phrase?: string): Variants {
    const variants = new Map<string, number>()
    relate(word, phrase, adderTo(variants))
    if (isNumber(word)) return variants
    const isUnknown = [...variants.values()].every((weight) => weight <= SAME_ROOT)
    if (isUnknown && isArabic(word) && word.length >= SLIPS_FROM) slips(word, adderTo(variants, SLIP))
    for (const [other, alike] of alikeIn(byGram, grams(stem(word, known)))) adderTo(variants)([other], ALIKE * alike)
    sound(word, SAME_SOUND, adderTo(variants))
    return strongestOf(variants)
  }

  /** Adds what may stand for a word by knowledge of the language. */
  function relate(word: string, phrase: string | undefined, add: Add): void {
    if (known(word)) add([word], SAME_WORD)
    const number = numberOf(word) ?? word
    add(byNumber.get(number), OTHER_NAME)
    if (number !== word && known(number)) add([number], OTHER_NAME)
    if (isNumber(word)) return
    add(monthNames(word).filter(known), OTHER_NAME)

    // A Darija reading is for a word that the corpus, which is in standard Arabic, does not use itself.
    const root = stem(word, known)
    const isStandard = byStem.has(root)
    for (const entry of phrase === undefined ? [word] : [word, phrase]) {
      let usual = 1
      for (const { words: equivalent, relation } of lexicon.equivalents(entry)) {
        if (relation === 'darija' && isStandard) continue
        equal(equivalent, EQUIVALENT[relation] * (relation === 'translation' ? usual : 1), add)
        if (relation === 'translation') usual = Math.max(RAREST, usual * RARER)
        // A language has one word for what Arabic has several for.
        if (!isForeign(relation)) continue
        for (const { words: further, relation: to } of lexicon.equivalents(equivalent.join(' ')))
          if (!isForeign(to)) equal(further, THROUGH[to], add)
      }
    }
    add(byStem.get(root), SAME_STEM)
    const consonants = skeleton(root)
    if (consonants !== undefined) add(bySkeleton.get(consonants), SAME_CONSONANTS)
    const key = rootKey(root)
    if (key !== undefined) add(byRoot.get(key), SAME_ROOT)
  }

  /** Adds what the corpus has of an equivalent. */
  function equal(equivalent: readonly string[], weight: number, add: Add): void {
    const other = rarestKnown(equivalent)
    if (other === undefined) return
    if (known(other)) add([other], weight)
    add(byStem.get(stem(other, known)), weight * SAME_STEM)
  }

  /** Adds the words that a word nobody knows may have been meant to be. */
  function slips(word: string, add: Add): void {
    for (const other of words.keys()) {
      if (!isSlip(word, other)) continue
      add([other], SAME_WORD)
      add(byStem.get(stem(other, known)), SAME_STEM)
    }
  }

  /** Adds the words of the other script that sound the same. */
  function sound(word: string, weight: number, add: Add): void {
    for (const key of soundsOf(word, stem(word, known))) {
      add(
        bySound.get(key)?.filter((other) => isArabic(other) !== isArabic(word)),
        weight,
      )
    }
  }

  /** The words of the corpus and of the lexicon that a Latin word may spell. */
  function readingsOf(word: string): Reading[] {
    spellings ??= createSpellings([...words.keys()].flatMap((other) => [withoutArticle(other), stem(other, known)]))
    const likeliest = new Map<string, Reading>()
    for (const reading of [...spellings.readings(word), ...lexicon.spelledAs(word)]) {
      if (!isStopword(reading.word) && reading.likeness > (likeliest.get(reading.word)?.likeness ?? 0))
        likeliest.set(reading.word, reading)
    }
    return bestReadings([...likeliest.values()])
  }

  /** The word that stands for a phrase: its rarest, where the corpus knows all of them. */
  function rarestKnown(phrase: readonly string[]): string | undefined {
    if (phrase.length === 1) return phrase[0]
    if (!phrase.every((word) => isStopword(word) || byStem.has(stem(word, known)))) return undefined
    return phrase.reduce((rarest, word) => (frequencyOfStem(word) < frequencyOfStem(rarest) ? word : rarest))
  }

  function frequencyOfStem(word: string): number {
    return isStopword(word)
      ? Number.POSITIVE_INFINITY
      : (byStem.get(stem(word, known)) ?? []).reduce((sum, other) => sum + (words.get(other) ?? 0), 0)
  }
}

/** Words by Dice's coefficient with a gram set, from `ALIKE_FROM` up. */
function* alikeIn(
  byGram: ReadonlyMap<string, readonly Entry[]>,
  wanted: ReadonlySet<string>,
): Generator<[word: string, alike: number]> {
  const shared = new Map<Entry, number>()
  for (const gram of wanted) for (const entry of byGram.get(gram) ?? []) shared.set(entry, (shared.get(entry) ?? 0) + 1)
  for (const [entry, count] of shared) {
    const alike = dice(count, wanted.size, entry.grams)
    if (alike >= ALIKE_FROM) yield [entry.word, alike]
  }
}

const isForeign = (relation: Relation): relation is 'translation' | 'darija' =>
  relation === 'translation' || relation === 'darija'

type Add = (found: readonly string[] | undefined, weight: number) => void

/** Adds words to variants, at the surest weight of each. */
const adderTo =
  (variants: Map<string, number>, scale = 1): Add =>
  (found, weight) => {
    for (const word of found ?? []) if ((variants.get(word) ?? 0) < weight * scale) variants.set(word, weight * scale)
  }

const strongestOf = (variants: Variants): Variants =>
  new Map([...variants].sort((a, b) => b[1] - a[1]).slice(0, MOST_VARIANTS))

/** The keys of a name: as it stands, since names may end as words are inflected (بنكيران, زيلينسكي), and by its stem. */
const soundsOf = (word: string, root: string): Iterable<string> =>
  isArabic(word) ? new Set([...phoneticKeys(withoutArticle(word)), ...phoneticKeys(root)]) : phoneticKeys(word)

const isArabic = (word: string): boolean => word >= '\u0600'
const isNumber = (word: string): boolean => word <= '9' && /^\d+$/.test(word)

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
