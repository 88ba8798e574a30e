/** What was asked, and what people thought of the answers. */
import type { Questions } from '../../src/index.ts'
import type { Db, Trx } from './schema.ts'

/** More than anybody looks through. */
const MOST_RAISED = 500

export function createQuestions(db: Db, now: () => number): Questions {
  return {
    async record({ id, address, from, text, language, outcome, confidence, cited }) {
      const { platform, conversation, thread = null } = address
      const said = {
        conversation,
        thread,
        person: from,
        text,
        language,
        outcome,
        confidence,
        cited: JSON.stringify(cited),
      }
      const asked_at = now()
      await db.transaction().execute(async (trx) => {
        // Votes were for another answer, and another question was raised.
        const old = await find(trx, platform, id)
        const changed = old !== undefined && (old.text !== said.text || old.cited !== said.cited)
        if (changed) {
          await trx.deleteFrom('vote').where('platform', '=', platform).where('question', '=', id).execute()
        }
        await trx
          .insertInto('question')
          .values({ platform, id, ...said, asked_at, raised_at: null })
          .onConflict((conflict) =>
            conflict.columns(['platform', 'id']).doUpdateSet({ ...said, ...(changed ? { raised_at: null } : {}) }),
          )
          .execute()
      })
    },

    async vote(platform, id, person, vote) {
      const at = now()
      return db.transaction().execute(async (trx) => {
        if ((await find(trx, platform, id)) === undefined) return 'unknown'
        const old = await trx
          .selectFrom('vote')
          .select('vote')
          .where('platform', '=', platform)
          .where('question', '=', id)
          .where('person', '=', person)
          .executeTakeFirst()
        if (old?.vote === vote) return 'same'
        await trx
          .insertInto('vote')
          .values({ platform, question: id, person, vote, at })
          .onConflict((conflict) => conflict.columns(['platform', 'question', 'person']).doUpdateSet({ vote, at }))
          .execute()
        return old === undefined ? 'recorded' : 'changed'
      })
    },

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

    raised: ({ platform, conversation }) =>
      db
        .selectFrom('question')
        .select(['id', 'text'])
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .where('raised_at', 'is not', null)
        .orderBy('raised_at')
        .limit(MOST_RAISED)
        .execute(),

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
  }
}

const find = (trx: Trx, platform: string, id: string) =>
  trx
    .selectFrom('question')
    .select(['text', 'cited', 'outcome', 'raised_at'])
    .where('platform', '=', platform)
    .where('id', '=', id)
    .executeTakeFirst()
