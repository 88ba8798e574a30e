/** What stands before every page: headers, names, bodies, paths, methods, and what is said of what went wrong. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { VISITS } from '../../../adapters/chat/allowance.ts'
import { createHttpServer } from '../../../adapters/http/server.ts'
import { type Connected, type ConnectOptions, connect } from './connected.ts'
import { createPerson } from './person.ts'
import { exchange, FORM, open, type Received, type Sent, send } from './raw.ts'

const FAULT = 'a fault with a secret inside'
const HOOK = '/hook/of/ours'
const KILOBYTE = 1024

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
/** With a route that throws and a hook that is mounted when the server already answers. */
async function start(options: ConnectOptions = {}): Promise<Connected> {
  const made = await connect({
    handle: async () => [{ type: 'text', text: 'جواب' }],
    routes: (app) => {
      app.get('/fault', () => {
        throw new Error(FAULT)
      })
      app.get('/rejects', () => Promise.reject(new Error(FAULT)))
    },
    ...options,
  })
  connected = made
  return made
}

/** No word of where the program is, of what it is made of, or of its own errors. */
function expectSilent({ body, headers }: Pick<Received, 'body' | 'headers'>): void {
  expect(body).not.toMatch(/\bat .*:\d+|node_modules|adapters\/|\/work\/|Error:|root:x:/)
  expect(body).not.toContain(FAULT)
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers['server']).toBeUndefined()
}

describe('every answer has strict headers', () => {
  const tooLarge: Sent = { method: 'POST', path: '/ask', headers: FORM, body: `text=${'x'.repeat(100 * KILOBYTE)}` }
  const kinds: readonly (readonly [string, number, Sent])[] = [
    ['the chat page', 200, {}],
    ['the list of documents', 200, { path: '/read' }],
    ['a document', 200, { path: '/read/union' }],
    ['news', 200, { path: '/news' }],
    ['a page that is not there', 404, { path: '/nowhere' }],
    ['a document that is not there', 404, { path: '/read/nothing' }],
    ['an asset that is not there', 404, { path: '/assets/x/y.js' }],
    ['a fault', 500, { path: '/fault' }],
    ['a promise of a fault', 500, { path: '/rejects' }],
    ['a redirect', 303, { method: 'POST', path: '/ask', headers: FORM, body: 'text=x' }],
    ['an empty message', 303, { method: 'POST', path: '/ask', headers: FORM, body: 'text=' }],
    ['a body too large', 413, tooLarge],
    [
      'a form from elsewhere',
      403,
      { method: 'POST', path: '/ask', headers: { ...FORM, 'sec-fetch-site': 'cross-site' }, body: 'text=x' },
    ],
    ['the health', 200, { path: '/healthz' }],
    ['the readiness', 200, { path: '/readyz' }],
    ['the metrics', 200, { path: '/metrics' }],
    ['a HEAD', 200, { method: 'HEAD' }],
    ['another method', 404, { method: 'PUT' }],
    ['another name', 421, { headers: { host: 'sanad.example.org' } }],
  ]
  for (const [name, status, sent] of kinds)
    test(name, async () => {
      const { port } = await start()
      const answer = await send(port, sent)
      expect(answer.status).toBe(status)
      expectStrict(answer)
      expectSilent(answer)
    })
  test('the files that a page loads, each of its own type', async () => {
    const { port } = await start()
    const page = await send(port, {})
    const paths = [...page.body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    const types = await Promise.all(
      [...new Set(paths)].map(async (path) => {
        const answer = await send(port, { path })
        expect(answer.status).toBe(200)
        expectStrict(answer)
        expect(answer.headers['cache-control']).toContain('immutable')
        return answer.headers['content-type']
      }),
    )
    expect(types.toSorted()).toEqual(
      expect.arrayContaining([
        'font/woff2',
        'image/svg+xml',
        'text/css; charset=utf-8',
        'text/javascript; charset=utf-8',
      ]),
    )
  })
  test('a hook that is mounted later answers beside the pages', async () => {
    const { port, http } = await start()
    expect((await send(port, { path: HOOK })).status).toBe(404)
    http.mount(HOOK, (incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`${incoming.method} taken`)
    })
    const answer = await send(port, {
      method: 'POST',
      path: HOOK,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer).toMatchObject({ status: 200, body: 'POST taken' })
    expect((await send(port, {})).status).toBe(200)
  })

  function expectStrict({ headers }: Received): void {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
    const policy = Object.fromEntries(
      (headers['content-security-policy'] as string | undefined)?.split(/; */).map((directive) => {
        const [name = '', ...sources] = directive.trim().split(/ +/)
        return [name, sources.join(' ')]
      }) ?? [],
    )
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
    })
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*|http/)
  }
})

test('browsers are told to stay encrypted only where the address is', async () => {
  const told = async (publicUrl: string | undefined): Promise<string | undefined> => {
    const { port, close } = await connect(publicUrl === undefined ? {} : { publicUrl })
    const { headers } = await send(port, {})
    await close()
    return headers['strict-transport-security']
  }
  expect(await told(undefined)).toBeUndefined()
  expect(await told('http://sanad.example.org')).toBeUndefined()
  expect(await told('https://sanad.example.org')).toMatch(/^max-age=\d{7,}$/)
})

test('what goes wrong is in the log, without its words', async () => {
  const { port, logged } = await start()
  await send(port, { path: '/fault?secret=words' })
  const log = logged.join('')
  expect(log).toContain('a request failed')
  expect(log).not.toContain('secret')
})

test('what somebody else does wrong is no fault of ours: nothing is in the log', async () => {
  const { port, logged } = await start()
  await send(port, { path: '/nowhere' })
  await send(port, { path: '/%E0%A4%A' })
  await send(port, {
    method: 'POST',
    path: '/ask',
    headers: { ...FORM, 'sec-fetch-site': 'cross-site' },
    body: 'text=x',
  })
  await send(port, {
    method: 'POST',
    path: '/ask',
    headers: { ...FORM, 'content-type': 'multipart/form-data; boundary=x' },
    body: 'no parts',
  })
  expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
})

describe('no path leads to a file', () => {
  const paths = [
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%252f..%252fpackage.json',
    '/assets/..\\..\\package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets//etc/passwd',
    '/assets/x/page.css',
    '/assets/%00',
    '/assets/page.css%00.js',
    '/assets/__proto__',
    '/assets/constructor',
    '/read/..%2f..%2fetc/passwd',
    '/read/../../etc/passwd',
    '/read/%2e%2e%2f%2e%2e%2fpackage.json',
    '/read/..%5c..%5cpackage.json',
    '/read/%00',
    '/read/union%00',
    '/read/union.txt',
    '/read/%ff%fe',
    '/read/%',
    '/read/%u0041',
    '/read/__proto__',
    '/read/constructor',
    `/read/${'a'.repeat(8000)}`,
    `/read/${'%2e%2e%2f'.repeat(800)}etc/passwd`,
    `/assets/${'../'.repeat(2000)}etc/passwd`,
    '//etc/passwd',
    '///',
    '/.env',
    '/package.json',
    '/./../package.json',
    '/%2e%2e/package.json',
    '/%c0%ae%c0%ae/package.json',
    '/*',
    '/?',
    '/;',
    '/#',
  ]
  for (const path of paths)
    test(path.length > 60 ? `${path.slice(0, 30)}… (${path.length})` : path, async () => {
      const { port } = await start()
      const answer = await send(port, { path })
      const isHome = ['/?', '/#'].includes(path)
      expect(answer.status).toSatisfy((status) => (isHome ? status === 200 : status >= 400 && status < 500))
      expectSilent(answer)
    })
  test('nor any path at all: what is not known is not there', async () => {
    const { port } = await start()
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        '%2f',
        '%5c',
        '%00',
        '%',
        '%zz',
        '\\',
        '/',
        'assets',
        'read',
        'union',
        '*',
        ':id',
        '?',
        '&',
        '=',
      ),
      fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 8 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const answer = await send(port, { path: `/${pieces.join('')}` })
        expect(answer.status).toBeLessThan(500)
        expectSilent(answer)
      }),
      { numRuns: 300 },
    )
  })
  test('an address too long for a head is refused', async () => {
    const { port } = await start()
    expect((await send(port, { path: `/${'a'.repeat(20_000)}` })).status).toBe(431)
    expect((await send(port, { headers: { cookie: `sanad=${'a'.repeat(20_000)}` } })).status).toBe(431)
  })
})

describe('the name under which it is reached', () => {
  const names: readonly (readonly [string, number])[] = [
    ['localhost', 200],
    ['localhost:8080', 200],
    ['LOCALHOST:1', 200],
    ['127.0.0.1:8080', 200],
    ['127.8.9.10', 200],
    ['[::1]', 200],
    ['[::1]:8080', 200],
    ['sanad.example.org', 421],
    ['localhost.example.org', 421],
    ['127.0.0.1.example.org', 421],
    ['192.168.1.5:8080', 421],
    ['[::2]:8080', 421],
    ['0.0.0.0:8080', 421],
  ]
  for (const [host, status] of names)
    test(`${host} on this machine alone`, async () => {
      const { port } = await start()
      expect((await send(port, { headers: { host } })).status).toBe(status)
    })
  for (const host of [
    '',
    'a b',
    'x/y',
    'user@localhost',
    'localhost#',
    '[::1',
    '[::g]',
    '%31',
    'a'.repeat(5000),
    'sänad',
  ])
    test(`«${host.slice(0, 20)}» is no name`, async () => {
      const { port } = await start()
      const answer = await exchange(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
      expectSilent({ body: answer, headers: {} })
    })
  test('a request with a whole address is for the name in it', async () => {
    const { port } = await start()
    const answer = await exchange(
      port,
      `GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
  })
  test('a server for the world is reached under any', async () => {
    const { port } = await start({ publicUrl: 'https://sanad.example.org' })
    for (const host of ['sanad.example.org', '10.0.0.7:8080', 'localhost'])
      expect((await send(port, { headers: { host } })).status).toBe(200)
  })
  const forwarded = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.9',
    'x-real-ip': '203.0.113.9',
    forwarded: 'for=203.0.113.9;host=evil.example;proto=https',
    via: '1.1 proxy',
    'x-original-url': '/metrics',
    'x-rewrite-url': '/metrics',
    'x-http-method-override': 'DELETE',
  }
  test('what a proxy says of a request changes nothing', async () => {
    const { port } = await start({ publicUrl: 'https://sanad.example.org' })
    const plain = await send(port, { path: '/read/union' })
    const answer = await send(port, { path: '/read/union', headers: forwarded })
    expect(plain.status).toBe(200)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: plain.status, body: plain.body })
  })
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'] as const)
    test(`what comes through a proxy (${name}) is not from this machine`, async () => {
      const { port } = await start()
      for (const path of ['/', '/metrics', '/read/union'])
        expect((await send(port, { path, headers: { [name]: forwarded[name] } })).status).toBe(421)
    })
})

describe('requests without end', () => {
  const visits = (port: number, forwarded?: string): Promise<Received> =>
    send(port, { path: '/nowhere', ...(forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } }) })
  test('from one address that a proxy names are stopped; others, and this machine, go on', async () => {
    const { port } = await start({ publicUrl: 'https://sanad.example.org' })
    // What stands before the last address is what the asker says of themselves.
    for (let count = 0; count < VISITS; count++)
      expect((await visits(port, `10.0.0.${count % 250}, 203.0.113.9`)).status).toBe(404)
    const over = await visits(port, '203.0.113.9')
    expect(over.status).toBe(429)
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
    expect(over.headers['x-content-type-options']).toBe('nosniff')
    expect((await visits(port, '203.0.113.10')).status).toBe(404)
    expect((await visits(port)).status).toBe(404)
  })
  test('from this machine are its own business', async () => {
    const { port } = await start()
    for (let count = 0; count <= VISITS; count++) expect((await visits(port)).status).toBe(404)
  })
})

describe('a body', () => {
  const form = (body: Sent['body'], headers: Record<string, string> = {}): Sent => ({
    method: 'POST',
    path: '/ask',
    headers: { ...FORM, ...headers },
    ...(body === undefined ? {} : { body }),
  })
  test('that is too large is refused with a page, whether its length is told or not', async () => {
    const { port, logged } = await start()
    const pieces = Array.from({ length: 20 }, () => 'x'.repeat(8 * KILOBYTE))
    for (const body of [`text=${pieces.join('')}`, ['text=', ...pieces]]) {
      const answer = await send(port, form(body))
      expect(answer.status).toBe(413)
      expect(answer.body).toContain('<main')
    }
    for (const body of [`choice=${pieces.join('')}`, ['choice=', ...pieces]])
      expect((await send(port, { ...form(body), path: '/press' })).status).toBe(413)
    expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })
  test('of no told length is taken, as proxies pass it on', async () => {
    const { port } = await start()
    expect((await send(port, form(['te', 'xt=', 'x']))).status).toBe(303)
    expect((await send(port, { ...form(['choice=', 'x']), path: '/press' })).status).toBe(200)
  })
  test('with a file may be larger where files are taken, and not without end', async () => {
    const { port } = await start({ moderated: true })
    const sent = async (size: number): Promise<number> => {
      const data = new FormData()
      data.set('file', new File([randomBytes(size)], 'x.txt'))
      const response = await fetch(`http://127.0.0.1:${port}/ask`, {
        method: 'POST',
        body: data,
        redirect: 'manual',
        headers: { origin: `http://127.0.0.1:${port}` },
      })
      return response.status
    }
    expect(await sent(2 * KILOBYTE * KILOBYTE)).toBe(303)
    expect(await sent(3 * KILOBYTE * KILOBYTE)).toBe(413)
  })
  const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' }
  const malformed: readonly (readonly [string, Sent])[] = [
    ['with broken percent signs', form('text=%&%zz=%E0%A4%A&=&&&text')],
    ['of bytes that are no text', form(Buffer.from([0x74, 0x65, 0x78, 0x74, 0x3d, 0xff, 0xfe, 0x00, 0x80]))],
    ['of parts without an end', form('--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nabc', MULTIPART)],
    ['of parts without a name', form('--x\r\n\r\nabc\r\n--x--\r\n', MULTIPART)],
    ['of no parts', form('', MULTIPART)],
    ['of parts with no boundary', form('--x\r\n\r\nabc\r\n--x--', { 'content-type': 'multipart/form-data' })],
    ['of parts with another boundary', form('--y\r\n\r\nabc\r\n--y--', MULTIPART)],
    ['of a part with a broken head', form('--x\r\nContent-Disposition\r\n: :\r\n\r\n\r\n--x--\r\n', MULTIPART)],
    [
      'of a file where text should be',
      form('--x\r\nContent-Disposition: form-data; name="text"; filename="a"\r\n\r\nabc\r\n--x--\r\n', MULTIPART),
    ],
    ['of text where a file should be', form('file=abc&text=')],
    ['of many fields with one name', form('text=a&text=b&id=1&id=2&example=x&example=y')],
    ['of fields named like what objects have', form('__proto__=1&constructor=2&toString=3&text=x')],
    ['of fields with brackets and dots', form('text[]=x&text.a.b=c&text[0][1]=2')],
    ['of an unknown type', form('{"text":"x"}', { 'content-type': 'application/json' })],
    ['of a type that is none', form('text=x', { 'content-type': ';;;' })],
    ['that is empty', form('')],
  ]
  for (const [name, sent] of malformed)
    test(`${name} is refused or left alone`, async () => {
      const { port } = await start()
      for (const path of ['/ask', '/press']) {
        const answer = await send(port, { ...sent, path })
        expect(answer.status).toBeLessThan(500)
        expectSilent(answer)
      }
      expect((await send(port, form('text=x'))).status).toBe(303)
    })
  test('of any bytes is refused or left alone', async () => {
    const { port } = await start()
    const types = fc.constantFrom(
      FORM['content-type'],
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'text/plain',
      'x',
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc
        .string({ maxLength: 100 })
        .map((inner) => Buffer.from(`--x\r\nContent-Disposition: form-data; ${inner}\r\n--x--`)),
    )
    await fc.assert(
      fc.asyncProperty(types, bytes, fc.constantFrom('/ask', '/press'), async (type, body, path) => {
        const answer = await send(port, { ...form(body, { 'content-type': type }), path })
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a form', () => {
  const post = (headers: Record<string, string>, path: string = '/ask'): Sent => ({
    method: 'POST',
    path,
    headers: { 'content-type': FORM['content-type'], ...headers },
    body: 'text=x&choice=abcdefgh%3A0',
  })
  const from: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['of a page of ours', { origin: 'OWN', 'sec-fetch-site': 'same-origin' }, true],
    ['of a page of ours in an older browser', { origin: 'OWN' }, true],
    ['of a page elsewhere', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
    ['of a page elsewhere in an older browser', { origin: 'https://evil.example' }, false],
    ['of a page under a neighbouring name', { origin: 'http://sub.localhost', 'sec-fetch-site': 'same-site' }, false],
    ['of a page on another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }, false],
    ['of a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
    ['of somebody who names none', {}, false],
    ['of plain text from elsewhere', { origin: 'https://evil.example', 'content-type': 'text/plain' }, false],
  ]
  for (const [name, headers, isTaken] of from)
    test(`${name} is ${isTaken ? 'taken' : 'refused'}`, async () => {
      const { port, root, logged } = await start()
      const named = Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [key, value === 'OWN' ? root : value]),
      )
      for (const path of ['/ask', '/press']) {
        const answer = await send(port, post(named, path))
        if (isTaken) expect(answer.status).toBeLessThan(400)
        else {
          expect(answer.status).toBe(403)
          expect(answer.headers['set-cookie']).toBeUndefined()
        }
        expectSilent(answer)
      }
      expect(logged.filter((line) => line.includes('"level":50'))).toEqual([])
    })
  test('behind a proxy that encrypts, a page of ours has our name', async () => {
    const { port } = await start({ publicUrl: 'https://sanad.example.org' })
    const headers = { host: 'sanad.example.org', origin: 'https://sanad.example.org' }
    expect((await send(port, post(headers))).status).toBe(303)
    expect((await send(port, post({ ...headers, origin: 'https://other.example.org' }))).status).toBe(403)
  })
})

describe('methods', () => {
  for (const method of ['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'GET', 'HEAD'])
    test(`${method} says and changes nothing`, async () => {
      const { port } = await start()
      for (const path of ['/ask', '/press']) {
        const answer = await send(port, { method, path: `${path}?text=x` })
        expect(answer.status).toSatisfy((status) => (status >= 400 && status < 500) || status === 501)
        expect(answer.headers['set-cookie']).toBeUndefined()
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
        expectSilent(answer)
      }
    })
  test('CONNECT and an upgrade lead nowhere', async () => {
    const { port } = await start()
    expect(await exchange(port, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).not.toContain(' 200 ')
    const upgrade = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n'
    expect(await exchange(port, upgrade)).not.toContain(' 101 ')
  })
  test('a HEAD has no body', async () => {
    const { port } = await start()
    expect((await send(port, { method: 'HEAD' })).body).toBe('')
  })
  for (const [name, bytes] of [
    ['that is no request', 'hello\r\n\r\n'],
    ['of two lengths', 'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc'],
    [
      'of a length and pieces',
      'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['with a header of two lines', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\u0000\r\n\r\n'],
    ['of a bad piece', 'POST /ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['without a name', 'GET / HTTP/1.1\r\n\r\n'],
  ] as const)
    test(`something ${name} ends its connection and no other`, async () => {
      const { port } = await start()
      const answer = await exchange(port, bytes)
      expect(answer === '' || /^HTTP\/1\.1 400 /.test(answer)).toBe(true)
      expectSilent({ body: answer, headers: {} })
      expect((await send(port, {})).status).toBe(200)
    })
})

describe('listening and closing', () => {
  test('two cannot have one address, and the second says what to do', async () => {
    const { port } = await start()
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const second = createHttpServer({ host: '127.0.0.1', port, publicUrl: undefined, log })
    await expect(second.listen()).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port} (EADDRINUSE); choose another HOST or PORT.`,
    )
    await second.close()
  })
  test('a server that never listened can be closed, and one that is closed again', async () => {
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    await createHttpServer({ host: '127.0.0.1', port: 0, publicUrl: undefined, log }).close()
    const { http } = await start()
    await http.close()
    await http.close()
  })
  test('closing ends every connection, and nobody is let in any more', async () => {
    const { port, http } = await start()
    const silent = await open(port)
    const half = await open(port)
    half.write('POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc')
    const kept = await open(port)
    kept.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await new Promise((resolve) => kept.once('data', resolve))
    const ended = Promise.all(
      [silent, half, kept].map((socket) => socket.resume() && new Promise((resolve) => socket.once('close', resolve))),
    )
    await http.close()
    await ended
    await expect(send(port, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
  test('whoever is being answered when it stops has their answer', async () => {
    let answer: () => void = () => {}
    const slow = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { root, adapter, http, arrived } = await start({
      handle: async () => {
        await slow
        return [{ type: 'text', text: 'جواب' }]
      },
    })
    const person = createPerson(root)
    const asked = person.post('/ask', { text: 'سؤال' })
    for (; arrived() === 0; ) await new Promise((resolve) => setTimeout(resolve, 5))
    const stopped = adapter.stop().then(() => http.close())
    answer()
    await stopped
    expect((await asked).status).toBe(303)
  })
  test('while it stops, who asks is told to come again', async () => {
    const { root, adapter } = await start()
    await adapter.stop()
    const answer = await createPerson(root).post('/ask', { text: 'سؤال' })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).not.toBeNull()
  })
})
