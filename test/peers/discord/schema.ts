/** What the body and the query of each route may hold: names, kinds and presence of the fields, recursively, with nothing unknown. */
import { type Problem, problem } from './errors.ts'
import { type Issue, reasons } from './reasons.ts'
import type { Payload } from './types.ts'

interface Schema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly Issue[] } }
}

export interface Schemas {
  /** What is wrong with a body, judged by the schema of this name. */
  problems(name: string, body: unknown): Problem[]
}

/** The package has no type declarations for this door, and the compiler is not to look for them. */
const PACKAGE: string = 'discord-api-spec/zod'

let loading: Promise<Schemas> | undefined

/** The schemas are the same for every peer of a process. */
export function loadSchemas(): Promise<Schemas> {
  loading ??= import(PACKAGE).then((all: Record<string, Schema>) => {
    const schemas = schemasOf(all)
    // The large ones are made ready now, so that the bot does not wait for it in its first calls.
    const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x' }] }]
    const message = { content: 'x', embeds: [{ title: 'x' }], components }
    schemas.problems('MessageCreateRequest', message)
    schemas.problems('CreateMessageInteractionCallbackRequest', { type: 4, data: message })
    schemas.problems('IncomingWebhookUpdateRequestPartial', message)
    return schemas
  })
  return loading
}

function schemasOf(all: Record<string, Schema>): Schemas {
  return {
    problems(name, body) {
      const schema = all[`${name}Schema`]
      if (!schema) throw new Error(`Discord peer: there is no schema ${name}`)
      const result = schema.safeParse(body)
      return result.success ? unknownFields(body, result.data) : reasons(result.error.issues, body)
    },
  }
}

/** A parsed value has only the fields its schema names, so whatever is missing in it is not known. */
function unknownFields(given: unknown, known: unknown, path: Problem['path'] = []): Problem[] {
  if (Array.isArray(given)) {
    return given.flatMap((item, i) => unknownFields(item, (known as unknown[] | undefined)?.[i], [...path, i]))
  }
  if (typeof given !== 'object' || given === null) return []
  const fields = known as Payload
  return Object.entries(given).flatMap(([name, value]) => {
    if (name in fields) return unknownFields(value, fields[name], [...path, name])
    // discord.js sends these with every message, on routes too that do not have them, where they change nothing.
    if (name === 'nonce' || name === 'enforce_nonce' || (name === 'tts' && value === false)) return []
    return [problem([...path, name], 'PEER_UNKNOWN_FIELD', 'There is no such field.')]
  })
}

const CHECKS = {
  boolean: /^(true|false|1|0|True|False)$/,
  integer: /^\d{1,9}$/,
  snowflake: /^(0|[1-9]\d*)$/,
} as const

export type QueryKinds = Readonly<Record<string, 'boolean' | 'integer' | 'snowflake'>>

export function queryProblems(kinds: QueryKinds, query: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(query).flatMap(([name, value]) => {
    const kind = kinds[name]
    if (!kind) return [problem([name], 'PEER_UNKNOWN_FIELD', 'There is no such query parameter.')]
    return CHECKS[kind].test(value) ? [] : [problem([name], 'BASE_TYPE_BAD_TYPE', `Must be of type ${kind}.`)]
  })
}

/** Permissions are a whole number to the schema, and a string of digits to every client: the server takes both. */
export function coercedCommand(command: unknown): unknown {
  if (typeof command !== 'object' || command === null) return command
  const { default_member_permissions: permissions } = command as Payload
  if (typeof permissions !== 'string' || !/^\d{1,18}$/.test(permissions)) return command
  return { ...command, default_member_permissions: Number(permissions) }
}
