import { describe, expect, test } from 'vitest'
import { decode } from '../../../adapters/files/encoding.ts'

const ARABIC = 'دور المغرب في التحالف الدولي ضد الإرهاب، منذ سبتمبر 2001: الخطوة الأولى.\nقُلْ هُوَ اللَّهُ أَحَدٌ.\n'
const FRENCH = "L'été dernier, la coopération sécuritaire a été renforcée ; où êtes-vous ? Ça dépend des élèves.\n"

/** The text in an encoding of one byte a character. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  return Uint8Array.from([...text], (character) => bytes.get(character) ?? 63)
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')

describe('Unicode', () => {
  test('UTF-8, with and without a mark', () => {
    expect(decode(utf8(ARABIC))).toEqual({ text: ARABIC, encoding: 'utf-8' })
    expect(decode(utf8(`\uFEFF${ARABIC}`))).toEqual({ text: ARABIC, encoding: 'utf-8' })
  })

  test('UTF-16 of both orders, with and without a mark', () => {
    for (const mark of ['', '\uFEFF']) {
      for (const text of [ARABIC, 'Plain text\n', 'سند جديد']) {
        expect(decode(wide(mark + text))).toEqual({ text, encoding: 'utf-16le' })
        expect(decode(wide(mark + text).swap16())).toEqual({ text, encoding: 'utf-16be' })
      }
    }
  })

  test('UTF-8 with a damaged character stays UTF-8', () => {
    const bytes = utf8(ARABIC)
    bytes[21] = 0x20
    const decoded = decode(bytes)
    expect(decoded).toMatchObject({ encoding: 'utf-8' })
    expect('text' in decoded && decoded.text).toMatch('التحالف الدولي')
  })
})

describe('older encodings', () => {
  test('Windows-1256, of a paragraph, a word, or words with harakat', () => {
    for (const text of [ARABIC, 'المغرب', 'سند الحديث', 'قُلْ هُوَ اللَّهُ أَحَدٌ', 'بقلم: فلان (Morocco World News)']) {
      expect(decode(encode(text, 'windows-1256'))).toEqual({ text, encoding: 'windows-1256' })
    }
  })

  test('ISO 8859-6 and Windows-1252', () => {
    const plain = ARABIC.split('\n')[0] as string
    expect(decode(encode(plain, 'iso-8859-6'))).toEqual({ text: plain, encoding: 'iso-8859-6' })
    expect(decode(encode(FRENCH, 'windows-1252'))).toEqual({ text: FRENCH, encoding: 'windows-1252' })
  })

  test('a page may name its charset, unless it is valid UTF-8 or names UTF-8 wrongly', () => {
    const page = (charset: string): string => `<html><head><meta charset="${charset}"></head><p>Ο λόγος και سند ж</p>`
    expect(decode(encode(page('iso-8859-7').replace(/[سندж]/g, ''), 'iso-8859-7'))).toMatchObject({
      encoding: 'iso-8859-7',
    })
    const http = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Привет'
    expect(decode(encode(http, 'windows-1251'))).toEqual({ text: http, encoding: 'windows-1251' })
    expect(decode(utf8(page('windows-1256')))).toMatchObject({ encoding: 'utf-8' })
    expect(decode(encode(`<meta charset=utf-8><p>${ARABIC}`, 'windows-1256'))).toMatchObject({
      encoding: 'windows-1256',
    })
  })
})

describe('what is no text', () => {
  test('nothing, or white space', () => {
    for (const text of ['', ' \r\n\t', '\uFEFF', '\uFEFF\n'])
      expect(decode(utf8(text))).toEqual({ refusal: 'empty', reason: 'is empty' })
  })

  test('known binary files', () => {
    for (const magic of ['%PDF-1.7\n', 'PK\x03\x04', '\x89PNG\r\n', '\xFF\xD8\xFF\xE0', 'GIF89a']) {
      expect(decode(Buffer.from(`${magic} words words words`, 'latin1'))).toEqual({
        refusal: 'broken',
        reason: 'is not text',
      })
    }
  })

  test('zeros and control characters', () => {
    expect(decode(utf8('some\0words here'))).toEqual({ refusal: 'broken', reason: 'is not text' })
    expect(decode(utf8('\x01\x02\x03 words'))).toEqual({ refusal: 'broken', reason: 'is not text' })
    const noise = Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919 + ((index * index) >> 3)) % 256)
    expect(decode(noise)).toHaveProperty('refusal')
  })

  test('one control character in a text is let be', () => {
    const text = `${'كلمة '.repeat(50)}\x0B\x1F`
    expect(decode(utf8(text))).toMatchObject({ text })
  })
})

test('every line break becomes LF', () => {
  expect(decode(utf8('a\r\nb\rc\n\r\n'))).toMatchObject({ text: 'a\nb\nc\n\n' })
})
