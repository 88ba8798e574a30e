/** Two instances with one token: each interaction is told to both, and answered by one, also when one of them stops half-way. */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Asked, account, counts, open } from './accounts.ts'
import { burst } from './burst.ts'
import { leaks } from './crowd.ts'
import { LONG, startAdapter, startPeer, temporaryFolder, tidy, written } from './running.ts'

const COUNT = 200
const AT_ONCE = 50

afterEach(tidy)

test.each(['one store', 'two stores on one file'])(
  `${COUNT} interactions, two instances on %s: each answered once`,
  async (stores) => {
    // How fast it goes is another test's affair.
    const peer = await startPeer({ ackWithin: 10_000 })
    const file = join(temporaryFolder(), 'sanad.db')
    const first = await startAdapter(peer, { file, patience: {} })
    const second = await startAdapter(peer, {
      patience: {},
      ...(stores === 'one store' ? { beside: first } : { file }),
    })
    const asked: Asked[] = []
    const ask = async (): Promise<void> => {
      asked.push(...burst(peer, AT_ONCE))
      const waiting = (): boolean => asked.some(({ interaction }) => interaction.acknowledgedAfter === undefined)
      await peer.until(() => !waiting(), LONG, 'acknowledgements')
    }
    await ask()
    await ask()
    // Half-way, with replies still on their way.
    const stopping = second.stop()
    await ask()
    await stopping
    await ask()
    await peer.until(() => open(peer, asked, first.rows()).length === 0, LONG, 'every answer')
    await first.stop()
    const result = account(peer, asked, first.rows())
    const [callbacks, answers] = [/\/callback$/, /^PATCH/].map(
      (wanted) => peer.record.filter(({ method, applied }) => applied && wanted.test(method)).length,
    )
    console.log(
      `two instances on ${stores}: ${counts(result)}; ${callbacks} acknowledgements, ${answers} answers on the wire`,
    )
    expect(result).toMatchObject({ asked: COUNT, answered: COUNT, inChannel: 0, twice: 0, lost: [] })
    expect([callbacks, answers]).toEqual([COUNT, COUNT])
    expect(peer.violations).toEqual([])
    expect(peer.mentions).toEqual([])
    expect(leaks(written, peer.token, asked)).toEqual([])
  },
)

test('an instance that starts while another is at work answers nothing again', async () => {
  const peer = await startPeer({ ackWithin: 10_000 })
  const file = join(temporaryFolder(), 'sanad.db')
  const first = await startAdapter(peer, { file, patience: {} })
  const asked = burst(peer, COUNT / 2)
  await peer.until(
    () => asked.some(({ interaction }) => interaction.acknowledgedAfter !== undefined),
    LONG,
    'acknowledgements',
  )
  const second = await startAdapter(peer, { file, patience: {} })
  await peer.until(() => open(peer, asked, first.rows()).length === 0, LONG, 'every answer')
  await Promise.all([first.stop(), second.stop()])
  const result = account(peer, asked, first.rows())
  const answers = peer.record.filter(({ method }) => method.startsWith('PATCH')).length
  console.log(`a second instance starts meanwhile: ${counts(result)}; ${answers} answers on the wire`)
  expect(result).toMatchObject({ answered: COUNT / 2, unmarked: [], lost: [] })
  expect(peer.violations).toEqual([])
})
