/** The settings: environment over `.env` over defaults, checked at start, all problems reported at once. */
import { z } from 'zod'
import { zoneOf } from '../src/index.ts'

const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const wholeNumber = (least: number, most: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`)

const address = z
  .url({ protocol: /^https?$/, error: 'an address such as https://example.org' })
  .transform((url) => url.replace(/\/+$/, ''))

const Settings = z
  .object({
    CORPUS_DIR: z.string().transform(list).pipe(z.array(z.string()).min(1, 'at least one folder')).optional(),
    DATA_DIR: z.string().default('data'),
    LANGUAGE: z.enum(['ar', 'fr', 'en'], 'one of ar, fr, en').default('ar'),
    TELEGRAM_BOT_TOKEN: z
      .string()
      .regex(/^\d+:[\w-]{3,}$/, 'the token that @BotFather gave, such as 123456789:AA…')
      .optional(),
    TELEGRAM_API_ROOT: address.default('https://api.telegram.org'),
    TELEGRAM_MODE: z.enum(['polling', 'webhook'], 'polling or webhook').default('polling'),
    TELEGRAM_WEBHOOK_SECRET: z
      .string()
      .regex(/^[\w-]{16,256}$/, '16 to 256 of the characters A-Z a-z 0-9 _ -')
      .optional(),
    DISCORD_BOT_TOKEN: z
      .string()
      .regex(/^[\w.-]{10,}$/, 'the token of the Developer Portal (Bot, Reset Token)')
      .optional(),
    DISCORD_API_ROOT: address.default('https://discord.com/api'),
    DISCORD_GUILD_ID: z
      .string()
      .regex(/^\d{15,21}$/, 'the id of a server: 15 to 21 digits')
      .optional(),
    HOST: z.string().default('127.0.0.1'),
    PORT: wholeNumber(0, 65_535).default(8080),
    PUBLIC_URL: address.optional(),
    METRICS_TOKEN: z
      .string()
      .regex(/^[\w.-]{16,256}$/, '16 to 256 of the characters A-Z a-z 0-9 _ . -')
      .optional(),
    TIME_ZONE: z
      .string()
      .refine((zone) => zoneOf(zone) !== undefined, 'an IANA time zone such as Africa/Casablanca')
      .transform((zone) => zoneOf(zone) ?? zone)
      .default('Africa/Casablanca'),
    RETENTION_DAYS: wholeNumber(1, 3650).default(30),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of debug, info, warn, error, silent')
      .default('info'),
  })
  .refine((given) => given.TELEGRAM_MODE !== 'webhook' || given.PUBLIC_URL !== undefined, {
    path: ['PUBLIC_URL'],
    message: 'set when TELEGRAM_MODE is webhook, since Telegram posts there',
    // Also beside other problems.
    when: () => true,
  })

export interface Config {
  /** Corpus folders; the shipped one where none is set. */
  readonly corpus: readonly string[] | undefined
  readonly data: string
  readonly language: 'ar' | 'fr' | 'en'
  /** Absent: there is no Telegram bot. */
  readonly telegram:
    | {
        readonly token: string
        readonly apiRoot: string
        readonly mode: 'polling' | 'webhook'
        /** Absent: one is derived from the token. */
        readonly webhookSecret: string | undefined
      }
    | undefined
  /** Absent: there is no Discord bot. */
  readonly discord: { readonly token: string; readonly apiRoot: string; readonly guild: string | undefined } | undefined
  readonly host: string
  readonly port: number
  /** Without a slash at the end. */
  readonly publicUrl: string | undefined
  /** Absent: the metrics are for this machine alone. */
  readonly metricsToken: string | undefined
  /** IANA name; of conversations that chose none. */
  readonly zone: string
  readonly retentionDays: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** The names of all settings, for `.env.example` and the README to be held against. */
export const SETTINGS: readonly string[] = Object.keys(Settings.shape)
/** Their values are never shown. */
const SECRETS: readonly string[] = [
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_WEBHOOK_SECRET',
  'DISCORD_BOT_TOKEN',
  'METRICS_TOKEN',
]

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
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0])
      const value = given[name]
      if (value === undefined) return `${name} is missing; it must be ${message}`
      const found = SECRETS.includes(name) ? 'not of the right form' : `"${value.slice(0, 40)}"`
      return `${name} is ${found}; it must be ${message}`
    })
    throw new ConfigError([...new Set(lines)].join('\n'))
  }
  const settings = parsed.data
  const token = settings.TELEGRAM_BOT_TOKEN
  return {
    corpus: settings.CORPUS_DIR,
    data: settings.DATA_DIR,
    language: settings.LANGUAGE,
    telegram:
      token === undefined
        ? undefined
        : {
            token,
            apiRoot: settings.TELEGRAM_API_ROOT,
            mode: settings.TELEGRAM_MODE,
            webhookSecret: settings.TELEGRAM_WEBHOOK_SECRET,
          },
    discord:
      settings.DISCORD_BOT_TOKEN === undefined
        ? undefined
        : {
            token: settings.DISCORD_BOT_TOKEN,
            apiRoot: settings.DISCORD_API_ROOT,
            guild: settings.DISCORD_GUILD_ID,
          },
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL,
    metricsToken: settings.METRICS_TOKEN,
    zone: settings.TIME_ZONE,
    retentionDays: settings.RETENTION_DAYS,
    logLevel: settings.LOG_LEVEL,
  }
}
