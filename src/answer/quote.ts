/**
 * The words that are quoted: the window that speaks of the question, with the sentences around it while the whole stays
 * short. An answer often stands in the sentence after the one that names its subject, and a lone sentence reads badly. Before
 * the window, a line break ends it: what stands above is another paragraph, or a heading.
 */
import type { Passage } from '../corpus/document.ts'
import type { Window } from '../retrieval/window.ts'
import { count, type Span } from '../text/sentences.ts'

/** Sentences are added while the quote has at most this many words. */
const ROUNDED = 45

/** The quote of a passage for a window, as offsets of the document's text. Never empty, never beyond the passage. */
export function quoteSpan(text: string, passage: Passage, window: Window): Span {
  let { first, last } = window
  const span = (from: number, to: number): Span => ({
    start: passage.sentences[from]?.start ?? passage.start,
    end: passage.sentences[to]?.end ?? passage.end,
  })
  const fits = (from: number, to: number): boolean =>
    from >= 0 && to < passage.sentences.length && count(text, span(from, to)) <= ROUNDED
  while (fits(first, last + 1)) last++
  while (fits(first - 1, last) && !text.slice(span(first - 1, last).start, span(first, last).start).includes('\n'))
    first--
  return span(first, last)
}
