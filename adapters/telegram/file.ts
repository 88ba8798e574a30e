/**
 * Files that people send (Bot API, getFile). What Telegram says about a file's place is data like any other: it is only ever part of
 * the path of an address that begins with ours.
 */
import { download, gone, unavailable } from '../chat/download.ts'
import { type Call, PATIENCE } from './client.ts'
import { failureOf } from './failure.ts'

/** Reads a file by its id, of at most `longest` bytes; rejects with a `DeliveryError` as `IncomingFile.read` does. */
export type Download = (file: { readonly id: string; readonly size: number }, longest: number) => Promise<Uint8Array>

export interface DownloadParts {
  readonly call: Call
  readonly token: string
  /** A Bot API server. */
  readonly apiRoot: string
  /** Milliseconds for the file's bytes. */
  readonly patience?: number | undefined
  readonly stop: AbortSignal
}

const PLATFORM = 'Telegram'

export function createDownload({ call, token, apiRoot, patience = PATIENCE, stop }: DownloadParts): Download {
  return async ({ id, size }, longest) => {
    if (size > longest) throw gone('is too large')
    const path = await placeOf(id)
    return download(new URL(`./file/bot${token}/${path}`, apiRoot), longest, { platform: PLATFORM, patience, stop })
  }

  /** The path of a file on the server, encoded. */
  async function placeOf(id: string): Promise<string> {
    let found: unknown
    try {
      found = await call('getFile', { file_id: id })
    } catch (error) {
      const { code } = failureOf(error)
      throw code === 'refused' || code === 'gone'
        ? gone('cannot be had from Telegram')
        : unavailable(PLATFORM, 'cannot be reached')
    }
    const path = (found as { file_path?: unknown } | null)?.file_path
    const names = typeof path === 'string' ? path.split('/') : []
    // A server of the operator's own that runs with `--local` tells a place on its disk, and serves no files.
    if (
      names.length === 0 ||
      names.some((name) => name === '' || name === '.' || name === '..' || !name.isWellFormed())
    )
      throw unavailable(PLATFORM, 'does not say where the file is')
    return names.map(encodeURIComponent).join('/')
  }
}
