/**
 * Files that people and bots uploaded, and where they are to be had: at signed addresses, which anybody may read without a token.
 * A name keeps Latin letters alone; what the file was called is then its title (seen of real attachments, not documented).
 */
import { randomBytes } from 'node:crypto'
import { snowflake } from './ids.ts'
import type { Payload, Upload } from './types.ts'

export interface StoredFile {
  readonly bytes: Buffer
  readonly contentType: string
}

export interface Files {
  /** Keeps a file; returns it as messages and interactions tell of it. */
  put(upload: Upload, folder: 'attachments' | 'ephemeral-attachments'): Payload
  /** The file at an address; nothing where the signature is not its own. */
  find(address: URL): StoredFile | undefined
}

export function createFiles(applicationId: string, origin: () => string): Files {
  const stored = new Map<string, StoredFile>()
  return {
    put({ name, bytes, contentType = 'text/plain; charset=utf-8', url }, folder) {
      const id = snowflake()
      const filename = name.replaceAll(/[^\w.-]/g, '_')
      const now = Math.floor(Date.now() / 1000)
      const query = `ex=${(now + 86_400).toString(16)}&is=${now.toString(16)}&hm=${randomBytes(32).toString('hex')}&`
      const place = `/${folder}/${applicationId}/${id}/${filename}?${query}`
      stored.set(place, { bytes: Buffer.from(bytes), contentType })
      const address = url ?? `${origin()}${place}`
      return {
        id,
        filename,
        ...(filename === name ? {} : { title: name.replace(/\.[^.]*$/, '') }),
        size: bytes.length,
        url: address,
        proxy_url: address,
        content_type: contentType,
        ...(folder === 'attachments' ? {} : { ephemeral: true }),
      }
    },
    find: ({ pathname, search }) => stored.get(`${pathname}${search}`),
  }
}
