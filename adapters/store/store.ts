/** The store over any database, and the one we open: a SQLite file. */
import type { Store } from '../../src/index.ts'
import { createChats } from './chats.ts'
import type { Database } from './database.ts'
import { createDocuments } from './documents.ts'
import { createFacts } from './facts.ts'
import { createHold } from './hold.ts'
import { createInbox } from './inbox.ts'
import { migrate } from './migrations.ts'
import { createOutbox } from './outbox.ts'
import { createPeople } from './people.ts'
import { createQuestions } from './questions.ts'
import { createRaised } from './raised.ts'
import { createSlots } from './slots.ts'
import { openSqlite, type SqliteOptions } from './sqlite.ts'

const DAY = 24 * 60 * 60 * 1000
/** Platforms may deliver an update again for a day (Telegram's promise); its id is kept for two. */
const REDELIVERY = 2 * DAY
/** A digest's slot says that its date is done with, and what moderators left undecided. */
const SLOT = 40 * DAY
/** What was proposed and not confirmed, or removed and not restored. */
const SET_ASIDE = DAY
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
    questions: { ...createQuestions(db, now), ...createRaised(db, now) },
    people: createPeople(database),
    inbox: createInbox(db, now),
    outbox: createOutbox(db, now),
    slots: createSlots(db, now),
    documents: createDocuments(db, now),
    facts,
    hold: createHold(database.file),

    async retain(before) {
      const at = now()
      const settledBefore = Math.min(before, at - REDELIVERY)
      const firstDate = new Date(Math.min(before, at - SLOT)).toISOString().slice(0, 10)
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('question').where('asked_at', '<', before).execute()
        await trx.deleteFrom('inbox').where('settled_at', '<', settledBefore).execute()
        await trx.deleteFrom('outbox').where('state', 'in', ['sent', 'dead']).where('created_at', '<', before).execute()
        await trx.deleteFrom('slot').where('date', '<', firstDate).execute()
        await trx
          .deleteFrom('document')
          .where('state', 'in', ['proposed', 'removed'])
          .where('changed_at', '<', at - SET_ASIDE)
          .execute()
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
