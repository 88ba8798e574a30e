import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { measuredFor, measuredForCore, timed } from '../../../adapters/http/measured.ts'
import { createMetrics, type Metrics } from '../../../adapters/http/metrics.ts'
import { openStore } from '../../../adapters/store/store.ts'
import type { Incoming, Slot, Store, StoredPost } from '../../../src/index.ts'
import { post, question, slot, storeContract, update } from '../../contract/store.ts'
import { ours } from './exposition.ts'

const now = (): number => Date.UTC(2026, 10, 21)
const silent: Pick<Metrics, 'asked' | 'summarized' | 'attempted' | 'gaveUp'> = {
  asked() {},
  summarized() {},
  attempted() {},
  gaveUp() {},
}

storeContract({
  name: 'memory, measured',
  open: async (clock) =>
    measuredFor('telegram', measuredForCore(await openStore({ file: ':memory:', now: clock }), silent), silent),
})

let plain: Store
let metrics: Metrics
let core: Store
let telegram: Store
let discord: Store
beforeEach(async () => {
  plain = await openStore({ file: ':memory:', now })
  metrics = createMetrics({ platforms: ['telegram', 'discord'], store: plain, clock: now })
  core = measuredForCore(plain, metrics)
  // As a mistake would have it: what the core does through it still counts once.
  telegram = measuredFor('telegram', core, metrics)
  discord = measuredFor('discord', plain, metrics)
})
afterEach(async () => {
  metrics.close()
  await plain.close()
})
/** The series that are not nought. */
const counted = async (): Promise<object> =>
  Object.fromEntries(
    Object.entries(ours(await metrics.text())).filter(
      ([name, value]) => value !== 0 && !/^sanad_(?:store_up|corpus|index)/.test(name),
    ),
  )
const put = async (store: Store, platform: string, key: string): Promise<StoredPost> => {
  const [row] = await store.outbox.put({ address: { platform, conversation: 'c1' }, subject: key, posts: [post(key)] })
  if (row === undefined) throw new Error('nothing was put')
  return row
}
const make = async (date: string, more: Partial<Slot> = {}): Promise<Slot> => {
  const made = await core.slots.make(slot(date, more))
  if (made === undefined) throw new Error('there is one already')
  return made
}

test('every member of the store is there, and no other', () => {
  const shape = (store: Store): object =>
    Object.fromEntries(
      Object.entries(store).map(([name, member]) => [
        name,
        typeof member === 'function' ? 'function' : Object.keys(member).sort(),
      ]),
    )
  for (const store of [core, telegram, discord]) expect(shape(store)).toEqual(shape(plain))
})

describe('questions', () => {
  test('count by platform and outcome, with the time they took', async () => {
    const other = { address: { platform: 'discord', conversation: 'c2' } }
    await core.questions.record(question('1', { took: 12 }))
    await telegram.questions.record(question('2', { outcome: 'not_found' }))
    await core.questions.record(question('3', { ...other, took: 0 }))
    await core.questions.record(question('3', { ...other, text: 'متى؟', took: 5 }))
    expect(await counted()).toEqual({
      'sanad_questions_total{outcome=answered,platform=telegram}': 1,
      'sanad_questions_total{outcome=not_found,platform=telegram}': 1,
      'sanad_questions_total{outcome=answered,platform=discord}': 2,
      'sanad_answer_duration_seconds_count{platform=telegram}': 1,
      'sanad_answer_duration_seconds_count{platform=discord}': 2,
    })
  })
  test('that could not be recorded do not, nor does anything else that is done with them', async () => {
    await plain.questions.record(question('1'))
    await core.questions.vote('telegram', '1', 'p2', 'up')
    await core.questions.raise('telegram', '1')
    await core.inbox.add([])
    await plain.close()
    await expect(core.questions.record(question('2'))).rejects.toThrow()
    expect(await counted()).toEqual({})
  })
})

describe('messages', () => {
  test('count on the platform whose adapter sent them, by how each attempt ended', async () => {
    const [one, two] = [await put(telegram, 'telegram', 'a'), await put(discord, 'discord', 'b')]
    await telegram.outbox.sending(one.id)
    await telegram.outbox.postponed(one.id, false)
    await telegram.outbox.sending(one.id)
    await telegram.outbox.sent(one.id, 'm1')
    await telegram.outbox.lost(one.id)
    await discord.outbox.sending(two.id)
    await discord.outbox.postponed(two.id, true)
    await discord.outbox.died(two.id)
    expect(await counted()).toEqual({
      'sanad_send_attempts_total{outcome=postponed,platform=telegram}': 1,
      'sanad_send_attempts_total{outcome=sent,platform=telegram}': 1,
      'sanad_send_attempts_total{outcome=uncertain,platform=discord}': 1,
      'sanad_messages_given_up_total{platform=discord}': 1,
      // Lost, it is to be sent again.
      'sanad_outbox_pending_messages{platform=telegram}': 1,
    })
  })
  test('do not count where that could not be written down', async () => {
    const { id } = await put(telegram, 'telegram', 'a')
    await plain.close()
    await expect(telegram.outbox.sent(id, 'm1')).rejects.toThrow()
    await expect(telegram.outbox.postponed(id, true)).rejects.toThrow()
    await expect(telegram.outbox.died(id)).rejects.toThrow()
    expect(await counted()).toEqual({})
  })
  test('and updates that wait are counted where they wait', async () => {
    await telegram.inbox.add([update('1'), update('2'), update('3', { platform: 'discord' })])
    await telegram.inbox.settle('telegram', ['1'])
    await put(discord, 'discord', 'a')
    expect(await counted()).toEqual({
      'sanad_inbox_pending_updates{platform=telegram}': 1,
      'sanad_inbox_pending_updates{platform=discord}': 1,
      'sanad_outbox_pending_messages{platform=discord}': 1,
    })
  })
})

describe('daily summaries', () => {
  test('count by the states they come into, and not by those in between', async () => {
    const made = await make('2026-11-20')
    const claimed = await core.slots.change(made, { state: 'claimed' })
    const waiting = await core.slots.change(claimed ?? made, { state: 'waiting' })
    const noted = await core.slots.change(waiting ?? made, { note: 'ملاحظة', by: 'mod' })
    const posting = await core.slots.change(noted ?? made, { state: 'posting' })
    await core.slots.change(posting ?? made, { state: 'posted' })
    await make('2026-11-21', { state: 'missed' })
    expect(await counted()).toEqual({
      'sanad_daily_summaries_total{platform=telegram,state=waiting}': 1,
      'sanad_daily_summaries_total{platform=telegram,state=posted}': 1,
      'sanad_daily_summaries_total{platform=telegram,state=missed}': 1,
    })
  })
  test('do not count for whoever came second', async () => {
    const made = await make('2026-11-20')
    expect(await core.slots.change(made, { state: 'skipped' })).toBeDefined()
    expect(await core.slots.change(made, { state: 'empty' })).toBeUndefined()
    expect(await core.slots.make(slot('2026-11-20', { state: 'failed' }))).toBeUndefined()
    expect(await counted()).toEqual({ 'sanad_daily_summaries_total{platform=telegram,state=skipped}': 1 })
  })
})

describe('the time of a message', () => {
  const incoming = { id: '1', address: { platform: 'discord', conversation: 'c1' }, text: 'سؤال' } as Incoming
  const seconds = async (): Promise<number | undefined> => {
    const line = /sanad_message_duration_seconds_sum\{platform="discord"\} (\S+)/.exec(await metrics.text())
    return line?.[1] === undefined ? undefined : Number(line[1])
  }

  test('is measured, and the reply is the same', async () => {
    let time = 100
    const reply = [{ type: 'text', text: 'جواب' }] as const
    const handle = timed(
      async (given) => {
        expect(given).toBe(incoming)
        time += 250
        return reply
      },
      metrics,
      () => time,
    )
    expect(await handle(incoming)).toBe(reply)
    expect(await seconds()).toBeCloseTo(0.25)
    expect(await counted()).toEqual({ 'sanad_message_duration_seconds_count{platform=discord}': 1 })
  })
  test('is measured where it comes to nothing, and the reason is the same', async () => {
    const reason = new Error('a bug')
    const handle = timed(() => Promise.reject(reason), metrics)
    await expect(handle(incoming)).rejects.toBe(reason)
    expect(await counted()).toEqual({ 'sanad_message_duration_seconds_count{platform=discord}': 1 })
  })
})
