/** Many interactions at once, in servers and in private, and how long each waited for its acknowledgement. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCorpus } from '../../../adapters/files/corpus.ts'
import type { DiscordPeer } from '../../peers/discord/index.ts'
import type { Asked } from './accounts.ts'
import { type Crowd, createCrowd } from './crowd.ts'
import { CORPUS } from './running.ts'

export interface Times {
  /** In milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

/** How long acknowledgements took, by the server's own clock. Throws when one is missing. */
export function acknowledgements(asked: readonly Asked[]): Times {
  const times = asked.map(({ interaction }) => {
    if (interaction.acknowledgedAfter === undefined) throw new Error('an interaction was not acknowledged')
    return interaction.acknowledgedAfter
  })
  times.sort((one, other) => one - other)
  const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? 0
  return { p50: at(0.5), p99: at(0.99), longest: at(1) }
}

export const shown = ({ p50, p99, longest }: Times): string => `p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`

/** `count` people ask at the same moment: in ten channels of two servers, each fifth in private, each seventh for themselves alone. */
export function burst(peer: DiscordPeer, count: number): Crowd['asked'] {
  const crowds = [createCrowd(peer), createCrowd(peer)]
  const channels = crowds.flatMap((crowd) => Array.from({ length: 5 }, () => ({ crowd, channel: crowd.channel() })))
  const people = Array.from({ length: count }, (_, n) => {
    const { crowd, channel } = channels[n % channels.length] ?? { crowd: undefined, channel: undefined }
    if (crowd === undefined) throw new Error('no channel')
    const person = crowd.person()
    return { crowd, person, channel: n % 5 === 4 ? peer.dm(person) : channel, hidden: n % 7 === 6 }
  })
  return people.map(({ crowd, person, channel, hidden }) => crowd.ask(channel, person, { hidden }))
}

/** A folder of documents with so many passages, made of the shipped ones. */
export async function writeCorpus(folder: string, passages: number): Promise<string> {
  const corpus = join(folder, 'corpus')
  mkdirSync(corpus)
  const { sources } = await readCorpus([CORPUS])
  const made = new URL('../../bench/corpus.js', import.meta.url).href
  const { makeCorpus } = (await import(made)) as {
    makeCorpus(from: typeof sources, count: number): { file: string; text: string }[]
  }
  for (const { file, text } of makeCorpus(sources, passages)) writeFileSync(join(corpus, file), text)
  return corpus
}
