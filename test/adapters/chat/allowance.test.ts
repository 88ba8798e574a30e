import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Allowance, createAllowance, PER_PERSON, PRESSES, type Spent } from '../../../adapters/chat/allowance.ts'

let allowance: Allowance
beforeEach(() => {
  vi.useFakeTimers()
  allowance = createAllowance()
})
afterEach(() => {
  vi.useRealTimers()
})
const spend = async (
  times: number,
  person: string = 'p',
  conversation: string = 'c',
  place: 'group' | 'private' = 'group',
) => {
  const states: Spent['state'][] = []
  for (let time = 0; time < times; time++) {
    const { state } = await allowance.spend({ address: { platform: 'telegram', conversation }, from: person, place })
    states.push(state)
  }
  return states
}

describe('a person', () => {
  for (const place of ['group', 'private'] as const)
    test(`may ask so much in a ${place}, is told once, then nothing`, async () => {
      const states = await spend(PER_PERSON[place] + 3, 'p', 'c', place)
      expect(states.slice(0, PER_PERSON[place]).every((state) => state === 'within')).toBe(true)
      expect(states.slice(PER_PERSON[place])).toEqual(['first', 'over', 'over'])
    })
  test('may ask more where nobody else waits', () => expect(PER_PERSON.private).toBeGreaterThan(PER_PERSON.group))
  test('takes nothing from others, nor from themselves elsewhere', async () => {
    await spend(PER_PERSON.group + 1)
    expect(await spend(1, 'other')).toEqual(['within'])
    expect(await spend(1, 'p', 'elsewhere')).toEqual(['within'])
  })
  test('may ask again after a minute, whatever they sent in between', async () => {
    await spend(PER_PERSON.group + 1)
    vi.advanceTimersByTime(30_000)
    expect(await spend(1)).toEqual(['over'])
    vi.advanceTimersByTime(30_001)
    expect(await spend(1)).toEqual(['within'])
  })
  test('is told how long to wait', async () => {
    await spend(PER_PERSON.group)
    vi.advanceTimersByTime(20_000)
    const { seconds } = await allowance.spend({
      address: { platform: 'telegram', conversation: 'c' },
      from: 'p',
      place: 'group',
    })
    expect(seconds).toBe(40)
  })
})

test('a conversation is told once a minute that it is busy', async () => {
  expect(await allowance.mayTellBusy('c')).toBe(true)
  expect(await allowance.mayTellBusy('c')).toBe(false)
  expect(await allowance.mayTellBusy('other')).toBe(true)
  vi.advanceTimersByTime(60_001)
  expect(await allowance.mayTellBusy('c')).toBe(true)
})

test('presses are counted by themselves, and told for how long to wait', async () => {
  const person = { address: { platform: 'telegram', conversation: 'c' }, from: 'p' }
  await spend(PER_PERSON.group + 1)
  for (let press = 0; press < PRESSES; press++) expect(await allowance.press(person)).toBeUndefined()
  expect(await allowance.press(person)).toBeGreaterThan(0)
  expect(await allowance.press({ ...person, from: 'other' })).toBeUndefined()
  vi.advanceTimersByTime(61_000)
  expect(await allowance.press(person)).toBeUndefined()
})
