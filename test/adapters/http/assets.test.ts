/** The files that pages load: as they are shipped, under names of their content, and nothing from elsewhere. */
import { afterEach, expect, test } from 'vitest'
import { type Connected, connect } from './connected.ts'
import { type Received, send } from './raw.ts'

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
async function start(): Promise<Connected> {
  connected = await connect()
  return connected
}
const ASSET = /\/assets\/[\w./-]+/g
/** All that a page leads to, and what its style sheet does. */
async function loaded(port: number, page: string): Promise<Map<string, Received>> {
  const found = new Map<string, Received>()
  const follow = async (text: string): Promise<void> => {
    for (const [path] of text.matchAll(ASSET)) {
      if (found.has(path)) continue
      const answer = await send(port, { path })
      found.set(path, answer)
      if (answer.headers['content-type']?.startsWith('text/css') === true) await follow(answer.body)
    }
  }
  await follow((await send(port, { path: page })).body)
  return found
}

test('all that the pages and their style sheet name is there, and may be kept for good', async () => {
  const { port } = await start()
  const files = new Map([...(await loaded(port, '/')), ...(await loaded(port, '/read/union'))])
  const names = [...files.keys()].map((path) => path.split('/').at(-1))
  expect(names).toEqual(
    expect.arrayContaining(['page.css', 'chat.js', 'reader.js', 'icon.svg', 'naskh.woff2', 'plex-arabic.woff2']),
  )
  for (const { status, headers, body } of files.values()) {
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(body).not.toBe('')
  }
})
test('a name goes with its content: another program serves the same under the same', async () => {
  const { port } = await start()
  const other = await connect()
  const names = async (at: number): Promise<string[]> => [...(await loaded(at, '/')).keys()]
  expect(await names(other.port)).toEqual(await names(port))
  await other.close()
})
test('nothing is loaded from elsewhere', async () => {
  const { port } = await start()
  const own = [await send(port, {}), await send(port, { path: '/read/union' }), ...(await loaded(port, '/')).values()]
  for (const { body, headers } of own) {
    if (headers['content-type'] === 'font/woff2') continue
    // What names an XML language is loaded by nobody.
    expect(body.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /(?:src|href|url\(|import|fetch\()[^\n]{0,5}["'(]https?:|@import/,
    )
  }
})
test('no page has a script or a style within it', async () => {
  const { port } = await start()
  for (const path of ['/', '/read', '/read/union', '/read/nothing', '/read/union?s=5-50&q=%D8%A7']) {
    const { body } = await send(port, { path })
    expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
  }
})
test('pages, styles and scripts go compressed to those who can read that, fonts as they are', async () => {
  const { port } = await start()
  const encoding = async (path: string): Promise<string | undefined> =>
    (await send(port, { path, headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding']
  expect(await encoding('/')).toBe('gzip')
  for (const [path, { headers, body }] of await loaded(port, '/')) {
    const isText = /^text\//.test(headers['content-type'] ?? '') && body.length > 1000
    if (isText) expect(await encoding(path)).toBe('gzip')
    if (headers['content-type'] === 'font/woff2') expect(await encoding(path)).toBeUndefined()
  }
})
