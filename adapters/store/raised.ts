/** Questions that are before the moderators, and those that a note answers until their askers are told. */
import type { Questions } from '../../src/index.ts'
import { addressOf, find } from './questions.ts'
import type { Db, Trx } from './schema.ts'

/** More than anybody looks through. */
const MOST_RAISED = 500

export function createRaised(
  db: Db,
  now: () => number,
): Pick<Questions, 'raise' | 'raised' | 'close' | 'answer' | 'untold' | 'told'> {
  return {
    async raise(platform, id) {
      const at = now()
      return db.transaction().execute(async (trx) => {
        const question = await find(trx, platform, id)
        if (question?.outcome !== 'not_found') return 'unknown'
        if (question.raised_at !== null) return 'already'
        await trx
          .updateTable('question')
          .set({ raised_at: at })
          .where('platform', '=', platform)
          .where('id', '=', id)
          .execute()
        return 'raised'
      })
    },

    async raised({ platform, conversation }) {
      const rows = await db
        .selectFrom('question')
        .select(['id', 'text', 'assumed'])
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .where('raised_at', 'is not', null)
        .orderBy('raised_at')
        .limit(MOST_RAISED)
        .execute()
      return rows.map(({ id, text, assumed }) => ({ id, text, ...(assumed === null ? {} : { assumed }) }))
    },

    async close({ platform, conversation }, ids, by) {
      const at = now()
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('question')
          .set({ raised_at: null })
          .where('platform', '=', platform)
          .where('conversation', '=', conversation)
          .where('id', 'in', [...ids])
          .execute()
        const before = JSON.stringify({ raised: ids })
        await trx.insertInto('change').values({ platform, conversation, person: by, before, after: '{}', at }).execute()
      })
    },

    async answer({ platform, conversation }, ids, note, by) {
      if (ids.length === 0) return
      const at = now()
      await db.transaction().execute(async (trx) => {
        const last = await untold(trx)
          .select(({ fn }) => fn.max('answer_seq').as('seq'))
          .executeTakeFirst()
        const answered = await trx
          .updateTable('question')
          .set({ raised_at: null, note, answer_seq: (last?.seq ?? 0) + 1, told_at: null })
          .where('platform', '=', platform)
          .where('conversation', '=', conversation)
          .where('id', 'in', [...ids])
          .where('raised_at', 'is not', null)
          .returning('id')
          .execute()
        if (answered.length === 0) return
        const before = JSON.stringify({ raised: answered.map(({ id }) => id) })
        const after = JSON.stringify({ note })
        await trx.insertInto('change').values({ platform, conversation, person: by, before, after, at }).execute()
      })
    },

    async untold() {
      const rows = await untold(db)
        .select(['id', 'platform', 'conversation', 'thread', 'text', 'note'])
        .where('hidden', '=', 0)
        .orderBy('answer_seq')
        .orderBy('seq')
        .orderBy('asked_at')
        .execute()
      return rows.map(({ id, text, note, ...row }) => ({ id, address: addressOf(row), text, note: note ?? '' }))
    },

    async told(platform, id) {
      await db
        .updateTable('question')
        .set({ told_at: now() })
        .where('platform', '=', platform)
        .where('id', '=', id)
        .where('note', 'is not', null)
        .execute()
    },
  }
}

/** Answered, and nobody was told; the hidden ones too. */
const untold = (db: Db | Trx) => db.selectFrom('question').where('note', 'is not', null).where('told_at', 'is', null)
