/** The contract of every store: what `src/store.ts` says, a sentence a test. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Address, AskedQuestion, Post, Store, StoredPost, StoredUpdate } from '../../src/index.ts'

export interface StoreSubject {
  readonly name: string
  /** An empty store. */
  open(now: () => number): Promise<Store>
}

const DAY = 24 * 60 * 60 * 1000
const START = Date.UTC(2026, 10, 21)
const platform = 'telegram'
const address: Address = { platform, conversation: 'c1' }

export const update = (id: string, more: Partial<StoredUpdate> = {}): StoredUpdate => ({
  platform,
  id,
  conversation: 'c1',
  person: 'p1',
  payload: `{"update":"${id}"}`,
  ...more,
})
export const question = (id: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  id,
  address,
  from: 'p1',
  text: 'متى تأسس اتحاد المغرب العربي؟',
  language: 'ar',
  outcome: 'answered',
  confidence: 0.8,
  cited: ['union'],
  ...more,
})
export const post = (key: string, payload: string | undefined = `text of ${key}`): Post => ({ key, payload })

export function storeContract(subject: StoreSubject): void {
  let store: Store
  let time = START
  beforeEach(async () => {
    time = START
    store = await subject.open(() => time)
  })
  afterEach(() => store.close())

  const ids = (updates: readonly StoredUpdate[]): string[] => updates.map(({ id }) => id)
  const put = (subjectId: string, posts: readonly Post[], person?: string): Promise<readonly StoredPost[]> =>
    store.outbox.put({ address, subject: subjectId, posts, ...(person === undefined ? {} : { person }) })
  const deliver = async (posts: readonly StoredPost[]): Promise<void> => {
    for (const { id } of posts) {
      await store.outbox.sending(id)
      await store.outbox.sent(id, `m${id}`)
    }
  }
  const putAndDeliver = async (subjectId: string, posts: readonly Post[], person?: string): Promise<StoredPost[]> => {
    const rows = await put(subjectId, posts, person)
    await deliver(rows)
    return [...rows]
  }
  const only = (posts: readonly StoredPost[]): StoredPost => {
    expect(posts).toHaveLength(1)
    return posts[0] as StoredPost
  }
  const found = async (key: string): Promise<StoredPost> => {
    const row = await store.outbox.find(platform, key)
    if (row === undefined) throw new Error(`no post has the key ${key}`)
    return row
  }

  describe(`the store in ${subject.name}: inbox`, () => {
    test('updates that are new are returned in order', async () => {
      expect(await store.inbox.add([update('3'), update('1'), update('2')])).toEqual([
        update('3'),
        update('1'),
        update('2'),
      ])
      expect(await store.inbox.add([])).toEqual([])
    })
    test('an id that was seen is not added again, nor twice in one batch', async () => {
      await store.inbox.add([update('1')])
      expect(
        await store.inbox.add([update('2'), update('1'), update('2', { payload: 'another' }), update('3')]),
      ).toEqual([update('2'), update('3')])
      expect(ids(await store.inbox.pending(platform))).toEqual(['1', '2', '3'])
    })
    test('the same id on two platforms is two updates', async () => {
      await store.inbox.add([update('1')])
      expect(await store.inbox.add([update('1', { platform: 'discord' })])).toHaveLength(1)
      expect(await store.inbox.pending('discord')).toEqual([update('1', { platform: 'discord' })])
    })
    test('pending is what was added and not settled, in order of arrival, whatever the clock and the ids say', async () => {
      await store.inbox.add([update('9')])
      time -= 3_600_000
      const { person: _, ...anonymous } = update('10')
      await store.inbox.add([anonymous, update('5')])
      expect(await store.inbox.pending(platform)).toEqual([update('9'), anonymous, update('5')])
      await store.inbox.settle(platform, ['10', 'never seen'])
      expect(ids(await store.inbox.pending(platform))).toEqual(['9', '5'])
    })
    test('a settled update is not pending, and not added again', async () => {
      await store.inbox.add([update('1')])
      await store.inbox.settle(platform, ['1'])
      await store.inbox.settle(platform, ['1'])
      expect(await store.inbox.pending(platform)).toEqual([])
      expect(await store.inbox.add([update('1')])).toEqual([])
      expect(await store.inbox.pending(platform)).toEqual([])
    })
    test('settling nothing is nothing, and a thousand at once is possible', async () => {
      const many = Array.from({ length: 1200 }, (_, index) => update(String(index)))
      expect(await store.inbox.add(many)).toHaveLength(1200)
      await store.inbox.settle(platform, [])
      expect(ids(await store.inbox.pending(platform))).toEqual(ids(many))
      await store.inbox.settle(platform, ids(many).slice(1))
      expect(ids(await store.inbox.pending(platform))).toEqual(['0'])
    })
    test('any text survives: quotes, controls, emoji, both directions, a megabyte', async () => {
      const payload = `'"\\\u0001\u200F مُحَمَّد 👨‍👩‍👧 ${'ب'.repeat(1_000_000)}`
      await store.inbox.add([update("'; drop table inbox; --", { payload, conversation: '' })])
      expect(await store.inbox.pending(platform)).toEqual([
        update("'; drop table inbox; --", { payload, conversation: '' }),
      ])
    })
  })

  describe(`the store in ${subject.name}: outbox`, () => {
    test('a new reply is one row a part, ready, in order', async () => {
      const rows = await store.outbox.put({
        address: { ...address, thread: 't7' },
        subject: 's',
        person: 'p1',
        posts: [post('a'), post('b')],
      })
      expect(rows).toEqual(
        ['a', 'b'].map((key, part) => ({
          id: rows[part]?.id,
          platform,
          conversation: 'c1',
          thread: 't7',
          subject: 's',
          part,
          payload: `text of ${key}`,
          key,
          state: 'ready',
          uncertain: false,
          person: 'p1',
          createdAt: START,
        })),
      )
      expect(await store.outbox.pending(platform)).toEqual(rows)
      expect(await store.outbox.pending('discord')).toEqual([])
    })
    test('what is absent stays absent', async () => {
      const row = only(await put('s', [post('a')]))
      for (const name of ['thread', 'message', 'person']) expect(row).not.toHaveProperty(name)
    })
    test('putting settles the updates it answers, those settled already and unknown ones too', async () => {
      await store.inbox.add([update('1'), update('2'), update('3'), update('1', { platform: 'discord' })])
      await store.outbox.put({ address, subject: 's', posts: [post('a')] }, ['1', '2'])
      expect(ids(await store.inbox.pending(platform))).toEqual(['3'])
      await store.outbox.put({ address, subject: 's', posts: [post('b')] }, ['2', '1'])
      await store.outbox.put({ address, subject: 's2', posts: [] }, ['unknown'])
      await store.outbox.put({ address, subject: 's3', posts: [] }, [])
      expect(ids(await store.inbox.pending(platform))).toEqual(['3'])
      expect(await store.inbox.pending('discord')).toHaveLength(1)
    })
    test('a put that fails settles nothing', async () => {
      await store.inbox.add([update('1')])
      await put('other', [post('taken')])
      await expect(
        store.outbox.put({ address, subject: 's', posts: [post('x'), post('taken')] }, ['1']),
      ).rejects.toThrow()
      expect(ids(await store.inbox.pending(platform))).toEqual(['1'])
      expect(await store.outbox.has(platform, 's')).toBe(false)
      expect(await store.outbox.find(platform, 'x')).toBeUndefined()
    })
    test('what was ready or sending is pending, in the order it was put, whatever the clock says', async () => {
      const [first] = await put('s1', [post('a'), post('b')])
      time -= 3_600_000
      await put('s2', [post('c')])
      await store.outbox.sending(first?.id ?? 0)
      const pending = await store.outbox.pending(platform)
      expect(pending.map(({ key, state }) => [key, state])).toEqual([
        ['a', 'sending'],
        ['b', 'ready'],
        ['c', 'ready'],
      ])
      await deliver(pending)
      expect(await store.outbox.pending(platform)).toEqual([])
    })
    test('a sent post keeps its message id, or none where the platform told none', async () => {
      const [one, two] = await put('s', [post('a'), post('b')])
      await store.outbox.sending(one?.id ?? 0)
      await store.outbox.sent(one?.id ?? 0, 'm1')
      await store.outbox.sending(two?.id ?? 0)
      await store.outbox.sent(two?.id ?? 0, undefined)
      expect(await found('a')).toMatchObject({ state: 'sent', message: 'm1' })
      expect(await found('b')).toMatchObject({ state: 'sent' })
      expect(await found('b')).not.toHaveProperty('message')
    })
    test('a new version edits what is on show: same row, same message, new text and key', async () => {
      const [row] = await putAndDeliver('s', [post('a')])
      time += 1000
      const edited = only(
        await store.outbox.put({
          address: { platform, conversation: 'c1', thread: 't2' },
          subject: 's',
          person: 'p2',
          posts: [post('b')],
        }),
      )
      expect(edited).toEqual({
        ...row,
        payload: 'text of b',
        key: 'b',
        thread: 't2',
        person: 'p2',
        message: `m${row?.id}`,
        createdAt: time,
      })
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      await store.outbox.sending(edited.id)
      await store.outbox.sent(edited.id, undefined)
      expect(await found('b')).toMatchObject({ state: 'sent', message: `m${row?.id}` })
    })
    test('a longer version sends the further parts', async () => {
      await putAndDeliver('s', [post('a')])
      const rows = await put('s', [post('b'), post('c'), post('d')])
      expect(rows.map(({ part, key, message }) => [part, key, message === undefined])).toEqual([
        [0, 'b', false],
        [1, 'c', true],
        [2, 'd', true],
      ])
    })
    test('a shorter version deletes what is left over, last, and the row goes with the message', async () => {
      const [, two, three] = await putAndDeliver('s', [post('a'), post('b'), post('c')])
      const rows = await put('s', [post('d')])
      expect(rows.map(({ id, part, payload, message, state }) => [id, part, payload, message, state])).toEqual([
        [rows[0]?.id, 0, 'text of d', `m${rows[0]?.id}`, 'ready'],
        [two?.id, 1, undefined, `m${two?.id}`, 'ready'],
        [three?.id, 2, undefined, `m${three?.id}`, 'ready'],
      ])
      await deliver(rows)
      expect(await store.outbox.find(platform, 'b')).toBeUndefined()
      expect(await store.outbox.subjectOf(platform, 'c1', `m${three?.id}`)).toBeUndefined()
      expect(await put('s', [post('e')])).toHaveLength(1)
    })
    test('left-over parts that were never on show just go', async () => {
      await put('s', [post('a'), post('b')])
      expect(only(await put('s', [post('c')])).key).toBe('c')
      expect(await store.outbox.pending(platform)).toHaveLength(1)
    })
    test('a reply of no posts is a reply withdrawn', async () => {
      await putAndDeliver('s', [post('a')])
      expect(await store.outbox.has(platform, 's')).toBe(true)
      const row = only(await put('s', []))
      expect(row.payload).toBeUndefined()
      expect(await store.outbox.has(platform, 's')).toBe(false)
      expect(only(await store.outbox.pending(platform))).toEqual(row)
    })
    test('a post awaiting deletion is shown again when there is a text for it', async () => {
      const [, two] = await putAndDeliver('s', [post('a'), post('b')])
      await put('s', [post('c')])
      const rows = await put('s', [post('d'), post('e')])
      expect(rows[1]).toMatchObject({ id: two?.id, payload: 'text of e', message: `m${two?.id}`, state: 'ready' })
    })
    test('keys may pass from one part to another', async () => {
      await putAndDeliver('s', [post('a'), post('b'), post('c')])
      const swapped = await put('s', [post('b'), post('a')])
      expect(swapped.map(({ part, key }) => [part, key])).toEqual([
        [0, 'b'],
        [1, 'a'],
        [2, 'c'],
      ])
      expect((await put('s', [post('c')])).map(({ part, payload }) => [part, payload])).toEqual([
        [0, 'text of c'],
        [1, undefined],
        [2, undefined],
      ])
      expect((await found('c')).part).toBe(0)
    })
    test('a postponed post is ready again, and uncertain for good once it may have arrived', async () => {
      const { id } = only(await put('s', [post('a')]))
      await store.outbox.sending(id)
      await store.outbox.postponed(id, false)
      expect(only(await store.outbox.pending(platform))).toMatchObject({ state: 'ready', uncertain: false })
      await store.outbox.sending(id)
      await store.outbox.postponed(id, true)
      await store.outbox.sending(id)
      await store.outbox.postponed(id, false)
      expect(only(await store.outbox.pending(platform))).toMatchObject({ state: 'ready', uncertain: true })
      expect(only(await put('s', [post('b')]))).toMatchObject({ uncertain: true })
      await store.outbox.sending(id)
      await store.outbox.sent(id, 'm')
      expect(await found('b')).toMatchObject({ state: 'sent', uncertain: true })
    })
    test('a dead post is not tried again, until there is a new version of it', async () => {
      const { id } = only(await put('s', [post('a')]))
      await store.outbox.sending(id)
      await store.outbox.died(id)
      expect(await store.outbox.pending(platform)).toEqual([])
      expect(await store.outbox.has(platform, 's')).toBe(false)
      expect(only(await put('s', [post('b')]))).toMatchObject({ id, state: 'ready', key: 'b' })
      expect(await store.outbox.has(platform, 's')).toBe(true)
    })
    test('a lost message is sent as a new one', async () => {
      const [row] = await putAndDeliver('s', [post('a')])
      const { id } = only(await put('s', [post('b')]))
      await store.outbox.sending(id)
      await store.outbox.lost(id)
      const lost = only(await store.outbox.pending(platform))
      expect(lost).toMatchObject({ id, state: 'ready', payload: 'text of b' })
      expect(lost).not.toHaveProperty('message')
      await store.outbox.sending(id)
      await store.outbox.sent(id, 'another')
      expect(await store.outbox.subjectOf(platform, 'c1', 'another')).toBe('s')
      expect(await store.outbox.subjectOf(platform, 'c1', `m${row?.id}`)).toBeUndefined()
    })
    test('a message that was to be deleted and is lost is done with', async () => {
      await putAndDeliver('s', [post('a')])
      const { id } = only(await put('s', []))
      await store.outbox.sending(id)
      await store.outbox.lost(id)
      expect(await store.outbox.pending(platform)).toEqual([])
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
    })
    test('a version put while its predecessor is under way is still to be delivered, as an edit of it', async () => {
      const { id } = only(await put('s', [post('a')]))
      await store.outbox.sending(id)
      await put('s', [post('b')])
      await store.outbox.sent(id, 'm1')
      expect(only(await store.outbox.pending(platform))).toMatchObject({ key: 'b', state: 'ready', message: 'm1' })
    })
    test('a deletion put while an edit is under way is still to be delivered', async () => {
      const [{ id } = { id: 0 }] = await putAndDeliver('s', [post('a')])
      await put('s', [post('b')])
      await store.outbox.sending(id)
      await put('s', [])
      await store.outbox.sent(id, undefined)
      expect(only(await store.outbox.pending(platform))).toMatchObject({ id, payload: undefined, message: `m${id}` })
    })
    test('word on a row that is gone is no error', async () => {
      await store.outbox.sending(999)
      await store.outbox.sent(999, 'm')
      await store.outbox.postponed(999, true)
      await store.outbox.died(999)
      await store.outbox.lost(999)
    })
    test('the number of a row that is gone is not given again', async () => {
      const [row] = await putAndDeliver('s', [post('a')])
      await deliver(await put('s', []))
      expect(only(await put('s2', [post('b')])).id).toBeGreaterThan(row?.id ?? 0)
    })
    test('a button finds its post on its own platform, one awaiting deletion too', async () => {
      await putAndDeliver('s', [post('a')])
      expect((await found('a')).subject).toBe('s')
      expect(await store.outbox.find('discord', 'a')).toBeUndefined()
      expect(await store.outbox.find(platform, 'forged')).toBeUndefined()
      await put('s', [])
      expect(await found('a')).toMatchObject({ payload: undefined, state: 'ready' })
    })
    describe('what could not reach a person', () => {
      const undelivered = async (person: string = 'p1', on: string = platform): Promise<string[]> =>
        (await store.outbox.undelivered(on, person)).map(({ key }) => key)
      const die = async (posts: readonly StoredPost[]): Promise<void> => {
        for (const { id } of posts) await store.outbox.died(id)
      }
      test('is nothing at first, nor while a reply is on its way, nor once it is on show', async () => {
        expect(await undelivered()).toEqual([])
        const rows = await put('s', [post('a')], 'p1')
        expect(await undelivered()).toEqual([])
        await store.outbox.sending(rows[0]?.id ?? 0)
        expect(await undelivered()).toEqual([])
        await deliver(rows)
        expect(await undelivered()).toEqual([])
      })
      test('is the reply that was given up, whole and in order', async () => {
        const rows = await put('s', [post('a'), post('b'), post('c')], 'p1')
        await die([...rows].reverse())
        expect(await store.outbox.undelivered(platform, 'p1')).toEqual(rows.map((row) => ({ ...row, state: 'dead' })))
      })
      test('is the last of them', async () => {
        await die(await put('s1', [post('a')], 'p1'))
        time -= 3_600_000
        await die(await put('s2', [post('b'), post('c')], 'p1'))
        await putAndDeliver('s3', [post('d')], 'p1')
        expect(await undelivered()).toEqual(['b', 'c'])
      })
      test('is what is missing of a reply that came in part', async () => {
        const [first, ...rest] = await put('s', [post('a'), post('b'), post('c')], 'p1')
        await deliver(first === undefined ? [] : [first])
        await die(rest)
        expect(await undelivered()).toEqual(['b', 'c'])
      })
      test('is that person’s own, on that platform', async () => {
        await die(await put('s1', [post('a')], 'p1'))
        await die(await put('s2', [post('b')], 'p2'))
        await die(await put('s3', [post('c')]))
        expect(await undelivered('p1')).toEqual(['a'])
        expect(await undelivered('p2')).toEqual(['b'])
        expect(await undelivered('p3')).toEqual([])
        expect(await undelivered('p1', 'discord')).toEqual([])
      })
      test('is no longer once it is put again, and is again when that fails too', async () => {
        await die(await put('s', [post('a')], 'p1'))
        const again = await put('s', [post('b')], 'p1')
        expect(await undelivered()).toEqual([])
        await die(again)
        expect(await undelivered()).toEqual(['b'])
        await putAndDeliver('s', [post('c')], 'p1')
        expect(await undelivered()).toEqual([])
      })
      test('is no message that was to be deleted', async () => {
        await putAndDeliver('s', [post('a')], 'p1')
        await die(await put('s', [], 'p1'))
        expect(await undelivered()).toEqual([])
      })
      test('is forgotten with the person', async () => {
        await die(await put('s', [post('a')], 'p1'))
        await die(await put('s2', [post('b')], 'p2'))
        await store.people.forget(platform, 'p1')
        expect(await undelivered()).toEqual([])
        expect(await undelivered('p2')).toEqual(['b'])
      })
      test('is nothing of what was forgotten while it was on its way', async () => {
        const rows = await put('s', [post('a')], 'p1')
        await store.people.forget(platform, 'p1')
        await die(rows)
        expect(await undelivered()).toEqual([])
      })
      test('is kept as long as everything else', async () => {
        await die(await put('s', [post('a')], 'p1'))
        await store.retain(START)
        expect(await undelivered()).toEqual(['a'])
        await store.retain(START + 1)
        expect(await undelivered()).toEqual([])
      })
    })
    test('a message belongs to a subject in its own conversation only', async () => {
      const { id } = only(await put('s', [post('a')]))
      await store.outbox.sending(id)
      await store.outbox.sent(id, '12')
      expect(await store.outbox.subjectOf(platform, 'c1', '12')).toBe('s')
      expect(await store.outbox.subjectOf(platform, 'c2', '12')).toBeUndefined()
      expect(await store.outbox.subjectOf('discord', 'c1', '12')).toBeUndefined()
    })
    test('a reply is there from when it is put, on its own platform', async () => {
      expect(await store.outbox.has(platform, 's')).toBe(false)
      const { id } = only(await put('s', [post('a')]))
      expect(await store.outbox.has(platform, 's')).toBe(true)
      expect(await store.outbox.has('discord', 's')).toBe(false)
      await store.outbox.sending(id)
      expect(await store.outbox.has(platform, 's')).toBe(true)
      await store.outbox.sent(id, undefined)
      expect(await store.outbox.has(platform, 's')).toBe(true)
    })
    test('a reply whose edit died is still on show', async () => {
      await putAndDeliver('s', [post('a')])
      const { id } = only(await put('s', [post('b')]))
      await store.outbox.sending(id)
      await store.outbox.died(id)
      expect(await store.outbox.has(platform, 's')).toBe(true)
    })
    test('the same subject on two platforms is two replies', async () => {
      await put('s', [post('a')])
      const other = await store.outbox.put({
        address: { ...address, platform: 'discord' },
        subject: 's',
        posts: [post('b')],
      })
      expect(only(other).platform).toBe('discord')
      expect((await found('a')).payload).toBe('text of a')
    })
    test('whatever is put, sent, postponed and lost in whatever order: one row a part, and no message id is forgotten', async () => {
      await outboxModel(store)
    })
  })

  describe(`the store in ${subject.name}: conversations`, () => {
    test('nothing is chosen at first', async () => {
      expect(await store.chats.settings(address)).toEqual({})
    })
    test('settings are replaced whole, and hold for every thread of the conversation alone', async () => {
      await store.chats.change(address, { language: 'fr', sources: ['union', 'أ'] }, 'mod')
      expect(await store.chats.settings({ ...address, thread: 't' })).toEqual({
        language: 'fr',
        sources: ['union', 'أ'],
      })
      await store.chats.change({ ...address, thread: 't' }, { language: 'en' }, 'mod')
      expect(await store.chats.settings(address)).toEqual({ language: 'en' })
      await store.chats.change(address, { sources: [] }, 'mod')
      expect(await store.chats.settings(address)).toEqual({ sources: [] })
      expect(await store.chats.settings({ ...address, conversation: 'c2' })).toEqual({})
      expect(await store.chats.settings({ ...address, platform: 'discord' })).toEqual({})
    })
    test('a conversation that moves takes everything along', async () => {
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.inbox.add([update('1'), update('2', { conversation: 'c2' })])
      await putAndDeliver('s', [post('a')])
      const { message } = await found('a')
      await store.chats.move(platform, 'c1', 'c9')
      expect(await store.chats.settings({ platform, conversation: 'c9' })).toEqual({ language: 'fr' })
      expect(await store.chats.settings(address)).toEqual({})
      expect((await store.inbox.pending(platform)).map(({ conversation }) => conversation)).toEqual(['c9', 'c2'])
      expect((await found('a')).conversation).toBe('c9')
      expect(await store.outbox.subjectOf(platform, 'c9', message ?? '')).toBe('s')
      expect(await store.outbox.subjectOf(platform, 'c1', message ?? '')).toBeUndefined()
    })
    test('the settings of the new conversation win over those that come along', async () => {
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.chats.change({ platform, conversation: 'c9' }, { language: 'en' }, 'mod')
      await store.chats.move(platform, 'c1', 'c9')
      expect(await store.chats.settings({ platform, conversation: 'c9' })).toEqual({ language: 'en' })
      expect(await store.chats.settings(address)).toEqual({})
    })
    test('moving to where one is, from nowhere, or on another platform changes nothing', async () => {
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.chats.move(platform, 'c1', 'c1')
      await store.chats.move(platform, 'nowhere', 'c1')
      await store.chats.move('discord', 'c1', 'c9')
      expect(await store.chats.settings(address)).toEqual({ language: 'fr' })
    })
  })

  describe(`the store in ${subject.name}: questions`, () => {
    test('one vote a person, and the last one counts', async () => {
      await store.questions.record(question('q'))
      expect(await store.questions.vote(platform, 'q', 'p1', 'up')).toBe('recorded')
      expect(await store.questions.vote(platform, 'q', 'p1', 'up')).toBe('same')
      expect(await store.questions.vote(platform, 'q', 'p1', 'down')).toBe('changed')
      expect(await store.questions.vote(platform, 'q', 'p1', 'down')).toBe('same')
      expect(await store.questions.vote(platform, 'q', 'p2', 'down')).toBe('recorded')
      expect(await store.people.data(platform, 'p1')).toMatchObject({ questions: 1, votes: 1 })
    })
    test('a question that is not there can be neither voted on nor raised', async () => {
      await store.questions.record(question('q', { outcome: 'not_found' }))
      expect(await store.questions.vote(platform, 'other', 'p1', 'up')).toBe('unknown')
      expect(await store.questions.vote('discord', 'q', 'p1', 'up')).toBe('unknown')
      expect(await store.questions.raise(platform, 'other')).toBe('unknown')
      expect(await store.questions.raise('discord', 'q')).toBe('unknown')
      expect(await store.people.data(platform, 'p1')).toMatchObject({ votes: 0 })
    })
    test('an unanswered question is raised once; an answered one is not', async () => {
      await store.questions.record(question('q', { outcome: 'not_found', cited: [] }))
      expect(await store.questions.raise(platform, 'q')).toBe('raised')
      expect(await store.questions.raise(platform, 'q')).toBe('already')
      await store.questions.record(question('answered'))
      expect(await store.questions.raise(platform, 'answered')).toBe('unknown')
    })
    test('recording a question again is no second question, and keeps what people thought of the same answer', async () => {
      await store.questions.record(question('q', { outcome: 'not_found', cited: [] }))
      await store.questions.raise(platform, 'q')
      await store.questions.vote(platform, 'q', 'p2', 'up')
      await store.questions.record(question('q', { outcome: 'not_found', cited: [] }))
      expect(await store.people.data(platform, 'p1')).toMatchObject({ questions: 1 })
      expect(await store.questions.raise(platform, 'q')).toBe('already')
      expect(await store.questions.vote(platform, 'q', 'p2', 'up')).toBe('same')
    })
    test('an edited question begins anew: its votes were for another answer', async () => {
      await store.questions.record(question('q', { outcome: 'not_found', cited: [] }))
      await store.questions.raise(platform, 'q')
      await store.questions.vote(platform, 'q', 'p2', 'up')
      await store.questions.record(question('q', { text: 'سؤال آخر', outcome: 'not_found', cited: [] }))
      expect(await store.questions.vote(platform, 'q', 'p2', 'up')).toBe('recorded')
      expect(await store.questions.raise(platform, 'q')).toBe('raised')
    })
  })

  describe(`the store in ${subject.name}: people`, () => {
    test('of a stranger there is nothing, not even a date', async () => {
      expect(await store.people.data(platform, 'stranger')).toEqual({ questions: 0, votes: 0 })
      expect(await store.people.forget(platform, 'stranger')).toEqual({ questions: 0, votes: 0 })
    })
    test('a person is told how many questions and votes are kept, and since when', async () => {
      await store.questions.record(question('q1', { from: 'p2' }))
      await store.questions.vote(platform, 'q1', 'p1', 'up')
      time += DAY
      await store.questions.record(question('q2'))
      await store.questions.record(question('q3', { address: { ...address, platform: 'discord' } }))
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 1, votes: 1, since: START })
      expect(await store.people.data('discord', 'p1')).toEqual({ questions: 1, votes: 0, since: START + DAY })
    })
    test('forgetting deletes questions and votes of this person alone, and says what they were', async () => {
      await store.questions.record(question('q1'))
      await store.questions.record(question('q2', { from: 'p2' }))
      await store.questions.vote(platform, 'q1', 'p2', 'up')
      await store.questions.vote(platform, 'q2', 'p1', 'down')
      expect(await store.people.forget(platform, 'p1')).toEqual({ questions: 1, votes: 1, since: START })
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 0, votes: 0 })
      expect(await store.people.data(platform, 'p2')).toEqual({ questions: 1, votes: 0, since: START })
      expect(await store.questions.vote(platform, 'q1', 'p2', 'up')).toBe('unknown')
    })
    test('the texts of their sent posts are blanked: buttons are unknown, but the reply is still on show', async () => {
      await putAndDeliver('s', [post('a')], 'p1')
      await putAndDeliver('s2', [post('b')], 'p2')
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      expect((await found('b')).payload).toBe('text of b')
      expect(await store.outbox.has(platform, 's')).toBe(true)
      expect(await store.outbox.pending(platform)).toEqual([])
      const again = only(await put('s', [post('c')], 'p1'))
      expect(again).toMatchObject({ payload: 'text of c', state: 'ready' })
      expect(again.message).toBeDefined()
    })
    test('what was not yet handled or delivered still is, and is blanked then', async () => {
      await store.inbox.add([update('1')])
      const { id } = only(await put('s', [post('a')], 'p1'))
      await store.people.forget(platform, 'p1')
      expect(await store.inbox.pending(platform)).toEqual([update('1')])
      expect(only(await store.outbox.pending(platform)).payload).toBe('text of a')
      await store.outbox.sending(id)
      await store.outbox.sent(id, 'm1')
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      expect(await store.outbox.subjectOf(platform, 'c1', 'm1')).toBe('s')
    })
    test('a message of theirs that was to be deleted is deleted all the same', async () => {
      await putAndDeliver('s', [post('a')], 'p1')
      const row = only(await put('s', [], 'p1'))
      await store.people.forget(platform, 'p1')
      expect(only(await store.outbox.pending(platform))).toMatchObject({ id: row.id, payload: undefined })
      await deliver([row])
      expect(await store.outbox.has(platform, 's')).toBe(false)
    })
    test('a message of theirs that could not be deleted is no reply on show', async () => {
      await putAndDeliver('s', [post('a')], 'p1')
      const { id } = only(await put('s', [], 'p1'))
      await store.outbox.sending(id)
      await store.outbox.died(id)
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.has(platform, 's')).toBe(false)
    })
    test('a forgotten post that is lost is not sent again', async () => {
      const [row] = await putAndDeliver('s', [post('a')], 'p1')
      await store.people.forget(platform, 'p1')
      await store.outbox.lost(row?.id ?? 0)
      expect(await store.outbox.pending(platform)).toEqual([])
    })
  })

  describe(`the store in ${subject.name}: facts, retention, health`, () => {
    test('a fact is what it was last set to', async () => {
      expect(await store.facts.get('menu')).toBeUndefined()
      await store.facts.set('menu', '1')
      await store.facts.set('menu', '')
      expect(await store.facts.get('menu')).toBe('')
      expect(await store.facts.get('other')).toBeUndefined()
    })
    test('what is older than retention goes; what is younger stays', async () => {
      await store.questions.record(question('old'))
      await store.questions.vote(platform, 'old', 'p2', 'up')
      await putAndDeliver('old', [post('old')])
      const { id } = only(await put('dead', [post('dead')]))
      await store.outbox.died(id)
      await store.inbox.add([update('old')])
      await store.inbox.settle(platform, ['old'])
      time += 10 * DAY
      await store.questions.record(question('new'))
      await putAndDeliver('new', [post('new')])
      await store.retain(START + DAY)
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 1, votes: 0, since: time })
      expect(await store.people.data(platform, 'p2')).toEqual({ questions: 0, votes: 0 })
      expect(await store.outbox.find(platform, 'old')).toBeUndefined()
      expect(await store.outbox.find(platform, 'dead')).toBeUndefined()
      expect((await found('new')).state).toBe('sent')
      expect(ids(await store.inbox.add([update('old')]))).toEqual(['old'])
    })
    test('settings, facts and what is still to be handled or delivered stay, however old', async () => {
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.facts.set('menu', '1')
      await store.inbox.add([update('1')])
      const [one] = await put('s', [post('a'), post('b')])
      await store.outbox.sending(one?.id ?? 0)
      time += 1000 * DAY
      await store.retain(time)
      expect(await store.chats.settings(address)).toEqual({ language: 'fr' })
      expect(await store.facts.get('menu')).toBe('1')
      expect(await store.inbox.pending(platform)).toHaveLength(1)
      expect(await store.outbox.pending(platform)).toHaveLength(2)
    })
    test('the ids of handled updates are kept for two days at least: platforms deliver again', async () => {
      await store.inbox.add([update('1')])
      await store.inbox.settle(platform, ['1'])
      time += 2 * DAY - 1
      await store.retain(time + DAY)
      expect(await store.inbox.add([update('1')])).toEqual([])
      time += 2
      await store.retain(time)
      expect(await store.inbox.add([update('1')])).toHaveLength(1)
    })
    test('settling again makes no id live longer', async () => {
      await store.inbox.add([update('1')])
      await store.inbox.settle(platform, ['1'])
      time += 2 * DAY + 1
      await store.inbox.settle(platform, ['1'])
      await store.retain(time)
      expect(await store.inbox.add([update('1')])).toHaveLength(1)
    })
    test('a post with a new version is as young as that version', async () => {
      await putAndDeliver('s', [post('a')])
      time += 10 * DAY
      await putAndDeliver('s', [post('b')])
      await store.retain(START + DAY)
      expect((await found('b')).createdAt).toBe(time)
    })
    test('a store that can be written to is well', async () => {
      await store.check()
      await store.check()
    })
    test('calls that come all at once all count', async () => {
      const added = await Promise.all(
        Array.from({ length: 50 }, (_, index) => store.inbox.add([update(String(index % 25))])),
      )
      expect(added.flat()).toHaveLength(25)
      const put50 = await Promise.all(Array.from({ length: 50 }, (_, index) => put('s', [post(`k${index}`)])))
      expect(new Set(put50.map((rows) => only(rows).id)).size).toBe(1)
      expect(only(await store.outbox.pending(platform)).key).toBe('k49')
    })
    test('closing waits for what is under way, and twice is fine', async () => {
      const added = store.inbox.add([update('1')])
      await Promise.all([added, store.close()])
      await store.close()
      expect(ids(await added)).toEqual(['1'])
      await expect(store.inbox.pending(platform)).rejects.toThrow()
    })
  })
}

/** A part of the model: what should be in its row. */
interface ModelPart {
  key: string
  payload: string | undefined
  state: 'ready' | 'sending' | 'sent' | 'dead'
  message: string | undefined
  uncertain: boolean
}

type Step =
  | { readonly do: 'put'; readonly parts: number }
  | { readonly do: 'sending' | 'sent' | 'silent' | 'postponed' | 'doubtful' | 'died' | 'lost'; readonly part: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('put' as const), parts: fc.integer({ min: 0, max: 4 }) }),
    fc.record({
      do: fc.constantFrom('sending', 'sending', 'sent', 'sent', 'silent', 'postponed', 'doubtful', 'died', 'lost'),
      part: fc.integer({ min: 0, max: 3 }),
    }) as fc.Arbitrary<Step>,
  ),
  { minLength: 1, maxLength: 25 },
)

/** Random steps on one reply, against a list of parts that says what each should come to. */
async function outboxModel({ outbox }: Store): Promise<void> {
  let run = 0
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const platform = `model ${++run}`
      const rows = new Map<number, number>()
      const model = new Map<number, ModelPart>()
      let count = 0
      for (const step of list) {
        if (step.do === 'put') {
          const posts = Array.from({ length: step.parts }, () => post(`${run}/${++count}`))
          const stored = await outbox.put({ address: { platform, conversation: 'c' }, subject: 's', posts })
          for (const [part, before] of [...model]) {
            if (part < step.parts) continue
            if (before.message === undefined) model.delete(part)
            else model.set(part, { ...before, payload: undefined, state: 'ready' })
          }
          for (const [part, { key, payload }] of posts.entries()) {
            const { message, uncertain } = model.get(part) ?? { message: undefined, uncertain: false }
            model.set(part, { key, payload, state: 'ready', message, uncertain })
          }
          expect(stored.map(({ part }) => part)).toEqual([...model.keys()].sort())
          for (const { part, id } of stored) {
            if (rows.has(part)) expect(rows.get(part)).toBe(id)
            rows.set(part, id)
          }
        } else {
          const id = rows.get(step.part)
          const row = model.get(step.part)
          if (id === undefined || row === undefined) continue
          if (step.do === 'sending') {
            row.state = 'sending'
            await outbox.sending(id)
          } else if (step.do === 'sent' || step.do === 'silent') {
            const message = step.do === 'sent' ? `m${++count}` : undefined
            if (message !== undefined) row.message = message
            if (row.state !== 'ready') {
              row.state = 'sent'
              if (row.payload === undefined) model.delete(step.part)
            }
            await outbox.sent(id, message)
          } else if (step.do === 'postponed' || step.do === 'doubtful') {
            row.state = 'ready'
            row.uncertain ||= step.do === 'doubtful'
            await outbox.postponed(id, step.do === 'doubtful')
          } else if (step.do === 'died') {
            row.state = 'dead'
            await outbox.died(id)
          } else {
            row.state = 'ready'
            row.message = undefined
            if (row.payload === undefined) model.delete(step.part)
            await outbox.lost(id)
          }
        }
        for (const part of rows.keys()) if (!model.has(part)) rows.delete(part)
        for (const [part, expected] of model) {
          const row = await outbox.find(platform, expected.key)
          expect({ id: row?.id, part: row?.part, message: undefined, ...shown(row) }).toEqual({
            id: rows.get(part),
            part,
            ...expected,
          })
        }
        const waiting = [...model.values()].filter(({ state }) => state === 'ready' || state === 'sending')
        expect(await outbox.pending(platform)).toHaveLength(waiting.length)
      }
    }),
    { numRuns: 60 },
  )
}

function shown(row: StoredPost | undefined): ModelPart | undefined {
  if (row === undefined) return undefined
  const { key, payload, state, message, uncertain } = row
  return { key, payload, state, message, uncertain }
}
