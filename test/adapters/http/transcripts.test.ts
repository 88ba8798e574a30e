import { describe, expect, test } from 'vitest'
import { createTranscripts, type Transcript } from '../../../adapters/http/transcripts.ts'

const open = (): Transcript => createTranscripts().open('c')
const sanad = (subject: string, text: string = subject, under?: string) => ({
  subject,
  from: 'sanad' as const,
  reply: [{ type: 'text' as const, text }],
  ...(under === undefined ? {} : { under }),
})
const texts = ({ messages }: Transcript): string[] =>
  messages.map(({ reply: [block] }) => (block?.type === 'text' ? block.text : ''))

describe('a message', () => {
  test('stands behind those before it', () => {
    const transcript = open()
    for (const subject of ['a', 'b', 'c']) transcript.put(sanad(subject))
    expect(texts(transcript)).toEqual(['a', 'b', 'c'])
  })
  test('about the same subject takes the place of the one before, under the same id, with buttons of its own', () => {
    const transcript = open()
    const first = transcript.put(sanad('a', 'before'))
    transcript.put(sanad('b'))
    const second = transcript.put(sanad('a', 'after'))
    expect(texts(transcript)).toEqual(['after', 'b'])
    expect(second.id).toBe(first.id)
    expect(second.key).not.toBe(first.key)
    expect(transcript.find(first.key)).toBeUndefined()
    expect(transcript.find(second.key)).toEqual(second)
  })
  test('under another stands right behind it; where that is gone, at the end', () => {
    const transcript = open()
    const { id } = transcript.put(sanad('a'))
    transcript.put(sanad('b'))
    transcript.put(sanad('under', 'under', id))
    transcript.put(sanad('nowhere', 'nowhere', 'm-gone'))
    expect(texts(transcript)).toEqual(['a', 'under', 'b', 'nowhere'])
  })
  test('has a higher revision than all before, however fast they come', () => {
    const transcript = open()
    const revisions = Array.from({ length: 50 }, (_, at) => transcript.put(sanad(String(at % 7))).revision)
    expect(revisions).toEqual(revisions.toSorted((one, other) => one - other))
    expect(new Set(revisions).size).toBe(50)
  })
  test('has an id and a key like no other', () => {
    const transcripts = createTranscripts()
    const all = Array.from({ length: 100 }, (_, at) => transcripts.open(`c${at % 3}`).put(sanad(String(at))))
    expect(new Set(all.flatMap(({ id, key }) => [id, key])).size).toBe(200)
  })
})

describe('taken away', () => {
  test('are all messages, and whoever looks again is told', () => {
    const transcript = open()
    expect(transcript.cleared).toBe(0)
    const { key, revision } = transcript.put(sanad('a'))
    transcript.clear()
    expect(transcript.messages).toEqual([])
    expect(transcript.find(key)).toBeUndefined()
    expect(transcript.cleared).toBeGreaterThan(revision)
    expect(transcript.put(sanad('b')).revision).toBeGreaterThan(transcript.cleared)
  })
})

describe('an id', () => {
  test('is new once', () => {
    const transcript = open()
    expect(['x', 'x', 'y', 'x', '__proto__', '__proto__'].map((id) => transcript.isNew(id))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ])
  })
  test('is known for at least as long as the message it brought', () => {
    const transcript = open()
    transcript.isNew('first')
    for (let count = 0; count < 200; count++) transcript.isNew(String(count))
    expect(transcript.isNew('first')).toBe(false)
  })
})

describe('memory', () => {
  test('of a conversation is its latest messages', () => {
    const transcript = open()
    for (let count = 0; count < 1000; count++) transcript.put(sanad(String(count)))
    expect(transcript.messages.length).toBeLessThanOrEqual(200)
    expect(texts(transcript).at(-1)).toBe('999')
  })
  test('of ids has an end', () => {
    const transcript = open()
    transcript.isNew('first')
    for (let count = 0; count < 10_000; count++) transcript.isNew(String(count))
    expect(transcript.isNew('first')).toBe(true)
  })
  test('is of so many conversations, those used last', () => {
    const transcripts = createTranscripts(3)
    for (const name of ['a', 'b', 'c']) transcripts.open(name).put(sanad(name))
    transcripts.find('a')
    transcripts.open('d')
    expect(['a', 'b', 'c', 'd'].map((name) => transcripts.find(name) !== undefined)).toEqual([true, false, true, true])
    expect(texts(transcripts.open('b'))).toEqual([])
  })
  test('is of nobody who was only looked for', () => {
    const transcripts = createTranscripts(1)
    transcripts.open('a')
    expect(transcripts.find('b')).toBeUndefined()
    expect(transcripts.find('a')).toBeDefined()
    expect(transcripts.find('__proto__')).toBeUndefined()
  })
})
