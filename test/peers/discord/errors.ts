/**
 * How a call is refused. Two kinds, because a test must tell them apart:
 * `violation` is a rule any bot can keep by itself, otherwise it is the state of the world
 * (deleted channel, missing permission, expired token), which happens to correct bots too.
 */
export class ApiError extends Error {
  readonly status: number
  readonly code: number
  readonly violation: boolean
  /** What is added to the body, and to the headers. */
  readonly extra: object
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: number,
    message: string,
    violation: boolean,
    extra: object = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.violation = violation
    this.extra = extra
    this.headers = headers
  }
}

/** What is wrong at one place of a body. */
export interface Problem {
  readonly path: readonly (string | number)[]
  readonly code: string
  readonly message: string
}

export const problem = (path: Problem['path'], code: string, message: string): Problem => ({ path, code, message })

export const unknown = {
  channel: (): ApiError => new ApiError(404, 10003, 'Unknown Channel', false),
  guild: (): ApiError => new ApiError(404, 10004, 'Unknown Guild', false),
  member: (): ApiError => new ApiError(404, 10007, 'Unknown Member', false),
  message: (): ApiError => new ApiError(404, 10008, 'Unknown Message', false),
  user: (): ApiError => new ApiError(404, 10013, 'Unknown User', false),
  webhook: (): ApiError => new ApiError(404, 10015, 'Unknown Webhook', false),
  interaction: (): ApiError => new ApiError(404, 10062, 'Unknown interaction', false),
  command: (): ApiError => new ApiError(404, 10063, 'Unknown application command', false),
}

export const missingAccess = (): ApiError => new ApiError(403, 50001, 'Missing Access', false)
export const missingPermissions = (): ApiError => new ApiError(403, 50013, 'Missing Permissions', false)
export const refused = (status: number, code: number, message: string): ApiError =>
  new ApiError(status, code, message, false)
export const broken = (status: number, code: number, message: string): ApiError =>
  new ApiError(status, code, message, true)

/** Invalid Form Body, with the errors nested by place as Discord nests them. */
export function invalidForm(problems: readonly Problem[], violation = true): ApiError {
  const errors: Record<string, unknown> = {}
  for (const { path, code, message } of problems) {
    let at = errors
    for (const key of path) {
      at[key] ??= {}
      at = at[key] as Record<string, unknown>
    }
    at['_errors'] ??= []
    ;(at['_errors'] as object[]).push({ code, message })
  }
  return new ApiError(400, 50035, 'Invalid Form Body', violation, { errors })
}
