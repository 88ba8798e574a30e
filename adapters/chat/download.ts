/** A file that somebody sent, from where its platform keeps files: no more bytes than allowed, no redirects, an end to every wait. */
import { DeliveryError } from '../../src/index.ts'
import { createDeadline } from './deadline.ts'

export interface DownloadOptions {
  /** As people know it. */
  readonly platform: string
  /** Milliseconds for the whole file. */
  readonly patience: number
  readonly stop: AbortSignal
}

/** Statuses of an address that leads to nothing any more. */
const OVER: ReadonlySet<number> = new Set([403, 404, 410])

export const gone = (reason: string): DeliveryError => new DeliveryError('gone', `the file ${reason}; send it again`)
export const unavailable = (platform: string, reason: string): DeliveryError =>
  new DeliveryError('unavailable', `${platform} ${reason}; try again later`)

/** Rejects as `IncomingFile.read` does. No error names the address, which may be signed or hold a token. */
export async function download(
  url: URL,
  longest: number,
  { platform, patience, stop }: DownloadOptions,
): Promise<Uint8Array> {
  const end = createDeadline(patience, [stop])
  try {
    // Who answers with another address is not asked there: it would learn what this one holds.
    const response = await fetch(url, { redirect: 'manual', signal: end.signal })
    if (response.status === 200) return await bytesOf(response, longest)
    await response.body?.cancel()
    throw OVER.has(response.status) ? gone('is no longer there') : unavailable(platform, 'did not give the file')
  } catch (error) {
    throw error instanceof DeliveryError ? error : unavailable(platform, 'did not give the whole file')
  } finally {
    end.clear()
  }
}

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
