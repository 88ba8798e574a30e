/**
 * Local dates and times in IANA zones, by the runtime's own zone data (ECMA-402). A local time that a change of clocks leaves out is the
 * moment it would have been before the change; one that comes twice is its first moment (as `compatible` in Temporal, ISO 8601 dates).
 */

/** `YYYY-MM-DD`. */
export type LocalDate = string

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, made)
  return made
}

/** What the clocks of a zone show at a moment, as if it were UTC, in milliseconds since 1970, to the second. */
function shown(instant: number, zone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The date that calendars of a zone show at a moment. */
export function dateAt(instant: number, zone: string): LocalDate {
  return new Date(shown(instant, zone)).toISOString().slice(0, 10)
}

/** The moment at which clocks of a zone show a time of a date. */
export function momentOf(date: LocalDate, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  const offsetAt = (instant: number): number => shown(instant, zone) - Math.floor(instant / 1000) * 1000
  const before = offsetAt(wanted - DAY)
  const moments = [before, offsetAt(wanted + DAY)].map((offset) => wanted - offset)
  return Math.min(
    ...moments.filter((moment) => shown(moment, zone) === wanted),
    ...(isLeftOut() ? [wanted - before] : []),
  )

  function isLeftOut(): boolean {
    return moments.every((moment) => shown(moment, zone) !== wanted)
  }
}

/** The date so many days later, or earlier. */
export function daysAfter(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The first moment of a date. */
export const startOf = (date: LocalDate, zone: string): number => momentOf(date, '00:00', zone)

/** A time of day as `HH:MM`, from what a person may type (`9:05`, `٢١:٠٠`, `21h30`); `undefined` where it is none. */
export function timeOf(typed: string): string | undefined {
  const latin = typed.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
  const [, hour, minute] = /^(\d{1,2})(?:[:h.](\d{2}))$/i.exec(latin) ?? []
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

const ZONES = new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]))

/** An IANA zone as it is properly written; `undefined` where the runtime does not know it. Plain offsets are none: they know no summer time. */
export function zoneOf(typed: string): string | undefined {
  const known = ZONES.get(typed.toLowerCase())
  if (known !== undefined) return known
  if (typed.toUpperCase() === 'UTC') return 'UTC'
  if (!/^[A-Za-z]+(?:[_-][A-Za-z]+)*(?:\/[A-Za-z]+(?:[_-][A-Za-z]+)*)+$/.test(typed)) return undefined
  try {
    // Older names of a zone are known, but not listed.
    return new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

/** Zones whose name holds what is typed, those that begin so first. */
export function zonesLike(typed: string, limit: number): string[] {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, '_')
  const found = [...ZONES].filter(([zone]) => zone.includes(wanted))
  const rank = (zone: string): number => (zone.startsWith(wanted) || zone.includes(`/${wanted}`) ? 0 : 1)
  return found
    .sort(([a], [b]) => rank(a) - rank(b))
    .slice(0, limit)
    .map(([, zone]) => zone)
}
