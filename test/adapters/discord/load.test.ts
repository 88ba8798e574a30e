/**
 * A hundred interactions at once, on a quiet machine and while the index is rebuilt. Discord's own rule is the judge: what is not
 * acknowledged within three seconds has failed. The times are printed; thresholds belong to the bench.
 */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadCorpus } from '../../../adapters/corpus.ts'
import type { Sanad } from '../../../src/index.ts'
import { account, counts, open } from './accounts.ts'
import { acknowledgements, burst, shown, writeCorpus } from './burst.ts'
import { type Crowd, leaks } from './crowd.ts'
import { LONG, startAdapter, startPeer, temporaryFolder, tidy, written } from './running.ts'

const AT_ONCE = 100
const PASSAGES = 20_000

afterEach(tidy)

test(`${AT_ONCE} interactions at once: each acknowledged in time, each answered`, async () => {
  const peer = await startPeer({ rateLimits: { scale: 1 } })
  const running = await startAdapter(peer, { file: join(temporaryFolder(), 'sanad.db'), patience: {} })
  const asked = burst(peer, AT_ONCE)
  await peer.until(() => open(peer, asked, running.rows()).length === 0, LONG, 'every answer')
  await running.stop()
  const result = account(peer, asked, running.rows())
  console.log(`${counts(result)}; acknowledged: ${shown(acknowledgements(asked))}; ${peer.floods} refused by limits`)
  expect(result).toMatchObject({ answered: AT_ONCE, twice: 0, lost: [] })
  expect(asked.filter(({ interaction }) => interaction.failed)).toEqual([])
  expect(peer.violations).toEqual([])
  expect(peer.mentions).toEqual([])
  expect(leaks(written, peer.token, asked)).toEqual([])
})

test(`the same while the index is rebuilt over ${PASSAGES} passages`, async () => {
  const folder = temporaryFolder()
  // Some of them are alike, and count once.
  const corpus = await writeCorpus(folder, PASSAGES * 1.03)
  const peer = await startPeer({ rateLimits: { scale: 1 } })
  const running = await startAdapter(peer, { file: join(folder, 'sanad.db'), patience: {} })
  const all: Crowd['asked'][] = []
  const ask = async (): Promise<void> => {
    const asked = burst(peer, AT_ONCE)
    all.push(asked)
    await peer.until(() => open(peer, asked, running.rows()).length === 0, LONG, 'every answer')
  }
  // While files are read and cut up, when indexing begins, and in the middle of it.
  const { sanad } = running
  const during: Promise<void>[] = []
  const marks = [1, PASSAGES / 2]
  let indexed = false
  const observed: Sanad = {
    ...sanad,
    reload: (documents, pause) =>
      sanad.reload(documents, async (done) => {
        if (done >= (marks[0] ?? Number.POSITIVE_INFINITY)) {
          marks.shift()
          during.push(ask().then(() => expect(indexed).toBe(false)))
        }
        await pause(done)
      }),
  }
  const began = performance.now()
  during.push(ask())
  const { documents } = await loadCorpus(observed, [corpus])
  indexed = true
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  await Promise.all(during)
  expect(all).toHaveLength(3)
  const passages = documents.reduce((sum, { passages: own }) => sum + own.length, 0)
  await running.stop()
  const asked = all.flat()
  const result = account(peer, asked, running.rows())
  console.log(
    `${passages} passages in ${seconds} s; ${counts(result)}; acknowledged: ${shown(acknowledgements(asked))}; ${peer.floods} refused by limits`,
  )
  expect(passages).toBeGreaterThanOrEqual(PASSAGES)
  expect(running.sanad.documents).toHaveLength(documents.length)
  expect(result).toMatchObject({ answered: asked.length, twice: 0, lost: [] })
  expect(asked.filter(({ interaction }) => interaction.failed)).toEqual([])
  expect(peer.violations).toEqual([])
  expect(leaks(written, peer.token, asked)).toEqual([])
}, 120_000)
