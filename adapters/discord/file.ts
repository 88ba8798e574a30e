/**
 * Files that people attach to a command (Discord API, "Attachment Object"). The address that is told is data like any other: nothing is
 * fetched but from Discord's own places for files, nor where those would lead on.
 */
import { DeliveryError, type IncomingFile } from '../../src/index.ts'
import { createDeadline } from '../chat/deadline.ts'
import type { Attachment } from './typed.ts'

/** A file as the core can read it. */
export type Files = (attachment: Attachment) => IncomingFile

export interface FileParts {
  /** A server that stands in for Discord may serve files as well. */
  readonly apiRoot: string
  /** Milliseconds for the file's bytes. */
  readonly patience: number
  readonly stop: AbortSignal
}

const PLACES = ['https://cdn.discordapp.com', 'https://media.discordapp.net']
const DISCORD = /(?:^|\.)discord(?:app)?\.com$/

const gone = (reason: string): DeliveryError => new DeliveryError('gone', `the file ${reason}; send it again`)
const unavailable = (reason: string): DeliveryError =>
  new DeliveryError('unavailable', `Discord ${reason}; try again later`)

export function createFiles({ apiRoot, patience, stop }: FileParts): Files {
  const root = new URL(apiRoot)
  const places: ReadonlySet<string> = new Set(DISCORD.test(root.hostname) ? PLACES : [...PLACES, root.origin])

  return ({ name, size, url }) => ({
    name,
    size,
    async read(longest) {
      if (size > longest) throw gone('is too large')
      if (!URL.canParse(url) || !places.has(new URL(url).origin)) throw gone('is not where Discord keeps files')
      const end = createDeadline(patience, [stop])
      try {
        const response = await fetch(url, { redirect: 'manual', signal: end.signal })
        if (response.status !== 200) await response.body?.cancel()
        if (response.status >= 300 && response.status < 500 && response.status !== 429) throw gone('is no longer there')
        if (response.status !== 200) throw unavailable('did not give the file')
        return await bytesOf(response, longest)
      } catch (error) {
        // What fetch throws may name the address, which is signed.
        throw error instanceof DeliveryError ? error : unavailable('did not give the whole file')
      } finally {
        end.clear()
      }
    },
  })
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
