/** A schedule over nights, changes of clocks and months. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, isPost, MINUTE, openRoom, QUESTIONS, type Room, words } from './room.ts'

const [UNION = '', , HASSAN = ''] = QUESTIONS

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())
const look = async (moment?: string): Promise<void> => {
  if (moment !== undefined) room.set(moment)
  await room.sanad.look()
}

describe('a time at midnight', () => {
  beforeEach(() => room.schedule({ time: '00:00' }))
  test('the first digest tells about the day that ended', async () => {
    await room.ask(UNION)
    await look('2026-11-23T00:00:00Z')
    expect(room.posts().map(({ subject }) => subject)).toEqual(['digest/-1001/2026-11-23'])
    expect(words(room.posts()[0]?.reply ?? [])).toContain(UNION)
  })
  test('each question is told once', async () => {
    await room.ask(UNION)
    await look('2026-11-23T00:00:00Z')
    room.set('2026-11-23T13:00:00Z')
    await room.ask(HASSAN)
    await look('2026-11-24T00:00:00Z')
    expect(words(room.posts()[1]?.reply ?? [])).toContain(HASSAN)
    expect(words(room.posts()[1]?.reply ?? [])).not.toContain(UNION)
  })
})

test('in Casablanca the digest follows the clocks through Ramadan', async () => {
  room.set('2026-02-13T12:00:00Z')
  await room.schedule({ zone: 'Africa/Casablanca' })
  const posted: string[] = []
  for (const day of ['13', '14', '15', '16']) {
    room.set(`2026-02-${day}T10:00:00Z`)
    await room.ask(UNION)
    for (let minutes = 0; minutes < 14 * 60; minutes += 15) {
      room.set(Date.parse(`2026-02-${day}T10:00:00Z`) + minutes * MINUTE)
      const before = room.posts().length
      await look()
      if (room.posts().length > before) posted.push(new Date(room.now()).toISOString())
    }
  }
  expect(posted).toEqual([
    '2026-02-13T20:00:00.000Z',
    '2026-02-14T20:00:00.000Z',
    '2026-02-15T21:00:00.000Z',
    '2026-02-16T21:00:00.000Z',
  ])
})

test('a digest is posted on every day of a winter, each once', async () => {
  await room.schedule({ zone: 'Africa/Casablanca' })
  const start = Date.parse('2026-11-22T12:00:00Z')
  for (let hours = 0; hours < 125 * 24; hours += 4) {
    room.set(start + hours * HOUR)
    if (hours % 24 === 0) await room.ask(UNION)
    await look()
  }
  const subjects = room.attempts.map(({ subject }) => subject)
  expect(subjects.every(isPost)).toBe(true)
  expect(new Set(subjects).size).toBe(subjects.length)
  expect(subjects).toHaveLength(125)
})
