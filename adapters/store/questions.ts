/** What was asked, and what people thought of the answers. */
import type { ExpressionBuilder } from 'kysely'
import type { Address, AskedQuestion, KeptQuestion, Questions, Vote } from '../../src/index.ts'
import type { Db, QuestionRow, Tables, Trx } from './schema.ts'

/** Of a question that no note answers. */
const UNTOLD = { note: null, answer_seq: null, told_at: null } as const

export function createQuestions(
  db: Db,
  now: () => number,
): Pick<Questions, 'record' | 'vote' | 'find' | 'former' | 'between'> {
  return {
    async record({
      id,
      address,
      from,
      text,
      language,
      outcome,
      confidence,
      cited,
      hidden,
      took = null,
      assumed = null,
    }) {
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
        hidden: hidden ? 1 : 0,
        took,
        assumed,
      }
      const asked_at = now()
      await db.transaction().execute(async (trx) => {
        // Votes were for another answer, and another question was raised.
        const old = await find(trx, platform, id)
        const edited = old !== undefined && (old.text !== said.text || old.assumed !== said.assumed)
        const changed = edited || (old !== undefined && old.cited !== said.cited)
        if (changed) {
          await trx.deleteFrom('vote').where('platform', '=', platform).where('question', '=', id).execute()
        }
        await trx
          .insertInto('question')
          .values({ platform, id, ...said, asked_at, raised_at: null, ...UNTOLD, seq: await next(trx) })
          .onConflict((conflict) =>
            conflict
              .columns(['platform', 'id'])
              .doUpdateSet({ ...said, ...(changed ? { raised_at: null } : {}), ...(edited ? UNTOLD : {}) }),
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

    async find(platform, id) {
      const row = await db
        .selectFrom('question')
        .selectAll()
        .where('platform', '=', platform)
        .where('id', '=', id)
        .executeTakeFirst()
      return row === undefined ? undefined : toAsked(row)
    },

    async former({ id, address: { platform, conversation, thread = null }, from, hidden }, within) {
      const own = await db
        .selectFrom('question')
        .select(['seq', 'asked_at'])
        .where('platform', '=', platform)
        .where('id', '=', id)
        .executeTakeFirst()
      const at = own?.asked_at ?? now()
      let earlier = db
        .selectFrom('question')
        .selectAll()
        .where('platform', '=', platform)
        .where('person', '=', from)
        .where('conversation', '=', conversation)
        .where('thread', thread === null ? 'is' : '=', thread)
        .where('asked_at', '>=', at - within)
        .where('asked_at', '<=', at)
      if (own !== undefined) earlier = earlier.where('seq', '<', own.seq)
      if (hidden !== true) earlier = earlier.where('hidden', '=', 0)
      const row = await earlier.orderBy('seq', 'desc').limit(1).executeTakeFirst()
      return row === undefined ? undefined : toAsked(row)
    },

    async between({ platform, conversation }, from, to) {
      const rows = await db
        .selectFrom('question')
        .selectAll()
        .select((row) => [votes(row, 'up').as('up'), votes(row, 'down').as('down')])
        .where('platform', '=', platform)
        .where('conversation', '=', conversation)
        .where('asked_at', '>=', from)
        .where('asked_at', '<', to)
        .orderBy('seq')
        .orderBy('asked_at')
        .execute()
      return rows.map(toKept)
    },
  }
}

export const find = (
  trx: Trx,
  platform: string,
  id: string,
): Promise<Pick<QuestionRow, 'text' | 'assumed' | 'cited' | 'outcome' | 'raised_at'> | undefined> =>
  trx
    .selectFrom('question')
    .select(['text', 'assumed', 'cited', 'outcome', 'raised_at'])
    .where('platform', '=', platform)
    .where('id', '=', id)
    .executeTakeFirst()

/** The number of the question that comes next. */
async function next(trx: Trx): Promise<number> {
  const row = await trx
    .selectFrom('question')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirst()
  return (row?.seq ?? 0) + 1
}

const votes = (row: ExpressionBuilder<Tables, 'question'>, vote: Vote) =>
  row
    .selectFrom('vote')
    .select(({ fn }) => fn.countAll<number>().as('number'))
    .whereRef('vote.platform', '=', 'question.platform')
    .whereRef('vote.question', '=', 'question.id')
    .where('vote.vote', '=', vote)

export const addressOf = ({
  platform,
  conversation,
  thread,
}: Pick<QuestionRow, 'platform' | 'conversation' | 'thread'>): Address => ({
  platform,
  conversation,
  ...(thread === null ? {} : { thread }),
})

const toAsked = (row: QuestionRow): AskedQuestion => ({ ...toSaid(row), from: row.person })

const toKept = (row: QuestionRow & { readonly up: number | null; readonly down: number | null }): KeptQuestion => ({
  ...toSaid(row),
  askedAt: row.asked_at,
  up: row.up ?? 0,
  down: row.down ?? 0,
})

const toSaid = (row: QuestionRow): Omit<AskedQuestion, 'from'> => ({
  id: row.id,
  address: addressOf(row),
  text: row.text,
  language: row.language,
  outcome: row.outcome,
  confidence: row.confidence,
  cited: JSON.parse(row.cited),
  ...(row.hidden === 1 ? { hidden: true } : {}),
  ...(row.took === null ? {} : { took: row.took }),
  ...(row.assumed === null ? {} : { assumed: row.assumed }),
})
