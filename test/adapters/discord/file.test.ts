/** Where a file may be read from, and how much of it; over a server of the test's own. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createFiles } from '../../../adapters/discord/file.ts'
import { DeliveryError } from '../../../src/index.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Reading {
  readonly url: string
  readonly apiRoot: string
  /** What Discord says of the file's size. */
  readonly size?: number
  readonly longest?: number
  readonly patience?: number
  readonly stop?: AbortSignal
}

async function read({
  url,
  apiRoot,
  size = 4,
  longest = 100,
  patience = 2000,
  stop = new AbortController().signal,
}: Reading): Promise<string> {
  const file = createFiles({ apiRoot, patience, stop })({ name: 'a.md', size, url })
  return Buffer.from(await file.read(longest)).toString()
}
async function refusal(reading: Reading): Promise<DeliveryError> {
  const error: unknown = await read(reading).catch((thrown: unknown) => thrown)
  if (!(error instanceof DeliveryError)) throw new Error(`it was read: ${error}`)
  expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain('secret')
  return error
}

describe('a place', () => {
  const REAL = 'https://discord.com/api'
  for (const url of [
    'http://cdn.discordapp.com/attachments/1/2/a.md?hm=secret',
    'https://cdn.discordapp.com:8443/a.md?hm=secret',
    'https://cdn.discordapp.com.example.org/a.md?hm=secret',
    'https://cdn.discordapp.com@example.org/a.md?hm=secret',
    'https://example.org/https://cdn.discordapp.com/a.md?hm=secret',
    'https://discord.com/api/v10/users/@me?hm=secret',
    'https://127.0.0.1/a.md?hm=secret',
    'file:///etc/passwd',
    'data:text/plain,secret',
    '//cdn.discordapp.com/a.md',
    '',
  ])
    test(`“${url.slice(0, 60)}” is none of Discord’s for files`, async () =>
      expect(await refusal({ url, apiRoot: REAL })).toMatchObject({
        code: 'gone',
        message: expect.stringContaining('not where Discord keeps files'),
      }))
  test('is that of a server that stands in for Discord, and of no other', async () => {
    let asked = 0
    const own = await serving((_, response) => response.end('نص'))
    const foreign = await serving((_, response) => {
      asked++
      response.end('x')
    })
    expect(await read({ url: `${own}/a.md?hm=secret`, apiRoot: `${own}/api` })).toBe('نص')
    expect(await refusal({ url: `${foreign}/a.md?hm=secret`, apiRoot: `${own}/api` })).toMatchObject({ code: 'gone' })
    expect(await refusal({ url: `${own}/a.md?hm=secret`, apiRoot: 'https://canary.discord.com/api' })).toMatchObject({
      code: 'gone',
    })
    expect(asked).toBe(0)
  })
  test('leads to no other', async () => {
    let asked = 0
    const foreign = await serving((_, response) => {
      asked++
      response.end('x')
    })
    const own = await serving((_, response) => response.writeHead(302, { location: `${foreign}/a.md` }).end())
    expect(await refusal({ url: `${own}/a.md?hm=secret`, apiRoot: own })).toMatchObject({ code: 'unavailable' })
    expect(asked).toBe(0)
  })
  test('gets no token', async () => {
    let headers: object = {}
    const own = await serving((request, response) => {
      headers = request.headers
      response.end('x')
    })
    await read({ url: `${own}/a.md`, apiRoot: own })
    expect(Object.keys(headers)).not.toContain('authorization')
  })
})

describe('the bytes', () => {
  test('are as many as allowed', async () => {
    const own = await serving((_, response) => response.end('1234'))
    expect(await read({ url: own, apiRoot: own, longest: 4 })).toBe('1234')
  })
  test('are not asked for where Discord says that there are more', async () => {
    let asked = 0
    const own = await serving((_, response) => {
      asked++
      response.end('12345')
    })
    expect(await refusal({ url: own, apiRoot: own, size: 5, longest: 4 })).toMatchObject({ code: 'gone' })
    expect(asked).toBe(0)
  })
  test('end where there are more than Discord says, though they never end', async () => {
    let ended = false
    const own = await serving((_, response) => {
      const more = setInterval(() => response.write('x'.repeat(1000)), 5)
      response.on('close', () => {
        ended = true
        clearInterval(more)
      })
    })
    expect(await refusal({ url: own, apiRoot: own, longest: 10_000 })).toMatchObject({ code: 'gone' })
    await expect.poll(() => ended).toBe(true)
  })
  test('are waited for no longer than is said, nor when Sanad stops', async () => {
    const own = await serving((_, response) => void response.write('x'))
    expect(await refusal({ url: `${own}/?hm=secret`, apiRoot: own, patience: 50 })).toMatchObject({
      code: 'unavailable',
    })
    expect(await refusal({ url: own, apiRoot: own, stop: AbortSignal.abort() })).toMatchObject({ code: 'unavailable' })
  })
  for (const [status, code] of [
    [403, 'gone'],
    [404, 'gone'],
    [410, 'gone'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [206, 'unavailable'],
  ] as const)
    test(`with ${status} they are ${code}`, async () => {
      const own = await serving((_, response) => response.writeHead(status).end('x'))
      expect(await refusal({ url: own, apiRoot: own })).toMatchObject({ code })
    })
  test('of half a file are none', async () => {
    const own = await serving((request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('x')
      setTimeout(() => request.socket.destroy(), 20)
    })
    expect(await refusal({ url: `${own}/?hm=secret`, apiRoot: own })).toMatchObject({ code: 'unavailable' })
  })
  test('of nobody who listens are none', async () =>
    expect(await refusal({ url: 'http://127.0.0.1:9/?hm=secret', apiRoot: 'http://127.0.0.1:9/api' })).toMatchObject({
      code: 'unavailable',
    }))
})
