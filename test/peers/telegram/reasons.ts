/**
 * Readable reasons from the errors of a validator. A union fails once for each of its branches, but a person meant one of them:
 * the one whose fixed `type` (or `source`, …) agrees, that has the key under which something deeper is wrong, and that
 * knows most of the given names.
 */
import type { ErrorObject } from 'ajv'

interface Properties {
  readonly [name: string]: { readonly const?: unknown }
}

export function reasons(errors: readonly ErrorObject[]): string[] {
  const single = errors.filter(({ keyword }) => keyword !== 'anyOf')
  const agreeing = single.filter(
    (error) => !(error.keyword === 'const' || Object.entries(propertiesOf(error)).some(differs(error.data))),
  )
  const named = agreeing.length > 0 ? agreeing : single
  const paths = named.map(({ instancePath }) => instancePath)
  const through = named.filter(({ instancePath, ...error }) => {
    const properties = propertiesOf(error)
    if (Object.keys(properties).length === 0) return true
    const below = paths.filter((path) => path.startsWith(`${instancePath}/`))
    return below.every((path) => (path.slice(instancePath.length + 1).split('/')[0] ?? '') in properties)
  })
  const likeness = (error: ErrorObject): number => {
    const properties = propertiesOf(error)
    return isObject(error.data) ? Object.keys(error.data).filter((name) => name in properties).length : 0
  }
  const best = (path: string): number =>
    Math.max(...through.filter(({ instancePath }) => instancePath === path).map(likeness))
  const meant = through.filter((error) => likeness(error) === best(error.instancePath))
  return [...new Set((meant.length > 0 ? meant : single).map(described))]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The properties of the object schema that failed; nothing for other kinds of errors. */
function propertiesOf({ parentSchema }: Pick<ErrorObject, 'parentSchema'>): Properties {
  return (parentSchema?.['properties'] ?? {}) as Properties
}

const differs =
  (data: unknown) =>
  ([name, schema]: [string, { readonly const?: unknown }]): boolean =>
    name !== 'hide' && schema.const !== undefined && isObject(data) && data[name] !== schema.const

function described({ instancePath, message = 'is not valid', params, keyword }: ErrorObject): string {
  const detail = [params['additionalProperty'], keyword === 'enum' && params['allowedValues']].find(Boolean)
  return `${instancePath || '/'}: ${message}${detail ? ` (${String(detail)})` : ''}`
}
