/** The shape of an implemented method: checked parameters in, the `result` out, or an ApiError thrown. */
import type { APIMethodParams, APIMethods } from '@gramio/types'

export type Handlers = {
  readonly [Method in keyof APIMethods]?: (params: NonNullable<APIMethodParams<Method>>, gone: AbortSignal) => unknown
}
