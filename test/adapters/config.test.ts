import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig, SETTINGS } from '../../adapters/config.ts'

const TOKEN = '123456789:AAHsanadTestPeerTokenNotARealOne0-_'

test('an empty environment is the defaults', () =>
  expect(readConfig({})).toEqual({
    corpus: undefined,
    data: 'data',
    language: 'ar',
    telegram: undefined,
    host: '127.0.0.1',
    port: 8080,
    publicUrl: undefined,
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
test('the settings are named', () => expect(SETTINGS).toContain('TELEGRAM_API_ROOT'))

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
