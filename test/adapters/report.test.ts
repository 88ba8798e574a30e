import { describe, expect, test } from 'vitest'
import { type StartFacts, startReport } from '../../adapters/report.ts'

const alone: StartFacts = {
  version: '1.2.3',
  documents: 5,
  passages: 132,
  broken: 0,
  folders: ['corpus'],
  host: '127.0.0.1',
  port: 8080,
  publicUrl: undefined,
  telegram: undefined,
  discord: undefined,
  store: 'data/sanad.db',
  moderators: 'anybody',
  metrics: 'local',
  logLevel: 'info',
  color: false,
}
const served: StartFacts = {
  ...alone,
  broken: 2,
  folders: ['corpus', '/srv/notes'],
  host: '0.0.0.0',
  publicUrl: 'https://sanad.example.org',
  telegram: { state: 'connected', name: 'sanad_bot', mode: 'webhook' },
  discord: { state: 'connected', name: 'Sanad' },
  moderators: 'nobody: networks',
  metrics: 'token',
}
const lineOf = (label: string, more: Partial<StartFacts>): string | undefined =>
  startReport({ ...alone, ...more })
    .split('\n')
    .find((line) => line.trimStart().startsWith(label))
    ?.trim()
    .slice(label.length)
    .trim()

test('with nothing set up it says where to go, what is off and how to turn it on', () =>
  expect(startReport(alone)).toBe(`Sanad 1.2.3 is running
  Documents   5 documents, 132 passages, from corpus
  Chat page   http://127.0.0.1:8080/
  Reader      http://127.0.0.1:8080/read/… shows each document, with the words that were quoted
  Telegram    off: put TELEGRAM_BOT_TOKEN into .env
  Discord     off: put DISCORD_BOT_TOKEN into .env
  Citations   without links to the reader: passages open in the chat; set PUBLIC_URL
  Moderators  on the chat page: whoever opens it on this machine, as a trial
  Data        data/sanad.db
  Metrics     http://127.0.0.1:8080/metrics, for this machine alone
  Log         info and above, on standard error (LOG_LEVEL)
  Stop        Ctrl+C
`))

test('with everything set up it says what is on', () =>
  expect(startReport(served)).toBe(`Sanad 1.2.3 is running
  Documents   5 documents, 132 passages, from corpus, /srv/notes
              2 files could not be read: npm run --silent sanad -- check says why
  Chat page   http://127.0.0.1:8080/, for the world https://sanad.example.org/ (HOST=0.0.0.0: other machines can reach it)
  Reader      http://127.0.0.1:8080/read/… shows each document, with the words that were quoted
  Telegram    on as @sanad_bot, by webhook
  Discord     on as @Sanad
  Citations   lead to the reader, under https://sanad.example.org/
  Moderators  those of the chat networks; off on the chat page
  Data        data/sanad.db
  Metrics     http://127.0.0.1:8080/metrics, for whoever has METRICS_TOKEN
  Log         info and above, on standard error (LOG_LEVEL)
  Stop        Ctrl+C
`))

test('it is fourteen lines at most', () =>
  expect(startReport(served).trimEnd().split('\n').length).toBeLessThanOrEqual(14))

describe('numbers and names', () => {
  test('one is not many', () => {
    expect(lineOf('Documents', { documents: 1, passages: 1 })).toBe('1 document, 1 passage, from corpus')
    expect(startReport({ ...alone, broken: 1 })).toContain('1 file could not be read:')
  })
  test('without a document it says what to do', () =>
    expect(lineOf('Documents', { documents: 0, passages: 0, folders: ['a', 'b'] })).toBe(
      'none in a, b: put .md, .txt or .html files there, or set CORPUS_DIR',
    ))
  test('a name that is not known is left out', () =>
    expect(lineOf('Telegram', { telegram: { state: 'connected', mode: 'polling' } })).toBe('on, by polling'))
  test('a network that is on its way, or has failed, is not said to be on', () => {
    expect(lineOf('Telegram', { telegram: { state: 'starting', mode: 'polling' } })).toBe('connecting, by polling')
    expect(lineOf('Discord', { discord: { state: 'failed', name: 'Sanad' } })).toBe(
      'could not be started: npm run --silent sanad -- doctor says why',
    )
  })
  test('what they hold makes no line of its own and reaches no terminal', () => {
    const text = startReport({
      ...alone,
      folders: ['a\nStop  b\u202Ec', '\u001B[2Jd'],
      store: 'x\r\ny',
      discord: { state: 'connected', name: 'e\u009B31m\n\n' },
    })
    expect(text).not.toMatch(/[^\P{C}\n]/u)
    expect(text.split('\n').length).toBe(startReport(alone).split('\n').length)
  })
})

describe('the address', () => {
  for (const [host, shown] of [
    ['127.0.0.1', 'http://127.0.0.1:8080/'],
    ['localhost', 'http://localhost:8080/'],
    ['::1', 'http://[::1]:8080/'],
    ['0.0.0.0', 'http://127.0.0.1:8080/ (HOST=0.0.0.0: other machines can reach it)'],
    ['::', 'http://127.0.0.1:8080/ (HOST=::: other machines can reach it)'],
    ['192.168.1.10', 'http://192.168.1.10:8080/ (HOST=192.168.1.10: other machines can reach it)'],
  ] as const)
    test(`of ${host} is one that can be opened`, () => {
      const says = lineOf('Chat page', { host })
      expect(says).toBe(shown)
      expect(URL.canParse(says?.split(' ')[0] ?? '')).toBe(true)
    })
})

describe('what is off', () => {
  test('metrics, and why', () =>
    expect(lineOf('Metrics', { metrics: 'nobody' })).toBe(
      'off, since other machines may reach them: set METRICS_TOKEN',
    ))
  test('moderators on the page, and why', () => {
    expect(lineOf('Moderators', { moderators: 'nobody: reachable' })).toBe(
      'off on the chat page, since other machines may reach it (HOST, PUBLIC_URL)',
    )
    expect(lineOf('Moderators', { moderators: 'nobody: networks' })).toBe(
      'those of the chat networks; off on the chat page',
    )
  })
  test('the log', () => {
    expect(lineOf('Log', { logLevel: 'silent' })).toBe('off (LOG_LEVEL)')
    expect(lineOf('Log', { logLevel: 'debug' })).toBe('debug and above, on standard error (LOG_LEVEL)')
  })
})

test('colours change nothing but the colours, and are there only when wanted', () => {
  const colored = startReport({ ...served, color: true })
  expect(colored).toContain('\u001B[')
  expect(colored.replace(/\u001B\[\d+m/g, '')).toBe(startReport(served))
})
