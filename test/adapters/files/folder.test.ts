import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listFolder } from '../../../adapters/files/folder.ts'
import { folderOf } from './folders.ts'

describe('what is listed', () => {
  test('documents of every kind, in any case, in the code-point order of their paths', async () => {
    const folder = await folderOf({
      'b.md': '',
      'a/z.TXT': '',
      'a.html': '',
      'c.Markdown': '',
      'd.htm': '',
      '\u{1F600}.md': '',
      '\uFB50.md': '',
    })
    const { documents, problems } = await listFolder(folder)
    expect(documents).toEqual(['a.html', 'a/z.TXT', 'b.md', 'c.Markdown', 'd.htm', '\uFB50.md', '\u{1F600}.md'])
    expect(problems).toEqual([])
  })

  test('dot files, node_modules and notes for people are passed over in silence', async () => {
    const folder = await folderOf({
      '.a.md': '',
      '.git/a.md': '',
      'node_modules/x/a.md': '',
      'README.md': '',
      'sub/readme.txt': '',
      'a.md': '',
    })
    expect(await listFolder(folder)).toMatchObject({ documents: ['a.md'], sidecars: [], problems: [] })
  })

  test('sidecars are listed apart', async () => {
    const folder = await folderOf({ 'a.md': '', 'a.meta.yaml': '', 'b.meta.yml': '' })
    expect(await listFolder(folder)).toMatchObject({ documents: ['a.md'], sidecars: ['a.meta.yaml', 'b.meta.yml'] })
  })

  test('glossaries are listed apart', async () => {
    const folder = await folderOf({ 'glossary.tsv': '', 'sub/Glossary.TSV': '', 'my-glossary.tsv': '' })
    const { glossaries, problems } = await listFolder(folder)
    expect(glossaries).toEqual(['glossary.tsv', 'sub/Glossary.TSV'])
    expect(problems.map(({ file }) => file)).toEqual([join(folder, 'my-glossary.tsv')])
  })

  test('a file of another kind gets a note with its extension', async () => {
    const folder = await folderOf({ 'book.pdf': '', LICENSE: '' })
    const { problems } = await listFolder(folder)
    expect(problems.map(({ severity }) => severity)).toEqual(['note', 'note'])
    expect(problems[0]?.file).toBe(join(folder, 'LICENSE'))
    expect(problems[1]?.reason).toMatch('.pdf')
  })
})

describe('links', () => {
  test('to a file or a folder inside are followed', async () => {
    const folder = await folderOf({ '.data/a.md': '', '.more/b.md': '' })
    await symlink(join(folder, '.data/a.md'), join(folder, 'a.md'))
    await symlink(join(folder, '.more'), join(folder, 'more'))
    expect(await listFolder(folder)).toMatchObject({ documents: ['a.md', 'more/b.md'], problems: [] })
  })

  test('that lead out of the folder are an error', async () => {
    const outside = await folderOf({ 'secret.md': 'سر' })
    const folder = await folderOf({ 'a.md': '' })
    await symlink(join(outside, 'secret.md'), join(folder, 'b.md'))
    await symlink(outside, join(folder, 'c'))
    const { documents, problems } = await listFolder(folder)
    expect(documents).toEqual(['a.md'])
    expect(problems.map(({ severity }) => severity)).toEqual(['error', 'error'])
    expect(problems[0]?.reason).toMatch('out of the corpus folder')
  })

  test('that form loops end', async () => {
    const folder = await folderOf({ 'a/x.md': '', 'b/y.md': '' })
    await symlink(folder, join(folder, 'a/up'))
    await symlink(join(folder, 'a'), join(folder, 'b/a'))
    await symlink(join(folder, 'b'), join(folder, 'a/b'))
    await symlink('self', join(folder, 'self'))
    const { documents, problems } = await listFolder(folder)
    expect(documents).toContain('a/x.md')
    expect(documents.length).toBeLessThan(8)
    expect(problems).toEqual([expect.objectContaining({ file: join(folder, 'self'), severity: 'error' })])
  })

  test('to nothing are an error in plain words', async () => {
    const folder = await folderOf({})
    await symlink(join(folder, 'gone.md'), join(folder, 'a.md'))
    const [problem] = (await listFolder(folder)).problems
    expect(problem).toMatchObject({ file: join(folder, 'a.md'), severity: 'error' })
    expect(problem?.reason).not.toMatch('ENOENT')
  })

  test('the corpus folder itself may be one', async () => {
    const folder = await folderOf({ 'real/a.md': '' })
    await symlink(join(folder, 'real'), join(folder, 'link'))
    expect(await listFolder(join(folder, 'link'))).toMatchObject({ documents: ['a.md'], problems: [] })
  })
})

describe('what cannot be read', () => {
  test('a file of more than 20 MB, with its size', async () => {
    const folder = await folderOf({ 'a.md': 'x', 'b.md': 'x' })
    await truncate(join(folder, 'a.md'), 20 * 1024 * 1024)
    await truncate(join(folder, 'b.md'), 25.5 * 1024 * 1024)
    const { documents, problems } = await listFolder(folder)
    expect(documents).toEqual(['a.md'])
    expect(problems).toEqual([
      expect.objectContaining({ severity: 'error', reason: expect.stringContaining('25.5 MB') }),
    ])
  })

  test('a pipe', async () => {
    const folder = await folderOf({})
    execFileSync('mkfifo', [join(folder, 'a.md')])
    expect((await listFolder(folder)).problems).toMatchObject([{ severity: 'error', reason: 'is not a regular file' }])
  })

  test.skipIf(process.getuid?.() === 0)('a folder without permission', async () => {
    const folder = await folderOf({ 'a/x.md': '' })
    await chmod(join(folder, 'a'), 0)
    expect((await listFolder(folder)).problems).toMatchObject([{ reason: 'may not be read: permission denied' }])
    await chmod(join(folder, 'a'), 0o700)
  })

  test('a corpus folder that is missing or a file', async () => {
    const folder = await folderOf({ 'a.md': '' })
    for (const wrong of ['missing', 'a.md']) {
      const { documents, problems } = await listFolder(join(folder, wrong))
      expect(documents).toEqual([])
      expect(problems).toMatchObject([{ file: join(folder, wrong), severity: 'error' }])
    }
  })

  test('a folder that has the name of a document is a folder', async () => {
    const folder = await folderOf({})
    await mkdir(join(folder, 'a.md'))
    expect(await listFolder(folder)).toMatchObject({ documents: [], sidecars: [], problems: [] })
  })
})
