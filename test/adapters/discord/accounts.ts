/**
 * What became of every question, by what people see in the local Discord: the oracle of the endurance tests. The store is asked for two
 * things only: which question a message in a channel belongs to, and what is kept or in doubt.
 *
 * - answered: a message with words is on show: the interaction's own, a further one, or one in the channel.
 * - kept: nothing could be shown; `/last` has it.
 * - silent: Discord itself says "did not respond", since it never heard the acknowledgement.
 * - twice: more messages than the reply has parts, or a message that changed; allowed only where the store calls a part uncertain.
 */
import type { Channel, DiscordPeer, Interaction, SentMessage } from '../../peers/discord/index.ts'
import type { Row } from './running.ts'

export interface Asked {
  readonly channel: Channel
  readonly interaction: Interaction
}

export interface Account {
  readonly asked: number
  readonly answered: number
  /** Of those, answered in the channel. */
  readonly inChannel: number
  readonly kept: number
  readonly silent: number
  readonly twice: number
  /** Questions without a word. */
  readonly lost: readonly string[]
  /** Twice, and the store does not say that it may be so. */
  readonly unmarked: readonly string[]
}

/** What is on show in answer to a question. */
function shownFor(peer: DiscordPeer, { channel, interaction }: Asked, own: readonly Row[]): SentMessage[][] {
  const original = interaction.message()
  const keys = new Set(own.map(({ key }) => key))
  const inChannel = peer.sent(channel).filter(({ nonce }) => nonce !== undefined && keys.has(String(nonce)))
  return [[...(original === undefined ? [] : [original]), ...interaction.followUps()], inChannel]
}

function bySubject(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(row.subject, [...(found.get(row.subject) ?? []), row])
  return found
}

/** Questions that nothing has become of yet. */
export function open(peer: DiscordPeer, asked: readonly Asked[], rows: readonly Row[]): Asked[] {
  const subjects = bySubject(rows)
  return asked.filter((question) => {
    const own = subjects.get(question.interaction.id) ?? []
    // What is on its way may still be sent.
    if (own.some(({ state }) => state === 'ready' || state === 'sending')) return true
    if (own.some(({ state }) => state === 'dead')) return false
    return !question.interaction.failed && shownFor(peer, question, own).flat().length === 0
  })
}

/** Holds what is on show against the questions and the store's own marks. */
export function account(peer: DiscordPeer, asked: readonly Asked[], rows: readonly Row[]): Account {
  const subjects = bySubject(rows)
  const result = { asked: asked.length, answered: 0, inChannel: 0, kept: 0, silent: 0, twice: 0 }
  const lost: string[] = []
  const unmarked: string[] = []
  for (const question of asked) {
    const { id, failed } = question.interaction
    const own = subjects.get(id) ?? []
    const [direct = [], inChannel = []] = shownFor(peer, question, own)
    const shown = [...direct, ...inChannel]
    if (shown.length > 0) result.answered++
    else if (own.some(({ state }) => state === 'dead')) result.kept++
    else if (failed) result.silent++
    else lost.push(id)
    if (inChannel.length > 0) result.inChannel++
    const changed = shown.some(({ versions }) => new Set(versions).size > 1)
    if (changed || shown.length > Math.max(1, own.length)) {
      result.twice++
      if (!own.some(({ uncertain }) => uncertain === 1)) unmarked.push(id)
    }
  }
  return { ...result, lost, unmarked }
}

/** The counts as a line for people. */
export function counts({ asked, answered, inChannel, kept, silent, twice, lost, unmarked }: Account): string {
  return [
    `${asked} questions: ${answered} answered`,
    ...(inChannel > 0 ? [`${inChannel} of them in the channel`] : []),
    ...(kept > 0 ? [`${kept} kept for /last`] : []),
    ...(silent > 0 ? [`${silent} "did not respond"`] : []),
    `${twice} twice (${twice - unmarked.length} uncertain)`,
    `${lost.length} lost`,
  ].join(', ')
}
