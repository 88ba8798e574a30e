import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import type { Update } from 'telegraf/types'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PER_PERSON } from '../../../adapters/chat/allowance.ts'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { createIntake, type Handlers, type Intake } from '../../../adapters/telegram/intake.ts'
import type { Log, Store } from '../../../src/index.ts'

const SELF = { id: 99, username: 'sanad_bot' }
const NAMES = createPseudonyms('123456:token')
const NOW = Date.UTC(2026, 10, 21)
const GROUP = -1001
const MINUTE = 60_000

let store: Store
let intake: Intake
let stop: AbortController
/** What was done, in order. */
let done: string[]
let logged: string[]
/** What handling a message waits for. */
let work: (text: string) => Promise<void>
let later: (() => Promise<void>) | undefined
let next: number

const write = (_: object, event: string): void => void logged.push(event)
const log: Log = { debug: write, info: write, warn: write, error: write }
const handlers: Handlers = {
  async message({ incoming }, settles, skipped) {
    await work(incoming.text)
    done.push(skipped === 0 ? incoming.text : `${incoming.text} (${skipped})`)
    await store.inbox.settle('telegram', settles)
  },
  async other(event) {
    done.push(event.type)
    return later
  },
  async resume(posts) {
    await work('resume')
    done.push(`resume ${posts.map(({ key, uncertain }) => `${key}${uncertain ? '?' : ''}`).join(' ')}`)
  },
  async busy({ incoming }) {
    done.push(`busy ${incoming.text}`)
  },
  async slowDown({ incoming }, seconds) {
    done.push(`slow down ${incoming.text}`)
    expect(seconds).toBeGreaterThan(0)
  },
  async sorry({ incoming }) {
    done.push(`sorry ${incoming.text}`)
  },
}
const start = (over: Partial<Store> = {}): Intake =>
  createIntake({
    self: SELF,
    names: NAMES,
    store: { ...store, ...over },
    log,
    handlers,
    signal: stop.signal,
    now: () => NOW,
  })
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => NOW })
  stop = new AbortController()
  done = []
  logged = []
  work = async () => {}
  later = undefined
  next = 1
  intake = start()
})
afterEach(async () => {
  stop.abort()
  await intake.idle()
  await store.close()
})

interface Said {
  readonly from?: number
  readonly chat?: number
  /** How long ago. */
  readonly ago?: number
  readonly message?: number
  /** How long after writing it was edited. */
  readonly edited?: number
  readonly update?: number
}
/** A message in a private chat, or in a group where `chat` names one. */
const says = (
  text: string,
  { from = 1, chat = from, ago = 0, message, edited, update = next++ }: Said = {},
): Update => {
  const date = (NOW - ago - (edited ?? 0)) / 1000
  const body = {
    message_id: message ?? 1000 + update,
    date,
    chat: { id: chat, type: chat < 0 ? 'supergroup' : 'private' },
    from: { id: from, is_bot: false, first_name: 'أمينة' },
    text: chat < 0 ? `/ask ${text}` : text,
    entities: [{ type: 'bot_command', offset: 0, length: 4 }],
  }
  return {
    update_id: update,
    ...(edited === undefined ? { message: body } : { edited_message: { ...body, edit_date: (NOW - ago) / 1000 } }),
  } as unknown as Update
}
const press = (update: number = next++): Update =>
  ({
    update_id: update,
    callback_query: {
      id: '5',
      data: 'Abc_-123:0',
      from: { id: 1, is_bot: false },
      message: { message_id: 3, date: 1, chat: { id: GROUP, type: 'supergroup' } },
    },
  }) as unknown as Update
const pending = async (): Promise<string[]> => (await store.inbox.pending('telegram')).map(({ id }) => id)
const gate = (): { open: () => void; opened: Promise<void> } => {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('an update', () => {
  test('is handled once, however often it comes', async () => {
    const one = says('أ')
    await intake.receive([one])
    await intake.receive([one, says('ب')])
    await intake.idle()
    await intake.receive([one])
    await intake.idle()
    expect(done).toEqual(['أ', 'ب'])
    expect(await pending()).toEqual([])
  })
  test('is stored before its arrival is confirmed, and what is stored tells nothing', async () => {
    const wait = gate()
    work = () => wait.opened
    await intake.receive([says('سؤال أمينة', { from: 1234567890 })])
    const [row] = await store.inbox.pending('telegram')
    expect(row).toMatchObject({ id: '1', person: NAMES.person(1234567890) })
    expect(JSON.stringify(row)).not.toMatch(/سؤال|أمينة|1234567890/)
    wait.open()
  })
  test('that is not for Sanad is neither stored nor handled', async () => {
    await intake.receive([{ update_id: 1, poll: { id: '1' } } as never, says('أ', { from: 777000, chat: GROUP })])
    await intake.idle()
    expect([done, await pending()]).toEqual([[], []])
  })
  test('that could not be stored is not confirmed', async () => {
    const add = (): Promise<never> => Promise.reject(new Error('no room'))
    await expect(start({ inbox: { ...store.inbox, add } }).receive([says('أ')])).rejects.toThrow('no room')
    expect(done).toEqual([])
  })
  test('that cannot be read stops no other', async () => {
    await intake.receive([{ update_id: 1, message: null } as never, says('أ', { update: 2 })])
    await intake.idle()
    expect(done).toEqual(['أ'])
    expect(logged).toEqual(['telegram: an update could not be read'])
  })
  test('of any content whatsoever does no harm', async () => {
    const json = fc.jsonValue({ maxDepth: 3 })
    const part = (keys: readonly string[]): fc.Arbitrary<object> =>
      fc.dictionary(
        fc.constantFrom(...keys),
        fc.oneof({ weight: 3, arbitrary: json }, fc.constantFrom('private', 'group', -1, 1, 'نص', true)),
        {
          maxKeys: keys.length,
        },
      )
    const chat = part(['id', 'type'])
    const body = fc
      .record({
        chat: fc.oneof(fc.constantFrom({ id: 1, type: 'private' }, { id: GROUP, type: 'supergroup' }), chat, json),
        from: fc.oneof(fc.constant({ id: 1, is_bot: false }), part(['id', 'is_bot', 'language_code']), json),
        rest: part([
          'message_id',
          'date',
          'text',
          'caption',
          'entities',
          'quote',
          'reply_to_message',
          'sender_chat',
          'is_topic_message',
          'message_thread_id',
          'migrate_to_chat_id',
          'edit_date',
          'data',
          'id',
          'query',
          'offset',
          'new_chat_member',
          'old_chat_member',
          'message',
        ]),
      })
      .map(({ chat, from, rest }) => ({ ...rest, chat, from }))
    const kind = fc.constantFrom(
      'message',
      'edited_message',
      'callback_query',
      'inline_query',
      'my_chat_member',
      'poll',
    )
    const update = fc.oneof(
      json,
      fc.tuple(kind, fc.oneof(body, json)).map(([name, value]) => ({ [name]: value })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(update, { maxLength: 4 }), async (updates) => {
        const numbered = updates.map((one) =>
          typeof one === 'object' && one !== null && !Array.isArray(one) ? { update_id: next++, ...one } : one,
        )
        await intake.receive(numbered as never)
        await intake.idle()
      }),
      { numRuns: 300 },
    )
    await intake.receive([says('أ', { from: 7 })])
    await intake.idle()
    expect(done.at(-1)).toBe('أ')
  })
})

describe('order', () => {
  test('is kept within a chat, though the first takes longer', async () => {
    work = (text) => sleep(text === 'أ' ? 30 : 0)
    await intake.receive([says('أ'), says('ب')])
    await intake.receive([says('ج')])
    await intake.idle()
    expect(done).toEqual(['أ', 'ب', 'ج'])
  })
  test('of one chat holds up no other', async () => {
    const wait = gate()
    work = (text) => (text === 'slow' ? wait.opened : Promise.resolve())
    await intake.receive([says('slow'), says('أ', { from: 2 })])
    await vi.waitFor(() => expect(done).toEqual(['أ']))
    wait.open()
    await intake.idle()
    expect(done).toEqual(['أ', 'slow'])
  })
  test('a button is answered at once; what follows from it waits for its chat', async () => {
    const wait = gate()
    work = () => wait.opened
    later = async () => void done.push('shown')
    await intake.receive([says('سؤال', { chat: GROUP }), press()])
    await vi.waitFor(() => expect(done).toEqual(['press']))
    expect(await pending()).toEqual(['1'])
    wait.open()
    await intake.idle()
    expect(done).toEqual(['press', '/ask سؤال', 'shown'])
  })
  test('one that meets a bug fails alone: an apology, and it is not tried at every start', async () => {
    work = (text) => (text === 'أ' ? Promise.reject(new Error('bug')) : Promise.resolve())
    await intake.receive([says('أ'), says('ب')])
    await intake.idle()
    expect([done, await pending()]).toEqual([['sorry أ', 'ب'], []])
    expect(logged).toEqual(['telegram: a message could not be handled'])
  })
})

describe('after downtime', () => {
  const old = { ago: 5 * MINUTE }
  test('each person gets the latest answered, and is told of the older', async () => {
    await intake.receive([
      says('1', { ...old, chat: GROUP }),
      says('2', { ...old, chat: GROUP, from: 2 }),
      says('3', { ...old, chat: GROUP }),
      says('4', { ...old, chat: GROUP }),
    ])
    expect(done).toEqual([])
    await intake.idle()
    expect(done).toEqual(['/ask 2', '/ask 4 (2)'])
    expect(await pending()).toEqual([])
  })
  test('a person is another one in another chat', async () => {
    await intake.receive([says('1', { ...old, chat: GROUP }), says('2', old)])
    await intake.idle()
    expect(done.sort()).toEqual(['/ask 1', '2'])
  })
  test('a question and its edited version are one question', async () => {
    await intake.receive([says('1', { ...old, message: 7 }), says('1 أوضح', { ...old, message: 7, edited: 1000 })])
    await intake.idle()
    expect(done).toEqual(['1 أوضح'])
    expect(await pending()).toEqual([])
  })
  test('nothing is answered before the rest has come, and then without being asked', async () => {
    await intake.receive([says('1', old)])
    await sleep(700)
    await intake.receive([says('2', old)])
    await sleep(700)
    expect(done).toEqual([])
    await vi.waitFor(() => expect(done).toEqual(['2 (1)']))
  })
  test('a new message stays behind the old ones of its chat, and passes those of others', async () => {
    await intake.receive([says('old', old), says('new'), says('other', { from: 2 })])
    await vi.waitFor(() => expect(done).toEqual(['other']))
    await intake.idle()
    expect(done).toEqual(['other', 'new (1)'])
  })
  test('a minute is no downtime', async () => {
    await intake.receive([says('1', { ago: MINUTE }), says('2', { ago: MINUTE })])
    await intake.idle()
    expect(done).toEqual(['1', '2'])
  })
})

describe('an edit', () => {
  test('within ten minutes is handled', async () => {
    await intake.receive([says('أ', { edited: 10 * MINUTE })])
    await intake.idle()
    expect(done).toEqual(['أ'])
  })
  test('later is not, and is settled', async () => {
    await intake.receive([says('أ', { edited: 10 * MINUTE + 1000 })])
    await intake.idle()
    expect([done, await pending()]).toEqual([[], []])
  })
})

describe('too much', () => {
  test('from one person gets one notice, then silence, and is settled', async () => {
    await intake.receive(
      Array.from({ length: PER_PERSON.group + 5 }, (_, index) => says(String(index), { chat: GROUP })),
    )
    await intake.idle()
    expect(done.filter((one) => one.startsWith('/ask'))).toHaveLength(PER_PERSON.group)
    expect(done.filter((one) => one.startsWith('slow'))).toEqual([`slow down /ask ${PER_PERSON.group}`])
    expect(await pending()).toEqual([])
  })
  test('in one chat gets one notice, and others go on', async () => {
    const wait = gate()
    work = (text) => (text.startsWith('/ask') ? wait.opened : Promise.resolve())
    await intake.receive(
      Array.from({ length: 80 }, (_, index) => says(String(index), { chat: GROUP, from: index + 1 })),
    )
    await intake.receive([says('أ', { from: 500 })])
    await vi.waitFor(() => expect(done).toContain('أ'))
    expect(done.filter((one) => one.startsWith('busy'))).toHaveLength(1)
    wait.open()
    await intake.idle()
    const answered = done.filter((one) => one.startsWith('/ask')).length
    expect(answered).toBeGreaterThanOrEqual(60)
    expect(answered).toBeLessThan(65)
    expect(await pending()).toEqual([])
    await intake.receive([says('later', { chat: GROUP, from: 501 })])
    await intake.idle()
    expect(done.at(-1)).toBe('/ask later')
  })
})

describe('a store that fails', () => {
  const broken = (): Error => Object.assign(new Error('busy'), { name: 'StoreError' })
  test('is waited for, and the chat’s order is kept', async () => {
    let tries = 0
    work = async (text) => {
      if (text === 'أ' && ++tries < 2) throw broken()
    }
    await intake.receive([says('أ'), says('ب')])
    await vi.waitFor(() => expect(done).toEqual(['أ', 'ب']), 3000)
    expect(tries).toBe(2)
  })
  test('is not waited for when Sanad stops; the update stays', async () => {
    work = () => Promise.reject(broken())
    await intake.receive([says('أ')])
    await vi.waitFor(() => expect(logged).toHaveLength(1))
    const began = Date.now()
    stop.abort()
    await intake.idle()
    expect(Date.now() - began).toBeLessThan(300)
    expect(await pending()).toEqual(['1'])
  })
})

describe('told to stop', () => {
  test('nothing begins; what has begun ends; the rest stays', async () => {
    const wait = gate()
    work = () => wait.opened
    await intake.receive([says('أ'), says('ب'), says('ج', { ago: 5 * MINUTE, from: 2 })])
    await sleep(10)
    stop.abort()
    wait.open()
    await intake.receive([says('د', { from: 3 })])
    await intake.idle()
    expect(done).toEqual(['أ'])
    expect(await pending()).toEqual(['2', '3', '4'])
  })
  test('what a button has begun is shown', async () => {
    const wait = gate()
    work = () => wait.opened
    later = async () => void done.push('shown')
    await intake.receive([says('سؤال', { chat: GROUP }), press()])
    await sleep(10)
    stop.abort()
    wait.open()
    await intake.idle()
    expect(done).toEqual(['press', '/ask سؤال', 'shown'])
  })
})

describe('a new start', () => {
  test('takes up what was not settled, once', async () => {
    stop.abort()
    await intake.receive([says('أ'), says('ب'), press()])
    await intake.idle()
    stop = new AbortController()
    intake = start()
    await intake.resume()
    await intake.idle()
    expect(done.sort()).toEqual(['press', 'أ', 'ب'])
    expect(await pending()).toEqual([])
  })
  test('takes up replies first; those handed to the network may have arrived', async () => {
    const address = { platform: 'telegram', conversation: NAMES.conversation({ id: 1, type: 'private' }) }
    const put = (subject: string, key: string) =>
      store.outbox.put({ address, subject, posts: [{ payload: 'p', key }] }).then(([row]) => row?.id ?? 0)
    await put('1', 'ready')
    await store.outbox.sending(await put('2', 'sending'))
    const changed = await put('3', 'first')
    await store.outbox.sending(changed)
    await store.outbox.sent(changed, 'm3')
    await put('3', 'edited')
    await store.outbox.sending(changed)
    const shown = await put('4', 'shown')
    await store.outbox.sending(shown)
    await store.outbox.sent(shown, 'm4')
    stop.abort()
    await intake.receive([says('أ')])
    await intake.idle()
    stop = new AbortController()
    intake = start()
    work = (text) => sleep(text === 'resume' ? 30 : 0)
    await intake.resume()
    const rows = await store.outbox.pending('telegram')
    expect(rows.map(({ key, state, uncertain }) => [key, state, uncertain])).toEqual([
      ['ready', 'ready', false],
      ['sending', 'ready', true],
      ['edited', 'ready', false],
    ])
    await intake.idle()
    expect(done.map((one) => one.split(' ')[0])).toEqual(['resume', 'أ'])
  })
  test('passes over what another token sealed', async () => {
    stop.abort()
    await intake.receive([says('أ')])
    await intake.idle()
    stop = new AbortController()
    intake = createIntake({
      self: SELF,
      names: createPseudonyms('123456:another'),
      store,
      log,
      handlers,
      signal: stop.signal,
      now: () => NOW,
    })
    await intake.resume()
    await intake.idle()
    expect([done, await pending()]).toEqual([[], []])
  })
})
