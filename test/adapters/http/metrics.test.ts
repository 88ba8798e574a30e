import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Attempt, createMetrics, type Metrics, type MetricsParts } from '../../../adapters/http/metrics.ts'
import type { SlotState, StoredPost, StoredUpdate } from '../../../src/index.ts'
import { question } from '../../contract/store.ts'
import { type Family, keyOf, ours, readExposition } from './exposition.ts'

const PLATFORMS = ['telegram', 'discord', 'web']
const NOTHING_WAITS: MetricsParts['store'] = {
  inbox: { pending: async () => [] },
  outbox: { pending: async () => [] },
}
let opened: Metrics[] = []
afterEach(() => {
  for (const metrics of opened) metrics.close()
  opened = []
})
const create = (more: Partial<MetricsParts> = {}): Metrics => {
  const metrics = createMetrics({ platforms: PLATFORMS, store: NOTHING_WAITS, clock: () => 0, ...more })
  opened.push(metrics)
  return metrics
}
const at = (platform: string): { platform: string; conversation: string } => ({ platform, conversation: 'c1' })
/** What changed since `before`, series by series. */
const changes = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): object =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .map((key) => [key, (after[key] ?? 0) - (before[key] ?? 0)] as const)
      .filter(([, by]) => by !== 0),
  )
const families = async (metrics: Metrics): Promise<readonly Family[]> => readExposition(await metrics.text())
const value = async (metrics: Metrics, series: string): Promise<number | undefined> =>
  ours(await metrics.text())[series]

describe('the text', () => {
  test('is what Prometheus reads, line by line, before anything happened and after', async () => {
    const metrics = create()
    expect(metrics.type).toBe('text/plain; version=0.0.4; charset=utf-8')
    const before = await families(metrics)
    metrics.asked(question('q', { took: 12 }))
    metrics.handled('telegram', 20)
    metrics.loaded([{ passages: [1, 2] }])
    const after = await families(metrics)
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
    expect(after.find(({ name }) => name === 'process_resident_memory_bytes')?.samples).toHaveLength(1)
  })
  test('its buckets grow, and the last one holds them all', async () => {
    const metrics = create()
    for (const took of [0, 1, 3, 40, 900, 60_000]) {
      metrics.asked(question('q', { took }))
      metrics.handled('telegram', took)
    }
    const histograms = (await families(metrics)).filter(
      ({ name, type }) => type === 'histogram' && name.startsWith('sanad_'),
    )
    expect(histograms.map(({ name }) => name)).toEqual([
      'sanad_answer_duration_seconds',
      'sanad_message_duration_seconds',
    ])
    for (const { name, samples } of histograms) {
      const of = (ending: string): typeof samples =>
        samples.filter((sample) => sample.name === name + ending && sample.labels['platform'] === 'telegram')
      const buckets = of('_bucket')
      expect(buckets.map(({ value }) => value)).toEqual(buckets.map(({ value }) => value).sort((a, b) => a - b))
      expect(buckets.at(-1)).toMatchObject({ labels: { le: '+Inf' }, value: 6 })
      expect(buckets.find(({ labels }) => labels['le'] === '0.001')?.value).toBe(2)
      expect(of('_count').map(({ value }) => value)).toEqual([6])
      expect(of('_sum')[0]?.value).toBeCloseTo(60.944)
    }
  })
  test("its names keep Prometheus's rules: totals count, units are base units, each says what it is", async () => {
    const all = (await families(create())).filter(({ name }) => name.startsWith('sanad_'))
    expect(all.length).toBeGreaterThan(10)
    for (const { name, type, help } of all) {
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      expect(name).toMatch(/^[a-z_]+$/)
      expect(name).not.toMatch(
        /_(?:count|sum|bucket|info|counter|gauge|histogram|summary|ms|milliseconds|minutes|kb)(?:_|$)/,
      )
      expect(help).toMatch(/^[A-Z].*\.$/)
      if (/_(?:duration|age)(?:_|$)/.test(name)) expect(name).toMatch(/_seconds$/)
    }
  })
  test('names platforms, outcomes and states, and nothing of anybody', async () => {
    const metrics = create()
    const secret = { id: 'id7', from: 'person7', text: 'what7', cited: ['cited7'] }
    metrics.asked(question('q', { ...secret, address: { ...at('web'), conversation: 'chat7', thread: 'thread7' } }))
    metrics.summarized({ address: { ...at('web'), conversation: 'chat7' }, state: 'posted' })
    const text = await metrics.text()
    for (const word of ['id7', 'person7', 'what7', 'cited7', 'chat7', 'thread7']) expect(text).not.toContain(word)
    const labels = readExposition(text)
      .filter(({ name }) => name.startsWith('sanad_'))
      .flatMap(({ samples }) => samples.flatMap((sample) => Object.keys(sample.labels)))
    expect([...new Set(labels)].sort()).toEqual(['le', 'outcome', 'platform', 'state'])
  })
  test('has every series from the start, so that a first failure is an increase', async () => {
    const before = ours(await create().text())
    for (const platform of PLATFORMS)
      for (const series of [
        `sanad_questions_total{outcome=answered,platform=${platform}}`,
        `sanad_questions_total{outcome=not_found,platform=${platform}}`,
        `sanad_send_attempts_total{outcome=uncertain,platform=${platform}}`,
        `sanad_messages_given_up_total{platform=${platform}}`,
        `sanad_daily_summaries_total{platform=${platform},state=failed}`,
        `sanad_answer_duration_seconds_count{platform=${platform}}`,
        `sanad_message_duration_seconds_count{platform=${platform}}`,
      ])
        expect([series, before[series]]).toEqual([series, 0])
  })
  test('of one is not of another: there is nothing global', async () => {
    const [one, other] = [create(), create()]
    one.gaveUp('telegram')
    expect(await value(one, 'sanad_messages_given_up_total{platform=telegram}')).toBe(1)
    expect(await value(other, 'sanad_messages_given_up_total{platform=telegram}')).toBe(0)
  })
})

/** Something that may happen, and the series that go up by one for it. */
interface Event {
  readonly does: (metrics: Metrics) => void
  readonly series: readonly string[]
}
const platform = fc.constantFrom(...PLATFORMS, 'console', 'constructor', '')
const known = (name: string, series: readonly string[]): readonly string[] => (PLATFORMS.includes(name) ? series : [])
const REPORTED = ['posted', 'uncertain', 'skipped', 'missed', 'failed', 'empty', 'waiting']
const events: fc.Arbitrary<Event> = fc.oneof(
  fc
    .tuple(
      platform,
      fc.constantFrom('answered' as const, 'not_found' as const),
      fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
    )
    .map(([name, outcome, took]) => ({
      does: (metrics: Metrics) =>
        metrics.asked({ address: at(name), outcome, ...(took === undefined ? {} : { took }) }),
      series: known(name, [
        `sanad_questions_total{outcome=${outcome},platform=${name}}`,
        ...(took === undefined ? [] : [`sanad_answer_duration_seconds_count{platform=${name}}`]),
      ]),
    })),
  fc.tuple(platform, fc.double({ min: 0, max: 1e6, noNaN: true })).map(([name, took]) => ({
    does: (metrics: Metrics) => metrics.handled(name, took),
    series: known(name, [`sanad_message_duration_seconds_count{platform=${name}}`]),
  })),
  fc.tuple(platform, fc.constantFrom<Attempt>('sent', 'postponed', 'uncertain')).map(([name, attempt]) => ({
    does: (metrics: Metrics) => metrics.attempted(name, attempt),
    series: known(name, [`sanad_send_attempts_total{outcome=${attempt},platform=${name}}`]),
  })),
  platform.map((name) => ({
    does: (metrics: Metrics) => metrics.gaveUp(name),
    series: known(name, [`sanad_messages_given_up_total{platform=${name}}`]),
  })),
  fc
    .tuple(platform, fc.constantFrom<SlotState>(...(REPORTED as SlotState[]), 'open', 'claimed', 'posting'))
    .map(([name, state]) => ({
      does: (metrics: Metrics) => metrics.summarized({ address: at(name), state }),
      series: known(
        name,
        REPORTED.includes(state) ? [`sanad_daily_summaries_total{platform=${name},state=${state}}`] : [],
      ),
    })),
)

test('what happened is counted, once each, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(events, { maxLength: 30 }), async (list) => {
      const metrics = create()
      const before = ours(await metrics.text())
      const expected: Record<string, number> = {}
      for (const { does, series } of list) {
        does(metrics)
        for (const one of series) expected[one] = (expected[one] ?? 0) + 1
      }
      expect(changes(before, ours(await metrics.text()))).toEqual(expected)
      metrics.close()
    }),
    { numRuns: 40 },
  )
})

describe('the reader of these tests', () => {
  const head = '# HELP a_total A.\n# TYPE a_total counter\n'
  test('reads labels with quotes, and numbers of every form', () => {
    const text = `${head}a_total{b="1 \\"2\\" }",c=""} 1e-7\na_total +Inf\n`
    expect(readExposition(text)[0]?.samples).toEqual([
      { name: 'a_total', labels: { b: '1 \\"2\\" }', c: '' }, value: 1e-7 },
      { name: 'a_total', labels: {}, value: Number.POSITIVE_INFINITY },
    ])
  })
  for (const [what, text] of Object.entries({
    'a line without an end': `${head}a_total 1`,
    'a sample without a family': 'a_total 1\n',
    'a sample of another family': `${head}b_total 1\n`,
    'a series twice': `${head}a_total{b="1",c="2"} 1\na_total{c="2",b="1"} 1\n`,
    'a family twice': `${head}${head}`,
    'a type without a help': '# TYPE a_total counter\n',
    'an unknown type': '# HELP a_total A.\n# TYPE a_total count\n',
    'a value that is no number': `${head}a_total one\n`,
    'a label without quotes': `${head}a_total{b=1} 1\n`,
    'an open quote': `${head}a_total{b="1} 1\n`,
  }))
    test(`refuses ${what}`, () => expect(() => readExposition(text)).toThrow())
})

test('a time that is no number is no time; one below nought is none at all', async () => {
  const metrics = create()
  for (const took of [Number.NaN, Number.POSITIVE_INFINITY]) {
    metrics.asked(question('q', { took }))
    metrics.handled('telegram', took)
  }
  metrics.handled('telegram', -5)
  expect(await value(metrics, 'sanad_questions_total{outcome=answered,platform=telegram}')).toBe(2)
  expect(await value(metrics, 'sanad_answer_duration_seconds_count{platform=telegram}')).toBe(0)
  expect(await value(metrics, 'sanad_message_duration_seconds_count{platform=telegram}')).toBe(1)
  const sums = (await families(metrics)).flatMap(({ samples }) => samples).filter(({ name }) => name.endsWith('_sum'))
  expect(sums.find((one) => keyOf(one) === 'sanad_message_duration_seconds_sum{platform=telegram}')?.value).toBe(0)
})

describe('the corpus', () => {
  test('is as it was last loaded, and as old as that', async () => {
    let time = 1_000_000
    const metrics = create({ clock: () => time })
    expect(ours(await metrics.text())).not.toHaveProperty('sanad_index_age_seconds')
    metrics.loaded([{ passages: [1, 2, 3] }, { passages: [] }])
    time += 90_500
    expect(ours(await metrics.text())).toMatchObject({
      sanad_corpus_documents: 2,
      sanad_corpus_passages: 3,
      sanad_index_age_seconds: 90.5,
    })
    metrics.loaded([{ passages: [1] }])
    time -= 5000
    expect(ours(await metrics.text())).toMatchObject({
      sanad_corpus_documents: 1,
      sanad_corpus_passages: 1,
      sanad_index_age_seconds: 0,
    })
  })
})

describe('what waits', () => {
  const rows = <Row>(count: number): Row[] => Array.from({ length: count }, () => ({}) as Row)
  const waiting = (updates: Record<string, number>, messages: Record<string, number>): MetricsParts['store'] => ({
    inbox: { pending: async (name) => rows<StoredUpdate>(updates[name] ?? 0) },
    outbox: { pending: async (name) => rows<StoredPost>(messages[name] ?? 0) },
  })
  const depths = (all: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => /pending|store_up/.test(name)))

  test('is counted each time it is asked for', async () => {
    const updates: Record<string, number> = { telegram: 2, discord: 0 }
    const metrics = create({ platforms: ['telegram', 'discord'], store: waiting(updates, { discord: 3 }) })
    expect(depths(ours(await metrics.text()))).toEqual({
      sanad_store_up: 1,
      'sanad_inbox_pending_updates{platform=telegram}': 2,
      'sanad_inbox_pending_updates{platform=discord}': 0,
      'sanad_outbox_pending_messages{platform=telegram}': 0,
      'sanad_outbox_pending_messages{platform=discord}': 3,
    })
    updates['telegram'] = 0
    expect(await value(metrics, 'sanad_inbox_pending_updates{platform=telegram}')).toBe(0)
  })
  test('is not known while the store fails, and everything else is', async () => {
    let fails: 'rejects' | 'throws' | undefined
    const good = waiting({ telegram: 1 }, {})
    const metrics = create({
      store: {
        inbox: good.inbox,
        outbox: {
          pending(name) {
            if (fails === 'throws') throw new Error('disk of person7')
            return fails === 'rejects' ? Promise.reject(new Error('disk of person7')) : good.outbox.pending(name)
          },
        },
      },
    })
    metrics.gaveUp('telegram')
    for (const way of ['rejects', 'throws'] as const) {
      fails = undefined
      expect(depths(ours(await metrics.text()))).toMatchObject({ sanad_store_up: 1 })
      fails = way
      const text = await metrics.text()
      expect(depths(ours(text))).toEqual({ sanad_store_up: 0 })
      expect(ours(text)['sanad_messages_given_up_total{platform=telegram}']).toBe(1)
      expect(text).not.toContain('person7')
    }
  })
  test('is not waited for when the store hangs, and the store is not asked again meanwhile', async () => {
    let asked = 0
    let wake: (rows: StoredUpdate[]) => void = () => {}
    const metrics = create({
      platforms: ['telegram'],
      patience: 20,
      store: {
        inbox: {
          pending: () => {
            asked++
            return new Promise((resolve) => {
              wake = resolve
            })
          },
        },
        outbox: NOTHING_WAITS.outbox,
      },
    })
    for (let times = 0; times < 3; times++) expect(depths(ours(await metrics.text()))).toEqual({ sanad_store_up: 0 })
    expect(asked).toBe(1)
    wake(rows(4))
    expect(await value(metrics, 'sanad_inbox_pending_updates{platform=telegram}')).toBe(4)
  })
})

test('a program that measures ends by itself', async () => {
  const module = join(import.meta.dirname, '../../../adapters/http/metrics.ts')
  const code = `import { createMetrics } from ${JSON.stringify(module)}
    const nothing = { pending: async () => [] }
    const metrics = createMetrics({ platforms: ['web'], store: { inbox: nothing, outbox: nothing }, clock: Date.now })
    const text = await metrics.text()
    metrics.close()
    process.stdout.write(text.includes('sanad_store_up 1') ? 'measured' : text)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code])
  try {
    let said = ''
    child.stdout.on('data', (part) => {
      said += part
    })
    child.stderr.on('data', (part) => {
      said += part
    })
    expect((await once(child, 'close'))[0]).toBe(0)
    expect(said).toBe('measured')
  } finally {
    child.kill('SIGKILL')
  }
})
