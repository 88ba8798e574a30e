/** When a conversation's digest is due. Pure: the moment is given. */
import type { Schedule } from '../store.ts'
import { dateAt, daysAfter, type LocalDate, momentOf } from './calendar.ts'

/** After so many milliseconds a digest that was due is no longer posted. */
export const CATCH_UP: number = 3 * 3_600_000
/** Days back of which a missed digest is told. */
const FARTHEST = 31

export interface Due {
  readonly date: LocalDate
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The last digest that was due by `now`; nothing where none was since the schedule was set. */
export function due(schedule: Schedule, now: number): Due | undefined {
  return around(schedule, now)
    .reverse()
    .find(({ at }) => at <= now && at >= schedule.since)
}

/** The next moment at which a digest will be due. */
export function next(schedule: Schedule, now: number): Due {
  const today = dateAt(now, schedule.zone)
  return around(schedule, now).find(({ at }) => at > now) ?? dueOn(daysAfter(today, 2), schedule)
}

/** Where clocks go from 23:00 to midnight, a late time of one date comes on the next. */
function around(schedule: Schedule, now: number): Due[] {
  const today = dateAt(now, schedule.zone)
  return [-2, -1, 0, 1].map((days) => dueOn(daysAfter(today, days), schedule))
}

/** The dates before a due one, latest first, that had a digest due since the schedule was set; at most a month. */
export function datesBefore(schedule: Schedule, date: LocalDate): LocalDate[] {
  const dates: LocalDate[] = []
  for (let days = 1; days <= FARTHEST; days++) {
    const earlier = daysAfter(date, -days)
    if (dueOn(earlier, schedule).at < schedule.since) break
    dates.push(earlier)
  }
  return dates
}

function dueOn(date: LocalDate, { time, zone }: Schedule): Due {
  return { date, at: momentOf(date, time, zone) }
}
