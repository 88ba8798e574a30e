/** What can be found of a text that somebody quotes. */
import type { CitedDocument } from '../answer/citation.ts'

/** Where something stands; offsets of `document.text`. */
export interface Place {
  readonly document: CitedDocument
  readonly start: number
  readonly end: number
  /** `document.text.slice(start, end)`. */
  readonly stands: string
  /** The passage it lies in, where it lies in one. */
  readonly passage?: string
  /** Headings above its beginning; empty outside the passages. */
  readonly section: readonly string[]
  /** False where it begins or ends inside a word, which can turn the meaning round: "possible" of "impossible". */
  readonly wholeWords: boolean
  readonly link?: string
}

/** In what a text is written otherwise than the document. */
export type Variation =
  | 'harakat'
  | 'letters'
  | 'digits'
  | 'punctuation'
  | 'footnotes'
  | 'spaces'
  | 'invisible'
  | 'markup'

/** Words that differ, as written; the empty string where there are none. */
export interface Difference {
  /** `added`: only said. `missing`: only in the document. */
  readonly kind: 'changed' | 'added' | 'missing'
  readonly said: string
  readonly stands: string
}

/** A part of a stitched text with the place it was taken from. */
export interface Piece {
  readonly said: string
  readonly place: Place
}

/** `said` is the text without what was trimmed. `places` are never empty, at most `MOST_PLACES`, in corpus order. */
export type Verification =
  | { readonly outcome: 'exact'; readonly said: string; readonly places: readonly Place[] }
  | {
      readonly outcome: 'normalized'
      readonly said: string
      readonly places: readonly Place[]
      /** Against the first place; never empty. */
      readonly variations: readonly Variation[]
    }
  | {
      readonly outcome: 'misattributed'
      readonly said: string
      /** Where it stands. */
      readonly places: readonly Place[]
      /** Empty where it stands exactly. */
      readonly variations: readonly Variation[]
      /** The document the text names as its source. */
      readonly named: CitedDocument
    }
  | { readonly outcome: 'stitched'; readonly said: string; readonly pieces: readonly Piece[] }
  | {
      readonly outcome: 'altered'
      readonly said: string
      readonly place: Place
      /** Share of the words that agree, `CLOSE` to 1. */
      readonly closeness: number
      /** In reading order; never empty. */
      readonly differences: readonly Difference[]
    }
  | { readonly outcome: 'short'; readonly said: string }
  | { readonly outcome: 'not_found'; readonly said: string }

/** Fewer letters and digits than this would stand somewhere by chance. */
export const LEAST = 12
