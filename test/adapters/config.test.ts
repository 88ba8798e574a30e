import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, SETTINGS } from '../../adapters/config.ts'

const TOKEN = '123456789:AAHsanadTestPeerTokenNotARealOne0-_'
const DISCORD_TOKEN = 'MTEwMDAwMDAwMDAwMDAwMDAwMQ.GSanad.TestPeerTokenThatIsNotARealOne0123456789'

test('an empty environment is the defaults', () =>
  expect(readConfig({})).toEqual({
    corpus: undefined,
    data: 'data',
    language: 'ar',
    telegram: undefined,
    discord: undefined,
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
    metricsToken: undefined,
    zone: 'Africa/Casablanca',
    retentionDays: 30,
    logLevel: 'info',
  }))
test('an empty value means the default', () =>
  expect(readConfig({ LANGUAGE: '', CORPUS_DIR: ' ' })).toEqual(readConfig({})))
test('folders are a list', () => expect(readConfig({ CORPUS_DIR: 'a, b/c' }).corpus).toEqual(['a', 'b/c']))
test('a wrong value is named, with what was found and what is allowed', () =>
  expect(() => readConfig({ LANGUAGE: 'klingon' })).toThrow(
    new ConfigError('LANGUAGE is "klingon"; it must be one of ar, fr, en'),
  ))
test('all problems are reported at once', () => {
  try {
    readConfig({ LANGUAGE: 'xx', CORPUS_DIR: ',', PORT: '-1', TELEGRAM_MODE: 'webhook' })
    expect.unreachable()
  } catch (error) {
    expect((error as Error).message.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'CORPUS_DIR',
      'LANGUAGE',
      'PORT',
      'PUBLIC_URL',
    ])
  }
})
test('what is not a setting is nobody’s business', () => expect(readConfig({ PATH: '/bin' })).toEqual(readConfig({})))
test('the settings are named', () =>
  expect(SETTINGS).toEqual(
    expect.arrayContaining([
      'TELEGRAM_API_ROOT',
      'DISCORD_BOT_TOKEN',
      'DISCORD_API_ROOT',
      'DISCORD_GUILD_ID',
      'METRICS_TOKEN',
    ]),
  ))

describe('Telegram', () => {
  test('is there with a token', () =>
    expect(readConfig({ TELEGRAM_BOT_TOKEN: ` ${TOKEN} ` }).telegram).toEqual({
      token: TOKEN,
      apiRoot: 'https://api.telegram.org',
      mode: 'polling',
      webhookSecret: undefined,
    }))
  test('may have a server, a mode and a secret of its own', () =>
    expect(
      readConfig({
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: 'abcdefghijklmnop',
        PUBLIC_URL: 'https://sanad.example.org//',
      }),
    ).toMatchObject({
      telegram: { apiRoot: 'http://127.0.0.1:8081', mode: 'webhook', webhookSecret: 'abcdefghijklmnop' },
      publicUrl: 'https://sanad.example.org',
    }))
})

describe('Discord', () => {
  test('is there with a token', () =>
    expect(readConfig({ DISCORD_BOT_TOKEN: ` ${DISCORD_TOKEN} ` }).discord).toEqual({
      token: DISCORD_TOKEN,
      apiRoot: 'https://discord.com/api',
      guild: undefined,
    }))
  test('may have a server of its own, and one server for its commands', () =>
    expect(
      readConfig({
        DISCORD_BOT_TOKEN: DISCORD_TOKEN,
        DISCORD_API_ROOT: 'http://127.0.0.1:8082/api/',
        DISCORD_GUILD_ID: '175928847299117063',
      }).discord,
    ).toEqual({ token: DISCORD_TOKEN, apiRoot: 'http://127.0.0.1:8082/api', guild: '175928847299117063' }))
  test('is not there without a token, whatever else is set', () =>
    expect(readConfig({ DISCORD_GUILD_ID: '175928847299117063' }).discord).toBeUndefined())
  test('may be there beside Telegram', () => {
    const config = readConfig({ DISCORD_BOT_TOKEN: DISCORD_TOKEN, TELEGRAM_BOT_TOKEN: TOKEN })
    expect([config.telegram?.token, config.discord?.token]).toEqual([TOKEN, DISCORD_TOKEN])
  })
  test('a token that is wrong is not repeated', () => {
    for (const wrong of [`Bot ${DISCORD_TOKEN}`, TOKEN, `"${DISCORD_TOKEN}"`, DISCORD_TOKEN.replaceAll('.', ' ')])
      try {
        readConfig({ DISCORD_BOT_TOKEN: wrong })
        expect.unreachable()
      } catch (error) {
        expect((error as Error).message).toMatch(/^DISCORD_BOT_TOKEN is not of the right form; it must be /)
        expect((error as Error).message).not.toContain(wrong.slice(0, 20))
      }
  })
})

describe('the token for the metrics', () => {
  test('is taken as it is', () =>
    expect(readConfig({ METRICS_TOKEN: ' a-token.of_16-or-more ' }).metricsToken).toBe('a-token.of_16-or-more'))
  test('that is wrong is not repeated', () => {
    for (const wrong of [
      'too-short-token',
      'a token with spaces',
      'a/token+of/base64==',
      'x'.repeat(257),
      'سر سر سر سر سر سر سر',
    ]) {
      const read = (): unknown => readConfig({ METRICS_TOKEN: wrong })
      expect(read).toThrow(/^METRICS_TOKEN is not of the right form; it must be 16 to 256 of the characters/)
      expect(read).not.toThrow(wrong)
    }
  })
})

describe('a value', () => {
  test('that is wrong is not called missing too', () =>
    expect(() => readConfig({ TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'x' })).toThrow(
      new ConfigError('PUBLIC_URL is "x"; it must be an address such as https://example.org'),
    ))
  const wrong = (name: string, value: string, sentence: string): void =>
    test(`${name}=${value.slice(0, 30)}`, () =>
      expect(() => readConfig({ [name]: value })).toThrow(new ConfigError(sentence)))
  wrong('PORT', '70000', 'PORT is "70000"; it must be a whole number from 0 to 65535')
  wrong('PORT', '80a', 'PORT is "80a"; it must be a whole number from 0 to 65535')
  wrong('RETENTION_DAYS', '0', 'RETENTION_DAYS is "0"; it must be a whole number from 1 to 3650')
  wrong('RETENTION_DAYS', '1.5', 'RETENTION_DAYS is "1.5"; it must be a whole number from 1 to 3650')
  wrong('LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it must be one of debug, info, warn, error, silent')
  wrong('TELEGRAM_MODE', 'push', 'TELEGRAM_MODE is "push"; it must be polling or webhook')
  wrong('PUBLIC_URL', 'sanad', 'PUBLIC_URL is "sanad"; it must be an address such as https://example.org')
  wrong(
    'TELEGRAM_API_ROOT',
    'ftp://a.org',
    'TELEGRAM_API_ROOT is "ftp://a.org"; it must be an address such as https://example.org',
  )
  wrong('LANGUAGE', 'x'.repeat(90), `LANGUAGE is "${'x'.repeat(40)}"; it must be one of ar, fr, en`)
  wrong(
    'TELEGRAM_BOT_TOKEN',
    `bot${TOKEN}`,
    'TELEGRAM_BOT_TOKEN is not of the right form; it must be the token that @BotFather gave, such as 123456789:AA…',
  )
  wrong(
    'DISCORD_BOT_TOKEN',
    'abc',
    'DISCORD_BOT_TOKEN is not of the right form; it must be the token of the Developer Portal (Bot, Reset Token)',
  )
  wrong(
    'DISCORD_API_ROOT',
    'discord.com/api',
    'DISCORD_API_ROOT is "discord.com/api"; it must be an address such as https://example.org',
  )
  wrong('DISCORD_GUILD_ID', 'سند', 'DISCORD_GUILD_ID is "سند"; it must be the id of a server: 15 to 21 digits')
  wrong('DISCORD_GUILD_ID', '123', 'DISCORD_GUILD_ID is "123"; it must be the id of a server: 15 to 21 digits')
  wrong(
    'TELEGRAM_WEBHOOK_SECRET',
    'قصير',
    'TELEGRAM_WEBHOOK_SECRET is not of the right form; it must be 16 to 256 of the characters A-Z a-z 0-9 _ -',
  )
  wrong(
    'TELEGRAM_MODE',
    'webhook',
    'PUBLIC_URL is missing; it must be set when TELEGRAM_MODE is webhook, since Telegram posts there',
  )
})
