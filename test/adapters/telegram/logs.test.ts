/** Nothing that anybody wrote, nobody's name and no token is ever logged, whatever goes wrong where. */
import { afterEach, expect, test } from 'vitest'
import type { Store } from '../../../src/index.ts'
import { createCrowd, leaks, MARK } from './crowd.ts'
import { LONG, startAdapter, startGate, startPeer, tidy, written } from './running.ts'

afterEach(tidy)

/** An error as bugs make them: with what somebody wrote in it, also where a stack would have its places. */
const telling = (text: string): Error =>
  Object.assign(new Error(`cannot handle "${text}"\n    at ${MARK} ${text}`), { payload: { text }, description: text })

test('handlers that throw what was asked', async () => {
  const peer = await startPeer()
  const crowd = createCrowd(peer)
  await startAdapter(peer, { handle: ({ text }) => Promise.reject(telling(text)) })
  for (let n = 0; n < 3; n++) {
    const person = crowd.person()
    crowd.ask(crowd.home(person), person)
    crowd.ask(crowd.group(), person)
  }
  await peer.until(() => peer.allSent().length === 6, LONG, 'an apology for each')
  expect(written.join('')).toContain('"level":50')
  expect(leaks(written, peer.token)).toEqual([])
})

test('a store, a search and a Telegram that repeat what they were given', async () => {
  const peer = await startPeer()
  const crowd = createCrowd(peer)
  const person = crowd.person()
  let failures = 0
  const through = (store: Store): Store => ({
    ...store,
    questions: {
      ...store.questions,
      record: async (question) => {
        failures++
        throw telling(question.text)
      },
    },
    inbox: {
      ...store.inbox,
      add: async (updates) => {
        if (failures++ === 0) throw telling(`${person.first_name} ${person.username} ${MARK}`)
        return store.inbox.add(updates)
      },
    },
  })
  const running = await startAdapter(peer, { through })
  const refusal = (description: string) =>
    peer.faults.push({ method: 'sendMessage', action: { type: 'status', code: 400, description } })
  refusal(`Bad Request: can't parse "${MARK} ${person.first_name}"`)
  refusal(`Bad Request: message «${MARK}» of ${peer.token} is wrong`)
  crowd.ask(crowd.home(person), person)
  await peer.until(() => failures > 1 && peer.faults.hits === 2, LONG)
  peer.push({ message: { chat: MARK, from: { first_name: person.first_name }, text: MARK } })
  void peer.inline(person, MARK, `${MARK}!`).catch(() => {})
  await peer.until(() => peer.pending === 0, LONG)
  await running.stop()
  expect(leaks(written, peer.token)).toEqual([])
})

test('a network that fails in the middle of an address with the token in it', async () => {
  const peer = await startPeer()
  const gate = await startGate(peer)
  const crowd = createCrowd(peer)
  const person = crowd.person()
  const running = await startAdapter(gate)
  for (const method of ['getUpdates', 'sendMessage', 'sendMessage', 'getUpdates'])
    peer.faults.push({ method, action: { type: 'body', text: `${peer.token} ${MARK}`, contentType: 'text/html' } })
  crowd.ask(crowd.home(person), person)
  await peer.until(() => peer.faults.hits === 4, LONG)
  await gate.shut()
  await peer.until(() => /ECONN/.test(running.output()), LONG)
  await gate.open()
  await running.stop()
  expect(running.output()).not.toBe('')
  expect(leaks(written, peer.token)).toEqual([])
})
