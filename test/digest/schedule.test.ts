import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysAfter, momentOf } from '../../src/digest/calendar.ts'
import { datesBefore, due, next } from '../../src/digest/schedule.ts'
import type { Schedule } from '../../src/index.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** UTC+1 all year, whatever the zone data of the runtime; Morocco's clocks changed their rules in 2026. */
const STEADY = 'Africa/Lagos'
const every = (time: string, zone = STEADY, since = '2026-01-01T00:00:00Z'): Schedule => ({
  time,
  zone,
  mode: 'auto',
  since: Date.parse(since),
})
const at = (moment: string): number => Date.parse(moment)

describe('what is due', () => {
  const evening = every('21:00')
  test('is nothing new before the slot, and the day’s digest from it on', () => {
    expect(due(evening, at('2026-11-22T19:59:59.999Z'))?.date).toBe('2026-11-21')
    expect(due(evening, at('2026-11-22T20:00:00Z'))).toEqual({ date: '2026-11-22', at: at('2026-11-22T20:00:00Z') })
    expect(due(evening, at('2026-11-22T22:59:59.999Z'))?.date).toBe('2026-11-22')
  })
  test('is yesterday’s after midnight, until today’s slot', () => {
    expect(due(evening, at('2026-11-22T23:30:00Z'))).toEqual({ date: '2026-11-22', at: at('2026-11-22T20:00:00Z') })
    expect(due(evening, at('2026-11-23T12:00:00Z'))?.date).toBe('2026-11-22')
  })
  test('is nothing before the schedule was set', () => {
    const set = every('21:00', STEADY, '2026-11-22T20:00:01Z')
    expect(due(set, at('2026-11-22T20:30:00Z'))).toBeUndefined()
    expect(due(set, at('2026-11-23T19:00:00Z'))).toBeUndefined()
    expect(due(set, at('2026-11-23T20:00:00Z'))?.date).toBe('2026-11-23')
  })
  test('is the slot of the very moment at which the schedule was set', () =>
    expect(due(every('21:00', STEADY, '2026-11-22T20:00:00Z'), at('2026-11-22T20:00:00Z'))?.date).toBe('2026-11-22'))
  test('is at midnight that of the date that begins', () => {
    const midnight = every('00:00')
    expect(due(midnight, at('2026-11-22T22:59:59Z'))?.date).toBe('2026-11-22')
    expect(due(midnight, at('2026-11-22T23:00:00Z'))).toEqual({ date: '2026-11-23', at: at('2026-11-22T23:00:00Z') })
  })
  test('is at its local time on both sides of Ramadan', () => {
    const moroccan = every('21:00', 'Africa/Casablanca')
    expect(due(moroccan, at('2026-02-14T20:00:00Z'))?.date).toBe('2026-02-14')
    expect(due(moroccan, at('2026-02-15T20:59:00Z'))?.date).toBe('2026-02-14')
    expect(due(moroccan, at('2026-02-15T21:00:00Z'))?.date).toBe('2026-02-15')
    expect(due(moroccan, at('2026-03-22T20:00:00Z'))?.date).toBe('2026-03-22')
  })
  test('is at nine in the evening on every day of two years, by the clocks of Casablanca', () => {
    const moroccan = every('21:00', 'Africa/Casablanca')
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Africa/Casablanca',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    for (let day = '2026-01-02'; day < '2028-01-01'; day = daysAfter(day, 1)) {
      const found = due(moroccan, at(`${day}T23:00:00Z`) - 1)
      const [year, month, date] = day.split('-')
      expect([found?.date, clock.format(found?.at)]).toEqual([day, `${date}/${month}/${year}, 21:00`])
    }
  })
  test('is once where clocks leave the time out, and once where it comes twice', () => {
    const night = every('02:30', 'Europe/Paris')
    expect(due(night, at('2026-03-29T01:29:00Z'))?.date).toBe('2026-03-28')
    expect(due(night, at('2026-03-29T01:30:00Z'))?.date).toBe('2026-03-29')
    expect(due(night, at('2026-10-25T00:30:00Z'))).toEqual(due(night, at('2026-10-25T01:30:00Z')))
  })
})

describe('the next run', () => {
  test('is today’s before the slot, and tomorrow’s from it on', () => {
    const evening = every('21:00')
    expect(next(evening, at('2026-11-22T19:59:59Z')).date).toBe('2026-11-22')
    expect(next(evening, at('2026-11-22T20:00:00Z'))).toEqual({ date: '2026-11-23', at: at('2026-11-23T20:00:00Z') })
  })
  test('is yesterday’s where clocks went from 23:00 to midnight and left its time out', () => {
    // Greenland: the 28th has no 23:30; it comes at 00:30 of the 29th.
    const night = every('23:30', 'America/Nuuk')
    const late = momentOf('2026-03-28', '23:30', 'America/Nuuk')
    expect(next(night, late - MINUTE)).toEqual({ date: '2026-03-28', at: late })
    expect(due(night, late)).toEqual({ date: '2026-03-28', at: late })
  })
  test('is later than now, and nothing is due before it', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('Africa/Casablanca', 'Europe/Paris', 'America/Nuuk', 'Africa/Cairo', 'Asia/Tehran', 'UTC'),
        fc.constantFrom('00:00', '00:30', '02:30', '12:00', '23:30', '23:59'),
        fc.integer({ min: at('2026-01-02T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
        (zone, time, now) => {
          const schedule = every(time, zone, '2025-12-01T00:00:00Z')
          const coming = next(schedule, now)
          expect(coming.at).toBeGreaterThan(now)
          expect(coming.at - now).toBeLessThanOrEqual(DAY + 60 * MINUTE)
          const before = due(schedule, coming.at - 1)
          expect(before?.at).toBeLessThanOrEqual(now)
          expect(due(schedule, coming.at)).toEqual(coming)
          expect(daysAfter(before?.date ?? '', 1)).toBe(coming.date)
        },
      ),
      { numRuns: 2000 },
    ))
})

describe('the dates before a due one', () => {
  test('go back to when the schedule was set', () => {
    const set = every('21:00', STEADY, '2026-11-19T21:00:00Z')
    expect(datesBefore(set, '2026-11-22')).toEqual(['2026-11-21', '2026-11-20'])
    expect(datesBefore(set, '2026-11-20')).toEqual([])
  })
  test('go back a month at most', () => {
    const dates = datesBefore(every('21:00'), '2026-11-22')
    expect(dates).toHaveLength(31)
    expect(dates.at(0)).toBe('2026-11-21')
    expect(dates.at(-1)).toBe('2026-10-22')
  })
  test('hold a leap day', () =>
    expect(datesBefore(every('21:00', 'UTC', '2028-02-27T00:00:00Z'), '2028-03-01')).toEqual([
      '2028-02-29',
      '2028-02-28',
      '2028-02-27',
    ]))
})
