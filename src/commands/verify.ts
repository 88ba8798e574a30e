/** Whether a text that somebody quotes stands in the documents, and what differs. */
import { type Citation, citeAt } from '../answer/citation.ts'
import type { Document } from '../corpus/document.ts'
import type { Block, Reply } from '../reply.ts'
import { isolate } from '../text/bidi.ts'
import type { Difference, Place, Verification } from '../verification/verification.ts'
import { GRAVITY, verifyQuotes } from '../verification/verify.ts'
import { context } from './ask.ts'
import { allowedHere, type Scope, text } from './scope.ts'

/** Of a text with more quotes, the gravest are spoken of. */
const MOST_QUOTES = 3
const MOST_DIFFERENCES = 6
/** UTF-16 units of a word or phrase that differs. */
const LONGEST_PIECE = 80

export function verify(quote: string, scope: Scope): Reply {
  const { say, documents } = scope
  if (!/[\p{L}\p{N}]/u.test(quote)) return text(say.verifyWhat)
  const allowed = documents.filter(allowedHere(scope))
  const all = verifyQuotes(allowed, quote)
  const gravest = all.toSorted((a, b) => GRAVITY.indexOf(a.outcome) - GRAVITY.indexOf(b.outcome)).slice(0, MOST_QUOTES)
  const found = all.filter((one) => gravest.includes(one))
  const citations: Citation[] = []
  const cite = (place: Place): Block[] => {
    const citation = citationOf(place, allowed, citations.length + 1)
    if (citation === undefined) return []
    citations.push(citation)
    return [{ type: 'citations', citations: [citation], language: say.language }]
  }
  const blocks = found.flatMap((one) => verdict(one, scope, cite))
  const actions = citations.map((citation) => context(citation, citations.length, scope))
  return actions.length === 0 ? blocks : [...blocks, { type: 'actions', actions }]
}

function verdict(found: Verification, { say }: Scope, cite: (place: Place) => Block[]): Block[] {
  const verdicts = say.verified
  const stands = (place: Place): Block[] => [{ type: 'quote', text: place.stands }, ...cite(place)]
  switch (found.outcome) {
    case 'exact':
      return [...text(verdicts.exact), ...found.places.slice(0, 1).flatMap(stands)]
    case 'normalized':
      return [
        ...text(verdicts.normalized(found.variations.map((variation) => say.variations[variation]))),
        ...found.places.slice(0, 1).flatMap(stands),
      ]
    case 'misattributed':
      return [...text(verdicts.misattributed(isolate(found.named.title))), ...found.places.slice(0, 1).flatMap(stands)]
    case 'stitched':
      return [...text(verdicts.stitched), ...found.pieces.flatMap(({ place }) => stands(place))]
    case 'altered': {
      const lines = found.differences
        .slice(0, MOST_DIFFERENCES)
        .map((difference) => `• ${differs(difference, verdicts)}`)
      return [...text([verdicts.altered, ...lines].join('\n')), ...stands(found.place)]
    }
    case 'short':
      return [...text(verdicts.short)]
    case 'not_found':
      return [...text(verdicts.not_found)]
  }
}

function differs({ kind, said, stands }: Difference, verdicts: Scope['say']['verified']): string {
  if (kind === 'added') return verdicts.added(piece(said))
  if (kind === 'missing') return verdicts.missing(piece(stands))
  return verdicts.changed(piece(said), piece(stands))
}

function piece(words: string): string {
  return isolate(words.length <= LONGEST_PIECE ? words : `${words.slice(0, LONGEST_PIECE).toWellFormed()}…`)
}

/** A place as a citation; it opens the passage that it lies in or begins in. */
function citationOf(place: Place, documents: readonly Document[], number: number): Citation | undefined {
  const document = documents.find(({ id }) => id === place.document.id)
  const passages = document?.passages ?? []
  const passage = passages.find(({ id }) => id === place.passage) ?? passages.find(({ end }) => end > place.start)
  return document === undefined || passage === undefined ? undefined : citeAt(document, passage, place, number, 0)
}
