/** Two weeks of a conversation in numbers, for moderators: what was asked, how much of it was answered, and how it was liked. */
import { citedDocument } from '../answer/citation.ts'
import { dateAt, daysAfter, type LocalDate, startOf } from '../digest/calendar.ts'
import { mostCited } from '../digest/digest.ts'
import { dateText } from '../interface/dates.ts'
import type { Phrases } from '../interface/index.ts'
import type { Reply } from '../reply.ts'
import type { KeptQuestion } from '../store.ts'
import { isolate, withoutControls } from '../text/bidi.ts'
import { allowedHere, refusal, type Scope, text } from './scope.ts'

const DAYS = 14
const MOST_SOURCES = 5

export async function stats(scope: Scope): Promise<Reply> {
  const { say, desk, incoming, settings, documents } = scope
  const refused = await refusal(scope)
  if (refused !== undefined || desk === undefined) return refused ?? text(say.notHere)
  const zone = settings.schedule?.zone ?? desk.zone
  const today = dateAt(desk.clock(), zone)
  const dates = Array.from({ length: DAYS }, (_, at) => daysAfter(today, at - DAYS + 1))
  const [first = today] = dates
  const end = startOf(daysAfter(today, 1), zone)
  const questions = await desk.store.questions.between(incoming.address, startOf(first, zone), end)
  if (questions.length === 0) return text(say.stats.nothing)
  const bars = dates.map((date) => ({
    date,
    ...countsOf(questions.filter(({ askedAt }) => dateAt(askedAt, zone) === date)),
  }))
  const sources = mostCited(questions, documents.filter(allowedHere(scope)).map(citedDocument)).slice(0, MOST_SOURCES)
  const lines = [
    say.stats.title,
    say.stats.period(dateText(first, say.language), dateText(today, say.language)),
    ...overall(questions, say),
    ...(sources.length > 0
      ? [
          '',
          say.stats.sources,
          ...sources.map(({ document, times }) => `• ${isolate(withoutControls(document.title))} (${times})`),
        ]
      : []),
    '',
    say.stats.byDay,
    ...bars
      .filter(({ answered, notFound }) => answered + notFound > 0)
      .map(({ date, answered, notFound }) => `${isolate(dayOf(date))}: ${answered} / ${notFound}`),
  ]
  return [
    {
      type: 'chart',
      chart: {
        title: say.stats.title,
        language: say.language,
        parts: [say.stats.answeredPart, say.stats.notFoundPart],
        bars: bars.map(({ date, answered, notFound }) => ({ label: dayOf(date), values: [answered, notFound] })),
      },
    },
    ...text(lines.join('\n')),
  ]
}

function overall(questions: readonly KeptQuestion[], say: Phrases): string[] {
  const { answered, notFound } = countsOf(questions)
  const up = questions.reduce((sum, question) => sum + question.up, 0)
  const down = questions.reduce((sum, question) => sum + question.down, 0)
  const took = questions.flatMap((question) => question.took ?? []).sort((a, b) => a - b)
  const at = (share: number): string => seconds(took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0)
  return [
    say.stats.asked(questions.length),
    say.stats.answered(answered, percent(answered, questions.length)),
    say.stats.notFound(notFound),
    say.stats.helpful(up, down, up + down === 0 ? undefined : percent(up, up + down)),
    ...(took.length > 0 ? [say.stats.latency(at(0.5), at(0.95))] : []),
  ]
}

function countsOf(questions: readonly KeptQuestion[]): { answered: number; notFound: number } {
  const answered = questions.filter(({ outcome }) => outcome === 'answered').length
  return { answered, notFound: questions.length - answered }
}

const percent = (part: number, whole: number): number => Math.round((100 * part) / whole)
const seconds = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
/** Day and month. */
const dayOf = (date: LocalDate): string => `${date.slice(8)}/${date.slice(5, 7)}`
