/**
 * Every fault of the wire, before, during and after a call takes effect, at every call that matters. Each case is a Sanad of its own
 * with people who ask; whatever went wrong, the same must hold: no question without an answer, none twice unless the store says that it
 * may be so, no rule of Discord's broken, nobody pinged, and life goes on.
 */
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Incoming, Reply, Sanad } from '../../../src/index.ts'
import type { DiscordPeer, FaultAction } from '../../peers/discord/index.ts'
import { type Account, type Asked, account, counts, open } from './accounts.ts'
import { createCrowd, leaks } from './crowd.ts'
import { type AdapterOptions, LONG, startAdapter, startPeer, tidy, written } from './running.ts'

afterEach(tidy)

const SECRETS = new Map<string, Asked[]>()
afterAll(() => {
  for (const [token, asked] of SECRETS) expect(leaks(written, token, asked)).toEqual([])
})

const ACTIONS: Readonly<Record<string, FaultAction>> = {
  '429 of the bucket': { type: 'status', code: 429, retry_after: 0.2 },
  '429 of the bucket, longer': { type: 'status', code: 429, retry_after: 0.6 },
  '429 for all': { type: 'status', code: 429, retry_after: 0.2, scope: 'global' },
  '429 shared': { type: 'status', code: 429, retry_after: 0.2, scope: 'shared' },
  '429 in HTML, without a header': { type: 'status', code: 429, html: true },
  '500': { type: 'status', code: 500 },
  '502 in HTML': { type: 'status', code: 502, html: true },
  '503': { type: 'status', code: 503 },
  reset: { type: 'reset' },
  'connection closed': { type: 'close' },
  'no answer': { type: 'hang' },
  '1 byte a second': { type: 'slow', bytesPerSecond: 1 },
  'answer cut off': { type: 'truncate' },
  'no JSON': { type: 'body', text: '<html>captive portal</html>', contentType: 'text/html' },
  'null as JSON': { type: 'body', text: 'null' },
}
const MOMENTS = ['before', 'during', 'after'] as const

const CALLBACK = 'POST /interactions/{id}/{token}/callback'
const ORIGINAL = 'PATCH /webhooks/{id}/{token}/messages/@original'
const FOLLOW_UP = 'POST /webhooks/{id}/{token}'
const CHANNEL = 'POST /channels/{id}/messages'

/** What makes Sanad call a method. */
interface Scene {
  /** Calls made while it starts: the fault is there before. */
  readonly atStart?: true
  readonly times?: number
  readonly adapter?: AdapterOptions
}

/** A reply of three messages. */
const long = async (incoming: Incoming, sanad: Sanad): Promise<Reply> => [
  ...(await sanad.handle(incoming)),
  ...['الأول', 'الثاني'].map((word) => ({ type: 'text' as const, text: `${word} `.repeat(600).trim() })),
]
/** An answer that comes when the token has ended. */
const LIFE = 300
const late = async (incoming: Incoming, sanad: Sanad): Promise<Reply> => {
  await new Promise((resolve) => setTimeout(resolve, 2 * LIFE))
  return sanad.handle(incoming)
}

const SCENES: Readonly<Record<string, Scene>> = {
  'GET /gateway/bot': { atStart: true },
  'PUT /applications/{id}/commands': { atStart: true },
  [CALLBACK]: { times: 2 },
  [ORIGINAL]: { times: 2 },
  [FOLLOW_UP]: { times: 2, adapter: { handle: long } },
  [CHANNEL]: { times: 2, adapter: { handle: late, tokenLife: LIFE } },
}

interface Case {
  readonly method: string
  readonly fault: string
  readonly moment: (typeof MOMENTS)[number]
}
const nameOf = ({ method, fault, moment }: Case): string => `${method}: ${fault}, ${moment}`

/** Discord refuses before it acts; a refusal of what it carried out can be seen through only where repeating changes nothing. */
const REPEATABLE: readonly string[] = [ORIGINAL, CHANNEL]
const isPossible = ({ method, fault, moment }: Case): boolean =>
  !fault.startsWith('429') || moment === 'before' || REPEATABLE.includes(method)

function strike(peer: DiscordPeer, { method, fault, moment }: Case, times: number): void {
  const action = ACTIONS[fault]
  if (action === undefined) throw new Error(`no such fault: ${fault}`)
  peer.faults.push({ method, when: moment, action, times })
}

async function play(wanted: Case): Promise<{ line: string; result: Account }> {
  const { atStart, times = 1, adapter = {} } = SCENES[wanted.method] ?? {}
  const peer = await startPeer()
  const crowd = createCrowd(peer)
  if (atStart) strike(peer, wanted, times)
  const running = await startAdapter(peer, adapter)
  const settled = (): boolean => open(peer, crowd.asked, running.rows()).length === 0
  if (!atStart) strike(peer, wanted, times)
  const channel = crowd.channel()
  for (let n = 0; n < 3; n++) crowd.ask(channel, crowd.person())
  await peer.until(() => peer.faults.hits >= times, LONG, 'the fault')
  await peer.until(settled, LONG, 'something for every question')
  crowd.ask(channel, crowd.person())
  await peer.until(settled, LONG, 'an answer after the fault')
  await running.stop()
  const what = nameOf(wanted)
  const result = account(peer, crowd.asked, running.rows())
  SECRETS.set(peer.token, [...(SECRETS.get(peer.token) ?? []), ...crowd.asked])
  expect(result, what).toMatchObject({ lost: [], unmarked: [], kept: 0, silent: 0 })
  expect(peer.violations, what).toEqual([])
  expect(peer.mentions, what).toEqual([])
  expect(running.fatal, what).toEqual([])
  return { line: `${what} → ${counts(result)}`, result }
}

/** So many at a time: they mostly wait. */
const AT_ONCE = 16

async function playAll(cases: readonly Case[]): Promise<string[]> {
  const lines: string[] = []
  const queue = [...cases]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const what = nameOf(next)
        const { line } = await play(next).catch((error: Error) => {
          throw new Error(`${what}: ${error.message}`, { cause: error })
        })
        lines.push(line)
      }
    }),
  )
  return lines.sort()
}

describe('a fault of the wire costs nobody an answer', () => {
  for (const method of Object.keys(SCENES)) {
    test(method, async () => {
      const cases = Object.keys(ACTIONS)
        .flatMap((fault) => MOMENTS.map((moment) => ({ method, fault, moment })))
        .filter(isPossible)
      const lines = await playAll(cases)
      console.log([...lines, `${lines.length} cases at ${method}`].join('\n'))
    }, 240_000)
  }
})
