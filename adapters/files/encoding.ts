/**
 * Bytes to text. The first of these that holds:
 *
 * 1. a byte order mark (UTF-8, UTF-16)
 * 2. UTF-16 without a mark: every second byte of its spaces, digits and line breaks is zero
 * 3. valid UTF-8, or UTF-8 with a few damaged characters, which become U+FFFD
 * 4. the charset that an HTML page names
 * 5. Windows-1256, where it yields clean Arabic; else what `chardet` is reasonably sure of
 *
 * Line breaks become LF here and nowhere else.
 */
import { analyse } from 'chardet'

/** The text of a file, or what is wrong with the file: `reason` in words that follow its name. */
export type Decoded =
  | { readonly text: string; readonly encoding: string }
  | { readonly refusal: 'broken' | 'encoding' | 'empty'; readonly reason: string }

const MARKS = [
  ['utf-8', '\xEF\xBB\xBF'],
  ['utf-16le', '\xFF\xFE'],
  ['utf-16be', '\xFE\xFF'],
] as const
/** What is most often dropped in by mistake: PDF, ZIP and Office files, PNG, JPEG, GIF. */
const BINARY = /^(?:%PDF-|PK\x03\x04|\x89PNG|\xFF\xD8\xFF|GIF8[79]a)/
/** A page that names UTF-8 and is not would be unreadable as such; its encoding has to be guessed. */
const CHARSET = /<meta\s[^>]{0,200}charset\s*=\s*["']?\s*(?!utf)([\w:.-]{1,40})/i
/** How many bytes a guess is made from. */
const SAMPLE = 1 << 18
const CONFIDENCE = 30
const NOT_TEXT = { refusal: 'broken', reason: 'is not text' } as const

/** The text of `bytes`, without byte order mark and with LF for every line break. */
export function decode(bytes: Uint8Array): Decoded {
  if (BINARY.test(latin(bytes))) return NOT_TEXT
  const encoding = encodingOf(bytes)
  if (encoding === undefined)
    return { refusal: 'encoding', reason: 'is in an encoding that was not recognized; save it as UTF-8' }
  const text = new TextDecoder(encoding).decode(bytes).replace(/\r\n?/g, '\n')
  if (text.trim() === '') return { refusal: 'empty', reason: 'is empty' }
  return isText(text) ? { text, encoding } : NOT_TEXT
}

function encodingOf(bytes: Uint8Array): string | undefined {
  const opening = latin(bytes)
  const marked = MARKS.find(([, mark]) => opening.startsWith(mark))
  if (marked !== undefined) return marked[0]
  const sample = bytes.subarray(0, SAMPLE)
  const wide = wideEncoding(sample)
  if (wide !== undefined) return wide
  if (isUtf8(bytes) || isDamagedUtf8(sample)) return 'utf-8'
  const named = known(CHARSET.exec(opening)?.[1])
  if (named !== undefined) return named
  if (isArabic(new TextDecoder('windows-1256').decode(sample))) return 'windows-1256'
  const [guess] = analyse(sample)
  return guess !== undefined && guess.confidence >= CONFIDENCE ? known(guess.name) : undefined
}

/** Rule 2. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const zeros: [even: number, odd: number] = [0, 0]
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[(index % 2) as 0 | 1] += 1
  const [fewer, more] = [Math.min(...zeros), Math.max(...zeros)]
  if (more * 100 < bytes.length || fewer * 20 > more) return undefined
  return zeros[1] === more ? 'utf-16le' : 'utf-16be'
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** In any other encoding nearly every letter beyond ASCII would be damaged. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  return count(text, /\uFFFD/g) * 20 <= count(text, /[^\p{ASCII}\uFFFD]/gu)
}

/** Other alphabets, read as Windows-1256, show accented Latin letters or Arabic ones inside Latin words. */
function isArabic(text: string): boolean {
  const foreign = count(text, /(?![\p{ASCII}\p{Script=Arabic}])\p{L}/gu) + count(text, /[A-Za-z][\u0621-\u064A]/g)
  return count(text, /[\u0621-\u064A]/g) > foreign * 9
}

/** A few control characters come with text that was copied from elsewhere; a NUL does not. */
function isText(text: string): boolean {
  return !text.includes('\0') && count(text, /[\x01-\x08\x0E-\x1F\x7F\uFFFD]/g) * 50 <= text.length
}

/** The name that `TextDecoder` has for an encoding, if it knows it. */
function known(name: string | undefined): string | undefined {
  try {
    return name && new TextDecoder(name).encoding
  } catch {
    return undefined
  }
}

/** The file's opening with a character for each byte. */
function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
