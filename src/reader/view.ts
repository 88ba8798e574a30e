/**
 * A document as a reader shows it: blocks of pieces, with what is to stand out marked.
 *
 * 1. Nothing is lost: the texts of all pieces, one after the other, are the document's text.
 * 2. Every part is a block. What stands before it on its line (a bullet, a number, `#`, `>`) and the fence above a code block are its own;
 *    white space and whatever else stands between two parts end the block before.
 * 3. Bullets and numbers are words of the file and stay to be seen. Heading signs, fences, link targets and all else that a format does
 *    not show are `markup`. A table is one block, in the lines and with the bars it is written with: that is how it can be quoted.
 * 4. A note is a part of the notes at the end (`omitted: 'footnotes'`), or a line in it, that begins with `[12]`, `[^12]:`, `(12)`, `12.`,
 *    `12)` or `12-`, and a definition `[^12]:` anywhere. What has no number goes on from the note before it.
 * 5. A mark `[12]` or `[^12]`, or a raised number, leads to the next note of that number, else to the last one before.
 */
import type { Document, Omission, Part } from '../corpus/document.ts'
import { normalize } from '../text/normalize.ts'
import type { Span } from '../text/sentences.ts'
import { wholeLetters } from './locate.ts'

/** Text with one meaning. `start` is its offset in the document. */
export interface Piece {
  readonly text: string
  readonly start: number
  readonly quoted?: true
  /** It is of the cited passage. */
  readonly cited?: true
  /** Which hit of a search it is of: an index of those given. */
  readonly hit?: number
  readonly markup?: true
  readonly bullet?: true
  /** The id of the note it leads to. */
  readonly note?: string
  /** Of the first mark that leads to a note: where the note leads back to. */
  readonly id?: string
}

export interface Block {
  readonly kind: Part['kind'] | 'note'
  /** Of a heading: 1 for the highest. Of an item: its depth. */
  readonly level?: number
  /** Of headings, and of notes with a number. */
  readonly id?: string
  /** Of a note: the id of the first mark that leads to it. */
  readonly back?: string
  /** Why it is not searched. */
  readonly omitted?: Omission['reason']
  readonly pieces: readonly Piece[]
}

/** A heading in the contents; those of page furniture are not in them. */
export interface ViewedHeading {
  readonly level: number
  readonly text: string
  readonly id: string
}

export interface View {
  readonly headings: readonly ViewedHeading[]
  readonly blocks: readonly Block[]
}

/** What is to stand out, as offsets of the document's text. Spans beyond it are cut off; hits are in order and apart from each other. */
export interface Shown {
  readonly quote?: Span | undefined
  readonly passage?: Span | undefined
  readonly hits?: readonly Span[]
}

type Meaning = Pick<Piece, 'markup' | 'bullet' | 'note' | 'id'>
/** A piece before anything stands out in it. */
type Stretch = Span & { readonly means: Meaning }

/** A block being made. */
interface Frame extends Span {
  readonly kind: Block['kind']
  readonly level?: number
  readonly omitted?: Omission['reason']
  /** Its words, between what stands before and after them. */
  readonly body: Span
  readonly skip: readonly Span[]
  /** Of a note. */
  readonly number?: string
}

const FENCE = /^ {0,3}(?:`{3,}|~{3,})/
const DEFINITION = /^ {0,3}\[\^(\p{Nd}{1,3})\]:/u
const NOTE = /^[ \t>]*(?:[*+-][ \t]+)?(?:\[\^?(\p{Nd}{1,3})\]:?|\((\p{Nd}{1,3})\)|(\p{Nd}{1,3})[ \t]?[.)–-])/u
const MARK = /\[\^?(\p{Nd}{1,3})\]/gu
/** What is no word of the text and may be a mark: `[^12]`, and what is raised above the line of an HTML page. */
const RAISED = /^(?:\[\^?|\()?(\p{Nd}{1,3})[\])]?$/u
const LONGEST_MARK = 8

/** The document's blocks in order, and its headings. Linear in its length. */
export function view(document: Document, shown: Shown = {}): View {
  const frames = framesOf(document).flatMap((frame) => notesIn(document.text, frame))
  const notes = new Notes(frames)
  const standOut = standingOut(document.text, shown)
  const headings: ViewedHeading[] = []
  const drafts = frames.map((frame) => ({
    frame,
    pieces: stretchesOf(document.text, frame, notes).flatMap((stretch) => standOut(stretch)),
  }))
  const blocks = drafts.map(({ frame, pieces }): Block => {
    const { kind, level, omitted } = frame
    const base = { kind, ...(level === undefined ? {} : { level }), ...(omitted === undefined ? {} : { omitted }) }
    if (kind === 'note') return { ...base, ...notes.named(frame), pieces }
    const words = kind === 'heading' ? wordsOf(pieces) : ''
    if (words === '' || omitted === 'boilerplate') return { ...base, pieces }
    const heading = { level: level ?? 1, text: words, id: `section-${headings.length + 1}` }
    headings.push(heading)
    return { ...base, id: heading.id, pieces }
  })
  return { headings, blocks }
}

const wordsOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(({ markup, note }) => markup === undefined && note === undefined)
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/gu, ' ')
    .trim()

/** Rule 2. */
function framesOf({ text, parts, omissions }: Document): Frame[] {
  const begun: Omit<Frame, 'end'>[] = []
  let end = 0
  let omission = 0
  for (const part of parts) {
    const body = { start: Math.max(end, part.start), end: Math.min(text.length, part.end) }
    if (body.end <= body.start) continue
    const start = beginning(text, end, part.kind, body)
    begun.push(...definitions(text, end, start))
    while (omission < omissions.length && (omissions[omission]?.end ?? 0) <= body.start) omission++
    const over = omissions[omission]
    const omitted = over !== undefined && over.start <= body.start ? over.reason : undefined
    begun.push({
      kind: omitted === 'footnotes' && part.kind !== 'heading' ? 'note' : part.kind,
      ...(part.level === undefined ? {} : { level: part.level }),
      ...(omitted === undefined ? {} : { omitted }),
      start,
      body,
      skip: part.skip ?? [],
    })
    end = body.end
  }
  begun.push(...definitions(text, end, text.length))
  if (begun.length === 0 && text !== '')
    begun.push({ kind: 'paragraph', start: 0, body: { start: 0, end: text.length }, skip: [] })
  // What stands above the first block has none before it to end.
  return begun.map((frame, at) => ({
    ...frame,
    start: at === 0 ? 0 : frame.start,
    end: begun[at + 1]?.start ?? text.length,
  }))
}

/** Where a block begins whose words are `body`, in what is left of the text from `end` on. */
function beginning(text: string, end: number, kind: Part['kind'], body: Span): number {
  const gap = text.slice(end, body.start)
  let line = gap.lastIndexOf('\n') + 1
  if (kind === 'code' && line > 0) {
    const above = line < 2 ? 0 : gap.lastIndexOf('\n', line - 2) + 1
    // What is left of the line that the block before ends in is no fence of this one.
    if ((above > 0 || end === 0) && FENCE.test(gap.slice(above, line))) line = above
  }
  const space = /^\s*/.exec(gap.slice(line))?.[0].length ?? 0
  return end + line + space
}

/** The definitions of notes between two blocks. */
function definitions(text: string, start: number, end: number): Omit<Frame, 'end'>[] {
  const gap = text.slice(start, end)
  if (!gap.includes('[^')) return []
  const found: { at: number; number: string }[] = []
  for (let from = 0; from < gap.length; ) {
    const newline = gap.indexOf('\n', from)
    const to = newline < 0 ? gap.length : newline + 1
    const written = DEFINITION.exec(gap.slice(from, to))?.[1]
    // The first line is the rest of the one that the block before ends in.
    if (written !== undefined && (from > 0 || start === 0)) found.push({ at: start + from, number: normalize(written) })
    from = to
  }
  return found.map(({ at, number }, index) => {
    const written = text.slice(at, found[index + 1]?.at ?? end)
    return { kind: 'note', start: at, body: { start: at, end: at + written.trimEnd().length }, skip: [], number }
  })
}

/** Rule 4: a frame of the notes as one for each note in it. */
function notesIn(text: string, frame: Frame): Frame[] {
  if (frame.kind !== 'note' || frame.number !== undefined) return [frame]
  const starts: { at: number; number?: string }[] = [{ at: frame.start }]
  for (let line = frame.start; line < frame.end; ) {
    const newline = text.indexOf('\n', line)
    const next = newline < 0 || newline >= frame.end ? frame.end : newline + 1
    const [, square, round, bare] = NOTE.exec(text.slice(line, Math.min(next, line + 40))) ?? []
    const written = square ?? round ?? bare
    if (written !== undefined) {
      if (starts.at(-1)?.at === line) starts.pop()
      starts.push({ at: line, number: normalize(written) })
    }
    line = next
  }
  return starts.map(({ at, number }, index) => {
    const end = starts[index + 1]?.at ?? frame.end
    const body = {
      start: Math.min(end, Math.max(at, frame.body.start)),
      end: Math.max(at, Math.min(end, frame.body.end)),
    }
    const { level: _, ...rest } = frame
    return { ...rest, start: at, end, body, ...(number === undefined ? {} : { number }) }
  })
}

/** Which note a mark leads to, and where a note leads back to. */
class Notes {
  readonly #byNumber = new Map<string, { readonly at: number; readonly id: string; back?: string }[]>()
  readonly #ids = new Map<Frame, { readonly id: string; back?: string }>()

  constructor(frames: readonly Frame[]) {
    for (const frame of frames) {
      if (frame.kind !== 'note' || frame.number === undefined) continue
      const same = this.#byNumber.get(frame.number) ?? []
      const note = { at: frame.start, id: `note-${frame.number}${same.length === 0 ? '' : `-${same.length + 1}`}` }
      same.push(note)
      this.#byNumber.set(frame.number, same)
      this.#ids.set(frame, note)
    }
  }

  /** Rule 5. */
  meant(written: string, at: number): Meaning | undefined {
    const all = this.#byNumber.get(normalize(written))
    const note = all === undefined ? undefined : (all[firstAfter(all, at)] ?? all.at(-1))
    if (note === undefined) return undefined
    if (note.back !== undefined) return { note: note.id }
    note.back = note.id.replace('note', 'ref')
    return { note: note.id, id: note.back }
  }

  /** To be asked when all marks have been. */
  named(frame: Frame): Pick<Block, 'id' | 'back'> {
    const note = this.#ids.get(frame)
    return note === undefined ? {} : { id: note.id, ...(note.back === undefined ? {} : { back: note.back }) }
  }
}

function firstAfter(notes: readonly { at: number }[], place: number): number {
  let [low, high] = [0, notes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((notes[middle]?.at ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}

/** Rule 3: a block's text by what it is. */
function stretchesOf(text: string, frame: Frame, notes: Notes): Stretch[] {
  const { kind, start, end, body } = frame
  const made: Stretch[] = []
  let at = start
  const add = (to: number, means: Meaning = {}): void => {
    if (to > at) made.push({ start: at, end: to, means })
    at = Math.max(at, to)
  }
  const head = text.slice(start, body.start)
  // Of an item, and of a note that was one, the mark is to be seen; what quotes it is not.
  const line = head.lastIndexOf('\n') + 1
  const bullet =
    kind === 'item' || kind === 'note'
      ? start + line + (/^[\s>#]*/.exec(head.slice(line))?.[0].length ?? 0)
      : body.start
  around(start, bullet)
  add(body.start, { bullet: true })
  for (const { start: from, end: to, means } of insideOf(text, frame, notes)) {
    add(from)
    add(to, means)
  }
  add(body.end)
  around(body.end, end)
  return made

  /** White space is that; what else is there is markup. */
  function around(from: number, to: number): void {
    const outside = text.slice(from, to)
    add(from + outside.length - outside.trimStart().length)
    add(from + outside.trimEnd().length, { markup: true })
    add(to)
  }
}

/** Markup and marks of notes inside a block's words, in order and apart from each other. */
function insideOf(text: string, { kind, body, skip }: Frame, notes: Notes): Stretch[] {
  const found: Stretch[] = []
  const marks: (Span & { number: string })[] = []
  // In a note and in code a number in brackets leads nowhere.
  if (kind !== 'note' && kind !== 'code')
    for (const match of text.slice(body.start, body.end).matchAll(MARK)) {
      const start = body.start + match.index
      marks.push({ start, end: start + match[0].length, number: match[1] ?? '' })
    }
  let next = 0
  const marksBefore = (place: number): void => {
    for (let mark = marks[next]; mark !== undefined && mark.end <= place; mark = marks[++next]) {
      const means = notes.meant(mark.number, mark.start)
      if (means !== undefined) found.push({ start: mark.start, end: mark.end, means })
    }
  }
  let last = body.start
  for (const one of skip.toSorted((a, b) => a.start - b.start)) {
    const span = { start: Math.max(last, one.start), end: Math.min(body.end, one.end) }
    if (span.end <= span.start) continue
    marksBefore(span.start)
    const written = kind === 'note' || span.end - span.start > LONGEST_MARK ? '' : text.slice(span.start, span.end)
    const number = RAISED.exec(written)?.[1]
    found.push({ ...span, means: (number && notes.meant(number, span.start)) || { markup: true } })
    // What lies in it, or half in it, is no mark of its own.
    while ((marks[next]?.start ?? Number.POSITIVE_INFINITY) < span.end) next++
    last = span.end
  }
  marksBefore(body.end)
  return found
}

/** Cuts stretches, given in order, where something begins or ends to stand out. */
function standingOut(text: string, { quote, passage, hits = [] }: Shown): (stretch: Stretch) => Piece[] {
  const whole = (span: Span | undefined): Span | undefined =>
    span && wholeLetters(text, { start: Math.max(0, span.start), end: Math.min(text.length, span.end) })
  const [quoted, cited] = [whole(quote), whole(passage)]
  const holds = (span: Span | undefined, at: number): boolean => span !== undefined && span.start <= at && at < span.end
  let hit = 0
  return ({ start, end, means }) => {
    const cuts = new Set([start, end])
    const cut = (span: Span | undefined): void => {
      for (const at of span === undefined ? [] : [span.start, span.end]) if (at > start && at < end) cuts.add(at)
    }
    cut(quoted)
    cut(cited)
    while ((hits[hit]?.end ?? text.length) <= start && hit < hits.length) hit++
    const first = hit
    for (let at = first; (hits[at]?.start ?? end) < end; at++) cut(whole(hits[at]))
    let own = first
    const { id: _, ...further } = means
    const places = [...cuts].sort((a, b) => a - b)
    return places.slice(0, -1).map((from, index): Piece => {
      while ((whole(hits[own])?.end ?? text.length) <= from && own < hits.length) own++
      return {
        text: text.slice(from, places[index + 1]),
        start: from,
        ...(holds(quoted, from) ? { quoted: true } : {}),
        ...(holds(cited, from) ? { cited: true } : {}),
        ...(holds(whole(hits[own]), from) ? { hit: own } : {}),
        // A mark that is cut is still one place to lead back to.
        ...(index === 0 ? means : further),
      }
    })
  }
}
