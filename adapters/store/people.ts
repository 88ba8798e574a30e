/** What is kept about one person, and its deletion. Handled updates keep nothing of theirs as it is. */
import { sql, type UpdateQueryBuilder, type UpdateResult } from 'kysely'
import type { People, PersonalData } from '../../src/index.ts'
import type { Database } from './database.ts'
import { digestsOf, FORGOTTEN, ofSubjects } from './outbox.ts'
import type { Db, Tables, Trx } from './schema.ts'

/** Texts looked for at once. */
const AT_ONCE = 50
/** No more word on them will come. */
const DONE = ['sent', 'dead'] as const

type Posts = UpdateQueryBuilder<Tables, 'outbox', 'outbox', UpdateResult>

export function createPeople({ db, scrub }: Database): People {
  return {
    data: (platform, person) => count(db, platform, person),

    async forget(platform, person) {
      const was = await db.transaction().execute(async (trx) => {
        const data = await count(trx, platform, person)
        await trx.deleteFrom('vote').where('platform', '=', platform).where('person', '=', person).execute()
        await forgetDigests(trx, platform, person)
        await forgetQuoted(trx, platform, person)
        await trx.deleteFrom('question').where('platform', '=', platform).where('person', '=', person).execute()
        for (const table of ['change', 'slot'] as const) {
          await trx
            .updateTable(table)
            .set({ person: null })
            .where('platform', '=', platform)
            .where('person', '=', person)
            .execute()
        }
        await forgetPosts(trx, platform, person)
        return data
      })
      await scrub()
      return was
    },
  }
}

async function forgetPosts(trx: Trx, platform: string, person: string): Promise<void> {
  const theirs = trx.updateTable('outbox').where('platform', '=', platform).where('person', '=', person)
  await blank(theirs)
  await theirs.set({ person: null }).where('state', 'in', DONE).execute()
}

/** The digests of every conversation they asked in, while it is known which: any may tell of their questions. */
async function forgetDigests(trx: Trx, platform: string, person: string): Promise<void> {
  const asked = await trx
    .selectFrom('question')
    .select('conversation')
    .distinct()
    .where('platform', '=', platform)
    .where('person', '=', person)
    .execute()
  for (const { conversation } of asked) {
    await blank(
      trx
        .updateTable('outbox')
        .where('platform', '=', platform)
        .where(ofSubjects(digestsOf(conversation))),
    )
  }
}

/** Other messages that repeat what they asked: a list of questions for moderators, an answer that was told. */
async function forgetQuoted(trx: Trx, platform: string, person: string): Promise<void> {
  const asked = await trx
    .selectFrom('question')
    .select(['text', 'assumed'])
    .where('platform', '=', platform)
    .where('person', '=', person)
    .execute()
  const signs = [...new Set(asked.flatMap(({ text, assumed }) => [signOf(text) ?? [], signsOfSubject(assumed)].flat()))]
  for (let at = 0; at < signs.length; at += AT_ONCE) {
    const some = signs.slice(at, at + AT_ONCE)
    await blank(
      trx
        .updateTable('outbox')
        .where('platform', '=', platform)
        .where((row) => row.or(some.map((sign) => row('payload', 'like', `%${sign}%`)))),
    )
  }
}

/** A subject that was assumed stands behind a colon and a space, in every language; isolated or not. */
function signsOfSubject(assumed: string | null): string[] {
  const sign = assumed?.match(/^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ]{1,58}/u)?.[0].trim()
  return sign === undefined ? [] : [`: ${sign}`, `: \u2068${sign}`]
}

/** The first words of a question that are written alike in every message: letters and digits alone, which no markup changes. */
function signOf(text: string): string | undefined {
  return text.replace(/\s+/gu, ' ').match(/[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N} ]{6,58})[\p{L}\p{M}\p{N}]/u)?.[0]
}

/** Texts on show are blanked; those still to be delivered are when they have been. */
async function blank(posts: Posts): Promise<void> {
  await posts.set({ fleeting: 1 }).where('state', 'in', ['ready', 'sending']).execute()
  await posts.set({ payload: FORGOTTEN }).where('state', 'in', DONE).where('payload', 'is not', null).execute()
}

async function count(db: Db | Trx, platform: string, person: string): Promise<PersonalData> {
  const kept = (table: 'question' | 'vote' | 'change', time: 'asked_at' | 'at') =>
    db
      .selectFrom(table)
      .select(({ fn }) => [fn.countAll<number>().as('number'), sql<number | null>`min(${sql.ref(time)})`.as('since')])
      .where('platform', '=', platform)
      .where('person', '=', person)
      .executeTakeFirstOrThrow()
  const questions = await kept('question', 'asked_at')
  const votes = await kept('vote', 'at')
  const decisions = await kept('change', 'at')
  const since = Math.min(...[questions, votes, decisions].map((each) => each.since ?? Number.POSITIVE_INFINITY))
  return {
    questions: questions.number,
    votes: votes.number,
    decisions: decisions.number,
    ...(Number.isFinite(since) ? { since } : {}),
  }
}
