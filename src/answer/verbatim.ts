/** The gate every quote passes before it leaves: it stands in the document, letter by letter, where we say it does. */
import type { Document } from '../corpus/document.ts'

/** Whether `quote` is exactly the document's text from `start` to `end`, cut through no surrogate pair. */
export function isVerbatim(document: Document, quote: string, start: number, end: number): boolean {
  return (
    quote !== '' &&
    start >= 0 &&
    end <= document.text.length &&
    document.text.slice(start, end) === quote &&
    quote.isWellFormed()
  )
}
