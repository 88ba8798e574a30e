/** When documents were first seen and last changed, kept from one loading of the corpus to the next. Pure: the moment is given. */
import type { Document } from './document.ts'
import { hash } from './hash.ts'

/** By document id. What was there from the beginning has no time. */
export type Seen = Readonly<
  Record<string, { readonly hash: string; readonly added?: number; readonly changed?: number }>
>

/** What is known once these documents are there; `undefined` before: nothing of them is new. */
export function see(before: Seen | undefined, documents: readonly Document[], now: number): Seen {
  return Object.fromEntries(
    documents.map(({ id, text }) => {
      const old = before?.[id]
      const own = hash(text)
      if (old?.hash === own) return [id, old]
      if (old !== undefined) return [id, { ...old, hash: own, changed: now }]
      return [id, before === undefined ? { hash: own } : { hash: own, added: now }]
    }),
  )
}

/** Ids of documents that were added, and of others that changed, in a time (`from` included, `to` not). */
export function changesBetween(seen: Seen, from: number, to: number): { added: string[]; changed: string[] } {
  const within = (at: number | undefined): boolean => at !== undefined && at >= from && at < to
  const ids = Object.keys(seen)
  const added = ids.filter((id) => within(seen[id]?.added))
  return { added, changed: ids.filter((id) => within(seen[id]?.changed) && !added.includes(id)) }
}
