/** Who may do what moderators do: asked at the moment it matters, and of the conversation that it matters for. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Address, type Incoming, phrases, type Reply, type Store } from '../../src/index.ts'
import { commandOf, EVENING, GAPS, GROUP, MODERATORS, openRoom, QUESTIONS, type Room, TODAY } from '../digest/room.ts'

const say = phrases('ar')
const [UNION = ''] = QUESTIONS
const REFUSED: Reply = [{ type: 'notice', text: say.moderatorsOnly }]
const OTHER: Address = { platform: 'telegram', conversation: '-3003' }

let room: Room
let note = ''
beforeEach(async () => {
  room = await openRoom()
  await room.schedule({ mode: 'review' }, { drafts: MODERATORS })
  await room.ask(UNION, ...GAPS)
  await room.send('/raise -1001/2')
  await room.send('/raise -1001/3')
  await room.send('/gaps answer -1001/2 انقع السميد ثم بخره فوق المرق.')
  note = (await room.store.documents.added(GROUP))[0]?.id ?? ''
  room.set(EVENING)
  await room.sanad.look()
})
afterEach(() => room.store.close())

/** Everything that a change could show in. */
const all = async ({ store }: { store: Store }): Promise<string> =>
  JSON.stringify([
    await store.slots.latest(GROUP, 9),
    await store.chats.settings(GROUP),
    await store.questions.raised(GROUP),
    await store.documents.added(GROUP),
  ])
/** A person who moderates some conversations, and is asked about them. */
function person(moderates: readonly Address[]): Partial<Incoming> & { asked: (Address | undefined)[] } {
  const asked: (Address | undefined)[] = []
  return {
    from: 'somebody',
    asked,
    async isModerator(of) {
      asked.push(of)
      return moderates.some(({ conversation }) => conversation === (of ?? GROUP).conversation)
    },
  }
}

const OF_SLOTS = [
  '/draft show 1',
  '/draft post 1',
  '/draft skip 1',
  '/draft edit 1',
  '/draft drop 1 -1001/1',
  '/draft keep 1 -1001/1',
  '/draft note 1 ملاحظة',
  '/draft clear 1',
  '/draft correct 1',
  '/draft there 1',
  '/draft again 1',
  '/draft rest 1',
]
const typed = (): string[] => [
  '/digest',
  '/digest post',
  '/digest off',
  '/digest drafts',
  '/digest drafts -1001',
  '/digest add جامعة القرويين',
  '/digest 20:00 UTC auto',
  '/start d_-1001',
  '/gaps',
  '/gaps answer -1001/3 ألف',
  '/gaps close -1001/3',
  '/corpus',
  '/corpus list',
  '/corpus add',
  '/corpus remove 1',
  `/corpus edit ${note} ألف`,
  `/corpus confirm ${note}`,
  `/corpus cancel ${note}`,
  `/corpus restore ${note}`,
  '/stats',
]

describe('a member who moderates nothing', () => {
  test('is refused everything, and nothing changes', async () => {
    const before = await all(room)
    const posts = room.shown.length
    for (const command of [...OF_SLOTS, ...typed()])
      expect([command, await room.send(command, person([]))]).toEqual([command, REFUSED])
    expect(await all(room)).toBe(before)
    expect(room.shown).toHaveLength(posts)
  })
  test('is refused where the platform tells nothing of moderators', async () => {
    for (const command of [...OF_SLOTS, ...typed()]) {
      const { isModerator: _, ...incoming } = person([])
      const reply = await room.sanad.handle({
        id: 'forged',
        address: GROUP,
        place: 'group',
        text: command,
        addressed: true,
        from: incoming.from ?? '',
      })
      expect([command, reply]).toEqual([command, REFUSED])
    }
  })
})

test('who moderated once and no longer does is refused, also on buttons of then', async () => {
  const draft = room.in(MODERATORS)[0]?.reply ?? []
  const button = commandOf(draft, '/draft post')
  expect(await room.send(button, person([]))).toEqual(REFUSED)
  expect(room.posts()).toEqual([])
  await room.send(button, person([GROUP]))
  expect(room.posts()).toHaveLength(1)
})

describe('a button of a slot', () => {
  test('asks for the right in the slot’s conversation, wherever it is pressed', async () => {
    for (const command of OF_SLOTS) {
      const somebody = person([GROUP])
      await room.send(command, { ...somebody, address: MODERATORS })
      expect(somebody.asked).toEqual([expect.objectContaining(GROUP)])
    }
  })
  test('is refused to who moderates the place of the press only', async () => {
    const before = await all(room)
    for (const address of [MODERATORS, OTHER, { platform: 'telegram', conversation: '~me' }])
      for (const command of OF_SLOTS)
        expect([command, await room.send(command, { ...person([address]), address })]).toEqual([command, REFUSED])
    expect(await all(room)).toBe(before)
  })
  test('is of no use on another platform, even to a moderator there', async () => {
    const before = await all(room)
    const address = { platform: 'discord', conversation: GROUP.conversation }
    for (const command of OF_SLOTS)
      expect(await room.send(command, { address, isModerator: async () => true })).toEqual([
        { type: 'notice', text: say.tooOld },
      ])
    expect(await all(room)).toBe(before)
  })
  test('of a slot that is not there says that it is too old', async () => {
    for (const command of ['/draft post 99', '/draft post 999999999999'])
      expect(await room.send(command)).toEqual([{ type: 'notice', text: say.tooOld }])
  })
})

describe('what is typed', () => {
  test('works on the conversation it is typed in, whatever else somebody moderates', async () => {
    const before = await all(room)
    for (const command of typed().filter((one) => !/drafts -1001|d_-1001/.test(one)))
      await room.send(command, { address: OTHER, isModerator: async (of) => (of ?? OTHER).conversation === '-3003' })
    expect(await all(room)).toBe(before)
  })
  test('“drafts here” for another conversation needs the right in both', async () => {
    const command = `/digest drafts ${GROUP.conversation}`
    const only = (...conversations: string[]): Partial<Incoming> => ({
      address: OTHER,
      isModerator: async (of) => conversations.includes((of ?? OTHER).conversation),
    })
    expect(await room.send(command, only('-3003'))).toEqual([{ type: 'notice', text: say.digest.askInGroup }])
    expect(await room.send(command, only('-1001'))).toEqual(REFUSED)
    expect((await room.store.chats.settings(GROUP)).drafts).toEqual(MODERATORS)
    await room.send(command, only('-1001', '-3003'))
    expect((await room.store.chats.settings(GROUP)).drafts).toEqual(OTHER)
  })
})

test('a member’s press on a form of moderators’ is refused when it is sent', async () => {
  expect(await room.send('/draft note 1 أنا المشرف', person([]))).toEqual(REFUSED)
  expect((await room.slot(TODAY))?.note).toBeUndefined()
})
