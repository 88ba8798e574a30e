/**
 * The words that are quoted: the window that speaks of the question, with sentences around it. An answer often stands in the
 * sentence after the one that names its subject, and a lone sentence reads badly.
 *
 * 1. A list comes with the line that announces it, while the whole has at most `LISTED` words: where a list is asked for, or
 *    the window ends in a colon.
 * 2. A neighbour that by itself says `RIVAL` of what the window says is as likely to answer: it is added up to `LONGEST` words.
 * 3. Any other neighbour is added up to `ROUNDED` words; not where the window has the date, number, person or place that is asked
 *    for and the neighbour has none. Of two, the one that says more comes first, else the following one.
 * 4. Before the window, a line break ends it: what stands above is another paragraph, or a heading.
 */
import type { Passage } from '../corpus/document.ts'
import type { Window } from '../retrieval/window.ts'
import type { Asked } from '../text/asked.ts'
import { count, type Span } from '../text/sentences.ts'

/** Most words with a neighbour that says little. */
const ROUNDED = 50
/** Most words with a neighbour that says much. */
const LONGEST = 75
/** Most words of a list with its lead-in. */
const LISTED = 60
/** From which share of the window's on a neighbour says much. */
const RIVAL = 0.5
/** Kinds that are seen in a sentence where it answers: nothing is to be looked for around it. */
const SEEN: ReadonlySet<Asked> = new Set(['date', 'number', 'person', 'place'])

/** What opens a list item, at the end of what stands between two sentences. */
const MARK = /\n\s*(?:[-*+•·▪–]|\(?[\p{L}\p{Nd}]{1,3}[.)-])\s*$/u

/**
 * The quote of a passage for a window, as offsets of the document's text. Never empty, never beyond the passage, and only of
 * sentences that are `free`.
 */
export function quoteSpan(
  text: string,
  passage: Passage,
  window: Window,
  free: (sentence: number) => boolean = () => true,
): Span {
  const { sentences } = passage
  const span = (from: number, to: number): Span => ({
    start: sentences[from]?.start ?? passage.start,
    end: sentences[to]?.end ?? passage.end,
  })
  const fits = (from: number, to: number, most: number): boolean =>
    from >= 0 && to < sentences.length && free(from) && free(to) && count(text, span(from, to)) <= most
  /** What stands before a sentence, after the one above it. */
  const gap = (at: number): string =>
    at > 0 && at < sentences.length ? text.slice(span(at - 1, at - 1).end, span(at, at).start) : ''
  const isItem = (at: number): boolean => MARK.test(gap(at))
  const announces = (at: number): boolean => text.slice(span(at, at).start, span(at, at).end).endsWith(':')

  let { first, last } = window
  if (window.asked === 'list') {
    while (isItem(first) && fits(first - 1, last, LISTED)) first--
  }
  if (announces(last) || (window.asked === 'list' && (isItem(last) || isItem(last + 1)))) {
    while (gap(last + 1).includes('\n') && fits(first, last + 1, LISTED)) last++
  }

  /** The most words that the quote may have with a neighbour. */
  const most = (at: number): number => {
    if ((window.shares[at] ?? 0) >= RIVAL) return LONGEST
    return SEEN.has(window.asked) && window.answers && window.fit[at] !== true ? 0 : ROUNDED
  }
  for (;;) {
    const after = fits(first, last + 1, most(last + 1))
    const before = fits(first - 1, last, most(first - 1)) && !gap(first).includes('\n')
    if (!after && !before) return span(first, last)
    const saysMore = (window.shares[first - 1] ?? 0) > (window.shares[last + 1] ?? 0)
    if (before && (saysMore || !after)) first--
    else last++
  }
}
