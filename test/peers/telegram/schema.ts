/** What each method accepts: names, kinds and presence of its parameters, recursively, with nothing unknown. */
import { Ajv, type ValidateFunction } from 'ajv'
import { type Definition, type Json, loadDefinitions, type Stored } from './definitions.ts'
import { reasons } from './reasons.ts'
import type { Payload } from './types.ts'

export interface Schemas {
  /** The documented name for a requested one (case does not matter), or undefined. */
  method(name: string): string | undefined
  /** The names of its parameters, and whether each must be there. */
  parameters(method: string): ReadonlyMap<string, { readonly required: boolean }>
  /** Strings of a form or of a generous client, turned into what the schema wants there. */
  coerce(method: string, payload: Payload): Payload
  /** What is wrong with the parameters, each as "path: reason". */
  problems(method: string, payload: Payload): string[]
}

let loading: Promise<Schemas> | undefined

/** The schemas are the same for every peer of a process. */
export function loadSchemas(): Promise<Schemas> {
  loading ??= loadDefinitions().then((stored) => {
    const schemas = schemasOf(stored)
    // The large ones are compiled now, so that the bot does not wait for it in its first calls.
    for (const method of ['sendMessage', 'editMessageText', 'answerInlineQuery']) schemas.problems(method, {})
    return schemas
  })
  return loading
}

function schemasOf({ methods, definitions }: Stored): Schemas {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    // The schemas are ours and each is used a few times: what counts is that they are ready soon.
    validateSchema: false,
    code: { optimize: false },
  })
  ajv.addSchema({ $id: 'telegram', definitions })
  const names = new Map(methods.map((name) => [name.toLowerCase(), name]))
  const nameOf = (method: string): string => `${method.charAt(0).toUpperCase()}${method.slice(1)}Params`
  const compiled = new Map<string, ValidateFunction>()
  const none: Definition = { type: 'object', properties: {}, additionalProperties: false }
  const definition = (method: string): Definition => definitions[nameOf(method)] ?? none

  const validator = (method: string): ValidateFunction => {
    const known = compiled.get(method)
    if (known) return known
    const made = definitions[nameOf(method)]
      ? ajv.compile({ $ref: `telegram#/definitions/${nameOf(method)}` })
      : ajv.compile(none)
    compiled.set(method, made)
    return made
  }
  /** The JSON types a value may have, through references and unions. */
  const typesOf = (schema: Json | undefined): string[] => {
    if (!schema) return []
    if (typeof schema['$ref'] === 'string') return typesOf(definitions[schema['$ref'].replace(/^.*\//, '')])
    if (Array.isArray(schema['anyOf'])) return schema['anyOf'].flatMap(typesOf)
    return [schema['type'] ?? []].flat() as string[]
  }

  return {
    method: (name) => names.get(name.toLowerCase()),
    parameters: (method) => {
      const { properties, required } = definition(method)
      return new Map(
        Object.keys(properties ?? {}).map((name) => [name, { required: required?.includes(name) ?? false }]),
      )
    },
    coerce: (method, payload) => {
      const { properties } = definition(method)
      return Object.fromEntries(
        Object.entries(payload).map(([key, value]) => [key, coerced(value, typesOf(properties?.[key]))]),
      )
    },
    problems: (method, payload) => {
      const valid = validator(method)
      return valid(payload) ? [] : reasons(valid.errors ?? [])
    },
  }
}

/** The server reads every top-level parameter from text, so a number, a boolean or JSON may come as a string. */
function coerced(value: unknown, types: readonly string[]): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return types.length > 0 && types.every((type) => type === 'string') ? String(value) : value
  }
  if (typeof value !== 'string') return value
  const is = (type: string): boolean => types.includes(type)
  if ((is('integer') || is('number')) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (is('boolean') && /^(true|false|1|0)$/i.test(value)) return /^(true|1)$/i.test(value)
  if ((is('object') || is('array')) && !is('string')) {
    try {
      return JSON.parse(value)
    } catch {
      // Left as it is: the schema says what was expected.
    }
  }
  return value
}
