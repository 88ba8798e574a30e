/** Files that somebody sent: what they hold, what they are refused for, and that none of them can hold up or end the program. */
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { createFileReader, namesOf } from '../../../adapters/files/file-reader.ts'
import { readSource } from '../../../adapters/files/source.ts'
import { createBuiltReader } from './built-reader.ts'

const root = join(import.meta.dirname, '../../..')
const LONGEST = 2 * 1024 * 1024
const SENTENCE = 'تأسس اتحاد المغرب العربي عام 1989 في مراكش، ويضم خمس دول.'

/** Tags left open, which HTML repeats in every paragraph that follows. */
const BOLD = Array.from({ length: 2000 }, (_, at) => `<b id=${at}>`).join('')

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content
const filled = (piece: string): string => piece.repeat(Math.floor(LONGEST / Buffer.byteLength(piece)))
/** As long as the file needs, so that what is asserted does not depend on how busy the machine is. */
const reader = createBuiltReader({ milliseconds: 55_000 })
afterAll(() => reader.close())
const read = (name: string, content: string | Uint8Array): ReturnType<typeof reader.read> =>
  reader.read({ name, bytes: bytesOf(content) })

describe('a document', () => {
  test('is what a folder’s reader makes of the same file', async () => {
    const page = `<html lang="ar"><head><title>الاتحاد</title></head><body><h1>الاتحاد</h1><p>${SENTENCE}</p></body></html>`
    for (const [name, content] of [
      ['union.md', `---\ntitle: الاتحاد\ndate: 1989-02-17\n---\n# الاتحاد\n\n${SENTENCE}\n`],
      ['union.html', page],
    ] as const) {
      const folders = readSource('union', name, bytesOf(content))
      expect(folders).toHaveProperty('source.metadata.title')
      expect(await read(name, content)).toEqual({ source: 'source' in folders && folders.source, doubts: [] })
    }
  })
  test('has its text whatever its encoding', async () => {
    const mark = Buffer.from([0xff, 0xfe])
    const text = `${SENTENCE}\nسطر آخر.`
    expect(await read('a.txt', Buffer.concat([mark, Buffer.from(text, 'utf16le')]))).toMatchObject({ source: { text } })
    const windows1256 = Buffer.from('\xE3\xD1\xC7\xDF\xD4 '.repeat(20), 'latin1')
    expect(await read('a.txt', windows1256)).toMatchObject({ source: { text: 'مراكش '.repeat(20) } })
  })
  test('is read though what it says of itself is wrong, which is told once', async () => {
    const wrong = await read('a.md', `---\ndate: في الشتاء\nurl: here\n---\n${SENTENCE}`)
    expect(wrong).toMatchObject({ source: { text: SENTENCE, metadata: {} }, doubts: ['metadata'] })
    const unread = await read('a.md', `---\ntitle: [\n---\n${SENTENCE}`)
    expect(unread).toMatchObject({ source: { text: SENTENCE, metadata: {} }, doubts: ['front matter'] })
  })
})

describe('refused', () => {
  for (const name of ['a.pdf', 'a', 'a.md.exe', 'txt', 'a\u202Etxt.exe'])
    test(`for its type: ${JSON.stringify(name)}`, async () =>
      expect(await read(name, SENTENCE)).toEqual({ refusal: 'type' }))
  test('for its size: 2 MB and a byte', async () =>
    expect(await read('a.txt', new Uint8Array(LONGEST + 1))).toEqual({ refusal: 'size' }))
  for (const [what, name, content, refusal] of [
    ['nothing', 'a.txt', '', 'empty'],
    ['white space', 'a.md', ' \n\t\n', 'empty'],
    ['front matter alone', 'a.md', '---\ntitle: a\n---\n', 'empty'],
    ['marks without a word', 'a.txt', '… !!\n— «»', 'empty'],
    ['a PDF', 'a.html', '%PDF-1.7\nwords', 'broken'],
    ['an archive', 'a.txt', 'PK\x03\x04 words', 'broken'],
    ['a picture', 'a.md', Buffer.from('\x89PNG\r\n\x1A\n words', 'latin1'), 'broken'],
    ['zeros among words', 'a.txt', 'words\0words', 'broken'],
    ['tags that multiply', 'a.html', `<p>${BOLD}${'<p>x'.repeat(2000)}`, 'broken'],
    [
      'bytes of no encoding',
      'a.txt',
      Uint8Array.from({ length: 300 }, (_, at) => 128 + ((at * at * 31) % 128)),
      'encoding',
    ],
  ] as const)
    test(`${what}: ${refusal}`, async () => expect(await read(name, content)).toEqual({ refusal }))
})

describe('a file made to do harm', () => {
  for (const [what, name, text] of [
    ['what a careless pattern never ends on', 'a.txt', `${'a'.repeat(100_000)}!`],
    ['quotation marks', 'a.md', `${'"'.repeat(10_000)}a${'«'.repeat(10_000)}`],
    ['a letter under a million marks', 'a.txt', `ا${'\u064B'.repeat(1_000_000)}`],
    ['one line of 2 MB', 'a.txt', `${'a'.repeat(LONGEST - 1)}b`],
  ] as const)
    test(`is read as it stands: ${what}`, async () =>
      expect(await read(name, text)).toMatchObject({ source: { text } }))
  test('is read as it stands: a word under 100 000 tags', async () =>
    expect(await read('a.html', `${'<div>'.repeat(100_000)}كلمة`)).toMatchObject({ source: { text: 'كلمة' } }))
  test('loses front matter that would multiply', async () => {
    const laughs = Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at},`.repeat(9)}]`)
    const file = `---\nl0: &l0 لول\n${laughs.join('\n')}\n---\n${SENTENCE}`
    expect(await read('a.md', file)).toMatchObject({ source: { text: SENTENCE }, doubts: ['front matter'] })
  })
  test('is given up when it takes too much memory, and the next is read', async () => {
    const asked = [read('a.html', filled('<p>a')), read('b.txt', filled('a:\n')), read('c.txt', SENTENCE)]
    expect(await Promise.all(asked)).toEqual([
      { refusal: 'slow' },
      { refusal: 'slow' },
      { source: { id: 'c', file: 'c.txt', text: SENTENCE, metadata: {} }, doubts: [] },
    ])
  })
  test('is given up when making passages of it takes long', async () => {
    const impatient = createBuiltReader({ milliseconds: 55_000, parsing: 20 })
    expect(await impatient.read({ name: 'a.txt', bytes: bytesOf(filled('د. ')) })).toEqual({ refusal: 'slow' })
  })
  test('is given up when its time is over, whatever its process does', async () => {
    const impatient = createBuiltReader({ milliseconds: 1 })
    expect(await impatient.read({ name: 'a.md', bytes: bytesOf(SENTENCE) })).toEqual({ refusal: 'slow' })
  })
  test('is given up by its own process too, which then ends', async () => {
    const reading = fork(join(root, 'adapters/files/file-reading.ts'), {
      execArgv: ['--import', 'tsx'],
      serialization: 'advanced',
    })
    const ended = once(reading, 'exit')
    reading.send({ id: 'a', file: 'a.md', bytes: bytesOf(filled('# a\n')), milliseconds: 500, parsing: 500 })
    const [answer] = await once(reading, 'message')
    expect(answer).toEqual({ refusal: 'slow' })
    expect(await ended).toEqual([0, null])
  })
  test('keeps nobody else from working', async () => {
    const order: string[] = []
    const reading = read('a.html', '<div>'.repeat(100_000)).then(() => order.push('file'))
    await breathe()
    order.push('other')
    await reading
    expect(order).toEqual(['other', 'file'])
  })
})

describe('its names', () => {
  for (const [given, id, file] of [
    ['ملخص.md', 'ملخص', 'ملخص.md'],
    ['Notes 2026.HTML', 'Notes 2026', 'Notes 2026.HTML'],
    ['../../etc/passwd.txt', 'passwd', 'passwd.txt'],
    ['C:\\Users\\me\\..\\a.txt', 'a', 'a.txt'],
    ['..\u0000.\u001B[31mred\u001B[0m.txt', '[31mred[0m', '[31mred[0m.txt'],
    ['\u202Ecod\u2066.exe.md', 'cod.exe', 'cod.exe.md'],
    ['a\n b\t\u2028c.txt', 'a b c', 'a b c.txt'],
    ['.md', 'document', 'document.md'],
    ['... \u200B.md', 'document', 'document.md'],
    [`${'ع'.repeat(300)}.md`, 'ع'.repeat(80), `${'ع'.repeat(80)}.md`],
    [`${'😀'.repeat(300)}.md`, '😀'.repeat(80), `${'😀'.repeat(80)}.md`],
    ['\uD83Da.md', '\uFFFDa', '\uFFFDa.md'],
  ] as const)
    test(JSON.stringify(given.slice(0, 30)), () => expect(namesOf(given)).toEqual({ id, file }))
  for (const given of ['', '/', 'a.txt/', 'md', 'a.mdx'])
    test(`none from ${JSON.stringify(given)}`, () => expect(namesOf(given)).toBeUndefined())
})

test('closed, it ends what is being read and reads no more', async () => {
  const closed = createFileReader()
  const reading = closed.read({ name: 'a.md', bytes: bytesOf(filled('# a\n')) })
  const waiting = closed.read({ name: 'b.md', bytes: bytesOf(SENTENCE) })
  const refused = [expect(reading).rejects.toThrow(), expect(waiting).rejects.toThrow('closed')]
  await breathe()
  closed.close()
  closed.close()
  await Promise.all(refused)
  await expect(closed.read({ name: 'c.md', bytes: bytesOf(SENTENCE) })).rejects.toThrow('closed')
})

test('compiled, it reads as well, and leaves nothing that keeps a program running', async () => {
  const program = `
    import { createFileReader } from './dist/adapters/files/file-reader.js'
    const { read } = createFileReader()
    console.log(JSON.stringify(await read({ name: 'a.txt', bytes: Buffer.from(${JSON.stringify(SENTENCE)}) })))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
  })
  expect(JSON.parse(stdout)).toEqual({
    source: { id: 'a', file: 'a.txt', text: SENTENCE, metadata: {} },
    doubts: [],
  })
})

test('from its sources it reads as well', async () => {
  const sources = createFileReader()
  const found = await sources.read({ name: 'a.txt', bytes: bytesOf(SENTENCE) })
  sources.close()
  expect(found).toMatchObject({ source: { id: 'a', file: 'a.txt', text: SENTENCE } })
})
