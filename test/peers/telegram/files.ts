/** Files that people send: known to the bot by an id, and to be had where getFile says. */
import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import type { TelegramDocument, TelegramFile } from '@gramio/types'
import { refused } from './errors.ts'

export interface Files {
  /** As it stands in a message. */
  add(name: string, content: string | Uint8Array): TelegramDocument
  /** It is no longer to be had. */
  lose(id: string): void
  /** Where it is; refuses as the server does. */
  place(id: string): TelegramFile
  /** What is at a path that `place` told. */
  at(path: string): Buffer | undefined
}

/** What a bot can download. */
const LARGEST = 20 * 1024 * 1024

export function createFiles(): Files {
  const documents = new Map<string, { readonly document: TelegramDocument; readonly path: string }>()
  const told = new Map<string, Buffer>()
  const contents = new Map<string, Buffer>()
  let count = 0
  return {
    add(name, content) {
      const bytes = Buffer.from(content as Uint8Array)
      const unique = randomUUID().replaceAll('-', '')
      const document: TelegramDocument = {
        file_id: `BQACAgQAAxkB${Buffer.from(unique).toString('base64url')}`,
        file_unique_id: unique.slice(0, 16),
        file_name: name,
        file_size: bytes.length,
      }
      documents.set(document.file_id, { document, path: `documents/file_${count++}${extname(name)}` })
      contents.set(document.file_id, bytes)
      return document
    },
    lose(id) {
      const path = documents.get(id)?.path
      documents.delete(id)
      if (path !== undefined) told.delete(path)
    },
    place(id) {
      const found = documents.get(id)
      if (!found) throw refused('wrong file_id or the file is temporarily unavailable')
      const { file_id, file_unique_id, file_size = 0 } = found.document
      if (file_size > LARGEST) throw refused('file is too big')
      told.set(found.path, contents.get(id) ?? Buffer.alloc(0))
      return { file_id, file_unique_id, file_size, file_path: found.path }
    },
    at: (path) => told.get(path),
  }
}
