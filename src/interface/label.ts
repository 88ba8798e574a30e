/** How a citation is named in one line: `title — section — author or publisher, date`. */
import type { Citation } from '../answer/citation.ts'
import type { Phrases } from './phrases.ts'

/** The label of a citation. `piece` is applied to every part that comes from the document (to isolate or escape it). */
export function citationLabel(
  { document, section }: Citation,
  say: Phrases,
  piece: (text: string) => string = (text) => text,
): string {
  const title = document.kind === 'brief' ? `${piece(document.title)} (${say.brief})` : piece(document.title)
  const by = document.author ?? document.publisher
  const source = [
    by === undefined ? undefined : piece(by),
    document.date === undefined ? say.undated : piece(document.date),
  ]
  return [title, ...section.slice(-1).map(piece), source.filter((part) => part !== undefined).join(say.separator)].join(
    ' — ',
  )
}
