import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSanad, phrases } from '../../src/index.ts'
import { commands, corpus, GROUP, openRoom, quotes, type Room, words } from '../digest/room.ts'

const say = phrases('ar')
let room: Room
beforeEach(async () => {
  room = await openRoom()
})
afterEach(() => room.store.close())

describe('/summary', () => {
  test('quotes what the documents say, each with its citation and the way to its context', async () => {
    const reply = await room.send('/summary اتحاد المغرب العربي')
    expect(words(reply)).toContain(say.summaryOf('\u2068اتحاد المغرب العربي\u2069'))
    expect(quotes(reply).join()).toContain('تأسس اتحاد المغرب العربي عام 1989')
    expect(reply.filter(({ type }) => type === 'citations')).toHaveLength(quotes(reply).length)
    expect(commands(reply).filter((command) => command.startsWith('/passage'))).toHaveLength(quotes(reply).length)
  })
  test('declines where the documents say nothing', async () => {
    const reply = await room.send('/summary كرة السلة')
    expect(words(reply)).toContain(say.noSummary('\u2068كرة السلة\u2069'))
    expect(quotes(reply)).toEqual([])
    expect(commands(reply)).toEqual([])
  })
  test('asks for a topic where there is none', async () => {
    expect(words(await room.send('/summary'))).toBe(say.summaryOfWhat)
    expect(words(await room.send('/summary ؟!'))).toBe(say.summaryOfWhat)
  })
  test('takes the topic of the message it replies to', async () =>
    expect(quotes(await room.send('/summary', { replyTo: 'جامعة القرويين' })).join()).toContain('فاطمة الفهرية'))
  test('quotes from the documents that may be quoted there only', async () => {
    await room.store.chats.change(GROUP, { sources: ['nature'] }, 'm')
    expect(quotes(await room.send('/summary اتحاد المغرب العربي'))).toEqual([])
  })
  test('shows a long or hostile topic as it is read, and not the whole of it', async () => {
    const text = words(await room.send(`/summary \u202E${'كلمة '.repeat(100)}`))
    expect(text).not.toContain('\u202E')
    expect(text.length).toBeLessThan(300)
  })
  test('offers a topic for the digest in its own words, where it is short enough for a button', async () => {
    const short = await room.send('/summary   اتحاد \n المغرب   العربي ')
    expect(commands(short)).toContain('/digest add اتحاد المغرب العربي')
    const long = await room.send(`/summary اتحاد المغرب العربي ${'الكبير '.repeat(15)}`)
    expect(commands(long).some((command) => command.startsWith('/digest'))).toBe(false)
  })
  test('offers nothing for a digest where nothing is remembered', async () => {
    const forgetful = createSanad()
    forgetful.load(corpus())
    const reply = await room.send('/summary جامعة القرويين', {}, forgetful)
    expect(quotes(reply)).not.toEqual([])
    expect(commands(reply).some((command) => command.startsWith('/digest'))).toBe(false)
  })
})
