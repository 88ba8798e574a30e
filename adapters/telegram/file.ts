/**
 * Files that people send (Bot API, getFile). What Telegram says about a file's place is data like any other: it is only ever part of
 * the path of an address that begins with ours.
 */
import { DeliveryError } from '../../src/index.ts'
import { createDeadline } from '../chat/deadline.ts'
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

const gone = (reason: string): DeliveryError => new DeliveryError('gone', `the file ${reason}; send it again`)
const unavailable = (reason: string): DeliveryError =>
  new DeliveryError('unavailable', `Telegram ${reason}; try again later`)

export function createDownload({ call, token, apiRoot, patience = PATIENCE, stop }: DownloadParts): Download {
  return async ({ id, size }, longest) => {
    if (size > longest) throw gone('is too large')
    const path = await placeOf(id)
    const end = createDeadline(patience, [stop])
    try {
      // Who answers with another address is not asked there: it would learn the token.
      const response = await fetch(new URL(`./file/bot${token}/${path}`, apiRoot), {
        redirect: 'manual',
        signal: end.signal,
      })
      if (response.status !== 200) await response.body?.cancel()
      if (response.status === 404 || response.status === 410) throw gone('is no longer there')
      if (response.status !== 200) throw unavailable('did not give the file')
      return await bytesOf(response, longest)
    } catch (error) {
      // What fetch throws names the address, and so the token.
      throw error instanceof DeliveryError ? error : unavailable('did not give the whole file')
    } finally {
      end.clear()
    }
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
        : unavailable('cannot be reached')
    }
    const path = (found as { file_path?: unknown } | null)?.file_path
    const names = typeof path === 'string' ? path.split('/') : []
    // A server of the operator's own that runs with `--local` tells a place on its disk, and serves no files.
    if (
      names.length === 0 ||
      names.some((name) => name === '' || name === '.' || name === '..' || !name.isWellFormed())
    )
      throw unavailable('does not say where the file is')
    return names.map(encodeURIComponent).join('/')
  }
}

/** The body, as long as it is no longer than allowed. */
async function bytesOf({ body }: Response, longest: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    // Leaving the loop ends the connection.
    if (size > longest) throw gone('is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
