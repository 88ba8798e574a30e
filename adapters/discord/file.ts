/**
 * Files that people attach to a command (Discord API, "Attachment Object"). The address that is told is data like any other: nothing is
 * fetched but from Discord's own places for files, nor where those would lead on.
 */
import type { IncomingFile } from '../../src/index.ts'
import { download, gone } from '../chat/download.ts'
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

export function createFiles({ apiRoot, patience, stop }: FileParts): Files {
  const root = new URL(apiRoot)
  const places: ReadonlySet<string> = new Set(DISCORD.test(root.hostname) ? PLACES : [...PLACES, root.origin])

  return ({ name, size, url }) => ({
    name,
    size,
    async read(longest) {
      if (size > longest) throw gone('is too large')
      if (!URL.canParse(url) || !places.has(new URL(url).origin)) throw gone('is not where Discord keeps files')
      return download(new URL(url), longest, { platform: 'Discord', patience, stop })
    },
  })
}
