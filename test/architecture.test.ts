/** The rules of ARCHITECTURE.md, held against the imports of every source file. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Module {
  readonly path: string
  readonly text: string
  /** Relative imports as paths from the root, others as written. */
  readonly imports: readonly string[]
}

const modules: Module[] = ['src', 'adapters'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const full = join(root, folder, path)
      const text = readFileSync(full, 'utf8')
      const imports = [
        ...text.matchAll(/^\s*(?:import|export)\b[^'"`]*?\bfrom\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm),
      ].map((match) => {
        const name = match[1] ?? match[2] ?? ''
        return name.startsWith('.') ? relative(root, join(dirname(full), name)) : name
      })
      return { path: relative(root, full), text, imports }
    }),
)
const core = modules.filter(({ path }) => path.startsWith('src/'))
const adapters = modules.filter(({ path }) => path.startsWith('adapters/'))
const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/')
/** Source without comments and string contents, so that a rule is not broken by a word. */
const code = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/`[^`]*`|'[^'\n]*'|"[^"\n]*"/g, "''")

const none = (offenders: readonly string[]): void => expect(offenders).toEqual([])

describe('the core is pure', () => {
  test('it imports itself, minisearch and zod only', () =>
    none(
      core.flatMap(({ path, imports }) =>
        imports
          .filter((name) => !name.startsWith('src/') && !['minisearch', 'zod'].includes(name))
          .map((name) => `${path}: ${name}`),
      ),
    ))
  for (const forbidden of [
    /\bprocess\b\s*\./,
    /\bDate\.now\b/,
    /\bnew Date\(\)/,
    /\bMath\.random\b/,
    /\bfetch\(/,
    /\bset(?:Timeout|Interval|Immediate)\(/,
    /\bconsole\./,
  ]) {
    test(`it has no ${forbidden.source}`, () =>
      none(core.filter(({ text }) => forbidden.test(code(text))).map(({ path }) => path)))
  }
})

describe('one library, one place', () => {
  const places: Readonly<Record<string, readonly string[]>> = {
    minisearch: ['src/retrieval/index.ts'],
    dotenv: ['adapters/main.ts'],
    chokidar: ['adapters/files/watch.ts'],
    yaml: ['adapters/files'],
    parse5: ['adapters/files/tree.ts'],
    'mdast-util-from-markdown': ['adapters/files/markdown.ts'],
    chardet: ['adapters/files/encoding.ts'],
    'cli-table3': ['adapters/command-line'],
    'cli-progress': ['adapters/command-line/progress.ts'],
    telegraf: ['adapters/telegram'],
    'better-sqlite3': ['adapters/store/sqlite.ts', 'adapters/store/hold.ts'],
    kysely: ['adapters/store'],
    pino: ['adapters/log.ts'],
    'rate-limiter-flexible': ['adapters/chat/allowance.ts'],
    'discord.js': ['adapters/discord'],
    '@resvg/resvg-js': ['adapters/chart/chart.ts'],
    '@hono/node-server': ['adapters/http/server.ts'],
    'prom-client': ['adapters/http/metrics.ts'],
  }
  for (const [library, allowed] of Object.entries(places)) {
    test(library, () =>
      none(
        modules
          .filter(({ path, imports }) => imports.includes(library) && !allowed.some((place) => path.startsWith(place)))
          .map(({ path }) => path),
      ),
    )
  }
  test('hono', () =>
    none(
      modules
        .filter(
          ({ path, imports }) => imports.some((name) => /^hono\b/.test(name)) && !path.startsWith('adapters/http/'),
        )
        .map(({ path }) => path),
    ))
  test('the environment is read in main and config', () =>
    none(
      modules
        .filter(
          ({ path, text }) =>
            /\bprocess\.env\b/.test(code(text)) && !['adapters/main.ts', 'adapters/config.ts'].includes(path),
        )
        .map(({ path }) => path),
    ))
})

describe('adapters', () => {
  test('they import the core through its door', () =>
    none(
      adapters.flatMap(({ path, imports }) =>
        imports.filter((name) => name.startsWith('src/') && name !== 'src/index.ts').map((name) => `${path}: ${name}`),
      ),
    ))
  test('their folders import none but what chats share; only main and the files beside it know several', () =>
    none(
      adapters
        .filter(({ path }) => folderOf(path) !== 'adapters')
        .flatMap(({ path, imports }) =>
          imports
            .filter(
              (name) => name.startsWith('adapters/') && ![folderOf(path), 'adapters/chat'].includes(folderOf(name)),
            )
            .map((name) => `${path}: ${name}`),
        ),
    ))
  test('decode and render are pure', () =>
    none(
      adapters
        .filter(
          ({ path, text }) =>
            /\/(?:decode|render)\.ts$/.test(path) && /\bawait\b|\basync\b|\bprocess\b/.test(code(text)),
        )
        .map(({ path }) => path),
    ))
})

describe('inside the core, arrows point one way', () => {
  const order = [
    ['text'],
    ['corpus'],
    ['retrieval'],
    ['answer'],
    ['evaluation', 'verification', 'digest'],
    ['reader'],
    ['commands'],
  ]
  for (const [level, folders] of order.entries()) {
    const above = order.slice(level + 1).flat()
    for (const folder of folders)
      test(`${folder} imports nothing above it`, () =>
        none(
          core
            .filter(({ path }) => path.startsWith(`src/${folder}/`))
            .flatMap(({ path, imports }) =>
              imports
                .filter((name) => above.some((higher) => name.startsWith(`src/${higher}/`)))
                .map((name) => `${path}: ${name}`),
            ),
        ))
  }
  test('there are no cycles', () => {
    const graph = new Map(
      modules.map(({ path, imports, text }) => [path, imports.filter((name) => !isTypeOnly(text, name))]),
    )
    const done = new Set<string>()
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) throw new Error([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
  })
})

/** Types may refer to each other both ways; values may not. */
function isTypeOnly(text: string, name: string): boolean {
  const file = name.split('/').at(-1) ?? ''
  return [...text.matchAll(/^\s*(?:import|export)\b([^'"`]*?)\bfrom\s+['"]([^'"]+)['"]/gm)]
    .filter(([, , path]) => path?.endsWith(`/${file}`))
    .every(([, clause = '']) => /^\s*type\b/.test(clause))
}

test('files are named in kebab-case, and none for what it vaguely is', () =>
  none(
    modules
      .map(({ path }) => path)
      .filter((path) => !/^[a-z0-9/-]+\.ts$/.test(path) || /(?:util|helper|manager|service|common)/.test(path)),
  ))
