/** A source made into a document: structure, furniture, metadata, passages, in that order. */
import { withoutBoilerplate } from './boilerplate.ts'
import type { Document, Metadata, Origin, Part, Source } from './document.ts'
import { findMetadata } from './metadata.ts'
import { passages } from './passage.ts'
import { plainParts } from './plain.ts'

const TITLE_LINES = 4

/**
 * The document a source is. Declared metadata wins over what the text says, and that over what is declared for its whole collection;
 * of the language, which a text does not say but lets guess, the collection knows more.
 */
export function parseDocument(source: Source): Document {
  const parts = source.parts ?? plainParts(source.text)
  const { kept, omissions } = withoutBoilerplate(source.text, parts)
  const { found, bylines } = findMetadata(source.text, kept)
  const { language: guessed, ...said } = found
  const own = Object.entries(source.metadata).filter(([, { origin }]) => origin !== 'collection')
  const all: Source['metadata'] = {
    ...(guessed && { language: guessed }),
    ...source.metadata,
    ...said,
    ...Object.fromEntries(own),
  }
  const title = all.title?.value ?? source.id.slice(source.id.lastIndexOf('/') + 1)
  const origins: { [key in keyof Metadata]?: Origin } = { title: 'file name' }
  for (const [key, entry] of Object.entries(all)) origins[key as keyof Metadata] = entry.origin
  // The lines that are the title stand above every citation; a title that is the opening words of a paragraph takes nothing out.
  const isTitle = (part: Part): boolean =>
    part.kind !== 'heading' && origins.title !== 'opening words' && title.includes(written(part))
  const titleLines = kept.slice(0, TITLE_LINES).filter(isTitle)
  const body = kept.filter((part) => !bylines.includes(part) && !titleLines.includes(part))

  return {
    id: source.id,
    file: source.file,
    text: source.text,
    title,
    ...optional('author'),
    ...optional('publisher'),
    ...optional('date'),
    ...optional('url'),
    ...optional('collection'),
    ...optional('kind'),
    ...(all.visibility?.value === 'chat' ? { visibility: 'chat' as const } : {}),
    language: all.language?.value ?? 'ar',
    parts,
    origins,
    passages: passages(source.id, source.text, body, title),
    omissions: [...omissions, ...bylines.map(({ start, end }) => ({ start, end, reason: 'byline' as const }))].sort(
      (a, b) => a.start - b.start,
    ),
  }

  function written(part: Part): string {
    return source.text.slice(part.start, part.end).replace(/\s+/g, ' ').trim()
  }
  function optional<Key extends keyof Metadata>(key: Key): { [key in Key]?: string } {
    const entry = all[key]
    return entry === undefined ? {} : ({ [key]: entry.value } as { [key in Key]?: string })
  }
}
