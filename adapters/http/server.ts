/** The HTTP server: paths that other adapters answer at. It hears this machine alone unless told otherwise, and waits for nobody. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export interface HttpServer {
  mount(path: string, handler: RequestHandler): void
  /** Resolves with the port. Rejects with a sentence when the address cannot be had. */
  listen(): Promise<number>
  close(): Promise<void>
}

/** Milliseconds for a request's head, and for the whole of it. */
const HEAD = 10_000
const WHOLE = 30_000

export function createHttpServer({ host, port }: { host: string; port: number }): HttpServer {
  const handlers = new Map<string, RequestHandler>()
  const server = createServer({ headersTimeout: HEAD, requestTimeout: WHOLE }, (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?')
    const handler = handlers.get(path)
    if (handler === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
    else handler(request, response)
  })
  return {
    mount: (path, handler) => void handlers.set(path, handler),
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          reject(
            new Error(`Cannot listen on ${host}:${port} (${error.code ?? error.name}); choose another HOST or PORT.`),
          )
        })
        server.listen(port, host, () => {
          const address = server.address()
          resolve(typeof address === 'object' && address !== null ? address.port : port)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
