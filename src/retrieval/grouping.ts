/** Questions that ask the same thing in other words: by the stems of what they are about, not by their letters. */
import { stem } from '../text/stem.ts'
import { isStopword } from '../text/stopwords.ts'
import { tokenize } from '../text/tokenize.ts'

/** Two questions ask the same from this share of common stems on (Jaccard). */
const SAME = 0.6

/** The texts as groups of their numbers, each in the order given; the largest group first. */
export function groupQuestions(texts: readonly string[]): number[][] {
  const words = texts.map((text) => tokenize(text).map((token) => token.text))
  const known = new Set(words.flat())
  const stems = words.map((all) => {
    const content = all.filter((word) => !isStopword(word))
    return new Set((content.length > 0 ? content : all).map((word) => stem(word, (other) => known.has(other))))
  })
  const groups: number[][] = []
  stems.forEach((own, at) => {
    const group = groups.find(([first = 0]) => alike(own, stems[first] ?? new Set()) >= SAME)
    if (group === undefined) groups.push([at])
    else group.push(at)
  })
  return groups.sort((a, b) => b.length - a.length)
}

function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length
  const all = one.size + other.size - common
  return all === 0 ? 1 : common / all
}
