/**
 * Questions that lean on the one before: "وأين مقره؟", "et son siège ?", "when?". What makes one is its form, not its score:
 *
 * 1. Words that say nothing of a subject are put aside: what asks (`متى`, `combien`), nouns that only say what is asked for (`عدد`, `date`),
 *    a verb right after what asks (`متى تأسس`), and what belongs to something unnamed (`مقره`, `son siège`, `dyalo`, `هذا الاتحاد`).
 * 2. Nothing is left, and there is a sign of leaning (a pronoun, `و`/`et`/`and` at its head, or nothing but what asks): it leans wholly.
 * 3. At most two words are left, none of them rare in the corpus, with such a sign: perhaps. A rare word, or one that the corpus does not
 *    know, is a subject.
 *
 * Such a question is read with the former one's subject behind it. The reading is a text, which anybody can read and which is answered like
 * any other: the same reading is the same answer, whenever it is asked.
 */
import type { Index } from '../retrieval/index.ts'
import { CALLED, parseQuery } from '../retrieval/query.ts'
import { withoutControls } from '../text/bidi.ts'
import { type Language, languageOf } from '../text/language.ts'
import { normalize } from '../text/normalize.ts'
import { isStopword } from '../text/stopwords.ts'
import { type Token, tokenize } from '../text/tokenize.ts'

/** Whether a question leans on the one before. */
export type Leaning = 'wholly' | 'perhaps' | 'no'

/** A longer question says what it is about. */
const LONGEST_QUESTION = 120
const MOST_WORDS = 5
const MOST_LEFT = 2
/** Share of the passages up to which a word is rare; what stands in one passage is. */
const RARE = 0.02
/** Further words of a subject tell nothing new. */
const MOST_SUBJECT = 6
/** UTF-16 units. */
const LONGEST_SUBJECT = 90

const words = (list: string): string[] => list.trim().split(/\s+/).map(normalize)
const set = (...lists: string[]): ReadonlySet<string> => new Set(lists.flatMap(words))

/** What asks for a thing, by itself enough for a question that leans. */
const ASKS_FOR_ONE = `
  متى أين كم كيف لماذا من لم بكم فين فاين وين منين علاش كيفاش فوقاش إمتى امتا وقتاش شحال بشحال شكون ليش ليه قديش مين لمن
  quand où comment pourquoi combien qui when where why how who
  fin fine feen fayn fain mnin 3lach 3lah 3lash kifach kifash imta fo9ach fou9ach fwa9ach ch7al chhal bch7al chkoun`
const ASKS_FOR_ANY = `
  ما ماذا هل أي أية بماذا فيم شنو شنوا اش آش واش شو ايش ماهو ماهي
  que quoi quel quelle quels quelles lequel laquelle what which whose many much wach wash chno chnou chnahowa ach achmen`
const ASKING = set(ASKS_FOR_ONE, ASKS_FOR_ANY)
const FOR_ONE = set(ASKS_FOR_ONE)
/** After these a verb stands rather than a name; after the second, only what looks like a verb is taken for one. */
const BEFORE_VERB = set(
  'متى كيف لماذا لم علاش كيفاش فوقاش إمتى امتا وقتاش ليش ليه 3lach 3lah 3lash kifach imta fo9ach fou9ach',
)
const BEFORE_PLACE = set('أين فين فاين وين منين fin fine feen fayn fain mnin')
const IMPERFECT = /^[يت]\p{L}{2,}$/u
const AUXILIARY = set('كان كانت كانوا تم يتم تمت قد هو هي ete a ont fut furent est sont se s t il elle')
const WHEN_LATIN = set('quand où comment pourquoi when where why how')
/** What an English question ends with a verb after. */
const AUXILIARY_EN = set('was were is are did does do has have had')
/** Nouns that say what kind of thing is asked for. */
const GENERIC = set(
  'عدد العدد تاريخ التاريخ سنة السنة عام العام شهر الشهر يوم اليوم مكان المكان اسم سبب السبب أسباب الأسباب مدة مقدار نسبة قيمة يوجد توجد يقع تقع يبلغ بلغ كاين كاينة kayn kayna',
  'nombre date année an lieu nom raison raisons cause causes jour mois trouve situe number year place name reason reasons date',
)
const CONNECTOR = set('et and w wa u alors so then و')
/** Stands for something named before. */
const PRONOUN = set(
  'له لها لهم فيه فيها فيهم عنه عنها عنهم منه منها منهم عليه عليها عليهم إليه إليها إليهم به بها بهم معه معها معهم لديه لديها لديهم عنده عندها عندهم',
  'elle elles ils lui it they them he she him',
)
/** What follows belongs to something named before, or was named before. */
const OWNING = set(
  'son sa ses leur leurs its their his her هذا هذه ذلك تلك هاد هادي هداك هديك ce cet cette ces this these those',
)
/** What stands before belongs to something named before. */
const OWNED_BY = set('ديالو ديالها ديالهم ديالوم dyalo dyalha dyalhom diyalo diyalha diyalhom dialo dialha dialhom')
/** Whoever is spoken to is not what was asked about. */
const SPOKEN_TO = set('أنت أنتم نتا نتي نتوما أنا تستطيع you your i me tu toi vous votre nta nti ana')
const AND = /^[وف](?=\p{L}{2})/u
const ARTICLE = /^[وفبك]?(?:ال|لل)/u
const SEATED = /ا[ئؤ](?:ها|هم|هما|هن|ه)$/u
const SUFFIX = /(?:ها|هم|هما|هن|ه)$/u
/** Words with the digits of Arabizi in them, which are no words of their own elsewhere: `3lach`, `ch7al`. */
const ARABIZI = /(?<![\p{L}\p{N}])(?=[a-z\d']*[a-z])(?=[a-z\d']*[235679])[a-z\d']+(?![\p{L}\p{N}])/giu

/** Whether a question leans on the one before; `isReply`: it was put as a reply to an answer, which is a sign by itself, though a weak one. */
export function leaning(question: string, index: Index, isReply: boolean): Leaning {
  if (question.length > LONGEST_QUESTION) return 'no'
  const all = read(question, index)
  const content = all.filter(({ kind }) => kind !== 'function' && kind !== 'asking')
  if (content.length > MOST_WORDS || all.some(({ text }) => SPOKEN_TO.has(text))) return 'no'
  const left = content.filter(({ kind }) => kind === 'own')
  if (left.length > MOST_LEFT) return 'no'
  const asks = all.some(({ kind }) => kind === 'asking')
  const joins = isJoined(all)
  const refers = all.some(({ text, kind }) => kind === 'owned' || PRONOUN.has(text) || OWNED_BY.has(text))
  if (left.length === 0) {
    const isBare = content.length === 0 && all.some(({ text }) => isOneOf(text, FOR_ONE))
    if (isBare || refers || (asks && joins && content.length > 0)) return 'wholly'
    return content.some(({ kind }) => kind === 'verb') ? 'perhaps' : 'no'
  }
  // Whoever replies may ask anything: only a single word leans by that alone.
  const leans = joins || refers || (isReply && left.length === 1)
  if (!leans || left.some(({ text }) => isRare(text, index))) return 'no'
  // A word or two without anything that asks say only what else is asked.
  return joins && !asks ? 'wholly' : 'perhaps'
}

/** What a question is about, as the person wrote it; nothing where it does not say. */
export function subjectOf(question: string, index: Index): string | undefined {
  const text = withoutControls(question.slice(0, 2000)).replace(CALLED, (called) => ' '.repeat(called.length))
  const own = read(text, index).filter(({ kind }) => kind === 'own')
  const [first] = own
  const last = own.at(-1)
  if (first === undefined || last === undefined) return undefined
  const whole = text.slice(first.start, last.end).replace(/\s+/gu, ' ')
  if (own.length <= MOST_SUBJECT && whole.length <= LONGEST_SUBJECT && !/[()؟?!.؛;\n]/u.test(whole)) return whole
  const frequency = ({ text: word }: Token): number => frequencyOf(word, index)
  const rarest = [...own].sort((a, b) => frequency(a) - frequency(b)).slice(0, MOST_SUBJECT)
  const kept = own.filter((token) => rarest.includes(token)).map(({ start, end }) => text.slice(start, end))
  return kept.join(' ').slice(0, LONGEST_SUBJECT).toWellFormed().trim()
}

const ABOUT: Readonly<Record<Language, string>> = { ar: 'عن:', fr: 'sur :', en: 'about:' }

/** A question with what was assumed to be its subject, as one text; the question itself where nothing was. */
export function readingOf(question: string, assumed: string | undefined): string {
  return assumed === undefined ? question : `${question} (${ABOUT[languageOf(question)]} ${assumed})`
}

/** Words of a question by the part they play: `owned` by something unnamed, or left as its `own`. */
interface Word extends Token {
  readonly kind: 'asking' | 'function' | 'generic' | 'verb' | 'owned' | 'own'
}

function read(question: string, index: Index): Word[] {
  const tokens = tokensOf(question)
  const kindOf = (token: Token, at: number): Word['kind'] => {
    const { text } = token
    if (isOneOf(text, ASKING) && !(text === 'fin' && isFrench(tokens))) return 'asking'
    if (CONNECTOR.has(text) || OWNED_BY.has(text) || PRONOUN.has(text) || OWNING.has(text) || isFunctionWord(text))
      return 'function'
    if (GENERIC.has(text)) return 'generic'
    const before = tokens[at - 1]?.text ?? ''
    const after = tokens[at + 1]?.text ?? ''
    if (OWNING.has(before) || OWNED_BY.has(after) || isOwned(token, question, index)) return 'owned'
    return isVerb(tokens, at) ? 'verb' : 'own'
  }
  return tokens.map((token, at) => ({ ...token, kind: kindOf(token, at) }))
}

function tokensOf(question: string): Token[] {
  const arabizi = [...question.matchAll(ARABIZI)].map(({ 0: word, index: start }) => ({
    text: word.toLowerCase(),
    start,
    end: start + word.length,
  }))
  const others = tokenize(question).filter(
    ({ start, end }) => !arabizi.some((word) => start < word.end && end > word.start),
  )
  return [...others, ...arabizi].sort((a, b) => a.start - b.start)
}

const isOneOf = (text: string, list: ReadonlySet<string>): boolean => list.has(text) || list.has(text.replace(AND, ''))
const isFunctionWord = (text: string): boolean => isStopword(text) || AUXILIARY.has(text)
const isFrench = (tokens: readonly Token[]): boolean =>
  tokens.some(({ text }) => ['la', 'le', 'les', 'de', 'du', 'des', 'est', 'et'].includes(text))

/** Whether a question begins as the continuation of another. */
function isJoined(all: readonly Word[]): boolean {
  const [first, second] = all
  if (first === undefined) return false
  if (CONNECTOR.has(first.text)) return true
  // `ou` is "or", and the Arabizi و before what asks.
  if (first.text === 'ou' && second?.kind === 'asking') return true
  if (!AND.test(first.text)) return false
  return first.kind === 'asking' ? !ASKING.has(first.text) : first.kind === 'owned' || ARTICLE.test(first.text)
}

/** Whether a pronoun is written onto a word: nothing with an article has one, and what is left of it is a word too. */
function isOwned({ text, start, end }: Token, question: string, { vocabulary }: Index): boolean {
  if (!/^\p{Script=Arabic}/u.test(text) || ARTICLE.test(text)) return false
  const [suffix] = SUFFIX.exec(text) ?? []
  const bare = suffix === undefined ? '' : text.slice(0, -suffix.length)
  // What ends in ة is written with ه by many.
  const written = question.slice(start, end).replace(/[\p{M}\u0640]/gu, '')
  if (suffix === undefined || bare.length < 2 || written.endsWith('ة')) return false
  // Only before a pronoun has a last hamza a seat: أعضاؤه, أعضائه.
  if (SEATED.test(written)) return true
  const forms = [bare, bare.replace(AND, '')].flatMap((one) => [
    one,
    `ال${one}`,
    ...(one.endsWith('ت') ? [`${one.slice(0, -1)}ه`, `ال${one.slice(0, -1)}ه`] : []),
  ])
  const known = Math.max(...forms.map((form) => vocabulary.frequency(form)))
  if (known === 0) return suffix.length > 1 && bare.length > 3
  return suffix.length > 1 || known >= vocabulary.frequency(text)
}

/** Whether a word says what happened and not to whom, by its place behind what asks. */
function isVerb(tokens: readonly Token[], at: number): boolean {
  const { text = '' } = tokens[at] ?? {}
  let before = at - 1
  while (before >= 0 && AUXILIARY.has(tokens[before]?.text ?? '')) before--
  const asking = tokens[before]?.text ?? ''
  if (!ARTICLE.test(text)) {
    if (isOneOf(asking, BEFORE_VERB)) return true
    if (isOneOf(asking, BEFORE_PLACE) && IMPERFECT.test(text)) return true
  }
  if (!/^[a-z]/.test(text) || !tokens.slice(0, at).some((token) => WHEN_LATIN.has(token.text))) return false
  // "Quand a été fondée l'Union", "where does it stand": the participle behind its auxiliary, the verb at the end.
  if (before < at - 1 && before >= 0 && /(?:e|ee|es|ees|i|ie|u|ue|s)$/.test(text)) return true
  return at === tokens.length - 1 && tokens.some((token) => AUXILIARY_EN.has(token.text)) && at > 2
}

function isRare(word: string, index: Index): boolean {
  return frequencyOf(word, index) <= Math.max(1, RARE * index.vocabulary.passages)
}

/** Passages that hold a word or what surely stands for it. */
function frequencyOf(word: string, index: Index): number {
  const [term] = parseQuery(word, index.vocabulary).terms
  const sure = [...(term?.variants ?? [])].filter(([, weight]) => weight >= 0.5)
  return sure.reduce((sum, [variant, weight]) => sum + weight * index.vocabulary.frequency(variant), 0)
}
