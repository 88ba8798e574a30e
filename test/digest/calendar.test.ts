import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dateAt, daysAfter, momentOf, startOf, timeOf, zoneOf, zonesLike } from '../../src/digest/calendar.ts'

const ZONES = Intl.supportedValuesOf('timeZone')
const FIRST = 1980
const LAST = 2037

/** The reference: `compatible` is Temporal's rule for times that are left out or come twice. */
const expected = (date: string, time: string, zone: string): number =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds
const shownAt = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
const two = (number: number): string => String(number).padStart(2, '0')

/** Every change of clocks of a zone in these years. */
function changesOf(zone: string, from: number, until: number): Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = []
  const end = Date.UTC(until, 0)
  let at = shownAt(Date.UTC(from, 0), zone).getTimeZoneTransition('next')
  for (; at !== null && at.epochMilliseconds < end; at = at.getTimeZoneTransition('next')) changes.push(at)
  return changes
}

const zones = fc.constantFrom(...ZONES)
const dates = fc
  .integer({ min: Date.UTC(FIRST, 0), max: Date.UTC(LAST, 0) })
  .map((instant) => new Date(instant).toISOString().slice(0, 10))
const times = fc.integer({ min: 0, max: 1439 }).map((at) => `${two(Math.floor(at / 60))}:${two(at % 60)}`)

describe('the moment of a local time', () => {
  test('is that of the reference, in every zone on any day', () =>
    fc.assert(
      fc.property(zones, dates, times, (zone, date, time) => {
        expect(momentOf(date, time, zone)).toBe(expected(date, time, zone))
      }),
      { numRuns: 2000 },
    ))
  test('is that of the reference around every change of clocks of every zone', () => {
    const wrong: string[] = []
    for (const zone of ZONES)
      for (const change of changesOf(zone, 2024, 2030))
        for (const hours of [-25, -1.5, -0.5, 0, 0.5, 1.5, 25]) {
          const near = change.add({ minutes: hours * 60 }).toPlainDateTime()
          const [date, time] = [near.toPlainDate().toString(), `${two(near.hour)}:${two(near.minute)}`]
          if (momentOf(date, time, zone) !== expected(date, time, zone)) wrong.push(`${zone} ${date} ${time}`)
        }
    expect(wrong).toEqual([])
  })
  test('of a time that clocks leave out is the moment it would have been before the change', () => {
    // Paris goes from 02:00 to 03:00.
    expect(momentOf('2026-03-29', '02:30', 'Europe/Paris')).toBe(Date.parse('2026-03-29T01:30:00Z'))
    expect(shownAt(momentOf('2026-03-29', '02:30', 'Europe/Paris'), 'Europe/Paris').hour).toBe(3)
  })
  test('of a time that comes twice is the first', () =>
    expect(momentOf('2026-10-25', '02:30', 'Europe/Paris')).toBe(Date.parse('2026-10-25T00:30:00Z')))
  test('knows changes of half an hour, and at midnight', () => {
    expect(momentOf('2026-10-04', '02:15', 'Australia/Lord_Howe')).toBe(
      expected('2026-10-04', '02:15', 'Australia/Lord_Howe'),
    )
    expect(shownAt(startOf('2026-04-24', 'Africa/Cairo'), 'Africa/Cairo').hour).toBe(1)
  })
  test('knows the leap day', () => {
    expect(momentOf('2028-02-29', '21:00', 'Africa/Casablanca')).toBe(
      expected('2028-02-29', '21:00', 'Africa/Casablanca'),
    )
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29')
    expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01')
    expect(daysAfter('2027-02-28', 1)).toBe('2027-03-01')
    expect(daysAfter('2027-01-01', -1)).toBe('2026-12-31')
  })
})

describe('Morocco leaves its summer time for Ramadan', () => {
  // UTC+1 all year, but UTC+0 from the Sunday before Ramadan to the Sunday after it. Zone data from 2026c on has it that Morocco gave its
  // summer time up in 2026, so what 2027 is like depends on the runtime: the reference above reads the same data.
  const at = (date: string, time: string): string => new Date(momentOf(date, time, 'Africa/Casablanca')).toISOString()
  test('in 2026 from 15 February to 22 March', () => {
    expect(at('2026-02-14', '21:00')).toBe('2026-02-14T20:00:00.000Z')
    expect(at('2026-02-15', '21:00')).toBe('2026-02-15T21:00:00.000Z')
    expect(at('2026-03-21', '21:00')).toBe('2026-03-21T21:00:00.000Z')
    expect(at('2026-03-22', '21:00')).toBe('2026-03-22T20:00:00.000Z')
  })
  test('in 2027 from 7 February to 14 March, if it still does', () => {
    const usual = at('2027-01-15', '21:00').slice(10)
    expect(['T20:00:00.000Z', 'T21:00:00.000Z']).toContain(usual)
    expect(at('2027-02-06', '21:00')).toBe(`2027-02-06${usual}`)
    expect(at('2027-02-07', '21:00')).toBe('2027-02-07T21:00:00.000Z')
    expect(at('2027-03-13', '21:00')).toBe('2027-03-13T21:00:00.000Z')
    expect(at('2027-03-14', '21:00')).toBe(`2027-03-14${usual}`)
  })
  test('when 02:30 comes twice on the first day and is left out on the last', () => {
    expect(at('2026-02-15', '02:30')).toBe('2026-02-15T01:30:00.000Z')
    expect(at('2026-03-22', '02:30')).toBe('2026-03-22T02:30:00.000Z')
  })
})

describe('the date of a moment', () => {
  test('is that of the reference in every zone', () =>
    fc.assert(
      fc.property(zones, fc.integer({ min: Date.UTC(FIRST, 0), max: Date.UTC(LAST, 0) }), (zone, instant) => {
        expect(dateAt(instant, zone)).toBe(shownAt(instant, zone).toPlainDate().toString())
      }),
      { numRuns: 2000 },
    ))
  test('is a date’s own from its first moment to the last millisecond', () =>
    fc.assert(
      fc.property(zones, dates, (zone, date) => {
        // Samoa and others left a whole day out when they crossed the date line.
        fc.pre(Temporal.PlainDate.from(date).toZonedDateTime(zone).toPlainDate().toString() === date)
        const start = startOf(date, zone)
        expect(dateAt(start, zone)).toBe(date)
        expect(dateAt(start - 1, zone) < date).toBe(true)
      }),
      { numRuns: 1000 },
    ))
  test('does not round a moment before midnight up', () => {
    const midnight = Date.parse('2026-11-22T23:00:00Z')
    expect(dateAt(midnight - 1, 'Africa/Lagos')).toBe('2026-11-22')
    expect(dateAt(midnight, 'Africa/Lagos')).toBe('2026-11-23')
  })
})

describe('a time of day as it is typed', () => {
  test.each([
    ['21:00', '21:00'],
    ['9:05', '09:05'],
    ['٢١:٠٠', '21:00'],
    ['۰۹:۳۰', '09:30'],
    ['21h30', '21:30'],
    ['21H30', '21:30'],
    ['7.15', '07:15'],
    ['00:00', '00:00'],
    ['23:59', '23:59'],
  ])('%s is %s', (typed, time) => expect(timeOf(typed)).toBe(time))
  test.each(['24:00', '21:60', '21', '2100', '21:0', '-1:00', '21:00:00', '9 pm', '', 'noon', '21:00x', '²1:00'])(
    '%j is none',
    (typed) => expect(timeOf(typed)).toBeUndefined(),
  )
})

describe('a zone as it is typed', () => {
  test('is one the runtime knows, in any case of letters', () => {
    expect(ZONES.map(zoneOf)).toEqual(ZONES)
    expect(ZONES.map((zone) => zoneOf(zone.toLowerCase()))).toEqual(ZONES)
  })
  test.each(['Asia/Calcutta', 'Asia/Kolkata', 'Europe/Kiev', 'US/Eastern', 'America/Buenos_Aires'])(
    '%s, a name that is or was, is one',
    (typed) => {
      const zone = zoneOf(typed) ?? ''
      expect(momentOf('2026-07-01', '12:00', zone)).toBe(expected('2026-07-01', '12:00', typed))
    },
  )
  test('UTC is one', () => expect(zoneOf('utc')).toBe('UTC'))
  test.each(['+01:00', 'UTC+1', 'GMT+1', 'Etc/GMT+1', '01:00', 'Mars/Phobos', 'Casablanca', '', '../etc', 'Africa/'])(
    '%j is none',
    (typed) => expect(zoneOf(typed)).toBeUndefined(),
  )
  test('is offered by a part of its name, those that begin so first', () => {
    expect(zonesLike('casa', 3)).toEqual(['Africa/Casablanca'])
    expect(zonesLike('new york', 3)).toEqual(['America/New_York'])
    expect(zonesLike('paris', 1)).toEqual(['Europe/Paris'])
    expect(zonesLike('', 4)).toHaveLength(4)
    expect(zonesLike('no such place', 4)).toEqual([])
  })
})
