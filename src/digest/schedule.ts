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
  const today = dateAt(now, schedule.zone)
  return [today, daysAfter(today, -1)]
    .map((date) => dueOn(date, schedule))
    .find(({ at }) => at <= now && at >= schedule.since)
}

/** The next moment at which a digest will be due. */
export function next(schedule: Schedule, now: number): Due {
  const today = dueOn(dateAt(now, schedule.zone), schedule)
  return today.at > now ? today : dueOn(daysAfter(today.date, 1), schedule)
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
