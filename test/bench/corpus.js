/** A corpus of a given number of passages, made of the shipped documents' sentences: the same at every run. */
import { parseDocument } from '../../dist/src/index.js'

/** Numbers from 0 to 1 that look random and are not (a linear congruential generator, Numerical Recipes' constants). */
function sequence(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Documents of ten passages of four sentences each. */
export function makeCorpus(sources, passages) {
  const next = sequence(7)
  const sentences = sources
    .map((source) => parseDocument(source))
    .flatMap(({ text, passages }) =>
      passages.flatMap((passage) => passage.sentences.map(({ start, end }) => text.slice(start, end))),
    )
    .filter((sentence) => sentence.split(/\s+/).length >= 12)
  const paragraph = () => Array.from({ length: 4 }, () => sentences[Math.floor(next() * sentences.length)]).join(' ')
  return Array.from({ length: Math.ceil(passages / 10) }, (_, number) => ({
    id: `d${number}`,
    file: `d${number}.txt`,
    text: Array.from({ length: 10 }, paragraph).join('\n\n'),
    metadata: { title: { value: `وثيقة ${number}`, origin: 'front matter' } },
  }))
}
