/** Which of our languages a text is in, by script and by its function words. */
import { arabiziSigns } from './arabizi.ts'
import { tokenize } from './tokenize.ts'

/** The languages Sanad speaks. Darija and Arabizi are answered in Arabic. */
export type Language = 'ar' | 'fr' | 'en'
export const LANGUAGES: readonly Language[] = ['ar', 'fr', 'en']

/** One of ours by its code, whatever region follows (`fr-CA`); `undefined` for others. */
export function languageNamed(code: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => code?.toLowerCase().split('-')[0] === language)
}

const FRENCH: Set<string> = new Set(
  'le la les des une un et est dans pour que qui du au aux sur par avec ce cette quel quelle quels quelles quand comment pourquoi combien ou sont ont ete il elle quoi'.split(
    ' ',
  ),
)
const ENGLISH: Set<string> = new Set(
  'the of and to in is that for was on with as by from what which who whom when where why how did does do are were has have an this'.split(
    ' ',
  ),
)
const SAMPLE = 20_000
/** Texts longer than this are not looked at for Arabizi, which is what questions are typed in. */
const LONGEST_ARABIZI = 500

/** The language of a question or a document. Text without letters counts as Arabic. */
export function languageOf(text: string): Language {
  const sample = text.slice(0, SAMPLE)
  const arabic = sample.match(/\p{Script=Arabic}/gu)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (arabic >= latin) return 'ar'
  const words = tokenize(sample).map((token) => token.text)
  const of = (list: ReadonlySet<string>): number => words.filter((word) => list.has(word)).length
  const french = of(FRENCH)
  const english = of(ENGLISH)
  // French and English words stand in Arabizi too; the language is the one whose function words hold the question together.
  if (text.length <= LONGEST_ARABIZI && arabiziSigns(sample) > Math.max(french, english)) return 'ar'
  return french > english || (french === english && /[àâçéèêëîïôùûœ]/i.test(sample)) ? 'fr' : 'en'
}
