/**
 * Every fault of the wire, before, during and after a call takes effect, at every call that matters. Each case is a Sanad of its
 * own with people who ask in private and in a group; whatever went wrong, the same must hold: no question without an answer, none
 * twice unless the store says that it may be so, each chat in its order, no rule of Telegram's broken, and life goes on.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { menus } from '../../../adapters/telegram/menu.ts'
import { phrases } from '../../../src/index.ts'
import type { FaultAction, TelegramPeer } from '../../peers/telegram/index.ts'
import { account, counts, unanswered } from './accounts.ts'
import { type Crowd, createCrowd, leaks } from './crowd.ts'
import { LONG, type Running, startAdapter, startPeer, tidy, UNLIMITED, written } from './running.ts'

const TOKENS = new Set<string>()
afterAll(async () => {
  await tidy()
  for (const token of TOKENS) expect(leaks(written, token)).toEqual([])
})

const ACTIONS: Readonly<Record<string, FaultAction>> = {
  '429 for a second': { type: 'status', code: 429, retry_after: 1 },
  '429 in HTML, without a header': { type: 'status', code: 429, html: true },
  '500': { type: 'status', code: 500 },
  '502 in HTML': { type: 'status', code: 502, html: true },
  '503': { type: 'status', code: 503 },
  '504': { type: 'status', code: 504 },
  reset: { type: 'reset' },
  'connection closed': { type: 'close' },
  'no answer': { type: 'hang' },
  '1 byte a second': { type: 'slow', bytesPerSecond: 1 },
  'answer cut off': { type: 'truncate' },
  'no JSON': { type: 'body', text: '<html>captive portal</html>', contentType: 'text/html' },
  'null as JSON': { type: 'body', text: 'null' },
  'null as result': { type: 'body', text: '{"ok":true,"result":null}' },
}
/** A refusal of a message that is there nevertheless: nobody can see through that, and Telegram refuses before it acts. */
const REFUSED = '429 for a second'
const MOMENTS = ['before', 'during', 'after'] as const

/** What makes Sanad call a method, and what must be so in the end. */
interface Scene {
  /** Calls made while it starts: the fault is there before. */
  readonly atStart?: true
  readonly webhook?: true
  /** One message at a time, so that the second waits long enough for "typing". */
  readonly slow?: true
  readonly times?: number
  act?(stage: Stage): Promise<void>
}

interface Stage {
  readonly peer: TelegramPeer
  readonly crowd: Crowd
  readonly running: Running
}

const everyMenu = ({ peer }: Stage): Promise<void> =>
  peer.until(() => peer.commands.size === menus('ar').length, LONG, 'every menu')

const SCENES: Readonly<Record<string, Scene>> = {
  'getMe, deleteWebhook and setMyCommands': { atStart: true, act: everyMenu },
  'getMe, setWebhook and setMyCommands': { atStart: true, webhook: true, act: everyMenu },
  getUpdates: {},
  sendMessage: { times: 2 },
  sendChatAction: { slow: true },
  editMessageText: {
    async act({ peer, crowd }) {
      const person = crowd.person()
      const home = crowd.home(person)
      const { message } = crowd.ask(home, person)
      await peer.until(() => peer.sent(home).length > 0, LONG, 'an answer')
      peer.edit(message, 'كم سعر تذكرة القطار إلى طوكيو؟')
      const say = phrases('ar')
      await peer.until(() => peer.sent(home)[0]?.text?.startsWith(say.notFound) === true, LONG, 'the edited answer')
    },
  },
  answerCallbackQuery: {
    async act({ peer, crowd }) {
      const person = crowd.person()
      const home = crowd.home(person)
      crowd.ask(home, person)
      await peer.until(() => peer.sent(home).length > 0, LONG, 'an answer')
      const [answer] = peer.sent(home)
      if (answer === undefined) throw new Error('no answer')
      void peer.press(answer, person, phrases('ar').context).catch(() => {})
      await peer.until(() => peer.sent(home).length > 1, LONG, 'what the button shows')
    },
  },
  getChatMember: {
    async act({ peer, crowd }) {
      const [person, group] = [crowd.person(), crowd.group()]
      peer.setMember(group, person, 'administrator')
      peer.say(group, person, '/settings')
      // Whether it could be checked or not, something is said.
      await peer.until(() => peer.sent(group).length > 0, LONG, 'the settings, or a refusal')
    },
  },
}

interface Case {
  /** One, or several by their names. */
  readonly method: string
  readonly fault: string
  readonly moment: (typeof MOMENTS)[number]
}

async function play({ method, fault, moment }: Case): Promise<string> {
  const scene = SCENES[method]
  const action = ACTIONS[fault]
  if (scene === undefined || action === undefined) throw new Error(`no such case: ${method}, ${fault}`)
  const peer = await startPeer()
  TOKENS.add(peer.token)
  const crowd = createCrowd(peer)
  const methods = method.split(/, | and /)
  const times = scene.times ?? 1
  const strike = (): void => {
    for (const one of methods) peer.faults.push({ method: one, when: moment, action, times })
  }
  if (scene.atStart) strike()
  const running = await startAdapter(peer, {
    webhook: scene.webhook === true,
    limits: scene.slow ? { ...UNLIMITED, chat: { count: 1, span: 2000 } } : UNLIMITED,
  })
  const someone = crowd.person()
  const home = crowd.home(someone)
  const group = crowd.group()
  const all = (): boolean => unanswered(peer, crowd.asked).length === 0
  if (!scene.atStart) strike()
  for (let n = 0; n < 2; n++) {
    crowd.ask(home, someone)
    crowd.ask(group, someone)
  }
  await scene.act?.({ peer, crowd, running })
  await peer.until(all, LONG, 'an answer to every question')
  await peer.until(() => peer.faults.hits >= times * methods.length, LONG, 'the fault')
  crowd.ask(home, someone)
  await peer.until(all, LONG, 'an answer after the fault')
  await running.stop()
  const result = account(peer, crowd.asked, running.rows())
  const what = `${method}: ${fault}, ${moment}`
  expect(result, what).toMatchObject({ lost: [], unmarked: [], misordered: [] })
  expect(peer.violations, what).toEqual([])
  expect(running.fatal, what).toEqual([])
  return `${what} → ${counts(result)}`
}

/** So many at a time of each method: they mostly wait. */
const AT_ONCE = 10

async function playAll(cases: readonly Case[]): Promise<string[]> {
  const lines: string[] = []
  const queue = [...cases]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const what = `${next.method}: ${next.fault}, ${next.moment}`
        lines.push(
          await play(next).catch((error: Error) => {
            throw new Error(`${what}: ${error.message}`, { cause: error })
          }),
        )
      }
    }),
  )
  return lines.sort()
}

describe.concurrent('a fault of the wire costs nobody an answer', () => {
  for (const method of Object.keys(SCENES)) {
    test(method, async () => {
      const cases = Object.keys(ACTIONS)
        .flatMap((fault) => MOMENTS.map((moment) => ({ method, fault, moment })))
        .filter(({ fault, moment }) => !(method === 'sendMessage' && fault === REFUSED && moment === 'after'))
      console.log((await playAll(cases)).join('\n'))
    }, 240_000)
  }
})
