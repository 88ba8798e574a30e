import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Chart, phrases, type Reply } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import { LANGUAGES } from '../../src/text/language.ts'
import { GAPS, GROUP, openRoom, QUESTIONS, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
const [UNION = '', SEAT = '', HASSAN = ''] = QUESTIONS
const [COUSCOUS = ''] = GAPS

let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())
const chartOf = (reply: Reply): Chart | undefined =>
  reply.flatMap((block) => (block.type === 'chart' ? [block.chart] : []))[0]
const on = async (moment: string, ...questions: string[]): Promise<void> => {
  room.set(moment)
  await room.ask(...questions)
}

describe('the numbers of two weeks', () => {
  test('are none where nothing was asked', async () =>
    expect(await room.send('/stats')).toEqual([{ type: 'text', text: say.stats.nothing }]))
  test('are right to the question', async () => {
    await on('2026-11-09T00:00:00Z', UNION, SEAT)
    await on('2026-11-15T12:00:00Z', HASSAN, COUSCOUS, COUSCOUS)
    await on('2026-11-22T23:59:00Z', UNION, COUSCOUS)
    await room.send('/vote up -1001/1')
    await room.send('/vote up -1001/3')
    await room.send('/vote down -1001/6', { from: 'x' })
    const reply = await room.send('/stats')
    expect(words(reply).split('\n')).toEqual([
      say.stats.title,
      say.stats.period(dateText('2026-11-09', 'ar'), dateText('2026-11-22', 'ar')),
      say.stats.asked(7),
      say.stats.answered(4, 57),
      say.stats.notFound(3),
      say.stats.helpful(2, 1, 67),
      say.stats.latency('0 ms', '0 ms'),
      '',
      say.stats.sources,
      '• \u2068اتحاد المغرب العربي\u2069 (3)',
      '• \u2068معالم المدن\u2069 (1)',
      '',
      say.stats.byDay,
      '\u206809/11\u2069: 2 / 0',
      '\u206815/11\u2069: 1 / 2',
      '\u206822/11\u2069: 1 / 1',
    ])
  })
  test('are a picture too: a bar for each of fourteen days, in order', async () => {
    await on('2026-11-09T00:00:00Z', UNION, SEAT)
    await on('2026-11-22T12:00:00Z', UNION, COUSCOUS, COUSCOUS)
    const chart = chartOf(await room.send('/stats'))
    expect(chart).toMatchObject({
      title: say.stats.title,
      language: 'ar',
      parts: [say.stats.answeredPart, say.stats.notFoundPart],
    })
    expect(chart?.bars).toHaveLength(14)
    expect(chart?.bars.at(0)).toEqual({ label: '09/11', values: [2, 0] })
    expect(chart?.bars.at(1)).toEqual({ label: '10/11', values: [0, 0] })
    expect(chart?.bars.at(-1)).toEqual({ label: '22/11', values: [1, 2] })
  })
  test('leave out what is older, and other conversations', async () => {
    await on('2026-11-08T23:59:59Z', UNION)
    await on('2026-11-22T12:00:00Z', SEAT)
    await room.send(HASSAN, { address: { platform: 'telegram', conversation: '-3003' } })
    expect(words(await room.send('/stats'))).toContain(say.stats.asked(1))
  })
  test('count days by the conversation’s zone', async () => {
    await room.schedule({ zone: 'Africa/Lagos' })
    await on('2026-11-21T22:59:00Z', UNION)
    await on('2026-11-21T23:00:00Z', SEAT, HASSAN)
    const bars = chartOf(await room.send('/stats'))?.bars.slice(-2)
    expect(bars).toEqual([
      { label: '21/11', values: [1, 0] },
      { label: '22/11', values: [2, 0] },
    ])
  })
  test('have fourteen days also where clocks change', async () => {
    await room.schedule({ zone: 'Africa/Casablanca' })
    await on('2026-02-20T12:00:00Z', UNION)
    const bars = chartOf(await room.send('/stats'))?.bars.map(({ label }) => label)
    expect(bars).toEqual(Array.from({ length: 14 }, (_, at) => `${String(at + 7).padStart(2, '0')}/02`))
  })
  test('tell in what time half of the answers came, and nearly all', async () => {
    for (let took = 1; took <= 100; took++)
      await room.store.questions.record({
        id: `q${took}`,
        address: GROUP,
        from: 'p',
        text: UNION,
        language: 'ar',
        outcome: 'answered',
        confidence: 0.9,
        cited: [],
        took: took * 10,
      })
    expect(words(await room.send('/stats'))).toContain(say.stats.latency('510 ms', '960 ms'))
  })
  test('say nothing of anybody, nor of what was asked', async () => {
    await room.send(UNION, { from: 'amal' })
    const text = JSON.stringify(await room.send('/stats'))
    expect(text).not.toContain('amal')
    expect(text).not.toContain(UNION)
  })
})

test.each(LANGUAGES)('in %s every line is whole', async (language) => {
  await room.store.chats.change(GROUP, { language }, 'm')
  await room.ask(UNION, COUSCOUS)
  const text = words(await room.send('/stats'))
  expect(text).not.toMatch(/undefined|NaN|\[object/)
  expect(text.split('\u2068')).toHaveLength(text.split('\u2069').length)
})
