import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Address, phrases, type Slot } from '../../src/index.ts'
import { dateText } from '../../src/interface/dates.ts'
import {
  actionsOf,
  commandOf,
  commands,
  EVENING,
  GAPS,
  GROUP,
  MINUTE,
  MODERATORS,
  openRoom,
  posting,
  QUESTIONS,
  type Room,
  TODAY,
  words,
} from '../digest/room.ts'

const say = phrases('ar')
const [UNION = '', , HASSAN = ''] = QUESTIONS
const [COUSCOUS = ''] = GAPS
const date = dateText(TODAY, 'ar')

let room: Room
beforeEach(async () => {
  room = await openRoom()
  await room.schedule({ mode: 'review' }, { drafts: MODERATORS })
  await room.ask(UNION, HASSAN, COUSCOUS)
  room.set(EVENING)
  await room.sanad.look()
})
afterEach(() => room.store.close())
const slot = async (): Promise<Slot | undefined> => room.slot(TODAY)
const draft = () => room.in(MODERATORS)[0]?.reply ?? []
const post = () => room.posts()[0]?.reply ?? []

describe('a draft before the moderators', () => {
  test('is posted by a press, where members read; the draft becomes a word on it', async () => {
    const reply = await room.send(commandOf(draft(), '/draft post'), { from: 'amal' })
    expect(words(reply)).toBe(say.digest.state.posted(date))
    expect(room.posts().map(({ address }) => address)).toEqual([GROUP])
    expect(words(post())).toContain(UNION)
    expect(words(draft())).toBe(say.digest.state.posted(date))
    expect(commands(draft())).toEqual(['/draft edit 1'])
    expect(room.shown).toHaveLength(2)
  })
  test('is left out by a press, and nothing is posted', async () => {
    expect(words(await room.send('/draft skip 1'))).toContain(say.digest.state.skipped(date))
    expect(room.posts()).toEqual([])
    expect((await slot())?.state).toBe('skipped')
    expect(words(draft())).toContain(say.digest.state.skipped(date))
    await room.sanad.look()
    expect(room.posts()).toEqual([])
  })
  test('may be posted all the same after it was left out', async () => {
    await room.send('/draft skip 1')
    await room.send('/draft post 1')
    expect(room.posts()).toHaveLength(1)
  })
  test('is shown again', async () => {
    const reply = await room.send('/draft show 1')
    expect(words(reply)).toContain(say.digest.draftOf(date))
    expect(commands(reply)).toEqual(['/draft post 1', '/draft edit 1', '/draft skip 1'])
  })
  test('says where members read it only what is posted: every choice is for moderators', async () =>
    expect(actionsOf(post())).toEqual([]))
})

describe('editing', () => {
  test('lists every item by number, each with a button', async () => {
    const reply = await room.send('/draft edit 1')
    const [heading, ...lines] = words(reply).split('\n')
    expect(heading).toBe(say.digest.editing)
    expect(lines).toEqual([UNION, HASSAN, COUSCOUS].map((text, at) => `✓ ${at + 1}. \u2068${text}\u2069`))
    expect(commands(reply).slice(0, 3)).toEqual([
      '/draft drop 1 -1001/1',
      '/draft drop 1 -1001/2',
      '/draft drop 1 -1001/3',
    ])
  })
  test('turns pages where a day has more items than buttons, and stays on the page of what was chosen', async () => {
    const busy = await openRoom()
    for (let number = 1; number <= 15; number++) await busy.ask(`${'كلمة'.repeat(number)}${number}؟`)
    await busy.send('/digest', { hidden: true })
    expect(commands(await busy.send('/draft edit 1'))).toContain('/draft edit 1 2')
    const second = await busy.send('/draft edit 1 2')
    const drops = commands(second).filter((command) => command.startsWith('/draft drop'))
    expect(drops).toHaveLength(3)
    expect(words(second)).toContain('✓ 13.')
    const chosen = await busy.send(drops[0] ?? '')
    expect(words(chosen)).toContain('✗ 13.')
    expect(commands(chosen)).toContain('/draft edit 1 1')
    expect(words(await busy.send('/draft edit 1 99'))).toContain('✗ 13.')
    await busy.store.close()
  })
  test('leaves an item out, and takes it in again', async () => {
    const out = await room.send('/draft drop 1 -1001/1')
    expect(words(out)).toContain(`✗ 1. \u2068${UNION}`)
    expect(words(await room.send('/draft show 1'))).not.toContain(UNION)
    await room.send(commandOf(out, '/draft keep'))
    expect(words(await room.send('/draft show 1'))).toContain(UNION)
    expect((await slot())?.dropped).toEqual([])
  })
  test('leaves out all questions that ask the same', async () => {
    room.set('2026-11-22T20:00:00Z')
    await room.ask('في أي سنة تأسس اتحاد المغرب العربي؟')
    room.set(EVENING)
    await room.send('/draft drop 1 -1001/1')
    await room.send('/draft post 1')
    expect(words(post())).not.toContain('اتحاد المغرب العربي؟')
    expect(words(post())).toContain(HASSAN)
  })
  test('writes a note, changes it, and removes it', async () => {
    const form = actionsOf(await room.send('/draft edit 1')).find(({ command }) => command === '/draft note 1')?.form
    expect(form?.fields).toEqual([{ label: say.digest.noteField, required: true, longest: 1000 }])
    await room.send('/draft note 1 غدا عطلة\nوبعده درس')
    const reply = await room.send('/draft note 1 غدا درس')
    expect(words(await room.send('/draft show 1'))).toContain(say.digest.note('\u2068غدا درس\u2069'))
    expect(actionsOf(reply).find(({ command }) => command === '/draft note 1')?.form?.fields[0]?.value).toBe('غدا درس')
    await room.send(commandOf(reply, '/draft clear'))
    expect((await slot())?.note).toBeUndefined()
  })
  test('takes no empty note, cuts one that is too long, and takes out what turns directions', async () => {
    await room.send('/draft note 1   \u200F ')
    expect((await slot())?.note).toBeUndefined()
    await room.send(`/draft note 1 ${'𞤀'.repeat(2000)}`)
    const note = (await slot())?.note ?? ''
    expect(note.length).toBeLessThanOrEqual(1000)
    expect(note.isWellFormed()).toBe(true)
    await room.send('/draft note 1 غدا \u202Eعطلة\u2069')
    expect((await slot())?.note).toBe('غدا عطلة')
  })
  test('of a topic that was added: it can be left out', async () => {
    await room.send('/digest add جامعة القرويين')
    expect(words(await room.send('/draft show 1'))).toContain('🔎')
    await room.send(commandOf(await room.send('/draft edit 1'), '/draft drop 1 topic:'))
    expect(words(await room.send('/draft show 1'))).not.toContain('🔎')
  })
  test('is recorded with who did it', async () => {
    await room.send('/draft note 1 غدا عطلة', { from: 'amal' })
    expect((await slot())?.by).toBe('amal')
    expect((await room.store.people.data('telegram', 'amal')).decisions).toBe(1)
    await room.send('/digest add جامعة القرويين', { from: 'karim' })
    expect((await room.store.people.data('telegram', 'karim')).decisions).toBe(1)
  })
  test('of what is on its way is refused: what was ordered is what is posted', async () => {
    let edited: string | undefined
    room.fail(async (subject) => {
      if (subject === 'digest/-1001/2026-11-22' && edited === undefined) {
        edited = words(await room.send('/draft note 1 متأخرة', { address: MODERATORS }))
      }
      return undefined
    })
    await room.send('/draft post 1', { from: 'amal' })
    expect(edited).toContain(say.digest.state.posting(date))
    expect(await slot()).toMatchObject({ state: 'posted', by: 'amal' })
    expect((await slot())?.note).toBeUndefined()
  })
})

describe('what was posted', () => {
  beforeEach(() => room.send('/draft post 1'))
  test('is corrected where it stands, and not posted again', async () => {
    await room.send('/draft drop 1 -1001/1')
    const editor = await room.send('/draft note 1 تصحيح')
    expect(words(post())).toContain(UNION)
    expect(words(await room.send(commandOf(editor, '/draft correct')))).toBe(say.digest.corrected)
    expect(room.posts()).toHaveLength(1)
    expect(words(post())).not.toContain(UNION)
    expect(words(post())).toContain('تصحيح')
  })
  test('cannot be corrected when its message is no longer there, or the network is not', async () => {
    room.fail(posting('gone'))
    expect(words(await room.send('/draft correct 1'))).toBe(say.digest.cannotCorrect)
    room.fail(posting('unavailable'))
    expect(words(await room.send('/draft correct 1'))).toBe(say.digest.unreachable)
    expect((await slot())?.state).toBe('posted')
  })
  test('is neither posted nor left out a second time', async () => {
    for (const command of ['/draft post 1', '/draft skip 1', '/draft again 1', '/draft there 1', '/digest post'])
      expect(words(await room.send(command))).toContain(say.digest.state.posted(date))
    expect(room.posts()).toHaveLength(1)
    expect((await slot())?.state).toBe('posted')
  })
})

describe('two moderators at once', () => {
  test('one wins; the other is told that somebody was faster', async () => {
    const replies = await Promise.all([
      room.send('/draft post 1', { from: 'amal', address: MODERATORS }),
      room.send('/draft post 1', { from: 'karim', address: { platform: 'telegram', conversation: '~karim' } }),
    ])
    expect(room.posts()).toHaveLength(1)
    const { by } = (await slot()) ?? {}
    const late = by === 'amal' ? replies[1] : replies[0]
    expect(words(late ?? [])).toContain(say.digest.changedMeanwhile)
    expect(words(by === 'amal' ? replies[0] : replies[1])).toBe(say.digest.state.posted(date))
  })
  test('one posts and one leaves it out: either it is posted, or it is not', async () => {
    await Promise.all([
      room.send('/draft skip 1', { from: 'amal', address: MODERATORS }),
      room.send('/draft post 1', { from: 'karim', address: { platform: 'telegram', conversation: '~karim' } }),
    ])
    const state = (await slot())?.state
    expect(['skipped', 'posted']).toContain(state)
    expect(room.posts()).toHaveLength(state === 'posted' ? 1 : 0)
  })
  test('who presses twice is not told that somebody else was faster', async () => {
    await room.send('/draft post 1', { from: 'amal' })
    expect(words(await room.send('/draft post 1', { from: 'amal' }))).toBe(say.digest.state.posted(date))
    expect(words(await room.send('/draft post 1', { from: 'karim' }))).toContain(say.digest.changedMeanwhile)
  })
})

describe('what there is nothing to say in', () => {
  test('is not posted, whoever wants it', async () => {
    room.set('2026-11-24T12:00:00Z')
    const reply = await room.send('/digest post')
    expect(words(reply)).toContain(say.digest.nothing(dateText('2026-11-24', 'ar')))
    expect(room.posts()).toEqual([])
  })
  test('is posted with a note', async () => {
    room.set('2026-11-24T12:00:00Z')
    const empty = await room.send('/digest', { hidden: true })
    const command = commandOf(empty, '/draft note')
    await room.send(`${command} غدا عطلة`)
    await room.send(command.replace('note', 'post'))
    expect(words(post())).toContain('غدا عطلة')
  })
})

describe('the rest', () => {
  beforeEach(async () => {
    room.set('2026-11-22T20:00:00Z')
    await room.ask(...QUESTIONS, ...GAPS)
    room.set('2026-11-22T21:10:00Z')
  })
  const member = { from: 'member', isModerator: async () => false }
  test('is for everybody who reads the post', async () => {
    await room.send('/draft post 1')
    const rest = await room.send(commandOf(post(), '/draft rest'), member)
    expect(words(rest)).toContain(QUESTIONS[8])
    expect(words(rest)).not.toContain(UNION)
  })
  test('is for moderators only before', async () => {
    expect(await room.send('/draft rest 1', member)).toEqual([{ type: 'notice', text: say.moderatorsOnly }])
    expect(words(await room.send('/draft rest 1'))).toContain(QUESTIONS[8])
  })
  test('is for nobody elsewhere', async () => {
    await room.send('/draft post 1')
    const elsewhere: Address = { platform: 'telegram', conversation: '-3003' }
    expect(await room.send('/draft rest 1', { ...member, address: elsewhere })).toEqual([
      { type: 'notice', text: say.moderatorsOnly },
    ])
  })
})

test('what somebody asked and had forgotten is in neither draft, post nor rest', async () => {
  await room.send('/forgetme', { from: 'p1' })
  expect(words(await room.send('/draft show 1'))).not.toContain(UNION)
  await room.send('/draft post 1')
  expect(words(post())).not.toContain(UNION)
  expect(words(post())).toContain(HASSAN)
  await room.send('/forgetme', { from: 'p2' })
  room.pass(MINUTE)
  await room.send('/draft correct 1')
  expect(words(post())).not.toContain(HASSAN)
  expect(words(await room.send('/draft rest 1'))).not.toContain(HASSAN)
})
test('a draft of which everything was forgotten is not posted', async () => {
  for (const from of ['p1', 'p2', 'p3']) await room.send('/forgetme', { from })
  expect(words(await room.send('/draft post 1'))).toContain(say.digest.nothing(date))
  expect(room.posts()).toEqual([])
})
