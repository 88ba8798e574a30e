/**
 * What moderators do, from the first command to the post, on one network and over the shipped documents: everything real but the
 * network and the clock. Each scene ends with a look at what may never be: a rule of the network broken, somebody pinged, anything of
 * anybody's in the log.
 */
import { afterEach, describe, expect } from 'vitest'
import { corpus } from './moderators/corpus.ts'
import { day } from './moderators/day.ts'
import { gaps } from './moderators/gaps.ts'
import { type House, openHouse, wrongs } from './moderators/house.ts'
import type { Network, Upheaval } from './moderators/network.ts'
import { posting } from './moderators/posting.ts'
import { privacy } from './moderators/privacy.ts'
import { refusals } from './moderators/refusals.ts'
import { stats } from './moderators/stats.ts'

export interface Town {
  readonly name: string
  open(): Promise<Network>
  /** What may happen to places here. */
  readonly upheavals: readonly Upheaval[]
}

export function moderatorsContract({ name, open, upheavals }: Town): void {
  let houses: House[] = []
  const begin = async (of: () => Promise<Network> = open): Promise<House> => {
    const house = await openHouse(await of())
    houses.push(house)
    return house
  }
  afterEach(async () => {
    const all = houses
    houses = []
    for (const house of all) await house.close()
    expect(all.flatMap(wrongs)).toEqual([])
  })

  describe(`moderators on ${name}`, () => {
    day(begin)
    posting(begin, upheavals)
    refusals(begin)
    gaps(begin)
    corpus(begin)
    stats(begin)
    privacy(begin)
  })
}
