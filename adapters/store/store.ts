/** The store over any database, and the one we open: a SQLite file. */
import type { Store } from '../../src/index.ts'
import { createChats } from './chats.ts'
import type { Database } from './database.ts'
import { createFacts } from './facts.ts'
import { createHold } from './hold.ts'
import { createInbox } from './inbox.ts'
import { migrate } from './migrations.ts'
import { createOutbox } from './outbox.ts'
import { createPeople } from './people.ts'
import { createQuestions } from './questions.ts'
import { openSqlite, type SqliteOptions } from './sqlite.ts'

/** Platforms may deliver an update again for a day (Telegram's promise); its id is kept for two. */
const REDELIVERY = 2 * 24 * 60 * 60 * 1000
/** The fact that `check` writes. */
const CHECKED = 'store.checked'

export interface StoreOptions extends SqliteOptions {
  readonly now: () => number
}

/** Opens the store in a file, or in memory as `:memory:`. Rejects with `StoreError`. */
export async function openStore({ now, ...options }: StoreOptions): Promise<Store> {
  return createStore(await openSqlite(options), now)
}

/** The store over an open database, brought to the newest version. Closes it where that fails. */
export async function createStore(database: Database, now: () => number): Promise<Store> {
  const { db, scrub, verify } = database
  try {
    await migrate(database)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const facts = createFacts(db)
  return {
    chats: createChats(db, now),
    questions: createQuestions(db, now),
    people: createPeople(database),
    inbox: createInbox(db, now),
    outbox: createOutbox(db, now),
    facts,
    hold: createHold(database.file),

    async retain(before) {
      const settledBefore = Math.min(before, now() - REDELIVERY)
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('question').where('asked_at', '<', before).execute()
        await trx.deleteFrom('inbox').where('settled_at', '<', settledBefore).execute()
        await trx.deleteFrom('outbox').where('state', 'in', ['sent', 'dead']).where('created_at', '<', before).execute()
      })
      await scrub()
    },

    async check() {
      await verify()
      // Only a write that is kept proves that there is room.
      await facts.set(CHECKED, String(now()))
    },

    close: () => db.destroy(),
  }
}
