/**
 * Slips of typing: a letter left out, put in or taken for another, or two neighbours exchanged (Damerau 1964: four in five of all
 * spelling errors are one of these). Linear in the length of the words, and ends at the first letters for most pairs.
 */

/** Whether one word is the other with a single slip; equal words are not. */
export function isSlip(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one]
  const more = longer.length - shorter.length
  if (more > 1 || one === other) return false
  let start = 0
  while (start < shorter.length && shorter.charCodeAt(start) === longer.charCodeAt(start)) start++
  let end = 0
  while (
    end < shorter.length - start &&
    shorter.charCodeAt(shorter.length - 1 - end) === longer.charCodeAt(longer.length - 1 - end)
  )
    end++
  const rest = shorter.length - start - end
  if (rest === 0) return more === 1
  if (more === 1) return false
  if (rest === 1) return true
  return (
    rest === 2 &&
    shorter.charCodeAt(start) === longer.charCodeAt(start + 1) &&
    shorter.charCodeAt(start + 1) === longer.charCodeAt(start)
  )
}
