/**
 * Replies on their way, and those on show, one row a message.
 *
 * - A row is found again by platform, subject and part; its message id outlives every new version until the message is lost.
 * - A row that is put again while a call for its last version is under way stays `ready`: the word on that call adds the message
 *   id, no more.
 */
import { type RawBuilder, sql } from 'kysely'
import { ANNOUNCEMENT, type Outbox, type StoredPost } from '../../src/index.ts'
import { settle } from './inbox.ts'
import type { Db, OutboxRow, Trx } from './schema.ts'

/** The payload of a post that is on show but forgotten here. */
export const FORGOTTEN = ''

/** How the subjects of a conversation's digests begin, its drafts' too, which may be shown elsewhere. */
export const digestsOf = (conversation: string): string => `${ANNOUNCEMENT}digest/${conversation}/`

/** Whether a row's subject begins so, letter by letter. */
export const ofSubjects = (beginning: string): RawBuilder<boolean> =>
  sql<boolean>`substr(${sql.ref('subject')}, 1, length(${beginning})) = ${beginning}`

export function createOutbox(db: Db, now: () => number): Outbox {
  /** Changes a row as a function of what it is; a row that is gone needs no change. */
  const change = (id: number, next: (row: OutboxRow) => Partial<OutboxRow> | 'gone'): Promise<void> =>
    db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined) return
      const changed = next(row)
      if (changed === 'gone') await trx.deleteFrom('outbox').where('id', '=', id).execute()
      else await trx.updateTable('outbox').set(changed).where('id', '=', id).execute()
    })

  return {
    async put({ address, subject, person = null, posts }, updates = []) {
      const { platform, conversation, thread = null } = address
      const at = now()
      const fresh = { conversation, thread, person, state: 'ready', fleeting: 0, created_at: at } as const
      return db.transaction().execute(async (trx) => {
        await settle(trx, platform, updates, at)
        const deletions = await putDeletions(trx, platform, subject, posts.length, fresh)
        await freeKeys(
          trx,
          platform,
          subject,
          posts.map(({ key }) => key),
        )
        const rows: OutboxRow[] = []
        for (const [part, { key, payload = null }] of posts.entries()) {
          const row = await trx
            .insertInto('outbox')
            .values({ platform, subject, part, payload, key, ...fresh, message: null, uncertain: 0 })
            .onConflict((conflict) =>
              conflict.columns(['platform', 'subject', 'part']).doUpdateSet({ payload, key, ...fresh }),
            )
            .returningAll()
            .executeTakeFirstOrThrow()
          rows.push(row)
        }
        return [...rows, ...deletions].map(toPost)
      })
    },

    async pending(platform) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('platform', '=', platform)
        .where('state', 'in', ['ready', 'sending'])
        .orderBy('id')
        .execute()
      return rows.map(toPost)
    },

    sending: (id) => change(id, () => ({ state: 'sending' })),

    sent: (id, told) =>
      change(id, (row) => {
        const message = told ?? row.message
        if (row.state === 'ready') return { message }
        return row.payload === null ? 'gone' : { message, state: 'sent', ...delivered(row) }
      }),

    postponed: (id, uncertain) =>
      change(id, (row) => ({ state: 'ready', uncertain: uncertain || row.uncertain === 1 ? 1 : 0 })),

    died: (id) => change(id, (row) => ({ state: 'dead', ...delivered(row) })),

    lost: (id) =>
      change(id, ({ payload }) =>
        payload === null || payload === FORGOTTEN ? 'gone' : { state: 'ready', message: null },
      ),

    async find(platform, key) {
      const row = await db
        .selectFrom('outbox')
        .selectAll()
        .where('key', '=', key)
        .where('platform', '=', platform)
        .executeTakeFirst()
      return row === undefined || row.payload === FORGOTTEN ? undefined : toPost(row)
    },

    async shown(platform, conversation, message) {
      const row = await db
        .selectFrom('outbox')
        .selectAll()
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .where('message', '=', message)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return row === undefined || row.payload === FORGOTTEN ? undefined : toPost(row)
    },

    async of(platform, subject) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('platform', '=', platform)
        .where('subject', '=', subject)
        .orderBy('part')
        .execute()
      return rows.map(toPost)
    },

    async undelivered(platform, person) {
      const dead = db
        .selectFrom('outbox')
        .where('platform', '=', platform)
        .where('person', '=', person)
        .where('state', '=', 'dead')
        .where('payload', 'is not', null)
        .where('payload', '<>', FORGOTTEN)
      const last = await dead.select('subject').orderBy('id', 'desc').executeTakeFirst()
      if (last === undefined) return []
      return (await dead.selectAll().where('subject', '=', last.subject).orderBy('part').execute()).map(toPost)
    },

    async has(platform, subject) {
      const row = await db
        .selectFrom('outbox')
        .select('id')
        .where('platform', '=', platform)
        .where('subject', '=', subject)
        .where('payload', 'is not', null)
        .where((where) => where.or([where('state', '<>', 'dead'), where('message', 'is not', null)]))
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

/** The parts from `from` on are no longer wanted: those on show are to be deleted, the others are forgotten. */
async function putDeletions(
  trx: Trx,
  platform: string,
  subject: string,
  from: number,
  fresh: Partial<OutboxRow>,
): Promise<OutboxRow[]> {
  await trx
    .deleteFrom('outbox')
    .where('platform', '=', platform)
    .where('subject', '=', subject)
    .where('part', '>=', from)
    .where('message', 'is', null)
    .execute()
  const rows = await trx
    .updateTable('outbox')
    .set({ ...fresh, payload: null })
    .where('platform', '=', platform)
    .where('subject', '=', subject)
    .where('part', '>=', from)
    .returningAll()
    .execute()
  return rows.sort((one, other) => one.part - other.part)
}

/** A key may pass from one part to another, and is unique at every moment in between. */
async function freeKeys(trx: Trx, platform: string, subject: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await trx
    .updateTable('outbox')
    .set({ key: null })
    .where('platform', '=', platform)
    .where('subject', '=', subject)
    .where('key', 'in', keys)
    .execute()
}

/** What is kept of a post when the last word on it has come. */
const delivered = (row: OutboxRow): Partial<OutboxRow> =>
  row.fleeting === 0 ? {} : { payload: row.payload === null ? null : FORGOTTEN, person: null, fleeting: 0 }

function toPost(row: OutboxRow): StoredPost {
  return {
    id: row.id,
    platform: row.platform,
    conversation: row.conversation,
    ...(row.thread === null ? {} : { thread: row.thread }),
    subject: row.subject,
    part: row.part,
    payload: row.payload ?? undefined,
    key: row.key ?? '',
    state: row.state,
    ...(row.message === null ? {} : { message: row.message }),
    uncertain: row.uncertain === 1,
    ...(row.person === null ? {} : { person: row.person }),
    createdAt: row.created_at,
  }
}
