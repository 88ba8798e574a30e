/** Whether a passage has what is asked for where it should stand: what the ranking of names and the confidence have in common. */
import { type Document, isNote } from '../corpus/document.ts'
import { isGivenName } from '../text/asked.ts'
import { isCount } from '../text/numbers.ts'
import { type Held, HOLDS, type Holding, isHeld } from './holding.ts'
import type { Entry } from './index.ts'
import type { Query } from './query.ts'
import type { Window } from './window.ts'

/** A passage with its window, as a ranking has it. */
interface Found {
  readonly document: Document
  readonly entry: Entry
  readonly held: Holding
  readonly window: Window
}

/** A name belongs to a role at most this far away: titles and nationalities stand between. */
const NEAR = 5

/** Per term, where the window holds it. */
export function placesInWindow({ entry, held, window }: Found): number[][] {
  const isInside = (place: number): boolean =>
    sentenceAt(entry, place) >= window.first && sentenceAt(entry, place) <= window.last
  return held.map((variants: readonly Held[]) =>
    variants.flatMap(({ weight, places }) => (weight < HOLDS ? [] : places.filter(isInside))),
  )
}

const sentenceAt = (entry: Entry, place: number): number => entry.sentenceAt[place] ?? -1

/**
 * Whether what is asked for stands where it should: a date in the sentence that says most, a number in the sentence of what is
 * counted, a name beside its role. Moderators have answered what their note asks, in whatever form; of what it does not ask it must
 * show more.
 */
export function isMet(found: Found, query: Query, weights: readonly number[]): boolean {
  const { document, entry, held } = found
  if (isNote(document) && held.every((variants) => isHeld(variants))) return true
  const places = placesInWindow(found)
  switch (query.asked) {
    case 'date':
      return entry.answers[fullestSentence(entry, weights, places)]?.has('date') === true
    case 'number': {
      const counted = new Set(places.slice(0, 2).flatMap((own) => own.map((place) => sentenceAt(entry, place))))
      // Years count nothing.
      return entry.occurrences.where(isCount).some((place) => counted.has(sentenceAt(entry, place)))
    }
    case 'person': {
      const role = places.slice(0, 2).flat()
      const asked = new Set(held.flat().map(({ word }) => word))
      const names = entry.occurrences.where((word) => isGivenName(word) && !asked.has(word))
      return names.some((name) => role.some((place) => Math.abs(place - name) <= NEAR))
    }
    default:
      return true
  }
}

function fullestSentence(entry: Entry, weights: readonly number[], places: readonly (readonly number[])[]): number {
  const said = entry.lengths.map((_, sentence) =>
    places.reduce(
      (sum, own, term) => sum + (own.some((place) => sentenceAt(entry, place) === sentence) ? (weights[term] ?? 0) : 0),
      0,
    ),
  )
  return said.indexOf(Math.max(...said))
}
