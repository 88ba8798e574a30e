/** One call from its request to its answer: checked, counted by the limits, applied, recorded. */

import type { Answer } from '../faults.ts'
import { illFormed } from './content.ts'
import { ApiError, invalidForm, type Problem, problem } from './errors.ts'
import { createLimits, type Limit } from './limits.ts'
import type { Parts } from './multipart.ts'
import type { Found } from './routes/index.ts'
import { queryProblems, type Schemas } from './schema.ts'
import type { WireCall } from './types.ts'
import type { World } from './world.ts'

export interface Calls {
  /** Names what is wrong with the shape of a call, in its record. */
  check(call: WireCall, found: Found, parts?: Parts): void
  violate(call: WireCall, reason: string): void
  /** Records a broken rule that is not one of a call. */
  broke(reason: string): void
  /** Records a refusal that is not one of a call. */
  refuse(reason: string): void
  apply(call: WireCall, found: Found): Answer
  answer(call: WireCall, error: ApiError): Answer
  readonly violations: readonly string[]
  readonly refusals: readonly string[]
  readonly floods: number
}

const USUAL: Limit = [50, 10_000]

export function createCalls(world: World, schemas: Schemas): Calls {
  const { rateLimits = { scale: 1 } } = world.options
  const limits = createLimits(rateLimits ? rateLimits.scale : undefined)
  const violations: string[] = []
  const refusals: string[] = []
  const wrong = new WeakMap<WireCall, Problem[]>()
  const uploads = new WeakMap<WireCall, Parts['files']>()
  let floods = 0

  const violate = (call: WireCall, reason: string): void => {
    call.violations.push(reason)
    violations.push(`${call.method} ${reason}`)
  }
  const bodyProblems = ({ payload, raw }: WireCall, { route }: Found): Problem[] => {
    if (!route.schema) return []
    const body = raw.length > 0 && route.adapt ? route.adapt(route.list ? payload['commands'] : payload) : payload
    const name = typeof route.schema === 'string' ? route.schema : route.schema(payload)
    const items: readonly unknown[] = route.list ? ((body as unknown[]) ?? []) : [body]
    const shape = items.flatMap((item, i) =>
      (name === undefined ? [] : schemas.problems(name, item)).map((one) =>
        route.list ? { ...one, path: [i, ...one.path] } : one,
      ),
    )
    const texts = illFormed(payload).map((path) => ({
      path,
      code: 'PEER_ILL_FORMED',
      message: 'Half of a surrogate pair.',
    }))
    return shape.length > 0 ? shape : [...texts, ...(route.check?.(payload) ?? [])]
  }
  const headersOf = ({ route, params }: Found): Record<string, string> => {
    const place = params['token'] ?? params['id'] ?? ''
    return limits.take(route.name, place, route.limit ?? USUAL, route.auth === 'bot')
  }

  const refusal = (call: WireCall, error: ApiError): Answer => {
    const { status, code, message, extra } = error
    if (error.violation) {
      const problems = problemsOf(extra)
      for (const one of problems) violate(call, `/${one.path.join('/')}: ${one.message}`)
      if (problems.length === 0) violate(call, `/: ${message}`)
    } else if (status === 429) floods += 1
    else if (call.violations.length === 0) refusals.push(`${call.method}: ${message}`)
    return json(status, status === 429 ? { message, ...extra } : { message, code, ...extra }, error.headers)
  }

  return {
    check(call, found, parts) {
      const problems = [
        ...queryProblems(found.route.query ?? {}, call.query),
        ...bodyProblems(call, found),
        ...partProblems(found, parts),
      ]
      if (parts) uploads.set(call, parts.files)
      if (problems.length > 0) wrong.set(call, problems)
      for (const { path, message } of problems) violate(call, `/${path.join('/')}: ${message}`)
    },
    apply(call, found) {
      let headers: Record<string, string> = {}
      try {
        headers = headersOf(found)
        const problems = wrong.get(call)
        if (problems) throw invalidForm(problems, false)
        const files = uploads.get(call) ?? new Map()
        const { status, body } = found.route.run({ params: found.params, query: call.query, body: call.payload, files })
        call.applied = true
        return body === undefined ? { status, headers, body: '' } : json(status, body, headers)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const answer = refusal(call, error)
        return { ...answer, headers: { ...headers, ...answer.headers } }
      }
    },
    answer: refusal,
    violate,
    broke: (reason) => {
      violations.push(reason)
    },
    refuse: (reason) => {
      refusals.push(reason)
    },
    violations,
    refusals,
    get floods() {
      return floods
    },
  }
}

function partProblems({ route }: Found, parts: Parts | undefined): Problem[] {
  if (!parts) return []
  const foreign = parts.unknown.map((name) => problem([name], 'PEER_UNKNOWN_FIELD', 'There is no such part.'))
  return route.files ? foreign : [...foreign, problem([], 'PEER_NO_FILES', 'No files can come with this.')]
}

/** Back from the nested form, for the record. */
function problemsOf(extra: object, path: Problem['path'] = []): Problem[] {
  return Object.entries((extra as { errors?: object }).errors ?? (path.length > 0 ? extra : {})).flatMap(
    ([key, value]) =>
      key === '_errors'
        ? (value as Problem[]).map(({ code, message }) => ({ path, code, message }))
        : problemsOf(value as object, [...path, key]),
  )
}

function json(status: number, body: unknown, headers: Record<string, string>): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}
