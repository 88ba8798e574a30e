/** The contract of chat adapters over the real server and a browser without scripts. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { withoutControls } from '../../../src/index.ts'
import { chatAdapterContract, type FarSide, type Handle } from '../../contract/chat-adapter.ts'
import { connect } from './connected.ts'
import { createPerson } from './person.ts'

const LONGEST_WAIT = 10_000

/** A person before the page. */
async function open(handle: Handle): Promise<FarSide> {
  const { root, adapter, logged, arrived, close } = await connect({ handle })
  const person = createPerson(root)
  const conversation = await person.begin()
  const ids = new Map<string, string>()
  const underWay: Promise<unknown>[] = []
  const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
    for (let waited = 0; waited < LONGEST_WAIT && !(await condition()); waited += 10) await sleep(10)
  }
  return {
    adapter,
    address: { platform: 'web', conversation },
    limit: Number.POSITIVE_INFINITY,
    visible: withoutControls,
    async say(text, { id = randomUUID() } = {}) {
      // As a page has them: a name for each form.
      const form = ids.get(id) ?? randomUUID()
      ids.set(id, form)
      const before = arrived()
      underWay.push(person.post('/ask', { id: form, text }))
      await until(() => arrived() > before)
    },
    press: async (label) => void (await person.press(label)),
    async heard(count) {
      let texts: string[] = []
      await until(async () => {
        texts = await person.heard()
        return texts.length >= count
      })
      return texts
    },
    faults: {
      limitRate: () => {},
      gone: () => {},
      token: person.cookies.get('sanad') ?? '',
      logged: () => logged.join('\n'),
    },
    async close() {
      await Promise.all(underWay)
      await close()
    },
  }
}

chatAdapterContract({
  name: 'the web',
  open,
  skip: [
    { case: 7, reason: 'whoever writes in the page is taken for a person who addresses Sanad' },
    { case: 10, reason: 'a page is asked for by its reader: nothing limits what stands there' },
    { case: 11, reason: 'a browser blocks nobody, and who has gone may come back to what was delivered' },
  ],
})
