import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createResponder, type Responder } from '../../../adapters/chat/responder.ts'
import { openStore } from '../../../adapters/store/store.ts'
import { type Incoming, type Language, phrases, type Reply, type Store } from '../../../src/index.ts'

const address = { platform: 'discord', conversation: '1001', thread: '42' }
const message = (text: string, more: Partial<Incoming> = {}): Incoming => ({
  id: '7',
  address,
  place: 'group',
  from: 'p',
  text,
  addressed: true,
  ...more,
})

let store: Store
let logged: { facts: object; event: string }[]
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => 0 })
  logged = []
})
afterEach(() => store.close())
const respond = (
  handle: (incoming: Incoming) => Promise<Reply> = async () => [],
  language: Language = 'ar',
): Responder => {
  const note = (facts: object, event: string): void => {
    logged.push({ facts, event })
  }
  return createResponder({ handle, store, language, log: { debug: note, info: note, warn: note, error: note } })
}
const broken = (language: Language = 'ar') =>
  respond(() => Promise.reject(new Error('a bug with a secret inside')), language)
const apology = (language: Language): Reply => [{ type: 'notice', text: phrases(language).apology }]

describe('a reply', () => {
  test('is the core’s, to the message as it came', async () => {
    const heard: Incoming[] = []
    const reply: Reply = [{ type: 'text', text: 'جواب' }]
    const responder = respond(async (incoming) => {
      heard.push(incoming)
      return reply
    })
    const incoming = message('سؤال', { replyTo: 'نص', source: 'd' })
    expect(await responder.reply(incoming)).toBe(reply)
    expect(heard).toEqual([incoming])
    expect(logged).toEqual([])
  })
  test('is one apology where the core fails, and the failure is logged without a word of the question', async () => {
    expect(await broken().reply(message('سؤال'))).toEqual(apology('ar'))
    expect(logged).toMatchObject([{ event: 'a message could not be handled', facts: { question: '7' } }])
    expect(JSON.stringify(logged)).not.toContain('سؤال')
  })
  test('is an apology where the core throws at once', async () =>
    expect(
      await respond(() => {
        throw new Error('a bug')
      }).reply(message('سؤال')),
    ).toEqual(apology('ar')))
  test('apologises in the language of the question', async () => {
    expect(await broken().reply(message('Quand est née l’union ?'))).toEqual(apology('fr'))
    expect(await broken('fr').reply(message('متى تأسس الاتحاد؟'))).toEqual(apology('ar'))
  })
})

describe('the language in which the adapter speaks', () => {
  const speaks = (
    rule: string,
    expected: Language,
    text: string,
    more: Partial<Incoming> = {},
    language: Language = 'ar',
  ): void =>
    test(rule, async () =>
      expect((await respond(undefined, language).speech(message(text, more))).language).toBe(expected),
    )
  speaks('is the question’s', 'en', 'What is the union for?')
  speaks('is the question’s behind a command', 'fr', '/ask Quand est née l’union ?')
  speaks('is not that of the command’s own letters', 'ar', '/settings')
  speaks('is Arabic for Arabic behind a Latin command', 'ar', '/ask متى؟', {}, 'en')
  speaks('is the configured one where nothing is asked', 'fr', '', {}, 'fr')
  speaks('is the configured one where there are no letters', 'en', '؟! 123', {}, 'en')
  speaks('is the person’s own in private where nothing is asked', 'fr', '', { place: 'private', language: 'fr' })
  speaks('is not the person’s own where others read along', 'ar', '', { place: 'group', language: 'fr' })
  speaks('is the question’s before the person’s own', 'ar', 'متى؟', { place: 'private', language: 'fr' })
  test('is what moderators chose before everything else', async () => {
    await store.chats.change(address, { language: 'en' }, 'm')
    const responder = respond()
    expect((await responder.speech(message('متى؟', { place: 'private', language: 'fr' }))).language).toBe('en')
    expect((await responder.speech(message('', { address: { ...address, thread: 'other' } }))).language).toBe('en')
    expect((await responder.speech(message('', { address: { ...address, conversation: '1002' } }))).language).toBe('ar')
  })
})
