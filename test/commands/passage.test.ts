import { describe, expect, test } from 'vitest'
import { type Action, createSanad, type Document, parseDocument, phrases, type Reply } from '../../src/index.ts'
import { contractCorpus } from '../contract/corpus.ts'

const say = phrases('ar')
const sanad = createSanad()
sanad.load(contractCorpus())
const [union] = sanad.documents as [Document, Document]
const [first, second] = union.passages
const last = union.passages.at(-1)
const open = (text: string): Promise<Reply> =>
  sanad.handle({
    id: '1',
    address: { platform: 'console', conversation: 'c' },
    place: 'private',
    from: 'someone',
    text,
    addressed: true,
  })
const labels = (reply: Reply): string[] =>
  reply.flatMap((block) => (block.type === 'actions' ? block.actions : [])).map(({ label }: Action) => label)

test('is shown word for word, with its place under it', async () => {
  const [quote, place] = await open(`/passage ${second?.id}`)
  expect(quote).toEqual({ type: 'quote', text: second?.text })
  expect(place).toEqual({
    type: 'text',
    text: [union.title, ...(second?.section ?? [])].map((piece) => `\u2068${piece}\u2069`).join(' — '),
  })
})
test('opens from a link in another chat, with its quote', async () => {
  const start = (first?.start ?? 0) + 2
  const [quote] = await open(`/start p_${first?.id}_${start}-${start + 4}`)
  expect(quote).toMatchObject({ text: first?.text, marked: { start: 2, end: 6 } })
})

describe('the mark', () => {
  const { start = 0, end = 0, id } = first ?? {}
  const check = (rule: string, span: string, marked: object | undefined): void =>
    test(rule, async () => {
      const [quote] = await open(`/passage ${id} ${span}`)
      expect(quote).toEqual({ type: 'quote', text: first?.text, ...(marked === undefined ? {} : { marked }) })
    })
  check('lies in the passage, not in the document', `${start + 1}-${start + 3}`, { start: 1, end: 3 })
  check('may be the whole', `${start}-${end}`, { start: 0, end: end - start })
  check('is none beyond the end', `${start}-${end + 1}`, undefined)
  check('is none without words', `${start + 1}-${start + 1}`, undefined)
  check('is none the wrong way round', `${start + 3}-${start + 1}`, undefined)
  test('is none before the beginning', async () => {
    const [quote] = await open(`/passage ${second?.id} ${(second?.start ?? 1) - 1}-${second?.end}`)
    expect(quote).not.toHaveProperty('marked')
  })
})

describe('its neighbours', () => {
  test('follow the first', async () => expect(labels(await open(`/passage ${first?.id}`))).toEqual([say.next]))
  test('precede the last', async () => expect(labels(await open(`/passage ${last?.id}`))).toEqual([say.previous]))
  test('are none of another document', async () => {
    const alone = createSanad()
    alone.load(
      ['a', 'b'].map((id) => parseDocument({ id, file: id, text: `نص وحيد في هذه الوثيقة ${id}.`, metadata: {} })),
    )
    const reply = await alone.handle({
      id: '1',
      address: { platform: 'console', conversation: 'c' },
      place: 'private',
      from: 'someone',
      text: `/passage ${alone.documents[0]?.passages[0]?.id}`,
      addressed: true,
    })
    expect(labels(reply)).toEqual([])
  })
})

test('that is gone says so', async () => expect(await open('/start p_zzz')).toEqual([{ type: 'text', text: say.gone }]))
