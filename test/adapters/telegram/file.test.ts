/** Files that people send: over the local server, and from servers that mean no good. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TelegramError } from 'telegraf'
import { afterEach, describe, expect, test } from 'vitest'
import { createDownload } from '../../../adapters/telegram/file.ts'
import type { Incoming, IncomingFile } from '../../../src/index.ts'
import type { Chat, Fault, Message, TelegramPeer, User } from '../../peers/telegram/index.ts'
import { type Connected, connect } from './connected.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const end of undo.splice(0).reverse()) await end()
})

describe('over Telegram', () => {
  interface Scene extends Connected {
    readonly group: Chat
    readonly admin: User
    /** The file that the core is given with the last message. */
    heard(count?: number): Promise<Incoming & { readonly file: IncomingFile }>
  }
  async function begin(bot: Partial<User> = {}): Promise<Scene> {
    const heard: Incoming[] = []
    const connected = await connect({
      peer: { bot },
      handle: async (incoming) => {
        heard.push(incoming)
        return [{ type: 'text', text: 'تم' }]
      },
    })
    undo.push(connected.close)
    const { peer } = connected
    return {
      ...connected,
      group: peer.group(),
      admin: peer.user(),
      async heard(count = 1) {
        await peer.until(() => heard.length === count)
        return heard.at(-1) as Incoming & { readonly file: IncomingFile }
      },
    }
  }
  /** «مرحبا» in windows-1256: bytes that are no UTF-8. */
  const BYTES = Buffer.from([0xe3, 0xd1, 0xcd, 0xc8, 0xc7])
  const ADD = '/corpus@sanad_bot add'

  test('a file with the command as its caption is read byte for byte', async () => {
    const { peer, group, admin, heard } = await begin()
    peer.sendDocument(group, admin, { name: 'تقرير.txt', content: BYTES, caption: ADD })
    const { file, text } = await heard()
    expect(text).toBe(ADD)
    expect(file).toMatchObject({ name: 'تقرير.txt', size: 5 })
    expect(Buffer.from(await file.read(5))).toEqual(BYTES)
    expect(peer.record.filter(({ method }) => method === 'file')).toHaveLength(1)
  })

  test('a file that the command replies to is, too, also in privacy mode', async () => {
    const { peer, group, admin, heard } = await begin({ can_read_all_group_messages: false })
    const { message, update_id } = peer.sendDocument(group, peer.user(), { name: 'a.md', content: '# عنوان' })
    expect(update_id).toBe(0)
    peer.say(group, admin, ADD, { reply_to_message: message })
    const { file } = await heard()
    expect(Buffer.from(await file.read(1000)).toString('utf8')).toBe('# عنوان')
  })

  test('nothing of a file is asked for before it is read', async () => {
    const { peer, group, admin, heard } = await begin()
    peer.sendDocument(group, admin, { name: 'a.md', content: 'نص', caption: ADD })
    await heard()
    await peer.until(() => peer.sent(group).length === 1)
    expect(peer.record.filter(({ method }) => method === 'getFile' || method === 'file')).toEqual([])
  })

  const GONE: Readonly<Record<string, (peer: TelegramPeer, message: Message) => number>> = {
    'is longer than allowed': () => 3,
    'was removed meanwhile': (peer, message) => {
      peer.loseFile(message)
      return 100
    },
    'was removed between the two calls': (peer, message) => {
      peer.faults.push({ method: 'getFile', when: 'after', action: { type: 'delay', ms: 200 } })
      setTimeout(() => peer.loseFile(message), 100)
      return 100
    },
  }
  for (const [what, befall] of Object.entries(GONE))
    test(`a file that ${what} is gone`, async () => {
      const { peer, group, admin, heard } = await begin()
      const { message } = peer.sendDocument(group, admin, { name: 'a.md', content: 'نص طويل', caption: ADD })
      const { file } = await heard()
      await expect(file.read(befall(peer, message))).rejects.toMatchObject({ name: 'DeliveryError', code: 'gone' })
    })

  test('a file larger than Telegram gives to bots is gone', async () => {
    const { peer, group, admin, heard } = await begin()
    peer.sendDocument(group, admin, { name: 'a.md', content: Buffer.alloc(20 * 1024 * 1024 + 1), caption: ADD })
    const { file } = await heard()
    await expect(file.read(2 ** 30)).rejects.toMatchObject({ code: 'gone' })
  })

  const FAULTS: Readonly<Record<string, Fault>> = {
    'refused connection at getFile': { method: 'getFile', action: { type: 'reset' } },
    'half an answer to getFile': { method: 'getFile', action: { type: 'truncate' } },
    'an answer to getFile that says nothing': { method: 'getFile', action: { type: 'body', text: '{"ok":true}' } },
    'refused connection at the file': { method: 'file', action: { type: 'reset' } },
    'half a file that was announced whole': { method: 'file', when: 'during', action: { type: 'close' } },
    'an error page in place of the file': { method: 'file', action: { type: 'status', code: 502, html: true } },
  }
  for (const [what, fault] of Object.entries(FAULTS))
    test(`${what}: it is not to be had now, and later it is`, async () => {
      const { peer, group, admin, heard } = await begin()
      peer.sendDocument(group, admin, { name: 'a.md', content: 'نص طويل', caption: ADD })
      const { file } = await heard()
      peer.faults.push(fault)
      const failure: unknown = await file.read(100).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'DeliveryError', code: 'unavailable' })
      expect((failure as Error).stack).not.toContain(peer.token)
      expect((failure as Error).cause).toBeUndefined()
      expect(Buffer.from(await file.read(100)).toString('utf8')).toBe('نص طويل')
    })

  test('a slow file is read to its end', async () => {
    const { peer, group, admin, heard } = await begin()
    peer.sendDocument(group, admin, { name: 'a.md', content: 'نص طويل', caption: ADD })
    const { file } = await heard()
    peer.faults.push({ method: 'file', action: { type: 'slow', bytesPerSecond: 60 } })
    expect(Buffer.from(await file.read(100)).toString('utf8')).toBe('نص طويل')
  })
})

describe('from a server', () => {
  const TOKEN = '123456:AAHsanadTestTokenNotARealOne0123456'
  /** A server of files; resolves with its address. */
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    undo.push(() => server.close().closeAllConnections())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const read = (apiRoot: string, file_path: unknown, longest = 100, patience = 2000): Promise<Uint8Array> =>
    createDownload({
      call: async () => ({ file_id: 'x', file_path }),
      token: TOKEN,
      apiRoot,
      patience,
      stop: new AbortController().signal,
    })({ id: 'x', size: 0 }, longest)

  test('a file is asked for under the token, each part of its place encoded', async () => {
    const asked: unknown[] = []
    const root = await serve((request, response) => {
      asked.push(request.url)
      response.end('نص')
    })
    expect(Buffer.from(await read(root, 'documents/a b?c#d%2e:é.md')).toString()).toBe('نص')
    expect(asked).toEqual([`/file/bot${TOKEN}/documents/a%20b%3Fc%23d%252e%3A%C3%A9.md`])
  })

  for (const place of [
    '../getMe',
    'documents/../../secret',
    'documents/./a',
    '/var/lib/telegram/a.md',
    'https://example.org/a.md',
    '//example.org/a.md',
    'documents//a',
    '',
    'documents/\uD800',
    undefined,
    5,
    ['a'],
  ])
    test(`the place ${JSON.stringify(place)} is not gone to`, async () => {
      let asked = 0
      const root = await serve((_, response) => {
        asked++
        response.end('نص')
      })
      await expect(read(root, place)).rejects.toMatchObject({ code: 'unavailable' })
      expect(asked).toBe(0)
    })

  test('another address is not followed: it would learn the token', async () => {
    const asked: unknown[] = []
    const other = await serve((request, response) => {
      asked.push(request.url)
      response.end('نص')
    })
    const root = await serve((request, response) => {
      response.writeHead(302, { location: other + request.url }).end()
    })
    await expect(read(root, 'documents/a.md')).rejects.toMatchObject({ code: 'unavailable' })
    expect(asked).toEqual([])
  })

  test('more than is allowed is not read on', async () => {
    let ended = false
    const root = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(60)), 5)
      response.on('close', () => {
        ended = true
        clearInterval(timer)
      })
    })
    await expect(read(root, 'documents/a.md')).rejects.toMatchObject({ code: 'gone' })
    await expect.poll(() => ended).toBe(true)
  })

  test('exactly as much as is allowed is read', async () => {
    const root = await serve((_, response) => response.end('x'.repeat(100)))
    expect(await read(root, 'documents/a.md')).toHaveLength(100)
  })

  test('a server that does not end is given up', async () => {
    const root = await serve((_, response) => {
      response.writeHead(200)
      response.write('x')
    })
    await expect(read(root, 'documents/a.md', 100, 150)).rejects.toMatchObject({ code: 'unavailable' })
  })

  for (const [status, code] of [
    [404, 'gone'],
    [410, 'gone'],
    [401, 'unavailable'],
    [500, 'unavailable'],
    [206, 'unavailable'],
  ] as const)
    test(`status ${status} means ${code}`, async () => {
      const root = await serve((_, response) => response.writeHead(status).end('x'))
      await expect(read(root, 'documents/a.md')).rejects.toMatchObject({ code })
    })

  for (const [said, code] of [
    [400, 'gone'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [401, 'unavailable'],
  ] as const)
    test(`getFile refused with ${said} means ${code}`, async () => {
      const download = createDownload({
        call: () => Promise.reject(new TelegramError({ error_code: said, description: `strange ${TOKEN}` })),
        token: TOKEN,
        apiRoot: 'http://127.0.0.1:9',
        stop: new AbortController().signal,
      })
      const failure = await download({ id: 'x', size: 0 }, 100).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'DeliveryError', code })
      expect(String((failure as Error).stack)).not.toContain(TOKEN)
    })
})
