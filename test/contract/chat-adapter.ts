/**
 * The contract of every chat adapter, run over its real client library and a local peer. An adapter that cannot have a case
 * names it in `skip`, so that a gap is a sentence here and in the test's output.
 */
import { afterEach, describe, expect, test } from 'vitest'
import {
  type Address,
  type ChatAdapter,
  createSanad,
  type Incoming,
  isVerbatim,
  phrases,
  type Reply,
} from '../../src/index.ts'
import { contractCorpus, HOSTILE } from './corpus.ts'

export type Handle = (incoming: Incoming) => Promise<Reply>

/** The far side of a network: a person who writes and reads. */
export interface FarSide {
  readonly adapter: ChatAdapter
  /** The conversation that the person is in. */
  readonly address: Address
  /** Writes a message; resolves when it is on its way. */
  say(text: string, options?: { id?: string; addressed?: boolean; fromBot?: boolean }): Promise<void>
  /** Chooses an action of the last reply by its label. */
  press(label: string): Promise<void>
  /** The texts that arrived, as the person sees them now, once at least `count` have. */
  heard(count: number): Promise<string[]>
  /** Units that one message may hold, and how they are counted. */
  readonly limit: number
  /** What the platform removes from any text (ANSI codes never are: they must not arrive). */
  visible(text: string): string
  /** What can go wrong on this network; `undefined` where the cases that need it are skipped. */
  readonly faults: Faults | undefined
  close(): Promise<void>
}

export interface Faults {
  /** The network answers the next call with a rate limit of so many milliseconds. */
  limitRate(milliseconds: number): void
  /** Sanad is blocked, or no longer there. */
  gone(): void
  readonly token: string
  /** Everything that was logged or thrown so far, as text. */
  logged(): string
}

export type Case = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17

export interface Subject {
  readonly name: string
  open(handle: Handle): Promise<FarSide>
  readonly skip: readonly { readonly case: Case; readonly reason: string }[]
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const say = phrases('ar')

export function chatAdapterContract(subject: Subject): void {
  const sanad = createSanad()
  sanad.load(contractCorpus())
  let open: FarSide[] = []
  const start = async (handle: Handle = sanad.handle): Promise<FarSide> => {
    const far = await subject.open(handle)
    open.push(far)
    return far
  }
  afterEach(async () => {
    await Promise.all(open.map((far) => far.close()))
    open = []
  })

  const rule = (number: Case, name: string, body: () => Promise<void>): void => {
    const skipped = subject.skip.find((entry) => entry.case === number)
    if (skipped === undefined) test(`${number} ${name}`, body)
    else test.skip(`${number} ${name} (skipped: ${skipped.reason})`)
  }

  describe(`${subject.name} keeps the contract`, () => {
    rule(1, 'one question, one reply, in the same conversation', async () => {
      const far = await start()
      await far.say('متى تأسس اتحاد المغرب العربي؟')
      const heard = await far.heard(1)
      await pause(50)
      expect(await far.heard(1)).toEqual(heard)
      expect(heard.join('\n')).toContain('1989')
    })

    rule(2, 'hostile text is seen word for word and orders nothing', async () => {
      const far = await start()
      await far.say('ماذا قال الكاتب عن النجوم والرابط والرمز والاقتباس؟')
      const heard = (await far.heard(1)).join('\n')
      expect(heard).toContain(far.visible(HOSTILE))
      expect(heard).not.toContain('\u001B[31m')
    })

    rule(3, 'every quote has a citation, and an action that opens that exact span', async () => {
      const far = await start()
      const question = 'متى تأسس اتحاد المغرب العربي؟'
      const { citations } = sanad.ask(question)
      for (const { document, quote, start, end } of citations) {
        expect(isVerbatim(sanad.documents.find(({ id }) => id === document.id) as never, quote, start, end)).toBe(true)
      }
      await far.say(question)
      const [answer = ''] = await far.heard(1)
      for (const { number, document } of citations) {
        expect(answer).toContain(`[${number}]`)
        expect(answer).toContain(document.title)
      }
      await far.press(citations.length > 1 ? `${say.context} 1` : say.context)
      const [, context = ''] = await far.heard(2)
      expect(far.visible(context)).toContain(far.visible(citations[0]?.quote ?? '?'))
    })

    rule(4, 'a long reply arrives whole and in order, each part within the limit', async () => {
      const words = Array.from({ length: 4000 }, (_, index) => `كلمة${index}`)
      const far = await start(async () => [{ type: 'quote', text: words.join(' ') }])
      await far.say('سؤال')
      let parts = await far.heard(1)
      while (!parts.at(-1)?.includes(words.at(-1) ?? '')) parts = await far.heard(parts.length + 1)
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(far.limit)
      expect(parts.join(' ').match(/كلمة\d+/g)).toEqual(words)
    })

    rule(5, 'nothing found is one sentence without a citation', async () => {
      const far = await start()
      await far.say('كيف أطبخ الكسكس بسبع خضار؟')
      const [answer = ''] = await far.heard(1)
      expect(answer).toContain(say.notFound)
      expect(answer).not.toContain('[1]')
    })

    rule(6, 'help', async () => {
      const far = await start()
      await far.say('/help')
      expect((await far.heard(1)).join('\n')).toContain('/sources')
    })

    rule(7, 'bots, itself and messages not meant for it are ignored', async () => {
      const far = await start()
      await far.say('متى تأسس الاتحاد؟', { fromBot: true })
      await far.say('حديث بين الأعضاء', { addressed: false })
      await pause(100)
      expect(await far.heard(0)).toEqual([])
    })

    rule(8, 'a conversation is answered in order', async () => {
      const far = await start(async ({ text }) => {
        // A platform may have put its command before the words.
        const first = text.includes('أول')
        if (first) await pause(80)
        return [{ type: 'text', text: first ? 'جواب أول' : 'جواب ثان' }]
      })
      await far.say('أول')
      await far.say('ثان')
      const heard = (await far.heard(2)).join('\n')
      expect(heard.indexOf('جواب أول')).toBeGreaterThanOrEqual(0)
      expect(heard.indexOf('جواب أول')).toBeLessThan(heard.indexOf('جواب ثان'))
    })

    rule(9, 'a handler that throws gives one apology, and the next question an answer', async () => {
      let calls = 0
      const far = await start(async () => {
        calls++
        if (calls === 1) throw new Error('a bug with a secret inside')
        return [{ type: 'text', text: 'جواب' }]
      })
      await far.say('سؤال')
      await far.say('سؤال آخر')
      const heard = (await far.heard(2)).join('\n')
      expect(heard).toContain(say.apology)
      expect(heard).not.toContain('secret')
      expect(heard).toContain('جواب')
    })

    rule(10, 'a short rate limit is waited out and the reply sent once; a long one is reported', async () => {
      const far = await start()
      far.faults?.limitRate(200)
      await far.adapter.deliver(far.address, [{ type: 'text', text: 'ملخص' }])
      expect(await far.heard(1)).toHaveLength(1)
      far.faults?.limitRate(3_600_000)
      await expect(far.adapter.deliver(far.address, [{ type: 'text', text: 'ملخص' }])).rejects.toMatchObject({
        code: 'limited',
      })
    })

    rule(11, 'blocked or removed is reported as gone', async () => {
      const far = await start()
      far.faults?.gone()
      const delivery = far.adapter.deliver(far.address, [{ type: 'text', text: 'ملخص' }])
      await expect(delivery).rejects.toMatchObject({ code: 'gone' })
    })

    rule(12, 'the same message twice is answered once', async () => {
      const far = await start()
      await far.say('/help', { id: 'same' })
      await far.say('/help', { id: 'same' })
      await pause(100)
      expect(await far.heard(1)).toHaveLength(1)
    })

    rule(13, 'a slow answer still arrives', async () => {
      const far = await start(async () => {
        await pause(3200)
        return [{ type: 'text', text: 'جواب متأخر' }]
      })
      await far.say('سؤال')
      expect((await far.heard(1)).join('\n')).toContain('جواب متأخر')
    })

    rule(14, 'a reply can be delivered without a message before it', async () => {
      const far = await start()
      await far.adapter.deliver(far.address, [{ type: 'text', text: 'ملخص اليوم' }])
      expect((await far.heard(1)).join('\n')).toContain('ملخص اليوم')
    })

    rule(15, 'stop lets a reply in flight arrive, and may be called twice', async () => {
      const far = await start(async () => {
        await pause(80)
        return [{ type: 'text', text: 'جواب أخير' }]
      })
      await far.say('سؤال')
      await pause(20)
      expect(far.adapter.isConnected()).toBe(true)
      await far.adapter.stop()
      await far.adapter.stop()
      expect(far.adapter.isConnected()).toBe(false)
      expect((await far.heard(1)).join('\n')).toContain('جواب أخير')
    })

    rule(16, 'the token is in no log and no error', async () => {
      const far = await start(async () => Promise.reject(new Error('a bug')))
      await far.say('سؤال')
      await far.heard(1)
      expect(far.faults?.logged()).not.toContain(far.faults?.token)
    })

    rule(17, 'delivered again under its subject, the message is changed and not repeated', async () => {
      const far = await start()
      const deliver = (text: string, subject: string) =>
        far.adapter.deliver(far.address, [{ type: 'text', text }], { subject })
      const first = await deliver('ملخص أول', 'digest/1')
      expect(first.messages).toHaveLength(1)
      expect(await deliver('ملخص مصحح', 'digest/1')).toEqual(first)
      await deliver('ملخص آخر', 'digest/2')
      const heard = await far.heard(2)
      expect(heard).toHaveLength(2)
      expect(heard[0]).toContain('ملخص مصحح')
      expect(heard[1]).toContain('ملخص آخر')
    })
  })
}
