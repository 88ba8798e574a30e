import { rm, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { followCorpus, loadCorpus } from '../../../adapters/corpus.ts'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import { createSanad } from '../../../src/index.ts'
import { folderOf, write } from './folders.ts'

const TEXT =
  'القيادات\n\nيسهر القواد على حفظ النظام في القيادات التابعة للإقليم، ويعينهم وزير الداخلية كل أربع سنوات.\n'
/** A word that no shipped list has. */
const QUESTION = 'Who appoints the zorbani?'

/** What is found by a word that only a glossary can lead from. */
const found = (sanad: ReturnType<typeof createSanad>): number => sanad.search(QUESTION, 3).length

test('entries of every folder are read, and nothing else is said', async () => {
  const one = await folderOf({ 'a.md': TEXT, 'glossary.tsv': '# ours\nzorbani\tالقواد | القيادات\n', 'sub/b.md': TEXT })
  const two = await folderOf({ 'c.md': TEXT, 'sub/glossary.tsv': '\uFEFFفراشة\tباعة متجولون\r\n' })
  const { glossary, problems } = await readCorpus([one, two])
  expect(glossary.map(({ headwords }) => headwords)).toEqual([['zorbani'], ['فراشه']])
  expect(problems).toEqual([])
})

test('a bad line is a problem with its number, and the rest is read', async () => {
  const folder = await folderOf({ 'a.md': TEXT, 'glossary.tsv': 'zorbani\tالقواد\nno tab\n' })
  const { sources, glossary, problems } = await readCorpus([folder])
  expect({ sources: sources.length, entries: glossary.length }).toEqual({ sources: 1, entries: 1 })
  expect(problems).toEqual([
    {
      file: join(folder, 'glossary.tsv'),
      severity: 'error',
      reason: 'line 2 has no tab between a word and its equivalents',
    },
  ])
})

test('what is no glossary at all is told in few words', async () => {
  const folder = await folderOf({
    'a.md': TEXT,
    'glossary.tsv': 'no tab\n'.repeat(500),
    'sub/glossary.tsv': '%PDF-1.7',
  })
  const { problems } = await readCorpus([folder])
  expect(problems.map(({ reason }) => reason).slice(-2)).toEqual(['480 more lines could not be read', 'is not text'])
  expect(problems).toHaveLength(22)
})

test('one that is too large, or leads elsewhere, is not read; an empty one is nothing', async () => {
  const outside = await folderOf({ 'g.tsv': 'zorbani\tالقواد\n' })
  const folder = await folderOf({ 'a.md': TEXT, 'glossary.tsv': '', 'empty/glossary.tsv': '', 'linked/a.md': TEXT })
  await truncate(join(folder, 'glossary.tsv'), 1.5 * 1024 * 1024)
  await symlink(join(outside, 'g.tsv'), join(folder, 'linked/glossary.tsv'))
  const { glossary, problems } = await readCorpus([folder])
  expect(glossary).toEqual([])
  expect(problems.map(({ reason }) => reason)).toEqual([
    'is too large: 1.5 MB; at most 1 MB is read',
    'is a link that leads out of the corpus folder; it was not read',
  ])
})

test('words of the glossary find passages, for that Sanad alone', async () => {
  const plain = await folderOf({ 'a.md': TEXT })
  const folder = await folderOf({ 'a.md': TEXT, 'glossary.tsv': 'zorbani\tالقواد\n' })
  const [without, sanad] = [createSanad(), createSanad()]
  await loadCorpus(without, [plain])
  await loadCorpus(sanad, [folder])
  expect([found(without), found(sanad)]).toEqual([0, 1])
})

test('a glossary that comes, changes or goes is followed', async () => {
  const folder = await folderOf({ 'a.md': TEXT })
  const sanad = createSanad()
  await loadCorpus(sanad, [folder])
  let look = (): void => {}
  const close = await followCorpus(sanad, [folder], { loaded: () => look(), failed: () => {} })
  const until = (count: number, change: () => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (found(sanad) === count) resolve()
      }
      change().catch(reject)
    })
  const file = join(folder, 'glossary.tsv')
  await until(1, () => write(file, 'zorbani\tالقواد\n'))
  await until(0, () => write(file, 'other\tالقواد\n'))
  await until(1, () => write(file, 'zorbani\tالقواد\n'))
  await until(0, () => rm(file))
  await close()
})
