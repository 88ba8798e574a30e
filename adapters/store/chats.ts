/** What moderators chose for a conversation, and who chose it. Threads share their conversation's settings. */
import type { ChatSettings, Chats } from '../../src/index.ts'
import { move } from './move.ts'
import type { Db, Trx } from './schema.ts'

const NOTHING = '{}'

export function createChats(db: Db, now: () => number): Chats {
  return {
    async settings({ platform, conversation }) {
      return JSON.parse(await read(db, platform, conversation))
    },

    async change({ platform, conversation }, settings, by) {
      const after = write(settings)
      const at = now()
      await db.transaction().execute(async (trx) => {
        const before = await read(trx, platform, conversation)
        if (before === after) return
        await trx
          .insertInto('chat')
          .values({ platform, conversation, settings: after })
          .onConflict((conflict) => conflict.columns(['platform', 'conversation']).doUpdateSet({ settings: after }))
          .execute()
        await trx.insertInto('change').values({ platform, conversation, person: by, before, after, at }).execute()
      })
    },

    async scheduled() {
      // The text only spares reading all the others; the settings decide.
      const rows = await db
        .selectFrom('chat')
        .selectAll()
        .where('settings', 'like', '%"schedule"%')
        .orderBy('platform')
        .orderBy('conversation')
        .execute()
      return rows
        .map(({ platform, conversation, settings }) => ({
          address: { platform, conversation },
          settings: JSON.parse(settings) as ChatSettings,
        }))
        .filter(({ settings }) => settings.schedule !== undefined)
    },

    async known(platform) {
      const rows = await db
        .selectFrom('outbox')
        .select('conversation')
        .where('platform', '=', platform)
        .groupBy('conversation')
        .orderBy((row) => row.fn.max('id'))
        .execute()
      return rows.map(({ conversation }) => conversation)
    },

    async move(platform, from, to) {
      if (from === to) return
      await db.transaction().execute((trx) => move(trx, platform, from, to))
    },
  }
}

async function read(db: Db | Trx, platform: string, conversation: string): Promise<string> {
  const row = await db
    .selectFrom('chat')
    .select('settings')
    .where('platform', '=', platform)
    .where('conversation', '=', conversation)
    .executeTakeFirst()
  return row?.settings ?? NOTHING
}

/** Equal settings are equal text. */
const write = (settings: ChatSettings): string =>
  JSON.stringify(Object.fromEntries(Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1))))
