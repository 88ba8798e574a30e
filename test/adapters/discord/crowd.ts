/** People with names and questions that nothing else contains, so that any trace of them can be found. */
import type { Channel, DiscordPeer, Guild, User } from '../../peers/discord/index.ts'
import type { Asked } from './accounts.ts'

export const USERNAME = 'zumurruda_qatifa'
/** Stands in every question, after it. */
export const MARK = 'غضنفر'

/** What the documents answer, and what they do not. */
export const ANSWERED = 'متى تأسس اتحاد المغرب العربي؟'
export const NOT_FOUND = 'كم سعر تذكرة القطار إلى مدينة طوكيو؟'

export interface Crowd {
  readonly guild: Guild
  /** A member of the server. */
  person(): User
  channel(): Channel
  /** `/ask`, where Sanad knows an answer or not in turn. */
  ask(channel: Channel, from: User, extra?: { readonly text?: string; readonly hidden?: boolean }): Asked
  readonly asked: readonly Asked[]
}

export function createCrowd(peer: DiscordPeer): Crowd {
  const asked: Asked[] = []
  const guild = peer.guild()
  let people = 0
  return {
    guild,
    person() {
      people++
      const person = peer.user({ username: `${USERNAME}_${people}`, global_name: `${USERNAME} ${people}` })
      peer.member(guild, person)
      return person
    },
    channel: () => peer.channel(guild),
    ask(channel, from, { text = asked.length % 3 === 2 ? NOT_FOUND : ANSWERED, hidden = false } = {}) {
      const options = { question: `${text} ${MARK}`, ...(hidden ? { private: true } : {}) }
      const question = { channel, interaction: peer.slash(channel, from, 'ask', options) }
      asked.push(question)
      return question
    },
    asked,
  }
}

/** Lines that hold a token, of the bot's or of an interaction's, or a word or the name of anybody. Sanad's log has no Arabic. */
export function leaks(written: readonly string[], token: string, asked: readonly Asked[] = []): string[] {
  const secrets = [token, USERNAME, ...asked.map(({ interaction }) => interaction.token)]
  return written
    .join('')
    .split('\n')
    .filter((line) => /[\u0600-\u06FF]/.test(line) || secrets.some((secret) => line.includes(secret)))
}
