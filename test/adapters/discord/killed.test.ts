/** The built program in a process of its own: it serves, beside Telegram too, and is killed again and again while people ask. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { phrases } from '../../../src/index.ts'
import { createTelegramPeer } from '../../peers/telegram/index.ts'
import { createChance } from '../random.ts'
import { type Asked, account, counts, open } from './accounts.ts'
import { seen } from './connected.ts'
import { createCrowd, leaks } from './crowd.ts'
import {
  LONG,
  type Program,
  rowsIn,
  smallCorpus,
  startPeer,
  startProgram,
  temporaryFolder,
  tidy,
  written,
} from './running.ts'

const QUESTION = 'متى تأسس اتحاد المغرب العربي؟'
const KILLS = 10
const QUESTIONS = 100
const say = phrases('ar')

afterEach(tidy)

test('the program answers a command, a completion, a menu, a button and a form; both networks cite the same', async () => {
  const peer = await startPeer({ rateLimits: { scale: 1 } })
  const telegram = await createTelegramPeer()
  const crowd = createCrowd(peer)
  const program = startProgram(peer, temporaryFolder(), {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.root,
  })
  await peer.until(() => program.output().includes('discord: listening'), LONG, 'a start')
  const channel = crowd.channel()
  const person = crowd.person()

  const asked = peer.slash(channel, person, 'ask', { question: QUESTION })
  await asked.settled(LONG)
  const answer = asked.message()
  if (answer === undefined) throw new Error('no answer')
  const choices = await peer.autocomplete(channel, person, 'summary', { name: 'topic', value: 'ال' })
  expect(choices?.length).toBeGreaterThan(0)
  const menu = peer.contextMenu(channel, person, 'أجب عن هذا', peer.post(channel, person, QUESTION))
  await menu.settled(LONG)
  expect(menu.message()?.text).toBe(answer.text)
  const pressed = peer.press(answer, person, answer.embeds.length > 1 ? `${say.context} 1` : say.context)
  await pressed.settled(LONG)
  expect(pressed.message()?.ephemeralFor).toBe(person.id)
  const verify = peer.slash(channel, person, 'verify')
  await verify.settled(LONG)
  const filled = peer.submit(verify, { text: seen(answer.embeds[0]?.description ?? '') })
  await filled.settled(LONG)
  expect(filled.message()?.text).not.toBe('')

  const reader = telegram.user()
  const home = telegram.privateChat(reader)
  telegram.say(home, reader, QUESTION)
  await telegram.until(() => telegram.sent(home).length > 0, LONG, 'an answer in Telegram')
  const there = telegram.sent(home)[0]?.text ?? ''
  // What is quoted, and of what, stands in both.
  const titles = answer.embeds.flatMap(({ title }) =>
    title === undefined ? [] : [seen(title).replace(/^\[\d+\] /, '')],
  )
  expect(titles.length).toBeGreaterThan(0)
  const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '')
  for (const title of titles) expect(plain(there)).toContain(plain(title))

  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)
  expect([...peer.violations, ...telegram.violations, ...peer.mentions, ...peer.unfurls]).toEqual([])
  expect(leaks(written, peer.token)).toEqual([])
  console.log(`one process, two networks: ${titles.length} citations alike; ${peer.record.length} calls to Discord`)
  await telegram.close()
}, 60_000)

test('stopping while Discord cannot be reached ends the process all the same', async () => {
  const peer = await startPeer()
  const program = startProgram(peer, temporaryFolder(), { CORPUS_DIR: smallCorpus() })
  await peer.until(() => program.output().includes('discord: listening'), LONG, 'a start')
  await peer.disconnect()
  await peer.until(() => program.output().includes('connecting again'), LONG, 'a lost connection')
  const began = performance.now()
  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)
  console.log(`stopped without a network in ${Math.round(performance.now() - began)} ms`)
})

for (const milliseconds of [0, 30, 90])
  test(`stopping during the login ends the process: ${milliseconds} ms before Discord says where its gateway is`, async () => {
    const peer = await startPeer()
    peer.faults.push({ method: 'GET /gateway/bot', action: { type: 'delay', ms: milliseconds }, times: 10 })
    const program = startProgram(peer, temporaryFolder(), { CORPUS_DIR: smallCorpus() })
    await peer.until(() => peer.faults.hits > 0, LONG, 'a login')
    program.signal('SIGTERM')
    expect(await program.ended).toBe(0)
  })

test(`${KILLS} kills while ${QUESTIONS} interactions arrive: what was acknowledged is answered, nothing twice`, async () => {
  const chance = createChance()
  // One connection in five seconds would make it a test of that rule.
  const peer = await startPeer()
  const crowd = createCrowd(peer)
  const folder = temporaryFolder()
  const corpus = { CORPUS_DIR: smallCorpus() }
  const channels = Array.from({ length: 5 }, () => crowd.channel())
  const acknowledged = (): Asked[] =>
    crowd.asked.filter(({ interaction }) => interaction.acknowledgedAfter !== undefined)
  const listening = (program: Program): Promise<void> =>
    peer.until(() => program.output().includes('discord: listening'), LONG, 'a start')
  let program = startProgram(peer, folder, corpus)
  await listening(program)
  for (let kills = 0; kills < KILLS; kills++) {
    const share = QUESTIONS / KILLS
    const before = acknowledged().length
    const asking = (async () => {
      for (let n = 0; n < share; n++) {
        const channel = channels[n % channels.length]
        if (channel !== undefined) crowd.ask(channel, crowd.person(), { hidden: n % 4 === 3 })
        await sleep(chance.below(20))
      }
    })()
    if (kills % 3 === 2) {
      // The answer is there and Sanad has not heard so: the narrowest place, which chance alone would seldom hit.
      peer.faults.push({ method: /@original$/, when: 'after', action: { type: 'delay', ms: 300 } })
      await peer.until(() => peer.record.some(({ fault, ended }) => fault && !ended), LONG, 'an answer in doubt')
    } else if (kills % 3 === 1) {
      await peer.until(() => acknowledged().length > before + chance.below(share - 1), LONG, 'acknowledgements')
    } else {
      await sleep(chance.below(400))
    }
    await sleep(chance.below(40))
    program.signal('SIGKILL')
    await program.ended
    peer.faults.clear()
    await asking
    program = startProgram(peer, folder, corpus)
    // What is asked now is told to nobody, or to a session that is no more: Discord says so itself.
    await listening(program)
  }
  const waiting = (): Asked[] => open(peer, crowd.asked, rowsIn(folder))
  await peer.until(() => waiting().length === 0, LONG, 'something for each')
  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)

  const rows = rowsIn(folder)
  const result = account(peer, crowd.asked, rows)
  const kept = account(peer, acknowledged(), rows)
  console.log(
    `${KILLS} kills, seed ${chance.seed}; ${counts(result)}; of ${kept.asked} acknowledged ${kept.answered} answered`,
  )
  expect(result).toMatchObject({ asked: QUESTIONS, lost: [], unmarked: [] })
  // Whoever was told "thinking…" has the answer, in place.
  expect(kept).toMatchObject({ answered: kept.asked, kept: 0, silent: 0 })
  // "Did not respond" is Discord's word where nobody had acknowledged.
  for (const { interaction } of crowd.asked)
    if (interaction.failed) expect(interaction.acknowledgedAfter).toBeUndefined()
  expect(rows.filter(({ state }) => state === 'ready' || state === 'sending')).toEqual([])
  expect(peer.violations).toEqual([])
  expect(peer.mentions).toEqual([])
  expect(leaks(written, peer.token, crowd.asked)).toEqual([])
}, 120_000)
