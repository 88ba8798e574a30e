/**
 * Where the words of a link stand now: its document may have changed since.
 *
 * 1. `same`: they stand where the link says. Without a sketch any stretch of the text is taken for it.
 * 2. `moved`: they stand elsewhere, letter by letter; of several places the nearest.
 * 3. `changed`: at least half of them, and `LEAST` of them, still stand in order within a stretch not much longer than the quote. The best
 *    such place is meant, widened to whole sentences.
 * 4. `gone`: none of these. `unknown`: the link's span lies outside the text, and there is no sketch to go by.
 *
 * At most `NEAR` units on either side of the span are read (a tenth of a second for all of them), and what is compared more closely is
 * bounded too, so that no document and no link takes longer.
 */
import type { Document } from '../corpus/document.ts'
import { type Span, sentences } from '../text/sentences.ts'
import { checkOf, isOfWord, placesOf, readSketch, type Sketch, type Words, wordsIn } from './sketch.ts'

/** Offsets are UTF-16 code units of the document's text. */
export type Located =
  | { readonly state: 'same' | 'moved' | 'changed'; readonly start: number; readonly end: number }
  | { readonly state: 'gone' | 'unknown'; readonly start?: never; readonly end?: never }

/** UTF-16 units before and after the link's span that are read: most documents as a whole. */
const NEAR = 2_000_000
/** Places that begin with the right codes and are compared word by word. */
const MOST_COMPARED = 100
/** Stretches that are looked at closely for rule 3. */
const MOST_STRETCHES = 40
/** Words that must stand, however short the quote: two words in order stand in many places. */
const LEAST = 4
/** A sentence is completed by at most so many UTF-16 units on either side. */
const WIDEST = 400

/** Finds what a link leads to. Never throws, whatever the span and the sketch hold. */
export function locate({ text }: Pick<Document, 'text'>, span: Span, sketch?: string): Located {
  const isInside = span.start >= 0 && span.start < span.end && span.end <= text.length
  const wanted = sketch === undefined ? undefined : readSketch(sketch)
  if (wanted === undefined) return isInside ? { state: 'same', ...wholeLetters(text, span) } : { state: 'unknown' }
  if (isInside && isSketchOf(text, span, wanted)) return { state: 'same', start: span.start, end: span.end }
  const here = Math.min(Math.max(0, span.start), text.length)
  const words = wordsIn(text, ...nearby(text, here))
  const moved = movedTo(text, words, wanted, here)
  if (moved !== undefined) return { state: 'moved', ...withEdges(text, moved, wanted) }
  const changed = changedTo(words, wanted, here)
  return changed === undefined ? { state: 'gone' } : { state: 'changed', ...wholeSentences(text, changed) }
}

/** What is read around a place. A word cut in two at its edges is no word of the quote's. */
const nearby = (text: string, here: number): [number, number] => [
  Math.max(0, here - NEAR),
  Math.min(text.length, here + NEAR),
]

/** A span that cuts through no surrogate pair. */
export function wholeLetters(text: string, { start, end }: Span): Span {
  const isCut = (at: number): boolean =>
    at > 0 && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at))
  return { start: isCut(start) ? start - 1 : start, end: isCut(end) ? end + 1 : end }
}

function isSketchOf(text: string, { start, end }: Span, { count, check, codes }: Sketch): boolean {
  const words = wordsIn(text, start, end, count + 1)
  return (
    words.count === count &&
    placesOf(count, codes.length).every((place, at) => words.codes[place] === codes[at]) &&
    checkOf(text, words, 0, count) === check
  )
}

/** Rule 2. */
function movedTo(text: string, words: Words, { count, check, codes }: Sketch, here: number): Span | undefined {
  const places = placesOf(count, codes.length)
  const last = words.count - count
  if (last < 0) return undefined
  const begins = (word: number): boolean => {
    for (let at = 0; at < places.length; at++) if (words.codes[word + (places[at] ?? 0)] !== codes[at]) return false
    return true
  }
  let compared = 0
  // From here outwards to both sides, so that what is found first is the nearest, by words.
  const middle = Math.min(last, wordAt(words, here))
  for (let step = 0; step <= 2 * last + 1; step++) {
    const word = step % 2 === 0 ? middle + step / 2 : middle - (step + 1) / 2
    if (word < 0 || word > last || !begins(word)) continue
    if (compared++ === MOST_COMPARED) return undefined
    if (checkOf(text, words, word, count) === check)
      return { start: words.starts[word] ?? 0, end: words.ends[word + count - 1] ?? 0 }
  }
  return undefined
}

/** The first word that ends after a place. */
function wordAt({ ends, count }: Words, place: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}

/** Words with as much of the punctuation around them as was quoted. */
function withEdges(text: string, { start, end }: Span, { before, after }: Sketch): Span {
  const isEdge = (at: number): boolean => at >= 0 && at < text.length && !isOfWord(text.charCodeAt(at))
  let [first, last] = [start, end]
  while (start - first < before && isEdge(first - 1)) first--
  while (last - end < after && isEdge(last)) last++
  return { start: first, end: last }
}

/** Rule 3: the words from the first that stands to the last. */
function changedTo(words: Words, { count, codes }: Sketch, here: number): Span | undefined {
  const needed = Math.max(Math.min(LEAST, count), Math.ceil(codes.length / 2))
  if (codes.length < needed) return undefined
  const width = count + Math.max(3, count >>> 2)
  const there = wordAt(words, here)
  let best: { readonly kept: number; readonly away: number; readonly first: number; readonly last: number } | undefined
  for (const from of stretches(words, codes, width, needed, there)) {
    const kept = inOrder(words, codes, from, Math.min(words.count, from + width))
    const [first, last] = [kept[0], kept.at(-1)]
    if (first === undefined || last === undefined || kept.length < needed) continue
    const away = Math.abs(first - there)
    if (best === undefined || kept.length > best.kept || (kept.length === best.kept && away < best.away))
      best = { kept: kept.length, away, first, last }
  }
  return best && { start: words.starts[best.first] ?? 0, end: words.ends[best.last] ?? 0 }
}

/** Where stretches of `width` words begin that hold at least `needed` of the codes in any order: the fullest, then the nearest. */
function stretches(
  words: Words,
  codes: readonly number[],
  width: number,
  needed: number,
  there: number,
): readonly number[] {
  const wanted = new Uint8Array(0x1000)
  for (const code of codes) wanted[code] = (wanted[code] ?? 0) + 1
  const held = new Int32Array(0x1000)
  let full = 0
  const found: { from: number; full: number }[] = []
  for (let word = 0; word < words.count; word++) {
    const code = words.codes[word] ?? 0
    if (wanted[code] !== 0) {
      held[code] = (held[code] ?? 0) + 1
      if ((held[code] ?? 0) <= (wanted[code] ?? 0)) full++
    }
    const from = word - width + 1
    if (from > 0) {
      const left = words.codes[from - 1] ?? 0
      if (wanted[left] !== 0) {
        if ((held[left] ?? 0) <= (wanted[left] ?? 0)) full--
        held[left] = (held[left] ?? 0) - 1
      }
    }
    if (full < needed) continue
    // Neighbouring stretches are one place, named by the fullest.
    const last = found.at(-1)
    if (last === undefined || Math.max(0, from) - last.from > width >>> 1) found.push({ from: Math.max(0, from), full })
    else if (full > last.full) Object.assign(last, { from: Math.max(0, from), full })
  }
  return found
    .sort((a, b) => b.full - a.full || Math.abs(a.from - there) - Math.abs(b.from - there))
    .slice(0, MOST_STRETCHES)
    .map(({ from }) => from)
}

/** The words of a stretch that are the codes' in the same order: a longest common subsequence. */
function inOrder(words: Words, codes: readonly number[], from: number, to: number): number[] {
  const wanted = new Set(codes)
  const own: number[] = []
  for (let word = from; word < to; word++) if (wanted.has(words.codes[word] ?? 0)) own.push(word)
  const across = codes.length + 1
  const longest = new Uint8Array((own.length + 1) * across)
  const at = (word: number, code: number): number => longest[word * across + code] ?? 0
  for (let word = own.length - 1; word >= 0; word--)
    for (let code = codes.length - 1; code >= 0; code--)
      longest[word * across + code] =
        words.codes[own[word] ?? 0] === codes[code]
          ? at(word + 1, code + 1) + 1
          : Math.max(at(word + 1, code), at(word, code + 1))
  const kept: number[] = []
  for (let word = 0, code = 0; word < own.length && code < codes.length; ) {
    if (words.codes[own[word] ?? 0] === codes[code]) {
      kept.push(own[word] ?? 0)
      word++
      code++
    } else if (at(word + 1, code) >= at(word, code + 1)) word++
    else code++
  }
  return kept
}

/** A stretch with the rest of the sentences it begins and ends in, where that is not too long. */
function wholeSentences(text: string, { start, end }: Span): Span {
  const [from, to] = [Math.max(0, start - WIDEST), Math.min(text.length, end + WIDEST)]
  const around = sentences(text.slice(from, to)).map((one) => ({ start: one.start + from, end: one.end + from }))
  const first = around.find((one) => one.end > start)
  const last = around.findLast((one) => one.start < end)
  // One that begins or ends where the look around did may go on beyond.
  return {
    start: first === undefined || (first.start === from && from > 0) ? start : Math.min(start, first.start),
    end: last === undefined || (last.end === to && to < text.length) ? end : Math.max(end, last.end),
  }
}
