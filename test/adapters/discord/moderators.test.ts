/**
 * What moderators use in Discord: commands with subcommands, files, forms behind buttons, panels, charts, and lines that lead to messages.
 * The core is a handler of the test's own; over the real discord.js and the local server.
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createPseudonyms } from '../../../adapters/chat/pseudonym.ts'
import {
  type Action,
  type Address,
  type Block,
  type Chart,
  DeliveryError,
  type Form,
  type Incoming,
  phrases,
  type Reply,
} from '../../../src/index.ts'
import type { Interaction, Message, Payload, SentMessage, Upload } from '../../peers/discord/index.ts'
import { type ConnectOptions, DOT, seen } from './connected.ts'
import { idOf, labels, leave, type Room, room } from './room.ts'

const say = phrases('ar')
const EDIT = 'PATCH /webhooks/{id}/{token}/messages/@original'
const POST = 'POST /channels/{id}/messages'
const CALLBACK = 'POST /interactions/{id}/{token}/callback'
const FORM: Form = {
  title: 'ملاحظة المشرفين',
  prompt: 'اكتب الملاحظة',
  fields: [
    { label: 'الملاحظة', required: true, longest: 1000, value: 'ملاحظة الأمس' },
    { label: 'الرابط', required: false, longest: 199 },
  ],
}

afterEach(leave)

interface Place extends Room {
  /** What the core was asked, in order. */
  readonly heard: Incoming[]
  /** The last of it. */
  last(): Incoming
}

type Answer = (incoming: Incoming) => Reply | Promise<Reply>
const text = (words: string): Block => ({ type: 'text', text: words })
const actions = (...all: Action[]): Block => ({ type: 'actions', actions: all })
const echo: Answer = ({ text: words }) => [text(`سمعت ${words}`)]

async function place(answer: Answer = echo, options: ConnectOptions = {}): Promise<Place> {
  const heard: Incoming[] = []
  const here = await room({
    ...options,
    handle: async (incoming) => {
      heard.push(incoming)
      return answer(incoming)
    },
  })
  const last = (): Incoming => {
    const found = heard.at(-1)
    if (found === undefined) throw new Error('nothing was heard')
    return found
  }
  return { ...here, heard, last }
}

/** A moderator's command. */
const command = (
  { slash, other }: Place,
  name: string,
  subcommand: readonly string[] = [],
  values: Parameters<Room['slash']>[1] = {},
): Promise<SentMessage> => slash(name, values, other(['MANAGE_MESSAGES']), undefined, { subcommand })
const addressOf = ({ guild, channel }: Room): Address => ({
  platform: 'discord',
  conversation: guild.id,
  thread: channel.id,
})
const callbacks = ({ peer }: Room): number[] =>
  peer.record.filter(({ method }) => method === CALLBACK).map(({ payload }) => payload['type'])

describe('commands', () => {
  test('come to the core as they would be typed, and their answers are for who gave them', async () => {
    const here = await place()
    const { peer, guild, last } = here
    const [drafts, posts] = [peer.channel(guild), peer.channel(guild)]
    for (const [name, subcommand, values, expected] of [
      ['digest', ['preview'], {}, '/digest'],
      ['digest', ['post'], {}, '/digest post'],
      ['digest', ['off'], {}, '/digest off'],
      ['digest', ['schedule'], { time: '21:00' }, '/digest 21:00'],
      [
        'digest',
        ['schedule'],
        { time: '21:00', zone: 'Africa/Casablanca', mode: 'review', channel: posts.id, drafts: drafts.id },
        `/digest 21:00 Africa/Casablanca review to:${posts.id} drafts:${drafts.id}`,
      ],
      ['corpus', ['list'], {}, '/corpus list'],
      ['corpus', ['remove'], { number: 2 }, '/corpus remove 2'],
      ['stats', [], {}, '/stats'],
      ['why', [], { question: 'متى؟' }, '/why متى؟'],
      ['gaps', [], {}, '/gaps'],
    ] as const) {
      const answer = await command(here, name, subcommand, values)
      expect(last()).toMatchObject({ text: expected, hidden: true, address: addressOf(here) })
      expect(answer.ephemeralFor).toBeDefined()
      expect(seen(answer.text)).toBe(`سمعت ${expected}`)
    }
    expect(peer.sent(here.channel)).toEqual([])
  })
  test('that others see the answer of say nothing of hiding', async () => {
    const { slash, last, peer, person } = await place()
    await slash('ask', { question: 'متى؟' })
    expect(last()).not.toHaveProperty('hidden')
    await slash('stats', {}, person, peer.dm(person))
    expect(last()).not.toHaveProperty('hidden')
  })
  test('complete a zone, and the documents of this server', async () => {
    const asked: unknown[] = []
    const here = await place(echo, {
      options: {
        complete: async (what, typed, limit, address) => {
          asked.push([what, typed, limit, address])
          return [{ label: 'الدار البيضاء', value: 'Africa/Casablanca' }]
        },
      },
    })
    const { peer, channel, person } = here
    const zone = { name: 'zone', value: 'الدار' }
    expect(
      await peer.autocomplete(channel, person, 'digest', zone, { time: '21:00' }, { subcommand: ['schedule'] }),
    ).toEqual([{ name: 'الدار البيضاء', value: 'Africa/Casablanca' }])
    await peer.autocomplete(channel, person, 'sources', { name: 'source', value: '' })
    expect(asked).toEqual([
      ['zone', 'الدار', 25, addressOf(here)],
      ['source', '', 25, addressOf(here)],
    ])
  })
})

describe('the right to moderate', () => {
  const rights = async (incoming: Incoming, of: (Address | undefined)[]): Promise<boolean[]> =>
    Promise.all(of.map(async (one) => (await incoming.isModerator?.(one)) === true))

  test('is asked of this server, wherever in it, and of no other', async () => {
    const here = await place()
    const { conversation, platform } = addressOf(here)
    const asked = [
      undefined,
      addressOf(here),
      { platform, conversation },
      { platform, conversation, thread: '1' },
      { platform, conversation: '1' },
      { platform: 'telegram', conversation },
    ]
    await command(here, 'stats')
    expect(await rights(here.last(), asked)).toEqual([true, true, true, true, false, false])
    await here.slash('stats')
    expect(await rights(here.last(), asked)).toEqual(asked.map(() => false))
    await here.slash('stats', {}, here.other(['ADMINISTRATOR']))
    expect(await rights(here.last(), [undefined, addressOf(here)])).toEqual([true, true])
  })
  test('is one’s own in private, and there is none for a server', async () => {
    const { slash, last, peer, other, guild } = await place()
    const moderator = other(['MANAGE_MESSAGES'])
    await slash('stats', {}, moderator, peer.dm(moderator))
    expect(await rights(last(), [undefined, last().address])).toEqual([true, true])
    expect(await rights(last(), [{ platform: 'discord', conversation: guild.id }])).toEqual([false])
  })
})

describe('a file', () => {
  const BYTES = Buffer.from('# عنوان\n\nنص الوثيقة')
  const FILE: Upload = { name: 'note.md', bytes: BYTES }
  const sent = async (file: Upload, options: ConnectOptions = {}): Promise<Place & { incoming: Incoming }> => {
    const here = await place(echo, options)
    await command(here, 'corpus', ['add'], { file })
    return { ...here, incoming: here.last() }
  }
  const refused = async (incoming: Incoming, longest: number = 1000): Promise<DeliveryError> => {
    const error: unknown = await incoming.file?.read(longest).catch((thrown: unknown) => thrown)
    if (!(error instanceof DeliveryError)) throw new Error('it was read')
    return error
  }

  test('comes with its command, and is read when the core wants it', async () => {
    const { incoming, peer } = await sent(FILE)
    expect(incoming).toMatchObject({ text: '/corpus add', file: { name: 'note.md', size: BYTES.length } })
    const fetched = () => peer.record.filter(({ method }) => method === 'GET file')
    expect(fetched()).toEqual([])
    expect(Buffer.from((await incoming.file?.read(BYTES.length)) ?? []).equals(BYTES)).toBe(true)
    expect(fetched()).toHaveLength(1)
  })
  test('has the name that it was given', async () => {
    expect((await sent({ ...FILE, name: 'وثيقة مهمة.md' })).incoming.file?.name).toBe('وثيقة مهمة.md')
  })
  test('that is too large is not fetched', async () => {
    const { incoming, peer } = await sent(FILE)
    expect(await refused(incoming, BYTES.length - 1)).toMatchObject({ code: 'gone' })
    expect(peer.record.filter(({ method }) => method === 'GET file')).toEqual([])
  })
  for (const [name, url] of [
    ['of a foreign host', 'https://example.org/attachments/1/2/note.md?hm=x'],
    ['of a host that sounds like Discord’s', 'https://cdn.discordapp.com.example.org/a.md'],
    ['of this machine', 'http://127.0.0.1:1/a.md'],
    ['of no host', 'file:///etc/passwd'],
    ['of no address', 'note.md'],
  ] as const)
    test(`${name} is refused, and nobody is asked for it`, async () => {
      const { incoming } = await sent({ ...FILE, url })
      const error = await refused(incoming)
      expect(error).toMatchObject({ code: 'gone', message: expect.stringContaining('not where Discord keeps files') })
      expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain('hm=')
    })
  test('that is no longer there is gone, and one that Discord does not give is to be tried again', async () => {
    const { incoming, peer } = await sent(FILE)
    peer.faults.push({ method: 'GET file', action: { type: 'status', code: 404 } })
    expect(await refused(incoming)).toMatchObject({ code: 'gone' })
    for (const action of [
      { type: 'status', code: 503 },
      { type: 'status', code: 429, retry_after: 1 },
      { type: 'reset' },
    ] as const) {
      peer.faults.push({ method: 'GET file', action })
      const error = await refused(incoming)
      expect(error).toMatchObject({ code: 'unavailable' })
      expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain('hm=')
    }
    expect(await incoming.file?.read(1000)).toHaveLength(BYTES.length)
  })
  test('that does not come is waited for no longer than is said', async () => {
    const { incoming, peer } = await sent(FILE, { options: { patience: { file: 100 } } })
    peer.faults.push({ method: 'GET file', action: { type: 'hang' } })
    expect(await refused(incoming)).toMatchObject({ code: 'unavailable' })
  })
  test('is read by the next run too, where the command was not answered in this one', async () => {
    let release: (reply: Reply) => void = () => {}
    const waiting = new Promise<Reply>((resolve) => {
      release = resolve
    })
    const here = await place(() => waiting, { options: { patience: { drain: 20, others: 20 } } })
    const { peer, channel, other, adapter, another } = here
    const asked = peer.slash(channel, other(['MANAGE_MESSAGES']), 'corpus', { file: FILE }, { subcommand: ['add'] })
    await peer.until(() => here.heard.length === 1)
    await adapter.stop()
    const again = another()
    await again.start(async ({ file }) => [text(`قرأت ${(await file?.read(1000))?.length}`)])
    await here.answer(asked)
    expect(seen(asked.message()?.text ?? '')).toBe(`قرأت ${BYTES.length}`)
    release([])
    await again.stop()
  })
})

describe('a button with a form', () => {
  const noted = actions({ label: 'ملاحظة', command: '/draft 7 note', form: FORM })
  const draft: Answer = ({ text: words }) =>
    words === '/digest' ? [text('مسودة'), noted] : [text(`سمعت ${words}`), noted]
  const opened = async (here: Place): Promise<{ panel: SentMessage; pressed: Interaction; message: Message }> => {
    const moderator = here.other(['MANAGE_MESSAGES'])
    const panel = await here.slash('digest', {}, moderator, undefined, { subcommand: ['preview'] })
    const pressed = here.peer.press(panel, moderator, 'ملاحظة')
    await pressed.settled()
    return { panel, pressed, message: panel }
  }

  test('opens it as its first answer, filled in as it is', async () => {
    const here = await place(draft)
    const { pressed } = await opened(here)
    expect(pressed.modal).toMatchObject({
      title: FORM.title,
      components: [
        {
          type: 18,
          label: 'الملاحظة',
          component: { custom_id: 'text', style: 2, required: true, max_length: 1000, value: 'ملاحظة الأمس' },
        },
        { type: 18, label: 'الرابط', component: { custom_id: 'text2', style: 1, required: false, max_length: 199 } },
      ],
    })
    expect(pressed.modal?.custom_id).toMatch(/^form:[\w-]{12}:0$/)
    expect(callbacks(here).at(-1)).toBe(9)
    expect(here.heard).toHaveLength(1)
    await vi.waitFor(async () => expect(await here.store.inbox.pending('discord')).toEqual([]))
  })
  test('gives the command with what was written, and changes the panel where it stands', async () => {
    const here = await place(draft)
    const { panel, pressed } = await opened(here)
    const submitted = here.peer.submit(pressed, { text: 'سطر أول\nسطر ثان', text2: 'https://example.org' })
    const changed = await here.answer(submitted)
    expect(here.last()).toMatchObject({
      text: '/draft 7 note سطر أول\nسطر ثان\nhttps://example.org',
      hidden: true,
      from: here.heard[0]?.from,
    })
    expect(await here.last().isModerator?.()).toBe(true)
    expect(changed.id).toBe(panel.id)
    expect(callbacks(here).at(-1)).toBe(6)
    // The panel that took its place has a form of its own.
    const again = here.peer.press(changed, here.peer.interactions[0]?.payload['member'].user, 'ملاحظة')
    await again.settled()
    expect(again.modal?.custom_id).not.toBe(pressed.modal?.custom_id)
  })
  test('leaves out what was left empty', async () => {
    const here = await place(draft)
    const { pressed } = await opened(here)
    await here.answer(here.peer.submit(pressed, { text: 'سطر', text2: '' }))
    expect(here.last().text).toBe('/draft 7 note سطر')
    const { pressed: other } = await opened(here)
    await here.answer(here.peer.submit(other, { text: ' \n ' }))
    expect(here.last().text).toBe('/draft 7 note')
  })
  test('under a message of a channel is answered to who wrote alone', async () => {
    const here = await place(draft)
    await here.adapter.deliver(addressOf(here), [text('مسودة'), noted], { subject: 'digest/1' })
    const [public_] = here.peer.sent(here.channel) as [SentMessage]
    const pressed = await here.open(public_, 'ملاحظة')
    const answer = await here.answer(here.peer.submit(pressed, { text: 'سطر' }))
    expect(answer.ephemeralFor).toBe(here.person.id)
    expect(answer.id).not.toBe(public_.id)
    expect(await here.last().isModerator?.()).toBe(false)
    expect(here.peer.sent(here.channel)[0]?.versions).toHaveLength(1)
  })
  test('is too old once its message was changed, also while the form was open', async () => {
    const here = await place(draft)
    const address = addressOf(here)
    await here.adapter.deliver(address, [text('مسودة'), noted], { subject: 'digest/1' })
    const [old] = here.peer.sent(here.channel) as [SentMessage]
    const pressed = await here.open(old, 'ملاحظة')
    await here.adapter.deliver(address, [text('مسودة أخرى'), noted], { subject: 'digest/1' })
    expect(seen((await here.answer(here.peer.submit(pressed, { text: 'سطر' }))).text)).toBe(say.tooOld)
    const stale = await here.answer(here.peer.pressData(old, here.person, idOf(old, 'ملاحظة')))
    expect(seen(stale.text)).toBe(say.tooOld)
    expect(here.heard).toEqual([])
  })
  test('keeps within Discord’s limits whatever it asks for', async () => {
    const field = { label: 'اسم طويل جدا '.repeat(9), required: true, longest: 9000, value: '👍'.repeat(3000) }
    const form = { title: 'عنوان طويل جدا '.repeat(9), prompt: '', fields: [field, field, field, field, field, field] }
    const here = await place(() => [text('مسودة'), actions({ label: 'ملاحظة', command: '/draft 7 note', form })])
    const { pressed } = await opened(here)
    expect(pressed.modal?.title).toHaveLength(45)
    expect(pressed.modal?.components).toHaveLength(5)
    expect(pressed.modal?.components).toMatchObject([{ component: { max_length: 4000 } }, {}, {}, {}, {}])
  })
  test('that was pressed when Sanad ended opens nothing afterwards, and orders nothing', async () => {
    const here = await place(draft, { options: { patience: { others: 20 } } })
    const { panel } = await opened(here)
    const { store, adapter, another, peer, heard } = here
    await adapter.stop()
    // It had been claimed, and no more.
    const { id, payload } = peer.press(panel, peer.interactions[0]?.payload['member'].user, 'ملاحظة')
    const sealed = createPseudonyms(peer.token).seal(JSON.stringify(payload))
    await store.inbox.add([{ platform: 'discord', id, conversation: here.guild.id, payload: sealed }])
    const calls = peer.record.length
    const again = another()
    await again.start(async (incoming) => {
      heard.push(incoming)
      return []
    })
    await vi.waitFor(async () => expect(await store.inbox.pending('discord')).toEqual([]))
    await again.stop()
    expect(heard).toHaveLength(1)
    expect(peer.record.slice(calls).filter(({ method }) => /interactions|webhooks/.test(method))).toEqual([])
  })

  describe('that is forged', () => {
    const stranger = async (here: Place): Promise<{ message: Message; from: Parameters<Room['open']>[2] & object }> => {
      const elsewhere = here.peer.guild()
      const from = here.peer.user()
      here.peer.member(elsewhere, from, { permissions: ['ADMINISTRATOR'] })
      return { message: await here.slash('help', {}, from, here.peer.channel(elsewhere)), from }
    }
    const refused = async (here: Place, interaction: Interaction, heard: number): Promise<void> => {
      const answer = await here.answer(interaction)
      expect(seen(answer.text)).toBe(say.tooOld)
      expect(answer.ephemeralFor).toBeDefined()
      expect(here.heard).toHaveLength(heard)
    }
    test('in another server does nothing: neither the button nor the form', async () => {
      const here = await place(draft)
      const { panel, pressed } = await opened(here)
      const { message, from } = await stranger(here)
      await refused(here, here.peer.pressData(message, from, idOf(panel, 'ملاحظة')), 2)
      const form = pressed.modal?.custom_id ?? ''
      await refused(here, here.peer.submitData(message, from, form, { text: 'سطر' }), 2)
    })
    test('by a name that nothing has does nothing', async () => {
      const here = await place(draft)
      const { panel, pressed } = await opened(here)
      const moderator = here.peer.interactions[0]?.payload['member'].user
      for (const name of ['form:AAAAAAAAAAAA:0', `${pressed.modal?.custom_id}9`])
        await refused(here, here.peer.submitData(panel, moderator, name, { text: 'سطر' }), 1)
    })
    test('for a button without one does nothing', async () => {
      const here = await place(() => [text('مسودة'), actions({ label: 'انشر', command: '/draft 7 post' })])
      const panel = await command(here, 'digest', ['preview'])
      const moderator = here.peer.interactions[0]?.payload['member'].user
      const name = `form:${idOf(panel, 'انشر')}`
      await refused(here, here.peer.submitData(panel, moderator, name, { text: 'اليوم' }), 1)
    })
    test('in a name that is none of ours is not heard', async () => {
      const here = await place(draft)
      const { panel } = await opened(here)
      const moderator = here.peer.interactions[0]?.payload['member'].user
      here.peer.submitData(panel, moderator, 'form:Draft', { text: 'سطر' })
      await here.slash('help')
      expect(here.heard.map(({ text: words }) => words)).toEqual(['/digest', '/help'])
    })
  })
})

describe('a panel', () => {
  const button = (command_: string): Action => ({ label: 'زر', command: command_ })
  for (const command_ of ['/digest post', '/draft 7 post', '/corpus remove 2', '/gaps close 1', '/settings sources 2'])
    test(`of ${command_.split(' ')[0]} is changed where it stands`, async () => {
      const here = await place(({ text: words }) => [text(words), actions(button(command_))])
      const panel = await here.slash('help')
      const changed = await here.press(panel, 'زر')
      expect(changed.id).toBe(panel.id)
      expect(seen(changed.text)).toBe(command_)
      expect(here.last()).toMatchObject({ text: command_, hidden: true })
      expect(here.peer.ephemeral(here.person)).toHaveLength(1)
    })
  test('under a message for everybody is for who pressed, and that message stays', async () => {
    const here = await place()
    const { adapter, peer, channel, press, other } = here
    await adapter.deliver(addressOf(here), [text('ملخص اليوم'), actions({ ...button('/digest more 3'), open: true })])
    const [posted] = peer.sent(channel) as [SentMessage]
    const reader = other()
    const answer = await press(posted, 'زر', reader)
    expect(answer.ephemeralFor).toBe(reader.id)
    expect(seen(answer.text)).toBe('سمعت /digest more 3')
    expect(peer.sent(channel)[0]?.versions).toHaveLength(1)
  })
  test('has no button that leads into another group', async () => {
    const here = await place(() => [
      text('مسودة'),
      actions({ ...button('/draft 7'), label: 'هناك', elsewhere: true }, { ...button('/draft 8'), label: 'هنا' }),
    ])
    const panel = await command(here, 'digest', ['preview'])
    expect(labels(panel)).toEqual(['هنا'])
    await here.press(panel, 'هنا', here.peer.interactions[0]?.payload['member'].user)
    expect(here.last().text).toBe('/draft 8')
  })
})

describe('a chart', () => {
  const CHART: Chart = {
    title: 'الأسئلة بالأيام',
    language: 'ar',
    parts: ['أجبت', 'لم أجد'],
    bars: [{ label: '21', values: [3, 1] }],
  }
  const reply: Reply = [text('أسئلة اليوم: 4'), { type: 'chart', chart: CHART }, text('أكثر الوثائق: واحدة')]
  const uploads = ({ peer }: Room) => peer.record.filter(({ files = [] }) => files.length > 0)

  test('is drawn when it is sent, and stands with its first words', async () => {
    const drawn: Chart[] = []
    const here = await place(() => reply, {
      options: {
        draw: async (chart) => {
          drawn.push(chart)
          return DOT
        },
      },
    })
    const answer = await command(here, 'stats')
    expect(drawn).toEqual([CHART])
    expect(answer.attachments).toMatchObject([
      { filename: 'stats.png', content_type: 'image/png', size: DOT.length, description: CHART.title },
    ])
    expect(answer.embeds.map(({ image }) => image?.url)).toEqual([answer.attachments[0]?.url, undefined])
    expect(uploads(here).map(({ method }) => method)).toEqual([EDIT])
    expect(Buffer.from(uploads(here)[0]?.files?.[0]?.bytes ?? []).equals(Buffer.from(DOT))).toBe(true)
    expect(seen(answer.text)).toContain('أسئلة اليوم: 4')
  })
  test('comes once, with the first message of a long reply', async () => {
    const here = await place(() => [
      text('أول '.repeat(900)),
      { type: 'chart', chart: CHART },
      text('ثان '.repeat(900)),
    ])
    await command(here, 'stats')
    await here.peer.until(() => here.peer.allSent().length === 2)
    expect(here.peer.allSent().map(({ attachments }) => attachments.length)).toEqual([1, 0])
  })
  test('that cannot be drawn is left out, and the words go', async () => {
    const here = await place(() => reply, { options: { draw: async () => Promise.reject(new Error('no canvas')) } })
    const answer = await command(here, 'stats')
    expect(answer.attachments).toEqual([])
    expect(answer.embeds.map(({ image }) => image)).toEqual([undefined, undefined])
    expect(seen(answer.text)).toContain('أسئلة اليوم: 4')
    expect(here.logged.join('\n')).toContain('a chart could not be drawn')
  })
  test('is sent again with its words when they are, once', async () => {
    const here = await place(() => reply)
    here.peer.faults.push({ method: EDIT, when: 'after', action: { type: 'reset' } })
    const answer = await command(here, 'stats')
    expect(answer.attachments).toHaveLength(1)
    await here.peer.until(() => uploads(here).length === 2)
  })
  test('goes when what takes its place has none', async () => {
    const here = await place(({ text: words }) =>
      words === '/stats'
        ? [...reply, actions({ label: 'مسودة', command: '/digest' }, { label: 'أخرى', command: '/digest' })]
        : [text('مسودة')],
    )
    const moderator = here.other(['MANAGE_MESSAGES'])
    const panel = await here.slash('stats', {}, moderator)
    expect(panel.attachments).toHaveLength(1)
    const changed = await here.press(panel, 'مسودة', moderator)
    expect(changed.id).toBe(panel.id)
    expect(changed.attachments).toEqual([])
  })
  test('is in what is delivered, and in its next version', async () => {
    const here = await place()
    const address = addressOf(here)
    const deliver = (all: Reply) => here.adapter.deliver(address, all, { subject: 'stats' })
    const shown = (): number | undefined => here.peer.sent(here.channel)[0]?.attachments.length
    await deliver(reply)
    expect(shown()).toBe(1)
    await deliver(reply)
    expect(shown()).toBe(1)
    await deliver([text('بلا صورة')])
    expect(shown()).toBe(0)
    expect(uploads(here).map(({ method }) => method)).toEqual([POST, 'PATCH /channels/{id}/messages/{message}'])
    expect(here.peer.sent(here.channel)).toHaveLength(1)
  })
})

test('lines that lead to messages lead there', async () => {
  const here = await place(({ text: words }) =>
    words.startsWith('/ask')
      ? [text('جواب')]
      : [
          text('ملخص اليوم'),
          ...['متى تأسس [الاتحاد](https://evil.example)؟', 'أين المقر؟'].map(
            (question, at): Block => ({
              type: 'pointer',
              text: question,
              place: { address: addressOf(here), message: answers[at]?.id ?? '' },
            }),
          ),
          text('انتهى'),
        ],
  )
  const answers: Message[] = [await here.slash('ask', { question: 'أ' }), await here.slash('ask', { question: 'ب' })]
  const digest = await command(here, 'digest', ['preview'])
  const { description = '' } = digest.embeds[0] as Payload
  const [, guild, channel, message] = /discord\.com\/channels\/(\d+)\/(\d+)\/(\d+)\)/.exec(description) ?? []
  expect([guild, channel, message]).toEqual([here.guild.id, here.channel.id, answers[0]?.id])
  expect(digest.embeds).toHaveLength(1)
  expect(seen(description).replace(/\]\(https:\/\/discord\.com\/[^)]+\)/g, ']')).toBe(
    'ملخص اليوم\n[متى تأسس (الاتحاد)(https://evil.example)؟]\n[أين المقر؟]\n\nانتهى',
  )
  expect(here.peer.unfurls).toEqual([])
})
