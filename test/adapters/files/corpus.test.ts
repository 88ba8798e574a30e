import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import { watchCorpus } from '../../../adapters/files/watch.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corpus-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const TEXT = 'نص من كلمات.\n'
const write = (path: string, content: string | Uint8Array = TEXT): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}
const read = async (): Promise<{ ids: string[]; problems: string[] }> => {
  const { sources, problems } = await readCorpus([folder])
  return {
    ids: sources.map(({ id }) => id),
    problems: problems.map(({ file, severity, reason }) => `${severity}: ${file.slice(folder.length + 1)} ${reason}`),
  }
}

describe('a folder', () => {
  test('is read with the folders in it, in order', async () => {
    for (const path of ['b.txt', 'a/z.md', 'a/b.html', 'ج.htm', 'C.MARKDOWN']) write(path)
    expect((await read()).ids).toEqual(['C', 'a/b', 'a/z', 'b', 'ج'])
  })
  test('notes, hidden files, sidecars and the glossary are no documents', async () => {
    for (const path of ['README.md', 'a/readme.txt', '.hidden.md', '.git/x.md', 'node_modules/x.md', 'a.txt'])
      write(path)
    write('a.meta.yaml', 'title: عنوان\n')
    write('glossary.tsv', 'caidat\tقيادة\n')
    expect(await read()).toEqual({ ids: ['a'], problems: [] })
  })
  test('other kinds of file are noted', async () => {
    write('a.pdf', '%PDF-')
    expect((await read()).problems).toEqual([expect.stringMatching(/^note: a\.pdf .*\.pdf/)])
  })
  test('that is not there is a problem, not an exception', async () => {
    const { sources, problems } = await readCorpus([join(folder, 'nowhere')])
    expect(sources).toEqual([])
    expect(problems).toMatchObject([{ severity: 'error' }])
  })
  test('two documents of one name: the later is named and not loaded', async () => {
    write('a.md')
    write('a.txt')
    expect(await read()).toMatchObject({
      ids: ['a'],
      problems: [expect.stringContaining('a.txt has the same name as')],
    })
  })
})

describe('what cannot be read is reported, and the rest loads', () => {
  const refused = (name: string, reason: RegExp, make: () => void): void =>
    test(name, async () => {
      write('good.txt')
      make()
      const { ids, problems } = await read()
      expect(ids).toEqual(['good'])
      expect(problems).toEqual([expect.stringMatching(reason)])
    })
  refused('empty', /^error: bad\.txt is empty/, () => write('bad.txt', ''))
  refused('binary', /^error: bad\.md is not text/, () =>
    write('bad.md', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2])),
  )
  refused('a page without text', /^error: bad\.html has no text/, () => write('bad.html', '<script>x</script>'))
  refused('over 20 MB', /^error: bad\.txt is too large: 21 MB/, () => {
    write('bad.txt')
    truncateSync(join(folder, 'bad.txt'), 21 * 2 ** 20)
  })
  refused('a link that leads out of the folder', /^error: bad\.txt is a link that leads out/, () =>
    symlinkSync('/etc/hostname', join(folder, 'bad.txt')),
  )
  refused('a link to nothing', /^error: .*bad\.txt does not exist/, () =>
    symlinkSync(join(folder, 'nothing.txt'), join(folder, 'bad.txt')),
  )
})

test('links inside the folder are followed, loops end', async () => {
  write('a/one.txt')
  symlinkSync(join(folder, 'a'), join(folder, 'b'))
  symlinkSync(folder, join(folder, 'a', 'loop'))
  expect(await read()).toEqual({ ids: ['a/one', 'b/one'], problems: [] })
})

describe('metadata', () => {
  test('a sidecar wins over front matter', async () => {
    write('a.md', '---\ntitle: أول\nauthor: كاتب\n---\nنص\n')
    write('a.meta.yaml', 'title: ثان\n')
    const { sources } = await readCorpus([folder])
    expect(sources[0]?.metadata).toEqual({
      title: { value: 'ثان', origin: 'sidecar' },
      author: { value: 'كاتب', origin: 'front matter' },
    })
  })
  test('front matter may stand above plain text', async () => {
    write('a.txt', '---\ntitle: عنوان\n---\nنص\n')
    expect((await readCorpus([folder])).sources[0]).toMatchObject({
      text: 'نص\n',
      metadata: { title: { value: 'عنوان' } },
    })
  })
  test('a wrong field is named and left out, the others stay', async () => {
    write('a.md', '---\ntitle: عنوان\ndate: أمس\nurl: javascript:alert(1)\n---\nنص\n')
    const { sources, problems } = await readCorpus([folder])
    expect(sources[0]?.metadata).toEqual({ title: { value: 'عنوان', origin: 'front matter' } })
    expect(problems.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('its date'),
      expect.stringContaining('its url'),
    ])
  })
  test('a sidecar without its document is noted', async () => {
    write('a.meta.yaml', 'title: x\n')
    expect((await read()).problems).toEqual([expect.stringContaining('note: a.meta.yaml')])
  })
  test('the text is the body, and the file its path as given', async () => {
    write('a.md', '---\ntitle: عنوان\n---\nنص\r\nآخر\n')
    expect((await readCorpus([folder])).sources[0]).toMatchObject({ text: 'نص\nآخر\n', file: join(folder, 'a.md') })
  })
})

describe('watching', () => {
  const changed = async (change: () => void): Promise<number> => {
    let calls = 0
    const watcher = await watchCorpus([folder], () => void calls++)
    change()
    for (let waited = 0; calls === 0 && waited < 5000; waited += 50)
      await new Promise((resolve) => setTimeout(resolve, 50))
    await new Promise((resolve) => setTimeout(resolve, 400))
    await watcher.close()
    await watcher.close()
    return calls
  }
  test('a document that is added, changed or removed is told', async () => {
    expect(await changed(() => write('a.txt'))).toBe(1)
    expect(await changed(() => write('a.txt', 'نص آخر.\n'))).toBe(1)
    expect(await changed(() => rmSync(join(folder, 'a.txt')))).toBe(1)
  })
  test('a folder that goes and comes back is watched again', async () => {
    const inner = join(folder, 'inner')
    write('inner/a.txt')
    let calls = 0
    const watcher = await watchCorpus([inner], () => void calls++)
    const until = async (count: number): Promise<void> => {
      for (let waited = 0; calls < count && waited < 6000; waited += 50)
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(calls).toBeGreaterThanOrEqual(count)
    }
    rmSync(inner, { recursive: true })
    await until(1)
    await new Promise((resolve) => setTimeout(resolve, 1300))
    const before = calls
    write('inner/b.txt')
    await until(before + 1)
    const after = calls
    await new Promise((resolve) => setTimeout(resolve, 1300))
    write('inner/c.txt')
    await until(after + 1)
    await watcher.close()
  })
  test('several at once are one change', async () => {
    expect(await changed(() => ['a.txt', 'b.md', 'c/d.html'].map((path) => write(path)))).toBe(1)
  })
  test('a sidecar counts, other files do not', async () => {
    expect(await changed(() => write('a.meta.yaml', 'title: x\n'))).toBe(1)
    let calls = 0
    const watcher = await watchCorpus([folder], () => void calls++)
    write('notes.pdf')
    write('README.md')
    await new Promise((resolve) => setTimeout(resolve, 900))
    await watcher.close()
    expect(calls).toBe(0)
  })
})
