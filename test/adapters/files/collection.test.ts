/** What is said for all documents of a folder, and who is kept from the web when it cannot be understood. */
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import { watchCorpus } from '../../../adapters/files/watch.ts'
import { type Document, parseDocument } from '../../../src/index.ts'
import { folderOf } from './folders.ts'

const TEXT = 'نص من كلمات كثيرة.\n'

interface Read {
  readonly documents: Readonly<Record<string, Document>>
  readonly problems: readonly string[]
}
async function read(folder: string): Promise<Read> {
  const { sources, problems } = await readCorpus([folder])
  return {
    documents: Object.fromEntries(sources.map((source) => [source.id, parseDocument(source)])),
    problems: problems.map(({ file, severity, reason }) => `${severity}: ${file.slice(folder.length + 1)} ${reason}`),
  }
}
/** The documents that are kept from the web, by id. */
const kept = ({ documents }: Read): string[] =>
  Object.entries(documents).flatMap(([id, { visibility }]) => (visibility === 'chat' ? [id] : []))

describe('metadata of a collection', () => {
  test('holds for the documents in its folder and below, not beside', async () => {
    const folder = await folderOf({
      'a.txt': TEXT,
      'in/b.txt': TEXT,
      'in/deep/c.md': TEXT,
      'inside.txt': TEXT,
      'in/_collection.yaml': 'collection: تقارير\npublisher: ناشر\nlicense: MIT\nlanguage: fr\nvisibility: chat\n',
    })
    const { documents, problems } = await read(folder)
    expect(problems).toEqual([])
    const said = { collection: 'تقارير', publisher: 'ناشر', language: 'fr', visibility: 'chat' }
    expect(documents['in/b']).toMatchObject(said)
    expect(documents['in/b']?.origins).toMatchObject({
      collection: 'collection',
      publisher: 'collection',
      license: 'collection',
      language: 'collection',
      visibility: 'collection',
    })
    expect(documents['in/deep/c']).toMatchObject(said)
    for (const id of ['a', 'inside']) {
      expect(documents[id]).toMatchObject({ language: 'ar' })
      expect(documents[id]).not.toHaveProperty('collection')
      expect(documents[id]).not.toHaveProperty('visibility')
    }
  })
  test('a document’s own word, its text’s too, wins over it, and the inner folder’s over the outer', async () => {
    const folder = await folderOf({
      '_collection.yaml': 'collection: خارج\npublisher: ناشر\nvisibility: chat\n',
      'in/_collection.yaml': 'collection: داخل\n',
      'in/a.txt': TEXT,
      'in/b.md': `---\ncollection: من الوثيقة\nvisibility: everywhere\n---\n${TEXT}`,
      'in/c.txt': TEXT,
      'in/c.meta.yaml': 'visibility: everywhere\n',
      'd.txt': `عنوان\n\n${TEXT}\nالمصدر: جريدة\n`,
    })
    const all = await read(folder)
    expect(all.documents['in/a']).toMatchObject({ collection: 'داخل', publisher: 'ناشر' })
    expect(all.documents['in/b']).toMatchObject({ collection: 'من الوثيقة' })
    expect(all.documents['d']).toMatchObject({ collection: 'خارج', publisher: 'جريدة' })
    expect(kept(all).sort()).toEqual(['d', 'in/a'])
  })
  test('a document can say it in a page’s head, or in its front matter', async () => {
    const folder = await folderOf({
      'a.html': `<head><meta name="visibility" content="chat"></head><main><p>${TEXT}</p></main>`,
      'b.md': `---\nvisibility: chat\n---\n${TEXT}`,
      'c.md': TEXT,
    })
    expect(kept(await read(folder))).toEqual(['a', 'b'])
  })
  test('says what cannot be said of many documents', async () => {
    const folder = await folderOf({
      '_collection.yaml': 'title: عنوان\ncollection: تقارير\nurl: https://a.org\n',
      'a.txt': TEXT,
    })
    const all = await read(folder)
    expect(all.problems).toEqual([
      expect.stringMatching(
        /^error: _collection\.yaml "title" cannot be said of a collection; allowed are collection,/,
      ),
      expect.stringMatching(/^error: _collection\.yaml "url" cannot be said/),
    ])
    expect(all.documents['a']).toMatchObject({ collection: 'تقارير' })
    expect(all.documents['a']).not.toHaveProperty('url')
    expect(kept(all)).toEqual([])
  })
})

describe('where nobody knows what was to be said, the documents are kept from the web', () => {
  const check = (name: string, files: Readonly<Record<string, string | Uint8Array>>, problem: RegExp): void =>
    test(name, async () => {
      const all = await read(await folderOf({ 'in/a.txt': TEXT, 'b.txt': TEXT, ...files }))
      expect(all.problems).toEqual([expect.stringMatching(problem)])
      expect(kept(all)).toEqual(['in/a'])
    })
  const COLLECTION = 'in/_collection.yaml'
  check(
    'broken YAML',
    { [COLLECTION]: 'visibility: [chat\n' },
    /^error: in\/_collection\.yaml the metadata is not valid YAML/,
  )
  check(
    'no lines of metadata',
    { [COLLECTION]: '- chat\n' },
    /^error: in\/_collection\.yaml the metadata does not consist/,
  )
  check('nothing at all', { [COLLECTION]: '' }, /^error: in\/_collection\.yaml is empty/)
  check('too much of it', { [COLLECTION]: `# ${'x'.repeat(30_000)}\n` }, /^error: .*is longer than/)
  check('no text', { [COLLECTION]: Buffer.from([0, 1, 2]) }, /^error: in\/_collection\.yaml is not text/)
  check(
    'a wrong value',
    { [COLLECTION]: 'visibility: private\n' },
    /its visibility \(collection\) is "private"; allowed is chat or everywhere/,
  )
  check('a slip of the pen', { [COLLECTION]: 'visiblity: chat\n' }, /^error: .*"visiblity" cannot be said/)
  check('the other ending', { 'in/_collection.yml': 'visibility: {}\n' }, /its visibility/)
  check(
    'a broken sidecar',
    { 'in/a.meta.yaml': 'visibility: [\n' },
    /^error: in\/a\.meta\.yaml the metadata is not valid/,
  )
  check(
    'a sidecar that is no text',
    { 'in/a.meta.yaml': Buffer.from([0, 1, 2]) },
    /^error: in\/a\.meta\.yaml is not text/,
  )
  check(
    'broken front matter',
    { 'in/a.txt': `---\nvisibility: [chat\n---\n${TEXT}` },
    /^error: in\/a\.txt the metadata is not valid/,
  )
  check(
    'a wrong value of its own',
    { 'in/a.txt': `---\nvisibility: Chat\n---\n${TEXT}` },
    /its visibility \(front matter\) is "Chat"/,
  )

  test.each([
    ['is too large', (file: string) => [writeFileSync(file, ''), truncateSync(file, 21 * 2 ** 20)]],
    ['is a link that leads out', (file: string) => symlinkSync('/etc/hostname', file)],
    ['does not exist', (file: string) => symlinkSync(`${file}.nowhere`, file)],
  ])('a file of metadata that %s', async (problem, make) => {
    for (const path of ['in/_collection.yaml', 'in/a.meta.yaml']) {
      const folder = await folderOf({ 'in/a.txt': TEXT, 'b.txt': TEXT })
      make(join(folder, path))
      const all = await read(folder)
      expect(all.problems).toEqual([expect.stringContaining(`error: ${path} ${problem}`)])
      expect(kept(all)).toEqual(['in/a'])
    }
  })
  test('an inner folder that says otherwise is believed', async () => {
    const folder = await folderOf({
      '_collection.yaml': 'visibility: [\n',
      'a.txt': TEXT,
      'open/_collection.yaml': 'visibility: everywhere\n',
      'open/b.txt': TEXT,
    })
    expect(kept(await read(folder))).toEqual(['a'])
  })
})

test('a folder of that name is a folder', async () => {
  const folder = await folderOf({ 'a.txt': TEXT })
  mkdirSync(join(folder, '_collection.yaml'))
  writeFileSync(join(folder, '_collection.yaml', 'b.txt'), TEXT)
  const all = await read(folder)
  expect([Object.keys(all.documents), all.problems, kept(all)]).toEqual([['_collection.yaml/b', 'a'], [], []])
})

test('a change of it is a change of the corpus', async () => {
  const folder = await folderOf({ 'in/a.txt': TEXT })
  let told: () => void = () => {}
  const changed = new Promise<void>((resolve) => {
    told = resolve
  })
  const watcher = await watchCorpus([folder], told)
  writeFileSync(join(folder, 'in/_collection.yaml'), 'visibility: chat\n')
  await changed
  await watcher.close()
  expect(kept(await read(folder))).toEqual(['in/a'])
})
