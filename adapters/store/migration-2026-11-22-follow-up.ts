/** The third version: what a question was taken to be about, where it did not say. */
import type { Kysely, Migration } from 'kysely'

export const followUp: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('question').addColumn('assumed', 'text').execute()
  },
}
