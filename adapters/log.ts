/** The log: JSON lines on standard error. It never holds a token, nor a text that a person or a document wrote. */
import { type DestinationStream, pino } from 'pino'
import type { Log } from '../src/index.ts'

/** Tokens of both platforms wherever they stand: in a URL, a message, a stack. */
const TOKEN = /\d{5,}(?::|%3A)[\w-]{20,}|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gi

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** A log of a level and above. `secrets` are taken out as they are and URL-encoded, whatever their form. */
export function createLog(level: LogLevel, destination: DestinationStream, secrets: readonly string[] = []): Log {
  const known = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  const scrub = (line: string): string =>
    known.reduce((text, secret) => text.replaceAll(secret, '[token]'), line).replace(TOKEN, '[token]')
  const scrubbed: DestinationStream = { write: (line) => destination.write(scrub(line)) }
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { error: describe, err: describe } },
    scrubbed,
  )
}

/** A line of a stack that names a place in a file. */
const FRAME = /^ {4}at .*:\d+:\d+\)?$/

/**
 * An error as its kind and place. Its message is left out: a bug's message may repeat what somebody wrote, and a platform's error
 * repeats the request.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, message, stack = '', code } = error as Error & { code?: unknown }
  // A message may look like a frame, too.
  const frames = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack
  return {
    name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    at: frames
      .split('\n')
      .filter((line) => FRAME.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
  }
}
