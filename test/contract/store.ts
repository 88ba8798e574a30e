/** The contract of every store: what `src/store.ts` says, a sentence a test. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  AddedDocument,
  Address,
  AskedQuestion,
  Post,
  Schedule,
  Slot,
  SlotState,
  Source,
  Store,
  StoredPost,
  StoredUpdate,
} from '../../src/index.ts'

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

export const slot = (date: string, more: Partial<Slot> = {}): Omit<Slot, 'id' | 'version' | 'changedAt'> => ({
  address,
  date,
  state: 'open',
  from: START - DAY,
  dropped: [],
  topics: [],
  ...more,
})
const source = (id: string, more: Partial<Source> = {}): Source => ({
  id,
  file: `${id}.md`,
  text: `نص ${id}`,
  metadata: { title: { value: `عنوان ${id}`, origin: 'front matter' } },
  ...more,
})
export const added = (id: string, more: Partial<AddedDocument> = {}): Omit<AddedDocument, 'changedAt'> => ({
  id,
  address,
  kind: 'note',
  state: 'added',
  source: source(id),
  ...more,
})

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

  const made = async (...slotted: Parameters<typeof slot>): Promise<Slot> => {
    const row = await store.slots.make(slot(...slotted))
    if (row === undefined) throw new Error(`there is a slot of ${slotted[0]} already`)
    return row
  }
  const addedIds = async (of?: Address): Promise<string[]> => (await store.documents.added(of)).map(({ id }) => id)
  const digest = (conversation: string, key: string, to: Address = address): Promise<readonly StoredPost[]> =>
    store.outbox.put({ address: to, subject: `announcement/digest/${conversation}/2026-11-21`, posts: [post(key)] })
  /** A question that was put before the moderators. */
  const raise = async (id: string, more: Partial<AskedQuestion> = {}): Promise<void> => {
    await store.questions.record(question(id, { outcome: 'not_found', cited: [], ...more }))
    await store.questions.raise(more.address?.platform ?? platform, id)
  }
  const untold = async (): Promise<string[]> => (await store.questions.untold()).map(({ id }) => id)
  const subjectOf = async (message: string, conversation = 'c1', on: string = platform): Promise<string | undefined> =>
    (await store.outbox.shown(on, conversation, message))?.subject

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
      expect(await subjectOf(`m${three?.id}`)).toBeUndefined()
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
      expect(await subjectOf('another')).toBe('s')
      expect(await subjectOf(`m${row?.id}`)).toBeUndefined()
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
      expect(await subjectOf('12')).toBe('s')
      expect(await subjectOf('12', 'c2')).toBeUndefined()
      expect(await subjectOf('12', 'c1', 'discord')).toBeUndefined()
    })
    test('the post behind a message is the latest that had its id, with all that is known of it', async () => {
      await deliver(await put('s', [post('a')], 'p1'))
      expect(await store.outbox.shown(platform, 'c1', `m${(await found('a')).id}`)).toEqual(await found('a'))
      const [one, other] = [only(await put('s1', [post('b')])), only(await put('s2', [post('c')]))]
      await store.outbox.sent(other.id, 'twice')
      await store.outbox.sent(one.id, 'twice')
      expect(await subjectOf('twice')).toBe('s2')
    })
    test('a message that is to be deleted has its post until it is; a forgotten one has none', async () => {
      const [one] = await putAndDeliver('s1', [post('a')])
      await put('s1', [])
      expect(await store.outbox.shown(platform, 'c1', `m${one?.id}`)).toMatchObject({ payload: undefined })
      const [other] = await putAndDeliver('s2', [post('b')], 'p1')
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.shown(platform, 'c1', `m${other?.id}`)).toBeUndefined()
    })
    test('the posts of a subject are all of it, in order of their parts, whatever became of them', async () => {
      expect(await store.outbox.of(platform, 's')).toEqual([])
      const rows = await put('s', [post('a'), post('b'), post('c')])
      await put('s2', [post('d')])
      expect(await store.outbox.of(platform, 's')).toEqual(rows)
      expect(await store.outbox.of('discord', 's')).toEqual([])
      await deliver(rows.slice(1, 2))
      await store.outbox.died(rows[2]?.id ?? 0)
      await put('s', [post('e')])
      expect((await store.outbox.of(platform, 's')).map(({ part, payload, state }) => [part, payload, state])).toEqual([
        [0, 'text of e', 'ready'],
        [1, undefined, 'ready'],
      ])
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
      expect(await subjectOf(message ?? '', 'c9')).toBe('s')
      expect(await subjectOf(message ?? '')).toBeUndefined()
    })
    test('the settings of the new conversation win over those that come along', async () => {
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.chats.change({ platform, conversation: 'c9' }, { language: 'en' }, 'mod')
      await store.chats.move(platform, 'c1', 'c9')
      expect(await store.chats.settings({ platform, conversation: 'c9' })).toEqual({ language: 'en' })
      expect(await store.chats.settings(address)).toEqual({})
    })
    test('a conversation that moves takes its questions, digests and documents along', async () => {
      await raise('q')
      const before = await made('2026-11-21', { address: { ...address, thread: 't' } })
      await store.documents.put(added('d'), 'mod')
      const revision = await store.documents.revision()
      await store.chats.move(platform, 'c1', 'c9')
      const c9 = { platform, conversation: 'c9' }
      expect(await store.questions.raised(c9)).toHaveLength(1)
      expect(await store.questions.between(c9, START, START + 1)).toHaveLength(1)
      expect(await store.slots.of(address, '2026-11-21')).toBeUndefined()
      expect(await store.slots.of(c9, '2026-11-21')).toEqual({ ...before, address: { ...c9, thread: 't' } })
      expect(await addedIds(address)).toEqual([])
      expect(await addedIds(c9)).toEqual(['d'])
      expect(await store.documents.revision()).not.toBe(revision)
    })
    test('whoever is posting the digest of a conversation that moves goes on', async () => {
      const { id, version } = await made('2026-11-21', { state: 'posting' })
      await store.chats.move(platform, 'c1', 'c9')
      expect(await store.slots.change({ id, version }, { state: 'posted' })).toMatchObject({
        address: { conversation: 'c9' },
        state: 'posted',
      })
    })
    test('of two digests of one date the one that is further stays, and of two equal ones the new conversation’s', async () => {
      const c9 = { platform, conversation: 'c9' }
      const pairs: [moving: SlotState, staying: SlotState, left: SlotState][] = [
        ['posted', 'waiting', 'posted'],
        ['waiting', 'posted', 'posted'],
        ['uncertain', 'skipped', 'uncertain'],
        ['posting', 'empty', 'posting'],
        ['open', 'claimed', 'claimed'],
        ['skipped', 'open', 'skipped'],
        ['posting', 'uncertain', 'uncertain'],
      ]
      const dates = pairs.map((_, index) => `2026-11-0${index + 1}`)
      for (const [index, [moving, staying]] of pairs.entries()) {
        await made(dates[index] ?? '', { state: moving })
        await made(dates[index] ?? '', { state: staying, address: c9 })
      }
      await made('2026-11-21', { note: 'moving' })
      await made('2026-11-21', { note: 'staying', address: c9 })
      await made('2026-11-22', { note: 'alone' })
      await store.chats.move(platform, 'c1', 'c9')
      for (const [index, pair] of pairs.entries())
        expect([...pair, (await store.slots.of(c9, dates[index] ?? ''))?.state]).toEqual([...pair, pair[2]])
      expect((await store.slots.latest(c9, 99)).map(({ note }) => note)).toEqual([
        'alone',
        'staying',
        ...pairs.map(() => undefined),
      ])
      expect(await store.slots.latest(address, 99)).toEqual([])
    })
    test('posts of its digests are found by the new name, wherever they are shown', async () => {
      const drafts = { platform, conversation: 'mods' }
      await deliver([...(await digest('c1', 'a', drafts)), ...(await digest('c11', 'b'))])
      await store.chats.move(platform, 'c1', 'c9')
      expect((await found('a')).subject).toBe('announcement/digest/c9/2026-11-21')
      expect((await found('a')).conversation).toBe('mods')
      expect((await found('b')).subject).toBe('announcement/digest/c11/2026-11-21')
    })
    test('a digest whose name the new conversation has given already is still forgotten with who asked', async () => {
      await deliver([...(await digest('c1', 'a')), ...(await digest('c9', 'b', { platform, conversation: 'c9' }))])
      await store.questions.record(question('q'))
      await store.chats.move(platform, 'c1', 'c9')
      expect((await found('b')).subject).toBe('announcement/digest/c9/2026-11-21')
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      expect(await store.outbox.find(platform, 'b')).toBeUndefined()
    })
    test('drafts that were to be shown in a conversation that moves are shown where it goes', async () => {
      const c2 = { platform, conversation: 'c2' }
      const elsewhere = { platform: 'discord', conversation: 'c3' }
      await store.chats.change(address, { drafts: { ...address, thread: 't' } }, 'mod')
      await store.chats.change(c2, { language: 'fr', drafts: address }, 'mod')
      await store.chats.change({ ...c2, conversation: 'c3' }, { drafts: c2 }, 'mod')
      await store.chats.change(elsewhere, { drafts: { ...address, platform: 'discord' } }, 'mod')
      await store.chats.move(platform, 'c1', 'c9')
      const c9 = { platform, conversation: 'c9' }
      expect(await store.chats.settings(c9)).toEqual({ drafts: { ...c9, thread: 't' } })
      expect(await store.chats.settings(c2)).toEqual({ language: 'fr', drafts: c9 })
      expect(await store.chats.settings({ ...c2, conversation: 'c3' })).toEqual({ drafts: c2 })
      expect(await store.chats.settings(elsewhere)).toEqual({ drafts: { ...address, platform: 'discord' } })
    })
    test('those that have a schedule are told with their settings', async () => {
      const schedule: Schedule = { time: '21:00', zone: 'Africa/Casablanca', mode: 'review', thread: 't', since: START }
      const elsewhere = { platform: 'discord', conversation: 'c1' }
      expect(await store.chats.scheduled()).toEqual([])
      await store.chats.change(address, { language: 'ar', schedule }, 'mod')
      await store.chats.change({ ...address, conversation: 'c2' }, { sources: ['"schedule"'] }, 'mod')
      await store.chats.change(elsewhere, { schedule: { ...schedule, mode: 'auto' } }, 'mod')
      const scheduled = await store.chats.scheduled()
      expect(scheduled).toHaveLength(2)
      expect(scheduled).toContainEqual({ address, settings: { language: 'ar', schedule } })
      expect(scheduled).toContainEqual({ address: elsewhere, settings: { schedule: { ...schedule, mode: 'auto' } } })
      await store.chats.change(address, { language: 'ar' }, 'mod')
      expect(await store.chats.scheduled()).toHaveLength(1)
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
    test('a question answered by a note is before the moderators no more, and its asker is to be told', async () => {
      await raise('q1', { address: { ...address, thread: 't' } })
      await raise('q2', { text: 'سؤال آخر' })
      await store.questions.answer(address, ['q1'], 'note1', 'mod')
      expect((await store.questions.raised(address)).map(({ id }) => id)).toEqual(['q2'])
      expect(await store.questions.untold()).toEqual([
        { id: 'q1', address: { ...address, thread: 't' }, text: question('q1').text, note: 'note1' },
      ])
    })
    test('only raised questions of that conversation are answered', async () => {
      await store.questions.record(question('never', { outcome: 'not_found' }))
      await raise('dismissed')
      await store.questions.close(address, ['dismissed'], 'mod')
      await raise('other', { address: { ...address, conversation: 'c2' } })
      await raise('discord', { address: { ...address, platform: 'discord' } })
      await store.questions.answer(address, ['never', 'dismissed', 'other', 'discord', 'unknown'], 'note1', 'mod2')
      await store.questions.answer(address, [], 'note1', 'mod2')
      expect(await store.questions.untold()).toEqual([])
      expect(await store.people.data(platform, 'mod2')).toMatchObject({ decisions: 0 })
      expect(await store.questions.raised({ ...address, conversation: 'c2' })).toHaveLength(1)
    })
    test('askers are told in the order of the answers, whatever the clock says, and of one answer in the order of asking', async () => {
      for (const id of ['q1', 'q2', 'q3', 'q4']) await raise(id)
      await store.questions.answer(address, ['q3'], 'note1', 'mod')
      time -= 3_600_000
      await store.questions.answer(address, ['q4', 'q1'], 'note2', 'mod')
      time -= 3_600_000
      await store.questions.answer(address, ['q2'], 'note3', 'mod')
      expect(await untold()).toEqual(['q3', 'q1', 'q4', 'q2'])
    })
    test('whoever was told is told once', async () => {
      await raise('q1')
      await raise('q2')
      await raise('q1', { address: { ...address, platform: 'discord' } })
      await store.questions.answer(address, ['q1', 'q2'], 'note1', 'mod')
      await store.questions.told('discord', 'q1')
      await store.questions.told(platform, 'unknown')
      expect(await untold()).toEqual(['q1', 'q2'])
      await store.questions.told(platform, 'q1')
      expect(await untold()).toEqual(['q2'])
    })
    test('word that comes before the answer is no word on it', async () => {
      await raise('q')
      await store.questions.told(platform, 'q')
      await store.questions.answer(address, ['q'], 'note1', 'mod')
      expect(await untold()).toEqual(['q'])
    })
    test('who asked in hiding is not told', async () => {
      await raise('q', { hidden: true })
      await store.questions.answer(address, ['q'], 'note1', 'mod')
      expect(await untold()).toEqual([])
      expect(await store.questions.raised(address)).toEqual([])
    })
    test('a question that is put before them again and answered again has a new answer', async () => {
      await raise('q')
      await store.questions.answer(address, ['q'], 'note1', 'mod')
      await store.questions.told(platform, 'q')
      expect(await store.questions.raise(platform, 'q')).toBe('raised')
      await store.questions.answer(address, ['q'], 'note2', 'mod')
      expect((await store.questions.untold()).map(({ note }) => note)).toEqual(['note2'])
    })
    test('a note answers what was asked: the same text keeps it, an edited one loses it', async () => {
      await raise('q1')
      await raise('q2')
      await store.questions.answer(address, ['q1', 'q2'], 'note1', 'mod')
      await store.questions.record(question('q1', { cited: ['note1'] }))
      await store.questions.record(question('q2', { text: 'سؤال آخر', outcome: 'not_found' }))
      expect(await untold()).toEqual(['q1'])
    })
    test('a conversation’s questions of a time are told whole, but for who asked', async () => {
      const { from: _, ...asked } = question('q1', { address: { ...address, thread: 't' }, hidden: true, took: 1234 })
      await store.questions.record({ ...asked, from: 'p1' })
      expect(await store.questions.between(address, START, START + 1)).toEqual([
        { ...asked, askedAt: START, up: 0, down: 0 },
      ])
      const { from: __, ...plain } = question('q1', { text: 'سؤال آخر', took: 0 })
      await store.questions.record({ ...plain, from: 'p1' })
      expect(await store.questions.between(address, START, START + 1)).toEqual([
        { ...plain, askedAt: START, up: 0, down: 0 },
      ])
    })
    test('one is found as it is kept, whoever asked; another platform’s is another', async () => {
      const asked = question('q1', { address: { ...address, thread: 't' }, hidden: true, took: 12, assumed: 'الاتحاد' })
      await store.questions.record(asked)
      expect(await store.questions.find(platform, 'q1')).toEqual(asked)
      expect(await store.questions.find(platform, 'q2')).toBeUndefined()
      expect(await store.questions.find('discord', 'q1')).toBeUndefined()
      await store.questions.record(question('q1'))
      expect(await store.questions.find(platform, 'q1')).toEqual(question('q1'))
    })
    test('what it was taken to be about is told with it, also to moderators', async () => {
      await raise('q1', { assumed: 'الاتحاد' })
      await raise('q2')
      expect((await store.questions.raised(address)).map(({ id, assumed }) => [id, assumed])).toEqual([
        ['q1', 'الاتحاد'],
        ['q2', undefined],
      ])
      expect(await store.questions.between(address, START, START + 1)).toMatchObject([{ assumed: 'الاتحاد' }, {}])
    })
    test('one that is taken to be about something else is another question', async () => {
      await raise('q1', { assumed: 'الاتحاد' })
      await store.questions.vote(platform, 'q1', 'p2', 'down')
      await store.questions.answer(address, ['q1'], 'note1', 'mod')
      await store.questions.record(question('q1', { outcome: 'not_found', cited: [] }))
      expect(await untold()).toEqual([])
    })
    describe('the former one', () => {
      const former = async (id: string, more: Partial<AskedQuestion> = {}, within = 1000) =>
        (await store.questions.former(question(id, more), within))?.id
      test('is the latest of the same person at the same place, thread and all', async () => {
        await store.questions.record(question('q1'))
        await store.questions.record(question('q2'))
        await store.questions.record(question('q3', { from: 'p2' }))
        await store.questions.record(question('q4', { address: { ...address, thread: 't' } }))
        await store.questions.record(question('q5', { address: { ...address, conversation: 'c2' } }))
        await store.questions.record(question('q6', { address: { ...address, platform: 'discord' } }))
        expect(await former('new')).toBe('q2')
        expect(await former('new', { address: { ...address, thread: 't' } })).toBe('q4')
        expect(await former('new', { address: { ...address, thread: 'u' } })).toBeUndefined()
        expect(await former('new', { from: 'p3' })).toBeUndefined()
      })
      test('was asked at most so long before, and not later by a clock that was put back', async () => {
        await store.questions.record(question('q1'))
        time += 1000
        expect(await former('new')).toBe('q1')
        time += 1
        expect(await former('new')).toBeUndefined()
        time = START - 1
        expect(await former('new')).toBeUndefined()
      })
      test('is never the question itself, nor a later one', async () => {
        await store.questions.record(question('q1'))
        expect(await former('q1')).toBeUndefined()
        time += 900
        await store.questions.record(question('q2'))
        await store.questions.record(question('q3'))
        time += 900
        await store.questions.record(question('q2', { text: 'سؤال آخر' }))
        expect(await former('q2')).toBe('q1')
        expect(await former('q3')).toBe('q2')
      })
      test('is a hidden one for hidden ones alone', async () => {
        await store.questions.record(question('q1'))
        await store.questions.record(question('q2', { hidden: true }))
        expect(await former('new')).toBe('q1')
        expect(await former('new', { hidden: true })).toBe('q2')
      })
      test('is gone once its asker is forgotten', async () => {
        await store.questions.record(question('q1', { assumed: 'الاتحاد' }))
        await store.people.forget(platform, 'p1')
        expect(await former('new')).toBeUndefined()
        expect(await store.questions.find(platform, 'q1')).toBeUndefined()
      })
    })
    test('votes are counted with their question', async () => {
      await store.questions.record(question('q1'))
      await store.questions.record(question('q2'))
      await store.questions.record(question('q1', { address: { ...address, platform: 'discord' } }))
      for (const person of ['p1', 'p2', 'p3']) await store.questions.vote(platform, 'q1', person, 'up')
      await store.questions.vote(platform, 'q1', 'p3', 'down')
      await store.questions.vote(platform, 'q2', 'p1', 'down')
      await store.questions.vote('discord', 'q1', 'p1', 'up')
      const kept = await store.questions.between(address, START, START + 1)
      expect(kept.map(({ id, up, down }) => [id, up, down])).toEqual([
        ['q1', 2, 1],
        ['q2', 0, 1],
      ])
    })
    test('a time has its first moment and not its last; other conversations’ questions are not told', async () => {
      for (const id of ['before', 'first', 'last', 'after']) {
        await store.questions.record(question(id))
        time += 1000
      }
      await store.questions.record(question('other', { address: { ...address, conversation: 'c2' } }))
      const kept = await store.questions.between({ ...address, thread: 't' }, START + 1000, START + 3000)
      expect(kept.map(({ id }) => id)).toEqual(['first', 'last'])
    })
    test('they come in the order of their arrival, whatever the clock and the ids say, and editing moves none', async () => {
      await store.questions.record(question('9'))
      time -= 1000
      await store.questions.record(question('10'))
      time += 500
      await store.questions.record(question('5'))
      await store.questions.record(question('9', { text: 'سؤال آخر' }))
      const kept = await store.questions.between(address, START - DAY, START + DAY)
      expect(kept.map(({ id, askedAt }) => [id, askedAt])).toEqual([
        ['9', START],
        ['10', START - 1000],
        ['5', START - 500],
      ])
    })
  })

  describe(`the store in ${subject.name}: digests`, () => {
    const change = async (of: Slot, what: Parameters<Store['slots']['change']>[1]): Promise<Slot> => {
      const row = await store.slots.change(of, what)
      if (row === undefined) throw new Error('it was changed by another')
      return row
    }

    test('a conversation and date has one; what is absent stays absent', async () => {
      const row = await made('2026-11-21')
      expect(row).toEqual({ ...slot('2026-11-21'), id: row.id, version: row.version, changedAt: START })
      for (const name of ['to', 'note', 'by']) expect(row).not.toHaveProperty(name)
      expect(row.address).not.toHaveProperty('thread')
      expect(await store.slots.make(slot('2026-11-21', { address: { ...address, thread: 't' } }))).toBeUndefined()
      expect(await store.slots.find(row.id)).toEqual(row)
      const others = [
        await made('2026-11-22'),
        await made('2026-11-21', { address: { platform, conversation: 'c2' } }),
        await made('2026-11-21', { address: { ...address, platform: 'discord' } }),
      ]
      expect(new Set([row, ...others].map(({ id }) => id)).size).toBe(4)
    })
    test('what moderators are still to be told about is remembered with the change itself, in order of dates', async () => {
      const later = await made('2026-11-22')
      const earlier = await made('2026-11-21', { state: 'missed', untold: true })
      const told = await store.slots.change(later, { state: 'uncertain', untold: true })
      const dates = async (): Promise<string[]> => (await store.slots.untold()).map(({ date }) => date)
      expect(await dates()).toEqual(['2026-11-21', '2026-11-22'])
      expect(await store.slots.find(later.id)).toMatchObject({ untold: true })
      await store.slots.change(earlier, { untold: false })
      expect(await dates()).toEqual(['2026-11-22'])
      expect(await store.slots.change(told ?? later, { state: 'posted' })).toMatchObject({ untold: true })
    })
    test('it is kept as it was made', async () => {
      const whole = slot('2026-11-21', {
        address: { ...address, thread: 't' },
        state: 'waiting',
        to: START,
        dropped: ['q1', '"'],
        note: 'ملاحظة 👩‍🏫',
        topics: ['اتحاد المغرب العربي'],
        by: 'mod',
      })
      const row = await store.slots.make(whole)
      expect(row).toMatchObject(whole)
      expect(await store.slots.of(address, '2026-11-21')).toEqual(row)
    })
    test('of many who make one at once, one does', async () => {
      const rows = await Promise.all(Array.from({ length: 10 }, () => store.slots.make(slot('2026-11-21'))))
      expect(rows.filter((row) => row !== undefined)).toHaveLength(1)
    })
    test('there is none where none was made', async () => {
      await made('2026-11-21')
      expect(await store.slots.find(999)).toBeUndefined()
      expect(await store.slots.of(address, '2026-11-22')).toBeUndefined()
      expect(await store.slots.of({ ...address, conversation: 'c2' }, '2026-11-21')).toBeUndefined()
      expect(await store.slots.of({ ...address, platform: 'discord' }, '2026-11-21')).toBeUndefined()
      expect(await store.slots.change({ id: 999, version: 1 }, { state: 'posted' })).toBeUndefined()
    })
    test('a change changes what it names, and the version goes up', async () => {
      const row = await made('2026-11-21', { note: 'a', by: 'mod1' })
      time += 1000
      const changed = await change(row, { state: 'waiting', to: START, dropped: ['q'], topics: ['t'] })
      expect(changed).toEqual({
        ...row,
        state: 'waiting',
        to: START,
        dropped: ['q'],
        topics: ['t'],
        version: changed.version,
        changedAt: time,
      })
      expect(changed.version).toBeGreaterThan(row.version)
      expect(await store.slots.find(row.id)).toEqual(changed)
      const again = await change(changed, { from: START, note: 'b', by: 'mod2' })
      expect(again).toEqual({ ...changed, from: START, note: 'b', by: 'mod2', version: again.version })
      expect((await change(again, {})).version).toBeGreaterThan(again.version)
    })
    test('an empty note is none', async () => {
      const row = await made('2026-11-21', { note: 'a' })
      expect(await change(row, { note: '' })).not.toHaveProperty('note')
      expect(await made('2026-11-22', { note: '' })).not.toHaveProperty('note')
    })
    test('a change of the address changes the thread alone', async () => {
      const row = await made('2026-11-21')
      const moved = await change(row, { address: { platform: 'discord', conversation: 'c2', thread: 't' } })
      expect(moved.address).toEqual({ ...address, thread: 't' })
      expect((await change(moved, { address })).address).toEqual(address)
    })
    test('of two who change the same version the second is refused, and nothing of it is kept', async () => {
      const row = await made('2026-11-21')
      const first = await change(row, { state: 'posting', by: 'mod1' })
      expect(await store.slots.change(row, { state: 'skipped', note: 'late', by: 'mod2' })).toBeUndefined()
      expect(await store.slots.find(row.id)).toEqual(first)
      expect(await store.people.data(platform, 'mod2')).toMatchObject({ decisions: 0 })
    })
    test('of many who change the same version at once, one does', async () => {
      let row = await made('2026-11-21')
      for (let round = 0; round < 5; round++) {
        const changes = await Promise.all(
          Array.from({ length: 10 }, (_, number) => store.slots.change(row, { note: `${round}/${number}` })),
        )
        const winners = changes.filter((changed) => changed !== undefined)
        expect(winners).toHaveLength(1)
        row = winners[0] as Slot
        expect(await store.slots.find(row.id)).toEqual(row)
      }
    })
    test('the latest come first, as many as are asked for', async () => {
      for (const date of ['2026-11-09', '2026-12-01', '2025-12-31', '2026-11-10']) await made(date)
      await made('2027-01-01', { address: { ...address, conversation: 'c2' } })
      const dates = async (limit: number): Promise<string[]> =>
        (await store.slots.latest({ ...address, thread: 't' }, limit)).map(({ date }) => date)
      expect(await dates(3)).toEqual(['2026-12-01', '2026-11-10', '2026-11-09'])
      expect(await dates(99)).toHaveLength(4)
    })
    test('those in a state are told of all conversations', async () => {
      const one = await made('2026-11-21', { state: 'claimed' })
      const other = await made('2026-11-20', { state: 'claimed', address: { ...address, platform: 'discord' } })
      await made('2026-11-22')
      expect(await store.slots.inState('claimed')).toEqual([one, other])
      await change(one, { state: 'posted' })
      expect(await store.slots.inState('claimed')).toEqual([other])
      expect(await store.slots.inState('failed')).toEqual([])
    })
  })

  describe(`the store in ${subject.name}: added documents`, () => {
    test('a document is kept as it was put, for its whole conversation', async () => {
      const whole = source('notes/1', {
        text: `'"\u0000\uD800\r\n مُحَمَّد 👨‍👩‍👧 ${'ب'.repeat(100_000)}`,
        parts: [{ kind: 'heading', level: 1, start: 0, end: 5, skip: [{ start: 1, end: 2 }] }],
        metadata: { date: { value: '2026-11', origin: 'html' } },
      })
      expect(await store.documents.find('d')).toBeUndefined()
      await store.documents.put(
        added('d', { address: { ...address, thread: 't' }, kind: 'file', source: whole }),
        'mod',
      )
      const document = await store.documents.find('d')
      expect(document).toEqual({ ...added('d', { kind: 'file', source: whole }), changedAt: START })
      expect(await store.documents.added({ ...address, thread: 't2' })).toEqual([document])
    })
    test('only those that are added are told, of one conversation or of all', async () => {
      await store.documents.put(added('d1'), 'mod')
      await store.documents.put(added('d2', { state: 'proposed' }), 'mod')
      await store.documents.put(added('d3', { state: 'removed' }), 'mod')
      await store.documents.put(added('d4', { address: { ...address, conversation: 'c2' } }), 'mod')
      await store.documents.put(added('d5', { address: { ...address, platform: 'discord' } }), 'mod')
      expect(await addedIds(address)).toEqual(['d1'])
      expect(await addedIds()).toEqual(['d1', 'd4', 'd5'])
      expect(await store.documents.find('d2')).toMatchObject({ state: 'proposed' })
      expect(await store.documents.find('d3')).toMatchObject({ state: 'removed' })
    })
    test('a document that is put again is replaced whole', async () => {
      await store.documents.put(added('d'), 'mod')
      time += 1000
      const edited = added('d', { kind: 'file', source: source('other', { metadata: {} }) })
      await store.documents.put(edited, 'mod')
      expect(await store.documents.added()).toEqual([{ ...edited, changedAt: time }])
    })
    test('they are told in the order in which they were added, whatever the clock and the ids say', async () => {
      await store.documents.put(added('2', { state: 'proposed' }), 'mod')
      await store.documents.put(added('9'), 'mod')
      time -= 3_600_000
      await store.documents.put(added('10'), 'mod')
      await store.documents.put(added('2'), 'mod')
      expect(await addedIds()).toEqual(['9', '10', '2'])
    })
    test('one that is edited, or removed and restored, keeps its place', async () => {
      for (const id of ['1', '2', '3']) await store.documents.put(added(id), 'mod')
      await store.documents.put(added('1', { source: source('edited') }), 'mod')
      await store.documents.put(added('2', { state: 'removed' }), 'mod')
      await store.documents.put(added('2'), 'mod')
      expect(await addedIds()).toEqual(['1', '2', '3'])
    })
    test('the revision is another after whatever changes the list, and never one that was before', async () => {
      const revisions = [await store.documents.revision()]
      for (const document of [
        added('1'),
        added('2'),
        added('1', { source: source('1', { text: 'other words' }) }),
        added('2', { state: 'removed' }),
        added('2'),
        added('2', { state: 'removed' }),
      ]) {
        await store.documents.put(document, 'mod')
        revisions.push(await store.documents.revision())
      }
      time += 2 * DAY
      await store.retain(START)
      await store.documents.put(added('3'), 'mod')
      revisions.push(await store.documents.revision())
      await store.chats.move(platform, 'c1', 'c9')
      revisions.push(await store.documents.revision())
      expect(new Set(revisions).size).toBe(revisions.length)
    })
    test('the revision stays while the list does', async () => {
      await store.documents.put(added('1'), 'mod')
      const revision = await store.documents.revision()
      time += 1000
      await store.documents.put(added('2', { state: 'proposed' }), 'mod')
      await store.documents.put(added('2', { state: 'removed' }), 'mod')
      await store.chats.move(platform, 'c2', 'c9')
      expect(await store.documents.revision()).toBe(revision)
    })
  })

  describe(`the store in ${subject.name}: people`, () => {
    test('of a stranger there is nothing, not even a date', async () => {
      expect(await store.people.data(platform, 'stranger')).toEqual({ questions: 0, votes: 0, decisions: 0 })
      expect(await store.people.forget(platform, 'stranger')).toEqual({ questions: 0, votes: 0, decisions: 0 })
    })
    test('a person is told how many questions and votes are kept, and since when', async () => {
      await store.questions.record(question('q1', { from: 'p2' }))
      await store.questions.vote(platform, 'q1', 'p1', 'up')
      time += DAY
      await store.questions.record(question('q2'))
      await store.questions.record(question('q3', { address: { ...address, platform: 'discord' } }))
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 1, votes: 1, decisions: 0, since: START })
      expect(await store.people.data('discord', 'p1')).toEqual({
        questions: 1,
        votes: 0,
        decisions: 0,
        since: START + DAY,
      })
    })
    test('forgetting deletes questions and votes of this person alone, and says what they were', async () => {
      await store.questions.record(question('q1'))
      await store.questions.record(question('q2', { from: 'p2' }))
      await store.questions.vote(platform, 'q1', 'p2', 'up')
      await store.questions.vote(platform, 'q2', 'p1', 'down')
      expect(await store.people.forget(platform, 'p1')).toEqual({ questions: 1, votes: 1, decisions: 0, since: START })
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 0, votes: 0, decisions: 0 })
      expect(await store.people.data(platform, 'p2')).toEqual({ questions: 1, votes: 0, decisions: 0, since: START })
      expect(await store.questions.vote(platform, 'q1', 'p2', 'up')).toBe('unknown')
    })
    test('what somebody decided as a moderator is counted, each kind of it, and since when', async () => {
      await raise('q1', { from: 'p2' })
      await raise('q2', { from: 'p2' })
      const row = await made('2026-11-21')
      await store.chats.change(address, { language: 'fr' }, 'mod')
      time += DAY
      await store.questions.close(address, ['q1'], 'mod')
      await store.questions.answer(address, ['q2'], 'note1', 'mod')
      await store.documents.put(added('note1'), 'mod')
      const posting = await store.slots.change(row, { state: 'posting', by: 'mod' })
      await store.slots.change(posting ?? row, { state: 'posted' })
      await made('2026-11-22', { by: 'mod' })
      expect(await store.people.data(platform, 'mod')).toEqual({ questions: 0, votes: 0, decisions: 6, since: START })
      expect(await store.people.data('discord', 'mod')).toEqual({ questions: 0, votes: 0, decisions: 0 })
    })
    test('what a moderator decided stays when they are forgotten, without saying who did', async () => {
      const row = await made('2026-11-21', { by: 'mod', note: 'a' })
      await store.chats.change(address, { language: 'fr' }, 'mod')
      await store.documents.put(added('d'), 'mod')
      expect(await store.people.forget(platform, 'mod')).toMatchObject({ decisions: 3 })
      expect(await store.people.data(platform, 'mod')).toEqual({ questions: 0, votes: 0, decisions: 0 })
      const { by: _, ...anonymous } = row
      expect(await store.slots.find(row.id)).toEqual(anonymous)
      expect(await store.chats.settings(address)).toEqual({ language: 'fr' })
      expect(await addedIds()).toEqual(['d'])
      expect(await store.slots.change(row, { state: 'posting' })).toBeDefined()
    })
    test('a question of theirs that was answered is nobody’s to be told', async () => {
      await raise('q')
      await store.questions.answer(address, ['q'], 'note1', 'mod')
      await store.people.forget(platform, 'p1')
      expect(await store.questions.untold()).toEqual([])
      expect(await store.questions.between(address, START, START + 1)).toEqual([])
    })
    test('digests of the conversations they asked in are blanked, drafts of them that are shown elsewhere too', async () => {
      const mods = { platform, conversation: 'mods' }
      await store.questions.record(question('q'))
      await store.questions.record(question('q2', { from: 'p2', address: { ...address, conversation: 'c2' } }))
      const posted = await digest('c1', 'posted')
      await deliver(posted)
      await deliver(
        await store.outbox.put({ address: mods, subject: 'announcement/digest/c1/draft', posts: [post('draft')] }),
      )
      await deliver(await digest('c2', 'c2', { ...address, conversation: 'c2' }))
      await deliver(await digest('c11', 'c11'))
      await deliver(await digest('mods', 'mods'))
      await putAndDeliver('announcement/other', [post('other')])
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.find(platform, 'posted')).toBeUndefined()
      expect(await store.outbox.find(platform, 'draft')).toBeUndefined()
      for (const key of ['c2', 'c11', 'mods', 'other']) expect((await found(key)).payload).toBe(`text of ${key}`)
      expect(await store.outbox.has(platform, 'announcement/digest/c1/2026-11-21')).toBe(true)
      expect(
        (await store.outbox.of(platform, 'announcement/digest/c1/2026-11-21')).map(({ message }) => message),
      ).toEqual([`m${posted[0]?.id}`])
    })
    test('any other message that repeats what they asked is blanked too, whoever it is to', async () => {
      await store.questions.record(question('q', { text: 'كم سعر (التذكرة) إلى مدينة فاس اليوم؟' }))
      const shown = (key: string, text: string): Post => ({ key, payload: JSON.stringify({ text }) })
      await putAndDeliver('list', [shown('list', '1. كم سعر \\\\(التذكرة\\\\) إلى مدينة فاس اليوم؟')], 'mod')
      await putAndDeliver('another', [shown('another', '1. كم سعر التذكرة إلى الرباط؟')], 'mod')
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.find(platform, 'list')).toBeUndefined()
      expect((await found('another')).payload).toContain('الرباط')
    })
    test('so is one that says what a question of theirs was taken to be about, however short the question', async () => {
      await store.questions.record(question('q', { text: 'متى؟', assumed: 'صومعة (حسان)' }))
      const shown = (key: string, text: string): Post => ({ key, payload: JSON.stringify({ text }) })
      await putAndDeliver('list', [shown('list', '1. متى؟ (عن: صومعة (حسان))')], 'mod')
      await putAndDeliver('escaped', [shown('escaped', 'متى؟ \\(عن\\: صومعة \\(حسان\\)\\)')], 'mod')
      await putAndDeliver('why', [shown('why', 'لماذا؟ متى؟\nعن: \u2068صومعة (حسان)\u2069')], 'mod')
      await putAndDeliver('another', [shown('another', 'بنيت صومعة حسان في الرباط')], 'mod')
      await store.people.forget(platform, 'p1')
      for (const key of ['list', 'escaped', 'why']) expect(await store.outbox.find(platform, key)).toBeUndefined()
      expect((await found('another')).payload).toContain('الرباط')
    })
    test('names of conversations are letters, not patterns', async () => {
      await store.questions.record(question('q', { address: { ...address, conversation: 'c_%' } }))
      await deliver([...(await digest('c_%', 'a')), ...(await digest('c12', 'b')), ...(await digest('C_%', 'c'))])
      await store.people.forget(platform, 'p1')
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      expect((await found('b')).payload).toBe('text of b')
      expect((await found('c')).payload).toBe('text of c')
    })
    test('a digest that is on its way is delivered, and blanked then', async () => {
      await store.questions.record(question('q'))
      const rows = await digest('c1', 'a')
      await store.outbox.sending(rows[0]?.id ?? 0)
      await store.people.forget(platform, 'p1')
      expect(only(await store.outbox.pending(platform)).payload).toBe('text of a')
      await deliver(rows)
      expect(await store.outbox.find(platform, 'a')).toBeUndefined()
      expect(await store.outbox.has(platform, 'announcement/digest/c1/2026-11-21')).toBe(true)
    })
    test('a digest that is made anew after they were forgotten is kept', async () => {
      await store.questions.record(question('q'))
      await deliver(await digest('c1', 'a'))
      await store.people.forget(platform, 'p1')
      await deliver(await digest('c1', 'b'))
      expect((await found('b')).payload).toBe('text of b')
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
      expect(await subjectOf('m1')).toBeUndefined()
      expect(await store.outbox.has(platform, 's')).toBe(true)
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
      expect(await store.people.data(platform, 'p1')).toEqual({ questions: 1, votes: 0, decisions: 0, since: time })
      expect(await store.people.data(platform, 'p2')).toEqual({ questions: 0, votes: 0, decisions: 0 })
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
    test('digests stay for forty days at least, and longer where everything does', async () => {
      const dates = ['2026-09-01', '2026-10-11', '2026-10-12', '2026-11-20']
      for (const date of dates) await made(date, { state: 'posted' })
      const left = async (): Promise<string[]> =>
        (await store.slots.latest(address, 99)).map(({ date }) => date).reverse()
      await store.retain(Date.UTC(2026, 7, 1))
      expect(await left()).toEqual(dates)
      await store.retain(Date.UTC(2026, 9, 1))
      expect(await left()).toEqual(dates.slice(1))
      await store.retain(START)
      expect(await left()).toEqual(dates.slice(2))
      expect(await store.slots.make(slot('2026-10-12'))).toBeUndefined()
    })
    test('a document that is proposed or removed stays for a day, one that is added for good', async () => {
      await store.documents.put(added('added'), 'mod')
      await store.documents.put(added('proposed', { state: 'proposed' }), 'mod')
      await store.documents.put(added('removed'), 'mod')
      time += 10 * DAY
      await store.documents.put(added('removed', { state: 'removed' }), 'mod')
      await store.documents.put(added('new', { state: 'proposed' }), 'mod')
      const left = async (): Promise<boolean[]> =>
        Promise.all(['added', 'proposed', 'removed', 'new'].map(async (id) => !!(await store.documents.find(id))))
      await store.retain(START - DAY)
      expect(await left()).toEqual([true, false, true, true])
      time += DAY
      await store.retain(START - DAY)
      expect(await left()).toEqual([true, false, true, true])
      time += 1
      await store.retain(START - DAY)
      expect(await left()).toEqual([true, false, false, false])
      time += 1000 * DAY
      await store.retain(time)
      expect(await addedIds()).toEqual(['added'])
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
