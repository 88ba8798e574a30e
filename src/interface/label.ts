/** How a citation is named in one line: `title — section — author or publisher, date`. */
import type { Citation } from '../answer/citation.ts'
import type { Phrases } from './phrases.ts'

/** The label of a citation. `piece` is applied to every part that comes from the document (to isolate or escape it). */
export function citationLabel(
  { document, section }: Pick<Citation, 'document' | 'section'>,
  say: Phrases,
  piece: (text: string) => string = (text) => text,
): string {
  const kind = kindOf(document, say)
  const title = kind === undefined ? piece(document.title) : `${piece(document.title)} (${kind})`
  const by = document.author ?? document.publisher
  const source = [
    by === undefined ? undefined : piece(by),
    document.date === undefined ? say.undated : piece(document.date),
  ]
  return [title, ...section.slice(-1).map(piece), source.filter((part) => part !== undefined).join(say.separator)].join(
    ' — ',
  )
}

/** What a document is when it is no source of its own, said behind its title. */
export function kindOf({ kind }: Citation['document'], say: Phrases): string | undefined {
  if (kind === 'brief') return say.brief
  return kind === 'note' ? say.notes.kind : undefined
}
