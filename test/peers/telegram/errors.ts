/**
 * How a call is refused. Two kinds, because a test must tell them apart:
 * `broken` is a rule any bot can keep by itself (recorded as a violation), `refused` is the state of the world
 * (blocked, migrated, deleted meanwhile), which happens to correct bots too.
 */
export interface ErrorParameters {
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

export class ApiError extends Error {
  readonly code: number
  readonly violation: boolean
  readonly parameters: ErrorParameters | undefined

  constructor(code: number, description: string, violation: boolean, parameters?: ErrorParameters) {
    super(description)
    this.code = code
    this.violation = violation
    this.parameters = parameters
  }
}

export const broken = (reason: string): ApiError => new ApiError(400, described('Bad Request', reason), true)

export const refused = (reason: string, parameters?: ErrorParameters): ApiError =>
  new ApiError(400, described('Bad Request', reason), false, parameters)

export const forbidden = (reason: string): ApiError => new ApiError(403, described('Forbidden', reason), false)

export const conflict = (reason: string): ApiError => new ApiError(409, described('Conflict', reason), false)

export const tooMany = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, false, { retry_after: seconds })

/** The server writes the first letter small, except in codes such as BUTTON_DATA_INVALID and words such as URL. */
function described(prefix: string, reason: string): string {
  const keeps = /^[A-Z][A-Z_]/.test(reason)
  return `${prefix}: ${keeps ? reason : reason.charAt(0).toLowerCase() + reason.slice(1)}`
}
