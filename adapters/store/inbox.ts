/** Updates as they arrived, until they are handled. */
import type { Inbox, StoredUpdate } from '../../src/index.ts'
import type { Db, Trx } from './schema.ts'

/** Few enough for any database's limit on parameters. */
const AT_ONCE = 500

export function createInbox(db: Db, now: () => number): Inbox {
  return {
    async add(updates) {
      if (updates.length === 0) return []
      const added_at = now()
      return db.transaction().execute(async (trx) => {
        const added: StoredUpdate[] = []
        for (const update of updates) {
          const { platform, id, conversation, person = null, payload } = update
          const row = await trx
            .insertInto('inbox')
            .values({ platform, id, conversation, person, payload, added_at, settled_at: null })
            .onConflict((conflict) => conflict.columns(['platform', 'id']).doNothing())
            .returning('seq')
            .executeTakeFirst()
          if (row !== undefined) added.push(update)
        }
        return added
      })
    },

    async pending(platform) {
      const rows = await db
        .selectFrom('inbox')
        .select(['id', 'conversation', 'person', 'payload'])
        .where('platform', '=', platform)
        .where('payload', 'is not', null)
        .orderBy('seq')
        .execute()
      return rows.map(({ id, conversation, person, payload }) => ({
        platform,
        id,
        conversation: conversation ?? '',
        ...(person === null ? {} : { person }),
        payload: payload ?? '',
      }))
    },

    async settle(platform, ids) {
      if (ids.length > 0) await db.transaction().execute((trx) => settle(trx, platform, ids, now()))
    },
  }
}

/** Erases what was said, by whom and where; the id stays, so that the update is not handled again. */
export async function settle(trx: Trx, platform: string, ids: readonly string[], at: number): Promise<void> {
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    await trx
      .updateTable('inbox')
      .set({ payload: null, person: null, conversation: null, settled_at: at })
      .where('platform', '=', platform)
      .where('id', 'in', ids.slice(start, start + AT_ONCE))
      .where('payload', 'is not', null)
      .execute()
  }
}
