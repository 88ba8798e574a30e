/** Things to ask about, for somebody who does not know the documents: their own headings, where asking with them finds their place. */
import type { Document } from '../corpus/document.ts'
import type { Index } from '../retrieval/index.ts'
import type { Allowed } from '../retrieval/rank.ts'
import { count } from '../text/sentences.ts'
import { answer } from './answer.ts'

/** Words: fewer name too much, more are no longer read at a glance. */
const FEWEST = 3
const MOST = 9
/** Headings of one document that are tried, so that a large corpus does not make somebody wait. */
const TRIED = 6

/** At most `limit`, of as many documents as there are, in the order of the corpus. */
export function examples(index: Index, documents: readonly Document[], limit: number, allowed: Allowed): string[] {
  const found: string[] = []
  const lists = documents.filter(allowed).map((document) => headings(document))
  for (let turn = 0; turn < TRIED && found.length < limit; turn++)
    for (const list of lists) {
      const heading = list[turn]
      if (heading === undefined || found.length >= limit || found.includes(heading.text)) continue
      const [first] = answer(index, heading.text, 1, allowed).citations
      if (first?.document.id === heading.document && first.section.includes(heading.text)) found.push(heading.text)
    }
  return found
}

/** The headings of a document that could be asked with, the ones in its middle first: an introduction says little. */
function headings({ id, passages }: Document): { readonly document: string; readonly text: string }[] {
  const all = [...new Set(passages.flatMap(({ section }) => section.slice(-1)))].filter((text) => {
    const words = count(text, { start: 0, end: text.length })
    return words >= FEWEST && words <= MOST
  })
  const half = Math.floor(all.length / 2)
  return [...all.slice(half), ...all.slice(0, half)].slice(0, TRIED).map((text) => ({ document: id, text }))
}
