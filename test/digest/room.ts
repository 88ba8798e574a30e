/** A conversation with a store, a clock that is set by hand, and a network that does what it is told. */
import { openStore } from '../../adapters/store/store.ts'
import {
  type Action,
  type Address,
  ANNOUNCEMENT,
  type ChatSettings,
  createSanad,
  createSequence,
  DeliveryError,
  type Document,
  type Incoming,
  parseDocument,
  type Reply,
  type Sanad,
  type SanadOptions,
  type Schedule,
  type Slot,
  type Store,
} from '../../src/index.ts'

export const GROUP: Address = { platform: 'telegram', conversation: '-1001' }
export const MODERATORS: Address = { platform: 'telegram', conversation: '-2002' }
export const MINUTE: number = 60_000
export const HOUR: number = 60 * MINUTE
/** After this long a program that was at work is taken to have ended. */
export const AFTER_LEASE: number = 6 * MINUTE

/** Answered by the corpus, each by another sentence. */
export const QUESTIONS = [
  'متى تأسس اتحاد المغرب العربي؟',
  'أين يوجد مقر الأمانة العامة للاتحاد؟',
  'متى بنيت صومعة حسان؟',
  'كم يبلغ طول نهر أم الربيع؟',
  'من أسس جامعة القرويين؟',
  'كم يبلغ ارتفاع جبل توبقال؟',
  'متى فتح متحف باردو أبوابه؟',
  'ما عدد أبواب مدينة مكناس؟',
  'من بنى مسجد الكتبية؟',
] as const
/** Answered by nothing. */
export const GAPS = ['كيف أطبخ الكسكس؟', 'ما سعر الذهب اليوم؟', 'متى تقلع الطائرة إلى دبي؟'] as const

const TEXTS: Readonly<Record<string, string>> = {
  union: `اتحاد المغرب العربي

تأسس اتحاد المغرب العربي عام 1989 في مدينة مراكش، ويضم خمس دول هي المغرب والجزائر وتونس وليبيا وموريتانيا.

يوجد مقر الأمانة العامة للاتحاد في الرباط، ويتولاها أمين عام يعينه مجلس الرئاسة لمدة ثلاث سنوات.`,
  monuments: `معالم المدن

بنيت صومعة حسان عام 1196 في الرباط، ولم يكتمل بناؤها بعد وفاة السلطان يعقوب المنصور.

بنى الخليفة عبد المؤمن مسجد الكتبية في مراكش بعد دخوله إليها، وهو من أكبر مساجدها.

عدد أبواب مدينة مكناس القديمة تسعة أبواب، وأشهرها باب منصور الذي يطل على ساحة الهديم.`,
  nature: `الطبيعة

يبلغ طول نهر أم الربيع نحو 555 كيلومترا، وينبع من جبال الأطلس المتوسط ويصب في المحيط.

يبلغ ارتفاع جبل توبقال 4167 مترا، وهو أعلى قمة في شمال إفريقيا كلها.`,
  learning: `التعليم والمتاحف

أسست فاطمة الفهرية جامعة القرويين في فاس سنة 859، وهي من أقدم الجامعات في العالم.

فتح متحف باردو أبوابه سنة 1888 في تونس، ويضم مجموعة كبيرة من الفسيفساء الرومانية.`,
}

export const documentOf = (id: string, text: string): Document =>
  parseDocument({ id, file: `${id}.txt`, text, metadata: {} })
export const corpus = (): Document[] => Object.entries(TEXTS).map(([id, text]) => documentOf(id, text))

/** A message on show in the network. */
export interface Shown {
  readonly id: string
  readonly address: Address
  reply: Reply
  readonly subject: string
  readonly replyTo?: string
}

/**
 * What happens to a delivery: it is refused with a code · `lost`: it never arrives, and nobody knows · `unheard`: it arrives, and no word
 * comes back · the program ends once the post is `ready`, is `sending` and does not arrive or `arrives`, or was `sent`.
 */
export type Fault = 'gone' | 'limited' | 'unavailable' | 'lost' | 'unheard' | 'ready' | 'sending' | 'arrives' | 'sent'
export type Faults = (subject: string, address: Address) => Fault | undefined | Promise<Fault | undefined>
const ENDS: ReadonlySet<Fault> = new Set(['ready', 'sending', 'arrives', 'sent'])

/** Thrown where a program ends, so that nothing after it is carried out. */
export class Ended extends Error {}

export interface Room {
  readonly store: Store
  readonly sanad: Sanad
  /** Another program on the same store, its corpus loaded. */
  start(options?: SanadOptions): Promise<Sanad>
  now(): number
  set(moment: string | number): void
  pass(milliseconds: number): void
  /** Everything on show, in order of arrival. */
  readonly shown: Shown[]
  /** Every attempt to deliver, in order. */
  readonly attempts: { readonly address: Address; readonly subject: string; readonly replyTo?: string }[]
  /** What is to happen to deliveries from now on; nothing: they arrive. */
  fail(fault: Faults | undefined): void
  /** Digests on show: what was posted, without the drafts and other news. */
  posts(): Shown[]
  in(address: Address): Shown[]
  /** A message of a moderator; each of somebody else, `p1`, `p2`, … */
  send(text: string, more?: Partial<Incoming>, by?: Sanad): Promise<Reply>
  ask(...questions: readonly string[]): Promise<void>
  schedule(change?: Partial<Schedule>, settings?: ChatSettings): Promise<void>
  slot(date: string): Promise<Slot | undefined>
  /** Errors and warnings that were logged. */
  readonly logged: string[]
}

/** It is morning, and nothing was asked yet. */
export const MORNING = '2026-11-22T09:00:00Z'
export const EVENING = '2026-11-22T21:00:00Z'
export const TODAY = '2026-11-22'

export async function openRoom(options: SanadOptions = {}, documents: Document[] = corpus()): Promise<Room> {
  let now = Date.parse(MORNING)
  const store = await openStore({ file: ':memory:', now: () => now })
  const shown: Shown[] = []
  const attempts: Room['attempts'] = []
  const logged: string[] = []
  let fault: Faults = () => undefined
  let count = 0
  let keys = 0
  const log = (_: object, event: string): void => {
    logged.push(event)
  }

  /** As adapters do it: stored first, marked before and after the call, changed where it is on show. */
  const deliver: NonNullable<SanadOptions['deliver']> = async (address, reply, { subject = '', replyTo } = {}) => {
    attempts.push({ address, subject, ...(replyTo === undefined ? {} : { replyTo }) })
    const name = ANNOUNCEMENT + subject
    for (const { id, conversation } of await store.outbox.of(address.platform, name))
      if (conversation !== address.conversation) await store.outbox.lost(id)
    const posts = [{ payload: JSON.stringify(reply), key: `key-${++keys}-of-a-post` }]
    const [row] = await store.outbox.put({ address, subject: name, posts })
    if (row === undefined) throw new Error('no row')
    const what = await fault(subject, address)
    if (what === 'ready') throw new Ended()
    await store.outbox.sending(row.id)
    const refuse = async (code: DeliveryError['code'], uncertain: boolean): Promise<never> => {
      await store.outbox.postponed(row.id, uncertain)
      await store.outbox.died(row.id)
      throw new DeliveryError(code, code)
    }
    if (what === 'sending') throw new Ended()
    if (what === 'gone' || what === 'limited' || what === 'unavailable') return refuse(what, false)
    // Changing a message twice shows it once: there is no doubt about a change.
    if (what === 'lost' && row.message === undefined) return refuse('uncertain', true)
    if (what === 'lost') return refuse('unavailable', false)
    const id = row.message ?? String(shown.length + 1)
    const known = shown.find((message) => message.id === row.message)
    if (row.message === undefined)
      shown.push({ id, address, reply, subject, ...(replyTo === undefined ? {} : { replyTo }) })
    else if (known !== undefined) known.reply = reply
    if (what === 'arrives') throw new Ended()
    if (what === 'unheard') return refuse('uncertain', true)
    await store.outbox.sent(row.id, id)
    if (what !== undefined && ENDS.has(what)) throw new Ended()
    return { messages: [id] }
  }

  const start = async (more: SanadOptions = {}): Promise<Sanad> => {
    const quiet = { debug() {}, info() {}, warn: log, error: log }
    // A program delivers what is under one subject one after the other; what another program does meanwhile it does not know.
    const inTurn = createSequence()
    const made = createSanad({
      store,
      clock: () => now,
      zone: 'UTC',
      deliver: (address, reply, to) => inTurn.run(to.subject ?? '', () => deliver(address, reply, to)),
      log: quiet,
      ...options,
      ...more,
    })
    await made.reload(documents, async () => {})
    return made
  }
  const sanad = await start()

  const send: Room['send'] = (text, more = {}, by = sanad) => {
    const number = ++count
    return by.handle({
      id: `${(more.address ?? GROUP).conversation}/${number}`,
      address: GROUP,
      place: 'group',
      from: `p${number}`,
      text,
      addressed: true,
      isModerator: async () => true,
      ...more,
    })
  }

  return {
    store,
    sanad,
    start,
    now: () => now,
    set(moment) {
      now = typeof moment === 'number' ? moment : Date.parse(moment)
    },
    pass(milliseconds) {
      now += milliseconds
    },
    shown,
    attempts,
    fail(wanted) {
      fault = wanted ?? (() => undefined)
    },
    posts: () => shown.filter(({ subject }) => /^digest\/[^/]+\/[\d-]+$/.test(subject)),
    in: ({ conversation, thread }) =>
      shown.filter(({ address }) => address.conversation === conversation && address.thread === thread),
    send,
    async ask(...questions) {
      for (const question of questions) await send(question)
    },
    schedule: (change = {}, settings = {}) =>
      store.chats.change(
        GROUP,
        { ...settings, schedule: { time: '21:00', zone: 'UTC', mode: 'auto', since: now, ...change } },
        'm',
      ),
    slot: (date) => store.slots.of(GROUP, date),
    logged,
  }
}

/** Whether a subject is a digest's own, and not a draft's. */
export const isPost = (subject: string): boolean => /^digest\/[^/]+\/[\d-]+$/.test(subject)
/** Fails what is posted, and nothing else. */
export const posting =
  (fault: Fault | undefined) =>
  (subject: string): Fault | undefined =>
    isPost(subject) ? fault : undefined

export const words = (reply: Reply): string =>
  reply.flatMap((block) => ('text' in block ? [block.text] : [])).join('\n')
export const actionsOf = (reply: Reply): Action[] =>
  reply.flatMap((block) => (block.type === 'actions' ? block.actions : []))
export const commands = (reply: Reply): string[] => actionsOf(reply).map(({ command }) => command)
export const commandOf = (reply: Reply, beginning: string): string => {
  const found = commands(reply).find((command) => command.startsWith(beginning))
  if (found === undefined) throw new Error(`no button for ${beginning} among ${commands(reply).join(', ')}`)
  return found
}
export const quotes = (reply: Reply): string[] => reply.flatMap((block) => (block.type === 'quote' ? [block.text] : []))
