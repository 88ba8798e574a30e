/**
 * Readable reasons from the issues of a Zod schema. A union fails once for each of its branches, but a person meant one of them:
 * the one whose fixed `type` agrees, then the one with the fewest faults.
 */
import { type Problem, problem } from './errors.ts'

export interface Issue {
  readonly code: string
  readonly path: readonly (string | number)[]
  readonly errors?: readonly (readonly Issue[])[]
  readonly expected?: string
  readonly values?: readonly unknown[]
  readonly origin?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
}

export function reasons(issues: readonly Issue[], body: unknown, at: Problem['path'] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...at, ...issue.path]
    if (issue.code !== 'invalid_union') return [described(issue, path, body)]
    // Being left out altogether is not what was meant either.
    const branches = (issue.errors ?? []).filter((branch) => !branch.some(({ expected }) => expected === 'undefined'))
    const typed = branches.filter((branch) => !branch.some(otherType))
    if (typed.length === 0 && branches.length > 0 && branches.every((branch) => branch.some(otherType))) {
      const types = branches.flatMap((branch) => branch.filter(otherType).flatMap(({ values = [] }) => values))
      return [choices([...path, 'type'], types)]
    }
    const [meant = []] = (typed.length > 0 ? typed : branches).toSorted((one, two) => depth(one) - depth(two))
    return reasons(meant, body, path)
  })
}

const otherType = ({ code, path }: Issue): boolean =>
  code === 'invalid_value' && path.length === 1 && path[0] === 'type'

/** How much is wrong in a branch, whatever is wrong deeper within. */
const depth = (branch: readonly Issue[]): number =>
  branch.reduce((sum, { errors }) => sum + (errors ? Math.min(...errors.map(depth), 9) : 1), 0)

const choices = (path: Problem['path'], values: readonly unknown[]): Problem =>
  problem(path, 'BASE_TYPE_CHOICES', `Value must be one of {${values.map(String).join(', ')}}.`)

function described(issue: Issue, path: Problem['path'], body: unknown): Problem {
  const { code, expected, values = [], minimum, maximum, origin, format } = issue
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], body)
  const sized = origin === 'string' || origin === 'array'
  switch (code) {
    case 'invalid_type':
      return value === undefined
        ? problem(path, 'BASE_TYPE_REQUIRED', 'This field is required')
        : problem(path, 'BASE_TYPE_BAD_TYPE', `Must be of type ${expected}.`)
    case 'invalid_value':
      return value === undefined ? problem(path, 'BASE_TYPE_REQUIRED', 'This field is required') : choices(path, values)
    case 'too_big':
      return sized
        ? problem(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${maximum} or fewer in length.`)
        : problem(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${maximum}.`)
    case 'too_small':
      return sized
        ? problem(path, 'BASE_TYPE_MIN_LENGTH', `Must be ${minimum} or more in length.`)
        : problem(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${minimum}.`)
    case 'invalid_format':
      return problem(path, 'BASE_TYPE_BAD_FORMAT', `Not a well formed ${format}.`)
    default:
      return problem(path, 'BASE_TYPE_INVALID', `Not valid (${code}).`)
  }
}
