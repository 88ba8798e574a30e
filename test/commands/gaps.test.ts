import { afterEach, describe, expect, test } from 'vitest'
import { openStore } from '../../adapters/store/store.ts'
import { createSanad, type Incoming, phrases, type Reply, type Sanad, type Store } from '../../src/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const say = phrases('ar')
let stores: Store[] = []
afterEach(async () => {
  for (const store of stores) await store.close()
  stores = []
})

async function open(): Promise<{ sanad: Sanad; write: (text: string, more?: Partial<Incoming>) => Promise<Reply> }> {
  const store = await openStore({ file: ':memory:', now: Date.now })
  stores.push(store)
  const sanad = createSanad({ store })
  sanad.load(contractCorpus())
  let count = 0
  return {
    sanad,
    write: (text, more = {}) =>
      sanad.handle({
        id: `q${++count}`,
        address: { platform: 'telegram', conversation: '-1' },
        place: 'group',
        from: `p${count}`,
        text,
        addressed: true,
        isModerator: async () => true,
        ...more,
      }),
  }
}
const words = (reply: Reply): string => reply.map((block) => ('text' in block ? block.text : '')).join('\n')
const commands = (reply: Reply): string[] =>
  reply.flatMap((block) => (block.type === 'actions' ? block.actions.map(({ command }) => command) : []))
const raise = async (write: (text: string) => Promise<Reply>, text: string): Promise<void> => {
  const command = commands(await write(text)).find((one) => one.startsWith('/raise'))
  await write(command ?? 'no button')
}

describe('/gaps', () => {
  test('is for moderators', async () => {
    const { write } = await open()
    expect(await write('/gaps', { isModerator: async () => false })).toEqual([
      { type: 'notice', text: say.moderatorsOnly },
    ])
  })
  test('shows raised questions, those that ask the same together, the most asked first', async () => {
    const { write } = await open()
    for (const question of ['كيف أطبخ الكسكس؟', 'ما موعد حافلة الرباط؟', 'متى موعد الحافلة إلى الرباط؟'])
      await raise(write, question)
    await write('سؤال لم يرفعه أحد عن القطط؟')
    const reply = await write('/gaps')
    const [heading, first, second, ...rest] = words(reply).split('\n')
    expect(heading).toBe(say.gaps(2))
    expect(first).toMatch(/1\. .*حافلة الرباط.*×2/)
    expect(second).toMatch(/2\. .*الكسكس/)
    expect(rest.join('')).not.toContain('القطط')
    expect(words(reply)).not.toMatch(/p\d/)
  })
  test('puts a whole group aside, for good', async () => {
    const { write } = await open()
    for (const question of ['كيف أطبخ الكسكس؟', 'كيف أطبخ كسكسا؟']) await raise(write, question)
    const close = commands(await write('/gaps')).find((command) => command.startsWith('/gaps close')) ?? ''
    expect(words(await write(close, { isModerator: async () => false }))).toBe(say.moderatorsOnly)
    expect(words(await write('/gaps'))).toContain('الكسكس')
    expect(words(await write(close))).toBe(say.noGaps)
    expect(words(await write('/gaps'))).toBe(say.noGaps)
  })
  test('knows nothing of other conversations', async () => {
    const { write } = await open()
    await raise(write, 'كيف أطبخ الكسكس؟')
    expect(words(await write('/gaps', { address: { platform: 'telegram', conversation: '-2' } }))).toBe(say.noGaps)
  })
  test('shows a word that turns directions as it is read', async () => {
    const { write } = await open()
    await raise(write, 'كيف أطبخ \u202Eالكسكس؟')
    expect(words(await write('/gaps'))).not.toContain('\u202E')
  })
})
