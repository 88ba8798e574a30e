/**
 * What the documents say about a topic: a few sentences of theirs, word for word, each cited.
 *
 * 1. A topic is a noun phrase, so a sentence speaks of it when it holds the topic's words, the rare ones counting for more: at
 *    least `SPEAKS` of their weight. A word that stands in a heading above it counts for `ABOVE`.
 * 2. The corpus has nothing on a topic unless some sentence holds every word of it itself or under a heading that does, by a variant
 *    of at least `SURE`. One word missing everywhere means that another topic is spoken of: أمن الملاعب is not الأمن.
 * 3. A sentence is quoted when it can stand alone: a statement of 8 to 45 words that leans on nothing before it. One that leans
 *    brings the sentence it leans on, where the two are short enough.
 * 4. The best come first to be chosen; one that repeats a chosen one is passed over, and a document with a sentence good enough
 *    gets a place before another document gets its second.
 * 5. They are shown by document, in the order of the corpus, and inside a document as they stand: a reader meets an argument in
 *    its author's order, and the same topic gives the same brief after a re-ranking that changes nothing in the choice.
 */
import type { Index } from '../retrieval/index.ts'
import { type Allowed, type Hit, type Ranking, rank } from '../retrieval/rank.ts'
import type { Vocabulary } from '../retrieval/vocabulary.ts'
import { type Language, languageOf } from '../text/language.ts'
import { normalize } from '../text/normalize.ts'
import type { Span } from '../text/sentences.ts'
import { isStopword } from '../text/stopwords.ts'
import { tokenize } from '../text/tokenize.ts'
import { type Heading, headings } from './answer.ts'
import { type Citation, citeAt } from './citation.ts'

export interface Summary {
  readonly topic: string
  readonly status: 'answered' | 'not_found'
  readonly language: Language
  /** In reading order, numbered from one; empty when not found. */
  readonly citations: readonly Citation[]
  /** Offered when nothing is found. */
  readonly nearest: readonly Heading[]
}

export const MOST_SENTENCES: number = 5
const MOST_HEADINGS = 3
/** Passages whose sentences are looked at. */
const PASSAGES = 60
/** Rule 2. A synonym is the weakest relation that says the same; likeness in spelling is weaker. */
const SURE = 0.4
/** A topic of more words may miss some, while it has this share of their weight. */
const ALL_OF = 3
const MOST_OF = 0.75
/** Rule 1. */
const SPEAKS = 0.6
/** Of the weight, at least this share stands in the sentence itself. */
const ITSELF = 0.45
const ABOVE = 0.5
/** Rule 3, in words. */
const SHORTEST = 8
const LONGEST = 45
/** Rule 4. A sentence is good enough from this share of the best one's value on. */
const GOOD_ENOUGH = 0.6
/** Share of the shorter sentence's telling words from which on two say the same. */
const REPEATS = 0.5
/** A sentence whose words of the topic stand side by side as in the topic; one that opens with them; one with a number or date. */
const TOGETHER = 0.3
const OPENS = 0.2
const STATES = 0.1
/** Words in which a topic opens a sentence: `تعني الهجرة السرية`, `يعد المقال الهجرة السرية`. */
const OPENING = 6
/** An item of a list has lost its lead-in line; a sentence that begins with `و` goes on from the one before it. */
const ITEM = -0.3
const GOES_ON = -0.3

/** A brief on a topic from the allowed documents of an index: at most `limit` sentences. */
export function summarize(index: Index, topic: string, limit: number = MOST_SENTENCES, allowed?: Allowed): Summary {
  const text = topic.toWellFormed()
  const ranking = rank(index, text, PASSAGES, allowed)
  const base = { topic: text, language: languageOf(text) }
  const statements = ranking.query.terms.every(({ word }) => isStopword(word))
    ? []
    : ranking.hits.flatMap((hit) => statementsOf(hit, ranking, index.vocabulary))
  const chosen = statements.some(({ whole }) => whole) ? choose(statements, limit) : []
  const place = new Map(index.entries.map(({ passage }, at) => [passage, at]))
  const citations = chosen
    .sort((a, b) => (place.get(a.hit.passage) ?? 0) - (place.get(b.hit.passage) ?? 0) || a.start - b.start)
    .flatMap(
      (statement) => citeAt(statement.hit.document, statement.hit.passage, statement, 0, statement.hit.score) ?? [],
    )
    .map((citation, at) => ({ ...citation, number: at + 1 }))
  if (citations.length === 0)
    return { ...base, status: 'not_found', citations, nearest: headings(ranking.hits.slice(0, 2 * MOST_HEADINGS)) }
  return { ...base, status: 'answered', citations, nearest: [] }
}

/** A sentence (or two) that could be quoted. */
interface Statement extends Span {
  readonly hit: Hit
  readonly value: number
  /** Rule 2: whether it holds all of the topic. */
  readonly whole: boolean
  /** Its telling words, folded. */
  readonly words: ReadonlySet<string>
}

function statementsOf(hit: Hit, { query, weights }: Ranking, vocabulary: Vocabulary): Statement[] {
  const { document, passage, entry, held } = hit
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const share = (sure: readonly number[]): number =>
    sure.reduce((sum, own, term) => sum + own * (weights[term] ?? 0), 0) / Math.max(all, Number.EPSILON)
  // How surely a heading, and each sentence, holds each term: a translation is as good as the word where there is no other.
  const best = query.terms.map(({ variants }) => Math.max(SURE, ...variants.values()))
  const relative = (weight: number, term: number): number => (weight < SURE ? 0 : weight / (best[term] ?? 1))
  const head = held.map((variants, term) =>
    Math.max(0, ...variants.flatMap(({ word, weight }) => (entry.head.has(word) ? [relative(weight, term)] : []))),
  )
  const places = held.map((variants) => variants.flatMap(({ weight, places }) => (weight < SURE ? [] : places)))
  const own = passage.sentences.map((_, sentence) =>
    held.map((variants, term) =>
      Math.max(
        0,
        ...variants.map(({ weight, places }) =>
          places.some((at) => entry.sentenceAt[at] === sentence) ? relative(weight, term) : 0,
        ),
      ),
    ),
  )

  return passage.sentences.flatMap((span, sentence): Statement[] => {
    const says = own[sentence] ?? []
    const covered = share(says.map((sure, term) => Math.max(sure, ABOVE * (head[term] ?? 0))))
    const opening = openingOf(document.text, span, vocabulary)
    const both = opening === 'stands' ? undefined : withBefore(hit, sentence, vocabulary)
    if (opening === 'leans' && both === undefined) return []
    const whole = both ?? span
    if (covered < SPEAKS || share(says) < ITSELF || !isStatement(document.text, whole)) return []

    const first = entry.sentenceAt.indexOf(sentence)
    const here = places.map((found) => found.filter((at) => entry.sentenceAt[at] === sentence))
    const pairs = query.terms.flatMap(({ follows }, term) => (follows && term > 0 ? [term] : []))
    const together = pairs.filter((term) => here[term - 1]?.some((at) => here[term]?.includes(at + 1))).length
    const opens = here.some((found) => found.some((at) => at - first < OPENING))
    const states = ['date', 'number'].some((kind) => entry.answers[sentence]?.has(kind as 'date' | 'number'))
    const value =
      covered +
      (pairs.length > 0 ? (TOGETHER * together) / pairs.length : TOGETHER) +
      (opens ? OPENS : 0) +
      (states ? STATES : 0) +
      (isItem(document.text, whole.start) ? ITEM : 0) +
      (opening === 'goes on' && both === undefined ? GOES_ON : 0)
    const missed = says.filter((sure, term) => sure === 0 && (head[term] ?? 0) === 0).length
    const holdsAll = missed === 0 || (says.length > ALL_OF && covered >= MOST_OF)
    const words = new Set(
      tokenize(document.text.slice(whole.start, whole.end)).flatMap((token) =>
        isStopword(token.text) ? [] : [token.text],
      ),
    )
    return [{ ...whole, hit, value, whole: holdsAll, words }]
  })
}

/** Rule 4. */
function choose(statements: readonly Statement[], limit: number): Statement[] {
  const byValue = [...statements].sort((a, b) => b.value - a.value || b.hit.score - a.hit.score)
  const good = byValue.filter(({ value }) => value >= (byValue[0]?.value ?? 0) * GOOD_ENOUGH)
  const chosen: Statement[] = []
  const take = (from: readonly Statement[], wanted: (one: Statement) => boolean): void => {
    for (const one of from) {
      if (chosen.length === limit) return
      if (wanted(one) && !chosen.some((other) => other === one || repeats(other, one))) chosen.push(one)
    }
  }
  take(good, ({ hit }) => !chosen.some((other) => other.hit.document === hit.document))
  take(good, () => true)
  return chosen
}

function repeats(one: Statement, other: Statement): boolean {
  if (one.hit.document === other.hit.document && one.start < other.end && other.start < one.end) return true
  const shared = [...one.words].filter((word) => other.words.has(word)).length
  return shared >= REPEATS * Math.min(one.words.size, other.words.size)
}

/** Words that lean on what stands before them: demonstratives, pronouns, and connectives that need a first half. */
const LEANING: ReadonlySet<string> = new Set(
  (
    'هذا هذه هؤلاء ذلك تلك أولئك هو هي هم هما لذلك لهذا لذا كذلك أيضا ثم بل لكن لكنه لكنها إلا غير بينما منها منهم منه فيها فيه به بها له لها ' +
    'عليه عليها إليه إليها معه معها عنه عنها إنه إنها أنه أنها لأنه لأنها إذ إذن هكذا هنا هناك بذلك بهذا مع كما قد لا لم لن ليس ليست كان كانت منذئذ ' +
    'ce cela ceci cette ces il ils elle elles mais donc ainsi or car cependant toutefois néanmoins en outre aussi puis ' +
    'this that these those it they he she but so thus hence however moreover also then therefore such'
  )
    .split(' ')
    .map(normalize),
)
/** Without a connective before them these lean on nothing: `لا يوجد أسلوب أمثل`, `كان المغرب`. */
const ONLY_AFTER_WAW: ReadonlySet<string> = new Set(
  'مع كما قد لا لم لن ليس ليست كان كانت إذ هنا هناك غير في en il elle'.split(' ').map(normalize),
)

const POINTING: ReadonlySet<string> = new Set('ثم هنا ذلك هذا هذه تلك هؤلاء'.split(' ').map(normalize))

/**
 * How a sentence begins. ف before a word that the corpus knows without it is a connective (فإسبانيا, not فرنسا); so is و, unless
 * the corpus has the word with an article (الوزير).
 */
function openingOf(text: string, { start, end }: Span, vocabulary: Vocabulary): 'stands' | 'goes on' | 'leans' {
  const [word = '', next = ''] = tokenize(text.slice(start, Math.min(end, start + 100))).map((token) => token.text)
  const rest = /^[وف]/.test(word) ? word.slice(1) : ''
  // ومن ثم, في هذا الإطار, زاد هذا التشديد
  if (POINTING.has(next)) return 'leans'
  if (LEANING.has(word)) return ONLY_AFTER_WAW.has(word) ? 'stands' : 'leans'
  if (LEANING.has(rest)) return 'leans'
  if (word.startsWith('ف')) return rest.startsWith('ال') || vocabulary.frequency(rest) > 0 ? 'leans' : 'stands'
  return word.startsWith('و') && vocabulary.frequency(`ال${word}`) === 0 ? 'goes on' : 'stands'
}

/** A sentence with the one before it, where that one stands by itself and the two are short enough. */
function withBefore({ document: { text }, passage }: Hit, sentence: number, vocabulary: Vocabulary): Span | undefined {
  const [before, own] = [passage.sentences[sentence - 1], passage.sentences[sentence]]
  if (before === undefined || own === undefined || openingOf(text, before, vocabulary) !== 'stands') return undefined
  if (text.slice(before.end, own.start).includes('\n')) return undefined
  const both = { start: before.start, end: own.end }
  return isStatement(text, both) ? both : undefined
}

/** Rule 3: of a fit length, no heading, no line that announces a list. */
function isStatement(text: string, { start, end }: Span): boolean {
  const written = text.slice(start, end)
  const words = tokenize(written).length
  return words >= SHORTEST && words <= LONGEST && /[.!؟?…؛»”"')\]]$/.test(written) && !/[:؟?][»”"')\]]*$/.test(written)
}

/** Whether a place is the beginning of a list's item. */
const isItem = (text: string, start: number): boolean =>
  /(?:^|\n)[ \t]*(?:[-*+•–]|\p{Nd}{1,3}[.)-])[ \t]*$/u.test(text.slice(Math.max(0, start - 20), start))
