/**
 * The words of a corpus and how they are related: which of them may stand for a word of a question, and how surely.
 *
 * | relation | weight | example |
 * |---|---|---|
 * | the same folded word | 1 | اتفاقيه, اتفاقية |
 * | another name of the month, a number in letters | 0.9 | ديسمبر, دجنبر · خمسمائة, 500 |
 * | a translation, a Darija word's standard one | 0.8 | frontière, حدود · فلوس, أموال |
 * | the same stem | 0.7 | الحدود, حدودها |
 * | a broken plural | 0.5 | حد, حدود |
 * | the same sounds, in the other script | 0.5 | Boukous, بوكوس |
 * | a synonym | 0.4 | خطف, اختطاف |
 * | alike in spelling, by trigrams of the stem | 0.4 × Dice, from 0.45 | استقطاب, استقطابات; a typing error |
 * | the same consonants without a prefix | 0.23 | يراقب, مراقبة |
 * | the same consonants | 0.2 | مدرسة, مدارس |
 *
 * Round numbers, chosen on XQuAD-ar and test/eval/tuning.jsonl (README, "Evaluation"); neighbours of each make no difference beyond its noise.
 */
import { finish } from '../steps.ts'
import { dice, grams } from '../text/grams.ts'
import { lexicon, type Relation } from '../text/lexicon/index.ts'
import { monthNames } from '../text/months.ts'
import { numberOf } from '../text/numbers.ts'
import { phoneticKeys } from '../text/phonetic.ts'
import { rootKey, skeleton } from '../text/skeleton.ts'
import { stem } from '../text/stem.ts'
import { isStopword } from '../text/stopwords.ts'

const SAME_WORD = 1
const OTHER_NAME = 0.9
const SAME_STEM = 0.7
const EQUIVALENT: Readonly<Record<Relation, number>> = { translation: 0.8, darija: 0.8, plural: 0.5, synonym: 0.4 }
const SAME_SOUND = 0.5
const ALIKE = 0.4
const ALIKE_FROM = 0.45
const SAME_CONSONANTS = 0.2
const SAME_ROOT = 0.23
/** Further variants are weak ones, which cost time and decide nothing. */
const MOST_VARIANTS = 24

/** Words of the corpus with the weight at which each stands for another word. */
export type Variants = ReadonlyMap<string, number>

export interface Vocabulary {
  readonly passages: number
  /** Passages that a folded word stands in. */
  frequency(word: string): number
  /** The words of the corpus that may stand for a folded word, or for the phrase of the lexicon it is part of. */
  related(word: string, phrase?: string): Variants
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
export function createVocabulary(words: ReadonlyMap<string, number>, passages: number): Vocabulary {
  return finish(relating(words, passages))
}

/** The same in steps of some milliseconds. */
export function* relating(
  words: ReadonlyMap<string, number>,
  passages: number,
): Generator<undefined, Vocabulary, void> {
  const known = (word: string): boolean => words.has(word)
  const byStem = new Map<string, string[]>()
  const bySkeleton = new Map<string, string[]>()
  const byRoot = new Map<string, string[]>()
  const byNumber = new Map<string, string[]>()
  const byGram = new Map<string, Entry[]>()
  const bySound = new Map<string, string[]>()

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
    for (const sound of phoneticKeys(isArabic(word) ? root : word)) push(bySound, sound, word)
    const entry = { word, grams: found.size }
    for (const gram of found) push(byGram, gram, entry)
  }

  return {
    passages,
    frequency: (word) => words.get(word) ?? 0,
    related(word, phrase) {
      const variants = new Map<string, number>()
      const add = (found: readonly string[] | undefined, weight: number): void => {
        for (const other of found ?? []) if ((variants.get(other) ?? 0) < weight) variants.set(other, weight)
      }
      if (known(word)) add([word], SAME_WORD)
      const number = numberOf(word) ?? word
      add(byNumber.get(number), OTHER_NAME)
      if (number !== word && known(number)) add([number], OTHER_NAME)
      if (isNumber(word)) return variants
      add(monthNames(word).filter(known), OTHER_NAME)

      // A Darija reading is for a word that the corpus, which is in standard Arabic, does not use itself.
      const isStandard = byStem.has(stem(word, known))
      for (const entry of phrase === undefined ? [word] : [word, phrase]) {
        for (const { words: equivalent, relation } of lexicon.equivalents(entry)) {
          const other = rarestKnown(equivalent)
          if (other === undefined || (relation === 'darija' && isStandard)) continue
          if (known(other)) add([other], EQUIVALENT[relation])
          add(byStem.get(stem(other, known)), EQUIVALENT[relation] * SAME_STEM)
        }
      }
      const root = stem(word, known)
      add(byStem.get(root), SAME_STEM)
      const consonants = skeleton(root)
      if (consonants !== undefined) add(bySkeleton.get(consonants), SAME_CONSONANTS)
      const key = rootKey(root)
      if (key !== undefined) add(byRoot.get(key), SAME_ROOT)
      for (const [other, alike] of alikeIn(byGram, grams(root))) add([other], ALIKE * alike)
      for (const sound of phoneticKeys(isArabic(word) ? root : word)) {
        add(
          bySound.get(sound)?.filter((other) => isArabic(other) !== isArabic(word)),
          SAME_SOUND,
        )
      }
      return new Map([...variants].sort((a, b) => b[1] - a[1]).slice(0, MOST_VARIANTS))
    },
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

const isArabic = (word: string): boolean => word >= '\u0600'
const isNumber = (word: string): boolean => word <= '9' && /^\d+$/.test(word)

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
