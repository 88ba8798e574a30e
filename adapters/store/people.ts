/** What is kept about one person, and its deletion. Handled updates keep nothing of theirs as it is. */
import type { People, PersonalData } from '../../src/index.ts'
import type { Database } from './database.ts'
import { FORGOTTEN } from './outbox.ts'
import type { Db, Trx } from './schema.ts'

export function createPeople({ db, scrub }: Database): People {
  return {
    data: (platform, person) => count(db, platform, person),

    async forget(platform, person) {
      const was = await db.transaction().execute(async (trx) => {
        const data = await count(trx, platform, person)
        await trx.deleteFrom('vote').where('platform', '=', platform).where('person', '=', person).execute()
        await trx.deleteFrom('question').where('platform', '=', platform).where('person', '=', person).execute()
        await trx
          .updateTable('change')
          .set({ person: null })
          .where('platform', '=', platform)
          .where('person', '=', person)
          .execute()
        await forgetPosts(trx, platform, person)
        return data
      })
      await scrub()
      return was
    },
  }
}

/** Texts on show are blanked; those still to be delivered are when they have been. */
async function forgetPosts(trx: Trx, platform: string, person: string): Promise<void> {
  const theirs = trx.updateTable('outbox').where('platform', '=', platform).where('person', '=', person)
  await theirs.set({ fleeting: 1 }).where('state', 'in', ['ready', 'sending']).execute()
  const done = theirs.where('state', 'in', ['sent', 'dead'])
  await done.set({ payload: FORGOTTEN }).where('payload', 'is not', null).execute()
  await done.set({ person: null }).execute()
}

async function count(db: Db | Trx, platform: string, person: string): Promise<PersonalData> {
  const questions = await db
    .selectFrom('question')
    .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('asked_at').as('since')])
    .where('platform', '=', platform)
    .where('person', '=', person)
    .executeTakeFirstOrThrow()
  const votes = await db
    .selectFrom('vote')
    .select(({ fn }) => [fn.countAll<number>().as('number'), fn.min('at').as('since')])
    .where('platform', '=', platform)
    .where('person', '=', person)
    .executeTakeFirstOrThrow()
  const since = Math.min(questions.since ?? Number.POSITIVE_INFINITY, votes.since ?? Number.POSITIVE_INFINITY)
  return {
    questions: questions.number,
    votes: votes.number,
    ...(Number.isFinite(since) ? { since } : {}),
  }
}
