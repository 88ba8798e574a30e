/**
 * Sentences with their places. A sentence runs from its first to its last visible character, closing quotation marks and
 * footnote marks included; what lies between two sentences is white space only.
 *
 * 1. A line break ends a sentence.
 * 2. So do `. ! ? ؟ …` with what closes behind them, before white space; and a full stop between two Arabic words that the
 *    writer forgot to part.
 * 3. Not where a line of the table `GOES_ON` applies.
 * 4. A sentence of more than `LONG` words is parted at its semicolons: Arabic prose strings independent clauses with ؛.
 */

/** A stretch of text, in UTF-16 code units; `end` is the first unit after it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What stands around a mark that may end a sentence. */
interface Place {
  /** The end of the sentence so far, up to the mark. */
  readonly before: string
  /** Whether that is all of it. */
  readonly isWhole: boolean
  /** The word right before the mark, full stops inside it included; empty behind a bracket or a sign. */
  readonly word: string
  /** The mark, with what closes behind it. */
  readonly mark: string
  /** The beginning of what follows on the line. */
  readonly after: string
}

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Abbreviations that another word follows. */
const BEFORE_WORDS: ReadonlySet<string> = list(`
  تح تحق تر مر
  mr mrs ms dr drs prof st ste mme mmes mlle mm mgr hon rev gen lt sgt capt cf vs viz al ca approx eds env i.e e.g p.ex c.-à-d
`)
/** What is an abbreviation before a number, and a word elsewhere. */
const BEFORE_NUMBERS: ReadonlySet<string> = list(`
  رقم مج فق صص
  no nos nr n° num p pp par art arts fig figs vol vols ch chap sec sect tab app ed éd est
  jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc
`)
/** Abbreviations that often end a sentence as well. */
const AT_THE_END: ReadonlySet<string> = list('إلخ الخ ألخ etc inc ltd co corp jr sr dept')

/** What opens a sentence rather than goes on with one: in Arabic mostly a word with و. */
const OPENER =
  /^[«"“([]*(?:و[\u0621-\u064A]{2}|(?:ثم|كما|لكن|لقد|قد|فقد|إن|فإن|أما|لذا|لذلك|هذا|هذه|بعد|كان|كانت|هو|هي|فهو|فهي)(?![\u0621-\u064A])|(?:The|In|It|He|She|They|We|This|These|But|And|Le|La|Les|Il|Elle|Ils|Elles|Ce|Cette|Ces|En|Mais|Et)(?!\p{L}))/u
/** Who said what stands before it. */
const SPEAKER =
  /^(?:(?:ي|ت)?(?:قال|قول|سأل|سئل|تساءل|أجاب|جيب|رد|أضاف|ضيف|صاح|صرخ|هتف|كتب|همس|علق)(?:ت|وا)?(?![\u0621-\u064A])|(?:he |she |il |elle )?(?:said|says|asked|asks|replied|wrote|added|dit|demande|demanda|répondit|écrit|ajouta|a-t-(?:il|elle))(?!\p{L}))/u
/** A number with its unit, or a year with its era. */
const MEASURED = /\p{Nd}\s?(?:هـ|ه|م|ق\.\s?م|ق\.\s?هـ|ب\.\s?م|كم|سم|كغ|كلم|km|kg|cm|mm|m|g|h)$/u
/** `1`, `1.2`, `(3)`, `أ`, `IV`, with a bullet or number signs before it, and nothing else. */
const NUMBERING = /^[#*•\-–\s([]*(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*|\p{L}|[ivxIVX]{2,4})[)\]]?$/u

const isStop = ({ mark }: Place): boolean => /^\.(?!\.)/.test(mark)
const isEllipsis = ({ mark }: Place): boolean => /^(?:…|\.{3})/.test(mark)
const isClosed = ({ mark }: Place): boolean => /[»”"'’)\]}›]/.test(mark)
const opens = ({ after }: Place): boolean => OPENER.test(after)
const isOneOf = (words: ReadonlySet<string>, { word }: Place): boolean => words.has(word.toLowerCase())

/** Rule 3. For a full stop: */
const STOP_GOES_ON: Readonly<Record<string, (place: Place) => boolean>> = {
  'the number of an item or a section': ({ before, isWhole }) => isWhole && NUMBERING.test(before.trim()),
  'a unit or an era, unless a sentence opens': (place) => MEASURED.test(place.before) && !opens(place),
  'an Arabic initial or title': ({ word, before }) =>
    /^\p{Script=Arabic}\u0640?$/u.test(word) && !MEASURED.test(before),
  'a Latin initial before a Latin word or a number': ({ word, after }) =>
    /^(?!\p{Script=Arabic})\p{L}$/u.test(word) && /^[\p{Script=Latin}\p{Nd}]/u.test(after),
  'letters with full stops, unless a sentence opens': (place) =>
    /^(?:\p{L}\.\s?)+\p{L}\u0640?$/u.test(place.word) && !opens(place),
  'a part or page written onto its letter': ({ word }) => /^[جصطمعق]\p{Nd}{1,4}$/u.test(word),
  'a date with spaces': ({ before, after }) =>
    (/(?<![\p{L}\p{Nd}])\p{Nd}{1,2}$/u.test(before) && /^\p{Nd}{1,2}\.\s?\p{Nd}{4}(?!\p{Nd})/u.test(after)) ||
    (/\p{Nd}{1,2}\.\s?\p{Nd}{1,2}$/u.test(before) && /^\p{Nd}{4}(?!\p{Nd})/u.test(after)),
  'an abbreviation before a word': (place) => isOneOf(BEFORE_WORDS, place),
  'an abbreviation before a number': (place) => isOneOf(BEFORE_NUMBERS, place) && /^[([]?\p{Nd}/u.test(place.after),
  'an abbreviation that may be the end, unless a sentence opens': (place) =>
    isOneOf(AT_THE_END, place) && !opens(place),
  'a small Latin letter behind it': ({ after }) => /^\p{Ll}/u.test(after),
}

/** For every mark: */
const GOES_ON: Readonly<Record<string, (place: Place) => boolean>> = {
  'nothing was said yet': ({ before, isWhole }) => isWhole && !/[\p{L}\p{N}]/u.test(before),
  'two dots, which Arabic writes for a pause': ({ mark }) => mark === '..',
  'an ellipsis, unless a sentence opens': (place) => isEllipsis(place) && place.after !== '' && !opens(place),
  'a comma behind it': ({ after }) => /^[،,;؛:]/u.test(after),
  'a quotation, and who says it': (place) => isClosed(place) && SPEAKER.test(place.after),
  'a question or a call in quotation marks or brackets, unless a sentence opens': (place) =>
    /^[!?؟]/.test(place.mark) && isClosed(place) && place.after !== '' && !opens(place),
}

const END =
  /(?<![.!?؟…])[.!?؟…]+(?:[ \u00A0\u202F]?»|[”"'’)\]}›])*(?:[\u00B9\u00B2\u00B3\u2070\u2074-\u2079]+|\s?\[(?:\^?\p{Nd}{1,3}|بحاجة لمصدر|citation needed)\])*(?=\s|$)|(?<=[\u0621-\u064A]{3})\.(?=[\u0621-\u064A]{2})|\n/gu
const CLAUSE = /؛(?=\s)/g
const LONG = 40
/** Characters on either side of a mark that are looked at. */
const AROUND = 24

/** The sentences of `text` between `start` and `end`, in order. */
export function sentences(text: string, start: number = 0, end: number = text.length): Span[] {
  const found: Span[] = []
  let from = start
  const close = (to: number): void => {
    const span = trim(text, from, to)
    if (span !== undefined) found.push(...clauses(text, span))
    from = to
  }
  END.lastIndex = start
  for (let match = END.exec(text); match !== null && match.index < end; match = END.exec(text)) {
    const to = Math.min(match.index + match[0].length, end)
    if (match[0] === '\n' || !goesOn(placeOf(text, from, match, end))) close(to)
  }
  close(end)
  return found
}

function placeOf(text: string, from: number, { index, 0: mark }: RegExpExecArray, end: number): Place {
  const before = text.slice(Math.max(from, index - AROUND), index)
  const word = /(?:\p{L}\.\s?)*[\p{L}\p{M}\p{Nd}\u0640°-]+$/u.exec(before)?.[0] ?? ''
  const behind = text.slice(index + mark.length, Math.min(end, index + mark.length + AROUND))
  return { before, isWhole: index - from <= AROUND, word, mark, after: behind.split('\n', 1)[0]?.trimStart() ?? '' }
}

const goesOn = (place: Place): boolean =>
  Object.values(GOES_ON).some((applies) => applies(place)) ||
  (isStop(place) && Object.values(STOP_GOES_ON).some((applies) => applies(place)))

/** Rule 4. */
function clauses(text: string, sentence: Span): Span[] {
  if (count(text, sentence) <= LONG) return [sentence]
  const parts: Span[] = []
  let from = sentence.start
  CLAUSE.lastIndex = from
  for (let match = CLAUSE.exec(text); match !== null && match.index < sentence.end; match = CLAUSE.exec(text)) {
    const part = trim(text, from, match.index + 1)
    if (
      part === undefined ||
      count(text, part) < LONG / 4 ||
      count(text, { start: part.end, end: sentence.end }) < LONG / 4
    )
      continue
    parts.push(part)
    from = part.end
  }
  const rest = trim(text, from, sentence.end)
  if (rest !== undefined) parts.push(rest)
  return parts
}

/** White-space separated words of a span. */
export function count(text: string, span: Span): number {
  return text.slice(span.start, span.end).match(/\S+/g)?.length ?? 0
}

/** The span without white space at its edges, or `undefined` where nothing is left. */
export function trim(text: string, start: number, end: number): Span | undefined {
  const slice = text.slice(start, end)
  const left = slice.length - slice.trimStart().length
  const right = slice.trimEnd().length
  return right > left ? { start: start + left, end: start + right } : undefined
}
