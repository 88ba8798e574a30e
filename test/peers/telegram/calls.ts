/** One call from its parameters to its result: checked, perhaps befallen by a fault, applied, recorded. */

import type { Answer } from '../faults.ts'
import { ApiError, broken, tooMany } from './errors.ts'
import { createFlood } from './flood.ts'
import { createMethods } from './methods/index.ts'
import type { Schemas } from './schema.ts'
import type { WireCall } from './types.ts'
import type { World } from './world.ts'

export interface Calls {
  /** Names what is wrong with the shape of a call, in its record. */
  check(call: WireCall): void
  /** Records a broken rule. */
  violate(call: WireCall, reason: string): void
  /** Records a failure of the peer itself. */
  broke(error: unknown): void
  /** Applies the call and returns what the bot is to be told. */
  apply(call: WireCall, gone: AbortSignal): Promise<Answer>
  readonly violations: readonly string[]
  readonly floods: number
  /** Refusals that were not the bot's mistake, as "method: description". */
  readonly refusals: readonly string[]
}

/** Whatever makes a message appear. */
const SENDS = /^(send(?!ChatAction|MessageDraft)|copyMessage|forwardMessage)/

export function createCalls(world: World, schemas: Schemas): Calls {
  const methods = createMethods(world) as Record<string, (params: unknown, gone: AbortSignal) => unknown>
  const { flood: limits = { scale: 1 } } = world.options
  const flood = limits ? createFlood(limits.scale) : undefined
  const violations: string[] = []
  const refusals: string[] = []
  let floods = 0

  const violate = (call: WireCall, reason: string): void => {
    call.violations.push(reason)
    violations.push(`${call.method} ${reason}`)
  }
  const slow = (call: WireCall): void => {
    if (!flood || !SENDS.test(call.method) || call.payload['chat_id'] === undefined) return
    const chat = String(call.payload['chat_id'])
    const wait = flood.take(chat, chat.startsWith('-') || chat.startsWith('@'))
    if (wait === 0) return
    floods += 1
    throw tooMany(wait)
  }
  const run = async (call: WireCall, gone: AbortSignal): Promise<unknown> => {
    if (schemas.method(call.method) === undefined) throw new ApiError(404, 'Not Found: method not found', true)
    const [wrong] = call.violations
    if (wrong !== undefined) throw new ApiError(400, shapeError(call, wrong), false)
    const method = methods[call.method]
    if (!method) {
      violate(call, '/: not implemented by the peer')
      return true
    }
    slow(call)
    return method(call.payload, gone)
  }

  return {
    check(call) {
      if (schemas.method(call.method) === undefined) return
      for (const problem of schemas.problems(call.method, call.payload)) violate(call, problem)
    },
    async apply(call, gone) {
      try {
        const result = await run(call, gone)
        call.applied = true
        return answer(200, { ok: true, result })
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const { code, message, parameters } = error
        if (error.violation) violate(call, `/: ${message}`)
        else if (code !== 499 && code !== 429 && call.violations.length === 0)
          refusals.push(`${call.method}: ${message}`)
        return refusal(error, parameters)
      }
    },
    violate,
    broke: (error) => {
      violations.push(`the peer itself failed: ${String((error as Error).stack)}`)
    },
    violations,
    refusals,
    get floods() {
      return floods
    },
  }
}

export function refusal({ code, message }: ApiError, parameters: ApiError['parameters']): Answer {
  const retry = parameters?.retry_after
  return answer(
    code,
    { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) },
    retry === undefined ? {} : { 'retry-after': String(retry) },
  )
}

function answer(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** The server has words of its own for the parameters that are most often forgotten. */
function shapeError({ payload }: WireCall, wrong: string): string {
  if (wrong.includes("required property 'chat_id'")) return 'Bad Request: chat_id is empty'
  if (wrong.includes("required property 'text'") && payload['text'] === undefined) {
    return 'Bad Request: message text is empty'
  }
  if (wrong.startsWith('/parse_mode')) return broken('Unsupported parse_mode').message
  return `Bad Request: can't parse parameters: ${wrong}`
}
