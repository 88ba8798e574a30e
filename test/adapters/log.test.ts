import { describe, expect, test } from 'vitest'
import { createLog, type LogLevel } from '../../adapters/log.ts'

const TOKEN = '123456789:AAHsanadTestPeerTokenNotARealOne0-_'
const DISCORD = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.sanadTestTokenThatIsNotARealOne01234'
const written = (facts: object, event: string = 'event', level: LogLevel = 'debug'): string => {
  let lines = ''
  const destination = {
    write(line: string): void {
      lines += line
    },
  }
  createLog(level, destination).error(facts, event)
  return lines
}

describe('a line', () => {
  test('is JSON with time, level, event and facts', () => {
    const { time, ...line } = JSON.parse(written({ documents: 3 }, 'corpus: loaded'))
    expect(line).toEqual({ level: 50, documents: 3, msg: 'corpus: loaded' })
    expect(new Date(time).getTime()).toBeGreaterThan(0)
  })
  test('is written from its level on', () => {
    let lines = 0
    const log = createLog('warn', { write: () => void lines++ })
    log.debug({}, 'no')
    log.info({}, 'no')
    log.warn({}, 'yes')
    log.error({}, 'yes')
    expect(lines).toBe(2)
  })
  test('is not written where there is no log', () => expect(written({}, 'event', 'silent')).toBe(''))
})

describe('a token', () => {
  const check = (where: string, line: string, token: string = TOKEN): void =>
    test(`does not stand in ${where}`, () => {
      expect(line).not.toContain(token.slice(12))
      expect(line).toContain('[token]')
      expect(JSON.parse(line)).toHaveProperty('time')
    })
  check('the event', written({}, `call to https://api.telegram.org/bot${TOKEN}/getMe`))
  check('a fact', written({ url: `http://localhost:8081/bot${TOKEN}/getMe` }))
  check('a fact deep inside', written({ a: { b: [{ c: `"${TOKEN}"` }] } }))
  check('the name of a fact', written({ [TOKEN]: 1 }))
  check('an address that was encoded', written({ url: encodeURIComponent(`bot${TOKEN}/getMe`) }))
  check('an error’s code', written({ error: Object.assign(new Error(''), { code: TOKEN }) }))
  check('a line of its own, with a short number', written({ token: '12345:AAHsanadTestPeerTokenNotARealOne0-_' }))
  check('a fact, on Discord', written({ token: DISCORD }), DISCORD)
})

describe('an error', () => {
  const described = (error: unknown) => JSON.parse(written({ error })).error
  test('is its name, its code and its place', () => {
    const error = described(Object.assign(new TypeError('نص أمينة'), { code: 'ECONNRESET' }))
    expect(error).toMatchObject({ name: 'TypeError', code: 'ECONNRESET' })
    expect(error.at[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/)
  })
  test('does not repeat its message, whatever lines that has', () => {
    const line = written({ error: new Error('سؤال أمينة\n    at secret (file.ts:1:2)\nآخر') })
    expect(line).not.toMatch(/أمينة|secret|آخر/)
    expect(JSON.parse(line).error.at.length).toBeGreaterThan(0)
  })
  test('nor where the message was changed later', () => {
    const error = new Error('سؤال أمينة\n    at secret')
    error.message = 'another'
    expect(written({ error })).not.toMatch(/أمينة|secret|another/)
  })
  test('nor what it carries', () =>
    expect(
      written({
        error: Object.assign(new Error('no', { cause: new Error('سؤال أمينة') }), { on: { text: 'سؤال أمينة' } }),
      }),
    ).not.toContain('أمينة'))
  test('by pino’s own name for it is described alike', () =>
    expect(written({ err: new Error('سؤال أمينة') })).not.toContain('أمينة'))
  test('that is none is its type', () => {
    expect(described('سؤال أمينة')).toEqual({ name: 'string' })
    expect(described(null)).toEqual({ name: 'object' })
  })
})

test('a secret of any form is taken out, also URL-encoded', () => {
  let lines = ''
  const log = createLog(
    'debug',
    {
      write(line) {
        lines += line
      },
    },
    ['42:short/secret'],
  )
  log.info({ url: 'http://x/bot42:short/secret/getMe', again: encodeURIComponent('42:short/secret') }, 'event')
  expect(lines).not.toMatch(/short/)
  expect(lines).toContain('[token]')
})
