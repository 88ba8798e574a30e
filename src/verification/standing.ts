/** Where a text stands in the documents: letter by letter, or folded as for the search. */
import { citedDocument, linkTo } from '../answer/citation.ts'
import { isVerbatim } from '../answer/verbatim.ts'
import type { Document } from '../corpus/document.ts'
import { occurrences, offset, read, readings } from './reading.ts'
import { variationsOf } from './variations.ts'
import { LEAST, type Place, type Verification } from './verification.ts'

export type Standing = Extract<Verification, { outcome: 'exact' | 'normalized' }>

const MOST_PLACES = 10
/** Occurrences that are looked at before the best places are taken. */
export const MOST_LOOKED_AT = 200

export function exact(documents: readonly Document[], said: string): Standing | undefined {
  const found: Place[] = []
  let looked = 0
  for (const document of documents) {
    for (
      let at = document.text.indexOf(said);
      at >= 0 && looked < MOST_LOOKED_AT;
      at = document.text.indexOf(said, at + 1)
    ) {
      found.push(...placeOf(document, at, at + said.length))
      looked++
    }
  }
  const [first, ...rest] = wholeFirst(found)
  return first === undefined ? undefined : { outcome: 'exact', said, places: [first, ...rest] }
}

export function normalized(documents: readonly Document[], said: string): Standing | undefined {
  const { letters } = read(said)
  if (letters.length < LEAST) return undefined
  const found = new Map<string, Place>()
  let looked = 0
  for (const reading of documents.flatMap(readings)) {
    for (const at of occurrences(reading, letters)) {
      if (looked++ >= MOST_LOOKED_AT) break
      const [start, end] = [offset(reading, at, 'start'), offset(reading, at + letters.length, 'end')]
      for (const place of placeOf(reading.document, start, end))
        found.set(`${place.document.id} ${start} ${end}`, place)
    }
  }
  const places = wholeFirst([...found.values()])
  const document = documents.find(({ id }) => id === places[0]?.document.id)
  if (places[0] === undefined || document === undefined) return undefined
  return { outcome: 'normalized', said, places, variations: variationsOf(said, document, places[0]) }
}

function wholeFirst(places: readonly Place[]): Place[] {
  const whole = places.filter(({ wholeWords }) => wholeWords)
  return (whole.length > 0 ? whole : places).slice(0, MOST_PLACES)
}

/** One place, none where the gate does not let it pass. */
export function placeOf(document: Document, start: number, end: number): Place[] {
  const stands = document.text.slice(start, end)
  if (!isVerbatim(document, stands, start, end)) return []
  const passage = document.passages.findLast((one) => one.start <= start)
  const link = linkTo(document, stands)
  return [
    {
      document: citedDocument(document),
      start,
      end,
      stands,
      ...(passage !== undefined && end <= passage.end ? { passage: passage.id } : {}),
      section: passage !== undefined && start < passage.end ? passage.section : [],
      wholeWords: !insideWord(document.text, start) && !insideWord(document.text, end),
      ...(link === undefined ? {} : { link }),
    },
  ]
}

const insideWord = (text: string, at: number): boolean =>
  /[\p{L}\p{M}\p{Nd}]$/u.test(text.slice(Math.max(0, at - 2), at)) &&
  /^\p{Cf}*[\p{L}\p{M}\p{Nd}]/u.test(text.slice(at, at + 4))
