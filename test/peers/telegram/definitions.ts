/**
 * JSON Schemas of all parameters, made from the published types of @gramio/types, so that nothing is listed by hand.
 * Making them takes seconds, so they are kept in the temporary folder by package version.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type Json = Record<string, unknown>

export interface Definition extends Json {
  readonly properties?: Record<string, Json>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Json[]
}

export interface Stored {
  readonly methods: readonly string[]
  readonly definitions: Record<string, Definition>
}

/** Raise when `adapt` changes, so that a stored schema of another form is not used. */
const FORM = 3

/** The types say `number` for both; everything else that Telegram numbers is an integer. */
const FRACTIONS = new Set([
  'latitude',
  'longitude',
  'horizontal_accuracy',
  'x_shift',
  'y_shift',
  'scale',
  'x_percentage',
  'y_percentage',
  'width_percentage',
  'height_percentage',
  'rotation_angle',
  'corner_radius_percentage',
  'main_frame_timestamp',
  'start_timestamp',
  'cover_frame_timestamp',
  'temperature',
])

export async function loadDefinitions(): Promise<Stored> {
  const types = packageFolder('@gramio/types')
  const { version } = JSON.parse(readFileSync(join(types, 'package.json'), 'utf8')) as { version: string }
  const file = join(tmpdir(), `sanad-telegram-schema-${version}-${FORM}.json`)
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored
  } catch {
    // Not made yet, or not readable: make it.
  }
  const made = await generate(types)
  // Renaming is atomic: another process sees the whole file or none.
  const part = `${file}.${randomUUID()}`
  try {
    writeFileSync(part, JSON.stringify(made))
    renameSync(part, file)
  } catch {
    // A temporary folder that cannot be written only costs time.
  }
  return made
}

/** The package has types only, so it cannot be resolved as a module. */
function packageFolder(name: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(found)) return found
    if (folder === dirname(folder)) throw new Error(`${name} is not installed`)
  }
}

async function generate(types: string): Promise<Stored> {
  const { createGenerator } = await import('ts-json-schema-generator')
  const schema = createGenerator({
    path: join(types, 'out/params.d.ts'),
    type: '*',
    expose: 'export',
    jsDoc: 'none',
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema('*')
  const methods = readFileSync(join(types, 'out/methods.d.ts'), 'utf8').matchAll(/^ {4}(\w+): CallAPI/gm)
  const definitions = adapt(schema.definitions, '') as Record<string, Definition>
  // An uploaded file is a part of a multipart body; the types describe a Blob.
  definitions['TelegramInputFile'] = {
    type: 'object',
    properties: { size: { type: 'number' }, type: { type: 'string' }, name: { type: 'string' } },
    required: ['size', 'type'],
    additionalProperties: false,
  }
  // telegraf adds `hide: false` to every button; the server ignores it.
  const button = definitions['TelegramInlineKeyboardButton']
  if (button?.properties) button.properties['hide'] = { const: false }
  return { methods: [...methods].map((match) => match[1] ?? ''), definitions }
}

/** Types describe what a library takes; the wire has no methods such as `toJSON`, and whole numbers where they are meant. */
function adapt(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return node.map((item) => adapt(item, name))
  if (typeof node !== 'object' || node === null) return node
  const out: Json = {}
  for (const [key, value] of Object.entries(node)) {
    if (key === 'anyOf' && Array.isArray(value)) {
      const kept = value.filter((branch: Definition) => !isLibraryObject(branch))
      if (kept.length === 1) Object.assign(out, adapt(kept[0], name))
      else out[key] = adapt(kept, name)
    } else if (key === 'properties') {
      out[key] = Object.fromEntries(Object.entries(value as Json).map(([field, of]) => [field, adapt(of, field)]))
    } else if (key === 'type' && !FRACTIONS.has(name)) {
      const integer = (type: unknown): unknown => (type === 'number' ? 'integer' : type)
      out[key] = Array.isArray(value) ? value.map(integer) : integer(value)
    } else out[key] = adapt(value, name)
  }
  return out
}

function isLibraryObject({ properties }: Definition): boolean {
  const names = Object.keys(properties ?? {})
  return names.length === 1 && (names[0] === 'toString' || names[0] === 'toJSON')
}
