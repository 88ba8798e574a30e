/**
 * How much one person may ask. Over it they are told once, then nothing more until the minute is over: an answer to every excess
 * message would be a flood of its own.
 */
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Incoming } from '../../src/index.ts'

/** Messages a minute: in a group others wait for their turn; in private, Telegram's own pace is the limit. */
export const PER_PERSON = { group: 20, private: 60 } as const
/** Presses of buttons a minute: each may change a message that others read. */
export const PRESSES = 40
const MINUTE = 60

export interface Spent {
  /** `first`: this one is over, and the first that is · `over`: so is this, and it was said before. */
  readonly state: 'within' | 'first' | 'over'
  /** Until the window ends. */
  readonly seconds: number
}

export interface Allowance {
  /** Counts a message. */
  spend(incoming: Pick<Incoming, 'address' | 'from' | 'place'>): Promise<Spent>
  /** Counts a press of a button; the seconds to wait where it is one too many. */
  press(incoming: Pick<Incoming, 'address' | 'from'>): Promise<number | undefined>
  /** Whether a conversation has not been told within the last minute that it is busy. */
  mayTellBusy(conversation: string): Promise<boolean>
}

export function createAllowance(): Allowance {
  const limiter = new RateLimiterMemory({ points: 1, duration: MINUTE })
  return {
    async spend({ address, from, place }) {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(`${address.conversation} ${from}`)
      const over = consumedPoints - PER_PERSON[place]
      return { state: over <= 0 ? 'within' : over === 1 ? 'first' : 'over', seconds: Math.ceil(msBeforeNext / 1000) }
    },
    async press({ address, from }) {
      const { consumedPoints, msBeforeNext } = await limiter.penalty(`press ${address.conversation} ${from}`)
      return consumedPoints > PRESSES ? Math.ceil(msBeforeNext / 1000) : undefined
    },
    mayTellBusy: async (conversation) => (await limiter.penalty(`busy ${conversation}`)).consumedPoints === 1,
  }
}

/** Requests a minute from one address of the web; a school or an office may share one. */
export const VISITS = 600

/** Counts a visit of an address; the seconds to wait where it is one too many. */
export function createVisits(most: number = VISITS): (address: string) => Promise<number | undefined> {
  const limiter = new RateLimiterMemory({ points: 1, duration: MINUTE })
  return async (address) => {
    const { consumedPoints, msBeforeNext } = await limiter.penalty(address)
    return consumedPoints > most ? Math.ceil(msBeforeNext / 1000) : undefined
  }
}
