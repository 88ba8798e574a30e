/** What a file's bytes say: the one way from a file to a source, wherever the file came from. */
import type { Doubt, Refusal, Source } from '../../src/index.ts'
import { decode } from './encoding.ts'
import { readFrontMatter } from './front-matter.ts'
import { readHtml } from './html.ts'
import { readMarkdown } from './markdown.ts'
import { checkMetadata, undeclared } from './metadata.ts'
import type { Reading } from './reading.ts'

/** A source or why there is none. Every `reason` is in words that follow the file's name. */
export type SourceReading = (
  | { readonly source: Source }
  | { readonly refusal: Exclude<Refusal, 'slow' | 'size' | 'type'>; readonly reason: string }
) & { readonly doubts: readonly { readonly doubt: Doubt; readonly reason: string }[] }

/** Reads `bytes` in the format that the ending of `file` names. Throws for what a format's reader cannot read. */
export function readSource(id: string, file: string, bytes: Uint8Array): SourceReading {
  const decoded = decode(bytes)
  if ('refusal' in decoded) return { ...decoded, doubts: [] }
  const { text, parts, declared, problems } = read(file, decoded.text)
  const unread = problems.map((reason) => ({ doubt: 'front matter' as const, reason }))
  if (text.trim() === '') return { refusal: 'empty', reason: 'has no text', doubts: unread }
  const origin = /\.html?$/i.test(file) ? 'html' : 'front matter'
  const { metadata, problems: wrong } = checkMetadata(declared, origin)
  return {
    source: {
      id,
      file,
      text,
      metadata: unread.length > 0 ? { ...metadata, ...undeclared(origin) } : metadata,
      ...(parts !== undefined && { parts }),
    },
    doubts: [...unread, ...wrong.map((reason) => ({ doubt: 'metadata' as const, reason }))],
  }
}

function read(file: string, text: string): Reading {
  if (/\.(?:md|markdown)$/i.test(file)) return readMarkdown(text)
  if (/\.html?$/i.test(file)) return readHtml(text)
  return readFrontMatter(text)
}
