/** What operators ask of the program: whether it lives, whether it can answer, and its numbers. */
import { bearerAuth } from 'hono/bearer-auth'
import type { Readiness } from './health.ts'
import type { Metrics } from './metrics.ts'
import type { App } from './server.ts'

export interface OperationsOptions {
  readonly app: App
  readonly readiness: () => Promise<Readiness>
  readonly metrics: Pick<Metrics, 'text' | 'type'>
  /** Absent: nobody has one. */
  readonly token: string | undefined
  /** Nobody outside this machine reaches the server: then no token is asked for. */
  readonly isLocal: boolean
}

/** `/healthz` and `/readyz` say nothing that is not for everybody; `/metrics` is there for whoever may read it alone. */
export function serveOperations({ app, readiness, metrics, token, isLocal }: OperationsOptions): void {
  app.get('/healthz', (context) => context.text('ok\n'))
  app.get('/readyz', async (context) => {
    const state = await readiness()
    return context.json(state, state.ready ? 200 : 503)
  })
  if (token === undefined && !isLocal) return
  if (token !== undefined) app.use('/metrics', bearerAuth({ token }))
  app.get('/metrics', async (context) => context.body(await metrics.text(), 200, { 'content-type': metrics.type }))
}
