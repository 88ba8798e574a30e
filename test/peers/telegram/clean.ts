/**
 * Cleaning and trimming of text, after TDLib's rules; entities keep their place.
 * - Control characters and tab become a space; carriage return, U+2028–202E and the combining U+030A, U+0333, U+033F go.
 * - In a run of left/right marks all but the last become U+200C. Input is cut at 35 000 bytes.
 * - White space at the end goes, and at the start up to the first entity.
 */
import type { TelegramMessageEntity } from '@gramio/types'

export interface FormattedText {
  readonly text: string
  readonly entities: TelegramMessageEntity[]
}

export function cleaned({ text, entities }: FormattedText): FormattedText {
  /** For each UTF-16 unit of the source, where it is now. */
  const at: number[] = []
  let out = ''
  let bytes = 0
  for (const letter of text) {
    for (let unit = 0; unit < letter.length; unit++) at.push(out.length + unit)
    const kept = cleanedLetter(letter)
    bytes += Buffer.byteLength(kept)
    if (bytes > MAX_BYTES) {
      for (let unit = 1; unit <= letter.length; unit++) at[at.length - unit] = out.length
      continue
    }
    out += kept
  }
  at.push(out.length)
  out = out.replace(/[\u200e\u200f]+(?=[\u200e\u200f])/g, (run) => '\u200c'.repeat(run.length))
  return { text: out, entities: entities.flatMap((entity) => moved(entity, at, out.length)) }
}

const MAX_BYTES = 35_000

function cleanedLetter(letter: string): string {
  if (/[\r\u2028-\u202e\u030a\u0333\u033f]/.test(letter)) return ''
  return /[\0-\x09\x0b-\x1f]/.test(letter) ? ' ' : letter
}

function moved(entity: TelegramMessageEntity, at: readonly number[], end: number): TelegramMessageEntity[] {
  const offset = at[entity.offset] ?? end
  const length = (at[entity.offset + entity.length] ?? end) - offset
  return length > 0 ? [{ ...entity, offset, length }] : []
}

export function trimmed({ text, entities }: FormattedText): FormattedText {
  const kept = text.replace(/[ \n]+$/, '')
  const firstEntity = entities[0]?.offset ?? kept.length
  const start = Math.min(/^[ \n]*/.exec(kept)?.[0].length ?? 0, firstEntity)
  return {
    text: kept.slice(start),
    entities: entities.flatMap((entity) => {
      const length = Math.min(entity.offset + entity.length, kept.length) - entity.offset
      return length > 0 ? [{ ...entity, offset: entity.offset - start, length }] : []
    }),
  }
}

/** Spaces, direction marks and other signs without ink do not make a message. */
export function isEmpty(text: string): boolean {
  return /^[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufffc]*$/.test(
    text,
  )
}
