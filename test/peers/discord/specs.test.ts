/**
 * The peer against Discord's own description of the API, and its list of error codes.
 * They are data of their owners and lie beside the project, so the test is skipped where they are not.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRoutes } from './routes/index.ts'
import { loadSchemas } from './schema.ts'
import { createWorld } from './world.ts'

const folder = join(import.meta.dirname, '../../../../shared/specs')
const API = join(folder, 'discord-openapi.json')
const CODES = join(folder, 'discord-codes.json')

interface Schema {
  readonly $ref?: string
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly properties?: object
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> }
  readonly security?: readonly object[]
}

const missing = [API, CODES].filter((file) => !existsSync(file))
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T
const bare = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')
const nothing = (): void => undefined

/** Of these Discord's documentation says more than its description. */
const NOT_DESCRIBED = new Set(['20012', '50041'])

describe.skipIf(missing.length > 0)('beside shared/specs (skipped where that folder is not there)', () => {
  const world = createWorld({}, nothing, nothing)
  const { all } = createRoutes(world, () => ({ url: '', identifiesLeft: 0 }))

  test('every route is there, with its query, its body, and its need for a token', () => {
    const { paths } = read<{ paths: Record<string, Record<string, Operation>> }>(API)
    const described = new Map(
      Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(
          ([method, operation]) => [`${method.toUpperCase()} ${bare(path)}` as string, operation] as const,
        ),
      ),
    )
    const bodies = (schema: Schema | undefined): string[] =>
      [schema, ...(schema?.anyOf ?? []), schema?.items].flatMap((one) => one?.$ref?.replace(/^.*\//, '') ?? [])
    const differences = all.flatMap(({ name, query, schema, auth }) => {
      const operation = described.get(bare(name))
      if (!operation) return [`${name} is not described`]
      const theirs = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
      const named = bodies(operation.requestBody?.content['application/json']?.schema)
      // Each kind of answer to an interaction has a schema of its own.
      const ours =
        typeof schema === 'function' ? [1, 4, 5, 6, 7, 8, 9].map((type) => schema({ type })) : schema ? [schema] : []
      const open = operation.security?.some((one) => Object.keys(one).length === 0) ?? false
      return [
        ...(JSON.stringify(theirs.sort()) === JSON.stringify(Object.keys(query ?? {}).sort())
          ? []
          : [`${name}?${theirs}`]),
        ...ours.filter((one) => !named.includes(String(one))).map((one) => `${name} body ${one} among ${named}`),
        ...(named.length > 0 && ours.length === 0 ? [`${name} has a body`] : []),
        ...(open === (auth === 'interaction') ? [] : [`${name} token`]),
      ]
    })
    expect(differences).toEqual([])
  })

  test('the schemas of the package need the same fields', async () => {
    const schemas = await loadSchemas()
    const { components } = read<{ components: { schemas: Record<string, Schema> } }>(API)
    const names = new Set(
      all.flatMap(({ schema }) =>
        typeof schema === 'function' ? [4, 6, 8, 9].map((type) => schema({ type })) : (schema ?? []),
      ),
    )
    for (const name of names) {
      const { required = [] } = components.schemas[String(name)] ?? {}
      const complained = schemas
        .problems(String(name), {})
        .filter(({ message }) => message === 'This field is required')
        .map(({ path }) => path.join('/'))
      // Where the package allows an absent union, it asks for nothing.
      expect([name, complained.sort()]).toEqual([name, [...required].sort()])
    }
    expect(names.size).toBeGreaterThan(10)
  })

  test('the error codes mean what Discord says they mean', () => {
    const { json_errors } = read<{ json_errors: Record<string, string> }>(CODES)
    const files = ['', 'routes'].flatMap((path) => {
      const at = join(import.meta.dirname, path)
      return readdirSync(at)
        .filter((name) => /(?<!\.test)\.ts$/.test(name))
        .map((name) => readFileSync(join(at, name), 'utf8'))
    })
    const used = files.flatMap((source) => [...source.matchAll(/\((4\d\d), (\d{5,6}), ['"`]([^'"`]*)/g)])
    const words = (text: string): string[] => text.toLowerCase().match(/[a-z]{4,}/g) ?? []
    const wrong = used.filter(([, , code = '', text = '']) => {
      if (NOT_DESCRIBED.has(code)) return false
      const described = words(json_errors[code] ?? '')
      return !words(text).some((word) => described.includes(word))
    })
    expect(wrong.map(([whole]) => whole)).toEqual([])
    expect(used.length).toBeGreaterThan(15)
  })
})
