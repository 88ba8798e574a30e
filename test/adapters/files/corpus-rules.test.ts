import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import { checkMetadata } from '../../../adapters/files/metadata.ts'
import { folderOf } from './folders.ts'

test('documents come in order, whatever their size, and progress counts them', async () => {
  const names = Array.from({ length: 30 }, (_, index) => String(index).padStart(2, '0'))
  const folder = await folderOf(
    Object.fromEntries(names.map((name, index) => [`${name}.md`, 'نص '.repeat(1 + ((index * 37) % 30) ** 3)])),
  )
  const progress: number[][] = []
  const { sources } = await readCorpus([folder], (done, total) => progress.push([done, total]))
  expect(sources.map(({ id }) => id)).toEqual(names)
  expect(progress).toEqual(names.map((_, index) => [index + 1, 30]))
})

test('one id in two folders: the later is an error that names both', async () => {
  const [one, two] = [await folderOf({ 'a/b.md': 'أول' }), await folderOf({ 'a/b.html': 'ثان', 'c.txt': 'ثالث' })]
  const { sources, problems } = await readCorpus([one, two])
  expect(sources.map(({ file }) => file)).toEqual([join(one, 'a/b.md'), join(two, 'c.txt')])
  expect(problems).toEqual([
    { file: join(two, 'a/b.html'), severity: 'error', reason: expect.stringContaining(join(one, 'a/b.md')) },
  ])
})

test('plain text has no parts, and may have front matter', async () => {
  const folder = await folderOf({ 'a.txt': '---\ntitle: عنوان\n---\nنص\n', 'b.txt': '# نص\n' })
  const { sources } = await readCorpus([folder])
  expect(sources).toEqual([
    {
      id: 'a',
      file: join(folder, 'a.txt'),
      text: 'نص\n',
      metadata: { title: { value: 'عنوان', origin: 'front matter' } },
    },
    { id: 'b', file: join(folder, 'b.txt'), text: '# نص\n', metadata: {} },
  ])
})

test('a broken sidecar is an error of its own, and the document is read', async () => {
  const folder = await folderOf({
    'a.md': 'نص',
    'a.meta.yml': 'title: أ: ب\n',
    'b.md': 'نص',
    'b.meta.yaml': Buffer.from([0, 1, 2]),
  })
  const { sources, problems } = await readCorpus([folder])
  expect(sources).toHaveLength(2)
  expect(problems).toMatchObject([
    { file: join(folder, 'a.meta.yml'), severity: 'error', reason: expect.stringContaining('line 1') },
    { file: join(folder, 'b.meta.yaml'), severity: 'error', reason: 'is not text' },
  ])
})

test('a page whose tags multiply is an error, and the rest is read', async () => {
  const folder = await folderOf({
    'a.html': Array.from({ length: 9000 }, (_, index) => `<b a=${index}><p>`).join(''),
    'b.md': 'نص',
  })
  const { sources, problems } = await readCorpus([folder])
  expect(sources.map(({ id }) => id)).toEqual(['b'])
  expect(problems).toMatchObject([{ file: join(folder, 'a.html'), severity: 'error' }])
})

test('a document with nothing behind its front matter is an error', async () => {
  const folder = await folderOf({ 'a.md': '---\ntitle: عنوان\n---\n\n' })
  expect(await readCorpus([folder])).toMatchObject({ sources: [], problems: [{ reason: 'has no text' }] })
})

test('a wrong field is told with what was found, cut short, and what is allowed', () => {
  const { metadata, problems } = checkMetadata(
    {
      title: ['أ', 'ب'],
      author: '',
      date: '23/12/2021',
      url: `ftp://${'a'.repeat(500)}`,
      language: 'عربي',
      kind: 'brief',
    },
    'sidecar',
  )
  expect(metadata).toEqual({ kind: { value: 'brief', origin: 'sidecar' } })
  expect(problems).toHaveLength(4)
  expect(problems[1]).toBe('its date (sidecar) is "23/12/2021"; allowed is YYYY, YYYY-MM or YYYY-MM-DD')
  for (const problem of problems) expect(problem.length).toBeLessThan(150)
})

test('a moment is its day, a year a year, and a number a title', async () => {
  const folder = await folderOf({
    'a.md': '---\ntitle: 1984\ndate: 2021-12-23T10:00:00Z\n---\nنص',
    'b.md': '---\ndate: 2021\n---\nنص',
  })
  const { sources, problems } = await readCorpus([folder])
  expect(problems).toEqual([])
  expect(sources.map(({ metadata }) => [metadata.title?.value, metadata.date?.value])).toEqual([
    ['1984', '2021-12-23'],
    [undefined, '2021'],
  ])
})
