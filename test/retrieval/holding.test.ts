/** What a passage holds, held against looking up every variant by itself. */
import { expect, test } from 'vitest'
import { holdingOf } from '../../src/retrieval/holding.ts'
import { createIndex, type Entry } from '../../src/retrieval/index.ts'
import { parseQuery, type Query } from '../../src/retrieval/query.ts'
import { contractCorpus } from '../contract/corpus.ts'

const index = createIndex(contractCorpus())

/** Variant by variant. */
function expected({ occurrences, head }: Entry, { terms }: Query): unknown {
  return terms.map(({ variants }) =>
    [...variants].flatMap(([word, weight]) => {
      const places = occurrences.where((other) => other === word)
      return places.length > 0 || head.has(word) ? [{ word, weight, places }] : []
    }),
  )
}

test.each([
  'متى تأسس اتحاد المغرب العربي؟',
  'أين يوجد مقر الاتحاد وما هو دور الأمانة العامة للاتحاد؟',
  'Quel est le siège de l’Union ?',
  'الحدود حدود الحدودية',
  'كلمةلايعرفهاأحد',
])('of %s', (question) => {
  const query = parseQuery(question, index.vocabulary)
  const holding = holdingOf(query, index.words)
  for (const entry of index.entries) expect(holding(entry)).toEqual(expected(entry, query))
})
