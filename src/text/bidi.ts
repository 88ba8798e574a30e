/**
 * Text of both directions on one line. Controls that a document or a user brought are removed before anything is shown: they
 * can reorder what stands around them. Then Sanad sets its own: a piece inside a first-strong isolate (UAX #9, FSI … PDI)
 * keeps its order whatever surrounds it.
 */

const FSI = '\u2068'
const PDI = '\u2069'
/**
 * Embeddings, overrides, isolates, marks without width, tags; and control characters, which a terminal would obey. Joiners
 * (ZWJ, ZWNJ) shape letters and stay, as do tab and line feed.
 */
const CONTROLS =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u061C\u2060\uFEFF]|[\u{E0000}-\u{E007F}]/gu

/** Text as it may be shown: without bidirectional, invisible and terminal controls. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '')
}

/** A piece to be set inside text of the other direction. */
export function isolate(text: string): string {
  return `${FSI}${withoutControls(text)}${PDI}`
}

/** Whether a line of text reads from right to left: by its first letter outside isolates (UAX #9, P2 and P3). */
export function isRightToLeft(text: string): boolean {
  return /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text.replace(/\u2068[^\u2069]*\u2069/gu, ''))
}
