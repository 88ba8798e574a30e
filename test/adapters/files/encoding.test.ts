import { expect, test } from 'vitest'
import { decode } from '../../../adapters/files/encoding.ts'

const ARABIC = 'تأسس اتحاد المغرب العربي عام 1989 في مراكش.\nويضم خمس دول.\n'
const utf16 = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
/** Windows-1256 has no encoder in Node: the letters are looked up through its decoder. */
const windows1256 = (text: string): Buffer => {
  const decoder = new TextDecoder('windows-1256')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Buffer.from([...text].map((letter) => bytes.get(letter) ?? 63))
}
const reads = (name: string, bytes: Uint8Array, encoding: string): void =>
  test(name, () => expect(decode(bytes)).toEqual({ text: ARABIC, encoding }))
const refuses = (name: string, bytes: Uint8Array, refusal: string, reason: string): void =>
  test(name, () => expect(decode(bytes)).toEqual({ refusal, reason }))

reads('UTF-8', Buffer.from(ARABIC), 'utf-8')
reads('UTF-8 with a byte order mark', Buffer.from(`\uFEFF${ARABIC}`), 'utf-8')
reads('UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(ARABIC, false)]), 'utf-16le')
reads('UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(ARABIC, true)]), 'utf-16be')
reads('UTF-16 LE without one', utf16(ARABIC, false), 'utf-16le')
reads('UTF-16 BE without one', utf16(ARABIC, true), 'utf-16be')
reads('Windows-1256', windows1256(ARABIC), 'windows-1256')
reads('line breaks of Windows', Buffer.from(ARABIC.replaceAll('\n', '\r\n')), 'utf-8')
reads('line breaks of old Macs', Buffer.from(ARABIC.replaceAll('\n', '\r')), 'utf-8')
refuses('nothing', Buffer.alloc(0), 'empty', 'is empty')
refuses('white space', Buffer.from(' \n\t\n'), 'empty', 'is empty')
refuses('a PDF', Buffer.from('%PDF-1.7 text'), 'broken', 'is not text')
refuses('a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), 'broken', 'is not text')
refuses(
  'bytes that are no text',
  Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7) % 9)),
  'broken',
  'is not text',
)
test('a page may name its encoding', () => {
  const page = Buffer.from('<meta charset="iso-8859-1"><p>caf\xE9 \xE9t\xE9</p>', 'latin1')
  expect(decode(page)).toMatchObject({ text: expect.stringContaining('café été') })
})
