/** The files that pages load: styles, scripts and fonts, each under a name that changes with its content, so that it may be kept for good. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { App } from './server.ts'

interface Asset {
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const require = createRequire(import.meta.url)
/** Beside this file in the source tree; they are not compiled. */
const FOLDER = join(
  fileURLToPath(new URL('.', import.meta.url)).replace(`${sep}dist${sep}adapters`, `${sep}adapters`),
  'assets',
)
const font = (family: string, file: string): string =>
  join(dirname(require.resolve(`@fontsource/${family}/package.json`)), 'files', file)

/** Arabic for the interface in two weights and for what is quoted; Latin is fetched by browsers only where a page has some. */
const FONTS = {
  'plex-arabic.woff2': font('ibm-plex-sans-arabic', 'ibm-plex-sans-arabic-arabic-400-normal.woff2'),
  'plex-arabic-bold.woff2': font('ibm-plex-sans-arabic', 'ibm-plex-sans-arabic-arabic-600-normal.woff2'),
  'plex-latin.woff2': font('ibm-plex-sans-arabic', 'ibm-plex-sans-arabic-latin-400-normal.woff2'),
  'plex-latin-bold.woff2': font('ibm-plex-sans-arabic', 'ibm-plex-sans-arabic-latin-600-normal.woff2'),
  'naskh.woff2': font('noto-naskh-arabic', 'noto-naskh-arabic-arabic-400-normal.woff2'),
} as const

type Script = 'chat.js' | 'reader.js'

export interface Assets {
  readonly style: string
  /** Those that the first lines of a page need. */
  readonly fonts: readonly string[]
  readonly scripts: Readonly<Record<Script, string>>
  readonly icon: string
}

/** Serves them; returns their addresses. */
export function serveAssets(app: App): Assets {
  const served = new Map<string, Asset>()
  const add = (name: string, type: string, content: Buffer | string): string => {
    const bytes = Uint8Array.from(Buffer.from(content))
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10)
    const path = `/assets/${hash}/${name}`
    served.set(path, { path, type, bytes })
    return path
  }
  const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8')
  const fonts = Object.fromEntries(
    Object.entries(FONTS).map(([name, file]) => [name, add(name, 'font/woff2', readFileSync(file))]),
  ) as Record<keyof typeof FONTS, string>
  const style = read('page.css').replace(
    /url\("([\w.-]+)"\)/g,
    (_, name: keyof typeof FONTS) => `url("${fonts[name]}")`,
  )
  const script = (name: Script): string => add(name, 'text/javascript; charset=utf-8', read(name))

  app.get('/assets/*', (context) => {
    const asset = served.get(context.req.path)
    if (asset === undefined) return context.notFound()
    return context.body(asset.bytes, 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })
  return {
    style: add('page.css', 'text/css; charset=utf-8', style),
    fonts: [fonts['plex-arabic.woff2'], fonts['naskh.woff2']],
    scripts: { 'chat.js': script('chat.js'), 'reader.js': script('reader.js') },
    icon: add('icon.svg', 'image/svg+xml', read('icon.svg')),
  }
}
