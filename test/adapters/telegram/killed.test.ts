/** The process is killed again and again while people ask. The judge is the server's own record. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createChance } from '../random.ts'
import { account, counts, unanswered } from './accounts.ts'
import { createCrowd, leaks } from './crowd.ts'
import { LONG, type Program, rowsIn, startPeer, startProgram, temporaryFolder, tidy, written } from './running.ts'

const KILLS = 20
const HOMES = { chats: 60, questions: 3 }
const GROUPS = { chats: 12, questions: 10, people: 4 }

afterEach(tidy)

test('20 kills while 300 questions arrive: each is answered, none twice but the uncertain', async () => {
  const chance = createChance()
  const peer = await startPeer({ flood: { scale: 1 } })
  const crowd = createCrowd(peer)
  const folder = temporaryFolder()

  /** Every question to come, in an order that mixes the chats and keeps each one's own. */
  const coming: (() => void)[] = []
  const homes = Array.from({ length: HOMES.chats }, () => crowd.person()).map((person) => crowd.home(person))
  const groups = Array.from({ length: GROUPS.chats }, () => crowd.group())
  for (const chat of homes) {
    const from = { id: chat.id, is_bot: false, first_name: chat.first_name ?? '', language_code: 'ar' }
    for (let n = 0; n < HOMES.questions; n++) coming.push(() => crowd.ask(chat, from))
  }
  for (const chat of groups) {
    const people = Array.from({ length: GROUPS.people }, () => crowd.person())
    for (let n = 0; n < GROUPS.questions; n++) {
      const from = people[n % people.length]
      if (from !== undefined) coming.push(() => crowd.ask(chat, from))
    }
  }
  coming.sort(() => chance.below(2) - 1)

  const total = coming.length
  const sends = (): number => peer.record.filter(({ method }) => method === 'sendMessage').length
  let program: Program = startProgram(peer, folder)
  for (let kills = 0; kills < KILLS; kills++) {
    // What is asked meanwhile, a little at a time, so that kills fall between a question's arrival and its answer.
    const share = coming.splice(0, Math.ceil(coming.length / (KILLS - kills)))
    const asking = (async () => {
      for (const ask of share) {
        await sleep(chance.below(40))
        ask()
      }
    })()
    const before = sends()
    if (kills % 4 === 3) {
      // The message is there and Sanad has not heard so: the narrowest place, which chance alone would seldom hit.
      peer.faults.push({ method: 'sendMessage', when: 'after', action: { type: 'delay', ms: 300 } })
      await peer.until(() => peer.faults.hits > 0 && peer.record.some(({ fault, ended }) => fault && !ended), LONG)
      await sleep(chance.below(200))
    } else if (kills % 4 === 2) {
      // At any moment since its start, also while it is still reading what the last one left.
      await sleep(chance.below(1500))
    } else {
      await peer.until(() => sends() > before + chance.below(6), LONG, 'a message from the new process')
      await sleep(chance.below(250))
    }
    program.signal('SIGKILL')
    await program.ended
    peer.faults.clear()
    await asking
    program = startProgram(peer, folder)
  }
  for (const ask of coming) ask()
  await peer.until(() => unanswered(peer, crowd.asked).length === 0, 2 * LONG, 'an answer to every question')
  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)

  const result = account(peer, crowd.asked, rowsIn(folder))
  console.log(`${KILLS} kills, seed ${chance.seed}; ${counts(result)}; ${peer.floods} refused by the flood limits`)
  expect(result.asked).toBe(total)
  expect(result.asked).toBe(HOMES.chats * HOMES.questions + GROUPS.chats * GROUPS.questions)
  expect(result).toMatchObject({ lost: [], unmarked: [], misordered: [] })
  // One message is on the wire at a time, so a kill leaves one in doubt.
  expect(rowsIn(folder).filter(({ uncertain }) => uncertain === 1).length).toBeLessThanOrEqual(KILLS)
  expect(rowsIn(folder).filter(({ state }) => state !== 'sent')).toEqual([])
  expect(peer.violations).toEqual([])
  expect(peer.pending).toBe(0)
  expect(leaks(written, peer.token)).toEqual([])
}, 240_000)
