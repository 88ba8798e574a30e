/** Requests as no browser makes them: any path, any header, any body, and bytes that are no request at all. */
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Sent {
  readonly method?: string
  /** As it stands in the request's line. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  /** In pieces where there are several, without a length. */
  readonly body?: string | Buffer | readonly (string | Buffer)[]
}

export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export function send(port: number, { method = 'GET', path = '/', headers = {}, body = '' }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    sent.on('error', reject)
    if (typeof body === 'string' || Buffer.isBuffer(body)) sent.end(body)
    else {
      for (const piece of body) sent.write(piece)
      sent.end()
    }
  })
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

/** A connection on which nothing is said yet. */
export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  // What the other side does to it is seen in what it reads.
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

/** All that comes back for some bytes, until the other side ends the connection. */
export async function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await open(port)
  let received = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk
  })
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.write(bytes)
  await ended
  return received
}
