/** What the documents say is held against the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MEASURES } from '../adapters/command-line/eval.ts'
import { HELP } from '../adapters/command-line/usage.ts'
import { SETTINGS } from '../adapters/config.ts'
import { readCorpus } from '../adapters/files/corpus.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')

describe('settings', () => {
  for (const name of SETTINGS) {
    test(`${name} is in .env.example and the README`, () => {
      expect(read('.env.example')).toMatch(new RegExp(`^${name}=`, 'm'))
      expect(readme).toContain(`\`${name}\``)
    })
  }
  test('.env.example has no others', () =>
    expect([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])).toEqual([...SETTINGS]))
})

test('the README shows what --help prints', () => expect(readme).toContain(`\`\`\`text\n${HELP}\`\`\``))
test('the README names every measure that eval can bound', () => {
  for (const name of Object.keys(MEASURES)) expect(readme).toContain(`\`${name}\``)
})
test('every path that ARCHITECTURE.md names is there', () => {
  const paths = [...read('ARCHITECTURE.md').matchAll(/`((?:src|adapters|corpus|test)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? '',
  )
  expect(paths.length).toBeGreaterThan(15)
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
test('every folder of the core and the adapters is in ARCHITECTURE.md', () => {
  const folders = ['src', 'adapters'].flatMap((top) =>
    readdirSync(join(root, top), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [`${top}/${entry.name}`] : [],
    ),
  )
  expect(folders.filter((folder) => !read('ARCHITECTURE.md').includes(folder))).toEqual([])
})
test('every shipped document says its title, language, kind and licence, and loads without a problem', async () => {
  const { sources, problems } = await readCorpus([join(root, 'corpus')])
  expect(problems).toEqual([])
  expect(sources.length).toBeGreaterThanOrEqual(5)
  for (const { metadata } of sources) {
    expect(metadata).toMatchObject({
      title: { origin: 'front matter' },
      language: { value: 'ar' },
      kind: { value: 'brief' },
      license: { value: 'MIT' },
    })
  }
})
test('every shipped document is in the corpus README', async () => {
  for (const file of readdirSync(join(root, 'corpus')))
    if (file !== 'README.md') expect(read('corpus/README.md')).toContain(file)
})
test('every dependency is named with its licence in the README', () => {
  const { dependencies } = JSON.parse(read('package.json'))
  for (const name of Object.keys(dependencies)) expect(readme).toContain(name)
})
