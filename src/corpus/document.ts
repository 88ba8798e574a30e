/** What a corpus holds. Every offset is in UTF-16 code units of `Document.text`, `end` exclusive. */
import { z } from 'zod'
import type { Span } from '../text/sentences.ts'

/** A structural piece of a document, as its format (or, in plain text, its layout) shows it. */
export interface Part extends Span {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'quote' | 'table' | 'code'
  /** Of a heading: 1 for the highest. Of a list item: its depth, 1 for the outermost. */
  readonly level?: number
  /** Of a heading: whether only the layout of a plain text suggests that it is one. */
  readonly guessed?: boolean
  /** Stretches inside the part that are markup, not words: link targets, comments, footnote marks. */
  readonly skip?: readonly Span[]
}

const text = z.string().trim().min(1)
const partialDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'expected YYYY, YYYY-MM or YYYY-MM-DD')

/** What a document says about itself in front matter, a sidecar file or HTML. Other keys are allowed and ignored. */
export const Metadata: z.ZodObject<{
  title: z.ZodOptional<z.ZodString>
  author: z.ZodOptional<z.ZodString>
  publisher: z.ZodOptional<z.ZodString>
  date: z.ZodOptional<z.ZodString>
  url: z.ZodOptional<z.ZodURL>
  language: z.ZodOptional<z.ZodString>
  collection: z.ZodOptional<z.ZodString>
  kind: z.ZodOptional<z.ZodString>
  license: z.ZodOptional<z.ZodString>
  visibility: z.ZodOptional<z.ZodEnum<{ chat: 'chat'; everywhere: 'everywhere' }>>
}> = z.object({
  title: text.optional(),
  author: text.optional(),
  publisher: text.optional(),
  date: partialDate.optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'expected a language code such as ar')
    .optional(),
  collection: text.optional(),
  kind: text.optional(),
  license: text.optional(),
  visibility: z.enum(['chat', 'everywhere']).optional(),
})
export type Metadata = z.infer<typeof Metadata>

/** Where a piece of metadata was found. `collection`: in a file that speaks for all documents of a folder. */
export type Origin = 'sidecar' | 'front matter' | 'html' | 'collection' | 'text' | 'opening words' | 'file name'

/** A document as an adapter read it, before the core looks into it. */
export interface Source {
  /** Path in its corpus folder without extension, `/` between folders. */
  readonly id: string
  /** Path as a person would type it. */
  readonly file: string
  /** The canonical text: what the file says after front matter, newlines as LF, otherwise untouched. */
  readonly text: string
  /** Absent for plain text, whose layout the core reads itself. */
  readonly parts?: readonly Part[]
  /** Declared metadata, already validated, with the place each was found in. */
  readonly metadata: { readonly [key in keyof Metadata]?: { readonly value: string; readonly origin: Origin } }
}

/** Something about a file that a person should know. An `error` means that some of it is not in the index. */
export interface Problem {
  readonly file: string
  readonly severity: 'error' | 'note'
  readonly reason: string
}

/** A span of a document that is found and cited as one: a paragraph, a few short ones, or a list with its lead-in. */
export interface Passage extends Span {
  /** The same while the document's id and the passage's text stay the same. */
  readonly id: string
  /** Headings above it, outermost first, without the document's title. */
  readonly section: readonly string[]
  readonly text: string
  /** The sentences a quote is made of, in order; offsets of the document. */
  readonly sentences: readonly Span[]
  /** Markup and page furniture inside it, which is shown but not searched; offsets of the document. */
  readonly skip: readonly Span[]
}

/** Text that is shown with the document but is not searched. */
export interface Omission extends Span {
  readonly reason: 'boilerplate' | 'footnotes' | 'byline'
}

/** A document ready to be searched and cited. */
export interface Document {
  readonly id: string
  readonly file: string
  readonly text: string
  readonly title: string
  readonly author?: string
  readonly publisher?: string
  /** ISO 8601, as precise as the source states it. */
  readonly date?: string
  readonly url?: string
  readonly language: string
  readonly collection?: string
  readonly kind?: string
  /** Quoted in chats and kept from the web; absent: shown everywhere. */
  readonly visibility?: 'chat'
  /** The conversation whose moderators added it, by `conversationKey`: it is found nowhere else. */
  readonly owner?: string
  /** All of the source's parts in order, those that are not searched too. */
  readonly parts: readonly Part[]
  readonly origins: { readonly [key in keyof Metadata]?: Origin }
  readonly passages: readonly Passage[]
  readonly omissions: readonly Omission[]
}

/** Whether a document is a moderators' answer to a question; a file does not make itself one. */
export const isNote = ({ kind, owner }: Pick<Document, 'kind' | 'owner'>): boolean =>
  kind === 'note' && owner !== undefined
