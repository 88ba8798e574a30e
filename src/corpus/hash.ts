/** Short names for texts: equal for equal texts, on every machine and in every version. */

/** Two FNV-1a lanes (32 bits each, unlike offsets) over the UTF-16 units, in base 36: at most 14 characters of a-z0-9. */
export function hash(text: string): string {
  let left = 0x811c9dc5
  let right = 0x01000193
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    left = Math.imul(left ^ unit, 16777619)
    right = Math.imul(right ^ (unit + index), 16777619)
  }
  return (left >>> 0).toString(36) + (right >>> 0).toString(36)
}
