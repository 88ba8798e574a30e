/**
 * Text with entities (Bot API, MessageEntity): formatting is offsets in UTF-16 units beside the text, so nothing in a document or
 * a question can be taken for markup.
 */
import type { MessageEntity } from 'telegraf/types'

/** An entity as sent; the types of telegraf 4.16 end at Bot API 7.1, expandable quotes came with 7.4. */
export type Entity = MessageEntity | { type: 'expandable_blockquote'; offset: number; length: number }

export interface Formatted {
  readonly text: string
  readonly entities: readonly Entity[]
}

export const NOTHING: Formatted = { text: '', entities: [] }

export function plain(text: string): Formatted {
  return { text, entities: [] }
}

/** The whole of a text under one entity, such as `{ type: 'text_link', url }`. */
export function entity(
  inner: Formatted,
  kind: { type: 'bold' | 'blockquote' | 'expandable_blockquote' } | Link,
): Formatted {
  if (inner.text === '') return inner
  return {
    text: inner.text,
    entities: [{ ...kind, offset: 0, length: inner.text.length } as Entity, ...inner.entities],
  }
}

interface Link {
  readonly type: 'text_link'
  readonly url: string
}

/** One after the other, with `between` in the gaps. */
export function join(parts: readonly Formatted[], between: string): Formatted {
  let text = ''
  const entities: Entity[] = []
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between
    entities.push(...part.entities.map((one) => ({ ...one, offset: one.offset + text.length })))
    text += part.text
  }
  return { text, entities }
}
