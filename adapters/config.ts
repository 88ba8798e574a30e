/** The settings: environment over `.env` over defaults, checked at start, all problems reported at once. */
import { z } from 'zod'

const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const Settings = z.object({
  CORPUS_DIR: z.string().transform(list).pipe(z.array(z.string()).min(1, 'at least one folder')).optional(),
  LANGUAGE: z.enum(['ar', 'fr', 'en'], 'one of ar, fr, en').default('ar'),
})

export interface Config {
  /** Corpus folders; the shipped one where none is set. */
  readonly corpus: readonly string[] | undefined
  readonly language: 'ar' | 'fr' | 'en'
}

/** The names of all settings, for `.env.example` and the README to be held against. */
export const SETTINGS: readonly string[] = Object.keys(Settings.shape)

/** Settings that cannot be used: one line for each, naming the setting, what was found and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** The configuration in an environment. An empty value means the default. Throws `ConfigError`. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    SETTINGS.flatMap((name) => (environment[name]?.trim() ? [[name, environment[name]?.trim()]] : [])),
  )
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues
        .map(
          ({ path, message }) =>
            `${String(path[0])} is "${String(given[String(path[0])]).slice(0, 40)}"; it must be ${message}`,
        )
        .join('\n'),
    )
  }
  return { corpus: parsed.data.CORPUS_DIR, language: parsed.data.LANGUAGE }
}
