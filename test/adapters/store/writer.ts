/** A program of its own on a store, until it is killed. `node --import tsx writer.ts <file> add|open|hold|change [name]` */
import Sqlite from 'better-sqlite3'
import { StoreError } from '../../../adapters/store/error.ts'
import { openStore } from '../../../adapters/store/store.ts'

const [file = '', task = 'add', name = 'w'] = process.argv.slice(2)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)

if (task === 'hold') {
  // Another program that writes for as long as it is told to.
  const raw = new Sqlite(file)
  raw.exec('begin immediate')
  say('holding')
  process.stdin.once('data', () => {
    raw.exec('commit')
    raw.close()
    process.exit(0)
  })
} else if (task === 'open') {
  try {
    const store = await openStore({ file, now: () => 0 })
    await store.check()
    say('written')
    await store.close()
  } catch (error) {
    say(error instanceof StoreError ? `${error.code}: ${error.message}` : String(error))
  }
} else if (task === 'change') {
  // Changes the only digest a hundred times and says which versions it made.
  const store = await openStore({ file, now: () => 0 })
  for (let changes = 0; changes < 100; ) {
    const [slot] = await store.slots.inState('open')
    if (slot === undefined) throw new Error('there is no digest')
    const changed = await store.slots.change(slot, { note: name })
    if (changed === undefined) continue
    say(`${changed.version}`)
    changes++
  }
  await store.close()
} else {
  const store = await openStore({ file, now: () => 0 })
  for (let number = 0; number < 5000; number++) {
    const id = `${name}${number}`
    const shared = Math.floor(Math.random() * 400)
    const added = await store.inbox.add([
      { platform: 'telegram', id, conversation: 'c', payload: id },
      { platform: 'telegram', id: `shared${shared}`, conversation: 'c', payload: id },
    ])
    if (added.some((update) => update.id.startsWith('shared'))) say(`mine ${shared}`)
    say(`added ${id}`)
    await store.outbox.put(
      {
        address: { platform: 'telegram', conversation: 'c' },
        subject: id,
        posts: [0, 1, 2].map((part) => ({ key: `${id}/${part}`, payload: id })),
      },
      [id],
    )
    say(`put ${id}`)
  }
}
