import { PassThrough } from 'node:stream'
import { createConsoleAdapter } from '../../../adapters/console/adapter.ts'
import { withoutControls } from '../../../src/index.ts'
import { chatAdapterContract, type FarSide, type Handle } from '../../contract/chat-adapter.ts'

/** A person at a terminal that is a pair of pipes. Replies are told apart by the adapter's calls to write. */
async function open(handle: Handle): Promise<FarSide> {
  const input = new PassThrough()
  const heard: string[] = []
  const output = new PassThrough()
  output.on('data', (chunk: Buffer) => heard.push(chunk.toString('utf8')))
  const adapter = createConsoleAdapter({ input, output, interactive: false, color: false, onError: () => {} })
  await adapter.start(handle)
  return {
    adapter,
    address: { platform: 'console', conversation: 'terminal' },
    limit: Number.POSITIVE_INFINITY,
    faults: undefined,
    visible: (text) => withoutControls(text).replace(/^│ /gm, '').replaceAll('⟦', '').replaceAll('⟧', ''),
    async say(text) {
      input.write(`${text}\n`)
    },
    async press(label) {
      // The number that stands before it, as a person reads it.
      const shown = heard.join('').split(/\n| {3}/)
      const [number] = shown.findLast((part) => part.endsWith(`) ${label}`))?.split(')') ?? []
      if (number === undefined) throw new Error(`no number stands before "${label}"`)
      input.write(`${number}\n`)
    },
    async heard(count) {
      for (let waited = 0; heard.length < count && waited < 5000; waited += 10)
        await new Promise((resolve) => setTimeout(resolve, 10))
      return [...heard]
    },
    async close() {
      await adapter.stop()
      input.destroy()
      output.destroy()
    },
  }
}

chatAdapterContract({
  name: 'the console',
  open,
  skip: [
    { case: 7, reason: 'whoever types in a terminal is a person who addresses Sanad' },
    { case: 10, reason: 'a terminal limits no rate' },
    { case: 11, reason: 'a terminal blocks nobody' },
    { case: 12, reason: 'a line is read once' },
    { case: 16, reason: 'a terminal needs no token' },
    { case: 17, reason: 'what stands in a terminal cannot be changed' },
  ],
})
