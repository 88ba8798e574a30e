/** What a route is: how its requests are checked, and what they do. */
import type { Problem } from '../errors.ts'
import type { Limit } from '../limits.ts'
import type { QueryKinds } from '../schema.ts'
import type { Payload, Upload } from '../types.ts'

export interface Request {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Payload
  /** What was uploaded, by its number. */
  readonly files: ReadonlyMap<number, Upload>
}

export interface Result {
  readonly status: number
  readonly body?: unknown
}

export interface Route {
  /** e.g. `POST /channels/{id}/messages`. */
  readonly name: string
  /** Interaction endpoints go by the token in their path; there the header may be absent, and the global limit does not count. */
  readonly auth: 'bot' | 'interaction'
  readonly query?: QueryKinds
  /** The schema of the body; a function chooses by what is in it, or leaves it to `check`. */
  readonly schema?: string | ((body: Payload) => string | undefined)
  /** The body is a list, each item by the schema. */
  readonly list?: true
  /** Files may come with it. */
  readonly files?: true
  readonly limit?: Limit
  /** Changes a body to what the schema expects, where the server takes more than it says. */
  adapt?(body: unknown): unknown
  /** Further problems, found only when the shape is right. */
  check?(body: Payload): Problem[]
  run(request: Request): Result
}

export const ok = (body: unknown): Result => ({ status: 200, body })
export const created = (body: unknown): Result => ({ status: 201, body })
export const nothing: Result = { status: 204 }

export const yes = (value: string | undefined): boolean => value !== undefined && /^(true|1)$/i.test(value)
/** A parameter of the path; the pattern has made sure that it is there. */
export const param = ({ params }: Request, name: string): string => params[name] ?? ''
