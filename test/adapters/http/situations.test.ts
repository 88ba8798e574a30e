/** Those who take the server's time and give nothing: they are given up, and keep nobody out. Most of this is waiting. */
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Connected, connect } from './connected.ts'
import { createPerson } from './person.ts'
import { open, send } from './raw.ts'

const IDLE = 100
/** Longer than the server has patience for any of them. */
const PATIENCE = 100_000

let connected: Connected | undefined
let sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets = []
  await connected?.close()
  connected = undefined
})
async function start(): Promise<Connected> {
  connected = await connect({ handle: async () => [{ type: 'text', text: 'جواب' }] })
  return connected
}
async function socketOf(port: number): Promise<Socket> {
  const socket = await open(port)
  sockets.push(socket)
  return socket
}

test(`${IDLE} connections that say nothing keep nobody out`, async () => {
  const { root, port } = await start()
  const idle = await Promise.all(Array.from({ length: IDLE }, () => socketOf(port)))
  for (const [at, socket] of idle.entries()) if (at % 2 === 0) socket.write('GET / HTTP/1.1\r\nHost: local')
  const person = createPerson(root)
  await person.say('سؤال')
  expect(await person.heard()).toEqual(['جواب'])
  expect((await send(port, { path: '/healthz' })).status).toBe(200)
})

test(
  'whoever sends a head or a body drop by drop is given up, and the next is answered',
  async () => {
    const { root, port } = await start()
    const beginnings = [
      'GET / HTTP/1.1\r\nHost: localhost\r\nX: ',
      'POST /ask HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\ntext=',
      'POST /ask HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntext=\r\n',
    ]
    const isChunked = (beginning: string): boolean => beginning.includes('chunked')
    const ends = beginnings.map(async (beginning) => {
      const socket = await socketOf(port)
      let answer = ''
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        answer += chunk
      })
      socket.write(beginning)
      const drops = setInterval(() => socket.write(isChunked(beginning) ? '1\r\nx\r\n' : 'x'), 500)
      await new Promise((resolve) => socket.once('close', resolve))
      clearInterval(drops)
      return answer
    })
    const person = createPerson(root)
    await person.say('سؤال')
    expect(await person.heard()).toEqual(['جواب'])
    for (const answer of await Promise.all(ends)) expect(answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
    await person.say('سؤال آخر')
    expect(await person.heard()).toEqual(['جواب', 'جواب'])
  },
  PATIENCE,
)
