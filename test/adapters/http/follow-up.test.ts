/** Questions that lean on the one before, in the chat page. */
import { afterEach, expect, test } from 'vitest'
import { phrases, withoutControls } from '../../../src/index.ts'
import { type Connected, connect } from './connected.ts'
import { createPerson } from './person.ts'

const say = phrases('ar')
const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const FOLLOW_UP = 'وأين مقره؟'
const ASSUMED = withoutControls(say.assumed('اتحاد المغرب العربي'))

let connected: Connected | undefined
afterEach(async () => {
  await connected?.close()
  connected = undefined
})
const last = (heard: readonly string[]): string => withoutControls(heard.at(-1) ?? '')

test('a question without a subject is read in the light of the one before, until a press takes that back', async () => {
  connected = await connect()
  const person = createPerson(connected.root)
  await person.say(QUESTION)
  await person.say(FOLLOW_UP)
  const heard = await person.heard()
  expect(last(heard)).toContain(ASSUMED)
  expect(last(heard)).toContain('يوجد مقر الأمانة العامة للاتحاد في الرباط')
  await person.press(say.byItself)
  const after = await person.heard()
  expect(after).toHaveLength(heard.length + 1)
  expect(last(after)).not.toContain(ASSUMED)
})

test('nobody else’s page leans on it, and nothing is left after /forgetme', async () => {
  connected = await connect()
  const [one, other] = [createPerson(connected.root), createPerson(connected.root)]
  await one.say(QUESTION)
  await other.say(FOLLOW_UP)
  expect(last(await other.heard())).not.toContain(ASSUMED)
  await one.say('/forgetme')
  await one.say(FOLLOW_UP)
  expect(last(await one.heard())).not.toContain(ASSUMED)
})

test('whoever moderates a page may ask why', async () => {
  connected = await connect({ moderated: true })
  const person = createPerson(connected.root)
  await person.say(`/why ${QUESTION}`)
  expect(last(await person.heard())).toContain(say.why.passages)
})
