/**
 * A hundred Discord interactions at once before the built program, in a process of its own: from a cold start, warm, and while its index is
 * rebuilt over 20 000 passages. `npm run build && npx tsx test/bench/discord.ts`
 */
import { cpSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { acknowledgements, burst, writeCorpus } from '../adapters/discord/burst.ts'
import { CORPUS, startPeer, startProgram, temporaryFolder, tidy } from '../adapters/discord/running.ts'

const AT_ONCE = 100
const PASSAGES = 20_000
const LONG = 120_000

const [folder, corpus] = [temporaryFolder(), temporaryFolder()]
const made = await writeCorpus(temporaryFolder(), PASSAGES * 1.03)
cpSync(CORPUS, corpus, { recursive: true })
const peer = await startPeer({ rateLimits: { scale: 1 } })
const program = startProgram(peer, folder, { CORPUS_DIR: corpus, LOG_LEVEL: 'info' })
const loaded = (): number => program.output().split('corpus: loaded').length - 1
await peer.until(() => program.output().includes('discord: listening'), LONG, 'a start')

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}\n`)
const columns = ['acknowledged p50', 'p99', 'longest', 'all answered']
console.log(`${`${AT_ONCE} at once, ms`.padEnd(42)}${columns.map((name) => name.padStart(18)).join('')}`)

async function measure(name: string): Promise<void> {
  const began = performance.now()
  const asked = burst(peer, AT_ONCE)
  const answered = (): boolean =>
    asked.every(({ interaction }) => interaction.failed || interaction.message() !== undefined)
  await peer.until(answered, LONG, 'every answer')
  const { p50, p99, longest } = acknowledgements(asked)
  const figures = [p50, p99, longest, Math.round(performance.now() - began)]
  console.log(`${name.padEnd(42)}${figures.map((figure) => String(figure).padStart(18)).join('')}`)
}

await measure('from a cold start')
await measure('warm')
await measure('warm')
const before = loaded()
for (const file of readdirSync(made)) cpSync(join(made, file), join(corpus, file))
for (let bursts = 0; bursts < 5 && loaded() === before; bursts++) {
  await measure(`while the index is rebuilt, ${bursts + 1}`)
  // Indexing needs some time of its own; without a pause it would only ever wait.
  await new Promise((resolve) => setTimeout(resolve, 2000))
}
await peer.until(() => loaded() > before, LONG, 'the new index')
await measure(`over ${PASSAGES} passages`)
program.signal('SIGTERM')
await program.ended
await tidy()
